/* Forms that are filled in anew each day - market reports, weather, lottery,
 * earthquakes, grants, obituaries - are series; one day's report that several
 * sites carry is a story. Each test runs for each form. */
#include "tests/stories.h"

#include <setjmp.h>
#include <stdarg.h>
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

static const char *const site[] = {"courier.example", "herald.example",
                                   "tribune.example", "gazette.example"};

static const char *id_of(unsigned day, unsigned i)
{
    return stories_print(&w, "d%u.%u", day, i);
}

/* Report `day` on so many sites. */
static void add_reports(const char *form, unsigned sites, unsigned days)
{
    for (unsigned day = 0; day < days; day++)
        for (unsigned i = 0; i < sites; i++)
            stories_add(&w, id_of(day, i), site[i], (int)day,
                        stories_form(&w, form, day));
    stories_gather(&w);
}

/* No report of one day is in a story with one of another. */
static void days_apart(unsigned sites, unsigned days)
{
    for (unsigned a = 0; a < days; a++)
        for (unsigned b = a + 1; b < days; b++)
            for (unsigned i = 0; i < sites; i++)
                for (unsigned k = 0; k < sites; k++)
                    stories_apart(&w, stories_print(&w, "%s %s", id_of(a, i),
                                                    id_of(b, k)));
}

static void each_day_one(unsigned days)
{
    for (unsigned day = 0; day < days; day++)
        stories_together(&w,
                         stories_print(&w, "d%u.0 d%u.1 d%u.2", day, day, day));
}

static void on_one_site(void **state)
{
    add_reports(*state, 1, 6);
    days_apart(1, 6);
    assert_int_equal(stories_count(&w), 0);
}

/* Before anything can be learned about the form. */
static void on_one_site_for_two_days(void **state)
{
    add_reports(*state, 1, 2);
    days_apart(1, 2);
    stories_related(&w, "d0.0", "d1.0", RELATION_SERIES);
}

static void on_three_sites(void **state)
{
    add_reports(*state, 3, 5);
    days_apart(3, 5);
    each_day_one(5);
}

static void on_three_sites_for_two_days(void **state)
{
    add_reports(*state, 3, 2);
    days_apart(3, 2);
    each_day_one(2);
    stories_related(&w, "d0.0", "d1.0", RELATION_SERIES);
}

static void on_two_sites_on_two_days(void **state)
{
    stories_add(&w, "d0", site[0], 0, stories_form(&w, *state, 0));
    stories_add(&w, "d1", site[1], 1, stories_form(&w, *state, 1));
    stories_gather(&w);
    stories_apart(&w, "d0 d1");
    stories_related(&w, "d0", "d1", RELATION_SERIES);
}

static void on_two_sites_with_a_day_between(void **state)
{
    stories_add(&w, "d0", site[0], 0, stories_form(&w, *state, 0));
    stories_add(&w, "d2", site[1], 2, stories_form(&w, *state, 1));
    stories_gather(&w);
    stories_apart(&w, "d0 d2");
    stories_related(&w, "d0", "d2", RELATION_SERIES);
}

/* On one day each of four sites fills it in for itself. */
static void filled_in_by_each(void **state)
{
    for (unsigned i = 0; i < 4; i++)
        stories_add(&w, id_of(i, 0), site[i], 0, stories_form(&w, *state, i));
    stories_gather(&w);
    stories_apart(&w, "d0.0 d1.0 d2.0 d3.0");
}

/* One site fills it in three times on one day. */
static void three_times_a_day(void **state)
{
    for (unsigned i = 0; i < 3; i++)
        stories_add(&w, id_of(i, 0), site[0], 0, stories_form(&w, *state, i));
    stories_gather(&w);
    stories_apart(&w, "d0.0 d1.0 d2.0");
    stories_related(&w, "d0.0", "d1.0", RELATION_SERIES);
}

/* Day after day in batches, each gathered. */
static void day_by_day(void **state)
{
    for (unsigned day = 0; day < 5; day++) {
        for (unsigned i = 0; i < 3; i++)
            stories_add(&w, id_of(day, i), site[i], (int)day,
                        stories_form(&w, *state, day));
        stories_gather(&w);
    }
    days_apart(3, 5);
    each_day_one(5);
}

struct why {
    enum relation relation;
    int together, equal; /* equal: a fact that does not differ */
    size_t nfacts;
};

static int note_facts(void *arg, const struct explanation *e)
{
    struct why *why = arg;
    *why = (struct why){e->relation, e->together, 0, e->nfacts};
    for (size_t i = 0; i < e->nfacts; i++)
        why->equal = why->equal || !strcmp(e->facts[i].a, e->facts[i].b);
    return 0;
}

static void facts_are_listed(void **state)
{
    struct why why = {0};
    add_reports(*state, 1, 2);
    assert_int_equal(store_explain(w.store, "d0.0", "d1.0", note_facts, &why),
                     STORE_OK);
    assert_int_equal(why.relation, RELATION_SERIES);
    assert_int_equal(why.together, 0);
    assert_true(why.nfacts >= 2);
    assert_int_equal(why.equal, 0);
}

#define UNIT(form, test)                                                       \
    {                                                                          \
        "test_right_series_" #form "_" #test, test, setup, teardown, form      \
    }
#define FORM(form)                                                             \
    UNIT(form, on_one_site), UNIT(form, on_three_sites),                       \
        UNIT(form, day_by_day), UNIT(form, on_one_site_for_two_days),          \
        UNIT(form, on_three_sites_for_two_days),                               \
        UNIT(form, on_two_sites_with_a_day_between),                           \
        UNIT(form, facts_are_listed)
/* On one day and the next, a form with few numbers in much text that two sites
 * filled in cannot be told from a joint release with other dates and telephone
 * numbers, which has as many: it is one story there. One full of numbers is
 * not. */
#define FULL_FORM(form)                                                        \
    UNIT(form, filled_in_by_each), UNIT(form, on_two_sites_on_two_days)

/* Nor can one with few be told from an update, where one site shows both on a
 * day. */
#define MANY_NUMBERS(form) UNIT(form, three_times_a_day)

int main(int argc, char **argv)
{
    static char market[] = "market", weather[] = "weather",
                lottery[] = "lottery", quake[] = "quake", grant[] = "grant",
                obituary[] = "obituary", roadworks[] = "roadworks",
                town_grant[] = "town grant";
    const struct CMUnitTest tests[] = {
        FORM(market),
        FORM(weather),
        FORM(lottery),
        FORM(quake),
        FORM(grant),
        FORM(obituary),
        FULL_FORM(market),
        FULL_FORM(weather),
        MANY_NUMBERS(market),
        MANY_NUMBERS(weather),
        MANY_NUMBERS(lottery),
        MANY_NUMBERS(roadworks),
        UNIT(roadworks, on_one_site),
        UNIT(roadworks, on_one_site_for_two_days),
        UNIT(town_grant, on_one_site_for_two_days),
        UNIT(town_grant, on_three_sites_for_two_days),
    };
    if (stories_load(argc > 1 ? argv[1] : NULL))
        return 2;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    stories_unload();
    return failed;
}
