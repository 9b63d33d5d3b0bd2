/* store: several handles on one file, one that writes; files with parameters
 * of their own, and without texts. */
#include "store/store.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "tests/crawl.h"
#include "tests/trial.h"

static struct trial trial;
static struct crawl crawl;

static int set_up(void **state)
{
    (void)state;
    crawl_make(&crawl, &crawl_small);
    trial_init(&trial);
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

static void add(struct store *s, size_t from, size_t to)
{
    assert_int_equal(store_add(s, crawl.article + from, to - from, NULL),
                     STORE_OK);
    assert_int_equal(store_gather(s, NULL), STORE_OK);
}

static int count_match(void *arg, const struct match_row *row)
{
    (void)row;
    ++*(size_t *)arg;
    return 0;
}

/* Articles that have half of the i-th one's words, by store_match(). */
static size_t matches(struct store *s, size_t i)
{
    const struct article *a = &crawl.article[i];
    const struct match_filter f = {
        .since = STORE_NO_TIME, .until = STORE_NO_TIME, .min_words = 130};
    size_t n = 0;
    assert_int_equal(store_match(s, a->text, a->text_len, &f, count_match, &n),
                     STORE_OK);
    return n;
}

static size_t truth(size_t i, size_t from, size_t to)
{
    size_t n = 0;
    for (size_t k = from; k < to; k++)
        n += crawl.story[k] == crawl.story[i];
    return n;
}

static size_t a_copy(void)
{
    size_t i = crawl.n - 1;
    while (crawl.story[i] != 9)
        i--;
    return i;
}

/* ---- who reads and who writes ----------------------------------------------
 */

static void test_store_reader_sees_what_is_committed(void **state)
{
    size_t i = a_copy(),
           half = i; /* its last copy comes with the second half */
    struct store_stats st;
    (void)state;
    struct store *writer = trial_open(&trial, NULL);
    add(writer, 0, 5);
    struct store *reader = open_reader();
    assert_int_equal(matches(reader, i), truth(i, 0, 5));
    add(writer, 5, half);
    assert_int_equal(matches(reader, i), truth(i, 0, half));
    add(writer, half, crawl.n);
    assert_int_equal(matches(reader, i), crawl_small.carriers);
    assert_int_equal(store_get_stats(reader, &st), STORE_OK);
    assert_int_equal(st.articles, crawl.n);
    char *want = trial_members(writer), *got = trial_members(reader);
    assert_string_equal(got, want);
    free(got);
    free(want);
    assert_int_equal(store_remove(writer, &crawl.article[i].id, 1, NULL),
                     STORE_OK);
    assert_int_equal(matches(reader, i), crawl_small.carriers - 1);
    trial_close(reader);
    trial_close(writer);
}

struct interrupted {
    struct store *writer;
    size_t rows, added;
};

static int write_between(void *arg, const struct member_row *row)
{
    struct interrupted *x = arg;
    (void)row;
    if (x->rows++ == 3) {
        add(x->writer, x->added, crawl.n);
        x->added = crawl.n;
    }
    return 0;
}

static void test_store_listing_is_of_one_moment(void **state)
{
    struct interrupted x = {.added = 40};
    (void)state;
    x.writer = trial_open(&trial, NULL);
    add(x.writer, 0, 40);
    struct store *reader = open_reader();
    assert_int_equal(store_members(reader, write_between, &x), STORE_OK);
    assert_int_equal(x.added, crawl.n);
    assert_true(x.rows >= 40 && x.rows < crawl.n);
    trial_close(reader);
    trial_close(x.writer);
}

static void test_store_reader_cannot_write(void **state)
{
    (void)state;
    trial_close(trial_open(&trial, NULL));
    struct store *s = open_reader();
    assert_int_equal(store_add(s, crawl.article, 1, NULL), STORE_ERROR);
    assert_non_null(strstr(store_errmsg(s), trial.path));
    assert_non_null(strstr(store_errmsg(s), "cannot be written"));
    /* It sticks. */
    assert_int_equal(store_gather(s, NULL), STORE_ERROR);
    assert_null(trial_members(s));
    store_close(s);
}

/* Each sees what the other one added, and what it knows is not out of date. */
static void test_store_writers_take_turns(void **state)
{
    struct store *w[2];
    (void)state;
    w[0] = trial_open(&trial, NULL);
    w[1] = trial_open(&trial, NULL);
    for (size_t i = 0, to; i < crawl.n; i = to) {
        to = i + 9 < crawl.n ? i + 9 : crawl.n;
        add(w[i / 9 % 2], i, to);
    }
    int64_t *story = trial_stories(w[0], &crawl);
    assert_true(crawl_agreement(story, crawl.story, crawl.n) == 1);
    free(story);
    trial_close(w[0]);
    trial_close(w[1]);
}

static int no_sleep(sqlite3_vfs *vfs, int microseconds)
{
    (void)vfs;
    return microseconds;
}

static void test_store_second_writer_gives_up(void **state)
{
    sqlite3_vfs *real = sqlite3_vfs_find(NULL), hasty = *real;
    sqlite3 *db;
    (void)state;
    hasty.zName = "hasty"; /* five seconds pass in no time */
    hasty.xSleep = no_sleep;
    assert_int_equal(sqlite3_vfs_register(&hasty, 1), SQLITE_OK);
    struct store *s = trial_open(&trial, NULL), *other;
    add(s, 0, 20);
    size_t found = matches(s, 3);
    assert_int_equal(sqlite3_open(trial.path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(store_add(s, crawl.article + 20, 1, NULL), STORE_ERROR);
    assert_non_null(strstr(store_errmsg(s), trial.path));
    assert_non_null(strstr(store_errmsg(s), "another process"));
    other = open_reader(); /* readers do not wait */
    assert_true(found >= 1 && matches(other, 3) == found);
    trial_close(other);
    assert_int_equal(sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(store_add(s, crawl.article + 20, 1, NULL), STORE_ERROR);
    store_close(s);
    sqlite3_close(db);
    s = trial_open(&trial, NULL);
    add(s, 20, crawl.n);
    trial_close(s);
    sqlite3_vfs_unregister(&hasty);
    sqlite3_vfs_register(real, 1);
}

/* ---- parameters -----------------------------------------------------------
 */

static struct article article(const char *id, const char *text)
{
    return (struct article){.id = id,
                            .published = CRAWL_EPOCH,
                            .fetched = STORE_NO_TIME,
                            .text = text,
                            .text_len = strlen(text)};
}

static void add_one(struct store *s, struct article a)
{
    assert_int_equal(store_add(s, &a, 1, NULL), STORE_OK);
}

static void test_store_params_are_kept(void **state)
{
    struct store_params p = {
        .shingle = 7, .least = 8, .modulus = 3, .window = -1};
    struct store_options o = {.threads = 2, .params = &p};
    struct store_params got;
    char *text = crawl_text(3, 5);
    (void)state;
    struct store *s = trial_open(&trial, &o);
    add_one(s, article("a", text));
    trial_close(s);
    s = trial_open(&trial, NULL);
    store_get_params(s, &got);
    assert_true(got.shingle == 7 && got.least == 8 && got.modulus == 3);
    assert_true(got.window == -1 && !got.no_text);
    struct article far = article("far", text); /* any window: years apart */
    far.published += INT64_C(86400) * 3650;
    add_one(s, far);
    assert_int_equal(store_gather(s, NULL), STORE_OK);
    assert_int_equal(trial_number(&trial, "SELECT copies FROM story"), 2);
    trial_close(s);
    free(text);
}

static void test_store_window_parts_stories(void **state)
{
    char *text = crawl_text(3, 5);
    struct store *s = trial_open(&trial, NULL);
    struct store_params got;
    struct article a = article("a", text), b = article("b", text);
    (void)state;
    store_get_params(s, &got);
    assert_true(got.shingle == 5 && got.least == 16 && got.modulus == 16);
    assert_true(got.window == 14 && !got.no_text);
    b.published += INT64_C(86400) * 15;
    add_one(s, a);
    add_one(s, b);
    assert_int_equal(store_gather(s, NULL), STORE_OK);
    assert_int_equal(trial_number(&trial, "SELECT count(*) FROM story"), 0);
    a = article("c", text); /* unknown dates match any */
    a.published = STORE_NO_TIME;
    add_one(s, a);
    assert_int_equal(store_gather(s, NULL), STORE_OK);
    assert_int_equal(trial_number(&trial, "SELECT count(*) FROM story"), 1);
    trial_close(s);
    free(text);
}

/* ---- without texts ---------------------------------------------------------
 */

static struct store *s, *b; /* the same crawl with and without texts */

static int see_bare(void *arg, const struct article_row *row)
{
    (void)arg;
    assert_true(!row->text && !row->text_len && !row->furniture);
    assert_true(row->words > 0 && row->nstories == 1);
    return 0;
}

static int take_exact(void *arg, const struct pair_row *row)
{
    struct pair_row *want = arg;
    if (!strcmp(row->a, want->a) && !strcmp(row->b, want->b))
        want->resemblance = row->resemblance;
    return 0;
}

static int near_exact(void *arg, const struct pair_row *row)
{
    struct pair_filter f = {.article = row->a, .relation = -1};
    struct pair_row exact = {.a = row->a, .b = row->b, .resemblance = -1};
    assert_int_equal(store_pairs(s, &f, take_exact, &exact), STORE_OK);
    assert_true(row->error > 0);
    if (exact.resemblance >= 0) {
        assert_true(fabs(row->resemblance - exact.resemblance) <=
                    5 * row->error);
        ++*(size_t *)arg;
    }
    return 0;
}

static int no_passage(void *arg, const struct shared_row *row)
{
    (void)arg;
    (void)row;
    fail();
    return 0;
}

static void test_store_without_text_estimates(void **state)
{
    struct store_params p = {.no_text = 1};
    struct store_options o = {.threads = 1, .params = &p};
    struct trial bare;
    size_t n = 0, i = a_copy();
    (void)state;
    trial_init(&bare);
    s = trial_open(&trial, NULL);
    b = trial_open(&bare, &o);
    assert_int_equal(store_add(b, crawl.article, crawl.n, NULL), STORE_OK);
    assert_int_equal(store_gather(b, NULL), STORE_OK);
    add(s, 0, crawl.n);
    for (int round = 0; round < 2; round++) {
        int64_t *found = trial_stories(b, &crawl);
        assert_true(crawl_agreement(found, crawl.story, crawl.n) > 0.9);
        assert_int_equal(store_article(b, crawl.article[i].id, see_bare, NULL),
                         STORE_OK);
        assert_int_equal(store_shared(b, found[i], no_passage, NULL),
                         STORE_NOT_FOUND);
        free(found);
        assert_int_equal(store_pairs(b, NULL, near_exact, &n), STORE_OK);
        assert_int_equal(store_rebuild(b, NULL), STORE_OK);
    }
    assert_true(n > 100);
    assert_true(matches(b, i) >= 3);
    assert_int_equal(trial_number(&bare, "SELECT count(*) FROM text"), 0);
    trial_close(b);
    trial_close(s);
    trial_release(&bare);
}

#define ALONE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ALONE(test_store_reader_sees_what_is_committed),
        ALONE(test_store_listing_is_of_one_moment),
        ALONE(test_store_reader_cannot_write),
        ALONE(test_store_writers_take_turns),
        ALONE(test_store_second_writer_gives_up),
        ALONE(test_store_params_are_kept),
        ALONE(test_store_window_parts_stories),
        ALONE(test_store_without_text_estimates),
    };
    return cmocka_run_group_tests_name("store_modes", tests, NULL, NULL);
}
