/* What copies made of their version, to the word. */
#include "tests/tracked_one.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/track_text.h"
#include "store/work.h"

/* ---- copies of a made story ------------------------------------------------
 */

static int tell_edits(void *arg, const struct carry_row *r)
{
    page_print(arg, "%s %u: %u %u %u %u %u +%u %u\n", r->article, r->version,
               (unsigned)r->version_words, (unsigned)r->kept,
               (unsigned)r->cut_end, (unsigned)r->cut_inside,
               (unsigned)r->moved, (unsigned)r->added, (unsigned)r->changed);
    return 0;
}

/* Asserts words, kept, cut from the end, inside, moved, added and changed of
 * the copies of one story. */
static void assert_edits(const char *id, const char *expected)
{
    struct track_calls calls = {.carry = tell_edits};
    struct page p = {0};
    assert_int_equal(store_track(w.s, tracked_story(&w, id), &calls, &p),
                     STORE_OK);
    assert_string_equal(p.at, expected);
    free(p.at);
}

/* Whose a text is, is told in a dateline, a byline, a line at the end or not
 * at all: none of it is the text. */
static void test_track_edits_credits(void **state)
{
    const char *text = tracked_part(&w, 0, 6);
    (void)state;
    tracked_add(&w, "a", "alder.example", 0,
                tracked_print(&w,
                              "VESTRAND, March 5 (Reuters) - %s\n(Reporting by "
                              "Ada Holm; Editing by Jo Berg)",
                              text));
    tracked_add(&w, "b", "birch.example", 1,
                tracked_print(&w, "By Ada Holm, Reuters\n%s", text));
    tracked_add(&w, "c", "cedar.example", 2,
                tracked_print(&w, "%s\n\xe2\x80\x94 Reuters", text));
    tracked_add(&w, "d", "elder.example", 3,
                tracked_print(&w,
                              "%s\n\xc2\xa9 2024 Reuters. All rights reserved. "
                              "Ask before you print it.",
                              text));
    tracked_add(&w, "e", "hazel.example", 4, text);
    tracked_gather(&w);
    assert_edits("a", "a 1: 197 197 0 0 0 +0 0\n"
                      "b 1: 197 197 0 0 0 +0 0\n"
                      "c 1: 197 197 0 0 0 +0 0\n"
                      "d 1: 197 197 0 0 0 +0 0\n"
                      "e 1: 197 197 0 0 0 +0 0\n");
    tracked_close(&w);
}

/* A line that ends in who reported it, and prose behind it in the same line. */
static void test_track_edits_credit_in_block(void **state)
{
    const char *text = tracked_part(&w, 0, 6);
    (void)state;
    tracked_add(&w, "a", "alder.example", 0, text);
    tracked_add(&w, "b", "birch.example", 1, text);
    tracked_add(&w, "c", "cedar.example", 2,
                tracked_print(&w,
                              "%s (Reporting by Ada Holm and Jo Berg; Editing "
                              "by Maj Lund) In our own town the lower streets "
                              "stayed dry all week, said the fire chief, who "
                              "had slept in his boots and will do so until "
                              "the snow is gone from the hills.",
                              text));
    tracked_gather(&w);
    assert_edits("a", "a 1: 197 197 0 0 0 +0 0\n"
                      "b 1: 197 197 0 0 0 +0 0\n"
                      "c 1: 197 197 0 0 0 +33 0\n");
    tracked_close(&w);
}

/* Other words next to either end, and two close to each other. */
static void test_track_edits_ends(void **state)
{
    const char *text = tracked_part(&w, 0, 6);
    const char *first =
        tracked_changed(&w, text, "The harbour town", "The harbor town");
    const char *last =
        tracked_changed(&w, text, "rest of the week.", "rest of the weekend.");
    const char *close = tracked_changed(&w, text, "before the first of them",
                                        "when the last of them");
    (void)state;
    last = tracked_changed(&w, last, "keep the river high", "keep it high");
    tracked_add(&w, "a", "alder.example", 0, text);
    tracked_add(&w, "b", "birch.example", 1, text);
    tracked_add(&w, "c", "cedar.example", 2, first);
    tracked_add(&w, "d", "elder.example", 3, last);
    tracked_add(&w, "e", "hazel.example", 4, close);
    tracked_gather(&w);
    assert_edits("a", "a 1: 197 197 0 0 0 +0 0\n"
                      "b 1: 197 197 0 0 0 +0 0\n"
                      "c 1: 197 196 0 0 0 +0 1\n"
                      "d 1: 197 194 0 0 0 +0 2\n"
                      "e 1: 197 195 0 0 0 +0 2\n");
    tracked_close(&w);
}

/* ---- what a site shows every day -------------------------------------------
 */

static const char *const city[] = {"Arnhild", "Bergun", "Calva", "Dorsten"};
static const char *const site[] = {"alder.example", "birch.example",
                                   "cedar.example"};

/* The report of a day: the sentences of a form around figures of that day. */
static const char *tide_report(unsigned day)
{
    char *own = crawl_text(300 + day, 1);
    const char *text = tracked_print(
        &w,
        "The harbour office counts a ship when her first line is ashore, and "
        "once more when the last is let go.\n"
        "%u ships came in at %s and %u went out, the master of the port said "
        "in the evening, and %u of them waited for the tide.\n%s\n"
        "The gauge is read at the old mole every hour by a clerk of the "
        "harbour office, who writes it on a slate.\n"
        "High water of the next day is given out when the lamp on the mole "
        "is lit and the ferries have gone home.",
        31 + 7 * day, city[day], 29 + 5 * day, 3 + day, own);
    free(own);
    return text;
}

static unsigned words_of(const char *text)
{
    struct text t;
    text_init(&t);
    assert_int_equal(text_fold(&t, text, strlen(text)), TEXT_OK);
    unsigned n = (unsigned)t.n;
    text_release(&t);
    return n;
}

/* The sentences of a form look like furniture on each site, and are the
 * story's. */
static void test_track_edits_form(void **state)
{
    (void)state;
    for (unsigned day = 0; day < 4; day++)
        for (unsigned i = 0; i < 3; i++)
            tracked_add(&w, tracked_print(&w, "%u%c", day, "abc"[i]), site[i],
                        24 * day + i, tide_report(day));
    tracked_gather(&w);
    for (unsigned day = 0; day < 4; day++) {
        unsigned n = words_of(tide_report(day));
        struct page p = {0};
        for (unsigned i = 0; i < 3; i++)
            page_print(&p, "%u%c 1: %u %u 0 0 0 +0 0\n", day, "abc"[i], n, n);
        assert_edits(tracked_print(&w, "%ua", day), p.at);
        free(p.at);
    }
    tracked_close(&w);
}

#define LETTER                                                                 \
    "Dear reader, this paper is made by forty people and read by ninety "      \
    "thousand.\nIf you can spare the price of a loaf each week, we can go "    \
    "on sending somebody to every meeting of the council.\nWith thanks from "  \
    "all of us at the desk by the river, where the lamp is never put out."

/* A letter of two papers of one house, which a third has not, stays out, above
 * the story and inside it; and the figure in their line of minutes is no story
 * either. */
static void test_track_edits_letter(void **state)
{
    (void)state;
    for (unsigned day = 0; day < 4; day++)
        for (unsigned i = 0; i < 2; i++) {
            char *own = crawl_text(900 + 2 * day + i, 3);
            const char *above = day == 3 ? tracked_part(&w, 0, 2) : own;
            const char *below = day == 3 ? tracked_part(&w, 2, 6) : own;
            tracked_add(&w, tracked_print(&w, "%u%c", day, "ab"[i]), site[i],
                        24 * day + i,
                        tracked_print(&w,
                                      "%u minutes to read.\n" LETTER
                                      "\n%s\n" LETTER "\n%s",
                                      2 + 3 * day, above, below));
            free(own);
        }
    /* Cut, so that a page with the letter is the version's text. */
    tracked_add(&w, "3c", site[2], 75, tracked_part(&w, 0, 5));
    tracked_gather(&w);
    unsigned n = words_of(tracked_part(&w, 0, 5));
    assert_edits("3a", tracked_print(&w,
                                     "3a 1: 197 197 0 0 0 +0 0\n"
                                     "3b 1: 197 197 0 0 0 +0 0\n"
                                     "3c 1: 197 %u %u 0 0 +0 0\n",
                                     n, 197 - n));
    tracked_close(&w);
}

/* ---- the thread, to the word -----------------------------------------------
 */

#define WORDS 120

/* Words by their numbers, as a text that has no bytes. */
struct made {
    uint64_t hash[WORDS], shingle[WORDS];
    uint8_t flags[WORDS], aside[WORDS];
    struct track_text text;
};

static void make(struct made *m, const unsigned *word, uint32_t n)
{
    memset(m, 0, sizeof *m);
    for (uint32_t i = 0; i < n; i++)
        m->hash[i] = word[i] + 1;
    for (uint32_t i = 0; i + 5 <= n; i++)
        for (uint32_t k = 0; k < 5; k++)
            m->shingle[i] =
                m->shingle[i] * UINT64_C(0x9e3779b97f4a7c15) + m->hash[i + k];
    m->text = (struct track_text){.n = n,
                                  .kept = n,
                                  .hash = m->hash,
                                  .shingle = m->shingle,
                                  .flags = m->flags,
                                  .aside = m->aside,
                                  .credit = m->aside,
                                  .memory = m};
    m->text.side = (struct side){.shingle = m->shingle,
                                 .flags = m->flags,
                                 .aside = m->aside,
                                 .words = n,
                                 .w = 5,
                                 .distinct = 1};
}

/* Words that are equal in the order of both, at most. */
static uint32_t most_equal(const unsigned *a, uint32_t n, const unsigned *b,
                           uint32_t m)
{
    static uint32_t length[WORDS + 1][WORDS + 1];
    memset(length, 0, sizeof length);
    for (uint32_t i = n; i-- > 0;)
        for (uint32_t k = m; k-- > 0;) {
            uint32_t skip = length[i + 1][k] > length[i][k + 1]
                                ? length[i + 1][k]
                                : length[i][k + 1];
            uint32_t take = length[i + 1][k + 1] + 1;
            length[i][k] = a[i] == b[k] && take > skip ? take : skip;
        }
    return length[0][0];
}

/* Changes, leaves out or puts in up to two words in a row, not at the very
 * ends; words below 10 are common ones. */
static uint32_t edit(uint64_t *seed, const unsigned *a, uint32_t n, unsigned *b)
{
    uint32_t m = 0, since = 0;
    for (uint32_t i = 0; i < n; i++, since++) {
        if (since < 7 || i + 6 > n || crawl_random(seed) % 9) {
            b[m++] = a[i];
            continue;
        }
        i += (uint32_t)(crawl_random(seed) % 2);
        for (unsigned k = (unsigned)(crawl_random(seed) % 3); k-- > 0;)
            b[m++] = (unsigned)(crawl_random(seed) % 3
                                    ? 5000 + crawl_random(seed) % 1000
                                    : crawl_random(seed) % 10);
        since = 0;
    }
    return m;
}

/* Runs are of equal words, in the order of both; how many words. */
static uint32_t count_runs(const struct track_align *x, const unsigned *a,
                           const unsigned *b)
{
    uint32_t n = 0, i = 0, k = 0;
    for (size_t r = 0; r < x->n; r++) {
        assert_true(x->run[r].a >= i && x->run[r].b >= k && x->run[r].n);
        i = x->run[r].a + x->run[r].n;
        k = x->run[r].b + x->run[r].n;
        n += x->run[r].n;
        assert_memory_equal(a + x->run[r].a, b + x->run[r].b,
                            x->run[r].n * sizeof *a);
    }
    return n;
}

static void test_track_edits_every_word(void **state)
{
    static struct made m, of;
    struct work work = {0};
    struct track_align x = {0};
    uint64_t seed = 20240304;
    uint32_t changed = 0;
    (void)state;
    for (unsigned round = 0; round < 2000; round++) {
        unsigned a[WORDS], b[WORDS];
        uint32_t n = 40 + (uint32_t)(crawl_random(&seed) % 50);
        for (uint32_t i = 0; i < n; i++)
            a[i] = crawl_random(&seed) % 4
                       ? 100 + i + round % 7
                       : (unsigned)(crawl_random(&seed) % 10);
        uint32_t bn = edit(&seed, a, n, b);
        make(&of, a, n);
        make(&m, b, bn);
        assert_int_equal(overlap_index_make(&work.index, &of.text.side), 0);
        assert_int_equal(track_align(&x, &work, &of.text, &m.text), 0);
        assert_int_equal(track_fill(&x, &of.text, &m.text), 0);
        assert_int_equal(count_runs(&x, a, b), most_equal(a, n, b, bn));
        changed += bn != n;
    }
    assert_true(changed > 500);
    overlap_index_release(&work.index);
    overlap_release(&work.overlap);
    track_align_release(&x);
}

/* Behind a cut nothing goes on alike but by chance. */
static void test_track_edits_cut_stays(void **state)
{
    static struct made m, of;
    struct work work = {0};
    struct track_align x = {0};
    unsigned a[60], b[60];
    (void)state;
    for (unsigned i = 0; i < 60; i++) {
        a[i] = 100 + i;
        b[i] = i < 30 ? a[i] : 200 + i;
    }
    b[32] = a[33]; /* one word alike, near the end of what is kept */
    b[40] = a[42]; /* two, but far */
    b[41] = a[43];
    make(&of, a, 60);
    make(&m, b, 60);
    assert_int_equal(overlap_index_make(&work.index, &of.text.side), 0);
    assert_int_equal(track_align(&x, &work, &of.text, &m.text), 0);
    assert_int_equal(track_fill(&x, &of.text, &m.text), 0);
    assert_int_equal(count_runs(&x, a, b), 30);
    overlap_index_release(&work.index);
    overlap_release(&work.overlap);
    track_align_release(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_track_edits_credits, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_track_edits_credit_in_block, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_track_edits_ends, setup, teardown),
        cmocka_unit_test_setup_teardown(test_track_edits_form, setup, teardown),
        cmocka_unit_test_setup_teardown(test_track_edits_letter, setup,
                                        teardown),
        cmocka_unit_test(test_track_edits_every_word),
        cmocka_unit_test(test_track_edits_cut_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
