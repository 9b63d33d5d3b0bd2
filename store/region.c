#include <stdlib.h>
#include <string.h>

#include "store/article.h"
#include "store/db.h"
#include "store/facts.h"
#include "store/relation.h"
#include "store/site.h"
#include "store/story.h"

/* Where more than one article in so many is pending, all are loaded in one
 * scan; a walk from article to article costs some ten times as much each. */
#define SCAN_SHARE 8

void region_release(struct region *r)
{
    free(r->num.at);
    free(r->node);
    free(r->alive);
    free(r->outer);
    free(r->aside);
    free(r->edge);
    free(r->apart);
    free(r->span);
    free(r->old);
    memset(r, 0, sizeof *r);
}

size_t region_node(const struct region *r, uint32_t num)
{
    size_t low = 0, high = r->num.n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (r->num.at[mid] < num)
            low = mid + 1;
        else
            high = mid;
    }
    return low < r->num.n && r->num.at[low] == num ? low : SIZE_MAX;
}

/* A set of article numbers that is asked often: open addressing. */
struct seen {
    uint32_t *slot;
    size_t n, slots;
};

static int seen_put(struct store *s, struct seen *v, uint32_t num)
{
    if (2 * (v->n + 1) > v->slots) {
        struct seen more = {NULL, 0, v->slots ? 2 * v->slots : 1024};
        if (!(more.slot = calloc(more.slots, sizeof *more.slot)))
            return db_no_memory(s), 0;
        for (size_t i = 0; i < v->slots; i++)
            if (v->slot[i])
                seen_put(s, &more, v->slot[i]);
        free(v->slot);
        *v = more;
    }
    size_t i = num * UINT32_C(0x9e3779b1) & (v->slots - 1);
    while (v->slot[i] && v->slot[i] != num)
        i = (i + 1) & (v->slots - 1);
    if (v->slot[i])
        return 0;
    v->slot[i] = num;
    v->n++;
    return 1;
}

static void visit(struct store *s, struct region *r, struct seen *v,
                  uint32_t num)
{
    if (seen_put(s, v, num))
        numbers_add(s, &r->num, num);
}

static void visit_rows(struct store *s, struct region *r, struct seen *v,
                       const char *text, int64_t key)
{
    sqlite3_stmt *q = db_prepare(s, text);
    if (q && sqlite3_bind_parameter_count(q))
        db_bind_int(s, q, 1, key);
    while (db_step(s, q))
        visit(s, r, v, (uint32_t)sqlite3_column_int64(q, 0));
    db_done(s, q);
}

/* Links only: quotations and series join nothing. */
#define LINKING " AND relation BETWEEN 1 AND 5"
#define QUOTING " AND relation = 6"

static int is_digest(struct store *s, uint32_t num)
{
    sqlite3_stmt *q = db_prepare(
        s, "SELECT 1 FROM membership WHERE num = ?1 AND role = 1 LIMIT 1");
    db_bind_int(s, q, 1, num);
    int there = db_step(s, q);
    db_done(s, q);
    return there;
}

/* From article to article along links and common stories. A digest that is
 * not pending is reached but not passed: its links are in other stories. Nor
 * are articles passed that share a quotation only. These are listed in outer;
 * they take part in no group. */
static void walk(struct store *s, struct region *r, struct numbers *outer)
{
    struct seen v = {0};
    visit_rows(s, r, &v, "SELECT DISTINCT num FROM pending", 0);
    size_t pending = r->num.n;
    for (size_t i = 0; i < r->num.n && !s->error; i++) {
        uint32_t num = r->num.at[i];
        if (i >= pending && is_digest(s, num)) {
            numbers_add(s, outer, num);
            continue;
        }
        visit_rows(s, r, &v, "SELECT b FROM pair WHERE a = ?1" LINKING, num);
        visit_rows(s, r, &v, "SELECT a FROM pair WHERE b = ?1" LINKING, num);
        visit_rows(s, r, &v,
                   "SELECT num FROM membership WHERE story IN "
                   "(SELECT story FROM membership WHERE num = ?1)",
                   num);
        visit_rows(s, r, &v,
                   "SELECT num FROM stub WHERE page IN "
                   "(SELECT page FROM stub WHERE num = ?1)",
                   num);
    }
    size_t inner = r->num.n;
    for (size_t i = 0; i < inner && !s->error; i++) {
        uint32_t num = r->num.at[i];
        visit_rows(s, r, &v, "SELECT b FROM pair WHERE a = ?1" QUOTING, num);
        visit_rows(s, r, &v, "SELECT a FROM pair WHERE b = ?1" QUOTING, num);
    }
    for (size_t i = inner; i < r->num.n && !s->error; i++)
        numbers_add(s, outer, r->num.at[i]);
    free(v.slot);
}

static void scan(struct store *s, struct region *r)
{
    struct seen v = {0};
    visit_rows(s, r, &v,
               "SELECT num FROM pending UNION SELECT num FROM membership "
               "UNION SELECT num FROM stub UNION SELECT a FROM pair UNION "
               "SELECT b FROM pair",
               0);
    free(v.slot);
}

static void load_nodes(struct store *s, struct region *r,
                       const struct numbers *outer)
{
    size_t n = r->num.n;
    r->node = calloc(n + 1, sizeof *r->node);
    r->alive = calloc(n + 1, 1);
    r->outer = calloc(n + 1, 1);
    r->aside = calloc(n + 1, 1);
    if (!r->node || !r->alive || !r->outer || !r->aside) {
        db_no_memory(s);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const struct fact *f = facts_get(s, r->num.at[i]);
        r->node[i].time = f->time;
        r->node[i].kept = f->words;
        r->alive[i] = f->site != 0;
    }
    for (size_t i = 0; i < outer->n; i++) {
        size_t at = region_node(r, outer->at[i]);
        r->outer[at] = 1;
        r->aside[at] = !is_digest(s, outer->at[i]);
        r->node[at].digest = 1;
    }
}

static void add_edge(struct store *s, struct region *r, const struct pair *p,
                     size_t u, size_t v, struct passage **buffer, size_t *cap)
{
    size_t n = 0;
    if (pair_passages(p->passages, p->size, buffer, &n, cap)) {
        db_fail(s, STORE_ERROR,
                "%s: pair %u, %u is damaged; `wireprint rebuild` makes all "
                "pairs anew",
                s->path, p->a, p->b);
        return;
    }
    if (db_reserve(s, &r->edge, &r->edge_cap, r->nedges + 1, sizeof *r->edge) ||
        db_reserve(s, &r->span, &r->span_cap, r->nspans + n, sizeof *r->span))
        return;
    r->node[u].kept = p->kept_a;
    r->node[v].kept = p->kept_b;
    r->edge[r->nedges++] = (struct gather_edge){(uint32_t)u,
                                                (uint32_t)v,
                                                p->matched_a,
                                                p->matched_b,
                                                (uint32_t)r->nspans,
                                                (uint32_t)(r->nspans + n),
                                                !relation_links(p->relation),
                                                (uint8_t)p->relation};
    for (size_t i = 0; i < n; i++)
        r->span[r->nspans++] =
            (struct gather_span){(*buffer)[i].a, (*buffer)[i].a_words,
                                 (*buffer)[i].b, (*buffer)[i].b_words};
}

/* A form filled in twice on a day tells nothing of other sites: four towns'
 * grants of one day, each announced by two senators, are not told apart. */
static void add_apart(struct store *s, struct region *r, size_t u, size_t v)
{
    const struct fact a = *facts_get(s, r->num.at[u]);
    const struct fact b = *facts_get(s, r->num.at[v]);
    if (a.site == SITE_UNKNOWN || a.site != b.site ||
        facts_day(a.time) == facts_day(b.time))
        return;
    if (!db_reserve(s, &r->apart, &r->apart_cap, r->napart + 1,
                    sizeof *r->apart))
        r->apart[r->napart++] = (struct gather_apart){(uint32_t)u, (uint32_t)v};
}

static void load_edges(struct store *s, struct region *r, int whole)
{
    struct passage *buffer = NULL;
    size_t cap = 0;
    for (size_t i = 0; i < (whole ? 1 : r->num.n) && !s->error; i++) {
        sqlite3_stmt *q =
            whole ? db_prepare(s, "SELECT " PAIR_COLUMNS " FROM pair WHERE "
                                  "relation BETWEEN 1 AND 7")
                  : db_prepare(s, "SELECT " PAIR_COLUMNS
                                  " FROM pair WHERE a = ?1 AND relation "
                                  "BETWEEN 1 AND 7");
        if (!whole)
            db_bind_int(s, q, 1, r->num.at[i]);
        while (db_step(s, q)) {
            struct pair p;
            pair_row_read(q, &p);
            size_t u = region_node(r, p.a), v = region_node(r, p.b);
            if (u == SIZE_MAX || v == SIZE_MAX)
                continue;
            if (p.relation == RELATION_SERIES)
                add_apart(s, r, u, v);
            else
                add_edge(s, r, &p, u, v, &buffer, &cap);
        }
        db_done(s, q);
    }
    free(buffer);
}

static int by_story(const void *x, const void *y)
{
    const struct old_copy *a = x, *b = y;
    return a->story < b->story ? -1 : a->story > b->story;
}

/* Memberships of the nodes that are no outer digests; and then of those that
 * are, but not in stories that have no other article here: these stay as they
 * are. */
static void load_old(struct store *s, struct region *r, int outer)
{
    size_t inner = r->nold;
    if (inner)
        qsort(r->old, inner, sizeof *r->old, by_story);
    for (size_t i = 0; i < r->num.n && !s->error; i++) {
        if (r->outer[i] != outer)
            continue;
        sqlite3_stmt *q =
            db_prepare(s, "SELECT story, role FROM membership WHERE num = ?1");
        db_bind_int(s, q, 1, r->num.at[i]);
        while (db_step(s, q)) {
            struct old_copy old = {sqlite3_column_int64(q, 0), (uint32_t)i,
                                   (uint8_t)sqlite3_column_int64(q, 1)};
            if (outer && (!inner || !bsearch(&old, r->old, inner,
                                             sizeof *r->old, by_story)))
                continue;
            if (!db_reserve(s, &r->old, &r->old_cap, r->nold + 1,
                            sizeof *r->old))
                r->old[r->nold++] = old;
        }
        db_done(s, q);
    }
}

int region_load(struct store *s, struct region *r)
{
    memset(r, 0, sizeof *r);
    int64_t pending = db_number(s, "SELECT count(*) FROM pending");
    int64_t all = db_number(s, "SELECT count(*) FROM article");
    int whole = pending * SCAN_SHARE > all;
    struct numbers outer = {0};
    if (whole)
        scan(s, r);
    else
        walk(s, r, &outer);
    numbers_settle(&r->num);
    if (!s->error)
        load_nodes(s, r, &outer);
    if (!s->error)
        load_edges(s, r, whole);
    if (!s->error)
        load_old(s, r, 0);
    if (!s->error && outer.n)
        load_old(s, r, 1);
    free(outer.at);
    return s->error;
}
