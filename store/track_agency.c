/*
 * Who moved a story, and which of its copies say so.
 *
 * What counts is what copies credit; each site counts once, by its best. Where
 * no copy names anybody, a dateline that several sites share may still have the
 * manner of one agency: that is evidence of its own kind, of which nothing else
 * follows. Who bears the dateline names nobody.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "store/track_tale.h"

/* What is sure is never quite that. */
#define SURE 0.999

/* Weights are summed in millionths, so that agencies with as much evidence are
 * told as such in whatever order it comes. */
#define WHOLE 1e6

/* How many copies each dateline is held against, so that big stories stay
 * linear; two sites are enough. */
#define SHARED_LOOK 64

/* An agency that a copy credits. */
struct claim {
    const char *agency;
    uint32_t site;
    double confidence;
    uint32_t copy;
    int64_t seq;
    int own_site;
};

/* What stands for one agency. */
struct case_for {
    uint64_t weight;
    double doubt;
    const struct claim *best, *first;
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

static int is_better(const struct claim *a, const struct claim *b)
{
    if (a->own_site != b->own_site)
        return a->own_site;
    if (a->confidence != b->confidence)
        return a->confidence > b->confidence;
    return a->copy < b->copy;
}

/* Copies come by time, and what one says by its places. */
static int is_earlier(const struct claim *a, const struct claim *b)
{
    return a->copy != b->copy ? a->copy < b->copy : a->seq < b->seq;
}

/* One agency's claims [from, to): each site counts once, by its best. */
static struct case_for sum_up(const struct claim *c, size_t from, size_t to)
{
    struct case_for f = {0, 1, &c[from], &c[from]};
    for (size_t i = from; i < to; i++) {
        if (is_earlier(&c[i], f.first))
            f.first = &c[i];
        if (i > from && c[i].site == c[i - 1].site)
            continue;
        f.weight += (uint64_t)llround(c[i].confidence * WHOLE);
        f.doubt *= 1 - (c[i].confidence < SURE ? c[i].confidence : SURE);
        if (is_better(&c[i], f.best))
            f.best = &c[i];
    }
    return f;
}

static void judge_claims(struct tale *t, struct claim *c, size_t n)
{
    struct case_for won = {0, 1, NULL, NULL};
    uint64_t all = 0;
    qsort(c, n, sizeof *c, by_claim);
    for (size_t i = 0, k; i < n; i = k) {
        for (k = i + 1; k < n && !strcmp(c[k].agency, c[i].agency); k++)
            ;
        struct case_for f = sum_up(c, i, k);
        all += f.weight;
        if (!won.best || f.weight > won.weight ||
            (f.weight == won.weight && is_earlier(f.first, won.first)))
            won = f;
    }
    if (!won.best)
        return;
    t->agency = won.best->agency;
    t->by = won.best->copy;
    t->confidence = (1 - won.doubt) * (double)won.weight / (double)all;
    if (t->confidence > SURE)
        t->confidence = SURE;
}

/* ---- the manner of datelines --------------------------------------------- */

/* The dateline that most sites share, two at least: the first copy that bears
 * it, or UINT32_MAX. */
static uint32_t find_shared(const struct tale *t)
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
    return first;
}

/* Whether any copy names an agency, be it as one source of several. */
static int is_named(const struct tale *t)
{
    for (size_t i = 0; i < t->n; i++)
        if (t->copy[i].role == ROLE_COPY && t->copy[i].ncredits)
            return 1;
    return 0;
}

static void judge_manner(struct tale *t)
{
    uint32_t of = is_named(t) ? UINT32_MAX : find_shared(t);
    if (of == UINT32_MAX)
        return;
    const struct tale_copy won = t->copy[of];
    for (uint32_t i = (uint32_t)t->n; i-- > 0;) {
        struct tale_copy *c = &t->copy[i];
        c->manner = c->bare == won.bare && c->sign == won.sign;
        if (c->manner)
            t->by = i;
    }
    t->agency = t->shared[won.sign != ':'];
    t->manner = 1;
    t->confidence = TRACK_MANNER;
}

/* ---- what each copy says ------------------------------------------------- */

/* What a copy says of this agency, or NULL. */
static const struct tale_credit *
said_of(const struct tale *t, const struct tale_copy *c, const char *agency)
{
    for (size_t k = 0; agency && k < c->ncredits; k++)
        if (!strcmp(t->credit[c->credit + k].agency, agency))
            return &t->credit[c->credit + k];
    return NULL;
}

/* What credits the whole text of a copy best, or NULL. */
static const struct tale_credit *best_of(const struct tale *t,
                                         const struct tale_copy *c)
{
    const struct tale_credit *best = NULL;
    for (size_t k = 0; k < c->ncredits; k++) {
        const struct tale_credit *x = &t->credit[c->credit + k];
        if (x->decides &&
            (!best || x->confidence > best->confidence ||
             (x->confidence == best->confidence && x->seq < best->seq)))
            best = x;
    }
    return best;
}

/* See carry_row in track.h for what it is to name the agency. */
static void tell_copy(const struct tale *t, struct tale_copy *c)
{
    const struct tale_credit *own = said_of(t, c, t->agency);
    const struct tale_credit *shown = own;
    if (!own || !own->decides)
        shown = best_of(t, c);
    if (!shown)
        shown = own;
    c->names = own != NULL;
    c->credits = own && own->decides;
    c->own_site = own && own->own_site;
    if (shown) {
        c->agency = shown->agency;
        c->evidence = shown->seq;
    } else if (c->manner) {
        c->agency = t->agency;
        c->evidence = c->bare_seq;
    }
}

void tale_agency(struct tale *t)
{
    struct claim *c = malloc((t->ncredits + 1) * sizeof *c);
    size_t n = 0;
    if (!c) {
        t->failed = 1;
        return;
    }
    t->by = UINT32_MAX;
    for (uint32_t i = 0; i < t->n; i++)
        for (uint32_t k = 0; k < t->copy[i].ncredits; k++) {
            const struct tale_credit *x = &t->credit[t->copy[i].credit + k];
            if (x->decides && t->copy[i].role == ROLE_COPY)
                c[n++] =
                    (struct claim){x->agency, t->copy[i].site, x->confidence,
                                   i,         x->seq,          x->own_site};
        }
    judge_claims(t, c, n);
    free(c);
    if (!t->agency)
        judge_manner(t);
    for (size_t i = 0; i < t->n; i++) {
        tell_copy(t, &t->copy[i]);
        t->credited += t->copy[i].role == ROLE_COPY && t->copy[i].names;
    }
}
