/*
 * Where the text of a version ends. The fullest copy of it may go on with what
 * is its house's own: a paragraph of another story, heads of others, a word to
 * readers. The others tell: editors cut a story at one place or another, but
 * where most of those that go so far end, there it ends.
 */
#include <stdlib.h>

#include "store/track_tale.h"

/* Words by which copies may miss the end of the story and still have all of it:
 * a word changed next to the end hides those behind it. */
#define END_NEAR 6

/* Copies that end at a place for each one that goes on beyond it, the text
 * itself included. */
#define END_SHARE 3

/* Where a copy ends, in words of the text that are not set aside. */
struct ending {
    uint32_t at, site;
};

static int by_place(const void *x, const void *y)
{
    const struct ending *a = x, *b = y;
    if (a->at != b->at)
        return a->at < b->at ? -1 : 1;
    return a->site < b->site ? -1 : a->site > b->site;
}

/* Where the copies of other sites end; how many there are. */
static size_t list_endings(const struct tale *t, unsigned version,
                           const uint32_t *kept, struct ending *at)
{
    uint32_t text = t->version[version - 1].text;
    const struct track_text *of = &t->copy[text].text;
    size_t n = 0;
    for (uint32_t i = 0; i < t->n; i++) {
        const struct tale_copy *c = &t->copy[i];
        if (c->version != version || !c->nruns || c->site == t->copy[text].site)
            continue;
        const struct track_align x = {.run = c->run, .n = c->nruns};
        size_t tail = track_tail(&x, of);
        const struct track_run *last = &c->run[tail ? tail - 1 : 0];
        at[n++] = (struct ending){kept[last->a + last->n], c->site};
    }
    qsort(at, n, sizeof *at, by_place);
    return n;
}

static int several(const struct ending *at, size_t from, size_t to)
{
    size_t i = from;
    while (i < to && at[i].site == at[from].site)
        i++;
    return i < to;
}

/* The first place where enough of those that go so far end; all: none. */
static uint32_t find_end(const struct ending *at, size_t n, uint32_t all)
{
    size_t first = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t end = at[i].at;
        if (i + 1 < n && at[i + 1].at == end)
            continue;
        while (at[first].at + END_NEAR < end)
            first++;
        size_t beyond = i + 1;
        while (beyond < n && at[beyond].at <= end + END_NEAR)
            beyond++;
        if (end + END_NEAR < all && several(at, first, beyond) &&
            beyond - first >= END_SHARE * (n - beyond + 1))
            return end;
    }
    return all;
}

int tale_end(struct tale *t, unsigned version)
{
    struct track_text *of = &t->copy[t->version[version - 1].text].text;
    uint32_t *kept = calloc(of->n + 1, sizeof *kept);
    struct ending *at = malloc((t->n + 1) * sizeof *at);
    int failed = !kept || !at;
    for (uint32_t i = 0; i < of->n && !failed; i++)
        kept[i + 1] = kept[i] + !of->aside[i];
    if (!failed) {
        size_t n = list_endings(t, version, kept, at);
        uint32_t all = kept[of->n], from = of->n;
        uint32_t end = n ? find_end(at, n, all) : all;
        while (from && kept[from - 1] >= end)
            from--;
        t->copy[t->version[version - 1].text].added += all - end;
        track_set_aside(of, from, of->n);
    }
    free(kept);
    free(at);
    return failed ? -1 : 0;
}
