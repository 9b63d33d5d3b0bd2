/* Pages that are no articles - bot walls, paywalls, error pages - are no story
 * but a group of stubs; what only looks like them is a story. */
#include "store/relation.h"
#include "tests/stories.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static const char *const site[] = {"courier.example",  "herald.example",
                                   "tribune.example",  "gazette.example",
                                   "observer.example", "chronicle.example",
                                   "mercury.example",  "examiner.example"};

static const char *id_of(const char *name, unsigned i, unsigned k)
{
    return stories_print(&w, "%s%u.%u", name, i, k);
}

/* The same page on `papers` sites, on each of `days` days. */
static void add_walls(const char *text, unsigned papers, unsigned days)
{
    for (unsigned day = 0; day < days; day++)
        for (unsigned i = 0; i < papers; i++)
            stories_add(&w, id_of("w", i, day), site[i], (int)day, text);
    stories_add(&w, "a", site[0], 0, stories_text("drought"));
    stories_add(&w, "b", site[1], 0, stories_text("drought"));
    stories_gather(&w);
}

static void is_stub_once(const char *name, unsigned papers, unsigned days)
{
    add_walls(stories_text(name), papers, days);
    for (unsigned day = 0; day < days; day++)
        for (unsigned i = 0; i < papers; i++)
            stories_alone(&w, id_of("w", i, day));
    stories_together(&w, "a b");
    assert_int_equal(stories_count(&w), 1);
    assert_int_equal(stories_stubs(&w), 1);
}

static void test_right_stub_bot_wall(void **state)
{
    (void)state;
    is_stub_once("wall 1", 5, 3);
}

static void test_right_stub_short_bot_wall(void **state)
{
    (void)state;
    is_stub_once("wall 2", 5, 3);
}

static void test_right_stub_paywall(void **state)
{
    (void)state;
    is_stub_once("paywall", 4, 3);
}

/* It says nothing that such pages say; that it comes again and again tells. */
static void test_right_stub_missing_page(void **state)
{
    (void)state;
    is_stub_once("missing page", 5, 4);
}

static void test_right_stub_fifty_error_pages(void **state)
{
    (void)state;
    is_stub_once("wall 1", 1, 50);
}

static void test_right_stub_wall_on_one_day(void **state)
{
    (void)state;
    is_stub_once("wall 1", 6, 1);
}

/* The site's name stands in the page, its letter around it. */
static void test_right_stub_wall_in_furniture(void **state)
{
    (void)state;
    for (unsigned day = 0; day < 4; day++)
        for (unsigned i = 0; i < 4; i++)
            stories_add(
                &w, id_of("w", i, day), site[i], (int)day,
                stories_print(&w, "%s\n%s", site[i], stories_text("wall 1")));
    stories_gather(&w);
    for (unsigned day = 0; day < 4; day++)
        for (unsigned i = 0; i < 4; i++)
            stories_alone(&w, id_of("w", i, day));
    assert_int_equal(stories_count(&w), 0);
    assert_true(stories_stubs(&w) >= 1);
}

/* On one day each site has it under many addresses; it says nothing that such
 * pages say. */
static void test_right_stub_under_any_address(void **state)
{
    (void)state;
    for (unsigned k = 0; k < 5; k++)
        for (unsigned i = 0; i < 3; i++)
            stories_add(&w, id_of("w", i, k), site[i], 0,
                        stories_text("missing page"));
    stories_gather(&w);
    assert_int_equal(stories_count(&w), 0);
    assert_int_equal(stories_stubs(&w), 1);
}

/* A brief may stand in two sections. */
static void test_right_stub_is_no_brief_in_two_sections(void **state)
{
    (void)state;
    for (unsigned k = 0; k < 2; k++)
        for (unsigned i = 0; i < 3; i++)
            stories_add(&w, id_of("b", i, k), site[i], 0,
                        stories_part(&w, stories_text("drought"), 0, 1));
    stories_gather(&w);
    stories_together(&w, "b0.0 b1.0 b2.0 b0.1 b1.1 b2.1");
    assert_int_equal(stories_stubs(&w), 0);
}

static int note_share(void *arg, const struct copy_row *row)
{
    unsigned *n = arg;
    assert_true(row->coverage > 0.9 && row->coverage_main > 0.9);
    assert_true(relation_links(row->relation));
    ++*n;
    return 0;
}

static int note_furniture(void *arg, const struct shared_row *row)
{
    unsigned *most = arg;
    assert_false(row->furniture);
    *most = row->copies > *most ? (unsigned)row->copies : *most;
    return 0;
}

/* Furniture as it is, its pages are held against each other whole. */
static void test_right_stub_is_shown_whole(void **state)
{
    struct match_stub stub;
    unsigned pages = 0, most = 0;
    (void)state;
    add_walls(stories_text("wall 1"), 5, 4);
    const char *wall = stories_print(&w, "%s 77-41", stories_text("wall 1"));
    assert_int_equal(store_match_stub(w.store, wall, strlen(wall), &stub),
                     STORE_OK);
    assert_int_equal(stub.pages, 20);
    assert_int_equal(stub.sites, 5);
    assert_int_equal(store_copies(w.store, stub.story, note_share, &pages),
                     STORE_OK);
    assert_int_equal(pages, 20);
    assert_int_equal(store_shared(w.store, stub.story, note_furniture, &most),
                     STORE_OK);
    assert_int_equal(most, 20);
    const char *text = stories_text("drought");
    assert_int_equal(store_match_stub(w.store, text, strlen(text), &stub),
                     STORE_OK);
    assert_int_equal(stub.pages, 0);
    assert_true(stub.words > 20);
}

/* What the same sites run twice, with another figure, is an update. */
static void test_right_stub_is_no_short_update(void **state)
{
    (void)state;
    for (unsigned day = 0; day < 2; day++)
        for (unsigned i = 0; i < 3; i++)
            stories_add(&w, id_of("u", i, day), site[i], (int)day,
                        stories_part(&w, stories_form(&w, "ferry", day), 0, 2));
    stories_gather(&w);
    stories_together(&w, "u0.0 u1.0 u2.0 u0.1 u1.1 u2.1");
    assert_int_equal(stories_stubs(&w), 0);
}

#define UNIT(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        UNIT(test_right_stub_bot_wall),
        UNIT(test_right_stub_short_bot_wall),
        UNIT(test_right_stub_paywall),
        UNIT(test_right_stub_missing_page),
        UNIT(test_right_stub_fifty_error_pages),
        UNIT(test_right_stub_wall_on_one_day),
        UNIT(test_right_stub_wall_in_furniture),
        UNIT(test_right_stub_is_no_short_update),
        UNIT(test_right_stub_under_any_address),
        UNIT(test_right_stub_is_no_brief_in_two_sections),
        UNIT(test_right_stub_is_shown_whole),
    };
    if (stories_load(argc > 1 ? argv[1] : NULL))
        return 2;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    stories_unload();
    return failed;
}
