/*
 * What the copy that serves as the text of a version has from its own house:
 * what no other copy of the version has, though those of several sites pass it
 * by. It is set aside like furniture, which it mostly is: lines that the crawl
 * does not show on enough days to tell.
 */
#include <stdlib.h>
#include <string.h>

#include "store/track_tale.h"
#include "store/work.h"

/* Words of such a stretch at least; fewer were changed. */
#define OWN_LEAST 6

/* Sites that pass it by; before the first shared word one is enough, as nobody
 * cuts the beginning of a story. */
#define OWN_SITES 2

/* Words by which they may miss it. */
#define OWN_NEAR 4

static int is_other(const struct tale *t, unsigned version, uint32_t i)
{
    const struct tale_copy *c = &t->copy[i];
    return c->version == version && c->text.memory &&
           i != t->version[version - 1].text;
}

/* Puts what a copy has of the text in the place of what it has of the
 * reference. */
static int hold_again(struct tale_copy *c, struct tale_bench *b,
                      const struct track_text *of)
{
    struct track_align *x = &b->align;
    if (track_align(x, b->work, of, &c->text))
        return -1;
    struct track_run *run = malloc((x->n + 1) * sizeof *run);
    if (!run)
        return -1;
    if (x->n)
        memcpy(run, x->run, x->n * sizeof *run);
    free(c->run);
    c->run = run;
    c->nruns = x->n;
    return 0;
}

/* Whether a copy goes from what is before words [from, to) to what is behind
 * them. kept[i] words of the text before word i are no furniture. */
static int passes_by(const struct tale_copy *c, uint32_t from, uint32_t to,
                     uint32_t n, const uint32_t *kept)
{
    size_t low = 0, high = c->nruns;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (c->run[mid].a < to)
            low = mid + 1;
        else
            high = mid;
    }
    uint32_t before = low ? c->run[low - 1].a + c->run[low - 1].n : 0;
    uint32_t behind = low < c->nruns ? c->run[low].a : n;
    return c->nruns && kept[before] + OWN_NEAR >= kept[from] &&
           kept[behind] <= kept[to] + OWN_NEAR;
}

static int is_own(const struct tale *t, unsigned version, uint32_t from,
                  uint32_t to, const uint32_t *kept)
{
    uint32_t n = t->copy[t->version[version - 1].text].text.n;
    uint32_t site[OWN_SITES], sites = 0;
    for (uint32_t i = 0; i < t->n && sites < OWN_SITES; i++) {
        const struct tale_copy *c = &t->copy[i];
        if (!is_other(t, version, i) || !passes_by(c, from, to, n, kept))
            continue;
        if (!kept[from])
            return 1;
        if (!sites || site[sites - 1] != c->site)
            site[sites++] = c->site;
    }
    return sites >= OWN_SITES;
}

/* Sets words [from, to) aside. */
static void set_aside(struct tale_copy *c, uint32_t from, uint32_t to)
{
    uint8_t *aside = (uint8_t *)(uintptr_t)c->text.aside;
    for (uint32_t i = from; i < to; i++) {
        c->added += !aside[i];
        c->text.kept -= !aside[i];
        aside[i] = 1;
    }
}

/* Marks the words that another copy of the version has. */
static int mark_shared(struct tale *t, struct tale_bench *b, unsigned version,
                       int anew, uint8_t *had)
{
    uint32_t text = t->version[version - 1].text;
    for (uint32_t i = 0; i < t->n; i++) {
        struct tale_copy *c = &t->copy[i];
        if (!is_other(t, version, i))
            continue;
        if ((anew || text != t->reference) &&
            hold_again(c, b, &t->copy[text].text))
            return -1;
        for (size_t k = 0; k < c->nruns; k++)
            memset(had + c->run[k].a, 1, c->run[k].n);
    }
    return 0;
}

int tale_own(struct tale *t, struct tale_bench *b, unsigned version, int anew)
{
    struct tale_copy *of = &t->copy[t->version[version - 1].text];
    uint32_t n = of->text.n;
    uint8_t *had = calloc(n + 1, 1);
    uint32_t *kept = calloc(n + 1, sizeof *kept);
    int failed = !had || !kept || mark_shared(t, b, version, anew, had);
    for (uint32_t i = 0; i < n && !failed; i++)
        kept[i + 1] = kept[i] + !of->text.aside[i];
    for (uint32_t i = 0, k; i < n && !failed; i = k) {
        for (k = i; k < n && !had[k]; k++)
            ;
        if (kept[k] - kept[i] >= OWN_LEAST && is_own(t, version, i, k, kept))
            set_aside(of, i, k);
        k += k == i;
    }
    free(had);
    free(kept);
    return failed ? -1 : 0;
}
