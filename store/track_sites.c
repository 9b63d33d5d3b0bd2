/* What each site carries: of which agencies, how soon, and with what credit. */
#include <stdlib.h>
#include <string.h>

#include "store/db.h"
#include "store/track_row.h"
#include "store/work.h"

/* A site while its copies are read, which come site by site, by lag. */
struct carrier {
    uint32_t id;
    char *name;
    struct site_row row;
    struct site_agency *agency; /* their strings are the carrier's */
    size_t nagencies, agency_cap;
};

struct carriers {
    struct store *s;
    struct carrier *at;
    size_t n, cap;
    int64_t *lag; /* of the present one */
    size_t nlags, lag_cap;
};

static void count_agency(struct carriers *x, struct carrier *c,
                         const char *agency)
{
    for (size_t i = 0; i < c->nagencies; i++)
        if (!strcmp(c->agency[i].agency, agency)) {
            c->agency[i].copies++;
            return;
        }
    char *id = strdup(agency);
    if (!id) {
        db_no_memory(x->s);
    } else if (db_reserve(x->s, &c->agency, &c->agency_cap, c->nagencies + 1,
                          sizeof *c->agency)) {
        free(id);
    } else {
        c->agency[c->nagencies++] = (struct site_agency){id, 1};
    }
}

static int by_copies(const void *x, const void *y)
{
    const struct site_agency *a = x, *b = y;
    if (a->copies != b->copies)
        return a->copies > b->copies ? -1 : 1;
    return strcmp(a->agency, b->agency);
}

/* All copies of the last site are read. */
static void finish(struct carriers *x)
{
    if (!x->n)
        return;
    struct carrier *c = &x->at[x->n - 1];
    struct site_row *r = &c->row;
    size_t n = x->nlags;
    r->median_lag = n ? x->lag[(n - 1) / 2] : STORE_NO_TIME;
    r->quarter_lag = n ? x->lag[(n - 1) / 4] : STORE_NO_TIME;
    r->three_quarter_lag = n ? x->lag[(n - 1) * 3 / 4] : STORE_NO_TIME;
    r->least_lag = n ? x->lag[0] : STORE_NO_TIME;
    r->most_lag = n ? x->lag[n - 1] : STORE_NO_TIME;
    if (r->agency_copies > r->manner)
        r->credit_rate =
            (double)r->credited / (double)(r->agency_copies - r->manner);
    if (c->nagencies)
        qsort(c->agency, c->nagencies, sizeof *c->agency, by_copies);
    x->nlags = 0;
}

static struct carrier *carrier_of(struct carriers *x, sqlite3_stmt *q)
{
    uint32_t id = (uint32_t)sqlite3_column_int64(q, 0);
    if (x->n && x->at[x->n - 1].id == id)
        return &x->at[x->n - 1];
    finish(x);
    if (db_reserve(x->s, &x->at, &x->cap, x->n + 1, sizeof *x->at))
        return NULL;
    struct carrier *c = &x->at[x->n++];
    const char *name = db_text(q, 1);
    *c = (struct carrier){.id = id, .name = strdup(name ? name : "")};
    if (!c->name)
        db_no_memory(x->s);
    return c;
}

/* One copy: site, name, agency, lag, whether it names it, stale, origin,
 * conflict, the site's first of its story, whether by manner. */
static void take_copy(struct carriers *x, sqlite3_stmt *q)
{
    struct carrier *c = carrier_of(x, q);
    const char *agency = db_text(q, 2);
    int is_origin = sqlite3_column_int(q, 6);
    int64_t lag = db_time(q, 3);
    if (!c)
        return;
    c->row.copies++;
    c->row.stale += sqlite3_column_int(q, 5) != 0;
    c->row.firsts += is_origin != 0;
    c->row.conflicts += sqlite3_column_int(q, 7) != 0;
    c->row.stories += sqlite3_column_int(q, 8) != 0;
    if (agency) {
        c->row.agency_copies++;
        c->row.credited += sqlite3_column_int(q, 4) != 0;
        c->row.manner += sqlite3_column_int(q, 9) != 0;
        count_agency(x, c, agency);
    }
    if (lag != STORE_NO_TIME && !is_origin &&
        !db_reserve(x->s, &x->lag, &x->lag_cap, x->nlags + 1, sizeof *x->lag))
        x->lag[x->nlags++] = lag;
}

static void read_copies(struct carriers *x, const struct track_filter *f)
{
    struct store *s = x->s;
    struct track_bound bound;
    sqlite3_stmt *q = db_prepare(
        s,
        "WITH asked AS MATERIALIZED (SELECT s.id, r.agency, r.origin_num,"
        " r.origin, r.manner"
        " FROM story s LEFT JOIN track r ON r.story = s.id"
        " WHERE " TRACK_STORY_FILTER " ORDER BY " TRACK_REACH " LIMIT ?7)"
        " SELECT a.site, t.name, k.agency, c.lag, c.names, c.stale,"
        " k.origin_num IS a.num, " TRACK_CONFLICT(
            "k.origin") ","
                        " row_number() OVER (PARTITION BY a.site, k.id) = 1, "
                        "k.manner"
                        " FROM asked k JOIN membership m ON m.story = k.id AND "
                        "m.role = 0"
                        " JOIN article a ON a.num = m.num JOIN site t ON t.id "
                        "= a.site"
                        " LEFT JOIN carry c ON c.story = m.story AND c.num = "
                        "m.num"
                        " WHERE " TRACK_COPY_FILTER " ORDER BY a.site, c.lag");
    track_filter_bind(s, q, f, &bound);
    db_bind_int(s, q, 7, f->limit ? (int64_t)f->limit : -1);
    while (db_step(s, q))
        take_copy(x, q);
    db_done(s, q);
    finish(x);
}

static int by_id(const void *x, const void *y)
{
    const struct carrier *a = x, *b = y;
    return a->id < b->id ? -1 : a->id > b->id;
}

static void count_articles(struct carriers *x, const struct track_filter *f)
{
    struct store *s = x->s;
    sqlite3_stmt *q = db_prepare(
        s, "SELECT a.site, count(*) FROM article a WHERE"
           " (?1 IS NULL OR " TRACK_TIME " >= ?1)"
           " AND (?2 IS NULL OR " TRACK_TIME " < ?2) GROUP BY a.site");
    db_bind_time(s, q, 1, f->since);
    db_bind_time(s, q, 2, f->until);
    while (x->n && db_step(s, q)) {
        struct carrier key = {.id = (uint32_t)sqlite3_column_int64(q, 0)};
        struct carrier *c = bsearch(&key, x->at, x->n, sizeof *x->at, by_id);
        if (!c)
            continue;
        c->row.articles = (uint64_t)sqlite3_column_int64(q, 1);
        c->row.share = (double)c->row.agency_copies / (double)c->row.articles;
    }
    db_done(s, q);
}

static int by_reach(const void *x, const void *y)
{
    const struct carrier *a = x, *b = y;
    if (a->row.copies != b->row.copies)
        return a->row.copies > b->row.copies ? -1 : 1;
    return strcmp(a->name, b->name);
}

int store_sites(struct store *s, const struct track_filter *filter,
                int (*each)(void *arg, const struct site_row *row), void *arg)
{
    const struct track_filter *f = filter ? filter : &track_any;
    struct carriers x = {.s = s};
    int stop = 0;
    work_renew(s);
    read_copies(&x, f);
    count_articles(&x, f);
    if (x.n && !s->error)
        qsort(x.at, x.n, sizeof *x.at, by_reach);
    for (size_t i = 0; i < x.n && !s->error && !stop; i++) {
        x.at[i].row.site = x.at[i].name;
        x.at[i].row.agency = x.at[i].agency;
        x.at[i].row.nagencies = x.at[i].nagencies;
        stop = each(arg, &x.at[i].row);
    }
    for (size_t i = 0; i < x.n; i++) {
        for (size_t k = 0; k < x.at[i].nagencies; k++)
            free((char *)(uintptr_t)x.at[i].agency[k].agency);
        free(x.at[i].agency);
        free(x.at[i].name);
    }
    free(x.at);
    free(x.lag);
    return s->error ? s->error : stop ? STORE_STOPPED : STORE_OK;
}
