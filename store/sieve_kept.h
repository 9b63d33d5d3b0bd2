/*
 * sieve_kept: the kept records with their whole sets, by number: those used
 * last in memory, up to a bound, the others in the file.
 *
 *     struct sieve_kept k;
 *     sieve_kept_open(&k, s, 64 << 20);
 *     sieve_kept_add(&k, &record, "name", number);
 *     const struct kept *r = sieve_kept_get(&k, num);
 *     sieve_kept_release(&k);
 *
 * Errors are noted in the store's handle. One thread at a time.
 */
#ifndef WIREPRINT_SIEVE_KEPT_H
#define WIREPRINT_SIEVE_KEPT_H

#include <stddef.h>
#include <stdint.h>

struct store;
struct sieve_record;

struct kept {
    uint64_t num;    /* among all that were ever kept, from 1 */
    uint64_t number; /* among those put in its run */
    uint64_t text;   /* hash of the words in order */
    uint32_t words;
    size_t nset;
    const uint64_t *set;
    const char *name;
    /* For sieve_kept.c. */
    struct kept *older, *newer, *chain;
    size_t size;
    int written;
};

struct sieve_kept {
    struct store *s;
    uint64_t last; /* number of the last one */
    size_t most, bytes;
    struct kept **slot; /* by number; chained */
    size_t slots, n;
    struct kept *oldest, *newest; /* by use */
};

/* most: bytes of memory. Reads what is in the file already. */
int sieve_kept_open(struct sieve_kept *k, struct store *s, size_t most);
void sieve_kept_release(struct sieve_kept *k);

/* Adds a copy under the number that k->last then is. */
int sieve_kept_add(struct sieve_kept *k, const struct sieve_record *r,
                   const char *name, uint64_t number);

/* The record, valid until the next call; NULL with an error noted. */
const struct kept *sieve_kept_get(struct sieve_kept *k, uint64_t num);

/* Writes to the file what is only in memory. */
int sieve_kept_flush(struct sieve_kept *k);

#endif
