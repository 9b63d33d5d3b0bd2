/* What a person asks of the evidence in one article. */
#include <stdlib.h>
#include <string.h>

#include "store/article.h"
#include "store/db.h"
#include "store/question.h"
#include "store/track.h"
#include "store/work.h"

/* An article with the strings that evidence may stand in. */
struct page {
    const char *article;
    uint32_t num;
    struct kept_text text;
};

/* The strings of a row, from this column on; ORIGIN joins what they need to
 * the evidence e. */
#define STRINGS "a.title, a.author, a.source, t.name, a.url"
#define ORIGIN                                                                 \
    " e JOIN article a ON a.num = e.num JOIN site t ON t.id = a.site "         \
    "WHERE e.num = ?1 ORDER BY e.seq"
static const char *const string[] = {"title", "author", "source", "site",
                                     "url"};

/* Bytes [begin, end) of the string of this place; NULL where it is not kept,
 * or is shorter. */
static const char *words_at(const struct page *p, sqlite3_stmt *q, int column,
                            const char *place, uint64_t begin, uint64_t end)
{
    const char *of = NULL;
    size_t len = 0;
    if (!strcmp(place, "text")) {
        of = p->text.bytes;
        len = p->text.len;
    }
    for (int i = 0; i < (int)(sizeof string / sizeof *string); i++)
        if (!strcmp(place, string[i])) {
            of = db_text(q, column + i);
            len = (size_t)sqlite3_column_bytes(q, column + i);
        }
    return of && begin <= end && end <= len ? of + begin : NULL;
}

static int page_open(struct store *s, const char *article, struct page *p)
{
    *p = (struct page){.article = article};
    work_renew(s);
    p->num = article_number(s, article);
    if (s->error || !p->num)
        return s->error ? s->error : STORE_NOT_FOUND;
    question_text(s, p->num, &p->text);
    return s->error;
}

static const char *or_empty(const char *v)
{
    return v ? v : "";
}

static int give_credit(const struct page *p, sqlite3_stmt *q,
                       int (*each)(void *, const struct credit_row *),
                       void *arg)
{
    struct credit_row row = {
        .article = p->article,
        .agency = db_text(q, 0),
        .kind = or_empty(db_text(q, 1)),
        .where = or_empty(db_text(q, 2)),
        .begin = (uint64_t)sqlite3_column_int64(q, 3),
        .confidence = sqlite3_column_double(q, 5),
        .decides = sqlite3_column_int(q, 6),
    };
    row.end = row.begin + (uint64_t)sqlite3_column_int64(q, 4);
    row.words = words_at(p, q, 7, row.where, row.begin, row.end);
    row.words_len = row.words ? (size_t)(row.end - row.begin) : 0;
    return each(arg, &row);
}

int store_credits(struct store *s, const char *article,
                  int (*each)(void *arg, const struct credit_row *row),
                  void *arg)
{
    struct page p;
    int stop = 0, rc = page_open(s, article, &p);
    if (!rc) {
        sqlite3_stmt *q = db_prepare(
            s, "SELECT e.agency, e.kind, e.place, e.start, e.len, "
               "e.confidence, e.decides, " STRINGS " FROM credit" ORIGIN);
        db_bind_int(s, q, 1, p.num);
        while (!stop && db_step(s, q))
            stop = give_credit(&p, q, each, arg);
        rc = db_done(s, q);
    }
    free(p.text.bytes);
    return rc ? rc : stop ? STORE_STOPPED : STORE_OK;
}

static int give_marker(const struct page *p, sqlite3_stmt *q,
                       int (*each)(void *, const struct marker_row *),
                       void *arg)
{
    struct marker_row row = {
        .article = p->article,
        .kind = or_empty(db_text(q, 0)),
        .number = (unsigned)sqlite3_column_int(q, 1),
        .where = or_empty(db_text(q, 2)),
        .begin = (uint64_t)sqlite3_column_int64(q, 3),
        .decides = sqlite3_column_int(q, 5),
    };
    row.end = row.begin + (uint64_t)sqlite3_column_int64(q, 4);
    row.words = words_at(p, q, 6, row.where, row.begin, row.end);
    row.words_len = row.words ? (size_t)(row.end - row.begin) : 0;
    return each(arg, &row);
}

int store_markers(struct store *s, const char *article,
                  int (*each)(void *arg, const struct marker_row *row),
                  void *arg)
{
    struct page p;
    int stop = 0, rc = page_open(s, article, &p);
    if (!rc) {
        sqlite3_stmt *q =
            db_prepare(s, "SELECT e.kind, e.number, e.place, e.start, e.len, "
                          "e.decides, " STRINGS " FROM marking" ORIGIN);
        db_bind_int(s, q, 1, p.num);
        while (!stop && db_step(s, q))
            stop = give_marker(&p, q, each, arg);
        rc = db_done(s, q);
    }
    free(p.text.bytes);
    return rc ? rc : stop ? STORE_STOPPED : STORE_OK;
}
