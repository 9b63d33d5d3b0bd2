/*
 * draft: stories on their way into the file. A region was grouped; its copies
 * and digests are drawn up, each group gets a number and figures, stubs are
 * told, and then it is written. The steps are taken in this order by
 * story_write(); all sizes and errors are the handle's.
 */
#ifndef WIREPRINT_DRAFT_H
#define WIREPRINT_DRAFT_H

#include "store/story.h"

/* A copy or digest as it will stand in the membership table. */
struct copy {
    uint32_t group, node;
    uint8_t role;
    enum relation relation;
    uint32_t kept, matched, matched_main;
    int figured;     /* the three are known */
    uint32_t quoted; /* copies that a digest shares a sentence with */
    uint32_t linked; /* of these, copies that it is linked to */
};

struct fresh {
    int64_t id, old_id; /* old_id: the story most of its copies come from */
    uint32_t main;      /* node */
    uint32_t copies, digests;
    int known; /* id is that of an old story */
    int changed;
    int stub; /* a page that is no article */
};

struct draft {
    struct store *s;
    struct region *r;
    struct fresh *group;      /* 1..ngroups */
    size_t ngroups, nstories; /* groups after the stories are stubs */
    struct copy *copy;        /* by group, then node */
    size_t ncopies, cap;
    struct gather_result *result;
};

/* A story that had copies in the region. */
struct old_story {
    int64_t id;
    int64_t heir; /* the story that got most of its copies; 0: none */
    uint32_t most;
    int kept; /* its number lives on */
};

/* Lists copies and digests by group, and chooses each group's main article. */
void draft_list(struct draft *w);

/* The old stories of the region, by id; malloc'd. */
struct old_story *draft_old(struct draft *w, size_t *n);
struct old_story *draft_find(struct old_story *o, size_t n, int64_t id);

/* Gives every group its number. */
void draft_number(struct draft *w, struct old_story *old, size_t nold);

/* Sets what each copy shares with the main article: from their pair, or from
 * the texts where they are none. */
void draft_figures(struct draft *w);

/* Writes what became of the old stories and which are new to the log, while
 * the file still has the old ones; the last entry before. When the new ones are
 * written, draft_log_times() adds the times that those are known by. */
int64_t draft_log(struct draft *w, struct old_story *old, size_t nold);
void draft_log_times(struct draft *w, int64_t before);

/* Tells which groups are stubs. */
void draft_stubs(struct draft *w);

/* Whether pages that are furniture but for a few words are one stub: they say
 * what such pages say, or one text was shown on several days. */
int draft_is_stub(struct store *s, const struct numbers *page);

#endif
