/*
 * pool: whatever the number of threads and the grain, every item is worked on
 * once, results are the same, and a worker's number serves one at a time.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <pthread.h>

/* How many more threads can be made; no bound while negative. */
static long allowed = -1;
static int memory = 1;

static int stingy_create(pthread_t *thread, const pthread_attr_t *attr,
                         void *(*start)(void *), void *arg)
{
    if (allowed == 0)
        return -1;
    if (allowed > 0)
        allowed--;
    return pthread_create(thread, attr, start, arg);
}

static void *stingy_calloc(size_t n, size_t size)
{
    return memory ? calloc(n, size) : NULL;
}

/* pool.c itself, with threads and memory that can run out. */
#define pthread_create stingy_create
#define calloc stingy_calloc
#include "store/pool.c"
#undef pthread_create
#undef calloc

#define ITEMS 3000
#define THREADS 8

struct job {
    uint64_t result[ITEMS];
    atomic_uint times[ITEMS];
    atomic_uint at_work[THREADS]; /* by worker */
    atomic_uint wrong;
    unsigned threads;
};

/* Some items take a thousand times as long as others. */
static void work_on(void *arg, unsigned worker, size_t i)
{
    struct job *j = arg;
    uint64_t v = i;

    if (worker >= j->threads || i >= ITEMS ||
        atomic_fetch_add(&j->at_work[worker], 1))
        atomic_fetch_add(&j->wrong, 1);
    for (size_t k = i % 97 ? 1 : 1000; k; k--)
        v = v * 6364136223846793005u + 1442695040888963407u;
    j->result[i] = v;
    atomic_fetch_add(&j->times[i], 1);
    atomic_fetch_sub(&j->at_work[worker], 1);
}

static void run(struct pool *p, struct job *j, size_t n, size_t grain)
{
    memset(j, 0, sizeof *j);
    j->threads = pool_threads(p);
    pool_run(p, n, grain, work_on, j);
    assert_int_equal(j->wrong, 0);
    for (size_t i = 0; i < ITEMS; i++)
        assert_int_equal(j->times[i], i < n);
}

static void test_pool_result_is_that_of_one_thread(void **state)
{
    static const size_t sizes[] = {0, 1, 2, 7, 100, ITEMS};
    static const size_t grains[] = {0, 1, 2, 16, 99, ITEMS + 1, SIZE_MAX};
    static struct job alone, job;

    (void)state;
    struct pool *one = pool_new(1);
    assert_non_null(one);
    for (unsigned threads = 0; threads <= THREADS; threads++) {
        struct pool *p = pool_new(threads);
        assert_non_null(p);
        assert_true(pool_threads(p) >= 1);
        assert_true(pool_threads(p) <= (threads ? threads : 1));
        for (size_t k = 0; k < 6 * 7; k++) {
            run(one, &alone, sizes[k / 7], 1);
            run(p, &job, sizes[k / 7], grains[k % 7]);
            assert_memory_equal(job.result, alone.result, sizeof job.result);
        }
        pool_free(p);
    }
    pool_free(one);
    pool_free(NULL);
}

/* Rounds of nothing to do in between, and pools that never work. */
static void test_pool_many_short_rounds(void **state)
{
    static struct job job;

    (void)state;
    struct pool *p = pool_new(4);
    assert_non_null(p);
    memset(&job, 0, sizeof job);
    job.threads = pool_threads(p);
    for (int round = 0; round < 3000; round++)
        pool_run(p, (size_t)round % 5, 1, work_on, &job);
    pool_free(p);
    assert_int_equal(job.wrong, 0);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(job.times[i], 3000 * (4 - i) / 5);
    for (int round = 0; round < 50; round++)
        pool_free(pool_new(3));
}

/* What was begun is done when it is finished, by whatever comes next. */
static void test_pool_begun_work_is_done(void **state)
{
    static struct job first, second, third;

    (void)state;
    for (unsigned threads = 1; threads <= 4; threads++) {
        struct pool *p = pool_new(threads);
        assert_non_null(p);
        memset(&first, 0, sizeof first);
        memset(&second, 0, sizeof second);
        first.threads = second.threads = pool_threads(p);
        pool_finish(p);
        pool_start(p, ITEMS, 8, work_on, &first);
        pool_start(p, 100, 8, work_on, &second);
        for (size_t i = 0; i < ITEMS; i++)
            assert_int_equal(first.times[i], 1);
        run(p, &third, 200, 3);
        for (size_t i = 0; i < ITEMS; i++)
            assert_int_equal(second.times[i], i < 100);
        pool_start(p, 50, 8, work_on, &first);
        pool_finish(p);
        pool_finish(p);
        for (size_t i = 0; i < ITEMS; i++)
            assert_int_equal(first.times[i], 1 + (i < 50));
        assert_int_equal(first.wrong + second.wrong, 0);
        pool_free(p);
    }
}

/* A pool is for one caller, but two pools may work at a time. */
static void nested(void *arg, unsigned worker, size_t i)
{
    static struct job job[4];
    atomic_uint *good = arg;
    struct pool *p = pool_new(2);

    (void)worker;
    if (!p)
        return;
    run(p, &job[i], 50, 3);
    pool_free(p);
    atomic_fetch_add(good, 1);
}

static void test_pool_inside_a_pool(void **state)
{
    atomic_uint good = 0;

    (void)state;
    struct pool *p = pool_new(2);
    assert_non_null(p);
    pool_run(p, 4, 1, nested, &good);
    pool_free(p);
    assert_int_equal(good, 4);
}

static void test_pool_of_fewer_threads_than_asked_for(void **state)
{
    static struct job job;

    (void)state;
    for (long n = 0; n < 4; n++) {
        allowed = n;
        struct pool *p = pool_new(6);
        allowed = -1;
        assert_non_null(p);
        assert_int_equal(pool_threads(p), n + 1);
        run(p, &job, ITEMS, 10);
        pool_free(p);
    }
    memory = 0;
    assert_null(pool_new(2));
    memory = 1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pool_result_is_that_of_one_thread),
        cmocka_unit_test(test_pool_many_short_rounds),
        cmocka_unit_test(test_pool_begun_work_is_done),
        cmocka_unit_test(test_pool_inside_a_pool),
        cmocka_unit_test(test_pool_of_fewer_threads_than_asked_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
