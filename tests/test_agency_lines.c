/* agency: tables that users write, line by line, and what is wrong with them.
 */
#include "shingle/agency.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/agency_tabled.h"

#include "shingle/agency_entry.h"

static void test_agency_lines_bad_lines(void **state)
{
    static const struct {
        const char *text;
        size_t line;
    } list[] = {
        {"name X", 1},
        {"\n\nagency", 3},
        {"agency Ab C", 1},
        {"agency abcdefghijklmnopqrstuvwxyz X", 1},
        {"agency ab", 1},
        {"extend nobody", 1},
        {"agency ab Able\ncountry usa", 2},
        {"agency ab Able\ncountry 1!", 2},
        {"agency ab Able\ncountry \u00e9", 2},
        {"agency ab Able\ncountry -a", 2},
        {"agency ab Able\nsite", 2},
        {"agency ab Able\nsite .", 2},
        {"agency ab Able\nsite *.q.example", 2},
        {"agency ab Able\nsite q..example", 2},
        {"agency ab Able\nsite com", 2},
        {"agency ab Able\nsite co.uk", 2},
        {"agency ab Able\nsite q.example co.uk", 2},
        {"agency ab Able\nsite xn--55qx5d.xn--j6w193g", 2},
        {"agency ab Able\nsite not a site", 2},
        {"agency ab Able\nsite 192.0.2.777", 2},
        {"agency ab Able\nname --", 2},
        {"agency ab Able\nname ...", 2},
        {"agency ab Able\nname \u2014\u2014", 2},
        {"agency ab Able\nname ab |", 2},
        {"agency ab Able\nname | ab", 2},
        {"agency ab Able\nname caf\xe9", 2},
        {"agency ab Able\n# caf\xe9", 2},
        {"agency ab Able\nname \xed\xa0\x80", 2},
        {"agency ab Able\nmanner home Oslo", 2},
        {"agency ab Able\nhome", 2},
        {"agency ab --", 1},
        {"agency ab A", 1},
        {"agency ab Able\nsite http://x.example", 2},
        {"agency ab Able\nsite X.example", 2},
        {"agency ab Able\nname", 2},
        {"agency ab Able\nname A | | B", 2},
        {"agency ab Able\nname X", 2},
        {"agency ab Able\nbare ;", 2},
        {"agency ab Able\nnames AB", 2},
        {"manner byy By", 1},
        {"manner by", 1},
        {"manner month-13 X", 1},
        {"manner", 1},
    };
    static const char nul[] = "agency ab Able\nname A\0B";
    struct agency_error err;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof list / sizeof *list; i++) {
        assert_null(agency_table_new(list[i].text, strlen(list[i].text), &err));
        if (err.line != list[i].line || !err.message[0])
            fail_msg("'%s': line %zu, '%s'", list[i].text, err.line,
                     err.message);
    }
    assert_null(agency_table_new(nul, sizeof nul - 1, &err));
    assert_int_equal(err.line, 2);
}

/* A line of any length is named, and is not taken for a want of memory. */
static void test_agency_lines_long_lines(void **state)
{
    static const char *const begin[] = {
        "name ",      "tail ",    "agency b ", "site ",   "home ",
        "manner by ", "country ", "bare ",     "agency ", "x"};
    static char text[140000];
    static const size_t length[] = {121, 300, 65534, 65535, 65536, 131072};
    struct agency_error err;

    (void)state;
    for (size_t i = 0; i < sizeof begin / sizeof *begin; i++)
        for (size_t k = 0; k < sizeof length / sizeof *length; k++) {
            int n = sprintf(text, "agency ab Able\n\n%s", begin[i]);

            memset(text + n, 'x', length[k]);
            n += (int)length[k];
            assert_null(agency_table_new(text, (size_t)n, &err));
            assert_int_equal(err.line, 3);
            assert_string_not_equal(err.message, "out of memory");
        }
}

/* The name on the agency line is searched for, unless another line has it and
 * says how it may stand. */
static void test_agency_lines_shown_name_is_searched(void **state)
{
    struct agency_table *t = open_with("agency fell The Fell Herald Service\n"
                                       "agency moor Moor Wire\n"
                                       "site moor.example\n"
                                       "agency beck Beck\n"
                                       "guarded Beck\n"
                                       "agency gill GILL\n"
                                       "token GILL\n");
    char have[128];

    (void)state;
    assert_non_null(t);
    names_in(t, "Fell Herald Service, MOOR WIRE, Moor wires, GILL, Gill", 0,
             have, sizeof have);
    assert_string_equal(have, "fell moor gill");
    agency_table_free(t);
}

static int line_count;

static void count_line(void *arg, const char *at, size_t n)
{
    (void)arg, (void)at, (void)n;
    line_count++;
}

static void test_agency_lines_entry_behind_a_mark(void **state)
{
    static const char text[] = "\xef\xbb\xbf"
                               "agency fell Fell Wire\nsite fell.example\n";

    (void)state;
    line_count = 0;
    assert_int_equal(
        agency_entry(text, sizeof text - 1, 0, "fell", count_line, NULL), 2);
    assert_int_equal(line_count, 2);
    assert_int_equal(
        agency_entry(text, sizeof text - 1, 0, "moor", count_line, NULL), 0);
}

/* A site has two spellings, on either side. */
static void test_agency_lines_site_either_spelling(void **state)
{
    struct agency_table *t =
        open_with("agency fell Fell Wire\n"
                  "site fj\u00e4ll.example xn--wgv71a119e.example\n"
                  "agency moor Moor Wire\n"
                  "site xn--80ak6aa92e.example 192.0.2.7\n");
    int fell, moor;

    (void)state;
    assert_non_null(t);
    fell = agency_by_id(t, "fell");
    moor = agency_by_id(t, "moor");
    assert_int_equal(agency_by_site(t, "www.xn--fjll-moa.example"), fell);
    assert_int_equal(agency_by_site(t, "www.FJ\u00c4LL.example"), fell);
    assert_int_equal(agency_by_site(t, "\u65e5\u672c\u8a9e.example"), fell);
    assert_int_equal(
        agency_by_site(t, "\u0430\u0440\u0440\u04cf\u0435.example"), moor);
    assert_int_equal(agency_by_site(t, "192.0.2.7"), moor);
    assert_int_equal(agency_by_site(t, "fjall.example"), AGENCY_NONE);
    assert_string_equal(agency_at(t, fell)->site[0], "fj\u00e4ll.example");
    assert_string_equal(agency_at(t, fell)->site[1],
                        "\u65e5\u672c\u8a9e.example");
    assert_string_equal(agency_at(t, moor)->site[0], "xn--80ak6aa92e.example");
    agency_table_free(t);
}

static void test_agency_lines_country_none(void **state)
{
    struct agency_table *t = open_with("extend ap\ncountry --\n");

    (void)state;
    assert_string_equal(agency_at(table, agency_by_id(table, "ap"))->country,
                        "us");
    assert_string_equal(agency_at(t, agency_by_id(t, "ap"))->country, "");
    agency_table_free(t);
}

static int home_of(const struct agency_table *t, const char *id, const char *s)
{
    return agency_home(t, agency_by_id(t, id), (const unsigned char *)s,
                       strlen(s));
}

static void test_agency_lines_homes(void **state)
{
    struct agency_table *t = open_with("agency fell Fell Wire\n"
                                       "home Fellby | Norr Fell\n"
                                       "agency moor Moor Wire\n"
                                       "only Moorham\n"
                                       "agency beck Beck Wire\n"
                                       "home Beckford\n"
                                       "agency beck Beck Wire\n");

    (void)state;
    assert_int_equal(home_of(t, "fell", "norr fell"), 1);
    assert_int_equal(home_of(t, "fell", "moorham"), 0);
    assert_int_equal(home_of(t, "moor", "moorham"), 1);
    assert_int_equal(home_of(t, "moor", "fellby"), -1);
    assert_int_equal(home_of(t, "beck", "beckford"), 0);
    agency_table_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_agency_lines_bad_lines),
        cmocka_unit_test(test_agency_lines_long_lines),
        cmocka_unit_test(test_agency_lines_shown_name_is_searched),
        cmocka_unit_test(test_agency_lines_entry_behind_a_mark),
        cmocka_unit_test(test_agency_lines_site_either_spelling),
        cmocka_unit_test(test_agency_lines_country_none),
        cmocka_unit_test(test_agency_lines_homes),
    };

    return cmocka_run_group_tests(tests, open_table, close_table);
}
