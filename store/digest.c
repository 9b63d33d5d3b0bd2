/*
 * An article's links, weak ones too, are laid on its words, the small ones
 * first. One that lies on words that none has claimed yet opens a place of its
 * own, and is as strong as the number of links that lie over it; places that
 * many links cover together are one. A copy has one strong place, and a second
 * one where a local paragraph was put in that somebody else has too. A digest
 * has several, and no link but to its like covers it.
 */
#include "store/digest.h"

#include <stdlib.h>
#include <string.h>

#include "store/rules.h"

/* A link opens a place where so much of it is unclaimed; it supports one that
 * it covers to this share. */
#define UNCLAIMED 0.75
#define SUPPORTS 0.5

/* Places that so many of their links have in common are one. */
#define BRIDGED 0.5

/* More places than that make a digest in any case. */
#define PLACES_MOST 32

/* A place of one link may be a chance; two articles that have it are a story.
 */
#define SOLID 2

struct reach {
    uint32_t edge, words;
};

struct place {
    uint32_t words, links;
    uint32_t under;               /* of the link that is laid now */
    uint32_t parent;              /* place it belongs to, maybe itself */
    uint32_t shared[PLACES_MOST]; /* links that support both */
};

struct sheet {
    const struct rules *rules;
    uint32_t *claim; /* per word of the article: 1 + place, 0: none */
    size_t cap, words;
    struct reach *reach;
    size_t reach_cap;
    struct place *place;
    size_t nplaces, place_cap;
};

static int by_words(const void *x, const void *y)
{
    const struct reach *a = x, *b = y;
    if (a->words != b->words)
        return a->words < b->words ? -1 : 1;
    return a->edge < b->edge ? -1 : a->edge > b->edge;
}

static int grow(void *array, size_t *cap, size_t need, size_t size)
{
    void **p = array;
    if (need <= *cap)
        return 0;
    void *more = realloc(*p, 2 * need * size);
    if (!more)
        return -1;
    *p = more;
    *cap = 2 * need;
    return 0;
}

static void side_of(const struct gather_edge *e, const struct gather_span *s,
                    uint32_t i, uint32_t *from, uint32_t *to)
{
    *from = e->u == i ? s->u : s->v;
    *to = *from + (e->u == i ? s->u_words : s->v_words);
}

/* Words of the link in node i: all of them, those that are unclaimed, and how
 * many of each place. With number, claims the unclaimed ones for it. */
static uint32_t lay(struct sheet *t, const struct gather_edge *e,
                    const struct gather_span *span, uint32_t i, uint32_t number,
                    uint32_t *all)
{
    uint32_t open = 0;
    *all = 0;
    for (size_t p = 0; p < t->nplaces; p++)
        t->place[p].under = 0;
    for (uint32_t k = e->from; k < e->to; k++) {
        uint32_t from, to;
        side_of(e, &span[k], i, &from, &to);
        *all += to - from;
        for (uint32_t w = from; w < to && w < t->words; w++) {
            if (t->claim[w])
                t->place[t->claim[w] - 1].under++;
            else
                open++;
            if (number && !t->claim[w])
                t->claim[w] = number;
        }
    }
    return open;
}

static int open_places(struct sheet *t, uint32_t i,
                       const struct gather_edge *edge,
                       const struct gather_span *span, size_t nlinks)
{
    t->nplaces = 0;
    for (size_t k = 0; k < nlinks && t->nplaces < PLACES_MOST; k++) {
        const struct gather_edge *e = &edge[t->reach[k].edge];
        uint32_t all, open = lay(t, e, span, i, 0, &all);
        if (open < t->rules->link_words || open < UNCLAIMED * all)
            continue;
        if (grow(&t->place, &t->place_cap, t->nplaces + 1, sizeof *t->place))
            return -1;
        lay(t, e, span, i, (uint32_t)t->nplaces + 1, &all);
        t->place[t->nplaces] =
            (struct place){.words = open, .parent = (uint32_t)t->nplaces};
        t->nplaces++;
    }
    return 0;
}

/* Sorts the links by size and makes the sheet blank. */
static int lay_out(struct sheet *t, uint32_t i, const struct gather_edge *edge,
                   const struct gather_span *span, const uint32_t *link,
                   size_t nlinks)
{
    uint32_t longest = 0;
    if (grow(&t->reach, &t->reach_cap, nlinks, sizeof *t->reach))
        return -1;
    for (size_t k = 0; k < nlinks; k++) {
        const struct gather_edge *e = &edge[link[k]];
        t->reach[k] =
            (struct reach){link[k], e->u == i ? e->words_u : e->words_v};
        for (uint32_t p = e->from; p < e->to; p++) {
            uint32_t from, to;
            side_of(e, &span[p], i, &from, &to);
            longest = to > longest ? to : longest;
        }
    }
    if (grow(&t->claim, &t->cap, longest + 1, sizeof *t->claim))
        return -1;
    t->words = longest + 1;
    memset(t->claim, 0, t->words * sizeof *t->claim);
    qsort(t->reach, nlinks, sizeof *t->reach, by_words);
    return 0;
}

/* Counts the link that is laid now for the places it covers; their number. */
static uint32_t support(struct sheet *t)
{
    uint32_t on[PLACES_MOST], n = 0;
    for (uint32_t p = 0; p < t->nplaces; p++)
        if (t->place[p].under >= SUPPORTS * t->place[p].words)
            on[n++] = p;
    for (uint32_t x = 0; x < n; x++) {
        t->place[on[x]].links++;
        for (uint32_t y = 0; y < n; y++)
            t->place[on[x]].shared[on[y]]++;
    }
    return n;
}

static uint32_t root_of(const struct sheet *t, uint32_t p)
{
    while (t->place[p].parent != p)
        p = t->place[p].parent;
    return p;
}

/* Makes one of places with many links in common; how many are left, and how
 * many of these are solid. */
static uint32_t unite(struct sheet *t, uint32_t *solid)
{
    uint32_t left = 0;
    for (uint32_t p = 0; p < t->nplaces; p++)
        for (uint32_t q = 0; q < p; q++) {
            const struct place *x = &t->place[p], *y = &t->place[q];
            uint32_t few = x->links < y->links ? x->links : y->links;
            uint32_t a = root_of(t, p), b = root_of(t, q);
            if (a != b && few && x->shared[q] >= BRIDGED * few)
                t->place[a].parent = b;
        }
    *solid = 0;
    for (uint32_t p = 0; p < t->nplaces; p++) {
        uint32_t most = 0;
        for (uint32_t q = 0; q < t->nplaces; q++)
            if (root_of(t, q) == p && t->place[q].links > most)
                most = t->place[q].links;
        left += t->place[p].parent == p;
        *solid += most >= SOLID;
    }
    return left;
}

/* Whether node i is a digest. -1 where memory ran out. */
static int judge(struct sheet *t, const struct gather_node *node, uint32_t i,
                 const struct gather_edge *edge, const struct gather_span *span,
                 const uint32_t *link, size_t nlinks)
{
    if (lay_out(t, i, edge, span, link, nlinks) ||
        open_places(t, i, edge, span, nlinks))
        return -1;
    if ((double)t->nplaces < t->rules->places)
        return 0;
    for (size_t k = 0; k < nlinks; k++) {
        uint32_t all;
        lay(t, &edge[t->reach[k].edge], span, i, 0, &all);
        if (support(t) < 2 &&
            t->reach[k].words >= t->rules->digest * node[i].kept)
            return 0; /* a copy of a story that covers it */
    }
    uint32_t solid, left = unite(t, &solid);
    return (left >= t->rules->places && solid >= 2) || left > t->rules->places;
}

int digest_find(struct gather_node *node, size_t n,
                const struct gather_edge *edge, const struct gather_span *span,
                const size_t *start, const uint32_t *link,
                const struct rules *rules)
{
    struct sheet t = {.rules = rules};
    int rc = 0;
    for (size_t i = 0; i < n && rc >= 0; i++) {
        if (node[i].digest || (double)(start[i + 1] - start[i]) < rules->places)
            continue;
        rc = judge(&t, node, (uint32_t)i, edge, span, link + start[i],
                   start[i + 1] - start[i]);
        node[i].digest = rc > 0;
    }
    free(t.claim);
    free(t.reach);
    free(t.place);
    return rc < 0 ? -1 : 0;
}
