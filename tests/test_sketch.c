/*
 * sketch: with a fixed seed, held against the definition of MIN_s and MOD_m
 * worked out on the sorted set; and estimates against the exact value.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

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

/* sketch.c itself, with allocations that can be made to fail. */
#define realloc stingy_realloc
#include "shingle/sketch.c"
#undef realloc

static uint64_t seed;

static uint32_t draw(uint32_t n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % n;
}

/* A hash by its number: splitmix64. */
static uint64_t hash_of(uint64_t number)
{
    uint64_t z = number * 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

static int by_number(const void *x, const void *y)
{
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return a < b ? -1 : a > b;
}

/* Sorts and drops repeats; the number left. */
static size_t settle(uint64_t *hash, size_t n)
{
    size_t kept = 0;
    if (n)
        qsort(hash, n, sizeof *hash, by_number);
    for (size_t i = 0; i < n; i++)
        if (!kept || hash[kept - 1] != hash[i])
            hash[kept++] = hash[i];
    return kept;
}

/* How many of the n sorted hashes are under 2^64 / m or the s smallest. */
static size_t naive_size(const uint64_t *set, size_t n, unsigned s, unsigned m)
{
    size_t under = 0;
    while (under < n && (m == 1 || set[under] < UINT64_MAX / m + 1))
        under++;
    return under >= s ? under : n < s ? n : s;
}

#define MOST 600

static void hold_against_model(const struct sketch *k, const uint64_t *hash,
                               size_t n, unsigned s, unsigned m)
{
    static uint64_t set[MOST];
    size_t first;

    if (n)
        memcpy(set, hash, n * sizeof *set);
    size_t distinct = settle(set, n), want = naive_size(set, distinct, s, m);
    assert_int_equal(k->n, want);
    for (size_t i = 0; i < want; i++) {
        assert_true(k->sample[i].hash == set[i]);
        for (first = 0; hash[first] != set[i]; first++)
            ;
        assert_int_equal(k->sample[i].pos, first);
    }
    for (size_t i = 0; i < distinct; i++)
        assert_int_equal(set[i] < k->limit, i < want);
    assert_int_equal(k->limit == UINT64_MAX, want == distinct);
}

/* Few numbers, so that articles repeat themselves; in every second round
 * hashes are sparse, so that few lie under 2^64 / m. */
static void test_sketch_is_as_defined(void **state)
{
    static const unsigned moduli[] = {1, 2, 3, 7, 16, 17, 100, 4096};
    static uint64_t hash[MOST];
    struct sketch k;

    (void)state;
    seed = 21;
    sketch_init(&k);
    for (int round = 0; round < 20000; round++) {
        unsigned s = 1 + draw(draw(2) ? 4 : 64), m = moduli[draw(8)];
        size_t n = draw(draw(2) ? 3 * s + 1 : MOST);
        uint32_t alphabet = 1 + draw(draw(2) ? 2 * s : 1000), base = draw(1000);
        for (size_t i = 0; i < n; i++)
            hash[i] = hash_of(base + draw(alphabet));
        assert_int_equal(sketch_make(&k, hash, n, s, m), SKETCH_OK);
        hold_against_model(&k, hash, n, s, m);
    }
    sketch_release(&k);
    assert_null(k.sample);
    sketch_release(&k);
    sketch_release(NULL);
}

static void test_sketch_of_nothing(void **state)
{
    uint64_t one = 1;
    struct sketch none, some;

    (void)state;
    sketch_init(&none);
    sketch_init(&some);
    assert_int_equal(sketch_make(&none, NULL, 0, 16, 16), SKETCH_OK);
    assert_int_equal(none.n, 0);
    assert_true(none.limit == UINT64_MAX);
    assert_int_equal(sketch_make(&some, &one, 1, 16, 16), SKETCH_OK);
    struct estimate r = sketch_resemblance(&none, &some);
    assert_true(r.value == 0 && r.error == 0 && r.sample == 1);
    r = sketch_resemblance(&none, &none);
    assert_true(r.value == 0 && r.error == 0 && r.sample == 0);
    r = sketch_containment(&none, &some);
    assert_true(r.value == 0 && r.sample == 0);
    sketch_release(&none);
    sketch_release(&some);
}

/* Articles a and b: shared hashes in both, and some of their own. */
struct couple {
    uint64_t a[4096], b[4096];
    size_t n, m;
    double resemblance, containment;
    struct sketch x, y;
};

static void make_couple(struct couple *c, uint32_t shared, uint32_t own_a,
                        uint32_t own_b)
{
    static uint64_t number;
    c->n = c->m = 0;
    for (uint32_t i = 0; i < shared; i++)
        c->a[c->n++] = c->b[c->m++] = hash_of(++number);
    for (uint32_t i = 0; i < own_a; i++)
        c->a[c->n++] = hash_of(++number);
    for (uint32_t i = 0; i < own_b; i++)
        c->b[c->m++] = hash_of(++number);
    c->resemblance = (double)shared / (shared + own_a + own_b);
    c->containment = (double)shared / (shared + own_a);
    assert_int_equal(sketch_make(&c->x, c->a, c->n, 16, 16), SKETCH_OK);
    assert_int_equal(sketch_make(&c->y, c->b, c->m, 16, 16), SKETCH_OK);
}

static int nearly(double a, double b)
{
    return fabs(a - b) < 1e-12;
}

/* What is sampled whole is compared exactly. */
static void test_sketch_small_articles_are_exact(void **state)
{
    static struct couple c;

    (void)state;
    seed = 22;
    for (int round = 0; round < 1000; round++) {
        uint32_t shared = draw(8), own_a = draw(8), own_b = draw(8);
        make_couple(&c, shared, own_a + 1, own_b);
        struct estimate r = sketch_resemblance(&c.x, &c.y);
        assert_true(nearly(r.value, c.resemblance) && r.error == 0);
        assert_int_equal(r.sample, shared + own_a + 1 + own_b);
        r = sketch_containment(&c.x, &c.y);
        assert_true(nearly(r.value, c.containment) && r.error == 0);
        assert_int_equal(r.sample, shared + own_a + 1);
    }
    sketch_release(&c.x);
    sketch_release(&c.y);
}

static void test_sketch_resemblance_is_symmetric(void **state)
{
    static struct couple c;

    (void)state;
    seed = 23;
    for (int round = 0; round < 500; round++) {
        make_couple(&c, draw(1000), draw(1000), 1 + draw(1000));
        struct estimate r = sketch_resemblance(&c.x, &c.y);
        struct estimate q = sketch_resemblance(&c.y, &c.x);
        assert_true(r.value == q.value && r.error == q.error);
        assert_int_equal(r.sample, q.sample);
        r = sketch_resemblance(&c.x, &c.x);
        assert_true(r.value == 1 && r.sample == c.x.n);
    }
    sketch_release(&c.x);
    sketch_release(&c.y);
}

/* How estimates lie about the exact value, in standard errors. */
struct spread {
    double most; /* where 10 hits and 10 misses were to be expected */
    double sum;
    int n, within_two, beyond_five;
};

static void note(struct spread *s, struct estimate e, double exact)
{
    if (e.error <= 0)
        return;
    double off = fabs(e.value - exact) / e.error;
    assert_true(e.error < 1 || !e.sample);
    double hits = exact * (double)e.sample;
    if (hits >= 10 && (double)e.sample - hits >= 10 && off > s->most)
        s->most = off;
    s->beyond_five += off > 5;
    s->sum += (e.value - exact) / e.error;
    s->within_two += off <= 2;
    s->n++;
}

static void require_honest(const struct spread *s, const char *what)
{
    double share = (double)s->within_two / s->n;
    if (s->most > 5 || s->beyond_five > s->n / 5000 || share < 0.93 ||
        share > 0.98 || fabs(s->sum / s->n) > 0.1)
        fail_msg("%s: of %d, %.3f within two errors, %d beyond five, the "
                 "worst %.1f off, %.3f on the mean",
                 what, s->n, share, s->beyond_five, s->most, s->sum / s->n);
}

/* Of briefs, of which the 16 smallest hashes are known, and of pages of a
 * thousand words and more, some 60 to 200. Where hardly a hit or a miss is to
 * be expected, chance goes beyond five errors now and then: of 16 samples of
 * which a fifth is shared, none is a hit in one case of 35. */
static void test_sketch_estimates_are_honest(void **state)
{
    static struct couple c;

    (void)state;
    seed = 24;
    for (int size = 0; size < 2; size++) {
        uint32_t most = size ? 2000 : 150;
        struct spread r = {0}, a = {0};
        for (int round = 0; round < 20000; round++) {
            uint32_t n = most / 2 + draw(most / 2), shared = draw(n);
            make_couple(&c, shared, n - shared, draw(n - shared + 1));
            note(&r, sketch_resemblance(&c.x, &c.y), c.resemblance);
            note(&a, sketch_containment(&c.x, &c.y), c.containment);
        }
        require_honest(&r, size ? "resemblance, pages" : "resemblance, briefs");
        require_honest(&a, size ? "containment, pages" : "containment, briefs");
    }
    sketch_release(&c.x);
    sketch_release(&c.y);
}

static void test_sketch_every_allocation_may_fail(void **state)
{
    static uint64_t hash[5000];
    size_t failures = 0;

    (void)state;
    for (size_t i = 0; i < 5000; i++)
        hash[i] = hash_of(i);
    for (long n = 0; n < 20; n++) {
        struct sketch k;
        sketch_init(&k);
        allowed = n;
        int result = sketch_make(&k, hash, 5000, 16, 4);
        allowed = -1;
        assert_true(result == SKETCH_OK || result == SKETCH_NO_MEMORY);
        assert_int_equal(!k.n, result != 0);
        failures += result != 0;
        assert_int_equal(sketch_make(&k, hash, 5000, 16, 4), SKETCH_OK);
        assert_true(k.n > 1000);
        sketch_release(&k);
    }
    /* 64, 128 ... 2048 samples. */
    assert_int_equal(failures, 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sketch_is_as_defined),
        cmocka_unit_test(test_sketch_of_nothing),
        cmocka_unit_test(test_sketch_small_articles_are_exact),
        cmocka_unit_test(test_sketch_resemblance_is_symmetric),
        cmocka_unit_test(test_sketch_estimates_are_honest),
        cmocka_unit_test(test_sketch_every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
