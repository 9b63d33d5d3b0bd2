/* Who is in a group, and which article is its main one. */
#include "store/draft.h"

#include <stdlib.h>
#include <string.h>

#include "store/db.h"

static int by_group(const void *x, const void *y)
{
    const struct copy *a = x, *b = y;
    if (a->group != b->group)
        return a->group < b->group ? -1 : 1;
    return a->node < b->node ? -1 : a->node > b->node;
}

static void add_copy(struct draft *w, uint32_t group, uint32_t node, int role)
{
    if (!db_reserve(w->s, &w->copy, &w->cap, w->ncopies + 1, sizeof *w->copy))
        w->copy[w->ncopies++] =
            (struct copy){.group = group, .node = node, .role = (uint8_t)role};
}

/* Adds digest node to the group of copy for what they share; words of it. */
static void add_quoted(struct draft *w, const struct gather_edge *e,
                       uint32_t node, uint32_t copy, uint32_t words)
{
    const struct region *r = w->r;
    if (!r->node[node].digest || r->aside[node] || !r->node[copy].group ||
        words < w->s->rules.link_words)
        return;
    add_copy(w, r->node[copy].group, node, ROLE_DIGEST);
    if (!w->s->error) {
        w->copy[w->ncopies - 1].quoted = 1;
        w->copy[w->ncopies - 1].linked = !e->weak;
    }
}

/* Makes one of entries of the same group and node, which are sorted. */
static void unite_copies(struct draft *w)
{
    size_t n = 0;
    for (size_t i = 0; i < w->ncopies; i++) {
        struct copy *last = n ? &w->copy[n - 1] : NULL;
        if (last && !by_group(last, &w->copy[i])) {
            last->quoted += w->copy[i].quoted;
            last->linked += w->copy[i].linked;
        } else {
            w->copy[n++] = w->copy[i];
        }
    }
    w->ncopies = n;
}

/* A digest quotes a story when it is linked to a copy, or shares a sentence
 * with most copies: one may share it for another reason. */
static int is_quoted(const struct draft *w, const struct copy *c)
{
    uint32_t copies = w->group[c->group].copies;
    return c->linked ||
           (c->quoted >= 2 && c->quoted >= w->s->rules.most * (double)copies);
}

/* What looked like a digest but is linked to one story only, and agrees with
 * most of that, is a copy among other things. */
static void take_back(struct draft *w)
{
    struct region *r = w->r;
    uint32_t *stories = calloc(r->num.n + 1, sizeof *stories);
    if (!stories) {
        db_no_memory(w->s);
        return;
    }
    for (size_t i = 0; i < w->ncopies; i++)
        stories[w->copy[i].node] += w->copy[i].linked > 0;
    for (size_t i = 0; i < w->ncopies; i++) {
        struct copy *c = &w->copy[i];
        uint32_t copies = w->group[c->group].copies;
        if (c->role == ROLE_DIGEST && !r->outer[c->node] &&
            stories[c->node] == 1 && copies >= RULE_STORY &&
            c->linked >= w->s->rules.most * (double)copies)
            c->role = ROLE_COPY;
    }
    /* It is no digest anywhere then. */
    for (size_t i = 0; i < w->ncopies; i++)
        if (w->copy[i].role == ROLE_COPY)
            stories[w->copy[i].node] = UINT32_MAX;
    for (size_t i = 0; i < w->ncopies; i++)
        if (w->copy[i].role == ROLE_DIGEST &&
            stories[w->copy[i].node] == UINT32_MAX)
            w->copy[i].quoted = w->copy[i].linked = 0;
    free(stories);
}

/* Copies from the groups, digests from what they share with copies. */
static void list_copies(struct draft *w)
{
    struct region *r = w->r;
    for (size_t i = 0; i < r->num.n; i++)
        if (r->node[i].group && r->alive[i])
            add_copy(w, r->node[i].group, (uint32_t)i, ROLE_COPY);
    for (size_t k = 0; k < r->nedges; k++) {
        const struct gather_edge *e = &r->edge[k];
        add_quoted(w, e, e->u, e->v, e->words_u);
        add_quoted(w, e, e->v, e->u, e->words_v);
    }
    if (w->s->error || !w->ncopies)
        return;
    qsort(w->copy, w->ncopies, sizeof *w->copy, by_group);
    unite_copies(w);
    for (size_t i = 0; i < w->ncopies; i++)
        w->group[w->copy[i].group].copies += w->copy[i].role == ROLE_COPY;
    take_back(w);
    for (size_t g = 1; g <= w->ngroups; g++)
        w->group[g].copies = 0;
    for (size_t i = 0; i < w->ncopies; i++)
        w->group[w->copy[i].group].copies += w->copy[i].role == ROLE_COPY;
    size_t n = 0;
    for (size_t i = 0; i < w->ncopies; i++) {
        struct copy *c = &w->copy[i];
        if (c->role == ROLE_DIGEST && !is_quoted(w, c))
            continue;
        w->group[c->group].digests += c->role == ROLE_DIGEST;
        w->copy[n++] = *c;
    }
    w->ncopies = n;
}

/* The main article shares most words with the others; of equals the earliest,
 * then the one stored first. */
static void choose_main(struct draft *w)
{
    struct region *r = w->r;
    uint64_t *total = calloc(r->num.n + 1, sizeof *total);
    if (!total) {
        db_no_memory(w->s);
        return;
    }
    for (size_t k = 0; k < r->nedges; k++) {
        const struct gather_edge *e = &r->edge[k];
        if (!r->node[e->u].group || r->node[e->u].group != r->node[e->v].group)
            continue;
        total[e->u] += e->words_v;
        total[e->v] += e->words_u;
    }
    for (size_t g = 1; g <= w->ngroups; g++)
        w->group[g].main = UINT32_MAX;
    for (uint32_t i = 0; i < r->num.n; i++) {
        struct fresh *g = &w->group[r->node[i].group];
        if (!r->node[i].group || !r->alive[i])
            continue;
        uint32_t m = g->main;
        if (m == UINT32_MAX || total[i] > total[m] ||
            (total[i] == total[m] && r->node[i].time < r->node[m].time))
            g->main = i;
    }
    free(total);
}

void draft_list(struct draft *w)
{
    list_copies(w);
    if (!w->s->error)
        choose_main(w);
}
