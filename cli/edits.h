/*
 * edits: how one text became another: what was kept, cut, added and moved.
 *
 * The passages that two texts share are found by overlap.h; those that follow
 * each other in both make the thread of the comparison, and whatever lies
 * between them was cut from the one or added to the other. A passage that
 * stands elsewhere in the other text was moved. Words are compared as tokens:
 * quotes, dashes and capitals make no difference.
 *
 *     struct edits e;
 *     edits_init(&e);
 *     if (!edits_make(&e, &a, &b, 5))
 *         for (size_t i = 0; i < e.n; i++)
 *             draw(&e.span[i]);
 *     edits_release(&e);
 */
#ifndef WIREPRINT_EDITS_H
#define WIREPRINT_EDITS_H

#include "shingle/overlap.h"
#include "shingle/text.h"

#define EDITS_OK 0
#define EDITS_NO_MEMORY (-1)
#define EDITS_TOO_LONG (-2)

enum edit {
    EDIT_SHARED,    /* in both, at this place */
    EDIT_CUT,       /* in a alone */
    EDIT_ADDED,     /* in b alone */
    EDIT_MOVED,     /* in both, at different places: a span for each */
    EDIT_FURNITURE, /* set aside; of one side */
    EDIT_KINDS
};
const char *edit_name(enum edit e);

/* Tokens [a, a + a_words) of a, and of b likewise. Both sides have words only
 * where the kind is EDIT_SHARED, and then the same number. */
struct span {
    enum edit kind;
    int opens; /* the thread breaks or goes on here after a break */
    uint32_t a, a_words;
    uint32_t b, b_words;
};

/* One text. The bytes are the caller's and must outlive the edits. */
struct edit_side {
    const char *bytes;
    size_t len;
    const uint8_t *furniture; /* a byte a token, or NULL */
};

struct edits {
    struct text text[2];
    struct edit_side side[2];
    struct overlap overlap;
    size_t n, cap;
    struct span *span; /* in the order of b, cuts before additions */
};

void edits_init(struct edits *e);

/* Compares a with b by shingles of w words. Returns EDITS_OK or a negative
 * code; e is to be released then too. */
int edits_make(struct edits *e, const struct edit_side *a,
               const struct edit_side *b, unsigned w);

void edits_release(struct edits *e);

#endif
