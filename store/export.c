/*
 * The articles whole, one after another in the order of their numbers: one
 * walk over the article and text tables, in which each text is unpacked, given
 * and forgotten, so that memory is bounded by the longest.
 */
#include <stdlib.h>

#include "store/db.h"
#include "store/question.h"
#include "store/site.h"
#include "store/work.h"

#define KEY 0
#define BODY 12 /* body, dict, bytes */
#define NUM 15

static const char query[] =
    "SELECT a.key, a.url, t.name, a.title, a.lang, a.author, a.source,"
    " a.published, a.fetched, a.modified, a.revision, a.words, x.body, x.dict,"
    " x.bytes, a.num"
    " FROM article a JOIN site t ON t.id = a.site"
    " LEFT JOIN text x ON x.num = a.num"
    " WHERE (?1 IS NULL OR ifnull(a.published, a.fetched) >= ?1)"
    " AND (?2 IS NULL OR ifnull(a.published, a.fetched) < ?2)"
    " AND (?3 IS NULL OR t.name IN (?3, ?4))"
    " ORDER BY a.num";

static int give(struct store *s, sqlite3_stmt *q,
                int (*each)(void *arg, const struct article_row *row),
                void *arg)
{
    uint32_t num = (uint32_t)sqlite3_column_int64(q, NUM);
    struct kept_text text = {0};
    if (sqlite3_column_type(q, BODY) != SQLITE_NULL)
        question_unpack(s, num, q, BODY, &text);
    struct article_row row = {.id = db_text(q, KEY),
                              .url = db_text(q, 1),
                              .site = db_text(q, 2),
                              .title = db_text(q, 3),
                              .lang = db_text(q, 4),
                              .author = db_text(q, 5),
                              .source = db_text(q, 6),
                              .published = db_time(q, 7),
                              .fetched = db_time(q, 8),
                              .modified = db_time(q, 9),
                              .revision = (unsigned)sqlite3_column_int(q, 10),
                              .words = (uint64_t)sqlite3_column_int64(q, 11),
                              .text = text.bytes,
                              .text_len = text.len};
    int stop = s->error ? 1 : each(arg, &row);
    free(text.bytes);
    return stop;
}

int store_articles(struct store *s, const struct article_filter *filter,
                   int (*each)(void *arg, const struct article_row *row),
                   void *arg)
{
    static const struct article_filter any = {STORE_NO_TIME, STORE_NO_TIME,
                                              NULL};
    const struct article_filter *f = filter ? filter : &any;
    char domain[256], name[256];
    int stop = 0;
    work_renew(s);
    sqlite3_stmt *q = db_prepare(s, query);
    db_bind_time(s, q, 1, f->since);
    db_bind_time(s, q, 2, f->until);
    if (f->site) {
        site_asked(f->site, domain, name, sizeof domain);
        db_bind_text(s, q, 3, domain);
        db_bind_text(s, q, 4, name);
    }
    while (!stop && db_step(s, q))
        stop = give(s, q, each, arg);
    int rc = db_done(s, q);
    return rc ? rc : stop ? STORE_STOPPED : STORE_OK;
}
