/* Questions about how stories spread: one, or all by reach. */
#include "store/track.h"

#include <stdlib.h>
#include <string.h>

#include "store/db.h"
#include "store/question.h"
#include "store/track_row.h"
#include "store/work.h"

/* Hours that are told one by one; few stories are carried after three days. */
#define HOURS 72

const char *origin_name(enum origin o)
{
    static const char *const name[] = {"agency", "credited", "first", "none"};
    return (unsigned)o < sizeof name / sizeof *name ? name[o] : "none";
}

/* A question under way. */
struct asking {
    struct store *s;
    const struct track_calls *calls;
    void *arg;
};

#define STORY_COLUMNS                                                          \
    "SELECT s.id, a.title, r.agency, b.key, r.confidence,"                     \
    " ifnull(r.origin, 3), o.key, t.name, r.origin_time, s.copies, s.sites,"   \
    " s.digests, r.versions, r.credited, r.undated, r.conflicts, r.stale,"     \
    " s.first, s.last, r.median_lag, r.half_life, s.main, r.manner"            \
    " FROM story s JOIN article a ON a.num = s.main"                           \
    " LEFT JOIN track r ON r.story = s.id"                                     \
    " LEFT JOIN article b ON b.num = r.by_num"                                 \
    " LEFT JOIN article o ON o.num = r.origin_num"                             \
    " LEFT JOIN site t ON t.id = o.site WHERE "

static uint64_t count(sqlite3_stmt *q, int column)
{
    return (uint64_t)sqlite3_column_int64(q, column);
}

static void read_story(sqlite3_stmt *q, struct track_row *row)
{
    *row = (struct track_row){.story = sqlite3_column_int64(q, 0),
                              .title = db_text(q, 1),
                              .agency = db_text(q, 2),
                              .by = db_text(q, 3),
                              .confidence = sqlite3_column_double(q, 4),
                              .origin = (enum origin)sqlite3_column_int(q, 5),
                              .origin_article = db_text(q, 6),
                              .origin_site = db_text(q, 7),
                              .origin_time = db_time(q, 8),
                              .copies = count(q, 9),
                              .sites = count(q, 10),
                              .digests = count(q, 11),
                              .versions = count(q, 12),
                              .credited = count(q, 13),
                              .undated = count(q, 14),
                              .conflicts = count(q, 15),
                              .stale = count(q, 16),
                              .first = db_time(q, 17),
                              .last = db_time(q, 18),
                              .median_lag = db_time(q, 19),
                              .half_life = db_time(q, 20),
                              .manner = sqlite3_column_int(q, 22)};
}

static void count_hours(struct store *s, struct track_row *row, uint64_t *hour)
{
    if (row->origin_time == STORE_NO_TIME)
        return;
    sqlite3_stmt *q = db_prepare(
        s, "SELECT iif(lag < 0, -1, lag / 3600), count(*) FROM carry WHERE "
           "story = ?1 AND version > 0 AND lag < 3600 * ?2 GROUP BY 1");
    db_bind_int(s, q, 1, row->story);
    db_bind_int(s, q, 2, HOURS);
    while (db_step(s, q)) {
        int64_t at = sqlite3_column_int64(q, 0);
        *(at < 0 ? &row->early : &hour[at]) = count(q, 1);
    }
    db_done(s, q);
    row->by_hour = hour;
    row->hours = HOURS;
}

static int give_story(struct asking *x, sqlite3_stmt *q)
{
    uint64_t hour[HOURS] = {0};
    struct track_row row;
    char *made = NULL;
    read_story(q, &row);
    count_hours(x->s, &row, hour);
    if (!row.title || !*row.title)
        made = question_first_words(x->s, (uint32_t)count(q, 21), 0);
    if (!row.title || made)
        row.title = made ? made : "";
    int stop = x->s->error ? 1 : x->calls->story(x->arg, &row);
    free(made);
    return stop;
}

static int give_version(struct asking *x, int64_t story, sqlite3_stmt *q)
{
    struct track_note note;
    int stop = 1, rc = track_note_read(&note, sqlite3_column_blob(q, 7),
                                       (size_t)sqlite3_column_bytes(q, 7));
    struct version_row row = {.story = story,
                              .version = (unsigned)sqlite3_column_int(q, 0),
                              .article = db_text(q, 1),
                              .marker = note.marker,
                              .marked_in = note.marked_in,
                              .marked_article = db_text(q, 9),
                              .marked_where = db_text(q, 10),
                              .marked_begin = count(q, 11),
                              .marked_end = count(q, 11) + count(q, 12),
                              .first = db_time(q, 2),
                              .last = db_time(q, 3),
                              .copies = count(q, 4),
                              .sites = count(q, 5),
                              .measured = !x->s->params.no_text,
                              .words = count(q, 6),
                              .replaces = sqlite3_column_int(q, 8),
                              .numbers = note.numbers,
                              .words_changed = note.words,
                              .sentences_in = note.in,
                              .sentences_out = note.out,
                              .change = note.change,
                              .nchanges = note.n};
    if (rc == -2)
        db_no_memory(x->s);
    else if (rc)
        db_fail(x->s, STORE_ERROR,
                "%s: version %u of story %lld is damaged; `wireprint rebuild` "
                "makes it anew",
                x->s->path, row.version, (long long)story);
    else
        stop = x->calls->version(x->arg, &row);
    track_note_release(&note);
    return stop;
}

static int give_versions(struct asking *x, int64_t story)
{
    int stop = 0;
    sqlite3_stmt *q = db_prepare(
        x->s,
        "SELECT v.version, a.key, v.first, v.last, v.copies, v.sites, "
        "v.words, v.changes, v.replaces, b.key, k.place, k.start, k.len "
        "FROM version v JOIN article a ON a.num = v.num LEFT JOIN "
        "article b ON b.num = v.marker_num LEFT JOIN marking k ON k.num = "
        "b.num AND k.seq = v.marker_seq WHERE v.story = ?1 ORDER BY v.version");
    db_bind_int(x->s, q, 1, story);
    while (!stop && db_step(x->s, q))
        stop = give_version(x, story, q);
    db_done(x->s, q);
    return stop;
}

static int give_copies(struct asking *x, int64_t story)
{
    int stop = 0;
    sqlite3_stmt *q =
        db_prepare(x->s, "SELECT " TRACK_COPY_COLUMNS TRACK_COPY_FROM
                         " WHERE m.story = ?1 ORDER BY " TRACK_TIME
                         " IS NULL, " TRACK_TIME ", a.key");
    db_bind_int(x->s, q, 1, story);
    while (!stop && db_step(x->s, q)) {
        struct carry_row row;
        track_copy_read(x->s, q, 0, &row);
        stop = x->calls->carry(x->arg, &row);
    }
    db_done(x->s, q);
    return stop;
}

static int give_all(struct asking *x, sqlite3_stmt *q)
{
    int64_t story = sqlite3_column_int64(q, 0);
    int stop = 0;
    if (x->calls->story)
        stop = give_story(x, q);
    if (!stop && x->calls->version)
        stop = give_versions(x, story);
    if (!stop && x->calls->carry)
        stop = give_copies(x, story);
    return stop;
}

int store_track(struct store *s, int64_t story, const struct track_calls *calls,
                void *arg)
{
    struct asking x = {s, calls, arg};
    int stop = 0, there;
    work_renew(s);
    sqlite3_stmt *q = db_prepare(s, STORY_COLUMNS "s.id = ?1 AND s.kind = 0");
    db_bind_int(s, q, 1, story);
    there = db_step(s, q);
    if (there)
        stop = give_all(&x, q);
    int rc = db_done(s, q);
    return rc ? rc : !there ? STORE_NOT_FOUND : stop ? STORE_STOPPED : STORE_OK;
}

int store_track_all(struct store *s, const struct track_filter *filter,
                    const struct track_calls *calls, void *arg)
{
    const struct track_filter *f = filter ? filter : &track_any;
    struct asking x = {s, calls, arg};
    struct track_bound bound;
    uint64_t given = 0;
    int stop = 0;
    work_renew(s);
    sqlite3_stmt *q = db_prepare(s, STORY_COLUMNS TRACK_STORY_FILTER
                                 " ORDER BY " TRACK_REACH);
    track_filter_bind(s, q, f, &bound);
    while (!stop && (!f->limit || given++ < f->limit) && db_step(s, q))
        stop = give_all(&x, q);
    int rc = db_done(s, q);
    return rc ? rc : stop ? STORE_STOPPED : STORE_OK;
}
