/*
 * allpairs: every two sets whose Jaccard index reaches a threshold. Exact:
 * nothing is sampled and no pair is left out.
 *
 *     int each(void *arg, size_t a, size_t b, size_t shared, size_t either);
 *     size_t start[] = {0, 3, 6};
 *     uint64_t member[] = {1, 2, 3, 2, 3, 4};
 *     allpairs(2, start, member, 0.5, each, NULL);   each(NULL, 0, 1, 2, 4)
 */
#ifndef WIREPRINT_TESTS_ALLPAIRS_H
#define WIREPRINT_TESTS_ALLPAIRS_H

#include <stddef.h>
#include <stdint.h>

#define ALLPAIRS_NO_MEMORY (-1)

/*
 * Set i holds member[start[i]] up to, not with, member[start[i + 1]], in any
 * order; what stands there twice counts once. Calls each for every a < b with
 * shared / either >= threshold, where shared members are in both and either in
 * one or the other; in no particular order. A non-zero return ends it and is
 * returned. threshold is over 0 and at most 1, so that two empty sets are no
 * pair. Returns 0 or ALLPAIRS_NO_MEMORY; there are under 2^32 sets.
 */
int allpairs(size_t sets, const size_t *start, const uint64_t *member,
             double threshold,
             int (*each)(void *arg, size_t a, size_t b, size_t shared,
                         size_t either),
             void *arg);

#endif
