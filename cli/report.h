/*
 * report: the stories of a database as one page of HTML that needs no network
 * and no script, though a script of its own makes it sort and filter.
 *
 *     struct report_options o = {.filter = {.since = STORE_NO_TIME,
 *                                           .until = STORE_NO_TIME},
 *                                .now = time(NULL)};
 *     if (report_write(s, stdout, &o) != STORE_OK)
 *         fprintf(stderr, "%s\n", store_errmsg(s));
 *
 * Titles, sites and texts are a stranger's bytes. They are escaped for where
 * they stand (report_html.h); a policy in the page lets no script or style run
 * but the page's own two blocks, known by their SHA-256.
 */
#ifndef WIREPRINT_REPORT_H
#define WIREPRINT_REPORT_H

#include <stdio.h>

#include "store/track.h"

/* Stories that get a section of their own unless asked for others: a page of
 * some 6 kB for each (four of it addresses and figures of 8 copies) stays under
 * 6 MB. */
#define REPORT_STORIES 1000

struct report_options {
    struct track_filter filter; /* limit: stories shown; 0: all */
    const char *title;          /* heading of the page; NULL: a usual one */
    const char *db;             /* name of the file, as told in the page */
    const char *version;        /* of the program */
    int64_t now;                /* time of writing, as told in the page */
};

/*
 * Writes the page to f: the file as it is when this is called, whatever others
 * add meanwhile. Memory is that of the largest story. Returns STORE_OK;
 * STORE_STOPPED where f takes no more; or the store's error. *no_memory, may be
 * NULL, is set where memory ran out here, with STORE_STOPPED.
 */
int report_write(struct store *s, FILE *f, const struct report_options *o,
                 int *no_memory);

#endif
