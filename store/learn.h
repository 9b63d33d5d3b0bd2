/*
 * learn: from the sampled shingles that prove to be furniture to all of it.
 *
 * A sampled shingle that a site shows on several days names pages that show
 * it. Whatever three such pages of three days have in common is furniture,
 * down to the word: their shingles are held against each other and what is in
 * all of them is kept, so that from then on every page's letters, footers and
 * headline lists are cut out where they really begin and end.
 */
#ifndef WIREPRINT_LEARN_H
#define WIREPRINT_LEARN_H

#include <stddef.h>
#include <stdint.h>

#include "store/doc.h"
#include "store/flags.h"

struct store;

/* Pages to learn from: FLAGS_PAGES of a site, FLAGS_ALL_PAGES for site 0. */
struct lesson {
    uint32_t site; /* 0: everywhere */
    uint32_t pages;
    uint32_t num[FLAGS_ALL_PAGES];
};

struct lessons {
    struct lesson *at;
    size_t n, cap;
};

/* Chooses the pages: the first ones stored of different days; where there are
 * not so many days (and site is not 0) just the first ones. seen are the
 * sightings of a shingle in the order they were stored; site 0: all. */
int learn_choose(struct store *s, struct lessons *l, uint32_t site,
                 const struct sighting *seen, size_t n);

/* Learns from the lessons, which are sorted in place; docs as for
 * judge_couples(). Without texts nothing more is learned. */
int learn_all(struct store *s, struct lessons *l, struct doc *doc, size_t n,
              uint32_t first);

#endif
