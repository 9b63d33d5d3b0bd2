#include "store/story.h"

#include <stdlib.h>

#include "store/article.h"
#include "store/db.h"
#include "store/draft.h"
#include "store/facts.h"
#include "store/judge.h"
#include "store/track_make.h"

/* Whether the story has other copies than before: a sum over them tells. */
static void find_changes(struct draft *w, struct old_story *old, size_t nold)
{
    struct region *r = w->r;
    uint64_t *before = calloc(nold + 1, sizeof *before);
    if (!before) {
        db_no_memory(w->s);
        return;
    }
    for (size_t i = 0; i < r->nold; i++) {
        struct old_story *o = draft_find(old, nold, r->old[i].story);
        uint64_t x = (uint64_t)r->num.at[r->old[i].node] * 2 + r->old[i].role;
        before[o - old] += (x + 1) * UINT64_C(0x9e3779b97f4a7c15);
    }
    for (size_t g = 1; g <= w->ngroups; g++)
        w->group[g].changed = !w->group[g].known;
    for (size_t i = 0; i < w->ncopies; i++) {
        struct fresh *g = &w->group[w->copy[i].group];
        struct old_story *o = draft_find(old, nold, g->id);
        uint64_t x = (uint64_t)r->num.at[w->copy[i].node] * 2 + w->copy[i].role;
        if (o)
            before[o - old] -= (x + 1) * UINT64_C(0x9e3779b97f4a7c15);
    }
    for (size_t g = 1; g <= w->ngroups; g++) {
        struct old_story *o = draft_find(old, nold, w->group[g].id);
        if (o && before[o - old])
            w->group[g].changed = 1;
        w->result->touched += w->group[g].changed && !w->group[g].stub ? 1 : 0;
    }
    free(before);
}

static int by_number(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return a < b ? -1 : a > b;
}

static uint32_t count_sites(struct draft *w, size_t from, size_t to,
                            int64_t *first, int64_t *last)
{
    uint32_t *site = malloc((to - from + 1) * sizeof *site), n = 0, sites = 0;
    *first = *last = STORE_NO_TIME;
    if (!site)
        return db_no_memory(w->s), 0;
    for (size_t i = from; i < to; i++) {
        if (w->copy[i].role != ROLE_COPY)
            continue;
        const struct fact *f = facts_get(w->s, w->r->num.at[w->copy[i].node]);
        site[n++] = f->site;
        if (f->time == STORE_NO_TIME)
            continue;
        if (*first == STORE_NO_TIME || f->time < *first)
            *first = f->time;
        if (f->time > *last)
            *last = f->time;
    }
    qsort(site, n, sizeof *site, by_number);
    for (uint32_t i = 0; i < n; i++)
        sites += !i || site[i] != site[i - 1];
    free(site);
    return sites;
}

static void write_story(struct draft *w, size_t from, size_t to)
{
    struct store *s = w->s;
    const struct fresh *g = &w->group[w->copy[from].group];
    int64_t first, last;
    uint32_t sites = count_sites(w, from, to, &first, &last);
    sqlite3_stmt *q = db_prepare(
        s, "INSERT INTO story VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    db_bind_int(s, q, 1, g->id);
    db_bind_int(s, q, 2, g->copies);
    db_bind_int(s, q, 3, sites);
    db_bind_int(s, q, 4, g->digests);
    db_bind_time(s, q, 5, first);
    db_bind_time(s, q, 6, last);
    db_bind_int(s, q, 7, w->r->num.at[g->main]);
    db_bind_int(s, q, 8, g->stub);
    db_run(s, q);
    for (size_t i = from; i < to && !s->error; i++) {
        const struct copy *c = &w->copy[i];
        q = db_prepare(
            s, "INSERT INTO membership VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)");
        db_bind_int(s, q, 1, g->id);
        db_bind_int(s, q, 2, w->r->num.at[c->node]);
        db_bind_int(s, q, 3, c->role);
        db_bind_int(s, q, 4, c->relation);
        db_bind_int(s, q, 5, c->kept);
        db_bind_int(s, q, 6, c->matched);
        db_bind_int(s, q, 7, c->matched_main);
        db_run(s, q);
    }
}

static void write_all(struct draft *w, struct old_story *old, size_t nold)
{
    struct store *s = w->s;
    for (size_t i = 0; i < nold && !s->error; i++) {
        sqlite3_stmt *q =
            db_prepare(s, "DELETE FROM membership WHERE story = ?1");
        db_bind_int(s, q, 1, old[i].id);
        db_run(s, q);
        q = db_prepare(s, "DELETE FROM story WHERE id = ?1");
        db_bind_int(s, q, 1, old[i].id);
        db_run(s, q);
        track_forget(s, old[i].id);
    }
    for (size_t i = 0, j; i < w->ncopies && !s->error; i = j) {
        for (j = i + 1; j < w->ncopies && w->copy[j].group == w->copy[i].group;
             j++)
            ;
        write_story(w, i, j);
    }
}

/* How the stories spread; pages that are no articles do not. */
static void track_all(struct draft *w)
{
    int64_t *story = malloc((w->ngroups + 1) * sizeof *story);
    size_t n = 0;
    if (!story) {
        db_no_memory(w->s);
        return;
    }
    for (size_t g = 1; g <= w->ngroups; g++)
        if (!w->group[g].stub)
            story[n++] = w->group[g].id;
    if (!w->s->error)
        track_make(w->s, story, n);
    free(story);
}

int story_write(struct store *s, struct region *r, size_t nstories,
                size_t ngroups, struct gather_result *result)
{
    struct draft w = {.s = s,
                      .r = r,
                      .ngroups = ngroups,
                      .nstories = nstories,
                      .result = result};
    size_t nold = 0;
    struct old_story *old = draft_old(&w, &nold);
    w.group = calloc(ngroups + 1, sizeof *w.group);
    if (!w.group)
        db_no_memory(s);
    if (!s->error)
        draft_list(&w);
    if (!s->error)
        draft_number(&w, old, nold);
    if (!s->error)
        draft_figures(&w);
    if (!s->error)
        draft_stubs(&w);
    if (!s->error)
        find_changes(&w, old, nold);
    if (!s->error) {
        int64_t before = draft_log(&w, old, nold);
        write_all(&w, old, nold);
        draft_log_times(&w, before);
        track_all(&w);
    }
    free(old);
    free(w.group);
    free(w.copy);
    return s->error;
}

/* Pairs first: they may touch further articles. */
static void settle_pairs(struct store *s)
{
    struct numbers stale = {0}, touched = {0};
    sqlite3_stmt *q =
        db_prepare(s, "SELECT num FROM pending WHERE what = 1 ORDER BY num");
    while (db_step(s, q))
        numbers_add(s, &stale, (uint32_t)sqlite3_column_int64(q, 0));
    db_done(s, q);
    if (stale.n)
        judge_again(s, &stale, &touched);
    numbers_settle(&touched);
    for (size_t i = 0; i < touched.n && !s->error; i++)
        article_pending(s, touched.at[i], PENDING_STORY);
    db_exec(s, "DELETE FROM pending WHERE what = 1");
    free(stale.at);
    free(touched.at);
}

/* Makes one group of the pages, after the first n; all groups. */
static size_t group_page(struct store *s, struct region *r,
                         struct numbers *page, size_t n)
{
    if (page->n > 1 && draft_is_stub(s, page)) {
        n++;
        for (size_t i = 0; i < page->n; i++)
            r->node[region_node(r, page->at[i])].group = (uint32_t)n;
    }
    page->n = 0;
    return n;
}

/* Makes groups of the same stub pages, after the n stories; all groups. */
static size_t group_stubs(struct store *s, struct region *r, size_t n)
{
    struct numbers page = {0};
    int64_t last = -1;
    sqlite3_stmt *q =
        db_prepare(s, "SELECT num, page FROM stub ORDER BY page, num");
    while (db_step(s, q)) {
        uint32_t num = (uint32_t)sqlite3_column_int64(q, 0);
        size_t at = region_node(r, num);
        if (sqlite3_column_int64(q, 1) != last)
            n = group_page(s, r, &page, n);
        last = sqlite3_column_int64(q, 1);
        if (at != SIZE_MAX && r->alive[at] && !r->node[at].group)
            numbers_add(s, &page, num);
    }
    db_done(s, q);
    n = group_page(s, r, &page, n);
    free(page.at);
    return n;
}

int story_gather(struct store *s, struct gather_result *result)
{
    struct region r = {0};
    settle_pairs(s);
    if (!s->error && db_number(s, "SELECT EXISTS(SELECT 1 FROM pending)") &&
        !region_load(s, &r)) {
        int64_t n =
            gather_stories(r.node, r.num.n, r.edge, r.nedges, r.span, r.apart,
                           r.napart, &s->rules, s->params.window);
        if (n < 0)
            db_no_memory(s);
        else
            story_write(s, &r, (size_t)n, group_stubs(s, &r, (size_t)n),
                        result);
        db_exec(s, "DELETE FROM pending");
    }
    region_release(&r);
    return s->error;
}

/* A file that fits a batch is derived anew as a whole: then it does not matter
 * at all in how many parts its articles came. */
static int is_small(struct store *s)
{
    return db_number(s, "SELECT EXISTS(SELECT 1 FROM pending)") &&
           db_number(s, "SELECT count(*) FROM article") <= STORY_SMALL;
}

int store_gather(struct store *s, struct gather_result *result)
{
    struct gather_result none = {0};
    if (result)
        *result = none;
    if (s->error)
        return s->error;
    if (is_small(s))
        return story_rebuild(s, result, 0);
    db_begin(s);
    story_gather(s, result ? result : &none);
    if (!s->error)
        db_commit(s);
    db_rollback(s);
    return s->error;
}
