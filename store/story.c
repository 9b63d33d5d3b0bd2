#include "store/story.h"

#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "store/article.h"
#include "store/db.h"
#include "store/facts.h"
#include "store/judge.h"
#include "store/question.h"
#include "store/relation.h"
#include "store/stub.h"
#include "store/work.h"

/* A copy or digest as it will stand in the membership table. */
struct copy {
    uint32_t group, node;
    uint8_t role;
    enum relation relation;
    uint32_t kept, matched, matched_main;
    uint32_t quoted; /* copies that a digest shares a sentence with */
    uint32_t linked; /* of these, copies that it is linked to */
};

struct fresh {
    int64_t id, old_id; /* old_id: the story most of its copies come from */
    uint32_t main;      /* node */
    uint32_t copies, digests;
    int known; /* id is that of an old story */
    int changed;
    int stub; /* a page that is no article */
};

struct writing {
    struct store *s;
    struct region *r;
    struct fresh *group;      /* 1..ngroups */
    size_t ngroups, nstories; /* groups after the stories are stubs */
    struct copy *copy;        /* by group, then node */
    size_t ncopies, cap;
    struct gather_result *result;
};

/* ---- who is in ----------------------------------------------------------- */

static int by_group(const void *x, const void *y)
{
    const struct copy *a = x, *b = y;
    if (a->group != b->group)
        return a->group < b->group ? -1 : 1;
    return a->node < b->node ? -1 : a->node > b->node;
}

static void add_copy(struct writing *w, uint32_t group, uint32_t node, int role)
{
    if (!db_reserve(w->s, &w->copy, &w->cap, w->ncopies + 1, sizeof *w->copy))
        w->copy[w->ncopies++] =
            (struct copy){.group = group, .node = node, .role = (uint8_t)role};
}

/* Adds digest node to the group of copy for what they share; words of it. */
static void add_quoted(struct writing *w, const struct gather_edge *e,
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
static void unite_copies(struct writing *w)
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
static int is_quoted(const struct writing *w, const struct copy *c)
{
    uint32_t copies = w->group[c->group].copies;
    return c->linked ||
           (c->quoted >= 2 && c->quoted >= w->s->rules.most * (double)copies);
}

/* What looked like a digest but is linked to one story only, and agrees with
 * most of that, is a copy among other things. */
static void take_back(struct writing *w)
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
static void list_copies(struct writing *w)
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
static void choose_main(struct writing *w)
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

/* ---- which number -------------------------------------------------------- */

/* So many copies of an old story are in a group now. */
struct claim {
    int64_t story;
    uint32_t group, copies;
};

static int by_story_group(const void *x, const void *y)
{
    const struct claim *a = x, *b = y;
    if (a->story != b->story)
        return a->story < b->story ? -1 : 1;
    return a->group < b->group ? -1 : a->group > b->group;
}

static int by_copies(const void *x, const void *y)
{
    const struct claim *a = x, *b = y;
    if (a->copies != b->copies)
        return a->copies > b->copies ? -1 : 1;
    return by_story_group(x, y);
}

static struct claim *list_claims(struct writing *w, size_t *n)
{
    struct region *r = w->r;
    struct claim *c = malloc((r->nold + 1) * sizeof *c);
    size_t count = 0;
    *n = 0;
    if (!c)
        return db_no_memory(w->s), NULL;
    for (size_t i = 0; i < r->nold; i++)
        if (r->old[i].role == ROLE_COPY && r->node[r->old[i].node].group)
            c[count++] = (struct claim){r->old[i].story,
                                        r->node[r->old[i].node].group, 1};
    if (count)
        qsort(c, count, sizeof *c, by_story_group);
    for (size_t i = 0; i < count; i++) {
        if (*n && !by_story_group(&c[*n - 1], &c[i]))
            c[*n - 1].copies++;
        else
            c[(*n)++] = c[i];
    }
    if (*n)
        qsort(c, *n, sizeof *c, by_copies);
    return c;
}

static void log_event(struct store *s, int64_t story, const char *event,
                      int64_t other, uint64_t copies)
{
    sqlite3_stmt *q = db_prepare(
        s, "INSERT INTO log(story, event, other, copies) VALUES(?1,?2,?3,?4)");
    db_bind_int(s, q, 1, story);
    db_bind_text(s, q, 2, event);
    db_bind_int(s, q, 3, other);
    db_bind_int(s, q, 4, (int64_t)copies);
    db_run(s, q);
}

struct old_story {
    int64_t id;
    int64_t heir; /* the story that got most of its copies; 0: none */
    uint32_t most;
    int kept; /* its number lives on */
};

static int by_id(const void *x, const void *y)
{
    const struct old_story *a = x, *b = y;
    return a->id < b->id ? -1 : a->id > b->id;
}

static struct old_story *list_stories(struct writing *w, size_t *n)
{
    struct region *r = w->r;
    struct old_story *o = calloc(r->nold + 1, sizeof *o);
    *n = 0;
    if (!o)
        return db_no_memory(w->s), NULL;
    for (size_t i = 0; i < r->nold; i++)
        o[i].id = r->old[i].story;
    if (r->nold)
        qsort(o, r->nold, sizeof *o, by_id);
    for (size_t i = 0; i < r->nold; i++)
        if (!*n || o[*n - 1].id != o[i].id)
            o[(*n)++] = o[i];
    return o;
}

static struct old_story *find_story(struct old_story *o, size_t n, int64_t id)
{
    struct old_story want = {.id = id};
    return n ? bsearch(&want, o, n, sizeof *o, by_id) : NULL;
}

/* Each old number goes to the group with most of its copies, and each group
 * takes the one that gives it most; the rest get new ones. */
static void number_groups(struct writing *w, struct old_story *old, size_t nold)
{
    struct store *s = w->s;
    size_t n;
    struct claim *c = list_claims(w, &n);
    for (size_t i = 0; c && i < n; i++) {
        struct old_story *o = find_story(old, nold, c[i].story);
        struct fresh *g = &w->group[c[i].group];
        if (!g->old_id)
            g->old_id = c[i].story;
        if (g->known || o->kept)
            continue;
        g->id = c[i].story;
        g->known = o->kept = 1;
    }
    int64_t next =
        db_number(s, "SELECT value FROM meta WHERE key='next_story'");
    for (size_t g = 1; g <= w->ngroups; g++)
        if (!w->group[g].known)
            w->group[g].id = next++;
    for (size_t i = 0; c && i < n; i++) {
        struct old_story *o = find_story(old, nold, c[i].story);
        if (c[i].copies > o->most) {
            o->most = c[i].copies;
            o->heir = w->group[c[i].group].id;
        }
    }
    sqlite3_stmt *q =
        db_prepare(s, "UPDATE meta SET value = ?1 WHERE key = 'next_story'");
    db_bind_int(s, q, 1, next);
    db_run(s, q);
    free(c);
}

/* ---- figures ------------------------------------------------------------- */

static int by_x(const void *x, const void *y)
{
    const struct couple *a = x, *b = y;
    if (a->x != b->x)
        return a->x < b->x ? -1 : 1;
    return a->y < b->y ? -1 : a->y > b->y;
}

/* What each copy shares with the main article, worked out from the texts. */
static void hold_against_main(struct writing *w)
{
    struct store *s = w->s;
    struct region *r = w->r;
    struct couples c = {0};
    for (size_t i = 0; i < w->ncopies; i++) {
        uint32_t main = w->group[w->copy[i].group].main;
        uint32_t node = w->copy[i].node;
        if (node != main &&
            !db_reserve(s, &c.at, &c.cap, c.n + 1, sizeof *c.at))
            c.at[c.n++] = (struct couple){r->num.at[main], r->num.at[node]};
    }
    if (c.n)
        qsort(c.at, c.n, sizeof *c.at, by_x);
    struct pair *p = calloc(c.n + 1, sizeof *p);
    if (!p)
        db_no_memory(s);
    else
        judge_figures(s, &c, p);
    for (size_t i = 0; i < w->ncopies && !s->error; i++) {
        struct copy *y = &w->copy[i];
        uint32_t main = w->group[y->group].main;
        if (y->node == main) {
            y->relation = RELATION_SAME;
            y->kept = y->matched = y->matched_main = r->node[main].kept;
            continue;
        }
        struct couple key = {r->num.at[main], r->num.at[y->node]};
        struct couple *at = bsearch(&key, c.at, c.n, sizeof *c.at, by_x);
        const struct pair *q = &p[at - c.at];
        int turned = q->a != r->num.at[y->node];
        y->relation = turned ? relation_turned(q->relation) : q->relation;
        y->kept = turned ? q->kept_b : q->kept_a;
        y->matched = turned ? q->matched_b : q->matched_a;
        y->matched_main = turned ? q->matched_a : q->matched_b;
    }
    free(p);
    free(c.at);
}

/* ---- stubs --------------------------------------------------------------- */

/* Whether the words of the main article are those of a stub. */
static int says_stub(struct store *s, const struct stub_phrases *phrases,
                     uint32_t num)
{
    struct kept_text text;
    unsigned count = 0;
    if (question_text(s, num, &text) || !text.bytes)
        return 0;
    struct text *t = &work_of(s, 0)->maker.text;
    if (text_fold(t, text.bytes, text.len))
        db_no_memory(s);
    else
        count = stub_phrases_count(phrases, t);
    free(text.bytes);
    return count >= STUB_PHRASES;
}

/* The same number for the same text, by the packed text or the signature. */
static uint64_t text_of(struct store *s, uint32_t num)
{
    uint64_t text = 0;
    sqlite3_stmt *q =
        db_prepare(s, "SELECT ifnull(t.body, g.body) FROM signature g LEFT "
                      "JOIN text t ON t.num = g.num WHERE g.num = ?1");
    db_bind_int(s, q, 1, num);
    if (db_step(s, q) && sqlite3_column_bytes(q, 0))
        text = XXH3_64bits(sqlite3_column_blob(q, 0),
                           (size_t)sqlite3_column_bytes(q, 0));
    db_done(s, q);
    return text;
}

static int is_served(struct writing *w, size_t from, size_t to)
{
    struct stub_copy *c = malloc((to - from) * sizeof *c);
    int served = 1;
    if (!c)
        return db_no_memory(w->s), 0;
    for (size_t i = from; i < to && served; i++) {
        const struct copy *y = &w->copy[i];
        uint32_t main = w->r->node[w->group[y->group].main].kept;
        served = y->matched >= STUB_SAME * y->kept &&
                 y->matched_main >= STUB_SAME * main;
        uint32_t num = w->r->num.at[w->copy[i].node];
        const struct fact *f = facts_get(w->s, num);
        c[i - from] =
            (struct stub_copy){f->site, facts_day(f->time), text_of(w->s, num)};
    }
    served = served && stub_is_served(c, to - from);
    free(c);
    return served;
}

static void find_stubs(struct writing *w)
{
    struct store *s = w->s;
    struct stub_phrases *phrases = stub_phrases_new();
    if (!phrases)
        db_no_memory(s);
    for (size_t i = 0, j; i < w->ncopies && !s->error; i = j) {
        struct fresh *g = &w->group[w->copy[i].group];
        uint32_t num = w->r->num.at[g->main];
        for (j = i + 1; j < w->ncopies && w->copy[j].group == w->copy[i].group;
             j++)
            ;
        if (facts_get(s, num)->words <= STUB_WORDS)
            g->stub = w->copy[i].group > w->nstories || is_served(w, i, j) ||
                      says_stub(s, phrases, num);
    }
    stub_phrases_free(phrases);
}

/* ---- writing ------------------------------------------------------------- */

/* Whether the story has other copies than before: a sum over them tells. */
static void find_changes(struct writing *w, struct old_story *old, size_t nold)
{
    struct region *r = w->r;
    uint64_t *before = calloc(nold + 1, sizeof *before);
    if (!before) {
        db_no_memory(w->s);
        return;
    }
    for (size_t i = 0; i < r->nold; i++) {
        struct old_story *o = find_story(old, nold, r->old[i].story);
        uint64_t x = (uint64_t)r->num.at[r->old[i].node] * 2 + r->old[i].role;
        before[o - old] += (x + 1) * UINT64_C(0x9e3779b97f4a7c15);
    }
    for (size_t g = 1; g <= w->ngroups; g++)
        w->group[g].changed = !w->group[g].known;
    for (size_t i = 0; i < w->ncopies; i++) {
        struct fresh *g = &w->group[w->copy[i].group];
        struct old_story *o = find_story(old, nold, g->id);
        uint64_t x = (uint64_t)r->num.at[w->copy[i].node] * 2 + w->copy[i].role;
        if (o)
            before[o - old] -= (x + 1) * UINT64_C(0x9e3779b97f4a7c15);
    }
    for (size_t g = 1; g <= w->ngroups; g++) {
        struct old_story *o = find_story(old, nold, w->group[g].id);
        if (o && before[o - old])
            w->group[g].changed = 1;
        w->result->touched += (uint64_t)w->group[g].changed;
    }
    free(before);
}

static void write_log(struct writing *w, struct old_story *old, size_t nold)
{
    for (size_t i = 0; i < nold; i++) {
        if (old[i].kept)
            continue;
        log_event(w->s, old[i].id, old[i].heir ? "merged" : "ended",
                  old[i].heir, 0);
        w->result->merged += old[i].heir != 0;
        w->result->ended += old[i].heir == 0;
    }
    for (size_t g = 1; g <= w->ngroups; g++) {
        const struct fresh *x = &w->group[g];
        if (x->known)
            continue;
        log_event(w->s, x->id, x->old_id ? "split" : "new", x->old_id,
                  x->copies);
        w->result->split += x->old_id != 0;
        w->result->fresh += x->old_id == 0;
    }
}

static int by_number(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return a < b ? -1 : a > b;
}

static uint32_t count_sites(struct writing *w, size_t from, size_t to,
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

static void write_story(struct writing *w, size_t from, size_t to)
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

static void write_all(struct writing *w, struct old_story *old, size_t nold)
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
    }
    for (size_t i = 0, j; i < w->ncopies && !s->error; i = j) {
        for (j = i + 1; j < w->ncopies && w->copy[j].group == w->copy[i].group;
             j++)
            ;
        write_story(w, i, j);
    }
}

int story_write(struct store *s, struct region *r, size_t nstories,
                size_t ngroups, struct gather_result *result)
{
    struct writing w = {.s = s,
                        .r = r,
                        .ngroups = ngroups,
                        .nstories = nstories,
                        .result = result};
    size_t nold = 0;
    struct old_story *old = list_stories(&w, &nold);
    w.group = calloc(ngroups + 1, sizeof *w.group);
    if (!w.group)
        db_no_memory(s);
    if (!s->error)
        list_copies(&w);
    if (!s->error)
        choose_main(&w);
    if (!s->error)
        number_groups(&w, old, nold);
    if (!s->error)
        hold_against_main(&w);
    if (!s->error)
        find_stubs(&w);
    if (!s->error)
        find_changes(&w, old, nold);
    if (!s->error) {
        write_log(&w, old, nold);
        write_all(&w, old, nold);
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

/* Makes groups of the same stub pages, after the n stories; all groups. */
static size_t group_stubs(struct store *s, struct region *r, size_t n)
{
    int64_t page = 0;
    size_t first = SIZE_MAX; /* of the present page, while it is alone */
    int open = 0;
    sqlite3_stmt *q =
        db_prepare(s, "SELECT num, page FROM stub ORDER BY page, num");
    while (db_step(s, q)) {
        size_t at = region_node(r, (uint32_t)sqlite3_column_int64(q, 0));
        if (first == SIZE_MAX || sqlite3_column_int64(q, 1) != page) {
            page = sqlite3_column_int64(q, 1);
            first = SIZE_MAX;
            open = 0;
        }
        if (at == SIZE_MAX || !r->alive[at] || r->node[at].group)
            continue;
        if (first == SIZE_MAX) {
            first = at;
            continue;
        }
        n += !open;
        open = 1;
        r->node[first].group = r->node[at].group = (uint32_t)n;
    }
    db_done(s, q);
    return n;
}

int story_gather(struct store *s, struct gather_result *result)
{
    struct region r = {0};
    settle_pairs(s);
    if (!s->error && db_number(s, "SELECT EXISTS(SELECT 1 FROM pending)") &&
        !region_load(s, &r)) {
        int64_t n = gather_stories(r.node, r.num.n, r.edge, r.nedges, r.span,
                                   &s->rules, s->params.window);
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

int store_gather(struct store *s, struct gather_result *result)
{
    struct gather_result none = {0};
    if (result)
        *result = none;
    if (s->error)
        return s->error;
    db_begin(s);
    story_gather(s, result ? result : &none);
    if (!s->error)
        db_commit(s);
    db_rollback(s);
    return s->error;
}
