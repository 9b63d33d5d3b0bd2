/*
 * sieve_index: which kept records may resemble a new one. Records lie under
 * the smallest hashes of their sets, so many that one of resemblance t or more
 * shares enough of them but for one time in ten thousand; a record whose
 * smallest hashes are those of a letter or form that many others have lies
 * under more of them, or under all. The time that a record takes is bounded
 * whatever came before it. How, and the formulas, see sieve_index.c.
 *
 *     struct sieve_index x;
 *     sieve_index_open(&x, s, 0.8, 1 << 21, 1 << 22);
 *     sieve_index_find(&x, set, n);
 *     for (size_t i = 0; i < x.nfound; i++)
 *         look_at(x.found[i].num);
 *     sieve_index_add(&x, set, n, num);
 *     sieve_index_release(&x);
 *
 * Errors are noted in the store's handle. One thread at a time.
 */
#ifndef WIREPRINT_SIEVE_INDEX_H
#define WIREPRINT_SIEVE_INDEX_H

#include <stddef.h>
#include <stdint.h>

#include "store/sieve_level.h"
#include "store/sieve_rows.h"
#include "store/sieve_table.h"

/* Numbers of records are under 2^35. */
#define SIEVE_NUMBERS (UINT64_C(1) << 35)

struct sieve_found {
    uint64_t num;
    uint32_t shared; /* for sieve_index.c */
    uint32_t size;   /* distinct shingles, at most 2^26 - 1 */
};

struct sieve_tally {
    uint64_t num;
    uint32_t round, at;
};

struct sieve_index {
    struct store *s;
    double resemblance;
    struct sieve_level level[SIEVE_LEVELS];
    struct sieve_table fresh;   /* since the last flush */
    struct sieve_table fetched; /* of the file, for the present records */
    struct sieve_rows rows;
    size_t most_slots; /* of fresh, before it is flushed */
    struct sieve_found *found;
    size_t nfound, found_cap;
    struct sieve_tally *tally; /* where in found[] a number is */
    size_t tallies;
    uint32_t round;
    uint32_t *count; /* records under each hash of the present set */
    size_t count_cap;
    uint64_t *wanted;
    size_t wanted_cap;
};

/* Reads what is in the file. most_slots is a power of two. */
int sieve_index_open(struct sieve_index *x, struct store *s, double resemblance,
                     size_t most_slots, size_t filter_words);
void sieve_index_release(struct sieve_index *x);

/* Brings what the file has of n records to memory, in one go; without it they
 * are found just as well, one by one. Forgets what was brought before. */
struct sieve_record;
int sieve_index_prepare(struct sieve_index *x, const struct sieve_record *r,
                        size_t n);

/* The number of the record with these words, 0: none. */
uint64_t sieve_index_same(struct sieve_index *x, uint64_t text);
/* Fills found[0..nfound), in no order. */
int sieve_index_find(struct sieve_index *x, const uint64_t *set, size_t n);

/* Adds a record under the hash of its words, and under those of its set. */
int sieve_index_add_text(struct sieve_index *x, uint64_t text, uint64_t num);
int sieve_index_add(struct sieve_index *x, const uint64_t *set, size_t n,
                    uint64_t num);

/* Writes all to the file. */
int sieve_index_flush(struct sieve_index *x);
/* Forgets all. */
int sieve_index_clear(struct sieve_index *x);

#endif
