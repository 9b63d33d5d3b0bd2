/* views: what plain SQL gives is what the listings give, to the last bit. */
#include "store/track.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "cli/date.h"
#include "tests/crawl.h"
#include "tests/trial.h"

static struct trial trial;
static struct crawl crawl;
static struct store *s;

static int set_up(void **state)
{
    (void)state;
    crawl_make(&crawl, &crawl_small);
    /* Times and strings that are not there. */
    crawl.article[3].published = STORE_NO_TIME;
    crawl.article[3].fetched = CRAWL_EPOCH + 7;
    crawl.article[5].title = NULL;
    crawl.article[9].published = STORE_NO_TIME;
    crawl.article[11].modified = -86399; /* before 1970 */
    /* Origins that are not the first copies. */
    for (size_t i = 0; i < crawl.n; i += 5)
        crawl.article[i].source = "Reuters";
    trial_init(&trial);
    s = trial_open(&trial, NULL);
    assert_int_equal(store_add(s, crawl.article, crawl.n, NULL), STORE_OK);
    assert_int_equal(store_gather(s, NULL), STORE_OK);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    trial_close(s);
    crawl_release(&crawl);
    trial_release(&trial);
    return 0;
}

/* ---- cells as text --------------------------------------------------------
 */

static void put_text(struct page *p, const char *text)
{
    page_print(p, "%s|", text ? text : "-");
}

static void put_number(struct page *p, int64_t n)
{
    page_print(p, "%" PRId64 "|", n);
}

static void put_real(struct page *p, double v)
{
    page_print(p, "%.17g|", v);
}

/* As a view has it: text, and the number. */
static void put_time(struct page *p, int64_t t)
{
    char text[DATE_LEN];
    if (t == STORE_NO_TIME)
        page_print(p, "-|-|");
    else
        page_print(p, "%s|%" PRId64 "|", date_format(t, text), t);
}

/* All rows of a query in the same way; what it is about must be there. */
static char *ask(const char *query)
{
    struct page p = {0};
    sqlite3 *db;
    sqlite3_stmt *q;
    assert_int_equal(sqlite3_open(trial.path, &db), SQLITE_OK);
    if (sqlite3_prepare_v2(db, query, -1, &q, NULL))
        fail_msg("%s: %s", query, sqlite3_errmsg(db));
    while (sqlite3_step(q) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(q); i++)
            if (sqlite3_column_type(q, i) == SQLITE_FLOAT)
                put_real(&p, sqlite3_column_double(q, i));
            else
                put_text(&p, (const char *)sqlite3_column_text(q, i));
        page_print(&p, "\n");
    }
    sqlite3_finalize(q);
    sqlite3_close(db);
    assert_true(p.n > 100);
    return p.at;
}

static void assert_same(char *listing, char *view)
{
    assert_string_equal(listing, view);
    free(listing);
    free(view);
}

/* ---- the listings ---------------------------------------------------------
 */

static int member(void *arg, const struct member_row *row)
{
    put_text(arg, row->article);
    if (row->story) {
        put_number(arg, row->story);
        put_text(arg, role_name(row->role));
        put_text(arg, relation_name(row->relation));
        put_real(arg, row->coverage);
    } else {
        page_print(arg, "-|-|-|-|");
    }
    page_print(arg, "\n");
    return 0;
}

static void test_views_members_are_the_listing(void **state)
{
    struct page p = {0};
    (void)state;
    assert_int_equal(store_members(s, member, &p), STORE_OK);
    assert_same(p.at, ask("SELECT * FROM members ORDER BY article, story"));
}

static int pair(void *arg, const struct pair_row *row)
{
    put_text(arg, row->a);
    put_text(arg, row->b);
    put_text(arg, relation_name(row->relation));
    put_number(arg, (int64_t)row->words_a);
    put_number(arg, (int64_t)row->words_b);
    put_number(arg, (int64_t)row->matched_a);
    put_number(arg, (int64_t)row->matched_b);
    put_real(arg, row->coverage_a);
    put_real(arg, row->coverage_b);
    put_real(arg, row->resemblance);
    put_real(arg, row->containment_a);
    put_real(arg, row->containment_b);
    page_print(arg, "\n");
    return 0;
}

static void test_views_pairs_are_the_listing(void **state)
{
    struct page p = {0};
    (void)state;
    assert_int_equal(store_pairs(s, NULL, pair, &p), STORE_OK);
    assert_same(p.at, ask("SELECT p.* FROM pairs p"
                          " JOIN article x ON x.key = p.a"
                          " JOIN article y ON y.key = p.b"
                          " ORDER BY x.num, y.num"));
}

static int story(void *arg, const struct story_row *row)
{
    put_number(arg, row->story);
    put_number(arg, (int64_t)row->copies);
    put_number(arg, (int64_t)row->sites);
    put_number(arg, (int64_t)row->digests);
    put_time(arg, row->first);
    put_time(arg, row->last);
    put_text(arg, row->main_article);
    put_number(arg, (int64_t)row->words);
    put_text(arg, row->agency);
    put_text(arg, row->origin);
    put_number(arg, (int64_t)row->versions);
    put_number(arg, (int64_t)row->credited);
    put_number(arg, (int64_t)row->stale);
    page_print(arg, "\n");
    return 0;
}

static void test_views_stories_are_the_listing(void **state)
{
    const struct story_filter filter = {
        .since = STORE_NO_TIME, .until = STORE_NO_TIME, .sort = SORT_FIRST};
    struct page p = {0};
    (void)state;
    assert_int_equal(store_stories(s, &filter, story, &p), STORE_OK);
    assert_same(p.at,
                ask("SELECT story, copies, sites, digests, first, first_at,"
                    " last, last_at, main_article, words, agency, origin,"
                    " versions, credited, stale FROM stories"
                    " ORDER BY first_at, story"));
}

static int copy(void *arg, const struct copy_row *row)
{
    put_number(arg, row->story);
    put_text(arg, row->article);
    put_text(arg, row->site);
    put_text(arg, row->url);
    put_text(arg, row->title);
    put_time(arg, row->time);
    if (row->lag == STORE_NO_TIME)
        page_print(arg, "-|");
    else
        put_number(arg, row->lag);
    put_text(arg, role_name(row->role));
    put_text(arg, relation_name(row->relation));
    put_real(arg, row->coverage);
    put_real(arg, row->coverage_main);
    put_number(arg, (int64_t)row->words);
    put_number(arg, (int64_t)row->furniture);
    put_number(arg, (int64_t)row->matched);
    page_print(arg, "\n");
    return 0;
}

static int tracked_copy(void *arg, const struct carry_row *row)
{
    put_number(arg, row->story);
    put_text(arg, row->article);
    if (row->version)
        put_number(arg, row->version);
    else
        page_print(arg, "-|");
    put_text(arg, row->agency);
    put_number(arg, row->stale);
    page_print(arg, "\n");
    return 0;
}

static int copies_of(void *arg, const struct story_row *row)
{
    return store_copies(s, row->story, copy, arg) != STORE_OK;
}

static void test_views_copies_are_the_listing(void **state)
{
    const struct story_filter filter = {
        .since = STORE_NO_TIME, .until = STORE_NO_TIME, .sort = SORT_FIRST};
    struct page p = {0};
    (void)state;
    assert_int_equal(store_stories(s, &filter, copies_of, &p), STORE_OK);
    assert_same(p.at, ask("SELECT c.story, article, site, url, c.title, time,"
                          " time_at, lag, role, relation, coverage,"
                          " coverage_main, c.words, furniture, matched"
                          " FROM copies c JOIN stories s"
                          " ON s.story = c.story ORDER BY s.first_at, s.story,"
                          " c.time_at IS NULL, c.time_at, c.article"));
}

/* Stories are told by reach there, whoever moved them. */
static void test_views_copies_are_tracked(void **state)
{
    const struct track_calls calls = {.carry = tracked_copy};
    struct page p = {0};
    (void)state;
    assert_int_equal(store_track_all(s, NULL, &calls, &p), STORE_OK);
    assert_same(p.at,
                ask("SELECT c.story, article, version, c.agency, c.stale FROM"
                    " copies c JOIN stories s ON s.story = c.story ORDER BY"
                    " s.sites DESC, s.copies DESC, s.story, c.time_at IS NULL,"
                    " c.time_at, c.article"));
    assert_true(trial_number(&trial, "SELECT count(*) FROM copies WHERE agency "
                                     "= 'reuters' AND version = 1") > 5);
    assert_true(trial_number(&trial, "SELECT count(*) FROM copies WHERE "
                                     "version IS NULL") > 0);
}

static void test_views_copies_lag_behind_the_origin(void **state)
{
    (void)state;
    assert_int_equal(
        trial_number(&trial, "SELECT count(*) FROM copies c JOIN track r ON "
                             "r.story = c.story WHERE c.lag IS NOT c.time_at - "
                             "r.origin_time"),
        0);
    assert_true(
        trial_number(&trial, "SELECT count(*) FROM copies WHERE lag < 0") > 5);
    assert_true(
        trial_number(&trial, "SELECT count(*) FROM copies WHERE lag > 0") > 5);
}

static int article(void *arg, const struct article_row *row)
{
    put_text(arg, row->id);
    put_text(arg, row->url);
    put_text(arg, row->site);
    put_text(arg, row->title);
    put_text(arg, row->author);
    put_text(arg, row->source);
    put_text(arg, row->lang);
    put_time(arg, row->published);
    put_time(arg, row->fetched);
    put_time(arg, row->modified);
    put_number(arg, row->revision);
    put_number(arg, (int64_t)row->words);
    put_number(arg, (int64_t)row->text_len);
    page_print(arg, "\n");
    return 0;
}

static void test_views_articles_are_the_export(void **state)
{
    struct page p = {0};
    (void)state;
    assert_int_equal(store_articles(s, NULL, article, &p), STORE_OK);
    assert_same(p.at, ask("SELECT v.* FROM articles v JOIN article a"
                          " ON a.key = v.id ORDER BY a.num"));
}

static void test_views_sites_count_articles_and_copies(void **state)
{
    struct store_stats stats;
    (void)state;
    assert_int_equal(store_get_stats(s, &stats), STORE_OK);
    assert_int_equal(trial_number(&trial, "SELECT count(*) FROM sites"),
                     stats.sites);
    assert_int_equal(trial_number(&trial, "SELECT sum(articles) FROM sites"),
                     stats.articles);
    assert_int_equal(trial_number(&trial, "SELECT sum(copies) FROM sites"),
                     stats.copies);
    assert_int_equal(trial_number(&trial, "SELECT min(first_at) FROM sites"),
                     stats.first);
    assert_int_equal(trial_number(&trial, "SELECT max(last_at) FROM sites"),
                     stats.last);
    assert_true(stats.digests > 0);
}

/* Every relation and role has a word in the views, and the right one. */
static void test_views_have_all_names(void **state)
{
    (void)state;
    char query[200];
    assert_string_equal(relation_name((enum relation)(RELATION_SERIES + 1)),
                        relation_name(RELATION_NONE)); /* it is the last */
    for (int i = 0; i <= RELATION_SERIES; i++) {
        snprintf(query, sizeof query,
                 "SELECT count(*) FROM sqlite_master WHERE name = 'pairs' AND "
                 "sql LIKE '%%WHEN %d THEN ''%s''%%'",
                 i, relation_name((enum relation)i));
        assert_int_equal(trial_number(&trial, query), 1);
    }
    assert_int_equal(
        trial_number(&trial, "SELECT count(*) FROM pairs WHERE relation IS "
                             "NULL"),
        0);
    assert_int_equal(
        trial_number(&trial, "SELECT count(*) FROM copies WHERE role IS NULL "
                             "OR relation IS NULL"),
        0);
    assert_true(trial_number(&trial, "SELECT count(DISTINCT relation) FROM "
                                     "pairs") > 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_views_members_are_the_listing),
        cmocka_unit_test(test_views_pairs_are_the_listing),
        cmocka_unit_test(test_views_stories_are_the_listing),
        cmocka_unit_test(test_views_copies_are_the_listing),
        cmocka_unit_test(test_views_copies_are_tracked),
        cmocka_unit_test(test_views_copies_lag_behind_the_origin),
        cmocka_unit_test(test_views_articles_are_the_export),
        cmocka_unit_test(test_views_sites_count_articles_and_copies),
        cmocka_unit_test(test_views_have_all_names),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
