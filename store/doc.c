#include "store/doc.h"

#include <stdlib.h>
#include <string.h>

#include "shingle/shingle.h"
#include "store/codec.h"
#include "store/db.h"
#include "store/facts.h"
#include "store/flags.h"
#include "store/kept.h"
#include "store/pack.h"
#include "store/work.h"

void doc_maker_release(struct doc_maker *m)
{
    text_release(&m->text);
    free(m->scratch);
    memset(m, 0, sizeof *m);
}

void doc_release(struct doc *d)
{
    if (!d)
        return;
    free(d->memory);
    sketch_release(&d->sketch);
    sketch_release(&d->extra);
    d->memory = NULL;
    memset(&d->side, 0, sizeof d->side);
}

static int want(void *array, size_t *cap, size_t need, size_t size)
{
    void **p = array;
    if (need <= *cap)
        return 0;
    void *more = realloc(*p, (need + need / 2) * size);
    if (!more)
        return -1;
    *p = more;
    *cap = need + need / 2;
    return 0;
}

int doc_make(const struct store *s, struct doc_maker *m, struct doc *d,
             const char *bytes, size_t len)
{
    unsigned w = s->params.shingle;
    if (text_fold(&m->text, bytes, len))
        return -1;
    size_t words = m->text.n, n = shingle_count(words, w);
    if (want(&m->scratch, &m->scratch_cap, shingle_scratch(n),
             sizeof *m->scratch) ||
        !(d->memory = malloc(n * 8 + 2 * words + 1)))
        return -1;
    uint64_t *shingle = d->memory;
    uint8_t *flags = (uint8_t *)(shingle + n);
    shingle_hash(&m->text, w, s->seed, shingle);
    if (words)
        memcpy(flags, m->text.flags, words);
    memset(flags + words, 0, words);
    d->side.shingle = shingle;
    d->side.flags = flags;
    d->side.aside = flags + words;
    d->side.words = (uint32_t)words;
    d->side.w = w;
    d->side.distinct = (uint32_t)shingle_distinct(shingle, n, m->scratch);
    d->kept = (uint32_t)words;
    sketch_init(&d->sketch);
    sketch_init(&d->extra);
    if (sketch_make(&d->sketch, shingle, n, s->params.least,
                    s->params.modulus)) {
        doc_release(d);
        return -1;
    }
    pack_sketch(&d->sketch);
    return 0;
}

int doc_from_signature(struct doc *d, const void *blob, size_t size)
{
    struct signature g = {0};
    sketch_init(&g.sketch);
    int rc = pack_signature_read(&g, blob, size);
    if (rc) {
        sketch_release(&g.sketch);
        return rc;
    }
    d->memory = NULL;
    d->sketch = g.sketch;
    sketch_init(&d->extra);
    d->side.words = g.words;
    d->side.distinct = g.distinct;
    d->kept = g.words;
    return 0;
}

/* Without a text only the sampled shingles can be judged: their share. */
static void mask_by_share(const struct store *s, struct doc *d)
{
    size_t n = d->sketch.n, furniture = 0;
    for (size_t i = 0; i < n; i++)
        furniture += (size_t)flags_has(s, d->site, d->sketch.sample[i].hash);
    d->kept = d->side.words;
    if (n)
        d->kept = (uint32_t)((uint64_t)d->side.words * (n - furniture) / n);
}

/* Sets aside, in addition, what the shingles that among() tells cover. */
static void set_aside(const struct store *s, struct doc *d,
                      uint64_t (*among)(const struct store *, uint32_t,
                                        const uint64_t *, size_t))
{
    uint8_t *aside = (uint8_t *)(uintptr_t)d->side.aside;
    uint32_t n = (uint32_t)shingle_count(d->side.words, d->side.w);
    uint32_t end = 0, words = d->side.words; /* tokens before end are decided */
    for (uint32_t from = 0; from < n; from += FLAGS_AMONG) {
        uint64_t is = among(s, d->site, d->side.shingle + from,
                            n - from < FLAGS_AMONG ? n - from : FLAGS_AMONG);
        for (uint32_t i = from; is; i++, is >>= 1) {
            if (!(is & 1))
                continue;
            uint32_t stop = i + d->side.w < words ? i + d->side.w : words;
            for (uint32_t t = i > end ? i : end; t < stop; t++) {
                d->kept -= !aside[t];
                aside[t] = 1;
            }
            end = stop;
        }
    }
}

void doc_mask(const struct store *s, struct doc *d)
{
    if (!d->memory) {
        mask_by_share(s, d);
        return;
    }
    doc_unmask(d);
    set_aside(s, d, flags_among);
}

void doc_mask_more(const struct store *s, struct doc *d)
{
    if (d->memory)
        set_aside(s, d, flags_fresh_among);
    else
        mask_by_share(s, d);
}

void doc_unmask(struct doc *d)
{
    if (d->memory)
        memset((uint8_t *)(uintptr_t)d->side.aside, 0, d->side.words);
    d->kept = d->side.words;
}

static int has_sample(const struct sketch *k, uint64_t hash)
{
    size_t low = 0, high = k->n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (k->sample[mid].hash < hash)
            low = mid + 1;
        else
            high = mid;
    }
    return low < k->n && k->sample[low].hash == hash;
}

int doc_extend(const struct store *s, struct doc_maker *m, struct doc *d)
{
    const struct side *side = &d->side;
    size_t n = shingle_count(side->words, side->w), kept = 0, left = 0;
    d->extra.n = 0;
    if (!d->memory || d->kept == side->words ||
        d->kept >= s->params.least * s->params.modulus)
        return 0;
    if (want(&m->scratch, &m->scratch_cap, n, sizeof *m->scratch))
        return -1;
    for (size_t i = 0; i < n; i++) {
        size_t mid = i + side->w / 2;
        if (!side->aside[mid < side->words ? mid : side->words - 1])
            m->scratch[kept++] = side->shingle[i];
    }
    if (sketch_make(&d->extra, m->scratch, kept, s->params.least,
                    s->params.modulus))
        return -1;
    pack_sketch(&d->extra);
    for (size_t i = 0; i < d->extra.n; i++)
        if (!has_sample(&d->sketch, d->extra.sample[i].hash))
            d->extra.sample[left++] = d->extra.sample[i];
    d->extra.n = left;
    return 0;
}

/* ---- from the file ------------------------------------------------------- */

/* A blob as it lies in the file, till a worker makes a doc of it. */
struct raw {
    void *body;
    size_t size, bytes;
    int64_t dict;
};

struct load {
    struct store *s;
    struct raw *raw;
    struct doc *doc;
    int *failed; /* one a worker */
};

/* 0, -1 where the blob is damaged, -2 where memory ran out. */
static int make_doc(const struct load *l, unsigned worker, const struct raw *r,
                    struct doc *d)
{
    struct store *s = l->s;
    if (s->params.no_text)
        return doc_from_signature(d, r->body, r->size);
    char *text = malloc(r->bytes + 1);
    int rc = text ? 0 : -2;
    if (!rc)
        rc = codec_unpack(s, worker, r->body, r->size, r->dict, text, r->bytes);
    if (!rc && doc_make(s, &work_of(s, worker)->maker, d, text, r->bytes))
        rc = -2;
    free(text);
    return rc;
}

static void make_one(void *arg, unsigned worker, size_t i)
{
    struct load *l = arg;
    struct raw *r = &l->raw[i];
    struct doc *d = &l->doc[i];
    if (!d->num)
        return;
    int rc = d->memory ? 0 : make_doc(l, worker, r, d);
    if (!rc) {
        doc_mask(l->s, d);
    } else {
        doc_release(d);
        d->num = 0;
        if (rc < l->failed[worker])
            l->failed[worker] = rc;
    }
    free(r->body);
    r->body = NULL;
}

static int read_raw(struct store *s, uint32_t num, struct raw *r)
{
    sqlite3_stmt *q =
        s->params.no_text
            ? db_prepare(s, "SELECT body, 0, 0 FROM signature WHERE num = ?1")
            : db_prepare(s,
                         "SELECT body, dict, bytes FROM text WHERE num = ?1");
    int there = 0;
    db_bind_int(s, q, 1, num);
    if (db_step(s, q)) {
        r->size = (size_t)sqlite3_column_bytes(q, 0);
        r->dict = sqlite3_column_int64(q, 1);
        r->bytes = (size_t)sqlite3_column_int64(q, 2);
        const void *body = sqlite3_column_blob(q, 0);
        if (r->bytes > INT32_MAX)
            db_fail(s, STORE_ERROR,
                    "%s: a kept text is damaged; `wireprint check` names it",
                    s->path);
        else if (!(r->body = malloc(r->size + 1)))
            db_no_memory(s);
        else if (r->size)
            memcpy(r->body, body, r->size);
        there = !s->error;
    }
    db_done(s, q);
    return there;
}

int doc_load(struct store *s, const uint32_t *num, size_t n, struct doc *out)
{
    memset(out, 0, n * sizeof *out);
    if (codec_open(s, NULL, 0) || flags_open(s) || work_open(s))
        return s->error;
    struct load l = {s, calloc(n + 1, sizeof *l.raw), out,
                     calloc(s->threads, sizeof *l.failed)};
    if (!l.raw || !l.failed)
        db_no_memory(s);
    for (size_t i = 0; i < n && !s->error; i++) {
        const struct fact *f = facts_get(s, num[i]);
        if (f->site &&
            (kept_take(s, num[i], &out[i]) || read_raw(s, num[i], &l.raw[i])))
            out[i].num = num[i];
        out[i].site = f->site;
        out[i].time = f->time;
    }
    if (!s->error)
        pool_run(s->pool, n, 8, make_one, &l);
    for (unsigned i = 0; l.failed && i < s->threads; i++)
        if (l.failed[i] == -2)
            db_no_memory(s);
    for (unsigned i = 0; l.failed && i < s->threads; i++)
        if (l.failed[i])
            db_fail(s, STORE_ERROR,
                    "%s: a kept text is damaged; `wireprint check` names it",
                    s->path);
    for (size_t i = 0; l.raw && i < n; i++)
        free(l.raw[i].body);
    free(l.raw);
    free(l.failed);
    return s->error;
}
