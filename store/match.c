/*
 * Who ran this text?
 *
 * The site of a text asked about is not known as a rule, nor what is furniture
 * there. Where it turns out to be a page that the file has, it is taken to be
 * of that page's site, and asked about once more.
 */
#include <stdlib.h>
#include <string.h>

#include "store/candidate.h"
#include "store/codec.h"
#include "store/db.h"
#include "store/facts.h"
#include "store/flags.h"
#include "store/pair.h"
#include "store/posting.h"
#include "store/relation.h"
#include "store/rules.h"
#include "store/site.h"
#include "store/work.h"

#define MATCH_WORDS 12

/* A text is a page of the file, but for a line or two, from this resemblance
 * on: the headline is in one of them, or the date. */
#define MATCH_PAGE 0.9

/* A stub may have a reference number of its own; in 30 words that takes 10 of
 * 26 shingles. */
#define MATCH_STUB 0.4

struct match {
    uint32_t num;
    struct pair pair; /* a: the text asked about */
    uint32_t words;
    struct passage longest;
};

struct asking {
    struct store *s;
    const struct match_filter *filter;
    struct doc doc; /* the text asked about */
    unsigned words; /* matched ones wanted */
    struct match *match;
    size_t n, cap;
    double most;   /* resemblance to any candidate, */
    uint32_t site; /* and its site */
};

static int by_matched(const void *x, const void *y)
{
    const struct match *a = x, *b = y;
    if (a->pair.matched_a != b->pair.matched_a)
        return a->pair.matched_a > b->pair.matched_a ? -1 : 1;
    if (a->pair.matched_b != b->pair.matched_b)
        return a->pair.matched_b > b->pair.matched_b ? -1 : 1;
    return a->num < b->num ? -1 : a->num > b->num;
}

/* Holds the text against one kept article, and keeps that if it has words
 * enough. */
static int hold(struct asking *a, const struct doc *y)
{
    struct store *s = a->s;
    struct work *w = work_of(s, 0);
    const struct overlap *o = &w->overlap;
    enum relation relation;
    if (pair_overlap(s, w, &a->doc, y) ||
        pair_relation(s, w, &a->doc, y, &relation))
        return db_no_memory(s);
    if (overlap_resemblance(o) > a->most) {
        a->most = overlap_resemblance(o);
        a->site = y->site;
    }
    if (o->matched_a < a->words)
        return STORE_OK;
    if (db_reserve(s, &a->match, &a->cap, a->n + 1, sizeof *a->match))
        return s->error;
    if (relation == RELATION_NONE &&
        o->matched_a >= s->rules.contains * o->kept_a)
        relation = RELATION_WITHIN; /* too short to make a link of */
    struct match *m = &a->match[a->n++];
    *m = (struct match){.num = y->num, .words = y->side.words};
    m->pair = (struct pair){.relation = relation,
                            .kept_a = o->kept_a,
                            .kept_b = o->kept_b,
                            .matched_a = o->matched_a,
                            .matched_b = o->matched_b,
                            .distinct_a = o->distinct_a,
                            .distinct_b = o->distinct_b,
                            .shared = o->shared};
    for (size_t i = 0; i < o->npassages; i++)
        if (o->passage[i].matched > m->longest.matched)
            m->longest = o->passage[i];
    return STORE_OK;
}

/* Loads the candidates some at a time and holds the text against them. */
static int hold_all(struct asking *a, const struct numbers *found)
{
    enum { SOME = 256 };
    struct store *s = a->s;
    for (size_t from = 0; from < found->n && !s->error; from += SOME) {
        size_t some = found->n - from < SOME ? found->n - from : SOME;
        struct doc doc[SOME];
        doc_load(s, found->at + from, some, doc);
        for (size_t i = 0; i < some && !s->error; i++)
            if (doc[i].num)
                hold(a, &doc[i]);
        for (size_t i = 0; i < some; i++)
            doc_release(&doc[i]);
    }
    return s->error;
}

static int list_all(struct store *s, struct numbers *out)
{
    if (s->params.no_text)
        return db_fail(s, STORE_REFUSED,
                       "%s keeps no texts: there is nothing to scan", s->path);
    sqlite3_stmt *q = db_prepare(s, "SELECT num FROM article ORDER BY num");
    while (db_step(s, q))
        numbers_add(s, out, (uint32_t)sqlite3_column_int64(q, 0));
    return db_done(s, q);
}

/* Finds all matches, what is furniture on the site set aside; 0: not known. */
static int find(struct asking *a, uint32_t site)
{
    struct store *s = a->s;
    struct work *w = work_of(s, 0);
    struct numbers found = {0};
    a->n = 0;
    a->doc.site = site;
    doc_mask(s, &a->doc);
    if (a->filter->scan)
        list_all(s, &found);
    else
        candidate_match(s, &a->doc, &found);
    w->whole_of = NULL;
    if (!s->error && overlap_index_make(&w->index, &a->doc.side))
        db_no_memory(s);
    if (!s->error)
        hold_all(a, &found);
    free(found.at);
    return s->error;
}

/* The number of a site the file knows; 0: it does not. */
static uint32_t known_site(struct store *s, const char *of)
{
    char domain[256], name[256];
    uint32_t site = 0;
    if (!of)
        return 0;
    site_domain(of, domain, sizeof domain);
    site_name(of, name, sizeof name);
    if (!*domain && !*name)
        return 0;
    sqlite3_stmt *q =
        db_prepare(s, "SELECT id FROM site WHERE name IN (?1, ?2) "
                      "ORDER BY name <> ?1");
    db_bind_text(s, q, 1, domain);
    db_bind_text(s, q, 2, name);
    if (db_step(s, q))
        site = (uint32_t)sqlite3_column_int64(q, 0);
    db_done(s, q);
    return site;
}

/* The longest passage in the text asked about, less furniture at its ends. */
static void show_passage(const struct match *m, const struct asking *a,
                         const struct text *t, const char *text,
                         struct match_row *row)
{
    const uint8_t *aside = a->doc.side.aside;
    size_t from = m->longest.a, to = from + m->longest.a_words;
    if (!m->longest.matched || to > t->n || t->n != a->doc.side.words)
        return;
    while (aside && from + 1 < to && aside[from])
        from++;
    while (aside && from + 1 < to && aside[to - 1])
        to--;
    row->passage = text + t->start[from];
    row->passage_len = t->end[to - 1] - t->start[from];
}

static int give(struct asking *a, const struct match *m, const struct text *t,
                const char *text,
                int (*each)(void *arg, const struct match_row *row), void *arg,
                int *stop)
{
    struct store *s = a->s;
    const struct match_filter *f = a->filter;
    const struct pair *p = &m->pair;
    char domain[256], name[256];
    int given = 0;
    double all = (double)p->distinct_a + p->distinct_b - p->shared;
    if (f->site) {
        site_asked(f->site, domain, name, sizeof domain);
    }
    sqlite3_stmt *q = db_prepare(
        s, "SELECT a.key, t.name, a.url, a.title, "
           "ifnull(a.published, a.fetched), "
           "(SELECT min(m.story) FROM membership m JOIN story s ON "
           "s.id = m.story AND s.kind = 0 WHERE m.num = a.num) "
           "FROM article a JOIN site t ON t.id = a.site WHERE a.num = ?1");
    db_bind_int(s, q, 1, m->num);
    if (db_step(s, q)) {
        struct match_row row = {
            .article = db_text(q, 0),
            .site = db_text(q, 1),
            .url = db_text(q, 2),
            .title = db_text(q, 3),
            .time = db_time(q, 4),
            .story = sqlite3_column_int64(q, 5),
            .relation = p->relation,
            .matched = p->matched_a,
            .words = m->words,
            .words_text = a->doc.side.words,
            .coverage_text = p->kept_a ? (double)p->matched_a / p->kept_a : 0,
            .coverage = p->kept_b ? (double)p->matched_b / p->kept_b : 0,
            .resemblance = all > 0 ? p->shared / all : 0,
            .error = pair_error(s, p),
            .longest = m->longest.matched};
        show_passage(m, a, t, text, &row);
        int fits = !f->site || (row.site && (!strcmp(row.site, domain) ||
                                             !strcmp(row.site, name)));
        if (f->since != STORE_NO_TIME)
            fits = fits && row.time != STORE_NO_TIME && row.time >= f->since;
        if (f->until != STORE_NO_TIME)
            fits = fits && row.time != STORE_NO_TIME && row.time < f->until;
        given = fits;
        if (fits)
            *stop = each(arg, &row);
    }
    db_done(s, q);
    return given;
}

static int asking_open(struct asking *a, const char *text, size_t len)
{
    struct store *s = a->s;
    work_renew(s);
    if (work_open(s) || codec_open(s, NULL, 0) || flags_open(s))
        return s->error;
    work_of(s, 0)->whole_of = NULL;
    a->doc.time = STORE_NO_TIME;
    if (len >= INT32_MAX ||
        doc_make(s, &work_of(s, 0)->maker, &a->doc, text, len))
        return db_no_memory(s);
    return STORE_OK;
}

int store_match(struct store *s, const char *text, size_t len,
                const struct match_filter *filter,
                int (*each)(void *arg, const struct match_row *row), void *arg)
{
    static const struct match_filter any = {.since = STORE_NO_TIME,
                                            .until = STORE_NO_TIME};
    const struct match_filter *f = filter ? filter : &any;
    struct asking a = {.s = s, .filter = f};
    int stop = 0;
    if (asking_open(&a, text, len))
        return s->error;
    uint32_t words = a.doc.side.words, site = known_site(s, f->of);
    a.words = f->min_words          ? f->min_words
              : words < MATCH_WORDS ? words
                                    : MATCH_WORDS;
    if (words && !find(&a, site) && a.most >= MATCH_PAGE && !site &&
        a.site != SITE_UNKNOWN)
        find(&a, a.site);
    if (a.n)
        qsort(a.match, a.n, sizeof *a.match, by_matched);
    struct text t;
    text_init(&t);
    if (a.n && text_fold(&t, text, len))
        db_no_memory(s);
    uint64_t given = 0;
    for (size_t i = 0; i < a.n && !stop && !s->error; i++)
        if (!f->limit || given < f->limit)
            given +=
                (uint64_t)give(&a, &a.match[i], &t, text, each, arg, &stop);
    text_release(&t);
    free(a.match);
    doc_release(&a.doc);
    return s->error ? s->error : stop ? STORE_STOPPED : STORE_OK;
}

/* ---- stubs --------------------------------------------------------------- */

/* Main articles of the groups of stubs that hold one of the text's least
 * shingles. */
static int list_stubs(const struct asking *a, struct numbers *out)
{
    enum { LEAST = 8 };
    struct store *s = a->s;
    uint64_t hash[LEAST];
    struct hits hits = {0};
    size_t n = a->doc.sketch.n < LEAST ? a->doc.sketch.n : LEAST;
    for (size_t i = 0; i < n; i++)
        hash[i] = a->doc.sketch.sample[i].hash;
    posting_find(s, hash, n, &hits);
    for (size_t i = 0; !s->error && i < hits.start[n]; i++) {
        sqlite3_stmt *q = db_prepare(
            s, "SELECT s.main FROM membership m JOIN story s ON s.id = m.story "
               "WHERE m.num = ?1 AND s.kind = 1");
        db_bind_int(s, q, 1, hits.num[i]);
        if (db_step(s, q))
            numbers_add(s, out, (uint32_t)sqlite3_column_int64(q, 0));
        db_done(s, q);
    }
    hits_release(&hits);
    numbers_settle(out);
    return s->error;
}

static int read_stub(struct store *s, uint32_t main, struct match_stub *out)
{
    sqlite3_stmt *q = db_prepare(
        s, "SELECT id, copies, sites FROM story WHERE main = ?1 AND kind = 1");
    db_bind_int(s, q, 1, main);
    if (db_step(s, q)) {
        out->story = sqlite3_column_int64(q, 0);
        out->pages = (uint64_t)sqlite3_column_int64(q, 1);
        out->sites = (uint64_t)sqlite3_column_int64(q, 2);
    }
    return db_done(s, q);
}

int store_match_stub(struct store *s, const char *text, size_t len,
                     struct match_stub *out)
{
    static const struct match_filter any = {.scan = 0};
    struct asking a = {.s = s, .filter = &any};
    struct numbers stub = {0};
    uint32_t best = 0;
    *out = (struct match_stub){0};
    if (asking_open(&a, text, len))
        return s->error;
    out->words = a.doc.side.words;
    if (a.doc.sketch.n && !list_stubs(&a, &stub) &&
        overlap_index_make(&work_of(s, 0)->index, &a.doc.side))
        db_no_memory(s);
    for (size_t i = 0; i < stub.n && !s->error; i++) {
        struct doc d = {0};
        double before = a.most;
        if (!doc_load(s, &stub.at[i], 1, &d) && d.num && !hold(&a, &d) &&
            a.most > before)
            best = stub.at[i];
        doc_release(&d);
    }
    if (best && a.most >= MATCH_STUB)
        read_stub(s, best, out);
    free(stub.at);
    free(a.match);
    doc_release(&a.doc);
    return s->error;
}
