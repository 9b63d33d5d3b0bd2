/*
 * lead: the lines that stand over a story where its format keeps them apart
 * from the text: byline and dateline. An agency is known by them, so they
 * are put before the text, unless it begins with them itself.
 *
 *     const char *lines[] = {"By A. Writer", "OSLO"};
 *     char *s = lead_join(b, lines, 2, body, body_len, &len);
 */
#ifndef WIREPRINT_LEAD_H
#define WIREPRINT_LEAD_H

#include "cli/format.h"

/* The lines that the body does not have near its begin (capitals or not), each
 * with a newline, and the body, NUL-terminated in b; *out gets the length.
 * NULL without memory. */
char *lead_join(struct batch *b, const char *const *lines, size_t n,
                const char *body, size_t len, size_t *out);

#endif
