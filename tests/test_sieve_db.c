/*
 * sieve with a database: it remembers what it is told to and nothing else,
 * knows the articles of `add`, and takes no file that it cannot compare with.
 */
#include "store/sieve.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/crawl.h"
#include "tests/sieved.h"
#include "tests/trial.h"

/* Puts [from, to) and tells how many were kept, dropped for one of this run,
 * and for an earlier one. */
struct counts {
    size_t kept, now, earlier;
};

static struct counts put_some(struct sieve *v, const struct made *m,
                              size_t from, size_t to)
{
    struct counts c = {0};
    struct sieve_verdict *d = calloc(to - from, sizeof *d);
    assert_non_null(d);
    if (sieve_put(v, m->article + from, NULL, to - from, d))
        fail_msg("%s", sieve_errmsg(v));
    for (size_t i = 0; i < to - from; i++) {
        c.kept += (size_t)d[i].keep;
        c.now += !d[i].keep && !d[i].earlier;
        c.earlier += !d[i].keep && d[i].earlier;
        assert_true(d[i].keep || !d[i].earlier == (d[i].kept != 0));
    }
    free(d);
    return c;
}

static void check_file(const struct trial *f)
{
    const struct store_options o = {.must_exist = 1};
    trial_close(trial_open(f, &o));
}

/* Cut in two runs, the verdicts are those of one. */
static void test_sieve_remembers_in_a_database(void **state)
{
    struct made m;
    struct trial f;
    (void)state;
    make_edited(&m, 500, 7);
    const struct asked q = {0.5, 0, 5};
    struct sieve_verdict *want = naive_judge(&m, &q, NULL);
    for (unsigned i = 0; i < 2; i++) {
        size_t first = 0, second = 0;
        trial_init(&f);
        const struct sieve_options o = {
            .resemblance = 0.5, .db = f.path, .spill = f.dir};
        struct sieve *v = open_sieve(&o, i ? &tiny : NULL);
        struct counts c = put_some(v, &m, 0, 300);
        assert_int_equal(sieve_remember(v), STORE_OK);
        sieve_close(v);
        for (size_t k = 0; k < 300; k++)
            first += !want[k].keep;
        assert_int_equal(c.now, first);
        check_file(&f);
        v = open_sieve(&o, i ? &tiny : NULL);
        struct sieve_verdict d[200];
        assert_int_equal(sieve_put(v, m.article + 300, NULL, 200, d), STORE_OK);
        for (size_t k = 0; k < 200; k++) {
            struct sieve_verdict right = want[300 + k];
            right.number = k + 1;
            right.earlier = !right.keep && right.kept <= 300;
            right.kept = right.kept > 300 ? right.kept - 300 : 0;
            assert_verdict(&d[k], &right);
            second += (size_t)right.earlier;
        }
        assert_true(second > 30);
        sieve_close(v);
        trial_release(&f);
    }
    free(want);
    made_release(&m);
}

static void test_sieve_forgets_what_was_not_to_be_remembered(void **state)
{
    struct made m;
    struct trial f;
    (void)state;
    make_edited(&m, 200, 8);
    trial_init(&f);
    const struct sieve_options o = {.db = f.path};
    for (int i = 0; i < 2; i++) {
        struct sieve *v = open_sieve(&o, &tiny);
        assert_int_equal(put_some(v, &m, 0, 200).earlier, 0);
        sieve_close(v);
    }
    check_file(&f);
    struct sieve *v = open_sieve(&o, &tiny);
    struct counts c = put_some(v, &m, 0, 200);
    assert_int_equal(sieve_remember(v), STORE_OK);
    struct sieve_verdict d;
    assert_int_equal(sieve_put(v, m.article, NULL, 1, &d), STORE_ERROR);
    assert_non_null(strstr(sieve_errmsg(v), "remembered"));
    sieve_close(v);
    v = open_sieve(&o, &tiny);
    struct counts again = put_some(v, &m, 0, 200);
    /* What has no word is kept each time. */
    assert_int_equal(again.earlier, 200 - again.kept);
    assert_true(c.kept > 100 && again.kept < 40);
    sieve_close(v);
    trial_release(&f);
    made_release(&m);
}

static void test_sieve_knows_the_articles_of_a_database(void **state)
{
    struct crawl c;
    struct trial f;
    (void)state;
    crawl_make(&c, &crawl_small);
    trial_init(&f);
    struct store *s = trial_open(&f, NULL);
    assert_int_equal(store_add(s, c.article, 60, NULL), STORE_OK);
    trial_close(s);
    const struct sieve_options o = {.db = f.path, .threads = 2};
    struct sieve *v = open_sieve(&o, &tiny);
    struct sieve_verdict d[120];
    assert_true(c.n <= 120);
    assert_int_equal(sieve_put(v, c.article, NULL, c.n, d), STORE_OK);
    for (size_t i = 0; i < 60; i++) {
        assert_true(!d[i].keep && d[i].earlier && d[i].same);
        assert_true(d[i].resemblance == 1 && d[i].kept == 0);
    }
    assert_string_equal(d[0].kept_name, c.article[0].id);
    assert_int_equal(sieve_remember(v), STORE_OK);
    sieve_close(v);
    /* Added since: kept by the next run though this one was done. */
    s = trial_open(&f, NULL);
    assert_int_equal(store_add(s, c.article, c.n, NULL), STORE_OK);
    assert_int_equal(store_rebuild(s, NULL), STORE_OK);
    trial_close(s);
    v = open_sieve(&o, NULL);
    assert_int_equal(sieve_put(v, c.article, NULL, c.n, d), STORE_OK);
    for (size_t i = 0; i < c.n; i++)
        assert_true(!d[i].keep && d[i].earlier);
    sieve_close(v);
    trial_release(&f);
    crawl_release(&c);
}

/* The index is made anew for another resemblance, and copies too serve for
 * later runs that ask for resemblance. */
static void test_sieve_takes_another_resemblance(void **state)
{
    static const double share[] = {0, 0.9, 0.3, 0.5};
    struct made m;
    struct trial f;
    (void)state;
    make_edited(&m, 300, 10);
    trial_init(&f);
    struct naive *all = naive_new(&m, 5);
    for (int i = 0; i < 4; i++) {
        const struct sieve_options o = {
            .db = f.path, .resemblance = share[i], .copies = !i};
        struct sieve *v = open_sieve(&o, &tiny);
        if (!i) {
            put_some(v, &m, 0, 150);
            assert_int_equal(sieve_remember(v), STORE_OK);
        } else {
            struct sieve_verdict d[150];
            assert_int_equal(sieve_put(v, m.article + 150, NULL, 150, d),
                             STORE_OK);
            for (size_t k = 0; k < 150; k++) {
                double most = 0;
                for (size_t y = 0; y < 150 && all[k + 150].words; y++) {
                    double r = naive_resemblance(&all[k + 150], &all[y]);
                    most = r > most ? r : most;
                }
                if (most >= share[i])
                    assert_true(!d[k].keep && d[k].resemblance >= most);
                else
                    assert_true(d[k].keep || !d[k].earlier);
            }
        }
        sieve_close(v);
        check_file(&f);
    }
    naive_free(all, m.n);
    trial_release(&f);
    made_release(&m);
}

static void refused(const struct sieve_options *o, int code, const char *words)
{
    struct sieve *v;
    assert_int_equal(sieve_open(&v, o), code);
    if (!strstr(sieve_errmsg(v), words))
        fail_msg("%s", sieve_errmsg(v));
    struct sieve_verdict d;
    assert_int_equal(sieve_put(v, NULL, NULL, 0, &d), code);
    assert_int_equal(sieve_remember(v), code);
    sieve_close(v);
}

static void test_sieve_refuses_what_cannot_be_compared(void **state)
{
    struct crawl c;
    struct trial f;
    (void)state;
    crawl_make(&c, &crawl_tiny);
    trial_init(&f);
    const struct store_params bare = {.no_text = 1, .shingle = 4};
    const struct store_options so = {.params = &bare, .threads = 1};
    struct store *s = trial_open(&f, &so);
    assert_int_equal(store_add(s, c.article, c.n, NULL), STORE_OK);
    trial_close(s);
    struct sieve_options o = {.db = f.path};
    refused(&o, STORE_REFUSED, "--no-text");
    o.shingle = 5;
    refused(&o, STORE_REFUSED, "--shingle 4, not 5");
    o = (struct sieve_options){.spill = "/nowhere/at/all"};
    refused(&o, STORE_ERROR, "/nowhere/at/all");
    o = (struct sieve_options){.resemblance = 1.5};
    refused(&o, STORE_ERROR, "resemblance");
    o = (struct sieve_options){.resemblance = -1};
    refused(&o, STORE_ERROR, "resemblance");
    o = (struct sieve_options){.shingle = 33};
    refused(&o, STORE_ERROR, "33");
    o = (struct sieve_options){.db = f.dir};
    refused(&o, STORE_ERROR, "directory");
    trial_release(&f);
    crawl_release(&c);
}

static void test_sieve_has_the_database_to_itself(void **state)
{
    struct trial f;
    (void)state;
    trial_init(&f);
    const struct sieve_options o = {.db = f.path};
    struct sieve *v = open_sieve(&o, NULL);
    refused(&o, STORE_ERROR, "another process is writing");
    sieve_close(v);
    v = open_sieve(&o, NULL);
    sieve_close(v);
    trial_release(&f);
}

static void test_sieve_survives_damage(void **state)
{
    static const char *const damage[] = {
        "UPDATE sieve_index SET body = substr(body, 1, length(body) - 3)",
        "UPDATE sieve_index SET body = zeroblob(length(body))",
        "UPDATE sieve_index SET body = randomblob(length(body))",
        "DELETE FROM sieve_kept",
        "DELETE FROM sieve_index",
        "UPDATE sieve_kept SET body = substr(body, 9)",
        "UPDATE sieve_kept SET body = randomblob(77), name = x'ff00'",
        "UPDATE sieve_kept SET body = '', words = -1, text = 'x'",
        "UPDATE sieve_state SET value = 'x'",
    };
    struct made m;
    struct trial f;
    size_t size, failed = 0;
    (void)state;
    make_edited(&m, 200, 11);
    trial_init(&f);
    const struct sieve_options o = {.db = f.path};
    struct sieve *v = open_sieve(&o, &tiny);
    put_some(v, &m, 0, 100);
    assert_int_equal(sieve_remember(v), STORE_OK);
    sieve_close(v);
    char *bytes = trial_read(&f, &size);
    for (size_t i = 0; i < sizeof damage / sizeof *damage; i++) {
        struct sieve_verdict d[200];
        trial_write(&f, bytes, size);
        trial_run(&f, damage[i]);
        int rc = sieve_open_limited(&v, &o, &tiny);
        if (!rc)
            rc = sieve_put(v, m.article, NULL, 200, d);
        failed += rc != 0;
        assert_true(!rc || strstr(sieve_errmsg(v), "sieve"));
        sieve_close(v);
    }
    assert_true(failed >= 3);
    free(bytes);
    trial_release(&f);
    made_release(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sieve_remembers_in_a_database),
        cmocka_unit_test(test_sieve_forgets_what_was_not_to_be_remembered),
        cmocka_unit_test(test_sieve_knows_the_articles_of_a_database),
        cmocka_unit_test(test_sieve_takes_another_resemblance),
        cmocka_unit_test(test_sieve_refuses_what_cannot_be_compared),
        cmocka_unit_test(test_sieve_has_the_database_to_itself),
        cmocka_unit_test(test_sieve_survives_damage),
    };
    return cmocka_run_group_tests_name("sieve_db", tests, NULL, NULL);
}
