/*
 * overlap: with a fixed seed, random token sequences over small alphabets, so
 * that articles repeat themselves and each other, held against a naive model
 * that compares every shingle with every other; known answers for passages
 * and changes; and time.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

/* How many more allocations succeed; none fails while negative. */
static long allowed = -1;

static void *stingy_realloc(void *p, size_t n)
{
    if (allowed == 0)
        return NULL;
    if (allowed > 0)
        allowed--;
    return realloc(p, n);
}

/* overlap.c itself, with allocations that can be made to fail. */
#define realloc stingy_realloc
#include "shingle/overlap.c"
#undef realloc

static uint64_t seed;

static uint32_t draw(uint32_t n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % n;
}

#define MOST 80

/* An article with room for all that a side points to. */
struct page {
    uint64_t token[MOST], shingle[MOST];
    uint8_t flags[MOST], aside[MOST];
    struct side side;
};

static size_t shingles(const struct side *s)
{
    return shingle_count(s->words, s->w);
}

/* Makes the side of what stands in token, flags and aside. */
static void page_settle(struct page *p, uint32_t words, unsigned w, int masked)
{
    struct text t = {.n = words, .hash = p->token};
    shingle_hash(&t, w, SHINGLE_SEED, p->shingle);
    p->side = (struct side){.shingle = p->shingle,
                            .flags = p->flags,
                            .aside = masked ? p->aside : NULL,
                            .words = words,
                            .w = w};
}

/* In stretches, as furniture comes. */
static void draw_mask(struct page *p, uint32_t words)
{
    uint8_t aside = draw(2) != 0;
    for (uint32_t i = 0; i < words; i++) {
        if (!draw(12))
            aside = !aside;
        p->aside[i] = aside;
    }
}

static void page_draw(struct page *p, unsigned w, uint32_t alphabet, int masked)
{
    static const uint8_t flags[] = {0, 0, TOKEN_DIGIT, TOKEN_CAPITAL};
    uint32_t words = draw(MOST + 1);
    for (uint32_t i = 0; i < words; i++) {
        uint32_t token = draw(alphabet);
        p->token[i] = token * 0x9e3779b97f4a7c15;
        p->flags[i] = flags[token % 4];
    }
    draw_mask(p, words);
    page_settle(p, words, w, masked);
}

/* Copies some stretches of a into b. */
static void page_quote(struct page *b, const struct page *a)
{
    for (int times = (int)draw(4); times; times--) {
        if (!a->side.words || !b->side.words)
            return;
        uint32_t from = draw(a->side.words), to = draw(b->side.words);
        for (uint32_t n = draw(40);
             n && from < a->side.words && to < b->side.words;
             n--, from++, to++) {
            b->token[to] = a->token[from];
            b->flags[to] = a->flags[from];
        }
    }
    page_settle(b, b->side.words, b->side.w, b->side.aside != NULL);
}

static int is_aside(const struct page *p, size_t token)
{
    return p->side.aside && p->aside[token];
}

/* The shingle's middle token is to be seen. */
static int keeps(const struct page *p, size_t i)
{
    size_t mid = i + p->side.w / 2;
    return !is_aside(p, mid < p->side.words ? mid : p->side.words - 1);
}

static int same_shingle(const struct page *p, size_t i, const struct page *q,
                        size_t j)
{
    size_t n = p->side.words < p->side.w ? p->side.words : p->side.w;
    size_t m = q->side.words < q->side.w ? q->side.words : q->side.w;
    return n == m && !memcmp(p->token + i, q->token + j, n * sizeof *p->token);
}

/* 1 for every token of p that a shingle kept in both covers. */
static void naive_matched(const struct page *p, const struct page *q,
                          uint8_t *matched)
{
    memset(matched, 0, MOST);
    for (size_t i = 0; i < shingles(&p->side); i++) {
        int met = 0;
        for (size_t j = 0; j < shingles(&q->side) && keeps(p, i) && !met; j++)
            met = keeps(q, j) && same_shingle(p, i, q, j);
        for (size_t t = i; met && t < i + p->side.w && t < p->side.words; t++)
            matched[t] = 1;
    }
}

static uint32_t count_kept(const struct page *p, const uint8_t *matched)
{
    uint32_t n = 0;
    for (size_t i = 0; i < p->side.words; i++)
        n += !is_aside(p, i) && (!matched || matched[i]);
    return n;
}

/* Different shingles of p; *shared: those that q has as well. */
static uint32_t naive_distinct(const struct page *p, const struct page *q,
                               uint32_t *shared)
{
    uint32_t n = 0;
    *shared = 0;
    for (size_t i = 0; i < shingles(&p->side); i++) {
        size_t j;
        for (j = 0; j < i && !same_shingle(p, i, p, j); j++)
            ;
        if (j < i)
            continue;
        n++;
        for (j = 0; j < shingles(&q->side) && !same_shingle(p, i, q, j); j++)
            ;
        *shared += j < shingles(&q->side);
    }
    return n;
}

static void hold_figures(const struct overlap *o, const struct page *a,
                         const struct page *b)
{
    uint8_t matched[MOST];
    uint32_t shared;

    assert_int_equal(o->words_a, a->side.words);
    assert_int_equal(o->words_b, b->side.words);
    assert_int_equal(o->kept_a, count_kept(a, NULL));
    assert_int_equal(o->kept_b, count_kept(b, NULL));
    naive_matched(a, b, matched);
    assert_int_equal(o->matched_a, count_kept(a, matched));
    uint32_t numbers = 0;
    for (size_t i = 0; i < a->side.words; i++)
        numbers += matched[i] && !is_aside(a, i) && a->flags[i] & TOKEN_DIGIT;
    assert_int_equal(o->numbers_same, numbers);
    naive_matched(b, a, matched);
    assert_int_equal(o->matched_b, count_kept(b, matched));
    assert_int_equal(o->distinct_a, naive_distinct(a, b, &shared));
    assert_int_equal(o->shared, shared);
    assert_int_equal(o->distinct_b, naive_distinct(b, a, &shared));
    assert_int_equal(o->shared, shared);
}

/* Longest row of tokens that stands, with gaps, in both stretches. */
static uint32_t naive_common(const struct page *a, const struct page *b,
                             const struct passage *p)
{
    uint32_t best[MOST + 1] = {0};
    for (uint32_t i = 0; i < p->a_words; i++) {
        uint32_t diagonal = 0;
        for (uint32_t j = 0; j < p->b_words; j++) {
            uint32_t up = best[j + 1];
            if (a->token[p->a + i] == b->token[p->b + j])
                best[j + 1] = diagonal + 1;
            else if (best[j] > up)
                best[j + 1] = best[j];
            diagonal = up;
        }
    }
    return best[p->b_words];
}

static void hold_passage(const struct passage *p, const struct page *a,
                         const struct page *b)
{
    assert_true(p->matched > 0);
    assert_true(p->matched <= p->a_words && p->matched <= p->b_words);
    assert_true((uint64_t)p->a + p->a_words <= a->side.words);
    assert_true((uint64_t)p->b + p->b_words <= b->side.words);
    assert_true(a->token[p->a] == b->token[p->b]);
    assert_true(a->token[p->a + p->a_words - 1] ==
                b->token[p->b + p->b_words - 1]);
    if (p->matched == p->a_words && p->matched == p->b_words)
        assert_memory_equal(a->token + p->a, b->token + p->b,
                            p->matched * sizeof *a->token);
    else
        assert_true(naive_common(a, b, p) >= p->matched);
}

/* Passages lie inside, ascend in b, and together cover all that is matched. */
static void hold_passages(const struct overlap *o, const struct page *a,
                          const struct page *b)
{
    uint8_t matched[MOST];
    uint32_t longest = 0, numbers = 0;

    naive_matched(b, a, matched);
    for (size_t i = 0; i < o->npassages; i++) {
        const struct passage *p = &o->passage[i];
        hold_passage(p, a, b);
        assert_true(!i || p->b > p[-1].b);
        longest = p->matched > longest ? p->matched : longest;
        numbers += p->numbers_changed;
        assert_true(p->numbers_same <= p->a_words);
        for (uint32_t t = p->b; t < p->b + p->b_words; t++)
            matched[t] = 0;
    }
    for (uint32_t t = 0; t < b->side.words; t++)
        assert_int_equal(matched[t], 0);
    assert_int_equal(o->longest, longest);
    assert_int_equal(o->numbers_changed, numbers);
    assert_int_equal(!o->npassages, !longest);
}

static void require_turned(const struct overlap *o, const struct overlap *t)
{
    assert_int_equal(o->words_a, t->words_b);
    assert_int_equal(o->kept_a, t->kept_b);
    assert_int_equal(o->kept_b, t->kept_a);
    assert_int_equal(o->matched_a, t->matched_b);
    assert_int_equal(o->matched_b, t->matched_a);
    assert_int_equal(o->distinct_a, t->distinct_b);
    assert_int_equal(o->distinct_b, t->distinct_a);
    assert_int_equal(o->shared, t->shared);
    assert_true(overlap_coverage_a(o) == overlap_coverage_b(t));
    assert_true(overlap_containment_a(o) == overlap_containment_b(t));
    assert_true(overlap_resemblance(o) == overlap_resemblance(t));
}

/* One index and one overlap for all, so that what is left of the last pair
 * would show. */
static void against_model(uint64_t from, int masked)
{
    static const uint32_t alphabets[] = {1, 2, 3, 6, 30, 1000};
    struct overlap_index x, y;
    struct overlap o, turned;
    struct page a, b;

    seed = from;
    overlap_index_init(&x);
    overlap_index_init(&y);
    overlap_init(&o);
    overlap_init(&turned);
    for (int round = 0; round < 3000; round++) {
        unsigned w = draw(3) ? 5 : SHINGLE_MIN + draw(12);
        uint32_t alphabet = alphabets[draw(6)];
        page_draw(&a, w, alphabet, masked);
        assert_int_equal(overlap_index_make(&x, &a.side), OVERLAP_OK);
        for (int others = 0; others < 3; others++) {
            page_draw(&b, w, alphabet, masked && draw(2));
            page_quote(&b, &a);
            assert_int_equal(overlap_find(&o, &x, &b.side), OVERLAP_OK);
            hold_figures(&o, &a, &b);
            hold_passages(&o, &a, &b);
            assert_int_equal(overlap_index_make(&y, &b.side), OVERLAP_OK);
            assert_int_equal(overlap_find(&turned, &y, &a.side), OVERLAP_OK);
            require_turned(&o, &turned);
        }
    }
    overlap_index_release(&x);
    overlap_index_release(&y);
    overlap_release(&o);
    overlap_release(&turned);
}

static void test_overlap_figures_are_as_defined(void **state)
{
    (void)state;
    against_model(31, 0);
}

static void test_overlap_sets_furniture_aside(void **state)
{
    (void)state;
    against_model(32, 1);
}

/* The overlap of one pair. */
static struct overlap held(const struct side *a, const struct side *b)
{
    struct overlap_index x;
    struct overlap o;

    overlap_index_init(&x);
    overlap_init(&o);
    assert_int_equal(overlap_index_make(&x, a), OVERLAP_OK);
    assert_int_equal(overlap_find(&o, &x, b), OVERLAP_OK);
    overlap_index_release(&x);
    overlap_index_release(NULL);
    return o;
}

static void test_overlap_of_nothing(void **state)
{
    struct side none = {.w = 5};
    struct page one;

    (void)state;
    seed = 33;
    page_draw(&one, 5, 3, 0);
    page_settle(&one, 3, 5, 0);
    struct overlap o = held(&none, &none);
    assert_int_equal(o.npassages + o.shared + o.longest + o.distinct_a, 0);
    assert_true(overlap_resemblance(&o) == 0 && overlap_coverage_a(&o) == 0);
    assert_true(overlap_containment_b(&o) == 0);
    overlap_release(&o);
    o = held(&none, &one.side);
    assert_int_equal(o.matched_b + o.shared, 0);
    assert_int_equal(o.kept_b, 3);
    assert_int_equal(o.distinct_b, 1);
    overlap_release(&o);
    o = held(&one.side, &one.side);
    assert_int_equal(o.matched_a, 3);
    assert_int_equal(o.longest, 3);
    assert_int_equal(o.npassages, 1);
    overlap_release(&o);
    overlap_release(NULL);
}

/* Tokens of folded text, one shingle length for all. */
struct folded {
    struct text text;
    uint64_t shingle[200];
    struct side side;
};

static void fold(struct folded *f, const char *s)
{
    text_init(&f->text);
    assert_int_equal(text_fold(&f->text, s, strlen(s)), TEXT_OK);
    assert_true(f->text.n <= 200);
    shingle_hash(&f->text, 5, SHINGLE_SEED, f->shingle);
    f->side = (struct side){.shingle = f->shingle,
                            .flags = f->text.flags,
                            .words = (uint32_t)f->text.n,
                            .w = 5};
}

static struct overlap held_texts(const char *s, const char *t)
{
    struct folded a, b;

    fold(&a, s);
    fold(&b, t);
    struct overlap o = held(&a.side, &b.side);
    text_release(&a.text);
    text_release(&b.text);
    return o;
}

/* One sentence as two papers typeset it, in four scripts. */
static void test_overlap_of_texts_typeset_apart(void **state)
{
    static const char *const pair[][2] = {
        {"\u201cIt\u2019s over\u201d, the U.S. minister\u2019s office said",
         "\"It's over,\" the US minister's office said"},
        {"Le pr\u00e9sident a d\u00e9clar\u00e9 \u00e0 l\u2019\u00c9lys\u00e9e "
         "hier soir",
         "LE PRE\u0301SIDENT A DE\u0301CLARE\u0301 A\u0300 L'E\u0301LYSE\u0301E"
         " HIER\u00a0SOIR"},
        {"\u041f\u0440\u0435\u0437\u0438\u0434\u0435\u043d\u0442 "
         "\u0435\u0449\u0451 \u0440\u0430\u0437 \u043e\u0431 "
         "\u044d\u0442\u043e\u043c",
         "\u043f\u0440\u0435\u0437\u0438\u0434\u0435\u043d\u0442 "
         "\u0435\u0449\u0435 \u0440\u0430\u0437\u2014\u043e\u0431 "
         "\u042d\u0422\u041e\u041c"},
        {"\u6771\u4eac\u3067\u4f1a\u8b70\u304c\u958b\u304b\u308c\u305f",
         "\u6771\u4eac\u3067\u4f1a\u8b70\u304c \u958b\u304b\u308c\u305f\u3002"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof pair / sizeof *pair; i++) {
        struct overlap o = held_texts(pair[i][0], pair[i][1]);
        assert_true(o.words_a >= 5);
        assert_int_equal(o.words_a, o.words_b);
        assert_int_equal(o.matched_a, o.words_a);
        assert_int_equal(o.matched_b, o.words_b);
        assert_int_equal(o.npassages, 1);
        assert_true(overlap_resemblance(&o) == 1);
        overlap_release(&o);
    }
}

#define HEAD "ministers of both states signed the accord in"
#define TAIL "after talks that had lasted well into the night"

/* What stands between the two halves, in a and in b, and what it counts as. */
static const struct {
    const char *a, *b;
    uint32_t numbers, names, words, same;
} changes[] = {
    {" 14 ", " 21 ", 1, 0, 0, 0},
    {" Oslo ", " Bern ", 0, 1, 0, 0},
    {" secret ", " haste ", 0, 0, 1, 0},
    {" 14 ", " Oslo ", 0, 0, 1, 0},
    {" Oslo 14 ", " Bern 21 ", 1, 0, 0, 0},
    {" ", " ", 0, 0, 0, 0},
    {" ", " two short words ", 0, 0, 0, 0},
    {" 1987 and in ", " 1987 and in ", 0, 0, 0, 1},
    {" \u00d6rebro ", " \u00c5bo ", 0, 1, 0, 0},
    {" \u0663 ", " \u0664 ", 1, 0, 0, 0},
    {" a b c d e f g h i k ", " z y x w v u t s r q ", 0, 0, 1, 0},
};

static void test_overlap_counts_what_changed(void **state)
{
    char s[300], t[300];

    (void)state;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        strcpy(s, HEAD);
        strcat(strcat(s, changes[i].a), TAIL);
        strcpy(t, HEAD);
        strcat(strcat(t, changes[i].b), TAIL);
        struct overlap o = held_texts(s, t);
        assert_int_equal(o.npassages, 1);
        assert_int_equal(o.passage[0].a_words, o.words_a);
        assert_int_equal(o.passage[0].b_words, o.words_b);
        assert_int_equal(o.numbers_changed, changes[i].numbers);
        assert_int_equal(o.names_changed, changes[i].names);
        assert_int_equal(o.words_changed, changes[i].words);
        assert_int_equal(o.numbers_same, changes[i].same);
        assert_int_equal(o.passage[0].numbers_same, changes[i].same);
        assert_int_equal(o.passage[0].numbers_changed, changes[i].numbers);
        overlap_release(&o);
    }
}

/* A muted number is matched as any token and counts as no number. */
static void test_overlap_mute_tokens_say_nothing(void **state)
{
    uint8_t mute[200] = {0};
    struct folded a, b;

    (void)state;
    fold(&a, HEAD " 14 " TAIL " in 1987");
    fold(&b, HEAD " 21 " TAIL " in 1987");
    for (int muted = 0; muted < 4; muted++) {
        mute[8] = muted & 1;
        mute[a.side.words - 1] = muted > 1;
        a.side.mute = mute;
        struct overlap o = held(&a.side, &b.side);
        assert_int_equal(o.npassages, 1);
        assert_int_equal(o.matched_a, a.side.words - 1);
        assert_int_equal(o.numbers_changed, !(muted & 1));
        assert_int_equal(o.words_changed, muted & 1);
        assert_int_equal(o.passage[0].numbers_changed, !(muted & 1));
        assert_int_equal(o.passage[0].numbers_same, muted < 2);
        overlap_release(&o);
    }
    text_release(&a.text);
    text_release(&b.text);
}

/* One token more than OVERLAP_GAP on either side makes two passages. */
static void test_overlap_gap_has_an_end(void **state)
{
    (void)state;
    struct overlap o =
        held_texts(HEAD " a b c d e f g h i k l " TAIL, HEAD " z " TAIL);
    assert_int_equal(o.npassages, 2);
    assert_int_equal(o.longest, 9);
    assert_int_equal(o.words_changed, 0);
    overlap_release(&o);
    o = held_texts(HEAD " z " TAIL, HEAD " a b c d e f g h i k l " TAIL);
    assert_int_equal(o.npassages, 2);
    overlap_release(&o);
    /* Paragraphs in another order do not make one passage. */
    o = held_texts(HEAD " " TAIL, TAIL " " HEAD);
    assert_int_equal(o.npassages, 2);
    assert_int_equal(o.matched_a, 17);
    assert_int_equal(o.passage[0].a, 8);
    assert_int_equal(o.passage[1].a, 0);
    overlap_release(&o);
}

/* ---- time ---------------------------------------------------------------- */

#define LONG 100000

struct article {
    uint64_t *token, *shingle;
    struct side side;
};

static void article_make(struct article *g, uint32_t period, uint32_t odd)
{
    g->token = malloc(LONG * sizeof *g->token);
    g->shingle = malloc(LONG * sizeof *g->shingle);
    assert_non_null(g->token);
    assert_non_null(g->shingle);
    for (uint32_t i = 0; i < LONG; i++)
        g->token[i] = odd && i % odd == 0 ? 1000 + draw(5) : i % period;
    struct text t = {.n = LONG, .hash = g->token};
    shingle_hash(&t, 5, SHINGLE_SEED, g->shingle);
    g->side = (struct side){.shingle = g->shingle, .words = LONG, .w = 5};
}

static void article_release(struct article *g)
{
    free(g->token);
    free(g->shingle);
}

/* What could be looked at again and again: one token without end, short
 * periods, and the same with other tokens strewn in. Linear time takes
 * hundredths of a second each, quadratic time minutes. */
static void test_overlap_time_is_linear(void **state)
{
    static const uint32_t form[][2] = {{1, 0}, {1, 7}, {2, 11}, {7, 0}, {7, 9}};
    clock_t start;

    (void)state;
    seed = 34;
    for (size_t i = 0; i < 5; i++) {
        for (size_t j = 0; j < 5; j++) {
            struct article a, b;
            article_make(&a, form[i][0], form[i][1]);
            article_make(&b, form[j][0], form[j][1]);
            start = clock();
            struct overlap o = held(&a.side, &b.side);
            assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 4);
            if (i == j && !form[i][1]) {
                assert_int_equal(o.longest, LONG);
                assert_int_equal(o.distinct_a, form[i][0]);
                assert_int_equal(o.npassages, 1);
            }
            overlap_release(&o);
            article_release(&a);
            article_release(&b);
        }
    }
}

static void test_overlap_every_allocation_may_fail(void **state)
{
    struct page a, b;
    size_t failures = 0;

    (void)state;
    seed = 35;
    page_draw(&a, 5, 3, 0);
    page_settle(&a, MOST, 5, 0);
    page_draw(&b, 5, 3, 0);
    page_settle(&b, MOST, 5, 0);
    for (long n = 0; n < 20; n++) {
        struct overlap_index x;
        struct overlap o;
        overlap_index_init(&x);
        overlap_init(&o);
        allowed = n;
        int result = overlap_index_make(&x, &a.side);
        if (!result)
            result = overlap_find(&o, &x, &b.side);
        allowed = -1;
        assert_true(result == OVERLAP_OK || result == OVERLAP_NO_MEMORY);
        failures += result != OVERLAP_OK;
        assert_int_equal(overlap_index_make(&x, &a.side), OVERLAP_OK);
        assert_int_equal(overlap_find(&o, &x, &b.side), OVERLAP_OK);
        hold_figures(&o, &a, &b);
        hold_passages(&o, &a, &b);
        overlap_index_release(&x);
        overlap_release(&o);
    }
    /* Six arrays of the index, two for b, the passages once or twice. */
    assert_true(failures >= 11 && failures <= 12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_overlap_figures_are_as_defined),
        cmocka_unit_test(test_overlap_sets_furniture_aside),
        cmocka_unit_test(test_overlap_of_nothing),
        cmocka_unit_test(test_overlap_of_texts_typeset_apart),
        cmocka_unit_test(test_overlap_counts_what_changed),
        cmocka_unit_test(test_overlap_mute_tokens_say_nothing),
        cmocka_unit_test(test_overlap_gap_has_an_end),
        cmocka_unit_test(test_overlap_time_is_linear),
        cmocka_unit_test(test_overlap_every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
