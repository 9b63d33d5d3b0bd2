/*
 * Who moved a story, where it began, how it spread from there, and who still
 * shows what was replaced.
 */
#include <stdlib.h>
#include <string.h>

#include "store/track_tale.h"

/* What is sure is never quite that. */
#define SURE 0.999

/* Confidence in an agency by the manner of datelines alone: right in 62 of 62
 * stories of syndicate.py (seeds 1 to 3), but houses of their own have the same
 * manner there in none, so that no more than half is claimed. And how many
 * copies each is held against, so that big stories stay linear; two sites are
 * enough. */
#define SHARED 0.5
#define SHARED_LOOK 64

/* An agency that copies name, with the best of them on each site. */
struct claim {
    const char *agency;
    uint32_t site;
    double confidence;
    uint32_t copy;
    int own_site;
};

static int by_claim(const void *x, const void *y)
{
    const struct claim *a = x, *b = y;
    int order = strcmp(a->agency, b->agency);
    if (order)
        return order;
    if (a->site != b->site)
        return a->site < b->site ? -1 : 1;
    if (a->own_site != b->own_site)
        return a->own_site ? -1 : 1;
    if (a->confidence != b->confidence)
        return a->confidence > b->confidence ? -1 : 1;
    return a->copy < b->copy ? -1 : a->copy > b->copy;
}

/* One agency's claims [from, to): each site counts once, by its best. */
struct case_for {
    double weight, doubt;
    const struct claim *best;
};

static struct case_for sum_up(const struct claim *c, size_t from, size_t to)
{
    struct case_for f = {0, 1, NULL};
    for (size_t i = from; i < to; i++) {
        if (i > from && c[i].site == c[i - 1].site)
            continue;
        f.weight += c[i].confidence;
        f.doubt *= 1 - (c[i].confidence < SURE ? c[i].confidence : SURE);
        if (!f.best || c[i].own_site > f.best->own_site ||
            (c[i].own_site == f.best->own_site &&
             (c[i].confidence > f.best->confidence ||
              (c[i].confidence == f.best->confidence &&
               c[i].copy < f.best->copy))))
            f.best = &c[i];
    }
    return f;
}

static void judge_claims(struct tale *t, struct claim *c, size_t n)
{
    struct case_for won = {0, 1, NULL};
    double all = 0;
    qsort(c, n, sizeof *c, by_claim);
    for (size_t i = 0, k; i < n; i = k) {
        for (k = i + 1; k < n && !strcmp(c[k].agency, c[i].agency); k++)
            ;
        struct case_for f = sum_up(c, i, k);
        all += f.weight;
        if (f.weight > won.weight)
            won = f;
    }
    if (!won.best)
        return;
    t->agency = won.best->agency;
    t->by = won.best->copy;
    t->confidence = (1 - won.doubt) * won.weight / all;
    if (t->confidence > SURE)
        t->confidence = SURE;
}

/* Where no copy names an agency: the dateline that most sites share, two at
 * least, is taken for that of the agency whose manner it is. */
static void find_shared(struct tale *t)
{
    uint32_t best = 0, first = UINT32_MAX;
    for (uint32_t i = 0; i < t->n; i++) {
        const struct tale_copy *c = &t->copy[i];
        uint32_t others = 0;
        if (!c->bare || !t->shared[c->sign != ':'])
            continue;
        for (uint32_t k = 0; k < i && k < SHARED_LOOK; k++)
            others += t->copy[k].bare == c->bare &&
                      t->copy[k].sign == c->sign && t->copy[k].site != c->site;
        if (others > best) {
            best = others;
            first = i;
        }
    }
    if (first == UINT32_MAX)
        return;
    const struct tale_copy won = t->copy[first];
    const char *agency = t->shared[won.sign != ':'];
    for (uint32_t i = (uint32_t)t->n; i-- > 0;) {
        struct tale_copy *c = &t->copy[i];
        if (c->bare != won.bare || c->sign != won.sign || c->credit.agency)
            continue;
        c->credit.agency = strdup(agency);
        c->credit.confidence = SHARED;
        t->failed |= !c->credit.agency;
        t->agency = c->credit.agency;
        t->by = i;
    }
    t->confidence = SHARED;
}

static void find_agency(struct tale *t)
{
    struct claim *c = malloc((t->n + 1) * sizeof *c);
    size_t n = 0;
    if (!c) {
        t->failed = 1;
        return;
    }
    t->by = UINT32_MAX;
    for (uint32_t i = 0; i < t->n; i++) {
        const struct tale_credit *x = &t->copy[i].credit;
        if (x->agency && t->copy[i].role == ROLE_COPY)
            c[n++] = (struct claim){x->agency, t->copy[i].site, x->confidence,
                                    i, x->own_site};
    }
    judge_claims(t, c, n);
    free(c);
    if (!t->agency)
        find_shared(t);
}

static int names(const struct tale *t, const struct tale_copy *c)
{
    return t->agency && c->credit.agency &&
           !strcmp(c->credit.agency, t->agency);
}

/* Copies are in the order of time, so the first that fits is the earliest. */
static void find_origin(struct tale *t)
{
    t->origin = ORIGIN_NONE;
    t->origin_copy = UINT32_MAX;
    t->origin_time = STORE_NO_TIME;
    for (uint32_t i = 0; i < t->n; i++) {
        const struct tale_copy *c = &t->copy[i];
        enum origin o = ORIGIN_FIRST;
        if (c->role != ROLE_COPY || c->time == STORE_NO_TIME)
            continue;
        if (names(t, c))
            o = c->credit.own_site ? ORIGIN_AGENCY : ORIGIN_CREDITED;
        if (o >= t->origin)
            continue;
        t->origin = o;
        t->origin_copy = i;
        t->origin_time = c->time;
    }
}

static int by_time(const void *x, const void *y)
{
    int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
    return a < b ? -1 : a > b;
}

/* Lags of the dated copies, sorted: of two in the middle the earlier. */
static void find_lags(struct tale *t)
{
    int64_t *lag = malloc((t->n + 1) * sizeof *lag);
    size_t n = 0;
    t->median_lag = t->half_life = STORE_NO_TIME;
    if (!lag) {
        t->failed = 1;
        return;
    }
    for (uint32_t i = 0; i < t->n; i++) {
        struct tale_copy *c = &t->copy[i];
        c->lag = STORE_NO_TIME;
        if (c->time == STORE_NO_TIME || t->origin_time == STORE_NO_TIME) {
            t->undated += c->role == ROLE_COPY;
            continue;
        }
        c->lag = c->time - t->origin_time;
        if (c->role != ROLE_COPY)
            continue;
        lag[n++] = c->lag;
        t->conflicts += c->lag < 0 || (c->fetched != STORE_NO_TIME &&
                                       c->published != STORE_NO_TIME &&
                                       c->fetched < c->published);
    }
    qsort(lag, n, sizeof *lag, by_time);
    if (n) {
        t->median_lag = lag[(n - 1) / 2];
        /* From the origin, or from the first copy where that is earlier. */
        t->half_life = lag[(n - 1) / 2] - (lag[0] < 0 ? lag[0] : 0);
    }
    free(lag);
}

void tale_origin(struct tale *t)
{
    find_agency(t);
    if (t->failed)
        return;
    find_origin(t);
    find_lags(t);
    for (size_t i = 0; i < t->n; i++)
        t->credited += t->copy[i].role == ROLE_COPY && names(t, &t->copy[i]);
}

/* The last time at which it is known to have been shown as it is here. */
static int64_t last_seen(const struct tale_copy *c)
{
    int64_t seen = c->published;
    seen = c->modified > seen ? c->modified : seen;
    return c->fetched > seen ? c->fetched : seen; /* STORE_NO_TIME is least */
}

void tale_stale(struct tale *t)
{
    for (size_t i = 0; i < t->n; i++) {
        struct tale_copy *c = &t->copy[i];
        for (unsigned k = c->version; c->version && k < t->nversions; k++) {
            const struct tale_version *v = &t->version[k];
            if (v->replaces && v->first != STORE_NO_TIME &&
                last_seen(c) > v->first) {
                c->stale = k + 1;
                t->stale++;
                break;
            }
        }
    }
}

void tale_release(struct tale *t)
{
    for (size_t i = 0; i < t->n; i++) {
        struct tale_copy *c = &t->copy[i];
        track_text_release(&c->text);
        free((char *)(uintptr_t)c->credit.agency);
        free(c->marker_words);
        free(c->run);
        free(c->change);
    }
    for (size_t i = 0; i < t->nversions && t->version; i++)
        free(t->version[i].note.at);
    free(t->copy);
    free(t->version);
}
