/* Who moved a story, which of its copies say so, and what follows from it: by
 * what copies credit, by what they only name, and by the manner of datelines.
 */
#include "tests/tracked_one.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const ids[] = {"a", "b", "c", "d", "e", "f"};
static const char *const sites[] = {"alder.example", "birch.example",
                                    "cedar.example", "elder.example",
                                    "hazel.example", "larch.example"};

/* The next copy, an hour after the last, on a site of its own. */
static struct article *add(const char *head, const char *tail)
{
    size_t i = w.n;
    assert_true(i < sizeof ids / sizeof *ids);
    return tracked_add(
        &w, ids[i], sites[i], (double)i,
        tracked_print(&w, "%s%s%s", head, tracked_part(&w, 0, 6), tail));
}

static int tell_story(void *arg, const struct track_row *r)
{
    page_print(arg, "%s%s by %s %.2f, %d named, origin %s, %d conflicts\n",
               r->manner ? "manner of " : "", r->agency ? r->agency : "-",
               r->by ? r->by : "-", r->confidence, (int)r->credited,
               origin_name(r->origin), (int)r->conflicts);
    return 0;
}

/* a:afp:tail:names, for those who say anything. */
static int tell_copy(void *arg, const struct carry_row *r)
{
    page_print(arg, " %s", r->article);
    if (r->agency)
        page_print(arg, ":%s:%s%s", r->agency, r->evidence,
                   r->names ? ":names" : "");
    else
        assert_false(r->names);
    return 0;
}

static void assert_story(const char *want)
{
    const struct track_calls calls = {.story = tell_story, .carry = tell_copy};
    struct page p = {0};
    page_print(&p, "%s", "");
    assert_int_equal(store_track_all(w.s, NULL, &calls, &p), STORE_OK);
    assert_string_equal(p.at, want);
    free(p.at);
}

static int tell_site(void *arg, const struct site_row *r)
{
    struct page *p = arg;
    page_print(p, "%s%d/%d-%d=%.1f,%d", p->n ? " " : "", (int)r->credited,
               (int)r->agency_copies, (int)r->manner, r->credit_rate,
               (int)r->conflicts);
    return 0;
}

static int tell_uncredited(void *arg, const struct uncredited_row *r)
{
    page_print(arg, " %s%s%s<%s %s", r->copy.article, r->copy.agency ? ":" : "",
               r->copy.agency ? r->copy.agency : "", r->proof,
               !r->passage        ? "no passage"
               : r->longest > 100 ? "long"
               : r->matched       ? "short"
                                  : "nothing");
    assert_string_not_equal(r->copy.article, r->proof);
    return 0;
}

/* Named copies of agency copies less those of manner, rate and conflicts of
 * each site; and what is uncredited. */
static void assert_lists(const char *want_sites, const char *want)
{
    struct page p = {0};
    page_print(&p, "%s", "");
    assert_int_equal(store_sites(w.s, NULL, tell_site, &p), STORE_OK);
    assert_string_equal(p.at, want_sites);
    p.n = 0;
    page_print(&p, "%s", "");
    p.at[0] = 0;
    assert_int_equal(store_uncredited(w.s, NULL, tell_uncredited, &p),
                     STORE_OK);
    assert_string_equal(p.at, want);
    free(p.at);
}

/* ---- what copies credit ---------------------------------------------------
 */

static void test_track_origin_counts_each_credit(void **state)
{
    (void)state;
    add("VESTRAND (AFP) - ", "");
    add("", "\n(AFP/dpa)");
    add("", "")->source = "AFP, dpa";
    add("VESTRAND (dpa) - ", "");
    add("VESTRAND (dpa) - ", "");
    tracked_gather(&w);
    assert_story("dpa by b 0.57, 4 named, origin credited, 0 conflicts\n"
                 " a:afp:dateline b:dpa:tail:names c:dpa:source:names"
                 " d:dpa:dateline:names e:dpa:dateline:names");
    assert_lists("0/1-0=0.0,0 1/1-0=1.0,0 1/1-0=1.0,0 1/1-0=1.0,0 1/1-0=1.0,0",
                 " a:afp<b long");
    tracked_close(&w);
}

/* With as much evidence it is who was credited first, not first by name. */
static void test_track_origin_ties_go_to_the_first(void **state)
{
    (void)state;
    add("VESTRAND (Reuters) - ", "");
    add("VESTRAND (AFP) - ", "");
    tracked_gather(&w);
    assert_story("reuters by a 0.49, 1 named, origin credited, 0 conflicts\n"
                 " a:reuters:dateline:names b:afp:dateline");
    tracked_close(&w);
    tracked_open(&w);
    add("", "\n(dpa/AFP)");
    add("", "\n(AFP/dpa)");
    tracked_gather(&w);
    assert_story("dpa by a 0.50, 2 named, origin credited, 0 conflicts\n"
                 " a:dpa:tail:names b:dpa:tail:names");
    tracked_close(&w);
}

/* It names the agency, though that is no evidence that the text is its. */
static void test_track_origin_one_rule_for_naming(void **state)
{
    (void)state;
    add("", "\nWith reporting by AFP");
    add("VESTRAND (AFP) - ", "");
    add("VESTRAND (Reuters) - ", "\n(AFP)");
    add("", "\nThe mayor told AFP that nothing was lost.");
    add("VESTRAND (AFP) - ", "");
    tracked_gather(&w);
    assert_story("afp by b 0.67, 4 named, origin credited, 0 conflicts\n"
                 " a:afp:mixed:names b:afp:dateline:names"
                 " c:reuters:dateline:names d e:afp:dateline:names");
    assert_lists("1/1-0=1.0,0 1/1-0=1.0,0 1/1-0=1.0,0 0/1-0=0.0,0 1/1-0=1.0,0",
                 " d<b long");
    tracked_close(&w);
}

/* ---- the manner of datelines ----------------------------------------------
 */

static int check_place(void *arg, const struct carry_row *r)
{
    int bears = *r->article != 'a';
    (void)arg;
    assert_int_equal(r->agency != NULL, bears);
    if (!bears)
        return 0;
    assert_string_equal(r->agency, "afp");
    assert_string_equal(r->where, "text");
    assert_int_equal(r->begin, 0);
    assert_int_equal(r->end, strlen("VESTRAND:"));
    assert_true(r->confidence == TRACK_MANNER);
    assert_false(r->names);
    return 0;
}

static void test_track_origin_manner_names_nobody(void **state)
{
    struct uncredited_filter f = {
        .track = {.since = STORE_NO_TIME, .until = STORE_NO_TIME}};
    const struct track_calls calls = {.carry = check_place};
    const char *const none[] = {""};
    struct page p = {0};
    (void)state;
    add("", "");
    add("VESTRAND: ", "");
    add("VESTRAND: ", "");
    tracked_gather(&w);
    assert_story("manner of afp by b 0.50, 0 named, origin first, 0 conflicts\n"
                 " a b:afp:manner c:afp:manner");
    assert_lists("0/1-1=0.0,0 0/1-1=0.0,0 0/1-1=0.0,0", "");
    assert_int_equal(store_track_all(w.s, NULL, &calls, NULL), STORE_OK);
    /* Nor is any of them asked for a licence. */
    page_print(&p, "%s", "");
    f.licensed = none;
    assert_int_equal(store_uncredited(w.s, &f, tell_uncredited, &p), STORE_OK);
    assert_string_equal(p.at, "");
    free(p.at);
    tracked_close(&w);
}

static void test_track_origin_manner_ends_with_a_name(void **state)
{
    static const struct {
        const char *head, *tail, *want;
    } list[] = {
        {"VESTRAND (Reuters) - ", "",
         "reuters by c 0.99, 1 named, origin credited, 0 conflicts\n"
         " a b c:reuters:dateline:names"},
        {"VESTRAND (AFP) - ", "",
         "afp by c 0.99, 1 named, origin credited, 0 conflicts\n"
         " a b c:afp:dateline:names"},
        {"", "\nWith reporting by dpa",
         "- by - 0.00, 0 named, origin first, 0 conflicts\n a b c"},
        {"VESTRAND: ", "\nWith reporting by AFP",
         "- by - 0.00, 0 named, origin first, 0 conflicts\n a b c"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        add("VESTRAND: ", "");
        add("VESTRAND: ", "");
        add(list[i].head, list[i].tail);
        tracked_gather(&w);
        assert_story(list[i].want);
        tracked_close(&w);
        tracked_open(&w);
    }
    tracked_close(&w);
}

/* ---- clocks and lags ------------------------------------------------------
 */

static int tell_flags(void *arg, const struct carry_row *r)
{
    page_print(arg, " %s%d%d%d", r->article, r->before_origin,
               r->fetched_before, r->conflict);
    return 0;
}

static int tell_lags(void *arg, const struct track_row *r)
{
    page_print(arg, "%d conflicts, %lld median, %lld half:", (int)r->conflicts,
               (long long)r->median_lag, (long long)r->half_life);
    return 0;
}

static void assert_clocks(const char *want)
{
    const struct track_calls calls = {.story = tell_lags, .carry = tell_flags};
    struct page p = {0};
    assert_int_equal(store_track_all(w.s, NULL, &calls, &p), STORE_OK);
    assert_string_equal(p.at, want);
    free(p.at);
}

/* Who is earlier than the first that says whose it is has no wrong clock. */
static void test_track_origin_early_is_no_conflict(void **state)
{
    (void)state;
    add("", "");
    add("VESTRAND (AP) - ", "");
    add("", "")->fetched = tracked_hour(1);
    add("", "");
    tracked_gather(&w);
    assert_clocks("1 conflicts, 3600 median, 3600 half: a100 b000 c011 d000");
    assert_lists("0/1-0=0.0,0 1/1-0=1.0,0 0/1-0=0.0,1 0/1-0=0.0,0",
                 " a<b long c<b long d<b long");
    tracked_close(&w);
}

static void test_track_origin_before_the_agency_is_conflict(void **state)
{
    (void)state;
    add("", "");
    add("", "")->site = "apnews.com";
    add("", "");
    tracked_gather(&w);
    assert_clocks("1 conflicts, -3600 median, 3600 half: a101 b000 c000");
    tracked_close(&w);
}

/* The origin, of which the lag is 0 whatever happened, is no part of how fast
 * a story was. */
static void test_track_origin_is_not_in_the_median(void **state)
{
    (void)state;
    add("VESTRAND (AP) - ", "");
    add("", "")->published = tracked_hour(5);
    tracked_gather(&w);
    assert_clocks("1 conflicts, 18000 median, 0 half: a000 b011");
    tracked_close(&w);
    tracked_open(&w);
    add("VESTRAND (AP) - ", "");
    for (int i = 0; i < 2; i++) {
        struct article *x = add("", "");
        x->published = x->fetched = STORE_NO_TIME;
    }
    tracked_gather(&w);
    assert_clocks("0 conflicts, -9223372036854775808 median, 0 half: a000"
                  " b000 c000");
    tracked_close(&w);
}

/* ---- what proves a copy ---------------------------------------------------
 */

/* Ten credited copies of one text, and two of another, y credited and z not,
 * that are put into the same story; y is the last to be asked. */
static void add_stranger(void)
{
    char *other = crawl_text(4, 6);
    for (unsigned i = 0; i < 10; i++)
        tracked_add(
            &w, tracked_print(&w, "a%u", i),
            tracked_print(&w, "s%u.example", i), i,
            tracked_print(&w, "VESTRAND (AP) - %s", tracked_part(&w, 0, 6)));
    tracked_add(&w, "y", sites[0], 20,
                tracked_print(&w, "VESTRAND (AP) - %s", other));
    tracked_add(&w, "z", sites[1], 21,
                tracked_print(&w, "VESTRAND (dpa) - %s", other));
    free(other);
    tracked_gather(&w);
    assert_true(tracked_story(&w, "y") != tracked_story(&w, "a0"));
    store_close(w.s);
    trial_run(&w.trial,
              "UPDATE membership SET story = (SELECT min(id) FROM story);"
              "UPDATE carry SET story = (SELECT min(id) FROM story);"
              "UPDATE carry SET kept = 0, names = agency = 'ap' WHERE num IN"
              " (SELECT num FROM article WHERE key IN ('y', 'z'))");
}

static void assert_uncredited(const char *want)
{
    struct page p = {0};
    page_print(&p, "%s", "");
    w.s = trial_open(&w.trial, NULL);
    assert_int_equal(store_uncredited(w.s, NULL, tell_uncredited, &p),
                     STORE_OK);
    assert_string_equal(p.at, want);
    free(p.at);
    tracked_drop(&w);
}

static void test_track_origin_proof_beyond_the_fullest(void **state)
{
    (void)state;
    add_stranger();
    assert_uncredited(" z:dpa<y long");
}

static void test_track_origin_no_row_without_proof(void **state)
{
    (void)state;
    add_stranger();
    trial_run(&w.trial, "DELETE FROM carry WHERE num = (SELECT num FROM"
                        " article WHERE key = 'y')");
    assert_uncredited("");
}

/* ---- without texts --------------------------------------------------------
 */

static int check_unmeasured(void *arg, const struct carry_row *r)
{
    int *n = arg;
    assert_int_equal(r->measured, 0);
    return ++*n, 0;
}

static int check_version(void *arg, const struct version_row *r)
{
    int *n = arg;
    assert_int_equal(r->measured, 0);
    return ++*n, 0;
}

static int check_unproved(void *arg, const struct uncredited_row *r)
{
    int *n = arg;
    assert_int_equal(r->copy.measured, 0);
    assert_string_equal(r->proof, "a");
    assert_null(r->passage);
    return ++*n, 0;
}

static void test_track_origin_without_texts(void **state)
{
    const struct store_params params = {.no_text = 1};
    const struct store_options o = {.params = &params};
    const struct track_calls calls = {.version = check_version,
                                      .carry = check_unmeasured};
    int n = 0;
    (void)state;
    trial_close(w.s);
    trial_release(&w.trial);
    trial_init(&w.trial);
    w.s = trial_open(&w.trial, &o);
    add("VESTRAND (AP) - ", "");
    add("", "");
    tracked_gather(&w);
    assert_int_equal(store_track_all(w.s, NULL, &calls, &n), STORE_OK);
    assert_int_equal(n, 3);
    assert_int_equal(store_uncredited(w.s, NULL, check_unproved, &n), STORE_OK);
    assert_int_equal(n, 4);
    tracked_close(&w);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_track_origin_counts_each_credit),
        TEST(test_track_origin_ties_go_to_the_first),
        TEST(test_track_origin_one_rule_for_naming),
        TEST(test_track_origin_manner_names_nobody),
        TEST(test_track_origin_manner_ends_with_a_name),
        TEST(test_track_origin_early_is_no_conflict),
        TEST(test_track_origin_before_the_agency_is_conflict),
        TEST(test_track_origin_is_not_in_the_median),
        TEST(test_track_origin_proof_beyond_the_fullest),
        TEST(test_track_origin_no_row_without_proof),
        TEST(test_track_origin_without_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
