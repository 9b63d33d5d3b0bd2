/* The curve of a story, against counting anew; and edits and changes in words.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/curve.h"
#include "cli/tracked_rows.h"

#define COPIES 400

static uint32_t next(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static int by_lag(const void *p, const void *q)
{
    const struct carry_row *a = p, *b = q;
    return (a->lag > b->lag) - (a->lag < b->lag);
}

/* Copies of a story within [-spread / 8, spread), some of them digests and
 * some without a time. */
static struct tracked made(struct carry_row *copy, int64_t spread)
{
    static const char *const sites[] = {"a.example", "b.example", "c.example",
                                        "d.example", "e.example"};
    struct tracked t = {.copy = copy, .ncopies = COPIES};
    uint32_t seed = 7;
    t.story.origin_time = 1709600000;
    for (size_t i = 0; i < COPIES; i++) {
        uint32_t kind = next(&seed) % 10;
        copy[i] = (struct carry_row){.site = sites[next(&seed) % 5],
                                     .role = kind ? ROLE_COPY : ROLE_DIGEST,
                                     .lag = next(&seed) % spread - spread / 8};
    }
    qsort(copy, COPIES, sizeof *copy, by_lag);
    for (size_t i = COPIES - 9; i < COPIES; i++)
        copy[i].lag = STORE_NO_TIME;
    return t;
}

static int64_t first_on(const struct tracked *t, const char *site)
{
    for (size_t i = 0; i < t->ncopies; i++)
        if (t->copy[i].role == ROLE_COPY && t->copy[i].lag != STORE_NO_TIME &&
            !strcmp(t->copy[i].site, site))
            return t->copy[i].lag;
    return INT64_MAX;
}

static void expect_counts(const struct tracked *t, const struct curve *c)
{
    uint64_t all = 0, carriers = 0, counted = 0;
    for (size_t i = 0; i < t->ncopies; i++)
        counted +=
            t->copy[i].role == ROLE_COPY && t->copy[i].lag != STORE_NO_TIME;
    for (size_t k = 0; k < c->n; k++) {
        const struct curve_point *p = &c->point[k];
        uint64_t copies = 0, fresh = 0;
        assert_int_equal(p->lag % c->step, 0);
        assert_true(!k || p->lag > p[-1].lag);
        for (size_t i = 0; i < t->ncopies; i++) {
            const struct carry_row *r = &t->copy[i];
            if (r->role != ROLE_COPY || r->lag == STORE_NO_TIME ||
                r->lag < p->lag || r->lag >= p->lag + c->step)
                continue;
            copies++;
            fresh += first_on(t, r->site) == r->lag;
        }
        assert_int_equal(p->copies, copies);
        assert_true(copies > 0 || c->n <= 100);
        assert_true(p->carriers <= fresh);
        all += copies;
        carriers += p->carriers;
        assert_int_equal(p->all_copies, all);
        assert_int_equal(p->all_carriers, carriers);
    }
    assert_int_equal(all, counted);
    assert_int_equal(carriers, 5);
}

static void test_curve_counts_each_copy_once(void **state)
{
    static const int64_t spreads[] = {3000, 40000, 150000, 900000, 20000000};
    static const int64_t steps[] = {CURVE_HOUR, CURVE_DAY};
    static struct carry_row copy[COPIES];
    (void)state;
    for (size_t i = 0; i < sizeof spreads / sizeof *spreads; i++) {
        struct tracked t = made(copy, spreads[i]);
        for (size_t k = 0; k < 2; k++) {
            struct curve c;
            assert_int_equal(curve_make(&c, &t, steps[k]), 0);
            assert_int_equal(c.step, steps[k]);
            assert_int_equal(c.origin, t.story.origin_time);
            expect_counts(&t, &c);
            curve_release(&c);
        }
    }
}

static void test_curve_step_follows_the_spread(void **state)
{
    static struct carry_row copy[COPIES];
    struct tracked t = made(copy, 150000);
    struct curve c;
    (void)state;
    assert_int_equal(curve_make(&c, &t, 0), 0);
    assert_int_equal(c.step, CURVE_HOUR);
    curve_release(&c);
    t = made(copy, 900000);
    assert_int_equal(curve_make(&c, &t, 0), 0);
    assert_int_equal(c.step, CURVE_DAY);
    curve_release(&c);
}

static void test_curve_of_nothing_is_empty(void **state)
{
    struct tracked t = {0};
    struct curve c;
    struct carry_row undated = {.site = "", .lag = STORE_NO_TIME};
    (void)state;
    assert_int_equal(curve_make(&c, &t, 0), 0);
    assert_int_equal(c.n, 0);
    curve_release(&c);
    t.copy = &undated;
    t.ncopies = 1;
    assert_int_equal(curve_make(&c, &t, 0), 0);
    assert_int_equal(c.n, 0);
    curve_release(&c);
}

/* The hours between two copies are points without any, unless they are too
 * many to look at. */
static void test_curve_tells_the_time_between(void **state)
{
    struct carry_row copy[] = {{.site = "a", .lag = -1},
                               {.site = "b", .lag = 3 * CURVE_HOUR},
                               {.site = "c", .lag = 98 * CURVE_HOUR + 5}};
    struct tracked t = {.copy = copy, .ncopies = 3};
    struct curve c;
    (void)state;
    assert_int_equal(curve_make(&c, &t, CURVE_HOUR), 0);
    assert_int_equal(c.n, 100);
    for (size_t i = 0; i < c.n; i++) {
        const struct curve_point *p = &c.point[i];
        assert_int_equal(p->lag, ((int64_t)i - 1) * CURVE_HOUR);
        assert_int_equal(p->copies, i == 0 || i == 4 || i == 99);
        assert_int_equal(p->carriers, p->copies);
        assert_int_equal(p->all_copies, i < 4 ? 1 : i < 99 ? 2 : 3);
        assert_int_equal(p->all_carriers, p->all_copies);
    }
    curve_release(&c);
    copy[2].lag = 99 * CURVE_HOUR;
    assert_int_equal(curve_make(&c, &t, CURVE_HOUR), 0);
    assert_int_equal(c.n, 3);
    curve_release(&c);
}

/* Just before the origin is the hour before it, not the origin's own. */
static void test_curve_rounds_down_before_the_origin(void **state)
{
    struct carry_row copy[] = {{.site = "a", .lag = -CURVE_HOUR - 1},
                               {.site = "b", .lag = -CURVE_HOUR},
                               {.site = "b", .lag = -1},
                               {.site = "a", .lag = 0},
                               {.site = "c", .lag = CURVE_HOUR - 1},
                               {.site = "c", .lag = CURVE_HOUR}};
    static const int64_t lags[] = {-2 * CURVE_HOUR, -CURVE_HOUR, 0, CURVE_HOUR};
    static const uint64_t copies[] = {1, 2, 2, 1}, carriers[] = {1, 1, 1, 0};
    struct tracked t = {.copy = copy, .ncopies = 6};
    struct curve c;
    (void)state;
    assert_int_equal(curve_make(&c, &t, 0), 0);
    assert_int_equal(c.n, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(c.point[i].lag, lags[i]);
        assert_int_equal(c.point[i].copies, copies[i]);
        assert_int_equal(c.point[i].carriers, carriers[i]);
    }
    curve_release(&c);
}

static void test_tracked_edits_in_words(void **state)
{
    char out[TRACKED_WORDS];
    struct carry_row c = {.version_words = 400};
    (void)state;
    assert_string_equal(tracked_edits(&c, out), "");
    c.cut_end = 1; /* not nothing */
    assert_string_equal(tracked_edits(&c, out), "end cut 1%");
    c.cut_end = 106;
    c.cut_inside = 40;
    c.added = 41;
    c.changed = 3;
    c.moved = 7;
    c.headline_changed = 1;
    assert_string_equal(tracked_edits(&c, out),
                        "end cut 27%, inside cut 10%, +41 words, 3 changed, "
                        "7 moved, headline");
    c.version_words = 0; /* not known */
    c.added = c.changed = c.moved = 0;
    assert_string_equal(tracked_edits(&c, out), "headline");
    c.role = ROLE_DIGEST;
    assert_string_equal(tracked_edits(&c, out), "digest");
}

static void test_tracked_flags_in_words(void **state)
{
    char out[TRACKED_WORDS];
    struct carry_row c = {.time = 1709600000};
    (void)state;
    assert_string_equal(tracked_flags(&c, out), "");
    c.stale = c.before_origin = c.fetched_before = 1;
    c.origin = ORIGIN_FIRST;
    assert_string_equal(tracked_flags(&c, out),
                        "stale, before the origin, fetched before published");
    c.stale = c.fetched_before = 0;
    c.origin = ORIGIN_AGENCY;
    assert_string_equal(tracked_flags(&c, out), "before the agency's own page");
    c = (struct carry_row){.time = STORE_NO_TIME};
    assert_string_equal(tracked_flags(&c, out), "undated");
}

/* Whatever its length, a change is cut between two characters. */
static void test_tracked_change_is_cut_between_characters(void **state)
{
    static const char words[] = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z";
    char out[64];
    struct change c = {CHANGE_NUMBER, "1,400", "1,040"};
    (void)state;
    assert_string_equal(tracked_change(&c, out, sizeof out), "1,400 -> 1,040");
    c = (struct change){CHANGE_OUT, words, ""};
    for (size_t size = 3; size <= sizeof words + 2; size++) {
        size_t n;
        tracked_change(&c, out, size);
        n = strlen(out);
        assert_true(n < size && n + 4 >= size);
        assert_memory_equal(out, "- ", 2);
        assert_memory_equal(out + 2, words, n - 2);
        assert_true(((unsigned char)words[n - 2] & 0xc0) != 0x80);
    }
    assert_string_equal(out + 2, words);
    c = (struct change){CHANGE_IN, NULL, "new"};
    assert_string_equal(tracked_change(&c, out, sizeof out), "+ new");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_curve_counts_each_copy_once),
        cmocka_unit_test(test_curve_step_follows_the_spread),
        cmocka_unit_test(test_curve_of_nothing_is_empty),
        cmocka_unit_test(test_curve_tells_the_time_between),
        cmocka_unit_test(test_curve_rounds_down_before_the_origin),
        cmocka_unit_test(test_tracked_edits_in_words),
        cmocka_unit_test(test_tracked_flags_in_words),
        cmocka_unit_test(test_tracked_change_is_cut_between_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
