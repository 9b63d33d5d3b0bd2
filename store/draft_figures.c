/* What copies share with the main article, and whether they are no articles. */
#include "store/draft.h"

#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "store/db.h"
#include "store/facts.h"
#include "store/judge.h"
#include "store/question.h"
#include "store/relation.h"
#include "store/stub.h"
#include "store/work.h"

/* The entry of a node in a group, or NULL. */
static struct copy *find_copy(struct draft *w, uint32_t group, uint32_t node)
{
    size_t low = 0, high = w->ncopies;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        const struct copy *c = &w->copy[mid];
        if (c->group < group || (c->group == group && c->node < node))
            low = mid + 1;
        else
            high = mid;
    }
    struct copy *c = &w->copy[low];
    return low < w->ncopies && c->group == group && c->node == node ? c : NULL;
}

static void set_figures(struct copy *y, enum relation relation, uint32_t kept,
                        uint32_t matched, uint32_t matched_main)
{
    y->relation = relation;
    y->kept = kept;
    y->matched = matched;
    y->matched_main = matched_main;
    y->figured = 1;
}

/* Figures of main articles, and of those that make a pair with them. */
static int from_pairs(struct draft *w)
{
    struct region *r = w->r;
    uint32_t *main_of = calloc(r->num.n + 1, sizeof *main_of);
    if (!main_of)
        return db_no_memory(w->s);
    for (uint32_t g = 1; g <= w->ngroups; g++) {
        uint32_t main = w->group[g].main, kept = r->node[main].kept;
        struct copy *y = find_copy(w, g, main);
        main_of[main] = g;
        if (y)
            set_figures(y, RELATION_SAME, kept, kept, kept);
    }
    for (size_t k = 0; k < r->nedges; k++) {
        const struct gather_edge *e = &r->edge[k];
        enum relation of_u = (enum relation)e->relation;
        struct copy *y;
        if (main_of[e->v] && (y = find_copy(w, main_of[e->v], e->u)))
            set_figures(y, of_u, r->node[e->u].kept, e->words_u, e->words_v);
        if (main_of[e->u] && (y = find_copy(w, main_of[e->u], e->v)))
            set_figures(y, relation_turned(of_u), r->node[e->v].kept,
                        e->words_v, e->words_u);
    }
    free(main_of);
    return STORE_OK;
}

/* The others are held against the main article once more. */
static void from_texts(struct draft *w)
{
    struct store *s = w->s;
    struct region *r = w->r;
    struct couples c = {0};
    for (size_t i = 0; i < w->ncopies; i++) {
        const struct copy *y = &w->copy[i];
        if (!y->figured && !db_reserve(s, &c.at, &c.cap, c.n + 1, sizeof *c.at))
            c.at[c.n++] = (struct couple){r->num.at[w->group[y->group].main],
                                          r->num.at[y->node]};
    }
    if (c.n)
        qsort(c.at, c.n, sizeof *c.at, couple_compare);
    struct pair *p = calloc(c.n + 1, sizeof *p);
    if (!p)
        db_no_memory(s);
    else
        judge_figures(s, &c, p);
    for (size_t i = 0; i < w->ncopies && !s->error; i++) {
        struct copy *y = &w->copy[i];
        if (y->figured)
            continue;
        struct couple key = {r->num.at[w->group[y->group].main],
                             r->num.at[y->node]};
        struct couple *at =
            bsearch(&key, c.at, c.n, sizeof *c.at, couple_compare);
        const struct pair *q = &p[at - c.at];
        if (q->a == r->num.at[y->node])
            set_figures(y, q->relation, q->kept_a, q->matched_a, q->matched_b);
        else
            set_figures(y, relation_turned(q->relation), q->kept_b,
                        q->matched_b, q->matched_a);
    }
    free(p);
    free(c.at);
}

void draft_figures(struct draft *w)
{
    if (!from_pairs(w))
        from_texts(w);
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

static int is_served(struct draft *w, size_t from, size_t to)
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

void draft_stubs(struct draft *w)
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

static int by_text_day(const void *x, const void *y)
{
    const struct stub_copy *a = x, *b = y;
    if (a->text != b->text)
        return a->text < b->text ? -1 : 1;
    return a->day < b->day ? -1 : a->day > b->day;
}

int draft_is_stub(struct store *s, const struct numbers *page)
{
    struct stub_copy *c = malloc((page->n + 1) * sizeof *c);
    struct stub_phrases *phrases = stub_phrases_new();
    int again = 0;
    if (!c || !phrases)
        db_no_memory(s);
    for (size_t i = 0; i < page->n && !s->error; i++) {
        const struct fact *f = facts_get(s, page->at[i]);
        c[i] = (struct stub_copy){f->site, facts_day(f->time), 0};
        c[i].text = text_of(s, page->at[i]);
    }
    if (!s->error && page->n)
        qsort(c, page->n, sizeof *c, by_text_day);
    for (size_t i = 1; i < page->n && !s->error; i++)
        again |= c[i].text == c[i - 1].text && c[i].day != c[i - 1].day;
    if (!s->error && !again && page->n)
        again = says_stub(s, phrases, page->at[0]);
    stub_phrases_free(phrases);
    free(c);
    return again;
}
