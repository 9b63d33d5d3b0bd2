/* The versions of a story, and what copies made of theirs. */
#include "tests/tracked_one.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/track_note.h"

static const char *const site[] = {
    "alder.example", "birch.example", "cedar.example", "elder.example",
    "hazel.example", "larch.example", "maple.example", "rowan.example"};

/* One copy of each text, on a site of its own, two hours apart: a, b, ... */
static void add_all(const char *const *text, unsigned n)
{
    static const char *const id[] = {"a", "b", "c", "d", "e", "f", "g", "h"};
    for (unsigned i = 0; i < n; i++)
        tracked_add(&w, id[i], site[i], 2 * i, text[i]);
    tracked_gather(&w);
}

/* ---- versions --------------------------------------------------------------
 */

static void test_track_take(void **state)
{
    const char *full = tracked_part(&w, 0, 6), *take = tracked_part(&w, 0, 2);
    (void)state;
    /* The last is cut elsewhere, the one before where the take ended. */
    const char *text[] = {
        take, take, full, full, full, take, tracked_part(&w, 0, 4)};
    add_all(text, 7);
    tracked_versions(&w, "a1 b1 c2 d2 e2 f1 g2");
    tracked_close(&w);
}

static void test_track_cut_is_no_take(void **state)
{
    const char *full = tracked_part(&w, 0, 6);
    (void)state;
    const char *text[] = {full, tracked_part(&w, 0, 2), full,
                          tracked_part(&w, 0, 4), tracked_part(&w, 1, 6)};
    add_all(text, 5);
    tracked_versions(&w, "a1 b1 c1 d1 e1");
    tracked_close(&w);
}

static void test_track_figures(void **state)
{
    const char *old = tracked_part(&w, 0, 6);
    const char *new = tracked_changed(&w, old, TRACKED_FIGURE, "437 families");
    (void)state;
    /* What ends before the figure shows the latest of its time. */
    const char *text[] = {old, tracked_part(&w, 0, 2), old,
                          new, tracked_part(&w, 0, 2), new,
                          old};
    add_all(text, 7);
    tracked_versions(&w, "a1 b1 c1 d2 e2 f2 g1");
    tracked_close(&w);
}

static void test_track_house_style(void **state)
{
    const char *full = tracked_part(&w, 0, 6);
    const char *styled =
        tracked_changed(&w, full, "Officials said", "Officials told us");
    char *own = crawl_text(77, 2);
    (void)state;
    styled = tracked_changed(&w, styled, "The harbour", "The harbor");
    styled = tracked_changed(&w, styled, "412",
                             "4\xc2\xad"
                             "12");
    const char *text[] = {full, styled, tracked_print(&w, "%s\n%s", full, own),
                          tracked_print(&w, "%s\n%s\n%s",
                                        tracked_part(&w, 0, 3), own,
                                        tracked_part(&w, 3, 6))};
    free(own);
    add_all(text, 4);
    tracked_versions(&w, "a1 b1 c1 d1");
    tracked_close(&w);
}

static void test_track_thousands(void **state)
{
    const char *plain = tracked_part(&w, 0, 6);
    const char *with = tracked_changed(&w, plain, "412", "4,120");
    const char *without = tracked_changed(&w, plain, "412", "4120");
    const char *dotted = tracked_changed(&w, plain, "412", "4.120");
    (void)state;
    const char *text[] = {with, without, dotted, plain};
    add_all(text, 4);
    tracked_versions(&w, "a1 b1 c1 d2");
    tracked_close(&w);
}

static void test_track_names(void **state)
{
    const char *old = tracked_part(&w, 0, 6);
    const char *new =
        tracked_changed(&w, old, TRACKED_NAME, "Ingrid Solbakken");
    const char *odd = tracked_changed(&w, old, TRACKED_NAME, "Berit Torkelsen");
    (void)state;
    /* What one house alone has is its own. */
    const char *text[] = {old, old, odd, new, new, new};
    add_all(text, 6);
    tracked_versions(&w, "a1 b1 c1 d2 e2 f2");
    tracked_close(&w);
}

static void test_track_sentences(void **state)
{
    const char *full = tracked_part(&w, 0, 6);
    const char *less = tracked_print(&w, "%s\n%s", tracked_part(&w, 0, 3),
                                     tracked_part(&w, 4, 6));
    (void)state;
    const char *text[] = {less, less, less, full, full, full, full, less};
    add_all(text, 8);
    tracked_versions(&w, "a1 b1 c1 d2 e2 f2 g2 h1");
    tracked_close(&w);
}

static void test_track_sentences_out(void **state)
{
    const char *full = tracked_part(&w, 0, 6);
    const char *less = tracked_print(&w, "%s\n%s", tracked_part(&w, 0, 3),
                                     tracked_part(&w, 4, 6));
    (void)state;
    const char *text[] = {full, full, full, full, full, less, less, less};
    add_all(text, 8);
    tracked_versions(&w, "a1 b1 c1 d1 e1 f2 g2 h2");
    tracked_close(&w);
}

/* A story whose beginning is written anew, twice. */
static void test_track_new_leads(void **state)
{
    const char *rest = tracked_part(&w, 2, 6);
    char *one = crawl_text(21, 1), *two = crawl_text(22, 2);
    (void)state;
    const char *first = tracked_part(&w, 0, 6);
    const char *second = tracked_print(&w, "%s\n%s", one, rest);
    const char *third = tracked_print(&w, "%s\n%s", two, rest);
    const char *text[] = {first, first, second, second, second, third, third};
    free(one);
    free(two);
    add_all(text, 7);
    tracked_versions(&w, "a1 b1 c2 d2 e2 f3 g3");
    tracked_close(&w);
}

static void test_track_editor_cuts_inside(void **state)
{
    const char *full = tracked_part(&w, 0, 6);
    const char *less = tracked_print(&w, "%s\n%s", tracked_part(&w, 0, 3),
                                     tracked_part(&w, 4, 6));
    (void)state;
    const char *text[] = {less, full, full, less, full, full, less, full};
    add_all(text, 8);
    tracked_versions(&w, "a1 b1 c1 d1 e1 f1 g1 h1");
    tracked_close(&w);
}

static const char *corrected(const char *text)
{
    return tracked_print(
        &w, "CORRECTION: An earlier report gave a wrong number.\n%s",
        tracked_changed(&w, text, TRACKED_FIGURE, "214 families"));
}

static void test_track_marker(void **state)
{
    const char *old = tracked_part(&w, 0, 6), *new = corrected(old);
    (void)state;
    /* e lost the line, but has the figure. */
    const char *text[] = {old, old, new, new, strchr(new, '\n') + 1};
    add_all(text, 5);
    tracked_versions(&w, "a1 b1 c2 d2 e2");
    char *all = tracked_all(w.s);
    assert_non_null(strstr(
        all, " version 2 c correction 'CORRECTION' 14400-28800 copies 3 sites "
             "3 words 205 replaces 1: 1 0 1 0\n"));
    assert_non_null(strstr(all, "  number: 412 > 214\n"));
    assert_non_null(strstr(
        all, "  in:  > CORRECTION: An earlier report gave a wrong number\n"));
    free(all);
    tracked_close(&w);
}

static void test_track_marked_comes_after(void **state)
{
    const char *old = tracked_part(&w, 0, 6);
    (void)state;
    /* A slow house runs what was corrected before. */
    const char *text[] = {corrected(old), old, old};
    add_all(text, 3);
    tracked_versions(&w, "a2 b1 c1");
    tracked_close(&w);
}

static void test_track_updates_in_order(void **state)
{
    const char *text = tracked_part(&w, 0, 6);
    (void)state;
    tracked_add(&w, "a", site[0], 0, text);
    tracked_add(&w, "b", site[1], 1, text)->title =
        "UPDATE 3-River drives a town from its streets";
    tracked_add(&w, "c", site[2], 2, text)->title =
        "UPDATE 2-River drives a town from its streets";
    tracked_add(&w, "d", site[3], 3, text)->title =
        "River drives a town from its streets";
    tracked_gather(&w);
    tracked_versions(&w, "a1 b3 c2 d1");
    char *all = tracked_all(w.s);
    assert_non_null(strstr(all, " version 3 b update 3 'UPDATE 3' "));
    free(all);
    tracked_close(&w);
}

/* ---- edits -----------------------------------------------------------------
 */

struct wanted {
    const char *id;
    struct carry_row row;
};

static int note_copy(void *arg, const struct carry_row *r)
{
    struct wanted *x = arg;
    if (!strcmp(r->article, x->id))
        x->row = *r;
    return 0;
}

/* The edits of a copy: kept, cut at the end, cut inside, moved, added,
 * changed. */
static void assert_edits(const char *id, unsigned kept, unsigned end,
                         unsigned inside, unsigned moved, unsigned added,
                         unsigned changed)
{
    struct track_calls calls = {.carry = note_copy};
    struct wanted x = {.id = id};
    assert_int_equal(store_track(w.s, tracked_story(&w, id), &calls, &x),
                     STORE_OK);
    assert_int_equal(x.row.kept, kept);
    assert_int_equal(x.row.cut_end, end);
    assert_int_equal(x.row.cut_inside, inside);
    assert_int_equal(x.row.moved, moved);
    assert_int_equal(x.row.added, added);
    assert_int_equal(x.row.changed, changed);
}

/* Words of paragraphs [from, to). */
static unsigned words(unsigned from, unsigned to)
{
    unsigned n = 1;
    for (const char *p = tracked_part(&w, from, to); *p; p++)
        n += *p == ' ' || *p == '\n';
    return n;
}

static void test_track_edits(void **state)
{
    const char *full = tracked_part(&w, 0, 6);
    char *own = crawl_text(9, 1);
    (void)state;
    const char *text[] = {
        full,
        full,
        tracked_part(&w, 0, 5),
        tracked_print(&w, "%s\n%s", tracked_part(&w, 0, 2),
                      tracked_part(&w, 3, 6)),
        tracked_print(&w, "%s\n%s", full, own),
        tracked_changed(&w, full, "Buses carried", "Coaches took"),
        tracked_print(&w, "%s\n%s\n%s\n%s", tracked_part(&w, 0, 2),
                      tracked_part(&w, 4, 5), tracked_part(&w, 2, 4),
                      tracked_part(&w, 5, 6)),
    };
    add_all(text, 7);
    tracked_versions(&w, "a1 b1 c1 d1 e1 f1 g1");
    unsigned all = words(0, 6);
    assert_edits("b", all, 0, 0, 0, 0, 0);
    assert_edits("c", words(0, 5), words(5, 6), 0, 0, 0, 0);
    assert_edits("d", all - words(2, 3), 0, words(2, 3), 0, 0, 0);
    assert_edits("e", all, 0, 0, 0, 27, 0);
    assert_edits("f", all - 2, 0, 0, 0, 0, 2);
    assert_edits("g", all - words(4, 5), 0, 0, words(4, 5), 0, 0);
    free(own);
    tracked_close(&w);
}

/* Lines above and below the story that are no sentences are no part of it, nor
 * is what one house alone has below it. */
static void test_track_house_lines(void **state)
{
    const char *full = tracked_part(&w, 0, 6);
    (void)state;
    const char *text[] = {
        tracked_print(&w,
                      "Home / News\nMonday, 4 March, 10:20\n%s\n"
                      "Also on this page\nBakers ask for longer nights\n"
                      "Ferry to run in winter\nContact",
                      full),
        full, tracked_print(&w, "%s\nLake freezes over for a day", full)};
    add_all(text, 3);
    tracked_versions(&w, "a1 b1 c1");
    unsigned all = words(0, 6);
    assert_edits("a", all, 0, 0, 0, 0, 0);
    assert_edits("b", all, 0, 0, 0, 0, 0);
    assert_edits("c", all, 0, 0, 0, 0, 0);
    tracked_close(&w);
}

static void test_track_headline(void **state)
{
    const char *full = tracked_part(&w, 0, 6);
    struct track_calls calls = {.carry = note_copy};
    struct wanted x = {.id = "b"};
    (void)state;
    tracked_add(&w, "a", site[0], 0, full)->title = "Town is \"under\" water";
    tracked_add(&w, "b", site[1], 1, full)->title =
        "Town is \xe2\x80\x9cUnder\xe2\x80\x9d Water";
    tracked_add(&w, "c", site[2], 2, full)->title = "Water in the streets";
    tracked_gather(&w);
    int64_t story = tracked_story(&w, "a");
    assert_int_equal(store_track(w.s, story, &calls, &x), STORE_OK);
    assert_int_equal(x.row.headline_changed, 0);
    x.id = "c";
    assert_int_equal(store_track(w.s, story, &calls, &x), STORE_OK);
    assert_int_equal(x.row.headline_changed, 1);
    tracked_close(&w);
}

/* ---- notes -----------------------------------------------------------------
 */

static void test_track_note_round_trip(void **state)
{
    struct track_note in = {.numbers = 3,
                            .words = 1,
                            .in = 70,
                            .out = 2,
                            .marker = "update 2",
                            .marked_in = "UPDATE\t2"};
    struct track_note out;
    struct track_bytes b = {0};
    char dots[3 * NOTE_WORDS];
    (void)state;
    for (size_t i = 0; i < sizeof dots; i++)
        dots[i] = "\xe2\x80\xa6"[i % 3];
    track_note_head(&b, &in);
    track_note_change(&b, CHANGE_NUMBER, "4\n\t12", 5, "", 0);
    track_note_change(&b, CHANGE_IN, "", 0, dots, sizeof dots);
    assert_int_equal(b.failed, 0);
    assert_int_equal(track_note_read(&out, b.at, b.n), 0);
    assert_int_equal(out.numbers, 3);
    assert_int_equal(out.in, 70);
    assert_string_equal(out.marker, "update 2");
    assert_string_equal(out.marked_in, "UPDATE 2");
    assert_int_equal(out.n, 2);
    assert_int_equal(out.change[0].kind, CHANGE_NUMBER);
    assert_string_equal(out.change[0].before, "4 12");
    assert_string_equal(out.change[0].after, "");
    assert_int_equal(strlen(out.change[1].after), NOTE_WORDS);
    track_note_release(&out);
    /* Whatever is cut off, it is told. */
    for (size_t n = 0; n < b.n; n++) {
        size_t lines = 0;
        for (size_t i = 0; i < n; i++)
            lines += b.at[i] == '\n';
        int whole = n && b.at[n - 1] == '\n' && lines >= 2;
        assert_int_equal(track_note_read(&out, b.at, n), whole ? 0 : -1);
        track_note_release(&out);
    }
    free(b.at);
    tracked_close(&w);
}

static void test_track_damaged_note(void **state)
{
    const char *full = tracked_part(&w, 0, 6);
    struct track_calls calls = {0};
    (void)state;
    const char *text[] = {full, full};
    add_all(text, 2);
    int64_t story = tracked_story(&w, "a");
    store_close(w.s);
    trial_run(&w.trial, "UPDATE version SET changes = x'00ff'");
    w.s = trial_open(&w.trial, NULL);
    assert_int_equal(store_track(w.s, story, &calls, NULL), STORE_OK);
    calls.version = (int (*)(void *, const struct version_row *))abort;
    assert_int_equal(store_track(w.s, story, &calls, NULL), STORE_ERROR);
    assert_non_null(strstr(store_errmsg(w.s), "rebuild"));
    tracked_drop(&w);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_track_take),
        TEST(test_track_cut_is_no_take),
        TEST(test_track_figures),
        TEST(test_track_house_style),
        TEST(test_track_thousands),
        TEST(test_track_names),
        TEST(test_track_sentences),
        TEST(test_track_sentences_out),
        TEST(test_track_new_leads),
        TEST(test_track_editor_cuts_inside),
        TEST(test_track_marker),
        TEST(test_track_marked_comes_after),
        TEST(test_track_updates_in_order),
        TEST(test_track_edits),
        TEST(test_track_house_lines),
        TEST(test_track_headline),
        TEST(test_track_note_round_trip),
        TEST(test_track_damaged_note),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
