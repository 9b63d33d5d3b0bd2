/*
 * Which of the figures and names that differ are the story's. Those that stand
 * in what few copies have are a house's: its price, its year, its town. And a
 * house may write any name in its own way: what counts is what several have.
 */
#include <stdlib.h>

#include "store/track_sort.h"

/* A name counts that stands on so many sites, and in this share of the copies
 * that have the sentence: of 60 copies two are altered alike by chance. */
#define NAME_SITES 2
#define NAME_SHARE 0.2

/* The share of the copies that go on beyond a place and have the words before
 * it, for what differs there to be the story's. */
#define PLACE_SHARE 0.6

struct naming {
    uint32_t at;
    uint64_t value;
    uint32_t copy;
};

static int by_place(const void *x, const void *y)
{
    const struct naming *a = x, *b = y;
    if (a->at != b->at)
        return a->at < b->at ? -1 : 1;
    if (a->value != b->value)
        return a->value < b->value ? -1 : 1;
    return a->copy < b->copy ? -1 : a->copy > b->copy;
}

/* Copies [from, to) have one name at one place. */
static int is_shared(const struct tale *t, const struct naming *n, size_t from,
                     size_t to)
{
    uint32_t sites = 0, covering = 0;
    for (size_t i = from; i < to; i++)
        sites +=
            i == from || t->copy[n[i].copy].site != t->copy[n[from].copy].site;
    if (sites < NAME_SITES)
        return 0;
    for (size_t i = 0; i < t->n; i++)
        covering +=
            t->copy[i].from <= n[from].at && n[from].at < t->copy[i].end;
    return (double)(to - from) >= NAME_SHARE * covering;
}

/* Takes a change out of a copy. */
static void drop(struct tale_copy *c, const struct naming *n)
{
    size_t left = 0;
    for (size_t i = 0; i < c->nchanges; i++)
        if (!c->change[i].name || c->change[i].at != n->at ||
            c->change[i].value != n->value)
            c->change[left++] = c->change[i];
    c->nchanges = left;
}

/* How many of the copies that go on beyond each word of the reference have it,
 * or something in its place; to be freed. */
static uint32_t *count_coverage(const struct tale *t, uint32_t words)
{
    uint32_t *cover = calloc(words + 1, sizeof *cover);
    for (size_t i = 0; cover && i < t->n; i++) {
        const struct tale_copy *c = &t->copy[i];
        for (size_t k = 0; k < c->nruns; k++)
            for (uint32_t n = 0; n < c->run[k].n; n++)
                cover[c->run[k].a + n] += !c->text.aside[c->run[k].b + n];
    }
    return cover;
}

static int by_end(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return a < b ? -1 : a > b;
}

/* How many of the n ends, ascending, are beyond a place. */
static size_t beyond(const uint32_t *end, size_t n, uint32_t at)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (end[mid] <= at)
            low = mid + 1;
        else
            high = mid;
    }
    return n - low;
}

/* Drops changes at places where the words before are in too few copies. */
static int drop_rare(struct tale *t)
{
    uint32_t words = t->copy[t->reference].text.n;
    uint32_t *cover = count_coverage(t, words);
    uint32_t *end = malloc((t->n + 1) * sizeof *end);
    size_t n = 0;
    for (size_t i = 0; end && i < t->n; i++)
        if (t->copy[i].nruns)
            end[n++] = t->copy[i].end;
    if (end)
        qsort(end, n, sizeof *end, by_end);
    for (size_t i = 0; cover && end && i < t->n; i++) {
        struct tale_copy *c = &t->copy[i];
        size_t left = 0;
        for (size_t k = 0; k < c->nchanges; k++) {
            uint32_t at = c->change[k].at, before = at ? at - 1 : 0;
            uint32_t have =
                cover[before] > cover[at] ? cover[before] : cover[at];
            if (have >= PLACE_SHARE * (double)beyond(end, n, at))
                c->change[left++] = c->change[k];
        }
        c->nchanges = left;
    }
    int failed = !cover || !end;
    free(cover);
    free(end);
    return failed ? -1 : 0;
}

int sort_names(struct tale *t)
{
    size_t total = 0, n = 0;
    if (t->reference == UINT32_MAX)
        return 0;
    if (drop_rare(t))
        return -1;
    for (size_t i = 0; i < t->n; i++)
        total += t->copy[i].nchanges;
    struct naming *all = malloc((total + 1) * sizeof *all);
    if (!all)
        return -1;
    for (uint32_t i = 0; i < t->n; i++)
        for (size_t k = 0; k < t->copy[i].nchanges; k++) {
            const struct tale_change *c = &t->copy[i].change[k];
            if (c->name)
                all[n++] = (struct naming){c->at, c->value, i};
        }
    qsort(all, n, sizeof *all, by_place);
    for (size_t i = 0, k; i < n; i = k) {
        for (k = i + 1;
             k < n && all[k].at == all[i].at && all[k].value == all[i].value;
             k++)
            ;
        for (size_t j = i; j < k && !is_shared(t, all, i, k); j++)
            drop(&t->copy[all[j].copy], &all[j]);
    }
    free(all);
    return 0;
}
