/* fold: known answers, and what must hold for every character that utf8proc
 * knows. */
#include "shingle/utf8.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include <cmocka.h>

static int no_memory;

static void *stingy_malloc(size_t n)
{
    return no_memory ? NULL : malloc(n);
}

/* fold.c itself, with allocations that can be made to fail. */
#define malloc stingy_malloc
#include "shingle/fold.c"
#undef malloc

static int skipped(uint32_t c)
{
    return c >= 0xd800 && c <= 0xdfff;
}

/* What c becomes, as text. */
static size_t spell(unsigned char *out, uint32_t c)
{
    const struct fold *f = fold_of(c);
    size_t i, n = 0;

    assert_non_null(f);
    if (f->kind != FOLD_LIST) {
        memcpy(out, f->to.bytes, f->len);
        return f->len;
    }
    for (i = 0; i < f->len; i++)
        n += utf8_put(out + n, fold_list(c, f)[i]);
    return n;
}

static void becomes(uint32_t c, const char *want)
{
    unsigned char out[128];
    size_t n = spell(out, c);

    out[n] = 0;
    assert_string_equal((const char *)out, want);
}

static void test_fold_known_letters(void **state)
{
    (void)state;
    becomes('Q', "q");
    becomes(0xc9, "é");
    becomes(0xdf, "ss");
    becomes(0x1e9e, "ss");
    becomes(0x130, "i\xcc\x87");
    becomes(0x131, "ı");
    becomes(0x3c2, "σ");
    becomes(0x401, "е");
    becomes(0x451, "е");
    becomes(0x419, "й");
    becomes(0xfb01, "fi");
    becomes(0xfb03, "ffi");
    becomes(0xff21, "a");
    becomes(0x338f, "kg");
    becomes(0xbd, "1\xe2\x81\x84"
                  "2");
    becomes(0xff76, "カ");
    becomes(0xfefb, "لا");
    becomes(0xfb2a, "ש");
    becomes(0xf900, "豈");
}

static void test_fold_known_kinds(void **state)
{
    static const struct {
        uint32_t c;
        uint8_t kind;
    } known[] = {
        {'a', FOLD_LETTER},        {'7', FOLD_DIGIT},
        {'\'', FOLD_APOSTROPHE},   {'`', FOLD_APOSTROPHE},
        {0x2019, FOLD_APOSTROPHE}, {0x2018, FOLD_APOSTROPHE},
        {0x2bc, FOLD_APOSTROPHE},  {0xff07, FOLD_APOSTROPHE},
        {0x2b9, FOLD_APOSTROPHE},  {0x2032, FOLD_APOSTROPHE},
        {0xb4, FOLD_APOSTROPHE},   {0x92, FOLD_APOSTROPHE},
        {'.', FOLD_POINT},         {0xff0e, FOLD_POINT},
        {',', FOLD_COMMA},         {0x66b, FOLD_COMMA},
        {'?', FOLD_STOP},          {0x2026, FOLD_STOP},
        {0x61f, FOLD_STOP},        {0x3002, FOLD_END},
        {0xff01, FOLD_END},        {0x964, FOLD_END},
        {'\n', FOLD_BREAK},        {0x2028, FOLD_BREAK},
        {0xa0, FOLD_SPACE},        {0x3000, FOLD_SPACE},
        {0x202f, FOLD_SPACE},      {0x201c, FOLD_SPACE},
        {'"', FOLD_SPACE},         {0xab, FOLD_SPACE},
        {'-', FOLD_OTHER},         {0x2014, FOLD_OTHER},
        {0x5be, FOLD_OTHER},       {0x2122, FOLD_OTHER},
        {0x1f4f0, FOLD_OTHER},     {0xfffd, FOLD_OTHER},
        {0xe000, FOLD_OTHER},      {0, FOLD_OTHER},
        {0xad, FOLD_VANISH},       {0x200b, FOLD_VANISH},
        {0x200d, FOLD_VANISH},     {0x2060, FOLD_VANISH},
        {0xfeff, FOLD_VANISH},     {0x202e, FOLD_VANISH},
        {0x2067, FOLD_VANISH},     {0xfe0f, FOLD_VANISH},
        {0x640, FOLD_VANISH},      {0x64e, FOLD_VANISH},
        {0x5b7, FOLD_VANISH},      {0x20e3, FOLD_VANISH},
        {0x301, FOLD_MARK},        {0x94d, FOLD_MARK},
        {0x653, FOLD_MARK},        {0x3099, FOLD_MARK},
        {0xff9e, FOLD_MARK},       {0x1161, FOLD_JAMO},
        {0x1100, FOLD_LETTER},     {0xac00, FOLD_LETTER},
        {0x4e2d, FOLD_CHARACTER},  {0x3042, FOLD_CHARACTER},
        {0x30fc, FOLD_CHARACTER},  {0xff71, FOLD_CHARACTER},
        {0xe01, FOLD_CHARACTER},   {0xe81, FOLD_CHARACTER},
        {0x1780, FOLD_CHARACTER},  {0x1000, FOLD_CHARACTER},
        {0x20000, FOLD_CHARACTER}, {'%', FOLD_PERCENT},
        {0xff05, FOLD_PERCENT},    {0x66a, FOLD_PERCENT},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof known / sizeof *known; i++)
        if (fold_of(known[i].c)->kind != known[i].kind)
            fail_msg("U+%04X is of kind %d", (unsigned)known[i].c,
                     fold_of(known[i].c)->kind);
}

static void test_fold_is_stable(void **state)
{
    unsigned char once[128], twice[128];
    uint32_t c;

    (void)state;
    for (c = 0; c <= 0x10ffff; c++) {
        const struct fold *f = fold_of(c);
        size_t n, m = 0, i;

        if (skipped(c))
            continue;
        n = spell(once, c);
        for (i = 0; i < n;) {
            const unsigned char *p = once + i;
            uint32_t d = utf8_next(&p, once + n);
            const struct fold *g = fold_of(d);

            assert_int_not_equal(g->kind, FOLD_LIST);
            if (f->kind != FOLD_LIST)
                assert_int_equal(g->kind, f->kind);
            /* What has no bytes of its own is kept in a list for its kind. */
            if (g->len)
                m += spell(twice + m, d);
            else
                m += utf8_put(twice + m, d);
            i = (size_t)(p - once);
        }
        if (m != n || memcmp(once, twice, n))
            fail_msg("U+%04X becomes something that changes", (unsigned)c);
    }
}

static void test_fold_ascii_agrees(void **state)
{
    uint32_t c;

    (void)state;
    for (c = 0; c < 0x80; c++) {
        assert_int_equal(fold_of(c)->kind, fold_ascii[c]);
        if (fold_ascii[c] <= FOLD_DIGIT)
            assert_int_equal(fold_of(c)->to.bytes[0], c | 0x20);
        assert_int_equal(fold_of(c)->flags & FOLD_CAPITAL,
                         c >= 'A' && c <= 'Z' ? FOLD_CAPITAL : 0);
    }
    for (; c < 256; c++)
        assert_int_equal(fold_ascii[c], FOLD_LIST);
}

/* Ten digits of each script in a row are 0 to 9. */
static void test_fold_digits_are_ascii(void **state)
{
    uint32_t c, want = 0;

    (void)state;
    for (c = 0x80; c <= 0x10ffff; c++) {
        if (utf8proc_category((utf8proc_int32_t)c) != UTF8PROC_CATEGORY_ND) {
            assert_int_equal(want, 0);
            continue;
        }
        if (fold_of(c)->kind != FOLD_DIGIT || fold_of(c)->len != 1 ||
            fold_of(c)->to.bytes[0] != '0' + want)
            fail_msg("U+%04X is not %u", (unsigned)c, (unsigned)want);
        want = (want + 1) % 10;
    }
}

/* No plain mark is a part, other than the first, of a composed character. */
static void test_fold_plain_marks_never_compose(void **state)
{
    uint32_t c;

    (void)state;
    for (c = 0; c <= 0x10ffff; c++) {
        utf8proc_int32_t part[32];
        utf8proc_ssize_t n, i;
        int last = 0;

        n = utf8proc_decompose_char((utf8proc_int32_t)c, part, 32,
                                    UTF8PROC_DECOMPOSE | UTF8PROC_STABLE,
                                    &last);
        for (i = 1; i < n; i++) {
            const struct fold *f = fold_of((uint32_t)part[i]);

            if (f->kind != FOLD_MARK || !(f->flags & FOLD_PLAIN))
                continue;
            /* What is never composed again may have any parts. */
            if (!utf8proc_get_property((utf8proc_int32_t)c)->comp_exclusion)
                fail_msg("U+%04X has the plain mark U+%04X", (unsigned)c,
                         (unsigned)part[i]);
        }
    }
}

static void test_fold_composes_in_any_order(void **state)
{
    unsigned char a[64] = "e\xcc\x81", b[64] = "a\xcc\x82\xcc\xa3",
                  c[64] = "\xd0\xb5\xcc\x88",
                  d[64] = "\xce\xb1\xcd\x85\xcc\x81",
                  e[64] = "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab";

    (void)state;
    assert_int_equal(fold_compose(a, 3, 64), 2);
    assert_memory_equal(a, "é", 2);
    assert_int_equal(fold_compose(b, 5, 64), 3);
    assert_memory_equal(b, "ậ", 3);
    assert_int_equal(fold_compose(c, 4, 64), 2);
    assert_memory_equal(c, "е", 2);
    assert_int_equal(fold_compose(d, 6, 64), 4);
    assert_memory_equal(d, "άι", 4);
    assert_int_equal(fold_compose(e, 9, 64), 3);
    assert_memory_equal(e, "한", 3);
}

/* Threads that make the same pages at once see the same folds. */
static void *sum_folds(void *arg)
{
    uint64_t *sum = arg;
    uint32_t c;

    for (c = 0x10000; c < 0x20000; c++) {
        const struct fold *f = fold_of(c);

        if (!f)
            return NULL;
        *sum = *sum * 31 + f->kind + f->len;
    }
    return arg;
}

static void test_fold_pages_are_shared(void **state)
{
    uint64_t sum[4] = {0};
    pthread_t thread[4];
    void *result;
    size_t i;

    (void)state;
    for (i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, sum_folds, &sum[i]),
                         0);
    for (i = 0; i < 4; i++) {
        assert_int_equal(pthread_join(thread[i], &result), 0);
        assert_ptr_equal(result, &sum[i]);
    }
    assert_true(sum[0] == sum[1] && sum[1] == sum[2] && sum[2] == sum[3]);
}

static void test_fold_survives_without_memory(void **state)
{
    (void)state;
    no_memory = 1;
    assert_null(fold_of(0xe0041));
    no_memory = 0;
    assert_non_null(fold_of(0xe0041));
    assert_int_equal(fold_of(0xe0041)->kind, FOLD_VANISH);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        /* First, while no page is there. */
        cmocka_unit_test(test_fold_pages_are_shared),
        cmocka_unit_test(test_fold_survives_without_memory),
        cmocka_unit_test(test_fold_known_letters),
        cmocka_unit_test(test_fold_known_kinds),
        cmocka_unit_test(test_fold_is_stable),
        cmocka_unit_test(test_fold_ascii_agrees),
        cmocka_unit_test(test_fold_digits_are_ascii),
        cmocka_unit_test(test_fold_plain_marks_never_compose),
        cmocka_unit_test(test_fold_composes_in_any_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
