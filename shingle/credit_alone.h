/*
 * credit_alone: whether an agency's name that has a line to itself stands
 * where a page puts its credit, which its neighbours tell: under a headline and
 * over the text, or behind the text. In a menu, between the figures of a
 * market or in the middle of a sentence it credits nothing.
 *
 *     if (credit_alone(t, &line))
 *         printf("a byline\n");
 */
#ifndef WIREPRINT_CREDIT_ALONE_H
#define WIREPRINT_CREDIT_ALONE_H

#include "shingle/credit_line.h"

/* Whether a name that fills the line l stands where credits do. Reads at most
 * ALONE_LINES lines on either side, and of each ALONE_BYTES at either end. */
#define ALONE_LINES 4
#define ALONE_BYTES 160
int credit_alone(const struct agency_table *t, const struct credit_line *l);

/* Whether the next line below l that is not empty is a sentence, and whether
 * the next above is. */
int credit_over_text(const struct agency_table *t, const struct credit_line *l);
int credit_under_text(const struct agency_table *t,
                      const struct credit_line *l);

#endif
