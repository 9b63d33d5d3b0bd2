/* Copies that still show what was replaced. */
#include <stdlib.h>
#include <string.h>

#include "store/db.h"
#include "store/track_row.h"
#include "store/track_tale.h"
#include "store/work.h"

/* What changed between the versions asked about last: copies of a story come
 * one behind the other. */
struct replaced {
    uint32_t num[2]; /* the articles that are their texts; 0: none yet */
    struct track_note note;
};

static int compare(struct store *s, struct replaced *r, const uint32_t num[2])
{
    struct tale_bench b = {.work = work_of(s, 0)};
    struct track_text text[2] = {{0}, {0}};
    struct track_note counts = {0};
    struct track_bytes bytes = {0};
    track_note_release(&r->note);
    memset(r, 0, sizeof *r);
    b.work->whole_of = NULL;
    b.work->learn_of = NULL;
    if (!track_texts_load(s, num, 2, text) && text[0].memory &&
        text[1].memory) {
        struct tale_side side[2] = {{&text[0], 0}, {&text[1], 0}};
        int rc = tale_differences(&b, &side[0], &side[1], &counts, &bytes);
        if (rc || track_note_read(&r->note, bytes.at, bytes.n))
            db_no_memory(s);
    }
    r->num[0] = num[0];
    r->num[1] = num[1];
    free(bytes.at);
    track_text_release(&text[0]);
    track_text_release(&text[1]);
    tale_bench_release(&b);
    return s->error;
}

/* Figures and words alone: sentences that a longer text has more are no fault
 * of the shorter one. */
static size_t only_changed(const struct track_note *n, struct change *out)
{
    size_t k = 0;
    for (size_t i = 0; i < n->n; i++)
        if (n->change[i].kind == CHANGE_NUMBER ||
            n->change[i].kind == CHANGE_WORDS)
            out[k++] = n->change[i];
    return k;
}

/* STORE_NO_TIME is least. */
static int64_t last_seen(const struct carry_row *c, int64_t seen)
{
    seen = c->published > seen ? c->published : seen;
    seen = c->modified > seen ? c->modified : seen;
    return c->fetched > seen ? c->fetched : seen;
}

/* What changed from the version before is in the file. */
static int give(struct store *s, sqlite3_stmt *q, struct replaced *r,
                int (*each)(void *arg, const struct stale_row *row), void *arg)
{
    enum { AT = TRACK_COPY_WIDTH };
    struct change change[NOTE_CHANGES];
    struct track_note note;
    struct stale_row row = {.replaced_by =
                                (unsigned)sqlite3_column_int(q, AT - 1),
                            .article = db_text(q, AT),
                            .since = db_time(q, AT + 1),
                            .agency = db_text(q, AT + 5)};
    uint32_t num[2] = {(uint32_t)sqlite3_column_int64(q, AT + 2),
                       (uint32_t)sqlite3_column_int64(q, AT + 3)};
    track_copy_read(s, q, 0, &row.copy);
    row.seen = last_seen(&row.copy, db_time(q, AT + 6));
    int next = row.copy.version + 1 == row.replaced_by;
    if (!next && memcmp(num, r->num, sizeof num) != 0 && compare(s, r, num))
        return 1;
    int rc = track_note_read(&note, sqlite3_column_blob(q, AT + 4),
                             (size_t)sqlite3_column_bytes(q, AT + 4));
    if (rc == -2)
        db_no_memory(s);
    row.marker = rc ? NULL : note.marker;
    row.change = change;
    row.nchanges = only_changed(next && !rc ? &note : &r->note, change);
    int stop = s->error ? 1 : each(arg, &row);
    track_note_release(&note);
    return stop;
}

int store_stale(struct store *s, const struct track_filter *filter,
                int (*each)(void *arg, const struct stale_row *row), void *arg)
{
    const struct track_filter *f = filter ? filter : &track_any;
    struct replaced last = {0};
    struct track_bound bound;
    int stop = 0;
    work_renew(s);
    if (work_open(s))
        return s->error;
    sqlite3_stmt *q = db_prepare(
        s, "SELECT " TRACK_COPY_COLUMNS ", n.key, w.first, v.num, w.num,"
           " w.changes, k.agency, a.seen" TRACK_COPY_FROM
           " JOIN (SELECT s.id, r.agency, row_number() OVER (ORDER BY"
           " " TRACK_REACH ") AS place FROM story s LEFT JOIN track r"
           " ON r.story = s.id WHERE " TRACK_STORY_FILTER ") k"
           " ON k.id = m.story"
           " JOIN version w ON w.story = m.story AND w.version = c.stale"
           " JOIN article n ON n.num = w.num"
           " WHERE c.stale > 0 AND k.place <= ?7 AND " TRACK_COPY_FILTER
           " ORDER BY k.place, " TRACK_TIME ", a.key");
    track_filter_bind(s, q, f, &bound);
    db_bind_int(s, q, 7, f->limit ? (int64_t)f->limit : INT64_MAX);
    while (!stop && db_step(s, q))
        stop = give(s, q, &last, each, arg);
    int rc = db_done(s, q);
    track_note_release(&last.note);
    return rc ? rc : stop ? STORE_STOPPED : STORE_OK;
}
