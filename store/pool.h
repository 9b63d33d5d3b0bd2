/*
 * pool: the same work on every item of a batch, spread over threads. Results
 * go to where the item says, so their order does not depend on the threads.
 */
#ifndef WIREPRINT_POOL_H
#define WIREPRINT_POOL_H

#include <stddef.h>

struct pool;

/* A pool of threads workers (the caller's thread is one of them), or NULL. */
struct pool *pool_new(unsigned threads);
void pool_free(struct pool *p);

/* Calls work(arg, worker, i) once for every i in [0, n), worker in
 * [0, threads), and returns when all are done. A worker's number is used by
 * one thread at a time. grain items in a row go to one thread. */
void pool_run(struct pool *p, size_t n, size_t grain,
              void (*work)(void *arg, unsigned worker, size_t i), void *arg);

/* Begins the same and returns: the other workers do it while the caller does
 * what only he can. It is done when pool_finish() returns, which takes part;
 * the next pool_run() or pool_start() finishes it too. arg lives till then. */
void pool_start(struct pool *p, size_t n, size_t grain,
                void (*work)(void *arg, unsigned worker, size_t i), void *arg);
void pool_finish(struct pool *p);

unsigned pool_threads(const struct pool *p);

#endif
