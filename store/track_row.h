/*
 * track_row: rows of the track, version and carry tables as the questions
 * about them give them out.
 */
#ifndef WIREPRINT_TRACK_ROW_H
#define WIREPRINT_TRACK_ROW_H

#include <sqlite3.h>

#include "store/track.h"
#include "store/track_note.h"

struct store;

/* Columns of a copy, in a query with membership m, article a, site t, carry c,
 * version v, credit e and track o, as TRACK_COPY_FROM joins them. */
#define TRACK_COPY_COLUMNS                                                     \
    "m.story, a.key, t.name, a.url, a.title, a.published, a.fetched, "         \
    "a.modified, c.lag, m.role, m.relation, c.version, c.agency, e.kind, "     \
    "e.confidence, v.words, c.kept, c.cut_end, c.cut_inside, c.moved, "        \
    "c.added, c.changed, c.headline, e.agency, e.place, e.start, e.len, "      \
    "c.names, o.origin, c.stale"
#define TRACK_COPY_WIDTH 30
#define TRACK_COPY_FROM                                                        \
    " FROM membership m JOIN article a ON a.num = m.num"                       \
    " JOIN site t ON t.id = a.site"                                            \
    " LEFT JOIN carry c ON c.story = m.story AND c.num = m.num"                \
    " LEFT JOIN version v ON v.story = m.story AND v.version = c.version"      \
    " LEFT JOIN credit e ON e.num = c.num AND e.seq = c.evidence"              \
    " LEFT JOIN track o ON o.story = m.story"
/* Of a row of carry c and article a, whose story has this origin. */
#define TRACK_CONFLICT(origin)                                                 \
    "((c.lag < 0 AND " origin " = 0) IS 1 OR (a.fetched < a.published) IS 1)"
#define TRACK_TIME "ifnull(a.published, a.fetched)"

/* Reads TRACK_COPY_COLUMNS from the given column on; strings are the row's. */
void track_copy_read(struct store *s, sqlite3_stmt *q, int column,
                     struct carry_row *row);

/* Which stories are asked for: s is story and r track (LEFT JOIN). Binds ?1 to
 * ?7. domain and name, of 256 bytes each, live until the query is done. */
#define TRACK_STORY_FILTER                                                     \
    "s.kind = 0 AND (?1 = 0 OR s.id = ?1)"                                     \
    " AND (?2 IS NULL OR s.last >= ?2) AND (?3 IS NULL OR s.first < ?3)"       \
    " AND (?2 IS NULL OR ?3 IS NULL OR s.id IN (SELECT fm.story"               \
    " FROM membership fm JOIN article fa ON fa.num = fm.num WHERE fm.role = 0" \
    " AND ifnull(fa.published, fa.fetched) >= ?2"                              \
    " AND ifnull(fa.published, fa.fetched) < ?3))"                             \
    " AND (?4 IS NULL OR r.agency = ?4 COLLATE NOCASE)"                        \
    " AND (?5 IS NULL OR s.id IN (SELECT fm.story FROM membership fm"          \
    " JOIN article fa ON fa.num = fm.num JOIN site ft ON ft.id = fa.site"      \
    " WHERE ft.name IN (?5, ?6) AND fm.role = 0))"
/* Of these, the copies on the site and in the time that was asked for. */
#define TRACK_COPY_FILTER                                                      \
    "(?2 IS NULL OR ifnull(a.published, a.fetched) >= ?2)"                     \
    " AND (?3 IS NULL OR ifnull(a.published, a.fetched) < ?3)"                 \
    " AND (?5 IS NULL OR t.name IN (?5, ?6))"
#define TRACK_REACH "s.sites DESC, s.copies DESC, s.id"
struct track_bound {
    char domain[256], name[256];
};
void track_filter_bind(struct store *s, sqlite3_stmt *q,
                       const struct track_filter *f, struct track_bound *b);

/* NULL stands for it. */
extern const struct track_filter track_any;

#endif
