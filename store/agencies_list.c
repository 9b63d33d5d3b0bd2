/* The agencies of a file, with what they moved and who names them. */
#include <stdlib.h>
#include <string.h>

#include "store/agencies.h"
#include "store/db.h"
#include "store/track.h"
#include "store/track_row.h"
#include "store/work.h"

struct tally {
    struct agency_row row;
    char *id, *sites; /* own copies */
    size_t order;     /* its place in the array, before that is sorted */
};

struct tallies {
    struct store *s;
    struct track_filter filter;
    struct tally *at;
    size_t n, cap;
    int64_t *number; /* of one agency, in order */
    size_t number_cap;
};

/* ---- one tally an agency ------------------------------------------------- */

static char *join_sites(const struct agency *a)
{
    size_t len = 1;
    for (size_t i = 0; i < a->nsites; i++)
        len += strlen(a->site[i]) + 1;
    char *out = malloc(len), *end = out;
    for (size_t i = 0; out && i < a->nsites; i++) {
        if (i)
            *end++ = ' ';
        size_t n = strlen(a->site[i]);
        memcpy(end, a->site[i], n);
        end += n;
    }
    if (out)
        *end = '\0';
    return out;
}

/* a: NULL where the table has it no more. */
static struct tally *add_tally(struct tallies *l, const char *id,
                               const struct agency *a)
{
    if (db_reserve(l->s, &l->at, &l->cap, l->n + 1, sizeof *l->at))
        return NULL;
    struct tally *t = &l->at[l->n];
    memset(t, 0, sizeof *t);
    t->order = l->n++;
    t->id = strdup(id);
    t->sites = a ? join_sites(a) : strdup("");
    if (!t->id || !t->sites) {
        db_no_memory(l->s);
        return NULL;
    }
    t->row = (struct agency_row){.agency = t->id,
                                 .name = a ? a->name : t->id,
                                 .country = a ? a->country : "",
                                 .sites = t->sites,
                                 .median_lag = STORE_NO_TIME,
                                 .median_span = STORE_NO_TIME};
    return t;
}

/* Of the id in the row's first column; NULL after an error. */
static struct tally *tally_of(struct tallies *l, sqlite3_stmt *q)
{
    const char *id = db_text(q, 0);
    for (size_t i = 0; id && i < l->n; i++)
        if (!strcmp(l->at[i].id, id))
            return &l->at[i];
    return id ? add_tally(l, id, NULL) : NULL;
}

/* ---- counting ------------------------------------------------------------ */

#define MOVED                                                                  \
    " FROM story s JOIN track r ON r.story = s.id AND r.agency IS NOT NULL"
#define MOVED_COPIES                                                           \
    MOVED " JOIN membership m ON m.story = s.id AND m.role = 0"                \
          " JOIN article a ON a.num = m.num"

static uint64_t number(sqlite3_stmt *q, int column)
{
    return (uint64_t)sqlite3_column_int64(q, column);
}

static void count_articles(struct tallies *l)
{
    struct tally *t;
    sqlite3_stmt *q = db_prepare(
        l->s,
        "SELECT c.agency, count(DISTINCT c.num) FROM credit c JOIN article a "
        "ON a.num = c.num WHERE c.decides AND (?1 IS NULL OR " TRACK_TIME
        " >= ?1) AND (?2 IS NULL OR " TRACK_TIME " < ?2) GROUP BY c.agency");
    db_bind_time(l->s, q, 1, l->filter.since);
    db_bind_time(l->s, q, 2, l->filter.until);
    while (db_step(l->s, q))
        if ((t = tally_of(l, q)))
            t->row.articles = number(q, 1);
    db_done(l->s, q);
}

static void count_stories(struct tallies *l)
{
    struct track_bound bound;
    struct tally *t;
    sqlite3_stmt *q = db_prepare(
        l->s, "SELECT r.agency, count(*), sum(s.copies), "
              "sum(r.credited), sum(iif(r.manner, s.copies, 0))" MOVED
              " WHERE " TRACK_STORY_FILTER " GROUP BY r.agency");
    track_filter_bind(l->s, q, &l->filter, &bound);
    while (db_step(l->s, q))
        if ((t = tally_of(l, q))) {
            t->row.stories = number(q, 1);
            t->row.copies = number(q, 2);
            t->row.credited = number(q, 3);
            t->row.manner = number(q, 4);
        }
    db_done(l->s, q);
    q = db_prepare(l->s, "SELECT r.agency, count(DISTINCT a.site)" MOVED_COPIES
                         " WHERE " TRACK_STORY_FILTER " GROUP BY r.agency");
    track_filter_bind(l->s, q, &l->filter, &bound);
    while (db_step(l->s, q))
        if ((t = tally_of(l, q)))
            t->row.carriers = number(q, 1);
    db_done(l->s, q);
}

/* Writes the middle one of each agency's numbers, which q gives in order, to
 * the median at this place of the row; the lower of two. */
static void take_medians(struct tallies *l, sqlite3_stmt *q, int lag)
{
    struct track_bound bound;
    size_t of = SIZE_MAX, n = 0;
    track_filter_bind(l->s, q, &l->filter, &bound);
    for (;;) {
        const struct tally *t = db_step(l->s, q) ? tally_of(l, q) : NULL;
        size_t now = t ? t->order : SIZE_MAX;
        if (of != SIZE_MAX && now != of) {
            struct agency_row *row = &l->at[of].row;
            *(lag ? &row->median_lag : &row->median_span) =
                l->number[(n - 1) / 2];
            n = 0;
        }
        of = now;
        if (!t || db_reserve(l->s, &l->number, &l->number_cap, n + 1,
                             sizeof *l->number))
            break;
        l->number[n++] = sqlite3_column_int64(q, 1);
    }
    db_done(l->s, q);
}

static void count_medians(struct tallies *l)
{
    take_medians(
        l,
        db_prepare(l->s,
                   "SELECT r.agency, c.lag" MOVED
                   " JOIN carry c ON c.story = s.id AND c.version > 0 "
                   "AND c.lag IS NOT NULL AND c.num IS NOT r.origin_num "
                   "WHERE " TRACK_STORY_FILTER " ORDER BY r.agency, c.lag"),
        1);
    take_medians(l,
                 db_prepare(l->s,
                            "SELECT r.agency, s.last - s.first AS span" MOVED
                            " WHERE s.last IS NOT NULL AND " TRACK_STORY_FILTER
                            " ORDER BY r.agency, span"),
                 0);
}

/* ---- the list ------------------------------------------------------------ */

static int by_copies(const void *x, const void *y)
{
    const struct tally *a = x, *b = y;
    if (a->row.copies != b->row.copies)
        return a->row.copies < b->row.copies ? 1 : -1;
    if (a->row.articles != b->row.articles)
        return a->row.articles < b->row.articles ? 1 : -1;
    return a->order < b->order ? -1 : 1;
}

static void tallies_release(struct tallies *l)
{
    for (size_t i = 0; i < l->n; i++) {
        free(l->at[i].id);
        free(l->at[i].sites);
    }
    free(l->at);
    free(l->number);
}

int store_agencies(struct store *s, int64_t since, int64_t until, int all,
                   int (*each)(void *arg, const struct agency_row *row),
                   void *arg)
{
    struct tallies l = {.s = s, .filter = {.since = since, .until = until}};
    int stop = 0;
    work_renew(s);
    const struct agency_table *t = agencies_open(s);
    for (size_t i = 0; t && !s->error && i < agency_count(t); i++)
        add_tally(&l, agency_at(t, (int)i)->id, agency_at(t, (int)i));
    count_articles(&l);
    count_stories(&l);
    count_medians(&l);
    if (!s->error && l.n)
        qsort(l.at, l.n, sizeof *l.at, by_copies);
    for (size_t i = 0; !s->error && !stop && i < l.n; i++)
        if (all || l.at[i].row.articles || l.at[i].row.stories)
            stop = each(arg, &l.at[i].row);
    tallies_release(&l);
    return s->error ? s->error : stop ? STORE_STOPPED : STORE_OK;
}
