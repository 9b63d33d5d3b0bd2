/* What the program must get right on pages as crawlers leave them: what a site
 * adds to its pages, and short briefs among it. */
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

/* Some 54 words that stand nowhere else. */
static const char *own(unsigned k)
{
    char *made = crawl_text(k + 100, 2);
    const char *text = stories_print(&w, "%s", made);
    free(made);
    return text;
}

static const char *id_of(const char *name, unsigned i, unsigned k)
{
    return stories_print(&w, "%s%u.%u", name, i, k);
}

/* Short articles of paper i, one a day over `days` days, each after the letter;
 * gathered every day or all at once. */
static void fill_days(const char *letter, unsigned papers, unsigned days,
                      int daily)
{
    for (unsigned day = 0; day < days; day++) {
        for (unsigned i = 0; i < papers; i++)
            stories_add(
                &w, id_of("p", i, day), site[i], (int)day,
                stories_print(&w, "%s\n%s", letter, own(day * papers + i)));
        if (daily || day + 1 == days)
            stories_gather(&w);
    }
}

/* Every article of fill_days() is in no story. */
static void all_alone(unsigned papers, unsigned days)
{
    for (unsigned i = 0; i < papers; i++)
        for (unsigned day = 0; day < days; day++)
            stories_alone(&w, id_of("p", i, day));
}

/* ---- furniture ------------------------------------------------------------
 */

static void test_right_letter_is_no_story(void **state)
{
    (void)state;
    for (unsigned k = 1; k <= 8; k++)
        stories_add(
            &w, id_of("s", 0, k), site[0], (int)(k - 1) / 2,
            stories_print(&w, "%s\n%s", stories_text("letter"),
                          stories_text(stories_print(&w, "short %u", k))));
    stories_gather(&w);
    for (unsigned k = 1; k <= 8; k++)
        stories_alone(&w, id_of("s", 0, k));
    assert_int_equal(stories_count(&w), 0);
}

static void test_right_letter_is_no_story_day_by_day(void **state)
{
    (void)state;
    fill_days(stories_text("letter"), 1, 6, 1);
    all_alone(1, 6);
}

struct learned {
    uint64_t words, days; /* the most of one row, the least of any */
};

static int note_learned(void *arg, const struct furniture_row *row)
{
    struct learned *l = arg;
    if (row->words > l->words)
        l->words = row->words;
    if (row->days < l->days)
        l->days = row->days;
    return 0;
}

static void test_right_letter_is_listed(void **state)
{
    (void)state;
    struct learned l = {0, UINT64_MAX};
    fill_days(stories_text("letter"), 1, 5, 0);
    assert_int_equal(store_furniture(w.store, site[0], note_learned, &l),
                     STORE_OK);
    assert_true(l.words >= 150);
    assert_true(l.days >= 3);
}

struct furniture {
    const char *article;
    uint64_t words;
};

static int note_furniture(void *arg, const struct copy_row *row)
{
    struct furniture *f = arg;
    if (!strcmp(row->article, f->article))
        f->words = row->furniture;
    return 0;
}

static int note_id(void *arg, const struct story_row *row)
{
    *(int64_t *)arg = row->story;
    return 0;
}

static const char *dressed(const char *text)
{
    return stories_print(&w, "%s\n%s\n%s\n%s", stories_text("cookies"), text,
                         stories_text("headlines"), stories_text("footer"));
}

static void test_right_small_furniture(void **state)
{
    (void)state;
    struct furniture f = {"b", 0};
    int64_t story = 0;
    for (unsigned k = 1; k <= 4; k++)
        stories_add(&w, id_of("s", 0, k), site[1], (int)k - 1,
                    dressed(stories_text(stories_print(&w, "short %u", k))));
    stories_add(&w, "a", site[0], 3, stories_text("bridge"));
    stories_add(&w, "b", site[1], 3, dressed(stories_text("bridge")));
    stories_gather(&w);
    for (unsigned k = 1; k <= 4; k++)
        stories_alone(&w, id_of("s", 0, k));
    stories_together(&w, "a b");
    stories_related(&w, "a", "b", RELATION_SAME);
    assert_int_equal(store_stories(w.store, NULL, note_id, &story), STORE_OK);
    assert_int_equal(store_copies(w.store, story, note_furniture, &f),
                     STORE_OK);
    assert_true(f.words >= 150);
}

static void test_right_letter_of_a_group(void **state)
{
    (void)state;
    fill_days(stories_text("letter of the group"), 4, 4, 0);
    all_alone(4, 4);
}

/* No paper shows it twice; all together show it for ten days. */
static void test_right_letter_of_a_group_seen_once_each(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 8; i++)
        stories_add(&w, id_of("p", i, 0), site[i], (int)(i * 10 / 7),
                    stories_print(&w, "%s\n%s",
                                  stories_text("letter of the group"), own(i)));
    stories_gather(&w);
    for (unsigned i = 0; i < 8; i++)
        stories_alone(&w, id_of("p", i, 0));
}

static void test_right_furniture_in_one_block(void **state)
{
    (void)state;
    const char *story = stories_text("vaccine");
    for (unsigned k = 1; k <= 4; k++)
        for (unsigned i = 0; i < 2; i++)
            stories_add(
                &w, id_of("s", i, k), site[i], (int)k - 1,
                stories_block(&w, stories_print(&w, "%s %s",
                                                i ? stories_text("footer")
                                                  : stories_text("letter"),
                                                own(2 * k + i))));
    stories_add(
        &w, "a", site[0], 3,
        stories_block(
            &w, stories_print(&w, "%s %s", stories_text("letter"), story)));
    stories_add(&w, "b", site[1], 3,
                stories_block(&w, stories_print(&w, "%s %s", story,
                                                stories_text("footer"))));
    stories_add(&w, "c", site[2], 3, story);
    stories_gather(&w);
    stories_together(&w, "a b c");
    for (unsigned k = 1; k <= 4; k++)
        stories_alone(&w, stories_print(&w, "s0.%u s1.%u", k, k));
    assert_int_equal(stories_count(&w), 1);
}

/* On the first day nothing tells a text of two papers from a story. */
static void test_right_furniture_is_decided_again(void **state)
{
    (void)state;
    const char *letter = stories_text("letter of the group");
    for (int day = 0; day < 5; day++) {
        for (unsigned i = 0; i < 2; i++)
            stories_add(&w, id_of("p", i, (unsigned)day), site[i], day,
                        stories_print(&w, "%s\n%s", letter,
                                      own(2 * (unsigned)day + i)));
        stories_gather(&w);
        if (!day)
            stories_together(&w, "p0.0 p1.0");
    }
    all_alone(2, 5);
    assert_int_equal(stories_count(&w), 0);
}

static void test_right_rebuilt_is_the_same(void **state)
{
    (void)state;
    fill_days(stories_text("letter"), 2, 5, 1);
    stories_add(&w, "a", site[0], 4, dressed(stories_text("bridge")));
    stories_add(&w, "b", site[3], 4, stories_text("bridge"));
    stories_gather(&w);
    char *before = trial_members(w.store);
    assert_non_null(before);
    assert_int_equal(store_rebuild(w.store, NULL), STORE_OK);
    char *after = trial_members(w.store);
    assert_non_null(after);
    assert_string_equal(before, after);
    free(before);
    free(after);
}

/* ---- briefs ----------------------------------------------------------------
 */

static void is_found(const char *name)
{
    for (unsigned i = 0; i < 3; i++)
        stories_add(&w, id_of("a", i, 0), site[i], 0, stories_text(name));
    stories_add(&w, "other", site[3], 0, stories_text("short 1"));
    stories_gather(&w);
    stories_together(&w, "a0.0 a1.0 a2.0");
    stories_alone(&w, "other");
    assert_int_equal(stories_stubs(&w), 0);
}

static void test_right_brief_of_25_words(void **state)
{
    (void)state;
    is_found("brief 25");
}

static void test_right_brief_of_40_words(void **state)
{
    (void)state;
    is_found("brief 40");
}

static void test_right_brief_of_60_words(void **state)
{
    (void)state;
    is_found("brief 60");
}

/* Each of the sites has shown its letter for four days. */
static void test_right_briefs_in_furniture(void **state)
{
    (void)state;
    static const char *const brief[] = {"brief 25", "brief 40", "brief 60"};
    const char *letter = stories_print(&w, "%s\n%s", stories_text("footer"),
                                       stories_text("letter"));
    fill_days(letter, 3, 4, 0);
    for (unsigned k = 0; k < 3; k++)
        for (unsigned i = 0; i < 3; i++)
            stories_add(
                &w, id_of("b", k, i), site[i], 4,
                stories_print(&w, "%s\n%s", letter, stories_text(brief[k])));
    stories_gather(&w);
    for (unsigned k = 0; k < 3; k++)
        stories_together(&w, stories_print(&w, "b%u.0 b%u.1 b%u.2", k, k, k));
    stories_apart(&w, "b0.0 b1.0 b2.0");
    all_alone(3, 4);
}

#define UNIT(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        UNIT(test_right_letter_is_no_story),
        UNIT(test_right_letter_is_no_story_day_by_day),
        UNIT(test_right_letter_is_listed),
        UNIT(test_right_small_furniture),
        UNIT(test_right_letter_of_a_group),
        UNIT(test_right_letter_of_a_group_seen_once_each),
        UNIT(test_right_furniture_in_one_block),
        UNIT(test_right_furniture_is_decided_again),
        UNIT(test_right_rebuilt_is_the_same),
        UNIT(test_right_brief_of_25_words),
        UNIT(test_right_brief_of_40_words),
        UNIT(test_right_brief_of_60_words),
        UNIT(test_right_briefs_in_furniture),
    };
    if (stories_load(argc > 1 ? argv[1] : NULL))
        return 2;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    stories_unload();
    return failed;
}
