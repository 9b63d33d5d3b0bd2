/*
 * sieve_table: hashes and the short lists of entries that belong to each, in
 * memory. Most hashes have one entry, which then lies beside the hash; more
 * lie in a row.
 *
 *     struct sieve_table t = {0};
 *     sieve_table_add(&t, hash, entry);
 *     const uint64_t *entry = sieve_table_list(&t, hash, &n);
 *     sieve_table_release(&t);
 *
 * One thread at a time.
 */
#ifndef WIREPRINT_SIEVE_TABLE_H
#define WIREPRINT_SIEVE_TABLE_H

#include <stddef.h>
#include <stdint.h>

struct sieve_slot {
    uint64_t hash;
    uint64_t value; /* 0: free; else an entry, or a list: see the .c */
};

/* Sizes of lists: 2, 4, 8 and so on. */
#define SIEVE_TABLE_SIZES 32

struct sieve_table {
    struct sieve_slot *slot;
    size_t slots, used; /* slots: 0 or a power of two */
    uint64_t *room;     /* of lists; see the .c */
    size_t taken, cap;
    uint64_t freed[SIEVE_TABLE_SIZES]; /* by size; 0: none */
};

void sieve_table_release(struct sieve_table *t);

/* Takes everything out; memory is kept, but for what slots go beyond most. */
void sieve_table_clear(struct sieve_table *t, size_t most);

/* Adds an entry, which is under 2^63 and not 0, to the list of hash. 0 or -1
 * where memory ran out; all is then as it was. */
int sieve_table_add(struct sieve_table *t, uint64_t hash, uint64_t entry);

/* Makes the list of hash known, empty if it has nothing yet. As above. */
int sieve_table_note(struct sieve_table *t, uint64_t hash);

/* Whether the list of hash is known. */
int sieve_table_has(const struct sieve_table *t, uint64_t hash);

size_t sieve_table_count(const struct sieve_table *t, uint64_t hash);

/* The *n entries, in the order they were added, until something is. */
const uint64_t *sieve_table_list(const struct sieve_table *t, uint64_t hash,
                                 size_t *n);

/* Asks for the memory that the hash will be looked for in. */
void sieve_table_prefetch(const struct sieve_table *t, uint64_t hash);

/* Moves the used slots to the front of slot[], ascending by hash, and returns
 * their number; only sieve_table_entries() and then sieve_table_clear() may
 * follow. Takes no memory. */
size_t sieve_table_sort(struct sieve_table *t);

/* The entries of a slot, as sieve_table_list() gives them. */
const uint64_t *sieve_table_entries(const struct sieve_table *t,
                                    const struct sieve_slot *slot, size_t *n);

#endif
