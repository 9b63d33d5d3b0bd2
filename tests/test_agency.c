/*
 * agency: the built-in table and a user's own; names found where they stand as
 * words and nowhere else, held against a search that tries every byte; every
 * allocation failing once.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* How many more allocations succeed; none fails while negative. */
static long allowed = -1;

static int refuse(void)
{
    if (allowed == 0)
        return 1;
    if (allowed > 0)
        allowed--;
    return 0;
}

static void *stingy_realloc(void *p, size_t n)
{
    return refuse() ? NULL : realloc(p, n);
}

static void *stingy_calloc(size_t n, size_t size)
{
    return refuse() ? NULL : calloc(n, size);
}

/* agency.c itself, which makes all allocations of a table. */
#define realloc stingy_realloc
#define calloc stingy_calloc
#include "shingle/agency.c"
#undef realloc
#undef calloc

#include "shingle/plain.h"
#include "tests/agency_tabled.h"

static void test_agency_builtin(void **state)
{
    static const char *const ids[] = {
        "ap",      "reuters",
        "afp",     "dpa",
        "ansa",    "efe",
        "tass",    "interfax",
        "xinhua",  "kyodo",
        "jiji",    "yonhap",
        "pti",     "ani",
        "ians",    "upi",
        "pa",      "bloomberg",
        "cp",      "dowjones",
        "aap",     "belga",
        "ats",     "apa",
        "anp",     "tt",
        "ntb",     "ritzau",
        "stt",     "pap",
        "ctk",     "mti",
        "anadolu", "mena",
        "sana",    "wafa",
        "irna",    "spa",
        "lusa",    "notimex",
        "telam",   "agenciabrasil",
        "kna",     "epd",
        "sid",     "agerpres",
        "bta",     "hina",
        "tanjug",  "ukrinform",
        "unian",   "ria",
        "bns",     "leta",
        "bernama", "antara",
        "vna",     "tna",
        "aps",     "tap",
        "map",     "nan",
        "sapa",    "ena",
        "kuna",    "qna",
        "wam",     "petra",
        "bna",     "interfax-ukraine",
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof ids / sizeof *ids; i++) {
        int a = agency_by_id(table, ids[i]);

        if (a == AGENCY_NONE)
            fail_msg("%s is not in the table", ids[i]);
        assert_true(agency_at(table, a)->nsites > 0);
    }
    assert_int_equal(agency_by_id(table, "zz"), AGENCY_NONE);
    assert_int_equal(agency_of_bare(table, ':'), AGENCY_NONE);
}

static void test_agency_names(void **state)
{
    static const struct {
        const char *words, *ids, *loose;
    } list[] = {
        {"the AP said", "ap", "ap"},
        {"Ap or ap or aP", "", "ap ap"},
        {"ASSOCIATED PRESS, Associated  Press", "ap ap", "ap ap"},
        {"Associated Press of Pakistan", "app", "app"},
        {"Agence France Presse", "afp", "afp"},
        {"APEX MAPS GAP", "", ""},
        {"@AP #AP AP_x", "", ""},
        {"see reuters.com today", "", ""},
        {"AP's, AP-style", "ap ap", "ap ap"},
        {"Interfax-Ukraine", "interfax-ukraine", "interfax-ukraine"},
        {"агентству Интерфаксу", "interfax", "interfax"},
        {"لرويترز ورويترز", "reuters reuters", "reuters reuters"},
        {"新华社北京", "xinhua", "xinhua"},
        {"서울=연합뉴스", "yonhap", "yonhap"},
        {"공동연합뉴스에", "yonhap", "yonhap"},
        {"sid Sid SID", "sid sid", "sid sid"},
        {"a d\xd0", "", ""},
        {"AP", "ap", "ap"},
    };
    size_t i;
    char have[256];

    (void)state;
    for (i = 0; i < sizeof list / sizeof *list; i++) {
        names_in(table, list[i].words, 0, have, sizeof have);
        if (strcmp(have, list[i].ids) != 0)
            fail_msg("'%s': '%s'", list[i].words, have);
        names_in(table, list[i].words, 1, have, sizeof have);
        if (strcmp(have, list[i].loose) != 0)
            fail_msg("'%s', loose: '%s'", list[i].words, have);
    }
}

/* Names, parts of names and noise in a row, at every offset. */
static void test_agency_search_misses_none(void **state)
{
    static const char *const parts[] = {
        "AP",  "Reuters", " ",  "/",    "dpa",  "新华社",  "Ассо", "رويترز",
        "afp", "Agence ", "x",  "\xe6", "-",    "France",  "PA",   "Presse",
        ", ",  "PTI",     "\n", "ل",    "RIA ", "Novosti", "共同", "é",
    };
    uint32_t seed = 7;
    int round, i, loose;

    (void)state;
    for (round = 0; round < 2000; round++) {
        char s[256];
        size_t n = 0;
        struct agency_name_at a, b;
        const char *p, *q;

        for (i = 0; i < 12; i++) {
            seed = seed * 1664525u + 1013904223u;
            n += (size_t)snprintf(s + n, sizeof s - n, "%s",
                                  parts[(seed >> 16) % 24]);
        }
        for (loose = 0; loose < 2; loose++)
            for (p = s; p <= s + n; p = a.end) {
                int found = agency_search(table, s, p, s + n, loose, &a);

                for (q = p; q < s + n; q++)
                    if (agency_match(table, s, q, s + n, loose, &b))
                        break;
                assert_int_equal(found, q < s + n);
                if (!found)
                    break;
                assert_ptr_equal(a.begin, q);
                assert_ptr_equal(a.end, b.end);
                assert_int_equal(a.agency, b.agency);
                assert_true(a.begin < a.end && a.end <= s + n);
            }
    }
}

static void test_agency_sites(void **state)
{
    static const struct {
        const char *host, *id;
    } list[] = {
        {"apnews.com", "ap"},
        {"www.APNEWS.com", "ap"},
        {"notapnews.com", NULL},
        {"apnews.com.example", NULL},
        {"interfax.com.ua", "interfax-ukraine"},
        {"english.news.cn", "xinhua"},
        {"com", NULL},
        {"", NULL},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof list / sizeof *list; i++) {
        int want = list[i].id ? agency_by_id(table, list[i].id) : AGENCY_NONE;

        assert_int_equal(agency_by_site(table, list[i].host), want);
    }
}

static void test_agency_own_entries(void **state)
{
    struct agency_table *t = open_with("\xef\xbb\xbf# mine\r\n"
                                       "agency calder Calder Wire\r\n"
                                       "country XX\n"
                                       "  site  calder.example wire.example \n"
                                       "name Calder Wire | Fil Calder*\n"
                                       "token CW\n"
                                       "bare :\n"
                                       "\n"
                                       "extend reuters\n"
                                       "name Rotter\n"
                                       "agency ap Another Press\n"
                                       "token ANP2\n"
                                       "manner source Gathered by:\n");
    char have[128];
    int a;
    size_t end;

    (void)state;
    assert_non_null(t);
    a = agency_by_id(t, "calder");
    assert_string_equal(agency_at(t, a)->name, "Calder Wire");
    assert_string_equal(agency_at(t, a)->country, "XX");
    assert_int_equal(agency_at(t, a)->nsites, 2);
    assert_string_equal(agency_at(t, a)->site[1], "wire.example");
    assert_int_equal(agency_of_bare(t, ':'), a);
    assert_int_equal(agency_of_bare(t, '-'), AGENCY_NONE);
    assert_int_equal(agency_by_site(t, "www.wire.example"), a);
    names_in(t, "CW, FIL Calderois, Rotter, Reuters, AP, ANP2", 0, have,
             sizeof have);
    assert_string_equal(have, "calder calder reuters reuters ap");
    assert_string_equal(agency_at(t, agency_by_id(t, "ap"))->name,
                        "Another Press");
    assert_int_equal(agency_by_site(t, "apnews.com"), AGENCY_NONE);
    assert_int_equal(agency_count(t), agency_count(table) + 1);
    assert_true(agency_manner_after(
        t, MANNER_SOURCE, (const unsigned char *)"gathered by: x", 14, &end));
    assert_int_equal(end, 12);
    agency_table_free(t);
    agency_table_free(NULL);
}

static void test_agency_no_memory(void **state)
{
    struct agency_table *t = NULL;
    struct agency_error err;
    long n;

    (void)state;
    for (n = 0; !t; n++) {
        allowed = n;
        t = agency_table_new("agency ab Able\nname AB\n", 23, &err);
        allowed = -1;
        if (!t)
            assert_int_equal(err.line, 0);
        assert_true(n < 1000);
    }
    assert_true(n > 10);
    agency_table_free(t);
}

static void test_agency_plain(void **state)
{
    static const struct {
        const char *bytes, *plain;
    } list[] = {
        {"  Source :\tAFP", "source: afp"},
        {"ＡＰ　通信（東京）", "ap 通信(東京)"},
        {"A\xe2\x80\x93"
         "B \xe2\x80\x9cx\xe2\x80\x9d",
         "a-b \"x\""},
        {"a\xc2\xad"
         "b\xff",
         "ab?"},
        {"", ""},
    };
    struct plain p;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof list / sizeof *list; i++) {
        size_t n = strlen(list[i].bytes);

        plain_fold(&p, list[i].bytes, list[i].bytes + n);
        assert_int_equal(p.n, strlen(list[i].plain));
        assert_memory_equal(p.s, list[i].plain, p.n);
        assert_int_equal(p.at[p.n], n);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_agency_builtin),
        cmocka_unit_test(test_agency_names),
        cmocka_unit_test(test_agency_search_misses_none),
        cmocka_unit_test(test_agency_sites),
        cmocka_unit_test(test_agency_own_entries),
        cmocka_unit_test(test_agency_no_memory),
        cmocka_unit_test(test_agency_plain),
    };

    return cmocka_run_group_tests(tests, open_table, close_table);
}
