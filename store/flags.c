#include "store/flags.h"

#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "store/db.h"
#include "store/facts.h"
#include "store/pack.h"
#include "store/site.h"

/* What one batch teaches: some thousands, 16 KiB. */
#define FRESH_BITS 17

/* A set of (site, shingle), each as one hash: they are looked up for every
 * sampled shingle of every article. Two of them meet once in 2^64. */
struct flags {
    uint64_t *slot; /* 0: free */
    size_t n, slots;
    uint8_t
        *filter; /* a bit a shingle, by its low bits: 0: furniture nowhere */
    uint8_t fresh[1u << (FRESH_BITS - 3)]; /* the same of those since a mark */
};

/* 2^22 bits, 512 KiB, stay in a core's second cache, where the table of
 * 200,000 shingles does not: that halves what masking costs. At a million
 * shingles one other in five still has its bit set, and is looked up. */
#define FILTER_BITS 22

static uint64_t key_of(uint32_t site, uint64_t hash)
{
    uint64_t x = hash * UINT64_C(0x9e3779b97f4a7c15) +
                 site * UINT64_C(0xd6e8feb86659fd93);
    x ^= x >> 32;
    x *= UINT64_C(0xd6e8feb86659fd93);
    x ^= x >> 32;
    return x ? x : 1;
}

/* A filter has 2^bits bits; the low bits of a hash say which is its own. */
static inline void filter_put(uint8_t *filter, unsigned bits, uint64_t hash)
{
    size_t bit = (size_t)hash & (((size_t)1 << bits) - 1);
    filter[bit / 8] |= (uint8_t)(1u << (bit % 8));
}

static inline int filter_has(const uint8_t *filter, unsigned bits,
                             uint64_t hash)
{
    size_t bit = (size_t)hash & (((size_t)1 << bits) - 1);
    return filter[bit / 8] >> (bit % 8) & 1;
}

static int holds(const struct flags *f, uint64_t key)
{
    size_t i = (size_t)key & (f->slots - 1);
    while (f->slot[i] && f->slot[i] != key)
        i = (i + 1) & (f->slots - 1);
    return f->slot[i] == key;
}

static void put(struct flags *f, uint64_t key)
{
    size_t i = (size_t)key & (f->slots - 1);
    while (f->slot[i] && f->slot[i] != key)
        i = (i + 1) & (f->slots - 1);
    f->n += !f->slot[i];
    f->slot[i] = key;
}

static int insert(struct store *s, uint32_t site, uint64_t hash)
{
    struct flags *f = s->flags;
    uint64_t key = key_of(site, hash);
    filter_put(f->filter, FILTER_BITS, hash);
    filter_put(f->fresh, FRESH_BITS, hash);
    if (2 * (f->n + 1) > f->slots) {
        size_t old = f->slots;
        uint64_t *from = f->slot;
        uint64_t *more = calloc(old ? 2 * old : 1024, sizeof *more);
        if (!more)
            return db_no_memory(s);
        f->slot = more;
        f->slots = old ? 2 * old : 1024;
        f->n = 0;
        for (size_t i = 0; i < old; i++)
            if (from[i])
                put(f, from[i]);
        free(from);
    }
    put(f, key);
    return STORE_OK;
}

/* ---- whole passages ------------------------------------------------------ */

/* A passage's body: its shingles, five bytes each, in their order. */
static int load_passages(struct store *s)
{
    sqlite3_stmt *q = db_prepare(s, "SELECT site, body FROM passage");
    while (db_step(s, q)) {
        uint32_t site = (uint32_t)sqlite3_column_int64(q, 0);
        const uint8_t *body = sqlite3_column_blob(q, 1);
        size_t n = (size_t)sqlite3_column_bytes(q, 1) / PACK_HASH_BYTES;
        for (size_t i = 0; i < n && !s->error; i++)
            insert(s, site, pack_hash_at(body, i));
    }
    return db_done(s, q);
}

/* Keeps shingles [from, to) of a passage. */
static void put_passage(struct store *s, const struct flags_passage *x,
                        size_t from, size_t to)
{
    size_t size = (to - from) * PACK_HASH_BYTES;
    uint8_t *body = malloc(size), *p = body;
    if (!body) {
        db_no_memory(s);
        return;
    }
    for (size_t i = from; i < to; i++)
        for (int shift = 8 * (PACK_HASH_BYTES - 1); shift >= 0; shift -= 8)
            *p++ = (uint8_t)(x->hash[i] >> shift);
    sqlite3_stmt *q = db_prepare(
        s, "INSERT INTO passage(site, num, start, days, first, last, body) "
           "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    db_bind_int(s, q, 1, x->site);
    db_bind_int(s, q, 2, x->num);
    db_bind_int(s, q, 3, (int64_t)x->start + (int64_t)from);
    db_bind_int(s, q, 4, x->days);
    if (x->first != DAY_UNKNOWN) {
        db_bind_int(s, q, 5, x->first);
        db_bind_int(s, q, 6, x->last);
    }
    db_bind_blob(s, q, 7, body, size);
    db_run(s, q);
    free(body);
}

int flags_learn(struct store *s, const struct flags_passage *p)
{
    size_t fresh = 0, from = p->n, to = 0;
    for (size_t i = 0; i < p->n && !s->error; i++) {
        uint64_t key = key_of(p->site, p->hash[i]);
        if (!s->flags->n || !holds(s->flags, key)) {
            insert(s, p->site, p->hash[i]);
            fresh++;
            from = i < from ? i : from;
            to = i + 1;
        }
    }
    if (fresh && !s->error)
        put_passage(s, p, from, to);
    return s->error;
}

/* Whether a sampled shingle of the passage is still known. */
static int is_known(struct store *s, uint32_t site, const uint8_t *body,
                    size_t n)
{
    int known = 0;
    for (size_t i = 0; i < n && !known && !s->error; i++) {
        sqlite3_stmt *q = db_prepare(
            s, "SELECT 1 FROM furniture WHERE site = ?1 AND hash = ?2");
        db_bind_int(s, q, 1, site);
        db_bind_int(s, q, 2, (int64_t)pack_hash_at(body, i));
        known = db_step(s, q);
        db_done(s, q);
    }
    return known;
}

int flags_age(struct store *s, int32_t before)
{
    sqlite3_stmt *q = db_prepare(s, "DELETE FROM furniture WHERE last < ?1");
    db_bind_int(s, q, 1, before);
    db_run(s, q);
    q = db_prepare(s, "SELECT id, site, body FROM passage WHERE last < ?1");
    db_bind_int(s, q, 1, before);
    while (db_step(s, q)) {
        size_t n = (size_t)sqlite3_column_bytes(q, 2) / PACK_HASH_BYTES;
        if (is_known(s, (uint32_t)sqlite3_column_int64(q, 1),
                     sqlite3_column_blob(q, 2), n))
            continue;
        sqlite3_stmt *d = db_prepare(s, "DELETE FROM passage WHERE id = ?1");
        db_bind_int(s, d, 1, sqlite3_column_int64(q, 0));
        db_run(s, d);
    }
    db_done(s, q);
    flags_close(s);
    return flags_open(s);
}

int flags_open(struct store *s)
{
    if (s->flags)
        return s->error;
    if (!(s->flags = calloc(1, sizeof *s->flags)) ||
        !(s->flags->filter = calloc((size_t)1 << (FILTER_BITS - 3), 1)))
        return db_no_memory(s);
    sqlite3_stmt *q = db_prepare(s, "SELECT site, hash FROM furniture");
    while (db_step(s, q))
        if (insert(s, (uint32_t)sqlite3_column_int64(q, 0),
                   (uint64_t)sqlite3_column_int64(q, 1)))
            break;
    db_done(s, q);
    return load_passages(s);
}

void flags_close(struct store *s)
{
    if (s->flags) {
        free(s->flags->slot);
        free(s->flags->filter);
    }
    free(s->flags);
    s->flags = NULL;
}

int flags_clear(struct store *s)
{
    flags_close(s);
    db_exec(s, "DELETE FROM furniture; DELETE FROM passage");
    return flags_open(s);
}

int flags_has(const struct store *s, uint32_t site, uint64_t hash)
{
    const struct flags *f = s->flags;
    if (!f || !f->n || !filter_has(f->filter, FILTER_BITS, hash))
        return 0;
    return holds(f, key_of(site, hash)) || holds(f, key_of(0, hash));
}

/* Pages are full of furniture, and each piece of it lies elsewhere in a table
 * that no cache holds: the slots are called for before any is looked at. */
static inline uint64_t among(const struct flags *f, const uint8_t *filter,
                             unsigned bits, uint32_t site,
                             const uint64_t *shingle, size_t n)
{
    uint64_t key[FLAGS_AMONG], is = 0;
    uint8_t at[FLAGS_AMONG];
    size_t may = 0;
    for (size_t i = 0; i < n; i++) {
        at[may] = (uint8_t)i;
        may += (size_t)filter_has(filter, bits, pack_hash(shingle[i]));
    }
    for (size_t k = 0; k < may; k++) {
        key[k] = key_of(site, pack_hash(shingle[at[k]]));
        __builtin_prefetch(&f->slot[(size_t)key[k] & (f->slots - 1)]);
    }
    for (size_t k = 0; k < may; k++)
        if (holds(f, key[k]) || holds(f, key_of(0, pack_hash(shingle[at[k]]))))
            is |= UINT64_C(1) << at[k];
    return is;
}

uint64_t flags_among(const struct store *s, uint32_t site,
                     const uint64_t *shingle, size_t n)
{
    const struct flags *f = s->flags;
    return f && f->n ? among(f, f->filter, FILTER_BITS, site, shingle, n) : 0;
}

void flags_mark(struct store *s)
{
    memset(s->flags->fresh, 0, sizeof s->flags->fresh);
}

uint64_t flags_fresh_among(const struct store *s, uint32_t site,
                           const uint64_t *shingle, size_t n)
{
    return among(s->flags, s->flags->fresh, FRESH_BITS, site, shingle, n);
}

/* By site, then day. */
static int by_site(const void *x, const void *y)
{
    const struct sighting *a = x, *b = y;
    if (a->site != b->site)
        return a->site < b->site ? -1 : 1;
    return a->day < b->day ? -1 : a->day > b->day;
}

static int by_day(const void *x, const void *y)
{
    const struct sighting *a = x, *b = y;
    return a->day < b->day ? -1 : a->day > b->day;
}

/* Different known days among sightings that are sorted by day. */
static size_t count_days(const struct sighting *seen, size_t n, int32_t *first,
                         int32_t *last)
{
    size_t days = 0;
    *first = *last = DAY_UNKNOWN;
    for (size_t i = 0; i < n; i++) {
        if (seen[i].day == DAY_UNKNOWN)
            continue;
        if (!days++)
            *first = seen[i].day;
        else if (seen[i].day == *last)
            days--;
        *last = seen[i].day;
    }
    return days;
}

/* Whether most sightings, sorted by day, lie within a few days. */
static int is_burst(const struct sighting *seen, size_t n, double share)
{
    size_t most = 0, known = 0;
    for (size_t i = 0, from = 0; i < n; i++) {
        if (seen[i].day == DAY_UNKNOWN) {
            from = i + 1;
            continue;
        }
        known++;
        while (seen[i].day - seen[from].day >= FLAGS_BURST_DAYS)
            from++;
        if (i - from + 1 > most)
            most = i - from + 1;
    }
    return (double)most > share * (double)known;
}

/* Writes down what is known of a flag; returns 1 where it is new. */
static int note(struct store *s, uint32_t site, uint64_t hash, size_t days,
                size_t articles, int32_t first, int32_t last)
{
    uint64_t key = key_of(site, hash);
    int fresh = !s->flags->n || !holds(s->flags, key);
    if (fresh && insert(s, site, hash))
        return 0;
    sqlite3_stmt *q = db_prepare(
        s, "INSERT OR REPLACE INTO furniture VALUES(?1, ?2, ?3, ?4, ?5, ?6)");
    db_bind_int(s, q, 1, site);
    db_bind_int(s, q, 2, (int64_t)hash);
    db_bind_int(s, q, 3, (int64_t)days);
    db_bind_int(s, q, 4, (int64_t)articles);
    if (first != DAY_UNKNOWN) {
        db_bind_int(s, q, 5, first);
        db_bind_int(s, q, 6, last);
    }
    db_run(s, q);
    return fresh;
}

/* Sites that share furniture as a newspaper group: what more of them show on a
 * single day, however often, may be a story. */
#define GROUP 5

size_t flags_judge(struct store *s, uint64_t hash, struct sighting *seen,
                   size_t n, uint32_t *fresh)
{
    const struct rules *r = &s->rules;
    size_t nfresh = 0;
    int32_t first, last;
    if (n < FLAGS_LEAST || s->error)
        return 0;
    qsort(seen, n, sizeof *seen, by_site);
    size_t sites = 0;
    for (size_t i = 0; i < n; i++)
        sites += !i || seen[i].site != seen[i - 1].site;
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i + 1; j < n && seen[j].site == seen[i].site; j++)
            ;
        size_t days = count_days(seen + i, j - i, &first, &last);
        if (seen[i].site == SITE_UNKNOWN ||
            ((double)days < r->days &&
             ((double)(j - i) < r->articles || (days == 1 && sites > GROUP))))
            continue;
        if (note(s, seen[i].site, hash, days, j - i, first, last))
            fresh[nfresh++] = seen[i].site;
    }
    if ((double)n < r->all_days)
        return nfresh;
    qsort(seen, n, sizeof *seen, by_day);
    size_t days = count_days(seen, n, &first, &last);
    if ((double)days >= r->all_days && last - first > r->all_span &&
        !is_burst(seen, n, r->burst) && note(s, 0, hash, days, n, first, last))
        fresh[nfresh++] = 0;
    return nfresh;
}
