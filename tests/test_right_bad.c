/* Input that no newspaper would print, and stories of thousands of copies. */
#include "tests/stories.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static struct stories w;

static int setup(void **state)
{
    (void)state;
    stories_open(&w);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    stories_drop(&w);
    return 0;
}

/* A story of three sites, to be found whatever else is there. */
static void add_story(void)
{
    stories_add(&w, "a", "courier.example", 0, stories_text("bridge"));
    stories_add(&w, "b", "herald.example", 0, stories_text("bridge"));
    stories_add(&w, "c", "tribune.example", 0, stories_text("bridge"));
}

static const char *made(uint64_t seed, unsigned paragraphs)
{
    char *text = crawl_text(seed, paragraphs);
    const char *kept = stories_print(&w, "%s", text);
    free(text);
    return kept;
}

/* ---- strange sites and articles --------------------------------------------
 */

static void test_right_site_of_one_article(void **state)
{
    (void)state;
    struct page ids = {0};
    add_story();
    for (int day = 0; day < 30; day++) {
        const char *id = stories_print(&w, "same%d", day);
        stories_add(&w, id, "echo.example", day, stories_text("drought"));
        page_print(&ids, "%s ", id);
    }
    stories_gather(&w);
    stories_together(&w, "a b c");
    stories_alone(&w, ids.at);
    assert_int_equal(stories_count(&w), 1);
    free(ids.at);
}

/* What one site repeats for some days is still a story where others run it. */
static void test_right_site_of_one_story(void **state)
{
    (void)state;
    add_story();
    for (int day = 0; day < 5; day++)
        stories_add(&w, stories_print(&w, "same%d", day), "echo.example", day,
                    stories_text("bridge"));
    stories_gather(&w);
    stories_together(&w, "a b c");
}

static void test_right_one_repeated_sentence(void **state)
{
    (void)state;
    static const char sentence[] = "The mayor said on Monday that the works "
                                   "would go on until the bridge was safe. ";
    struct page p = {0};
    for (unsigned i = 0; i < 10000; i++)
        page_print(&p, "%s", sentence);
    add_story();
    stories_add(&w, "long1", "echo.example", 0, p.at);
    stories_add(&w, "long2", "mirror.example", 0, p.at);
    stories_add(&w, "once", "mercury.example", 0,
                stories_print(&w, "%s%s", sentence, made(1, 4)));
    stories_gather(&w);
    free(p.at);
    stories_together(&w, "a b c");
    stories_apart(&w, "a long1");
    stories_apart(&w, "a long2");
    stories_apart(&w, "a once");
}

static void test_right_article_of_two_megabytes(void **state)
{
    (void)state;
    struct page p = {0};
    for (uint64_t seed = 1; p.n < 2000000; seed++) {
        char *text = crawl_text(seed, 50);
        page_print(&p, "%s", text);
        free(text);
    }
    page_print(&p, "%s", stories_text("bridge"));
    add_story();
    stories_add(&w, "big1", "echo.example", 0, p.at);
    stories_add(&w, "big2", "mirror.example", 0, p.at);
    stories_gather(&w);
    free(p.at);
    stories_together(&w, "big1 big2");
    stories_together(&w, "a b c");
    stories_related(&w, "big1", "big2", RELATION_SAME);
    stories_related(&w, "big1", "a", RELATION_CONTAINS);
}

/* ---- strange times and sites -----------------------------------------------
 */

/* Two stories and some articles that stand alone, all of one time. */
static void all_at(int64_t time, int sites)
{
    char name[16];
    for (unsigned i = 0; i < 12; i++) {
        snprintf(name, sizeof name, "s%u.example", i);
        const char *on = sites ? stories_print(&w, "%s", name) : NULL;
        stories_add_at(&w, stories_print(&w, "x%u", i), on, time, NULL,
                       i < 4   ? stories_text("bridge")
                       : i < 8 ? stories_text("election")
                               : made(i, 6));
    }
    stories_gather(&w);
    stories_together(&w, "x0 x1 x2 x3");
    stories_together(&w, "x4 x5 x6 x7");
    stories_apart(&w, "x0 x4");
    stories_alone(&w, "x8 x9 x10 x11");
}

static void test_right_no_dates(void **state)
{
    (void)state;
    all_at(STORE_NO_TIME, 1);
}

static void test_right_all_dates_1970(void **state)
{
    (void)state;
    all_at(0, 1);
}

static void test_right_all_dates_2099(void **state)
{
    (void)state;
    all_at(INT64_C(4070908800), 1);
}

static void test_right_dates_at_the_ends(void **state)
{
    (void)state;
    all_at(INT64_MAX, 1);
}

static void test_right_no_sites(void **state)
{
    (void)state;
    all_at(CRAWL_EPOCH, 0);
}

static void test_right_no_sites_and_no_dates(void **state)
{
    (void)state;
    all_at(STORE_NO_TIME, 0);
}

/* The market report of five days. */
static void test_right_form_without_sites(void **state)
{
    (void)state;
    for (unsigned k = 0; k < 5; k++)
        stories_add(&w, stories_print(&w, "f%u", k), NULL, (int)k,
                    stories_form(&w, "market", k));
    stories_gather(&w);
    stories_apart(&w, "f0 f1 f2 f3 f4");
}

static void test_right_form_without_dates(void **state)
{
    (void)state;
    for (unsigned k = 0; k < 5; k++)
        stories_add_at(&w, stories_print(&w, "f%u", k), "gazette.example",
                       STORE_NO_TIME, NULL, stories_form(&w, "market", k));
    stories_gather(&w);
    stories_apart(&w, "f0 f1 f2 f3 f4");
}

/* ---- crowds ----------------------------------------------------------------
 */

#define CROWD (STORIES_SLOW ? 800u : 5000u)

/* How copies differ: not at all; by a paragraph of their own and a word changed
 * in 60 to 120; or by the paragraph, and in nine ways by a word in 40. */
enum kind { IDENTICAL, NEARLY, NINE_VERSIONS };

/* Copy i of a story of 216 words. */
static const char *crowd_text(const char *story, unsigned i, enum kind kind)
{
    if (kind == IDENTICAL)
        return story;
    unsigned every = kind == NEARLY ? 60 + i % 61 : 37 + i % 9;
    return stories_print(&w, "%s\n%s", stories_reword(&w, story, every),
                         made(1000 + i, 1));
}

static void add_crowd(unsigned n, unsigned batches, enum kind kind)
{
    const char *story = made(7, 8);
    for (unsigned i = 0; i < n; i++) {
        stories_add_at(&w, stories_print(&w, "c%u", i),
                       stories_print(&w, "site%u.example", i),
                       CRAWL_EPOCH + i % 86400, NULL,
                       crowd_text(story, i, kind));
        if (i % (n / batches) == n / batches - 1)
            stories_gather(&w);
    }
    if (w.n)
        stories_gather(&w);
}

static int note_copies(void *arg, const struct story_row *row)
{
    uint64_t *copies = arg;
    if (row->copies > *copies)
        *copies = row->copies;
    return 0;
}

static void is_one_story(unsigned n)
{
    uint64_t copies = 0;
    assert_int_equal(stories_count(&w), 1);
    assert_int_equal(store_stories(w.store, NULL, note_copies, &copies),
                     STORE_OK);
    assert_int_equal(copies, n);
}

static void test_right_crowd_of_identical_copies(void **state)
{
    (void)state;
    add_crowd(CROWD, 1, IDENTICAL);
    is_one_story(CROWD);
}

static void test_right_crowd_of_identical_copies_in_batches(void **state)
{
    (void)state;
    add_crowd(CROWD, 7, IDENTICAL);
    is_one_story(CROWD);
}

static void test_right_crowd_of_nearly_identical_copies(void **state)
{
    (void)state;
    add_crowd(CROWD, 1, NEARLY);
    is_one_story(CROWD);
}

static void test_right_crowd_of_nearly_identical_copies_in_batches(void **state)
{
    (void)state;
    add_crowd(CROWD, 7, NEARLY);
    is_one_story(CROWD);
}

static void test_right_crowd_of_nine_versions(void **state)
{
    (void)state;
    add_crowd(CROWD, 1, NINE_VERSIONS);
    is_one_story(CROWD);
}

/* Seconds of processor time, of all threads, that a crowd takes. */
static double crowd_takes(unsigned n, enum kind kind)
{
    struct timespec from, to;
    stories_open(&w);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
    add_crowd(n, 1, kind);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
    is_one_story(n);
    stories_drop(&w);
    return (double)(to.tv_sec - from.tv_sec) +
           (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

/* Linear is 2; the bound leaves room for a machine that is busy. */
static void grows_near_linearly(enum kind kind)
{
    if (STORIES_SLOW)
        skip();
    double half = crowd_takes(4000, kind), whole = crowd_takes(8000, kind);
    print_message("4000 copies: %.2f s, 8000: %.2f s\n", half, whole);
    assert_true(whole < 3.5 * half);
}

static void test_right_crowd_time_of_identical_copies(void **state)
{
    (void)state;
    grows_near_linearly(IDENTICAL);
}

static void test_right_crowd_time_of_nearly_identical_copies(void **state)
{
    (void)state;
    grows_near_linearly(NEARLY);
}

#define UNIT(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        UNIT(test_right_site_of_one_article),
        UNIT(test_right_site_of_one_story),
        UNIT(test_right_one_repeated_sentence),
        UNIT(test_right_article_of_two_megabytes),
        UNIT(test_right_no_dates),
        UNIT(test_right_all_dates_1970),
        UNIT(test_right_all_dates_2099),
        UNIT(test_right_dates_at_the_ends),
        UNIT(test_right_no_sites),
        UNIT(test_right_no_sites_and_no_dates),
        UNIT(test_right_form_without_sites),
        UNIT(test_right_form_without_dates),
        UNIT(test_right_crowd_of_identical_copies),
        UNIT(test_right_crowd_of_identical_copies_in_batches),
        UNIT(test_right_crowd_of_nearly_identical_copies),
        UNIT(test_right_crowd_of_nearly_identical_copies_in_batches),
        UNIT(test_right_crowd_of_nine_versions),
        cmocka_unit_test_teardown(test_right_crowd_time_of_identical_copies,
                                  teardown),
        cmocka_unit_test_teardown(
            test_right_crowd_time_of_nearly_identical_copies, teardown),
    };
    if (stories_load(argc > 1 ? argv[1] : NULL))
        return 2;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    stories_unload();
    return failed;
}
