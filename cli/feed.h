/*
 * feed: a reader on a thread of its own, one batch ahead of who uses them.
 *
 *     struct feed *f;
 *     struct batch *b;
 *     feed_open(&f, reader, 4096, 64 << 20);
 *     while ((rc = feed_next(f, &b, 100)) >= FEED_BATCH) {
 *         if (rc == FEED_BATCH)
 *             use(b);
 *     }
 *     feed_close(f);
 */
#ifndef WIREPRINT_FEED_H
#define WIREPRINT_FEED_H

#include "cli/reader.h"

#define FEED_WAITING 2 /* nothing yet; ask again */
#define FEED_BATCH 1
#define FEED_END 0 /* READER_NO_MEMORY and READER_STRICT besides */
#define FEED_NO_THREAD (-3)

struct feed;

/*
 * Starts reading. Until feed_close() the reader is the feed's, but for
 * reader_progress(). Batches are as reader_next() makes them of the two
 * limits. Returns 0, READER_NO_MEMORY or FEED_NO_THREAD, with *f NULL.
 */
int feed_open(struct feed **f, struct reader *r, size_t max_records,
              size_t max_bytes);

/* Waits up to so many milliseconds for the next batch, which is the caller's
 * until the next call. After READER_STRICT the records before the reject come
 * first, as a batch. */
int feed_next(struct feed *f, struct batch **b, int milliseconds);

/*
 * Ends reading at the next batch and frees f. Returns 0; or -1 where the
 * reader still waits for input after a second: f, its batches and the reader
 * are left alone then, and the process should end. Takes NULL.
 */
int feed_close(struct feed *f);

#endif
