/*
 * sieve_rows: the part of the sieve's index that lies in the file: every
 * (hash, entry) once, sorted, cut into rows of some hundred. What comes is
 * merged in, many at a time, and rows that grow too long are cut in two, so
 * that a hash is found by reading one row; and a Bloom filter in memory knows
 * most hashes that are in none.
 *
 *     struct sieve_rows r;
 *     sieve_rows_open(&r, s, SIEVE_FILTER);
 *     sieve_rows_merge(&r, &fresh);
 *     sieve_rows_fetch(&r, hashes, n, &fetched);
 *     sieve_rows_release(&r);
 *
 * Errors are noted in the store's handle.
 */
#ifndef WIREPRINT_SIEVE_ROWS_H
#define WIREPRINT_SIEVE_ROWS_H

#include <stddef.h>
#include <stdint.h>

#include "store/sieve_table.h"

struct store;

struct sieve_pair {
    uint64_t hash, entry;
};

struct sieve_rows {
    struct store *s;
    uint64_t *filter; /* NULL: the file has no rows */
    size_t words;     /* of the filter, a power of two, */
    size_t most;      /* and at the most */
    size_t added;     /* hashes in it */
    struct sieve_pair *row, *merged;
    size_t nrow, row_cap, merged_cap;
};

/* Reads the hashes that are in the file already. 0 or an error. The filter
 * grows up to so many words of 8 bytes, a power of two. */
int sieve_rows_open(struct sieve_rows *r, struct store *s, size_t filter_words);
void sieve_rows_release(struct sieve_rows *r);

/* Whether the file may hold the hash. */
int sieve_rows_maybe(const struct sieve_rows *r, uint64_t hash);

/* Adds all of the table's entries, behind those that are there; the table is
 * to be cleared then. */
int sieve_rows_merge(struct sieve_rows *r, struct sieve_table *fresh);

/* Puts the lists of the n ascending hashes that the file may hold into the
 * table, which has them not yet. */
int sieve_rows_fetch(struct sieve_rows *r, const uint64_t *hash, size_t n,
                     struct sieve_table *into);

/* Forgets all. */
int sieve_rows_clear(struct sieve_rows *r);

#endif
