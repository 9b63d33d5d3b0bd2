/*
 * store: the Nth allocation fails, the Nth write fails, the process dies at
 * the Nth write, for every N. What was committed before stays, the file is
 * whole, and adding the rest gives the stories that it would have given.
 */
#include "store/store.h"

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
#include <xxhash.h>

#include "tests/crawl.h"
#include "tests/faulty.h"
#include "tests/trial.h"

/* ---- the work that is disturbed --------------------------------------------
 */

static struct trial trial;
static struct crawl crawl;
static char *base; /* a file with the first articles in it */
static size_t size, nbase;
static int64_t *want; /* the stories of all */

static int set_up(void **state)
{
    (void)state;
    crawl_make(&crawl, &crawl_tiny);
    nbase = crawl.n / 2;
    trial_init(&trial);
    struct store *s = trial_open(&trial, NULL);
    if (store_add(s, crawl.article, nbase, NULL) || store_gather(s, NULL))
        return -1;
    trial_close(s);
    base = trial_read(&trial, &size);
    s = trial_open(&trial, NULL);
    if (store_add(s, crawl.article, crawl.n, NULL) || store_gather(s, NULL))
        return -1;
    want = trial_stories(s, &crawl);
    trial_close(s);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    crawl_release(&crawl);
    trial_release(&trial);
    free(base);
    free(want);
    return 0;
}

/* Opens the file, or makes it, and adds what is missing, in two batches. */
static int work(int only_open)
{
    const struct store_options one = {.threads = 1};
    struct store *s;
    size_t middle = (nbase + crawl.n) / 2;
    store_open(&s, trial.path, &one);
    int code = s ? store_gather(s, NULL) : STORE_ERROR;
    if (s && !only_open) {
        store_add(s, crawl.article, middle, NULL);
        store_gather(s, NULL);
        store_add(s, crawl.article + middle, crawl.n - middle, NULL);
        code = store_gather(s, NULL);
    }
    if (code)
        assert_true(strlen(store_errmsg(s)) > 10);
    store_close(s);
    return code;
}

/* The file before the fault: the first articles, or none yet. */
static void prepare(int fresh)
{
    trial_write(&trial, base, size);
    if (fresh)
        assert_int_equal(unlink(trial.path), 0);
}

/* Whether the file stands as it did before, byte for byte: many faults leave
 * the same. */
static int known(void)
{
    static uint64_t seen[64];
    static size_t nseen;
    char wal[192];
    size_t n;
    snprintf(wal, sizeof wal, "%s-wal", trial.path);
    if (!access(wal, F_OK) || access(trial.path, F_OK))
        return 0;
    char *bytes = trial_read(&trial, &n);
    uint64_t hash = XXH3_64bits(bytes, n);
    free(bytes);
    for (size_t i = 0; i < nseen; i++)
        if (seen[i] == hash)
            return 1;
    seen[nseen++ % 64] = hash;
    return 0;
}

static void verify(int fresh, long n)
{
    if (known())
        return;
    struct store *s = trial_open(&trial, NULL);
    int code;
    char *problems = trial_problems(s, &code);
    if (code || *problems)
        fail_msg("at %ld: %s%s", n, store_errmsg(s), problems);
    free(problems);
    int64_t *story = trial_stories(s, &crawl);
    for (size_t i = 0; !fresh && i < nbase; i++)
        assert_true(story[i] != INT64_MIN);
    free(story);
    if (store_add(s, crawl.article, crawl.n, NULL) || store_gather(s, NULL))
        fail_msg("at %ld: %s", n, store_errmsg(s));
    story = trial_stories(s, &crawl);
    assert_true(crawl_agreement(story, want, crawl.n) == 1);
    free(story);
    trial_close(s);
}

/* Works with the Nth one failing, for every N; and with all from the Nth on,
 * for every third N. */
static void disturb(enum fault kind, int for_good, int fresh)
{
    long n = 0, failed;
    do {
        prepare(fresh);
        faulty_arm(kind, n, for_good);
        int code = work(fresh && kind == FAULT_ALLOCATION);
        failed = faulty_disarm();
        if (code != STORE_OK && !failed)
            fail_msg("at %ld: failed on its own", n);
        verify(fresh, n);
        n += for_good ? 3 : 1;
    } while (failed);
    assert_true(n > 15);
}

static void test_store_survives_failing_allocations(void **state)
{
    (void)state;
    disturb(FAULT_ALLOCATION, 0, 0);
    disturb(FAULT_ALLOCATION, 1, 0);
    disturb(FAULT_ALLOCATION, 0, 1);
}

static void test_store_survives_failing_writes(void **state)
{
    (void)state;
    for (int fresh = 0; fresh < 2; fresh++) {
        disturb(FAULT_WRITE, 0, fresh);
        disturb(FAULT_WRITE, 1, fresh);
    }
}

static void die_at_each_write(int fresh)
{
    long n = 0;
    int status;
    do {
        prepare(fresh);
        pid_t pid = fork();
        assert_true(pid >= 0);
        if (!pid) {
            faulty_arm(FAULT_DEATH, n, 0);
            _Exit(work(0) != STORE_OK);
        }
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_true(WIFSIGNALED(status) ? WTERMSIG(status) == SIGKILL
                                        : WEXITSTATUS(status) == 0);
        verify(fresh, n++);
    } while (WIFSIGNALED(status));
    assert_true(n > 15);
}

static void test_store_survives_being_killed(void **state)
{
    (void)state;
    die_at_each_write(0);
    die_at_each_write(1);
}

/* ---- questions -------------------------------------------------------------
 */

#define PRINT(type, ...)                                                       \
    static int print_##type(void *arg, const struct type *row)                 \
    {                                                                          \
        faulty_pause(1);                                                       \
        page_print(arg, __VA_ARGS__);                                          \
        faulty_pause(0);                                                       \
        return 0;                                                              \
    }
PRINT(story_row, "%d %s %s\n", (int)row->story, row->title, row->main_article)
PRINT(copy_row, "%s %s %s %g\n", row->article, row->url, row->site,
      row->coverage)
PRINT(shared_row, "%d %.*s\n", (int)row->copies, (int)row->len, row->text)
PRINT(article_row, "%s %s %s %d %s\n", row->id, row->url, row->title,
      (int)row->words, row->text)
PRINT(match_row, "%s %d %.*s\n", row->article, (int)row->matched,
      (int)row->passage_len, row->passage)
PRINT(pair_row, "%s %s %d %g\n", row->a, row->b, (int)row->longest,
      row->resemblance)
PRINT(member_row, "%s %d\n", row->article, (int)row->story)
PRINT(log_row, "%s %d\n", row->event, (int)row->story)

/* SQLite's own check calls a page that no memory was left for a problem. */
static int count_problem(void *arg, const char *problem)
{
    *(uint64_t *)arg += strncmp(problem, "SQLite: ", 8) != 0;
    return 0;
}

/* Asks everything; the answers, and the code of the last. */
static int ask(struct page *p, uint64_t *problems)
{
    const struct store_options one = {.threads = 1, .read_only = 1};
    const struct story_filter words = {
        .since = STORE_NO_TIME, .until = STORE_NO_TIME, .words = "title of"};
    const struct article *a = &crawl.article[1];
    struct store_stats st;
    struct store *s;
    int code = store_open(&s, trial.path, &one);
    if (s) {
        store_stories(s, &words, print_story_row, p);
        store_copies(s, 1, print_copy_row, p);
        store_shared(s, 1, print_shared_row, p);
        store_article(s, a->id, print_article_row, p);
        store_match(s, a->text, a->text_len, NULL, print_match_row, p);
        store_pairs(s, NULL, print_pair_row, p);
        store_members(s, print_member_row, p);
        store_log(s, 0, print_log_row, p);
        store_check(s, count_problem, problems, NULL);
        code = store_get_stats(s, &st);
    }
    store_close(s);
    return code;
}

static void test_store_answers_right_or_not_at_all(void **state)
{
    struct page right = {0}, got = {0};
    uint64_t problems;
    long failed, n = 0;
    (void)state;
    prepare(0);
    assert_int_equal(work(0), STORE_OK);
    assert_int_equal(ask(&right, &problems), STORE_OK);
    do {
        got.n = 0;
        problems = 0;
        faulty_arm(FAULT_ALLOCATION, n, 0);
        int code = ask(&got, &problems);
        failed = faulty_disarm();
        if (code == STORE_OK && (problems || got.n != right.n ||
                                 memcmp(got.at, right.at, got.n) != 0))
            fail_msg("at %ld: not all of the answer, and no error", n);
        n++;
    } while (failed);
    free(right.at);
    free(got.at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_store_survives_failing_allocations),
        cmocka_unit_test(test_store_survives_failing_writes),
        cmocka_unit_test(test_store_survives_being_killed),
        cmocka_unit_test(test_store_answers_right_or_not_at_all),
    };
    faulty_init();
    return cmocka_run_group_tests_name("store_faults", tests, set_up,
                                       tear_down);
}
