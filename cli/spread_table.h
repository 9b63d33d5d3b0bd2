/*
 * spread_table: the spread of one story, laid out for a person: who moved it
 * and by what evidence, its versions, its copies, and when they came out.
 *
 *     int failed = 0;
 *     int code = spread_table(s, &tracked, &curve, &failed);
 */
#ifndef WIREPRINT_SPREAD_TABLE_H
#define WIREPRINT_SPREAD_TABLE_H

#include "cli/curve.h"
#include "cli/tracked.h"

/* Writes it to stdout; s is asked for the words of the evidence. Returns a
 * store code; *failed is set where something else went wrong and was said. */
int spread_table(struct store *s, const struct tracked *t,
                 const struct curve *curve, int *failed);

#endif
