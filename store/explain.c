/* Why two articles are in one story, or are not; and what is furniture. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shingle/shingle.h"
#include "store/article.h"
#include "store/codec.h"
#include "store/db.h"
#include "store/explaining.h"
#include "store/facts.h"
#include "store/flags.h"
#include "store/pack.h"
#include "store/pair.h"
#include "store/question.h"
#include "store/relation.h"
#include "store/work.h"

/* ---- facts that differ --------------------------------------------------- */

static char *words_between(const struct explaining *x, int side, uint32_t from,
                           uint32_t to)
{
    const struct text *t = &x->token[side];
    if (from >= to || to > t->n)
        return NULL;
    size_t len = t->end[to - 1] - t->start[from];
    char *words = malloc(len + 1);
    if (words) {
        memcpy(words, x->text[side].bytes + t->start[from], len);
        words[len] = '\0';
    }
    return words;
}

static void add_fact(struct explaining *x, uint32_t a0, uint32_t a1,
                     uint32_t b0, uint32_t b1)
{
    char *a = words_between(x, 0, a0, a1), *b = words_between(x, 1, b0, b1);
    if (a && b &&
        !db_reserve(x->s, &x->fact, &x->fact_cap, x->nfacts + 1,
                    sizeof *x->fact)) {
        x->fact[x->nfacts++] = (struct fact_row){a, b};
        return;
    }
    free(a);
    free(b);
}

/* The same token on both sides, neither of them furniture? */
static int same_token(const struct explaining *x, uint32_t a, uint32_t b)
{
    return x->token[0].hash[a] == x->token[1].hash[b];
}

/* Walks a passage: where the two sides part, up to where they meet again within
 * a gap's length, a fact is noted. */
static void list_facts(struct explaining *x, const struct passage *p)
{
    uint32_t a = p->a, b = p->b;
    uint32_t a_end = p->a + p->a_words, b_end = p->b + p->b_words;
    while (a < a_end && b < b_end) {
        if (same_token(x, a, b)) {
            a++;
            b++;
            continue;
        }
        uint32_t best_a = a_end, best_b = b_end;
        for (uint32_t i = 0; i <= OVERLAP_GAP && a + i < a_end; i++)
            for (uint32_t j = 0; j <= OVERLAP_GAP && b + j < b_end; j++)
                if (i + j < best_a - a + best_b - b &&
                    same_token(x, a + i, b + j)) {
                    best_a = a + i;
                    best_b = b + j;
                }
        if (best_a > a && best_b > b)
            add_fact(x, a, best_a, b, best_b);
        a = best_a;
        b = best_b;
    }
}

static void find_facts(struct explaining *x)
{
    const struct work *w = work_of(x->s, 0);
    if (!x->text[0].bytes || !x->text[1].bytes)
        return;
    for (int k = 0; k < 2; k++)
        if (text_fold(&x->token[k], x->text[k].bytes, x->text[k].len))
            db_no_memory(x->s);
    for (size_t i = 0; i < w->whole.npassages && !x->s->error; i++) {
        const struct passage *p = &w->whole.passage[i], *q = p - 1;
        if (i && p->a > q->a + q->a_words && p->b > q->b + q->b_words &&
            p->a - q->a - q->a_words <= GAP_MOST &&
            p->b - q->b - q->b_words <= GAP_MOST)
            add_fact(x, q->a + q->a_words, p->a, q->b + q->b_words, p->b);
        list_facts(x, p);
    }
}

/* ---- figures ------------------------------------------------------------- */

static double share(uint64_t part, uint64_t whole)
{
    return whole ? (double)part / (double)whole : 0;
}

static uint64_t common_samples(const struct explaining *x)
{
    const struct doc *a = &x->doc[0], *b = &x->doc[1];
    uint64_t n = 0;
    size_t i = 0, j = 0;
    while (i < a->sketch.n && j < b->sketch.n) {
        uint64_t h = a->sketch.sample[i].hash, g = b->sketch.sample[j].hash;
        n += h == g && !flags_has(x->s, a->site, h) &&
             !flags_has(x->s, b->site, h);
        i += h <= g;
        j += g <= h;
    }
    return n;
}

/* Both texts whole, for what changed; in furniture only where there is hardly
 * anything else. */
static int hold_whole(struct explaining *x, int mute)
{
    struct work *w = work_of(x->s, 0);
    struct side a = x->doc[0].side, b = x->doc[1].side;
    a.mute = mute ? a.aside : NULL;
    b.mute = mute ? b.aside : NULL;
    a.aside = b.aside = NULL;
    w->whole_of = NULL;
    if (overlap_index_make(&w->whole_index, &a) ||
        overlap_find(&w->whole, &w->whole_index, &b))
        return -1;
    relation_changes(&w->whole, &a, &b, &x->changes);
    return 0;
}

static int figure(struct explaining *x)
{
    struct work *w = work_of(x->s, 0);
    struct explanation *e = &x->e;
    const struct overlap *o = &w->overlap;
    w->whole_of = NULL;
    if (x->doc[0].memory && overlap_index_make(&w->index, &x->doc[0].side))
        return db_no_memory(x->s);
    if (pair_overlap(x->s, w, &x->doc[0], &x->doc[1]) ||
        pair_relation(x->s, w, &x->doc[0], &x->doc[1], &e->relation))
        return db_no_memory(x->s);
    enum relation plain =
        relation_judge(&x->s->rules, o, x->doc[0].site == x->doc[1].site);
    if (x->doc[0].memory && hold_whole(x, relation_links(plain)))
        return db_no_memory(x->s);
    x->form = !relation_links(plain);
    e->words_a = o->words_a;
    e->words_b = o->words_b;
    e->furniture_a = o->words_a - o->kept_a;
    e->furniture_b = o->words_b - o->kept_b;
    e->matched_a = o->matched_a;
    e->matched_b = o->matched_b;
    e->coverage_a = share(o->matched_a, o->kept_a);
    e->coverage_b = share(o->matched_b, o->kept_b);
    e->resemblance = overlap_resemblance(o);
    e->passages = o->npassages;
    for (size_t i = 0; i < o->npassages; i++)
        if (o->passage[i].matched > e->longest)
            e->longest = o->passage[i].matched;
    e->numbers_changed = x->changes.numbers;
    e->numbers_same = x->changes.same;
    e->samples = common_samples(x);
    return x->s->error;
}

/* ---- stories ------------------------------------------------------------- */

static int64_t story_of(struct store *s, uint32_t num, enum role *role)
{
    sqlite3_stmt *q = db_prepare(
        s, "SELECT m.story, m.role FROM membership m JOIN story s ON s.id = "
           "m.story AND s.kind = 0 WHERE m.num = ?1 ORDER BY m.role, m.story");
    int64_t story = 0;
    db_bind_int(s, q, 1, num);
    if (db_step(s, q)) {
        story = sqlite3_column_int64(q, 0);
        *role = (enum role)sqlite3_column_int(q, 1);
    }
    db_done(s, q);
    return story;
}

/* Copies of story a of which the site ran a series with a copy of story b. */
static uint64_t series_between(struct store *s, int64_t a, int64_t b)
{
    uint64_t n = 0;
    sqlite3_stmt *q = db_prepare(
        s, "SELECT count(DISTINCT x.num) FROM membership x JOIN article i ON "
           "i.num = x.num JOIN article j ON j.site = i.site JOIN membership y "
           "ON y.num = j.num JOIN pair p ON p.a = min(x.num, y.num) AND p.b = "
           "max(x.num, y.num) AND p.relation = ?3 WHERE x.story = ?1 AND "
           "x.role = 0 AND y.story = ?2 AND y.role = 0");
    db_bind_int(s, q, 1, a);
    db_bind_int(s, q, 2, b);
    db_bind_int(s, q, 3, RELATION_SERIES);
    if (db_step(s, q))
        n = (uint64_t)sqlite3_column_int64(q, 0);
    db_done(s, q);
    return n;
}

/* Whether a story has both; the number of copies of b's story, and of a's
 * links to them. */
static void place(struct explaining *x)
{
    struct store *s = x->s;
    struct explanation *e = &x->e;
    e->story_a = story_of(s, x->num[0], &e->role_a);
    e->story_b = story_of(s, x->num[1], &e->role_b);
    sqlite3_stmt *q = db_prepare(
        s, "SELECT 1 FROM membership x JOIN membership y ON y.story = x.story "
           "JOIN story s ON s.id = x.story AND s.kind = 0 "
           "WHERE x.num = ?1 AND y.num = ?2");
    db_bind_int(s, q, 1, x->num[0]);
    db_bind_int(s, q, 2, x->num[1]);
    e->together = db_step(s, q);
    db_done(s, q);
    q = db_prepare(
        s, "SELECT count(*), count(p.a) FROM membership m LEFT JOIN pair p ON "
           "p.a = min(m.num, ?2) AND p.b = max(m.num, ?2) AND p.relation "
           "BETWEEN 1 AND 5 WHERE m.story = ?1 AND m.role = 0 AND m.num <> ?2");
    db_bind_int(s, q, 1, e->story_b);
    db_bind_int(s, q, 2, x->num[0]);
    if (e->story_b && db_step(s, q)) {
        e->copies = (uint64_t)sqlite3_column_int64(q, 0);
        e->links = (uint64_t)sqlite3_column_int64(q, 1);
    }
    db_done(s, q);
    q = db_prepare(
        s, "SELECT 1 FROM membership x JOIN membership y ON y.story = x.story "
           "JOIN story s ON s.id = x.story AND s.kind = 1 "
           "WHERE x.num = ?1 AND y.num = ?2");
    db_bind_int(s, q, 1, x->num[0]);
    db_bind_int(s, q, 2, x->num[1]);
    x->stub = db_step(s, q);
    db_done(s, q);
    q = db_prepare(s, "SELECT relation FROM pair WHERE a = ?1 AND b = ?2");
    db_bind_int(s, q, 1, x->num[0] < x->num[1] ? x->num[0] : x->num[1]);
    db_bind_int(s, q, 2, x->num[0] < x->num[1] ? x->num[1] : x->num[0]);
    x->linked_pair = db_step(s, q);
    db_done(s, q);
    if (!e->together && e->story_a && e->story_b)
        x->apart = series_between(s, e->story_a, e->story_b);
}

static int load(struct explaining *x, const char *a, const char *b)
{
    struct store *s = x->s;
    const char *id[2] = {a, b};
    for (int k = 0; k < 2; k++) {
        x->num[k] = article_number(s, id[k]);
        if (!s->error && !x->num[k])
            return STORE_NOT_FOUND;
    }
    for (int k = 0; k < 2 && !s->error; k++) {
        if (!doc_load(s, &x->num[k], 1, &x->doc[k]) && !x->doc[k].num)
            return db_fail(s, STORE_ERROR, "%s: article %s cannot be read",
                           s->path, id[k]);
        question_text(s, x->num[k], &x->text[k]);
        sqlite3_stmt *q = db_prepare(s, "SELECT name FROM site WHERE id = ?1");
        db_bind_int(s, q, 1, x->doc[k].site);
        if (db_step(s, q) && db_text(q, 0))
            snprintf(x->site[k], sizeof x->site[k], "%s", db_text(q, 0));
        db_done(s, q);
    }
    x->e = (struct explanation){.a = a,
                                .b = b,
                                .site_a = x->site[0],
                                .site_b = x->site[1],
                                .time_a = x->doc[0].time,
                                .time_b = x->doc[1].time};
    return s->error;
}

int store_explain(struct store *s, const char *a, const char *b,
                  int (*each)(void *arg, const struct explanation *row),
                  void *arg)
{
    struct explaining x = {.s = s};
    work_renew(s);
    text_init(&x.token[0]);
    text_init(&x.token[1]);
    int rc = load(&x, a, b);
    if (!rc)
        rc = figure(&x);
    if (!rc) {
        find_facts(&x);
        place(&x);
        explaining_why(&x);
        x.e.facts = x.fact;
        x.e.nfacts = x.nfacts;
        rc = s->error ? s->error : each(arg, &x.e) ? STORE_STOPPED : STORE_OK;
    }
    for (size_t i = 0; i < x.nfacts; i++) {
        free((char *)(uintptr_t)x.fact[i].a);
        free((char *)(uintptr_t)x.fact[i].b);
    }
    free(x.fact);
    for (int k = 0; k < 2; k++) {
        free(x.text[k].bytes);
        text_release(&x.token[k]);
        doc_release(&x.doc[k]);
    }
    return s->error ? s->error : rc;
}
