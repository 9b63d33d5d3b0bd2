/*
 * sieve: what it drops is what holding every record against all kept ones
 * drops, to the last digit, whatever the threads, the batches and the memory.
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

static size_t dropped(const struct sieve_verdict *d, size_t n)
{
    size_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += !d[i].keep;
    return sum;
}

/* Every mix of threads, batches and memory gives what is right; returns how
 * many records that drops. */
static size_t assert_right(const struct made *m, const struct asked *q)
{
    static const size_t batches[] = {4096, 1, 61};
    struct sieve_verdict *want = naive_judge(m, q, NULL);
    for (unsigned i = 0; i < 3; i++) {
        const struct sieve_options o = {.resemblance = q->resemblance,
                                        .copies = q->copies,
                                        .shingle = q->w,
                                        .threads = 1 + i};
        struct sieve *v = open_sieve(&o, i ? &tiny : NULL);
        put_all(v, m, batches[i], want);
        sieve_close(v);
    }
    size_t n = dropped(want, m->n);
    free(want);
    return n;
}

static void test_sieve_drops_what_all_pairs_drop(void **state)
{
    static const double share[] = {0.05, 0.3, 0.5, 0.8, 0.95, 1};
    (void)state;
    for (unsigned i = 0; i < 6; i++) {
        const struct asked q = {share[i], 0, i % 2 ? 5 : 3};
        struct made m;
        make_edited(&m, 500, i + 1);
        assert_true(assert_right(&m, &q) > 40);
        made_release(&m);
    }
}

static void test_sieve_tells_copies(void **state)
{
    const struct asked q = {.copies = 1, .w = 5};
    struct made m;
    (void)state;
    make_edited(&m, 600, 9);
    assert_true(assert_right(&m, &q) > 50);
    made_release(&m);
}

/* Of so many of one form all hashes are common: with few values even those of
 * the fields. */
static void test_sieve_tells_forms_apart(void **state)
{
    static const struct {
        unsigned fields, values;
        double share;
    } form[] = {{2, 100000, 0.8}, {3, 40, 0.6}, {4, 100000, 0.45}, {6, 3, 0.8}};
    (void)state;
    for (size_t i = 0; i < sizeof form / sizeof *form; i++) {
        const struct asked q = {form[i].share, 0, 5};
        struct made m;
        make_forms(&m, 900, form[i].fields, form[i].values, i + 1);
        assert_true(assert_right(&m, &q) > 100);
        made_release(&m);
    }
}

static void test_sieve_keeps_what_has_no_word(void **state)
{
    static const char *const text[] = {
        "", " \n", "...", "one", "One!", "one two", "two one", "", "one  two"};
    static const int keep[] = {1, 1, 1, 1, 0, 1, 1, 1, 0};
    const struct sieve_options o = {.resemblance = 0.5};
    struct article a[9];
    struct sieve_verdict d[9];
    struct sieve *v = open_sieve(&o, NULL);
    (void)state;
    for (int i = 0; i < 9; i++)
        a[i] = (struct article){.text = text[i], .text_len = strlen(text[i])};
    assert_int_equal(sieve_put(v, a, NULL, 9, d), STORE_OK);
    for (int i = 0; i < 9; i++)
        assert_int_equal(d[i].keep, keep[i]);
    assert_int_equal(d[4].kept, 4);
    assert_string_equal(d[4].kept_name, "record 4");
    assert_int_equal(d[8].kept, 6);
    assert_true(d[8].same && d[8].resemblance == 1 && d[8].coverage == 1);
    sieve_close(v);
}

static void test_sieve_names_the_kept_record(void **state)
{
    const char *const names[] = {NULL, NULL, "line 3", "line 4"};
    struct article a[4] = {{.id = "x", .url = "https://a.example/1"},
                           {.url = "https://a.example/2"},
                           {.id = "y"},
                           {.id = "z"}};
    const char *const want[] = {"x", "https://a.example/2", "line 3", "line 4"};
    char text[4][32];
    struct sieve_verdict d[4];
    const struct sieve_options o = {0};
    struct sieve *v = open_sieve(&o, NULL);
    (void)state;
    for (int i = 0; i < 4; i++) {
        sprintf(text[i], "a b c d e f g h%d i j k", i);
        a[i].text = text[i];
        a[i].text_len = strlen(text[i]);
    }
    assert_int_equal(sieve_put(v, a, names, 4, d), STORE_OK);
    assert_int_equal(sieve_put(v, a, NULL, 4, d), STORE_OK);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(d[i].kept, i + 1);
        assert_int_equal(d[i].number, i + 5);
        assert_string_equal(d[i].kept_name, want[i]);
    }
    sieve_close(v);
}

/* ---- held and judged ----------------------------------------------------- */

struct judged {
    const struct sieve_verdict *want;
    size_t n, stop;
};

static int check_verdict(void *arg, const struct sieve_verdict *d)
{
    struct judged *j = arg;
    assert_verdict(d, &j->want[j->n]);
    j->n++;
    return j->stop && j->n == j->stop;
}

static const int64_t *sort_rank;

static int by_rank(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    if (sort_rank[x] != sort_rank[y])
        return sort_rank[x] < sort_rank[y] ? -1 : 1;
    return x < y ? -1 : x > y;
}

static void judge_made(const struct made *m, const int64_t *rank, int own)
{
    const struct asked q = {0.6, 0, 5};
    size_t *order = calloc(m->n, sizeof *order);
    assert_non_null(order);
    for (size_t i = 0; i < m->n; i++)
        order[i] = i;
    sort_rank = rank;
    qsort(order, m->n, sizeof *order, by_rank);
    struct judged j = {.want = naive_judge(m, &q, order)};
    for (unsigned i = 0; i < 2; i++) {
        const struct sieve_options o = {.resemblance = 0.6, .threads = 1 + i};
        struct sieve *v = open_sieve(&o, i ? &tiny : NULL);
        for (size_t from = 0; from < m->n; from += 50)
            assert_int_equal(sieve_hold(v, m->article + from, NULL,
                                        own ? NULL : rank + from, 50),
                             STORE_OK);
        j.n = 0;
        assert_int_equal(sieve_judge(v, check_verdict, &j), STORE_OK);
        assert_int_equal(j.n, m->n);
        assert_int_equal(sieve_judge(v, check_verdict, &j), STORE_OK);
        assert_int_equal(j.n, m->n); /* nothing was held since */
        sieve_close(v);
    }
    free(order);
    free((void *)(uintptr_t)j.want);
}

static void test_sieve_judges_by_rank(void **state)
{
    struct made m;
    int64_t rank[400];
    uint64_t seed = 3;
    (void)state;
    make_edited(&m, 400, 4);
    for (size_t i = 0; i < m.n; i++)
        rank[i] = (int64_t)(crawl_random(&seed) % 50) - 25;
    judge_made(&m, rank, 0);
    made_release(&m);
}

static void test_sieve_judges_the_longest_first(void **state)
{
    struct made m;
    int64_t rank[400];
    (void)state;
    make_edited(&m, 400, 5);
    struct naive *all = naive_new(&m, 5);
    for (size_t i = 0; i < m.n; i++)
        rank[i] = -(int64_t)all[i].words;
    naive_free(all, m.n);
    judge_made(&m, rank, 1);
    made_release(&m);
}

static void test_sieve_stops_where_it_is_told(void **state)
{
    const struct asked q = {0.8, 0, 5};
    const struct sieve_options o = {0};
    struct sieve *v = open_sieve(&o, NULL);
    struct made m;
    int64_t rank[60] = {0};
    (void)state;
    make_edited(&m, 60, 6);
    struct judged j = {.want = naive_judge(&m, &q, NULL), .stop = 17};
    assert_int_equal(sieve_hold(v, m.article, NULL, rank, 60), STORE_OK);
    assert_int_equal(sieve_judge(v, check_verdict, &j), STORE_STOPPED);
    assert_int_equal(j.n, 17);
    sieve_close(v);
    free((void *)(uintptr_t)j.want);
    made_release(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sieve_drops_what_all_pairs_drop),
        cmocka_unit_test(test_sieve_tells_copies),
        cmocka_unit_test(test_sieve_tells_forms_apart),
        cmocka_unit_test(test_sieve_keeps_what_has_no_word),
        cmocka_unit_test(test_sieve_names_the_kept_record),
        cmocka_unit_test(test_sieve_judges_by_rank),
        cmocka_unit_test(test_sieve_judges_the_longest_first),
        cmocka_unit_test(test_sieve_stops_where_it_is_told),
    };
    return cmocka_run_group_tests_name("sieve", tests, NULL, NULL);
}
