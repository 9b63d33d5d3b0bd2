/*
 * relation: what two articles are to each other, from what they share.
 */
#ifndef WIREPRINT_RELATION_H
#define WIREPRINT_RELATION_H

#include <stdint.h>

#include "shingle/overlap.h"
#include "store/store.h"

/* Judges the overlap of articles a and b with these times. RELATION_NONE means
 * that the pair is not worth keeping. */
enum relation relation_judge(const struct overlap *o, int64_t time_a,
                             int64_t time_b);

/* The relation of b to a, given that of a to b. */
enum relation relation_turned(enum relation r);

/* Whether the relation lets two articles stand in one story. */
int relation_links(enum relation r);

#endif
