/*
 * Where a story began, and how it spread from there.
 */
#include <stdlib.h>
#include <string.h>

#include "store/track_tale.h"

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
        if (c->credits)
            o = c->own_site ? ORIGIN_AGENCY : ORIGIN_CREDITED;
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

/* A copy is as late as it is where whoever was first is first: only the agency
 * itself cannot come after others. */
static int is_conflict(const struct tale *t, const struct tale_copy *c)
{
    return (c->lag < 0 && c->lag != STORE_NO_TIME &&
            t->origin == ORIGIN_AGENCY) ||
           (c->fetched != STORE_NO_TIME && c->published != STORE_NO_TIME &&
            c->fetched < c->published);
}

/* Of two in the middle the earlier. */
static int64_t middle(int64_t *lag, size_t n)
{
    if (!n)
        return STORE_NO_TIME;
    qsort(lag, n, sizeof *lag, by_time);
    return lag[(n - 1) / 2];
}

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
        int dated = c->time != STORE_NO_TIME && t->origin_time != STORE_NO_TIME;
        c->lag = dated ? c->time - t->origin_time : STORE_NO_TIME;
        if (c->role != ROLE_COPY)
            continue;
        t->undated += !dated;
        t->conflicts += (uint32_t)is_conflict(t, c);
        if (dated && i != t->origin_copy)
            lag[n++] = c->lag;
    }
    t->median_lag = middle(lag, n);
    if (t->origin_copy != UINT32_MAX) {
        lag[n++] = 0;
        t->half_life = middle(lag, n);
        t->half_life -= lag[0];
    }
    free(lag);
}

void tale_origin(struct tale *t)
{
    find_origin(t);
    find_lags(t);
}

void tale_release(struct tale *t)
{
    for (size_t i = 0; i < t->n; i++) {
        struct tale_copy *c = &t->copy[i];
        track_text_release(&c->text);
        free(c->run);
        free(c->change);
    }
    for (size_t i = 0; i < t->nversions && t->version; i++)
        free(t->version[i].note.at);
    for (size_t i = 0; i < t->ncredits; i++)
        free(t->credit[i].agency);
    for (size_t i = 0; i < t->nmarks; i++)
        free(t->mark[i].words);
    free(t->mark);
    free(t->kill.said);
    free(t->credit);
    free(t->copy);
    free(t->version);
}
