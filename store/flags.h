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

/* A shingle is a site's furniture when the site shows it on so many days. Wire
 * copy comes in a burst: a site runs it, and perhaps its update the day after.
 * On senate-2005 with 3 days, 98.1% of joint releases stay in one story and
 * 1.4% of form letters; without the rule 99.7% and 99%. */
#define FLAGS_DAYS 3

/* Where days are few or unknown, a shingle that so many articles of one site
 * hold is furniture as well: no site runs one story that often. */
#define FLAGS_ARTICLES 10

/* A shingle is furniture everywhere when all sites together show it on so many
 * different days, and the first and the last are more than a week apart. */
#define FLAGS_ALL_DAYS 6
#define FLAGS_ALL_SPAN 7

/* ... unless they come in a burst, as a story does that late copies follow:
 * more than this share of all within so many days. */
#define FLAGS_BURST_DAYS 3
#define FLAGS_BURST 0.67

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

/*
 * Judges a shingle by all its sightings, which are sorted in place. Sites on
 * which it newly is furniture are written to fresh, which has room for n + 1
 * entries (site 0: everywhere); returns their number.
 */
size_t flags_judge(struct store *s, uint64_t hash, struct sighting *seen,
                   size_t n, uint32_t *fresh);

/*
 * Makes the n shingles of a passage furniture on the site, as far as they are
 * not yet, and keeps them: they begin with shingle start of article num.
 */
int flags_learn(struct store *s, uint32_t site, uint32_t num, uint32_t start,
                const uint64_t *hash, size_t n);

#endif
