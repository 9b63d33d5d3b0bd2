/*
 * Any two rows of tokens against each other. The first byte is the shingle
 * length, the second the number of different tokens; the others are tokens in
 * their lower bits, the upper one says that it is set aside; one half is a,
 * the other b. Figures are the same from either side, passages lie inside and
 * are no longer than what they share.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "shingle/overlap.h"
#include "shingle/shingle.h"
#include "shingle/sketch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
    if (!holds)
        abort();
}

struct page {
    uint64_t *token, *shingle;
    uint8_t *aside, *flags;
    struct side side;
};

static void page_make(struct page *p, const uint8_t *data, size_t n, unsigned w,
                      uint8_t mask)
{
    p->token = malloc((n + 1) * sizeof *p->token);
    p->shingle = malloc((n + 1) * sizeof *p->shingle);
    p->aside = malloc(n + 1);
    p->flags = malloc(n + 1);
    require(p->token && p->shingle && p->aside && p->flags);
    for (size_t i = 0; i < n; i++) {
        p->token[i] = data[i] & mask;
        p->aside[i] = data[i] >> 7;
        p->flags[i] = data[i] & (TOKEN_DIGIT | TOKEN_CAPITAL);
    }
    struct text t = {.n = n, .hash = p->token};
    shingle_hash(&t, w, SHINGLE_SEED, p->shingle);
    p->side = (struct side){.shingle = p->shingle,
                            .flags = p->flags,
                            .aside = p->aside,
                            .words = (uint32_t)n,
                            .w = w};
}

static void page_release(struct page *p)
{
    free(p->token);
    free(p->shingle);
    free(p->aside);
    free(p->flags);
}

static void hold(struct overlap *o, const struct page *a, const struct page *b)
{
    struct overlap_index x;

    overlap_index_init(&x);
    overlap_init(o);
    require(!overlap_index_make(&x, &a->side));
    require(!overlap_find(o, &x, &b->side));
    overlap_index_release(&x);
}

static void require_inside(const struct overlap *o, const struct page *a,
                           const struct page *b)
{
    require(o->matched_a <= o->kept_a && o->kept_a <= o->words_a);
    require(o->matched_b <= o->kept_b && o->kept_b <= o->words_b);
    require(o->shared <= o->distinct_a && o->shared <= o->distinct_b);
    for (size_t i = 0; i < o->npassages; i++) {
        const struct passage *p = &o->passage[i];
        require((uint64_t)p->a + p->a_words <= o->words_a);
        require((uint64_t)p->b + p->b_words <= o->words_b);
        require(p->matched && p->matched <= p->a_words &&
                p->matched <= p->b_words && p->matched <= o->longest);
        require(!i || p->b > p[-1].b);
        if (p->matched == p->a_words && p->matched == p->b_words)
            require(!memcmp(a->token + p->a, b->token + p->b,
                            p->matched * sizeof *a->token));
    }
}

static void require_sketched(const struct page *p)
{
    struct sketch k;

    sketch_init(&k);
    size_t n = shingle_count(p->side.words, p->side.w);
    require(!sketch_make(&k, p->shingle, n, 4, 4));
    for (size_t i = 0; i < k.n; i++) {
        require(k.sample[i].hash < k.limit && k.sample[i].pos < n);
        require(p->shingle[k.sample[i].pos] == k.sample[i].hash);
        require(!i || k.sample[i - 1].hash < k.sample[i].hash);
    }
    sketch_release(&k);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct page a, b;
    struct overlap o, turned;

    if (size < 2)
        return 0;
    unsigned w = SHINGLE_MIN + data[0] % (SHINGLE_MAX - SHINGLE_MIN + 1);
    size_t half = (size - 2) / 2;
    page_make(&a, data + 2, half, w, data[1] & 0x7f);
    page_make(&b, data + 2 + half, size - 2 - half, w, data[1] & 0x7f);
    hold(&o, &a, &b);
    hold(&turned, &b, &a);
    require_inside(&o, &a, &b);
    require(o.matched_a == turned.matched_b && o.matched_b == turned.matched_a);
    require(o.shared == turned.shared && o.distinct_a == turned.distinct_b);
    require(o.kept_a == turned.kept_b && o.kept_b == turned.kept_a);
    require_sketched(&a);
    overlap_release(&o);
    overlap_release(&turned);
    page_release(&a);
    page_release(&b);
    return 0;
}
