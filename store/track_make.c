#include "store/track_make.h"

#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "shingle/agency.h"
#include "store/agencies.h"
#include "store/db.h"
#include "store/evidence.h"
#include "store/track_kill.h"
#include "store/track_tale.h"
#include "store/work.h"

/* Copies at a time: with 15 kB each, 30 MB. A story with more is taken by
 * itself. */
#define COPIES 2048

struct making {
    struct store *s;
    struct tale *tale;
    size_t n, cap;
    struct tale_bench *bench; /* one a worker */
    struct kills kills;
};

/* ---- out of the file ----------------------------------------------------- */

static char *keep(struct store *s, const char *text)
{
    char *copy = text ? strdup(text) : NULL;
    if (text && !copy)
        db_no_memory(s);
    return copy;
}

/* Titles are compared as folded words: quotes and capitals do not count. */
static uint64_t title_of(struct store *s, const char *title)
{
    struct text *t = &work_of(s, 0)->maker.text;
    if (!title || !*title)
        return 0;
    if (text_fold(t, title, strlen(title)))
        return db_no_memory(s), 0;
    return t->n ? XXH3_64bits(t->hash, t->n * sizeof *t->hash) : 0;
}

static void read_copies(struct store *s, struct tale *t)
{
    sqlite3_stmt *q = db_prepare(
        s, "SELECT m.num, m.role, a.site, a.published, a.fetched, a.modified,"
           " a.title, a.seen FROM membership m JOIN article a"
           " ON a.num = m.num WHERE m.story = ?1"
           " ORDER BY ifnull(a.published, a.fetched) IS NULL,"
           " ifnull(a.published, a.fetched), a.key");
    db_bind_int(s, q, 1, t->story);
    while (db_step(s, q)) {
        if (db_reserve(s, &t->copy, &t->cap, t->n + 1, sizeof *t->copy))
            break;
        struct tale_copy *c = &t->copy[t->n++];
        *c = (struct tale_copy){.num = (uint32_t)sqlite3_column_int64(q, 0),
                                .role = (uint8_t)sqlite3_column_int(q, 1),
                                .site = (uint32_t)sqlite3_column_int64(q, 2),
                                .published = db_time(q, 3),
                                .fetched = db_time(q, 4),
                                .modified = db_time(q, 5),
                                .title = title_of(s, db_text(q, 6)),
                                .seen = db_time(q, 7),
                                .marker = -1};
        c->time = c->published != STORE_NO_TIME ? c->published : c->fetched;
    }
    db_done(s, q);
}

/* A copy by the number of its article. */
struct place {
    uint32_t num, at;
};

static int by_num(const void *x, const void *y)
{
    const struct place *a = x, *b = y;
    return a->num < b->num ? -1 : a->num > b->num;
}

static struct place *sort_by_num(struct store *s, const struct tale *t)
{
    struct place *p = malloc((t->n + 1) * sizeof *p);
    if (!p)
        return db_no_memory(s), NULL;
    for (uint32_t i = 0; i < t->n; i++)
        p[i] = (struct place){t->copy[i].num, i};
    qsort(p, t->n, sizeof *p, by_num);
    return p;
}

/* Datelines that name no agency, with the first of them in the credits: it is
 * the one that the place was read from. */
static void read_bare(struct store *s, struct tale *t, struct place *place)
{
    sqlite3_stmt *q = db_prepare(
        s, "SELECT d.num, d.place, d.bare, min(e.seq) FROM membership m"
           " JOIN dateline d ON d.num = m.num JOIN credit e ON e.num = d.num"
           " AND e.kind = 'dateline' AND e.agency IS NULL WHERE m.story = ?1"
           " AND m.role = 0 AND d.bare IS NOT NULL GROUP BY d.num");
    db_bind_int(s, q, 1, t->story);
    while (db_step(s, q)) {
        struct place key = {(uint32_t)sqlite3_column_int64(q, 0), 0};
        struct place *p = bsearch(&key, place, t->n, sizeof *place, by_num);
        const char *name = db_text(q, 1), *sign = db_text(q, 2);
        if (!p || !name || !sign)
            continue;
        t->copy[p->at].bare = XXH3_64bits(name, strlen(name)) | 1;
        t->copy[p->at].sign = *sign;
        t->copy[p->at].bare_seq = sqlite3_column_int64(q, 3);
    }
    db_done(s, q);
}

/* Whose manner it is to end them so. */
static void read_manners(struct store *s, struct tale *t)
{
    const struct agency_table *table = agencies_open(s);
    for (int i = 0; table && i < 2; i++) {
        int agency = agency_of_shared(table, ":-"[i]);
        if (agency != AGENCY_NONE)
            t->shared[i] = agency_at(table, agency)->id;
    }
}

/* Of each article and agency the first is the best. */
static void read_credits(struct store *s, struct tale *t, struct place *place)
{
    sqlite3_stmt *q = db_prepare(
        s, "SELECT e.num, e.agency, e.confidence, e.seq, e.decides, e.kind ="
           " 'own site' FROM membership m JOIN credit e ON e.num = m.num"
           " WHERE m.story = ?1 AND e.agency IS NOT NULL AND e.kind NOT IN"
           " ('told', 'photo') AND (e.confidence >= ?2 OR e.kind = 'mixed')"
           " ORDER BY e.num, e.agency, e.decides DESC, e.kind = 'mixed',"
           " e.confidence DESC, e.seq");
    db_bind_int(s, q, 1, t->story);
    db_bind_double(s, q, 2, EVIDENCE_ENOUGH);
    while (db_step(s, q)) {
        struct place key = {(uint32_t)sqlite3_column_int64(q, 0), 0};
        struct place *p = bsearch(&key, place, t->n, sizeof *place, by_num);
        const char *agency = db_text(q, 1);
        if (!p || !agency)
            continue;
        struct tale_copy *c = &t->copy[p->at];
        if (!c->ncredits)
            c->credit = (uint32_t)t->ncredits;
        if (!c->ncredits || strcmp(t->credit[t->ncredits - 1].agency, agency)) {
            struct tale_credit x = {.confidence = sqlite3_column_double(q, 2),
                                    .seq = sqlite3_column_int64(q, 3),
                                    .decides = sqlite3_column_int(q, 4) != 0};
            if (db_reserve(s, &t->credit, &t->credit_cap, t->ncredits + 1,
                           sizeof *t->credit) ||
                !(x.agency = keep(s, agency)))
                break;
            t->credit[t->ncredits++] = x;
            c->ncredits++;
        }
        t->credit[t->ncredits - 1].own_site |= sqlite3_column_int(q, 5) != 0;
    }
    db_done(s, q);
}

static void read_texts(struct making *m, size_t total)
{
    uint32_t *num = malloc((total + 1) * sizeof *num);
    struct track_text *text = malloc((total + 1) * sizeof *text);
    size_t n = 0;
    if (!num || !text)
        db_no_memory(m->s);
    for (size_t i = 0; i < m->n && !m->s->error; i++)
        for (size_t k = 0; k < m->tale[i].n; k++)
            num[n++] = m->tale[i].copy[k].num;
    if (!m->s->error) {
        track_texts_load(m->s, num, n, text);
        n = 0;
        for (size_t i = 0; i < m->n; i++)
            for (size_t k = 0; k < m->tale[i].n; k++)
                m->tale[i].copy[k].text = text[n++];
    }
    free(num);
    free(text);
}

/* ---- in between ---------------------------------------------------------- */

static void make_one(void *arg, unsigned worker, size_t i)
{
    struct making *m = arg;
    struct tale *t = &m->tale[i];
    struct tale_bench *b = &m->bench[worker];
    b->work = work_of(m->s, worker);
    b->work->whole_of = NULL;
    b->work->learn_of = NULL;
    tale_hold(t, b);
    tale_marks(t);
    if (!t->failed)
        tale_versions(t, b);
    if (!t->failed)
        tale_edits(t, b);
    if (!t->failed)
        tale_agency(t);
    if (!t->failed)
        tale_origin(t);
    if (!t->failed)
        tale_stale(t, b);
}

/* ---- into the file ------------------------------------------------------- */

int track_forget(struct store *s, int64_t story)
{
    static const char *const query[] = {
        "DELETE FROM track WHERE story = ?1",
        "DELETE FROM version WHERE story = ?1",
        "DELETE FROM carry WHERE story = ?1",
    };
    for (size_t i = 0; i < sizeof query / sizeof *query; i++) {
        sqlite3_stmt *q = db_prepare(s, query[i]);
        db_bind_int(s, q, 1, story);
        db_run(s, q);
    }
    return s->error;
}

static void bind_copy(struct store *s, sqlite3_stmt *q, int at,
                      const struct tale *t, uint32_t copy)
{
    if (copy != UINT32_MAX)
        db_bind_int(s, q, at, t->copy[copy].num);
}

static void write_track(struct store *s, const struct tale *t)
{
    sqlite3_stmt *q = db_prepare(s, "INSERT INTO track VALUES(?1, ?2, ?3, ?4, "
                                    "?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, "
                                    "?14, ?15)");
    db_bind_int(s, q, 1, t->story);
    db_bind_text(s, q, 2, t->agency);
    bind_copy(s, q, 3, t, t->by);
    db_bind_double(s, q, 4, t->confidence);
    db_bind_int(s, q, 5, t->origin);
    bind_copy(s, q, 6, t, t->origin_copy);
    db_bind_time(s, q, 7, t->origin_time);
    db_bind_int(s, q, 8, (int64_t)t->nversions);
    db_bind_int(s, q, 9, t->credited);
    db_bind_int(s, q, 10, t->stale);
    db_bind_int(s, q, 11, t->conflicts);
    db_bind_int(s, q, 12, t->undated);
    db_bind_time(s, q, 13, t->median_lag);
    db_bind_time(s, q, 14, t->half_life);
    db_bind_int(s, q, 15, t->manner);
    db_run(s, q);
}

static void write_version(struct store *s, const struct tale *t, unsigned k)
{
    const struct tale_version *v = &t->version[k];
    sqlite3_stmt *q = db_prepare(s, "INSERT INTO version VALUES(?1, ?2, ?3, "
                                    "?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");
    db_bind_int(s, q, 1, t->story);
    db_bind_int(s, q, 2, k + 1);
    bind_copy(s, q, 3, t, v->text);
    bind_copy(s, q, 4, t, v->marked);
    if (v->text == UINT32_MAX) {
        db_bind_int(s, q, 3, t->kill.num);
        db_bind_int(s, q, 4, t->kill.num);
        db_bind_int(s, q, 12, t->kill.seq);
    }
    db_bind_time(s, q, 5, v->first);
    db_bind_time(s, q, 6, v->last);
    db_bind_int(s, q, 7, v->copies);
    db_bind_int(s, q, 8, v->sites);
    db_bind_int(s, q, 9,
                v->text == UINT32_MAX ? 0 : t->copy[v->text].text.kept);
    db_bind_int(s, q, 10, v->replaces);
    db_bind_blob(s, q, 11, v->note.at, v->note.n);
    if (v->marked != UINT32_MAX)
        db_bind_int(s, q, 12, t->copy[v->marked].marker_seq);
    db_run(s, q);
}

static void write_copy(struct store *s, const struct tale *t,
                       const struct tale_copy *c)
{
    sqlite3_stmt *q = db_prepare(s, "INSERT INTO carry VALUES(?1, ?2, ?3, ?4, "
                                    "?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, "
                                    "?14, ?15)");
    db_bind_int(s, q, 1, t->story);
    db_bind_int(s, q, 2, c->num);
    db_bind_int(s, q, 3, c->version);
    db_bind_text(s, q, 4, c->agency);
    if (c->agency)
        db_bind_int(s, q, 5, c->evidence);
    db_bind_int(s, q, 6, c->names);
    db_bind_int(s, q, 7, c->kept);
    db_bind_int(s, q, 8, c->cut_end);
    db_bind_int(s, q, 9, c->cut_inside);
    db_bind_int(s, q, 10, c->moved);
    db_bind_int(s, q, 11, c->added);
    db_bind_int(s, q, 12, c->changed);
    db_bind_int(s, q, 13, c->headline);
    db_bind_int(s, q, 14, c->stale);
    db_bind_time(s, q, 15, c->lag);
    db_run(s, q);
}

static void write_tale(struct store *s, const struct tale *t)
{
    track_forget(s, t->story);
    write_track(s, t);
    for (unsigned k = 0; k < t->nversions && !s->error; k++)
        write_version(s, t, k);
    for (size_t i = 0; i < t->n && !s->error; i++)
        write_copy(s, t, &t->copy[i]);
}

/* ---- all of it ----------------------------------------------------------- */

static void read_evidence(struct store *s, struct tale *t)
{
    struct place *place = sort_by_num(s, t);
    if (place) {
        read_credits(s, t, place);
        read_bare(s, t, place);
        read_manners(s, t);
    }
    free(place);
}

/* Loads stories till there are copies enough; how many. */
static size_t load_tales(struct making *m, const int64_t *story, size_t n)
{
    struct store *s = m->s;
    size_t total = 0, i = 0;
    for (m->n = 0; i < n && total < COPIES && !s->error; i++) {
        if (db_reserve(s, &m->tale, &m->cap, m->n + 1, sizeof *m->tale))
            break;
        struct tale *t = &m->tale[m->n++];
        *t = (struct tale){.story = story[i]};
        read_copies(s, t);
        read_evidence(s, t);
        tale_read_marks(s, t);
        kills_find(s, &m->kills, t);
        total += t->n;
    }
    if (!s->error)
        read_texts(m, total);
    return i;
}

static void write_tales(struct making *m)
{
    for (size_t i = 0; i < m->n; i++) {
        struct tale *t = &m->tale[i];
        if (t->failed)
            db_no_memory(m->s);
        if (!m->s->error && t->n)
            write_tale(m->s, t);
        tale_release(t);
    }
}

int track_make(struct store *s, const int64_t *story, size_t n)
{
    struct making m = {.s = s};
    if (work_open(s))
        return s->error;
    if (!(m.bench = calloc(s->threads, sizeof *m.bench)))
        return db_no_memory(s);
    kills_read(s, 0, &m.kills);
    for (size_t i = 0; i < n && !s->error;) {
        i += load_tales(&m, story + i, n - i);
        if (!s->error)
            pool_run(s->pool, m.n, 1, make_one, &m);
        write_tales(&m);
    }
    for (unsigned i = 0; i < s->threads; i++)
        tale_bench_release(&m.bench[i]);
    kills_release(&m.kills);
    free(m.bench);
    free(m.tale);
    return s->error;
}
