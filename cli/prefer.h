/*
 * prefer: which of several copies is kept, as a number: the lowest ranks
 * first.
 *
 *     struct prefer p = {.by = PREFER_SITE};
 *     if (!prefer_load(&p, "sites.txt"))
 *         rank = prefer_rank(&p, article);
 *     prefer_release(&p);
 */
#ifndef WIREPRINT_PREFER_H
#define WIREPRINT_PREFER_H

#include "store/store.h"

enum prefer_by {
    PREFER_FIRST,    /* as they came */
    PREFER_LONGEST,  /* most words */
    PREFER_EARLIEST, /* published, else fetched; unknown last */
    PREFER_SITE,     /* in the order of a list; sites not in it last */
};

struct prefer_site {
    char *name;
    int64_t rank;
};

struct prefer {
    enum prefer_by by;
    struct prefer_site *site; /* by name */
    size_t n, cap;
};

/* Reads a list of sites, one a line; a # begins a comment. 0, or -1 with a
 * message. */
int prefer_load(struct prefer *p, const char *path);

/* 0 for the first two, since the words of a record are not known here. */
int64_t prefer_rank(const struct prefer *p, const struct article *a);

void prefer_release(struct prefer *p);

#endif
