/* What each version is, once the copies are sorted: its text, its marker, when
 * it was seen. */
#include <stdlib.h>

#include "store/track_sort.h"

/* A copy is its version's text where it has this share of what the fullest has
 * in common with others, and so little that is its own: a word changed here and
 * there, but no paragraph, which has 30 words of some 400. */
#define TIDY_SHARED 0.95
#define TIDY_ALONE 0.06

static int by_number(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return a < b ? -1 : a > b;
}

/* The copy that bears the marker before the others, then the fullest. */
static int is_fuller(const struct tale *t, const struct tale_version *v,
                     uint32_t i)
{
    const struct tale_copy *c = &t->copy[i], *best = &t->copy[v->text];
    int marked = sort_marked(c), had = sort_marked(best);
    return marked != had ? marked : c->score > best->score;
}

/* Whether a copy shows all that the fullest one shares, and little else. */
static int is_tidy(const struct tale *t, const struct tale_version *v,
                   uint32_t i)
{
    const struct tale_copy *c = &t->copy[i], *best = &t->copy[v->text];
    return c->version == best->version && sort_marked(c) == sort_marked(best) &&
           c->shared >= TIDY_SHARED * (double)best->shared &&
           c->alone <= TIDY_ALONE * (double)c->shared;
}

/* What the fullest copy has more than those of several sites before it is its
 * house's own. */
static void set_text(struct tale *t, struct tale_version *v)
{
    uint32_t site = 0, best = UINT32_MAX;
    int several = 0;
    if (is_tidy(t, v, v->text))
        return;
    for (uint32_t i = 0; i < v->text; i++) {
        const struct tale_copy *c = &t->copy[i];
        if (!is_tidy(t, v, i))
            continue;
        several |= site && site != c->site;
        site = c->site;
        if (best == UINT32_MAX || c->shared > t->copy[best].shared)
            best = i;
    }
    if (several)
        v->text = best;
}

uint32_t sort_shown(const struct tale *t, uint32_t copy)
{
    int64_t since = t->copy[copy].modified;
    uint32_t low = copy, high = (uint32_t)t->n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (t->copy[mid].time != STORE_NO_TIME && t->copy[mid].time < since)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

void sort_describe(struct tale *t, uint32_t *site)
{
    for (unsigned k = 1; k <= t->nversions; k++) {
        struct tale_version *v = &t->version[k - 1];
        uint32_t n = 0;
        *v = (struct tale_version){.text = UINT32_MAX,
                                   .marked = UINT32_MAX,
                                   .first = STORE_NO_TIME,
                                   .last = STORE_NO_TIME};
        for (uint32_t i = 0; i < t->n; i++) {
            const struct tale_copy *c = &t->copy[i];
            if (c->version != k)
                continue;
            site[n++] = c->site;
            if (v->text == UINT32_MAX || is_fuller(t, v, i))
                v->text = i;
            if (v->marked == UINT32_MAX && sort_marked(c))
                v->marked = i;
            if (v->first == STORE_NO_TIME)
                v->first = c->time;
            if (c->time != STORE_NO_TIME)
                v->last = c->time;
        }
        qsort(site, n, sizeof *site, by_number);
        for (uint32_t i = 0; i < n; i++)
            v->sites += !i || site[i] != site[i - 1];
        v->copies = n;
        set_text(t, v);
    }
}
