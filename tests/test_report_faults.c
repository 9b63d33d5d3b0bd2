/* report: memory that runs out, at each place where it can; and a file that
 * takes no more. A page is whole or not said to be. */
#include "cli/report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/crawl.h"
#include "tests/faulty.h"
#include "tests/trial.h"

static const struct report_options options = {
    .filter = {.since = STORE_NO_TIME, .until = STORE_NO_TIME},
    .db = "trial.db",
    .version = "0",
    .now = CRAWL_EPOCH,
};

struct world {
    struct trial trial;
    char *page; /* as it ought to be */
    size_t size;
};

static int set_up(void **state)
{
    static struct world w;
    struct crawl c;
    struct store *s;
    FILE *f;
    crawl_make(&c, &crawl_small);
    trial_init(&w.trial);
    s = trial_open(&w.trial, NULL);
    assert_int_equal(store_add(s, c.article, c.n, NULL), 0);
    assert_int_equal(store_gather(s, NULL), 0);
    crawl_release(&c);
    f = open_memstream(&w.page, &w.size);
    assert_non_null(f);
    assert_int_equal(report_write(s, f, &options, NULL), 0);
    assert_int_equal(fclose(f), 0);
    assert_non_null(strstr(w.page, "<svg class=chart"));
    trial_close(s);
    *state = &w;
    return 0;
}

static int tear_down(void **state)
{
    struct world *w = *state;
    free(w->page);
    trial_release(&w->trial);
    return 0;
}

/* Writes the page with the nth allocation failing. Returns whether one did. */
static int try_memory(const struct world *w, long n)
{
    struct store *s = trial_open(&w->trial, NULL);
    char *page = NULL;
    size_t size = 0;
    int no_memory = 0, code;
    long failed;
    FILE *f = open_memstream(&page, &size);
    assert_non_null(f);
    faulty_arm(FAULT_ALLOCATION, n, 0);
    code = report_write(s, f, &options, &no_memory);
    failed = faulty_disarm();
    assert_int_equal(fclose(f), 0);
    /* SQLite does without some of what it asks for. */
    if (!code) {
        assert_int_equal(no_memory, 0);
        assert_int_equal(size, w->size);
        assert_memory_equal(page, w->page, size);
    } else {
        assert_true(failed > 0);
        assert_true(no_memory ? code == STORE_STOPPED : code == STORE_ERROR);
    }
    free(page);
    store_close(s);
    return failed > 0;
}

static void test_report_faults_no_memory(void **state)
{
    const struct world *w = *state;
    long n = 0;
    /* Every place at first, where the sections are set up; then some. */
    while (try_memory(w, n))
        n += n < 600 ? 1 : 1 + n / 100;
    assert_true(n > 600);
}

static void test_report_faults_full_disk(void **state)
{
    const struct world *w = *state;
    struct store *s = trial_open(&w->trial, NULL);
    char space[4096];
    FILE *f = fmemopen(space, sizeof space, "w");
    int no_memory = 1;
    assert_non_null(f);
    setvbuf(f, NULL, _IONBF, 0);
    assert_int_equal(report_write(s, f, &options, &no_memory), STORE_STOPPED);
    assert_int_equal(no_memory, 0);
    fclose(f);
    trial_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_report_faults_no_memory),
        cmocka_unit_test(test_report_faults_full_disk),
    };
    faulty_init();
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
