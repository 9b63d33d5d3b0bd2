/*
 * store: the stories are those of the articles that are there, whatever the
 * batches, their order, the number of threads, what was there before, and who
 * reads at the same time.
 */
#include "store/store.h"

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
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    crawl_release(&crawl);
    return 0;
}

static int fresh_trial(void **state)
{
    (void)state;
    trial_init(&trial);
    return 0;
}

static int drop_trial(void **state)
{
    (void)state;
    trial_release(&trial);
    return 0;
}

/* Adds the crawl in so many batches, the stories brought up to date after
 * each or only in the end. */
static void add_in_batches(struct store *s, const struct crawl *c,
                           size_t batches, int each)
{
    for (size_t i = 0; i < batches; i++) {
        size_t from = c->n * i / batches, to = c->n * (i + 1) / batches;
        assert_int_equal(store_add(s, c->article + from, to - from, NULL),
                         STORE_OK);
        if (each)
            assert_int_equal(store_gather(s, NULL), STORE_OK);
    }
    assert_int_equal(store_gather(s, NULL), STORE_OK);
}

/* The stories of a file made that way. */
static int64_t *stories_of(const struct crawl *c, size_t batches, int each)
{
    struct trial f;
    trial_init(&f);
    struct store *s = trial_open(&f, NULL);
    add_in_batches(s, c, batches, each);
    int64_t *story = trial_stories(s, c);
    trial_close(s);
    trial_release(&f);
    return story;
}

static void same_digests(const int64_t *x, const int64_t *y)
{
    for (size_t i = 0; i < crawl.n; i++)
        assert_int_equal(x[i] == CRAWL_DIGEST, y[i] == CRAWL_DIGEST);
}

static void test_store_batches_make_no_difference(void **state)
{
    const size_t batches[] = {7, 100, crawl.n};
    int64_t *want = stories_of(&crawl, 1, 0);
    (void)state;
    for (size_t i = 0; i < sizeof batches / sizeof *batches; i++)
        for (int each = 0; each < 2; each++) {
            int64_t *got = stories_of(&crawl, batches[i], each);
            assert_true(crawl_agreement(got, want, crawl.n) == 1);
            same_digests(got, want);
            free(got);
        }
    free(want);
}

static void swap(struct crawl *c, size_t i, size_t j)
{
    struct article a = c->article[i];
    int64_t story = c->story[i];
    c->article[i] = c->article[j];
    c->story[i] = c->story[j];
    c->article[j] = a;
    c->story[j] = story;
}

static void test_store_order_makes_little_difference(void **state)
{
    struct crawl c;
    uint64_t seed = 11;
    (void)state;
    crawl_make(&c, &crawl_small);
    for (size_t i = 0; i < c.n / 2; i++)
        swap(&c, i, c.n - 1 - i);
    for (int round = 0; round < 4; round++) {
        for (size_t batches = 1; batches <= 25; batches += 24) {
            int64_t *got = stories_of(&c, batches, 0);
            double agreement = crawl_agreement(got, c.story, c.n);
            if (agreement < 0.995)
                fail_msg("order %d, %zu batches: %.4f", round, batches,
                         agreement);
            free(got);
        }
        for (size_t i = c.n; i > 1; i--)
            swap(&c, i - 1, crawl_random(&seed) % i);
    }
    crawl_release(&c);
}

static void test_store_threads_make_no_difference(void **state)
{
    char *members[3], *pairs[3];
    (void)state;
    for (unsigned i = 0; i < 3; i++) {
        struct store_options o = {.threads = i == 2 ? 5 : i + 1};
        struct trial f;
        trial_init(&f);
        struct store *s = trial_open(&f, &o);
        add_in_batches(s, &crawl, 3, 1);
        members[i] = trial_members(s);
        pairs[i] = trial_pairs(s);
        trial_close(s);
        trial_release(&f);
    }
    assert_true(strlen(members[0]) > 1000 && strlen(pairs[0]) > 1000);
    for (unsigned i = 0; i < 3; i++) {
        assert_string_equal(members[i], members[0]);
        assert_string_equal(pairs[i], pairs[0]);
    }
    for (unsigned i = 0; i < 3; i++) {
        free(members[i]);
        free(pairs[i]);
    }
}

/* ---- what goes ------------------------------------------------------------
 */

/* Batches may leave pairs that share furniture which nobody knew yet to be
 * that; they are quotations at most, and a rebuild does not find them. */
static void test_store_rebuild_gives_the_same(void **state)
{
    struct gather_result g;
    (void)state;
    struct store *s = trial_open(&trial, NULL);
    add_in_batches(s, &crawl, 5, 1);
    char *members = trial_members(s), *pairs = NULL;
    for (int round = 0; round < 2; round++) {
        assert_int_equal(store_rebuild(s, &g), STORE_OK);
        assert_int_equal(g.touched + g.fresh + g.merged + g.split + g.ended, 0);
        char *members_now = trial_members(s), *pairs_now = trial_pairs(s);
        assert_string_equal(members, members_now);
        assert_string_equal(pairs ? pairs : pairs_now, pairs_now);
        free(members_now);
        free(pairs);
        pairs = pairs_now;
    }
    trial_close(s);
    /* All that is derived may be lost. */
    trial_run(&trial, "DELETE FROM run; DELETE FROM block; DELETE FROM pair;"
                      "DELETE FROM furniture");
    s = trial_open(&trial, NULL);
    assert_int_equal(store_rebuild(s, NULL), STORE_OK);
    char *members_now = trial_members(s), *pairs_now = trial_pairs(s);
    assert_string_equal(members, members_now);
    assert_string_equal(pairs, pairs_now);
    trial_close(s);
    free(members);
    free(members_now);
    free(pairs);
    free(pairs_now);
}

static void test_store_remove_and_expire(void **state)
{
    const char *ids[16];
    uint64_t removed, early = 0;
    size_t n = 0;
    (void)state;
    struct store *s = trial_open(&trial, NULL);
    add_in_batches(s, &crawl, 1, 0);
    for (size_t i = 0; i < crawl.n; i++)
        if (crawl.story[i] == 7)
            ids[n++] = crawl.article[i].id;
    ids[n++] = "no such article";
    assert_int_equal(store_remove(s, ids, n, &removed), STORE_OK);
    assert_int_equal(removed, crawl_small.carriers);
    int64_t *story = trial_stories(s, &crawl);
    for (size_t i = 0; i < crawl.n; i++)
        if (crawl.story[i] == 7) {
            assert_true(story[i] == INT64_MIN);
            story[i] = CRAWL_ALONE;
        } else if (crawl.story[i] > 0) {
            assert_true(story[i] > 0);
        }
    free(story);
    assert_int_equal(store_remove(s, ids, n, &removed), STORE_OK);
    assert_int_equal(removed, 0);
    int64_t before = CRAWL_EPOCH + INT64_C(3) * 86400;
    for (size_t i = 0; i < crawl.n; i++)
        early += crawl.article[i].published < before && crawl.story[i] != 7;
    assert_int_equal(store_expire(s, before, &removed), STORE_OK);
    assert_int_equal(removed, early);
    struct store_stats st;
    assert_int_equal(store_get_stats(s, &st), STORE_OK);
    assert_true(st.first >= before && st.pending == 0);
    /* They come back as new articles, into new stories. */
    add_in_batches(s, &crawl, 1, 0);
    story = trial_stories(s, &crawl);
    assert_true(crawl_agreement(story, crawl.story, crawl.n) == 1);
    free(story);
    trial_close(s);
}

static void test_store_stats_add_up(void **state)
{
    struct store_stats st;
    uint64_t bytes = 0, copies = 0, digests = 0;
    (void)state;
    struct store *s = trial_open(&trial, NULL);
    assert_int_equal(store_get_stats(s, &st), STORE_OK);
    assert_true(!st.articles && st.first == STORE_NO_TIME && !st.stories);
    assert_int_equal(store_add(s, crawl.article, crawl.n, NULL), STORE_OK);
    assert_int_equal(store_get_stats(s, &st), STORE_OK);
    assert_true(st.pending > 0);
    assert_int_equal(store_gather(s, NULL), STORE_OK);
    assert_int_equal(store_get_stats(s, &st), STORE_OK);
    for (size_t i = 0; i < crawl.n; i++) {
        bytes += crawl.article[i].text_len;
        copies += crawl.story[i] > 0;
        digests += crawl.story[i] == CRAWL_DIGEST;
    }
    assert_true(st.articles == crawl.n && st.dated == crawl.n);
    assert_int_equal(st.sites, crawl_small.papers);
    assert_true(st.text_bytes == bytes && st.text_stored < bytes);
    assert_true(st.first == crawl.article[0].published);
    assert_true(st.last == crawl.article[crawl.n - 1].published);
    assert_int_equal(st.stories, crawl_small.stories);
    assert_true(st.copies == copies && st.digests == digests);
    assert_true(st.pairs >= copies && st.furniture > 0 && !st.pending);
    assert_true(st.postings >= crawl.n * 16 && st.signature_bytes > 0);
    assert_true(st.words > crawl.n * 20 && st.posting_bytes > 0);
    assert_true(st.file_bytes > st.text_stored + st.posting_bytes);
    assert_true(st.schema >= 1 && st.fold_version >= 1);
    trial_close(s);
}

/* ---- ids ------------------------------------------------------------------
 */

static int print_log(void *arg, const struct log_row *r)
{
    page_print(arg, "%lld %s %lld %d; ", (long long)r->story, r->event,
               (long long)r->other, (int)r->copies);
    return 0;
}

static void log_is(struct store *s, int64_t story, const char *want)
{
    struct page p = {0};
    page_print(&p, "%s", "");
    assert_int_equal(store_log(s, story, print_log, &p), STORE_OK);
    assert_string_equal(p.at, want);
    free(p.at);
}

static int count_story(void *arg, const struct story_row *row)
{
    *(uint64_t *)arg = row->copies;
    return 0;
}

/* Paragraphs [from, to) of one story, as an article. */
static void add_part(struct store *s, const char *id, int from, int to)
{
    char *text = crawl_text(42, 8), *p = text;
    for (int i = 0; i < from; i++)
        p = strchr(p, '\n') + 1;
    char *end = p;
    for (int i = from; i < to; i++)
        end = strchr(end, '\n') + 1;
    struct article a = {.id = id,
                        .site = id,
                        .published = CRAWL_EPOCH,
                        .fetched = STORE_NO_TIME,
                        .text = p,
                        .text_len = (size_t)(end - p)};
    assert_int_equal(store_add(s, &a, 1, NULL), STORE_OK);
    free(text);
}

static void test_store_ids_keep_their_meaning(void **state)
{
    static const char *const whole[] = {"w1", "w2", "w3", "w4"};
    static const char *const top = "t1";
    struct gather_result g;
    uint64_t copies = 0;
    int64_t into = 9;
    (void)state;
    struct store *s = trial_open(&trial, NULL);
    add_part(s, "t1", 0, 4);
    add_part(s, "t2", 0, 4);
    assert_int_equal(store_gather(s, &g), STORE_OK);
    add_part(s, "b1", 4, 8);
    add_part(s, "b2", 4, 8);
    assert_int_equal(store_gather(s, &g), STORE_OK);
    assert_true(g.fresh == 1 && g.touched == 1);
    log_is(s, 0, "1 new 0 2; 2 new 0 2; ");
    for (size_t i = 0; i < 4; i++)
        add_part(s, whole[i], 0, 8);
    assert_int_equal(store_gather(s, &g), STORE_OK);
    assert_true(g.merged == 1 && g.touched == 1 && !g.fresh && !g.ended);
    log_is(s, 2, "2 new 0 2; 2 merged 1 0; ");
    assert_int_equal(store_story(s, 2, &into, count_story, &copies),
                     STORE_NOT_FOUND);
    assert_true(into == 1 && copies == 0);
    assert_int_equal(store_story(s, 1, &into, count_story, &copies), STORE_OK);
    assert_true(into == 0 && copies == 8);
    assert_int_equal(store_rebuild(s, &g), STORE_OK);
    assert_int_equal(g.touched + g.merged + g.split + g.fresh, 0);
    assert_int_equal(store_remove(s, whole, 4, NULL), STORE_OK);
    log_is(s, 3, "3 split 1 2; ");
    assert_int_equal(store_story(s, 1, &into, count_story, &copies), STORE_OK);
    assert_true(copies == 2);
    assert_int_equal(store_remove(s, &top, 1, NULL), STORE_OK);
    log_is(s, 1, "1 new 0 2; 2 merged 1 0; 3 split 1 2; 1 ended 0 0; ");
    assert_int_equal(store_story(s, 1, &into, count_story, &copies),
                     STORE_NOT_FOUND);
    assert_true(into == 0);
    assert_int_equal(store_story(s, 2, &into, count_story, &copies),
                     STORE_NOT_FOUND); /* went into one that ended */
    assert_true(into == 0);
    add_part(s, "t3", 0, 4);
    assert_int_equal(store_gather(s, &g), STORE_OK);
    log_is(s, 4, "4 new 0 2; "); /* no number is used twice */
    trial_close(s);
}

#define ON_TRIAL(test)                                                         \
    cmocka_unit_test_setup_teardown(test, fresh_trial, drop_trial)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_store_batches_make_no_difference),
        cmocka_unit_test(test_store_order_makes_little_difference),
        cmocka_unit_test(test_store_threads_make_no_difference),
        ON_TRIAL(test_store_rebuild_gives_the_same),
        ON_TRIAL(test_store_remove_and_expire),
        ON_TRIAL(test_store_stats_add_up),
        ON_TRIAL(test_store_ids_keep_their_meaning),
    };
    return cmocka_run_group_tests_name("store_batches", tests, set_up,
                                       tear_down);
}
