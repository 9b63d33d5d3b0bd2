/*
 * furniture: from single shingles known to be furniture to the tokens that
 * are to be set aside.
 *
 * Only an article's sampled shingles are known to be furniture or not (their
 * postings tell on which sites and days they were seen). Between two sampled
 * shingles that are furniture, with none between them that is not, all is
 * furniture; beyond the last one it goes on to the end of its paragraph.
 *
 *     uint8_t aside[words];
 *     furniture_mask(aside, flags, words, 5, marks, n);
 */
#ifndef WIREPRINT_FURNITURE_H
#define WIREPRINT_FURNITURE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A sampled shingle by its first token, and whether it is furniture. */
struct mark {
    uint32_t pos;
    int furniture;
};

/*
 * Sets aside[i] to 1 for every token that is furniture and to 0 for every
 * other. flags are the words token flags of text.h, w the shingle length.
 * mark[0..n) ascends by pos. Returns the number of tokens set aside.
 */
uint32_t furniture_mask(uint8_t *aside, const uint8_t *flags, uint32_t words,
                        unsigned w, const struct mark *mark, size_t n);

#ifdef __cplusplus
}
#endif
#endif
