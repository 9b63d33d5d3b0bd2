/*
 * kept: docs that were at hand not long ago, so that what is asked for again
 * and again is not read, unpacked and folded each time. A doc stays true as
 * long as its article is there: a text that changes comes under a new number.
 */
#ifndef WIREPRINT_KEPT_H
#define WIREPRINT_KEPT_H

#include <stdint.h>

struct store;
struct doc;

/* Moves what is kept of article num into d: its side and sample, as doc_make()
 * makes them; the mask is an old one. 1, or 0 where nothing is kept. */
int kept_take(struct store *s, uint32_t num, struct doc *d);

/* Keeps d or releases it; in the place of another if need be. Its article has
 * to be in the file for good. */
void kept_put(struct store *s, struct doc *d);

void kept_close(struct store *s);

#endif
