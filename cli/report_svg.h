/*
 * report_svg: the charts of the report, as SVG that stands in the page.
 *
 * A chart draws nothing that the table beside it does not have in numbers. What
 * charts have in common is drawn once, in report_shapes(), and referred to:
 * a mark is 30 bytes then. Colours come from the style sheet: --c of the
 * element around it, the agency's.
 *
 *     report_shapes(f);
 *     report_axis_define(f, &curve.axis);
 *     report_curve(f, &curve);
 */
#ifndef WIREPRINT_REPORT_SVG_H
#define WIREPRINT_REPORT_SVG_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "cli/report_axis.h"

/* Shapes that the charts below are drawn with; once a page, before them. */
void report_shapes(FILE *f);

/* The same of the names of sites that stand in many charts; name[i] is that of
 * a row with name == i. */
#define REPORT_NO_NAME SIZE_MAX
void report_names(FILE *f, const char *const *name, size_t n);

/* Versions up to this have a shape of their own; later ones share its. */
#define REPORT_SHAPES 5u

/* The carry curve: how many copies were out at any time after the origin. */
struct report_curve {
    struct report_axis axis;
    const int64_t *lags; /* of copies, ascending; one at least */
    size_t nlags;
    int64_t half; /* when half of them were out, or STORE_NO_TIME */
};
void report_curve(FILE *f, const struct report_curve *c);

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
    size_t name; /* where it is among report_names(), or REPORT_NO_NAME */
    int64_t first, last;
    unsigned version;
    int stale; /* a copy in it is */
};

/* The outlet timeline: a row for each site, a mark for each copy on it. */
struct report_timeline {
    struct report_axis axis;
    const struct report_dot *dots; /* in the order of the table of copies */
    size_t ndots;
    const struct report_row *rows;
    size_t nrows;
};
void report_timeline(FILE *f, const struct report_timeline *t);

/* The mark of such a copy, in the middle of an element of 16 by 16. */
void report_mark(FILE *f, unsigned version, int named, int stale);

/* The carry curve of a story in a line of text: early copies before the origin,
 * by_hour[0..hours) after it, as shares of all that have a date. */
struct report_hours {
    uint64_t all, early;
    const uint64_t *by_hour;
    size_t hours;
};
void report_spark(FILE *f, const struct report_hours *h);

/* Lags of a site: extremes, middle half and median, in this order. */
struct report_box {
    int64_t least, quarter, median, three_quarter, most;
};
/* Writes nothing where there are none (STORE_NO_TIME); and the axis for the
 * head of the column. */
void report_box(FILE *f, const struct report_axis *axis,
                const struct report_box *box);
void report_box_axis(FILE *f, const struct report_axis *axis);

#endif
