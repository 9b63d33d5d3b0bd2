/*
 * pack, block and the passages of a pair: known bytes, round trips with a
 * fixed seed, and blobs that were cut or changed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/block.h"
#include "store/db.h"
#include "store/pack.h"
#include "store/pair.h"
#include "store/posting.h"
#include "store/work.h"

static uint64_t seed;

static uint32_t draw(uint32_t n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % n;
}

/* Numbers of all lengths. */
static uint64_t draw_number(unsigned bits)
{
    uint64_t v = (uint64_t)draw(1u << 31) << 33 ^
                 (uint64_t)draw(1u << 31) << 8 ^ draw(256);
    return v >> (64 - bits + draw(bits));
}

/* ---- varints ------------------------------------------------------------- */

static const struct {
    uint64_t value;
    const char *bytes;
    size_t size;
} varints[] = {
    {0, "\x00", 1},
    {1, "\x01", 1},
    {127, "\x7f", 1},
    {128, "\x80\x01", 2},
    {300, "\xac\x02", 2},
    {16383, "\xff\x7f", 2},
    {16384, "\x80\x80\x01", 3},
    {UINT32_MAX, "\xff\xff\xff\xff\x0f", 5},
    {UINT64_C(1) << 63, "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", 10},
    {UINT64_MAX, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 10},
};

static void test_pack_varint_known_bytes(void **state)
{
    uint8_t bytes[PACK_VARINT_MAX];

    (void)state;
    for (size_t i = 0; i < sizeof varints / sizeof *varints; i++) {
        const uint8_t *p = bytes;
        uint64_t v = 77;
        uint8_t *end = pack_varint(bytes, varints[i].value);
        assert_int_equal(end - bytes, varints[i].size);
        assert_memory_equal(bytes, varints[i].bytes, varints[i].size);
        assert_int_equal(pack_read(&p, end, &v), 0);
        assert_true(v == varints[i].value);
        assert_ptr_equal(p, end);
        for (p = bytes; p + 1 < end; end--) {
            const uint8_t *at = p;
            assert_int_equal(pack_read(&at, end - 1, &v), -1);
            assert_ptr_equal(at, end - 1);
        }
    }
}

static void test_pack_varint_round_trip(void **state)
{
    uint8_t bytes[PACK_VARINT_MAX];

    (void)state;
    seed = 51;
    for (int round = 0; round < 100000; round++) {
        uint64_t v = draw_number(64), back;
        const uint8_t *p = bytes;
        uint8_t *end = pack_varint(bytes, v);
        assert_int_equal(pack_read(&p, end, &back), 0);
        assert_true(back == v && p == end);
    }
}

static void test_pack_varint_that_runs_over(void **state)
{
    static const uint8_t longer[12] = {0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
                                       0x80, 0x80, 0x80, 0x80, 0x80, 0x01};
    static const uint8_t larger[11] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                       0xff, 0xff, 0xff, 0x02, 0x00};
    const uint8_t *p = longer;
    uint64_t v = 77;

    (void)state;
    assert_int_equal(pack_read(&p, longer + 12, &v), -1);
    assert_ptr_equal(p, longer + 12);
    assert_int_equal(v, 0);
    p = larger;
    assert_int_equal(pack_read(&p, larger + 11, &v), -1);
    assert_ptr_equal(p, larger + 11);
    p = larger;
    assert_int_equal(pack_read(&p, larger, &v), -1);
}

/* ---- signatures ---------------------------------------------------------- */

/* 300 words, 290 shingles, 2 samples under 0fffffffff: at 3, then at 200. */
static const unsigned char signature[] = {
    0xac, 0x02, 0xa2, 0x02, 0x02, 0x0f, 0xff, 0xff, 0xff, 0xff, 0x03, 0xff,
    0x80, 0x00, 0x00, 0x01, 0xc5, 0x01, 0x01, 0x02, 0x03, 0x04, 0x05,
};

static void test_pack_signature_known_bytes(void **state)
{
    struct sample sample[] = {{0x0102030405, 200}, {0xff80000001, 3}};
    struct sketch k = {2, 2, 0x0fffffffff, sample};
    uint8_t bytes[100];

    (void)state;
    assert_true(pack_signature_room(2) <= sizeof bytes);
    assert_int_equal(pack_signature(bytes, 300, 290, &k), sizeof signature);
    assert_memory_equal(bytes, signature, sizeof signature);
    /* All ones: the whole article is there. */
    k.n = 0;
    k.limit = UINT64_MAX;
    assert_int_equal(pack_signature(bytes, 0, 0, &k), 8);
    assert_memory_equal(bytes, "\0\0\0\xff\xff\xff\xff\xff", 8);
}

static void test_pack_hash_keeps_the_upper_bits(void **state)
{
    struct sample sample[] = {{0x0102030405060708, 9}, {UINT64_MAX, 1}};
    struct sketch k = {2, 2, 0x1000000000000000, sample};

    (void)state;
    assert_true(pack_hash(0x0102030405060708) == 0x0102030405);
    assert_true(pack_hash(0xfedcba9876543210) == 0xfedcba9876);
    pack_sketch(&k);
    assert_true(sample[0].hash == 0x0102030405 && sample[0].pos == 9);
    assert_true(sample[1].hash == 0xffffffffff && sample[1].pos == 1);
    assert_true(k.limit >= 0x1000000000 && k.limit <= 0x1000000001);
    k.limit = UINT64_MAX;
    pack_sketch(&k);
    assert_true(k.limit == UINT64_MAX);
}

/* A sketch of a random text, with its shingles repeated now and then. */
static void draw_sketch(struct sketch *k, uint32_t *words)
{
    static uint64_t hash[3000];
    *words = draw(2) ? draw(40) : draw(3000);
    for (uint32_t i = 0; i < *words; i++)
        hash[i] = i && !draw(9)
                      ? hash[draw(i)]
                      : draw_number(1) << 63 ^ (uint64_t)draw(1u << 31) << 32 ^
                            draw(1u << 31);
    assert_int_equal(sketch_make(k, hash, *words, 16, 1 + draw(20)), SKETCH_OK);
    pack_sketch(k);
}

static void test_pack_signature_round_trip(void **state)
{
    struct signature g = {0};
    struct sketch k;

    (void)state;
    seed = 52;
    sketch_init(&k);
    sketch_init(&g.sketch);
    for (int round = 0; round < 2000; round++) {
        uint32_t words;
        draw_sketch(&k, &words);
        size_t room = pack_signature_room(k.n);
        uint8_t *bytes = malloc(room);
        assert_non_null(bytes);
        size_t size = pack_signature(bytes, words, words, &k);
        assert_true(size > 0 && size <= room);
        assert_int_equal(pack_signature_read(&g, bytes, size), 0);
        assert_int_equal(g.words, words);
        assert_int_equal(g.distinct, words);
        assert_int_equal(g.sketch.n, k.n);
        assert_true(g.sketch.limit == k.limit);
        for (size_t i = 0; i < k.n; i++) {
            assert_true(g.sketch.sample[i].hash == k.sample[i].hash);
            assert_int_equal(g.sketch.sample[i].pos, k.sample[i].pos);
        }
        free(bytes);
    }
    sketch_release(&k);
    sketch_release(&g.sketch);
}

static int read_signature(const void *bytes, size_t size)
{
    struct signature g = {0};
    uint8_t *copy = malloc(size ? size : 1); /* so that ASan sees its end */
    assert_non_null(copy);
    memcpy(copy, bytes, size);
    int rc = pack_signature_read(&g, copy, size);
    for (size_t i = 0; !rc && i < g.sketch.n; i++) {
        assert_true(g.sketch.sample[i].pos < g.words);
        assert_true(!i ||
                    g.sketch.sample[i - 1].hash <= g.sketch.sample[i].hash);
    }
    sketch_release(&g.sketch);
    free(copy);
    return rc;
}

static void test_pack_signature_damaged(void **state)
{
    unsigned char bytes[sizeof signature + 1] = {0};

    (void)state;
    memcpy(bytes, signature, sizeof signature);
    assert_int_equal(read_signature(bytes, sizeof signature), 0);
    assert_int_equal(read_signature(bytes, sizeof signature + 1), -1);
    for (size_t n = 0; n < sizeof signature; n++)
        assert_int_equal(read_signature(bytes, n), -1);
    for (size_t i = 0; i < 8 * sizeof signature; i++) {
        bytes[i / 8] ^= (unsigned char)(1 << i % 8);
        read_signature(bytes, sizeof signature);
        bytes[i / 8] ^= (unsigned char)(1 << i % 8);
    }
    bytes[4] = 0x7f; /* more samples than there are bytes */
    assert_int_equal(read_signature(bytes, sizeof signature), -1);
    bytes[4] = 0x02;
    bytes[2] = 0xad; /* more shingles than words */
    assert_int_equal(read_signature(bytes, sizeof signature), -1);
    bytes[2] = 0xa2;
    bytes[16] = 0xa8; /* a sample on the last word, and one beyond it */
    bytes[17] = 0x02;
    assert_int_equal(read_signature(bytes, sizeof signature), 0);
    bytes[16] = 0xa9;
    assert_int_equal(read_signature(bytes, sizeof signature), -1);
}

/* ---- postings ------------------------------------------------------------ */

/* Least article 1000; hash 5 in two articles; ff00000000 in one. */
static const unsigned char block_bytes[] = {
    0xe8, 0x07, 0x0b, 0x02, 0x00, 0x03, 0xf6,
    0xff, 0xff, 0xff, 0xdf, 0x3f, 0x01,
};

static void test_pack_block_known_bytes(void **state)
{
    const struct posting row[] = {
        {5, 1000, 0}, {5, 1003, 0}, {0xff00000000, 1001, 0}};
    struct block b = {0};

    (void)state;
    assert_int_equal(block_pack(&b, row, 3), 0);
    assert_true(b.first == 5 && b.last == 0xff00000000);
    /* The first step is from the first hash, which the row of the file has. */
    assert_int_equal(b.size, sizeof block_bytes);
    assert_int_equal(b.bytes[2], 1);
    assert_memory_equal(b.bytes, block_bytes, 2);
    assert_memory_equal(b.bytes + 3, block_bytes + 3, sizeof block_bytes - 3);
    block_release(&b);
    assert_null(b.bytes);
    block_release(&b);
}

static int by_hash_then_slot(const void *x, const void *y)
{
    const struct posting *a = x, *b = y;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return a->slot < b->slot ? -1 : a->slot > b->slot;
}

/* Rows of few or many hashes; slot is the row's place. */
static void draw_rows(struct posting *row, size_t n)
{
    uint32_t alphabet = 1 + draw(draw(2) ? 4 : 3000), base = draw(1u << 31);
    for (size_t i = 0; i < n; i++) {
        uint64_t hash = draw(alphabet) * UINT64_C(0x9e3779b97f4a7c15);
        row[i].hash = pack_hash(hash);
        row[i].num = draw(4) ? base + draw(5000) : draw(1u << 31) * 2 + 1;
        row[i].slot = (uint32_t)i;
    }
}

/* By hash; what has one hash stays in the order it came in. */
static void test_pack_posting_sort(void **state)
{
    static struct posting row[3000], naive[3000];

    (void)state;
    seed = 53;
    for (int round = 0; round < 500; round++) {
        size_t n = draw(3001);
        draw_rows(row, n);
        memcpy(naive, row, n * sizeof *row);
        qsort(naive, n, sizeof *naive, by_hash_then_slot);
        assert_int_equal(posting_sort(NULL, row, n), STORE_OK);
        for (size_t i = 0; i < n; i++) {
            assert_true(row[i].hash == naive[i].hash);
            assert_int_equal(row[i].num, naive[i].num);
            assert_int_equal(row[i].slot, naive[i].slot);
        }
    }
}

static void test_pack_block_round_trip(void **state)
{
    static struct posting row[3000];
    struct posting *back = NULL;
    size_t n, cap = 0;
    struct block b = {0};

    (void)state;
    seed = 54;
    for (int round = 0; round < 500; round++) {
        size_t rows = 1 + draw(round % 2 ? 3000 : 5);
        draw_rows(row, rows);
        assert_int_equal(posting_sort(NULL, row, rows), STORE_OK);
        assert_int_equal(block_pack(&b, row, rows), 0);
        assert_true(b.first == row[0].hash && b.last == row[rows - 1].hash);
        assert_true(b.size <= b.cap);
        uint8_t *copy = malloc(b.size); /* so that ASan sees its end */
        assert_non_null(copy);
        memcpy(copy, b.bytes, b.size);
        assert_int_equal(block_unpack(copy, b.size, b.first, &back, &n, &cap),
                         0);
        assert_int_equal(n, rows);
        for (size_t i = 0; i < n; i++) {
            assert_true(back[i].hash == row[i].hash);
            assert_int_equal(back[i].num, row[i].num);
        }
        free(copy);
    }
    block_release(&b);
    free(back);
}

static int unpack(const void *bytes, size_t size)
{
    struct posting *row = NULL;
    size_t n = 77, cap = 0;
    int rc = block_unpack(bytes, size, 5, &row, &n, &cap);
    if (rc)
        assert_int_equal(n, 0);
    free(row);
    return rc;
}

static void test_pack_block_damaged(void **state)
{
    (void)state;
    assert_int_equal(unpack("", 0), -1);
    assert_int_equal(unpack("\xe8", 1), -1);
    /* The least number, a step or an article is past 32 bits or cut. */
    assert_int_equal(unpack("\xff\xff\xff\xff\x1f\x00\x00", 7), -1);
    assert_int_equal(unpack("\xff\xff\xff\xff\x0f\x00\x01", 7), -1);
    assert_int_equal(unpack("\x00\x00\xff\xff\xff\xff\x0f", 7), 0);
    assert_int_equal(unpack("\x00\x00", 2), -1);
    assert_int_equal(unpack("\x00\x00\x80", 3), -1);
    /* More articles of a hash than bytes. */
    assert_int_equal(unpack("\x00\x01\x03\x01\x01", 5), -1);
    assert_int_equal(unpack("\x00\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"
                            "\x01",
                            13),
                     -1);
    /* Sums that would come round to a small number, or a hash of its own. */
    assert_int_equal(
        unpack("\x01\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 12), -1);
    assert_int_equal(
        unpack("\x00\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x01\x01", 12), -1);
}

/* ---- passages of a pair -------------------------------------------------- */

static void draw_passages(struct overlap *o)
{
    for (size_t i = 0; i < o->npassages; i++) {
        struct passage *p = &o->passage[i];
        p->a = (uint32_t)draw_number(31);
        p->b = (uint32_t)draw_number(31);
        p->a_words = 1 + (uint32_t)draw_number(30);
        p->b_words = 1 + (uint32_t)draw_number(30);
        p->matched =
            1 + draw(p->a_words < p->b_words ? p->a_words : p->b_words);
    }
}

/* Packs w's passages as a pair of the articles num_a and num_b. */
static struct pair make_pair(struct work *w, uint32_t num_a, uint32_t num_b)
{
    struct doc a = {.num = num_a, .time = STORE_NO_TIME};
    struct doc b = {.num = num_b, .time = STORE_NO_TIME};
    struct store store = {0};
    struct pair p;

    rules_init(&store.rules);
    assert_int_equal(pair_make(&store, &p, w, &a, &b), 0);
    assert_int_equal(p.a, num_a < num_b ? num_a : num_b);
    assert_non_null(p.passages);
    return p;
}

static void test_pack_passages_round_trip(void **state)
{
    static struct passage drawn[50], given[50];
    struct passage *back = NULL;
    size_t n = 0, cap = 0;
    struct work w = {.overlap = {.kept_a = 100,
                                 .kept_b = 200,
                                 .matched_a = 90,
                                 .matched_b = 80,
                                 .passage = given,
                                 .cap = 50}};

    (void)state;
    seed = 55;
    for (int round = 0; round < 3000; round++) {
        int turned = draw(2) != 0;
        w.overlap.npassages = draw(51);
        draw_passages(&w.overlap);
        memcpy(drawn, given, sizeof drawn);
        struct pair p = make_pair(&w, turned ? 9 : 3, turned ? 3 : 9);
        assert_int_equal(p.kept_a, turned ? 200 : 100);
        assert_int_equal(p.matched_b, turned ? 90 : 80);
        assert_int_equal(pair_passages(p.passages, p.size, &back, &n, &cap), 0);
        assert_int_equal(n, w.overlap.npassages);
        for (size_t i = 0; i < n; i++) {
            const struct passage *x = &drawn[i], *y = &back[i];
            assert_int_equal(y->a, turned ? x->b : x->a);
            assert_int_equal(y->b, turned ? x->a : x->b);
            assert_int_equal(y->a_words, turned ? x->b_words : x->a_words);
            assert_int_equal(y->b_words, turned ? x->a_words : x->b_words);
            assert_int_equal(y->matched, x->matched);
        }
        free(p.passages);
    }
    free(back);
}

/* Two passages: 8 words at 2 and at 300; 20 at 12 against 19 at 290, of which
 * 17 are the same. */
static const unsigned char passage_bytes[] = {
    0x04, 0xd8, 0x04, 0x08, 0x00, 0x00, 0x04, 0x23, 0x14, 0x01, 0x06,
};

static void test_pack_passages_known_bytes(void **state)
{
    struct passage given[] = {
        {.a = 2, .a_words = 8, .b = 300, .b_words = 8, .matched = 8},
        {.a = 12, .a_words = 20, .b = 290, .b_words = 19, .matched = 17}};
    struct passage *back = NULL;
    size_t n = 0, cap = 0;
    struct work w = {.overlap = {.kept_a = 100,
                                 .kept_b = 200,
                                 .matched_a = 90,
                                 .matched_b = 80,
                                 .passage = given,
                                 .npassages = 2}};

    (void)state;
    struct pair p = make_pair(&w, 1, 2);
    assert_int_equal(p.size, sizeof passage_bytes);
    assert_memory_equal(p.passages, passage_bytes, p.size);
    for (size_t size = 0; size <= p.size; size++) {
        int rc = pair_passages(p.passages, size, &back, &n, &cap);
        assert_int_equal(rc, size == 0 || size == 6 || size == p.size ? 0 : -1);
    }
    /* Before the first word; matched below none; past 32 bits. */
    assert_int_equal(pair_passages("\x01\0\x01\0\0", 5, &back, &n, &cap), -1);
    assert_int_equal(pair_passages("\0\0\x01\0\x04", 5, &back, &n, &cap), -1);
    assert_int_equal(
        pair_passages("\x02\0\xff\xff\xff\xff\x0f\0\0", 9, &back, &n, &cap),
        -1);
    free(p.passages);
    free(back);
}

/* What SQLite gives for an empty blob. */
static void test_pack_no_bytes_at_all(void **state)
{
    struct posting *row = NULL;
    struct passage *passage = NULL;
    struct signature g = {0};
    size_t n = 0, cap = 0;

    (void)state;
    assert_int_equal(pack_signature_read(&g, NULL, 0), -1);
    assert_int_equal(block_unpack(NULL, 0, 5, &row, &n, &cap), -1);
    assert_int_equal(pair_passages(NULL, 0, &passage, &n, &cap), 0);
    assert_int_equal(n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pack_varint_known_bytes),
        cmocka_unit_test(test_pack_varint_round_trip),
        cmocka_unit_test(test_pack_varint_that_runs_over),
        cmocka_unit_test(test_pack_signature_known_bytes),
        cmocka_unit_test(test_pack_hash_keeps_the_upper_bits),
        cmocka_unit_test(test_pack_signature_round_trip),
        cmocka_unit_test(test_pack_signature_damaged),
        cmocka_unit_test(test_pack_block_known_bytes),
        cmocka_unit_test(test_pack_posting_sort),
        cmocka_unit_test(test_pack_block_round_trip),
        cmocka_unit_test(test_pack_block_damaged),
        cmocka_unit_test(test_pack_passages_round_trip),
        cmocka_unit_test(test_pack_passages_known_bytes),
        cmocka_unit_test(test_pack_no_bytes_at_all),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
