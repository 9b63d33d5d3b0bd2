/* store: stories and copies by what is asked for. */
#include "store/store.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "tests/crawl.h"
#include "tests/trial.h"

static struct trial trial;
static struct crawl crawl;
static struct store *s;
static int64_t *story; /* per article of the crawl, as the store has it */

static int set_up(void **state)
{
    (void)state;
    trial_init(&trial);
    crawl_make(&crawl, &crawl_small);
    s = trial_open(&trial, NULL);
    if (store_add(s, crawl.article, crawl.n, NULL) || store_gather(s, NULL))
        return -1;
    story = trial_stories(s, &crawl);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    trial_close(s);
    free(story);
    crawl_release(&crawl);
    trial_release(&trial);
    return 0;
}

/* ---- stories --------------------------------------------------------------
 */

static const struct story_filter any = {.since = STORE_NO_TIME,
                                        .until = STORE_NO_TIME};

struct list {
    struct story_row row[64];
    size_t n;
};

static int take_row(void *arg, const struct story_row *row)
{
    struct list *l = arg;
    assert_true(l->n < 64);
    assert_true(row->title && *row->title && row->words > 0);
    l->row[l->n++] = *row;
    return 0;
}

static void list(struct list *l, const struct story_filter *f)
{
    l->n = 0;
    assert_int_equal(store_stories(s, f, take_row, l), STORE_OK);
}

/* The filter as store.h says it, on the crawl. */
static int fits(int64_t id, const struct story_filter *f)
{
    unsigned copies = 0, timely = 0, on_site = 0;
    char host[64];
    snprintf(host, sizeof host, "https://www.%s/", f->site ? f->site : "");
    for (size_t i = 0; i < crawl.n; i++) {
        const struct article *a = &crawl.article[i];
        if (story[i] != id)
            continue;
        copies++;
        timely += a->published >= f->since &&
                  (f->until == STORE_NO_TIME || a->published < f->until);
        on_site += !f->site || !strncmp(a->url, host, strlen(host));
    }
    return timely && on_site && copies >= f->min_copies &&
           copies >= f->min_sites; /* each copy is on another site */
}

static void filter_is(const struct story_filter *f)
{
    struct list all, got;
    size_t k = 0;
    list(&all, &any);
    list(&got, f);
    for (size_t i = 0; i < all.n; i++)
        if (fits(all.row[i].story, f)) {
            assert_true(k < got.n && got.row[k].story == all.row[i].story);
            k++;
        }
    assert_int_equal(k, got.n);
}

static void test_store_stories_filters(void **state)
{
    uint64_t seed = 5;
    (void)state;
    filter_is(&any);
    for (int i = 0; i < 200; i++) {
        struct story_filter f = any;
        char site[32];
        if (i % 2)
            f.since = CRAWL_EPOCH + (int64_t)(crawl_random(&seed) % 518400);
        if (i % 3)
            f.until = CRAWL_EPOCH + (int64_t)(crawl_random(&seed) % 518400);
        if (i % 6 == 5) /* a moment between two copies, often */
            f.until = f.since + 3600;
        if (i % 4 == 3) {
            snprintf(site, sizeof site, "paper%d.example", i % 8);
            f.site = site;
        }
        f.min_copies = i % 50 == 49 ? 5 : 2;
        f.min_sites = i % 40 == 39 ? 5 : 1;
        filter_is(&f);
    }
}

static void test_store_stories_site_is_any_url_of_it(void **state)
{
    static const char *const name[] = {"paper3.example", "WWW.Paper3.Example",
                                       "http://paper3.example:80/x?y",
                                       "//blogs.paper3.example/"};
    struct story_filter f = any;
    struct list want, got;
    (void)state;
    f.site = name[0];
    list(&want, &f);
    assert_true(want.n > 0);
    for (size_t i = 1; i < sizeof name / sizeof *name; i++) {
        f.site = name[i];
        list(&got, &f);
        assert_int_equal(got.n, want.n);
    }
    f.site = "example";
    list(&got, &f);
    assert_int_equal(got.n, 0);
}

static int in_order(enum story_sort sort, const struct story_row *x,
                    const struct story_row *y)
{
    switch (sort) {
    case SORT_SITES:
        return x->sites >= y->sites;
    case SORT_COPIES:
        return x->copies >= y->copies;
    case SORT_FIRST:
        return x->first <= y->first;
    default:
        return x->last >= y->last;
    }
}

static void test_store_stories_sorts_and_limits(void **state)
{
    struct story_filter f = any;
    struct list all, some;
    (void)state;
    for (int sort = SORT_SITES; sort <= SORT_LAST; sort++) {
        f.sort = (enum story_sort)sort;
        f.limit = 0;
        list(&all, &f);
        assert_int_equal(all.n, crawl_small.stories);
        for (size_t i = 1; i < all.n; i++)
            assert_true(in_order(f.sort, &all.row[i - 1], &all.row[i]));
        f.limit = 5;
        list(&some, &f);
        assert_int_equal(some.n, 5);
        for (size_t i = 0; i < some.n; i++)
            assert_true(some.row[i].story == all.row[i].story);
    }
}

static void test_store_stories_by_words(void **state)
{
    struct story_filter f = any;
    struct list got;
    char words[128];
    (void)state;
    f.words = words;
    for (size_t i = 0; i < crawl.n; i++) {
        if (crawl.story[i] <= 0)
            continue;
        snprintf(words, sizeof words, "%s STORY%02d", "\xe2\x80\x9cTitle",
                 (int)crawl.story[i]);
        list(&got, &f);
        assert_int_equal(got.n, 1);
        assert_true(got.row[0].story == story[i]);
        /* Eight words of its second paragraph, which every copy has. */
        const char *text = crawl.article[i].text;
        for (int line = 0; line < 4; line++)
            text = strchr(text, '\n') + 1;
        snprintf(words, sizeof words, "%.*s", (int)strcspn(text, "."), text);
        list(&got, &f);
        assert_int_equal(got.n, 1);
        assert_true(got.row[0].story == story[i]);
    }
    strcpy(words, "title nosuchword");
    list(&got, &f);
    assert_int_equal(got.n, 0);
    strcpy(words, " , ");
    list(&got, &f);
    assert_int_equal(got.n, crawl_small.stories);
}

/* ---- match ----------------------------------------------------------------
 */

struct hits {
    size_t n, right;
    const char *text;
    size_t len;
    uint64_t last;
    int64_t story, first;
};

static int take_hit(void *arg, const struct match_row *row)
{
    struct hits *h = arg;
    assert_true(row->matched >= 12 && row->matched <= row->words_text);
    assert_true(row->matched <= h->last && row->longest <= row->matched);
    assert_true(fabs(row->coverage_text * (double)row->words_text -
                     (double)row->matched) < 1e-6);
    assert_true(row->coverage > 0 && row->coverage <= 1);
    assert_true(row->resemblance > 0 && row->resemblance <= 1);
    assert_true(row->error == 0);
    assert_true(row->passage >= h->text && row->passage_len > row->longest);
    assert_true(row->passage + row->passage_len <= h->text + h->len);
    for (size_t i = 0; i < crawl.n; i++)
        if (!strcmp(crawl.article[i].id, row->article)) {
            assert_true(row->time == crawl.article[i].published);
            assert_string_equal(row->url, crawl.article[i].url);
            assert_non_null(strstr(row->url, row->site));
            assert_true(crawl.story[i] > 0 || row->story == 0 ||
                        crawl.story[i] == CRAWL_DIGEST);
            h->right += row->story == h->story;
        }
    h->last = row->matched;
    if (!h->n++ || row->time < h->first)
        h->first = row->time;
    return 0;
}

static struct hits match(const char *text, int64_t want,
                         const struct match_filter *f)
{
    struct hits h = {
        .text = text, .len = strlen(text), .last = UINT64_MAX, .story = want};
    assert_int_equal(store_match(s, text, h.len, f, take_hit, &h), STORE_OK);
    return h;
}

static size_t copy_of(int64_t truth)
{
    size_t i = 0;
    while (crawl.story[i] != truth)
        i++;
    return i;
}

/* Lines [from, to) of an article's text; free it. */
static char *lines(size_t i, int from, int to)
{
    const char *p = crawl.article[i].text;
    for (int k = 0; k < from; k++)
        p = strchr(p, '\n') + 1;
    const char *end = p;
    for (int k = from; k < to; k++)
        end = strchr(end, '\n') + 1;
    char *text = strndup(p, (size_t)(end - p));
    assert_non_null(text);
    return text;
}

static int64_t data_version(sqlite3 *db)
{
    sqlite3_stmt *q;
    assert_int_equal(
        sqlite3_prepare_v2(db, "PRAGMA data_version", -1, &q, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(q), SQLITE_ROW);
    int64_t version = sqlite3_column_int64(q, 0);
    sqlite3_finalize(q);
    return version;
}

static void test_store_match_finds_cut_texts(void **state)
{
    sqlite3 *db;
    (void)state;
    assert_int_equal(sqlite3_open(trial.path, &db), SQLITE_OK);
    int64_t version = data_version(db);
    unsigned brief = 0;
    for (int64_t truth = 1; truth <= crawl_small.stories; truth++) {
        size_t i = copy_of(truth);
        for (int cut = 4; cut <= 7; cut++) {
            char *text = lines(i, 3, cut);
            struct hits h = match(text, story[i], NULL);
            assert_true(h.right >= crawl_small.carriers || cut == 4);
            brief += cut == 4 && h.right >= crawl_small.carriers;
            free(text);
        }
    }
    /* 27 words of a page of 324 have no sampled shingle once in four times:
     * one in 16 is sampled. */
    assert_true(brief >= crawl_small.stories / 2);
    assert_true(version == data_version(db)); /* nobody wrote */
    sqlite3_close(db);
}

static void test_store_match_of_strangers(void **state)
{
    char *text = crawl_text(777, 6);
    (void)state;
    assert_int_equal(match(text, 0, NULL).n, 0);
    assert_int_equal(match("", 0, NULL).n, 0);
    assert_int_equal(match("... \xff", 0, NULL).n, 0);
    assert_int_equal(match("word", 0, NULL).n, 0);
    free(text);
}

static void test_store_match_filters(void **state)
{
    size_t i = copy_of(5);
    char *text = lines(i, 3, 7);
    struct match_filter f = {.since = STORE_NO_TIME, .until = STORE_NO_TIME};
    struct hits h = match(text, story[i], &f);
    size_t all = h.n;
    (void)state;
    f.limit = 2;
    assert_int_equal(match(text, story[i], &f).n, 2);
    f.limit = 0;
    f.min_words = 1000;
    assert_int_equal(match(text, story[i], &f).n, 0);
    f.min_words = 0;
    f.site = crawl.article[i].url; /* a digest may be on the site as well */
    size_t on_site = match(text, story[i], &f).n;
    assert_true(on_site >= 1 && on_site < all);
    f.site = NULL;
    f.since = h.first;
    assert_int_equal(match(text, story[i], &f).n, all);
    f.since++;
    assert_int_equal(match(text, story[i], &f).n, all - 1);
    f.until = f.since--;
    assert_int_equal(match(text, story[i], &f).n, 1);
    free(text);
}

static void test_store_match_scans_briefs(void **state)
{
    const struct match_filter scan = {
        .since = STORE_NO_TIME, .until = STORE_NO_TIME, .scan = 1};
    (void)state;
    for (int64_t truth = 1; truth <= crawl_small.stories; truth++) {
        size_t i = copy_of(truth);
        char *text = lines(i, 3, 4);
        assert_true(match(text, story[i], &scan).right >= crawl_small.carriers);
        free(text);
    }
    char *text = crawl_text(777, 6);
    assert_int_equal(match(text, 0, &scan).n, 0);
    free(text);
}

static void test_store_match_scans_no_signatures(void **state)
{
    const struct match_filter scan = {
        .since = STORE_NO_TIME, .until = STORE_NO_TIME, .scan = 1};
    struct store_params params = {.no_text = 1};
    const struct store_options o = {.params = &params};
    struct trial own;
    (void)state;
    trial_init(&own);
    struct store *x = trial_open(&own, &o);
    assert_int_equal(store_add(x, crawl.article, crawl.n, NULL), STORE_OK);
    assert_int_equal(
        store_match(x, "Six words that nobody ever wrote.", 33, &scan, NULL, 0),
        STORE_REFUSED);
    assert_non_null(strstr(store_errmsg(x), "no texts"));
    store_close(x);
    trial_release(&own);
}

struct own {
    const char *id;
    struct match_row row;
    char begin[64];
};

static int take_own(void *arg, const struct match_row *row)
{
    struct own *o = arg;
    if (strcmp(row->article, o->id))
        return 0;
    o->row = *row;
    snprintf(o->begin, sizeof o->begin, "%.*s", (int)row->passage_len,
             row->passage);
    return 1;
}

static struct own match_own(const char *text, size_t i, const char *of)
{
    const struct match_filter f = {
        .since = STORE_NO_TIME, .until = STORE_NO_TIME, .of = of};
    struct own o = {.id = crawl.article[i].id};
    assert_int_equal(store_match(s, text, strlen(text), &f, take_own, &o),
                     STORE_STOPPED);
    return o;
}

/* A page that the file has, but for a line, is itself without its letter. */
static void test_store_match_knows_a_page(void **state)
{
    struct page page = {0};
    size_t i = copy_of(3);
    (void)state;
    page_print(&page, "Another headline of its own\n%s", crawl.article[i].text);
    struct own o = match_own(page.at, i, NULL);
    assert_true(o.row.coverage == 1);
    assert_true(o.row.coverage_text > 0.9);
    assert_true(10 * o.row.matched < 9 * o.row.words_text);
    struct own same = match_own(crawl.article[i].text, i, NULL);
    assert_int_equal(same.row.relation, RELATION_SAME);
    assert_true(same.row.coverage == 1 && same.row.coverage_text == 1);
    assert_true(same.row.matched < same.row.words);
    free(page.at);
}

/* A page that it has not, of a site that it has. */
static void test_store_match_of_a_site(void **state)
{
    struct page page = {0};
    size_t i = copy_of(3), k = 0;
    (void)state;
    while (crawl.story[k] > 0 ||
           !strcmp(crawl.article[k].url, crawl.article[i].url))
        k++;
    char *letter = lines(k, 0, 3), *story_of = lines(i, 3, 6);
    page_print(&page, "%s%s", letter, story_of);
    double unknown = match_own(page.at, i, NULL).row.coverage_text;
    struct own o = match_own(page.at, i, crawl.article[k].url);
    assert_true(o.row.coverage_text > unknown);
    assert_true(o.row.coverage_text == 1);
    o.begin[20] = '\0';
    assert_non_null(strstr(story_of, o.begin));
    assert_null(strstr(letter, o.begin));
    assert_true(match_own(page.at, i, "nowhere.example").row.coverage_text ==
                unknown);
    free(letter);
    free(story_of);
    free(page.at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_store_stories_filters),
        cmocka_unit_test(test_store_stories_site_is_any_url_of_it),
        cmocka_unit_test(test_store_stories_sorts_and_limits),
        cmocka_unit_test(test_store_stories_by_words),
        cmocka_unit_test(test_store_match_finds_cut_texts),
        cmocka_unit_test(test_store_match_of_strangers),
        cmocka_unit_test(test_store_match_filters),
        cmocka_unit_test(test_store_match_scans_briefs),
        cmocka_unit_test(test_store_match_scans_no_signatures),
        cmocka_unit_test(test_store_match_knows_a_page),
        cmocka_unit_test(test_store_match_of_a_site),
    };
    return cmocka_run_group_tests_name("store_search", tests, set_up,
                                       tear_down);
}
