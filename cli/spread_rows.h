/*
 * spread_rows: the rows of stories' spread for a program: one part of each, or
 * all of them in one stream, in which a key tells the part.
 *
 *     struct spread_rows r;
 *     spread_rows_begin(&r, s, SPREAD_COPIES, 0);
 *     int code = spread_rows(&r, &tracked);
 *     int failed = spread_rows_end(&r);
 */
#ifndef WIREPRINT_SPREAD_ROWS_H
#define WIREPRINT_SPREAD_ROWS_H

#include "cli/command.h"
#include "cli/tracked.h"

enum spread_part {
    SPREAD_STORY,
    SPREAD_VERSIONS,
    SPREAD_CHANGES,
    SPREAD_COPIES,
    SPREAD_EVIDENCE,
    SPREAD_CURVE,
    SPREAD_ALL, /* JSON only */
};

/* The names of the parts, and the columns of each. */
extern const char *const spread_parts[];
extern const struct column_set spread_sets[];

struct spread_rows {
    struct store *s;
    enum spread_part part;
    int64_t step; /* of the curve; 0: as the story needs it */
    struct output out;
    uint64_t stories;
    int failed; /* memory ran out, which has been said */
};

void spread_rows_begin(struct spread_rows *r, struct store *s,
                       enum spread_part part, int64_t step);

/* Writes those of one story. Returns a store code; STORE_STOPPED where there is
 * no use in going on. */
int spread_rows(struct spread_rows *r, const struct tracked *t);

/* Returns 0, or 1 where something failed, with a message. */
int spread_rows_end(struct spread_rows *r);

#endif
