/*
 * sieve_record: a text as the sieve compares it: the set of its shingles, in
 * order of the hashes, the same in the order of the text, and one hash of all
 * its words. Resemblance and coverage are counted on these, exactly.
 *
 *     struct sieve_maker m = {0};
 *     struct sieve_record r = {0};
 *     if (!sieve_record_make(&r, &m, 5, SHINGLE_SEED, bytes, len))
 *         printf("%zu different shingles\n", r.nset);
 *     sieve_record_release(&r);
 *     sieve_maker_release(&m);
 */
#ifndef WIREPRINT_SIEVE_RECORD_H
#define WIREPRINT_SIEVE_RECORD_H

#include <stddef.h>
#include <stdint.h>

#include "shingle/text.h"

struct sieve_record {
    uint32_t words;
    uint64_t text;     /* hash of the folded words in their order */
    size_t nset;       /* different shingles; 0 where only text is wanted */
    size_t n;          /* all of them */
    uint64_t *set;     /* ascending */
    uint64_t *shingle; /* as they stand in the text */
    uint64_t *memory;  /* of both; kept from text to text */
    size_t cap;
};

/* What one worker needs to make records. */
struct sieve_maker {
    struct text text;
    uint32_t *count; /* for sorting */
    size_t cap;
};

/* Makes r of a text, with shingles of w words, or with none where w is 0. 0,
 * -1 where memory ran out, -2 where the text is of 2^32 - 1 bytes or more. */
int sieve_record_make(struct sieve_record *r, struct sieve_maker *m, unsigned w,
                      uint64_t seed, const char *bytes, size_t len);

/* The same without the set. */
int sieve_record_fold(struct sieve_record *r, struct sieve_maker *m, unsigned w,
                      uint64_t seed, const char *bytes, size_t len);

/* Makes r of n shingles in the order of the text; words and text are the
 * caller's to set. 0 or -1 where memory ran out. */
int sieve_record_remake(struct sieve_record *r, struct sieve_maker *m,
                        const uint64_t *shingle, size_t n);

/* Lets go of the memory where it is more than the usual text needs. */
void sieve_record_trim(struct sieve_record *r);

/* Both take what is all zero. */
void sieve_record_release(struct sieve_record *r);
void sieve_maker_release(struct sieve_maker *m);

/* The least number of shared shingles with which sets of a and b reach
 * resemblance t; over both where none does. */
size_t sieve_least(double t, size_t a, size_t b);

/* Shared by two ascending sets, or 0 as soon as it is sure that there are
 * fewer than least, which is at least 1. */
size_t sieve_shared(const uint64_t *a, size_t na, const uint64_t *b, size_t nb,
                    size_t least);

/* How many words of r, of w-word shingles, stand in shingles that are in the
 * set too. */
uint32_t sieve_covered(const struct sieve_record *r, unsigned w,
                       const uint64_t *set, size_t n);

#endif
