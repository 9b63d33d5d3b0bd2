/*
 * numbers: a set of article numbers, gathered as a list and then settled.
 */
#ifndef WIREPRINT_NUMBERS_H
#define WIREPRINT_NUMBERS_H

#include <stddef.h>
#include <stdint.h>

struct store;

/* A set of article numbers, as a list: may repeat itself. */
struct numbers {
    uint32_t *at;
    size_t n, cap;
};

int numbers_add(struct store *s, struct numbers *v, uint32_t num);
/* Sorts, and drops repeats. */
void numbers_settle(struct numbers *v);

#endif
