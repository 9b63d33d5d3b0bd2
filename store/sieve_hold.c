/*
 * Records that are held go to the temporary file as their shingles in the
 * order of the text. Judging reads them back in the order of their ranks,
 * which SQLite sorts, a slice at a time, and writes the verdicts to the file;
 * read from there they come in the order in which the records were held.
 */
#include <stdlib.h>
#include <string.h>

#include "store/db.h"
#include "store/sieve_state.h"

static int fold_article(struct sieve *v, void *arg, unsigned worker, size_t i)
{
    const struct article *a = (const struct article *)arg + i;
    return sieve_record_fold(&v->record[i], &v->maker[worker], v->w, v->s->seed,
                             a->text, a->text_len);
}

static void write_held(struct sieve *v, const struct sieve_record *r,
                       const char *name, uint64_t number, int64_t rank)
{
    sqlite3_stmt *q =
        db_prepare(v->s, "INSERT INTO sieve_held VALUES(?1, ?2, ?3, ?4, ?5)");
    db_bind_int(v->s, q, 1, (int64_t)number);
    db_bind_int(v->s, q, 2, r->words);
    db_bind_int(v->s, q, 3, (int64_t)r->text);
    db_bind_text(v->s, q, 4, name);
    /* The file is this process's own: no byte order is to be kept. */
    db_bind_blob(v->s, q, 5, r->shingle, r->n * sizeof *r->shingle);
    db_run(v->s, q);
    q = db_prepare(v->s, "INSERT INTO sieve_rank VALUES(?1, ?2)");
    db_bind_int(v->s, q, 1, rank);
    db_bind_int(v->s, q, 2, (int64_t)number);
    db_run(v->s, q);
}

int sieve_hold(struct sieve *v, const struct article *articles,
               const char *const *names, const int64_t *ranks, size_t n)
{
    sieve_forget_names(v);
    for (size_t from = 0; from < n && !sieve_refuse_more(v);) {
        const struct article *a = articles + from;
        size_t slice = sieve_slice(v, a, n - from);
        if (sieve_make(v, slice, (void *)(uintptr_t)a, fold_article))
            break;
        for (size_t i = 0; i < slice && !v->s->error; i++) {
            char buffer[SIEVE_NAME_ROOM];
            const struct sieve_record *r = &v->record[i];
            uint64_t number = ++v->number;
            write_held(v, r,
                       sieve_name_of(&a[i], names ? names[from + i] : NULL,
                                     number, buffer),
                       number, ranks ? ranks[from + i] : -(int64_t)r->words);
        }
        from += slice;
    }
    return v->s ? v->s->error : STORE_ERROR;
}

/* ---- judging ------------------------------------------------------------- */

struct held {
    uint64_t number, text;
    uint32_t words;
    char *name;
    uint64_t *shingle;
    size_t n;
};

static void held_release(struct held *h)
{
    free(h->name);
    free(h->shingle);
    memset(h, 0, sizeof *h);
}

static int read_held(struct store *s, uint64_t number, struct held *h)
{
    sqlite3_stmt *q = db_prepare(
        s, "SELECT words, text, name, body FROM sieve_held WHERE number = ?1");
    db_bind_int(s, q, 1, (int64_t)number);
    if (db_step(s, q)) {
        const char *name = db_text(q, 2);
        const void *body = sqlite3_column_blob(q, 3);
        h->number = number;
        h->words = (uint32_t)sqlite3_column_int64(q, 0);
        h->text = (uint64_t)sqlite3_column_int64(q, 1);
        h->n = (size_t)sqlite3_column_bytes(q, 3) / sizeof *h->shingle;
        h->name = strdup(name ? name : "");
        h->shingle = malloc((h->n + 1) * sizeof *h->shingle);
        if (!h->name || !h->shingle)
            db_no_memory(s);
        else if (h->n)
            memcpy(h->shingle, body, h->n * sizeof *h->shingle);
    }
    return db_done(s, q);
}

static int make_held(struct sieve *v, void *arg, unsigned worker, size_t i)
{
    const struct held *h = (const struct held *)arg + i;
    struct sieve_record *r = &v->record[i];
    r->words = h->words;
    r->text = h->text;
    return sieve_record_remake(r, &v->maker[worker], h->shingle, h->n);
}

static void write_verdict(struct sieve *v, const struct sieve_verdict *d)
{
    sqlite3_stmt *q =
        db_prepare(v->s, "INSERT INTO sieve_verdict VALUES(?1, ?2, ?3, ?4, ?5, "
                         "?6, ?7)");
    db_bind_int(v->s, q, 1, (int64_t)d->number);
    db_bind_int(v->s, q, 2, d->earlier);
    db_bind_int(v->s, q, 3, (int64_t)d->kept);
    db_bind_text(v->s, q, 4, d->kept_name);
    db_bind_int(v->s, q, 5, d->same);
    db_bind_double(v->s, q, 6, d->resemblance);
    db_bind_double(v->s, q, 7, d->coverage);
    db_run(v->s, q);
}

static void judge_slice(struct sieve *v, const struct held *h, size_t n)
{
    struct sieve_verdict d;
    if (sieve_make(v, n, (void *)(uintptr_t)h, make_held))
        return;
    sieve_index_prepare(&v->index, v->record, n);
    for (size_t i = 0; i < n && !v->s->error; i++) {
        sieve_decide(v, &v->record[i], h[i].name, h[i].number, &d);
        if (!v->s->error)
            write_verdict(v, &d);
        sieve_forget_names(v);
    }
}

/* Judges all, in the order of their ranks. */
static int judge_all(struct sieve *v)
{
    struct store *s = v->s;
    struct held *h = calloc(v->limits.slice, sizeof *h);
    size_t n = 0, words = 0;
    int more = 1;
    if (!h)
        return db_no_memory(s);
    sqlite3_stmt *q =
        db_prepare(s, "SELECT number FROM sieve_rank ORDER BY rank, number");
    while (more && !s->error) {
        more = db_step(s, q);
        if (more && !read_held(s, (uint64_t)sqlite3_column_int64(q, 0), &h[n]))
            words += h[n++].words;
        /* Six bytes a word is what text has, as a rule. */
        if (n == v->limits.slice || 6 * words >= v->limits.bytes || !more) {
            judge_slice(v, h, n);
            for (size_t i = 0; i < n; i++)
                held_release(&h[i]);
            n = words = 0;
        }
    }
    db_done(s, q);
    for (size_t i = 0; i < v->limits.slice; i++)
        held_release(&h[i]);
    free(h);
    return s->error;
}

/* Tells the verdicts in the order of the records. */
static int tell_all(struct sieve *v,
                    int (*each)(void *, const struct sieve_verdict *),
                    void *arg)
{
    struct store *s = v->s;
    int stop = 0;
    sqlite3_stmt *q = db_prepare(
        s, "SELECT number, earlier, kept, name, same, resemblance, coverage "
           "FROM sieve_verdict ORDER BY number");
    while (!stop && db_step(s, q)) {
        const struct sieve_verdict d = {
            .keep = sqlite3_column_type(q, 3) == SQLITE_NULL,
            .number = (uint64_t)sqlite3_column_int64(q, 0),
            .earlier = sqlite3_column_int(q, 1),
            .kept = (uint64_t)sqlite3_column_int64(q, 2),
            .kept_name = db_text(q, 3),
            .same = sqlite3_column_int(q, 4),
            .resemblance = sqlite3_column_double(q, 5),
            .coverage = sqlite3_column_double(q, 6)};
        stop = each(arg, &d);
    }
    db_done(s, q);
    return stop;
}

int sieve_judge(struct sieve *v,
                int (*each)(void *arg, const struct sieve_verdict *verdict),
                void *arg)
{
    int stop = 0;
    if (sieve_refuse_more(v))
        return v->s ? v->s->error : STORE_ERROR;
    sieve_forget_names(v);
    if (!judge_all(v))
        stop = tell_all(v, each, arg);
    db_exec(v->s, "DELETE FROM sieve_held; DELETE FROM sieve_rank; "
                  "DELETE FROM sieve_verdict");
    return v->s->error ? v->s->error : stop ? STORE_STOPPED : STORE_OK;
}
