/* One story and no other: updates, digests, quotations, reports of one event,
 * copies in part, and copies with other words. */
#include "tests/stories.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct stories w;

static int setup(void **state)
{
    (void)state;
    stories_open(&w);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    stories_drop(&w);
    return 0;
}

static const char *const site[] = {"courier.example",  "herald.example",
                                   "tribune.example",  "gazette.example",
                                   "observer.example", "chronicle.example",
                                   "mercury.example",  "examiner.example"};

/* Copies NAME0, NAME1 .. of a text on sites from first on. */
static void add_copies(const char *name, const char *text, unsigned first,
                       unsigned n, int day)
{
    for (unsigned i = 0; i < n; i++)
        stories_add(&w, stories_print(&w, "%s%u", name, i), site[first + i],
                    day, text);
}

/* The text with one passage, which must be there, replaced. */
static const char *changed(const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);
    assert_non_null(at);
    return stories_print(&w, "%.*s%s%s", (int)(at - text), text, to,
                         at + strlen(from));
}

/* The same text but for a few words. */
static void is_new_version(const char *a, const char *b)
{
    enum relation r = stories_relation(&w, a, b);
    assert_true(r == RELATION_SAME || r == RELATION_NEAR);
}

/* ---- updates ---------------------------------------------------------------
 */

static void test_right_rising_toll_stays(void **state)
{
    (void)state;
    add_copies("a", stories_form(&w, "ferry", 0), 0, 3, 0);
    add_copies("b", stories_form(&w, "ferry", 1), 3, 2, 0);
    add_copies("c", stories_form(&w, "ferry", 2), 5, 2, 1);
    stories_gather(&w);
    stories_together(&w, "a0 a1 a2 b0 b1 c0 c1");
    is_new_version("a0", "b0");
}

static void add_new_lead(int day)
{
    add_copies("n",
               stories_print(&w, "%s\n%s", stories_text("ferry lead"),
                             stories_text("ferry background")),
               3, 2, day);
}

static void test_right_new_lead_on_old_background_stays(void **state)
{
    (void)state;
    add_copies("a", stories_form(&w, "ferry", 0), 0, 3, 0);
    add_new_lead(1);
    stories_gather(&w);
    stories_together(&w, "a0 a1 a2 n0 n1");
}

static void test_right_update_in_a_later_batch_stays(void **state)
{
    (void)state;
    add_copies("a", stories_form(&w, "ferry", 0), 0, 3, 0);
    stories_gather(&w);
    add_new_lead(1);
    stories_gather(&w);
    stories_together(&w, "a0 a1 a2 n0 n1");
}

/* Paper 0 runs the first report and both updates, on three days. */
static void test_right_update_by_the_same_site_stays(void **state)
{
    (void)state;
    add_copies("a", stories_form(&w, "ferry", 0), 0, 3, 0);
    add_copies("b", stories_form(&w, "ferry", 1), 0, 1, 1);
    stories_gather(&w);
    stories_together(&w, "a0 a1 a2 b0");
}

static void test_right_corrected_figure_stays(void **state)
{
    (void)state;
    const char *text = stories_text("bridge");
    add_copies("a", text, 0, 3, 0);
    add_copies("b", changed(text, "390 million", "309 million"), 3, 2, 0);
    add_copies("c",
               changed(changed(text, "70 kilometres", "75 kilometres"),
                       "48 laminated", "46 laminated"),
               5, 1, 1);
    stories_gather(&w);
    stories_together(&w, "a0 a1 a2 b0 b1 c0");
    is_new_version("a0", "b0");
}

/* ---- digests ---------------------------------------------------------------
 */

static const char *const news[] = {"ferry",       "bridge",  "vaccine",
                                   "rail strike", "drought", "election"};

/* n stories, two copies each: s0.0, s0.1, s1.0 ... */
static void add_news(unsigned n)
{
    for (unsigned k = 0; k < n; k++)
        for (unsigned i = 0; i < 2; i++)
            stories_add(&w, stories_print(&w, "s%u.%u", k, i),
                        site[(k + 3 * i) % 6], 0, stories_text(news[k]));
}

/* The first paragraphs of stories [from, to), so many of each. */
static const char *digest(unsigned from, unsigned to, unsigned paragraphs)
{
    const char *text = "Good morning. This is what matters today.";
    for (unsigned k = from; k < to; k++)
        text = stories_print(
            &w, "%s\n%s", text,
            stories_part(&w, stories_text(news[k]), 0, paragraphs));
    return text;
}

static void is_digest_of(const char *id, unsigned from, unsigned to)
{
    for (unsigned k = from; k < to; k++)
        stories_digest(&w, id, stories_print(&w, "s%u.0", k));
}

static void news_apart(unsigned n)
{
    for (unsigned k = 0; k < n; k++) {
        stories_together(&w, stories_print(&w, "s%u.0 s%u.1", k, k));
        for (unsigned i = k + 1; i < n; i++)
            stories_apart(&w, stories_print(&w, "s%u.0 s%u.0", k, i));
    }
}

static void test_right_digest_joins_nothing(void **state)
{
    (void)state;
    add_news(5);
    stories_add(&w, "digest", site[6], 0, digest(0, 5, 1));
    stories_gather(&w);
    news_apart(5);
    is_digest_of("digest", 0, 5);
}

static void test_right_digest_before_its_stories(void **state)
{
    (void)state;
    stories_add(&w, "digest", site[6], 0, digest(0, 5, 2));
    stories_gather(&w);
    add_news(5);
    stories_gather(&w);
    news_apart(5);
    is_digest_of("digest", 0, 5);
}

static void test_right_two_digests_are_no_story(void **state)
{
    (void)state;
    add_news(6);
    stories_add(&w, "x", site[6], 0, digest(0, 5, 2));
    stories_add(&w, "y", site[7], 0, digest(1, 6, 2));
    stories_gather(&w);
    news_apart(6);
    is_digest_of("x", 0, 5);
    is_digest_of("y", 1, 6);
    stories_apart(&w, "x y");
}

/* ---- quotations and reports of one event -----------------------------------
 */

static void test_right_quotation_is_no_story(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 3; i++)
        stories_add(&w, stories_print(&w, "q%u", i), site[i], 0,
                    stories_text(stories_print(&w, "quoting %u", i + 1)));
    stories_gather(&w);
    stories_alone(&w, "q0 q1 q2");
    stories_related(&w, "q0", "q1", RELATION_QUOTE);
    stories_related(&w, "q1", "q2", RELATION_QUOTE);
    stories_related(&w, "q0", "q2", RELATION_QUOTE);
}

static void test_right_own_reports_of_one_event_are_two(void **state)
{
    (void)state;
    add_copies("a", stories_text("own report 1"), 0, 2, 0);
    add_copies("b", stories_text("own report 2"), 2, 2, 0);
    stories_gather(&w);
    stories_together(&w, "a0 a1");
    stories_together(&w, "b0 b1");
    stories_apart(&w, "a0 b0");
}

static void test_right_own_reports_alone_are_no_story(void **state)
{
    (void)state;
    add_copies("a", stories_text("own report 1"), 0, 1, 0);
    add_copies("b", stories_text("own report 2"), 1, 1, 0);
    stories_gather(&w);
    stories_alone(&w, "a0 b0");
}

static void test_right_two_agencies_are_two_stories(void **state)
{
    (void)state;
    add_copies("a", stories_form(&w, "ferry", 0), 0, 3, 0);
    add_copies("b", stories_text("ferry of another agency"), 3, 3, 0);
    stories_gather(&w);
    stories_together(&w, "a0 a1 a2");
    stories_together(&w, "b0 b1 b2");
    stories_apart(&w, "a0 b0");
}

/* ---- copies in part --------------------------------------------------------
 */

static void test_right_agency_passage_in_own_article(void **state)
{
    (void)state;
    const char *story = stories_text("bridge");
    const char *around = stories_text("own around bridge");
    add_copies("a", story, 0, 3, 0);
    stories_add(&w, "own", site[3], 1,
                stories_insert(&w, around, 2, stories_part(&w, story, 0, 2)));
    stories_gather(&w);
    stories_together(&w, "a0 a1 a2 own");
    enum relation r = stories_relation(&w, "own", "a0");
    assert_true(r == RELATION_PARTIAL || r == RELATION_CONTAINS);
}

static void test_right_cut_from_the_end(void **state)
{
    (void)state;
    const char *story = stories_text("rail strike");
    add_copies("a", story, 0, 2, 0);
    for (unsigned n = 1; n < 5; n++)
        stories_add(&w, stories_print(&w, "cut%u", n), site[1 + n], 0,
                    stories_part(&w, story, 0, n));
    stories_gather(&w);
    stories_together(&w, "a0 a1 cut1 cut2 cut3 cut4");
    stories_related(&w, "a0", "cut2", RELATION_CONTAINS);
    stories_related(&w, "cut1", "a1", RELATION_WITHIN);
}

static void test_right_local_paragraphs(void **state)
{
    (void)state;
    const char *story = stories_text("rail strike");
    const char *local = stories_insert(&w, story, 1, stories_text("local 1"));
    add_copies("a", story, 0, 2, 0);
    stories_add(&w, "b", site[2], 0, local);
    stories_add(&w, "c", site[3], 0,
                stories_insert(&w, local, 4, stories_text("local 2")));
    stories_gather(&w);
    stories_together(&w, "a0 a1 b c");
}

/* ---- other words -----------------------------------------------------------
 */

static void test_right_five_percent_of_the_words_changed(void **state)
{
    (void)state;
    for (unsigned k = 1; k < 6; k++) {
        const char *text = stories_text(news[k]);
        add_copies(stories_print(&w, "n%u.a", k), text, 0, 1, 0);
        add_copies(stories_print(&w, "n%u.b", k), stories_reword(&w, text, 20),
                   k, 1, 0);
    }
    stories_gather(&w);
    for (unsigned k = 1; k < 6; k++)
        stories_together(&w, stories_print(&w, "n%u.a0 n%u.b0", k, k));
    assert_int_equal(stories_count(&w), 5);
}

static void test_right_other_spelling(void **state)
{
    (void)state;
    add_copies("uk", stories_form(&w, "spelling", 0), 0, 2, 0);
    add_copies("us", stories_form(&w, "spelling", 1), 2, 2, 0);
    stories_gather(&w);
    stories_together(&w, "uk0 uk1 us0 us1");
}

static void test_right_other_type(void **state)
{
    (void)state;
    const char *text = stories_text("vaccine");
    add_copies("a", text, 0, 2, 0);
    add_copies("b", stories_typeset(&w, text), 2, 2, 0);
    stories_gather(&w);
    stories_together(&w, "a0 a1 b0 b1");
    stories_related(&w, "a0", "b1", RELATION_SAME);
}

#define UNIT(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        UNIT(test_right_rising_toll_stays),
        UNIT(test_right_new_lead_on_old_background_stays),
        UNIT(test_right_update_in_a_later_batch_stays),
        UNIT(test_right_update_by_the_same_site_stays),
        UNIT(test_right_corrected_figure_stays),
        UNIT(test_right_digest_joins_nothing),
        UNIT(test_right_digest_before_its_stories),
        UNIT(test_right_two_digests_are_no_story),
        UNIT(test_right_quotation_is_no_story),
        UNIT(test_right_own_reports_of_one_event_are_two),
        UNIT(test_right_own_reports_alone_are_no_story),
        UNIT(test_right_two_agencies_are_two_stories),
        UNIT(test_right_agency_passage_in_own_article),
        UNIT(test_right_cut_from_the_end),
        UNIT(test_right_local_paragraphs),
        UNIT(test_right_five_percent_of_the_words_changed),
        UNIT(test_right_other_spelling),
        UNIT(test_right_other_type),
    };
    if (stories_load(argc > 1 ? argv[1] : NULL))
        return 2;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    stories_unload();
    return failed;
}
