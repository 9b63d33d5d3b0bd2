/*
 * A marker is a word of the table at the head of a title or line, or alone in
 * brackets in a title, together with the sign that shows it is none of the
 * sentence: a colon, the hyphen of a slug, a number, capitals. Which of these
 * it needs depends on how common the word is elsewhere.
 */
#include "shingle/marker.h"

#include "shingle/dateline.h"
#include "shingle/marker_table.h"
#include "shingle/plain.h"

#include <string.h>
#include <utf8proc.h>

#define LINES_FIRST 40
#define LINES_LAST 12
#define HEAD 96 /* bytes of a line that are looked at */

const char *const marker_word[MARKER_KINDS] = {
    "update",  "lead",     "writethru", "correction", "repeat",
    "summary", "advisory", "kill",      "urgent"};

/* What may stand before such a note. */
static const char *const note_heads[] = {
    "editor's note: ",
    "editors' note: ",
    "eds: ",
    "note: ",
    "note to readers: ",
    "anmerkung der redaktion: ",
    "hinweis: ",
    "anm. d. red.: ",
    "ndlr: ",
    "nota: ",
    "*",
    "(",
    "[",
    "-",
    " ",
};

struct finder {
    struct marker *out;
    size_t n;
    const char *base;
    int in_title;
    struct plain p;
    const char *line; /* p was made from here */
};

static void add(struct finder *f, unsigned kind, unsigned number, size_t begin,
                size_t end)
{
    struct marker *m = &f->out[f->n];

    if (f->n == MARKER_MOST)
        return;
    m->kind = (uint8_t)kind;
    m->in_title = (uint8_t)f->in_title;
    m->number = number;
    m->begin = (size_t)(f->line + f->p.at[begin] - f->base);
    m->end = (size_t)(f->line + f->p.at[end] - f->base);
    while (m->end > m->begin && f->base[m->end - 1] == ' ')
        m->end--;
    f->n++;
}

/* ---- words and signs ----------------------------------------------------- */

static int is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

static size_t digits(const struct plain *p, size_t i, unsigned *number)
{
    size_t from = i;

    for (*number = 0; i < p->n && is_digit(p->s[i]) && i - from < 3; i++)
        *number = *number * 10 + p->s[i] - '0';
    return i < p->n && is_digit(p->s[i]) ? 0 : i - from;
}

/* "2nd ", "1er ", "2. " at i; the bytes, 0 for none. */
static size_t ordinal(const struct plain *p, size_t i, unsigned *number)
{
    static const char *const ends[] = {"st ", "nd ", "rd ",  "th ",
                                       "er ", "e ",  "ème ", ". "};
    size_t n = digits(p, i, number), k;

    if (!n || !*number)
        return 0;
    for (k = 0; k < sizeof ends / sizeof *ends; k++)
        if (p->n - i - n >= strlen(ends[k]) &&
            !memcmp(p->s + i + n, ends[k], strlen(ends[k])))
            return n + strlen(ends[k]);
    return 0;
}

/* Whether the original of plain bytes [i, j) has capitals and no small letter
 * but those of an ordinal. */
static int in_capitals(const struct finder *f, size_t i, size_t j)
{
    const char *p = f->line + f->p.at[i], *end = f->line + f->p.at[j];
    int seen = 0;

    while (p < end) {
        utf8proc_int32_t c = (utf8proc_int32_t)plain_at(p, end);

        if (utf8proc_toupper(c) != c)
            return 0;
        seen |= utf8proc_tolower(c) != c;
        for (p++; p < end && ((unsigned char)*p & 0xc0) == 0x80;)
            p++;
    }
    return seen;
}

static int begins_capital(const struct finder *f, size_t i)
{
    const char *p = f->line + f->p.at[i];
    utf8proc_int32_t c =
        (utf8proc_int32_t)plain_at(p, f->line + f->p.at[f->p.n]);

    return utf8proc_toupper(c) == c;
}

static const struct marker_head *head_at(const struct plain *p, size_t i,
                                         size_t *len)
{
    const struct marker_head *best = NULL;
    size_t k;

    *len = 0;
    for (k = 0; k < marker_nheads; k++) {
        size_t n = strlen(marker_heads[k].word);

        if (n > *len && n <= p->n - i &&
            marker_heads[k].word[0] == (char)p->s[i] &&
            !memcmp(p->s + i, marker_heads[k].word, n) &&
            !(i + n < p->n &&
              plain_word(plain_at((const char *)p->s + i + n,
                                  (const char *)p->s + p->n)) &&
              !is_digit(p->s[i + n]))) {
            best = &marker_heads[k];
            *len = n;
        }
    }
    return best;
}

/* ---- heads --------------------------------------------------------------- */

struct found {
    const struct marker_head *head;
    unsigned number;
    size_t word, end; /* where the word begins; behind the number */
};

/* A head word with its number at i. */
static int read_head(const struct finder *f, size_t i, struct found *h)
{
    const struct plain *p = &f->p;
    size_t n = ordinal(p, i, &h->number), len, gap;
    unsigned number;

    h->word = i + n;
    if (h->word >= p->n)
        return 0;
    h->head = head_at(p, h->word, &len);
    if (!h->head)
        return 0;
    h->end = h->word + len;
    gap = h->end < p->n && strchr(" #", p->s[h->end]);
    n = n ? 0 : digits(p, h->end + gap, &number);
    if (n && h->end + gap + n < p->n &&
        plain_word(plain_at((const char *)p->s + h->end + gap + n,
                            (const char *)p->s + p->n)))
        n = 0;
    if (n) {
        h->end += gap + n;
        h->number = number;
    }
    return 1;
}

/* Whether what is behind the head shows it is one. */
static int shows_head(const struct finder *f, const struct found *h, int open)
{
    const struct plain *p = &f->p;
    unsigned char at = h->end < p->n ? p->s[h->end] : 0;
    unsigned char next = h->end + 1 < p->n ? p->s[h->end + 1] : 0;
    const char *w = h->head->word;
    size_t bytes = strlen(w);
    int capitals = in_capitals(f, h->word, h->word + bytes);
    int uncased = (unsigned char)w[0] >= 0xd8, sure;

    if (!capitals && !uncased && !begins_capital(f, h->word) && !h->number)
        return open && (at == ')' || at == ']') &&
               !(h->head->flags & MARKER_STRICT);
    sure = capitals || h->number || !(h->head->flags & MARKER_STRICT);
    if (open)
        return at == ')' || at == ']' || (at == ':' && sure);
    if (at == ':')
        return sure;
    if (!at)
        return f->in_title && (capitals || h->number);
    if (at == '-')
        return capitals || (h->number && f->in_title);
    if (at == ' ' && (next == '-' || next == '|'))
        return sure && (capitals || h->number || f->in_title);
    if (at == '|' || at == '/')
        return capitals;
    if (at == ',' || at == '.')
        return capitals && (h->head->flags & MARKER_BARE || h->number);
    return at == ' ' && capitals &&
           (h->number || h->head->flags & MARKER_BARE) && f->in_title;
}

/* "LEAD-Writethru": what follows a slug's hyphen. */
static size_t read_heads(struct finder *f, size_t i, int open)
{
    struct found h;
    size_t first = i;
    int linked = 0;

    while (i < f->p.n && read_head(f, i, &h)) {
        struct found more;
        int chained = h.end + 1 < f->p.n && f->p.s[h.end] == '-' &&
                      read_head(f, h.end + 1, &more) &&
                      (h.number || more.number);

        if (!chained && !linked && !shows_head(f, &h, open))
            break;
        linked = chained;
        add(f, h.head->kind, h.number, i, h.end);
        i = h.end;
        while (i < f->p.n && strchr("-: |/", f->p.s[i]))
            i++;
    }
    return i - first;
}

/* ---- lines --------------------------------------------------------------- */

static size_t note_head(const struct plain *p, size_t i)
{
    size_t k;

    for (k = 0; k < sizeof note_heads / sizeof *note_heads; k++) {
        size_t n = strlen(note_heads[k]);

        if (n <= p->n - i && !memcmp(p->s + i, note_heads[k], n))
            return n;
    }
    return 0;
}

static int read_note(struct finder *f)
{
    size_t i = 0, k, n;

    do {
        for (k = 0; k < marker_nnotes; k++) {
            n = strlen(marker_notes[k].word);
            if (n <= f->p.n - i &&
                !memcmp(f->p.s + i, marker_notes[k].word, n)) {
                add(f, marker_notes[k].kind, 0, i,
                    i + n - (marker_notes[k].word[n - 1] == ' '));
                return 1;
            }
        }
        n = note_head(&f->p, i);
        i += n;
    } while (n && i < f->p.n);
    return 0;
}

static void fold_head(struct finder *f, const char *p, const char *end)
{
    const char *stop = end - p > HEAD ? p + HEAD : end;

    while (stop < end && ((unsigned char)*stop & 0xc0) == 0x80)
        stop++;
    f->line = p;
    plain_fold(&f->p, p, stop);
}

static void read_line(struct finder *f, const struct agency_table *t,
                      const char *p, const char *end)
{
    struct dateline d;
    size_t i = 0;
    int open;

    fold_head(f, p, end);
    if (!f->p.n || read_note(f))
        return;
    while (i < f->p.n && strchr("*\"' ", f->p.s[i]))
        i++;
    open = i < f->p.n && (f->p.s[i] == '(' || f->p.s[i] == '[');
    if (read_heads(f, i + (size_t)open, open) || !t ||
        !dateline_parse(t, p, end, &d))
        return;
    fold_head(f, d.end, end);
    if (f->p.n && !read_note(f))
        read_heads(f, 0, 0);
}

/* Whether a line may hold anything; most do not, and are not read. */
static int may_hold(const char *p, const char *end)
{
    const char *stop = end - p > 40 ? p + 40 : end;

    for (; p < stop; p++)
        if (*p == ':' || *p == '-' || *p == '(' || *p == '[' || *p == '*' ||
            (unsigned char)*p >= 0x80 || is_digit((unsigned char)*p))
            return 1;
    return 0;
}

static int may_be_note(const char *p, const char *end)
{
    return end - p > 24 && strchr("aAtTiIuUeE", *p) != NULL;
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

static void find_in_text(struct finder *f, const struct agency_table *t,
                         const char *text, size_t len)
{
    const char *p = text, *end = text + len;
    int lines = 0;

    f->base = text;
    f->in_title = 0;
    while (p < end && f->n < MARKER_MOST) {
        const char *stop = memchr(p, '\n', (size_t)(end - p)), *tail = text;

        if (!stop)
            stop = end;
        if (stop - p > 2) {
            if (++lines == LINES_FIRST)
                tail = last_lines(text, end);
            if (may_hold(p, stop) || may_be_note(p, stop))
                read_line(f, t, p, stop);
        }
        p = stop + 1;
        if (p < tail)
            p = tail;
    }
}

/* "Port reopens (2nd Lead)", "AP-Port, 3rd Ld-Writethru" */
static void find_in_title(struct finder *f, const char *title, size_t len)
{
    size_t i;
    int open;

    f->base = title;
    f->in_title = 1;
    f->line = title;
    plain_fold(&f->p, title, title + (len > 240 ? 240 : len));
    open = f->p.n && (f->p.s[0] == '(' || f->p.s[0] == '[');
    read_heads(f, (size_t)open, open);
    for (i = 1; i + 1 < f->p.n; i++) {
        size_t at = i + (f->p.s[i] == ' ');
        struct found h;

        if (f->p.s[i] == '(' || f->p.s[i] == '[')
            i += read_heads(f, i + 1, 1);
        else if (f->p.s[i - 1] == ',' && read_head(f, at, &h) && h.number &&
                 h.head->kind <= MARKER_LEAD)
            i += read_heads(f, at, 0);
    }
}

size_t marker_find(const struct agency_table *t, const char *title,
                   size_t title_len, const char *text, size_t len,
                   struct marker out[MARKER_MOST])
{
    struct finder f;

    memset(&f, 0, sizeof f);
    f.out = out;
    if (title && title_len)
        find_in_title(&f, title, title_len);
    if (text && len)
        find_in_text(&f, t, text, len);
    return f.n;
}
