/*
 * gather: from articles and what they share to stories. Pure computation: the
 * same nodes and edges give the same stories, in whatever order they were
 * found.
 *
 * Connected components chain everything together: one digest links five
 * stories, one reused paragraph two. So a group takes in another only where
 * most (a rule) of all pairs across the two are linked (average linkage over a
 * yes-or-no link), strongest links first; and articles whose links lie in
 * passages apart from each other, digests, are set aside before and join
 * every story they quote without joining any two.
 */
#ifndef WIREPRINT_GATHER_H
#define WIREPRINT_GATHER_H

#include <stddef.h>
#include <stdint.h>

#include "store/rules.h"

struct gather_node {
    int64_t time;   /* or STORE_NO_TIME */
    uint32_t kept;  /* words that are not furniture */
    uint32_t group; /* out: 1.., the same for one story; 0: alone or digest */
    int digest;     /* in: known to be one; out: is one */
};

/* A link, or a weak one; u < v are indices of nodes. Weak links join nothing
 * but tell a digest: it quotes a long story by a small part of that. */
struct gather_edge {
    uint32_t u, v;
    uint32_t words_u, words_v; /* kept words of u that stand in v, and back */
    uint32_t from, to;         /* its passages, u's side in a */
    uint8_t weak;              /* shared, but too little to join for it */
    uint8_t relation;          /* of u to v, for the caller */
};

struct gather_span {
    uint32_t u, u_words, v, v_words;
};

/* Two nodes that are not of one story: a site ran both as a series. */
struct gather_apart {
    uint32_t u, v;
};

/*
 * Groups n nodes by m edges. Two groups of which the smaller has half of its
 * nodes apart from nodes of the other stay two. Group numbers follow the order
 * of the first node in each. Returns the number of groups (of two
 * nodes or more), or -1 where memory ran out. window: days, -1 for any; pairs
 * further apart are not held against a group.
 */
int64_t gather_stories(struct gather_node *node, size_t n,
                       const struct gather_edge *edge, size_t m,
                       const struct gather_span *span,
                       const struct gather_apart *apart, size_t napart,
                       const struct rules *rules, long window);

#endif
