#include "shingle/shingle.h"

#include <assert.h>
#include <string.h>

#define XXH_INLINE_ALL /* 40 bytes a call: most of it would be the call */
#include <xxhash.h>

size_t shingle_count(size_t words, unsigned w)
{
    if (words >= w)
        return words - w + 1;
    return words > 0;
}

static int little_endian(void)
{
    const uint16_t one = 1;
    return *(const unsigned char *)&one;
}

/* The same bytes go into the hash whatever the machine's byte order. */
static uint64_t hash_swapped(const uint64_t *token, size_t w, uint64_t seed)
{
    unsigned char bytes[8 * SHINGLE_MAX];
    for (size_t i = 0; i < w; i++)
        for (int k = 0; k < 8; k++)
            bytes[8 * i + (size_t)k] = (unsigned char)(token[i] >> (8 * k));
    return XXH3_64bits_withSeed(bytes, 8 * w, seed);
}

void shingle_hash(const struct text *t, unsigned w, uint64_t seed,
                  uint64_t *out)
{
    assert(w >= SHINGLE_MIN && w <= SHINGLE_MAX);
    size_t n = shingle_count(t->n, w);
    size_t take = t->n < w ? t->n : w;
    if (little_endian())
        for (size_t i = 0; i < n; i++)
            out[i] = XXH3_64bits_withSeed(t->hash + i, 8 * take, seed);
    else
        for (size_t i = 0; i < n; i++)
            out[i] = hash_swapped(t->hash + i, take, seed);
}

size_t shingle_scratch(size_t n)
{
    size_t slots = 16;
    while (slots < 2 * n)
        slots *= 2;
    return slots;
}

size_t shingle_distinct(const uint64_t *hash, size_t n, uint64_t *scratch)
{
    size_t slots = shingle_scratch(n), count = 0;
    int zero = 0; /* a hash of 0 cannot stand in the table */
    memset(scratch, 0, slots * sizeof *scratch);
    for (size_t i = 0; i < n; i++) {
        size_t at = (size_t)(hash[i] >> 17) & (slots - 1);
        while (scratch[at] && scratch[at] != hash[i])
            at = (at + 1) & (slots - 1);
        if (!hash[i]) {
            zero = 1;
        } else if (!scratch[at]) {
            scratch[at] = hash[i];
            count++;
        }
    }
    return count + (size_t)zero;
}
