#include "store/pool.h"

#include <pthread.h>
#include <stdlib.h>

struct pool {
    pthread_mutex_t lock;
    pthread_cond_t start, finish;
    unsigned threads, started, busy;
    unsigned long round;
    int ending, begun;
    size_t next, n, grain;
    void (*work)(void *, unsigned, size_t);
    void *arg;
    struct member {
        struct pool *pool;
        unsigned number;
        pthread_t thread;
    } member[];
};

/* Takes the next grain of items; 0 where none are left. */
static int take(struct pool *p, size_t *from, size_t *to)
{
    pthread_mutex_lock(&p->lock);
    *from = p->next;
    *to = p->n - p->next > p->grain ? p->next + p->grain : p->n;
    p->next = *to;
    pthread_mutex_unlock(&p->lock);
    return *from < *to;
}

static void drain(struct pool *p, unsigned worker)
{
    size_t from, to;
    while (take(p, &from, &to))
        for (size_t i = from; i < to; i++)
            p->work(p->arg, worker, i);
}

static void *serve(void *arg)
{
    struct member *m = arg;
    struct pool *p = m->pool;
    unsigned long seen = 0;
    pthread_mutex_lock(&p->lock);
    for (;;) {
        while (!p->ending && p->round == seen)
            pthread_cond_wait(&p->start, &p->lock);
        if (p->ending)
            break;
        seen = p->round;
        pthread_mutex_unlock(&p->lock);
        drain(p, m->number);
        pthread_mutex_lock(&p->lock);
        if (--p->busy == 0)
            pthread_cond_signal(&p->finish);
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

struct pool *pool_new(unsigned threads)
{
    if (threads < 1)
        threads = 1;
    struct pool *p = calloc(1, sizeof *p + threads * sizeof *p->member);
    if (!p)
        return NULL;
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->start, NULL);
    pthread_cond_init(&p->finish, NULL);
    p->threads = 1;
    for (unsigned i = 1; i < threads; i++) {
        struct member *m = &p->member[p->threads];
        m->pool = p;
        m->number = p->threads;
        /* Fewer threads than asked for do the same work. */
        if (pthread_create(&m->thread, NULL, serve, m))
            break;
        p->threads++;
    }
    return p;
}

void pool_free(struct pool *p)
{
    if (!p)
        return;
    pthread_mutex_lock(&p->lock);
    p->ending = 1;
    pthread_cond_broadcast(&p->start);
    pthread_mutex_unlock(&p->lock);
    for (unsigned i = 1; i < p->threads; i++)
        pthread_join(p->member[i].thread, NULL);
    pthread_cond_destroy(&p->finish);
    pthread_cond_destroy(&p->start);
    pthread_mutex_destroy(&p->lock);
    free(p);
}

void pool_start(struct pool *p, size_t n, size_t grain,
                void (*work)(void *arg, unsigned worker, size_t i), void *arg)
{
    pool_finish(p);
    pthread_mutex_lock(&p->lock);
    p->work = work;
    p->arg = arg;
    p->next = 0;
    p->n = n;
    p->grain = grain ? grain : 1;
    p->busy = p->threads - 1;
    p->round++;
    p->begun = 1;
    pthread_cond_broadcast(&p->start);
    pthread_mutex_unlock(&p->lock);
}

void pool_finish(struct pool *p)
{
    if (!p->begun)
        return;
    drain(p, 0);
    pthread_mutex_lock(&p->lock);
    while (p->busy)
        pthread_cond_wait(&p->finish, &p->lock);
    pthread_mutex_unlock(&p->lock);
    p->begun = 0;
}

void pool_run(struct pool *p, size_t n, size_t grain,
              void (*work)(void *arg, unsigned worker, size_t i), void *arg)
{
    pool_start(p, n, grain, work, arg);
    pool_finish(p);
}

unsigned pool_threads(const struct pool *p)
{
    return p->threads;
}
