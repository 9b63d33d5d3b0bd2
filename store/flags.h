/*
 * flags: which sampled shingles are furniture, and where.
 *
 * What a site shows on several different days is not the story; nor is what
 * all sites together show on many days. Postings tell on which sites and days
 * a shingle was seen, so it is judged as articles come, in the order of their
 * coming or any other: what counts is how often it was seen in the end.
 */
#ifndef WIREPRINT_FLAGS_H
#define WIREPRINT_FLAGS_H

#include <stddef.h>
#include <stdint.h>

struct store;

/* Pages that are held against each other to learn a passage: of a site, and of
 * all sites together. At least so many days are wanted by the rules. */
#define FLAGS_PAGES 3
#define FLAGS_ALL_PAGES 6

/* Fewer sightings than that decide nothing, whatever the rules say. */
#define FLAGS_LEAST 2

/* What comes in a burst comes within so many days. */
#define FLAGS_BURST_DAYS 3

/* One sighting of a shingle. */
struct sighting {
    uint32_t site;
    int32_t day; /* facts_day() */
    uint32_t num;
};

/* Reads what the file knows. */
int flags_open(struct store *s);
void flags_close(struct store *s);
/* Takes all away, in the file too. */
int flags_clear(struct store *s);

/* Whether the shingle (as pack_hash() makes it) is furniture on the site, or
 * everywhere. Safe to call from many threads while none is changing it. */
int flags_has(const struct store *s, uint32_t site, uint64_t hash);

/* The same of n shingles at once, as they were before pack_hash(): bit i is set
 * where shingle i is furniture. */
#define FLAGS_AMONG 64
uint64_t flags_among(const struct store *s, uint32_t site,
                     const uint64_t *shingle, size_t n);

/* The same of those alone that became furniture after the last flags_mark(),
 * and a few more. The flags must be open. */
void flags_mark(struct store *s);
uint64_t flags_fresh_among(const struct store *s, uint32_t site,
                           const uint64_t *shingle, size_t n);

/*
 * Judges a shingle by all its sightings, which are sorted in place. Sites on
 * which it newly is furniture are written to fresh, which has room for n + 1
 * entries (site 0: everywhere); returns their number.
 */
size_t flags_judge(struct store *s, uint64_t hash, struct sighting *seen,
                   size_t n, uint32_t *fresh);

/* A passage of n shingles, from shingle start of article num on, that pages of
 * so many different days have in common. */
struct flags_passage {
    uint32_t site, num, start;
    uint32_t days;
    int32_t first, last; /* DAY_UNKNOWN */
    const uint64_t *hash;
    size_t n;
};

/* Makes the shingles of a passage furniture, as far as they are not yet, and
 * keeps them. */
int flags_learn(struct store *s, const struct flags_passage *p);

/* Forgets what was last seen before the day, in the file too. */
int flags_age(struct store *s, int32_t before);

#endif
