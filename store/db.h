/*
 * db: the handle of an open store and the few ways everything in store/ talks
 * to SQLite. Errors stick to the handle: the first one is kept with its words,
 * and every later call does nothing and returns it.
 *
 *     sqlite3_stmt *q = db_prepare(s, "SELECT name FROM site WHERE id = ?1");
 *     db_bind_int(s, q, 1, id);
 *     while (db_step(s, q))
 *         puts(db_text(q, 0));
 *     return db_done(s, q);
 */
#ifndef WIREPRINT_DB_H
#define WIREPRINT_DB_H

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

#include "store/rules.h"
#include "store/store.h"

struct agency_table;
struct pool;
struct work;
struct codec;
struct facts;
struct flags;
struct sites;

/* Statements that are kept prepared: store/ has some 120 of them. */
#define DB_STATEMENTS 192

struct store {
    sqlite3 *sql;
    char *path;
    int error;
    char *message;
    struct store_params params;
    struct rules rules;
    uint64_t seed;
    unsigned threads;
    int read_only;
    unsigned reading; /* calls of store_begin_read() that are not ended */
    int64_t version;  /* changes when another handle changes the file */
    int (*progress)(void *, const char *, uint64_t, uint64_t);
    void *progress_arg;
    struct pool *pool;             /* made when first wanted, */
    struct work *work;             /* and what its threads keep */
    struct kept *kept;             /* docs of late */
    struct codec *codec;           /* texts to blobs and back */
    struct facts *facts;           /* site and time of articles, cached */
    struct flags *flags;           /* which shingles are furniture where */
    struct sites *sites;           /* host names to ids */
    struct agency_table *agencies; /* made when first wanted */
    struct {
        const char *text;
        sqlite3_stmt *stmt;
    } cache[DB_STATEMENTS];
    size_t ncache;
};

/* Notes the first error and returns the handle's code. */
int db_fail(struct store *s, int code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The same with SQLite's own words for its last error. */
int db_fail_sql(struct store *s);
int db_no_memory(struct store *s);
void db_message_free(struct store *s);

/* Runs statements that return nothing. */
int db_exec(struct store *s, const char *text);

/*
 * A prepared statement, reset and ready to bind, or NULL after an error; all
 * of the calls below take that NULL. text must be a literal: statements are
 * cached by its address and text, and stay prepared until the store closes.
 */
sqlite3_stmt *db_prepare(struct store *s, const char *text);
void db_bind_int(struct store *s, sqlite3_stmt *q, int at, int64_t v);
void db_bind_double(struct store *s, sqlite3_stmt *q, int at, double v);
/* NULL binds NULL. The bytes must live until the next db_step(). */
void db_bind_text(struct store *s, sqlite3_stmt *q, int at, const char *v);
void db_bind_blob(struct store *s, sqlite3_stmt *q, int at, const void *v,
                  size_t n);
/* STORE_NO_TIME binds NULL. */
void db_bind_time(struct store *s, sqlite3_stmt *q, int at, int64_t v);

/* 1: a row is there; 0: no more, or an error. */
int db_step(struct store *s, sqlite3_stmt *q);
/* Resets the statement; returns the handle's state. */
int db_done(struct store *s, sqlite3_stmt *q);
/* db_step() to the end, then db_done(). */
int db_run(struct store *s, sqlite3_stmt *q);

int64_t db_time(sqlite3_stmt *q, int column);
const char *db_text(sqlite3_stmt *q, int column); /* NULL for NULL */
/* First column of the first row of a query without parameters; 0 if none. */
int64_t db_number(struct store *s, const char *text);

int db_begin(struct store *s);
int db_commit(struct store *s);
/* Takes back what was done since db_begin(), also after an error. */
void db_rollback(struct store *s);

/* Makes room for need elements of size at *array; *cap is their number now.
 * Returns 0, or STORE_ERROR with the error noted. */
int db_reserve(struct store *s, void *array, size_t *cap, size_t need,
               size_t size);

/* Tells the caller's progress function; STORE_STOPPED where it asks to stop. */
int db_progress(struct store *s, const char *what, uint64_t done,
                uint64_t total);

#endif
