/*
 * Copies of agency stories that do not say so, or on sites that are no
 * customers. Each is held against copies of its story that name the agency; the
 * one that shares most words proves where the text is from.
 */
#include <stdlib.h>
#include <string.h>

#include "store/db.h"
#include "store/site.h"
#include "store/track_row.h"
#include "store/track_text.h"
#include "store/work.h"

/* Credited copies of a story that are held against: the fullest. All of a
 * story's copies show nearly the same text. */
#define PROOFS 8

/* A page that has the agency's text beside its own and says so, names it. */
#define UNNAMED                                                                \
    "(c.credited IS NOT k.agency AND NOT EXISTS (SELECT 1 FROM credit y"       \
    " WHERE y.num = c.num AND y.agency = k.agency AND y.kind = 'mixed'))"

/* A story's proofs. */
struct proofs {
    int64_t story;
    uint32_t num[PROOFS];
    char *id[PROOFS], *site[PROOFS];
    struct track_text text[PROOFS];
    size_t n;
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

static int proofs_load(struct suspecting *x, int64_t story, const char *agency)
{
    struct store *s = x->s;
    struct proofs *p = &x->proofs;
    proofs_clear(p);
    p->story = story;
    sqlite3_stmt *q = db_prepare(
        s, "SELECT c.num, a.key, t.name FROM carry c JOIN article a ON a.num ="
           " c.num JOIN site t ON t.id = a.site WHERE c.story = ?1 AND"
           " c.version > 0 AND c.credited = ?2 ORDER BY c.kept DESC, c.lag IS"
           " NULL, c.lag, a.key LIMIT ?3");
    db_bind_int(s, q, 1, story);
    db_bind_text(s, q, 2, agency);
    db_bind_int(s, q, 3, PROOFS);
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

/* The proof that shares most words with the copy; PROOFS: none. The longest
 * passage goes to *best, of b. */
static size_t choose_proof(struct suspecting *x, const struct track_text *copy,
                           uint64_t *matched, struct passage *best)
{
    struct work *w = work_of(x->s, 0);
    size_t proof = PROOFS;
    *matched = 0;
    memset(best, 0, sizeof *best);
    w->whole_of = NULL;
    w->learn_of = NULL;
    if (!copy->memory || overlap_index_make(&w->index, &copy->side))
        return copy->memory ? (db_no_memory(x->s), proof) : proof;
    for (size_t i = 0; i < x->proofs.n; i++) {
        struct overlap *o = &w->overlap;
        if (!x->proofs.text[i].memory)
            continue;
        if (overlap_find(o, &w->index, &x->proofs.text[i].side)) {
            db_no_memory(x->s);
            return PROOFS;
        }
        if (o->matched_a <= *matched)
            continue;
        proof = i;
        *matched = o->matched_a;
        memset(best, 0, sizeof *best);
        for (size_t k = 0; k < o->npassages; k++)
            if (o->passage[k].matched > best->matched)
                *best = o->passage[k];
    }
    return proof;
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
    struct track_text text = {0};
    struct passage best = {0};
    uint32_t num = (uint32_t)sqlite3_column_int64(q, AT + 1);
    size_t proof = PROOFS;
    track_copy_read(q, 0, &row.copy);
    row.unnamed = sqlite3_column_int(q, AT + 2);
    row.unlicensed = x->f && x->f->licensed && !is_own(&row) &&
                     !is_customer(x->f, row.agency, row.copy.site);
    if (!row.unnamed && !row.unlicensed)
        return 0;
    if (x->proofs.story != row.copy.story &&
        proofs_load(x, row.copy.story, row.agency))
        return 1;
    if (!track_texts_load(x->s, &num, 1, &text))
        proof = choose_proof(x, &text, &row.matched, &best);
    if (proof == PROOFS && x->proofs.n)
        proof = 0; /* texts are not kept: the fullest */
    if (proof < PROOFS) {
        row.proof = x->proofs.id[proof];
        row.proof_site = x->proofs.site[proof];
    }
    if (best.a_words) {
        row.passage = text.bytes + text.start[best.a];
        row.passage_len =
            text.end[best.a + best.a_words - 1] - text.start[best.a];
        row.longest = best.matched;
    }
    int stop = x->s->error ? 1 : x->each(x->arg, &row);
    track_text_release(&text);
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
        s, "SELECT " TRACK_COPY_COLUMNS ", k.agency, a.num, " UNNAMED
           " AS unnamed" TRACK_COPY_FROM
           " JOIN (SELECT s.id, r.agency, row_number() OVER (ORDER BY"
           " " TRACK_REACH ") AS place FROM story s JOIN track r"
           " ON r.story = s.id WHERE " TRACK_STORY_FILTER ") k"
           " ON k.id = m.story WHERE m.role = 0 AND k.agency IS NOT NULL"
           " AND k.place <= ?7 AND (?8 OR unnamed)"
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
