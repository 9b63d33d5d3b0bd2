/*
 * Versions of a story that was written anew several times. What has another
 * beginning than the reference is told from it by what it lacks; among itself
 * it has to be held against a copy of its own.
 */
#include <stdlib.h>
#include <string.h>

#include "store/track_sort.h"

/* Copies that can be two versions of two sites each. */
#define REFINE_LEAST 4

/* The copies of one version as a tale of their own, which shares their texts
 * with t. */
static int take_part(const struct tale *t, unsigned version, struct tale *part)
{
    *part = (struct tale){.story = t->story, .reference = UINT32_MAX};
    if (!(part->copy = calloc(t->n + 1, sizeof *part->copy)))
        return -1;
    for (size_t i = 0; i < t->n; i++)
        if (t->copy[i].version == version) {
            struct tale_copy *c = &part->copy[part->n++];
            *c = t->copy[i];
            c->run = NULL;
            c->change = NULL;
            c->nruns = c->nchanges = 0;
            c->matched = 0;
            c->version = 0;
        }
    return 0;
}

static void release_part(struct tale *part)
{
    for (size_t i = 0; i < part->n; i++) {
        free(part->copy[i].run);
        free(part->copy[i].change);
    }
    free(part->copy);
}

/* Splits one version into those that its copies make among themselves: they
 * get numbers from the last on. */
static int refine(struct tale *t, struct tale_bench *b, unsigned version)
{
    struct tale part;
    unsigned last = (unsigned)t->nversions;
    size_t n = 0;
    if (take_part(t, version, &part))
        return -1;
    if (part.n >= REFINE_LEAST) {
        tale_hold(&part, b);
        part.failed = part.failed || sort_copies(&part);
    }
    for (size_t i = 0; i < t->n && part.nversions > 1 && !part.failed; i++)
        if (t->copy[i].version == version && part.copy[n++].version > 1)
            t->copy[i].version = last + part.copy[n - 1].version - 1;
    if (part.nversions > 1)
        t->nversions += part.nversions - 1;
    release_part(&part);
    return part.failed ? -1 : 0;
}

/* A version that was made of another's copies, and when it was first seen. */
struct place {
    unsigned version;
    uint32_t first;
};

/* Versions from nold on were made later: each goes before the first old one
 * without a marker that was seen later. */
static int settle_places(struct tale *t, size_t nold)
{
    size_t n = t->nversions;
    struct place *at = malloc((n + 1) * sizeof *at);
    unsigned *number = malloc((n + 1) * sizeof *number);
    for (unsigned k = 0; at && k < n; k++)
        at[k] = (struct place){k + 1, UINT32_MAX};
    for (uint32_t i = (uint32_t)t->n; at && i-- > 0;)
        if (t->copy[i].version)
            at[t->copy[i].version - 1].first = i;
    for (size_t k = nold; at && number && k < n; k++) {
        struct place made = at[k];
        size_t to = k;
        while (to && at[to - 1].first > made.first &&
               !sort_marked(&t->copy[at[to - 1].first])) {
            at[to] = at[to - 1];
            to--;
        }
        while (to && sort_marked(&t->copy[at[to - 1].first])) {
            at[to] = at[to - 1];
            to--;
        }
        at[to] = made;
    }
    for (unsigned k = 0; at && number && k < n; k++)
        number[at[k].version - 1] = k + 1;
    for (size_t i = 0; at && number && i < t->n; i++)
        if (t->copy[i].version)
            t->copy[i].version = number[t->copy[i].version - 1];
    int failed = !at || !number;
    free(at);
    free(number);
    return failed ? -1 : 0;
}

/* Looks closer at the versions that were told by blocks of sentences. */
static int refine_all(struct tale *t, struct tale_bench *b)
{
    size_t nold = t->nversions;
    for (unsigned k = 1; k <= nold; k++) {
        size_t i = 0;
        while (i < t->n && (t->copy[i].version != k || !t->copy[i].block))
            i++;
        if (i < t->n && refine(t, b, k))
            return -1;
    }
    if (t->nversions == nold)
        return 0;
    tale_count(t, b);
    return settle_places(t, nold);
}

void tale_versions(struct tale *t, struct tale_bench *b)
{
    uint32_t *site = malloc((t->n + 1) * sizeof *site);
    if (!site || sort_copies(t) || refine_all(t, b) ||
        !(t->version = calloc(t->nversions + 1, sizeof *t->version)))
        t->failed = 1;
    else
        sort_describe(t, site);
    free(site);
}
