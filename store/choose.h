/*
 * choose: which articles of a run are kept, and which are dropped in favour
 * of one that is, by what wireprint found them to be to each other. The
 * articles are in the file and gathered; those that handing_had() says were
 * there before all come first and are kept.
 *
 *     struct choices c = {0};
 *     choices_note(&c, num, rank, 1, &at);
 *     struct choose_rule rule = {CHOOSE_NEAR, 0};
 *     if (!store_choose(s, &rule, &c) && c.at[at].kept)
 *         puts("dropped");
 *     choices_release(&c);
 *
 * Articles are taken in the order of their ranks: one that is to none of those
 * already kept what the rule says is kept itself. So of what is dropped each
 * has its relation to an article that is kept, and never to one that is not.
 * Two that are one page of one site, title and words and all, are the same for
 * every rule, even where it is all furniture.
 */
#ifndef WIREPRINT_CHOOSE_H
#define WIREPRINT_CHOOSE_H

#include <stddef.h>
#include <stdint.h>

#include "store/store.h"

enum choose_by {
    CHOOSE_SAME,  /* the same words, furniture aside */
    CHOOSE_NEAR,  /* that, or near */
    CHOOSE_STORY, /* copies of one story, where it links them, too; digests
                     are all kept */
};

struct choose_rule {
    enum choose_by by;
    double
        resemblance; /* of the whole texts, and it has to be so too; 0: any */
};

struct choice {
    uint32_t num;
    uint64_t record; /* of the records with this article the one that ranks
                        first, and of equals that came first */
    int64_t rank;
    /* Set by store_choose(): */
    uint32_t kept;          /* the article kept in its stead; 0: it is kept */
    int earlier;            /* that one was had before */
    enum relation relation; /* of this one to it */
    double resemblance;     /* of the whole texts */
    double coverage; /* share of this one's words, furniture aside, that stand
                        in the kept one */
};

/* Begin with {0}. */
struct choices {
    struct choice *at;
    size_t n, cap;
    uint32_t *slot; /* 1 + index by number, open addressing */
    size_t nslots;
};

/* Notes that a record is article num; *at gets the index of its choice. 0, or
 * -1 where memory ran out. */
int choices_note(struct choices *c, uint32_t num, int64_t rank, uint64_t record,
                 size_t *at);

/* The choice of an article, or NULL. */
struct choice *choices_find(const struct choices *c, uint32_t num);

void choices_release(struct choices *c);

int store_choose(struct store *s, const struct choose_rule *rule,
                 struct choices *c);

#endif
