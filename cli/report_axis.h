/*
 * report_axis: the time axes of the report's charts.
 *
 * Positions are percentages of a chart's width, so that it fits a desk and a
 * telephone with letters of the same size, without a script. An axis ends at
 * round times, so that a page of a thousand stories needs some dozen: each is
 * drawn once, grid and words, and referred to after that.
 *
 *     struct report_axis axis = report_axis_over(-600, 90000);
 *     report_axis_define(f, &axis);
 *     fputs("<svg class=chart>", f);
 *     report_axis_use(f, &axis);
 */
#ifndef WIREPRINT_REPORT_AXIS_H
#define WIREPRINT_REPORT_AXIS_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Round times that an axis can end at, on one side of the origin. */
#define REPORT_ENDS 56u

/* Seconds after the origin, from <= 0 < to. A place goes with the square root
 * of the time, since most copies come within the first hours and the last after
 * days; with its logarithm (from half an hour on) where all sites' extremes
 * have to be on one axis. */
struct report_axis {
    int64_t from, to;
    int logarithmic;
    unsigned before, after; /* which of the ends; before 0: the origin */
};

/* The shortest that takes in the origin and all of [first, last]. */
struct report_axis report_axis_over(int64_t first, int64_t last);

/* The same with logarithms, and as long as it has to be. */
struct report_axis report_axis_extremes(int64_t first, int64_t last);

/* Where t is on it, 0 to 100. */
double report_axis_at(const struct report_axis *axis, int64_t t);

/* Times that are marked on it, ascending, as far apart as words need it; the
 * origin is one. Returns their number. */
#define REPORT_TICKS 32
size_t report_axis_ticks(const struct report_axis *axis,
                         int64_t out[REPORT_TICKS]);

/* "15 min", "24 h", "2 d": what a tick says. */
#define REPORT_TICK 32
const char *report_tick(int64_t t, char out[REPORT_TICK]);

/* The words of the ticks, at y pixels. */
void report_axis_words(FILE *f, const struct report_axis *axis, int y);

/* An element with the axis for later use, as <symbol id=x2-7 data-from=-3600
 * data-to=172800>; once a page. */
void report_axis_define(FILE *f, const struct report_axis *axis);

/* The grid over the whole height of the chart, with words under it; and words
 * above it, too. */
void report_axis_use(FILE *f, const struct report_axis *axis);
void report_axis_above(FILE *f, const struct report_axis *axis);

#endif
