/* store: what the questions answer on a made crawl whose truth is known. */
#include "store/store.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "shingle/overlap.h"
#include "shingle/shingle.h"
#include "shingle/text.h"
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

static size_t find(const char *id)
{
    for (size_t i = 0; i < crawl.n; i++)
        if (!strcmp(crawl.article[i].id, id))
            return i;
    fail_msg("no article %s", id);
    return 0;
}

/* The first article that carries a story by the truth. */
static size_t copy_of(int64_t truth)
{
    for (size_t i = 0; i < crawl.n; i++)
        if (crawl.story[i] == truth)
            return i;
    fail_msg("no story %d", (int)truth);
    return 0;
}

static void test_store_stories_are_the_truth(void **state)
{
    (void)state;
    for (size_t i = 0; i < crawl.n; i++)
        if ((story[i] == CRAWL_DIGEST) != (crawl.story[i] == CRAWL_DIGEST))
            fail_msg("digest: %s", crawl.article[i].id);
    assert_true(crawl_agreement(story, crawl.story, crawl.n) == 1);
}

/* ---- pairs ----------------------------------------------------------------
 */

/* An article as overlap wants it, made here from what store_article() gives. */
struct copy {
    struct text text;
    uint64_t *shingle;
    uint8_t *aside;
    struct side side;
    int64_t *stories;
    size_t nstories;
    char *bytes;
};

static int take_copy(void *arg, const struct article_row *row)
{
    struct copy *c = arg;
    text_init(&c->text);
    assert_int_equal(text_fold(&c->text, row->text, row->text_len), 0);
    assert_int_equal(c->text.n, row->words);
    size_t n = shingle_count(c->text.n, 5);
    c->shingle = malloc(n * sizeof *c->shingle);
    c->aside = malloc(c->text.n);
    c->stories = malloc((row->nstories + 1) * sizeof *c->stories);
    c->bytes = malloc(row->text_len + 1);
    assert_true(c->shingle && c->aside && c->stories && c->bytes);
    shingle_hash(&c->text, 5, SHINGLE_SEED, c->shingle);
    memcpy(c->aside, row->furniture, c->text.n);
    memcpy(c->bytes, row->text, row->text_len);
    c->bytes[row->text_len] = '\0';
    c->nstories = row->nstories;
    for (size_t i = 0; i < row->nstories; i++)
        c->stories[i] = row->stories[i];
    c->side = (struct side){.shingle = c->shingle,
                            .flags = c->text.flags,
                            .aside = c->aside,
                            .words = (uint32_t)c->text.n,
                            .w = 5};
    return 0;
}

static void copy_make(struct copy *c, const char *id)
{
    assert_int_equal(store_article(s, id, take_copy, c), STORE_OK);
}

static void copy_release(struct copy *c)
{
    text_release(&c->text);
    free(c->shingle);
    free(c->aside);
    free(c->stories);
    free(c->bytes);
}

static int same_figures(void *arg, const struct pair_row *row)
{
    size_t *count = arg;
    struct copy a, b;
    struct overlap_index x;
    struct overlap o;
    copy_make(&a, row->a);
    copy_make(&b, row->b);
    overlap_index_init(&x);
    overlap_init(&o);
    assert_int_equal(overlap_index_make(&x, &b.side), OVERLAP_OK);
    assert_int_equal(overlap_find(&o, &x, &a.side), OVERLAP_OK);
    assert_true(row->words_a == o.words_b && row->words_b == o.words_a);
    assert_true(row->matched_a == o.matched_b);
    assert_true(row->matched_b == o.matched_a);
    assert_true(row->coverage_a == overlap_coverage_b(&o));
    assert_true(row->coverage_b == overlap_coverage_a(&o));
    assert_true(row->resemblance == overlap_resemblance(&o));
    assert_true(row->containment_a == overlap_containment_b(&o));
    assert_true(row->containment_b == overlap_containment_a(&o));
    assert_true(row->passages == o.npassages && row->longest == o.longest);
    assert_true(row->error == 0);
    overlap_release(&o);
    overlap_index_release(&x);
    copy_release(&a);
    copy_release(&b);
    ++*count;
    return 0;
}

static void test_store_pairs_are_exact(void **state)
{
    size_t count = 0, want = 0;
    (void)state;
    assert_int_equal(store_pairs(s, NULL, same_figures, &count), STORE_OK);
    for (size_t i = 0; i < crawl.n; i++)
        for (size_t j = 0; j < i; j++)
            want += crawl.story[i] > 0 && crawl.story[i] == crawl.story[j];
    assert_true(count >= want);
}

struct counting {
    const struct pair_filter *f;
    size_t n;
};

static int fits_filter(void *arg, const struct pair_row *row)
{
    struct counting *c = arg;
    const struct pair_filter *f = c->f;
    c->n += (!f->article || !strcmp(row->a, f->article) ||
             !strcmp(row->b, f->article)) &&
            (f->relation < 0 || row->relation == (enum relation)f->relation) &&
            row->resemblance >= f->min_resemblance;
    return 0;
}

static int count_pair(void *arg, const struct pair_row *row)
{
    (void)row;
    ++*(size_t *)arg;
    return 0;
}

static void test_store_pairs_filter(void **state)
{
    const char *id = crawl.article[copy_of(3)].id;
    const struct pair_filter filter[] = {
        {.article = id, .relation = -1},
        {.relation = RELATION_PARTIAL},
        {.relation = -1, .min_resemblance = 0.45},
        {.article = id, .relation = RELATION_WITHIN, .min_resemblance = 0.1}};
    (void)state;
    for (size_t i = 0; i < sizeof filter / sizeof *filter; i++) {
        struct counting all = {&filter[i], 0};
        size_t got = 0;
        assert_int_equal(store_pairs(s, NULL, fits_filter, &all), STORE_OK);
        assert_int_equal(store_pairs(s, &filter[i], count_pair, &got),
                         STORE_OK);
        assert_int_equal(got, all.n);
        assert_true(got > 0);
    }
    struct pair_filter none = {.article = "no such", .relation = -1};
    size_t got = 0;
    assert_int_equal(store_pairs(s, &none, count_pair, &got), STORE_OK);
    assert_int_equal(got, 0);
}

/* ---- one story ------------------------------------------------------------
 */

struct copies {
    int64_t story, truth, last;
    size_t copies, digests;
    const char *main;
    int64_t first;
};

static int take_story(void *arg, const struct story_row *row)
{
    struct copies *c = arg;
    c->main = crawl.article[find(row->main_article)].id;
    c->first = row->first;
    c->copies = row->copies;
    c->digests = row->digests;
    assert_true(row->story == c->story && row->sites == row->copies);
    return 0;
}

static int check_copy(void *arg, const struct copy_row *row)
{
    struct copies *c = arg;
    size_t i = find(row->article);
    const struct article *a = &crawl.article[i];
    int digest = row->role == ROLE_DIGEST;
    assert_true(crawl.story[i] == (digest ? CRAWL_DIGEST : c->truth));
    assert_true(row->story == c->story && row->time == a->published);
    assert_true(row->published == a->published && row->fetched == a->fetched);
    assert_true(row->time >= c->last && row->lag == row->time - c->first);
    assert_string_equal(row->url, a->url);
    assert_string_equal(row->title, a->title);
    assert_non_null(strstr(a->url, row->site));
    assert_true(row->furniture > 0 && row->furniture < row->words);
    assert_true(row->matched <= row->words - row->furniture);
    double kept = (double)(row->words - row->furniture);
    assert_true(fabs(row->coverage * kept - (double)row->matched) < 1e-6);
    if (!strcmp(row->article, c->main))
        assert_true(row->relation == RELATION_SAME && row->coverage == 1 &&
                    row->coverage_main == 1);
    assert_true(digest || row->coverage > 0.6);
    c->last = row->time;
    if (digest)
        c->digests--;
    else
        c->copies--;
    return 0;
}

static void test_store_copies_of_each_story(void **state)
{
    (void)state;
    for (int64_t truth = 1; truth <= crawl_small.stories; truth++) {
        int64_t into = 7;
        struct copies c = {
            .story = story[copy_of(truth)], .truth = truth, .last = INT64_MIN};
        assert_int_equal(store_story(s, c.story, &into, take_story, &c),
                         STORE_OK);
        assert_int_equal(into, 0);
        assert_int_equal(c.copies, crawl_small.carriers);
        assert_true(c.first == crawl.article[copy_of(truth)].published);
        assert_int_equal(store_copies(s, c.story, check_copy, &c), STORE_OK);
        assert_true(!c.copies && !c.digests);
    }
    int64_t into = 7;
    struct copies c = {0};
    assert_int_equal(store_story(s, 9999, &into, take_story, &c),
                     STORE_NOT_FOUND);
    assert_int_equal(into, 0);
    assert_int_equal(store_copies(s, 9999, check_copy, &c), STORE_NOT_FOUND);
}

struct passages {
    struct page text;
    uint64_t words, kept, most;
};

static int join_passage(void *arg, const struct shared_row *row)
{
    struct passages *p = arg;
    page_print(&p->text, "%.*s", (int)row->len, row->text);
    p->words += row->words;
    p->kept += row->furniture ? 0 : row->words;
    assert_true(row->copies >= 1 && row->copies <= crawl_small.carriers);
    if (row->copies > p->most)
        p->most = row->copies;
    return 0;
}

static void test_store_shared_is_the_main_text(void **state)
{
    (void)state;
    for (int64_t truth = 1; truth <= crawl_small.stories; truth++) {
        struct passages p = {0};
        struct copy main;
        struct copies c = {.story = story[copy_of(truth)]};
        assert_int_equal(store_story(s, c.story, NULL, take_story, &c),
                         STORE_OK);
        copy_make(&main, c.main);
        assert_int_equal(store_shared(s, c.story, join_passage, &p), STORE_OK);
        assert_int_equal(p.words, main.text.n);
        for (size_t i = 0; i < main.text.n; i++)
            p.kept -= !main.aside[i];
        assert_int_equal(p.kept, 0);
        assert_string_equal(p.text.at, main.bytes);
        assert_int_equal(p.most, crawl_small.carriers);
        free(p.text.at);
        copy_release(&main);
    }
    struct passages p = {0};
    assert_int_equal(store_shared(s, 9999, join_passage, &p), STORE_NOT_FOUND);
}

static void test_store_article_names_its_stories(void **state)
{
    size_t letters = 0;
    (void)state;
    for (size_t i = 0; i < crawl.n; i++) {
        struct copy c;
        copy_make(&c, crawl.article[i].id);
        if (crawl.story[i] == CRAWL_DIGEST)
            assert_true(c.nstories > 1);
        else
            assert_int_equal(c.nstories, crawl.story[i] > 0);
        if (c.nstories == 1)
            assert_true(c.stories[0] == story[i]);
        letters += c.aside[0];
        copy_release(&c);
    }
    /* A letter of 81 words has a sampled shingle in 994 of 1,000 cases. */
    assert_true(letters > crawl.n * 9 / 10);
}

static int stop_at_once(void *arg, const struct story_row *row)
{
    (void)row;
    ++*(size_t *)arg;
    return 5;
}

static void test_store_listing_stops(void **state)
{
    size_t calls = 0;
    (void)state;
    assert_int_equal(store_stories(s, NULL, stop_at_once, &calls),
                     STORE_STOPPED);
    assert_int_equal(calls, 1);
    calls = 0; /* and it does not stick */
    assert_int_equal(store_pairs(s, NULL, count_pair, &calls), STORE_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_store_stories_are_the_truth),
        cmocka_unit_test(test_store_pairs_are_exact),
        cmocka_unit_test(test_store_pairs_filter),
        cmocka_unit_test(test_store_copies_of_each_story),
        cmocka_unit_test(test_store_shared_is_the_main_text),
        cmocka_unit_test(test_store_article_names_its_stories),
        cmocka_unit_test(test_store_listing_stops),
    };
    return cmocka_run_group_tests_name("store_questions", tests, set_up,
                                       tear_down);
}
