/*
 * sieve: the Nth allocation fails, the Nth write fails, the process dies at
 * the Nth write, for every N. A database then remembers all of a run or
 * nothing, and is whole; and no temporary file is left.
 */
#include "store/sieve.h"

#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "store/sieve_state.h"
#include "tests/crawl.h"
#include "tests/faulty.h"
#include "tests/trial.h"

static const struct sieve_limits tiny = {
    .kept = 4096, .slots = 256, .filter = 64, .slice = 5, .bytes = 4096};

static struct trial trial;
static struct crawl crawl;
static char *base; /* a file that remembers the first articles */
static size_t size;
static int64_t remembered, all;

static int count_verdict(void *arg, const struct sieve_verdict *d)
{
    *(size_t *)arg += d->keep || strlen(d->kept_name) > 0;
    return 0;
}

/* Puts some records, holds and judges the others, and remembers them. */
static int work(const char *db, size_t to)
{
    const struct sieve_options o = {
        .resemblance = 0.6, .threads = 1, .db = db, .spill = trial.dir};
    struct sieve_verdict d[16];
    struct sieve *v;
    size_t told = 0;
    int code = sieve_open_limited(&v, &o, &tiny);
    if (!code)
        code = sieve_put(v, crawl.article, NULL, to / 2, d);
    if (!code)
        code = sieve_hold(v, crawl.article + to / 2, NULL, NULL, to - to / 2);
    if (!code)
        code = sieve_judge(v, count_verdict, &told);
    if (!code && told != to - to / 2)
        code = -99;
    if (!code)
        code = sieve_remember(v);
    if (code)
        assert_true(strlen(sieve_errmsg(v)) > 10);
    sieve_close(v);
    return code;
}

static int set_up(void **state)
{
    (void)state;
    crawl_make(&crawl, &crawl_tiny);
    assert_true(crawl.n <= 16);
    trial_init(&trial);
    struct store *s = trial_open(&trial, NULL);
    if (store_add(s, crawl.article, 2, NULL))
        return -1;
    trial_close(s);
    if (work(trial.path, crawl.n / 2))
        return -1;
    base = trial_read(&trial, &size);
    remembered = trial_number(&trial, "SELECT max(num) FROM sieve_kept");
    if (work(trial.path, crawl.n))
        return -1;
    all = trial_number(&trial, "SELECT max(num) FROM sieve_kept");
    return all > remembered && remembered > 2 ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    crawl_release(&crawl);
    trial_release(&trial);
    free(base);
    return 0;
}

static void verify(int code, long n)
{
    DIR *dir = opendir(trial.dir);
    const struct dirent *e;
    assert_non_null(dir);
    while ((e = readdir(dir)))
        if (!strncmp(e->d_name, "wireprint-", 10))
            fail_msg("at %ld: left %s", n, e->d_name);
    closedir(dir);
    trial_close(trial_open(&trial, NULL));
    int64_t now = trial_number(&trial, "SELECT max(num) FROM sieve_kept");
    if (now != remembered && now != all)
        fail_msg("at %ld: %d of %d remembered", n, (int)now, (int)all);
    if (code == STORE_OK)
        assert_int_equal(now, all);
}

static void disturb(enum fault kind, int for_good, const char *db)
{
    long n = 0, failed;
    do {
        trial_write(&trial, base, size);
        faulty_arm(kind, n, for_good);
        int code = work(db, crawl.n);
        failed = faulty_disarm();
        if (code != STORE_OK && !failed)
            fail_msg("at %ld: failed on its own", n);
        if (db)
            verify(code, n);
        n += for_good ? 3 : 1;
    } while (failed);
    assert_true(n > 15);
}

static void test_sieve_survives_failing_allocations(void **state)
{
    (void)state;
    disturb(FAULT_ALLOCATION, 0, trial.path);
    disturb(FAULT_ALLOCATION, 1, trial.path);
    disturb(FAULT_ALLOCATION, 0, NULL);
}

static void test_sieve_survives_failing_writes(void **state)
{
    (void)state;
    disturb(FAULT_WRITE, 0, trial.path);
    disturb(FAULT_WRITE, 1, trial.path);
}

static void test_sieve_survives_being_killed(void **state)
{
    long n = 0;
    int status;
    (void)state;
    do {
        trial_write(&trial, base, size);
        pid_t pid = fork();
        assert_true(pid >= 0);
        if (!pid) {
            faulty_arm(FAULT_DEATH, n, 0);
            _Exit(work(trial.path, crawl.n) != STORE_OK);
        }
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_true(WIFSIGNALED(status) ? WTERMSIG(status) == SIGKILL
                                        : WEXITSTATUS(status) == 0);
        verify(WIFSIGNALED(status) ? STORE_ERROR : STORE_OK, n++);
    } while (WIFSIGNALED(status));
    assert_true(n > 15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sieve_survives_failing_allocations),
        cmocka_unit_test(test_sieve_survives_failing_writes),
        cmocka_unit_test(test_sieve_survives_being_killed),
    };
    faulty_init();
    return cmocka_run_group_tests_name("sieve_faults", tests, set_up,
                                       tear_down);
}
