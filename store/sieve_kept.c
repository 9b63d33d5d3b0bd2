/*
 * Table sieve_kept: one row a record. body is its set, eight bytes a hash,
 * least first: hashes are uniform, so that steps between them would be hardly
 * shorter, and all their bits are wanted for figures that are exact.
 */
#include "store/sieve_kept.h"

#include <stdlib.h>
#include <string.h>

#include "store/db.h"
#include "store/sieve_record.h"

int sieve_kept_open(struct sieve_kept *k, struct store *s, size_t most)
{
    memset(k, 0, sizeof *k);
    k->s = s;
    k->most = most;
    k->slots = 4096;
    k->slot = calloc(k->slots, sizeof *k->slot);
    if (!k->slot)
        return db_no_memory(s);
    k->last =
        (uint64_t)db_number(s, "SELECT ifnull(max(num), 0) FROM sieve_kept");
    return s->error;
}

void sieve_kept_release(struct sieve_kept *k)
{
    while (k->oldest) {
        struct kept *next = k->oldest->newer;
        free(k->oldest);
        k->oldest = next;
    }
    free(k->slot);
    memset(k, 0, sizeof *k);
}

/* ---- by number and by use ------------------------------------------------ */

static struct kept **place(const struct sieve_kept *k, uint64_t num)
{
    struct kept **p = &k->slot[num & (k->slots - 1)];
    while (*p && (*p)->num != num)
        p = &(*p)->chain;
    return p;
}

/* Without memory for more slots, chains are longer. */
static void grow(struct sieve_kept *k)
{
    size_t more = 2 * k->slots;
    struct kept **slot = calloc(more, sizeof *slot);
    if (!slot)
        return;
    free(k->slot);
    k->slot = slot;
    k->slots = more;
    for (struct kept *r = k->oldest; r; r = r->newer) {
        r->chain = slot[r->num & (more - 1)];
        slot[r->num & (more - 1)] = r;
    }
}

static void link_newest(struct sieve_kept *k, struct kept *r)
{
    r->newer = NULL;
    r->older = k->newest;
    if (k->newest)
        k->newest->newer = r;
    else
        k->oldest = r;
    k->newest = r;
}

static void unlink_used(struct sieve_kept *k, struct kept *r)
{
    *(r->older ? &r->older->newer : &k->oldest) = r->newer;
    *(r->newer ? &r->newer->older : &k->newest) = r->older;
}

static void enter(struct sieve_kept *k, struct kept *r)
{
    struct kept **p = place(k, r->num);
    r->chain = *p;
    *p = r;
    link_newest(k, r);
    k->bytes += r->size;
    if (++k->n > k->slots)
        grow(k);
}

/* ---- the file ------------------------------------------------------------ */

static int little_endian(void)
{
    const uint16_t one = 1;
    return *(const unsigned char *)&one;
}

/* Between the machine's byte order and the file's. */
static void swap(uint64_t *v, size_t n)
{
    for (size_t i = 0; i < n && !little_endian(); i++) {
        uint64_t x = v[i], y = 0;
        for (int b = 0; b < 8; b++)
            y |= (x >> (8 * b) & 0xff) << (56 - 8 * b);
        v[i] = y;
    }
}

static uint64_t *set_of(struct kept *r)
{
    return (uint64_t *)(void *)(r + 1);
}

static int write_one(struct sieve_kept *k, struct kept *r)
{
    if (r->written)
        return k->s->error;
    sqlite3_stmt *q = db_prepare(
        k->s, "INSERT INTO sieve_kept VALUES(?1, ?2, ?3, ?4, ?5, ?6)");
    db_bind_int(k->s, q, 1, (int64_t)r->num);
    db_bind_int(k->s, q, 2, (int64_t)r->number);
    db_bind_text(k->s, q, 3, r->name);
    db_bind_int(k->s, q, 4, r->words);
    db_bind_int(k->s, q, 5, (int64_t)r->text);
    swap(set_of(r), r->nset);
    db_bind_blob(k->s, q, 6, r->set, r->nset * sizeof *r->set);
    db_run(k->s, q);
    swap(set_of(r), r->nset);
    r->written = !k->s->error;
    return k->s->error;
}

int sieve_kept_flush(struct sieve_kept *k)
{
    for (struct kept *r = k->oldest; r && !k->s->error; r = r->newer)
        write_one(k, r);
    return k->s->error;
}

/* Lets go of what was used longest ago: an eighth, so that rows are written
 * many at a time. */
static void trim(struct sieve_kept *k)
{
    size_t bound = k->most - k->most / 8;
    if (k->bytes <= k->most)
        return;
    while (k->bytes > bound && k->oldest && k->oldest != k->newest) {
        struct kept *r = k->oldest;
        if (write_one(k, r))
            return;
        struct kept **p = place(k, r->num);
        *p = r->chain;
        unlink_used(k, r);
        k->bytes -= r->size;
        k->n--;
        free(r);
    }
}

static struct kept *make(size_t nset, const char *name)
{
    size_t length = strlen(name) + 1;
    size_t size = sizeof(struct kept) + nset * 8 + length;
    struct kept *r = malloc(size);
    if (!r)
        return NULL;
    memset(r, 0, sizeof *r);
    r->size = size;
    r->nset = nset;
    r->set = set_of(r);
    r->name = memcpy((char *)(set_of(r) + nset), name, length);
    return r;
}

static int ascends(const struct kept *r)
{
    for (size_t i = 1; i < r->nset; i++)
        if (r->set[i - 1] >= r->set[i])
            return 0;
    return 1;
}

static struct kept *read_one(struct sieve_kept *k, uint64_t num)
{
    struct kept *r = NULL;
    sqlite3_stmt *q =
        db_prepare(k->s, "SELECT number, name, words, text, body FROM "
                         "sieve_kept WHERE num = ?1");
    db_bind_int(k->s, q, 1, (int64_t)num);
    if (db_step(k->s, q)) {
        const char *name = db_text(q, 1);
        const void *body = sqlite3_column_blob(q, 4);
        size_t size = (size_t)sqlite3_column_bytes(q, 4), n = size / 8;
        r = make(n, name ? name : "");
        if (!r) {
            db_no_memory(k->s);
        } else {
            r->num = num;
            r->number = (uint64_t)sqlite3_column_int64(q, 0);
            r->words = (uint32_t)sqlite3_column_int64(q, 2);
            r->text = (uint64_t)sqlite3_column_int64(q, 3);
            r->written = 1;
            if (n)
                memcpy(set_of(r), body, n * 8);
            swap(set_of(r), n);
            if (size % 8 || !ascends(r))
                db_fail(k->s, STORE_ERROR,
                        "%s: a kept record of the sieve is damaged",
                        k->s->path);
        }
    } else {
        db_fail(k->s, STORE_ERROR,
                "%s: the sieve's index names a record that is not there",
                k->s->path);
    }
    db_done(k->s, q);
    return r;
}

/* ---- the calls ----------------------------------------------------------- */

int sieve_kept_add(struct sieve_kept *k, const struct sieve_record *record,
                   const char *name, uint64_t number)
{
    if (k->s->error)
        return k->s->error;
    struct kept *r = make(record->nset, name);
    if (!r)
        return db_no_memory(k->s);
    r->num = ++k->last;
    r->number = number;
    r->words = record->words;
    r->text = record->text;
    if (r->nset)
        memcpy(set_of(r), record->set, r->nset * 8);
    enter(k, r);
    trim(k);
    return k->s->error;
}

const struct kept *sieve_kept_get(struct sieve_kept *k, uint64_t num)
{
    if (k->s->error)
        return NULL;
    struct kept *r = *place(k, num);
    if (r) {
        if (r != k->newest) {
            unlink_used(k, r);
            link_newest(k, r);
        }
        return r;
    }
    r = read_one(k, num);
    if (!r || k->s->error) {
        free(r);
        return NULL;
    }
    enter(k, r);
    trim(k);
    return k->s->error ? NULL : r;
}
