/* Who ran this text? And which passages of a story are common to its copies. */
#include <stdlib.h>
#include <string.h>

#include "shingle/shingle.h"
#include "store/candidate.h"
#include "store/codec.h"
#include "store/db.h"
#include "store/facts.h"
#include "store/flags.h"
#include "store/pair.h"
#include "store/question.h"
#include "store/relation.h"
#include "store/rules.h"
#include "store/site.h"
#include "store/work.h"

#define MATCH_WORDS 12

struct match {
    uint32_t num;
    struct pair pair; /* a: the text asked about */
    uint32_t words;
    struct passage longest;
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

/* Holds the text against one kept article. */
static int hold(struct store *s, const struct doc *d, const struct doc *y,
                struct match *m)
{
    struct work *w = work_of(s, 0);
    const struct overlap *o = &w->overlap;
    enum relation relation;
    if (pair_overlap(s, w, d, y) || pair_relation(s, w, d, y, &relation))
        return db_no_memory(s);
    m->num = y->num;
    m->words = y->side.words;
    m->pair = (struct pair){.relation = relation,
                            .kept_a = o->kept_a,
                            .kept_b = o->kept_b,
                            .matched_a = o->matched_a,
                            .matched_b = o->matched_b,
                            .distinct_a = o->distinct_a,
                            .distinct_b = o->distinct_b,
                            .shared = o->shared};
    m->longest.matched = 0;
    for (size_t i = 0; i < o->npassages; i++)
        if (o->passage[i].matched > m->longest.matched)
            m->longest = o->passage[i];
    return STORE_OK;
}

/* Loads the candidates some at a time and keeps those with words enough. */
static size_t hold_all(struct store *s, const struct doc *d,
                       const struct numbers *found, unsigned min_words,
                       struct match *out)
{
    enum { SOME = 256 };
    size_t n = 0;
    for (size_t from = 0; from < found->n && !s->error; from += SOME) {
        size_t some = found->n - from < SOME ? found->n - from : SOME;
        struct doc doc[SOME];
        doc_load(s, found->at + from, some, doc);
        for (size_t i = 0; i < some && !s->error; i++)
            if (doc[i].num && !hold(s, d, &doc[i], &out[n]) &&
                out[n].pair.matched_a >= min_words)
                n++;
        for (size_t i = 0; i < some; i++)
            doc_release(&doc[i]);
    }
    return n;
}

static int give(struct store *s, const struct match *m, const struct text *t,
                const char *text, uint32_t words_text,
                int (*each)(void *arg, const struct match_row *row), void *arg,
                const struct match_filter *f, int *stop)
{
    const struct pair *p = &m->pair;
    char domain[256], name[256];
    int given = 0;
    double all = (double)p->distinct_a + p->distinct_b - p->shared;
    if (f->site) {
        site_domain(f->site, domain, sizeof domain);
        site_name(f->site, name, sizeof name);
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
            .words_text = words_text,
            .coverage_text = p->kept_a ? (double)p->matched_a / p->kept_a : 0,
            .coverage = p->kept_b ? (double)p->matched_b / p->kept_b : 0,
            .resemblance = all > 0 ? p->shared / all : 0,
            .error = pair_error(s, p),
            .longest = m->longest.matched};
        if (m->longest.matched && m->longest.a + m->longest.a_words <= t->n) {
            uint32_t from = t->start[m->longest.a];
            row.passage = text + from;
            row.passage_len =
                t->end[m->longest.a + m->longest.a_words - 1] - from;
        }
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

int store_match(struct store *s, const char *text, size_t len,
                const struct match_filter *filter,
                int (*each)(void *arg, const struct match_row *row), void *arg)
{
    static const struct match_filter any = {.since = STORE_NO_TIME,
                                            .until = STORE_NO_TIME};
    const struct match_filter *f = filter ? filter : &any;
    struct doc d = {.time = STORE_NO_TIME};
    struct numbers found = {0};
    struct match *m = NULL;
    int stop = 0;
    work_renew(s);
    if (work_open(s) || codec_open(s, NULL, 0) || flags_open(s))
        return s->error;
    struct work *w = work_of(s, 0);
    w->whole_of = NULL;
    if (len >= INT32_MAX || doc_make(s, &w->maker, &d, text, len))
        return db_no_memory(s);
    size_t n = 0;
    if (d.side.words && !candidate_match(s, &d, &found)) {
        unsigned words = f->min_words ? f->min_words : MATCH_WORDS;
        if (overlap_index_make(&w->index, &d.side) ||
            !(m = calloc(found.n + 1, sizeof *m)))
            db_no_memory(s);
        else
            n = hold_all(s, &d, &found, words, m);
    }
    if (n)
        qsort(m, n, sizeof *m, by_matched);
    struct text t;
    text_init(&t);
    if (n && text_fold(&t, text, len))
        db_no_memory(s);
    uint64_t given = 0;
    for (size_t i = 0; i < n && !stop && !s->error; i++)
        if (!f->limit || given < f->limit)
            given += (uint64_t)give(s, &m[i], &t, text, d.side.words, each, arg,
                                    f, &stop);
    text_release(&t);
    free(m);
    free(found.at);
    doc_release(&d);
    return s->error ? s->error : stop ? STORE_STOPPED : STORE_OK;
}

/* ---- passages of a story ------------------------------------------------- */

/* Adds one to the count of every token of the main article that a copy has. */
static int count_copy(struct store *s, const struct doc *main,
                      const struct doc *copy, uint32_t *count)
{
    struct work *w = work_of(s, 0);
    if (pair_overlap(s, w, main, copy))
        return db_no_memory(s);
    uint32_t done = 0;
    for (uint32_t i = 0; i < shingle_count(main->side.words, main->side.w); i++)
        if (w->index.met[i])
            for (uint32_t t = i > done ? i : done;
                 t < i + main->side.w && t < main->side.words; t++, done = t)
                count[t]++;
    return STORE_OK;
}

/* Where the passage of token j begins: after the last blank before it, so that
 * an opening quote stays with its word. Token 0 begins with the text. */
static uint32_t cut_before(const struct text *t, const char *bytes, size_t len,
                           size_t j)
{
    if (j == 0 || j == t->n)
        return j ? (uint32_t)len : 0;
    uint32_t p = t->start[j];
    while (p > t->end[j - 1] && !memchr(" \t\r\n", bytes[p - 1], 4))
        p--;
    return p > t->end[j - 1] ? p : t->start[j];
}

static int give_passages(struct store *s, const struct doc *main,
                         const struct kept_text *text, const uint32_t *count,
                         int (*each)(void *arg, const struct shared_row *row),
                         void *arg)
{
    struct text t;
    int stop = 0;
    text_init(&t);
    if (text_fold(&t, text->bytes, text->len))
        db_no_memory(s);
    for (uint32_t i = 0, j; i < t.n && !stop && !s->error; i = j) {
        for (j = i + 1; j < t.n && count[j] == count[i] &&
                        main->side.aside[j] == main->side.aside[i];
             j++)
            ;
        uint32_t from = cut_before(&t, text->bytes, text->len, i);
        uint32_t to = cut_before(&t, text->bytes, text->len, j);
        struct shared_row row = {.copies = count[i] + 1,
                                 .furniture = main->side.aside[i],
                                 .words = j - i,
                                 .text = text->bytes + from,
                                 .len = to - from};
        stop = each(arg, &row);
    }
    text_release(&t);
    return s->error ? s->error : stop ? STORE_STOPPED : STORE_OK;
}

static int load_members(struct store *s, int64_t story, uint32_t *main,
                        struct numbers *out)
{
    sqlite3_stmt *q = db_prepare(
        s,
        "SELECT m.num, s.main FROM membership m JOIN story s "
        "ON s.id = m.story WHERE m.story = ?1 AND m.role = 0 ORDER BY m.num");
    *main = 0;
    db_bind_int(s, q, 1, story);
    while (db_step(s, q)) {
        *main = (uint32_t)sqlite3_column_int64(q, 1);
        numbers_add(s, out, (uint32_t)sqlite3_column_int64(q, 0));
    }
    return db_done(s, q);
}

int store_shared(struct store *s, int64_t story,
                 int (*each)(void *arg, const struct shared_row *row),
                 void *arg)
{
    enum { SOME = 256 };
    uint32_t num = 0, *count = NULL;
    struct numbers copy = {0};
    struct doc main = {0}, doc[SOME];
    struct kept_text text = {0};
    int rc = STORE_NOT_FOUND;
    work_renew(s);
    if (load_members(s, story, &num, &copy) || !num ||
        question_text(s, num, &text) || !text.bytes)
        goto out;
    if (doc_load(s, &num, 1, &main) || !main.num)
        goto out;
    count = calloc(main.side.words + 1, sizeof *count);
    if (!count || overlap_index_make(&work_of(s, 0)->index, &main.side)) {
        db_no_memory(s);
        goto out;
    }
    for (size_t from = 0; from < copy.n && !s->error; from += SOME) {
        size_t n = copy.n - from < SOME ? copy.n - from : SOME;
        doc_load(s, copy.at + from, n, doc);
        for (size_t i = 0; i < n; i++) {
            if (!s->error && doc[i].num && doc[i].num != num)
                count_copy(s, &main, &doc[i], count);
            doc_release(&doc[i]);
        }
    }
    if (!s->error)
        rc = give_passages(s, &main, &text, count, each, arg);
out:
    free(count);
    free(copy.at);
    free(text.bytes);
    doc_release(&main);
    return s->error ? s->error : rc;
}
