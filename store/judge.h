/*
 * judge: couples of articles held against each other, in parallel, and
 * written to the pair table.
 */
#ifndef WIREPRINT_JUDGE_H
#define WIREPRINT_JUDGE_H

#include "store/candidate.h"
#include "store/doc.h"
#include "store/pair.h"

struct store;

/*
 * Judges the couples, which are sorted in place, inside a transaction: pairs
 * worth keeping are put into the table, others taken out of it. doc[0..n) are
 * articles first, first + 1, ... that need not be loaded; the others are, some
 * thousand at a time. Articles whose pairs changed are added to touched.
 */
int judge_couples(struct store *s, struct couples *c, struct doc *doc, size_t n,
                  uint32_t first, struct numbers *touched);

/* The order of couples: by x, then y. For qsort() and bsearch(). */
int couple_compare(const void *p, const void *q);

/* Only works out the pairs of the couples, which are sorted by x; those not
 * worth keeping have RELATION_NONE. Their passages are left out. */
int judge_figures(struct store *s, const struct couples *c, struct pair *out);

/* The same again for all pairs of the articles in stale (settled). */
int judge_again(struct store *s, const struct numbers *stale,
                struct numbers *touched);

#endif
