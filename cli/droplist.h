/*
 * droplist: the list of what was dropped and in favour of what, as TSV with a
 * line of names.
 *
 *     struct output out;
 *     droplist_begin(&out, file);
 *     if (droplist_row(&out, &drop))
 *         ... file takes no more ...
 */
#ifndef WIREPRINT_DROPLIST_H
#define WIREPRINT_DROPLIST_H

#include <stdio.h>

#include "cli/output.h"
#include "cli/places.h"

struct drop {
    struct place dropped;
    struct place kept; /* of an earlier crawl: the name alone */
    int earlier;
    const char *relation;
    double resemblance, coverage;
};

extern const struct column drop_columns[];

void droplist_begin(struct output *out, FILE *f);

/* Returns 0, or 1 where the file takes no more. */
int droplist_row(struct output *out, const struct drop *d);

#endif
