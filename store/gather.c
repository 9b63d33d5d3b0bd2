/*
 * Groups are the roots of a union-find forest. For every two groups with
 * links between them a table keeps the number of links; each root has a list
 * of the groups it is linked to. Joining two groups walks the shorter list:
 * O(m log n) in all. Passes over the links, strongest first, go on until one
 * changes nothing.
 */
#include "store/gather.h"

#include <stdlib.h>
#include <string.h>

#include "store/digest.h"
#include "store/facts.h"
#include "store/rules.h"
#include "store/store.h"

/* Of the smaller of two groups: a report of one day and one of the next on the
 * same sites have all of their copies apart; versions of a story hardly any. */
#define APART 0.5

struct group {
    uint32_t parent, size;
    uint32_t next, tail; /* members as a list: next of this node */
    uint64_t out;        /* links to other groups */
    int64_t first, last; /* times, STORE_NO_TIME where none is known */
    uint32_t *near;      /* groups linked to it, some of them stale */
    uint32_t nnear, near_cap;
};

/* Links between two groups, by the pair of their roots. */
struct links {
    struct cell {
        uint64_t key; /* 0: free */
        uint32_t count, apart;
    } * cell;
    size_t n, slots;
};

struct forest {
    struct group *group;
    size_t n;
    struct links links;
    long window;
    const struct rules *rules;
    int64_t *times; /* room to count pairs inside the window */
    size_t times_cap;
    int failed;
};

static uint64_t key_of(uint32_t a, uint32_t b)
{
    uint64_t low = a < b ? a : b, high = a < b ? b : a;
    return (high << 32 | low) + 1;
}

static size_t slot_of(uint64_t key, size_t slots)
{
    key *= UINT64_C(0x9e3779b97f4a7c15);
    return (size_t)(key >> 20) & (slots - 1);
}

static struct cell *find_cell(const struct links *l, uint64_t key)
{
    size_t i = slot_of(key, l->slots);
    while (l->cell[i].key && l->cell[i].key != key)
        i = (i + 1) & (l->slots - 1);
    return &l->cell[i];
}

static int links_grow(struct links *l)
{
    struct links more = {.n = l->n, .slots = l->slots ? 2 * l->slots : 1024};
    if (!(more.cell = calloc(more.slots, sizeof *more.cell)))
        return -1;
    for (size_t i = 0; i < l->slots; i++)
        if (l->cell[i].key)
            *find_cell(&more, l->cell[i].key) = l->cell[i];
    free(l->cell);
    *l = more;
    return 0;
}

/* Adds links between two groups, and pairs apart; *fresh where they had none
 * before. */
static int links_add(struct links *l, uint32_t a, uint32_t b, uint32_t count,
                     uint32_t apart, int *fresh)
{
    if (2 * (l->n + 1) > l->slots && links_grow(l))
        return -1;
    struct cell *c = find_cell(l, key_of(a, b));
    *fresh = !c->key;
    l->n += !c->key;
    c->key = key_of(a, b);
    c->count += count;
    c->apart += apart;
    return 0;
}

static struct cell links_between(const struct links *l, uint32_t a, uint32_t b)
{
    static const struct cell none;
    return l->slots ? *find_cell(l, key_of(a, b)) : none;
}

static uint32_t root_of(struct forest *f, uint32_t i)
{
    while (f->group[i].parent != i) {
        f->group[i].parent = f->group[f->group[i].parent].parent;
        i = f->group[i].parent;
    }
    return i;
}

static int note_near(struct group *g, uint32_t other)
{
    if (g->nnear == g->near_cap) {
        uint32_t cap = 2 * g->near_cap + 4;
        uint32_t *more = realloc(g->near, cap * sizeof *more);
        if (!more)
            return -1;
        g->near = more;
        g->near_cap = cap;
    }
    g->near[g->nnear++] = other;
    return 0;
}

static void link_groups(struct forest *f, uint32_t a, uint32_t b,
                        uint32_t count, uint32_t apart)
{
    int fresh;
    if (links_add(&f->links, a, b, count, apart, &fresh) ||
        (fresh && (note_near(&f->group[a], b) || note_near(&f->group[b], a))))
        f->failed = 1;
}

/* ---- how many pairs there could be --------------------------------------- */

static int by_time(const void *x, const void *y)
{
    int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
    return a < b ? -1 : a > b;
}

static size_t collect_times(const struct forest *f,
                            const struct gather_node *node, uint32_t root,
                            int64_t *out)
{
    size_t n = 0;
    for (uint32_t i = root;; i = f->group[i].next) {
        if (node[i].time != STORE_NO_TIME)
            out[n++] = node[i].time;
        if (i == f->group[root].tail)
            break;
    }
    qsort(out, n, sizeof *out, by_time);
    return n;
}

/* Pairs across a and b that lie within the window of each other. */
static uint64_t pairs_near(struct forest *f, const struct gather_node *node,
                           uint32_t a, uint32_t b)
{
    uint64_t size_a = f->group[a].size, size_b = f->group[b].size;
    if (size_a + size_b > f->times_cap) {
        size_t cap = 2 * (size_t)(size_a + size_b);
        int64_t *more = realloc(f->times, cap * sizeof *more);
        if (!more) {
            f->failed = 1;
            return size_a * size_b;
        }
        f->times = more;
        f->times_cap = cap;
    }
    int64_t *x = f->times, *y = f->times + size_a;
    size_t nx = collect_times(f, node, a, x), low = 0, high = 0;
    size_t ny = collect_times(f, node, b, y);
    uint64_t apart = 0;
    for (size_t i = 0; i < nx; i++) {
        while (low < ny && y[low] < x[i] &&
               !facts_near(y[low], x[i], f->window))
            low++;
        if (high < low)
            high = low;
        while (high < ny &&
               (y[high] <= x[i] || facts_near(y[high], x[i], f->window)))
            high++;
        apart += ny - (high - low);
    }
    return size_a * size_b - apart;
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a == STORE_NO_TIME ? b : b == STORE_NO_TIME ? a : a < b ? a : b;
}

/* STORE_NO_TIME is the least of all numbers. */
static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* Pairs across a and b that could have been found linked: those within the
 * window. */
static uint64_t possible(struct forest *f, const struct gather_node *node,
                         uint32_t a, uint32_t b)
{
    const struct group *x = &f->group[a], *y = &f->group[b];
    if (!facts_near(earlier(x->first, y->first), later(x->last, y->last),
                    f->window))
        return pairs_near(f, node, a, b);
    return (uint64_t)x->size * y->size;
}

/* Whether a and b agree: most of the possible pairs (a rule) are linked. In a
 * crowd each article was held against RULE_HUBS others only, so there it is
 * enough to be linked to that share of them, and to hardly anything else. */
static int agree(struct forest *f, const struct gather_node *node, uint32_t a,
                 uint32_t b)
{
    const struct group *x = &f->group[a], *y = &f->group[b];
    const struct group *few = x->size < y->size ? x : y;
    uint32_t many = x->size < y->size ? y->size : x->size;
    struct cell between = links_between(&f->links, a, b);
    double linked = between.count;
    double all = (double)possible(f, node, a, b);
    if (APART * (double)few->size <= between.apart && between.apart)
        return 0;
    if (linked >= f->rules->most * all)
        return 1;
    double crowd = (double)few->size * RULE_HUBS;
    double faithful = many > RULE_MANY            ? 0
                      : many > RULE_FAITHFUL_SIZE ? RULE_FAITHFUL_MORE
                                                  : RULE_FAITHFUL;
    return many > RULE_HUBS &&
           linked >= f->rules->most * (all < crowd ? all : crowd) &&
           linked >= faithful * (double)few->out;
}

/* ---- joining ------------------------------------------------------------- */

/* b goes into a. */
static void join(struct forest *f, uint32_t a, uint32_t b)
{
    struct group *x = &f->group[a], *y = &f->group[b];
    y->parent = a;
    f->group[x->tail].next = b;
    x->tail = y->tail;
    x->size += y->size;
    x->out += y->out - 2 * (uint64_t)links_between(&f->links, a, b).count;
    x->first = earlier(x->first, y->first);
    x->last = later(x->last, y->last);
    for (uint32_t k = 0; k < y->nnear && !f->failed; k++) {
        uint32_t other = y->near[k];
        if (f->group[other].parent != other || other == a)
            continue; /* went into another group, which is listed too */
        struct cell c = links_between(&f->links, b, other);
        link_groups(f, a, other, c.count, c.apart);
    }
    free(y->near);
    y->near = NULL;
    y->nnear = y->near_cap = 0;
}

static double strength(const struct gather_edge *e,
                       const struct gather_node *node)
{
    double u = node[e->u].kept ? (double)e->words_u / node[e->u].kept : 0;
    double v = node[e->v].kept ? (double)e->words_v / node[e->v].kept : 0;
    return (u > v ? u : v) + (u + v) * 1e-3;
}

struct ranked {
    double strength;
    uint32_t u, v;
};

static int by_strength(const void *x, const void *y)
{
    const struct ranked *a = x, *b = y;
    if (a->strength != b->strength)
        return a->strength > b->strength ? -1 : 1;
    if (a->u != b->u)
        return a->u < b->u ? -1 : 1;
    return a->v < b->v ? -1 : a->v > b->v;
}

/* Tries every link in turn, until none joins anything. */
static void join_all(struct forest *f, const struct gather_node *node,
                     struct ranked *rank, size_t m)
{
    int changed = 1;
    while (changed && !f->failed) {
        size_t left = 0;
        changed = 0;
        for (size_t i = 0; i < m && !f->failed; i++) {
            uint32_t a = root_of(f, rank[i].u), b = root_of(f, rank[i].v);
            if (a == b)
                continue;
            if (agree(f, node, a, b)) {
                int swap = f->group[a].nnear < f->group[b].nnear;
                join(f, swap ? b : a, swap ? a : b);
                changed = 1;
            } else {
                rank[left++] = rank[i];
            }
        }
        m = left;
    }
}

static int forest_init(struct forest *f, const struct gather_node *node,
                       size_t n, long window)
{
    *f = (struct forest){.n = n, .window = window};
    if (!(f->group = calloc(n + 1, sizeof *f->group)))
        return -1;
    for (uint32_t i = 0; i < n; i++)
        f->group[i] = (struct group){.parent = i,
                                     .size = 1,
                                     .next = i,
                                     .tail = i,
                                     .first = node[i].time,
                                     .last = node[i].time};
    return 0;
}

static void forest_release(struct forest *f)
{
    for (size_t i = 0; f->group && i < f->n; i++)
        free(f->group[i].near);
    free(f->group);
    free(f->links.cell);
    free(f->times);
}

/* The links of every node, as a list by node. */
static int list_links(const struct gather_edge *edge, size_t m, size_t n,
                      size_t **start, uint32_t **link)
{
    *start = calloc(n + 2, sizeof **start);
    *link = calloc(2 * m + 1, sizeof **link);
    if (!*start || !*link)
        return -1;
    size_t *s = *start;
    for (size_t i = 0; i < m; i++) {
        s[edge[i].u + 2]++;
        s[edge[i].v + 2]++;
    }
    for (size_t i = 2; i < n + 2; i++)
        s[i] += s[i - 1];
    for (size_t i = 0; i < m; i++) {
        (*link)[s[edge[i].u + 1]++] = (uint32_t)i;
        (*link)[s[edge[i].v + 1]++] = (uint32_t)i;
    }
    return 0;
}

static int64_t number_groups(struct forest *f, struct gather_node *node)
{
    uint32_t *number = calloc(f->n + 1, sizeof *number);
    uint32_t groups = 0;
    if (!number)
        return -1;
    for (uint32_t i = 0; i < f->n; i++) {
        uint32_t root = root_of(f, i);
        node[i].group = 0;
        if (node[i].digest || f->group[root].size < 2)
            continue;
        if (!number[root])
            number[root] = ++groups;
        node[i].group = number[root];
    }
    free(number);
    return groups;
}

/* Links between articles that are no digests, strongest first. */
static struct ranked *rank_links(struct forest *f,
                                 const struct gather_node *node,
                                 const struct gather_edge *edge, size_t m,
                                 size_t *n)
{
    struct ranked *rank = malloc((m + 1) * sizeof *rank);
    *n = 0;
    for (size_t i = 0; rank && i < m; i++) {
        const struct gather_edge *e = &edge[i];
        if (e->weak || node[e->u].digest || node[e->v].digest)
            continue;
        rank[(*n)++] = (struct ranked){strength(e, node), e->u, e->v};
        link_groups(f, e->u, e->v, 1, 0);
        f->group[e->u].out++;
        f->group[e->v].out++;
    }
    if (rank && *n)
        qsort(rank, *n, sizeof *rank, by_strength);
    return rank;
}

int64_t gather_stories(struct gather_node *node, size_t n,
                       const struct gather_edge *edge, size_t m,
                       const struct gather_span *span,
                       const struct gather_apart *apart, size_t napart,
                       const struct rules *rules, long window)
{
    struct forest f;
    size_t *start = NULL, nrank = 0;
    uint32_t *link = NULL;
    struct ranked *rank = NULL;
    int64_t groups = -1;
    if (forest_init(&f, node, n, window) ||
        list_links(edge, m, n, &start, &link) ||
        digest_find(node, n, edge, span, start, link, rules))
        goto out;
    f.rules = rules;
    if (!(rank = rank_links(&f, node, edge, m, &nrank)) || f.failed)
        goto out;
    for (size_t i = 0; i < napart; i++)
        link_groups(&f, apart[i].u, apart[i].v, 0, 1);
    join_all(&f, node, rank, nrank);
    if (!f.failed)
        groups = number_groups(&f, node);
out:
    forest_release(&f);
    free(start);
    free(link);
    free(rank);
    return groups;
}
