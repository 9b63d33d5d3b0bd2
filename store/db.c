#include "store/db.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/work.h"

static char no_memory[] = "out of memory";

int db_fail(struct store *s, int code, const char *format, ...)
{
    if (s->error)
        return s->error;
    va_list args;
    va_start(args, format);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *words = n < 0 ? NULL : malloc((size_t)n + 1);
    if (words) {
        va_start(args, format);
        vsnprintf(words, (size_t)n + 1, format, args);
        va_end(args);
    }
    s->message = words ? words : no_memory;
    return s->error = code;
}

int db_no_memory(struct store *s)
{
    if (!s->error) {
        s->message = no_memory;
        s->error = STORE_ERROR;
    }
    return s->error;
}

void db_message_free(struct store *s)
{
    if (s->message != no_memory)
        free(s->message);
    s->message = NULL;
}

const char *store_errmsg(const struct store *s)
{
    if (!s)
        return no_memory;
    return s->message ? s->message : "no error";
}

int db_fail_sql(struct store *s)
{
    int code = sqlite3_errcode(s->sql);
    const char *words = sqlite3_errmsg(s->sql);
    switch (code & 0xff) {
    case SQLITE_NOMEM:
        return db_no_memory(s);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return db_fail(s, STORE_ERROR,
                       "%s: another process is writing to it; try again when "
                       "it is done",
                       s->path);
    case SQLITE_READONLY:
        return db_fail(s, STORE_ERROR, "%s: cannot be written: %s", s->path,
                       words);
    case SQLITE_FULL:
        return db_fail(s, STORE_ERROR,
                       "%s: the disk is full; what was committed before is "
                       "whole",
                       s->path);
    case SQLITE_IOERR:
        return db_fail(s, STORE_ERROR,
                       "%s: %s (a full disk or a limit on the size of files, "
                       "as a rule); what was committed before is whole",
                       s->path, words);
    case SQLITE_NOTADB:
        return db_fail(s, STORE_REFUSED,
                       "%s: not a wireprint database; give another file with "
                       "--db",
                       s->path);
    case SQLITE_CORRUPT:
        return db_fail(s, STORE_ERROR,
                       "%s: the file is damaged (%s); `wireprint check` tells "
                       "more",
                       s->path, words);
    default:
        return db_fail(s, STORE_ERROR, "%s: %s", s->path, words);
    }
}

int db_exec(struct store *s, const char *text)
{
    if (!s->error && sqlite3_exec(s->sql, text, NULL, NULL, NULL))
        db_fail_sql(s);
    return s->error;
}

static sqlite3_stmt *cached(struct store *s, const char *text)
{
    for (size_t i = 0; i < s->ncache; i++)
        if (s->cache[i].text == text)
            return s->cache[i].stmt;
    for (size_t i = 0; i < s->ncache; i++)
        if (!strcmp(s->cache[i].text, text))
            return s->cache[i].stmt;
    return NULL;
}

sqlite3_stmt *db_prepare(struct store *s, const char *text)
{
    if (s->error)
        return NULL;
    sqlite3_stmt *q = cached(s, text);
    if (q) {
        sqlite3_reset(q);
        sqlite3_clear_bindings(q);
        return q;
    }
    if (s->ncache == DB_STATEMENTS) {
        db_fail(s, STORE_ERROR, "too many statements");
        return NULL;
    }
    if (sqlite3_prepare_v3(s->sql, text, -1, SQLITE_PREPARE_PERSISTENT, &q,
                           NULL)) {
        db_fail_sql(s);
        return NULL;
    }
    s->cache[s->ncache].text = text;
    s->cache[s->ncache++].stmt = q;
    return q;
}

static void bound(struct store *s, int rc)
{
    if (rc)
        db_fail_sql(s);
}

void db_bind_int(struct store *s, sqlite3_stmt *q, int at, int64_t v)
{
    if (q)
        bound(s, sqlite3_bind_int64(q, at, v));
}

void db_bind_double(struct store *s, sqlite3_stmt *q, int at, double v)
{
    if (q)
        bound(s, sqlite3_bind_double(q, at, v));
}

void db_bind_text(struct store *s, sqlite3_stmt *q, int at, const char *v)
{
    if (q)
        bound(s, sqlite3_bind_text(q, at, v, -1, SQLITE_STATIC));
}

void db_bind_blob(struct store *s, sqlite3_stmt *q, int at, const void *v,
                  size_t n)
{
    if (q)
        bound(s, sqlite3_bind_blob64(q, at, n ? v : "", n, SQLITE_STATIC));
}

void db_bind_time(struct store *s, sqlite3_stmt *q, int at, int64_t v)
{
    if (q && v != STORE_NO_TIME)
        bound(s, sqlite3_bind_int64(q, at, v));
}

int db_step(struct store *s, sqlite3_stmt *q)
{
    if (!q || s->error)
        return 0;
    int rc = sqlite3_step(q);
    if (rc == SQLITE_ROW)
        return 1;
    if (rc != SQLITE_DONE)
        db_fail_sql(s);
    return 0;
}

int db_done(struct store *s, sqlite3_stmt *q)
{
    if (q)
        sqlite3_reset(q);
    return s->error;
}

int db_run(struct store *s, sqlite3_stmt *q)
{
    while (db_step(s, q))
        ;
    return db_done(s, q);
}

int64_t db_time(sqlite3_stmt *q, int column)
{
    if (sqlite3_column_type(q, column) == SQLITE_NULL)
        return STORE_NO_TIME;
    return sqlite3_column_int64(q, column);
}

const char *db_text(sqlite3_stmt *q, int column)
{
    return (const char *)sqlite3_column_text(q, column);
}

int64_t db_number(struct store *s, const char *text)
{
    sqlite3_stmt *q = db_prepare(s, text);
    int64_t v = 0;
    if (db_step(s, q))
        v = sqlite3_column_int64(q, 0);
    db_done(s, q);
    return v;
}

int db_begin(struct store *s)
{
    db_exec(s, "BEGIN IMMEDIATE");
    work_renew(s);
    return s->error;
}

int db_commit(struct store *s)
{
    return db_exec(s, "COMMIT");
}

void db_rollback(struct store *s)
{
    if (s->sql && !sqlite3_get_autocommit(s->sql))
        sqlite3_exec(s->sql, "ROLLBACK", NULL, NULL, NULL);
}

int store_begin_read(struct store *s)
{
    if (s->reading++)
        return s->error;
    db_exec(s, "BEGIN");
    /* It is the first statement that reads which takes the moment. */
    work_renew(s);
    if (!s->error)
        rules_load(s);
    return s->error;
}

int store_end_read(struct store *s)
{
    assert(s->reading);
    if (!--s->reading)
        db_rollback(s);
    return s->error;
}

int db_reserve(struct store *s, void *array, size_t *cap, size_t need,
               size_t size)
{
    void **p = array;
    if (s->error || need <= *cap)
        return s->error;
    size_t more = *cap + *cap / 2 + 16;
    if (more < need)
        more = need;
    void *grown = more > SIZE_MAX / size ? NULL : realloc(*p, more * size);
    if (!grown)
        return db_no_memory(s);
    *p = grown;
    *cap = more;
    return STORE_OK;
}

int db_progress(struct store *s, const char *what, uint64_t done,
                uint64_t total)
{
    if (s->progress && s->progress(s->progress_arg, what, done, total))
        return STORE_STOPPED;
    return STORE_OK;
}
