/*
 * relation: what two articles are to each other, from what they share.
 */
#ifndef WIREPRINT_RELATION_H
#define WIREPRINT_RELATION_H

#include <stdint.h>

#include "shingle/overlap.h"
#include "store/rules.h"
#include "store/store.h"

/* Judges the overlap of two articles. RELATION_NONE means that the pair is not
 * worth keeping. Whether it is a series is another question. */
enum relation relation_judge(const struct rules *r, const struct overlap *o,
                             int same_site);

/* Whether the texts are one form filled in anew: whole is their overlap with
 * nothing set aside, as the form may be, but furniture mute; words the matched
 * ones that are not set aside. */
int relation_is_series(const struct rules *r, const struct overlap *whole,
                       uint32_t words);

/* The same where the form itself was set aside: several numbers or names
 * changed in a few words; nothing is mute. */
int relation_is_form(const struct rules *r, const struct overlap *whole);

/* Whether two times are of different days, both known. */
int relation_days_differ(int64_t time_a, int64_t time_b);

/* The relation of b to a, given that of a to b. */
enum relation relation_turned(enum relation r);

/* Whether the relation lets two articles stand in one story. */
int relation_links(enum relation r);

#endif
