/* store_begin_read(): questions are answered as of one moment. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "store/store.h"
#include "store/track.h"
#include "tests/crawl.h"
#include "tests/trial.h"

static struct trial trial;
static struct crawl crawl;

/* The first half of the crawl is in the file. */
static int set_up(void **state)
{
    struct store *s;
    (void)state;
    crawl_make(&crawl, &crawl_small);
    trial_init(&trial);
    s = trial_open(&trial, NULL);
    assert_int_equal(store_add(s, crawl.article, crawl.n / 2, NULL), 0);
    assert_int_equal(store_gather(s, NULL), 0);
    trial_close(s);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    crawl_release(&crawl);
    trial_release(&trial);
    return 0;
}

static struct store *open_reader(void)
{
    const struct store_options o = {.read_only = 1, .threads = 1};
    return trial_open(&trial, &o);
}

static void add_rest(void)
{
    struct store *s = trial_open(&trial, NULL);
    size_t half = crawl.n / 2;
    assert_int_equal(store_add(s, crawl.article + half, crawl.n - half, NULL),
                     0);
    assert_int_equal(store_gather(s, NULL), 0);
    assert_int_equal(store_set_rule(s, "link", 0.5), 0);
    store_close(s);
}

static int tell_story(void *arg, const struct track_row *row)
{
    page_print(arg, "%lld %llu %llu\n", (long long)row->story,
               (unsigned long long)row->copies,
               (unsigned long long)row->versions);
    return 0;
}

static int tell_site(void *arg, const struct site_row *row)
{
    page_print(arg, "%s %llu\n", row->site, (unsigned long long)row->articles);
    return 0;
}

static int tell_rule(void *arg, const struct rule_row *row)
{
    page_print(arg, "%s %g\n", row->name, row->value);
    return 0;
}

/* What the questions of a report give, as text; free it. */
static char *ask(struct store *s)
{
    const struct track_calls calls = {.story = tell_story};
    struct store_stats stats;
    struct page p = {0};
    assert_int_equal(store_get_stats(s, &stats), 0);
    page_print(&p, "%llu\n", (unsigned long long)stats.articles);
    assert_int_equal(store_track_all(s, NULL, &calls, &p), 0);
    assert_int_equal(store_sites(s, NULL, tell_site, &p), 0);
    assert_int_equal(store_rules(s, tell_rule, &p), 0);
    return p.at;
}

static void test_store_read_one_moment(void **state)
{
    struct store *s = open_reader();
    char *first, *again, *after, *next;
    (void)state;
    assert_int_equal(store_begin_read(s), STORE_OK);
    first = ask(s);
    /* Who writes is not held up. */
    add_rest();
    again = ask(s);
    assert_string_equal(again, first);
    /* A pair inside does not end it. */
    assert_int_equal(store_begin_read(s), STORE_OK);
    assert_int_equal(store_end_read(s), STORE_OK);
    after = ask(s);
    assert_string_equal(after, first);
    assert_int_equal(store_end_read(s), STORE_OK);
    assert_int_equal(store_begin_read(s), STORE_OK);
    next = ask(s);
    assert_string_not_equal(next, first);
    assert_non_null(strstr(next, "\nlink 0.5\n"));
    assert_null(strstr(first, "\nlink 0.5\n"));
    assert_int_equal(store_end_read(s), STORE_OK);
    free(first);
    free(again);
    free(after);
    free(next);
    store_close(s);
}

/* The moment is that of the call, not that of the first question. */
static void test_store_read_moment_of_the_call(void **state)
{
    struct store *s = open_reader();
    char *before = ask(s), *within;
    (void)state;
    assert_int_equal(store_begin_read(s), STORE_OK);
    add_rest();
    within = ask(s);
    assert_string_equal(within, before);
    assert_int_equal(store_end_read(s), STORE_OK);
    free(before);
    free(within);
    store_close(s);
}

/* What writes fails within, and the file is as it was. */
static void test_store_read_nothing_written(void **state)
{
    struct store *s = trial_open(&trial, NULL);
    (void)state;
    assert_int_equal(store_begin_read(s), STORE_OK);
    assert_int_equal(store_add(s, crawl.article, crawl.n, NULL), STORE_ERROR);
    assert_int_equal(store_end_read(s), STORE_ERROR);
    store_close(s);
    assert_int_equal(trial_number(&trial, "SELECT count(*) FROM article"),
                     (int64_t)(crawl.n / 2));
    s = trial_open(&trial, NULL);
    assert_int_equal(store_begin_read(s), STORE_OK);
    assert_int_equal(store_end_read(s), STORE_OK);
    assert_int_equal(store_add(s, crawl.article, crawl.n, NULL), STORE_OK);
    assert_int_equal(store_gather(s, NULL), STORE_OK);
    trial_close(s);
}

/* Closing ends it; nothing is locked after that. */
static void test_store_read_closed(void **state)
{
    struct store *s = open_reader();
    (void)state;
    assert_int_equal(store_begin_read(s), STORE_OK);
    store_close(s);
    add_rest();
    assert_int_equal(trial_number(&trial, "SELECT count(*) FROM article"),
                     (int64_t)crawl.n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_store_read_one_moment, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_store_read_moment_of_the_call,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_store_read_nothing_written, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_store_read_closed, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
