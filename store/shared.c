/* Which passages of a story are common to its copies. */
#include <stdlib.h>
#include <string.h>

#include "shingle/shingle.h"
#include "store/db.h"
#include "store/numbers.h"
#include "store/pair.h"
#include "store/question.h"
#include "store/work.h"

/* Adds one to the count of every token of the main article that a copy has. */
static int count_copy(struct store *s, const struct doc *main,
                      const struct doc *copy, uint32_t *count)
{
    struct work *w = work_of(s, 0);
    if (pair_overlap(s, w, main, copy))
        return db_no_memory(s);
    uint32_t done = 0;
    for (uint32_t i = 0; i < shingle_count(main->side.words, main->side.w); i++)
        if (w->index.met[i])
            for (uint32_t t = i > done ? i : done;
                 t < i + main->side.w && t < main->side.words; t++, done = t)
                count[t]++;
    return STORE_OK;
}

/* Where the passage of token j begins: after the last blank before it, so that
 * an opening quote stays with its word. Token 0 begins with the text. */
static uint32_t cut_before(const struct text *t, const char *bytes, size_t len,
                           size_t j)
{
    if (j == 0 || j == t->n)
        return j ? (uint32_t)len : 0;
    uint32_t p = t->start[j];
    while (p > t->end[j - 1] && !memchr(" \t\r\n", bytes[p - 1], 4))
        p--;
    return p > t->end[j - 1] ? p : t->start[j];
}

static int give_passages(struct store *s, const struct doc *main,
                         const struct kept_text *text, const uint32_t *count,
                         int (*each)(void *arg, const struct shared_row *row),
                         void *arg)
{
    struct text t;
    int stop = 0;
    text_init(&t);
    if (text_fold(&t, text->bytes, text->len))
        db_no_memory(s);
    for (uint32_t i = 0, j; i < t.n && !stop && !s->error; i = j) {
        for (j = i + 1; j < t.n && count[j] == count[i] &&
                        main->side.aside[j] == main->side.aside[i];
             j++)
            ;
        uint32_t from = cut_before(&t, text->bytes, text->len, i);
        uint32_t to = cut_before(&t, text->bytes, text->len, j);
        struct shared_row row = {.copies = count[i] + 1,
                                 .furniture = main->side.aside[i],
                                 .words = j - i,
                                 .text = text->bytes + from,
                                 .len = to - from};
        stop = each(arg, &row);
    }
    text_release(&t);
    return s->error ? s->error : stop ? STORE_STOPPED : STORE_OK;
}

/* The copies of a story, its main article, and whether it is a stub. */
static int load_members(struct store *s, int64_t story, uint32_t *main,
                        int *stub, struct numbers *out)
{
    sqlite3_stmt *q = db_prepare(
        s,
        "SELECT m.num, s.main, s.kind FROM membership m JOIN story s "
        "ON s.id = m.story WHERE m.story = ?1 AND m.role = 0 ORDER BY m.num");
    *main = 0;
    *stub = 0;
    db_bind_int(s, q, 1, story);
    while (db_step(s, q)) {
        *main = (uint32_t)sqlite3_column_int64(q, 1);
        *stub = sqlite3_column_int(q, 2);
        numbers_add(s, out, (uint32_t)sqlite3_column_int64(q, 0));
    }
    return db_done(s, q);
}

int store_shared(struct store *s, int64_t story,
                 int (*each)(void *arg, const struct shared_row *row),
                 void *arg)
{
    enum { SOME = 256 };
    uint32_t num = 0, *count = NULL;
    struct numbers copy = {0};
    struct doc main = {0}, doc[SOME];
    struct kept_text text = {0};
    int rc = STORE_NOT_FOUND, stub;
    work_renew(s);
    if (load_members(s, story, &num, &stub, &copy) || !num ||
        question_text(s, num, &text) || !text.bytes)
        goto out;
    if (doc_load(s, &num, 1, &main) || !main.num)
        goto out;
    if (stub)
        doc_unmask(&main);
    count = calloc(main.side.words + 1, sizeof *count);
    if (!count || overlap_index_make(&work_of(s, 0)->index, &main.side)) {
        db_no_memory(s);
        goto out;
    }
    for (size_t from = 0; from < copy.n && !s->error; from += SOME) {
        size_t n = copy.n - from < SOME ? copy.n - from : SOME;
        doc_load(s, copy.at + from, n, doc);
        for (size_t i = 0; i < n; i++) {
            if (stub)
                doc_unmask(&doc[i]);
            if (!s->error && doc[i].num && doc[i].num != num)
                count_copy(s, &main, &doc[i], count);
            doc_release(&doc[i]);
        }
    }
    if (!s->error)
        rc = give_passages(s, &main, &text, count, each, arg);
out:
    free(count);
    free(copy.at);
    free(text.bytes);
    doc_release(&main);
    return s->error ? s->error : rc;
}
