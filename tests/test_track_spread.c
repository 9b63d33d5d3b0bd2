/* Who moved a story, how it spread, and the lists over all stories. */
#include "tests/tracked_one.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct track_filter any = {.since = STORE_NO_TIME,
                                        .until = STORE_NO_TIME};

/* The story as an agency sends it. */
static const char *credited(const char *dateline)
{
    return tracked_print(&w, "%s%s", dateline, tracked_part(&w, 0, 6));
}

/* Asserts that what is told of all stories has these lines. */
static void assert_told(const char *lines)
{
    char *all = tracked_all(w.s);
    if (!strstr(all, lines))
        fail_msg("not told: %s\nbut: %s", lines, all);
    free(all);
}

/* ---- agency and origin -----------------------------------------------------
 */

static void test_track_origin_own_site(void **state)
{
    (void)state;
    tracked_add(&w, "a", "alder.example", 0, tracked_part(&w, 0, 6));
    tracked_add(&w, "b", "birch.example", 1,
                credited("VESTRAND (AP) \xe2\x80\x94 "));
    tracked_add(&w, "c", "apnews.com", 2, tracked_part(&w, 0, 6));
    tracked_add(&w, "d", "cedar.example", 5, tracked_part(&w, 0, 6));
    tracked_gather(&w);
    assert_told("story ap by c ");
    assert_told(" origin agency c apnews.com 7200\n"
                " copies 4 sites 4 digests 0 versions 1 credited 2 undated 0 "
                "conflicts 2 stale 0\n"
                " first 0 last 18000 median -3600 half 3600 hours 1 0 0 1 0 ");
    assert_told(" copy a alder.example 0 lag -7200 copy v1 - - ");
    assert_told(" copy d cedar.example 18000 lag 10800 copy v1 - - ");
    tracked_close(&w);
}

static void test_track_origin_credited(void **state)
{
    (void)state;
    tracked_add(&w, "a", "alder.example", 0, tracked_part(&w, 0, 6));
    tracked_add(&w, "b", "birch.example", 1, credited("VESTRAND (Reuters) - "));
    tracked_add(&w, "c", "cedar.example", 2, credited("VESTRAND (Reuters) - "));
    tracked_gather(&w);
    assert_told("story reuters by b ");
    assert_told(" origin credited b birch.example 3600\n");
    assert_told(" copy a alder.example 0 lag -3600 ");
    tracked_close(&w);
}

static void test_track_origin_first(void **state)
{
    (void)state;
    tracked_add(&w, "b", "birch.example", 1, tracked_part(&w, 0, 6));
    tracked_add(&w, "c", "cedar.example", 1, tracked_part(&w, 0, 6));
    tracked_add(&w, "d", "elder.example", 0, tracked_part(&w, 0, 6))
        ->published = STORE_NO_TIME;
    w.article[2].fetched = STORE_NO_TIME;
    tracked_gather(&w);
    assert_told("story - by - 0.000 origin first b birch.example 3600\n"
                " copies 3 sites 3 digests 0 versions 1 credited 0 undated 1 "
                "conflicts 0 stale 0\n"
                " first 3600 last 3600 median 0 half 0 hours 2 0 ");
    assert_told(" copy d elder.example -1 lag -9223372036854775808 copy v1 ");
    tracked_close(&w);
}

static void test_track_no_times(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 3; i++) {
        struct article *a = tracked_add(&w, tracked_print(&w, "a%u", i),
                                        tracked_print(&w, "s%u.example", i), 0,
                                        tracked_part(&w, 0, 6));
        a->published = a->fetched = STORE_NO_TIME;
    }
    tracked_gather(&w);
    assert_told("story - by - 0.000 origin none - - -1\n"
                " copies 3 sites 3 digests 0 versions 1 credited 0 undated 3 "
                "conflicts 0 stale 0\n"
                " first -1 last -1 median -9223372036854775808 half "
                "-9223372036854775808 hours\n");
    tracked_close(&w);
}

/* The one with most evidence, less sure for the other. */
static void test_track_two_agencies(void **state)
{
    (void)state;
    tracked_add(&w, "a", "alder.example", 0,
                credited("VESTRAND (AP) \xe2\x80\x94 "));
    tracked_add(&w, "b", "birch.example", 1, credited("VESTRAND (Reuters) - "));
    tracked_add(&w, "c", "cedar.example", 2, credited("VESTRAND (Reuters) - "));
    tracked_add(&w, "d", "elder.example", 3,
                tracked_print(&w, "%s\nWith reporting by dpa.",
                              tracked_part(&w, 0, 6)));
    tracked_gather(&w);
    assert_told("story reuters by b 0.6");
    assert_told(" copies 4 sites 4 digests 0 versions 1 credited 2 ");
    assert_told(" copy a alder.example 0 lag -3600 copy v1 ap dateline ");
    tracked_close(&w);
}

static void test_track_conflicts(void **state)
{
    (void)state;
    tracked_add(&w, "a", "alder.example", 1, tracked_part(&w, 0, 6));
    tracked_add(&w, "b", "birch.example", 4, tracked_part(&w, 0, 6))->fetched =
        tracked_hour(3);
    tracked_gather(&w);
    assert_told(" undated 0 conflicts 1 stale 0\n");
    assert_told(
        " copy b birch.example 14400 lag 10800 copy v1 - - 197: 197 0 0 "
        "0 0 0 0001\n");
    tracked_close(&w);
}

/* ---- stale -----------------------------------------------------------------
 */

static const char *corrected(void)
{
    return tracked_print(
        &w, "CORRECTION: An earlier report gave a wrong number.\n%s",
        tracked_changed(&w, tracked_part(&w, 0, 6), TRACKED_FIGURE,
                        "214 families"));
}

static int tell_stale(void *arg, const struct stale_row *r)
{
    struct page *p = arg;
    page_print(p, "%s %u by %u %s %s", r->copy.article, r->copy.version,
               r->replaced_by, r->article, r->marker);
    for (size_t i = 0; i < r->nchanges; i++)
        page_print(p, " %s:%s>%s", change_name(r->change[i].kind),
                   r->change[i].before, r->change[i].after);
    page_print(p, "\n");
    return 0;
}

static void test_track_stale(void **state)
{
    const char *old = tracked_part(&w, 0, 6);
    struct track_filter f = any;
    struct page p = {0};
    (void)state;
    tracked_add(&w, "a", "alder.example", 0, old);
    /* Fetched again after the correction, changed after it, published after it;
     * not seen after it. */
    tracked_add(&w, "b", "birch.example", 1, old)->fetched = tracked_hour(9);
    tracked_add(&w, "c", "cedar.example", 2, old)->modified = tracked_hour(7);
    tracked_add(&w, "d", "elder.example", 6, old);
    tracked_add(&w, "e", "hazel.example", 5, corrected())->fetched =
        STORE_NO_TIME;
    tracked_add(&w, "f", "larch.example", 3, old)->fetched = STORE_NO_TIME;
    tracked_gather(&w);
    tracked_versions(&w, "a1 b1 c1 f1 e2 d1");
    assert_int_equal(store_stale(w.s, NULL, tell_stale, &p), STORE_OK);
    assert_string_equal(p.at, "b 1 by 2 e correction number:412>214\n"
                              "c 1 by 2 e correction number:412>214\n"
                              "d 1 by 2 e correction number:412>214\n");
    assert_told(" conflicts 0 stale 3\n");
    p.n = 0;
    f.site = "www.cedar.example";
    assert_int_equal(store_stale(w.s, &f, tell_stale, &p), STORE_OK);
    assert_string_equal(p.at, "c 1 by 2 e correction number:412>214\n");
    free(p.at);
    tracked_close(&w);
}

/* ---- sites, uncredited -----------------------------------------------------
 */

static int tell_site(void *arg, const struct site_row *r)
{
    const int64_t lag[] = {r->quarter_lag, r->median_lag, r->three_quarter_lag,
                           r->least_lag, r->most_lag};
    struct page *p = arg;
    page_print(p, "%s %llu %llu %llu %llu %llu %llu %.2f %.2f", r->site,
               (unsigned long long)r->articles, (unsigned long long)r->copies,
               (unsigned long long)r->stories, (unsigned long long)r->firsts,
               (unsigned long long)r->agency_copies,
               (unsigned long long)r->credited, r->share, r->credit_rate);
    for (size_t i = 0; i < sizeof lag / sizeof *lag; i++)
        if (lag[i] == STORE_NO_TIME)
            page_print(p, "%s-", i == 4 ? ".." : " ");
        else
            page_print(p, "%s%lld", i == 4 ? ".." : " ", (long long)lag[i]);
    for (size_t i = 0; i < r->nagencies; i++)
        page_print(p, " %s:%llu", r->agency[i].agency,
                   (unsigned long long)r->agency[i].copies);
    page_print(p, "\n");
    return 0;
}

/* A second story, of another agency, in two of the sites. */
static void add_second(void)
{
    char *text = crawl_text(4, 6);
    const char *own = tracked_print(&w, "VESTRAND (dpa) - %s", text);
    free(text);
    tracked_add(&w, "x", "alder.example", 30, own);
    tracked_add(&w, "y", "birch.example", 31, own);
}

static void test_track_sites(void **state)
{
    struct track_filter f = any;
    struct page p = {0};
    char *alone = crawl_text(5, 6);
    (void)state;
    tracked_add(&w, "a", "alder.example", 0,
                credited("VESTRAND (AP) \xe2\x80\x94 "));
    tracked_add(&w, "b", "birch.example", 1, tracked_part(&w, 0, 6));
    tracked_add(&w, "c", "cedar.example", 3, tracked_part(&w, 0, 6));
    tracked_add(&w, "z", "alder.example", 3, alone);
    add_second();
    tracked_gather(&w);
    assert_int_equal(store_sites(w.s, NULL, tell_site, &p), STORE_OK);
    assert_string_equal(
        p.at, "alder.example 3 2 2 2 2 2 0.67 1.00 - - - -..- ap:1 dpa:1\n"
              "birch.example 2 2 2 0 2 1 1.00 0.50 3600 3600 3600 3600..3600 "
              "ap:1 dpa:1\n"
              "cedar.example 1 1 1 0 1 0 1.00 0.00 10800 10800 10800 "
              "10800..10800 ap:1\n");
    p.n = 0;
    f.agency = "DPA";
    f.site = "birch.example";
    assert_int_equal(store_sites(w.s, &f, tell_site, &p), STORE_OK);
    assert_string_equal(p.at, "birch.example 2 1 1 0 1 1 0.50 1.00 3600 3600 "
                              "3600 3600..3600 dpa:1\n");
    p.n = 0;
    f = any;
    f.until = tracked_hour(2);
    assert_int_equal(store_sites(w.s, &f, tell_site, &p), STORE_OK);
    assert_string_equal(p.at,
                        "alder.example 1 1 1 1 1 1 1.00 1.00 - - - -..- ap:1\n"
                        "birch.example 1 1 1 0 1 0 1.00 0.00 3600 3600 3600 "
                        "3600..3600 ap:1\n");
    free(p.at);
    free(alone);
    tracked_close(&w);
}

static int tell_uncredited(void *arg, const struct uncredited_row *r)
{
    struct page *p = arg;
    page_print(p, "%s %s %s %s %llu %llu %d%d %.*s\n", r->copy.article,
               r->agency, r->proof, r->proof_site,
               (unsigned long long)r->matched, (unsigned long long)r->longest,
               r->unnamed, r->unlicensed, r->passage_len > 12 ? 12 : 0,
               r->passage ? r->passage : "");
    return 0;
}

static void test_track_uncredited(void **state)
{
    static const char *const licensed[] = {"ap\talder.example",
                                           "https://www.cedar.example/news",
                                           "dpa\tbirch.example"};
    struct uncredited_filter f = {.track = any};
    struct page p = {0};
    (void)state;
    tracked_add(&w, "a", "alder.example", 0,
                tracked_print(&w, "VESTRAND (AP) \xe2\x80\x94 %s",
                              tracked_part(&w, 0, 3)));
    tracked_add(&w, "b", "birch.example", 1,
                credited("VESTRAND (AP) \xe2\x80\x94 "));
    tracked_add(&w, "c", "cedar.example", 3, tracked_part(&w, 0, 6));
    add_second();
    tracked_gather(&w);
    assert_int_equal(store_uncredited(w.s, NULL, tell_uncredited, &p),
                     STORE_OK);
    assert_string_equal(p.at, "c ap b birch.example 197 197 10 The harbour \n");
    p.n = 0;
    f.licensed = licensed;
    f.nlicensed = 3;
    assert_int_equal(store_uncredited(w.s, &f, tell_uncredited, &p), STORE_OK);
    assert_string_equal(p.at,
                        "b ap b birch.example 197 197 01 VESTRAND (AP\n"
                        "c ap b birch.example 197 197 10 The harbour \n"
                        "x dpa x alder.example 162 162 01 VESTRAND (dp\n");
    p.n = 0;
    f.track.agency = "dpa";
    f.nlicensed = 0;
    assert_int_equal(store_uncredited(w.s, &f, tell_uncredited, &p), STORE_OK);
    assert_string_equal(p.at,
                        "x dpa x alder.example 162 162 01 VESTRAND (dp\n"
                        "y dpa x alder.example 162 162 01 VESTRAND (dp\n");
    free(p.at);
    tracked_close(&w);
}

/* ---- filters and ends ------------------------------------------------------
 */

static int tell_id(void *arg, const struct track_row *r)
{
    struct page *p = arg;
    page_print(p, "%s ", r->agency ? r->agency : "-");
    return 0;
}

static int stop_at_once(void *arg, const struct track_row *r)
{
    (void)arg;
    (void)r;
    return 7;
}

static void test_track_filters(void **state)
{
    struct track_calls calls = {.story = tell_id};
    struct track_filter f = any;
    struct page p = {0};
    (void)state;
    tracked_add(&w, "a", "alder.example", 0,
                credited("VESTRAND (AP) \xe2\x80\x94 "));
    tracked_add(&w, "b", "birch.example", 1, tracked_part(&w, 0, 6));
    tracked_add(&w, "c", "cedar.example", 3, tracked_part(&w, 0, 6));
    add_second();
    tracked_gather(&w);
    assert_int_equal(store_track_all(w.s, NULL, &calls, &p), STORE_OK);
    assert_string_equal(p.at, "ap dpa ");
    p.n = 0;
    f.limit = 1;
    assert_int_equal(store_track_all(w.s, &f, &calls, &p), STORE_OK);
    f = any;
    f.since = tracked_hour(4);
    assert_int_equal(store_track_all(w.s, &f, &calls, &p), STORE_OK);
    f = any;
    f.site = "cedar.example";
    assert_int_equal(store_track_all(w.s, &f, &calls, &p), STORE_OK);
    f = any;
    f.story = tracked_story(&w, "x");
    assert_int_equal(store_track_all(w.s, &f, &calls, &p), STORE_OK);
    assert_string_equal(p.at, "ap dpa ap dpa ");
    free(p.at);
    calls.story = stop_at_once;
    assert_int_equal(store_track_all(w.s, NULL, &calls, NULL), STORE_STOPPED);
    assert_int_equal(store_track(w.s, 999, &calls, NULL), STORE_NOT_FOUND);
    assert_int_equal(store_track(w.s, tracked_story(&w, "a"), &calls, NULL),
                     STORE_STOPPED);
    tracked_close(&w);
}

static void test_track_empty_file(void **state)
{
    struct track_calls calls = {.story = stop_at_once};
    (void)state;
    assert_int_equal(store_track_all(w.s, NULL, &calls, NULL), STORE_OK);
    assert_int_equal(store_sites(w.s, NULL, tell_site, NULL), STORE_OK);
    assert_int_equal(store_stale(w.s, NULL, tell_stale, NULL), STORE_OK);
    assert_int_equal(store_uncredited(w.s, NULL, tell_uncredited, NULL),
                     STORE_OK);
    tracked_close(&w);
}

/* ---- whatever the batches --------------------------------------------------
 */

/* A made crawl, with markers and credits, in batches of n with so many threads;
 * what is told of it. */
static char *tell_crawl(size_t n, unsigned threads, int no_text)
{
    struct store_params params = {.no_text = no_text};
    struct store_options o = {.threads = threads, .params = &params};
    struct trial f;
    struct crawl c;
    trial_init(&f);
    struct store *s = trial_open(&f, &o);
    crawl_make(&c, &crawl_small);
    for (size_t i = 0; i < c.n; i += n)
        assert_int_equal(
            store_add(s, c.article + i, c.n - i < n ? c.n - i : n, NULL),
            STORE_OK);
    assert_int_equal(store_gather(s, NULL), STORE_OK);
    char *all = tracked_all(s);
    assert_int_equal(store_rebuild(s, NULL), STORE_OK);
    char *again = tracked_all(s);
    assert_string_equal(all, again);
    free(again);
    crawl_release(&c);
    trial_close(s);
    trial_release(&f);
    return all;
}

static void test_track_batches_and_threads(void **state)
{
    (void)state;
    char *one = tell_crawl(1000, 1, 0);
    char *two = tell_crawl(1000, 2, 0);
    char *parts = tell_crawl(7, 2, 0);
    assert_true(strlen(one) > 1000);
    assert_string_equal(one, two);
    assert_string_equal(one, parts);
    free(one);
    free(two);
    free(parts);
    char *bare = tell_crawl(1000, 2, 1);
    assert_non_null(strstr(bare, " versions 1 "));
    free(bare);
    tracked_close(&w);
}

/* A removed copy goes from the figures, and the story with the last but one. */
static void test_track_removed(void **state)
{
    const char *id[] = {"a", "b"};
    (void)state;
    tracked_add(&w, "a", "alder.example", 0, tracked_part(&w, 0, 6));
    tracked_add(&w, "b", "birch.example", 1, tracked_part(&w, 0, 6));
    tracked_add(&w, "c", "cedar.example", 3, tracked_part(&w, 0, 6));
    tracked_gather(&w);
    int64_t story = tracked_story(&w, "a");
    assert_int_equal(store_remove(w.s, id, 1, NULL), STORE_OK);
    assert_int_equal(tracked_story(&w, "b"), story);
    tracked_versions(&w, "b1 c1");
    assert_told(" origin first b birch.example 3600\n copies 2 sites 2 ");
    assert_int_equal(store_remove(w.s, id + 1, 1, NULL), STORE_OK);
    tracked_versions(&w, "");
    tracked_close(&w);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_track_origin_own_site), TEST(test_track_origin_credited),
        TEST(test_track_origin_first),    TEST(test_track_no_times),
        TEST(test_track_two_agencies),    TEST(test_track_conflicts),
        TEST(test_track_stale),           TEST(test_track_sites),
        TEST(test_track_uncredited),      TEST(test_track_filters),
        TEST(test_track_empty_file),      TEST(test_track_batches_and_threads),
        TEST(test_track_removed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
