/* The evidence of all articles, found anew: the tables go by another table of
 * agencies, or are damaged. */
#include "store/evidence.h"

#include <stdlib.h>
#include <string.h>

#include "store/agencies.h"
#include "store/codec.h"
#include "store/db.h"
#include "store/work.h"

/* Articles a round; their texts are in memory together. */
#define ROUND 2048

/* An article out of the file: what evidence_of points to is its own. */
struct remade {
    uint32_t num;
    struct evidence_of of;
    char *string[5]; /* domain, url, title, author, source */
    void *body;      /* packed text */
    size_t size, bytes;
    int64_t dict;
    struct evidence *evidence;
};

struct remaking {
    struct store *s;
    const struct agency_table *table;
    struct remade *at;
    size_t n;
    int *failed; /* per worker: -1 damaged, -2 no memory */
};

static void remade_release(struct remade *r)
{
    for (size_t i = 0; i < 5; i++)
        free(r->string[i]);
    free(r->body);
    free(r->evidence);
    memset(r, 0, sizeof *r);
}

/* Reads the row that q is at. */
static int read_article(struct store *s, sqlite3_stmt *q, struct remade *r)
{
    r->num = (uint32_t)sqlite3_column_int64(q, 0);
    for (int i = 0; i < 5; i++) {
        const char *v = db_text(q, i + 1);
        if (v && !(r->string[i] = strdup(v)))
            return db_no_memory(s);
    }
    const void *body = sqlite3_column_blob(q, 7);
    r->size = (size_t)sqlite3_column_bytes(q, 7);
    r->dict = sqlite3_column_int64(q, 8);
    r->bytes = (size_t)sqlite3_column_int64(q, 9);
    if (!(r->body = malloc(r->size + 1)))
        return db_no_memory(s);
    if (r->size)
        memcpy(r->body, body, r->size);
    r->of = (struct evidence_of){.domain = r->string[0],
                                 .url = r->string[1],
                                 .title = r->string[2],
                                 .author = r->string[3],
                                 .source = r->string[4],
                                 .time = db_time(q, 6)};
    return STORE_OK;
}

static void remake_one(void *arg, unsigned worker, size_t i)
{
    struct remaking *m = arg;
    struct remade *r = &m->at[i];
    int rc = r->bytes <= INT32_MAX ? 0 : -1;
    char *text = rc ? NULL : malloc(r->bytes + 1);
    if (!rc && !text)
        rc = -2;
    if (!rc)
        rc = codec_unpack(m->s, worker, r->body, r->size, r->dict, text,
                          r->bytes);
    r->of.text = text;
    r->of.len = r->bytes;
    if (!rc && evidence_find(m->table, &r->of, &r->evidence))
        rc = -2;
    free(text);
    if (rc < m->failed[worker])
        m->failed[worker] = rc;
}

/* Reads the next articles from number first on; the number to go on with. */
static int64_t read_round(struct remaking *m, int64_t first)
{
    sqlite3_stmt *q = db_prepare(
        m->s, "SELECT a.num, t.name, a.url, a.title, a.author, a.source, "
              "ifnull(a.published, a.fetched), x.body, x.dict, x.bytes FROM "
              "article a JOIN site t ON t.id = a.site JOIN text x ON x.num = "
              "a.num WHERE a.num >= ?1 ORDER BY a.num LIMIT ?2");
    db_bind_int(m->s, q, 1, first);
    db_bind_int(m->s, q, 2, ROUND);
    for (m->n = 0; m->n < ROUND && db_step(m->s, q); m->n++)
        if (read_article(m->s, q, &m->at[m->n])) {
            m->n++; /* it holds what could be read of it */
            break;
        }
    db_done(m->s, q);
    return m->n ? (int64_t)m->at[m->n - 1].num + 1 : first;
}

static int64_t remake_round(struct remaking *m, int64_t first)
{
    struct store *s = m->s;
    first = read_round(m, first);
    if (!s->error)
        pool_run(s->pool, m->n, 8, remake_one, m);
    for (unsigned i = 0; i < s->threads; i++)
        if (m->failed[i] == -2)
            db_no_memory(s);
        else if (m->failed[i])
            db_fail(s, STORE_ERROR,
                    "%s: a kept text is damaged; `wireprint check` names it",
                    s->path);
    for (size_t i = 0; i < m->n; i++) {
        if (!s->error)
            evidence_write(s, m->at[i].num, m->at[i].evidence);
        remade_release(&m->at[i]);
    }
    return first;
}

static int remake_all(struct store *s)
{
    struct remaking m = {.s = s, .table = agencies_open(s)};
    int64_t first = 1;
    int64_t last = db_number(s, "SELECT ifnull(max(num), 0) FROM article");
    int stop = 0;
    if (work_open(s) || codec_open(s, NULL, 0))
        return s->error;
    m.at = calloc(ROUND, sizeof *m.at);
    m.failed = calloc(s->threads, sizeof *m.failed);
    if (!m.at || !m.failed)
        db_no_memory(s);
    db_exec(s, "DELETE FROM credit; DELETE FROM marking; DELETE FROM dateline");
    while (!s->error && !stop && first <= last) {
        int64_t next = remake_round(&m, first);
        if (next == first)
            break;
        first = next;
        stop = db_progress(s, "finding credits", (uint64_t)first - 1,
                           (uint64_t)last);
    }
    free(m.at);
    free(m.failed);
    return s->error ? s->error : stop ? STORE_STOPPED : STORE_OK;
}

char *evidence_unknown(struct store *s, const char *after)
{
    const struct agency_table *t;
    char *id = NULL;
    sqlite3_stmt *q =
        db_prepare(s, "SELECT DISTINCT agency FROM credit WHERE agency > ?1 "
                      "ORDER BY agency");
    db_bind_text(s, q, 1, after);
    while (!id && db_step(s, q) && (t = agencies_open(s))) {
        const char *v = db_text(q, 0);
        if (v && agency_by_id(t, v) == AGENCY_NONE && !(id = strdup(v)))
            db_no_memory(s);
    }
    db_done(s, q);
    return id;
}

static int drop_unknown(struct store *s)
{
    char *id = evidence_unknown(s, "");
    while (id && !s->error) {
        sqlite3_stmt *q = db_prepare(s, "DELETE FROM credit WHERE agency = ?1");
        db_bind_text(s, q, 1, id);
        db_run(s, q);
        char *next = evidence_unknown(s, id);
        free(id);
        id = next;
    }
    free(id);
    return s->error;
}

int evidence_rebuild(struct store *s)
{
    return s->params.no_text ? drop_unknown(s) : remake_all(s);
}
