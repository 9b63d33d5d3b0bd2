/*
 * gather and digest: stories of made graphs. With a fixed seed, small graphs
 * are held against average linkage worked out pair by pair; crowds, chains and
 * digests against what an editor would say.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

/* How many more allocations succeed; none fails while negative. */
static long allowed = -1;

static int refused(void)
{
    if (allowed > 0)
        allowed--;
    else
        return allowed == 0;
    return 0;
}

static void *stingy_realloc(void *p, size_t n)
{
    return refused() ? NULL : realloc(p, n);
}

static void *stingy_malloc(size_t n)
{
    return refused() ? NULL : malloc(n);
}

static void *stingy_calloc(size_t n, size_t size)
{
    return refused() ? NULL : calloc(n, size);
}

/* gather.c itself, with allocations that can be made to fail. */
#define realloc stingy_realloc
#define malloc stingy_malloc
#define calloc stingy_calloc
#include "store/gather.c"
#undef realloc
#undef malloc
#undef calloc

static uint64_t seed;

static uint32_t draw(uint32_t n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % n;
}

#define DAY INT64_C(86400)
#define START (INT64_C(14578) * DAY) /* 2009-11-30 */

/* Articles and their links, with room that grows. */
struct graph {
    struct gather_node *node;
    struct gather_edge *edge;
    struct gather_span *span;
    size_t n, m, nspans, edge_cap, span_cap;
};

static void *room(void *p, size_t n, size_t *cap, size_t size)
{
    if (n < *cap)
        return p;
    *cap = 2 * n + 16;
    p = realloc(p, *cap * size);
    assert_non_null(p);
    return p;
}

static void graph_init(struct graph *g, size_t n)
{
    memset(g, 0, sizeof *g);
    g->n = n;
    g->node = calloc(n + 1, sizeof *g->node);
    assert_non_null(g->node);
    for (size_t i = 0; i < n; i++)
        g->node[i] = (struct gather_node){.time = START, .kept = 200};
}

static void graph_release(struct graph *g)
{
    free(g->node);
    free(g->edge);
    free(g->span);
}

/* A link of one passage: words tokens at from_u of u and at from_v of v. */
static void link_at(struct graph *g, uint32_t u, uint32_t v, uint32_t from_u,
                    uint32_t from_v, uint32_t words)
{
    g->edge = room(g->edge, g->m, &g->edge_cap, sizeof *g->edge);
    g->span = room(g->span, g->nspans, &g->span_cap, sizeof *g->span);
    uint32_t at = (uint32_t)g->nspans;
    g->span[g->nspans++] =
        u < v ? (struct gather_span){from_u, words, from_v, words}
              : (struct gather_span){from_v, words, from_u, words};
    g->edge[g->m++] = (struct gather_edge){
        .u = u < v ? u : v,
        .v = u < v ? v : u,
        .words_u = words,
        .words_v = words,
        .from = at,
        .to = at + 1,
    };
}

/* Both are the same text. */
static void link_whole(struct graph *g, uint32_t u, uint32_t v)
{
    link_at(g, u, v, 0, 0, 200);
}

static void clique(struct graph *g, uint32_t from, uint32_t to)
{
    for (uint32_t u = from; u < to; u++)
        for (uint32_t v = u + 1; v < to; v++)
            link_whole(g, u, v);
}

static int64_t gathered(struct graph *g, long window)
{
    struct rules rules;
    rules_init(&rules);
    return gather_stories(g->node, g->n, g->edge, g->m, g->span, NULL, 0,
                          &rules, window);
}

/* All of [from, to) are in this group. */
static void in_group(const struct graph *g, size_t from, size_t to,
                     uint32_t group)
{
    for (size_t i = from; i < to; i++) {
        if (g->node[i].group != group)
            fail_msg("node %zu is in group %u, not %u", i, g->node[i].group,
                     group);
    }
}

/* ---- small ones ---------------------------------------------------------- */

static void test_gather_of_nothing(void **state)
{
    struct graph g;

    (void)state;
    graph_init(&g, 0);
    assert_int_equal(gathered(&g, 14), 0);
    graph_release(&g);
    graph_init(&g, 3);
    g.node[1].group = 77;
    assert_int_equal(gathered(&g, 14), 0);
    in_group(&g, 0, 3, 0);
    graph_release(&g);
}

/* Two stories that one article's paragraph ties together stay two. */
static void test_gather_two_cliques_and_one_link(void **state)
{
    struct graph g;

    (void)state;
    graph_init(&g, 10);
    clique(&g, 0, 5);
    clique(&g, 5, 10);
    link_at(&g, 4, 5, 0, 100, 90);
    assert_int_equal(gathered(&g, 14), 2);
    in_group(&g, 0, 5, 1);
    in_group(&g, 5, 10, 2);
    graph_release(&g);
    /* Tied by a link as strong as any. */
    graph_init(&g, 10);
    clique(&g, 0, 5);
    clique(&g, 5, 10);
    link_whole(&g, 0, 9);
    assert_int_equal(gathered(&g, 14), 2);
    graph_release(&g);
}

/* A chain has no more than two links at a node: no group can be large. */
static void test_gather_a_chain_is_no_story(void **state)
{
    struct graph g;
    size_t count[102] = {0};

    (void)state;
    graph_init(&g, 100);
    for (uint32_t i = 0; i + 1 < 100; i++)
        link_at(&g, i, i + 1, i % 2 ? 0 : 10, i % 2 ? 0 : 10, 180);
    assert_true(gathered(&g, 14) > 20);
    for (size_t i = 0; i < 100; i++)
        count[g.node[i].group]++;
    for (size_t i = 1; i < 102; i++)
        assert_true(count[i] <= 6);
    graph_release(&g);
}

/* Group numbers go by the first article. */
static void test_gather_numbers_by_the_first_node(void **state)
{
    struct graph g;

    (void)state;
    graph_init(&g, 7);
    link_whole(&g, 5, 2);
    link_whole(&g, 6, 1);
    link_whole(&g, 4, 0);
    assert_int_equal(gathered(&g, 14), 3);
    in_group(&g, 0, 1, 1);
    in_group(&g, 1, 2, 2);
    in_group(&g, 2, 3, 3);
    in_group(&g, 3, 4, 0);
    in_group(&g, 4, 5, 1);
    graph_release(&g);
}

/* ---- average linkage, pair by pair --------------------------------------- */

#define FEW 30 /* no crowd */

static int edge_between(const struct graph *g, uint32_t u, uint32_t v)
{
    for (size_t i = 0; i < g->m; i++)
        if ((g->edge[i].u == u && g->edge[i].v == v) ||
            (g->edge[i].u == v && g->edge[i].v == u))
            return 1;
    return 0;
}

static int naive_near(int64_t a, int64_t b, long window)
{
    if (a == STORE_NO_TIME || b == STORE_NO_TIME || window < 0)
        return 1;
    return (a > b ? a - b : b - a) <= window * DAY;
}

/* Whether the groups a and b agree. */
static int naive_agree(const struct graph *g, const uint32_t *group, uint32_t a,
                       uint32_t b, long window)
{
    unsigned pairs = 0, linked = 0;
    for (uint32_t u = 0; u < g->n; u++)
        for (uint32_t v = 0; v < g->n && group[u] == a; v++)
            if (group[v] == b) {
                pairs +=
                    naive_near(g->node[u].time, g->node[v].time, window) != 0;
                linked += edge_between(g, u, v) != 0;
            }
    struct rules rules;
    rules_init(&rules);
    return linked >= rules.most * pairs;
}

static int by_words_down(const void *x, const void *y)
{
    const struct gather_edge *a = x, *b = y;
    return a->words_u > b->words_u ? -1 : a->words_u < b->words_u;
}

static void naive_gather(struct graph *g, uint32_t *group, long window)
{
    int changed = 1;
    if (g->m)
        qsort(g->edge, g->m, sizeof *g->edge, by_words_down);
    for (uint32_t i = 0; i < g->n; i++)
        group[i] = i;
    while (changed) {
        changed = 0;
        for (size_t i = 0; i < g->m; i++) {
            uint32_t a = group[g->edge[i].u], b = group[g->edge[i].v];
            if (a == b || !naive_agree(g, group, a, b, window))
                continue;
            for (uint32_t k = 0; k < g->n; k++)
                group[k] = group[k] == b ? a : group[k];
            changed = 1;
        }
    }
}

/* The strength of the link made last, apart from its passage. */
static void strengthen(struct graph *g, uint32_t words)
{
    g->edge[g->m - 1].words_u = g->edge[g->m - 1].words_v = words;
}

/* Links of different strength, all in the same passage; times as in a story,
 * or unknown. Only articles inside the window are linked. */
static void draw_graph(struct graph *g, long window)
{
    uint32_t density = 1 + draw(9), words = 100;
    graph_init(g, 1 + draw(FEW));
    for (uint32_t i = 0; i < g->n; i++) {
        g->node[i].time = draw(8) ? START + draw(40) * DAY / 2 : STORE_NO_TIME;
        g->node[i].kept = 1000;
    }
    for (uint32_t u = 0; u < g->n; u++)
        for (uint32_t v = u + 1; v < g->n; v++)
            if (draw(10) < density &&
                naive_near(g->node[u].time, g->node[v].time, window)) {
                link_at(g, u, v, 0, 0, 100);
                strengthen(g, words++);
            }
    for (size_t i = g->m; i > 1; i--) { /* their order says nothing */
        size_t k = draw((uint32_t)i);
        struct gather_edge swap = g->edge[k];
        g->edge[k] = g->edge[i - 1];
        g->edge[i - 1] = swap;
    }
}

static void test_gather_is_average_linkage(void **state)
{
    static const long windows[] = {-1, 0, 3, 14};
    uint32_t group[FEW];
    struct graph g;

    (void)state;
    seed = 71;
    for (int round = 0; round < 1500; round++) {
        long window = windows[draw(4)];
        draw_graph(&g, window);
        assert_true(gathered(&g, window) >= 0);
        naive_gather(&g, group, window);
        for (size_t i = 0; i < g.n; i++) {
            uint32_t size = 0;
            for (size_t k = 0; k < g.n; k++) {
                size += group[k] == group[i];
                if (g.node[i].group && k != i)
                    assert_int_equal(g.node[k].group == g.node[i].group,
                                     group[k] == group[i]);
            }
            assert_int_equal(!g.node[i].group, size == 1);
        }
        graph_release(&g);
    }
}

/* The same graph with its nodes and links in another order. */
static void shuffled(const struct graph *g, struct graph *h, uint32_t *to)
{
    graph_init(h, g->n);
    for (uint32_t i = 0; i < g->n; i++) {
        uint32_t k = draw(i + 1);
        to[i] = to[k];
        to[k] = i;
    }
    for (uint32_t i = 0; i < g->n; i++)
        h->node[to[i]] = g->node[i];
    for (size_t left = g->m, i = draw((uint32_t)left + 1); left; left--) {
        const struct gather_edge *e = &g->edge[i++ % g->m];
        const struct gather_span *s = &g->span[e->from];
        link_at(h, to[e->u], to[e->v], s->u, s->v, s->u_words);
        strengthen(h, e->words_u);
    }
}

static void test_gather_order_does_not_matter(void **state)
{
    uint32_t to[FEW];
    struct graph g, h;

    (void)state;
    seed = 72;
    for (int round = 0; round < 1500; round++) {
        draw_graph(&g, 3);
        for (size_t i = 0; i < g.nspans; i++) { /* digests among them */
            g.span[i].u = draw(12) ? 0 : draw(3) * 300;
            g.span[i].v = draw(12) ? 0 : draw(3) * 300;
        }
        shuffled(&g, &h, to);
        int64_t groups = gathered(&g, 3);
        assert_int_equal(gathered(&h, 3), groups);
        for (size_t i = 0; i < g.n; i++) {
            assert_int_equal(g.node[i].digest, h.node[to[i]].digest);
            for (size_t k = 0; k < i; k++)
                assert_int_equal(
                    g.node[i].group && g.node[i].group == g.node[k].group,
                    h.node[to[i]].group &&
                        h.node[to[i]].group == h.node[to[k]].group);
        }
        graph_release(&g);
        graph_release(&h);
    }
}

/* ---- digests ------------------------------------------------------------- */

/* Stories of five copies each, and a page that quotes 60 words of all. */
static void test_gather_a_digest_joins_none(void **state)
{
    struct graph g;

    (void)state;
    for (uint32_t stories = 3; stories <= 40; stories++) {
        uint32_t page = 5 * stories;
        graph_init(&g, page + 1);
        g.node[page].kept = 70 * stories;
        for (uint32_t s = 0; s < stories; s++) {
            clique(&g, 5 * s, 5 * s + 5);
            for (uint32_t i = 5 * s; i < 5 * s + 5; i++)
                link_at(&g, i, page, 0, 70 * s, 60);
        }
        assert_int_equal(gathered(&g, 14), stories);
        for (uint32_t s = 0; s < stories; s++)
            in_group(&g, 5 * s, 5 * s + 5, s + 1);
        assert_int_equal(g.node[page].digest, 1);
        assert_int_equal(g.node[page].group, 0);
        for (size_t i = 0; i < page; i++)
            assert_int_equal(g.node[i].digest, 0);
        graph_release(&g);
    }
}

/* What is known to be a digest joins none, whatever it covers. */
static void test_gather_a_known_digest_stays_one(void **state)
{
    struct graph g;

    (void)state;
    graph_init(&g, 4);
    clique(&g, 0, 4);
    g.node[3].digest = 1;
    assert_int_equal(gathered(&g, 14), 1);
    in_group(&g, 0, 3, 1);
    in_group(&g, 3, 4, 0);
    assert_int_equal(g.node[3].digest, 1);
    graph_release(&g);
}

/* A copy with a paragraph that a stranger has too is a copy. */
static void test_gather_a_copy_with_a_second_place_is_none(void **state)
{
    struct graph g;

    (void)state;
    graph_init(&g, 7);
    clique(&g, 0, 5);
    clique(&g, 5, 7);
    g.node[4].kept = 260;
    link_at(&g, 4, 6, 210, 0, 40);
    assert_int_equal(gathered(&g, 14), 2);
    assert_int_equal(g.node[4].digest, 0);
    in_group(&g, 0, 5, 1);
    in_group(&g, 5, 7, 2);
    graph_release(&g);
}

/* ---- time ---------------------------------------------------------------- */

/* What could not be linked, for being too far apart, counts for nothing. */
static void test_gather_window(void **state)
{
    struct graph g;

    (void)state;
    for (int known = 0; known < 2; known++) {
        graph_init(&g, 30);
        for (uint32_t i = 0; i < 30; i++)
            g.node[i].time = START + i * DAY;
        for (uint32_t u = 0; u < 30; u++)
            for (uint32_t v = u + 1; v < 30 && v <= u + 3; v++)
                link_whole(&g, u, v);
        /* Within the window every pair is linked; without, few are. */
        int64_t groups = gathered(&g, known ? 3 : -1);
        if (known)
            assert_int_equal(groups, 1);
        else
            assert_true(groups > 2);
        graph_release(&g);
    }
}

static void test_gather_times_far_apart(void **state)
{
    struct graph g;

    (void)state;
    graph_init(&g, 4);
    g.node[0].time = INT64_MAX;
    g.node[1].time = INT64_MIN + 1;
    g.node[2].time = STORE_NO_TIME;
    g.node[3].time = 0;
    clique(&g, 0, 4);
    assert_int_equal(gathered(&g, 0), 1);
    graph_release(&g);
}

/* ---- crowds -------------------------------------------------------------- */

/* n copies, of which each was held against the same RULE_HUBS others. */
static void crowd(struct graph *g, uint32_t from, uint32_t to)
{
    uint32_t step = (to - from) / RULE_HUBS;
    for (uint32_t i = from; i < to; i++)
        for (uint32_t k = 0; k < RULE_HUBS; k++) {
            uint32_t hub = from + step / 2 + k * step;
            int is_hub =
                (i - from) % step == step / 2 && (i - from) / step < RULE_HUBS;
            if (i != hub && !(is_hub && i < hub))
                link_whole(g, i, hub);
        }
}

static double crowd_took(uint32_t n)
{
    struct graph g;

    graph_init(&g, n);
    crowd(&g, 0, n);
    clock_t start = clock();
    assert_int_equal(gathered(&g, 14), 1);
    double took = (double)(clock() - start) / CLOCKS_PER_SEC;
    in_group(&g, 0, n, 1);
    graph_release(&g);
    return took;
}

/* One story, whatever its size; n log n would take 11 times as long for ten
 * times as many, a square 100 times. */
static void test_gather_a_crowd_is_one_story(void **state)
{
    static const uint32_t sizes[] = {RULE_MANY + 1, 150, 200, 300, 1000, 2000};

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        crowd_took(sizes[i]);
    double few = crowd_took(5000), many = crowd_took(50000);
    assert_true(many < 40 * (few + 0.02));
}

/* Two crowds that a few articles tie together stay two. */
static void test_gather_two_crowds(void **state)
{
    struct graph g;

    (void)state;
    graph_init(&g, 3000);
    crowd(&g, 0, 2000);
    crowd(&g, 2000, 3000);
    for (uint32_t i = 0; i < 20; i++)
        link_at(&g, i * 7, 2000 + i * 11, 0, 100, 90);
    assert_int_equal(gathered(&g, 14), 2);
    in_group(&g, 0, 2000, 1);
    in_group(&g, 2000, 3000, 2);
    graph_release(&g);
}

/* ---- memory -------------------------------------------------------------- */

static void test_gather_every_allocation_may_fail(void **state)
{
    struct graph g;
    int64_t groups = -1;
    long n;

    (void)state;
    for (n = 0; groups < 0; n++) {
        graph_init(&g, 60);
        for (uint32_t i = 0; i < 60; i++)
            g.node[i].time = START + i * DAY;
        clique(&g, 0, 20);
        clique(&g, 20, 40);
        clique(&g, 40, 60);
        allowed = n;
        groups = gathered(&g, 5);
        allowed = -1;
        assert_true(groups == -1 || groups == 3);
        graph_release(&g);
    }
    assert_true(n > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gather_of_nothing),
        cmocka_unit_test(test_gather_two_cliques_and_one_link),
        cmocka_unit_test(test_gather_a_chain_is_no_story),
        cmocka_unit_test(test_gather_numbers_by_the_first_node),
        cmocka_unit_test(test_gather_is_average_linkage),
        cmocka_unit_test(test_gather_order_does_not_matter),
        cmocka_unit_test(test_gather_a_digest_joins_none),
        cmocka_unit_test(test_gather_a_known_digest_stays_one),
        cmocka_unit_test(test_gather_a_copy_with_a_second_place_is_none),
        cmocka_unit_test(test_gather_window),
        cmocka_unit_test(test_gather_times_far_apart),
        cmocka_unit_test(test_gather_a_crowd_is_one_story),
        cmocka_unit_test(test_gather_two_crowds),
        cmocka_unit_test(test_gather_every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
