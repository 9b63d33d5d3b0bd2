/*
 * shelf: the docs that a piece of work needs at hand, those of the present
 * batch and others loaded from the file.
 */
#ifndef WIREPRINT_SHELF_H
#define WIREPRINT_SHELF_H

#include "store/doc.h"

struct store;
struct numbers;

/* Articles on a shelf at a time: with 5 kB each, 40 MB. */
#define SHELF_MOST 8192

struct shelf {
    struct doc *batch; /* articles first, first + 1, ... */
    size_t nbatch;
    uint32_t first;
    const uint32_t *num; /* of the loaded docs, ascending */
    struct doc *loaded;
    size_t nloaded;
};

int shelf_in_batch(const struct shelf *x, uint32_t num);

/* Loads the articles need (settled), which must live as long as the docs. */
int shelf_load(struct store *s, struct shelf *x, const struct numbers *need);

/* NULL where the article is gone, or was not loaded. */
const struct doc *shelf_get(const struct shelf *x, uint32_t num);

/* Takes the loaded docs away (see kept.h); those of the batch stay. */
void shelf_clear(struct store *s, struct shelf *x);

#endif
