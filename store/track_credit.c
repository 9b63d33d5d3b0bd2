/*
 * What says of a text whose it is: datelines, bylines, lines of credit. Houses
 * write them in ways of their own, or not at all; that is told of the credit,
 * and is no edit of the text.
 */
#include <string.h>

#include "store/track_text.h"

/* Words of a line of credit at most; what has more is prose with a credit in
 * it. "The Associated Press Health and Science Department is responsible for
 * all content." has 12, the line of four people who reported 20. */
#define CREDIT_WORDS 24

/* Bytes that a bracket of those who reported, wrote and edited has at most. */
#define CREDIT_BRACKET 300

/* The first word that ends behind a byte. */
static uint32_t word_at(const struct track_text *t, uint32_t byte)
{
    uint32_t low = 0, high = t->n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (t->end[mid] <= byte)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* Where the bracket closes that opens at a byte, else end. */
static uint32_t close_bracket(const struct track_text *t, uint32_t byte,
                              uint32_t end)
{
    size_t most =
        t->len - byte < CREDIT_BRACKET ? t->len - byte : CREDIT_BRACKET;
    const char *open = t->bytes + byte, *close;
    if (*open != '(' || !(close = memchr(open, ')', most)))
        return end;
    uint32_t at = (uint32_t)(close - t->bytes);
    return at > end ? at : end;
}

/* The whole of a line of credit, from the sentence on in which it is said. */
static void take_line(const struct track_text *t, uint32_t *from, uint32_t *to)
{
    uint32_t first = *from, last = *to;
    while (first && !(t->flags[first] & (TOKEN_BLOCK | TOKEN_SENTENCE)))
        first--;
    while (last < t->n && !(t->flags[last] & TOKEN_BLOCK))
        last++;
    if (last - first > CREDIT_WORDS)
        return;
    *from = first;
    *to = last;
}

void track_uncredit(struct track_text *t, const struct track_credit *credit,
                    size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t start = credit[i].start, end = credit[i].end;
        if (start >= end || end > t->len)
            continue;
        if (!credit[i].dateline)
            end = close_bracket(t, start, end);
        uint32_t from = word_at(t, start), to = from;
        while (to < t->n && t->start[to] < end)
            to++;
        /* Without spaces between words a line is no longer than a phrase. */
        if (!credit[i].dateline && from < to &&
            !(t->flags[to - 1] & TOKEN_CHARACTER))
            take_line(t, &from, &to);
        memset((uint8_t *)(uintptr_t)t->credit + from, 1, to - from);
        track_set_aside(t, from, to);
    }
}
