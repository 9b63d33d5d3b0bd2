/*
 * sketch: the small part of an article's shingles by which others are found.
 *
 * Two samples of Broder's are kept together ("On the resemblance and
 * containment of documents", 1997): MOD_m, every shingle hash under 2^64 / m,
 * and MIN_s, the s smallest. Hashes are uniform, so both come to one thing:
 * all hashes under a limit, which is 2^64 / m, or higher where fewer than s
 * lie under that. A short brief is thus sampled densely, a long page by one
 * shingle in m, and of two sketches everything under the lower limit can be
 * compared.
 *
 *     struct sketch k;
 *     sketch_init(&k);
 *     sketch_make(&k, hashes, n, 16, 16);
 *     struct estimate r = sketch_resemblance(&k, &other);
 *     printf("%.2f, give or take %.2f\n", r.value, r.error);
 *     sketch_release(&k);
 */
#ifndef WIREPRINT_SKETCH_H
#define WIREPRINT_SKETCH_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SKETCH_OK 0
#define SKETCH_NO_MEMORY (-1)

/*
 * The defaults. Measured on 6,678 French and Belgian articles with a pair
 * taken where one sampled hash is shared: all pairs of resemblance 0.3 or more
 * and .99 of those of containment 0.5 or more are found, at 40 rows an
 * article; with 32 for m, .76 at 23 rows.
 */
#define SKETCH_LEAST 16
#define SKETCH_MODULUS 16

/* One sampled shingle: its hash, and the place of its first token where it
 * stands first in the article. */
struct sample {
    uint64_t hash;
    uint32_t pos;
};

/*
 * sample[0..n) ascends by hash, without repeats, and holds every shingle hash
 * of the article that is under limit, and no other. limit is UINT64_MAX where
 * all of the article's shingles are there.
 */
struct sketch {
    size_t n, cap;
    uint64_t limit;
    struct sample *sample;
};

void sketch_init(struct sketch *k);

/* Makes k the sketch of n shingle hashes. s is at least 1, m at least 1.
 * Returns SKETCH_OK or SKETCH_NO_MEMORY; k is then empty. */
int sketch_make(struct sketch *k, const uint64_t *hash, size_t n, unsigned s,
                unsigned m);

void sketch_release(struct sketch *k);

/*
 * An estimate and its standard error: sqrt(v (1 - v) / n) for a share v of n
 * sampled shingles, with two hits and two misses added to v (as Agresti and
 * Coull do), so that 0 of 20 is not called certain: of 80,000 made pairs the
 * worst estimate lay 5.6 errors off; with half of one added, 8.2. The error is
 * 0 where both sketches hold all shingles, 1 where none could be compared.
 */
struct estimate {
    double value, error;
    size_t sample; /* shingles that were compared */
};

/* |A and B| / |A or B| over the shingle sets. */
struct estimate sketch_resemblance(const struct sketch *a,
                                   const struct sketch *b);

/* |A and B| / |A|: the share of a's shingles that b holds. */
struct estimate sketch_containment(const struct sketch *a,
                                   const struct sketch *b);

#ifdef __cplusplus
}
#endif
#endif
