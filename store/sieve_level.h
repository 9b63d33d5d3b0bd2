/*
 * sieve_level: under how many of its smallest hashes a record lies, and how
 * many of them two records share at the least.
 *
 *     struct sieve_level level[SIEVE_LEVELS];
 *     sieve_levels(level, 0.8);
 *     printf("%zu of %zu\n", level[0].least, level[0].samples);   6 of 16
 */
#ifndef WIREPRINT_SIEVE_LEVEL_H
#define WIREPRINT_SIEVE_LEVEL_H

#include <stddef.h>
#include <stdint.h>

#define SIEVE_LEVELS 3

/*
 * Records under a hash from which on it is common, at the levels that sample
 * and at that of all hashes. Each record of a form is held against about so
 * many at each of the former: of 10,000 that are all kept (400 words, 10 of
 * them changed) one takes 100 us. The latter bounds the work where the words
 * that are filled in repeat themselves.
 */
#define SIEVE_CAP 32
#define SIEVE_CAP_ALL 512

struct sieve_level {
    size_t samples; /* smallest hashes that a record lies under */
    size_t least;   /* that a pair shares; 0: by the sizes */
    size_t cap;     /* records from which on a hash counts as common */
};

/* Sets all levels for the resemblance t. */
void sieve_levels(struct sieve_level *level, double t);

/* How many of the s smallest shingles of both sets together are in each of
 * two sets of resemblance t, at the least, but for one time in 10^4. */
size_t sieve_level_least(size_t s, double t);

#endif
