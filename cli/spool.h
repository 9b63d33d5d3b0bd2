/*
 * spool: records held back on disk, to be handed on in their order when it is
 * known which. Of each it keeps what rawout.h writes and follow.h asks for.
 *
 *     struct spool p;
 *     if (!spool_open(&p) && !spool_put(&p, record, 0, 7))
 *         while ((rc = spool_next(&p, &batch, &tag)) > 0)
 *             use(&batch.records[batch.n - 1], tag);
 *     spool_close(&p);
 */
#ifndef WIREPRINT_SPOOL_H
#define WIREPRINT_SPOOL_H

#include "cli/reader.h"
#include "cli/scratch.h"

struct spool {
    struct scratch file;
    uint64_t at; /* where reading stands */
};

/* 0, or -1 with a message. */
int spool_open(struct spool *p);

/* Puts a record with a number of the caller's. as_packed: it will be written
 * as it came packed, and unpacked only its head is kept. 0, or -1 with a
 * message. */
int spool_put(struct spool *p, const struct record *r, int as_packed,
              uint64_t tag);

/* Reads the next record into b, behind those that are there. It has neither
 * an article nor a place. 1; 0 behind the last; -1 with a message. */
int spool_next(struct spool *p, struct batch *b, uint64_t *tag);

/* Also for one that is all zero. */
void spool_close(struct spool *p);

#endif
