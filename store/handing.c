#include "store/handing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "store/article.h"
#include "store/db.h"

/* '#', sixteen digits and the final zero. */
#define SUFFIX 18

struct handing {
    const struct article *article; /* as given */
    struct incoming *in;
    size_t n;
    size_t *twin; /* the record of the batch with the same text, or itself */
    struct twins *texts;
    struct twin *key; /* of the record's text */
    size_t *seen;     /* 1 + record by hash of its key, open addressing */
    size_t slots;
    struct article *fresh; /* to be added */
    size_t *of;            /* their records */
    size_t nfresh;
    enum add_result *result;
};

int handing_open(struct store *s)
{
    db_begin(s);
    db_exec(s, "CREATE TABLE IF NOT EXISTS handing(num INTEGER PRIMARY KEY)");
    db_exec(s, "CREATE TEMP TRIGGER IF NOT EXISTS handing_mark"
               " AFTER INSERT ON main.article BEGIN"
               " INSERT INTO handing VALUES(new.num); END");
    if (!s->error)
        db_commit(s);
    db_rollback(s);
    return s->error;
}

/* The place in seen of this key. */
static size_t *find_key(struct handing *h, const char *key)
{
    size_t at = (size_t)XXH3_64bits(key, strlen(key)) & (h->slots - 1);
    while (h->seen[at] && strcmp(h->in[h->seen[at] - 1].key, key) != 0)
        at = (at + 1) & (h->slots - 1);
    return &h->seen[at];
}

/* Whether record i is known under its key: 1 with the same text and facts,
 * then in *num or as a twin; -1 with others; 0 not at all. */
static int look(struct store *s, struct handing *h, size_t i, uint32_t *num)
{
    const struct incoming *in = &h->in[i];
    uint64_t stamp = 0;
    unsigned revision;
    size_t *seen = find_key(h, in->key);
    if (*seen) {
        stamp = h->in[*seen - 1].stamp;
        if (stamp == in->stamp)
            h->twin[i] = *seen - 1;
        return stamp == in->stamp ? 1 : -1;
    }
    article_lookup(s, in->key, num, &stamp, &revision);
    if (*num)
        return stamp == in->stamp ? 1 : -1;
    *seen = i + 1;
    return 0;
}

/* Puts the hash of the text behind the key. */
static int other_key(struct store *s, struct incoming *in)
{
    size_t len = strlen(in->key);
    char *key = realloc(in->key, len + SUFFIX);
    if (!key)
        return db_no_memory(s);
    snprintf(key + len, SUFFIX, "#%016llx", (unsigned long long)in->stamp);
    in->key = key;
    return STORE_OK;
}

/* Whether its site had the text of record i in this run: in *num or as a
 * twin. */
static int look_at_text(struct store *s, struct handing *h, size_t i,
                        uint32_t *num)
{
    struct twin *key = &h->key[i], *twin;
    if (!key->words)
        return 0;
    if (twins_at(h->texts, key, &twin)) {
        db_no_memory(s);
        return 0;
    }
    *num = twin->num;
    if (!twin->num && twin->place)
        h->twin[i] = twin->place - 1;
    else if (!twin->num)
        twin->place = (uint32_t)i + 1;
    return *num || h->twin[i] != i;
}

/* What became of record i is so for all with its text. */
static void settle_text(struct store *s, struct handing *h, size_t i,
                        uint32_t num)
{
    struct twin *twin;
    if (!h->key[i].words)
        return;
    if (twins_at(h->texts, &h->key[i], &twin)) {
        db_no_memory(s);
        return;
    }
    twin->num = twin->num ? twin->num : num;
    twin->place = 0;
}

static void classify(struct store *s, struct handing *h, size_t i,
                     uint32_t *num)
{
    struct incoming *in = &h->in[i];
    int known;
    *num = 0;
    h->twin[i] = i;
    if (article_prepare(s, in, &h->article[i]))
        return;
    if (h->texts && twins_key(h->texts, in->article, in->site, &h->key[i])) {
        db_no_memory(s);
        return;
    }
    known = look(s, h, i, num);
    if (known > 0) {
        if (*num)
            settle_text(s, h, i, *num);
        return;
    }
    *num = 0;
    if (look_at_text(s, h, i, num))
        return;
    if (known < 0) {
        if (other_key(s, in))
            return;
        known = look(s, h, i, num);
    }
    if (known < 0)
        *num = 0; /* somebody's id looks like ours: handed on as it is */
    if (known || s->error)
        return;
    h->fresh[h->nfresh] = h->article[i];
    h->fresh[h->nfresh].id = in->key;
    h->of[h->nfresh++] = i;
}

static int handing_init(struct store *s, struct handing *h, struct twins *texts,
                        const struct article *articles, size_t n)
{
    *h = (struct handing){
        .article = articles, .n = n, .texts = texts, .slots = 64};
    while (h->slots < 2 * n)
        h->slots *= 2;
    h->in = calloc(n, sizeof *h->in);
    h->twin = calloc(n, sizeof *h->twin);
    h->key = calloc(n, sizeof *h->key);
    h->seen = calloc(h->slots, sizeof *h->seen);
    h->fresh = calloc(n, sizeof *h->fresh);
    h->of = calloc(n, sizeof *h->of);
    h->result = calloc(n, sizeof *h->result);
    return h->in && h->twin && h->key && h->seen && h->fresh && h->of &&
                   h->result
               ? STORE_OK
               : db_no_memory(s);
}

static void handing_release(struct handing *h)
{
    for (size_t i = 0; h->in && i < h->n; i++)
        incoming_release(&h->in[i]);
    free(h->in);
    free(h->twin);
    free(h->key);
    free(h->seen);
    free(h->fresh);
    free(h->of);
    free(h->result);
}

/* In a transaction, since a site that is new is written at once. */
static void classify_all(struct store *s, struct handing *h, uint32_t *num)
{
    db_begin(s);
    for (size_t i = 0; i < h->n && !s->error; i++)
        classify(s, h, i, &num[i]);
    if (!s->error)
        db_commit(s);
    db_rollback(s);
}

int handing_add(struct store *s, struct twins *texts,
                const struct article *articles, size_t n, uint32_t *num)
{
    struct handing h;
    if (s->error || !n)
        return s->error;
    if (!handing_init(s, &h, texts, articles, n)) {
        classify_all(s, &h, num);
        store_add(s, h.fresh, h.nfresh, h.result);
    }
    for (size_t k = 0; k < h.nfresh && !s->error; k++)
        if (h.result[k] != ADD_EMPTY && h.result[k] != ADD_TOO_LONG)
            num[h.of[k]] = article_number(s, h.fresh[k].id);
    for (size_t i = 0; i < n && !s->error; i++)
        if (h.twin[i] != i)
            num[i] = num[h.twin[i]];
        else
            settle_text(s, &h, i, num[i]);
    handing_release(&h);
    return s->error;
}

int handing_had(struct store *s, uint32_t num)
{
    int had;
    sqlite3_stmt *q =
        db_prepare(s, "SELECT 1 FROM article WHERE num = ?1"
                      " AND NOT EXISTS(SELECT 1 FROM handing WHERE num = ?1)");
    db_bind_int(s, q, 1, num);
    had = db_step(s, q);
    db_done(s, q);
    return had;
}

int handing_settle(struct store *s, const uint32_t *num, size_t n)
{
    db_begin(s);
    for (size_t i = 0; i < n && !s->error; i++) {
        sqlite3_stmt *q = db_prepare(s, "DELETE FROM handing WHERE num = ?1");
        db_bind_int(s, q, 1, num[i]);
        db_run(s, q);
    }
    if (!db_number(s, "SELECT EXISTS(SELECT 1 FROM handing)")) {
        db_exec(s, "DROP TRIGGER IF EXISTS handing_mark");
        db_exec(s, "DROP TABLE handing");
    }
    if (!s->error)
        db_commit(s);
    db_rollback(s);
    return s->error;
}

uint32_t handing_words(struct store *s, uint32_t num)
{
    uint32_t words = 0;
    sqlite3_stmt *q = db_prepare(s, "SELECT words FROM article WHERE num = ?1");
    db_bind_int(s, q, 1, num);
    if (db_step(s, q))
        words = (uint32_t)sqlite3_column_int64(q, 0);
    db_done(s, q);
    return words;
}

char *handing_id(struct store *s, uint32_t num)
{
    char *id = NULL;
    sqlite3_stmt *q = db_prepare(s, "SELECT key FROM article WHERE num = ?1");
    db_bind_int(s, q, 1, num);
    if (db_step(s, q) && !(id = strdup(db_text(q, 0))))
        db_no_memory(s);
    db_done(s, q);
    return id;
}
