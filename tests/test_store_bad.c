/* store: what is no database, or not this program's. */
#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/crawl.h"
#include "tests/trial.h"

static struct trial trial;
static struct crawl crawl;
static char *whole; /* a sound file with the crawl in it */
static size_t size;

static int set_up(void **state)
{
    (void)state;
    crawl_make(&crawl, &crawl_tiny);
    trial_init(&trial);
    struct store *s = trial_open(&trial, NULL);
    if (store_add(s, crawl.article, crawl.n, NULL) || store_gather(s, NULL))
        return -1;
    trial_close(s);
    whole = trial_read(&trial, &size);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    crawl_release(&crawl);
    trial_release(&trial);
    free(whole);
    return 0;
}

/* ---- opening ---------------------------------------------------------------
 */

/* Opening must fail that way, name the file, and say these words. */
static void refused(const struct store_options *o, int code, const char *words)
{
    struct store *s;
    if (store_open(&s, trial.path, o) != code)
        fail_msg("%s instead of \"%s\"", store_errmsg(s), words);
    assert_non_null(strstr(store_errmsg(s), trial.path));
    if (!strstr(store_errmsg(s), words))
        fail_msg("\"%s\" does not say \"%s\"", store_errmsg(s), words);
    /* It sticks, and no call does harm. */
    assert_int_equal(store_add(s, crawl.article, 1, NULL), code);
    assert_int_equal(store_gather(s, NULL), code);
    assert_null(trial_members(s));
    assert_int_equal(store_check(s, NULL, NULL, NULL), code);
    store_close(s);
}

static void refused_after(const char *sql, const char *words)
{
    trial_write(&trial, whole, size);
    trial_run(&trial, sql);
    refused(NULL, STORE_REFUSED, words);
}

static void test_store_open_refuses_strangers(void **state)
{
    static const char text[] = "Not a database at all, but a line of text.\n";
    const struct store_options reader = {.read_only = 1};
    char *long_text = crawl_text(1, 100);
    (void)state;
    trial_write(&trial, text, sizeof text - 1);
    refused(NULL, STORE_REFUSED, "another file with --db");
    refused(&reader, STORE_REFUSED, "another file with --db");
    trial_write(&trial, "x\n", 2);
    refused(NULL, STORE_REFUSED, "another file with --db");
    trial_write(&trial, long_text, strlen(long_text));
    refused(NULL, STORE_REFUSED, "another file with --db");
    free(long_text);
    trial_write(&trial, "", 0);
    trial_run(&trial, "CREATE TABLE theirs(x)");
    refused(NULL, STORE_REFUSED, "not wireprint's");
    refused(&reader, STORE_REFUSED, "not wireprint's");
    assert_int_equal(trial_number(&trial, "SELECT count(*) FROM theirs"), 0);
    refused_after("PRAGMA user_version = 999", "another version");
    refused_after("PRAGMA application_id = 7", "not wireprint's");
    refused_after("UPDATE meta SET value = 99 WHERE key = 'fold_version'",
                  "to a new file");
    refused_after("DELETE FROM meta WHERE key = 'fold_version'", "new file");
    refused_after("UPDATE meta SET value = -5 WHERE key = 'shingle'", "range");
    refused_after("DELETE FROM meta WHERE key = 'least'", "least");
    refused_after("DELETE FROM meta", "");
}

static void test_store_open_refuses_other_params(void **state)
{
    static const struct {
        struct store_params p;
        const char *words;
    } other[] = {{{.shingle = 4}, "--shingle 5, not 4"},
                 {{.least = 8}, "--least 16, not 8"},
                 {{.modulus = 32}, "--modulus 16, not 32"},
                 {{.window = 7}, "--window 14, not 7"},
                 {{.window = -1}, "--window 14, not 0"},
                 {{.no_text = 1}, "--no-text"}};
    struct store_options o = {.threads = 1};
    (void)state;
    trial_write(&trial, whole, size);
    for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
        o.params = &other[i].p;
        refused(&o, STORE_REFUSED, other[i].words);
    }
    const struct store_params same = {5, 16, 16, 0, 14}, none = {0};
    o.params = &same;
    trial_close(trial_open(&trial, &o));
    o.params = &none;
    trial_close(trial_open(&trial, &o));
}

static void test_store_open_wants_a_file(void **state)
{
    const struct store_options reader = {.read_only = 1},
                               old = {.must_exist = 1};
    const struct store_params wild = {.shingle = 33};
    const struct store_options bad = {.params = &wild};
    struct trial other = trial;
    (void)state;
    trial_write(&trial, "", 0);
    assert_int_equal(remove(trial.path), 0);
    refused(&old, STORE_ERROR, "No such file");
    refused(&reader, STORE_ERROR, "No such file");
    refused(&bad, STORE_ERROR, "shingle 2..32");
    trial_write(&trial, "", 0); /* an empty file may become one, but not so: */
    refused(&reader, STORE_REFUSED, "nothing is in it yet");
    trial_close(trial_open(&trial, NULL));
    strcpy(trial.path, trial.dir);
    refused(NULL, STORE_ERROR, "is a directory");
    refused(&reader, STORE_ERROR, "is a directory");
    strcat(trial.path, "/none/c.db");
    refused(NULL, STORE_ERROR, "");
    trial = other;
}

static int open_as_nobody(void)
{
    struct store *s;
    const struct store_options reader = {.read_only = 1, .threads = 1};
    if (getuid() == 0 && setuid(65534))
        return 1;
    int code = store_open(&s, trial.path, NULL);
    if (code == STORE_OK)
        code = store_add(s, crawl.article, 1, NULL) == STORE_ERROR
                   ? store_gather(s, NULL)
                   : STORE_OK;
    if (code != STORE_ERROR || !strstr(store_errmsg(s), trial.path))
        return 2;
    store_close(s);
    if (store_open(&s, trial.path, &reader))
        return 3;
    char *rows = trial_members(s);
    int found = rows && *rows;
    free(rows);
    store_close(s);
    return found ? 0 : 4;
}

static void test_store_read_only_file(void **state)
{
    int status;
    (void)state;
    trial_write(&trial, whole, size);
    assert_int_equal(chmod(trial.path, 0444), 0);
    assert_int_equal(chmod(trial.dir, 0777), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (!pid)
        _Exit(open_as_nobody());
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_store_open_refuses_strangers),
        cmocka_unit_test(test_store_open_refuses_other_params),
        cmocka_unit_test(test_store_open_wants_a_file),
        cmocka_unit_test(test_store_read_only_file),
    };
    return cmocka_run_group_tests_name("store_bad", tests, set_up, tear_down);
}
