/*
 * tracked: one story with its versions and copies, held in memory, so that a
 * command may look at it in any order. A story of 5,000 copies takes 3 MB.
 *
 *     struct tracked t;
 *     int code = tracked_load(&t, s, 17);
 *     if (!code && !t.failed)
 *         printf("%zu versions\n", t.nversions);
 *     tracked_release(&t);
 */
#ifndef WIREPRINT_TRACKED_H
#define WIREPRINT_TRACKED_H

#include <stddef.h>

#include "store/track.h"

struct tracked_words;

struct tracked {
    struct story_row row;   /* as store_story() has it */
    int is_story;           /* 0: pages that are no articles; no more is set */
    struct track_row story; /* by_hour is NULL: the copies tell */
    struct version_row *version;
    size_t nversions, versions_cap;
    struct carry_row *copy; /* by time, digests among them */
    size_t ncopies, copies_cap;
    struct tracked_words *words; /* the strings of all rows */
    int failed;                  /* memory ran out */
};

/* Returns what store_story() and store_track() do; where failed is set it has
 * been said. To be released in any case. */
int tracked_load(struct tracked *t, struct store *s, int64_t story);
void tracked_release(struct tracked *t);

/*
 * Loads the stories that fit one after another, those of most sites first, and
 * hands each to each(), which returns a store code or STORE_STOPPED to end it.
 * All are told as the file was at the first. Memory is that of one story and
 * eight bytes for each of the others. Returns a store code; *failed is set
 * where memory ran out, which has been said.
 */
int tracked_each(struct store *s, const struct track_filter *filter,
                 int (*each)(void *arg, const struct tracked *t), void *arg,
                 int *failed);

/* The copy of this id, or NULL. *at is where to look first, and is moved on:
 * who asks in the order of the copies has each at once. */
const struct carry_row *tracked_copy(const struct tracked *t, const char *id,
                                     size_t *at);

/*
 * Follows a story that went into another, which is said on stderr. Returns a
 * store code; where there is no such story that is said, too.
 */
int tracked_resolve(struct store *s, int64_t *story);

/* Reads a story's number. 0, or -1 where it is none, which is said. */
int tracked_number(const char *operand, int64_t *story);

#endif
