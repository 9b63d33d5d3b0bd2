/*
 * relation: what two articles are to each other, from what they share.
 */
#ifndef WIREPRINT_RELATION_H
#define WIREPRINT_RELATION_H

#include <stdint.h>

#include "shingle/overlap.h"
#include "store/rules.h"
#include "store/store.h"

/* Judges the overlap of two articles. RELATION_NONE means that the pair is not
 * worth keeping. Whether it is a series is another question. */
enum relation relation_judge(const struct rules *r, const struct overlap *o,
                             int same_site);

/* A gap that is longer in either text is no gap but a cut. */
#define GAP_MOST 60

/* What differs inside what two articles share, gaps between passages that go
 * on in order included; mute tokens are left out. numbers: places where both
 * have other digits; names: other capitals; same: tokens with digits that
 * stayed. */
struct changes {
    uint32_t numbers, names, same;
};
void relation_changes(const struct overlap *o, const struct side *a,
                      const struct side *b, struct changes *c);

/* How near two articles are in time, for the question what changed numbers
 * mean. */
enum interval {
    INTERVAL_DAY,   /* of two sites on one day, or a day is unknown */
    INTERVAL_SITE,  /* of one site on one day */
    INTERVAL_NEAR,  /* of two sites, on days that follow each other */
    INTERVAL_APART, /* of two sites, on days further apart */
    INTERVAL_AGAIN, /* of one site on two days */
};
enum interval relation_interval(int64_t time_a, int64_t time_b, int same_site);

/* Whether so many changes in so many shared words make a form filled in
 * anew. */
int relation_is_series(const struct rules *r, const struct changes *c,
                       uint32_t words, enum interval interval);

/* The relation of b to a, given that of a to b. */
enum relation relation_turned(enum relation r);

/* Whether the relation lets two articles stand in one story. */
int relation_links(enum relation r);

#endif
