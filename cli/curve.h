/*
 * curve: how many copies of a story came out in each hour or day after its
 * origin, and on how many sites that had not carried it before.
 *
 *     struct curve c;
 *     if (!curve_make(&c, &tracked, 3600))
 *         printf("%zu hours with copies\n", c.n);
 *     curve_release(&c);
 */
#ifndef WIREPRINT_CURVE_H
#define WIREPRINT_CURVE_H

#include "cli/output.h"
#include "cli/tracked.h"

#define CURVE_HOUR 3600
#define CURVE_DAY 86400

/* [lag, lag + step) after the origin; lag is negative before it. */
struct curve_point {
    int64_t lag;
    uint64_t copies, carriers;         /* carriers: sites that are new */
    uint64_t all_copies, all_carriers; /* up to its end */
};

struct curve {
    int64_t story, origin, step;
    struct curve_point *point; /* by lag */
    size_t n;
};

/*
 * A point for each hour or day from the first with a copy to the last: where
 * these would be more than a hundred, for those alone that have one. step in
 * seconds; 0: hours where all lags are within two days, else days. Digests and
 * undated copies are left out. 0, or -1 where memory ran out; to
 * be released in any case. */
int curve_make(struct curve *c, const struct tracked *t, int64_t step);
void curve_release(struct curve *c);

extern const struct column curve_columns[];

/* The points as rows, as output_row() returns. */
int curve_rows(struct output *o, const struct curve *c);

/* The same as a histogram on stdout, where there is a point. */
int curve_draw(const struct curve *c);

#endif
