#include "store/agencies.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/db.h"
#include "store/track.h"

static void parse(struct store *s, const char *text, size_t len)
{
    struct agency_error err;
    if ((s->agencies = agency_table_new(text, len, &err)))
        return;
    if (!err.line)
        db_no_memory(s);
    else
        db_fail(s, STORE_ERROR,
                "%s: line %zu of its table of agencies: %s; give it another "
                "with `wireprint rebuild --agencies FILE`",
                s->path, err.line, err.message);
}

int store_get_agencies(struct store *s, char **text, size_t *len)
{
    *text = NULL;
    *len = 0;
    sqlite3_stmt *q =
        db_prepare(s, "SELECT value FROM meta WHERE key = 'agencies'");
    if (db_step(s, q)) {
        const void *at = sqlite3_column_blob(q, 0);
        size_t n = (size_t)sqlite3_column_bytes(q, 0);
        if (!(*text = malloc(n + 1))) {
            db_no_memory(s);
        } else {
            if (n)
                memcpy(*text, at, n);
            (*text)[n] = '\0';
            *len = n;
        }
    }
    return db_done(s, q);
}

const struct agency_table *agencies_open(struct store *s)
{
    char *text = NULL;
    size_t len;
    if (!s->agencies && !s->error && !store_get_agencies(s, &text, &len))
        parse(s, text, len);
    free(text);
    return s->error ? NULL : s->agencies;
}

void agencies_close(struct store *s)
{
    agency_table_free(s->agencies);
    s->agencies = NULL;
}

int store_set_agencies(struct store *s, const char *text, size_t len,
                       uint64_t *line, char *why, size_t cap)
{
    struct agency_error err;
    struct agency_table *t;
    if (s->error)
        return s->error;
    t = agency_table_new(text, text ? len : 0, &err);
    if (!t && !err.line)
        return db_no_memory(s);
    if (!t) {
        if (line)
            *line = err.line;
        if (cap)
            snprintf(why, cap, "%s", err.message);
        return STORE_REFUSED;
    }
    sqlite3_stmt *q =
        text && len
            ? db_prepare(s, "INSERT OR REPLACE INTO meta VALUES('agencies', "
                            "CAST(?1 AS TEXT))")
            : db_prepare(s, "DELETE FROM meta WHERE key = 'agencies'");
    if (text && len)
        db_bind_blob(s, q, 1, text, len);
    if (db_run(s, q)) {
        agency_table_free(t);
        return s->error;
    }
    agencies_close(s);
    s->agencies = t;
    return STORE_OK;
}
