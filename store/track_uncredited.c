/*
 * Copies of agency stories that do not say so, or on sites that are no
 * customers. Each is held against copies of its story that credit the agency;
 * the one that shares most words proves where the text is from. What shares
 * none is not listed: nothing proves it. Nor is a story whose agency is told by
 * the manner of datelines alone.
 */
#include <stdlib.h>
#include <string.h>

#include "store/db.h"
#include "store/site.h"
#include "store/track_row.h"
#include "store/track_text.h"
#include "store/work.h"

/* Copies that credit the agency, held against at a time: the fullest first.
 * All of a story's copies show nearly the same text, so that the first of them
 * serve nearly always. */
#define PROOFS 8

/* Where these share no word with a copy, more are tried, to this many. In
 * 10,000 articles of syndicate.py five copies of 2,020 came so far. */
#define PROOFS_MOST 64

/* Copies of a story that prove it. */
struct proofs {
    int64_t story;
    uint32_t num[PROOFS];
    char *id[PROOFS], *site[PROOFS];
    struct track_text text[PROOFS];
    size_t n, chosen; /* chosen: PROOFS: none */
};

struct suspecting {
    struct store *s;
    const struct uncredited_filter *f;
    struct proofs proofs;
    int (*each)(void *arg, const struct uncredited_row *row);
    void *arg;
};

static void proofs_clear(struct proofs *p)
{
    for (size_t i = 0; i < p->n; i++) {
        free(p->id[i]);
        free(p->site[i]);
        track_text_release(&p->text[i]);
    }
    memset(p, 0, sizeof *p);
}

/* The next copies that credit the agency, behind this many. */
static int proofs_load(struct store *s, struct proofs *p, int64_t story,
                       const char *agency, size_t behind)
{
    proofs_clear(p);
    p->story = story;
    sqlite3_stmt *q = db_prepare(
        s, "SELECT c.num, a.key, t.name FROM carry c JOIN article a ON a.num ="
           " c.num JOIN site t ON t.id = a.site WHERE c.story = ?1 AND"
           " c.version > 0 AND c.names AND EXISTS (SELECT 1 FROM credit y"
           " WHERE y.num = c.num AND y.agency = ?2 AND y.decides)"
           " ORDER BY c.kept DESC, c.lag IS NULL, c.lag, a.key"
           " LIMIT ?3 OFFSET ?4");
    db_bind_int(s, q, 1, story);
    db_bind_text(s, q, 2, agency);
    db_bind_int(s, q, 3, PROOFS);
    db_bind_int(s, q, 4, (int64_t)behind);
    while (db_step(s, q)) {
        p->num[p->n] = (uint32_t)sqlite3_column_int64(q, 0);
        p->id[p->n] = strdup(db_text(q, 1));
        p->site[p->n] = strdup(db_text(q, 2));
        if (!p->id[p->n] || !p->site[p->n])
            db_no_memory(s);
        p->n++;
    }
    db_done(s, q);
    return s->error ? s->error : track_texts_load(s, p->num, p->n, p->text);
}

/* A copy, and how much of it stands in the proof that has most. */
struct suspect {
    struct track_text text;
    uint64_t matched;
    struct passage best; /* the longest; the copy is a */
};

/* Sets chosen to the proof that shares most words with the copy, the index of
 * which is made. */
static int choose_proof(struct store *s, struct proofs *p, struct suspect *x)
{
    struct work *w = work_of(s, 0);
    struct overlap *o = &w->overlap;
    p->chosen = PROOFS;
    for (size_t i = 0; i < p->n; i++) {
        if (!p->text[i].memory)
            continue;
        if (overlap_find(o, &w->index, &p->text[i].side))
            return db_no_memory(s);
        if (o->matched_a <= x->matched)
            continue;
        p->chosen = i;
        x->matched = o->matched_a;
        memset(&x->best, 0, sizeof x->best);
        for (size_t k = 0; k < o->npassages; k++)
            if (o->passage[k].matched > x->best.matched)
                x->best = o->passage[k];
    }
    return STORE_OK;
}

/* Finds a proof among the present ones, else among more, which then are the
 * present ones. Without texts the fullest is taken. */
static int find_proof(struct store *s, struct proofs *p, int64_t story,
                      const char *agency, struct suspect *x)
{
    struct work *w = work_of(s, 0);
    size_t behind = 0;
    w->whole_of = NULL;
    w->learn_of = NULL;
    if (p->story != story && proofs_load(s, p, story, agency, 0))
        return s->error;
    p->chosen = s->params.no_text && p->n ? 0 : PROOFS;
    if (!x->text.memory)
        return s->error;
    if (overlap_index_make(&w->index, &x->text.side))
        return db_no_memory(s);
    while (!choose_proof(s, p, x) && p->chosen == PROOFS && p->n == PROOFS &&
           (behind += PROOFS) < PROOFS_MOST)
        if (proofs_load(s, p, story, agency, behind))
            break;
    if (behind)
        p->story = 0; /* they are the fullest no more */
    return s->error;
}

/* A line is a site, or an agency, a tab and a site. */
static int is_customer(const struct uncredited_filter *f, const char *agency,
                       const char *site)
{
    char domain[256];
    for (size_t i = 0; i < f->nlicensed; i++) {
        const char *line = f->licensed[i], *tab = strchr(line, '\t');
        size_t len = tab ? (size_t)(tab - line) : 0;
        if (tab && (strlen(agency) != len || memcmp(agency, line, len) != 0))
            continue;
        const char *name = tab ? tab + 1 : line;
        site_domain(name, domain, sizeof domain);
        if (!strcmp(domain, site))
            return 1;
        site_name(name, domain, sizeof domain);
        if (!strcmp(domain, site))
            return 1;
    }
    return 0;
}

/* An agency needs no licence for its own text. */
static int is_own(const struct uncredited_row *row)
{
    const struct carry_row *c = &row->copy;
    return c->agency && c->evidence && !strcmp(c->agency, row->agency) &&
           !strcmp(c->evidence, "own site");
}

static int give(struct suspecting *x, sqlite3_stmt *q)
{
    enum { AT = TRACK_COPY_WIDTH };
    struct uncredited_row row = {.agency = db_text(q, AT)};
    struct suspect of = {0};
    struct proofs *p = &x->proofs;
    uint32_t num = (uint32_t)sqlite3_column_int64(q, AT + 1);
    int stop = 0;
    track_copy_read(x->s, q, 0, &row.copy);
    row.unnamed = !row.copy.names;
    row.unlicensed = x->f && x->f->licensed && !is_own(&row) &&
                     !is_customer(x->f, row.agency, row.copy.site);
    if (!row.unnamed && !row.unlicensed)
        return 0;
    if (track_texts_load(x->s, &num, 1, &of.text) ||
        find_proof(x->s, p, row.copy.story, row.agency, &of))
        stop = 1;
    if (!stop && p->chosen < PROOFS) {
        row.proof = p->id[p->chosen];
        row.proof_site = p->site[p->chosen];
        row.matched = of.matched;
        row.longest = of.best.matched;
        if (of.best.a_words) {
            const struct track_text *t = &of.text;
            row.passage = t->bytes + t->start[of.best.a];
            row.passage_len =
                t->end[of.best.a + of.best.a_words - 1] - t->start[of.best.a];
        }
        stop = x->each(x->arg, &row);
    }
    track_text_release(&of.text);
    return stop;
}

int store_uncredited(struct store *s, const struct uncredited_filter *filter,
                     int (*each)(void *arg, const struct uncredited_row *row),
                     void *arg)
{
    const struct track_filter *f = filter ? &filter->track : &track_any;
    struct suspecting x = {.s = s, .f = filter, .each = each, .arg = arg};
    struct track_bound bound;
    int stop = 0;
    work_renew(s);
    if (work_open(s))
        return s->error;
    sqlite3_stmt *q = db_prepare(
        s, "SELECT " TRACK_COPY_COLUMNS ", k.agency, a.num" TRACK_COPY_FROM
           " JOIN (SELECT s.id, r.agency, r.manner, row_number() OVER (ORDER BY"
           " " TRACK_REACH ") AS place FROM story s JOIN track r"
           " ON r.story = s.id WHERE " TRACK_STORY_FILTER ") k"
           " ON k.id = m.story WHERE m.role = 0 AND k.agency IS NOT NULL"
           " AND NOT k.manner AND k.place <= ?7 AND (?8 OR NOT c.names)"
           " AND " TRACK_COPY_FILTER " ORDER BY k.place, " TRACK_TIME
           " IS NULL, " TRACK_TIME ", a.key");
    track_filter_bind(s, q, f, &bound);
    db_bind_int(s, q, 7, f->limit ? (int64_t)f->limit : INT64_MAX);
    db_bind_int(s, q, 8, filter && filter->licensed);
    while (!stop && db_step(s, q))
        stop = give(&x, q);
    int rc = db_done(s, q);
    proofs_clear(&x.proofs);
    return rc ? rc : stop ? STORE_STOPPED : STORE_OK;
}
