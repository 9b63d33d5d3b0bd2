#include "store/pack.h"

#include <stdlib.h>
#include <string.h>

uint8_t *pack_varint(uint8_t *p, uint64_t v)
{
    while (v >= 0x80) {
        *p++ = (uint8_t)(v | 0x80);
        v >>= 7;
    }
    *p++ = (uint8_t)v;
    return p;
}

int pack_read(const uint8_t **p, const uint8_t *end, uint64_t *v)
{
    uint64_t value = 0;
    for (int shift = 0; *p < end && shift < 64; shift += 7) {
        uint8_t byte = *(*p)++;
        if (shift == 63 && byte > 1)
            break;
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (!(byte & 0x80)) {
            *v = value;
            return 0;
        }
    }
    *p = end;
    *v = 0;
    return -1;
}

static uint8_t *put_hash(uint8_t *p, uint64_t kept)
{
    for (int shift = PACK_HASH_BITS - 8; shift >= 0; shift -= 8)
        *p++ = (uint8_t)(kept >> shift);
    return p;
}

static int get_hash(const uint8_t **p, const uint8_t *end, uint64_t *kept)
{
    if (end - *p < PACK_HASH_BITS / 8)
        return -1;
    *kept = 0;
    for (int i = 0; i < PACK_HASH_BITS / 8; i++)
        *kept = *kept << 8 | *(*p)++;
    return 0;
}

#define KEPT_MAX ((UINT64_C(1) << PACK_HASH_BITS) - 1)

void pack_sketch(struct sketch *k)
{
    for (size_t i = 0; i < k->n; i++)
        k->sample[i].hash = pack_hash(k->sample[i].hash);
    if (k->limit != UINT64_MAX)
        k->limit = pack_hash(k->limit) + 1;
}

size_t pack_signature_room(size_t n)
{
    return 3 * PACK_VARINT_MAX + PACK_HASH_BITS / 8 +
           n * (PACK_VARINT_MAX / 2 + PACK_HASH_BITS / 8);
}

static int by_pos(const void *x, const void *y)
{
    const struct sample *a = x, *b = y;
    return a->pos < b->pos ? -1 : a->pos > b->pos;
}

static int by_hash(const void *x, const void *y)
{
    const struct sample *a = x, *b = y;
    return a->hash < b->hash ? -1 : a->hash > b->hash;
}

/* A usual article has some 30: then this is faster than qsort(). */
#define SMALL 64

static void sort_samples(struct sample *at, size_t n,
                         int (*compare)(const void *, const void *))
{
    if (n > SMALL) {
        qsort(at, n, sizeof *at, compare);
        return;
    }
    for (size_t i = 1; i < n; i++) {
        struct sample x = at[i];
        size_t k = i;
        for (; k && compare(&at[k - 1], &x) > 0; k--)
            at[k] = at[k - 1];
        at[k] = x;
    }
}

size_t pack_signature(uint8_t *out, uint32_t words, uint32_t distinct,
                      const struct sketch *k)
{
    struct sample small[64];
    struct sample *order = small;
    uint8_t *p = out;
    if (k->n > 64 && !(order = malloc(k->n * sizeof *order)))
        return 0;
    if (k->n)
        memcpy(order, k->sample, k->n * sizeof *order);
    sort_samples(order, k->n, by_pos);
    p = pack_varint(p, words);
    p = pack_varint(p, distinct);
    p = pack_varint(p, k->n);
    p = put_hash(p, k->limit < KEPT_MAX ? k->limit : KEPT_MAX);
    uint32_t last = 0;
    for (size_t i = 0; i < k->n; i++) {
        p = pack_varint(p, order[i].pos - last);
        p = put_hash(p, order[i].hash);
        last = order[i].pos;
    }
    if (order != small)
        free(order);
    return (size_t)(p - out);
}

int pack_signature_read(struct signature *g, const void *blob, size_t size)
{
    const uint8_t *p = blob, *end = size ? p + size : p;
    uint64_t words, distinct, n, limit;
    if (pack_read(&p, end, &words) || pack_read(&p, end, &distinct) ||
        pack_read(&p, end, &n) || get_hash(&p, end, &limit))
        return -1;
    if (words > UINT32_MAX || distinct > words || n > distinct ||
        n > (size_t)(end - p) / (1 + PACK_HASH_BITS / 8))
        return -1;
    if (n > g->sketch.cap) {
        struct sample *more = realloc(g->sketch.sample, n * sizeof *more);
        if (!more)
            return -2;
        g->sketch.sample = more;
        g->sketch.cap = n;
    }
    uint64_t pos = 0;
    for (uint64_t i = 0; i < n; i++) {
        uint64_t step;
        if (pack_read(&p, end, &step) || step > UINT32_MAX ||
            (pos += step) >= words ||
            get_hash(&p, end, &g->sketch.sample[i].hash))
            return -1;
        g->sketch.sample[i].pos = (uint32_t)pos;
    }
    if (p != end)
        return -1;
    g->words = (uint32_t)words;
    g->distinct = (uint32_t)distinct;
    g->sketch.n = n;
    g->sketch.limit = limit == KEPT_MAX ? UINT64_MAX : limit;
    if (n)
        sort_samples(g->sketch.sample, n, by_hash);
    return 0;
}
