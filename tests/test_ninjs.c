/* IPTC's ninjs, versions 1 to 3, and other JSON whose text is HTML. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/articles.h"

static void expect(const char *s, const char *want)
{
    char *got = read_articles(s, strlen(s), NULL, 100);
    assert_string_equal(got, want);
    free(got);
}

static void test_ninjs_1(void **state)
{
    (void)state;
    expect(
        "{\"uri\":\"http://w.example/1\",\"type\":\"text\",\"versioncreated\""
        ":\"2009-11-30T01:54:00Z\",\"language\":\"en\",\"headline\":\"T\","
        "\"byline\":\"A. Writer\",\"located\":\"Oslo\",\"copyrightholder\":"
        "\"Wire\",\"body_text\":\"OSLO (Wire) One\",\"body_xhtml\":"
        "\"<p>no</p>\",\"associations\":{\"p\":{\"type\":\"picture\","
        "\"uri\":\"http://w.example/p\"}}}",
        "1:0 http://w.example/1|http://w.example/1|-|T|en|A. Writer|Wire|"
        "2009-11-30T01:54:00Z|||A. Writer\nOSLO (Wire) One\n");
    expect("{\"uri\":\"urn:1\",\"pubstatus\":\"usable\",\"contentcreated\":"
           "\"2009-11-30\",\"byline\":\"By A\",\"located\":\"Oslo\","
           "\"body_xhtml\":\"<p>By A</p><p>One &amp; two</p>\"}",
           "1:0 urn:1|-|-|-|-|By A|-|2009-11-30T00:00:00Z|||Oslo\nBy A\nOne & "
           "two\n");
}

static void test_ninjs_2_and_3(void **state)
{
    (void)state;
    expect("{\"uri\":\"urn:2\",\"type\":\"text\",\"versioncreated\":"
           "\"2009-11-30\",\"headlines\":[{\"role\":\"alt\",\"value\":\"no\"},"
           "{\"role\":\"main\",\"value\":\"T\"}],\"bodies\":[{\"contenttype\":"
           "\"application/xml\",\"value\":\"<x/>\"},{\"contenttype\":"
           "\"text/html\",\"value\":\"<p>no</p>\"},{\"contenttype\":"
           "\"text/plain\",\"value\":\"a < b\"}],\"infosources\":[{\"name\":"
           "\"Wire\"},{\"name\":\"Desk\"}]}",
           "1:0 urn:2|-|-|T|-|-|Wire, Desk|2009-11-30T00:00:00Z|||a < b\n");
    expect("{\"uri\":\"urn:3\",\"versionCreated\":\"2009-11-30\",\"pubStatus\":"
           "\"usable\",\"by\":\"Von A, wire\",\"copyrightHolder\":\"wire\","
           "\"headlines\":[{\"value\":\"T\"}],\"bodies\":[{\"contentType\":"
           "\"text/html\",\"value\":\"<section><p>Eins</p><p>&lt;Zwei"
           "</p></section>\"}]}",
           "1:0 urn:3|-|-|T|-|Von A, wire|wire|2009-11-30T00:00:00Z|||Von A, "
           "wire\nEins\n<Zwei\n");
}

static void test_ninjs_no_text(void **state)
{
    (void)state;
    expect("{\"uri\":\"urn:1\",\"type\":\"picture\",\"versioncreated\":"
           "\"2009-11-30\",\"description_text\":\"d\",\"text\":\"no\"}\n"
           "{\"uri\":\"urn:2\",\"type\":\"text\",\"versioncreated\":"
           "\"2009-11-30\",\"bodies\":[{\"role\":\"x\"}]}\n",
           "! no text 1:0\n! text is not a string 2:98\n");
    /* other services have types and uris, too */
    expect("{\"uri\":\"urn:1\",\"type\":\"news\",\"text\":\"a\",\"by\":\"A\"}",
           "1:0 urn:1|-|-|-|-|A|-||||a\n");
}

static void test_ninjs_html_names(void **state)
{
    (void)state;
    expect("{\"id\":\"1\",\"content_html\":\"<p>a<p>b\"}\n"
           "{\"id\":\"2\",\"content\":\"<p>a\"}\n"
           "{\"id\":\"3\",\"body_html\":\"<p></p>\"}\n",
           "1:0 1|-|-|-|-|-|-||||a\nb\n2:37 2|-|-|-|-|-|-||||<p>a\n"
           "! empty text 3:65\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ninjs_1),
        cmocka_unit_test(test_ninjs_2_and_3),
        cmocka_unit_test(test_ninjs_no_text),
        cmocka_unit_test(test_ninjs_html_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
