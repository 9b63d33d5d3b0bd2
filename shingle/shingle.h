/*
 * shingle: w tokens in a row as one 64-bit number.
 *
 * A shingle's hash is XXH3_64bits, with a seed, of the w token hashes in a
 * row, eight bytes each, least byte first. Tokens were hashed once by
 * text_fold(), so a shingle costs one short hash however long its words are.
 *
 *     size_t n = shingle_count(t.n, 5);
 *     uint64_t *h = malloc(n * sizeof *h);
 *     shingle_hash(&t, 5, SHINGLE_SEED, h);
 */
#ifndef WIREPRINT_SHINGLE_H
#define WIREPRINT_SHINGLE_H

#include <stddef.h>
#include <stdint.h>

#include "text.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The default seed: any fixed number does. */
#define SHINGLE_SEED UINT64_C(0x77697265)

/* Five words are the usual length for news copy: four already meet by chance
 * in unrelated articles ("one of the most"), seven lose too much to an edit. */
#define SHINGLE_DEFAULT 5
#define SHINGLE_MIN 2
#define SHINGLE_MAX 32

/* Shingles of a text of words tokens: words - w + 1, or 1 where the text has
 * fewer than w tokens but some (all of it is then one shingle), or 0. */
size_t shingle_count(size_t words, unsigned w);

/* Writes the shingle_count(t->n, w) hashes, in order, to out. w is within
 * SHINGLE_MIN..SHINGLE_MAX. */
void shingle_hash(const struct text *t, unsigned w, uint64_t seed,
                  uint64_t *out);

/* How many of the n hashes are different. scratch has room for
 * shingle_scratch(n) numbers. Linear. */
size_t shingle_distinct(const uint64_t *hash, size_t n, uint64_t *scratch);
size_t shingle_scratch(size_t n);

#ifdef __cplusplus
}
#endif
#endif
