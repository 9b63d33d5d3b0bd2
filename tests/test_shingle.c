/*
 * shingle: known hashes, and with a fixed seed: two shingles have one hash
 * where their tokens are the same and only there, and as many are different
 * as a naive count finds.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <xxhash.h>

#include "shingle/shingle.h"

static uint64_t seed;

static uint32_t draw(uint32_t n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % n;
}

static void test_shingle_count_of_words(void **state)
{
    (void)state;
    assert_int_equal(shingle_count(0, 5), 0);
    assert_int_equal(shingle_count(1, 5), 1);
    assert_int_equal(shingle_count(4, 5), 1);
    assert_int_equal(shingle_count(5, 5), 1);
    assert_int_equal(shingle_count(6, 5), 2);
    assert_int_equal(shingle_count(100, 2), 99);
    assert_int_equal(shingle_count(31, 32), 1);
    assert_int_equal(shingle_count(33, 32), 2);
}

/* What is stored must not change: token hashes, least byte first, and XXH3
 * with the seed over them. */
static void test_shingle_known_hashes(void **state)
{
    static const unsigned char us_etat[16] = {
        0x9d, 0xd3, 0x4b, 0xce, 0x72, 0x84, 0x14, 0x0c,
        0xc4, 0xc9, 0x29, 0x87, 0x1e, 0x9c, 0x8f, 0xdc,
    };
    struct text t;
    uint64_t out[2];

    (void)state;
    text_init(&t);
    assert_int_equal(text_fold(&t, "US \u00c9TAT \u6771", 12), TEXT_OK);
    assert_int_equal(t.n, 3);
    shingle_hash(&t, 2, SHINGLE_SEED, out);
    assert_true(out[0] == XXH3_64bits_withSeed(us_etat, 16, 0x77697265));
    assert_true(out[0] == 0xca1a4b2e351b503c);
    assert_true(out[1] == 0xb585d0edbcb458cf);
    shingle_hash(&t, 5, SHINGLE_SEED, out);
    assert_true(out[0] == 0xf801fc4b9e2f4d20);
    shingle_hash(&t, 3, 0, out);
    assert_true(out[0] == 0xbe1c6a202ca01cee);
    text_release(&t);
}

/* Token values 0 and all ones among them. */
static void random_text(struct text *t, uint32_t n, uint32_t alphabet)
{
    t->n = n;
    for (uint32_t i = 0; i < n; i++)
        t->hash[i] = UINT64_MAX * draw(alphabet);
}

static int same_tokens(const struct text *t, size_t i, size_t j, unsigned w)
{
    return !memcmp(t->hash + i, t->hash + j, w * sizeof *t->hash);
}

static void test_shingle_hash_follows_the_tokens(void **state)
{
    uint64_t token[64], out[64], again[64];
    struct text t = {.hash = token};

    (void)state;
    seed = 11;
    for (int round = 0; round < 2000; round++) {
        unsigned w = SHINGLE_MIN + draw(SHINGLE_MAX - SHINGLE_MIN + 1);
        random_text(&t, w + draw(64 - w), 1 + draw(4));
        size_t n = shingle_count(t.n, w);
        shingle_hash(&t, w, SHINGLE_SEED, out);
        shingle_hash(&t, w, SHINGLE_SEED + 1, again);
        for (size_t i = 0; i < n; i++) {
            assert_true(out[i] != again[i]);
            for (size_t j = 0; j < i; j++)
                assert_int_equal(out[i] == out[j], same_tokens(&t, i, j, w));
        }
    }
}

/* A short text is one shingle, and not that of a longer one. */
static void test_shingle_short_texts(void **state)
{
    uint64_t token[8] = {1, 2, 3, 4, 5, 6, 7, 8}, seen[8];
    struct text t = {.hash = token};

    (void)state;
    for (size_t n = 1; n < 8; n++) {
        t.n = n;
        shingle_hash(&t, 8, SHINGLE_SEED, &seen[n]);
        for (size_t k = 1; k < n; k++)
            assert_true(seen[k] != seen[n]);
    }
    t.n = 0;
    seen[0] = 77;
    shingle_hash(&t, 8, SHINGLE_SEED, seen);
    assert_int_equal(seen[0], 77);
}

static size_t naive_distinct(const uint64_t *hash, size_t n)
{
    size_t count = 0, j;

    for (size_t i = 0; i < n; i++) {
        for (j = 0; j < i && hash[j] != hash[i]; j++)
            ;
        count += j == i;
    }
    return count;
}

/* Hashes that differ in their low bits only, which all want one slot; in any
 * bits; and 0, which marks a free slot. */
static void test_shingle_distinct_counts(void **state)
{
    uint64_t hash[200], scratch[512];

    (void)state;
    seed = 12;
    assert_int_equal(shingle_distinct(NULL, 0, scratch), 0);
    for (size_t n = 0; n <= 200; n++)
        assert_true(shingle_scratch(n) <= 512 && shingle_scratch(n) > n);
    for (int round = 0; round < 3000; round++) {
        size_t n = draw(201);
        uint32_t alphabet = 1 + draw(250);
        int spread = draw(2) != 0;
        for (size_t i = 0; i < n; i++) {
            hash[i] = draw(alphabet);
            if (spread)
                hash[i] *= 0x9e3779b97f4a7c15;
        }
        assert_int_equal(shingle_distinct(hash, n, scratch),
                         naive_distinct(hash, n));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shingle_count_of_words),
        cmocka_unit_test(test_shingle_known_hashes),
        cmocka_unit_test(test_shingle_hash_follows_the_tokens),
        cmocka_unit_test(test_shingle_short_texts),
        cmocka_unit_test(test_shingle_distinct_counts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
