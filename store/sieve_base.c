/*
 * Where a sieve keeps what it cannot hold in memory: a temporary file without
 * a name, or the tables sieve_* of a database. All that a run writes to a
 * database is one transaction, begun when it is opened: sieve_remember()
 * commits it, anything else leaves the file as it was, and no other process
 * writes between. Tables:
 *
 *   sieve_kept   num, number, name, words, text, body: see sieve_kept.c
 *   sieve_index  start, body: see sieve_rows.c. Made for one resemblance, and
 *                anew from sieve_kept where another is asked for
 *   sieve_state  mark: the last article of `add` that is among the kept;
 *                resemblance
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shingle/shingle.h"
#include "store/codec.h"
#include "store/db.h"
#include "store/pool.h"
#include "store/sieve_state.h"
#include "store/work.h"

#define RESEMBLANCE 0.8

static const char tables[] =
    "CREATE TABLE IF NOT EXISTS sieve_kept(num INTEGER PRIMARY KEY,"
    " number INTEGER NOT NULL, name TEXT NOT NULL, words INTEGER NOT NULL,"
    " text INTEGER NOT NULL, body BLOB NOT NULL);"
    "CREATE TABLE IF NOT EXISTS sieve_index(start INTEGER PRIMARY KEY,"
    " body BLOB NOT NULL);"
    "CREATE TABLE IF NOT EXISTS sieve_state(key TEXT PRIMARY KEY, value)"
    " WITHOUT ROWID;";

static const char held_tables[] =
    "CREATE TABLE %s.sieve_held(number INTEGER PRIMARY KEY,"
    " words INTEGER NOT NULL, text INTEGER NOT NULL, name TEXT NOT NULL,"
    " body BLOB NOT NULL);"
    "CREATE TABLE %s.sieve_rank(rank INTEGER NOT NULL,"
    " number INTEGER NOT NULL);"
    "CREATE TABLE %s.sieve_verdict(number INTEGER PRIMARY KEY,"
    " earlier INTEGER NOT NULL, kept INTEGER NOT NULL, name TEXT,"
    " same INTEGER NOT NULL, resemblance REAL NOT NULL,"
    " coverage REAL NOT NULL);";

/* ---- the temporary file -------------------------------------------------- */

/* Nothing in it has to outlive the process: no journal, no syncing. */
#define SPILL_SETTINGS                                                         \
    "PRAGMA %s.page_size = 8192; PRAGMA %s.journal_mode = OFF;"                \
    "PRAGMA %s.synchronous = OFF; PRAGMA %s.cache_size = -8192;"

/* Makes an empty file in the directory; its path, or NULL with an error. */
static char *make_file(struct store *s, const char *directory)
{
    const char *dir = directory ? directory : getenv("TMPDIR");
    if (!dir || !*dir)
        dir = "/tmp";
    size_t room = strlen(dir) + sizeof "/wireprint-XXXXXX";
    char *path = malloc(room);
    if (!path) {
        db_no_memory(s);
        return NULL;
    }
    snprintf(path, room, "%s/wireprint-XXXXXX", dir);
    int fd = mkstemp(path);
    if (fd < 0) {
        db_fail(s, STORE_ERROR, "%s: no temporary file can be made: %s", dir,
                strerror(errno));
        free(path);
        return NULL;
    }
    close(fd);
    return path;
}

/* Runs SQL in which every %s, four at most, is the name of a database. */
static int exec_in(struct store *s, const char *format, const char *name)
{
    char *text = sqlite3_mprintf(format, name, name, name, name);
    if (!text)
        return db_no_memory(s);
    db_exec(s, text);
    sqlite3_free(text);
    return s->error;
}

static int begin_spill(struct store *s, const char *name)
{
    exec_in(s, SPILL_SETTINGS, name);
    return exec_in(s, held_tables, name);
}

/* A store that is nothing but a temporary file, gone with the handle. */
static int open_spill(struct sieve *v, const struct sieve_options *o)
{
    struct store *s = v->s = calloc(1, sizeof *s);
    if (!s)
        return STORE_ERROR;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    s->threads = o->threads    ? o->threads
                 : cores < 1   ? 1
                 : cores > 256 ? 256
                               : (unsigned)cores;
    s->params.shingle = o->shingle ? o->shingle : SHINGLE_DEFAULT;
    s->seed = SHINGLE_SEED;
    if (!(s->path = make_file(s, o->spill)))
        return s->error;
    int rc = sqlite3_open_v2(s->path, &s->sql,
                             SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    unlink(s->path);
    if (!s->sql)
        return db_no_memory(s);
    if (rc)
        return db_fail_sql(s);
    sqlite3_extended_result_codes(s->sql, 1);
    begin_spill(s, "main");
    db_exec(s, tables);
    return db_exec(s, "BEGIN");
}

/* ---- the database -------------------------------------------------------- */

static int attach_spill(struct store *s, const char *directory)
{
    char *path = make_file(s, directory);
    if (!path)
        return s->error;
    sqlite3_stmt *q = db_prepare(s, "ATTACH ?1 AS spill");
    db_bind_text(s, q, 1, path);
    db_run(s, q);
    unlink(path);
    free(path);
    return begin_spill(s, "spill");
}

static double stored_resemblance(struct store *s)
{
    sqlite3_stmt *q = db_prepare(
        s, "SELECT value FROM sieve_state WHERE key = 'resemblance'");
    double v = 0;
    if (db_step(s, q))
        v = sqlite3_column_double(q, 0);
    db_done(s, q);
    return v;
}

static int open_database(struct sieve *v, const struct sieve_options *o)
{
    const struct store_params params = {.shingle = o->shingle};
    const struct store_options options = {.threads = o->threads,
                                          .params = &params};
    store_open(&v->s, o->db, &options);
    struct store *s = v->s;
    if (!s)
        return STORE_ERROR;
    if (attach_spill(s, o->spill))
        return s->error;
    db_begin(s);
    db_exec(s, tables);
    if (s->params.no_text &&
        db_number(s, "SELECT EXISTS (SELECT 1 FROM article)"))
        db_fail(s, STORE_REFUSED,
                "%s: has articles but not their texts (--no-text), which "
                "records cannot be compared with; give another file",
                s->path);
    double stored = stored_resemblance(s);
    if (v->copies && stored > 0)
        v->resemblance = stored;
    return s->error;
}

/* ---- what is in it ------------------------------------------------------- */

/* The index is made for the stored resemblance; for another one, anew. */
static int renew_index(struct sieve *v)
{
    struct store *s = v->s;
    struct sieve_record r = {0};
    if (stored_resemblance(s) == v->resemblance)
        return s->error;
    sieve_index_clear(&v->index);
    for (uint64_t num = 1; num <= v->kept.last && !s->error; num++) {
        const struct kept *k = sieve_kept_get(&v->kept, num);
        if (!k)
            break;
        r.text = k->text;
        sieve_index_add_text(&v->index, r.text, num);
        if (k->nset)
            sieve_index_add(&v->index, k->set, k->nset, num);
    }
    sqlite3_stmt *q = db_prepare(s, "INSERT OR REPLACE INTO sieve_state "
                                    "VALUES('resemblance', ?1)");
    db_bind_double(s, q, 1, v->resemblance);
    return db_run(s, q);
}

/* An article of the database on its way to be kept. */
struct arrival {
    int64_t num, dict;
    char *key;
    void *body;
    size_t size, bytes;
};

static void arrival_release(struct arrival *a)
{
    free(a->key);
    free(a->body);
    memset(a, 0, sizeof *a);
}

/* Unpacks and folds an article. */
static int make_arrival(struct sieve *v, void *arg, unsigned worker, size_t i)
{
    struct arrival *a = (struct arrival *)arg + i;
    char *text = malloc(a->bytes + 1);
    int rc = text ? 0 : -1;
    if (!rc &&
        codec_unpack(v->s, worker, a->body, a->size, a->dict, text, a->bytes))
        rc = -3;
    if (!rc)
        rc = sieve_record_make(&v->record[i], &v->maker[worker], v->w,
                               v->s->seed, text, a->bytes);
    free(text);
    return rc;
}

static int read_arrival(struct store *s, sqlite3_stmt *q, struct arrival *a)
{
    const char *key = db_text(q, 1);
    const void *body = sqlite3_column_blob(q, 4);
    int64_t bytes = sqlite3_column_int64(q, 3);
    a->num = sqlite3_column_int64(q, 0);
    a->dict = sqlite3_column_int64(q, 2);
    a->size = (size_t)sqlite3_column_bytes(q, 4);
    a->bytes = (size_t)bytes;
    if (bytes < 0 || bytes > INT32_MAX)
        return db_fail(s, STORE_ERROR,
                       "%s: a kept text is damaged; `wireprint check` names it",
                       s->path);
    a->key = strdup(key ? key : "");
    a->body = malloc(a->size + 1);
    if (!a->key || !a->body)
        return db_no_memory(s);
    if (a->size)
        memcpy(a->body, body, a->size);
    return STORE_OK;
}

/* Reads the articles after *mark, as many as one slice takes. */
static size_t read_slice(struct sieve *v, int64_t mark, struct arrival *a)
{
    sqlite3_stmt *q =
        db_prepare(v->s, "SELECT a.num, a.key, t.dict, t.bytes, t.body FROM "
                         "article a JOIN text t ON t.num = a.num WHERE a.num "
                         "> ?1 ORDER BY a.num LIMIT ?2");
    size_t n = 0, bytes = 0;
    db_bind_int(v->s, q, 1, mark);
    db_bind_int(v->s, q, 2, (int64_t)v->limits.slice);
    while ((!n || bytes < v->limits.bytes) && db_step(v->s, q)) {
        read_arrival(v->s, q, &a[n]);
        bytes += a[n++].bytes;
    }
    db_done(v->s, q);
    return n;
}

static void keep_slice(struct sieve *v, struct arrival *a, size_t n)
{
    if (sieve_make(v, n, a, make_arrival))
        return;
    sieve_index_prepare(&v->index, v->record, n);
    for (size_t i = 0; i < n && !v->s->error; i++)
        if (v->record[i].words && !sieve_same(v, &v->record[i]))
            sieve_keep(v, &v->record[i], a[i].key, 0);
}

/* Keeps the articles that `add` put into the database since the last run. */
static int catch_up(struct sieve *v)
{
    struct store *s = v->s;
    int64_t mark = db_number(
        s, "SELECT ifnull(max(value), 0) FROM sieve_state WHERE key = 'mark'");
    struct arrival *a = calloc(v->limits.slice, sizeof *a);
    size_t n = 1;
    if (!a)
        return db_no_memory(s);
    codec_open(s, NULL, 0);
    while (n && !s->error) {
        n = read_slice(v, mark, a);
        if (n && !s->error) {
            keep_slice(v, a, n);
            mark = a[n - 1].num;
        }
        for (size_t i = 0; i < n; i++)
            arrival_release(&a[i]);
    }
    free(a);
    sqlite3_stmt *q =
        db_prepare(s, "INSERT OR REPLACE INTO sieve_state VALUES('mark', ?1)");
    db_bind_int(s, q, 1, mark);
    return db_run(s, q);
}

/* ---- the calls ----------------------------------------------------------- */

static int refuse_options(struct sieve *v, const struct sieve_options *o)
{
    if (!(v->resemblance > 0 && v->resemblance <= 1))
        db_fail(v->s, STORE_ERROR, "a resemblance is above 0 and at most 1");
    if (v->s->params.shingle < SHINGLE_MIN ||
        v->s->params.shingle > SHINGLE_MAX)
        db_fail(v->s, STORE_ERROR, "a shingle has %d to %d words, not %u",
                SHINGLE_MIN, SHINGLE_MAX, o->shingle);
    return v->s->error;
}

static int make_workers(struct sieve *v)
{
    if (work_open(v->s))
        return v->s->error;
    v->record = calloc(v->limits.slice, sizeof *v->record);
    v->maker = calloc(v->s->threads, sizeof *v->maker);
    v->failed = calloc(v->s->threads, sizeof *v->failed);
    if (!v->record || !v->maker || !v->failed)
        db_no_memory(v->s);
    return v->s->error;
}

int sieve_base_open(struct sieve *v, const struct sieve_options *o)
{
    v->copies = o->copies;
    v->database = o->db != NULL;
    v->resemblance =
        o->copies || o->resemblance == 0 ? RESEMBLANCE : o->resemblance;
    if (v->database ? open_database(v, o) : open_spill(v, o))
        return v->s ? v->s->error : STORE_ERROR;
    if (refuse_options(v, o))
        return v->s->error;
    /* What is remembered may be asked for its resemblance by a later run. */
    v->w = v->copies && !v->database ? 0 : v->s->params.shingle;
    if (make_workers(v) ||
        sieve_index_open(&v->index, v->s, v->resemblance, v->limits.slots,
                         v->limits.filter) ||
        sieve_kept_open(&v->kept, v->s, v->limits.kept))
        return v->s->error;
    if (v->database && !renew_index(v))
        catch_up(v);
    v->earlier = v->kept.last;
    return v->s->error;
}

int sieve_remember(struct sieve *v)
{
    if (!v->s)
        return STORE_ERROR;
    if (!v->database || v->ended || v->s->error)
        return v->s->error;
    sieve_kept_flush(&v->kept);
    sieve_index_flush(&v->index);
    v->ended = !db_commit(v->s);
    return v->s->error;
}
