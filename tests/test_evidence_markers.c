/* evidence: the markers of a page are all kept, each with its place; which of
 * them makes a version, and how a version tells where it is marked. */
#include "store/track.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "shingle/marker.h"
#include "tests/tracked_one.h"

#define TITLE "UPDATE 2-River drives a town from its streets"
#define NOTE "(Corrects figure in paragraph 3)"

/* ---- all of them, in order ------------------------------------------------
 */

static int print_marker(void *arg, const struct marker_row *row)
{
    page_print(arg, "%s: %s %u in %s %d-%d", row->article, row->kind,
               row->number, row->where, (int)row->begin, (int)row->end);
    if (row->words)
        page_print(arg, " '%.*s'", (int)row->words_len, row->words);
    page_print(arg, "%s\n", row->decides ? ", decides" : "");
    assert_true(!row->words || row->words_len == row->end - row->begin);
    return 0;
}

static void assert_markers(struct store *s, const char *id, const char *want)
{
    struct page p = {0};
    page_print(&p, "%s", "");
    assert_int_equal(store_markers(s, id, print_marker, &p), STORE_OK);
    assert_string_equal(p.at, want);
    free(p.at);
}

static void add_marked(struct tracked *to)
{
    const char *text = tracked_part(to, 0, 6);
    tracked_add(to, "plain", "alder.example", 0, text);
    tracked_add(to, "both", "birch.example", 1,
                tracked_print(to,
                              "VESTRAND, March 5 (Reuters) - " NOTE
                              "\n\n%s\nBREAKING: more follows.\n",
                              text))
        ->title = TITLE;
    tracked_add(to, "urgent", "cedar.example", 2,
                tracked_print(to, "URGENT: Überflutet\n%s", text))
        ->title = "RPT-River drives a town from its streets";
    tracked_add(to, "slug", "dune.example", 3, text)->title =
        "BC-Vestrand-River, 3rd Ld-Writethru";
    tracked_gather(to);
}

static void test_evidence_markers_are_all_kept(void **state)
{
    (void)state;
    const char *both = "both: update 2 in title 0-8 'UPDATE 2'\n"
                       "both: correction 0 in text 30-39 '(Corrects', decides\n"
                       "both: urgent 0 in text 1177-1185 'BREAKING'\n";
    add_marked(&w);
    assert_markers(w.s, "plain", "");
    assert_markers(w.s, "both", both);
    assert_markers(w.s, "urgent",
                   "urgent: repeat 0 in title 0-3 'RPT'\n"
                   "urgent: urgent 0 in text 0-6 'URGENT'\n");
    assert_markers(w.s, "slug",
                   "slug: lead 3 in title 19-25 '3rd Ld', decides\n"
                   "slug: writethru 0 in title 26-35 'Writethru'\n");
    assert_int_equal(store_markers(w.s, "nobody", print_marker, NULL),
                     STORE_NOT_FOUND);
    assert_int_equal(store_rebuild(w.s, NULL), STORE_OK);
    assert_markers(w.s, "both", both);
    assert_int_equal(
        trial_number(&w.trial, "SELECT count(*) FROM marker m JOIN article a "
                               "ON a.num = m.num WHERE a.key || m.kind IN "
                               "('bothcorrection', 'sluglead')"),
        2);
    assert_int_equal(trial_number(&w.trial, "SELECT count(*) FROM marker"), 2);
    tracked_close(&w);
}

/* Behind the dateline that the credit was found by, whoever is named in it. */
static void test_evidence_markers_stand_behind_datelines(void **state)
{
    (void)state;
    const char *text = tracked_part(&w, 0, 6);
    tracked_add(&w, "mixed", "alder.example", 0,
                tracked_print(&w, "Kiel (dpa/lno) - KORREKTUR: %s", text));
    tracked_add(&w, "bare", "birch.example", 1,
                tracked_print(&w, "VESTRAND, March 5 - UPDATE 2: %s", text));
    tracked_add(&w, "later", "cedar.example", 2,
                tracked_print(&w,
                              "%s\nVESTRAND, March 5 (Reuters) - UPDATE 3: It "
                              "rose.\nVESTRAND, March 6 (Reuters) - UPDATE 4: "
                              "It fell.",
                              "The river drives a town from its streets."));
    tracked_add(&w, "none", "dune.example", 3,
                tracked_print(&w, "The mayor - UPDATE 2: %s", text));
    tracked_gather(&w);
    assert_markers(w.s, "mixed",
                   "mixed: correction 0 in text 17-26 'KORREKTUR', decides\n");
    assert_markers(w.s, "bare",
                   "bare: update 2 in text 20-28 'UPDATE 2', decides\n");
    assert_markers(w.s, "later",
                   "later: update 3 in text 72-80 'UPDATE 3', decides\n");
    assert_markers(w.s, "none", "");
    tracked_close(&w);
}

/* CORRECTED-UPDATE 2 is another version than CORRECTED-UPDATE 1. */
static void test_evidence_markers_in_a_row_share_a_number(void **state)
{
    (void)state;
    tracked_add(&w, "row", "alder.example", 0, tracked_part(&w, 0, 6))->title =
        "CORRECTED-" TITLE;
    tracked_gather(&w);
    assert_markers(w.s, "row",
                   "row: correction 2 in title 0-9 'CORRECTED', decides\n"
                   "row: update 2 in title 10-18 'UPDATE 2'\n");
    tracked_close(&w);
}

/* As many as MARKER_MOST, the first ones. */
static void test_evidence_markers_have_a_limit(void **state)
{
    (void)state;
    struct page text = {0}, want = {0};
    for (unsigned i = 1; i <= MARKER_MOST + 2; i++)
        page_print(&text, "UPDATE %u: the river rose.\n", i);
    for (unsigned i = 1; i <= MARKER_MOST; i++)
        page_print(&want, "many: update %u in text %u-%u 'UPDATE %u'%s\n", i,
                   26 * (i - 1), 26 * (i - 1) + 8, i,
                   i == 1 ? ", decides" : "");
    tracked_add(&w, "many", "alder.example", 0, text.at);
    tracked_gather(&w);
    assert_markers(w.s, "many", want.at);
    free(text.at);
    free(want.at);
    tracked_close(&w);
}

static int count_one(void *arg, const struct marker_row *row)
{
    (void)row;
    return ++*(int *)arg;
}

static void test_evidence_markers_end_where_they_are_asked_to(void **state)
{
    int n = 0;
    (void)state;
    add_marked(&w);
    assert_int_equal(store_markers(w.s, "both", count_one, &n), STORE_STOPPED);
    assert_int_equal(n, 1);
    tracked_close(&w);
}

static void test_evidence_markers_go_with_their_article(void **state)
{
    static const char *const ids[] = {"slug"};
    (void)state;
    add_marked(&w);
    tracked_add(&w, "both", "birch.example", 1, tracked_part(&w, 0, 6));
    tracked_gather(&w);
    assert_markers(w.s, "both", "");
    assert_int_equal(store_remove(w.s, ids, 1, NULL), STORE_OK);
    assert_int_equal(store_gather(w.s, NULL), STORE_OK);
    assert_int_equal(trial_number(&w.trial, "SELECT count(*) FROM marking"), 2);
    tracked_close(&w);
}

/* ---- versions -------------------------------------------------------------
 */

static int print_version(void *arg, const struct version_row *row)
{
    page_print(arg, "%u %s", row->version, row->marker ? row->marker : "-");
    if (row->marked_where)
        page_print(arg, " '%s' in %s of %s %d-%d",
                   row->marked_in ? row->marked_in : "", row->marked_where,
                   row->marked_article, (int)row->marked_begin,
                   (int)row->marked_end);
    page_print(arg, "\n");
    return 0;
}

static void assert_marked(struct store *s, const char *want)
{
    struct track_calls calls = {.version = print_version};
    struct page p = {0};
    page_print(&p, "%s", "");
    assert_int_equal(store_track_all(s, NULL, &calls, &p), STORE_OK);
    assert_string_equal(p.at, want);
    free(p.at);
}

static void test_evidence_markers_tell_where_a_version_is_marked(void **state)
{
    (void)state;
    add_marked(&w);
    tracked_versions(&w, "plain1 both2 urgent1 slug3");
    assert_marked(w.s, "1 -\n"
                       "2 correction '(Corrects' in text of both 30-39\n"
                       "3 lead 3 '3rd Ld' in title of slug 19-25\n");
    tracked_close(&w);
}

static void test_evidence_markers_have_places_without_texts(void **state)
{
    const struct store_params params = {.no_text = 1};
    const struct store_options o = {.threads = 1, .params = &params};
    (void)state;
    tracked_drop(&w);
    trial_init(&w.trial);
    w.s = trial_open(&w.trial, &o);
    add_marked(&w);
    assert_markers(w.s, "both",
                   "both: update 2 in title 0-8 'UPDATE 2'\n"
                   "both: correction 0 in text 30-39, decides\n"
                   "both: urgent 0 in text 1177-1185\n");
    assert_marked(w.s, "1 -\n"
                       "2 correction '' in text of both 30-39\n"
                       "3 lead 3 '3rd Ld' in title of slug 19-25\n");
    tracked_close(&w);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(test_evidence_markers_are_all_kept),
        TEST(test_evidence_markers_stand_behind_datelines),
        TEST(test_evidence_markers_in_a_row_share_a_number),
        TEST(test_evidence_markers_have_a_limit),
        TEST(test_evidence_markers_end_where_they_are_asked_to),
        TEST(test_evidence_markers_go_with_their_article),
        TEST(test_evidence_markers_tell_where_a_version_is_marked),
        TEST(test_evidence_markers_have_places_without_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
