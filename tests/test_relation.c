/*
 * relation, and the days and windows of facts that it rests on.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/facts.h"
#include "store/relation.h"

#define DAY INT64_C(86400)
#define START (INT64_C(14578) * DAY) /* 2009-11-30 */

static void test_relation_days_and_windows(void **state)
{
    (void)state;
    assert_true(facts_near(INT64_MIN + 1, INT64_MAX, -1));
    assert_false(facts_near(INT64_MIN + 1, INT64_MAX, 100000));
    assert_true(facts_near(STORE_NO_TIME, INT64_MAX, 0));
    assert_true(facts_near(START, START + 14 * DAY, 14));
    assert_false(facts_near(START + 14 * DAY + 1, START, 14));
    assert_int_equal(facts_day(START), 14578);
    assert_int_equal(facts_day(START + DAY - 1), 14578);
    assert_int_equal(facts_day(-1), -1);
    assert_int_equal(facts_day(-DAY), -1);
    assert_int_equal(facts_day(-DAY - 1), -2);
    assert_int_equal(facts_day(STORE_NO_TIME), DAY_UNKNOWN);
    assert_int_equal(facts_day(INT64_MAX), INT32_MAX);
    assert_true(facts_day(INT64_MIN + 1) != DAY_UNKNOWN);
}

/* What is shared of 196 shingles on either side, on two sites. */
static const struct {
    uint32_t kept_a, kept_b, matched_a, matched_b, shared;
    enum relation relation;
    int one_site; /* what they are on one site; 0: the same */
} judged[] = {
    {200, 200, 200, 200, 196, RELATION_SAME, 0},
    {200, 200, 200, 200, 0, RELATION_SAME, 0},
    {200, 200, 180, 180, 150, RELATION_NEAR, 0},
    {200, 200, 150, 150, 140, RELATION_NEAR, 0},
    {200, 100, 100, 100, 60, RELATION_CONTAINS, 0},
    {100, 200, 100, 100, 60, RELATION_WITHIN, 0},
    {200, 200, 100, 100, 60, RELATION_PARTIAL, 0},
    {200, 200, 80, 80, 60, RELATION_PARTIAL, 0},
    {400, 400, 40, 40, 20, RELATION_QUOTE, 0},
    {400, 400, 4, 4, 2, RELATION_NONE, 0},
    {0, 0, 0, 0, 0, RELATION_NONE, 0},
    /* Few words that are all there is: a headline. */
    {10, 200, 10, 10, 6, RELATION_NONE, 0},
    /* A form, set aside but for what was filled in: alike, and not. */
    {10, 10, 10, 10, 190, RELATION_SAME, RELATION_QUOTE},
    {10, 10, 0, 0, 190, RELATION_QUOTE, 0},
};

static void test_relation_judged(void **state)
{
    struct rules rules;
    rules_init(&rules);
    (void)state;
    for (size_t i = 0; i < sizeof judged / sizeof *judged; i++) {
        struct overlap o = {.kept_a = judged[i].kept_a,
                            .kept_b = judged[i].kept_b,
                            .matched_a = judged[i].matched_a,
                            .matched_b = judged[i].matched_b,
                            .distinct_a = 196,
                            .distinct_b = 196,
                            .shared = judged[i].shared};
        struct overlap turned = o;
        turned.kept_a = o.kept_b;
        turned.kept_b = o.kept_a;
        turned.matched_a = o.matched_b;
        turned.matched_b = o.matched_a;
        for (int same_site = 0; same_site < 2; same_site++) {
            enum relation r = relation_judge(&rules, &o, same_site);
            enum relation want = same_site && judged[i].one_site
                                     ? (enum relation)judged[i].one_site
                                     : judged[i].relation;
            if (r != want)
                fail_msg("case %zu is %s, not %s", i, relation_name(r),
                         relation_name(want));
            assert_int_equal(relation_judge(&rules, &turned, same_site),
                             relation_turned(r));
        }
    }
}

/* Numbers changed and kept in so many shared words. */
static void test_relation_series(void **state)
{
    struct rules rules;
    rules_init(&rules);
    static const struct {
        uint32_t changed, same, words;
        int series;
    } form[] = {
        {12, 2, 150, 1}, {12, 12, 150, 1}, {3, 0, 40, 1}, {12, 13, 150, 0},
        {1, 0, 15, 0},   {3, 0, 400, 0},   {0, 0, 0, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof form / sizeof *form; i++) {
        struct changes c = {.numbers = form[i].changed, .same = form[i].same};
        if (!relation_is_series(&rules, &c, form[i].words, INTERVAL_NEAR) !=
            !form[i].series)
            fail_msg("case %zu", i);
        /* What is none on another day is none on the same, and what is one
         * there is one of days further apart. */
        if (relation_is_series(&rules, &c, form[i].words, INTERVAL_DAY) &&
            !form[i].series)
            fail_msg("case %zu on one day", i);
        if (!relation_is_series(&rules, &c, form[i].words, INTERVAL_APART) &&
            form[i].series)
            fail_msg("case %zu of days apart", i);
    }
}

/* Numbers and names changed and numbers kept in so many shared words, between
 * two articles of one site. */
static void test_relation_series_of_one_site(void **state)
{
    struct rules rules;
    rules_init(&rules);
    static const struct {
        struct changes c;
        uint32_t words;
        int again, one_day; /* a series on two days; on one */
    } form[] = {
        {{.numbers = 4, .same = 2}, 63, 1, 1},  /* notes on earthquakes */
        {{.numbers = 5, .names = 1}, 43, 1, 1}, /* obituaries */
        {{.numbers = 2, .names = 3}, 87, 1, 0}, /* grants to two towns */
        {{.numbers = 2, .same = 1}, 42, 0, 0},  /* a toll in a brief */
        {{.numbers = 3, .same = 1}, 191, 0, 0}, /* and in a report */
        {{.numbers = 3}, 45, 1, 0},
        {{.numbers = 4, .same = 3}, 63, 1, 0},
        {{.names = 6},
         40,
         0,
         0}, /* where nothing counts, nothing is filled in */
    };
    (void)state;
    for (size_t i = 0; i < sizeof form / sizeof *form; i++) {
        const struct changes *c = &form[i].c;
        uint32_t words = form[i].words;
        if (relation_is_series(&rules, c, words, INTERVAL_AGAIN) !=
            form[i].again)
            fail_msg("case %zu on two days", i);
        if (relation_is_series(&rules, c, words, INTERVAL_SITE) !=
            form[i].one_day)
            fail_msg("case %zu on one day", i);
    }
}

static void test_relation_interval(void **state)
{
    static const struct {
        int64_t a, b;
        int same_site;
        enum interval interval;
    } time[] = {
        {START, START + DAY, 0, INTERVAL_NEAR},
        {START, START + DAY, 1, INTERVAL_AGAIN},
        {START, START + 9 * DAY, 1, INTERVAL_AGAIN},
        {START, START - 1, 0, INTERVAL_NEAR},
        {START - DAY - 1, START, 0, INTERVAL_APART},
        {START, START + 2 * DAY, 0, INTERVAL_APART},
        {START, START + DAY - 1, 0, INTERVAL_DAY},
        {START, START + DAY - 1, 1, INTERVAL_SITE},
        {START, STORE_NO_TIME, 1, INTERVAL_DAY},
        {STORE_NO_TIME, START, 0, INTERVAL_DAY},
        {STORE_NO_TIME, STORE_NO_TIME, 0, INTERVAL_DAY},
    };
    (void)state;
    for (size_t i = 0; i < sizeof time / sizeof *time; i++)
        assert_int_equal(
            relation_interval(time[i].a, time[i].b, time[i].same_site),
            time[i].interval);
}

static void test_relation_names(void **state)
{
    static const char *const name[] = {"none",   "same",    "near",  "contains",
                                       "within", "partial", "quote", "series"};
    static const int links[] = {0, 1, 1, 1, 1, 1, 0, 0};

    (void)state;
    for (int r = RELATION_NONE; r <= RELATION_SERIES; r++) {
        enum relation turned = relation_turned((enum relation)r);
        assert_string_equal(relation_name((enum relation)r), name[r]);
        assert_int_equal(relation_links((enum relation)r), links[r]);
        assert_int_equal(relation_turned(turned), r);
        assert_int_equal(turned != (enum relation)r,
                         r == RELATION_CONTAINS || r == RELATION_WITHIN);
    }
    assert_string_equal(relation_name((enum relation)99), "none");
    assert_string_equal(role_name(ROLE_COPY), "copy");
    assert_string_equal(role_name(ROLE_DIGEST), "digest");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_relation_days_and_windows),
        cmocka_unit_test(test_relation_judged),
        cmocka_unit_test(test_relation_series),
        cmocka_unit_test(test_relation_series_of_one_site),
        cmocka_unit_test(test_relation_interval),
        cmocka_unit_test(test_relation_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
