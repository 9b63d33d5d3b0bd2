#include "cli/feed.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

/* One batch is used while the other is filled; reading is the faster part by
 * far, so that a third would only take memory. */
#define SLOTS 2

struct feed {
    struct reader *reader;
    size_t max_records, max_bytes;
    pthread_t thread;
    pthread_mutex_t lock; /* for all below */
    pthread_cond_t changed;
    struct batch slot[SLOTS];
    unsigned filled, taken; /* batches so far; slot number modulo SLOTS */
    int held;               /* the caller has slot taken - 1 */
    int stop, ended;
    int code; /* of the reader, once ended */
};

/* Fills slots until the end. The slot being filled is the thread's alone. */
static void *read_all(void *arg)
{
    struct feed *f = arg;
    int code = READER_MORE;
    while (code == READER_MORE) {
        struct batch *b;
        pthread_mutex_lock(&f->lock);
        while (!f->stop && f->filled - f->taken + (unsigned)f->held >= SLOTS)
            pthread_cond_wait(&f->changed, &f->lock);
        b = &f->slot[f->filled % SLOTS];
        code = f->stop ? READER_END : READER_MORE;
        pthread_mutex_unlock(&f->lock);
        if (code != READER_MORE)
            break;
        code = reader_next(f->reader, b, f->max_records, f->max_bytes);
        pthread_mutex_lock(&f->lock);
        if (code == READER_MORE || (code == READER_STRICT && b->n))
            f->filled++;
        pthread_cond_broadcast(&f->changed);
        pthread_mutex_unlock(&f->lock);
    }
    pthread_mutex_lock(&f->lock);
    f->ended = 1;
    f->code = code;
    pthread_cond_broadcast(&f->changed);
    pthread_mutex_unlock(&f->lock);
    return NULL;
}

static void feed_free(struct feed *f)
{
    for (int i = 0; i < SLOTS; i++)
        batch_release(&f->slot[i]);
    pthread_cond_destroy(&f->changed);
    pthread_mutex_destroy(&f->lock);
    free(f);
}

int feed_open(struct feed **out, struct reader *r, size_t max_records,
              size_t max_bytes)
{
    struct feed *f = calloc(1, sizeof *f);
    *out = NULL;
    if (!f)
        return READER_NO_MEMORY;
    f->reader = r;
    f->max_records = max_records;
    f->max_bytes = max_bytes;
    pthread_mutex_init(&f->lock, NULL);
    pthread_cond_init(&f->changed, NULL);
    for (int i = 0; i < SLOTS; i++)
        batch_init(&f->slot[i]);
    if (pthread_create(&f->thread, NULL, read_all, f)) {
        feed_free(f);
        return FEED_NO_THREAD;
    }
    *out = f;
    return 0;
}

static struct timespec in_future(int milliseconds)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    t.tv_sec += milliseconds / 1000;
    t.tv_nsec += (long)(milliseconds % 1000) * 1000000;
    if (t.tv_nsec >= 1000000000) {
        t.tv_sec++;
        t.tv_nsec -= 1000000000;
    }
    return t;
}

int feed_next(struct feed *f, struct batch **b, int milliseconds)
{
    struct timespec until = in_future(milliseconds);
    int code, waited = 0;
    pthread_mutex_lock(&f->lock);
    if (f->held) {
        f->held = 0;
        pthread_cond_broadcast(&f->changed);
    }
    while (f->filled == f->taken && !f->ended && waited != ETIMEDOUT)
        waited = pthread_cond_timedwait(&f->changed, &f->lock, &until);
    if (f->filled != f->taken) {
        *b = &f->slot[f->taken++ % SLOTS];
        f->held = 1;
        code = FEED_BATCH;
    } else {
        code = f->ended ? f->code : FEED_WAITING;
    }
    pthread_mutex_unlock(&f->lock);
    return code;
}

int feed_close(struct feed *f)
{
    struct timespec until = in_future(1000);
    int ended, waited = 0;
    if (!f)
        return 0;
    pthread_mutex_lock(&f->lock);
    f->stop = 1;
    f->held = 0;
    pthread_cond_broadcast(&f->changed);
    while (!f->ended && waited != ETIMEDOUT)
        waited = pthread_cond_timedwait(&f->changed, &f->lock, &until);
    ended = f->ended;
    pthread_mutex_unlock(&f->lock);
    if (!ended) {
        pthread_detach(f->thread);
        return -1;
    }
    pthread_join(f->thread, NULL);
    feed_free(f);
    return 0;
}
