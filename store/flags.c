#include "store/flags.h"

#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "store/db.h"
#include "store/facts.h"
#include "store/site.h"

/* A set of (site, shingle), each as one hash: they are looked up for every
 * sampled shingle of every article. Two of them meet once in 2^64. */
struct flags {
    uint64_t *slot; /* 0: free */
    size_t n, slots;
};

static uint64_t key_of(uint32_t site, uint64_t hash)
{
    uint64_t x = hash * UINT64_C(0x9e3779b97f4a7c15) +
                 site * UINT64_C(0xd6e8feb86659fd93);
    x ^= x >> 32;
    x *= UINT64_C(0xd6e8feb86659fd93);
    x ^= x >> 32;
    return x ? x : 1;
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

static int insert(struct store *s, uint64_t key)
{
    struct flags *f = s->flags;
    if (2 * (f->n + 1) > f->slots) {
        struct flags more = {NULL, 0, f->slots ? 2 * f->slots : 1024};
        if (!(more.slot = calloc(more.slots, sizeof *more.slot)))
            return db_no_memory(s);
        for (size_t i = 0; i < f->slots; i++)
            if (f->slot[i])
                put(&more, f->slot[i]);
        free(f->slot);
        *f = more;
    }
    put(f, key);
    return STORE_OK;
}

int flags_open(struct store *s)
{
    if (s->flags)
        return s->error;
    if (!(s->flags = calloc(1, sizeof *s->flags)))
        return db_no_memory(s);
    sqlite3_stmt *q = db_prepare(s, "SELECT site, hash FROM furniture");
    while (db_step(s, q))
        if (insert(s, key_of((uint32_t)sqlite3_column_int64(q, 0),
                             (uint64_t)sqlite3_column_int64(q, 1))))
            break;
    return db_done(s, q);
}

void flags_close(struct store *s)
{
    if (s->flags)
        free(s->flags->slot);
    free(s->flags);
    s->flags = NULL;
}

int flags_clear(struct store *s)
{
    flags_close(s);
    db_exec(s, "DELETE FROM furniture");
    return flags_open(s);
}

int flags_has(const struct store *s, uint32_t site, uint64_t hash)
{
    const struct flags *f = s->flags;
    return f && f->n &&
           (holds(f, key_of(site, hash)) || holds(f, key_of(0, hash)));
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

/* Writes down what is known of a flag; returns 1 where it is new. */
static int note(struct store *s, uint32_t site, uint64_t hash, size_t days,
                size_t articles, int32_t first, int32_t last)
{
    uint64_t key = key_of(site, hash);
    int fresh = !s->flags->n || !holds(s->flags, key);
    if (fresh && insert(s, key))
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

size_t flags_judge(struct store *s, uint64_t hash, struct sighting *seen,
                   size_t n, uint32_t *fresh)
{
    size_t nfresh = 0;
    int32_t first, last;
    if (n < FLAGS_DAYS || s->error)
        return 0;
    qsort(seen, n, sizeof *seen, by_site);
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i + 1; j < n && seen[j].site == seen[i].site; j++)
            ;
        size_t days = count_days(seen + i, j - i, &first, &last);
        if (seen[i].site == SITE_UNKNOWN ||
            (days < FLAGS_DAYS && j - i < FLAGS_ARTICLES))
            continue;
        if (note(s, seen[i].site, hash, days, j - i, first, last))
            fresh[nfresh++] = seen[i].site;
    }
    if (n < FLAGS_ALL_DAYS)
        return nfresh;
    qsort(seen, n, sizeof *seen, by_day);
    size_t days = count_days(seen, n, &first, &last);
    if (days >= FLAGS_ALL_DAYS && last - first > FLAGS_ALL_SPAN &&
        note(s, 0, hash, days, n, first, last))
        fresh[nfresh++] = 0;
    return nfresh;
}
