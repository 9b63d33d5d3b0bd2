/*
 * sieved: made records for the sieve, and what is right for them: every record
 * held against every kept one.
 *
 *     struct made m;
 *     make_edited(&m, 500, 1);
 *     struct sieve_verdict *want = naive_judge(&m, &q, NULL);
 *     put_all(v, &m, 61, want);
 *     free(want);
 *     made_release(&m);
 */
#ifndef WIREPRINT_TESTS_SIEVED_H
#define WIREPRINT_TESTS_SIEVED_H

#include <stddef.h>
#include <stdint.h>

#include "store/sieve.h"
#include "store/sieve_state.h"

struct made {
    struct article *article;
    char (*id)[24];
    char **text;
    size_t n;
};

/* Records of 0 to 200 words; two thirds are an earlier one with more or fewer
 * words changed, cut off or said twice. */
void make_edited(struct made *m, size_t n, uint64_t seed);

/* Forms of 60 words with fields filled in by one of values words each; every
 * fourth one repeats a former one but for a field. */
void make_forms(struct made *m, size_t n, unsigned fields, unsigned values,
                uint64_t seed);
void made_release(struct made *m);

/* A record as the naive model has it. */
struct naive {
    uint64_t *shingle, *set;
    uint64_t *word;
    size_t words, n, nset;
};
struct naive *naive_new(const struct made *m, unsigned w);
void naive_free(struct naive *all, size_t n);
double naive_resemblance(const struct naive *a, const struct naive *b);

struct asked {
    double resemblance;
    int copies;
    unsigned w;
};

/* What is right, in the order given: order[i] is judged i-th; NULL: as they
 * stand. kept holds numbers. free() it. */
struct sieve_verdict *naive_judge(const struct made *m, const struct asked *q,
                                  const size_t *order);

int by_value(const void *a, const void *b);
void assert_verdict(const struct sieve_verdict *got,
                    const struct sieve_verdict *want);

/* So little memory that all but the last records lie in the file. */
extern const struct sieve_limits tiny;

/* Opens one; limits NULL: the default. Failure ends the test. */
struct sieve *open_sieve(const struct sieve_options *o,
                         const struct sieve_limits *limits);

/* Puts all in batches and holds the verdicts against those wanted. */
void put_all(struct sieve *v, const struct made *m, size_t batch,
             const struct sieve_verdict *want);

#endif
