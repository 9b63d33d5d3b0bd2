/*
 * track_sort: the copies of a story while they are sorted into versions.
 */
#ifndef WIREPRINT_TRACK_SORT_H
#define WIREPRINT_TRACK_SORT_H

#include "store/track_tale.h"

/* Sets of figures that are told apart; further ones go with the reference. */
#define SORT_FIGURES 64

/* Times that sentences were put in or taken out. */
#define SORT_BLOCKS 6

/* A version while it is looked for: copies with the same figures, and with one
 * marker or none. */
struct strain {
    int marker;       /* enum marker_kind, or -1 */
    unsigned turn;    /* its number, or one that stands beside it */
    uint32_t figures; /* its set of figures; SORT_FIGURES: none is sure */
    int take;         /* 1: the first take */
    int block;       /* else 0: lacks sentences that were put in or taken out */
    uint32_t first;  /* copy that was seen first */
    uint32_t ranked; /* the same, where what it must follow was seen later */
    uint32_t copies;
};

struct sorting {
    struct tale *t;
    uint32_t lead[SORT_FIGURES]; /* per set of figures: its fullest copy */
    uint32_t nfigures;
    uint32_t *figures; /* per copy: its set, or UINT32_MAX: fits several */
    uint32_t *strain;  /* per copy */
    uint32_t *shown;   /* per copy: the first that was published when this one
                          is known to have been as it is */
    struct strain *at;
    size_t n;
    uint32_t usual; /* the set of most copies without a marker */
};

/* Gives every copy the number of its version, nversions of them, without
 * looking closer. 0, or -1 where memory ran out. */
int sort_copies(struct tale *t);

/* The strain like this one, made where there is none. There is room for one a
 * copy and set of figures, and for that of the take and that of the blocks. */
uint32_t sort_find(struct sorting *x, const struct strain *like);

/* Whether the marker of a copy makes a version of it. */
int sort_marked(const struct tale_copy *c);

/* The first copy that was published when the page of this one was last changed:
 * from then on it is known to have been as it is. */
uint32_t sort_shown(const struct tale *t, uint32_t copy);

/* Counts copies and first of all strains anew. */
void sort_count(struct sorting *x);

/* Forgets names that only one house writes. 0, or -1 where memory ran out. */
int sort_names(struct tale *t);

/* Finds the first take. */
void sort_take(struct sorting *x);

/* Finds sentences that were put in or taken out. 0 or -1. */
int sort_blocks(struct sorting *x);

/* Sets t->version, of which the numbers are given to the copies. site has room
 * for one a copy. */
void sort_describe(struct tale *t, uint32_t *site);

#endif
