/*
 * marker_sieve: whether a marker may begin at a place, told from the bytes as
 * they stand. Few lines of news may, so that few have to be made plain.
 *
 *     if (marker_may_begin(line, end))
 *         plain_fold(&p, line, end);
 */
#ifndef WIREPRINT_MARKER_SIEVE_H
#define WIREPRINT_MARKER_SIEVE_H

/* Whether a word of marker_table.h stands at p, behind brackets, bullets and
 * an ordinal. Where 0 is returned none does. The caller sees to it that there
 * are not many bytes to end: all may be asked. */
int marker_may_begin(const char *p, const char *end);

/* Whether one may at the head of a title, in its brackets or behind a comma. As
 * above; time is the square of the length, where a title is all brackets. */
int marker_may_be_in_title(const char *p, const char *end);

#endif
