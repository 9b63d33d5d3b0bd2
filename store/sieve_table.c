/*
 * Open addressing; a slot's value is
 *     0               free
 *     EMPTY           a hash with an empty list
 *     LIST | i        the list at room[i]
 *     any other       the only entry
 *
 *     room[i]         entries n in the list
 *     room[i + 1]...  the entries, with room for the least power of two that
 *                     is n or more
 * A list that is full moves to room of twice the size, and what it leaves is
 * kept for another of its size: room[i] is then the next such place, or 0.
 */
#include "store/sieve_table.h"

#include <stdlib.h>
#include <string.h>

#define LIST (UINT64_C(1) << 63)
#define EMPTY LIST
#define FIRST_SLOTS ((size_t)1 << 10)

void sieve_table_release(struct sieve_table *t)
{
    free(t->slot);
    free(t->room);
    memset(t, 0, sizeof *t);
}

void sieve_table_clear(struct sieve_table *t, size_t most)
{
    t->used = t->taken = 0;
    memset(t->freed, 0, sizeof t->freed);
    if (t->slots > most) {
        sieve_table_release(t);
        return;
    }
    if (t->slot)
        memset(t->slot, 0, t->slots * sizeof *t->slot);
}

/* The hashes that are sampled are the smallest: their upper bits are alike. */
static size_t place(const struct sieve_table *t, uint64_t hash)
{
    return (size_t)((hash * UINT64_C(0x9e3779b97f4a7c15)) >> 20) &
           (t->slots - 1);
}

void sieve_table_prefetch(const struct sieve_table *t, uint64_t hash)
{
    if (t->slots)
        __builtin_prefetch(&t->slot[place(t, hash)]);
}

/* The slot of hash, or the free one where it belongs; slots is not 0. */
static struct sieve_slot *find(const struct sieve_table *t, uint64_t hash)
{
    size_t at = place(t, hash);
    while (t->slot[at].value && t->slot[at].hash != hash)
        at = (at + 1) & (t->slots - 1);
    return &t->slot[at];
}

static int grow(struct sieve_table *t)
{
    struct sieve_table more = *t;
    if (t->used < t->slots / 4 * 3)
        return 0;
    more.slots = t->slots ? 2 * t->slots : FIRST_SLOTS;
    more.slot = calloc(more.slots, sizeof *more.slot);
    if (!more.slot)
        return -1;
    for (size_t i = 0; i < t->slots; i++)
        if (t->slot[i].value)
            *find(&more, t->slot[i].hash) = t->slot[i];
    free(t->slot);
    *t = more;
    return 0;
}

/* Room for a list of 2 << size entries; 0 where memory ran out. */
static uint64_t take(struct sieve_table *t, unsigned size)
{
    uint64_t at = t->freed[size];
    size_t words = ((size_t)2 << size) + 1;
    if (at) {
        t->freed[size] = t->room[at];
        return at;
    }
    if (!t->taken)
        t->taken = 1;
    if (t->taken + words > t->cap) {
        size_t cap = t->cap + t->cap / 2 + words + 1024;
        uint64_t *more = realloc(t->room, cap * sizeof *more);
        if (!more)
            return 0;
        t->room = more;
        t->cap = cap;
    }
    at = t->taken;
    t->taken += words;
    return at;
}

/* Doubles the room of the full list at room[*at], of n entries. */
static int move(struct sieve_table *t, uint64_t *at, uint64_t n)
{
    unsigned size = 0;
    while ((UINT64_C(2) << size) < n)
        size++;
    uint64_t to = take(t, size + 1);
    if (!to)
        return -1;
    memcpy(t->room + to, t->room + *at, (n + 1) * sizeof *t->room);
    t->room[*at] = t->freed[size];
    t->freed[size] = *at;
    *at = to;
    return 0;
}

/* Makes a list of the slot's only entry and another one. */
static int begin_list(struct sieve_table *t, struct sieve_slot *s,
                      uint64_t entry)
{
    uint64_t at = take(t, 0);
    if (!at)
        return -1;
    t->room[at] = 2;
    t->room[at + 1] = s->value;
    t->room[at + 2] = entry;
    s->value = LIST | at;
    return 0;
}

int sieve_table_add(struct sieve_table *t, uint64_t hash, uint64_t entry)
{
    if (grow(t))
        return -1;
    struct sieve_slot *s = find(t, hash);
    if (!s->value || s->value == EMPTY) {
        t->used += !s->value;
        *s = (struct sieve_slot){hash, entry};
        return 0;
    }
    if (!(s->value & LIST))
        return begin_list(t, s, entry);
    uint64_t at = s->value & ~LIST, n = t->room[at];
    if (!(n & (n - 1)) && move(t, &at, n))
        return -1;
    t->room[at + ++t->room[at]] = entry;
    s->value = LIST | at;
    return 0;
}

int sieve_table_note(struct sieve_table *t, uint64_t hash)
{
    if (grow(t))
        return -1;
    struct sieve_slot *s = find(t, hash);
    if (!s->value) {
        *s = (struct sieve_slot){hash, EMPTY};
        t->used++;
    }
    return 0;
}

int sieve_table_has(const struct sieve_table *t, uint64_t hash)
{
    return t->slots && find(t, hash)->value;
}

const uint64_t *sieve_table_entries(const struct sieve_table *t,
                                    const struct sieve_slot *slot, size_t *n)
{
    if (slot->value == EMPTY || !slot->value) {
        *n = 0;
        return NULL;
    }
    if (!(slot->value & LIST)) {
        *n = 1;
        return &slot->value;
    }
    const uint64_t *list = t->room + (slot->value & ~LIST);
    *n = list[0];
    return list + 1;
}

const uint64_t *sieve_table_list(const struct sieve_table *t, uint64_t hash,
                                 size_t *n)
{
    *n = 0;
    return t->slots ? sieve_table_entries(t, find(t, hash), n) : NULL;
}

size_t sieve_table_count(const struct sieve_table *t, uint64_t hash)
{
    size_t n;
    sieve_table_list(t, hash, &n);
    return n;
}

/* ---- sorting ------------------------------------------------------------- */

static int by_hash(const void *a, const void *b)
{
    const struct sieve_slot *x = a, *y = b;
    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

static void sift_down(struct sieve_slot *at, size_t i, size_t n)
{
    struct sieve_slot x = at[i];
    for (size_t k; (k = 2 * i + 1) < n; i = k) {
        k += k + 1 < n && by_hash(&at[k], &at[k + 1]) < 0;
        if (by_hash(&x, &at[k]) >= 0)
            break;
        at[i] = at[k];
    }
    at[i] = x;
}

/* qsort() may take as much memory again as it sorts; this does not. */
static void heap_sort(struct sieve_slot *at, size_t n)
{
    for (size_t i = n / 2; i-- > 0;)
        sift_down(at, i, n);
    while (n > 1) {
        struct sieve_slot x = at[--n];
        at[n] = at[0];
        at[0] = x;
        sift_down(at, 0, n);
    }
}

size_t sieve_table_sort(struct sieve_table *t)
{
    size_t n = 0;
    for (size_t i = 0; i < t->slots; i++)
        if (t->slot[i].value)
            t->slot[n++] = t->slot[i];
    heap_sort(t->slot, n);
    return n;
}
