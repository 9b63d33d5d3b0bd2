/*
 * The first letter of a line chooses the words that it is compared with, some
 * eight, and the second tells nearly all of them apart. What is not ASCII is
 * made plain, one character at a time.
 */
#include "shingle/marker_sieve.h"

#include "shingle/marker_table.h"
#include "shingle/plain.h"

#include <string.h>

/* What may stand before a marker, and what one in a title may stand behind: the
 * last three begin brackets and commas of other scripts. */
enum { SKIPPED = 1, TURN = 2 };

static const uint8_t sign[256] = {
    [' '] = SKIPPED,  ['*'] = SKIPPED,        ['"'] = SKIPPED,
    ['\''] = SKIPPED, ['('] = SKIPPED | TURN, ['['] = SKIPPED | TURN,
    ['-'] = SKIPPED,  ['+'] = SKIPPED,        ['/'] = SKIPPED,
    ['='] = SKIPPED,  ['#'] = SKIPPED,        ['<'] = SKIPPED,
    ['>'] = SKIPPED,  ['|'] = SKIPPED,        ['~'] = SKIPPED,
    [','] = TURN,     [0xd8] = TURN,          [0xe3] = TURN,
    [0xef] = TURN,
};

static int is_space(unsigned char c)
{
    return c <= ' ' || c == 0x7f;
}

static int is_skipped(unsigned char c)
{
    return is_space(c) || sign[c] & SKIPPED;
}

static unsigned char to_lower(unsigned char c)
{
    return c >= 'A' && c <= 'Z' ? (unsigned char)(c + 'a' - 'A') : c;
}

/* Whether p goes on as the word does from its byte k. */
static int goes_on(const unsigned char *p, const unsigned char *end,
                   const struct marker_word *w, size_t k)
{
    const unsigned char *s = (const unsigned char *)w->word;

    while (k < w->len) {
        unsigned char c[4];
        size_t n;

        if (p >= end)
            return 0;
        if (*p < 0x80 && !is_space(*p)) {
            if (s[k] != to_lower(*p))
                return 0;
            k++, p++;
            continue;
        }
        n = plain_next(&p, end, c);
        if (n == 1 && c[0] == ' ' && (s[k - 1] == ' ' || s[k] == ':'))
            continue; /* one space for many, and none before a colon */
        if (n > w->len - k || memcmp(s + k, c, n) != 0)
            return 0;
        k += n;
    }
    return 1;
}

/* A line that begins with the letter c and goes on with p. */
static int latin_goes_on(const unsigned char *p, const unsigned char *end,
                         unsigned char c)
{
    const struct marker_words *g = &marker_latin[c - 'a'];
    int ascii = p < end && *p < 0x80 && !is_space(*p);
    size_t i;

    for (i = 0; i < g->n; i++)
        if ((!ascii || (unsigned char)g->at[i].word[1] == to_lower(*p)) &&
            goes_on(p, end, &g->at[i], 1))
            return 1;
    return 0;
}

static int other_goes_on(const unsigned char *p, const unsigned char *end,
                         const unsigned char *first, size_t len)
{
    const struct marker_words *g = &marker_others;
    size_t i;

    for (i = 0; i < g->n; i++)
        if ((unsigned char)g->at[i].word[1] == first[1] &&
            !strncmp(g->at[i].word, (const char *)first, len) &&
            goes_on(p, end, &g->at[i], len))
            return 1;
    return 0;
}

/* Behind "2nd ", "1er ", "2. " at p; NULL where there is none. An ordinal that
 * is not of ASCII is left to the reader. */
static const unsigned char *behind_ordinal(const unsigned char *p,
                                           const unsigned char *end)
{
    int n;

    for (n = 0; p < end && *p >= '0' && *p <= '9'; p++)
        if (++n > 3)
            return NULL;
    for (n = 0; p < end && !is_space(*p) && *p < 0x80; p++)
        if (++n > 2)
            return NULL;
    return n || (p < end && *p >= 0x80) ? p : NULL;
}

/* The same of a first character that is not ASCII; p is behind it. */
static int wide_goes_on(const unsigned char *p, const unsigned char *end,
                        const unsigned char *first, size_t len)
{
    if (len > 1)
        return other_goes_on(p, end, first, len);
    if (first[0] >= 'a' && first[0] <= 'z')
        return latin_goes_on(p, end, first[0]);
    return first[0] >= '0' && first[0] <= '9';
}

int marker_may_begin(const char *begin, const char *stop)
{
    const unsigned char *p = (const unsigned char *)begin;
    const unsigned char *end = (const unsigned char *)stop;

    while (p < end) {
        unsigned char c = to_lower(*p), wide[4];

        if (c >= 'a' && c <= 'z')
            return latin_goes_on(p + 1, end, c);
        if (c >= '0' && c <= '9') {
            p = behind_ordinal(p, end);
            if (!p || (p < end && *p >= 0x80))
                return p != NULL;
        } else if (c >= 0x80) {
            size_t n = plain_next(&p, end, wide);

            if (n && !(n == 1 && is_skipped(wide[0])))
                return wide_goes_on(p, end, wide, n);
        } else if (is_skipped(c)) {
            p++;
        } else {
            return 0;
        }
    }
    return 0;
}

int marker_may_be_in_title(const char *p, const char *end)
{
    if (marker_may_begin(p, end))
        return 1;
    for (; p < end; p++)
        if (sign[(unsigned char)*p] & TURN &&
            ((unsigned char)*p >= 0x80 || marker_may_begin(p + 1, end)))
            return 1;
    return 0;
}
