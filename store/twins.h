/*
 * twins: the texts that a run has had from each site, so that a page which a
 * crawl holds under many addresses counts as one article. A page that stands
 * on its site ten times would else be taken for what the site puts on every
 * page, and none of the ten be found to be a copy of another.
 *
 *     struct twins t = {0};
 *     struct twin *twin, key;
 *     if (!twins_key(&t, article, site, &key) && key.words &&
 *         !twins_at(&t, &key, &twin) && !twin->num)
 *         twin->num = number;
 *     twins_release(&t);
 *
 * Texts are the same where their folded words are, in the same order, under
 * the same title: a site also has pages that differ in nothing but the title,
 * which say that the rest is for subscribers. Memory
 * is 24 bytes a text, and as much again free or more. One thread at a time.
 */
#ifndef WIREPRINT_TWINS_H
#define WIREPRINT_TWINS_H

#include <stddef.h>
#include <stdint.h>

#include "store/sieve_record.h"
#include "store/store.h"

struct twin {
    uint64_t text; /* hash of the words and the title */
    uint32_t words;
    uint32_t site;
    uint32_t num;   /* for the caller; 0 in a new one */
    uint32_t place; /* the same */
};

/* Begin with {0}. */
struct twins {
    struct twin *slot; /* open addressing; words 0: free */
    size_t n, slots;
    struct sieve_maker maker;
    struct sieve_record record;
};

/* What the text of an article is known by. words is 0 where it has none, or
 * is too long for an article: it has no twins then. 0, or -1 where memory ran
 * out. */
int twins_key(struct twins *t, const struct article *a, uint32_t site,
              struct twin *key);

/* The twin with this key, made where it was not there, until the next call. 0,
 * or -1 where memory ran out. */
int twins_at(struct twins *t, const struct twin *key, struct twin **twin);

void twins_release(struct twins *t);

#endif
