/*
 * The sieve's parts against naive models: the numbers that decide who is
 * compared, counting, sorting, and lists in memory.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/sieve_state.h"
#include "tests/crawl.h"
#include "tests/sieved.h"

static void test_sieve_level_misses_one_in_ten_thousand(void **state)
{
    static const double share[] = {0.05, 0.3, 0.5, 0.8, 0.95};
    (void)state;
    assert_int_equal(sieve_level_least(16, 0.8), 6);
    assert_int_equal(sieve_level_least(32, 0.5), 6);
    assert_int_equal(sieve_level_least(16, 1), 16);
    for (size_t i = 0; i < 5; i++) {
        for (size_t s = 1; s < 300; s = s * 2 + 1) {
            /* chance[k]: so many of s fall in both */
            double chance[300] = {1}, below = 0;
            for (size_t draw = 0; draw < s; draw++)
                for (size_t k = draw + 2; k-- > 0;)
                    chance[k] = chance[k] * (1 - share[i]) +
                                (k ? chance[k - 1] * share[i] : 0);
            size_t k = sieve_level_least(s, share[i]);
            for (size_t at = 0; at < k; at++)
                below += chance[at];
            assert_true(below < 1e-4);
            assert_true(below + chance[k] >= 1e-4);
        }
    }
}

static void test_sieve_record_counts_what_is_needed(void **state)
{
    (void)state;
    for (size_t a = 1; a < 40; a++)
        for (size_t b = 1; b < 40; b++)
            for (int t = 1; t <= 20; t++) {
                double share = t / 20.0;
                size_t k = 1;
                while (k < a + b && (double)k / (double)(a + b - k) < share)
                    k++;
                assert_int_equal(sieve_least(share, a, b), k);
            }
}

/* One shingle many times over, few shingles, and hashes alike in all but
 * their last bits. */
static void test_sieve_record_sorts_anything(void **state)
{
    uint64_t seed = 12;
    struct sieve_record r = {0};
    struct sieve_maker maker = {0};
    (void)state;
    for (int round = 0; round < 60; round++) {
        size_t n = crawl_random(&seed) % 3000;
        uint64_t *at = calloc(n + 1, sizeof *at);
        assert_non_null(at);
        for (size_t i = 0; i < n; i++)
            at[i] = round % 4 == 0   ? crawl_random(&seed)
                    : round % 4 == 1 ? crawl_random(&seed) % 50
                    : round % 4 == 2 ? UINT64_MAX - crawl_random(&seed) % 999
                                     : crawl_random(&seed) >> (i % 64);
        assert_int_equal(sieve_record_remake(&r, &maker, at, n), 0);
        assert_memory_equal(r.shingle, at, n * 8);
        qsort(at, n, sizeof *at, by_value);
        size_t kept = 0;
        for (size_t i = 0; i < n; i++)
            if (!i || at[i] != at[i - 1])
                assert_true(kept < r.nset && r.set[kept++] == at[i]);
        assert_int_equal(kept, r.nset);
        free(at);
    }
    sieve_record_release(&r);
    sieve_maker_release(&maker);
}

static void test_sieve_table_keeps_lists(void **state)
{
    struct sieve_table t = {0};
    uint64_t seed = 13;
    (void)state;
    for (int round = 0; round < 3; round++) {
        static uint64_t list[200][400];
        size_t count[200] = {0}, n;
        for (uint64_t i = 1; i <= 20000; i++) {
            uint64_t h = crawl_random(&seed) % 200;
            h = h * h / 200;
            if (count[h] == 400)
                continue;
            list[h][count[h]++] = i;
            assert_int_equal(sieve_table_add(&t, h, i), 0);
        }
        assert_int_equal(sieve_table_note(&t, 777), 0);
        assert_true(sieve_table_has(&t, 777) && !sieve_table_has(&t, 778));
        assert_int_equal(sieve_table_count(&t, 777), 0);
        for (uint64_t h = 0; h < 200; h++) {
            const uint64_t *at = sieve_table_list(&t, h, &n);
            assert_int_equal(n, count[h]);
            assert_int_equal(sieve_table_count(&t, h), count[h]);
            if (n)
                assert_memory_equal(at, list[h], n * 8);
        }
        size_t slots = sieve_table_sort(&t);
        for (size_t i = 0; i < slots; i++) {
            assert_true(!i || t.slot[i - 1].hash < t.slot[i].hash);
            sieve_table_entries(&t, &t.slot[i], &n);
            assert_int_equal(n, i + 1 < slots ? count[t.slot[i].hash] : 0);
        }
        sieve_table_clear(&t, round ? 0 : 1 << 20);
        assert_false(sieve_table_has(&t, 1));
    }
    sieve_table_release(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sieve_level_misses_one_in_ten_thousand),
        cmocka_unit_test(test_sieve_record_counts_what_is_needed),
        cmocka_unit_test(test_sieve_record_sorts_anything),
        cmocka_unit_test(test_sieve_table_keeps_lists),
    };
    return cmocka_run_group_tests_name("sieve_parts", tests, NULL, NULL);
}
