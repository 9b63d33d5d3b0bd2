#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/agencies.h"
#include "store/codec.h"
#include "store/db.h"
#include "store/facts.h"
#include "store/flags.h"
#include "store/kept.h"
#include "store/schema.h"
#include "store/site.h"
#include "store/work.h"

/* How long a writer waits for another one to be done, milliseconds. */
#define PATIENCE 5000

/* Pages of 8 kB hold six packed texts of 1.2 kB where 4 kB hold three. */
#define SETTINGS                                                               \
    "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL;"                      \
    "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32768;"                 \
    "PRAGMA wal_autocheckpoint = 4000;"

static unsigned cores(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > 256 ? 256 : (unsigned)n;
}

/* What stands at the path: 1 a file with something in it, 0 nothing or an
 * empty file, -1 something else (noted). */
static int look(struct store *s, int must_exist)
{
    struct stat st;
    if (stat(s->path, &st)) {
        if (errno != ENOENT || must_exist)
            db_fail(s, STORE_ERROR, "%s: %s", s->path, strerror(errno));
        return errno == ENOENT && !must_exist ? 0 : -1;
    }
    if (S_ISDIR(st.st_mode)) {
        db_fail(s, STORE_ERROR, "%s: is a directory, not a database file",
                s->path);
        return -1;
    }
    if (!S_ISREG(st.st_mode)) {
        db_fail(s, STORE_ERROR, "%s: is no file that can hold a database",
                s->path);
        return -1;
    }
    return st.st_size > 0;
}

/* The path as a URI that says nobody writes, for a file that lies where
 * nothing can be written, whole and without a log: SQLite would make its index
 * of the log beside it. NULL: it does not; to be freed with free(). */
static char *immutable_uri(const struct store *s)
{
    const char *slash = strrchr(s->path, '/');
    size_t len = slash ? (size_t)(slash - s->path) + 1 : 0;
    char *log = malloc(strlen(s->path) + 8), *uri = NULL, *at;
    int whole = 0;
    if (log) {
        memcpy(log, s->path, len);
        memcpy(log + len, ".", 2);
        whole = access(log, W_OK) != 0;
        strcpy(log, s->path);
        strcat(log, "-wal");
        whole = whole && access(log, F_OK) != 0;
    }
    free(log);
    if (!whole || !(uri = malloc(3 * strlen(s->path) + 32)))
        return NULL;
    at = uri + sprintf(uri, "file:");
    for (const char *p = s->path; *p; p++)
        if (*p == '%' || *p == '?' || *p == '#')
            at += sprintf(at, "%%%02x", (unsigned)*p);
        else
            *at++ = *p;
    strcpy(at, "?immutable=1");
    return uri;
}

static int connect(struct store *s)
{
    int flags = s->read_only ? SQLITE_OPEN_READONLY
                             : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    char *uri = s->read_only ? immutable_uri(s) : NULL;
    int rc = sqlite3_open_v2(
        uri ? uri : s->path, &s->sql,
        flags | SQLITE_OPEN_NOMUTEX | (uri ? SQLITE_OPEN_URI : 0), NULL);
    free(uri);
    if (!s->sql)
        return db_no_memory(s);
    if (rc)
        return db_fail_sql(s);
    sqlite3_extended_result_codes(s->sql, 1);
    sqlite3_busy_timeout(s->sql, PATIENCE);
    return STORE_OK;
}

/* A file without tables: the disk was full when it was to be made, or nothing
 * was ever in it. */
static int is_blank(struct store *s)
{
    return db_number(s, "PRAGMA application_id") == 0 &&
           db_number(s, "PRAGMA user_version") == 0 &&
           db_number(s, "SELECT count(*) FROM sqlite_schema") == 0;
}

static void open_file(struct store *s, const struct store_options *o)
{
    int there = look(s, o->must_exist || o->read_only);
    if (there < 0 || connect(s))
        return;
    int blank = !there || is_blank(s);
    if (s->error)
        return;
    if (blank && (s->read_only || o->must_exist)) {
        db_fail(s, STORE_REFUSED,
                "%s: nothing is in it yet; 'wireprint add FILE' makes a "
                "database of it",
                s->path);
        return;
    }
    if (blank) {
        db_exec(s, SETTINGS);
        schema_create(s, o->params);
        return;
    }
    schema_load(s, o->params);
    if (!s->read_only)
        db_exec(s, SETTINGS);
}

int store_open(struct store **out, const char *path,
               const struct store_options *options)
{
    static const struct store_options none;
    const struct store_options *o = options ? options : &none;
    struct store *s = *out = calloc(1, sizeof *s);
    if (!s)
        return STORE_ERROR;
    s->path = strdup(path);
    s->threads = o->threads ? o->threads : cores();
    s->read_only = o->read_only;
    s->progress = o->progress;
    s->progress_arg = o->progress_arg;
    if (!s->path)
        return db_no_memory(s);
    open_file(s, o);
    if (!s->error)
        rules_load(s);
    return s->error;
}

void store_close(struct store *s)
{
    if (!s)
        return;
    work_close(s);
    kept_close(s);
    codec_close(s);
    facts_close(s);
    flags_close(s);
    site_close(s);
    agencies_close(s);
    for (size_t i = 0; i < s->ncache; i++)
        sqlite3_finalize(s->cache[i].stmt);
    sqlite3_close(s->sql);
    db_message_free(s);
    free(s->path);
    free(s);
}

void store_get_params(const struct store *s, struct store_params *out)
{
    *out = s->params;
}
