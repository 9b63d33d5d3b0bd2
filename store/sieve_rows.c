/*
 * Table sieve_index(start, body): a row holds the hashes from start * 2 up to
 * the next row's; the first row's start is 0. body is
 *     hash (8 bytes, least first), entry (8 bytes), and so on by hash.
 * The lists of hashes that differ in their last bit only are kept in one row.
 *
 * Merging reads and writes each row that something falls into. With 86,000
 * records a merge (see sieve.c) that is all of them from a million records on,
 * some 300 bytes a record that is there: 0.4 s a million.
 */
#include "store/sieve_rows.h"

#include <stdlib.h>
#include <string.h>

#include "store/db.h"

/* Pairs of a row, before it is cut in pieces of half as many: 16 kB, so that
 * reading one costs as much as finding it. */
#define ROW_MOST 1024

void sieve_rows_release(struct sieve_rows *r)
{
    free(r->filter);
    free(r->row);
    free(r->merged);
    memset(r, 0, sizeof *r);
}

/* Hashes a word of the filter, measured: of hashes that are not there one in
 * sixty then passes; one in four hundred where half as many are in. */
#define FULL 6

/* ---- the filter ---------------------------------------------------------- */

/* Four bits of one word: a hash costs one look at memory. */
static uint64_t filter_bits(uint64_t hash, size_t words, size_t *at)
{
    uint64_t mixed = hash * UINT64_C(0xbf58476d1ce4e5b9);
    mixed ^= mixed >> 29;
    *at = (size_t)(mixed >> 24) & (words - 1);
    return UINT64_C(1) << (mixed & 63) | UINT64_C(1) << (mixed >> 6 & 63) |
           UINT64_C(1) << (mixed >> 12 & 63) |
           UINT64_C(1) << (mixed >> 18 & 63);
}

static void filter_add(struct sieve_rows *r, uint64_t hash)
{
    size_t at;
    uint64_t bits = filter_bits(hash, r->words, &at);
    r->filter[at] |= bits;
    r->added++;
}

int sieve_rows_maybe(const struct sieve_rows *r, uint64_t hash)
{
    size_t at;
    uint64_t bits;
    if (!r->filter)
        return 0;
    bits = filter_bits(hash, r->words, &at);
    return (r->filter[at] & bits) == bits;
}

/* ---- rows ---------------------------------------------------------------- */

static uint64_t get(const uint8_t *p)
{
    uint64_t v = 0;
    for (int i = 0; i < 8; i++)
        v |= (uint64_t)p[i] << (8 * i);
    return v;
}

static void put(uint8_t *p, uint64_t v)
{
    for (int i = 0; i < 8; i++)
        p[i] = (uint8_t)(v >> (8 * i));
}

/* The row of a column that holds a body, out of the file's byte order. */
static int take_row(struct sieve_rows *r, sqlite3_stmt *q, int column)
{
    const uint8_t *body = sqlite3_column_blob(q, column);
    size_t size = (size_t)sqlite3_column_bytes(q, column), n = size / 16;
    r->nrow = 0;
    if (size % 16)
        return db_fail(r->s, STORE_ERROR, "%s: the sieve's index is damaged",
                       r->s->path);
    if (db_reserve(r->s, &r->row, &r->row_cap, n, sizeof *r->row))
        return r->s->error;
    for (size_t i = 0; i < n; i++)
        r->row[i] =
            (struct sieve_pair){get(body + 16 * i), get(body + 16 * i + 8)};
    r->nrow = n;
    return STORE_OK;
}

/* Makes the filter anew, of the right size for what the file has. */
static int build_filter(struct sieve_rows *r)
{
    int64_t hashes = db_number(
        r->s, "SELECT ifnull(sum(length(body)), 0) / 16 FROM sieve_index");
    free(r->filter);
    r->filter = NULL;
    r->added = 0;
    if (!hashes || r->s->error)
        return r->s->error;
    r->words = 64;
    while (r->words < r->most && r->words * FULL < 2 * (size_t)hashes)
        r->words *= 2;
    if (!(r->filter = calloc(r->words, sizeof *r->filter)))
        return db_no_memory(r->s);
    sqlite3_stmt *q = db_prepare(r->s, "SELECT body FROM sieve_index");
    while (db_step(r->s, q) && !take_row(r, q, 0))
        for (size_t i = 0; i < r->nrow; i++)
            filter_add(r, r->row[i].hash);
    return db_done(r->s, q);
}

/* Loads the row that holds the hash, if any does; *start is where it begins. */
static int load_row(struct sieve_rows *r, uint64_t hash, int64_t *start)
{
    sqlite3_stmt *q = db_prepare(
        r->s, "SELECT start, body FROM sieve_index WHERE start <= ?1 "
              "ORDER BY start DESC LIMIT 1");
    *start = 0;
    r->nrow = 0;
    db_bind_int(r->s, q, 1, (int64_t)(hash >> 1));
    if (db_step(r->s, q)) {
        *start = sqlite3_column_int64(q, 0);
        take_row(r, q, 1);
    }
    return db_done(r->s, q);
}

/* Where the next row begins. */
static uint64_t next_start(struct sieve_rows *r, int64_t start)
{
    sqlite3_stmt *q = db_prepare(
        r->s, "SELECT start FROM sieve_index WHERE start > ?1 ORDER BY start "
              "LIMIT 1");
    uint64_t next = UINT64_MAX;
    db_bind_int(r->s, q, 1, start);
    if (db_step(r->s, q))
        next = (uint64_t)sqlite3_column_int64(q, 0);
    db_done(r->s, q);
    return next;
}

static void write_row(struct sieve_rows *r, int64_t start,
                      struct sieve_pair *pair, size_t n)
{
    uint8_t *bytes = (uint8_t *)pair; /* written over by itself */
    for (size_t i = 0; i < n; i++) {
        struct sieve_pair p = pair[i];
        put(bytes + 16 * i, p.hash);
        put(bytes + 16 * i + 8, p.entry);
    }
    sqlite3_stmt *q =
        db_prepare(r->s, "INSERT OR REPLACE INTO sieve_index VALUES(?1, ?2)");
    db_bind_int(r->s, q, 1, start);
    db_bind_blob(r->s, q, 2, bytes, 16 * n);
    db_run(r->s, q);
}

/* Writes n merged pairs as one row or as several of half the length. */
static void write_rows(struct sieve_rows *r, int64_t start, size_t n)
{
    size_t from = 0, piece = n > ROW_MOST ? ROW_MOST / 2 : n;
    while (from < n && !r->s->error) {
        size_t to = n - from > piece + piece / 2 ? from + piece : n;
        while (to < n && r->merged[to].hash >> 1 == r->merged[to - 1].hash >> 1)
            to++;
        int64_t next = to < n ? (int64_t)(r->merged[to].hash >> 1) : INT64_MAX;
        write_row(r, start, r->merged + from, to - from);
        start = next;
        from = to;
    }
}

/* ---- merging ------------------------------------------------------------- */

static void push(struct sieve_rows *r, size_t *n, struct sieve_pair p)
{
    if (!db_reserve(r->s, &r->merged, &r->merged_cap, *n + 1,
                    sizeof *r->merged))
        r->merged[(*n)++] = p;
}

/* Merges the loaded row with slots [from, to) into merged. */
static size_t merge_row(struct sieve_rows *r, const struct sieve_table *fresh,
                        size_t from, size_t to)
{
    size_t n = 0, i = 0, list;
    for (size_t k = from; k < to; k++) {
        const struct sieve_slot *slot = &fresh->slot[k];
        const uint64_t *entry = sieve_table_entries(fresh, slot, &list);
        while (i < r->nrow && r->row[i].hash <= slot->hash)
            push(r, &n, r->row[i++]);
        for (size_t e = 0; e < list; e++)
            push(r, &n, (struct sieve_pair){slot->hash, entry[e]});
        if (r->filter)
            filter_add(r, slot->hash);
    }
    while (i < r->nrow)
        push(r, &n, r->row[i++]);
    return n;
}

int sieve_rows_merge(struct sieve_rows *r, struct sieve_table *fresh)
{
    size_t n = sieve_table_sort(fresh), from = 0;
    while (from < n && !r->s->error) {
        int64_t start;
        size_t to = from;
        load_row(r, fresh->slot[from].hash, &start);
        uint64_t next = next_start(r, start);
        while (to < n && fresh->slot[to].hash >> 1 < next)
            to++;
        size_t merged = merge_row(r, fresh, from, to);
        if (!r->s->error)
            write_rows(r, start, merged);
        from = to;
    }
    if (n && (!r->filter || (r->added > r->words * FULL && r->words < r->most)))
        build_filter(r);
    return r->s->error;
}

/* ---- reading ------------------------------------------------------------- */

static void add_list(struct sieve_rows *r, uint64_t hash,
                     struct sieve_table *into)
{
    size_t low = 0, high = r->nrow;
    if (sieve_table_note(into, hash))
        db_no_memory(r->s);
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (r->row[mid].hash < hash)
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < r->nrow && r->row[low].hash == hash; low++) {
        uint64_t entry = r->row[low].entry;
        if (!entry || entry >> 63)
            db_fail(r->s, STORE_ERROR, "%s: the sieve's index is damaged",
                    r->s->path);
        else if (sieve_table_add(into, hash, entry))
            db_no_memory(r->s);
    }
}

int sieve_rows_fetch(struct sieve_rows *r, const uint64_t *hash, size_t n,
                     struct sieve_table *into)
{
    int64_t start = 0;
    r->nrow = 0;
    for (size_t i = 0; i < n && !r->s->error; i++) {
        if (!sieve_rows_maybe(r, hash[i]) || sieve_table_has(into, hash[i]))
            continue;
        if (!r->nrow || hash[i] > r->row[r->nrow - 1].hash)
            load_row(r, hash[i], &start);
        add_list(r, hash[i], into);
    }
    return r->s->error;
}

int sieve_rows_open(struct sieve_rows *r, struct store *s, size_t filter_words)
{
    memset(r, 0, sizeof *r);
    r->s = s;
    r->most = filter_words;
    return build_filter(r);
}

int sieve_rows_clear(struct sieve_rows *r)
{
    free(r->filter);
    r->filter = NULL;
    return db_exec(r->s, "DELETE FROM sieve_index");
}
