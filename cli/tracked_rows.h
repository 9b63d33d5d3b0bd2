/*
 * tracked_rows: the rows of a story's spread that more than one command
 * writes: the story, its versions, what changed in them, its copies.
 *
 *     output_begin(&out, format, tracked_copy_columns);
 *     for (size_t i = 0; i < t.ncopies; i++)
 *         tracked_copy_row(&out, &t.copy[i]);
 */
#ifndef WIREPRINT_TRACKED_ROWS_H
#define WIREPRINT_TRACKED_ROWS_H

#include "cli/output.h"
#include "cli/tracked.h"

extern const struct column tracked_story_columns[], tracked_version_columns[],
    tracked_change_columns[], tracked_copy_columns[];

/* These return what output_row() does. */
int tracked_story_row(struct output *o, const struct tracked *t);
int tracked_version_row(struct output *o, const struct version_row *v);
int tracked_change_row(struct output *o, const struct version_row *v,
                       const struct change *c);
int tracked_copy_row(struct output *o, const struct carry_row *c);

/* Room for the words below, and for more. */
#define TRACKED_WORDS 200

/* Kinds of evidence for a copy's agency, as the help has them. */
#define TRACKED_EVIDENCE                                                       \
    "own site, source, dateline, byline, credit line, copyright or tail; "     \
    "mixed: names the agency as one source; manner: a dateline in the manner " \
    "of the agency, which names nobody"

/* What was done to a copy, in words: "end cut 26%, 41 words added, headline",
 * "" where nothing was or nothing is known. Returns out. */
const char *tracked_edits(const struct carry_row *c, char out[TRACKED_WORDS]);

/* Why a copy is credited: "reuters: dateline"; "" where it is not. */
const char *tracked_credit(const struct carry_row *c, char out[TRACKED_WORDS]);

/* What is odd about its times: "stale", "before the origin", ...; or "". */
const char *tracked_flags(const struct carry_row *c, char out[TRACKED_WORDS]);

/* A change in words: "1,400 -> 1,040", "+ sentence", "- sentence". Cut where it
 * is longer than out, at the beginning of a character. */
const char *tracked_change(const struct change *c, char *out, size_t size);

#endif
