/*
 * The thread of two texts down to the word. Passages are found by five words in
 * a row: what is left between them, and next to their ends, is gone over here.
 */
#include <stdlib.h>
#include <string.h>

#include "store/track_text.h"

/* Between two runs, gaps of so many words on either side are compared. */
#define FILL_GAP OVERLAP_GAP

/* At the ends of the thread, where nothing tells that both go on alike: words
 * that are passed over at most, on both sides together, and those that must be
 * equal behind them. One in a thousand pairs of places has two equal words by
 * chance. */
#define FILL_SKIP 4
#define FILL_EQUAL 2

/* Times that words are passed over at one end: a changed word next to the end
 * is one. */
#define FILL_STEPS 8

static int same(const struct track_text *a, uint32_t i,
                const struct track_text *b, uint32_t k)
{
    return a->hash[i] == b->hash[k];
}

/* The thread as it is made anew: n runs in x->part. */
struct filling {
    struct track_align *x;
    const struct track_text *a, *b;
    size_t n;
};

static int add(struct filling *f, struct track_run r)
{
    struct track_align *x = f->x;
    struct track_run *last = f->n ? &x->part[f->n - 1] : NULL;
    if (last && last->a + last->n == r.a && last->b + last->n == r.b) {
        last->n += r.n;
        return 0;
    }
    if (f->n == x->part_cap) {
        size_t cap = x->part_cap ? 2 * x->part_cap : 16;
        struct track_run *more = realloc(x->part, cap * sizeof *more);
        if (!more)
            return -1;
        x->part = more;
        x->part_cap = cap;
    }
    x->part[f->n++] = r;
    return 0;
}

/* ---- between two runs ---------------------------------------------------- */

/* The longest common subsequence of words [i, i + n) and [k, k + m), the first
 * of the longest: length[p][q] is that from p and q on. */
static int fill_gap(struct filling *f, uint32_t i, uint32_t n, uint32_t k,
                    uint32_t m)
{
    uint8_t length[FILL_GAP + 1][FILL_GAP + 1] = {{0}};
    for (uint32_t p = n; p-- > 0;)
        for (uint32_t q = m; q-- > 0;) {
            uint8_t skip_a = length[p + 1][q], skip_b = length[p][q + 1];
            length[p][q] = skip_a > skip_b ? skip_a : skip_b;
            if (same(f->a, i + p, f->b, k + q))
                length[p][q] = (uint8_t)(length[p + 1][q + 1] + 1);
        }
    for (uint32_t p = 0, q = 0; p < n && q < m && length[p][q];) {
        if (same(f->a, i + p, f->b, k + q)) {
            if (add(f, (struct track_run){i + p, k + q, 1}))
                return -1;
            p++;
            q++;
        } else if (length[p + 1][q] >= length[p][q + 1]) {
            p++;
        } else {
            q++;
        }
    }
    return 0;
}

/* ---- at the ends --------------------------------------------------------- */

/* One end of a thread: both texts go on from here, on or back. */
struct tip {
    uint32_t i, k;
    uint32_t n, m; /* words that are left there */
    int back;
};

/* Words that are equal, none of them furniture, with p and q passed over. */
static uint32_t equal_from(const struct filling *f, const struct tip *t,
                           uint32_t p, uint32_t q)
{
    uint32_t n = 0;
    for (; p < t->n && q < t->m; p++, q++, n++) {
        uint32_t i = t->back ? t->i - 1 - p : t->i + p;
        uint32_t k = t->back ? t->k - 1 - q : t->k + q;
        if (!same(f->a, i, f->b, k) || f->a->aside[i] || f->b->aside[k])
            break;
    }
    return n;
}

/* The nearest place where both go on alike, for long enough or to the very end;
 * 0: there is none. */
static uint32_t find_again(const struct filling *f, const struct tip *t,
                           uint32_t *p, uint32_t *q)
{
    for (uint32_t far = 0; far <= FILL_SKIP; far++)
        for (uint32_t i = 0; i <= far; i++) {
            uint32_t n = equal_from(f, t, far - i, i);
            uint32_t least = far > FILL_EQUAL ? far : FILL_EQUAL;
            int all = far - i + n == t->n && i + n == t->m;
            if (!n || (far && n < least && !all))
                continue;
            *p = far - i;
            *q = i;
            return n;
        }
    return 0;
}

/* Words of one text from i on, or back, without the furniture behind them. */
static uint32_t story_left(const struct track_text *x, uint32_t i, int back)
{
    uint32_t n = back ? i : x->n - i;
    while (n && x->aside[back ? i - n : i + n - 1])
        n--;
    return n;
}

/* Both texts go on from words i and k. */
static int fill_tip(struct filling *f, uint32_t i, uint32_t k, int back)
{
    struct tip t = {i, k, story_left(f->a, i, back), story_left(f->b, k, back),
                    back};
    struct track_run found[FILL_STEPS];
    size_t steps = 0;
    uint32_t p, q, n;
    while (steps < FILL_STEPS && (n = find_again(f, &t, &p, &q))) {
        p += n;
        q += n;
        t.n -= p;
        t.m -= q;
        t.i = t.back ? t.i - p : t.i + p;
        t.k = t.back ? t.k - q : t.k + q;
        found[steps++] = (struct track_run){t.back ? t.i : t.i - n,
                                            t.back ? t.k : t.k - n, n};
    }
    for (size_t s = 0; s < steps; s++)
        if (add(f, found[t.back ? steps - 1 - s : s]))
            return -1;
    return 0;
}

/* ---- all of it ----------------------------------------------------------- */

int track_fill(struct track_align *x, const struct track_text *a,
               const struct track_text *b)
{
    struct filling f = {x, a, b, 0};
    if (!x->n)
        return 0;
    if (fill_tip(&f, x->run[0].a, x->run[0].b, 1))
        return -1;
    for (size_t i = 0; i < x->n; i++) {
        const struct track_run *r = &x->run[i], *q = i ? r - 1 : r;
        uint32_t p = q->a + q->n, k = q->b + q->n;
        if (i && r->a - p <= FILL_GAP && r->b - k <= FILL_GAP &&
            fill_gap(&f, p, r->a - p, k, r->b - k))
            return -1;
        if (add(&f, *r))
            return -1;
    }
    const struct track_run *end = &x->run[x->n - 1];
    if (fill_tip(&f, end->a + end->n, end->b + end->n, 0))
        return -1;
    struct track_run *old = x->run;
    size_t cap = x->cap;
    x->run = x->part;
    x->cap = x->part_cap;
    x->n = f.n;
    x->part = old;
    x->part_cap = cap;
    return 0;
}
