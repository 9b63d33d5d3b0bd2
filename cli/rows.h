/*
 * rows: the rows of the store that more than one command writes.
 *
 *     output_begin(&out, format, row_story_columns);
 *     row_story(&out, row);
 */
#ifndef WIREPRINT_ROWS_H
#define WIREPRINT_ROWS_H

#include "cli/output.h"
#include "store/store.h"

extern const struct column row_story_columns[];

/* These return what output_row() does. */
int row_story(struct output *o, const struct story_row *row);

extern const struct column row_pair_columns[];
int row_pair(struct output *o, const struct pair_row *row);

extern const struct column row_member_columns[];
int row_member(struct output *o, const struct member_row *row);

/* An article with its text, in the names that add reads. */
extern const struct column row_article_columns[];
int row_article(struct output *o, const struct article_row *row);

extern const struct column row_gather_columns[];

/* Writes what became of the stories, as one row in the session's format. */
int row_gather(const struct gather_result *r);

#endif
