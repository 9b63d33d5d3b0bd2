/*
 * What follows a word decides whether it is a marker: see shows_head(), and
 * marker_table.h for what each word asks for.
 */
#include "shingle/marker_head.h"

#include <string.h>
#include <utf8proc.h>

void marker_add(struct marker_finder *f, unsigned kind, unsigned number,
                size_t begin, size_t end)
{
    const char *stop = f->line + f->p.at[f->p.n], *last;
    struct marker *m = &f->out[f->n];

    if (f->n == MARKER_MOST)
        return;
    m->kind = (uint8_t)kind;
    m->in_title = (uint8_t)f->in_title;
    m->number = number;
    m->begin = (size_t)(f->line + f->p.at[begin] - f->base);
    last = f->line + f->p.at[end - 1] + 1;
    while (last < stop && ((unsigned char)*last & 0xc0) == 0x80)
        last++;
    m->end = (size_t)(last - f->base);
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
    static const char ends[][8] = {"st ", "nd ", "rd ",  "th ",
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

/* The character that plain byte i was made of. */
static utf8proc_int32_t original_at(const struct marker_finder *f, size_t i)
{
    return (utf8proc_int32_t)plain_at(f->line + f->p.at[i],
                                      f->line + f->p.at[f->p.n]);
}

static int is_capital(utf8proc_int32_t c)
{
    return utf8proc_tolower(c) != c;
}

/* Uncased letters are none, either. */
static int is_small(utf8proc_int32_t c)
{
    return utf8proc_toupper(c) != c;
}

int marker_in_capitals(const struct marker_finder *f, size_t i, size_t j)
{
    const char *p = f->line + f->p.at[i], *end = f->line + f->p.at[j];
    int seen = 0;

    while (p < end) {
        utf8proc_int32_t c = (utf8proc_int32_t)plain_at(p, end);

        if (is_small(c))
            return 0;
        seen |= is_capital(c);
        for (p++; p < end && ((unsigned char)*p & 0xc0) == 0x80;)
            p++;
    }
    return seen;
}

int marker_word_at(const struct plain *p, size_t i, const struct marker_word *w)
{
    return w->len <= p->n - i && !memcmp(p->s + i, w->word, w->len);
}

/* Whether the character at i belongs to a word that spaces set apart. */
static int in_word(const struct plain *p, size_t i)
{
    return i < p->n && plain_word(plain_at((const char *)p->s + i,
                                           (const char *)p->s + p->n));
}

static const struct marker_word *head_at(const struct plain *p, size_t i)
{
    const struct marker_words *g = marker_words_of(p->s[i]);
    const struct marker_word *best = NULL;
    size_t k;

    for (k = 0; k < g->n; k++) {
        const struct marker_word *w = &g->at[k];

        if (!(w->flags & MARKER_NO_HEAD) && (!best || w->len > best->len) &&
            marker_word_at(p, i, w) &&
            (!in_word(p, i + w->len) || is_digit(p->s[i + w->len])))
            best = w;
    }
    return best;
}

/* The bytes of a row of one sign at i, "+++" or "***"; 0 where there is none.
 */
static size_t row(const struct plain *p, size_t i)
{
    size_t n = i;

    if (i >= p->n || !strchr("+*/=-#<>|~", p->s[i]))
        return 0;
    while (n < p->n && p->s[n] == p->s[i])
        n++;
    return n - i > 1 ? n - i : 0;
}

/* ---- heads --------------------------------------------------------------- */

int marker_head_read(const struct marker_finder *f, size_t i,
                     struct marker_head *h)
{
    const struct plain *p = &f->p;
    size_t n = ordinal(p, i, &h->number), gap;
    unsigned number;

    h->word = i + n;
    if (h->word >= p->n)
        return 0;
    h->w = head_at(p, h->word);
    if (!h->w)
        return 0;
    h->end = h->word + h->w->len;
    gap = h->end < p->n && strchr(" #", p->s[h->end]);
    n = n ? 0 : digits(p, h->end + gap, &number);
    if (n && !in_word(p, h->end + gap + n)) {
        h->end += gap + n;
        h->number = number;
    }
    return 1;
}

/* Whether a head in capitals may stand before the words of its title. */
static int shows_alone(const struct marker_finder *f,
                       const struct marker_head *h)
{
    size_t next = h->end + 1;

    if (h->number || h->w->flags & MARKER_BARE)
        return 1;
    /* "CORRECTION OFFICERS STRIKE" is a headline in capitals. */
    return h->w->flags & MARKER_SHOUTED && is_capital(original_at(f, next)) &&
           !marker_in_capitals(f, next, f->p.n);
}

/* Whether what is behind the head shows it is one. */
static int shows_head(const struct marker_finder *f,
                      const struct marker_head *h, enum marker_opened open)
{
    const struct plain *p = &f->p;
    unsigned char at = h->end < p->n ? p->s[h->end] : 0;
    unsigned char next = h->end + 1 < p->n ? p->s[h->end + 1] : 0;
    int capitals = marker_in_capitals(f, h->word, h->word + h->w->len);
    int uncased = (unsigned char)h->w->word[0] >= 0xd8;
    int strict = h->w->flags & MARKER_STRICT;
    int sure = capitals || h->number || !strict ||
               (f->in_title && h->w->flags & MARKER_TITLE);
    int before_row = row(p, h->end + (at == ' ')) > 0;
    int closed = open == MARKER_OPEN_BRACKET
                     ? at == ')' || at == ']'
                     : open == MARKER_OPEN_ROW && before_row;

    if (!capitals && !uncased && is_small(original_at(f, h->word)) &&
        !h->number)
        return closed && !strict;
    if (closed || open == MARKER_OPEN_BRACKET)
        return closed || (at == ':' && sure);
    if (at == ':')
        return sure;
    if (!at)
        return f->in_title && (capitals || h->number);
    if (at == '-')
        return capitals || (h->number && f->in_title);
    if (before_row || (at == ' ' && (next == '-' || next == '|')))
        return sure && (capitals || h->number || f->in_title);
    if (at == '|' || at == '/')
        return capitals;
    if (at == ',' || at == '.')
        return capitals && (h->w->flags & MARKER_BARE || h->number);
    return at == ' ' && capitals && f->in_title && shows_alone(f, h);
}

/* CORRECTED-UPDATE 2: it is the second that is corrected. */
static void share_number(struct marker_finder *f, size_t from)
{
    struct marker *m = f->out + from;
    size_t n = f->n - from, makes = marker_decides(m, n), i;

    for (i = 0; makes < n && i < n && !m[makes].number; i++)
        m[makes].number = m[i].number;
}

/* "LEAD-Writethru": what follows a slug's hyphen. */
size_t marker_heads_read(struct marker_finder *f, size_t i,
                         enum marker_opened open)
{
    struct marker_head h;
    size_t first = i, from = f->n;
    int linked = 0;

    while (i < f->p.n && marker_head_read(f, i, &h)) {
        struct marker_head more;
        int chained = h.end + 1 < f->p.n && f->p.s[h.end] == '-' &&
                      marker_head_read(f, h.end + 1, &more) &&
                      (h.number || more.number);

        if (!chained && !linked && !shows_head(f, &h, open))
            break;
        linked = chained;
        marker_add(f, h.w->kind, h.number, i, h.end);
        i = h.end;
        while (i < f->p.n && strchr("-: |/+*", f->p.s[i]))
            i++;
    }
    share_number(f, from);
    return i - first;
}

size_t marker_skip_signs(const struct marker_finder *f,
                         enum marker_opened *open)
{
    const struct plain *p = &f->p;
    size_t i = row(p, 0);

    *open = i ? MARKER_OPEN_ROW : MARKER_OPEN_NOT;
    while (i < p->n && strchr(f->in_title ? " " : "*\"' ", p->s[i]))
        i++;
    if (i < p->n && (p->s[i] == '(' || p->s[i] == '[')) {
        *open = MARKER_OPEN_BRACKET;
        i++;
    }
    return i;
}
