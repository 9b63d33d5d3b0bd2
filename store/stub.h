/*
 * stub: pages that are no articles: bot walls, paywall stubs, error pages.
 *
 * Two signs tell them. A group of the same short page is served by its sites
 * again on other days, where a story is run once. Or the page says what such
 * pages say: that scripts or cookies are off, that you are to prove that you
 * are a person, that the page is not there, that it is for subscribers.
 */
#ifndef WIREPRINT_STUB_H
#define WIREPRINT_STUB_H

#include <stddef.h>
#include <stdint.h>

#include "shingle/text.h"

/* Longer pages are articles, whatever they say: the longest walls seen have
 * some 150 words. */
#define STUB_WORDS 200

/* Pages that are served again are the same to this share, but for a reference
 * number of their own: no furniture of a site's own stands around them. */
#define STUB_SAME 0.95

/* So many different phrases of such pages make one. A report on robots or
 * paywalls has one. */
#define STUB_PHRASES 2

/* How many different phrases of stubs a folded text has. t is used as scratch
 * for the phrases themselves. */
struct stub_phrases;
struct stub_phrases *stub_phrases_new(void);
void stub_phrases_free(struct stub_phrases *p);
unsigned stub_phrases_count(const struct stub_phrases *p, const struct text *t);

/* A copy in a group, as the judgement needs it. */
struct stub_copy {
    uint32_t site;
    int32_t day;   /* facts_day() */
    uint64_t text; /* the same for the same text */
};

/* Whether copies, which are sorted in place, were served again and again: on
 * two sites or more, and half of them showed the same text on several days or
 * at several addresses; or on several days another one each time, when most
 * texts are different (they hold a number of their own): an update has one text
 * for all sites. */
int stub_is_served(struct stub_copy *copy, size_t n);

#endif
