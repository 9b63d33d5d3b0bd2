#include "store/posting.h"

#include <stdlib.h>
#include <string.h>

#include "store/block.h"
#include "store/db.h"
#include "store/pack.h"

void hits_release(struct hits *h)
{
    free(h->start);
    free(h->num);
    memset(h, 0, sizeof *h);
}

/* One pass of a stable radix sort, by the byte of hash at shift. */
static void radix_pass(const struct posting *from, struct posting *to, size_t n,
                       int shift)
{
    size_t count[257] = {0};
    for (size_t i = 0; i < n; i++)
        count[1 + ((from[i].hash >> shift) & 0xff)]++;
    for (int b = 0; b < 256; b++)
        count[b + 1] += count[b];
    for (size_t i = 0; i < n; i++)
        to[count[(from[i].hash >> shift) & 0xff]++] = from[i];
}

int posting_sort(struct store *s, struct posting *p, size_t n)
{
    struct posting *other = malloc((n ? n : 1) * sizeof *other);
    if (!other)
        return db_no_memory(s);
    struct posting *from = p, *to = other;
    for (int shift = 0; shift < PACK_HASH_BITS; shift += 8) {
        radix_pass(from, to, n, shift);
        struct posting *swap = from;
        from = to;
        to = swap;
    }
    if (from != p)
        memcpy(p, from, n * sizeof *p);
    free(other);
    return STORE_OK;
}

/* ---- runs ---------------------------------------------------------------- */

static int64_t new_run(struct store *s, int level)
{
    sqlite3_stmt *q =
        db_prepare(s, "INSERT INTO run(level, rows) VALUES(?1,0)");
    db_bind_int(s, q, 1, level);
    db_run(s, q);
    return s->error ? 0 : sqlite3_last_insert_rowid(s->sql);
}

static int end_run(struct store *s, int64_t run, uint64_t rows)
{
    sqlite3_stmt *q = db_prepare(s, "UPDATE run SET rows = ?2 WHERE id = ?1");
    db_bind_int(s, q, 1, run);
    db_bind_int(s, q, 2, (int64_t)rows);
    return db_run(s, q);
}

static int drop_run(struct store *s, int64_t run)
{
    sqlite3_stmt *q = db_prepare(s, "DELETE FROM block WHERE run = ?1");
    db_bind_int(s, q, 1, run);
    db_run(s, q);
    q = db_prepare(s, "DELETE FROM run WHERE id = ?1");
    db_bind_int(s, q, 1, run);
    return db_run(s, q);
}

static void write_block(struct store *s, int64_t run, int64_t seq,
                        const struct block *b)
{
    sqlite3_stmt *q =
        db_prepare(s, "INSERT INTO block VALUES(?1, ?2, ?3, ?4, ?5)");
    db_bind_int(s, q, 1, run);
    db_bind_int(s, q, 2, seq);
    db_bind_int(s, q, 3, (int64_t)b->first);
    db_bind_int(s, q, 4, (int64_t)b->last);
    db_bind_blob(s, q, 5, b->bytes, b->size);
    db_run(s, q);
}

/* Writes postings that come in order as blocks of a run. */
struct writer {
    struct store *s;
    int64_t run, seq;
    uint64_t rows;
    struct posting *row; /* of the present block */
    size_t n, cap;
    struct block block;
};

static void writer_flush(struct writer *w)
{
    if (!w->n || w->s->error)
        return;
    if (block_pack(&w->block, w->row, w->n))
        db_no_memory(w->s);
    else
        write_block(w->s, w->run, w->seq++, &w->block);
    w->rows += w->n;
    w->n = 0;
}

static void writer_put(struct writer *w, const struct posting *p)
{
    if (w->n >= BLOCK_ROWS && w->row[w->n - 1].hash != p->hash)
        writer_flush(w);
    if (!db_reserve(w->s, &w->row, &w->cap, w->n + 1, sizeof *w->row))
        w->row[w->n++] = *p;
}

static int writer_end(struct writer *w)
{
    writer_flush(w);
    end_run(w->s, w->run, w->rows);
    free(w->row);
    block_release(&w->block);
    return w->s->error;
}

/* Unpacks a block from three columns, first, last and body. Returns 1 where it
 * is damaged; n is 0 then. */
static int unpack(struct store *s, sqlite3_stmt *q, int at,
                  struct posting **row, size_t *n, size_t *cap)
{
    int rc = block_unpack(sqlite3_column_blob(q, at + 2),
                          (size_t)sqlite3_column_bytes(q, at + 2),
                          (uint64_t)sqlite3_column_int64(q, at), row, n, cap);
    if (rc == -2)
        db_no_memory(s);
    if (!s->error && *n &&
        (*row)[*n - 1].hash == (uint64_t)sqlite3_column_int64(q, at + 1))
        return 0;
    *n = 0;
    return !s->error;
}

/* Reads the postings of a run in order. */
struct source {
    sqlite3_stmt *q;
    struct block block;
    struct posting *row;
    size_t at, n, cap;
    int64_t run, seq;
};

/* Makes row[at] the next posting; 0 at the end or after an error. */
static int source_fill(struct store *s, struct source *x)
{
    while (x->at == x->n && !s->error) {
        sqlite3_stmt *q = db_prepare(
            s,
            "SELECT first, last, body FROM block WHERE run = ?1 AND seq = ?2");
        db_bind_int(s, q, 1, x->run);
        db_bind_int(s, q, 2, x->seq++);
        if (!db_step(s, q)) {
            db_done(s, q);
            return 0;
        }
        int rc = unpack(s, q, 0, &x->row, &x->n, &x->cap);
        db_done(s, q);
        x->at = 0;
        if (rc)
            return db_fail(s, STORE_ERROR,
                           "%s: postings are damaged (run %lld, block %lld); "
                           "`wireprint rebuild` makes them anew",
                           s->path, (long long)x->run, (long long)x->seq - 1),
                   0;
    }
    return !s->error;
}

static int precedes(const struct posting *a, const struct posting *b)
{
    if (a->hash != b->hash)
        return a->hash < b->hash;
    return a->num < b->num;
}

/* Numbers of articles that are there, one bit each, or NULL where all are. */
static int load_alive(struct store *s, uint8_t **alive, uint64_t *limit)
{
    *alive = NULL;
    int64_t most =
        db_number(s, "SELECT ifnull(max(num), 0) FROM article WHERE num > 0");
    int64_t next = db_number(s, "SELECT value FROM meta WHERE key='next_num'");
    int64_t n = db_number(s, "SELECT count(*) FROM article");
    *limit = (uint64_t)most + 1;
    if (s->error || (n == most && most == next - 1))
        return s->error;
    if (!(*alive = calloc((size_t)most / 8 + 1, 1)))
        return db_no_memory(s);
    sqlite3_stmt *q = db_prepare(s, "SELECT num FROM article WHERE num > 0");
    while (db_step(s, q)) {
        int64_t num = sqlite3_column_int64(q, 0);
        (*alive)[num / 8] |= (uint8_t)(1 << (num % 8));
    }
    return db_done(s, q);
}

static int is_alive(const uint8_t *alive, uint64_t limit, uint32_t num)
{
    return !alive || (num < limit && (alive[num / 8] >> (num % 8) & 1));
}

static int merge(struct store *s, const int64_t *run, size_t n, int level)
{
    struct source *x = calloc(n, sizeof *x);
    uint8_t *alive = NULL;
    uint64_t limit = 0;
    struct writer w = {.s = s};
    if (!x)
        return db_no_memory(s);
    for (size_t i = 0; i < n; i++)
        x[i].run = run[i];
    if (!load_alive(s, &alive, &limit))
        w.run = new_run(s, level);
    while (!s->error) {
        struct source *least = NULL;
        for (size_t i = 0; i < n; i++)
            if (source_fill(s, &x[i]) &&
                (!least ||
                 precedes(&x[i].row[x[i].at], &least->row[least->at])))
                least = &x[i];
        if (!least)
            break;
        const struct posting *p = &least->row[least->at++];
        int again = w.n && w.row[w.n - 1].hash == p->hash &&
                    w.row[w.n - 1].num == p->num;
        if (!again && is_alive(alive, limit, p->num))
            writer_put(&w, p);
    }
    writer_end(&w);
    for (size_t i = 0; i < n; i++) {
        free(x[i].row);
        drop_run(s, run[i]);
    }
    free(x);
    free(alive);
    return s->error;
}

/* Merges a level that is full; returns 1 where it did. */
static int merge_level(struct store *s, int level)
{
    int64_t run[POSTING_FANOUT];
    size_t n = 0;
    sqlite3_stmt *q =
        db_prepare(s, "SELECT id FROM run WHERE level = ?1 ORDER BY id");
    db_bind_int(s, q, 1, level);
    while (n < POSTING_FANOUT && db_step(s, q))
        run[n++] = sqlite3_column_int64(q, 0);
    db_done(s, q);
    return n == POSTING_FANOUT && !merge(s, run, n, level + 1);
}

int posting_add(struct store *s, const struct posting *p, size_t n)
{
    struct writer w = {.s = s};
    if (!n || s->error)
        return s->error;
    w.run = new_run(s, 0);
    for (size_t i = 0; i < n; i++)
        writer_put(&w, &p[i]);
    writer_end(&w);
    for (int level = 0; merge_level(s, level); level++)
        ;
    return s->error;
}

int posting_clear(struct store *s)
{
    db_exec(s, "DELETE FROM block");
    return db_exec(s, "DELETE FROM run");
}

/* ---- lookup -------------------------------------------------------------- */

/* One article found for hash number at. */
struct found {
    uint32_t at, num;
};

struct finder {
    struct store *s;
    struct found *found;
    size_t n, cap;
};

/* Holds one block's rows against the hashes from *i on. */
static void join(struct finder *f, const struct posting *row, size_t nrows,
                 const uint64_t *hash, size_t n, size_t *i)
{
    for (size_t r = 0; r < nrows;) {
        while (*i < n && hash[*i] < row[r].hash)
            ++*i;
        if (*i == n)
            return;
        size_t end = r + 1;
        while (end < nrows && row[end].hash == row[r].hash)
            end++;
        size_t take = end - r < POSTING_MOST ? end - r : POSTING_MOST;
        if (hash[*i] == row[r].hash &&
            !db_reserve(f->s, &f->found, &f->cap, f->n + take,
                        sizeof *f->found))
            for (size_t k = 0; k < take; k++)
                f->found[f->n++] = (struct found){(uint32_t)*i, row[r + k].num};
        r = end;
    }
}

/* Whether an ascending list has a hash within [first, last]; moves *i to it. */
static int reaches(const uint64_t *hash, size_t n, size_t *i, uint64_t first,
                   uint64_t last)
{
    size_t low = *i, high = n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (hash[mid] < first)
            low = mid + 1;
        else
            high = mid;
    }
    *i = low;
    return low < n && hash[low] <= last;
}

static void search(struct finder *f, int64_t run, const uint64_t *hash,
                   size_t n)
{
    struct store *s = f->s;
    struct posting *row = NULL;
    size_t nrows = 0, cap = 0, i = 0;
    sqlite3_stmt *q = db_prepare(
        s, "SELECT first, last, body FROM block WHERE run = ?1 ORDER BY seq");
    db_bind_int(s, q, 1, run);
    while (i < n && db_step(s, q)) {
        uint64_t first = (uint64_t)sqlite3_column_int64(q, 0);
        uint64_t last = (uint64_t)sqlite3_column_int64(q, 1);
        if (!reaches(hash, n, &i, first, last))
            continue;
        if (unpack(s, q, 0, &row, &nrows, &cap))
            db_fail(s, STORE_ERROR,
                    "%s: postings are damaged (run %lld); `wireprint rebuild` "
                    "makes them anew",
                    s->path, (long long)run);
        else
            join(f, row, nrows, hash, n, &i);
    }
    db_done(s, q);
    free(row);
}

/* Sorts what was found by hash number: a counting sort. */
static int gather_hits(struct store *s, const struct finder *f, size_t n,
                       struct hits *out)
{
    if (db_reserve(s, &out->start, &out->start_cap, n + 2,
                   sizeof *out->start) ||
        db_reserve(s, &out->num, &out->cap, f->n + 1, sizeof *out->num))
        return s->error;
    memset(out->start, 0, (n + 2) * sizeof *out->start);
    for (size_t k = 0; k < f->n; k++)
        out->start[f->found[k].at + 2]++;
    for (size_t k = 2; k < n + 2; k++)
        out->start[k] += out->start[k - 1];
    for (size_t k = 0; k < f->n; k++)
        out->num[out->start[f->found[k].at + 1]++] = f->found[k].num;
    out->n = f->n;
    return STORE_OK;
}

int posting_find(struct store *s, const uint64_t *hash, size_t n,
                 struct hits *out)
{
    int64_t run[256];
    size_t nruns = 0;
    struct finder f = {.s = s};
    sqlite3_stmt *q = db_prepare(s, "SELECT id FROM run ORDER BY id");
    while (nruns < 256 && db_step(s, q))
        run[nruns++] = sqlite3_column_int64(q, 0);
    db_done(s, q);
    for (size_t r = 0; r < nruns && !s->error; r++)
        search(&f, run[r], hash, n);
    gather_hits(s, &f, n, out);
    free(f.found);
    return s->error;
}

int posting_walk(struct store *s, void *arg,
                 int (*each)(void *arg, const struct posting *p),
                 int (*damage)(void *arg, int64_t run, int64_t seq))
{
    struct posting *row = NULL;
    size_t n = 0, cap = 0;
    int stop = 0;
    sqlite3_stmt *q = db_prepare(
        s, "SELECT run, seq, first, last, body FROM block ORDER BY run, seq");
    while (!stop && db_step(s, q)) {
        if (unpack(s, q, 2, &row, &n, &cap))
            stop = damage(arg, sqlite3_column_int64(q, 0),
                          sqlite3_column_int64(q, 1));
        for (size_t i = 0; i < n && !stop; i++)
            stop = each(arg, &row[i]);
    }
    db_done(s, q);
    free(row);
    return s->error;
}
