/*
 * Sentences inside the story that one version has and another has not. An
 * editor may cut any of them; but when the first copies, of several sites, all
 * lack the same words and the later ones have them, an agency put them in, and
 * when the last ones lack what the first had, it took them out.
 */
#include <stdlib.h>
#include <string.h>

#include "store/track_sort.h"

/* Words that are looked at as put in or taken out; where two copies part from
 * the reference may differ by so many. */
#define BLOCK_LEAST 8
#define BLOCK_NEAR 6

/* Copies, and sites, on either side. */
#define BLOCK_COPIES 2

/* What share of copies has one block cut by an editor, before any was seen, and
 * the chance that those on one side all have. */
#define BLOCK_CUT 0.1
#define BLOCK_CHANCE 0.01

/* The share of the copies on the other side that have the block, at least: what
 * pages have above a story stands in few of them. */
#define BLOCK_THERE_LEAST 0.7

/* Words [from, to) of the reference. */
struct block {
    uint32_t from, to;
};

/* What a copy does with a block. */
enum { BLOCK_NONE, BLOCK_UNKNOWN, BLOCK_THERE, BLOCK_OUT };

/* The gap of a copy with the most words of a block in it. */
static struct block gap_at(const struct tale_copy *c, uint32_t middle)
{
    struct block gap = {0, c->nruns ? c->run[0].a : 0};
    for (size_t i = 0; i < c->nruns && gap.to <= middle; i++) {
        gap.from = c->run[i].a + c->run[i].n;
        gap.to = i + 1 < c->nruns ? c->run[i + 1].a : gap.from;
        if (gap.from > middle)
            break;
    }
    return gap;
}

static int near(uint32_t a, uint32_t b)
{
    return a <= b + BLOCK_NEAR && b <= a + BLOCK_NEAR;
}

static int state_of(const struct tale_copy *c, struct block b)
{
    uint32_t middle = b.from + (b.to - b.from) / 2;
    if (c->end <= b.to)
        return BLOCK_NONE;
    if (b.from && c->from >= b.from)
        return BLOCK_UNKNOWN;
    struct block gap = gap_at(c, middle);
    if (gap.from > middle || gap.to <= middle)
        return BLOCK_THERE;
    return near(gap.from, b.from) && near(gap.to, b.to) ? BLOCK_OUT
                                                        : BLOCK_UNKNOWN;
}

struct weighing {
    const struct sorting *x;
    uint8_t *state; /* per copy */
};

static int several_sites(const struct weighing *w, uint32_t from, uint32_t to,
                         int state)
{
    const struct tale *t = w->x->t;
    uint32_t site = 0, n = 0;
    int several = 0;
    for (uint32_t i = from; i < to; i++) {
        if (w->state[i] != state)
            continue;
        several |= n++ && t->copy[i].site != site;
        site = t->copy[i].site;
    }
    return several && n >= BLOCK_COPIES;
}

/* Copies [from, to) all lack the block, as far as it is known; how likely that
 * is by chance, as the others are. */
static double chance_of(const struct weighing *w, uint32_t from, uint32_t to)
{
    uint32_t there = 0, out = 0, all = 0;
    double chance = 1;
    for (uint32_t i = 0; i < w->x->t->n; i++) {
        if (i >= from && i < to)
            continue;
        there += w->state[i] == BLOCK_THERE;
        out += w->state[i] == BLOCK_OUT;
        all += w->state[i] != BLOCK_NONE;
    }
    if (there < BLOCK_THERE_LEAST * all)
        return 1;
    double one = (out + 2 * BLOCK_CUT) / (there + out + 2);
    for (uint32_t i = from; i < to; i++)
        chance *= w->state[i] == BLOCK_OUT ? one : 1;
    return chance;
}

/* Those that lack the block while it was not there yet, or not any more:
 * [*from, *to); 0 where there are none. */
static int find_side(const struct weighing *w, uint32_t *from, uint32_t *to)
{
    uint32_t n = (uint32_t)w->x->t->n, first = 0, last = n;
    while (first < n && w->state[first] != BLOCK_THERE)
        first++;
    while (last > first && w->state[last - 1] != BLOCK_THERE)
        last--;
    if (!several_sites(w, first, last, BLOCK_THERE))
        return 0;
    for (int late = 0; late < 2; late++) {
        *from = late ? last : 0;
        *to = late ? n : first;
        if (several_sites(w, *from, *to, BLOCK_OUT) &&
            chance_of(w, *from, *to) <= BLOCK_CHANCE)
            return 1;
    }
    return 0;
}

static int is_plain(const struct sorting *x, uint32_t i)
{
    const struct strain *s = &x->at[x->strain[i]];
    return x->t->copy[i].role == ROLE_COPY && s->marker < 0 && !s->take &&
           !s->block;
}

/* Whether there is such a block among the gaps of copy i; its copies get a
 * strain of their own. */
static int try_gaps(struct weighing *w, uint32_t i, uint32_t strain)
{
    const struct sorting *x = w->x;
    const struct tale *t = x->t;
    const struct tale_copy *c = &t->copy[i];
    for (size_t k = 0; k < c->nruns; k++) {
        struct block b = {k ? c->run[k - 1].a + c->run[k - 1].n : 0,
                          c->run[k].a};
        uint32_t from, to;
        if (b.to - b.from < BLOCK_LEAST || b.to >= c->end)
            continue;
        for (uint32_t n = 0; n < t->n; n++)
            w->state[n] =
                (uint8_t)(is_plain(x, n) && t->copy[n].time != STORE_NO_TIME
                              ? state_of(&t->copy[n], b)
                              : BLOCK_NONE);
        if (!find_side(w, &from, &to))
            continue;
        for (uint32_t n = 0; n < t->n; n++)
            if (w->state[n] == BLOCK_OUT)
                x->strain[n] = strain;
        return 1;
    }
    return 0;
}

static int can_tell(const struct sorting *x, uint32_t i)
{
    return is_plain(x, i) && x->t->copy[i].time != STORE_NO_TIME;
}

/* Takes one version away from the copies without a marker; 0 where there is
 * none. */
static int part_one(struct weighing *w, struct sorting *x, int round)
{
    struct strain like = {.marker = -1, .block = round};
    uint32_t first = 0, last = (uint32_t)x->t->n, strain;
    while (first < last && !can_tell(x, first))
        first++;
    while (last > first && !can_tell(x, last - 1))
        last--;
    if (first == last)
        return 0;
    strain = sort_find(x, &like);
    return try_gaps(w, first, strain) || try_gaps(w, last - 1, strain);
}

int sort_blocks(struct sorting *x)
{
    struct weighing w = {x, malloc(x->t->n + 1)};
    if (!w.state)
        return -1;
    for (int round = 1; round <= SORT_BLOCKS && part_one(&w, x, round); round++)
        ;
    sort_count(x);
    free(w.state);
    return 0;
}
