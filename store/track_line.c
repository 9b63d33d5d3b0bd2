/* Lines and words of a text: which are prose, and which are spellings of one.
 */
#include <stdlib.h>
#include <string.h>

#include "store/track_text.h"

/* A line of so many words is prose though it has no full stop: it was cut, or
 * the text has no lines. */
#define PROSE_WORDS 20

/* ---- prose --------------------------------------------------------------- */

int track_ended(const struct track_text *t, uint32_t word)
{
    static const char *const stop[] = {".",
                                       "!",
                                       "?",
                                       "\xe2\x80\xa6",
                                       "\xe3\x80\x82",
                                       "\xef\xbc\x81",
                                       "\xef\xbc\x9f",
                                       "\xe0\xa5\xa4",
                                       "\xd8\x9f",
                                       "\xdb\x94"};
    const char *p = t->bytes + t->end[word];
    const char *end =
        word + 1 < t->n ? t->bytes + t->start[word + 1] : t->bytes + t->len;
    for (; p < end && *p != '\n'; p++)
        for (size_t i = 0; i < sizeof stop / sizeof *stop; i++) {
            size_t len = strlen(stop[i]);
            if ((size_t)(end - p) >= len && !memcmp(p, stop[i], len))
                return 1;
        }
    return 0;
}

/* Words [from, to) are a line; whether all that is not set aside in it is no
 * prose: a few words without a full stop, or the figure in "2 minute read." */
static int is_house(const struct track_text *t, uint32_t from, uint32_t to)
{
    uint32_t words = 0;
    for (uint32_t i = from; i < to; i++)
        words += !t->aside[i];
    return !words || (to - from < PROSE_WORDS &&
                      (2 * words < to - from || !track_ended(t, to - 1)));
}

void track_set_aside(struct track_text *t, uint32_t from, uint32_t to)
{
    uint8_t *aside = (uint8_t *)(uintptr_t)t->aside;
    for (uint32_t i = from; i < to; i++) {
        t->kept -= !aside[i];
        aside[i] = 1;
    }
}

void track_trim(struct track_text *t)
{
    uint32_t first = 0, last = t->n, next;
    while (first < t->n) {
        for (next = first + 1; next < t->n && !(t->flags[next] & TOKEN_BLOCK);
             next++)
            ;
        if (!is_house(t, first, next))
            break;
        first = next;
    }
    while (last > first) {
        for (next = last - 1; next > first && !(t->flags[next] & TOKEN_BLOCK);
             next--)
            ;
        if (!is_house(t, next, last))
            break;
        last = next;
    }
    if (first == last)
        return; /* no prose at all: not to be judged by lines */
    track_set_aside(t, 0, first);
    track_set_aside(t, last, t->n);
}

/* ---- spelling ------------------------------------------------------------ */

/* Letters of a word that are compared. */
#define LETTERS 24

static size_t letters_of(const struct track_text *t, uint32_t word,
                         unsigned char out[LETTERS])
{
    size_t n = 0;
    for (uint32_t i = t->start[word]; i < t->end[word] && n < LETTERS; i++) {
        unsigned char c = (unsigned char)t->bytes[i];
        out[n++] = c >= 'A' && c <= 'Z' ? (unsigned char)(c + 'a' - 'A') : c;
    }
    return n;
}

/* Letters put in, left out or changed, from one word to the other. */
static size_t distance(const unsigned char *a, size_t n, const unsigned char *b,
                       size_t m)
{
    size_t row[LETTERS + 1];
    for (size_t k = 0; k <= m; k++)
        row[k] = k;
    for (size_t i = 0; i < n; i++) {
        size_t corner = row[0]++;
        for (size_t k = 0; k < m; k++) {
            size_t best = corner + (a[i] != b[k]);
            best = row[k] + 1 < best ? row[k] + 1 : best;
            best = row[k + 1] + 1 < best ? row[k + 1] + 1 : best;
            corner = row[k + 1];
            row[k + 1] = best;
        }
    }
    return row[m];
}

int track_same_word(const struct track_text *a, uint32_t i,
                    const struct track_text *b, uint32_t k)
{
    unsigned char x[LETTERS], y[LETTERS];
    if (a->hash[i] == b->hash[k])
        return 1;
    size_t n = letters_of(a, i, x), m = letters_of(b, k, y);
    size_t longer = n > m ? n : m;
    return n && m && x[0] == y[0] && longer >= 5 &&
           distance(x, n, y, m) <= (longer >= 6 ? 2 : 1);
}
