#include "shingle/furniture.h"

#include <string.h>

#include "shingle/text.h"

/* First token of the block that token t stands in, not before low. */
static uint32_t block_start(const uint8_t *flags, uint32_t t, uint32_t low)
{
    while (t > low && !(flags[t] & TOKEN_BLOCK))
        t--;
    return t;
}

/* Token after the block that token t stands in, not after high. */
static uint32_t block_end(const uint8_t *flags, uint32_t t, uint32_t high)
{
    t++;
    while (t < high && !(flags[t] & TOKEN_BLOCK))
        t++;
    return t;
}

/* The tokens of marks [i, j], a run of furniture, out to where it may go. */
static void widen(const uint8_t *flags, uint32_t words, unsigned w,
                  const struct mark *mark, size_t n, size_t i, size_t j,
                  uint32_t *from, uint32_t *to)
{
    *from = mark[i].pos;
    *to = mark[j].pos + w < words ? mark[j].pos + w : words;
    if (i == 0) {
        *from = 0;
    } else {
        uint32_t low = mark[i - 1].pos + w;
        if (low < *from) {
            uint32_t start = block_start(flags, *from, low);
            if (flags[start] & TOKEN_BLOCK)
                *from = start;
        }
    }
    if (j + 1 == n) {
        *to = words;
    } else if (mark[j + 1].pos > *to) {
        uint32_t high = mark[j + 1].pos;
        uint32_t end = block_end(flags, *to - 1, high);
        if (end < high || (flags[high] & TOKEN_BLOCK))
            *to = end;
    }
}

uint32_t furniture_mask(uint8_t *aside, const uint8_t *flags, uint32_t words,
                        unsigned w, const struct mark *mark, size_t n)
{
    uint32_t count = 0;
    memset(aside, 0, words);
    for (size_t i = 0; i < n; i++) {
        if (!mark[i].furniture)
            continue;
        size_t j = i;
        while (j + 1 < n && mark[j + 1].furniture)
            j++;
        uint32_t from, to;
        widen(flags, words, w, mark, n, i, j, &from, &to);
        memset(aside + from, 1, to - from);
        i = j;
    }
    for (uint32_t t = 0; t < words; t++)
        count += aside[t];
    return count;
}
