/*
 * report_story: one story with its versions and copies, gathered from the rows
 * of store_track_all() and written as a section of the report.
 *
 *     report_story_begin(&st, row);       // then the versions, the copies
 *     report_story_copy(&st, copy);
 *     report_story_write(&st, r);
 *     report_story_release(&st);
 */
#ifndef WIREPRINT_REPORT_STORY_H
#define WIREPRINT_REPORT_STORY_H

#include "cli/page_buffer.h"
#include "cli/report_parts.h"

/* Strings are kept as offsets into `strings`, which moves as it grows. */
struct report_copy {
    struct carry_row row;
    size_t text[6];
};
struct report_version {
    struct version_row row;
    size_t text[3];
    size_t change; /* first of its changes */
};
struct report_change {
    enum change_kind kind;
    size_t before, after;
};

struct report_story {
    struct track_row row;
    size_t text[5];
    struct report_version *version;
    size_t nversions, version_cap;
    struct report_copy *copy;
    size_t ncopies, copy_cap;
    struct report_change *change;
    size_t nchanges, change_cap;
    struct page_buffer strings;
    int failed; /* memory ran out */
};

/* st is all zero at first; memory is used again from story to story. Return 0,
 * or -1 where memory ran out. */
int report_story_begin(struct report_story *st, const struct track_row *row);
int report_story_version(struct report_story *st,
                         const struct version_row *row);
int report_story_copy(struct report_story *st, const struct carry_row *row);
void report_story_release(struct report_story *st);

/* A string by its offset; NULL where it was none. */
const char *report_story_text(const struct report_story *st, size_t at);

/* The whole section. Returns 0, or -1 where memory ran out. */
int report_story_write(struct report_story *st, struct report *r);

/* Its charts: the carry curve with the table of it, and the timeline, of which
 * the copies are the table. They write nothing but a heading where no copy has
 * a time. 0, or -1 where memory ran out. */
int report_story_curve(const struct report_story *st, struct report *r);
int report_story_timeline(const struct report_story *st, struct report *r);

#endif
