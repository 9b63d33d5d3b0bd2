/* Dates as people, servers and scrapers write them, and what is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "cli/date.h"

struct spelling {
    const char *text, *value;
};

#define MINUTE "2009-11-30T01:54:00Z"
#define DAY "2009-11-30T00:00:00Z"

static const struct spelling good[] = {
    {"2009-11-30T01:54:00Z", MINUTE},
    {"2009-11-30T01:54:00z", MINUTE},
    {"2009-11-30T01:54Z", MINUTE},
    {"2009-11-30T01:54:00.123456Z", MINUTE},
    {"2009-11-30T01:54:00,5Z", MINUTE},
    {"2009-11-30T02:54:00+01:00", MINUTE},
    {"2009-11-30T02:54:00+0100", MINUTE},
    {"2009-11-30T02:54:00+01", MINUTE},
    {"2009-11-29T20:54:00-05:00", MINUTE},
    {"2009-11-29T20:54:00\xE2\x88\x92"
     "05:00",
     MINUTE},
    {"2009-11-30T02:54:00+01:00[Europe/Paris]", MINUTE},
    {"2009-11-30 01:54:00", MINUTE},
    {"2009-11-30 01:54:00+00:00", MINUTE},
    {"2009-11-30 01:54:00.000", MINUTE},
    {"2009-11-30 01:54:00 UTC", MINUTE},
    {"2009-11-30 01:54", MINUTE},
    {"  2009-11-30 01:54\r\n", MINUTE},
    {"2009-11-30", DAY},
    {"2009-11-30T24:00:00Z", "2009-12-01T00:00:00Z"},
    {"2008-12-31T23:59:60Z", "2009-01-01T00:00:00Z"},
    {"2009-334", DAY},
    {"2009-W49-1", DAY},
    {"2009W491", DAY},
    {"2009-W01-1", "2008-12-29T00:00:00Z"},
    {"2009-W53-7", "2010-01-03T00:00:00Z"},
    {"20091130T015400Z", MINUTE},
    {"20091130T0154Z", MINUTE},
    {"20091130T025400+0100", MINUTE},
    {"20091130015400", MINUTE},
    {"200911300154", MINUTE},
    {"20091130", DAY},
    {"2009/11/30", DAY},
    {"2009/11/30 01:54:00", MINUTE},
    {"2009.11.30", DAY},
    {"1259546040", MINUTE},
    {"1259546040.25", MINUTE},
    {"1259546040000", MINUTE},
    {"1259546040000000", MINUTE},
    {"Mon, 30 Nov 2009 01:54:00 GMT", MINUTE},
    {"Mon, 30 Nov 2009 02:54:00 +0100", MINUTE},
    {"Mon, 30 Nov 2009 02:54:00 +0100 (CET)", MINUTE},
    {"Sun, 29 Nov 2009 20:54:00 EST", MINUTE},
    {"30 Nov 2009 01:54:00 GMT", MINUTE},
    {"Mon, 30 Nov 09 01:54:00 GMT", MINUTE},
    {"Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37Z"},
    {"Sun Nov  6 08:49:37 1994", "1994-11-06T08:49:37Z"},
    {"Mon Nov 30 01:54:00 UTC 2009", MINUTE},
    {"Mon Nov 30 01:54:00 +0000 2009", MINUTE},
    {"Mon Nov 30 2009 02:54:00 GMT+0100 (Central European Standard Time)",
     MINUTE},
    {"November 30, 2009 01:54", MINUTE},
    {"November 30, 2009", DAY},
    {"NOVEMBER 30 2009", DAY},
    {"Nov. 30, 2009, 1:54 a.m.", MINUTE},
    {"Nov. 29, 2009, 8:54 p.m. EST", MINUTE},
    {"Nov 29, 2009 8:54 PM ET", MINUTE},
    {"June 1, 2009 8:54 PM ET", "2009-06-02T00:54:00Z"},
    {"November 30, 2009 at 1:54 am", MINUTE},
    {"November 30, 2009 at 1:54AM UTC", MINUTE},
    {"November 30, 2009 12:00 AM", DAY},
    {"November 30, 2009 12:00 PM", "2009-11-30T12:00:00Z"},
    {"Monday, November 30th, 2009", DAY},
    {"Monday 30th of November 2009", DAY},
    {"30th November 2009", DAY},
    {"30 Nov 2009", DAY},
    {"30-Nov-2009", DAY},
    {"30/Nov/2009", DAY},
    {"30 November 2009, 01:54", MINUTE},
    {"30 November 2009 - 01:54", MINUTE},
    {"30 November 2009 | 01:54 GMT", MINUTE},
    {"01:54, 30 November 2009", MINUTE},
    {"01:54 - 10 Nov 2009", "2009-11-10T01:54:00Z"},
    {"30.11.2009", DAY},
    {"03.04.2009", "2009-04-03T00:00:00Z"},
    {"30.11.2009 01:54", MINUTE},
    {"30.11.2009, 01:54 Uhr", MINUTE},
    {"01:54 30.11.2009", MINUTE},
    {"30/11/2009", DAY},
    {"11/30/2009", DAY},
    {"03/03/2009", "2009-03-03T00:00:00Z"},
    {"30-11-2009", DAY},
    {"11/30/2009 1:54:00 AM", MINUTE},
    {"30. November 2009", DAY},
    {"Montag, 30. November 2009, 19.30 Uhr", "2009-11-30T19:30:00Z"},
    {"30. November 2009 um 19 Uhr 30", "2009-11-30T19:30:00Z"},
    {"Mo., 30. Nov. 2009", DAY},
    {"1. M\xC3\xA4rz 2009", "2009-03-01T00:00:00Z"},
    {"1. M\xC3\x84RZ 2009", "2009-03-01T00:00:00Z"},
    {"30 novembre 2009", DAY},
    {"lundi 30 novembre 2009 \xC3\xA0 1h54", MINUTE},
    {"Le 30 novembre 2009 \xC3\xA0 01:54", MINUTE},
    {"1er ao\xC3\xBBt 2009", "2009-08-01T00:00:00Z"},
    {"15 f\xC3\xA9vr. 2009 \xC3\xA0 13h45", "2009-02-15T13:45:00Z"},
    {"30 de noviembre de 2009", DAY},
    {"lunes, 30 de noviembre de 2009", DAY},
    {"1\xC2\xBA de enero de 2009", "2009-01-01T00:00:00Z"},
    {"30 novembre 2009 alle 01:54", MINUTE},
    {"30 de novembro de 2009 \xC3\xA0s 13h45", "2009-11-30T13:45:00Z"},
    {"segunda-feira, 30 de novembro de 2009", DAY},
    {"30 \xD0\xBD\xD0\xBE\xD1\x8F\xD0\xB1\xD1\x80\xD1\x8F 2009", DAY},
    {"30 \xD0\xBD\xD0\xBE\xD1\x8F\xD0\xB1\xD1\x80\xD1\x8F 2009, 01:54", MINUTE},
    {"30 \xD0\x9D\xD0\x9E\xD0\xAF\xD0\x91\xD0\xA0\xD0\xAF 2009 \xD0\xB3.", DAY},
    {"30 \xD0\xBD\xD0\xBE\xD1\x8F\xD0\xB1\xD1\x80\xD1\x8F 2009 "
     "\xD0\xB3\xD0\xBE\xD0\xB4\xD0\xB0 \xD0\xB2 04:54 \xD0\x9C\xD0\xA1\xD0\x9A",
     MINUTE},
    {"30 november 2009 13.45 uur", "2009-11-30T13:45:00Z"},
    {"2 maart 2009", "2009-03-02T00:00:00Z"},
    {"2009\xE5\xB9\xB4"
     "11\xE6\x9C\x88"
     "30\xE6\x97\xA5 01:54",
     MINUTE},
    {"2009\xE5\xB9\xB4"
     "11\xE6\x9C\x88"
     "30\xE6\x97\xA5",
     DAY},
    {"2009\xE5\xB9\xB4"
     "11\xE6\x9C\x88"
     "30\xE6\x97\xA5"
     "1\xE6\x97\xB6"
     "54\xE5\x88\x86",
     MINUTE},
    {"2009\xE5\xB9\xB4"
     "11\xE6\x9C\x88"
     "30\xE6\x97\xA5(\xE6\x9C\x88) \xE5\x8D\x88\xE5\xBE\x8C"
     "1\xE6\x99\x82"
     "54\xE5\x88\x86",
     "2009-11-30T13:54:00Z"},
    {"2009\xEB\x85\x84 11\xEC\x9B\x94 30\xEC\x9D\xBC", DAY},
    {"30\xC2\xA0November\xC2\xA0"
     "2009",
     DAY},
    {"2012-02-29", "2012-02-29T00:00:00Z"},
    {"2000-02-29", "2000-02-29T00:00:00Z"},
    {"1000-01-01", "1000-01-01T00:00:00Z"},
    {"9999-12-31", "9999-12-31T00:00:00Z"},
};

static const char *const bad[] = {
    "",
    " ",
    "date",
    "None",
    "null",
    "yesterday",
    "2 hours ago",
    "2009",
    "2009-11",
    "November 2009",
    "November 30",
    "30 November",
    "01:54",
    "2009-11-31",
    "2009-02-29",
    "1900-02-29",
    "2009-02-30",
    "2009-13-01",
    "2009-00-10",
    "2009-11-00",
    "2009-366",
    "2009-000",
    "2009-W54-1",
    "2010-W53-1",
    "2009-W49-8",
    "2009-W00-1",
    "2009-11-30T",
    "2009-11-30T25:00:00Z",
    "2009-11-30T24:01:00Z",
    "2009-11-30T01:60:00Z",
    "2009-11-30T01:54:61Z",
    "2009-11-30T01:54:60Z",
    "2009-11-30T01:54:00+15:00",
    "2009-11-30T01:54:00+01:60",
    "2009-11-30T01:54:00Z Z",
    "2009-11-30T01:54:00Zx",
    "2009-11-30 01:54 today",
    "2009-11-30,",
    ", 2009-11-30",
    "2009-11-30 -",
    "2009 - 11 - 30",
    "2009-11/30",
    "2009-11-30 2009-11-30",
    "x2009-11-30",
    "0999-12-31",
    "20091131",
    "20091130T016000Z",
    "20091130T1Z",
    "20091130250000",
    "12345",
    "123456789012",
    "12345678901234567",
    "-1259546040",
    "1259546040x",
    "Feb 30, 2009",
    "April 31 2009",
    "November 30, 09",
    "30 Nov 09",
    "November 30 2009 1:54:0",
    "November 30, 2009 13:54 pm",
    "November 30, 2009 0:54 am",
    "November 30, 2009 01:54 XYZ",
    "November 30, 2009 at",
    "at November 30, 2009 at",
    "Movember 30, 2009",
    "May 5 and June 6, 2009",
    "the 30 books of 2009",
    "30.11.09",
    "31.11.2009",
    "30/30/2009",
    "13/13/2009",
    "32.1.2009",
    "30.13.2009",
    "2009\xE5\xB9\xB4",
    "2009\xE5\xB9\xB4"
    "13\xE6\x9C\x88"
    "30\xE6\x97\xA5",
    "30 \xD0\xBD\xD0\xBE 2009",
    "Monday",
    "Monday Monday 30 Nov 2009",
    "1 minute read.",
    "Published in 2009 by 30 people",
    "30 November 2009 (",
    "30 Nov 2009 \xFF",
    "July 21, 2018, 10:00, 11:00",
};

static void test_date_parse_known(void **state)
{
    char out[DATE_LEN];
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        int64_t t = 0;
        int rc = date_parse(good[i].text, strlen(good[i].text), &t, NULL);
        if (rc != DATE_OK)
            print_error("refused: %s\n", good[i].text);
        assert_int_equal(rc, DATE_OK);
        if (strcmp(date_format(t, out), good[i].value))
            print_error("misread: %s\n", good[i].text);
        assert_string_equal(out, good[i].value);
    }
}

static void test_date_parse_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int64_t t = 77;
        int rc = date_parse(bad[i], strlen(bad[i]), &t, NULL);
        if (rc != DATE_UNKNOWN)
            print_error("taken: %s\n", bad[i]);
        assert_int_equal(rc, DATE_UNKNOWN);
        assert_int_equal(t, 77);
    }
}

/* Every good one, followed by a word that belongs to no date, is none; and a
 * string that is not terminated is read to its length only. */
static void test_date_parse_trailing(void **state)
{
    char s[200];
    int64_t t, u;
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        size_t len = strlen(good[i].text);
        memcpy(s, good[i].text, len);
        memcpy(s + len, " garbage", 8);
        assert_int_equal(date_parse(s, len + 8, &t, NULL), DATE_UNKNOWN);
        assert_int_equal(date_parse(s, len, &t, NULL), DATE_OK);
        assert_int_equal(date_parse(good[i].text, len, &u, NULL), DATE_OK);
        assert_int_equal(t, u);
    }
    memset(s, '1', sizeof s);
    assert_int_equal(date_parse(s, sizeof s, &t, NULL), DATE_UNKNOWN);
}

static void test_date_parse_ambiguous(void **state)
{
    static const char *const two[] = {"03/04/2009", "12/11/2009", "3-4-2009",
                                      "03/04/2009 01:54", "1/2/2009"};
    int64_t t;
    (void)state;
    for (size_t i = 0; i < sizeof two / sizeof *two; i++)
        assert_int_equal(date_parse(two[i], strlen(two[i]), &t, NULL),
                         DATE_AMBIGUOUS);
}

static void test_date_parse_precision(void **state)
{
    int64_t t;
    enum date_precision p;
    (void)state;
    assert_int_equal(date_parse("2009-11-30", 10, &t, &p), DATE_OK);
    assert_int_equal(p, DATE_DAY);
    assert_int_equal(date_parse("2009-11-30 01:54", 16, &t, &p), DATE_OK);
    assert_int_equal(p, DATE_MINUTE);
    assert_int_equal(date_parse("20091130015400", 14, &t, &p), DATE_OK);
    assert_int_equal(p, DATE_SECOND);
    assert_int_equal(date_parse("1259546040", 10, &t, &p), DATE_OK);
    assert_int_equal(p, DATE_SECOND);
}

static void test_date_number_units(void **state)
{
    int64_t t;
    (void)state;
    assert_int_equal(date_number(1259546040, &t), DATE_OK);
    assert_int_equal(t, 1259546040);
    assert_int_equal(date_number(1259546040.9, &t), DATE_OK);
    assert_int_equal(t, 1259546040);
    assert_int_equal(date_number(1259546040123.0, &t), DATE_OK);
    assert_int_equal(t, 1259546040);
    assert_int_equal(date_number(1259546040123456.0, &t), DATE_OK);
    assert_int_equal(t, 1259546040);
    assert_int_equal(date_number(20091130, &t), DATE_OK);
    assert_int_equal(t, 1259539200);
    assert_int_equal(date_number(20091130015400.0, &t), DATE_OK);
    assert_int_equal(t, 1259546040);
    assert_int_equal(date_number(1e300, &t), DATE_UNKNOWN);
    assert_int_equal(date_number(-1e18, &t), DATE_UNKNOWN);
}

/* Day by day over 1000 to 9999 against the naive calendar: count one up. */
static void test_date_format_every_day(void **state)
{
    static const int len[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    char want[DATE_LEN], got[DATE_LEN];
    int64_t t = -30610224000, back;
    (void)state;
    for (int y = 1000; y <= 9999; y++)
        for (int m = 0; m < 12; m++) {
            int leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
            for (int d = 1; d <= len[m] + (m == 1 && leap); d++) {
                snprintf(want, sizeof want, "%04d-%02d-%02dT00:00:00Z", y,
                         m + 1, d);
                assert_string_equal(date_format(t, got), want);
                if (d == 1 || d >= 28) {
                    assert_int_equal(date_parse(want, 10, &back, NULL), 0);
                    assert_int_equal(back, t);
                }
                t += 86400;
            }
        }
}

static void test_date_format_extremes(void **state)
{
    char out[DATE_LEN];
    (void)state;
    assert_string_equal(date_format(INT64_MIN, out), "");
    assert_string_equal(date_format(-1, out), "1969-12-31T23:59:59Z");
    assert_string_equal(date_format(0, out), "1970-01-01T00:00:00Z");
    assert_string_equal(date_format(INT64_MAX, out),
                        "292277026596-12-04T15:30:07Z");
    date_format(INT64_MIN + 1, out);
    assert_true(strlen(out) < DATE_LEN);
}

/* Any change of one byte of a good date gives a date or none, no crash, and
 * never a time outside the years that are allowed. */
static void test_date_parse_mutations(void **state)
{
    char s[128];
    uint64_t seed = 5;
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        size_t len = strlen(good[i].text);
        for (int n = 0; n < 500; n++) {
            int64_t t = 0;
            memcpy(s, good[i].text, len);
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            s[(seed >> 33) % len] = (char)(seed >> 56);
            if (date_parse(s, len, &t, NULL) == DATE_OK)
                assert_true(t >= -30610310400 && t <= 253402387200);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_date_parse_known),
        cmocka_unit_test(test_date_parse_refused),
        cmocka_unit_test(test_date_parse_trailing),
        cmocka_unit_test(test_date_parse_ambiguous),
        cmocka_unit_test(test_date_parse_precision),
        cmocka_unit_test(test_date_number_units),
        cmocka_unit_test(test_date_format_every_day),
        cmocka_unit_test(test_date_format_extremes),
        cmocka_unit_test(test_date_parse_mutations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
