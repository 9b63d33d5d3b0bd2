/*
 * The first take of a story: its first paragraphs, moved before there was more.
 * A copy that has no more than these may be one, or be cut: the first copies
 * that were seen, before any that goes on, are the first take; of later ones
 * those that end exactly where it ended.
 */
#include <math.h>

#include "store/track_sort.h"

/* A first take has at most this share of the story: agencies begin with the
 * first paragraphs, and what an editor cuts away is as a rule less than half.
 * The second, where copies of several sites end there: more than that, and it
 * is where several cut alike. On syndicate.py's crawls anything from .4 and .6
 * to .55 and .7 is as good. */
#define TAKE_MOST 0.5
#define TAKE_SHARED 0.7

/* The chance that so short copies come first is at most this; and what share
 * of copies is cut to a given length or less, before any was seen: so much for
 * each share of the length. */
#define TAKE_CHANCE 0.37
#define TAKE_CUT 0.7

/* Words by which the ends of two copies that are cut at one place may differ:
 * a changed word next to the end hides the ones behind it. */
#define TAKE_NEAR 6

/* A first take that may be: the copies before the first that goes on beyond
 * end. */
struct take {
    uint32_t copies, end;
    double gain; /* how much better it explains which copies are short than
                    cuts do that fall on any copy alike: logarithms of odds */
};

static int ends_at(const struct tale_copy *c, uint32_t end)
{
    return c->end + TAKE_NEAR >= end && c->end <= end + TAKE_NEAR;
}

/* Words of the reference before a place, furniture aside. */
static uint32_t kept_before(const struct track_text *x, uint32_t end)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < end; i++)
        n += !x->aside[i];
    return n;
}

/* Whether an unmarked copy ends there, or copies of several sites do. */
static int count_ends(const struct sorting *x, const struct take *k)
{
    uint32_t site = 0;
    for (uint32_t i = 0; i < k->copies; i++) {
        const struct tale_copy *c = &x->t->copy[i];
        if (c->role != ROLE_COPY || x->at[x->strain[i]].marker >= 0 ||
            !ends_at(c, k->end))
            continue;
        if (site && site != c->site)
            return 2;
        site = c->site;
    }
    return site != 0;
}

/* How many of those that came later are as short tells how likely it is that
 * the first were short by chance. */
static int weigh_take(const struct sorting *x, struct take *k)
{
    const struct tale *t = x->t;
    const struct track_text *ref = &t->copy[t->reference].text;
    double share = kept_before(ref, k->end) / (double)(ref->kept + 1);
    double early = 0, later = 0, cut = 0, prior = 2 * TAKE_CUT * share;
    int sites = count_ends(x, k);
    if (!sites || share <= 0 || share > (sites > 1 ? TAKE_SHARED : TAKE_MOST))
        return 0;
    for (uint32_t i = 0; i < t->n; i++) {
        if (t->copy[i].role != ROLE_COPY)
            continue;
        early += i < k->copies;
        later += i >= k->copies;
        cut += i >= k->copies && t->copy[i].end <= k->end + TAKE_NEAR;
    }
    double after = (cut + prior) / (later + 2);
    double all = (early + cut + prior) / (early + later + 2);
    k->gain = cut * log(after / all) +
              (later - cut) * log((1 - after) / (1 - all)) - early * log(all);
    return early * log(after) <= log(TAKE_CHANCE);
}

/* The likeliest; copies is 0 where there is none. */
static struct take find_take(const struct sorting *x)
{
    const struct tale *t = x->t;
    struct take best = {0, 0, 0};
    uint32_t end = 0;
    for (uint32_t i = 0; i < t->n && t->copy[i].time != STORE_NO_TIME; i++) {
        const struct tale_copy *c = &t->copy[i];
        struct take k = {i, end, 0};
        if (c->role != ROLE_COPY)
            continue;
        if (end && c->end > end + TAKE_NEAR && weigh_take(x, &k) &&
            (!best.copies || k.gain > best.gain))
            best = k;
        end = c->end > end ? c->end : end;
    }
    return best;
}

/* What was seen before anything longer is the first take; and what ends where
 * that ends. */
void sort_take(struct sorting *x)
{
    const struct tale *t = x->t;
    struct take k = find_take(x);
    struct strain like = {.marker = -1, .take = 1};
    if (!k.copies)
        return;
    uint32_t take = sort_find(x, &like);
    for (uint32_t i = 0; i < t->n; i++) {
        const struct tale_copy *c = &t->copy[i];
        if (c->role == ROLE_COPY && x->at[x->strain[i]].marker < 0 &&
            (i < k.copies || ends_at(c, k.end)))
            x->strain[i] = take;
    }
    sort_count(x);
}
