/*
 * report_parts: the parts of the report's page, and what they share. report.c
 * has their order.
 */
#ifndef WIREPRINT_REPORT_PARTS_H
#define WIREPRINT_REPORT_PARTS_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "cli/report.h"
#include "cli/report_axis.h"

/* Agencies with a colour of their own in report.css; the others share one. */
#define REPORT_COLOURS 10

/* Bytes of a label with its NUL: so many characters of up to four bytes, and
 * an ellipsis. */
#define REPORT_LABEL_MOST 32u
#define REPORT_LABEL (4 * REPORT_LABEL_MOST + 4)

/* An agency as the page has it. Strings are its own. */
struct report_agency {
    char *id, *name;
    char label[REPORT_LABEL]; /* short: "AP" */
    unsigned colour;          /* 0 .. REPORT_COLOURS */
    uint64_t stories, copies, credited;
    uint64_t manner; /* of the copies, those of stories in its manner alone */
    /* As the store tells them of the period. */
    uint64_t articles, carriers;
    int64_t median_lag, median_span;
};

/* A site. Strings and counts are its own. */
struct report_site {
    struct site_row row;
    char *name;
    uint64_t *by_agency; /* copies, as report.agency has them; then others */
};

struct report {
    FILE *f;
    struct store *s;
    const struct report_options *o;
    int no_memory;

    struct store_stats stats;
    struct report_agency *agency; /* most copies first */
    size_t nagencies;
    struct report_site *site; /* of the first sites, by copies */
    size_t nsites;
    uint64_t sites; /* all */
    size_t nnames;  /* of the first of them, whose names are written once */

    /* Of all stories chosen, shown or not. */
    uint64_t stories, copies, agency_copies, credited, stale, agencies;
    int64_t first, last;
    uint64_t shown;  /* stories with a section */
    uint64_t rank;   /* of the story that is being written */
    int64_t *listed; /* ids of these */
    size_t nlisted, listed_cap;
    int sorted; /* they are */

    /* Time axes that the page has already, by their ends. */
    unsigned char axes[REPORT_ENDS][REPORT_ENDS];
};

/* Gathers what the head of the page and the sections on agencies and sites
 * need. Returns a store code; *r is released by report_release() either way. */
int report_survey(struct report *r);
void report_release(struct report *r);

/* The agency of this id, or NULL. */
const struct report_agency *report_agency_of(const struct report *r,
                                             const char *id);

/* Its label with its colour; for NULL the words "no agency"; without the class
 * where the element around it has it already. And the class that sets the
 * colour: "a3". */
void report_agency_tag(struct report *r, const char *id);
void report_agency_inside(struct report *r, const char *id);
void report_agency_class(struct report *r, const char *id);

/* Notes that the story has a section; 0, or -1 where memory ran out. And
 * whether it has one, once all are noted. */
int report_enlist(struct report *r, int64_t story);
int report_is_listed(struct report *r, int64_t story);

/* Which copies a section counts, where the page is of one site or time, in a
 * paragraph of its own: 1: those that are on it and in it; 0: all of the
 * stories. Else nothing. */
void report_counting(struct report *r, int fitting);

/* Of a site whose name is written once, which it is; else REPORT_NO_NAME. */
size_t report_name_of(const struct report *r, const char *site);

/* 1 where the page's file took no more or memory ran out. */
int report_failed(const struct report *r);

/* A table in a box that scrolls sideways: with caption and class, up to the
 * first row of the body; and its end. heads are the columns, parted by '|';
 * "=Time" is the one that the rows are in the order of. What HTML knows without
 * being told is not written: ends of parts, and that a row of nothing but heads
 * is over columns. */
void report_table(struct report *r, const char *class, const char *caption,
                  const char *heads);
void report_table_end(struct report *r);

/* The sections. Each returns a store code. */
void report_part_head(struct report *r);
void report_part_agencies(struct report *r);
int report_part_table(struct report *r);
int report_part_stories(struct report *r);
void report_part_matrix(struct report *r);
void report_part_lags(struct report *r);
int report_part_uncredited(struct report *r);
int report_part_stale(struct report *r);
int report_part_about(struct report *r);

/* The page's own style and script: lines, ended by NULL, and the SHA-256 of
 * each in base64. Made from report.css and report.js by report_assets.py. */
extern const char *const report_style[], *const report_script[];
extern const char report_style_hash[], report_script_hash[];

#endif
