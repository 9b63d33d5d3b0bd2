#include "cli/follow.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <xxhash.h>

#include "cli/format.h"
#include "cli/session.h"

/* A half holds FOLLOW_BEHIND ids twice over: of each dropped record its own
 * and the one it names. Half full, a look finds its slot at once. */
#define SLOTS ((size_t)4 * FOLLOW_BEHIND)
/* Of what is held back in memory. */
#define CARRY_BYTES ((size_t)4 << 20)

static int no_memory(void)
{
    complain("out of memory");
    return -1;
}

/* ---- the ids ------------------------------------------------------------- */

static uint64_t id_hash(const char *id)
{
    uint64_t h = XXH3_64bits(id, strlen(id));
    return h ? h : 1; /* 0 is a free slot */
}

static uint64_t *idset_slot(uint64_t *half, uint64_t h)
{
    size_t at = (size_t)h & (SLOTS - 1);
    while (half[at] && half[at] != h)
        at = (at + 1) & (SLOTS - 1);
    return &half[at];
}

static int idset_add(struct idset *set, const char *id)
{
    uint64_t *slot, h;
    if (!id)
        return 0;
    if (set->used == SLOTS / 2) {
        uint64_t *older = set->slot[1];
        set->slot[1] = set->slot[0];
        set->slot[0] = older;
        set->used = 0;
        if (older)
            memset(older, 0, SLOTS * sizeof *older);
    }
    if (!set->slot[0] && !(set->slot[0] = calloc(SLOTS, sizeof *slot)))
        return no_memory();
    h = id_hash(id);
    slot = idset_slot(set->slot[0], h);
    set->used += !*slot;
    *slot = h;
    return 0;
}

static int idset_has(const struct idset *set, const char *id)
{
    uint64_t h = id ? id_hash(id) : 0;
    for (int i = 0; id && i < 2; i++)
        if (set->slot[i] && *idset_slot(set->slot[i], h))
            return 1;
    return 0;
}

/* -------------------------------------------------------------------------- */

int warc_field_is(const char *raw, size_t len, const char *name,
                  const char *value)
{
    const char *end = raw + len;
    size_t n = strlen(name), m = strlen(value);
    while (raw < end) {
        const char *newline = memchr(raw, '\n', (size_t)(end - raw));
        const char *stop = newline ? newline : end;
        while (stop > raw && (stop[-1] == '\r' || stop[-1] == ' '))
            stop--;
        if (stop == raw)
            return 0; /* the head ends */
        if ((size_t)(stop - raw) > n && raw[n] == ':' &&
            !strncasecmp(raw, name, n)) {
            raw += n + 1;
            while (raw < stop && (*raw == ' ' || *raw == '\t'))
                raw++;
            return (size_t)(stop - raw) == m && !strncasecmp(raw, value, m);
        }
        raw = newline ? newline + 1 : end;
    }
    return 0;
}

/* Whether it goes where another record goes. */
static int follows(const struct record *r)
{
    return r->other && r->form == RAW_WARC &&
           !warc_field_is(r->raw, r->raw_len, "WARC-Type", "warcinfo") &&
           !warc_field_is(r->raw, r->raw_len, "WARC-Type", "revisit");
}

static int is_gone(const struct follow *f, const struct record *r)
{
    return (idset_has(&f->gone, r->warc_id) ||
            idset_has(&f->gone, r->warc_of)) &&
           !idset_has(&f->stays, r->warc_id) &&
           !idset_has(&f->stays, r->warc_of);
}

static int put_one(struct follow *f, const struct record *r, int keep)
{
    if (r->other) {
        keep = !follows(r) || !is_gone(f, r);
        f->others_dropped += !keep;
    }
    return keep ? rawout_put(f->out, r) : 0;
}

/* The records that are held back and, behind them, those of a batch. */
struct queue {
    const struct carried *held;
    const struct record *records;
    const unsigned char *keep;
    size_t n; /* of both */
};

static const struct record *queue_at(const struct queue *q, size_t i, int *keep)
{
    const struct batch *b = &q->held->batch;
    *keep = i < b->n ? q->held->keep[i] : q->keep[i - b->n];
    return i < b->n ? &b->records[i] : &q->records[i - b->n];
}

/* The first of the last records whose page may yet come. */
static size_t cut(const struct follow *f, const struct queue *q)
{
    size_t bytes = 0, first = q->n;
    for (size_t i = q->n; i-- > 0 && q->n - i <= FOLLOW_AHEAD;) {
        int keep;
        const struct record *r = queue_at(q, i, &keep);
        bytes += r->raw_len + r->packed_len;
        if (bytes > CARRY_BYTES)
            break;
        if (follows(r) && !is_gone(f, r))
            first = i;
    }
    return first;
}

/* ---- holding back -------------------------------------------------------- */

static int copy_bytes(struct batch *b, const char *from, size_t n,
                      const char **to)
{
    char *p;
    *to = NULL;
    if (!from)
        return 0;
    if (!(p = batch_space(b, n)))
        return -1;
    if (n)
        memcpy(p, from, n);
    p[n] = '\0';
    *to = p;
    return 0;
}

static int carry(struct carried *c, const struct record *r, int keep)
{
    struct batch *b = &c->batch;
    struct record *to = batch_new(b, NULL, 0, 0);
    if (!to)
        return -1;
    if (b->n == c->cap) {
        size_t cap = 2 * c->cap + 64;
        unsigned char *more = realloc(c->keep, cap);
        if (!more)
            return -1;
        c->keep = more;
        c->cap = cap;
    }
    to->form = r->form;
    to->other = r->other;
    to->raw_len = r->raw_len;
    to->packed_len = r->packed_len;
    if (copy_bytes(b, r->raw, r->raw_len, &to->raw) ||
        copy_bytes(b, r->packed, r->packed_len, &to->packed) ||
        copy_bytes(b, r->warc_id, r->warc_id ? strlen(r->warc_id) : 0,
                   &to->warc_id) ||
        copy_bytes(b, r->warc_of, r->warc_of ? strlen(r->warc_of) : 0,
                   &to->warc_of))
        return -1;
    c->keep[b->n] = (unsigned char)keep;
    batch_keep(b);
    return 0;
}

/* Hands on what need not wait, and holds the rest back. */
static int go_on(struct follow *f, const struct queue *q, size_t whole)
{
    struct carried *to = &f->carried[!f->now];
    for (size_t i = 0; i < q->n; i++) {
        int keep;
        const struct record *r = queue_at(q, i, &keep);
        if (i < whole && put_one(f, r, keep))
            return -1;
        if (i >= whole && carry(to, r, keep))
            return no_memory();
    }
    batch_clear(&f->carried[f->now].batch);
    f->now = !f->now;
    return 0;
}

void follow_init(struct follow *f, struct rawout *out)
{
    memset(f, 0, sizeof *f);
    f->out = out;
    for (int i = 0; i < 2; i++)
        batch_init(&f->carried[i].batch);
}

int follow_put(struct follow *f, const struct record *records,
               const unsigned char *keep, size_t n)
{
    const struct carried *held = &f->carried[f->now];
    const struct queue q = {held, records, keep, held->batch.n + n};
    for (size_t i = 0; i < n; i++) {
        struct idset *set = keep[i] ? &f->stays : &f->gone;
        if (!records[i].other && (idset_add(set, records[i].warc_id) ||
                                  idset_add(set, records[i].warc_of)))
            return -1;
    }
    return go_on(f, &q, cut(f, &q));
}

int follow_end(struct follow *f)
{
    const struct carried *held = &f->carried[f->now];
    const struct queue q = {held, NULL, NULL, held->batch.n};
    return go_on(f, &q, q.n);
}

void follow_release(struct follow *f)
{
    for (int i = 0; i < 2; i++) {
        batch_release(&f->carried[i].batch);
        free(f->carried[i].keep);
        free(f->gone.slot[i]);
        free(f->stays.slot[i]);
    }
    memset(f, 0, sizeof *f);
}
