/* utf8: every code point there and back, and every sequence of up to four
 * bytes against a decoder that is written from the table of the standard. */
#include "shingle/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Unicode 15, table 3-7: well-formed byte sequences. */
static const struct {
    uint32_t first;
    unsigned n;
    unsigned char low[4], high[4];
} table[] = {
    {0x0, 1, {0x00}, {0x7f}},
    {0x80, 2, {0xc2, 0x80}, {0xdf, 0xbf}},
    {0x800, 3, {0xe0, 0xa0, 0x80}, {0xe0, 0xbf, 0xbf}},
    {0x1000, 3, {0xe1, 0x80, 0x80}, {0xec, 0xbf, 0xbf}},
    {0xd000, 3, {0xed, 0x80, 0x80}, {0xed, 0x9f, 0xbf}},
    {0xe000, 3, {0xee, 0x80, 0x80}, {0xef, 0xbf, 0xbf}},
    {0x10000, 4, {0xf0, 0x90, 0x80, 0x80}, {0xf0, 0xbf, 0xbf, 0xbf}},
    {0x40000, 4, {0xf1, 0x80, 0x80, 0x80}, {0xf3, 0xbf, 0xbf, 0xbf}},
    {0x100000, 4, {0xf4, 0x80, 0x80, 0x80}, {0xf4, 0x8f, 0xbf, 0xbf}},
};

/* Bytes of s that the longest start of a row has; *whole says if it is all of
 * the row, *c is then the code point. One byte at least. */
static size_t model(const unsigned char *s, size_t len, uint32_t *c)
{
    size_t best = 1, i, k;

    *c = UTF8_BAD;
    for (i = 0; i < sizeof table / sizeof *table; i++) {
        uint32_t value = 0;

        for (k = 0; k < table[i].n && k < len; k++) {
            if (s[k] < table[i].low[k] || s[k] > table[i].high[k])
                break;
            value = k ? value << 6 | (s[k] & 0x3f)
                      : (uint32_t)(s[0] - table[i].low[0]);
        }
        if (k == table[i].n) {
            uint32_t base = 0;

            for (k = 1; k < table[i].n; k++)
                base = base << 6 | (table[i].low[k] & 0x3f);
            *c = table[i].first + value - base;
            return table[i].n;
        }
        if (k > best)
            best = k;
    }
    return best;
}

static void compare(const unsigned char *s, size_t len)
{
    const unsigned char *p = s;
    uint32_t want, got = utf8_next(&p, s + len);
    size_t n = model(s, len, &want);

    assert_int_equal(got, want);
    assert_int_equal(p - s, n);
}

static void test_utf8_code_points_survive(void **state)
{
    unsigned char s[8] = {0};
    uint32_t c;

    (void)state;
    for (c = 0; c <= 0x10ffff; c++) {
        const unsigned char *p = s;
        size_t n;

        if (c >= 0xd800 && c <= 0xdfff)
            continue;
        n = utf8_put(s, c);
        if (utf8_next(&p, s + n) != c || (size_t)(p - s) != n)
            fail_msg("U+%04X, nothing behind it", (unsigned)c);
        p = s;
        if (utf8_next(&p, s + sizeof s) != c || (size_t)(p - s) != n)
            fail_msg("U+%04X, bytes behind it", (unsigned)c);
    }
}

static void test_utf8_known_forms(void **state)
{
    unsigned char s[4];

    (void)state;
    assert_int_equal(utf8_put(s, 0xe9), 2);
    assert_memory_equal(s, "\xc3\xa9", 2);
    assert_int_equal(utf8_put(s, 0x20ac), 3);
    assert_memory_equal(s, "\xe2\x82\xac", 3);
    assert_int_equal(utf8_put(s, 0x1f4f0), 4);
    assert_memory_equal(s, "\xf0\x9f\x93\xb0", 4);
}

static void test_utf8_follows_the_table(void **state)
{
    /* The borders of every range in the table, and one inside. */
    static const unsigned char edge[] = {0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90,
                                         0x9f, 0xa0, 0xbf, 0xc0, 0xe0, 0xff};
    unsigned char s[4];
    size_t b, c, d, len;
    unsigned a;

    (void)state;
    for (a = 0; a < 256; a++)
        for (b = 0; b < sizeof edge; b++)
            for (c = 0; c < sizeof edge; c++)
                for (d = 0; d < sizeof edge; d++) {
                    s[0] = (unsigned char)a;
                    s[1] = edge[b];
                    s[2] = edge[c];
                    s[3] = edge[d];
                    for (len = 1; len <= 4; len++)
                        compare(s, len);
                }
}

/* How many results, and how many of them bad, the bytes give. */
static void counts(const char *bytes, size_t len, size_t all, size_t bad)
{
    const unsigned char *p = (const unsigned char *)bytes, *end = p + len;

    while (p < end) {
        all--;
        if (utf8_next(&p, end) == UTF8_BAD)
            bad--;
    }
    assert_ptr_equal(p, end);
    assert_int_equal(all, 0);
    assert_int_equal(bad, 0);
}

#define COUNTS(s, all, bad) counts(s, sizeof(s) - 1, all, bad)

static void test_utf8_one_bad_a_maximal_part(void **state)
{
    (void)state;
    COUNTS("a\xc0\xaf"
           "b",
           4, 2);                     /* overlong slash */
    COUNTS("\xe0\x80\x80", 3, 3);     /* overlong NUL */
    COUNTS("\xed\xa0\x80", 3, 3);     /* surrogate */
    COUNTS("\xf4\x90\x80\x80", 4, 4); /* over 10FFFF */
    COUNTS("\xf0\x9f\x93 x", 3, 1);   /* cut character */
    COUNTS("\xe2\x82", 1, 1);         /* cut at the end */
    COUNTS("\xf1\x80\x80\xe1\x80\xc2", 3, 3);
    COUNTS("a\0b", 3, 0);
    COUNTS("\xff\xfe", 2, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_utf8_code_points_survive),
        cmocka_unit_test(test_utf8_known_forms),
        cmocka_unit_test(test_utf8_follows_the_table),
        cmocka_unit_test(test_utf8_one_bad_a_maximal_part),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
