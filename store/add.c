/*
 * A batch on its way in: identities are looked up, what is new is folded,
 * signed and compressed on all threads, written in order, found candidates
 * for, and held against them on all threads again.
 */
#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "store/agencies.h"
#include "store/article.h"
#include "store/candidate.h"
#include "store/codec.h"
#include "store/db.h"
#include "store/doc.h"
#include "store/evidence.h"
#include "store/flags.h"
#include "store/judge.h"
#include "store/kept.h"
#include "store/pack.h"
#include "store/track_kill.h"
#include "store/work.h"

/* So many bytes of text fit the offsets of a token with room to spare. */
#define TEXT_MOST INT32_MAX

struct batch {
    struct store *s;
    const struct article *article;
    size_t n;
    const struct agency_table *agencies;
    enum add_result *result;
    struct incoming *in;
    struct doc *doc; /* per article; after settle() only the new ones */
    size_t *order;   /* of the new ones: their articles */
    size_t nnew;
    uint32_t first;
    size_t *seen; /* 1 + article by hash of its key, open addressing */
    size_t slots;
    int *failed; /* per worker */
};

/* The last article of the batch with the same key before i, or i itself. */
static size_t *find_key(struct batch *b, const char *key)
{
    size_t at = (size_t)XXH3_64bits(key, strlen(key)) & (b->slots - 1);
    while (b->seen[at] && strcmp(b->in[b->seen[at] - 1].key, key) != 0)
        at = (at + 1) & (b->slots - 1);
    return &b->seen[at];
}

/* The file's article, or twin of this batch where there is one, was fetched
 * again and is what it was. */
static void note_seen(struct batch *b, size_t i, size_t twin)
{
    int64_t time = b->article[i].fetched;
    if (time == STORE_NO_TIME)
        return;
    if (twin == SIZE_MAX)
        article_seen(b->s, b->in[i].old, time);
    else if (b->in[twin].seen < time)
        b->in[twin].seen = time; /* STORE_NO_TIME is least */
}

/* New, revised or unchanged? A later article of the batch may revise an
 * earlier one, which then is not written at all. */
static void classify(struct batch *b, size_t i, size_t *replaces)
{
    struct incoming *in = &b->in[i];
    uint64_t stamp = 0;
    unsigned revision = 0;
    replaces[i] = SIZE_MAX;
    if (b->article[i].text_len >= TEXT_MOST) {
        b->result[i] = ADD_TOO_LONG;
        return;
    }
    if (article_prepare(b->s, in, &b->article[i]))
        return;
    size_t *seen = find_key(b, in->key);
    if (*seen) {
        const struct incoming *twin = &b->in[*seen - 1];
        in->old = twin->old;
        stamp = twin->stamp;
        revision = twin->revision;
        replaces[i] = *seen - 1;
    } else {
        article_lookup(b->s, in->key, &in->old, &stamp, &revision);
    }
    if (!in->old && replaces[i] == SIZE_MAX) {
        b->result[i] = ADD_NEW;
    } else if (stamp == in->stamp) {
        b->result[i] = ADD_UNCHANGED;
        note_seen(b, i, replaces[i]);
        return;
    } else {
        b->result[i] = ADD_REVISED;
        in->revision = revision + 1;
    }
    *seen = i + 1;
}

static int pack_one(struct batch *b, unsigned worker, size_t i)
{
    struct incoming *in = &b->in[i];
    struct doc *d = &b->doc[i];
    in->words = d->side.words;
    in->signature = malloc(pack_signature_room(d->sketch.n));
    if (!in->signature)
        return -1;
    in->signature_size = pack_signature(in->signature, d->side.words,
                                        d->side.distinct, &d->sketch);
    if (!in->signature_size)
        return -1;
    if (b->s->params.no_text)
        return 0;
    in->body = codec_pack(b->s, worker, b->article[i].text,
                          b->article[i].text_len, &in->size, &in->dict);
    return in->body ? 0 : -1;
}

static void find_evidence(void *arg, unsigned worker, size_t k)
{
    struct batch *b = arg;
    const struct article *a = &b->article[b->order[k]];
    struct incoming *in = &b->in[b->order[k]];
    struct evidence_of of = {
        .domain = in->domain,
        .url = a->url,
        .title = a->title,
        .author = a->author,
        .source = a->source,
        .text = a->text,
        .len = a->text_len,
        .time = a->published != STORE_NO_TIME ? a->published : a->fetched,
    };
    if (evidence_find(b->agencies, &of, &in->evidence))
        b->failed[worker] = 1;
}

static void make_one(void *arg, unsigned worker, size_t i)
{
    struct batch *b = arg;
    if (b->result[i] != ADD_NEW && b->result[i] != ADD_REVISED)
        return;
    struct doc_maker *m = &work_of(b->s, worker)->maker;
    if (doc_make(b->s, m, &b->doc[i], b->article[i].text,
                 b->article[i].text_len)) {
        b->failed[worker] = 1;
        return;
    }
    if (!b->doc[i].side.words) {
        b->result[i] = ADD_EMPTY;
        doc_release(&b->doc[i]);
        return;
    }
    if (pack_one(b, worker, i))
        b->failed[worker] = 1;
}

/* An empty text takes nobody's place: what was to follow it follows what came
 * before it, or comes first. */
static void skip_empty(struct batch *b, size_t *replaces)
{
    for (size_t i = 0; i < b->n; i++) {
        size_t before = replaces[i];
        if (before == SIZE_MAX)
            continue;
        if (b->doc[before].side.words) {
            b->in[i].revision = b->in[before].revision + 1;
            continue;
        }
        replaces[i] = replaces[before];
        b->in[i].revision = b->in[before].revision;
        if (b->result[i] == ADD_UNCHANGED)
            b->result[i] = ADD_EMPTY;
        else if (b->result[i] == ADD_REVISED && replaces[i] == SIZE_MAX &&
                 !b->in[i].old)
            b->result[i] = ADD_NEW;
    }
}

/* Leaves out what a later article of the batch replaces, numbers the rest. */
static int settle(struct batch *b, size_t *replaces)
{
    struct store *s = b->s;
    skip_empty(b, replaces);
    b->first =
        (uint32_t)db_number(s, "SELECT value FROM meta WHERE key='next_num'");
    for (size_t i = 0; i < b->n; i++)
        if (b->doc[i].side.words && replaces[i] != SIZE_MAX)
            doc_release(&b->doc[replaces[i]]);
    for (size_t i = 0; i < b->n; i++) {
        if (!b->doc[i].side.words)
            continue;
        if (b->first + (uint64_t)b->nnew >= UINT32_MAX)
            return db_fail(s, STORE_ERROR, "%s: article numbers are used up",
                           s->path);
        struct doc d = b->doc[i];
        const struct article *a = &b->article[i];
        d.num = b->in[i].num = b->first + (uint32_t)b->nnew;
        d.site = b->in[i].site;
        d.time = a->published != STORE_NO_TIME ? a->published : a->fetched;
        memset(&b->doc[i], 0, sizeof d);
        b->order[b->nnew] = i;
        b->doc[b->nnew++] = d;
    }
    return s->error;
}

static void tell_failures(const struct batch *b)
{
    for (unsigned i = 0; i < b->s->threads; i++)
        if (b->failed[i])
            db_no_memory(b->s);
}

static void write_articles(struct batch *b)
{
    struct store *s = b->s;
    for (size_t k = 0; k < b->nnew && !s->error; k++) {
        struct incoming *in = &b->in[b->order[k]];
        if (in->old)
            article_drop(s, in->old, in->num);
        article_write(s, in);
    }
    sqlite3_stmt *q =
        db_prepare(s, "UPDATE meta SET value = ?1 WHERE key = 'next_num'");
    db_bind_int(s, q, 1, (int64_t)b->first + (int64_t)b->nnew);
    db_run(s, q);
}

static void write_evidence(struct batch *b)
{
    struct store *s = b->s;
    pool_finish(s->pool);
    tell_failures(b);
    for (size_t k = 0; k < b->nnew && !s->error; k++) {
        const struct incoming *in = &b->in[b->order[k]];
        evidence_write(s, in->num, in->evidence);
        if (in->evidence && in->evidence->nmarkers)
            kills_touch(s, in->num);
    }
}

/* With --no-text pairs are estimated, also while the texts are still here, so
 * that a batch more or less makes no difference. */
static void drop_texts(struct batch *b)
{
    for (size_t k = 0; b->s->params.no_text && k < b->nnew; k++) {
        free(b->doc[k].memory);
        b->doc[k].memory = NULL;
    }
}

static void find_pairs(struct batch *b)
{
    struct store *s = b->s;
    struct couples couples = {0};
    struct numbers stale = {0}, touched = {0};
    drop_texts(b);
    candidate_find(s, b->doc, b->nnew, b->first, &couples, &stale);
    if (!s->error)
        judge_couples(s, &couples, b->doc, b->nnew, b->first, &touched);
    numbers_settle(&touched);
    numbers_settle(&stale);
    for (size_t i = 0; i < touched.n && !s->error; i++)
        article_pending(s, touched.at[i], PENDING_STORY);
    for (size_t i = 0; i < stale.n && !s->error; i++)
        article_pending(s, stale.at[i], PENDING_PAIRS);
    free(couples.at);
    free(stale.at);
    free(touched.at);
}

static void run_batch(struct batch *b, size_t *replaces)
{
    struct store *s = b->s;
    db_begin(s);
    if (work_open(s) || codec_open(s, b->article, b->n) || flags_open(s) ||
        !(b->agencies = agencies_open(s)))
        return;
    for (size_t i = 0; i < b->n && !s->error; i++)
        classify(b, i, replaces);
    if (s->error)
        return;
    pool_run(s->pool, b->n, 8, make_one, b);
    tell_failures(b);
    if (s->error || settle(b, replaces))
        return;
    /* What pages credit is found while this thread writes what is there. */
    pool_start(s->pool, b->nnew, 8, find_evidence, b);
    write_articles(b);
    find_pairs(b);
    write_evidence(b);
}

static int batch_init(struct batch *b, struct store *s,
                      const struct article *articles, size_t n)
{
    *b = (struct batch){.s = s, .article = articles, .n = n, .slots = 64};
    while (b->slots < 2 * n)
        b->slots *= 2;
    b->in = calloc(n + 1, sizeof *b->in);
    b->doc = calloc(n + 1, sizeof *b->doc);
    b->order = calloc(n + 1, sizeof *b->order);
    b->seen = calloc(b->slots, sizeof *b->seen);
    b->result = calloc(n + 1, sizeof *b->result);
    b->failed = calloc(s->threads, sizeof *b->failed);
    return b->in && b->doc && b->order && b->seen && b->result && b->failed
               ? STORE_OK
               : db_no_memory(s);
}

static void batch_release(struct batch *b)
{
    for (size_t i = 0; b->in && i < b->n; i++)
        incoming_release(&b->in[i]);
    for (size_t i = 0; b->doc && i < b->n; i++)
        doc_release(&b->doc[i]);
    free(b->in);
    free(b->doc);
    free(b->order);
    free(b->seen);
    free(b->result);
    free(b->failed);
}

int store_add(struct store *s, const struct article *articles, size_t n,
              enum add_result *results)
{
    struct batch b;
    if (s->error || !n)
        return s->error;
    size_t *replaces = calloc(n, sizeof *replaces);
    if (!replaces)
        return db_no_memory(s);
    if (!batch_init(&b, s, articles, n))
        run_batch(&b, replaces);
    if (!s->error)
        db_commit(s);
    db_rollback(s);
    for (size_t k = 0; k < b.nnew && !s->error; k++)
        kept_put(s, &b.doc[k]);
    if (!s->error && results)
        memcpy(results, b.result, n * sizeof *results);
    batch_release(&b);
    free(replaces);
    return s->error;
}
