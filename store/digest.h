/*
 * digest: which articles quote several stories and are none themselves.
 */
#ifndef WIREPRINT_DIGEST_H
#define WIREPRINT_DIGEST_H

#include "store/gather.h"
#include "store/rules.h"

/*
 * Sets node[i].digest where it is not set yet. link[start[i]..start[i + 1])
 * are the edges of node i. 0 or -1 where memory ran out.
 */
int digest_find(struct gather_node *node, size_t n,
                const struct gather_edge *edge, const struct gather_span *span,
                const size_t *start, const uint32_t *link,
                const struct rules *rules);

#endif
