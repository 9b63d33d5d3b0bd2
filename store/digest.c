/*
 * An article's links are laid on its words, the small ones first. A link that
 * lies on words that no other has claimed opens a place of its own. A copy has
 * one place, or a second one where a local paragraph is shared with somebody;
 * but then another copy covers most of it. A digest has several places and is
 * covered by none, unless by another digest.
 */
#include "store/digest.h"

#include <stdlib.h>
#include <string.h>

#include "store/rules.h"

/* A link claims a place of its own where so much of it is unclaimed. */
#define UNCLAIMED 0.75

struct reach {
    uint32_t edge, words;
};

struct sheet {
    uint8_t *claimed; /* one byte a word of the article */
    size_t cap;
    struct reach *reach;
    size_t reach_cap;
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

/* Words of the link's passages in node i that are not claimed; claims them. */
static uint32_t lay(struct sheet *t, const struct gather_edge *e,
                    const struct gather_span *span, uint32_t i, int claim,
                    uint32_t *all)
{
    uint32_t open = 0;
    *all = 0;
    for (uint32_t k = e->from; k < e->to; k++) {
        uint32_t from, to;
        side_of(e, &span[k], i, &from, &to);
        *all += to - from;
        for (uint32_t w = from; w < to && w < t->cap; w++) {
            open += !t->claimed[w];
            t->claimed[w] |= (uint8_t)claim;
        }
    }
    return open;
}

/* Places of node i; *most is the largest number of its words in one link to a
 * node that has not several places itself, as far as known. */
static int places(struct sheet *t, uint32_t i, const struct gather_edge *edge,
                  const struct gather_span *span, const uint32_t *link,
                  size_t nlinks, uint32_t *count)
{
    uint32_t longest = 0;
    *count = 0;
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
    if (grow(&t->claimed, &t->cap, longest + 1, 1))
        return -1;
    memset(t->claimed, 0, longest + 1);
    qsort(t->reach, nlinks, sizeof *t->reach, by_words);
    for (size_t k = 0; k < nlinks; k++) {
        const struct gather_edge *e = &edge[t->reach[k].edge];
        uint32_t all, open = lay(t, e, span, i, 0, &all);
        if (open >= RULE_LINK_WORDS && open >= UNCLAIMED * all) {
            lay(t, e, span, i, 1, &all);
            ++*count;
        }
    }
    return 0;
}

/* Whether a link covers most of node i, to a node with few places. */
static int is_covered(const struct gather_node *node, uint32_t i,
                      const struct gather_edge *edge, const uint32_t *link,
                      size_t nlinks, const uint32_t *count)
{
    for (size_t k = 0; k < nlinks; k++) {
        const struct gather_edge *e = &edge[link[k]];
        uint32_t other = e->u == i ? e->v : e->u;
        uint32_t words = e->u == i ? e->words_u : e->words_v;
        uint32_t back = e->u == i ? e->words_v : e->words_u;
        if (!node[other].digest && words >= RULE_DIGEST * node[i].kept &&
            (count[other] < 2 || count[i] < 3))
            return 1;
        if (!node[other].digest && back >= RULE_WHOLE * node[other].kept)
            return 1;
    }
    return 0;
}

int digest_find(struct gather_node *node, size_t n,
                const struct gather_edge *edge, const struct gather_span *span,
                const size_t *start, const uint32_t *link)
{
    struct sheet t = {0};
    uint32_t *count = calloc(n + 1, sizeof *count);
    uint8_t *found = calloc(n + 1, 1);
    int rc = count && found ? 0 : -1;
    for (size_t i = 0; i < n && !rc; i++)
        if (start[i + 1] - start[i] > 1)
            rc = places(&t, (uint32_t)i, edge, span, link + start[i],
                        start[i + 1] - start[i], &count[i]);
    for (size_t i = 0; i < n && !rc; i++)
        found[i] = count[i] >= 2 &&
                   !is_covered(node, (uint32_t)i, edge, link + start[i],
                               start[i + 1] - start[i], count);
    for (size_t i = 0; i < n && !rc; i++)
        node[i].digest |= found[i];
    free(t.claimed);
    free(t.reach);
    free(count);
    free(found);
    return rc;
}
