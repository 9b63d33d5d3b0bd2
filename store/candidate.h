/*
 * candidate: which articles are worth holding against the new ones of a
 * batch. The batch's sampled shingles are merged with the postings; what is
 * furniture is learned on the way; two articles that share enough of the rest
 * inside the time window are candidates.
 */
#ifndef WIREPRINT_CANDIDATE_H
#define WIREPRINT_CANDIDATE_H

#include <stddef.h>
#include <stdint.h>

#include "store/doc.h"
#include "store/numbers.h"

struct store;

/* Articles x and y are to be held against each other. */
struct couple {
    uint32_t x, y;
};

struct couples {
    struct couple *at;
    size_t n, cap;
};

/*
 * For docs of articles first, first + 1, ... that are in the article table
 * but not in the postings yet: appends couples of x, one of them, and y, an
 * older one or another of them; masks the docs; stores their postings. A
 * couple may come twice, turned.
 * Articles whose furniture has changed are added to stale.
 */
int candidate_find(struct store *s, struct doc *doc, size_t n, uint32_t first,
                   struct couples *out, struct numbers *stale);

/*
 * For docs that are in the postings already and whose furniture has changed
 * (masked by the present flags): finds by their extra samples what could not
 * be found before. Nothing is learned.
 */
int candidate_extend(struct store *s, struct doc *doc, size_t n,
                     struct couples *out);

/*
 * The same for one doc that is not in the file (num 0): the articles that
 * share enough with it, in out. Changes nothing.
 */
int candidate_match(struct store *s, struct doc *doc, struct numbers *out);

#endif
