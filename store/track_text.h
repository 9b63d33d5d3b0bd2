/*
 * track_text: the text of a copy as the work on versions and edits wants it:
 * its words one by one, where they stand, and which are the site's furniture;
 * and what two such texts have in common, word for word.
 */
#ifndef WIREPRINT_TRACK_TEXT_H
#define WIREPRINT_TRACK_TEXT_H

#include <stddef.h>
#include <stdint.h>

#include "shingle/overlap.h"
#include "shingle/text.h"

struct store;
struct work;

/* n words; all arrays lie in memory. */
struct track_text {
    uint32_t n, kept; /* kept: not set aside */
    size_t len;
    const char *bytes;
    const uint64_t *hash, *shingle;
    const uint32_t *start, *end;
    const uint8_t *flags, *aside;
    const uint8_t *credit; /* 1: of a dateline or a line of credit */
    struct side side;
    void *memory; /* NULL: not loaded, or gone */
};

/* Loads the texts of n articles, in parallel. Without texts, and where an
 * article is gone, memory is NULL. */
int track_texts_load(struct store *s, const uint32_t *num, size_t n,
                     struct track_text *out);
void track_text_release(struct track_text *t);

/* Sets words [from, to) aside. */
void track_set_aside(struct track_text *t, uint32_t from, uint32_t to);

/* Bytes [start, end) of a text say whose it is. */
struct track_credit {
    uint32_t start, end;
    uint8_t dateline; /* 1: before what stands in the same line; else the line
                         is one of credit, where it is short */
};

/* Sets aside datelines, bylines and lines of credit. */
void track_uncredit(struct track_text *t, const struct track_credit *credit,
                    size_t n);

/* Whether a full stop or the like stands behind a word, in its line. */
int track_ended(const struct track_text *t, uint32_t word);

/* Sets aside the short lines without a full stop before the first line of prose
 * and behind the last: headlines, dates, links. */
void track_trim(struct track_text *t);

/* Whether two words may be spellings of one: center and Centre, but not Iran
 * and Iraq. */
int track_same_word(const struct track_text *a, uint32_t i,
                    const struct track_text *b, uint32_t k);

/* Words [a, a + n) of one text are [b, b + n) of the other. */
struct track_run {
    uint32_t a, b, n;
};

/* The thread of two texts: runs of equal words in the order of both. moved[i]
 * is 1 where word i of a stands in b, but not in order. */
struct track_align {
    struct track_run *run;
    size_t n, cap;
    uint8_t *moved_a, *moved_b;
    size_t moved_a_cap, moved_b_cap;
    struct track_run *part; /* scratch: runs cut at furniture, */
    uint8_t *good;          /* and which of them count */
    size_t part_cap, good_cap;
    uint64_t *weight; /* scratch of the choice of passages */
    uint32_t *before;
    size_t choice_cap;
};

/* Aligns b with the text a that w->index was made of (overlap_index_make() of
 * a->side). Furniture of b takes part where it goes on from what is none: the
 * text may be the story's, though the site shows it often. 0, or -1 where
 * memory ran out. */
int track_align(struct track_align *x, struct work *w,
                const struct track_text *a, const struct track_text *b);
/* Fills in the single words between the runs, and next to their ends. 0, or -1
 * where memory ran out. */
int track_fill(struct track_align *x, const struct track_text *a,
               const struct track_text *b);
/* The first run of a tail, or x->n: a line of credit or a house's last words
 * that stand far behind what is before them. */
size_t track_tail(const struct track_align *x, const struct track_text *a);
void track_align_release(struct track_align *x);

#endif
