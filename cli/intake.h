/*
 * intake: articles from a reader into the store, batch by batch, with the next
 * batch being read while one is stored; and the stories brought up to date at
 * the end. SIGINT and SIGTERM end it after the present batch, with everything
 * up to there committed and gathered; a second one ends the program.
 *
 *     struct intake in = {.batch = INTAKE_BATCH};
 *     int code = intake_run(&in, store, reader);
 *     printf("%llu new\n", (unsigned long long)in.fresh);
 *     intake_release(&in);
 */
#ifndef WIREPRINT_INTAKE_H
#define WIREPRINT_INTAKE_H

#include "cli/progress.h"
#include "cli/reader.h"
#include "cli/rejects.h"
#include "store/store.h"

/* Articles of a batch, unless told otherwise; the round of store_rebuild(). */
#define INTAKE_BATCH 4096

struct intake {
    /* Given: */
    unsigned batch;          /* articles in a transaction, at least 1 */
    int strict;              /* stop where the store rejects an article, too */
    struct rejects *rejects; /* keeps what the store rejects; NULL: none */
    struct progress progress;

    /* Found: */
    uint64_t read, fresh, revised, unchanged;
    uint64_t empty, too_long; /* rejected by the store */
    uint64_t bytes;           /* of all strings read */
    struct gather_result stories;
    int refused;     /* strict, and something was rejected */
    int interrupted; /* the number of the signal, or 0 */
    int broken;      /* memory or threads ran out: said on stderr */
    int left;        /* the reader still waits for input: leave it alone */

    /* The first places of articles that the store rejected. */
    struct reject_place place[REJECT_PLACES];
    size_t nplaces;

    struct article *articles; /* of one batch */
    enum add_result *results;
    size_t cap;
};

/* Returns a store code; what else went wrong is in the members. */
int intake_run(struct intake *in, struct store *s, struct reader *r);

void intake_release(struct intake *in);

#endif
