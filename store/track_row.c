#include "store/track_row.h"

#include "shingle/credit.h"
#include "store/db.h"
#include "store/site.h"

const struct track_filter track_any = {.since = STORE_NO_TIME,
                                       .until = STORE_NO_TIME};

static uint64_t count(sqlite3_stmt *q, int column)
{
    return (uint64_t)sqlite3_column_int64(q, column);
}

/* A dateline that names nobody is shown only for its manner. */
static void read_evidence(sqlite3_stmt *q, int c, struct carry_row *row)
{
    int manner = sqlite3_column_type(q, c + 23) == SQLITE_NULL;
    row->agency = db_text(q, c + 12);
    if (!row->agency)
        return;
    row->evidence = manner ? TRACK_MANNER_KIND : db_text(q, c + 13);
    row->confidence = manner ? TRACK_MANNER : sqlite3_column_double(q, c + 14);
    row->where = db_text(q, c + 24);
    row->begin = count(q, c + 25);
    row->end = row->begin + count(q, c + 26);
}

void track_copy_read(struct store *s, sqlite3_stmt *q, int c,
                     struct carry_row *row)
{
    *row = (struct carry_row){
        .story = sqlite3_column_int64(q, c),
        .article = db_text(q, c + 1),
        .site = db_text(q, c + 2),
        .url = db_text(q, c + 3),
        .title = db_text(q, c + 4),
        .published = db_time(q, c + 5),
        .fetched = db_time(q, c + 6),
        .modified = db_time(q, c + 7),
        .lag = db_time(q, c + 8),
        .role = (enum role)sqlite3_column_int(q, c + 9),
        .relation = (enum relation)sqlite3_column_int(q, c + 10),
        .version = (unsigned)sqlite3_column_int(q, c + 11),
        .measured = !s->params.no_text,
        .version_words = count(q, c + 15),
        .kept = count(q, c + 16),
        .cut_end = count(q, c + 17),
        .cut_inside = count(q, c + 18),
        .moved = count(q, c + 19),
        .added = count(q, c + 20),
        .changed = count(q, c + 21),
        .headline_changed = sqlite3_column_int(q, c + 22),
        .names = sqlite3_column_int(q, c + 27),
        .origin = sqlite3_column_type(q, c + 28) == SQLITE_NULL
                      ? ORIGIN_NONE
                      : (enum origin)sqlite3_column_int(q, c + 28),
        .stale = sqlite3_column_int(q, c + 29)};
    read_evidence(q, c, row);
    row->time = row->published != STORE_NO_TIME ? row->published : row->fetched;
    row->before_origin = row->lag != STORE_NO_TIME && row->lag < 0;
    row->fetched_before = row->fetched != STORE_NO_TIME &&
                          row->published != STORE_NO_TIME &&
                          row->fetched < row->published;
    row->conflict = row->fetched_before ||
                    (row->before_origin && row->origin == ORIGIN_AGENCY);
}

void track_filter_bind(struct store *s, sqlite3_stmt *q,
                       const struct track_filter *f, struct track_bound *b)
{
    db_bind_int(s, q, 1, f->story);
    db_bind_time(s, q, 2, f->since);
    db_bind_time(s, q, 3, f->until);
    db_bind_text(s, q, 4, f->agency);
    if (!f->site)
        return;
    site_asked(f->site, b->domain, b->name, sizeof b->domain);
    db_bind_text(s, q, 5, b->domain);
    db_bind_text(s, q, 6, b->name);
}
