/*
 * posting: which articles hold a sampled shingle.
 *
 * Postings live in sorted runs. A batch of articles becomes one run of level
 * 0; when a level has POSTING_FANOUT runs they are merged into one of the next
 * level, at once and in the same transaction. A run is a row of blocks, a
 * block is
 *
 *     varint least article number, then for each hash, ascending:
 *     varint (step from the last hash) * 2 + (more than one article)
 *     varint number of articles, where there is more than one
 *     varint (article - least), for each
 *
 * and its row names its first and last hash. A hash never spans two blocks. A
 * million articles of 20 rows took 180 bytes and 3 to 7 us each that way,
 * against 500 bytes and 29 us in a B-tree table.
 */
#ifndef WIREPRINT_POSTING_H
#define WIREPRINT_POSTING_H

#include <stddef.h>
#include <stdint.h>

struct store;

/* With 16 runs a level, two a batch, a row is rewritten once in eight batches
 * and then in 128, and a lookup meets at most 16 runs a level. */
#define POSTING_FANOUT 16

struct posting {
    uint64_t hash; /* as pack_hash() makes it */
    uint32_t num;
    uint32_t slot; /* the caller's; not stored */
};

/* Sorts by hash; articles of one hash stay in the order they were given. */
int posting_sort(struct store *s, struct posting *p, size_t n);

/* Stores n sorted postings as a run and merges where a level is full. */
int posting_add(struct store *s, const struct posting *p, size_t n);

/* Articles found for hash i of those asked for: num[start[i]..start[i + 1]). */
struct hits {
    size_t *start;
    uint32_t *num;
    size_t n, cap; /* of num */
    size_t start_cap;
};
void hits_release(struct hits *h);

/*
 * Looks up n ascending, different hashes in all runs. Of a hash that more than
 * POSTING_MOST articles of a run hold, so many that were stored first are
 * given. Articles that are gone may be among them.
 */
#define POSTING_MOST 512
int posting_find(struct store *s, const uint64_t *hash, size_t n,
                 struct hits *out);

/* Takes all runs away. */
int posting_clear(struct store *s);

/* Calls each() for every posting, run by run, in the order they are kept;
 * damage is reported with its place and ends that block. For check. */
int posting_walk(struct store *s, void *arg,
                 int (*each)(void *arg, const struct posting *p),
                 int (*damage)(void *arg, int64_t run, int64_t seq));

#endif
