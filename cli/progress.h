/*
 * progress: one line on stderr that tells how far long work has come.
 *
 * On a terminal the line is drawn over itself some times a second and wiped
 * at the end; where it was asked for and stderr is a file, a new line is
 * written now and then.
 *
 *     struct progress p;
 *     progress_begin(&p, asked);
 *     progress_bytes(&p, done, total, articles);
 *     progress_end(&p);
 */
#ifndef WIREPRINT_PROGRESS_H
#define WIREPRINT_PROGRESS_H

#include <stdint.h>
#include <time.h>

struct progress {
    int on;       /* 0: nothing is ever written */
    int terminal; /* draw over the line */
    int drawn;    /* a line stands there */
    struct timespec start, last;
};

/* Seconds on the monotonic clock since then. */
double seconds_since(const struct timespec *then);

/* asked: 1 always, 0 only on a terminal, -1 never. */
void progress_begin(struct progress *p, int asked);

/* Reading: done of total bytes (0: not known), articles so far. Cheap; draws
 * only when it is time to. */
void progress_bytes(struct progress *p, uint64_t done, uint64_t total,
                    uint64_t articles);

/* Anything else, by its name. */
void progress_work(struct progress *p, const char *what, uint64_t done,
                   uint64_t total);

/* The same as struct store_options wants it; p is the struct progress. Always
 * 0: go on. */
int progress_store(void *p, const char *what, uint64_t done, uint64_t total);

/* Wipes the line. May be called again and again; the next call to draw starts
 * a new one. */
void progress_end(struct progress *p);

#endif
