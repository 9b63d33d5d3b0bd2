/* What a person asks of the evidence in one article. */
#include <stdlib.h>
#include <string.h>

#include "store/article.h"
#include "store/db.h"
#include "store/question.h"
#include "store/track.h"
#include "store/work.h"

/* Columns of give()'s query from which on the strings stand, by place. */
static const struct {
    const char *place;
    int column;
} string[] = {
    {"title", 7}, {"author", 8}, {"source", 9}, {"site", 10}, {"url", 11}};

/* The string of this place in the row. */
static const char *string_of(sqlite3_stmt *q, const char *place, size_t *len)
{
    for (size_t i = 0; place && i < sizeof string / sizeof *string; i++)
        if (!strcmp(place, string[i].place)) {
            const char *v = db_text(q, string[i].column);
            *len = (size_t)sqlite3_column_bytes(q, string[i].column);
            return v;
        }
    return NULL;
}

static void find_words(sqlite3_stmt *q, const struct kept_text *text,
                       struct credit_row *row)
{
    size_t len = text->len;
    const char *of = !strcmp(row->where, "text")
                         ? text->bytes
                         : string_of(q, row->where, &len);
    if (!of || row->begin > row->end || row->end > len)
        return;
    row->words = of + row->begin;
    row->words_len = (size_t)(row->end - row->begin);
}

static int give(sqlite3_stmt *q, const char *article,
                const struct kept_text *text,
                int (*each)(void *, const struct credit_row *), void *arg)
{
    const char *kind = db_text(q, 1), *where = db_text(q, 2);
    struct credit_row row = {
        .article = article,
        .agency = db_text(q, 0),
        .kind = kind ? kind : "",
        .where = where ? where : "",
        .begin = (uint64_t)sqlite3_column_int64(q, 3),
        .confidence = sqlite3_column_double(q, 5),
        .decides = sqlite3_column_int(q, 6),
    };
    row.end = row.begin + (uint64_t)sqlite3_column_int64(q, 4);
    find_words(q, text, &row);
    return each(arg, &row);
}

int store_credits(struct store *s, const char *article,
                  int (*each)(void *arg, const struct credit_row *row),
                  void *arg)
{
    struct kept_text text = {0};
    int stop = 0;
    work_renew(s);
    uint32_t num = article_number(s, article);
    if (s->error || !num)
        return s->error ? s->error : STORE_NOT_FOUND;
    question_text(s, num, &text);
    sqlite3_stmt *q = db_prepare(
        s, "SELECT c.agency, c.kind, c.place, c.start, c.len, c.confidence, "
           "c.decides, a.title, a.author, a.source, t.name, a.url FROM credit "
           "c JOIN article a ON a.num = c.num JOIN site t ON t.id = a.site "
           "WHERE c.num = ?1 ORDER BY c.seq");
    db_bind_int(s, q, 1, num);
    while (!stop && db_step(s, q))
        stop = give(q, article, &text, each, arg);
    db_done(s, q);
    free(text.bytes);
    return s->error ? s->error : stop ? STORE_STOPPED : STORE_OK;
}
