/*
 * Two texts word for word. Passages come from overlap_find(); those that
 * follow each other in both texts and hold most words make the thread, and
 * what lies inside them is walked word by word.
 */
#include <stdlib.h>
#include <string.h>

#include "store/track_text.h"
#include "store/work.h"

/* Passages that take part in the choice, which is quadratic: copies share 1 to
 * 30. */
#define PASSAGES 1000

/* Where two texts part inside a passage, they are together again where so many
 * words agree; they are looked for so far. */
#define TOGETHER 2
#define REACH (3 * OVERLAP_GAP)

void track_align_release(struct track_align *x)
{
    free(x->run);
    free(x->moved_a);
    free(x->moved_b);
    free(x->weight);
    free(x->before);
    memset(x, 0, sizeof *x);
}

static int want(void *array, size_t *cap, size_t need, size_t size)
{
    void **p = array;
    if (need <= *cap)
        return 0;
    void *more = realloc(*p, (need + need / 2) * size);
    if (!more)
        return -1;
    *p = more;
    *cap = need + need / 2;
    return 0;
}

/* ---- the thread ---------------------------------------------------------- */

/* The last passage of the thread; its passages are linked by before, which is
 * n for the first. */
static uint32_t choose(struct track_align *x, const struct overlap *o,
                       uint32_t n)
{
    uint32_t best = n;
    for (uint32_t i = 0; i < n; i++) {
        const struct passage *p = &o->passage[i];
        x->weight[i] = 0;
        x->before[i] = n;
        for (uint32_t k = 0; k < i; k++) {
            const struct passage *q = &o->passage[k];
            if (q->a + q->a_words <= p->a && q->b + q->b_words <= p->b &&
                x->weight[k] > x->weight[i]) {
                x->weight[i] = x->weight[k];
                x->before[i] = k;
            }
        }
        x->weight[i] += p->matched;
        if (best == n || x->weight[i] > x->weight[best])
            best = i;
    }
    return best;
}

/* ---- word by word -------------------------------------------------------- */

struct pace {
    struct track_align *x;
    const struct track_text *a, *b;
    uint32_t a_end, b_end;
};

static int add_run(struct track_align *x, uint32_t a, uint32_t b, uint32_t n)
{
    struct track_run *last = x->n ? &x->run[x->n - 1] : NULL;
    if (!n)
        return 0;
    if (last && last->a + last->n == a && last->b + last->n == b) {
        last->n += n;
        return 0;
    }
    if (want(&x->run, &x->cap, x->n + 1, sizeof *x->run))
        return -1;
    x->run[x->n++] = (struct track_run){a, b, n};
    return 0;
}

static int together(const struct pace *p, uint32_t a, uint32_t b)
{
    for (int i = 0; i < TOGETHER; i++, a++, b++) {
        if (a == p->a_end || b == p->b_end)
            return a == p->a_end && b == p->b_end;
        if (p->a->hash[a] != p->b->hash[b])
            return 0;
    }
    return 1;
}

/* The nearest place behind (a, b) where both go on alike, else both ends. */
static void meet_again(const struct pace *p, uint32_t *a, uint32_t *b)
{
    for (uint32_t far = 1; far <= REACH; far++)
        for (uint32_t i = 0; i <= far; i++) {
            uint32_t x = *a + far - i, y = *b + i;
            if (x <= p->a_end && y <= p->b_end && together(p, x, y)) {
                *a = x;
                *b = y;
                return;
            }
        }
    *a = p->a_end;
    *b = p->b_end;
}

static int walk_passage(struct pace *p, const struct passage *q)
{
    uint32_t a = q->a, b = q->b;
    p->a_end = q->a + q->a_words;
    p->b_end = q->b + q->b_words;
    while (a < p->a_end && b < p->b_end) {
        uint32_t n = 0;
        while (a + n < p->a_end && b + n < p->b_end &&
               p->a->hash[a + n] == p->b->hash[b + n])
            n++;
        if (add_run(p->x, a, b, n))
            return -1;
        a += n;
        b += n;
        if (a < p->a_end && b < p->b_end)
            meet_again(p, &a, &b);
    }
    return 0;
}

/* Passages that are not on the thread were moved. */
static void mark_moved(struct track_align *x, const struct overlap *o,
                       const uint8_t *on, uint32_t n)
{
    for (uint32_t i = 0; i < o->npassages; i++) {
        const struct passage *p = &o->passage[i];
        if (i < n && on[i])
            continue;
        memset(x->moved_a + p->a, 1, p->a_words);
        memset(x->moved_b + p->b, 1, p->b_words);
    }
}

int track_align(struct track_align *x, struct work *w,
                const struct track_text *a, const struct track_text *b)
{
    struct overlap *o = &w->overlap;
    struct pace p = {.x = x, .a = a, .b = b};
    x->n = 0;
    if (overlap_find(o, &w->index, &b->side))
        return -1;
    uint32_t n = o->npassages < PASSAGES ? (uint32_t)o->npassages : PASSAGES;
    uint8_t on[PASSAGES] = {0};
    if (want(&x->moved_a, &x->moved_a_cap, a->n + 1, 1) ||
        want(&x->moved_b, &x->moved_b_cap, b->n + 1, 1))
        return -1;
    if (n > x->choice_cap) {
        size_t cap = x->choice_cap;
        if (want(&x->weight, &cap, n, sizeof *x->weight) ||
            want(&x->before, &x->choice_cap, n, sizeof *x->before))
            return -1;
    }
    memset(x->moved_a, 0, a->n);
    memset(x->moved_b, 0, b->n);
    for (uint32_t i = choose(x, o, n); i < n; i = x->before[i])
        on[i] = 1;
    mark_moved(x, o, on, n);
    for (uint32_t i = 0; i < n; i++)
        if (on[i] && walk_passage(&p, &o->passage[i]))
            return -1;
    return 0;
}
