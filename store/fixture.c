/* What was learned to be furniture, for a person to read. */
#include <stdlib.h>
#include <string.h>

#include "store/codec.h"
#include "store/db.h"
#include "store/facts.h"
#include "store/flags.h"
#include "store/pack.h"
#include "store/question.h"
#include "store/site.h"
#include "store/work.h"

struct seen {
    uint64_t days, articles;
    int64_t first, last; /* days */
};

/* What the sampled shingles of the passage tell: the least of each, for the
 * passage was seen no more often than any part of it. Without any, *out stays.
 */
static void look_up(struct store *s, uint32_t site, const uint8_t *body,
                    size_t n, struct seen *out)
{
    int any = 0;
    for (size_t i = 0; i < n && !s->error; i++) {
        sqlite3_stmt *q =
            db_prepare(s, "SELECT days, articles, first, last FROM furniture "
                          "WHERE site = ?1 AND hash = ?2");
        db_bind_int(s, q, 1, site);
        db_bind_int(s, q, 2, (int64_t)pack_hash_at(body, i));
        if (db_step(s, q)) {
            uint64_t articles = (uint64_t)sqlite3_column_int64(q, 1);
            if (!any || articles < out->articles)
                *out = (struct seen){(uint64_t)sqlite3_column_int64(q, 0),
                                     articles, db_time(q, 2), db_time(q, 3)};
            any = 1;
        }
        db_done(s, q);
    }
}

static int64_t day_time(int64_t day)
{
    return day == STORE_NO_TIME ? day : day * 86400;
}

/* Passages of one page come one after the other: its tokens are kept. */
struct page {
    uint32_t num;
    struct kept_text text;
    struct text token;
};

static void turn_to(struct store *s, struct page *p, uint32_t num)
{
    if (p->num == num)
        return;
    free(p->text.bytes);
    p->text.bytes = NULL;
    p->token.n = 0;
    p->num = num;
    if (!question_text(s, num, &p->text) && p->text.bytes &&
        text_fold(&p->token, p->text.bytes, p->text.len))
        db_no_memory(s);
}

static int give(struct store *s, sqlite3_stmt *q, struct page *p,
                int (*each)(void *arg, const struct furniture_row *row),
                void *arg)
{
    size_t n = (size_t)sqlite3_column_bytes(q, 4) / PACK_HASH_BYTES;
    size_t start = (size_t)sqlite3_column_int64(q, 3);
    size_t words = n + s->params.shingle - 1;
    struct seen seen = {(uint64_t)sqlite3_column_int64(q, 5), 0, db_time(q, 6),
                        db_time(q, 7)};
    look_up(s, (uint32_t)sqlite3_column_int64(q, 0), sqlite3_column_blob(q, 4),
            n, &seen);
    turn_to(s, p, (uint32_t)sqlite3_column_int64(q, 2));
    struct furniture_row row = {
        .site = db_text(q, 1) ? db_text(q, 1) : "",
        .days = seen.days,
        .articles = seen.articles > seen.days ? seen.articles : seen.days,
        .first = day_time(seen.first),
        .last = day_time(seen.last),
        .words = words};
    if (p->text.bytes && start + words <= p->token.n) {
        row.text = p->text.bytes + p->token.start[start];
        row.len = p->token.end[start + words - 1] - p->token.start[start];
    }
    return s->error ? 1 : each(arg, &row);
}

int store_furniture(struct store *s, const char *site,
                    int (*each)(void *arg, const struct furniture_row *row),
                    void *arg)
{
    char domain[256], name[256];
    struct page page = {0};
    int stop = 0;
    work_renew(s);
    text_init(&page.token);
    sqlite3_stmt *q = db_prepare(
        s, "SELECT p.site, t.name, p.num, p.start, p.body, p.days, "
           "p.first, p.last FROM passage p "
           "LEFT JOIN site t ON t.id = p.site WHERE ?1 IS NULL OR t.name IN "
           "(?1, ?2) ORDER BY t.name, length(p.body) DESC, p.id");
    if (site) {
        site_asked(site, domain, name, sizeof domain);
        db_bind_text(s, q, 1, domain);
        db_bind_text(s, q, 2, name);
    }
    while (!stop && db_step(s, q))
        stop = give(s, q, &page, each, arg);
    int rc = db_done(s, q);
    free(page.text.bytes);
    text_release(&page.token);
    return rc ? rc : stop ? STORE_STOPPED : STORE_OK;
}
