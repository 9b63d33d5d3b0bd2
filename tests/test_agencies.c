/* agencies: the table that a file goes by, what is counted of each agency, and
 * what the table says of one. */
#include "store/track.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "shingle/agency.h"
#include "shingle/agency_entry.h"
#include "tests/crawl.h"
#include "tests/trial.h"

#define NONE STORE_NO_TIME
#define HOUR INT64_C(3600)

static const char tarn[] = "# ours\n"
                           "agency tarn Tarn Wire\n"
                           "country zz\n"
                           "site tarn.example tarn-wire.example\n"
                           "name Tarn Wire\n"
                           "extend ap\n"
                           "token APX\n";

static struct trial trial;

static int set_up(void **state)
{
    (void)state;
    trial_init(&trial);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    trial_release(&trial);
    return 0;
}

static int set(struct store *s, const char *text)
{
    uint64_t line = 0;
    char why[100] = "";
    int code =
        store_set_agencies(s, text, text ? strlen(text) : 0, &line, why, 100);
    assert_true(code != STORE_OK || (!line && !*why));
    return code;
}

/* ---- a crawl of stories by known agencies ---------------------------------
 */

/* A page of the made story of this number, said to be from the agency. */
static void add(struct store *s, const char *site, int64_t time, unsigned story,
                const char *agency)
{
    static unsigned given;
    char id[64], url[128];
    char *body = crawl_text(90 + story, 8);
    struct page text = {0};
    if (agency)
        page_print(&text, "PORT BRENN (%s) - The harbour is open.\n", agency);
    page_print(&text, "%s", body);
    snprintf(id, sizeof id, "page%u", given++);
    snprintf(url, sizeof url, "https://%s/%s", site, id);
    const struct article a = {.id = id,
                              .url = url,
                              .title = "Harbour",
                              .published = time,
                              .fetched = NONE,
                              .text = text.at,
                              .text_len = text.n};
    assert_int_equal(store_add(s, &a, 1, NULL), STORE_OK);
    free(body);
    free(text.at);
}

static int print_agency(void *arg, const struct agency_row *row)
{
    if (row->articles || row->stories)
        page_print(arg,
                   "%s: %d articles, %d stories, %d copies, %d credited, "
                   "%d carriers, lag %lld, span %lld\n",
                   row->agency, (int)row->articles, (int)row->stories,
                   (int)row->copies, (int)row->credited, (int)row->carriers,
                   row->median_lag == NONE ? -1LL : (long long)row->median_lag,
                   row->median_span == NONE ? -1LL
                                            : (long long)row->median_span);
    return 0;
}

static void assert_agencies(struct store *s, int64_t since, int64_t until,
                            const char *want)
{
    struct page p = {0};
    page_print(&p, "%s", "");
    assert_int_equal(store_agencies(s, since, until, 1, print_agency, &p),
                     STORE_OK);
    assert_string_equal(p.at, want);
    free(p.at);
}

/* Two stories of Reuters, one of four copies on three sites and one of two, a
 * day later; one of dpa; a page of each alone. */
static void add_stories(struct store *s)
{
    const int64_t t = CRAWL_EPOCH, day = 24 * HOUR;
    add(s, "alder.example", t, 1, "Reuters");
    add(s, "brenn.example", t + 2 * HOUR, 1, "Reuters");
    add(s, "cairn.example", t + 5 * HOUR, 1, NULL);
    add(s, "cairn.example", t + 7 * HOUR, 1, "Reuters");
    add(s, "alder.example", t + day, 2, "Reuters");
    add(s, "dun.example", t + day + 9 * HOUR, 2, NULL);
    add(s, "alder.example", t, 3, "dpa");
    add(s, "elm.example", t + HOUR, 3, "dpa");
    add(s, "elm.example", t + 2 * HOUR, 4, "Reuters");
    add(s, "fern.example", t + 3 * HOUR, 5, "TASS");
    assert_int_equal(store_gather(s, NULL), STORE_OK);
}

static void test_agencies_are_counted(void **state)
{
    (void)state;
    const int64_t t = CRAWL_EPOCH, day = 24 * HOUR;
    struct store *s = trial_open(&trial, NULL);
    add_stories(s);
    /* Lags 2 5 7 and 9, the origins aside: of four the second; spans 7, 9. */
    assert_agencies(s, NONE, NONE,
                    "reuters: 5 articles, 2 stories, 6 copies, 4 credited, 4 "
                    "carriers, lag 18000, span 25200\n"
                    "dpa: 2 articles, 1 stories, 2 copies, 2 credited, 2 "
                    "carriers, lag 3600, span 3600\n"
                    "tass: 1 articles, 0 stories, 0 copies, 0 credited, 0 "
                    "carriers, lag -1, span -1\n");
    assert_agencies(s, t + day, NONE,
                    "reuters: 1 articles, 1 stories, 2 copies, 1 credited, 2 "
                    "carriers, lag 32400, span 32400\n");
    assert_agencies(s, NONE, t + HOUR,
                    "reuters: 1 articles, 1 stories, 4 copies, 3 credited, 3 "
                    "carriers, lag 18000, span 25200\n"
                    "dpa: 1 articles, 1 stories, 2 copies, 2 credited, 2 "
                    "carriers, lag 3600, span 3600\n");
    trial_close(s);
}

static int count_row(void *arg, const struct agency_row *row)
{
    assert_true(*row->agency && *row->name);
    ++*(int *)arg;
    return 0;
}

static int stop_row(void *arg, const struct agency_row *row)
{
    (void)row;
    return ++*(int *)arg == 2;
}

static void test_agencies_without_an_article_are_listed_with_all(void **state)
{
    (void)state;
    struct agency_error err;
    struct agency_table *table = agency_table_new(NULL, 0, &err);
    struct store *s = trial_open(&trial, NULL);
    int n = 0;
    assert_non_null(table);
    assert_int_equal(store_agencies(s, NONE, NONE, 0, count_row, &n), 0);
    assert_int_equal(n, 0);
    assert_int_equal(store_agencies(s, NONE, NONE, 1, count_row, &n), 0);
    assert_int_equal(n, agency_count(table));
    assert_true(n >= 40);
    n = 0;
    assert_int_equal(store_agencies(s, NONE, NONE, 1, stop_row, &n),
                     STORE_STOPPED);
    assert_int_equal(n, 2);
    agency_table_free(table);
    trial_close(s);
}

/* ---- the table of a file --------------------------------------------------
 */

static void test_agencies_of_a_user_are_kept(void **state)
{
    (void)state;
    char *text;
    size_t len;
    struct store *s = trial_open(&trial, NULL);
    assert_int_equal(store_get_agencies(s, &text, &len), STORE_OK);
    assert_true(!text && !len);
    assert_int_equal(set(s, tarn), STORE_OK);
    trial_close(s);
    s = trial_open(&trial, NULL);
    assert_int_equal(store_get_agencies(s, &text, &len), STORE_OK);
    assert_int_equal(len, sizeof tarn - 1);
    assert_string_equal(text, tarn);
    free(text);
    add(s, "tarn-wire.example", CRAWL_EPOCH, 1, NULL);
    add(s, "alder.example", CRAWL_EPOCH, 2, "Tarn Wire");
    add(s, "alder.example", CRAWL_EPOCH, 3, "APX");
    assert_agencies(s, NONE, NONE,
                    "tarn: 2 articles, 0 stories, 0 copies, 0 credited, 0 "
                    "carriers, lag -1, span -1\n"
                    "ap: 1 articles, 0 stories, 0 copies, 0 credited, 0 "
                    "carriers, lag -1, span -1\n");
    trial_close(s);
}

static void test_agencies_that_come_later_need_a_rebuild(void **state)
{
    (void)state;
    struct store *s = trial_open(&trial, NULL);
    add(s, "alder.example", CRAWL_EPOCH, 2, "Tarn Wire");
    assert_int_equal(set(s, tarn), STORE_OK);
    assert_agencies(s, NONE, NONE, "");
    assert_int_equal(store_rebuild(s, NULL), STORE_OK);
    assert_agencies(s, NONE, NONE,
                    "tarn: 1 articles, 0 stories, 0 copies, 0 credited, 0 "
                    "carriers, lag -1, span -1\n");
    trial_close(s);
}

/* Another handle on the same file takes the new table up. */
static void test_agencies_of_another_handle_are_seen(void **state)
{
    (void)state;
    struct store *s = trial_open(&trial, NULL);
    struct store *other = trial_open(&trial, NULL);
    add(s, "alder.example", CRAWL_EPOCH, 1, "Reuters");
    assert_int_equal(set(other, tarn), STORE_OK);
    add(s, "alder.example", CRAWL_EPOCH, 2, "Tarn Wire");
    assert_agencies(s, NONE, NONE,
                    "reuters: 1 articles, 0 stories, 0 copies, 0 credited, 0 "
                    "carriers, lag -1, span -1\n"
                    "tarn: 1 articles, 0 stories, 0 copies, 0 credited, 0 "
                    "carriers, lag -1, span -1\n");
    trial_close(other);
    trial_close(s);
}

static int find_tarn(void *arg, const struct agency_row *row)
{
    if (strcmp(row->agency, "tarn") != 0)
        return 0;
    snprintf(arg, 64, "%s/%s/%s", row->name, row->country, row->sites);
    return 1;
}

/* With texts and without: an id that the table has no more is listed by
 * itself, named by check, and gone after a rebuild. */
static void forget(int no_text)
{
    const struct store_params params = {.no_text = no_text};
    const struct store_options o = {.threads = 1, .params = &params};
    char row[64] = "";
    int code;
    struct store *s = trial_open(&trial, &o);
    assert_int_equal(set(s, tarn), STORE_OK);
    add(s, "alder.example", CRAWL_EPOCH, 2, "Tarn Wire");
    assert_int_equal(store_agencies(s, NONE, NONE, 0, find_tarn, row),
                     STORE_STOPPED);
    assert_string_equal(row, "Tarn Wire/zz/tarn.example tarn-wire.example");
    assert_int_equal(set(s, NULL), STORE_OK);
    assert_int_equal(store_agencies(s, NONE, NONE, 0, find_tarn, row),
                     STORE_STOPPED);
    assert_string_equal(row, "tarn//");
    char *problems = trial_problems(s, &code);
    assert_non_null(strstr(problems, "agency tarn"));
    free(problems);
    assert_int_equal(store_rebuild(s, NULL), STORE_OK);
    assert_agencies(s, NONE, NONE, "");
    trial_close(s);
    trial_release(&trial);
    trial_init(&trial);
}

static void test_agencies_that_are_gone_are_told(void **state)
{
    (void)state;
    forget(0);
    forget(1);
}

static void test_agencies_with_a_bad_line_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t line;
    } bad[] = {
        {"agency tarn Tarn Wire\nrumour x\n", 2},
        {"\n\n# ours\nagency TARN Tarn\n", 4},
        {"extend nosuch\n", 1},
        {"agency tarn Tarn Wire\nname ok\n\ntoken\n", 4},
    };
    struct store *s = trial_open(&trial, NULL);
    assert_int_equal(set(s, tarn), STORE_OK);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        uint64_t line = 0;
        char why[100] = "", short_why[4] = "xxx", *text;
        size_t len;
        assert_int_equal(store_set_agencies(s, bad[i].text, strlen(bad[i].text),
                                            &line, why, sizeof why),
                         STORE_REFUSED);
        assert_int_equal(line, bad[i].line);
        assert_true(strlen(why) > 5);
        assert_int_equal(store_set_agencies(s, bad[i].text, strlen(bad[i].text),
                                            NULL, short_why, sizeof short_why),
                         STORE_REFUSED);
        assert_int_equal(strlen(short_why), 3);
        assert_memory_equal(short_why, why, 3);
        /* It does not stick, and what was there stays. */
        assert_int_equal(store_get_agencies(s, &text, &len), STORE_OK);
        assert_string_equal(text, tarn);
        free(text);
    }
    trial_close(s);
}

static void test_agencies_damaged_in_the_file_are_named(void **state)
{
    (void)state;
    int n = 0;
    trial_close(trial_open(&trial, NULL));
    trial_run(&trial, "INSERT INTO meta VALUES('agencies', 'agency x Xenia' || "
                      "char(10) || 'rumour')");
    struct store *s = trial_open(&trial, NULL);
    assert_int_equal(store_agencies(s, NONE, NONE, 1, count_row, &n),
                     STORE_ERROR);
    assert_int_equal(n, 0);
    assert_non_null(strstr(store_errmsg(s), "line 2"));
    store_close(s);
    s = trial_open(&trial, NULL);
    assert_int_equal(set(s, tarn), STORE_OK); /* as the message says */
    trial_close(s);
}

/* ---- entries --------------------------------------------------------------
 */

static void print_line(void *arg, const char *at, size_t n)
{
    page_print(arg, "%.*s\n", (int)n, at);
}

static void assert_entry(const char *text, int builtin, const char *id,
                         const char *want)
{
    struct page p = {0};
    page_print(&p, "%s", "");
    size_t n = agency_entry(text, text ? strlen(text) : 0, builtin, id,
                            print_line, &p);
    assert_string_equal(p.at, want);
    for (const char *c = want; *c; c++)
        n -= *c == '\n';
    assert_int_equal(n, 0);
    free(p.at);
}

static void test_agencies_entry_has_the_lines_in_force(void **state)
{
    (void)state;
    assert_entry(tarn, 0, "tarn",
                 "agency tarn Tarn Wire\ncountry zz\n"
                 "site tarn.example tarn-wire.example\nname Tarn Wire\n");
    assert_entry(tarn, 0, "ap", "extend ap\ntoken APX\n");
    assert_entry(tarn, 0, "tar", "");
    assert_entry(NULL, 1, "nosuch", "");
    /* What began anew is forgotten; manners are nobody's; a last line may have
     * no end. */
    assert_entry(
        "agency a A\nname Old\nagency b B\nname Be\n  agency a New  \r\n"
        "manner by Von\n\n#x\n\tname N\nextend b\nname Bee",
        0, "a", "agency a New\nname N\n");
    assert_entry("agency a A\nagency b B\nname Be\nextend a\nname X\nextend b\n"
                 "name Bee",
                 0, "b", "agency b B\nname Be\nextend b\nname Bee\n");
    assert_entry("agency ap Another\ntoken AN", 1, "ap",
                 "agency ap Another\ntoken AN\n");
}

/* Of each built-in agency the entry alone makes the same agency. */
static void test_agencies_entry_says_all_of_an_agency(void **state)
{
    (void)state;
    struct agency_error err;
    struct agency_table *all = agency_table_new(NULL, 0, &err);
    assert_non_null(all);
    for (size_t i = 0; i < agency_count(all); i++) {
        const struct agency *a = agency_at(all, (int)i);
        struct page p = {0};
        assert_true(agency_entry(NULL, 0, 1, a->id, print_line, &p) > 2);
        struct agency_table *one = agency_table_new(p.at, p.n, &err);
        assert_non_null(one);
        const struct agency *b = agency_at(one, agency_by_id(one, a->id));
        assert_string_equal(a->name, b->name);
        assert_string_equal(a->country, b->country);
        assert_int_equal(a->nsites, b->nsites);
        for (size_t k = 0; k < a->nsites; k++)
            assert_string_equal(a->site[k], b->site[k]);
        agency_table_free(one);
        free(p.at);
    }
    agency_table_free(all);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(test_agencies_are_counted),
        TEST(test_agencies_without_an_article_are_listed_with_all),
        TEST(test_agencies_of_a_user_are_kept),
        TEST(test_agencies_that_come_later_need_a_rebuild),
        TEST(test_agencies_of_another_handle_are_seen),
        TEST(test_agencies_that_are_gone_are_told),
        TEST(test_agencies_with_a_bad_line_are_refused),
        TEST(test_agencies_damaged_in_the_file_are_named),
        cmocka_unit_test(test_agencies_entry_has_the_lines_in_force),
        cmocka_unit_test(test_agencies_entry_says_all_of_an_agency),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
