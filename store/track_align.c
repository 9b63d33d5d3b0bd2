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

/* Words of a tail at most: a copyright line has 10, a house's footer 20 to 40.
 */
#define TAIL 45

void track_align_release(struct track_align *x)
{
    free(x->run);
    free(x->part);
    free(x->good);
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

static uint32_t past(uint32_t end, uint32_t start)
{
    return end > start ? end - start : 0;
}

/* Words that p adds to a thread that ends with q; 0: it does not follow it.
 * Where the same words stand on both sides of what was put in, either passage
 * takes them for its own. */
static uint32_t follows(const struct passage *q, const struct passage *p)
{
    uint32_t a = past(q->a + q->a_words, p->a);
    uint32_t b = past(q->b + q->b_words, p->b);
    uint32_t both = a > b ? a : b;
    return q->a < p->a && q->b < p->b && p->matched > 2 * both
               ? p->matched - both
               : 0;
}

/* The last passage of the thread; its passages are linked by before, which is
 * n for the first. */
static uint32_t choose(struct track_align *x, const struct overlap *o,
                       uint32_t n)
{
    uint32_t best = n;
    for (uint32_t i = 0; i < n; i++) {
        const struct passage *p = &o->passage[i];
        x->weight[i] = p->matched;
        x->before[i] = n;
        for (uint32_t k = 0; k < i; k++) {
            const struct passage *q = &o->passage[k];
            uint32_t more = follows(q, p);
            if (more && x->weight[k] + more > x->weight[i]) {
                x->weight[i] = x->weight[k] + more;
                x->before[i] = k;
            }
        }
        if (best == n || x->weight[i] > x->weight[best])
            best = i;
    }
    return best;
}

/* ---- furniture ----------------------------------------------------------- */

/* A site's furniture may hold words of the story: a line that stands in each
 * report of a form. They are the story's where they go on from what is. */

static int goes_on(const struct track_run *p, const struct track_run *q)
{
    return q->a - (p->a + p->n) <= OVERLAP_GAP &&
           q->b - (p->b + p->n) <= OVERLAP_GAP;
}

/* Cuts the runs where b's furniture begins and ends. */
static int split_runs(struct track_align *x, const struct track_text *b)
{
    size_t n = 0;
    for (size_t i = 0; i < x->n; i++) {
        struct track_run r = x->run[i];
        while (r.n) {
            uint32_t k = 1;
            while (k < r.n && b->aside[r.b + k] == b->aside[r.b])
                k++;
            if (want(&x->part, &x->part_cap, n + 1, sizeof *x->part))
                return -1;
            x->part[n++] = (struct track_run){r.a, r.b, k};
            r = (struct track_run){r.a + k, r.b + k, r.n - k};
        }
    }
    if (want(&x->run, &x->cap, n, sizeof *x->run) ||
        want(&x->good, &x->good_cap, n, 1))
        return -1;
    if (n)
        memcpy(x->run, x->part, n * sizeof *x->run);
    x->n = n;
    return 0;
}

static int drop_furniture(struct track_align *x, const struct track_text *b)
{
    size_t n = 0;
    if (split_runs(x, b))
        return -1;
    for (size_t i = 0; i < x->n; i++)
        x->good[i] =
            !b->aside[x->run[i].b] ||
            (i && x->good[i - 1] && goes_on(&x->run[i - 1], &x->run[i]));
    for (size_t i = x->n; i-- > 1;)
        if (x->good[i] && goes_on(&x->run[i - 1], &x->run[i]))
            x->good[i - 1] = 1;
    for (size_t i = 0; i < x->n; i++) {
        struct track_run r = x->run[i];
        struct track_run *last = n ? &x->run[n - 1] : NULL;
        if (!x->good[i])
            continue;
        if (last && last->a + last->n == r.a && last->b + last->n == r.b)
            last->n += r.n;
        else
            x->run[n++] = r;
    }
    x->n = n;
    return 0;
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
    uint32_t had = last ? past(last->a + last->n, a) : 0;
    if (last && past(last->b + last->n, b) > had)
        had = past(last->b + last->n, b);
    if (had >= n)
        return 0;
    a += had;
    b += had;
    n -= had;
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
                       const struct track_text *b, const uint8_t *on,
                       uint32_t n)
{
    for (uint32_t i = 0; i < o->npassages; i++) {
        const struct passage *p = &o->passage[i];
        if ((i < n && on[i]) || b->aside[p->b + p->b_words / 2])
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
    struct side whole = b->side;
    whole.aside = NULL;
    x->n = 0;
    if (overlap_find(o, &w->index, &whole))
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
    mark_moved(x, o, b, on, n);
    for (uint32_t i = 0; i < n; i++)
        if (on[i] && walk_passage(&p, &o->passage[i]))
            return -1;
    return drop_furniture(x, b);
}

size_t track_tail(const struct track_align *x, const struct track_text *a)
{
    size_t tail = x->n;
    uint32_t words = 0;
    for (size_t i = x->n; i-- > 0;) {
        uint32_t k = i ? x->run[i - 1].a + x->run[i - 1].n : 0, gap = 0;
        words += x->run[i].n;
        if (words > TAIL)
            break;
        for (; k < x->run[i].a; k++)
            gap += !a->aside[k];
        if (gap > words)
            tail = i;
    }
    return tail;
}
