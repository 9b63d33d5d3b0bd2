#include "store/article.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "store/db.h"
#include "store/doc.h"
#include "store/evidence.h"
#include "store/facts.h"
#include "store/site.h"
#include "store/track_kill.h"

/* A URL as identity: without fragment, scheme and host in lower case. */
static char *url_key(const char *url)
{
    size_t n = strcspn(url, "#");
    char *key = malloc(n + 1);
    if (!key)
        return NULL;
    memcpy(key, url, n);
    key[n] = '\0';
    char *path = strstr(key, "://");
    path = path ? path + 3 : key;
    path += strcspn(path, "/?");
    for (char *p = key; p < path; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p + 32);
    return key;
}

static char *text_key(const struct article *a)
{
    char *key = malloc(32);
    if (key)
        snprintf(key, 32, "text:%016llx",
                 (unsigned long long)XXH3_64bits(a->text, a->text_len));
    return key;
}

static void stamp_string(XXH3_state_t *x, const char *v)
{
    if (v)
        XXH3_64bits_update(x, v, strlen(v));
    XXH3_64bits_update(x, "", 1);
}

static int64_t article_modified(const struct article *a)
{
    return a->modified ? a->modified : STORE_NO_TIME;
}

/* fetched is left out: a page that is fetched again is not another page. */
static int make_stamp(const struct article *a, uint64_t *stamp)
{
    XXH3_state_t *x = XXH3_createState();
    unsigned char time[16];
    int64_t modified = article_modified(a);
    if (!x)
        return -1;
    for (int i = 0; i < 8; i++) {
        time[i] = (unsigned char)((uint64_t)a->published >> (8 * i));
        time[i + 8] = (unsigned char)((uint64_t)modified >> (8 * i));
    }
    XXH3_64bits_reset(x);
    stamp_string(x, a->url);
    stamp_string(x, a->site);
    stamp_string(x, a->title);
    stamp_string(x, a->lang);
    stamp_string(x, a->author);
    stamp_string(x, a->source);
    XXH3_64bits_update(x, time, sizeof time);
    XXH3_64bits_update(x, a->text, a->text_len);
    *stamp = XXH3_64bits_digest(x);
    XXH3_freeState(x);
    return 0;
}

static int given(const char *v)
{
    return v && *v;
}

int article_prepare(struct store *s, struct incoming *in,
                    const struct article *a)
{
    char domain[256];
    memset(in, 0, sizeof *in);
    in->article = a;
    in->seen = a->fetched;
    in->key = given(a->id)    ? strdup(a->id)
              : given(a->url) ? url_key(a->url)
                              : text_key(a);
    if (!in->key || make_stamp(a, &in->stamp))
        return db_no_memory(s);
    if (given(a->url))
        site_domain(given(a->site) ? a->site : a->url, domain, sizeof domain);
    else
        site_name(a->site, domain, sizeof domain);
    in->site = site_number(s, domain);
    if (!(in->domain = strdup(domain)))
        return db_no_memory(s);
    in->revision = 1;
    return s->error;
}

void incoming_release(struct incoming *in)
{
    free(in->key);
    free(in->body);
    free(in->signature);
    free(in->domain);
    free(in->evidence);
    memset(in, 0, sizeof *in);
}

int article_lookup(struct store *s, const char *key, uint32_t *num,
                   uint64_t *stamp, unsigned *revision)
{
    sqlite3_stmt *q = db_prepare(
        s, "SELECT num, stamp, revision FROM article WHERE key = ?1");
    *num = 0;
    db_bind_text(s, q, 1, key);
    if (db_step(s, q)) {
        *num = (uint32_t)sqlite3_column_int64(q, 0);
        *stamp = (uint64_t)sqlite3_column_int64(q, 1);
        *revision = (unsigned)sqlite3_column_int64(q, 2);
    }
    return db_done(s, q);
}

uint32_t article_number(struct store *s, const char *key)
{
    uint32_t num = 0;
    uint64_t stamp;
    unsigned revision;
    article_lookup(s, key, &num, &stamp, &revision);
    return num;
}

static void write_text(struct store *s, const struct incoming *in)
{
    sqlite3_stmt *q = db_prepare(s, "INSERT INTO text VALUES(?1, ?2, ?3, ?4)");
    db_bind_int(s, q, 1, in->num);
    db_bind_int(s, q, 2, in->dict);
    db_bind_int(s, q, 3, (int64_t)in->article->text_len);
    db_bind_blob(s, q, 4, in->body, in->size);
    db_run(s, q);
}

int article_write(struct store *s, const struct incoming *in)
{
    const struct article *a = in->article;
    sqlite3_stmt *q = db_prepare(
        s, "INSERT INTO article VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, "
           "?10, ?11, ?12, ?13, ?14, ?15)");
    db_bind_int(s, q, 1, in->num);
    db_bind_text(s, q, 2, in->key);
    db_bind_int(s, q, 3, in->site);
    db_bind_time(s, q, 4, a->published);
    db_bind_time(s, q, 5, a->fetched);
    db_bind_int(s, q, 6, in->words);
    db_bind_int(s, q, 7, (int64_t)in->stamp);
    db_bind_int(s, q, 8, in->revision);
    db_bind_text(s, q, 9, a->url);
    db_bind_text(s, q, 10, a->title);
    db_bind_text(s, q, 11, a->lang);
    db_bind_text(s, q, 12, a->author);
    db_bind_text(s, q, 13, a->source);
    db_bind_time(s, q, 14, article_modified(a));
    if (in->seen != a->fetched)
        db_bind_time(s, q, 15, in->seen);
    db_run(s, q);
    if (in->body)
        write_text(s, in);
    q = db_prepare(s, "INSERT INTO signature VALUES(?1, ?2)");
    db_bind_int(s, q, 1, in->num);
    db_bind_blob(s, q, 2, in->signature, in->signature_size);
    db_run(s, q);
    int64_t time = a->published != STORE_NO_TIME ? a->published : a->fetched;
    struct fact f = {time, in->site, in->words};
    facts_put(s, in->num, &f);
    return s->error;
}

int article_pending(struct store *s, uint32_t num, int what)
{
    sqlite3_stmt *q =
        db_prepare(s, "INSERT OR IGNORE INTO pending VALUES(?1, ?2)");
    db_bind_int(s, q, 1, num);
    db_bind_int(s, q, 2, what);
    return db_run(s, q);
}

int article_seen(struct store *s, uint32_t num, int64_t time)
{
    /* It may be stale now: something was replaced since it was last seen. */
    sqlite3_stmt *q = db_prepare(
        s, "INSERT OR IGNORE INTO pending SELECT a.num, 0 FROM article a JOIN "
           "membership m ON m.num = a.num JOIN carry c ON c.story = m.story "
           "AND c.num = a.num AND c.version > 0 AND c.stale = 0 WHERE a.num = "
           "?1 AND EXISTS (SELECT 1 FROM version v WHERE v.story = m.story AND "
           "v.version > c.version AND v.replaces AND v.first < ?2 AND v.first "
           ">= ifnull(ifnull(a.seen, a.fetched), v.first))");
    db_bind_int(s, q, 1, num);
    db_bind_int(s, q, 2, time);
    db_run(s, q);
    q = db_prepare(s, "UPDATE article SET seen = ?2 WHERE num = ?1 AND "
                      "ifnull(ifnull(seen, fetched) < ?2, 1)");
    db_bind_int(s, q, 1, num);
    db_bind_int(s, q, 2, time);
    return db_run(s, q);
}

static void run_with(struct store *s, const char *text, uint32_t num,
                     uint32_t other)
{
    sqlite3_stmt *q = db_prepare(s, text);
    db_bind_int(s, q, 1, num);
    if (q && sqlite3_bind_parameter_count(q) > 1)
        db_bind_int(s, q, 2, other);
    db_run(s, q);
}

int article_drop(struct store *s, uint32_t num, uint32_t heir)
{
    static const struct fact gone = {STORE_NO_TIME, 0, 0};
    run_with(s,
             "INSERT OR IGNORE INTO pending SELECT a, 0 FROM pair WHERE b = ?1 "
             "UNION SELECT b, 0 FROM pair WHERE a = ?1",
             num, 0);
    run_with(s, "DELETE FROM pair WHERE a = ?1", num, 0);
    run_with(s, "DELETE FROM pair WHERE b = ?1", num, 0);
    run_with(s, "DELETE FROM pending WHERE num = ?1", num, 0);
    if (heir) {
        run_with(s, "UPDATE membership SET num = ?2 WHERE num = ?1", num, heir);
        run_with(s, "UPDATE story SET main = ?2 WHERE main = ?1", num, heir);
    }
    article_pending(s, heir ? heir : num, PENDING_STORY);
    kills_touch(s, num);
    run_with(s, "DELETE FROM stub WHERE num = ?1", num, 0);
    run_with(s, "DELETE FROM text WHERE num = ?1", num, 0);
    run_with(s, "DELETE FROM signature WHERE num = ?1", num, 0);
    run_with(s, "DELETE FROM article WHERE num = ?1", num, 0);
    evidence_drop(s, num);
    facts_put(s, num, &gone);
    return s->error;
}
