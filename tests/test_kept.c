/*
 * kept: a doc that was put back is taken once, and only by its number; what
 * shares its place takes it over.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/db.h"
#include "store/doc.h"
#include "store/kept.h"

#define W 5

static struct doc make(uint32_t num, uint32_t words)
{
    struct doc d = {.num = num};
    size_t n = words - W + 1;
    uint64_t *shingle = calloc(n * 8 + 2 * (size_t)words, 1);

    assert_non_null(shingle);
    shingle[0] = num;
    d.memory = shingle;
    d.side = (struct side){.shingle = shingle,
                           .flags = (uint8_t *)(shingle + n),
                           .aside = (uint8_t *)(shingle + n) + words,
                           .words = words,
                           .w = W};
    return d;
}

static void put(struct store *s, uint32_t num, uint32_t words)
{
    struct doc d = make(num, words);

    kept_put(s, &d);
    assert_null(d.memory);
}

/* Whether num is kept; takes it. */
static int take(struct store *s, uint32_t num)
{
    struct doc d;
    int there = kept_take(s, num, &d);

    if (there) {
        assert_int_equal(d.num, num);
        assert_int_equal(d.side.shingle[0], num);
        doc_release(&d);
    }
    return there;
}

static void test_kept_is_taken_once(void **state)
{
    struct store s = {0};

    (void)state;
    assert_false(take(&s, 7));
    put(&s, 7, 100);
    put(&s, 8, 100);
    assert_false(take(&s, 9));
    assert_true(take(&s, 7));
    assert_false(take(&s, 7));
    assert_true(take(&s, 8));
    kept_close(&s);
    assert_false(take(&s, 8));
}

/* What is not of an article, or has no text, is let go. */
static void test_kept_nothing_of_nobody(void **state)
{
    struct store s = {0};
    struct doc none = {0}, estimate = {.num = 3};

    (void)state;
    put(&s, 0, 20);
    kept_put(&s, &none);
    kept_put(&s, &estimate);
    assert_false(take(&s, 0));
    assert_false(take(&s, 3));
    kept_close(&s);
}

/* However many come, so many bytes are held and the last of them are there. */
static void test_kept_is_bounded(void **state)
{
    struct store s = {0};
    size_t there = 0;

    (void)state;
    for (uint32_t num = 1; num <= 40000; num++)
        put(&s, num, 20);
    for (uint32_t num = 40000; num > 36000; num--)
        assert_true(take(&s, num));
    for (uint32_t num = 1; num <= 30000; num++)
        there += (size_t)take(&s, num);
    assert_int_equal(there, 0);
    for (uint32_t num = 1; num <= 200; num++)
        put(&s, num, 200000); /* 2 MB each */
    for (uint32_t num = 1; num <= 200; num++)
        there += (size_t)take(&s, num);
    assert_in_range(there, 20, 100);
    kept_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kept_is_taken_once),
        cmocka_unit_test(test_kept_nothing_of_nobody),
        cmocka_unit_test(test_kept_is_bounded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
