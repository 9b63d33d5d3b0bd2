/*
 * site: the registrable domain of what stands in a URL or host column.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "store/site.h"

static const struct {
    const char *url, *site;
} known[] = {
    {"http://www.example.com/2009/11/30/treaty.html", "example.com"},
    {"https://example.com", "example.com"},
    {"example.com", "example.com"},
    {"news.example.com", "example.com"},
    {"a.b.c.d.example.com/x", "example.com"},
    {"www.example.com/redirect?to=http://other.org/", "example.com"},
    {"www.example.com?x=http://other.org/", "example.com"},
    {"www.example.com#http://other.org/", "example.com"},
    {"//cdn.example.com/x", "example.com"},
    {"HTTP://WWW.Example.COM/Path", "example.com"},
    {"https://example.com:8443/x", "example.com"},
    {"example.com:80", "example.com"},
    {"http://user@example.com/", "example.com"},
    {"http://user:secret@www.example.com:80/", "example.com"},
    {"http://user@mail@example.com/", "example.com"},
    {"ftp://example.com/at@sign.org", "example.com"},
    {"http://www.example.com./", "example.com"},
    {"http://example.com\\@other.org/", "example.com"},
    {"example.com ", "example.com"},
    {"example.com\r\n", "example.com"},
    /* Suffixes of two parts and more, and the names that are suffixes. */
    {"http://www.bbc.co.uk/news", "bbc.co.uk"},
    {"https://news.abc.net.au/x", "abc.net.au"},
    {"http://www.asahi.co.jp/", "asahi.co.jp"},
    {"http://www.folha.uol.com.br/", "uol.com.br"},
    {"http://co.uk/", "co.uk"},
    {"http://com/", "com"},
    {"http://paper.city.kawasaki.jp/", "city.kawasaki.jp"},
    {"http://www.paper.x.ck/", "paper.x.ck"},
    {"http://www.ck/", "www.ck"},
    /* Where everybody has a paper of his own. */
    {"https://alice.github.io/blog", "alice.github.io"},
    {"https://www.alice.github.io/blog", "alice.github.io"},
    {"https://github.io/", "github.io"},
    {"https://gazette.blogspot.com/2009/11/x.html", "gazette.blogspot.com"},
    /* Addresses, and names that no list knows. */
    {"http://192.0.2.7/x", "192.0.2.7"},
    {"http://192.0.2.7:8080/x", "192.0.2.7"},
    {"192.0.2.7", "192.0.2.7"},
    {"http://[2001:DB8::7]/x", "2001:db8::7"},
    {"http://[2001:db8::7]:8080/x", "2001:db8::7"},
    {"http://u@[2001:db8::7]/x", "2001:db8::7"},
    {"2001:db8::7", "2001:db8::7"},
    {"::1", "::1"},
    {"http://localhost:3000/", "localhost"},
    {"http://wire.paper.nosuchtld/x", "paper.nosuchtld"},
    {"archive_2.example.com", "example.com"},
    /* Punycode, and names in other scripts. */
    {"http://www.xn--mnchen-3ya.de/", "m\u00fcnchen.de"},
    {"http://WWW.XN--MNCHEN-3YA.de:80/", "m\u00fcnchen.de"},
    {"http://www.M\u00dcNCHEN.de/", "m\u00fcnchen.de"},
    {"http://www.mu\u0308nchen.de/", "m\u00fcnchen.de"},
    {"http://www.stra\u00dfe.de/", "stra\u00dfe.de"},
    {"https://xn--e1afmkfd.xn--p1ai/",
     "\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444"},
    {"http://a.b.xn--55qx5d.xn--j6w193g/", "b.\u516c\u53f8.\u9999\u6e2f"},
    {"http://a.b.\u516c\u53f8.xn--j6w193g/", "b.\u516c\u53f8.\u9999\u6e2f"},
    {"http://www.\u65b0\u805e\u3002\u53f0\u7063/", "\u65b0\u805e.\u53f0\u7063"},
    /* Names that could be taken for others, and what is no name. */
    {"http://www.\u0430\u0440\u0440\u04cf\u0435.com/", "xn--80ak6aa92e.com"},
    {"http://xn--80ak6aa92e.com/", "xn--80ak6aa92e.com"},
    {"http://g\u043e\u043egle.com/", "xn--ggle-55da.com"},
    {"http://www.xn--zz.com/", "xn--zz.com"},
    {"http://www.m\u00fcnchen.de/", "m\u00fcnchen.de"},
    {"http://news.\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444/x",
     "\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444"},
    {"http://www.\u65b0\u805e.\u53f0\u7063/", "\u65b0\u805e.\u53f0\u7063"},
    /* Nobody. */
    {"", ""},
    {"http://", ""},
    {"http:///path", ""},
    {"/path/only", ""},
    {"?x", ""},
    {"...", ""},
    {"http://user@/", ""},
    {"http://:80/", ""},
    {"http://[]/", ""},
};

static void test_site_domain_known(void **state)
{
    char out[256];

    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        memset(out, 'x', sizeof out);
        site_domain(known[i].url, out, sizeof out);
        if (strcmp(out, known[i].site))
            fail_msg("'%s' is '%s', not '%s'", known[i].url, out,
                     known[i].site);
    }
    site_domain(NULL, out, sizeof out);
    assert_string_equal(out, "");
}

/* A site that is named without a URL keeps its name whole. */
static void test_site_name_known(void **state)
{
    static const char *const name[][2] = {
        {"News.Example.co.uk", "news.example.co.uk"},
        {"www.example.com", "example.com"},
        {"http://www.example.com:80/x", "example.com"},
        {"Tribune", "tribune"},
        {"2001:db8::7", "2001:db8::7"},
        {"www.m\u00fcnchen.de", "m\u00fcnchen.de"},
        {"www.xn--mnchen-3ya.de", "m\u00fcnchen.de"},
        {"News.xn--mnchen-3ya.de", "news.m\u00fcnchen.de"},
        {"\u65b0\u805eABC", "\u65b0\u805eabc"},
        {"wwwx.example.com", "wwwx.example.com"},
        {"", ""},
    };
    char out[256];

    (void)state;
    for (size_t i = 0; i < sizeof name / sizeof *name; i++) {
        site_name(name[i][0], out, sizeof out);
        assert_string_equal(out, name[i][1]);
    }
    site_name(NULL, out, sizeof out);
    assert_string_equal(out, "");
    site_name("www.example.com", out, 5);
    assert_string_equal(out, "exam");
}

/* What was answered is answered again when it is asked about. */
static void test_site_domain_of_a_site_is_itself(void **state)
{
    char out[256];

    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        site_domain(known[i].site, out, sizeof out);
        if (strcmp(out, known[i].site))
            fail_msg("'%s' is '%s'", known[i].site, out);
    }
}

/* A question names a site in either spelling. */
static void test_site_asked_either_spelling(void **state)
{
    char domain[2][256], name[2][256];

    (void)state;
    site_asked("news.xn--mnchen-3ya.de", domain[0], name[0], 256);
    site_asked("News.M\u00dcNCHEN.de", domain[1], name[1], 256);
    assert_string_equal(domain[0], "m\u00fcnchen.de");
    assert_string_equal(domain[1], domain[0]);
    assert_string_equal(name[0], "news.m\u00fcnchen.de");
    assert_string_equal(name[1], name[0]);
}

static void test_site_domain_is_cut(void **state)
{
    char out[12];

    (void)state;
    for (size_t size = 1; size <= sizeof out; size++) {
        memset(out, 'x', sizeof out);
        site_domain("http://www.example.com/", out, size);
        size_t n = size - 1 < 11 ? size - 1 : 11;
        assert_int_equal(strlen(out), n);
        assert_memory_equal(out, "example.com", n);
    }
}

/* Host names of any length: no crash, no byte beyond. */
static void test_site_domain_of_long_names(void **state)
{
    static char url[70000], out[400];

    (void)state;
    for (size_t n = 1; n < sizeof url - 20; n += n < 600 ? 1 : 9973) {
        memset(url, 'a', n);
        for (size_t i = 40; i < n; i += 41)
            url[i] = '.';
        strcpy(url + n, ".com/");
        memset(out, '\1', sizeof out);
        site_domain(url, out, 300);
        assert_true(strlen(out) < 256);
        assert_int_equal(out[300], 1);
        if (n < 41) {
            assert_int_equal(strlen(out), n + 4);
        }
    }
    memset(url, '.', 5000);
    url[5000] = '\0';
    site_domain(url, out, sizeof out);
    assert_string_equal(out, "");
}

/* Bytes that are no host name at all. */
static void test_site_domain_of_any_bytes(void **state)
{
    static const char some[] = ":/@[]?#.\\ a1-%\xc3\xa9\xff\x80";
    uint64_t seed = 61;
    char url[24], out[16];

    (void)state;
    for (int round = 0; round < 200000; round++) {
        size_t n = 0;
        for (; n < sizeof url - 1; n++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            url[n] = some[(seed >> 33) % sizeof some];
        }
        url[n] = '\0';
        site_domain(url, out, sizeof out);
        assert_true(strlen(out) < sizeof out);
        assert_null(strpbrk(out, "/@?#"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_site_domain_known),
        cmocka_unit_test(test_site_domain_of_a_site_is_itself),
        cmocka_unit_test(test_site_name_known),
        cmocka_unit_test(test_site_asked_either_spelling),
        cmocka_unit_test(test_site_domain_is_cut),
        cmocka_unit_test(test_site_domain_of_long_names),
        cmocka_unit_test(test_site_domain_of_any_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
