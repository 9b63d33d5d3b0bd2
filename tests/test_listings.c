/* The listings as somebody at an agency asks for them: the stories that it
 * moved, all that is told of them in one go, whose stale copies are, what the
 * log has, and the pages whose site is not known. */
#include "tests/tracked_one.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/narrow.h"

static const struct story_filter any_story = {.since = STORE_NO_TIME,
                                              .until = STORE_NO_TIME};

/* Half a story each: two that have nothing in common. */
static const char *half(int second, const char *dateline)
{
    return tracked_print(&w, "%s%s", dateline,
                         tracked_part(&w, second ? 3 : 0, second ? 6 : 3));
}

/* Three copies of one story, two of another, and one page without a site. */
static void two_stories(void)
{
    tracked_add(&w, "a", "alder.example", 0, half(0, "VESTRAND (Reuters) - "));
    tracked_add(&w, "b", "birch.example", 1, half(0, ""));
    tracked_add(&w, "c", "cedar.example", 2, half(0, "VESTRAND (Reuters) - "));
    tracked_add(&w, "d", "alder.example", 3, half(1, "VESTRAND (AP) - "));
    tracked_add(&w, "e", NULL, 4, half(1, ""));
    tracked_gather(&w);
}

/* ---- stories --------------------------------------------------------------
 */

static int print_story(void *arg, const struct story_row *r)
{
    page_print(arg,
               "%s %s %s versions %" PRIu64 " credited %" PRIu64
               " stale %" PRIu64 "\n",
               r->main_article, r->agency ? r->agency : "-",
               r->origin ? r->origin : "-", r->versions, r->credited, r->stale);
    return 0;
}

static void stories_are(const struct story_filter *f, const char *lines)
{
    struct page p = {0};
    page_print(&p, "%s", "");
    assert_int_equal(store_stories(w.s, f, print_story, &p), STORE_OK);
    assert_string_equal(p.at, lines);
    free(p.at);
}

static void test_listings_stories_of_an_agency(void **state)
{
    static const char reuters[] =
        "a reuters credited versions 1 credited 2 stale 0\n";
    static const char ap[] = "d ap credited versions 1 credited 1 stale 0\n";
    struct story_filter f = any_story;
    char both[200];
    (void)state;
    two_stories();
    snprintf(both, sizeof both, "%s%s", reuters, ap);
    stories_are(NULL, both);
    f.agency = "Reuters";
    stories_are(&f, reuters);
    f.agency = "ap";
    stories_are(&f, ap);
    f.agency = "afp";
    stories_are(&f, "");
    tracked_close(&w);
}

/* ---- pages of unknown site ------------------------------------------------
 */

static int print_site(void *arg, const struct site_row *r)
{
    page_print(arg, "'%s' %" PRIu64 "; ", r->site, r->copies);
    return 0;
}

static int count_article(void *arg, const struct article_row *r)
{
    assert_string_equal(r->id, "e");
    ++*(int *)arg;
    return 0;
}

static void test_listings_unknown_site_is_asked_for(void **state)
{
    struct story_filter f = any_story;
    struct track_filter t = {.since = STORE_NO_TIME, .until = STORE_NO_TIME};
    struct article_filter a = {STORE_NO_TIME, STORE_NO_TIME, "-"};
    struct page p = {0};
    int n = 0;
    (void)state;
    two_stories();
    f.site = t.site = "-";
    stories_are(&f, "d ap credited versions 1 credited 1 stale 0\n");
    assert_int_equal(store_sites(w.s, &t, print_site, &p), STORE_OK);
    assert_string_equal(p.at, "'' 1; ");
    free(p.at);
    assert_int_equal(store_articles(w.s, &a, count_article, &n), STORE_OK);
    assert_int_equal(n, 1);
    assert_true(narrow_is_site("", "-"));
    assert_false(narrow_is_site("alder.example", "-"));
    assert_true(narrow_is_site("alder.example", "http://www.alder.example/x"));
    assert_false(narrow_is_site("", "alder.example"));
    tracked_close(&w);
}

/* ---- stale copies ---------------------------------------------------------
 */

static int print_stale(void *arg, const struct stale_row *r)
{
    page_print(arg, "%s %s %s; ", r->copy.article, r->agency ? r->agency : "-",
               r->copy.agency ? r->copy.agency : "-");
    return 0;
}

/* Whose story it is, though the copy names nobody. */
static void test_listings_stale_names_the_agency(void **state)
{
    const char *old = tracked_part(&w, 0, 6);
    struct page p = {0};
    (void)state;
    tracked_add(&w, "a", "alder.example", 0,
                tracked_print(&w, "VESTRAND (Reuters) - %s", old));
    tracked_add(&w, "b", "birch.example", 1, old)->fetched = tracked_hour(9);
    tracked_add(&w, "c", "cedar.example", 5,
                tracked_print(
                    &w,
                    "CORRECTION: An earlier report gave a wrong "
                    "number.\n%s",
                    tracked_changed(&w, old, TRACKED_FIGURE, "214 families")));
    tracked_gather(&w);
    assert_int_equal(store_stale(w.s, NULL, print_stale, &p), STORE_OK);
    assert_string_equal(p.at, "b reuters -; ");
    free(p.at);
    tracked_close(&w);
}

/* ---- sentences of a change ------------------------------------------------
 */

static int print_changes(void *arg, const struct version_row *v)
{
    for (size_t i = 0; i < v->nchanges; i++)
        page_print(arg, "%s%s\n", v->change[i].before, v->change[i].after);
    return 0;
}

/* "K." is no end: the sentence is told to where it has one. */
static void test_listings_changes_have_whole_sentences(void **state)
{
    const struct track_calls calls = {.version = print_changes};
    const char *old = tracked_part(&w, 0, 6);
    struct page p = {0};
    (void)state;
    tracked_add(&w, "a", "alder.example", 0, old);
    tracked_add(&w, "b", "birch.example", 1, old);
    const char *new = tracked_print(
        &w, "CORRECTION: An earlier report left out who spoke.\n%s",
        tracked_changed(&w, old, TRACKED_NAME,
                        "the council heard a long speech of its eldest member "
                        "Edvard K. " TRACKED_NAME));
    tracked_add(&w, "c", "cedar.example", 5, new);
    tracked_add(&w, "d", "elder.example", 6, new);
    tracked_gather(&w);
    assert_int_equal(store_track(w.s, tracked_story(&w, "a"), &calls, &p),
                     STORE_OK);
    assert_non_null(strstr(p.at, "eldest member Edvard K. " TRACKED_NAME
                                 " asked the national guard"));
    free(p.at);
    tracked_close(&w);
}

/* ---- the log --------------------------------------------------------------
 */

static int print_log(void *arg, const struct log_row *r)
{
    page_print(arg, "%" PRId64 " %s %" PRId64 " ", r->story, r->event,
               r->other);
    if (r->time == STORE_NO_TIME)
        page_print(arg, "-");
    else
        page_print(arg, "%+.1fh", (double)(r->time - tracked_hour(0)) / 3600);
    page_print(arg, "%s; ", r->stub ? " stub" : "");
    return 0;
}

static void log_is(const char *wanted)
{
    struct page p = {0};
    assert_int_equal(store_log(w.s, 0, print_log, &p), STORE_OK);
    assert_string_equal(p.at, wanted);
    free(p.at);
}

/* Articles are fetched half an hour after they are published. */
static void test_listings_log_tells_when(void **state)
{
    struct gather_result g;
    (void)state;
    tracked_add(&w, "a", "alder.example", 0, half(0, ""));
    tracked_add(&w, "b", "birch.example", 1, half(0, ""));
    tracked_add(&w, "c", "cedar.example", 2, half(1, ""));
    tracked_add(&w, "d", "elder.example", 3, half(1, ""))->fetched =
        STORE_NO_TIME;
    tracked_gather(&w);
    log_is("1 new 0 +1.5h; 2 new 0 +3.0h; ");
    /* Two that have both halves make one story of them. */
    tracked_add(&w, "e", "hazel.example", 7, tracked_part(&w, 0, 6));
    tracked_add(&w, "f", "larch.example", 8, tracked_part(&w, 0, 6));
    tracked_add(&w, "g", "maple.example", 9, tracked_part(&w, 0, 6));
    tracked_gather(&w);
    log_is("1 new 0 +1.5h; 2 new 0 +3.0h; 2 merged 1 +9.5h; ");
    assert_int_equal(store_rebuild(w.s, &g), STORE_OK);
    log_is("1 new 0 +1.5h; 2 new 0 +3.0h; 2 merged 1 +9.5h; ");
    tracked_close(&w);
}

/* What is left of an ended story is one copy, or none. */
static void test_listings_log_of_an_end(void **state)
{
    static const char *const b[] = {"b"}, *const cd[] = {"c", "d"};
    (void)state;
    tracked_add(&w, "a", "alder.example", 0, half(0, ""));
    tracked_add(&w, "b", "birch.example", 1, half(0, ""));
    tracked_add(&w, "c", "cedar.example", 2, half(1, ""));
    tracked_add(&w, "d", "elder.example", 3, half(1, ""));
    tracked_gather(&w);
    assert_int_equal(store_remove(w.s, b, 1, NULL), STORE_OK);
    assert_int_equal(store_remove(w.s, cd, 2, NULL), STORE_OK);
    log_is("1 new 0 +1.5h; 2 new 0 +3.5h; 1 ended 0 +0.5h; 2 ended 0 -; ");
    tracked_close(&w);
}

/* ---- credits that changed -------------------------------------------------
 */

static void test_listings_rebuild_counts_other_credits(void **state)
{
    static const char own[] = "agency zenit Zenit News\nname Reuters\n";
    struct gather_result g;
    uint64_t line;
    char why[200];
    (void)state;
    two_stories();
    assert_int_equal(store_rebuild(w.s, &g), STORE_OK);
    assert_int_equal(g.credits, 0);
    int code =
        store_set_agencies(w.s, own, strlen(own), &line, why, sizeof why);
    if (code)
        fail_msg("line %d: %s", (int)line, why);
    assert_int_equal(store_rebuild(w.s, &g), STORE_OK);
    assert_int_equal(g.credits, 2); /* a and c */
    assert_int_equal(store_set_agencies(w.s, NULL, 0, &line, why, sizeof why),
                     STORE_OK);
    assert_int_equal(store_rebuild(w.s, &g), STORE_OK);
    assert_int_equal(g.credits, 2);
    assert_int_equal(store_rebuild(w.s, &g), STORE_OK);
    assert_int_equal(g.credits, 0);
    tracked_close(&w);
}

#define LISTING(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LISTING(test_listings_stories_of_an_agency),
        LISTING(test_listings_unknown_site_is_asked_for),
        LISTING(test_listings_stale_names_the_agency),
        LISTING(test_listings_changes_have_whole_sentences),
        LISTING(test_listings_log_tells_when),
        LISTING(test_listings_log_of_an_end),
        LISTING(test_listings_rebuild_counts_other_credits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
