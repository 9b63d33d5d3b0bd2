/*
 * story: stories in the file, brought up to date with the pairs.
 *
 * What is pending and all it is linked to, directly or through others, is
 * grouped anew; each new group takes over the number of the old story that
 * most of its copies come from. A number whose copies all went elsewhere is
 * never used again; the log says where they went.
 */
#ifndef WIREPRINT_STORY_H
#define WIREPRINT_STORY_H

#include "store/candidate.h"
#include "store/gather.h"
#include "store/pair.h"
#include "store/store.h"

struct store;

/* The part of the file that is grouped anew. */
struct region {
    struct numbers num; /* articles, ascending; a node each */
    struct gather_node *node;
    uint8_t *alive;           /* 0: the article is gone */
    uint8_t *outer;           /* 1: reached, but takes part in no group */
    uint8_t *aside;           /* 1: of these, one that is no digest either */
    struct gather_edge *edge; /* links */
    struct gather_span *span;
    struct gather_apart *apart; /* series of one site */
    size_t nedges, nspans, edge_cap, span_cap, napart, apart_cap;
    struct old_copy { /* memberships that were */
        int64_t story;
        uint32_t node;
        uint8_t role;
    } * old;
    size_t nold, old_cap;
};

/* Loads the region around the pending articles. */
int region_load(struct store *s, struct region *r);
/* The node of an article, or SIZE_MAX. */
size_t region_node(const struct region *r, uint32_t num);
void region_release(struct region *r);

/* Writes the grouped region, with its log: groups 1..nstories as stories, those
 * up to ngroups as stubs. */
int story_write(struct store *s, struct region *r, size_t nstories,
                size_t ngroups, struct gather_result *result);

/* So many articles are derived anew in half a second. */
#define STORY_SMALL 4096

/* store_rebuild(); credits 0: without a look at which articles' changed. */
int story_rebuild(struct store *s, struct gather_result *result, int credits);

/* Groups what is pending, inside a transaction. */
int story_gather(struct store *s, struct gather_result *result);

#endif
