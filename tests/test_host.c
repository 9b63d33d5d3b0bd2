/* host: both spellings of a name give the same two, what could be taken for
 * another name stays in punycode, and what may be a site of its own. */
#include "shingle/host.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct {
    const char *host, *ascii, *readable;
} known[] = {
    {"www.Example.com", "www.example.com", "www.example.com"},
    {"a_b.example", "a_b.example", "a_b.example"},
    {"", "", ""},
    {"M\u00dcNCHEN.example", "xn--mnchen-3ya.example", "m\u00fcnchen.example"},
    {"XN--Mnchen-3YA.example", "xn--mnchen-3ya.example",
     "m\u00fcnchen.example"},
    {"mu\u0308nchen.example", "xn--mnchen-3ya.example", "m\u00fcnchen.example"},
    {"a_b.m\u00fcnchen.example", "a_b.xn--mnchen-3ya.example",
     "a_b.m\u00fcnchen.example"},
    {"stra\u00dfe.example", "xn--strae-oqa.example", "stra\u00dfe.example"},
    {"\u65e5\u672c\u8a9e\u3002example", "xn--wgv71a119e.example",
     "\u65e5\u672c\u8a9e.example"},
    {"\u3042\u30a2\u65e5.example", "xn--l8ji1iv48h.example", NULL},
    {"\u043f\u0440\u0438\u043c\u0435\u0440.example", "xn--e1afmkfd.example",
     "\u043f\u0440\u0438\u043c\u0435\u0440.example"},
    /* All of it looks Latin; part of it is; a letter without its dot. */
    {"\u0430\u0440\u0440\u04cf\u0435.example", "xn--80ak6aa92e.example",
     "xn--80ak6aa92e.example"},
    {"g\u043e\u043egle.example", "xn--ggle-55da.example",
     "xn--ggle-55da.example"},
    {"w\u0131re.example", "xn--wre-jua.example", "xn--wre-jua.example"},
    /* No names. */
    {"xn--zz.example", "xn--zz.example", "xn--zz.example"},
    {"m\xfcnchen.example", "m\xfcnchen.example", "m\xfcnchen.example"},
};

static void test_host_both_spellings(void **state)
{
    char ascii[HOST_SIZE], shown[HOST_SIZE], again[HOST_SIZE];

    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        host_ascii(known[i].host, ascii);
        host_readable(ascii, shown);
        if (known[i].readable && (strcmp(ascii, known[i].ascii) != 0 ||
                                  strcmp(shown, known[i].readable) != 0))
            fail_msg("'%s' is '%s' and '%s'", known[i].host, ascii, shown);
        host_ascii(shown, again);
        assert_string_equal(again, ascii);
        host_ascii(ascii, again);
        assert_string_equal(again, ascii);
    }
}

/* Any bytes, of any length, stay within; what is shown of a name that is not
 * cut is the same host again. */
static void test_host_any_bytes(void **state)
{
    static const char *const some[] = {"a",
                                       "Z",
                                       "-",
                                       ".",
                                       "xn--",
                                       "3ya",
                                       "\xc3\xbc",
                                       "\xd0\xbe",
                                       "\xd7\x90",
                                       "\xe6\x97\xa5",
                                       "\xe3\x80\x82",
                                       "\xff",
                                       "\xcc\x88",
                                       "mnchen-"};
    uint64_t seed = 71;
    char host[700], ascii[HOST_SIZE], shown[HOST_SIZE], again[HOST_SIZE];

    (void)state;
    for (int round = 0; round < 20000; round++) {
        size_t n = 0, want = round % 50 ? 24 : 600;

        while (n < want) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            const char *s = some[(seed >> 33) % (sizeof some / sizeof *some)];
            memcpy(host + n, s, strlen(s));
            n += strlen(s);
        }
        host[n] = '\0';
        memset(ascii, 1, sizeof ascii);
        memset(shown, 1, sizeof shown);
        host_ascii(host, ascii);
        assert_non_null(memchr(ascii, 0, sizeof ascii));
        host_readable(ascii, shown);
        assert_non_null(memchr(shown, 0, sizeof shown));
        host_ascii(shown, again);
        if (want == 24 && strcmp(again, ascii) != 0)
            fail_msg("'%s': '%s', '%s', '%s'", host, ascii, shown, again);
    }
}

static void test_host_fault(void **state)
{
    static const char *const sound[] = {
        "wire.example", "a.b.co.uk", "xn--mnchen-3ya.de",       "192.0.2.7",
        "a_b.example",  "4.example", "b.xn--55qx5d.xn--j6w193g"};
    static const char *const bad[] = {"",
                                      "com",
                                      "co.uk",
                                      "github.io",
                                      "xn--55qx5d.xn--j6w193g",
                                      "tribune",
                                      ".",
                                      "a..example",
                                      ".a.example",
                                      "a.example.",
                                      "*.a.example",
                                      "-a.example",
                                      "a-.example",
                                      "192.0.2",
                                      "192.0.2.777",
                                      "a b.example",
                                      "m\xc3\xbcnchen.de"};

    (void)state;
    for (size_t i = 0; i < sizeof sound / sizeof *sound; i++)
        if (host_fault(sound[i]))
            fail_msg("'%s': %s", sound[i], host_fault(sound[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (!host_fault(bad[i]))
            fail_msg("'%s' is sound", bad[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_host_both_spellings),
        cmocka_unit_test(test_host_any_bytes),
        cmocka_unit_test(test_host_fault),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
