/*
 * pair: two articles held against each other, and the table of those that
 * share enough to be kept.
 */
#ifndef WIREPRINT_PAIR_H
#define WIREPRINT_PAIR_H

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

#include "shingle/overlap.h"
#include "store/doc.h"
#include "store/store.h"

struct store;
struct work;

/* A row of the table; a < b. */
struct pair {
    uint32_t a, b;
    enum relation relation; /* of a to b */
    uint32_t kept_a, kept_b, matched_a, matched_b;
    uint32_t distinct_a, distinct_b, shared;
    uint8_t *passages; /* packed, see pair_passages(); malloc'd */
    size_t size;
};

/*
 * Holds b against the article that w->index was made of; result in
 * w->overlap. Where texts are not kept, the figures are estimated from the
 * signatures: then w->index is not used. 0 or -1 where memory ran out.
 */
int pair_overlap(const struct store *s, struct work *w, const struct doc *a,
                 const struct doc *b);

/* The relation of a to b by w->overlap, and what changed, in w->changes.
 * Articles of different days that are linked, or near but for furniture, are
 * held against each other once more, whole, to tell a series. 0 or -1. */
int pair_relation(const struct store *s, struct work *w, const struct doc *a,
                  const struct doc *b, enum relation *out);

/* Makes a pair of w->overlap, a held against b in any order of numbers.
 * RELATION_NONE: not worth keeping, nothing allocated. -1: no memory. */
int pair_make(const struct store *s, struct pair *p, struct work *w,
              const struct doc *a, const struct doc *b);

/* Writes a pair, over an old one of the same articles; frees p->passages. */
int pair_put(struct store *s, struct pair *p);

/* The columns pair_row_read() wants, in a query. */
#define PAIR_COLUMNS                                                           \
    "a, b, relation, kept_a, kept_b, matched_a, matched_b, distinct_a, "       \
    "distinct_b, shared, passages"
/* Reads a row of PAIR_COLUMNS; passages point into the statement's row. */
void pair_row_read(sqlite3_stmt *q, struct pair *p);

/* Unpacks passages into *out, growing it; *n their number. 0, -1 where the
 * blob is damaged, -2 where memory ran out. */
int pair_passages(const void *blob, size_t size, struct passage **out,
                  size_t *n, size_t *cap);

/* Standard error of a coverage of a pair in a file without texts. */
double pair_error(const struct store *s, const struct pair *p);

#endif
