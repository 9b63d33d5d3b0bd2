#include "store/track_text.h"

#include <stdlib.h>
#include <string.h>

#include "shingle/shingle.h"
#include "store/codec.h"
#include "store/db.h"
#include "store/doc.h"
#include "store/evidence.h"
#include "store/facts.h"
#include "store/flags.h"
#include "store/work.h"

void track_text_release(struct track_text *t)
{
    if (!t)
        return;
    free(t->memory);
    memset(t, 0, sizeof *t);
}

/* ---- loading ------------------------------------------------------------- */

/* A blob as it lies in the file, till a worker makes a text of it. */
struct packed_text {
    void *body;
    size_t size, bytes;
    int64_t dict;
    uint32_t site;
    struct track_credit credit[CREDIT_EVIDENCE];
    size_t ncredits;
};

struct loading {
    struct store *s;
    struct packed_text *packed;
    struct track_text *out;
    int *failed; /* one a worker: -1 damaged, -2 no memory */
};

/* Lays out the arrays behind the bytes, the widest first. */
static int lay_out(const struct store *s, struct track_text *t,
                   const struct text *words, char *bytes, size_t len)
{
    size_t n = words->n, shingles = shingle_count(n, s->params.shingle);
    uint64_t *wide = malloc((n + shingles) * 8 + 2 * n * 4 + 3 * n + len + 1);
    if (!wide)
        return -1;
    uint32_t *start = (uint32_t *)(wide + n + shingles);
    uint8_t *flags = (uint8_t *)(start + 2 * n);
    if (n) {
        memcpy(wide, words->hash, n * sizeof *wide);
        memcpy(start, words->start, n * sizeof *start);
        memcpy(start + n, words->end, n * sizeof *start);
        memcpy(flags, words->flags, n);
    }
    shingle_hash(words, s->params.shingle, s->seed, wide + n);
    memset(flags + n, 0, 2 * n);
    memcpy(flags + 3 * n, bytes, len);
    *t = (struct track_text){.n = (uint32_t)n,
                             .len = len,
                             .bytes = (char *)flags + 3 * n,
                             .hash = wide,
                             .shingle = wide + n,
                             .start = start,
                             .end = start + n,
                             .flags = flags,
                             .aside = flags + n,
                             .credit = flags + 2 * n,
                             .memory = wide};
    t->side = (struct side){.shingle = t->shingle,
                            .flags = t->flags,
                            .aside = t->aside,
                            .words = t->n,
                            .w = s->params.shingle,
                            .distinct = 1}; /* nobody asks how many */
    return 0;
}

static void make_text(void *arg, unsigned worker, size_t i)
{
    struct loading *l = arg;
    struct packed_text *p = &l->packed[i];
    struct text *words = &work_of(l->s, worker)->maker.text;
    if (!p->body)
        return;
    char *bytes = malloc(p->bytes + 1);
    int rc = bytes ? 0 : -2;
    if (!rc)
        rc = codec_unpack(l->s, worker, p->body, p->size, p->dict, bytes,
                          p->bytes);
    if (!rc && (text_fold(words, bytes, p->bytes) ||
                lay_out(l->s, &l->out[i], words, bytes, p->bytes)))
        rc = -2;
    if (!rc) {
        struct doc d = {.site = p->site,
                        .side = l->out[i].side,
                        .memory = l->out[i].memory};
        doc_mask(l->s, &d);
        l->out[i].kept = d.kept;
        track_uncredit(&l->out[i], p->credit, p->ncredits);
        track_trim(&l->out[i]);
    }
    if (rc < l->failed[worker])
        l->failed[worker] = rc;
    free(bytes);
    free(p->body);
    p->body = NULL;
}

/* Kinds of evidence that are words of the text about itself. */
static int is_line(const char *kind)
{
    static const uint8_t of[] = {CREDIT_BYLINE, CREDIT_LINE, CREDIT_COPYRIGHT,
                                 CREDIT_TAIL, CREDIT_MIXED};
    for (size_t i = 0; i < sizeof of; i++)
        if (!strcmp(kind, evidence_kind[of[i]]))
            return 1;
    return 0;
}

static void read_credits(struct store *s, uint32_t num, struct packed_text *p)
{
    sqlite3_stmt *q = db_prepare(s, "SELECT kind, start, len FROM credit"
                                    " WHERE num = ?1 AND place = ?2");
    db_bind_int(s, q, 1, num);
    db_bind_text(s, q, 2, evidence_place[CREDIT_IN_TEXT]);
    while (db_step(s, q)) {
        const char *kind = db_text(q, 0);
        int64_t start = sqlite3_column_int64(q, 1);
        int64_t len = sqlite3_column_int64(q, 2);
        int dateline = kind && !strcmp(kind, evidence_kind[CREDIT_DATELINE]);
        if (!kind || (!dateline && !is_line(kind)) || start < 0 || len < 0 ||
            start > UINT32_MAX || len > UINT32_MAX - start ||
            p->ncredits == CREDIT_EVIDENCE)
            continue;
        p->credit[p->ncredits++] = (struct track_credit){
            (uint32_t)start, (uint32_t)(start + len), (uint8_t)dateline};
    }
    db_done(s, q);
}

static void read_packed(struct store *s, uint32_t num, struct packed_text *p)
{
    p->site = facts_get(s, num)->site;
    sqlite3_stmt *q =
        db_prepare(s, "SELECT body, dict, bytes FROM text WHERE num = ?1");
    db_bind_int(s, q, 1, num);
    if (p->site && db_step(s, q)) {
        const void *body = sqlite3_column_blob(q, 0);
        p->size = (size_t)sqlite3_column_bytes(q, 0);
        p->dict = sqlite3_column_int64(q, 1);
        p->bytes = (size_t)sqlite3_column_int64(q, 2);
        if (p->bytes > INT32_MAX)
            db_fail(s, STORE_ERROR,
                    "%s: a kept text is damaged; `wireprint check` names it",
                    s->path);
        else if (!(p->body = malloc(p->size + 1)))
            db_no_memory(s);
        else if (p->size)
            memcpy(p->body, body, p->size);
    }
    db_done(s, q);
    if (p->body)
        read_credits(s, num, p);
}

static void tell_failures(struct store *s, const int *failed)
{
    int worst = 0;
    for (unsigned i = 0; i < s->threads; i++)
        worst = failed[i] < worst ? failed[i] : worst;
    if (worst == -2)
        db_no_memory(s);
    else if (worst)
        db_fail(s, STORE_ERROR,
                "%s: a kept text is damaged; `wireprint check` names it",
                s->path);
}

int track_texts_load(struct store *s, const uint32_t *num, size_t n,
                     struct track_text *out)
{
    memset(out, 0, n * sizeof *out);
    if (s->params.no_text || codec_open(s, NULL, 0) || flags_open(s) ||
        work_open(s))
        return s->error;
    struct loading l = {s, calloc(n + 1, sizeof *l.packed), out,
                        calloc(s->threads, sizeof *l.failed)};
    if (!l.packed || !l.failed)
        db_no_memory(s);
    for (size_t i = 0; i < n && !s->error; i++)
        read_packed(s, num[i], &l.packed[i]);
    if (!s->error) {
        pool_run(s->pool, n, 8, make_text, &l);
        tell_failures(s, l.failed);
    }
    for (size_t i = 0; l.packed && i < n; i++)
        free(l.packed[i].body);
    free(l.packed);
    free(l.failed);
    return s->error;
}
