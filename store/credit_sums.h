/*
 * credit_sums: a sum over the credits of each article, so that it can be told
 * how many articles have others after all were found anew. 16 bytes an article
 * that has any.
 *
 *     struct credit_sums before = {0}, after = {0};
 *     credit_sums_take(s, &before);
 *     evidence_rebuild(s);
 *     credit_sums_take(s, &after);
 *     changed = credit_sums_differ(&before, &after);
 */
#ifndef WIREPRINT_CREDIT_SUMS_H
#define WIREPRINT_CREDIT_SUMS_H

#include <stddef.h>
#include <stdint.h>

struct store;

struct credit_sums {
    struct credit_sum {
        uint64_t sum;
        uint32_t num;
    } * at; /* by num */
    size_t n, cap;
};

/* out is all zero before. 0, or the handle's error; to be released in any
 * case. */
int credit_sums_take(struct store *s, struct credit_sums *out);

/* Articles of either whose credits are not the same in both. */
uint64_t credit_sums_differ(const struct credit_sums *a,
                            const struct credit_sums *b);

void credit_sums_release(struct credit_sums *c);

#endif
