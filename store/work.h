/*
 * work: the threads of a handle and what each of them keeps from one job to
 * the next.
 */
#ifndef WIREPRINT_WORK_H
#define WIREPRINT_WORK_H

#include "shingle/overlap.h"
#include "store/doc.h"
#include "store/pool.h"

struct store;

struct work {
    struct doc_maker maker;
    struct overlap_index index;
    struct overlap overlap;
};

/* Makes the threads where there are none yet. */
int work_open(struct store *s);
struct work *work_of(const struct store *s, unsigned worker);
void work_close(struct store *s);

#endif
