#include "store/choose.h"

#include <stdlib.h>
#include <string.h>

#include "store/candidate.h"
#include "store/db.h"
#include "store/flags.h"
#include "store/handing.h"
#include "store/judge.h"
#include "store/pair.h"
#include "store/relation.h"

/* ---- the table of choices ------------------------------------------------ */

static size_t slot_of(const struct choices *c, uint32_t num)
{
    size_t at = (num * UINT32_C(2654435761)) & (c->nslots - 1);
    while (c->slot[at] && c->at[c->slot[at] - 1].num != num)
        at = (at + 1) & (c->nslots - 1);
    return at;
}

static int grow(struct choices *c)
{
    size_t cap = c->cap ? 2 * c->cap : 1024;
    struct choice *at = realloc(c->at, cap * sizeof *at);
    uint32_t *slot = calloc(2 * cap, sizeof *slot);
    if (at) {
        c->at = at;
        if (slot)
            c->cap = cap;
    }
    if (!at || !slot) {
        free(slot);
        return -1;
    }
    free(c->slot);
    c->slot = slot;
    c->nslots = 2 * cap;
    for (size_t i = 0; i < c->n; i++)
        c->slot[slot_of(c, c->at[i].num)] = (uint32_t)i + 1;
    return 0;
}

int choices_note(struct choices *c, uint32_t num, int64_t rank, uint64_t record,
                 size_t *at)
{
    if (c->n == c->cap && grow(c))
        return -1;
    size_t slot = slot_of(c, num);
    if (!c->slot[slot]) {
        c->at[c->n++] =
            (struct choice){.num = num, .record = record, .rank = rank};
        c->slot[slot] = (uint32_t)c->n;
    }
    struct choice *x = &c->at[c->slot[slot] - 1];
    if (rank < x->rank) {
        x->rank = rank;
        x->record = record;
    }
    *at = (size_t)(x - c->at);
    return 0;
}

struct choice *choices_find(const struct choices *c, uint32_t num)
{
    uint32_t i = c->nslots ? c->slot[slot_of(c, num)] : 0;
    return i ? &c->at[i - 1] : NULL;
}

void choices_release(struct choices *c)
{
    free(c->at);
    free(c->slot);
    memset(c, 0, sizeof *c);
}

/* ---- choosing ------------------------------------------------------------ */

/* Who is kept of a story, once that is known. */
struct keeper {
    int64_t story;
    uint32_t num;
};

struct chooser {
    struct store *s;
    const struct choose_rule *rule;
    struct choices *c;
    uint32_t *order;       /* indices of choices, by rank */
    unsigned char *keeps;  /* per choice: it was decided that it is kept */
    struct keeper *keeper; /* open addressing by story; story 0: free */
    size_t nkeepers;
};

static double share(uint32_t part, uint32_t whole)
{
    return whole ? (double)part / whole : 0;
}

/* Whether both are one page of one site, as twins.h has it: what is the same
 * throughout may be furniture throughout, and a relation says nothing then. */
static int is_one_page(struct store *s, const struct pair *p)
{
    sqlite3_stmt *q;
    int one;
    if (!p->shared || p->shared != p->distinct_a || p->shared != p->distinct_b)
        return 0;
    q = db_prepare(s, "SELECT 1 FROM article x JOIN article y"
                      " ON y.site = x.site AND y.words = x.words"
                      " AND y.title IS x.title"
                      " WHERE x.num = ?1 AND y.num = ?2");
    db_bind_int(s, q, 1, p->a);
    db_bind_int(s, q, 2, p->b);
    one = db_step(s, q);
    db_done(s, q);
    return one;
}

/* The figures of a pair, of which x is one. */
static void set_figures(struct store *s, struct choice *x, const struct pair *p)
{
    int first = p->a == x->num;
    uint32_t all = p->distinct_a + p->distinct_b - p->shared;
    x->relation = first ? p->relation : relation_turned(p->relation);
    x->resemblance = share(p->shared, all);
    x->coverage =
        first ? share(p->matched_a, p->kept_a) : share(p->matched_b, p->kept_b);
    if (x->relation != RELATION_SAME && is_one_page(s, p)) {
        x->relation = RELATION_SAME;
        x->coverage = 1;
    }
}

/* Whether an article is kept: 1 of this run, 2 had before. */
static int is_kept(struct chooser *w, uint32_t num)
{
    const struct choice *y = choices_find(w->c, num);
    if (y)
        return w->keeps[y - w->c->at];
    return handing_had(w->s, num) ? 2 : 0;
}

/* The story that an article is a copy in; 0: none. */
static int64_t story_of(struct store *s, uint32_t num)
{
    int64_t story = 0;
    sqlite3_stmt *q = db_prepare(
        s, "SELECT m.story FROM membership m JOIN story t ON t.id = m.story"
           " WHERE m.num = ?1 AND m.role = 0 AND t.kind = 0 LIMIT 1");
    db_bind_int(s, q, 1, num);
    if (db_step(s, q))
        story = sqlite3_column_int64(q, 0);
    db_done(s, q);
    return story;
}

static int fits(struct chooser *w, const struct pair *p, int64_t story,
                uint32_t other)
{
    const struct choose_rule *r = w->rule;
    uint32_t all = p->distinct_a + p->distinct_b - p->shared;
    if (p->shared < r->resemblance * all)
        return 0;
    if (r->by == CHOOSE_STORY && story && story_of(w->s, other) == story)
        return 1;
    if (r->by != CHOOSE_STORY &&
        (p->relation == RELATION_SAME ||
         (r->by == CHOOSE_NEAR && p->relation == RELATION_NEAR)))
        return 1;
    return is_one_page(w->s, p);
}

/* Better: had before, then the same, then the nearer, then the one stored
 * first. */
static int is_better(const struct choice *x, const struct choice *best)
{
    if (!best->kept || x->earlier != best->earlier)
        return !best->kept || x->earlier;
    if ((x->relation == RELATION_SAME) != (best->relation == RELATION_SAME))
        return x->relation == RELATION_SAME;
    if (x->resemblance > best->resemblance ||
        x->resemblance < best->resemblance)
        return x->resemblance > best->resemblance;
    return x->kept < best->kept;
}

/* Looks for the best of the kept articles among those x is paired with. pages:
 * only what is one page with it. */
static void choose_by_pairs(struct chooser *w, struct choice *x, int pages)
{
    struct store *s = w->s;
    struct choice best = *x;
    struct pair *pair = NULL;
    size_t n = 0, cap = 0;
    int64_t story = w->rule->by == CHOOSE_STORY ? story_of(s, x->num) : 0;
    sqlite3_stmt *q = db_prepare(
        s, "SELECT " PAIR_COLUMNS " FROM pair WHERE a = ?1 UNION ALL "
           "SELECT " PAIR_COLUMNS " FROM pair WHERE b = ?1");
    db_bind_int(s, q, 1, x->num);
    while (db_step(s, q))
        if (!db_reserve(s, &pair, &cap, n + 1, sizeof *pair))
            pair_row_read(q, &pair[n++]);
    db_done(s, q);
    for (size_t i = 0; i < n; i++) {
        struct choice y = *x;
        int kept;
        y.kept = pair[i].a == x->num ? pair[i].b : pair[i].a;
        if (!(pages ? is_one_page(s, &pair[i])
                    : fits(w, &pair[i], story, y.kept)) ||
            !(kept = is_kept(w, y.kept)))
            continue;
        y.earlier = kept == 2;
        set_figures(s, &y, &pair[i]);
        if (is_better(&y, &best))
            best = y;
    }
    *x = best;
    free(pair);
}

static struct keeper *keeper_of(struct chooser *w, int64_t story)
{
    size_t at = (size_t)((uint64_t)story * UINT64_C(0x9E3779B97F4A7C15) >> 20) &
                (w->nkeepers - 1);
    while (w->keeper[at].story && w->keeper[at].story != story)
        at = (at + 1) & (w->nkeepers - 1);
    return &w->keeper[at];
}

/* The first copy of a story that was had before; 0: none was. */
static uint32_t had_of(struct store *s, int64_t story)
{
    uint32_t num = 0;
    sqlite3_stmt *q = db_prepare(
        s, "SELECT min(m.num) FROM membership m JOIN article a"
           " ON a.num = m.num WHERE m.story = ?1 AND m.role = 0"
           " AND NOT EXISTS(SELECT 1 FROM handing h WHERE h.num = m.num)");
    db_bind_int(s, q, 1, story);
    if (db_step(s, q))
        num = (uint32_t)sqlite3_column_int64(q, 0);
    db_done(s, q);
    return num;
}

/* One copy of a story is kept, and of what is one page, too. */
static void choose_by_story(struct chooser *w, struct choice *x)
{
    int64_t story = story_of(w->s, x->num);
    struct keeper *k;
    choose_by_pairs(w, x, 1);
    if (!story)
        return;
    k = keeper_of(w, story);
    if (!k->story) {
        uint32_t had = had_of(w->s, story);
        *k = (struct keeper){story, had ? had : x->kept ? x->kept : x->num};
    }
    if (x->kept || k->num == x->num)
        return;
    x->kept = k->num;
    x->earlier = !choices_find(w->c, k->num);
}

/* ---- figures of copies that are no pair ---------------------------------- */

static int pair_of(struct store *s, uint32_t x, uint32_t y, struct pair *p)
{
    sqlite3_stmt *q = db_prepare(s, "SELECT " PAIR_COLUMNS " FROM pair"
                                    " WHERE a = ?1 AND b = ?2");
    int there;
    db_bind_int(s, q, 1, x < y ? x : y);
    db_bind_int(s, q, 2, x < y ? y : x);
    there = db_step(s, q);
    if (there)
        pair_row_read(q, p);
    db_done(s, q);
    return there;
}

/* They are held against each other once more. */
static void figure_from_texts(struct chooser *w, struct couples *c)
{
    struct store *s = w->s;
    struct pair *p = calloc(c->n + 1, sizeof *p);
    qsort(c->at, c->n, sizeof *c->at, couple_compare);
    if (!p)
        db_no_memory(s);
    else if (!flags_open(s))
        judge_figures(s, c, p);
    for (size_t i = 0; i < c->n && !s->error; i++)
        set_figures(s, choices_find(w->c, c->at[i].y), &p[i]);
    free(p);
}

static void figure_all(struct chooser *w)
{
    struct store *s = w->s;
    struct couples c = {0};
    for (size_t i = 0; i < w->c->n && !s->error; i++) {
        struct choice *x = &w->c->at[i];
        struct pair p;
        if (!x->kept)
            continue;
        if (pair_of(s, x->num, x->kept, &p))
            set_figures(s, x, &p);
        else if (!db_reserve(s, &c.at, &c.cap, c.n + 1, sizeof *c.at))
            c.at[c.n++] = (struct couple){x->kept, x->num};
    }
    if (c.n && !s->error)
        figure_from_texts(w, &c);
    free(c.at);
}

/* What is in the story by others, and is itself no copy of the kept one, would
 * be lost. */
static void keep_strangers(struct chooser *w)
{
    for (size_t i = 0; i < w->c->n; i++) {
        struct choice *x = &w->c->at[i];
        if (x->kept && !relation_links(x->relation)) {
            x->kept = 0;
            x->earlier = 0;
            x->relation = RELATION_NONE;
            x->resemblance = x->coverage = 0;
        }
    }
}

/* -------------------------------------------------------------------------- */

/* Of indices, by the ranks that lie beside them. */
struct ranked {
    int64_t rank;
    uint64_t record;
    uint32_t index;
};

static int by_rank(const void *p, const void *q)
{
    const struct ranked *a = p, *b = q;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    return a->record < b->record ? -1 : a->record > b->record;
}

static int make_order(struct chooser *w)
{
    const struct choices *c = w->c;
    struct ranked *r = calloc(c->n + 1, sizeof *r);
    w->order = calloc(c->n + 1, sizeof *w->order);
    w->keeps = calloc(c->n + 1, 1);
    for (w->nkeepers = 64; w->nkeepers < 2 * c->n;)
        w->nkeepers *= 2;
    w->keeper = calloc(w->nkeepers, sizeof *w->keeper);
    if (!r || !w->order || !w->keeps || !w->keeper) {
        free(r);
        return db_no_memory(w->s);
    }
    for (size_t i = 0; i < c->n; i++)
        r[i] = (struct ranked){c->at[i].rank, c->at[i].record, (uint32_t)i};
    qsort(r, c->n, sizeof *r, by_rank);
    for (size_t i = 0; i < c->n; i++)
        w->order[i] = r[i].index;
    free(r);
    return STORE_OK;
}

int store_choose(struct store *s, const struct choose_rule *rule,
                 struct choices *c)
{
    struct chooser w = {.s = s, .rule = rule, .c = c};
    int by_story = rule->by == CHOOSE_STORY && !(rule->resemblance > 0);
    if (s->error)
        return s->error;
    if (!make_order(&w)) {
        for (size_t i = 0; i < c->n && !s->error; i++) {
            struct choice *x = &c->at[w.order[i]];
            if (by_story)
                choose_by_story(&w, x);
            else
                choose_by_pairs(&w, x, 0);
            w.keeps[w.order[i]] = !x->kept;
            db_progress(s, "choosing", i, c->n);
        }
        if (by_story) {
            figure_all(&w);
            keep_strangers(&w);
        }
    }
    free(w.order);
    free(w.keeps);
    free(w.keeper);
    return s->error;
}
