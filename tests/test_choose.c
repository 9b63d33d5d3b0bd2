/*
 * choose: against the same choice made naively from the pairs and members that
 * the store lists; and pages that are furniture.
 */
#include "store/choose.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/handing.h"
#include "tests/crawl.h"
#include "tests/faulty.h"
#include "tests/trial.h"

#define MOST 256

struct world {
    struct trial trial;
    struct crawl crawl;
    struct store *s;
    uint32_t num[MOST];
    struct choices choices;
    size_t first; /* articles before this one were had before */
};

/* What store_pairs() lists, by places in the crawl. */
struct listed {
    const struct crawl *crawl;
    enum relation relation[MOST][MOST];
    double resemblance[MOST][MOST], coverage[MOST][MOST];
};

static int place_of(const struct crawl *c, const char *id)
{
    for (size_t i = 0; i < c->n; i++)
        if (!strcmp(c->article[i].id, id))
            return (int)i;
    return -1;
}

static int each_pair(void *arg, const struct pair_row *row)
{
    struct listed *l = arg;
    int a = place_of(l->crawl, row->a), b = place_of(l->crawl, row->b);
    assert_true(a >= 0 && b >= 0);
    l->relation[a][b] = row->relation;
    l->relation[b][a] = row->relation == RELATION_CONTAINS ? RELATION_WITHIN
                        : row->relation == RELATION_WITHIN ? RELATION_CONTAINS
                                                           : row->relation;
    l->resemblance[a][b] = l->resemblance[b][a] = row->resemblance;
    l->coverage[a][b] = row->coverage_a;
    l->coverage[b][a] = row->coverage_b;
    return 0;
}

/* A rank of no order, the same for two now and then. */
static int64_t rank_of(size_t i)
{
    return (int64_t)((i * 7919) % 61);
}

/* Articles up to first are added as `add` does, the others handed on. */
static void set_up(struct world *w, size_t first)
{
    const struct store_options one = {.threads = 1};
    size_t at;
    memset(w, 0, sizeof *w);
    crawl_make(&w->crawl, &crawl_small);
    assert_true(w->crawl.n <= MOST);
    trial_init(&w->trial);
    w->s = trial_open(&w->trial, &one);
    w->first = first;
    assert_int_equal(store_add(w->s, w->crawl.article, first, NULL), 0);
    assert_int_equal(handing_open(w->s), 0);
    for (size_t i = 0; i < w->crawl.n; i += 40) {
        size_t n = w->crawl.n - i < 40 ? w->crawl.n - i : 40;
        assert_int_equal(
            handing_add(w->s, NULL, w->crawl.article + i, n, w->num + i), 0);
    }
    assert_int_equal(store_gather(w->s, NULL), 0);
    for (size_t i = 0; i < w->crawl.n; i++) {
        assert_true(w->num[i] > 0);
        assert_int_equal(handing_had(w->s, w->num[i]), i < first);
        if (i >= first)
            assert_int_equal(
                choices_note(&w->choices, w->num[i], rank_of(i), i + 1, &at),
                0);
    }
}

static void tear_down(struct world *w)
{
    choices_release(&w->choices);
    trial_close(w->s);
    trial_release(&w->trial);
    crawl_release(&w->crawl);
}

static int fits(const struct choose_rule *rule, const struct listed *l,
                const int64_t *story, size_t a, size_t b)
{
    enum relation r = l->relation[a][b];
    if (l->resemblance[a][b] < rule->resemblance)
        return 0;
    if (rule->by == CHOOSE_STORY)
        return story[a] > 0 && story[a] == story[b];
    return r == RELATION_SAME ||
           (rule->by == CHOOSE_NEAR && r == RELATION_NEAR);
}

/* keeps[i] by the same rule, looking at everything. */
static void naive(const struct world *w, const struct choose_rule *rule,
                  const struct listed *l, const int64_t *story, int *keeps)
{
    memset(keeps, 0, MOST * sizeof *keeps);
    for (size_t i = 0; i < w->first; i++)
        keeps[i] = 1;
    for (int64_t rank = 0; rank < 61; rank++)
        for (size_t i = w->first; i < w->crawl.n; i++) {
            if (rank_of(i) != rank)
                continue;
            keeps[i] = 1;
            for (size_t k = 0; k < w->crawl.n; k++)
                if (k != i && keeps[k] && fits(rule, l, story, i, k))
                    keeps[i] = 0;
        }
}

static size_t place_of_num(const struct world *w, uint32_t num)
{
    for (size_t i = 0; i < w->crawl.n; i++)
        if (w->num[i] == num)
            return i;
    fail();
    return 0;
}

static void check(struct world *w, const struct choose_rule *rule,
                  const struct listed *l, const int64_t *story)
{
    int keeps[MOST];
    size_t dropped = 0;
    naive(w, rule, l, story, keeps);
    assert_int_equal(store_choose(w->s, rule, &w->choices), 0);
    for (size_t i = w->first; i < w->crawl.n; i++) {
        struct choice *c = choices_find(&w->choices, w->num[i]);
        size_t k;
        assert_non_null(c);
        assert_int_equal(c->record, i + 1);
        assert_int_equal(!c->kept, keeps[i]);
        if (!c->kept)
            continue;
        dropped++;
        k = place_of_num(w, c->kept);
        assert_true(keeps[k]);
        assert_true(fits(rule, l, story, i, k));
        assert_int_equal(c->earlier, k < w->first);
        if (l->relation[i][k] != RELATION_NONE) {
            assert_int_equal(c->relation, l->relation[i][k]);
            assert_true(c->resemblance == l->resemblance[i][k]);
            assert_true(c->coverage == l->coverage[i][k]);
        }
        assert_true(c->coverage > 0 && c->coverage <= 1);
        c->kept = 0;
        c->earlier = 0;
    }
    assert_true(rule->by == CHOOSE_SAME || dropped > 0);
}

static void check_all(size_t first)
{
    static const struct choose_rule rules[] = {
        {CHOOSE_SAME, 0},   {CHOOSE_NEAR, 0},   {CHOOSE_STORY, 0},
        {CHOOSE_SAME, 0.3}, {CHOOSE_NEAR, 0.2}, {CHOOSE_STORY, 0.2}};
    struct world w;
    struct listed *l = calloc(1, sizeof *l);
    int64_t *story;
    assert_non_null(l);
    set_up(&w, first);
    l->crawl = &w.crawl;
    assert_int_equal(store_pairs(w.s, NULL, each_pair, l), 0);
    story = trial_stories(w.s, &w.crawl);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        check(&w, &rules[i], l, story);
    free(story);
    free(l);
    tear_down(&w);
}

static void test_choose_as_naive(void **state)
{
    (void)state;
    check_all(0);
}

static void test_choose_after_others(void **state)
{
    (void)state;
    check_all(50);
}

/* ---- records with one article -------------------------------------------- */

static void test_choices_ranks_first(void **state)
{
    struct choices c = {0};
    size_t at, again;
    (void)state;
    for (uint32_t num = 1; num < 5000; num++)
        assert_int_equal(choices_note(&c, num * 3, 10, num, &at), 0);
    assert_int_equal(choices_note(&c, 30, 10, 7000, &at), 0);
    assert_int_equal(c.at[at].record, 10);
    assert_int_equal(choices_note(&c, 30, 9, 7001, &again), 0);
    assert_int_equal(again, at);
    assert_int_equal(c.at[at].record, 7001);
    assert_int_equal(c.n, 4999);
    assert_null(choices_find(&c, 31));
    assert_ptr_equal(choices_find(&c, 30), &c.at[at]);
    choices_release(&c);
    assert_null(choices_find(&c, 30));
}

/* ---- pages that are furniture ----------------------------------------- */

#define FORMS 6

/* Pages of one form, day after day, under addresses of this run. */
static void add_forms(struct store *s, int run, uint32_t *num)
{
    struct twins texts = {0};
    for (int i = 0; i < FORMS; i++) {
        char id[32], text[800];
        struct article a;
        snprintf(id, sizeof id, "form-%d-%d", run, i);
        snprintf(text, sizeof text,
                 "Thank you for writing to the office of the harbour master. "
                 "Every letter is read on the day it comes and is answered in "
                 "the order of its date, as the rules of the port have it. The "
                 "office stands at the end of the long quay and is open from "
                 "eight in the morning until the evening bell, on all days but "
                 "the feast of the founder. Ships over sixty feet have to be "
                 "told of two days before, in writing and with their papers.\n"
                 "Of the month %dth, berth %c%d is free.",
                 3 + i, 'A' + i, 7 * i + 2);
        a = (struct article){.id = id,
                             .site = "port.example",
                             .title = "A letter",
                             .published = INT64_C(1259539200) + i * 259200,
                             .fetched = STORE_NO_TIME,
                             .text = text,
                             .text_len = strlen(text)};
        assert_int_equal(handing_add(s, &texts, &a, 1, &num[i]), 0);
        assert_true(num[i] > 0);
    }
    twins_release(&texts);
    assert_int_equal(store_gather(s, NULL), 0);
}

/* Pages that are furniture nearly throughout, had before under other ids. */
static void test_choose_one_page(void **state)
{
    struct trial f;
    struct store *s;
    uint32_t num[FORMS], again[FORMS];
    size_t at;
    (void)state;
    trial_init(&f);
    s = trial_open(&f, NULL);
    assert_int_equal(handing_open(s), 0);
    add_forms(s, 1, num);
    assert_int_equal(handing_settle(s, num, FORMS), 0);
    assert_int_equal(handing_open(s), 0);
    add_forms(s, 2, again);
    for (int by = CHOOSE_SAME; by <= CHOOSE_STORY; by++) {
        const struct choose_rule rule = {(enum choose_by)by, 0};
        struct choices c = {0};
        for (size_t i = 0; i < FORMS; i++)
            assert_int_equal(choices_note(&c, again[i], 0, i + 1, &at), 0);
        assert_int_equal(store_choose(s, &rule, &c), 0);
        for (size_t i = 0; i < FORMS; i++) {
            assert_int_equal(c.at[i].kept, num[i]);
            assert_int_equal(c.at[i].earlier, 1);
            assert_int_equal(c.at[i].relation, RELATION_SAME);
            assert_true(c.at[i].resemblance == 1 && c.at[i].coverage == 1);
        }
        choices_release(&c);
    }
    trial_close(s);
    trial_release(&f);
}

/* ---- what fails ---------------------------------------------------------- */

/* A whole run; 0 where it went well. */
static int whole_run(const struct trial *f, const struct crawl *c)
{
    const struct store_options one = {.threads = 1};
    const struct choose_rule rule = {CHOOSE_STORY, 0};
    struct choices choices = {0};
    struct store *s;
    struct twins texts = {0};
    uint32_t num[MOST];
    size_t at;
    int failed = store_open(&s, f->path, &one) || handing_open(s) ||
                 handing_add(s, &texts, c->article, c->n, num) ||
                 store_gather(s, NULL);
    for (size_t i = 0; i < c->n && !failed; i++)
        failed = !handing_had(s, num[i]) &&
                 choices_note(&choices, num[i], 0, i, &at);
    failed = failed || store_choose(s, &rule, &choices) ||
             handing_settle(s, num, c->n);
    store_close(s);
    twins_release(&texts);
    choices_release(&choices);
    return failed;
}

/* Where anything fails the run fails, the file stays whole, and a later run
 * drops nothing for it. */
static void disturb(enum fault kind)
{
    struct crawl c;
    struct trial f;
    long n = 0, failed = 1;
    crawl_make(&c, &crawl_tiny);
    trial_init(&f);
    char *fresh;
    size_t size;
    trial_close(trial_open(&f, NULL));
    fresh = trial_read(&f, &size);
    for (; failed; n += 1 + n / 50) {
        int rc;
        trial_write(&f, fresh, size);
        faulty_arm(kind, n, 1);
        rc = whole_run(&f, &c);
        failed = faulty_disarm();
        if (!failed)
            assert_int_equal(rc, 0);
        struct store *s = trial_open(&f, NULL);
        assert_int_equal(handing_open(s), 0);
        for (uint32_t num = 1; rc && num <= c.n; num++)
            assert_int_equal(handing_had(s, num), 0);
        trial_close(s);
    }
    assert_true(n > 20);
    free(fresh);
    trial_release(&f);
    crawl_release(&c);
}

static void test_choose_no_memory(void **state)
{
    (void)state;
    disturb(FAULT_ALLOCATION);
}

static void test_choose_no_disk(void **state)
{
    (void)state;
    disturb(FAULT_WRITE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_choose_as_naive),
        cmocka_unit_test(test_choose_after_others),
        cmocka_unit_test(test_choices_ranks_first),
        cmocka_unit_test(test_choose_one_page),
        cmocka_unit_test(test_choose_no_memory),
        cmocka_unit_test(test_choose_no_disk),
    };
    faulty_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
