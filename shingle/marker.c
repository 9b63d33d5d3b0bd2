/*
 * A marker is a word of the table at the head of a title or line, alone in
 * brackets in a title, or behind the comma of a slug, together with the sign
 * that shows it is none of the sentence: a colon, a slug's hyphen, a row of
 * stars or crosses, a number, capitals. Which of these it needs depends on how
 * common the word is elsewhere.
 */
#include "shingle/marker.h"

#include "shingle/marker_head.h"
#include "shingle/marker_sieve.h"

#include <string.h>

#define LINES_FIRST 40
#define LINES_LAST 12
#define HEAD 96   /* bytes of a line that are looked at */
#define TITLE 240 /* and of a title */

const char *const marker_word[MARKER_KINDS] = {
    "update",  "lead",     "writethru", "correction", "repeat",
    "summary", "advisory", "kill",      "urgent"};

/* The word at i of a note, or of what may stand before one. */
static const struct marker_word *note_at(const struct plain *p, size_t i)
{
    int bracket = p->s[i] == '(' && i + 1 < p->n;
    const struct marker_words *g = marker_words_of(p->s[i + (size_t)bracket]);
    size_t k;

    for (k = 0; k < g->n; k++)
        if (g->at[k].flags & (bracket ? MARKER_IN_BRACKET
                                      : MARKER_NOTE | MARKER_BEFORE_NOTE) &&
            marker_word_at(p, i + (size_t)bracket, &g->at[k]))
            return &g->at[k];
    return NULL;
}

static int read_note(struct marker_finder *f)
{
    const struct plain *p = &f->p;
    size_t i = 0;

    while (i < p->n) {
        const struct marker_word *w = note_at(p, i);
        size_t end = i + (p->s[i] == '(');

        if (w && !(w->flags & MARKER_BEFORE_NOTE)) {
            end += w->len;
            marker_add(f, w->kind, 0, i, end - (w->word[w->len - 1] == ' '));
            return 1;
        }
        if (!w && !strchr("*([- ", p->s[i]))
            return 0;
        i += w ? w->len : 1;
    }
    return 0;
}

/* Markers of the line, or what is left of it, at [p, end). */
static void read_line(struct marker_finder *f, const char *p, const char *end)
{
    const char *stop = end - p > HEAD ? p + HEAD : end;
    enum marker_opened open;
    size_t i;

    while (stop < end && ((unsigned char)*stop & 0xc0) == 0x80)
        stop++;
    if (!marker_may_begin(p, stop))
        return;
    f->line = p;
    plain_fold(&f->p, p, stop);
    if (!f->p.n || read_note(f))
        return;
    i = marker_skip_signs(f, &open);
    marker_heads_read(f, i, open);
}

static const char *last_lines(const char *text, const char *end)
{
    const char *p = end;
    int n = 0;

    while (p > text && n < LINES_LAST) {
        p--;
        n += *p == '\n' && p + 1 < end && p[1] != '\n';
    }
    return p;
}

static void find_in_text(struct marker_finder *f, const char *text, size_t len,
                         size_t behind)
{
    const char *p = text, *end = text + len, *dateline = text + behind;
    int lines = 0;

    f->base = text;
    f->in_title = 0;
    while (p < end && f->n < MARKER_MOST) {
        const char *stop = memchr(p, '\n', (size_t)(end - p)), *tail = text;

        if (!stop)
            stop = end;
        if (stop - p > 2) {
            size_t before = f->n;

            if (++lines == LINES_FIRST)
                tail = last_lines(text, end);
            read_line(f, p, stop);
            if (f->n == before && p < dateline && dateline < stop)
                read_line(f, dateline, stop);
        }
        p = stop + 1;
        if (p < tail)
            p = tail;
    }
}

/* "BC-Port-Fire": what stands before a comma is no headline. */
static int is_slug(const struct marker_finder *f)
{
    size_t n = 0;

    while (n < f->p.n && f->p.s[n] >= 'a' && f->p.s[n] <= 'z')
        n++;
    return n > 1 && n < 5 && f->p.s[n] == '-' && marker_in_capitals(f, 0, n);
}

/* "AP-Port, 3rd Ld-Writethru", "BC-Port, KILL": whether the head at i, which is
 * behind a comma, is no part of a sentence. */
static int ends_slug(const struct marker_finder *f, size_t i)
{
    struct marker_head h;

    if (!marker_head_read(f, i, &h))
        return 0;
    return (h.number && h.w->kind <= MARKER_LEAD) ||
           (h.end == f->p.n && marker_in_capitals(f, h.word, h.end) &&
            is_slug(f));
}

/* "Port reopens (2nd Lead)" */
static void find_in_title(struct marker_finder *f, const char *title,
                          size_t len)
{
    const char *end = title + (len > TITLE ? TITLE : len);
    enum marker_opened open;
    size_t i;

    if (!marker_may_be_in_title(title, end))
        return;
    f->base = title;
    f->in_title = 1;
    f->line = title;
    plain_fold(&f->p, title, end);
    i = marker_skip_signs(f, &open);
    marker_heads_read(f, i, open);
    for (i = 1; i + 1 < f->p.n; i++) {
        size_t at = i + (f->p.s[i] == ' ');

        if (f->p.s[i] == '(' || f->p.s[i] == '[')
            i += marker_heads_read(f, i + 1, MARKER_OPEN_BRACKET);
        else if (f->p.s[i - 1] == ',' && ends_slug(f, at))
            i += marker_heads_read(f, at, MARKER_OPEN_NOT);
    }
}

size_t marker_find(const char *title, size_t title_len, const char *text,
                   size_t len, size_t behind, struct marker out[MARKER_MOST])
{
    struct marker_finder f; /* too large to clear it for each page */

    f.out = out;
    f.n = 0;
    if (title && title_len)
        find_in_title(&f, title, title_len);
    if (text && len)
        find_in_text(&f, text, len, behind < len ? behind : 0);
    return f.n;
}
