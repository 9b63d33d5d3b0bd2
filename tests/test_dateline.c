/* dateline: the parts of datelines, near misses, and the lines of the table
 * that tell where an agency's datelines are from. */
#include "shingle/dateline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/agency_tabled.h"

static int same(const char *p, const char *q, const char *want)
{
    return (size_t)(q - p) == strlen(want) && !memcmp(p, want, strlen(want));
}

static void test_dateline_parts(void **state)
{
    static const struct {
        const char *line, *place, *date;
        unsigned day, month;
    } list[] = {
        {"PARIS (AP) — Two ferries met.", "PARIS", "", 0, 0},
        {"LONDON, March 5 (Reuters) - Two ferries", "LONDON", "March 5", 5, 3},
        {"PORT ALDEN, Md., Feb. 29, 2024 (UPI) -- Two", "PORT ALDEN, Md",
         "Feb. 29, 2024", 29, 2},
        {"Madrid, 5 mar (EFE).- Dos", "Madrid", "5 mar", 5, 3},
        {"Buenos Aires, 5 de marzo (Télam) - El", "Buenos Aires", "5 de marzo",
         5, 3},
        {"(ANSA) - ROMA, 05 MAR - Due traghetti", "ROMA", "05 MAR", 5, 3},
        {"МОСКВА, 5 марта. /ТАСС/. Два", "МОСКВА", "5 марта", 5, 3},
        {"القاهرة 5 مارس (رويترز) - ارتفع", "القاهرة", "5 مارس", 5, 3},
        {"नई दिल्ली, 5 मार्च (भाषा) नदी", "नई दिल्ली", "5 मार्च", 5, 3},
        {"新华社北京3月5日电 两艘", "北京", "3月5日", 5, 3},
        {"[東京　５日　ロイター] - フェリー", "東京", "５日", 5, 0},
        {"(서울=연합뉴스) 홍길동 기자 = 안개", "서울", "", 0, 0},
        {"MAR DEL PLATA (EFE).- Dos barcos", "MAR DEL PLATA", "", 0, 0},
        {"March 5 (UPI) -- The port", "", "March 5", 5, 3},
        {"New Delhi [India], March 5 (ANI): The port", "New Delhi [India]",
         "March 5", 5, 3},
        {"Riyadh, March 5, 2024, SPA -- The port reopened", "Riyadh",
         "March 5, 2024", 5, 3},
        {"VILNIUS, kovo 5 d. (ELTA). Du keltai", "VILNIUS", "kovo 5 d", 5, 3},
        {"Tallinn, 5. märts, BNS - Kaks parvlaeva", "Tallinn", "5. märts", 5,
         3},
        {"BEOGRAD - Tanjug", "BEOGRAD", "", 0, 0},
        {"WASHINGTON — Two ferries met in fog on Tuesday.", "WASHINGTON", "", 0,
         0},
        {"  (AFP) - Deux bateaux se sont heurtés dans le brouillard", "", "", 0,
         0},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof list / sizeof *list; i++) {
        const char *s = list[i].line;
        struct dateline d;

        if (!dateline_parse(table, s, s + strlen(s), &d))
            fail_msg("none in '%s'", s);
        assert_true(s <= d.begin && d.begin <= d.place && d.begin <= d.date);
        if (!same(d.place, d.place_end, list[i].place) ||
            !same(d.date, d.date_end, list[i].date) || d.day != list[i].day ||
            d.month != list[i].month)
            fail_msg("'%s': place '%.*s', date '%.*s', %u.%u.", s,
                     (int)(d.place_end - d.place), d.place,
                     (int)(d.date_end - d.date), d.date, d.day, d.month);
    }
}

static void test_dateline_near_miss(void **state)
{
    static const char *const list[] = {
        "",
        "(",
        "Lancaster, PA — The county fair opens on Saturday.",
        "Associated Press (AP) - The agency moved to a new house.",
        "WHAT: A talk on bees, with honey, in the small hall at seven.",
        "UPDATE — The port is open again, the harbour master said.",
        "The AP reported - and others too - that the port was open.",
        "He moved from Ostervale (AP) to a smaller office by the sea.",
        "Senator Hale (PA) - a friend of the bridge - spoke.",
        "the port (AP) - in small letters",
        "PITTSBURGH (PA) — The county fair opens on Saturday.",
        "Bergen (TT) Två färjor gick på grund i dimman på tisdagen.",
        "March 5 (AP) exams begin in the gym on Monday at nine.",
        "Riyadh, SPA -- a day in the baths is what guests like best.",
        "Dow Jones | 39,012.20 | +0.4% and 16,100.10",
    };
    struct dateline d;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof list / sizeof *list; i++)
        if (dateline_parse(table, list[i], list[i] + strlen(list[i]), &d))
            fail_msg("'%.*s' in '%s'", (int)(d.end - d.begin), d.begin,
                     list[i]);
}

static int parsed(const struct agency_table *t, const char *s,
                  struct dateline *d)
{
    return dateline_parse(t, s, s + strlen(s), d);
}

static void test_dateline_mixed(void **state)
{
    struct dateline d;

    (void)state;
    assert_true(parsed(table, "Calderstadt (dpa/red) - Der Rat tagte.", &d));
    assert_true(d.mixed);
    assert_true(parsed(table, "Calderstadt (dpa/rem) - Der Rat tagte.", &d));
    assert_false(d.mixed);
}

static void test_dateline_alone(void **state)
{
    struct dateline d;

    (void)state;
    assert_true(parsed(table, "BEOGRAD - Tanjug\r", &d));
    assert_true(d.alone);
    assert_true(parsed(table, "BEOGRAD - Tanjug - Dva trajekta", &d));
    assert_false(d.alone);
    assert_true(parsed(table, "BEOGRAD (Tanjug)", &d));
    assert_false(d.alone);
}

static struct agency_table *table_of(const char *text, struct agency_error *e)
{
    return agency_table_new(text, strlen(text), e);
}

/* From home without a dash; with an only line, from nowhere else, unless there
 * is a date. What is known of places goes when the agency begins anew. */
static void test_dateline_homes(void **state)
{
    static const struct {
        const char *lines;
        int calder, alder, dated;
    } list[] = {
        {"agency qq Quill\nguarded QQ\n", 0, 0, 1},
        {"agency qq Quill\nguarded QQ\nhome Calder | Port Alden\n", 1, 0, 1},
        {"agency qq Quill\nguarded QQ\nonly Calder\n", 1, 0, 1},
        {"agency qq Quill\nguarded QQ\nhome Calder\nagency qq Quill\nguarded "
         "QQ\n",
         0, 0, 1},
    };
    struct agency_error e;
    struct dateline d;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof list / sizeof *list; i++) {
        struct agency_table *t = table_of(list[i].lines, &e);

        assert_non_null(t);
        assert_int_equal(parsed(t, "Calder (QQ) The port reopened today.", &d),
                         list[i].calder);
        assert_int_equal(parsed(t, "Alder (QQ) The port reopened today.", &d),
                         list[i].alder);
        assert_int_equal(
            parsed(t, "ALDER, March 5 (QQ) - The port reopened.", &d),
            list[i].dated);
        assert_int_equal(parsed(t, "ALDER (QQ) - The port reopened.", &d),
                         i != 2);
        assert_int_equal(parsed(t, "CALDER (QQ) - The port reopened.", &d), 1);
        agency_table_free(t);
    }
    assert_null(table_of("manner home Calder\n", &e));
    assert_int_equal(e.line, 1);
    assert_null(table_of("home Calder\n", &e));
    assert_int_equal(e.line, 1);
    assert_null(table_of("agency qq Quill\nguarded QQ\nonly\n", &e));
    assert_int_equal(e.line, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dateline_parts),
        cmocka_unit_test(test_dateline_near_miss),
        cmocka_unit_test(test_dateline_mixed),
        cmocka_unit_test(test_dateline_alone),
        cmocka_unit_test(test_dateline_homes),
    };

    return cmocka_run_group_tests(tests, open_table, close_table);
}
