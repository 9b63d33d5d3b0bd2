/* evidence: what an article says of its agency, its version and its day, as it
 * is kept in the file, made anew, and checked. */
#include "store/track.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/crawl.h"
#include "tests/trial.h"

#define NONE STORE_NO_TIME
#define DAY(n) ((int64_t)(n)*86400)
/* 2024-03-05 */
#define MARCH DAY(19787)

#define TEXT(s) .text = s, .text_len = sizeof s - 1

/* What is said of a page in a field, in its text, and by where it stands. */
static const struct article pages[] = {
    {.id = "dateline",
     .url = "https://alder.example/1",
     .published = MARCH,
     .fetched = NONE,
     TEXT("The Alder Courier\nPORT BRENN (AP) - The harbour reopened on Monday "
          "after two weeks of repairs.\nShips had waited outside.\n")},
    {.id = "many",
     .url = "https://brenn.example/2",
     .published = MARCH,
     .fetched = NONE,
     .title = "UPDATE 2-Harbour of Port Brenn reopens",
     .author = "Reuters",
     TEXT("PORT BRENN, March 4 (Reuters) - The harbour reopened on Monday.\n"
          "Ships had waited outside for two weeks, the harbour master said.\n"
          "(Reporting by Ann Alder; Editing by Bo Cairn)\n")},
    {.id = "own",
     .url = "https://www.reuters.com/world/3",
     .published = MARCH,
     .fetched = NONE,
     TEXT("The harbour of Port Brenn reopened on Monday.\n")},
    {.id = "own-site",
     .url = "https://cache.example/3",
     .site = "reuters.com",
     .published = MARCH,
     .fetched = NONE,
     TEXT("The harbour of Port Brenn has reopened, says its master.\n")},
    {.id = "field",
     .site = "cairn.example",
     .source = " dpa ",
     .published = NONE,
     .fetched = NONE,
     TEXT("Der Hafen von Brenn ist seit Montag wieder offen.\n")},
    {.id = "mixed",
     .url = "https://dun.example/4",
     .published = MARCH,
     .fetched = NONE,
     TEXT("Dun council voted on Monday to widen the road to the harbour.\n"
          "Work begins in May and lasts a year, the mayor said.\n"
          "With reporting by AFP and dpa.\n")},
    {.id = "told",
     .url = "https://dun.example/5",
     .published = MARCH,
     .fetched = NONE,
     TEXT("The mayor of Dun will not stand again.\n\"I am tired,\" she told "
          "Reuters on Monday. Others want to follow her.\n")},
    {.id = "nothing",
     .url = "https://dun.example/6",
     .published = MARCH,
     .fetched = NONE,
     TEXT("The fair of Dun opens on Friday with a market on the green.\n")},
    {.id = "corrected",
     .url = "https://elm.example/7",
     .title = "CORRECTED-UPDATE 1-Port Brenn harbour reopens",
     .published = MARCH,
     .fetched = NONE,
     TEXT("PORT BRENN (Reuters) - The harbour reopened on Tuesday.\n")},
};
#define PAGES (sizeof pages / sizeof *pages)

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

static void add_pages(struct store *s)
{
    assert_int_equal(store_add(s, pages, PAGES, NULL), STORE_OK);
    assert_int_equal(store_gather(s, NULL), STORE_OK);
}

/* ---- what is kept ---------------------------------------------------------
 */

static int print_credit(void *arg, const struct credit_row *row)
{
    page_print(arg, "%s %s in %s: ", row->agency ? row->agency : "-", row->kind,
               row->where);
    if (row->words)
        page_print(arg, "\"%.*s\"", (int)row->words_len, row->words);
    page_print(arg, "%s\n", row->decides ? "" : ", decides nothing");
    assert_true(row->confidence > 0 && row->confidence < 1);
    assert_true(row->end > row->begin);
    assert_true(!row->words || row->words_len == row->end - row->begin);
    return 0;
}

static void assert_credits(struct store *s, const char *id, const char *want)
{
    struct page p = {0};
    page_print(&p, "%s", "");
    assert_int_equal(store_credits(s, id, print_credit, &p), STORE_OK);
    assert_string_equal(p.at, want);
    free(p.at);
}

static void test_evidence_is_kept_with_its_place(void **state)
{
    (void)state;
    struct store *s = trial_open(&trial, NULL);
    add_pages(s);
    assert_credits(s, "dateline",
                   "ap dateline in text: \"PORT BRENN (AP) -\"\n");
    assert_credits(s, "many",
                   "reuters byline in author: \"Reuters\"\n"
                   "reuters dateline in text: \"PORT BRENN, March 4 (Reuters) "
                   "-\"\n"
                   "reuters tail in text: \"(Reporting by\"\n");
    assert_credits(s, "own", "reuters own site in url: \"www.reuters.com\"\n");
    assert_credits(s, "own-site",
                   "reuters own site in site: \"reuters.com\"\n");
    assert_credits(s, "field", "dpa source in source: \"dpa\"\n");
    assert_credits(s, "mixed",
                   "afp mixed in text: \"With reporting by AFP and dpa\", "
                   "decides nothing\n"
                   "dpa mixed in text: \"With reporting by AFP and dpa\", "
                   "decides nothing\n");
    assert_credits(s, "told",
                   "reuters told in text: \"told Reuters\", decides nothing\n");
    assert_credits(s, "nothing", "");
    assert_int_equal(store_credits(s, "nobody", print_credit, NULL),
                     STORE_NOT_FOUND);
    trial_close(s);
}

static int count_one(void *arg, const struct credit_row *row)
{
    (void)row;
    return ++*(int *)arg;
}

static void test_evidence_list_ends_where_it_is_asked_to(void **state)
{
    (void)state;
    int n = 0;
    struct store *s = trial_open(&trial, NULL);
    add_pages(s);
    assert_int_equal(store_credits(s, "many", count_one, &n), STORE_STOPPED);
    assert_int_equal(n, 1);
    trial_close(s);
}

/* The day of a dateline on a page of this time; INT64_MIN: no dateline, -1: no
 * day. */
static int64_t day_of(const char *dateline, int64_t time)
{
    char text[200];
    struct article a = {.id = "x", .published = time, .fetched = NONE};
    snprintf(text, sizeof text,
             "%s The harbour reopened after two weeks of repairs.\n", dateline);
    a.text = text;
    a.text_len = strlen(text);
    struct store *s = trial_open(&trial, NULL);
    assert_int_equal(store_add(s, &a, 1, NULL), STORE_OK);
    trial_close(s);
    return trial_number(&trial, "SELECT ifnull((SELECT ifnull(day, -1) FROM "
                                "dateline), -9223372036854775808)");
}

static void test_evidence_dates_a_dateline(void **state)
{
    (void)state;
    assert_int_equal(day_of("PORT BRENN, March 4 (Reuters) -", MARCH), 19786);
    /* The year is that of the day nearest to the page. */
    assert_int_equal(day_of("PORT BRENN, Dec 31 (Reuters) -", DAY(19723)),
                     19722);
    assert_int_equal(day_of("PORT BRENN, Jan 1 (Reuters) -", DAY(19722)),
                     19723);
    assert_int_equal(day_of("PORT BRENN, Feb 29 (Reuters) -", DAY(19783)),
                     19782);
    assert_int_equal(day_of("PORT BRENN, Jan 2 (Reuters) -", -DAY(1)), 1);
    /* A year that is written counts, whatever the page says. */
    assert_int_equal(day_of("PORT BRENN, Feb. 29, 2024 (AP) -", DAY(10000)),
                     19782);
    assert_int_equal(day_of("PORT BRENN, Feb. 29, 2024 (AP) -", NONE), 19782);
    assert_int_equal(day_of("PORT BRENN, Feb. 29, 2023 (AP) -", MARCH), -1);
    assert_int_equal(day_of("PORT BRENN, March 4 (Reuters) -", NONE), -1);
    assert_int_equal(day_of("PORT BRENN (Reuters) -", MARCH), -1);
    assert_int_equal(day_of("Port Brenn was quiet.", MARCH), INT64_MIN);
    assert_int_equal(
        trial_number(&trial, "SELECT count(*) FROM article WHERE revision > 1"),
        1); /* each was a revision of the one before */
}

/* ---- the same again -------------------------------------------------------
 */

#define ALL_ROWS                                                               \
    "SELECT group_concat(r, '|') FROM (SELECT a.key || ' ' || c.seq || ' ' "   \
    "|| "                                                                      \
    "ifnull(c.agency, '-') || c.kind || c.place || c.start || ' ' || c.len "   \
    "|| "                                                                      \
    "' ' || c.confidence || ' ' || c.decides AS r FROM credit c JOIN article " \
    "a ON a.num = c.num UNION ALL SELECT a.key || m.seq || m.kind || "         \
    "m.number "                                                                \
    "|| m.place || m.start || ' ' || m.len || ' ' || m.decides FROM marking "  \
    "m JOIN article a ON "                                                     \
    "a.num "                                                                   \
    "= m.num UNION ALL SELECT a.key || d.place || ifnull(d.day, '-') FROM "    \
    "dateline d JOIN article a ON a.num = d.num ORDER BY 1)"

/* A hash that SQL can make of all rows: their text's length and bytes. */
static int64_t all_rows(void)
{
    return trial_number(
        &trial,
        "WITH t(v) AS (" ALL_ROWS "), n(i, h) AS (SELECT 1, 7 UNION ALL SELECT "
        "i + 1, (h * 31 + unicode(substr(v, i, 1))) % 1000000007 FROM n, t "
        "WHERE i <= length(v)) SELECT max(i) * 1000000007 + (SELECT h FROM n "
        "ORDER BY i DESC LIMIT 1) FROM n");
}

static void test_evidence_is_the_same_for_any_threads_and_batches(void **state)
{
    (void)state;
    const struct store_options three = {.threads = 3};
    struct store *s = trial_open(&trial, NULL);
    add_pages(s);
    trial_close(s);
    int64_t want = all_rows();
    assert_int_not_equal(want, 0);
    trial_release(&trial);
    trial_init(&trial);
    s = trial_open(&trial, &three);
    for (size_t i = 0; i < PAGES; i++)
        assert_int_equal(store_add(s, &pages[i], 1, NULL), STORE_OK);
    trial_close(s);
    assert_int_equal(all_rows(), want);
}

static void test_evidence_is_the_same_after_a_rebuild(void **state)
{
    (void)state;
    struct crawl c;
    struct store *s = trial_open(&trial, NULL);
    crawl_make(&c, &crawl_small);
    add_pages(s);
    assert_int_equal(store_add(s, c.article, c.n, NULL), STORE_OK);
    trial_close(s);
    int64_t want = all_rows();
    trial_run(&trial, "DELETE FROM credit WHERE seq = 1; DELETE FROM dateline;"
                      "UPDATE marking SET kind = 'kill'; INSERT INTO credit "
                      "VALUES(999999, 1, 'ap', 'tail', 'text', 0, 1, .5, 1)");
    assert_int_not_equal(all_rows(), want);
    s = trial_open(&trial, NULL);
    assert_int_equal(store_rebuild(s, NULL), STORE_OK);
    trial_close(s);
    assert_int_equal(all_rows(), want);
    crawl_release(&c);
}

static int stop_at_credits(void *arg, const char *what, uint64_t done,
                           uint64_t total)
{
    (void)arg, (void)done, (void)total;
    return !strcmp(what, "finding credits");
}

static void test_evidence_stays_where_a_rebuild_is_stopped(void **state)
{
    (void)state;
    const struct store_options o = {.threads = 1, .progress = stop_at_credits};
    struct store *s = trial_open(&trial, &o);
    add_pages(s);
    assert_int_equal(store_rebuild(s, NULL), STORE_STOPPED);
    assert_credits(s, "own", "reuters own site in url: \"www.reuters.com\"\n");
    trial_close(s);
}

static void test_evidence_goes_with_its_article(void **state)
{
    (void)state;
    static const char *const ids[] = {"many"};
    struct article other = pages[0];
    struct store *s = trial_open(&trial, NULL);
    add_pages(s);
    other.text = "PORT BRENN (dpa) - The harbour is shut once more.\n";
    other.text_len = strlen(other.text);
    assert_int_equal(store_add(s, &other, 1, NULL), STORE_OK);
    assert_credits(s, "dateline",
                   "dpa dateline in text: \"PORT BRENN (dpa) -\"\n");
    assert_int_equal(store_remove(s, ids, 1, NULL), STORE_OK);
    trial_close(s);
    assert_int_equal(
        trial_number(&trial, "SELECT (SELECT count(*) FROM credit WHERE agency "
                             "IN ('ap')) + (SELECT count(*) FROM marking WHERE "
                             "number = 2)"),
        0);
}

static void test_evidence_is_found_without_keeping_texts(void **state)
{
    (void)state;
    const struct store_params params = {.no_text = 1};
    const struct store_options o = {.threads = 1, .params = &params};
    struct store *s = trial_open(&trial, &o);
    add_pages(s);
    assert_credits(s, "dateline", "ap dateline in text: \n");
    assert_credits(s, "many",
                   "reuters byline in author: \"Reuters\"\n"
                   "reuters dateline in text: \n"
                   "reuters tail in text: \n");
    trial_close(s);
    int64_t want = all_rows();
    s = trial_open(&trial, &o);
    assert_int_equal(store_rebuild(s, NULL), STORE_OK);
    trial_close(s);
    assert_int_equal(all_rows(), want);
}

/* ---- what check finds -----------------------------------------------------
 */

/* Damages a whole file and asserts that check names it. */
static void assert_found(const char *sql, const char *words)
{
    int code;
    struct store *s = trial_open(&trial, NULL);
    add_pages(s);
    trial_close(s);
    trial_run(&trial, sql);
    s = trial_open(&trial, NULL);
    char *problems = trial_problems(s, &code);
    assert_int_equal(code, STORE_OK);
    if (!strstr(problems, words))
        fail_msg("%s: \"%s\" is not among\n%s", sql, words, problems);
    free(problems);
    assert_int_equal(store_rebuild(s, NULL), STORE_OK); /* which mends it */
    trial_close(s);
    trial_release(&trial);
    trial_init(&trial);
}

static void test_evidence_that_cannot_be_is_found(void **state)
{
    (void)state;
    static const char *const outside[] = {
        "UPDATE credit SET start = 100000 WHERE place = 'text'",
        "UPDATE credit SET start = -1 WHERE place = 'url'",
        "UPDATE credit SET len = 0 WHERE place = 'site'",
        "UPDATE credit SET len = 40 WHERE place = 'author'",
        "UPDATE credit SET len = 5 WHERE place = 'source'",
        "UPDATE credit SET place = 'title' WHERE place = 'source'",
        "UPDATE credit SET place = 'margin'",
        "UPDATE marking SET len = 400",
    };
    static const char *const impossible[] = {
        "UPDATE credit SET kind = 'rumour'",
        "UPDATE credit SET decides = 1 WHERE kind = 'told'",
        "UPDATE credit SET agency = NULL WHERE decides",
        "UPDATE credit SET confidence = 1.5",
    };
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++)
        assert_found(outside[i], "outside of the string that it stands in");
    for (size_t i = 0; i < sizeof impossible / sizeof *impossible; i++)
        assert_found(impossible[i], "has a credit that cannot be");
    assert_found("UPDATE credit SET agency = 'nosuch' WHERE agency = 'ap'",
                 "credits of an agency nosuch");
    assert_found("UPDATE credit SET num = 99 WHERE agency = 'ap'",
                 "a credit of 99, which is no article");
    assert_found("UPDATE marking SET num = 99 WHERE kind = 'update'",
                 "a marker of 99, which is no article");
    assert_found("UPDATE marking SET decides = 1",
                 "article corrected has several markers that make a version");
    assert_found("INSERT INTO dateline(num, place) VALUES(99, 'DUN')",
                 "a dateline of 99, which is no article");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(test_evidence_is_kept_with_its_place),
        TEST(test_evidence_list_ends_where_it_is_asked_to),
        TEST(test_evidence_dates_a_dateline),
        TEST(test_evidence_is_the_same_for_any_threads_and_batches),
        TEST(test_evidence_is_the_same_after_a_rebuild),
        TEST(test_evidence_stays_where_a_rebuild_is_stopped),
        TEST(test_evidence_goes_with_its_article),
        TEST(test_evidence_is_found_without_keeping_texts),
        TEST(test_evidence_that_cannot_be_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
