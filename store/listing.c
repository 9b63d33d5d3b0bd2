/* The plain listings: one query, one callback a row. */
#include <stdlib.h>
#include <string.h>

#include "store/db.h"
#include "store/pair.h"
#include "store/relation.h"

static double share(int64_t part, int64_t whole)
{
    return whole > 0 ? (double)part / (double)whole : 0;
}

/* What a listing returns after its last row. */
static int finish(struct store *s, sqlite3_stmt *q, int stopped)
{
    int rc = db_done(s, q);
    return rc ? rc : stopped ? STORE_STOPPED : STORE_OK;
}

int store_members(struct store *s,
                  int (*each)(void *arg, const struct member_row *row),
                  void *arg)
{
    int stop = 0;
    sqlite3_stmt *q = db_prepare(
        s, "SELECT a.key, m.story, m.role, m.relation, m.matched, m.kept "
           "FROM article a LEFT JOIN (membership m JOIN story s "
           "ON s.id = m.story AND s.kind = 0) ON m.num = a.num "
           "ORDER BY a.key, m.story");
    while (!stop && db_step(s, q)) {
        struct member_row row = {
            .article = db_text(q, 0),
            .story = sqlite3_column_int64(q, 1),
            .role = (enum role)sqlite3_column_int(q, 2),
            .relation = (enum relation)sqlite3_column_int(q, 3),
            .coverage =
                share(sqlite3_column_int64(q, 4), sqlite3_column_int64(q, 5))};
        stop = each(arg, &row);
    }
    return finish(s, q, stop);
}

static void longest_of(struct store *s, const struct pair *p,
                       struct pair_row *row)
{
    struct passage *passage = NULL;
    size_t n = 0, cap = 0;
    if (pair_passages(p->passages, p->size, &passage, &n, &cap))
        db_fail(s, STORE_ERROR,
                "%s: pair %u, %u is damaged; `wireprint rebuild` makes all "
                "pairs anew",
                s->path, p->a, p->b);
    row->passages = n;
    for (size_t i = 0; i < n; i++)
        if (passage[i].matched > row->longest)
            row->longest = passage[i].matched;
    free(passage);
}

int store_pairs(struct store *s, const struct pair_filter *filter,
                int (*each)(void *arg, const struct pair_row *row), void *arg)
{
    static const struct pair_filter any = {.relation = -1};
    const struct pair_filter *f = filter ? filter : &any;
    int stop = 0;
    sqlite3_stmt *q = db_prepare(
        s, "SELECT p.a, p.b, p.relation, kept_a, kept_b, matched_a, matched_b,"
           " distinct_a, distinct_b, shared, passages, x.key, y.key, x.words,"
           " y.words FROM pair p JOIN article x ON x.num = p.a"
           " JOIN article y ON y.num = p.b"
           " WHERE (?1 IS NULL OR x.key = ?1 OR y.key = ?1)"
           " AND (?2 < 0 OR p.relation = ?2)"
           " AND shared >= ?3 * (distinct_a + distinct_b - shared)"
           " ORDER BY p.a, p.b");
    db_bind_text(s, q, 1, f->article);
    db_bind_int(s, q, 2, f->relation);
    db_bind_double(s, q, 3, f->min_resemblance);
    while (!stop && db_step(s, q)) {
        struct pair p;
        pair_row_read(q, &p);
        struct pair_row row = {.a = db_text(q, 11),
                               .b = db_text(q, 12),
                               .relation = p.relation,
                               .words_a = (uint64_t)sqlite3_column_int64(q, 13),
                               .words_b = (uint64_t)sqlite3_column_int64(q, 14),
                               .matched_a = p.matched_a,
                               .matched_b = p.matched_b,
                               .coverage_a = share(p.matched_a, p.kept_a),
                               .coverage_b = share(p.matched_b, p.kept_b),
                               .resemblance =
                                   share(p.shared, (int64_t)p.distinct_a +
                                                       p.distinct_b - p.shared),
                               .containment_a = share(p.shared, p.distinct_a),
                               .containment_b = share(p.shared, p.distinct_b),
                               .error = pair_error(s, &p)};
        longest_of(s, &p, &row);
        stop = s->error ? 1 : each(arg, &row);
    }
    return finish(s, q, stop);
}

int store_log(struct store *s, int64_t story,
              int (*each)(void *arg, const struct log_row *row), void *arg)
{
    int stop = 0;
    sqlite3_stmt *q = db_prepare(
        s, "SELECT entry, story, other, event, copies, time, stub FROM log "
           "WHERE ?1 = 0 OR story = ?1 OR other = ?1 ORDER BY entry");
    db_bind_int(s, q, 1, story);
    while (!stop && db_step(s, q)) {
        struct log_row row = {.entry = (uint64_t)sqlite3_column_int64(q, 0),
                              .story = sqlite3_column_int64(q, 1),
                              .other = sqlite3_column_int64(q, 2),
                              .event = db_text(q, 3),
                              .copies = (uint64_t)sqlite3_column_int64(q, 4),
                              .time = db_time(q, 5),
                              .stub = sqlite3_column_int(q, 6)};
        stop = each(arg, &row);
    }
    return finish(s, q, stop);
}

static int64_t file_size(struct store *s)
{
    return db_number(s, "PRAGMA page_count") * db_number(s, "PRAGMA page_size");
}

int store_get_stats(struct store *s, struct store_stats *out)
{
    memset(out, 0, sizeof *out);
    out->first = out->last = STORE_NO_TIME;
    sqlite3_stmt *q = db_prepare(
        s, "SELECT count(*), count(DISTINCT site), "
           "count(ifnull(published, fetched)), ifnull(sum(words), 0), "
           "min(ifnull(published, fetched)), max(ifnull(published, fetched)) "
           "FROM article");
    if (db_step(s, q)) {
        out->articles = (uint64_t)sqlite3_column_int64(q, 0);
        out->sites = (uint64_t)sqlite3_column_int64(q, 1);
        out->dated = (uint64_t)sqlite3_column_int64(q, 2);
        out->words = (uint64_t)sqlite3_column_int64(q, 3);
        out->first = db_time(q, 4);
        out->last = db_time(q, 5);
    }
    db_done(s, q);
#define NUMBER(member, query) out->member = (uint64_t)db_number(s, query)
    NUMBER(text_bytes, "SELECT ifnull(sum(bytes), 0) FROM text");
    NUMBER(text_stored, "SELECT ifnull(sum(length(body)), 0) FROM text");
    NUMBER(stories, "SELECT count(*) FROM story WHERE kind = 0");
    NUMBER(copies, "SELECT ifnull(sum(copies), 0) FROM story WHERE kind = 0");
    NUMBER(stubs, "SELECT ifnull(sum(copies), 0) FROM story WHERE kind = 1");
    NUMBER(digests,
           "SELECT count(DISTINCT num) FROM membership WHERE role = 1");
    NUMBER(pairs, "SELECT count(*) FROM pair");
    NUMBER(postings, "SELECT ifnull(sum(rows), 0) FROM run");
    NUMBER(posting_bytes, "SELECT ifnull(sum(length(body)), 0) FROM block");
    NUMBER(signature_bytes,
           "SELECT ifnull(sum(length(body)), 0) FROM signature");
    NUMBER(furniture, "SELECT count(*) FROM furniture");
    NUMBER(pending, "SELECT count(DISTINCT num) FROM pending");
#undef NUMBER
    out->file_bytes = (uint64_t)file_size(s);
    out->schema = (unsigned)db_number(s, "PRAGMA user_version");
    out->fold_version = (unsigned)db_number(
        s, "SELECT value FROM meta WHERE key = 'fold_version'");
    return s->error;
}
