/*
 * Lines are told apart by how they end, how many words they have and of what
 * kind: a menu is short lines in a row, a headline has three words or more,
 * and what ends with a point is text. The pairs of neighbours between which a
 * name is a credit are those that pages with bylines have; what is between
 * short lines on both sides could be either, and is taken for none.
 *
 *     The bridge is closed        Markets             World
 *     Associated Press            Dow Jones           Reuters
 *     The bridge over the ...     39,012.20           AP
 */
#include "shingle/credit_alone.h"

#include "shingle/credit_context.h"
#include "shingle/dateline_scan.h"
#include "shingle/plain.h"
#include "shingle/utf8.h"

#include <string.h>
#include <utf8proc.h>

/* What a neighbour is. */
enum neighbour {
    EDGE,   /* there is none */
    TEXT,   /* a sentence */
    STAMP,  /* a date or time, "3 minute read" */
    FIGURE, /* more digits than letters */
    SMALL,  /* goes on with a small letter */
    AGENCY, /* another name alone */
    BYLINE,
    TITLE, /* three words or more */
    PAIR,  /* two */
    WORD
};

/* What is no headline but has no point at its end either is cut text. */
#define TEXT_BYTES 120
/* Headlines in scripts without spaces. */
#define TITLE_LETTERS 6

struct count {
    unsigned letters, digits, words, alone;
};

static int is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static void trim(const char **p, const char **end)
{
    while (*p < *end && is_blank(**p))
        ++*p;
    while (*p < *end && is_blank((*end)[-1]))
        --*end;
}

static struct count count_of(const char *p, const char *end)
{
    const unsigned char *s = (const unsigned char *)p;
    struct count n = {0, 0, 0, 0};
    int inside = 0;

    while (s < (const unsigned char *)end) {
        uint32_t c = utf8_next(&s, (const unsigned char *)end);
        int word = c != UTF8_BAD && plain_word(c);

        if (scan_is_digit(c))
            n.digits++;
        else if (scan_is_alone(c))
            n.alone++;
        else if (word)
            n.letters++;
        n.words += word && !inside;
        inside = word || (inside && (c == '\'' || c == 0x2019 || c == '-'));
    }
    return n;
}

static int ends_sentence(const char *p, const char *end)
{
    static const uint32_t closing[] = {'"',    '\'',   ')',    ']',   0x201d,
                                       0x2019, 0x201c, 0xbb,   0xab,  0x300d,
                                       0x300f, 0xff09, 0x3011, 0x2018};
    static const uint32_t points[] = {'.',    '!',    '?',   0x2026, 0x3002,
                                      0xff01, 0xff1f, 0x964, 0x61f,  0x6d4};
    size_t i;

    while (p < end) {
        uint32_t c = plain_before(p, end);

        for (i = 0; i < sizeof points / sizeof *points; i++)
            if (c == points[i])
                return 1;
        for (i = 0; i < sizeof closing / sizeof *closing; i++)
            if (c == closing[i])
                break;
        if (i == sizeof closing / sizeof *closing)
            return 0;
        for (end--; end > p && ((unsigned char)*end & 0xc0) == 0x80;)
            end--;
    }
    return 0;
}

/* Words of dates and times only, or a date or time of figures. */
static int is_stamp(const struct agency_table *t, const struct plain *p)
{
    size_t i = 0, end;
    unsigned words = 0, dots = 0, digits = 0;
    int k;

    while (i < p->n) {
        unsigned char c = p->s[i];

        if (strchr(" .,:|-/()+", c)) {
            dots += c == ':' ? 2 : c == '.' || c == '/' || c == '-';
            i++;
            continue;
        }
        if (c >= '0' && c <= '9') {
            digits++;
            i++;
            continue;
        }
        for (k = MANNER_DAY; k < MANNER_KINDS; k++)
            if (agency_manner_after(t, (enum agency_manner)k, p->s + i,
                                    p->n - i, &end))
                break;
        if (k == MANNER_KINDS)
            return 0;
        words++;
        i += end;
    }
    return digits && (words || dots >= 2);
}

static int is_agency(const struct agency_table *t, const char *p,
                     const char *end)
{
    struct agency_name_at m;

    return agency_match(t, p, p, end, 0, &m) && m.end == end &&
           !(m.flags & AGENCY_TAIL);
}

static int begins_small(const char *p, const char *end)
{
    utf8proc_int32_t c = (utf8proc_int32_t)plain_at(p, end);

    return c >= 0 && utf8proc_toupper(c) != c;
}

static enum neighbour kind_of(const struct agency_table *t, const char *p,
                              const char *end)
{
    const char *stop =
        end - p > ALONE_BYTES ? context_boundary(p + ALONE_BYTES, end) : end;
    struct count n = count_of(p, stop);
    struct plain plain;
    size_t at;

    plain_fold(&plain, p, stop);
    if (stop == end && is_stamp(t, &plain))
        return STAMP;
    if (n.digits >= n.letters + n.alone)
        return FIGURE;
    if (is_agency(t, p, end))
        return AGENCY;
    if (begins_small(p, end))
        return SMALL;
    if (agency_manner_after(t, MANNER_BY, plain.s, plain.n, &at))
        return BYLINE;
    if (end - p >= TEXT_BYTES || ends_sentence(p, end))
        return TEXT;
    if (n.words >= 3 || n.alone >= TITLE_LETTERS)
        return TITLE;
    return n.words == 2 ? PAIR : WORD;
}

/* The line below (or above) [*p, *end) that is not empty, and what it is. */
static enum neighbour below(const struct agency_table *t,
                            const struct credit_line *l, const char **end)
{
    int k;

    for (k = 0; k < ALONE_LINES && *end < l->stop; k++) {
        const char *p = *end + 1, *q;

        q = memchr(p, '\n', (size_t)(l->stop - p));
        *end = q = q ? q : l->stop;
        trim(&p, &q);
        if (p < q)
            return kind_of(t, p, q);
    }
    return EDGE;
}

static enum neighbour above(const struct agency_table *t,
                            const struct credit_line *l)
{
    const char *p = l->begin;
    int k;

    for (k = 0; k < ALONE_LINES && p > l->base; k++) {
        const char *q = p - 1, *from;

        for (p = q; p > l->base && p[-1] != '\n';)
            if (q - --p > 2 * TEXT_BYTES)
                return TEXT;
        from = p;
        trim(&from, &q);
        if (from < q)
            return kind_of(t, from, q);
    }
    return EDGE;
}

int credit_over_text(const struct agency_table *t, const struct credit_line *l)
{
    const char *end = l->end;

    return below(t, l, &end) == TEXT;
}

int credit_under_text(const struct agency_table *t, const struct credit_line *l)
{
    return above(t, l) == TEXT;
}

int credit_alone(const struct agency_table *t, const struct credit_line *l)
{
    enum neighbour before = above(t, l), after, then;
    const char *end = l->end;
    int k;

    after = below(t, l, &end);
    for (k = 0; k < ALONE_LINES && after == STAMP; k++)
        after = below(t, l, &end);
    if (after == FIGURE || after == SMALL || after == AGENCY ||
        before == FIGURE || before == AGENCY)
        return 0;
    if (before == TEXT || before == BYLINE)
        return 1;
    if (before == WORD)
        return 0;
    if (after == TEXT || after == EDGE)
        return 1;
    if (before == STAMP && after != TITLE)
        return 1;
    then = before == EDGE || before == STAMP ? below(t, l, &end) : WORD;
    return after == TITLE && then == TEXT;
}
