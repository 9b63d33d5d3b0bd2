/*
 * overlap: what two articles share, exactly.
 *
 * One article is indexed by its shingles and any number of others are held
 * against it. A token counts as matched where a shingle over it stands in the
 * other article too; runs of matched shingles that go on in the same order in
 * both, with at most OVERLAP_GAP tokens between, make a passage. Tokens that
 * were set aside as furniture take part in the resemblance of the whole texts
 * and in nothing else.
 *
 *     struct overlap_index x;
 *     struct overlap o;
 *     overlap_index_init(&x);
 *     overlap_init(&o);
 *     overlap_index_make(&x, &a);
 *     overlap_find(&o, &x, &b);
 *     printf("%u words in %zu passages\n", o.matched_a, o.npassages);
 */
#ifndef WIREPRINT_OVERLAP_H
#define WIREPRINT_OVERLAP_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define OVERLAP_OK 0
#define OVERLAP_NO_MEMORY (-1)

/* Tokens that may stand, on either side, between two runs of one passage. A
 * changed name or figure has 1 to 4 tokens, an added clause up to 10. */
#define OVERLAP_GAP 10

/* One article, as overlap wants it. The arrays are the caller's and must live
 * as long as an index made of it. */
struct side {
    const uint64_t *shingle; /* shingle_count(words, w) hashes, in order */
    const uint8_t *flags;    /* words token flags (text.h), or NULL */
    const uint8_t *aside;    /* words bytes, 1: set aside; or NULL: none */
    const uint8_t *mute;     /* words bytes, 1: matched as usual, but whether it
                                changed is not counted; or NULL: none */
    uint32_t words;
    unsigned w;
    uint32_t distinct; /* different shingles; 0: not known yet, to be counted
                          by overlap_find() */
};

/* Tokens [a, a + a_words) of a against [b, b + b_words) of b; matched of them
 * are the same in both. Of the tokens with digits, so many stayed the same,
 * and in so many gaps both sides have other ones. */
struct passage {
    uint32_t a, a_words;
    uint32_t b, b_words;
    uint32_t matched;
    uint32_t numbers_same, numbers_changed;
};

struct overlap {
    uint32_t words_a, words_b;       /* tokens, */
    uint32_t kept_a, kept_b;         /* without those set aside, */
    uint32_t matched_a, matched_b;   /* those of the kept that are matched */
    uint32_t distinct_a, distinct_b; /* shingles of the whole texts */
    uint32_t shared;                 /* that are in both */
    uint32_t longest;                /* matched words of the longest passage */
    /* What changed inside the passages: gaps with tokens on both sides, by
     * what stands in them: a digit on both sides, else a capital letter on
     * both, else words. And the digit tokens that stayed the same. */
    uint32_t numbers_changed, names_changed, words_changed;
    uint32_t numbers_same;
    struct passage *passage; /* in the order of b */
    size_t npassages, cap;
};

struct overlap_index {
    struct side a;
    uint32_t distinct;
    uint32_t stamp;
    size_t nslots, cap, slots_cap;
    uint32_t *slot; /* 1 + head: first place of a shingle, by hash; 0: none */
    uint8_t
        *there; /* a bit for some shingles, 8 * nslots: 0: it is not there */
    uint32_t *head; /* per place: the head of its shingle */
    uint32_t *kept; /* per head: 1 + first place that is not set aside */
    uint32_t *next; /* per kept place: 1 + the next one */
    uint32_t *seen; /* per head: 2 * stamp of the last call that met it, odd
                       once its kept places are marked */
    uint8_t *met;   /* per shingle: 1 in both articles, kept in both */
    uint8_t *met_b;
    uint8_t *cover; /* per token of either: 1 under such a shingle, kept */
    size_t met_b_cap, cover_cap;
    uint64_t *scratch; /* to count b's shingles where nobody has */
    size_t scratch_cap;
};

void overlap_index_init(struct overlap_index *x);
/* Makes x the index of a, whose arrays it goes on using. */
int overlap_index_make(struct overlap_index *x, const struct side *a);
void overlap_index_release(struct overlap_index *x);

void overlap_init(struct overlap *o);
/*
 * Holds b, of the same w, against the indexed article. Figures do not depend
 * on which of the two was indexed; where an article repeats itself, the
 * choice of passages may. Linear in the length of both. Returns OVERLAP_OK or
 * OVERLAP_NO_MEMORY. x is changed inside: one call at a time.
 */
int overlap_find(struct overlap *o, struct overlap_index *x,
                 const struct side *b);
void overlap_release(struct overlap *o);

/* Share of a's kept words that stand in b; 0 where none were kept. */
static inline double overlap_coverage_a(const struct overlap *o)
{
    return o->kept_a ? (double)o->matched_a / o->kept_a : 0;
}

static inline double overlap_coverage_b(const struct overlap *o)
{
    return o->kept_b ? (double)o->matched_b / o->kept_b : 0;
}

/* Jaccard's coefficient of the whole texts' shingle sets. */
static inline double overlap_resemblance(const struct overlap *o)
{
    double all = (double)o->distinct_a + o->distinct_b - o->shared;
    return all > 0 ? o->shared / all : 0;
}

static inline double overlap_containment_a(const struct overlap *o)
{
    return o->distinct_a ? (double)o->shared / o->distinct_a : 0;
}

static inline double overlap_containment_b(const struct overlap *o)
{
    return o->distinct_b ? (double)o->shared / o->distinct_b : 0;
}

#ifdef __cplusplus
}
#endif
#endif
