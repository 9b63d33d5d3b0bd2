/* Versions that a marker or other figures make, what they replace, and who
 * still shows it. */
#include "tests/tracked.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct tracked w;
static const char *old, *new;

static int setup(void **state)
{
    (void)state;
    tracked_open(&w);
    old = tracked_part(&w, 0, 6);
    new = tracked_changed(&w, old, TRACKED_FIGURE, "214 families");
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    tracked_drop(&w);
    return 0;
}

static const char *site_of(const char *id)
{
    static const char *const tree[] = {"alder", "birch", "cedar", "elder",
                                       "hazel", "larch", "maple", "rowan"};
    return tracked_print(&w, "%s%d.example", tree[*id % 8], *id);
}

/* A copy on a site of its own, a last look at it a day later. */
static struct article *add(const char *id, double hours, const char *text)
{
    struct article *a = tracked_add(&w, id, site_of(id), hours, text);
    a->fetched = tracked_hour(hours + 24);
    return a;
}

static struct article *add_marked(const char *id, double hours,
                                  const char *text, const char *marker)
{
    struct article *a = add(id, hours, text);
    a->title = tracked_print(&w, "%s%s", marker, a->title);
    return a;
}

/* Copies of one text, from the given hour on. */
static void add_all(const char *ids, double hours, const char *text)
{
    for (; *ids; ids++)
        add(tracked_print(&w, "%c", *ids), hours++, text);
}

static int tell_stale(void *arg, const struct stale_row *r)
{
    page_print(arg, " %s%u>%u", r->copy.article, r->copy.version,
               r->replaced_by);
    return 0;
}

/* Asserts who is stale: " a1>2 b1>2". */
static void assert_stale(const char *expected)
{
    struct page p = {0};
    page_print(&p, "%s", "");
    assert_int_equal(store_stale(w.s, NULL, tell_stale, &p), STORE_OK);
    assert_string_equal(p.at, expected);
    free(p.at);
}

struct version {
    unsigned wanted;
    char marker[32];
    int64_t first, last;
    uint64_t copies, words;
    int replaces;
};

static int note_version(void *arg, const struct version_row *r)
{
    struct version *v = arg;
    if (r->version == v->wanted) {
        v->first = r->first - tracked_hour(0);
        v->last = r->last - tracked_hour(0);
        v->copies = r->copies;
        v->words = r->words;
        v->replaces = r->replaces;
        snprintf(v->marker, sizeof v->marker, "%s", r->marker ? r->marker : "");
    }
    return 0;
}

static struct version version(unsigned wanted)
{
    struct track_calls calls = {.version = note_version};
    struct version v = {.wanted = wanted, .first = -1};
    assert_int_equal(store_track_all(w.s, NULL, &calls, &v), STORE_OK);
    return v;
}

/* ---- since when ------------------------------------------------------------
 */

static void test_track_version_put_right_in_place(void **state)
{
    (void)state;
    add_all("abcd", 0, old);
    for (size_t i = 0; i < w.n; i++)
        w.article[i].fetched = tracked_hour(5);
    add_marked("e", 6, new, "CORRECTION: ");
    add("f", 7, new)->title = "Floods";
    add("g", 1.5, new)->modified = tracked_hour(9);
    tracked_gather(&w);
    tracked_versions(&w, "a1 b1 g2 c1 d1 e2 f2");
    assert_int_equal(version(2).first, 6 * 3600);
    assert_stale("");
    tracked_close(&w);
}

/* Nothing says when: what has no marker, but is older than any that bears it,
 * was known as it is when it was fetched. */
static void test_track_version_put_right_silently(void **state)
{
    (void)state;
    add_all("abcd", 0, old);
    for (size_t i = 0; i < w.n; i++)
        w.article[i].fetched = tracked_hour(5);
    add("g", 1.5, new)->fetched = tracked_hour(4.5);
    add_marked("e", 6, new, "CORRECTION: ");
    tracked_gather(&w);
    tracked_versions(&w, "a1 b1 g2 c1 d1 e2");
    assert_int_equal(version(2).first, 4.5 * 3600);
    assert_stale(" a1>2 b1>2 c1>2 d1>2");
    tracked_close(&w);
}

static void test_track_version_first_is_of_a_copy(void **state)
{
    (void)state;
    add_all("ab", 0, old);
    add_marked("c", 2, new, "CORRECTION: ")->modified = tracked_hour(7);
    tracked_gather(&w);
    assert_int_equal(version(2).first, 7 * 3600);
    assert_int_equal(version(2).last, 7 * 3600);
    assert_stale(" a1>2 b1>2");
    tracked_close(&w);
}

/* ---- what replaces ---------------------------------------------------------
 */

static void test_track_version_house_notes(void **state)
{
    static const char *const foot[] = {
        "This article has been corrected.",
        "Read more\nCorrection: Mayor's age\nClarification: School lunches",
        "CORRECTION: Fire at the mill in Tarnby",
    };
    (void)state;
    for (size_t i = 0; i < sizeof foot / sizeof *foot; i++) {
        add_all("abc", 0, old);
        add("d", 4, tracked_print(&w, "%s\n%s", old, foot[i]));
        add_all("ef", 5, old);
        tracked_gather(&w);
        tracked_versions(&w, "a1 b1 c1 d1 e1 f1");
        assert_stale("");
        tracked_close(&w);
        tracked_open(&w);
        old = tracked_part(&w, 0, 6);
    }
}

static void test_track_version_notes_of_several(void **state)
{
    const char *note =
        tracked_print(&w, "%s\nThis article has been corrected.", new);
    (void)state;
    add_all("abc", 0, old);
    add("d", 4, note);
    add("e", 5, note);
    tracked_gather(&w);
    tracked_versions(&w, "a1 b1 c1 d2 e2");
    assert_int_equal(version(2).replaces, 1);
    assert_stale(" a1>2 b1>2 c1>2");
    tracked_close(&w);
}

/* Above the text it makes a version, but one that changed nothing replaces
 * nothing, unless others tell of it. */
static void test_track_version_nothing_changed(void **state)
{
    (void)state;
    add_all("abc", 0, old);
    add("d", 4,
        tracked_print(&w, "Advisory: best viewed on a telephone\n%s", old));
    add_all("ef", 5, old);
    tracked_gather(&w);
    tracked_versions(&w, "a1 b1 c1 d2 e1 f1");
    assert_int_equal(version(2).replaces, 0);
    assert_stale("");
    add("g", 8, tracked_print(&w, "ADVISORY: best viewed twice\n%s", old));
    tracked_gather(&w);
    assert_int_equal(version(2).replaces, 1);
    assert_stale(""); /* nobody shows anything that was changed */
    tracked_close(&w);
}

static void test_track_version_on_the_agency_site(void **state)
{
    const char *credit = tracked_print(&w, "VESTRAND (AFP) - %s", old);
    (void)state;
    add_all("abc", 0, credit);
    add_marked("d", 4, credit, "CORRECTION: ")->site = "afp.com";
    tracked_gather(&w);
    assert_int_equal(version(2).replaces, 1);
    tracked_close(&w);
}

static void test_track_version_words_changed(void **state)
{
    (void)state;
    add_all("abc", 0, old);
    add_marked("d", 4,
               tracked_changed(&w, old, "three schools", "two churches"),
               "CORRECTION: ");
    tracked_gather(&w);
    tracked_versions(&w, "a1 b1 c1 d2");
    assert_stale(" a1>2 b1>2 c1>2");
    tracked_close(&w);
}

static void test_track_version_spelling(void **state)
{
    (void)state;
    add_all("abc", 0, tracked_changed(&w, old, "shortly", "a percent"));
    add_marked("d", 4, tracked_changed(&w, old, "shortly", "a per cent"),
               "CORRECTION: ");
    tracked_gather(&w);
    assert_int_equal(version(2).replaces, 0);
    assert_stale("");
    tracked_close(&w);
}

/* An update of the same figures replaces nothing, one of others does. */
static void test_track_version_update(void **state)
{
    (void)state;
    add_all("ab", 0, old);
    add_marked("c", 3, old, "UPDATE 1-");
    add_marked("d", 4, new, "UPDATE 2-");
    tracked_gather(&w);
    tracked_versions(&w, "a1 b1 c2 d3");
    assert_int_equal(version(2).replaces, 0);
    assert_int_equal(version(3).replaces, 1);
    assert_stale(" a1>3 b1>3 c2>3");
    tracked_close(&w);
}

/* ---- who shows it ----------------------------------------------------------
 */

static void test_track_version_cut_is_not_stale(void **state)
{
    const char *cut = tracked_part(&w, 0, 2);
    (void)state;
    add_all("abc", 0, old);
    add("i", 3, cut);
    add_marked("d", 4, new, "CORRECTION: ");
    add_marked("e", 5, new, "CORRECTION: ");
    add("f", 6, cut);
    add("g", 7, old);
    add("h", 8, tracked_part(&w, 3, 6));
    tracked_gather(&w);
    tracked_versions(&w, "a1 b1 c1 i1 d2 e2 f2 g1 h2");
    assert_stale(" a1>2 b1>2 c1>2 g1>2");
    tracked_close(&w);
}

/* What was cut shows nothing that a kill has left of it. */
static void test_track_version_kill(void **state)
{
    (void)state;
    add_all("abc", 0, old);
    add_marked("d", 4, old, "KILL: ");
    add("e", 5, tracked_part(&w, 0, 2));
    tracked_gather(&w);
    tracked_versions(&w, "a1 b1 c1 d2 e1");
    assert_stale(" a1>2 b1>2 c1>2 e1>2");
    tracked_close(&w);
}

static void test_track_version_struck_out(void **state)
{
    const char *less = tracked_print(&w, "%s\n%s", tracked_part(&w, 0, 3),
                                     tracked_part(&w, 4, 6));
    (void)state;
    add_all("abc", 0, old);
    add_marked("d", 4, less, "CORRECTION: ");
    add_marked("e", 5, less, "CORRECTION: ");
    add("f", 6, tracked_part(&w, 0, 3));
    tracked_gather(&w);
    assert_stale(" a1>2 b1>2 c1>2");
    tracked_close(&w);
}

static void test_track_version_seen_again(void **state)
{
    (void)state;
    add("a", 0, old)->fetched = tracked_hour(1);
    add("b", 1, old)->fetched = tracked_hour(1);
    add_marked("c", 6, new, "CORRECTION: ");
    add_marked("d", 7, new, "CORRECTION: ");
    tracked_gather(&w);
    assert_stale("");
    add("a", 0, old)->fetched = tracked_hour(30);
    tracked_gather(&w);
    assert_stale(" a1>2");
    /* An earlier look says nothing new, and one of the same batch as much. */
    add("a", 0, old)->fetched = tracked_hour(3);
    add("e", 2, old)->fetched = tracked_hour(3);
    add("e", 2, old)->fetched = tracked_hour(20);
    tracked_gather(&w);
    assert_stale(" a1>2 e1>2");
    tracked_close(&w);
}

/* ---- notices that are no copy ----------------------------------------------
 */

/* As an agency sends one: it has nothing of the text. */
static struct article *add_notice(const char *headline)
{
    struct article *a =
        add("k", 6,
            tracked_print(&w,
                          "VESTRAND (AFP) - Editors, please kill the story %s, "
                          "sent on Monday. Our source has withdrawn it.",
                          headline));
    a->title = "MANDATORY KILL";
    a->site = "afp.com";
    return a;
}

static const char headline[] = "River drives a town from its streets";
static const char other[] = "River gives a city back its trams";

static void add_credited(void)
{
    const char *credit = tracked_print(&w, "VESTRAND (AFP) - %s", old);
    add("a", 0, credit);
    add("b", 1, credit);
    add("c", 2, old)->fetched = tracked_hour(3);
    add("d", 9, old);
}

static void test_track_version_kill_notice(void **state)
{
    (void)state;
    /* Before the story, behind it, and with it. */
    for (int i = 0; i < 3; i++) {
        if (i == 0) {
            add_notice(headline);
            tracked_gather(&w);
        }
        add_credited();
        if (i == 1)
            tracked_gather(&w);
        if (i > 0)
            add_notice(headline);
        tracked_gather(&w);
        tracked_versions(&w, "a1 b1 c1 d1");
        assert_string_equal(version(2).marker, "kill");
        assert_int_equal(version(2).copies, 0);
        assert_int_equal(version(2).first, 6 * 3600);
        assert_stale(" a1>2 b1>2 d1>2");
        tracked_close(&w);
        tracked_open(&w);
        old = tracked_part(&w, 0, 6);
    }
}

static void test_track_version_kill_of_another(void **state)
{
    (void)state;
    add_credited();
    add_notice(other);
    tracked_gather(&w);
    assert_stale("");
    assert_int_equal(version(2).first, -1);
    /* The headline, but neither its agency nor a site that had it. */
    add("l", 6, tracked_print(&w, "Kill the story %s at once.", headline))
        ->title = "MANDATORY KILL";
    tracked_gather(&w);
    assert_stale("");
    /* On another day. */
    struct article *late = add_notice(headline);
    late->published = tracked_hour(100);
    late->fetched = tracked_hour(101);
    tracked_gather(&w);
    assert_stale("");
    tracked_close(&w);
}

static void test_track_version_kill_withdrawn(void **state)
{
    const char *const id = "k";
    (void)state;
    add_credited();
    add_notice(headline);
    tracked_gather(&w);
    assert_stale(" a1>2 b1>2 d1>2");
    add_notice(other);
    tracked_gather(&w);
    assert_stale("");
    add_notice(headline);
    tracked_gather(&w);
    assert_stale(" a1>2 b1>2 d1>2");
    assert_int_equal(store_remove(w.s, &id, 1, NULL), STORE_OK);
    assert_stale("");
    tracked_close(&w);
}

/* ---- several with one marker -----------------------------------------------
 */

static void test_track_version_two_corrections(void **state)
{
    const char *third =
        tracked_changed(&w, old, TRACKED_FIGURE, "241 families");
    (void)state;
    add_all("abc", 0, old);
    add_marked("d", 4, new, "CORRECTION: ");
    add_marked("e", 5, new, "CORRECTION: ");
    add_marked("f", 6, third, "CORRECTION: ");
    add_marked("g", 7, tracked_part(&w, 0, 2), "CORRECTION: ");
    add("h", 8, third);
    add_marked("i", 9, new, "CORRECTION: ");
    tracked_gather(&w);
    tracked_versions(&w, "a1 b1 c1 d2 e2 f3 g3 h3 i2");
    assert_stale(" a1>2 b1>2 c1>2 d2>3 e2>3 i2>3");
    tracked_close(&w);
}

/* The number of the update tells corrected ones apart. */
static void test_track_version_corrected_updates(void **state)
{
    (void)state;
    add_all("ab", 0, old);
    add_marked("c", 3, old, "CORRECTED-UPDATE 2-");
    add_marked("d", 4, old, "CORRECTED-UPDATE 1-");
    add_marked("e", 5, old, "CORRECTED-UPDATE 2-");
    tracked_gather(&w);
    tracked_versions(&w, "a1 b1 c3 d2 e3");
    assert_string_equal(version(3).marker, "correction 2");
    tracked_close(&w);
}

/* A note below the story is passed over, not the marker in its title. */
static void test_track_version_other_marker(void **state)
{
    (void)state;
    add_all("abc", 0, old);
    add_marked("d", 4,
               tracked_print(&w, "%s\nThis article has been corrected.", old),
               "UPDATE 2-");
    tracked_gather(&w);
    tracked_versions(&w, "a1 b1 c1 d2");
    assert_string_equal(version(2).marker, "update 2");
    tracked_close(&w);
}

/* ---- where its text ends ---------------------------------------------------
 */

static int note_cut(void *arg, const struct carry_row *r)
{
    uint64_t *cut = arg;
    *cut += r->cut_end;
    return 0;
}

static uint64_t all_cut(void)
{
    struct track_calls calls = {.carry = note_cut};
    uint64_t cut = 0;
    assert_int_equal(store_track_all(w.s, NULL, &calls, &cut), STORE_OK);
    return cut;
}

/* Two papers have a paragraph of their own below it, and one the same. */
static void test_track_version_ends_with_the_story(void **state)
{
    char *own = crawl_text(41, 2);
    (void)state;
    add_all("abcdefgh", 0, old);
    add_all("ij", 9, tracked_print(&w, "%s\n%s", old, own));
    tracked_gather(&w);
    assert_int_equal(all_cut(), 0);
    assert_true(version(1).words < 210);
    free(own);
    tracked_close(&w);
}

/* Where many are cut, but not at one place, the fullest is the text. */
static void test_track_version_full_text_stays(void **state)
{
    (void)state;
    add("a", 0, old);
    add("b", 1, tracked_part(&w, 0, 3));
    add("c", 2, tracked_part(&w, 0, 4));
    add("d", 3, tracked_part(&w, 0, 5));
    add("e", 4, tracked_part(&w, 0, 3));
    tracked_gather(&w);
    assert_true(version(1).words > 190);
    assert_true(all_cut() > 0);
    tracked_close(&w);
}

int main(void)
{
#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(test_track_version_##name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(put_right_in_place),
        TEST(put_right_silently),
        TEST(first_is_of_a_copy),
        TEST(house_notes),
        TEST(notes_of_several),
        TEST(nothing_changed),
        TEST(on_the_agency_site),
        TEST(words_changed),
        TEST(spelling),
        TEST(update),
        TEST(cut_is_not_stale),
        TEST(kill),
        TEST(struck_out),
        TEST(kill_notice),
        TEST(kill_of_another),
        TEST(kill_withdrawn),
        TEST(seen_again),
        TEST(two_corrections),
        TEST(corrected_updates),
        TEST(other_marker),
        TEST(ends_with_the_story),
        TEST(full_text_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
