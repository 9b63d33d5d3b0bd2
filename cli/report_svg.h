/*
 * report_svg: the charts of the report, as SVG that stands in the page.
 *
 * Positions along the time axis are percentages of the width, so that a chart
 * fits a desk and a telephone with letters of the same size, without a script.
 * A chart says in data-from and data-to which seconds its ends are, and draws
 * nothing that the table beside it does not have in numbers. Colours come from
 * the style sheet: --c of the element around it, the agency's.
 *
 *     struct report_chart chart = {.axis = report_axis_over(-600, 90000), ...};
 *     report_chart(f, &chart);
 */
#ifndef WIREPRINT_REPORT_SVG_H
#define WIREPRINT_REPORT_SVG_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* A time axis: seconds after the origin, from < to. A place on it goes with the
 * square root of the time, since most copies come within the first hours and
 * the last after days. */
struct report_axis {
    int64_t from, to;
};

/* One that takes in the origin and all of [first, last], an hour at least. */
struct report_axis report_axis_over(int64_t first, int64_t last);

/* Where t is on it, 0 to 100. */
double report_axis_at(const struct report_axis *axis, int64_t t);

/* "2 h", "1 d", "1.5 h": what a tick says. */
#define REPORT_TICK 32
const char *report_tick(int64_t t, char out[REPORT_TICK]);

/* Shapes that the dots below are drawn with; once a page, before all charts. */
void report_shapes(FILE *f);

/* Versions up to this have a shape of their own; later ones share its. */
#define REPORT_SHAPES 5u

/* A copy on the timeline. */
struct report_dot {
    int64_t lag;
    uint32_t row;     /* from 0 */
    unsigned version; /* 0: a digest */
    int named;        /* it names the agency */
    int stale;
};

/* A row of it: a site with the lags of its first and last dot; or, where site
 * is NULL, a heading for the version whose dots are in the rows below; or
 * neither, and nothing is written (first is STORE_NO_TIME). */
struct report_row {
    const char *site;
    int64_t first, last;
    unsigned version;
};

/* A story's chart: over one axis the carry curve, copies that were out, and
 * the outlet timeline under it. */
struct report_chart {
    struct report_axis axis;
    const int64_t *lags; /* of copies, ascending; one at least */
    size_t nlags;
    int64_t half; /* after the first of them, when half were out, or
                     STORE_NO_TIME */
    const struct report_dot *dots; /* in the order of the table of copies */
    size_t ndots;
    const struct report_row *rows;
    size_t nrows;
};
void report_chart(FILE *f, const struct report_chart *c);

/* The carry curve of a story in a line of text: copies by_hour[0..hours). */
void report_spark(FILE *f, const uint64_t *by_hour, size_t hours);

/* Middle half and median of lags; and the axis for the head of the column. */
void report_box(FILE *f, const struct report_axis *axis, int64_t quarter,
                int64_t median, int64_t three_quarter);
void report_box_axis(FILE *f, const struct report_axis *axis);

#endif
