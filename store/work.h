/*
 * work: the threads of a handle and what each of them keeps from one job to
 * the next.
 */
#ifndef WIREPRINT_WORK_H
#define WIREPRINT_WORK_H

#include "shingle/overlap.h"
#include "store/doc.h"
#include "store/pool.h"
#include "store/relation.h"

struct store;

struct work {
    struct doc_maker maker;
    struct overlap_index index;
    struct overlap overlap;
    struct overlap_index whole_index; /* the same with nothing set aside, */
    struct overlap whole;
    struct changes changes; /* of the pair judged last */
    const void *learn_of;   /* doc that index was made of to learn from */
    const void *whole_of;   /* of the doc with this memory; NULL: none */
};

/* Makes the threads where there are none yet. */
int work_open(struct store *s);
/* Forgets what was kept of the file where another handle changed it since. */
void work_renew(struct store *s);

/* Lets go of everything that is kept of the file in memory. */
void work_forget(struct store *s);
struct work *work_of(const struct store *s, unsigned worker);
void work_close(struct store *s);

#endif
