#include "store/judge.h"

#include <stdlib.h>
#include <string.h>

#include "store/db.h"
#include "store/facts.h"
#include "store/kept.h"
#include "store/pair.h"
#include "store/shelf.h"
#include "store/work.h"

struct round {
    struct store *s;
    const struct couple *couple; /* sorted by x */
    const size_t *start;         /* per different x: its first couple */
    struct pair *pair;           /* per couple */
    struct shelf shelf;
    int *failed; /* per worker */
};

int couple_compare(const void *p, const void *q)
{
    const struct couple *a = p, *b = q;
    if (a->x != b->x)
        return a->x < b->x ? -1 : 1;
    return a->y < b->y ? -1 : a->y > b->y;
}

/* All couples of one x. */
static void judge_one(void *arg, unsigned worker, size_t i)
{
    struct round *r = arg;
    struct work *w = work_of(r->s, worker);
    const struct doc *x = shelf_get(&r->shelf, r->couple[r->start[i]].x);
    if (!x || r->failed[worker])
        return;
    w->whole_of = NULL;
    if (x->memory && overlap_index_make(&w->index, &x->side)) {
        r->failed[worker] = 1;
        return;
    }
    for (size_t k = r->start[i]; k < r->start[i + 1]; k++) {
        const struct doc *y = shelf_get(&r->shelf, r->couple[k].y);
        if (y && (pair_overlap(r->s, w, x, y) ||
                  pair_make(r->s, &r->pair[k], w, x, y)))
            r->failed[worker] = 1;
    }
}

static void forget(struct store *s, uint32_t x, uint32_t y,
                   struct numbers *touched)
{
    sqlite3_stmt *q = db_prepare(s, "DELETE FROM pair WHERE a = ?1 AND b = ?2");
    db_bind_int(s, q, 1, x < y ? x : y);
    db_bind_int(s, q, 2, x < y ? y : x);
    db_run(s, q);
    if (sqlite3_changes(s->sql)) {
        numbers_add(s, touched, x);
        numbers_add(s, touched, y);
    }
}

static void write_pairs(struct round *r, size_t n, struct numbers *touched)
{
    struct store *s = r->s;
    for (size_t k = 0; k < n; k++) {
        if (s->error) {
            free(r->pair[k].passages);
        } else if (r->pair[k].relation == RELATION_NONE) {
            if (!shelf_in_batch(&r->shelf, r->couple[k].x))
                forget(s, r->couple[k].x, r->couple[k].y, touched);
        } else {
            numbers_add(s, touched, r->couple[k].x);
            numbers_add(s, touched, r->couple[k].y);
            pair_put(s, &r->pair[k]);
        }
    }
}

/* Judges couples [0, n), whose docs are at hand, into r->pair. */
static int judge_round(struct round *r, size_t n)
{
    struct store *s = r->s;
    size_t *start = malloc((n + 1) * sizeof *start), nx = 0;
    r->failed = calloc(s->threads, sizeof *r->failed);
    if (start && r->failed) {
        for (size_t k = 0; k < n; k++)
            if (!k || r->couple[k].x != r->couple[k - 1].x)
                start[nx++] = k;
        start[nx] = n;
        r->start = start;
        pool_run(s->pool, nx, 4, judge_one, r);
        for (unsigned i = 0; i < s->threads; i++)
            if (r->failed[i])
                db_no_memory(s);
    } else {
        db_no_memory(s);
    }
    free(start);
    free(r->failed);
    return s->error;
}

/* How many couples from k on need at most SHELF_MOST articles; those in need.
 */
static size_t plan(struct round *r, const struct couples *c, size_t k,
                   struct numbers *need)
{
    size_t from = k;
    need->n = 0;
    while (k < c->n && need->n < SHELF_MOST && !r->s->error) {
        uint32_t x = c->at[k].x;
        if (!shelf_in_batch(&r->shelf, x))
            numbers_add(r->s, need, x);
        for (; k < c->n && c->at[k].x == x; k++)
            if (!shelf_in_batch(&r->shelf, c->at[k].y))
                numbers_add(r->s, need, c->at[k].y);
        if (need->n >= SHELF_MOST)
            numbers_settle(need);
    }
    numbers_settle(need);
    return k - from;
}

/* Loads what couples [k, k + result) need and judges them into r->pair. */
static size_t next_round(struct round *r, const struct couples *c, size_t k,
                         struct numbers *need)
{
    struct store *s = r->s;
    size_t count = plan(r, c, k, need);
    r->couple = c->at + k;
    if (!shelf_load(s, &r->shelf, need))
        judge_round(r, count);
    shelf_clear(s, &r->shelf);
    return count;
}

/* The later article first, each couple once. */
static void settle(struct couples *c)
{
    size_t n = 0;
    for (size_t i = 0; i < c->n; i++)
        if (c->at[i].x < c->at[i].y)
            c->at[i] = (struct couple){c->at[i].y, c->at[i].x};
    qsort(c->at, c->n, sizeof *c->at, couple_compare);
    for (size_t i = 0; i < c->n; i++)
        if (!n || couple_compare(&c->at[n - 1], &c->at[i]))
            c->at[n++] = c->at[i];
    c->n = n;
}

int judge_couples(struct store *s, struct couples *c, struct doc *doc, size_t n,
                  uint32_t first, struct numbers *touched)
{
    struct round r = {.s = s,
                      .shelf = {.batch = doc, .nbatch = n, .first = first}};
    struct numbers need = {0};
    if (work_open(s) || !c->n)
        return s->error;
    settle(c);
    if (!(r.pair = calloc(c->n, sizeof *r.pair)))
        return db_no_memory(s);
    struct pair *all = r.pair;
    for (size_t k = 0, count; k < c->n && !s->error; k += count) {
        r.pair = all + k;
        count = next_round(&r, c, k, &need);
        write_pairs(&r, count, touched);
        db_progress(s, "comparing", k + count, c->n);
    }
    free(all);
    free(need.at);
    return s->error;
}

int judge_figures(struct store *s, const struct couples *c, struct pair *out)
{
    struct round r = {.s = s};
    struct numbers need = {0};
    if (work_open(s))
        return s->error;
    memset(out, 0, c->n * sizeof *out);
    for (size_t k = 0, count; k < c->n && !s->error; k += count) {
        r.pair = out + k;
        count = next_round(&r, c, k, &need);
    }
    for (size_t k = 0; k < c->n; k++) {
        free(out[k].passages);
        out[k].passages = NULL;
    }
    free(need.at);
    return s->error;
}

/* Stale articles at a time. */
#define STALE_MOST 4096

/* Extra samples are for articles with less left than least * modulus words.
 * Hardly any has that and is so many times longer. */
#define STALE_LONG 2

/* What stale articles newly meet by their extra samples. */
static void extend_stale(struct store *s, const struct numbers *stale,
                         struct couples *out)
{
    uint32_t limit = STALE_LONG * s->params.least * s->params.modulus;
    for (size_t i = 0; i < stale->n && !s->error; i += STALE_MOST) {
        size_t n = stale->n - i < STALE_MOST ? stale->n - i : STALE_MOST;
        struct doc *doc = calloc(n, sizeof *doc);
        size_t alive = 0;
        struct numbers small = {0};
        if (!doc) {
            db_no_memory(s);
            return;
        }
        for (size_t k = 0; k < n; k++)
            if (facts_get(s, stale->at[i + k])->words < limit)
                numbers_add(s, &small, stale->at[i + k]);
        n = small.n;
        doc_load(s, small.at, n, doc);
        for (size_t k = 0; k < n; k++)
            if (doc[k].num)
                doc[alive++] = doc[k];
        if (!s->error)
            candidate_extend(s, doc, alive, out);
        for (size_t k = 0; k < alive; k++)
            kept_put(s, &doc[k]);
        free(doc);
        free(small.at);
    }
}

int judge_again(struct store *s, const struct numbers *stale,
                struct numbers *touched)
{
    struct couples c = {0};
    for (size_t i = 0; i < stale->n && !s->error; i++) {
        sqlite3_stmt *q =
            db_prepare(s, "SELECT a, b FROM pair WHERE a = ?1 UNION ALL "
                          "SELECT a, b FROM pair WHERE b = ?1");
        db_bind_int(s, q, 1, stale->at[i]);
        while (db_step(s, q))
            if (!db_reserve(s, &c.at, &c.cap, c.n + 1, sizeof *c.at))
                c.at[c.n++] =
                    (struct couple){(uint32_t)sqlite3_column_int64(q, 0),
                                    (uint32_t)sqlite3_column_int64(q, 1)};
        db_done(s, q);
    }
    extend_stale(s, stale, &c);
    if (!s->error)
        judge_couples(s, &c, NULL, 0, 0, touched);
    free(c.at);
    return s->error;
}
