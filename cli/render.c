#include "cli/render.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/display.h"

/* A string without a space in it that is longer is cut: it is no word. */
#define WORD_MAX 120
/* Columns of what stands between the two texts side by side: " | ". */
#define RULE 3
/* Columns of the longest mark before or after a word. */
#define MARK 2

static const struct style {
    const char *colour, *open, *close;
} styles[EDIT_KINDS] = {
    [EDIT_SHARED] = {"", "", ""},
    [EDIT_CUT] = {"\033[31m", "[-", "-]"},
    [EDIT_ADDED] = {"\033[32m", "{+", "+}"},
    [EDIT_MOVED] = {"\033[33m", "[~", "~]"},
    [EDIT_FURNITURE] = {"\033[2m", "(=", "=)"},
};
#define PLAIN "\033[0m"

/* Lays words into lines. */
struct pen {
    FILE *f;
    unsigned width;
    int colour;
    int started; /* something was written: a block wants an empty line */
    size_t column;
    enum edit style;
    int side; /* of the words in that style, where it is not EDIT_SHARED */
};

static int is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/*
 * The end of what belongs to the token before a gap, and the start of what
 * belongs to the one after it. The gap is parted at its first line break, or
 * else at its last space, so that an opening quote or a bullet goes with its
 * word. No-break spaces do not part.
 */
static void part_gap(const char *s, size_t from, size_t to, size_t *before,
                     size_t *after)
{
    const char *line = memchr(s + from, '\n', to - from);
    size_t p = line ? (size_t)(line - s) + 1 : to;
    while (!line && p > from && !is_space(s[p - 1]))
        p--;
    if (p == from) { /* no space: all of it goes to the token before */
        *before = *after = to;
        return;
    }
    *after = p;
    while (*after < to && is_space(s[*after]))
        ++*after;
    while (p > from && is_space(s[p - 1]))
        p--;
    *before = p;
}

void render_bytes(const struct edits *e, int side, uint32_t first, uint32_t n,
                  size_t *from, size_t *to)
{
    const struct text *t = &e->text[side];
    const char *s = e->side[side].bytes;
    size_t ignored, last = (size_t)first + n - 1;
    if (first) {
        part_gap(s, t->end[first - 1], t->start[first], &ignored, from);
    } else {
        *from = 0;
        while (is_space(s[*from]))
            ++*from;
    }
    if (last + 1 < t->n) {
        part_gap(s, t->end[last], t->start[last + 1], to, &ignored);
    } else {
        *to = e->side[side].len;
        while (is_space(s[*to - 1]))
            --*to;
    }
}

static void pen_break(struct pen *p)
{
    if (p->colour && p->style != EDIT_SHARED)
        fputs(PLAIN, p->f);
    putc('\n', p->f);
    if (p->colour && p->style != EDIT_SHARED)
        fputs(styles[p->style].colour, p->f);
    p->column = 0;
}

/* Makes style the pen's; 1 where it was not before. */
static int pen_style(struct pen *p, enum edit style, int side)
{
    if (p->style == style && (style == EDIT_SHARED || p->side == side))
        return 0;
    if (p->colour && p->style != EDIT_SHARED)
        fputs(PLAIN, p->f);
    else if (!p->colour)
        p->column += (size_t)fprintf(p->f, "%s", styles[p->style].close);
    p->style = style;
    p->side = side;
    return 1;
}

/* Writes token i of a side; opening is the style that begins with it. */
static void pen_word(struct pen *p, const struct edits *e, int side, uint32_t i,
                     int opening)
{
    const struct text *t = &e->text[side];
    const char *s = e->side[side].bytes;
    size_t from, to, width;
    int spaced;
    render_bytes(e, side, i, 1, &from, &to);
    width = display_width(s + from, to - from);
    if (width > WORD_MAX || width > p->width - 2 * MARK)
        width = p->width - 2 * MARK < WORD_MAX ? p->width - 2 * MARK : WORD_MAX;
    spaced = (i && from > t->end[i - 1] && is_space(s[from - 1])) || opening;
    if ((t->flags[i] & TOKEN_BLOCK) && p->started) {
        if (p->column)
            pen_break(p);
        pen_break(p);
    } else if (p->column &&
               p->column + (size_t)spaced + width + 2 * MARK > p->width) {
        pen_break(p);
    } else if (p->column && spaced) {
        putc(' ', p->f);
        p->column++;
    }
    if (opening && p->colour)
        fputs(styles[p->style].colour, p->f);
    else if (opening)
        p->column += (size_t)fprintf(p->f, "%s", styles[p->style].open);
    p->column += print_clean(p->f, s + from, to - from, width);
    p->started = 1;
}

/* The words of one side of a span. */
static void pen_span(struct pen *p, const struct edits *e, const struct span *s,
                     int side)
{
    uint32_t first = side ? s->b : s->a;
    uint32_t n = side ? s->b_words : s->a_words;
    int opening;
    if (!n)
        return;
    opening = pen_style(p, s->kind, side);
    for (uint32_t i = 0; i < n; i++)
        pen_word(p, e, side, first + i, opening && !i);
}

static void pen_end(struct pen *p)
{
    pen_style(p, EDIT_SHARED, 0);
    if (p->column)
        putc('\n', p->f);
    p->column = 0;
}

void render_legend(const struct pen_options *o)
{
    static const char *const words[EDIT_KINDS] = {
        "in both", "only in the first", "only in the second", "moved",
        "furniture"};
    for (int i = 0; i < EDIT_KINDS; i++)
        printf("%s%s%s%s", i ? "  " : "",
               o->colour ? styles[i].colour : styles[i].open, words[i],
               !o->colour          ? styles[i].close
               : *styles[i].colour ? PLAIN
                                   : "");
    putchar('\n');
}

void render_unified(const struct edits *e, const struct pen_options *o)
{
    struct pen p = {.f = stdout, .width = o->width, .colour = o->colour};
    for (size_t i = 0; i < e->n; i++) {
        const struct span *s = &e->span[i];
        pen_span(&p, e, s, s->b_words != 0);
    }
    pen_end(&p);
}

/* Columns that a line takes, escape sequences aside. */
static size_t line_width(const char *s, size_t len)
{
    size_t width = 0, from = 0, i = 0;
    while (i < len) {
        if (s[i] != '\033') {
            i++;
            continue;
        }
        width += display_width(s + from, i - from);
        while (i < len && s[i] != 'm')
            i++;
        i += i < len;
        from = i;
    }
    return width + display_width(s + from, len - from);
}

/* Lines of both columns beside each other. */
static void print_beside(const char *left, const char *right, unsigned width)
{
    while (*left || *right) {
        size_t l = strcspn(left, "\n"), r = strcspn(right, "\n");
        size_t w = line_width(left, l);
        fwrite(left, 1, l, stdout);
        printf("%*s |%s", (int)(w < width ? width - w : 0), "", r ? " " : "");
        fwrite(right, 1, r, stdout);
        putchar('\n');
        left += l + (left[l] != 0);
        right += r + (right[r] != 0);
    }
}

/* One group of spans, [i, end), in two columns. */
static int render_group(const struct edits *e, size_t i, size_t end,
                        const struct pen_options *o)
{
    unsigned width = (o->width - RULE) / 2;
    char *lines[2] = {NULL, NULL};
    size_t len;
    int ok = 1;
    for (int side = 0; side < 2 && ok; side++) {
        struct pen p = {.width = width, .colour = o->colour};
        p.f = open_memstream(&lines[side], &len);
        ok = p.f != NULL;
        for (size_t k = i; k < end && ok; k++)
            pen_span(&p, e, &e->span[k], side);
        if (ok)
            pen_end(&p);
        if (ok && fclose(p.f))
            ok = 0;
    }
    if (ok)
        print_beside(lines[0], lines[1], width);
    free(lines[0]);
    free(lines[1]);
    return ok ? 0 : -1;
}

int render_side_by_side(const struct edits *e, const struct pen_options *o)
{
    size_t i = 0;
    int code = 0;
    while (i < e->n && !code) {
        size_t end = i + 1;
        while (end < e->n && !e->span[end].opens)
            end++;
        if (i)
            printf("%*s |\n", (int)((o->width - RULE) / 2), "");
        code = render_group(e, i, end, o);
        i = end;
    }
    return code;
}
