#include "shingle/sketch.h"

#include <math.h>
#include <stdlib.h>

void sketch_init(struct sketch *k)
{
    k->n = k->cap = 0;
    k->limit = 0;
    k->sample = NULL;
}

void sketch_release(struct sketch *k)
{
    if (!k)
        return;
    free(k->sample);
    sketch_init(k);
}

static int by_hash_then_pos(const void *x, const void *y)
{
    const struct sample *a = x, *b = y;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return a->pos < b->pos ? -1 : a->pos > b->pos;
}

static int push(struct sketch *k, uint64_t hash, size_t pos)
{
    if (k->n == k->cap) {
        size_t cap = k->cap ? 2 * k->cap : 64;
        struct sample *more = realloc(k->sample, cap * sizeof *more);
        if (!more)
            return SKETCH_NO_MEMORY;
        k->sample = more;
        k->cap = cap;
    }
    k->sample[k->n].hash = hash;
    k->sample[k->n].pos = (uint32_t)pos;
    k->n++;
    return SKETCH_OK;
}

/* A usual article has some 30 samples: then this is faster than qsort(). */
#define SMALL 96

static void sort_small(struct sample *at, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct sample x = at[i];
        size_t k = i;
        for (; k && by_hash_then_pos(&at[k - 1], &x) > 0; k--)
            at[k] = at[k - 1];
        at[k] = x;
    }
}

/* Collects the hashes under limit, each once, ascending. *all: no hash is left
 * out. */
static int collect(struct sketch *k, const uint64_t *hash, size_t n,
                   uint64_t limit, int *all)
{
    k->n = 0;
    for (size_t i = 0; i < n; i++)
        if (hash[i] < limit && push(k, hash[i], i))
            return SKETCH_NO_MEMORY;
    *all = k->n == n;
    if (k->n <= SMALL)
        sort_small(k->sample, k->n);
    else
        qsort(k->sample, k->n, sizeof *k->sample, by_hash_then_pos);
    size_t kept = 0;
    for (size_t i = 0; i < k->n; i++)
        if (!kept || k->sample[kept - 1].hash != k->sample[i].hash)
            k->sample[kept++] = k->sample[i];
    k->n = kept;
    return SKETCH_OK;
}

int sketch_make(struct sketch *k, const uint64_t *hash, size_t n, unsigned s,
                unsigned m)
{
    uint64_t mod = m > 1 ? UINT64_MAX / m + 1 : UINT64_MAX;
    /* A limit under which s of n uniform hashes lie but for bad luck; where
     * luck is bad or the text repeats itself, the next try takes all. */
    uint64_t limit = mod;
    if (n <= 2 * (size_t)s)
        limit = UINT64_MAX;
    else if (n / m < 2 * (size_t)s)
        limit = UINT64_MAX / n * (2 * (uint64_t)s);
    if (limit < mod)
        limit = mod;
    int all, rc = collect(k, hash, n, limit, &all);
    if (!rc && k->n < s && limit != UINT64_MAX)
        rc = collect(k, hash, n, UINT64_MAX, &all);
    if (rc) {
        k->n = 0;
        return rc;
    }
    size_t in_mod = 0;
    while (in_mod < k->n && k->sample[in_mod].hash < mod)
        in_mod++;
    size_t take = in_mod > s ? in_mod : s;
    if (k->n < s || (all && k->n <= take)) {
        k->limit = UINT64_MAX;
    } else if (in_mod >= s) {
        k->n = in_mod;
        k->limit = mod;
    } else {
        k->n = s;
        k->limit = k->sample[s - 1].hash + 1;
    }
    return SKETCH_OK;
}

/* Counts what lies under both limits: in a, in b, in both. */
static void count_common(const struct sketch *a, const struct sketch *b,
                         size_t *in_a, size_t *in_b, size_t *in_both)
{
    uint64_t limit = a->limit < b->limit ? a->limit : b->limit;
    size_t i = 0, j = 0, both = 0;
    while (i < a->n && j < b->n) {
        uint64_t x = a->sample[i].hash, y = b->sample[j].hash;
        if (x >= limit && y >= limit)
            break;
        both += x == y;
        i += x <= y;
        j += y <= x;
    }
    while (i < a->n && a->sample[i].hash < limit)
        i++;
    while (j < b->n && b->sample[j].hash < limit)
        j++;
    *in_a = i;
    *in_b = j;
    *in_both = both;
}

static struct estimate share(size_t hits, size_t n, int whole)
{
    struct estimate e = {0, 1, n};
    if (!n) {
        if (whole)
            e.error = 0;
        return e;
    }
    e.value = (double)hits / (double)n;
    double inner = ((double)hits + 2) / ((double)n + 4);
    e.error = whole ? 0 : sqrt(inner * (1 - inner) / (double)n);
    return e;
}

static int whole(const struct sketch *a, const struct sketch *b)
{
    return a->limit == UINT64_MAX && b->limit == UINT64_MAX;
}

struct estimate sketch_resemblance(const struct sketch *a,
                                   const struct sketch *b)
{
    size_t na, nb, both;
    count_common(a, b, &na, &nb, &both);
    return share(both, na + nb - both, whole(a, b));
}

struct estimate sketch_containment(const struct sketch *a,
                                   const struct sketch *b)
{
    size_t na, nb, both;
    count_common(a, b, &na, &nb, &both);
    return share(both, na, whole(a, b));
}
