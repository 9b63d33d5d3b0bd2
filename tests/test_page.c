#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/date.h"
#include "cli/page.h"
#include "store/pool.h"
#include "store/store.h"

/* Two paragraphs that any method takes for text. */
#define STORY                                                                  \
    "<p>The harbour board voted on Tuesday to close the eastern lock for six " \
    "weeks while its gates are hung again, the first time since 1957.</p>"     \
    "<p>Barges will be sent round by the old channel, which adds four hours "  \
    "to the journey and asks for a pilot at both ends of it.</p>"

static struct page_reader *reader;
static struct page page;

static int open_reader(void **state)
{
    (void)state;
    return !(reader = page_reader_new());
}

static int close_reader(void **state)
{
    (void)state;
    page_reader_free(reader);
    return 0;
}

/* Reads a page of this head and body. */
static int read_at(const char *url, const char *head, const char *body)
{
    char html[20000];
    struct page_hints hints = {NULL, url};
    int n = snprintf(html, sizeof html,
                     "<!DOCTYPE html><html><head><meta charset=utf-8>%s</head>"
                     "<body>%s</body></html>",
                     head, body);
    assert_in_range(n, 1, sizeof html - 1);
    return page_read(reader, html, (size_t)n, &hints, &page);
}

static void read_head(const char *head)
{
    assert_int_equal(read_at("https://www.courier.example/a/b", head,
                             "<h1>Lock to close</h1>" STORY),
                     PAGE_OK);
}

static void assert_published(const char *truth)
{
    char out[DATE_LEN];
    assert_string_equal(date_format(page.published, out), truth);
}

static void assert_has(const char *part)
{
    if (!strstr(page.text, part))
        fail_msg("'%s' is not in '%s'", part, page.text);
}

static void assert_lacks(const char *part)
{
    if (strstr(page.text, part))
        fail_msg("'%s' is in '%s'", part, page.text);
}

/* ---- what is stated ----------------------------------------------------- */

static void test_page_title_loses_site(void **state)
{
    static const char *const heads[] = {
        "<title>Gates hung again - The Courier</title>"
        "<meta property=og:site_name content='The Courier'>",
        "<title>Gates hung again | Courier</title>",
        "<title>The Courier: Gates hung again</title>"
        "<meta property=og:site_name content='The Courier'>",
        "<title>courier.example - Gates hung again</title>",
        "<meta property=og:title content='Gates hung again'>"
        "<title>Gates hung again \xE2\x80\x93 Harbour \xE2\x80\x93 Any</title>",
        "<meta property=og:title content='Gates hung again &#8211; Courier'>"};
    (void)state;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        assert_int_equal(
            read_at("https://www.courier.example/x", heads[i], STORY), PAGE_OK);
        assert_string_equal(page.title, "Gates hung again");
    }
    read_at(NULL, "<title>Lock - gates - and nothing else</title>", STORY);
    assert_string_equal(page.title, "Lock - gates - and nothing else");
}

static void test_page_order_of_trust(void **state)
{
    (void)state;
    read_head("<meta name=date content=2001-01-01>"
              "<meta name=dc.date.issued content=2002-01-01>"
              "<meta property=article:published_time content=2003-01-01>"
              "<script type='application/ld+json'>{\"@type\":\"NewsArticle\","
              "\"datePublished\":\"2004-01-01\"}</script>");
    assert_published("2004-01-01T00:00:00Z");
    read_head("<meta name=date content=2001-01-01>"
              "<meta name=dc.date.issued content=2002-01-01>"
              "<meta property=article:published_time content=2003-01-01>");
    assert_published("2003-01-01T00:00:00Z");
    read_head("<meta name=date content=2001-01-01>"
              "<meta name=DC.date.issued content=2002-01-01>");
    assert_published("2002-01-01T00:00:00Z");
    read_head("<meta name=date content='no date'><meta name=pubdate "
              "content='Mon, 30 Nov 2009 01:54:00 GMT'>");
    assert_published("2009-11-30T01:54:00Z");
}

static void test_page_jsonld_graph(void **state)
{
    (void)state;
    read_head(
        "<script type=\"application/ld+json\">{\"@graph\":[{\"@type\":"
        "\"WebSite\",\"name\":\"Courier\"},{\"@type\":[\"Article\","
        "\"NewsArticle\"],\"headline\":\"Gates &amp; lock\",\"author\":[{"
        "\"@id\":\"#p1\"},{\"name\":\"Ann Lee\"}],\"inLanguage\":\"en-GB\","
        "\"dateModified\":\"2019-02-03T04:05:06Z\",\"sourceOrganization\":"
        "{\"name\":\"Northern Press\"}},{\"@type\":\"Person\",\"@id\":\"#p1\","
        "\"name\":\"Bo Rask\"}]}</script>"
        "<script type='application/ld+json'>{\"@type\":\"ItemList\","
        "\"itemListElement\":[{\"@type\":\"NewsArticle\",\"headline\":"
        "\"Another\"}]}</script>");
    assert_string_equal(page.title, "Gates & lock");
    assert_string_equal(page.author, "Bo Rask, Ann Lee");
    assert_string_equal(page.lang, "en-GB");
    assert_string_equal(page.source, "Northern Press");
    assert_string_equal(page.site, "Courier");
    assert_int_equal(page.modified, 1549166706);
}

static void test_page_jsonld_broken(void **state)
{
    (void)state;
    read_head("<script type='application/ld+json'>{\"@type\":\"NewsArticle\","
              "\"headline\":\"Said \"no\" again\",\"datePublished\":"
              "\"2011-05-06T07:08:09Z\",</script>");
    assert_published("2011-05-06T07:08:09Z");
    read_head("<script type='application/ld+json'>/*<![CDATA[*/ [{\"@type\":"
              "\"NewsArticle\",\"datePublished\":\"2012-05-06\",},] /*]]>*/"
              "</script>");
    assert_published("2012-05-06T00:00:00Z");
}

static void test_page_url_same_domain(void **state)
{
    static const struct {
        const char *said, *taken;
    } cases[] = {
        {"https://news.courier.example/c", "https://news.courier.example/c"},
        {"/c?x=1", "https://www.courier.example/c?x=1"},
        {"//m.courier.example/c", "https://m.courier.example/c"},
        {"https://wire.example/c", NULL},
        {"https://www.courier.example/", NULL},
        {"javascript:void(0)", NULL},
    };
    char head[200];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        snprintf(head, sizeof head, "<link rel=canonical href='%s'>",
                 cases[i].said);
        read_head(head);
        if (cases[i].taken)
            assert_string_equal(page.url, cases[i].taken);
        else
            assert_null(page.url);
    }
    read_head("<link rel=canonical href=https://wire.example/c>"
              "<meta property=og:url content=https://courier.example/d>");
    assert_string_equal(page.url, "https://courier.example/d");
}

static void test_page_microdata(void **state)
{
    (void)state;
    read_at(NULL, "",
            "<div itemscope itemtype='http://schema.org/NewsArticle'>"
            "<h2 itemprop=headline>Lock to close for weeks</h2>"
            "<span itemprop=author itemscope><span itemprop=name>Bo Rask</span>"
            "</span><meta itemprop=datePublished content=2014-03-02T01:00Z>"
            "<span itemprop=publisher itemscope><b itemprop=name>Courier</b>"
            "</span><div itemprop=articleBody>" STORY "</div></div>");
    assert_string_equal(page.title, "Lock to close for weeks");
    assert_string_equal(page.author, "Bo Rask");
    assert_string_equal(page.site, "Courier");
    assert_published("2014-03-02T01:00:00Z");
    assert_lacks("Lock to close for weeks");
}

static void test_page_date_in_text(void **state)
{
    static const struct {
        const char *line, *time;
    } cases[] = {
        {"November 30, 2009 01:54", "2009-11-30T01:54:00Z"},
        {"By Ann Lee | Published: Nov. 30, 2009", "2009-11-30T00:00:00Z"},
        {"Publi\xC3\xA9 le 3 mars 2011 \xC3\xA0 14h20", "2011-03-03T14:20:00Z"},
        {"Ver\xC3\xB6"
         "ffentlicht am 3. M\xC3\xA4rz 2011, 14.20 Uhr",
         "2011-03-03T14:20:00Z"},
        {"Redacci\xC3\xB3n, 14 de febrero de 2008", "2008-02-14T00:00:00Z"},
        {"di Anna Rossi, 11 ottobre 2021 alle 07:20", "2021-10-11T07:20:00Z"},
        {"Publicado em 7 de mar\xC3\xA7o de 2015", "2015-03-07T00:00:00Z"},
        {"Опубликовано 30 ноября 2009 г., 10:15", "2009-11-30T10:15:00Z"},
        {"2012年9月18日 12時05分", "2012-09-18T12:05:00Z"},
        {"Posted 2009-11-30T01:54:00Z by desk", "2009-11-30T01:54:00Z"},
    };
    char body[4000];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        snprintf(body, sizeof body,
                 "<h1>Lock to close</h1><div>%s</div>" STORY
                 "<h3>More</h3><ul><li><a href=x>Old lock</a> July 21, 2018"
                 "</ul>",
                 cases[i].line);
        read_at(NULL, "", body);
        assert_published(cases[i].time);
        read_at(NULL, "<meta name=date content=2001-02-03>", body);
        assert_published("2001-02-03T00:00:00Z");
    }
    read_at(NULL, "", "<h1>Lock to close</h1>" STORY);
    assert_published("");
}

static void test_page_date_in_url(void **state)
{
    static const char *const urls[] = {
        "https://a.example/2009/11/30/lock", "https://a.example/n/2009-11-30-x",
        "https://a.example/20091130/lock.html",
        "https://a.example/2009/11/30/1234.html?d=2010/01/01"};
    static const char *const none[] = {
        "https://a.example/2009/13/30/lock", "https://a.example/201911301234/x",
        "https://a.example/2009/11/lock", "https://2009.example/11/30"};
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        read_at(urls[i], "", STORY);
        assert_published("2009-11-30T00:00:00Z");
        read_at(none[i], "", STORY);
        assert_published("");
    }
    read_at(urls[0], "", "<h1>Lock</h1><p>Nov 30, 2009 5:30 pm</p>" STORY);
    assert_published("2009-11-30T17:30:00Z");
    read_at(urls[0], "", "<h1>Lock</h1><p>May 1, 2007 5:30 pm</p>" STORY);
    assert_published("2009-11-30T00:00:00Z");
}

/* ---- text --------------------------------------------------------------- */

static void test_page_text_keeps_credits(void **state)
{
    (void)state;
    read_at(NULL, "<title>Lock to close</title>",
            "<ul><li><a href=1>News</a><li><a href=2>Sport</a></ul><div>"
            "<h1>Lock to close</h1><p>By <a href=x>Ann Lee</a></p>" STORY
            "<p>Copyright 2024 Northern Press. All rights reserved.</p></div>"
            "<ul><li><a href=3>Another story about the lock</a></ul>");
    assert_has("By Ann Lee\n");
    assert_has("\nCopyright 2024 Northern Press. All rights reserved.");
    assert_lacks("Sport");
    assert_lacks("Another story");
    assert_lacks("Lock to close");
    assert_has("1957.\nBarges");
}

static void test_page_text_space(void **state)
{
    (void)state;
    read_at(NULL, "",
            "<p>Some&nbsp;text \n\t with <b>b</b>old and a drop<span>cap</span>"
            " &#8211; and &#147;quotes&#148;, a &lt;tag&gt; and H<sub>2</sub>O."
            "<span>One</span><span>Two</span></p>");
    assert_string_equal(page.text,
                        "Some text with bold and a dropcap \xE2\x80\x93 and "
                        "\xE2\x80\x9Cquotes\xE2\x80\x9D, a <tag> and H2O.One "
                        "Two");
}

static void test_page_text_breaks(void **state)
{
    (void)state;
    read_at(NULL, "",
            "A first line that an editor broke where the window was full, so "
            "that<br>it goes on here and ends.<br>A second one.<br><br>And a "
            "third");
    assert_string_equal(page.text,
                        "A first line that an editor broke where the window "
                        "was full, so that it goes on here and ends.\nA second "
                        "one.\nAnd a third");
}

static void test_page_text_without_form_of_page(void **state)
{
    (void)state;
    /* The class, the form and the section call the whole page noise. */
    read_at(
        NULL, "",
        "<form><section class='comment has-sidebar'><h1>Lock to "
        "close</h1>" STORY
        "</section></form><footer>Imprint and terms of use of the "
        "paper, which nobody has ever read to the end of the page</footer>");
    assert_has("harbour board");
    assert_lacks("Imprint");
}

static void test_page_text_comments_by_buttons(void **state)
{
    char body[8000] = "<div><h1>Lock to close</h1>" STORY "</div><div>";
    (void)state;
    for (int i = 0; i < 8; i++)
        strcat(body, "<div><p>What I have always said about the lock, and I "
                     "say it again for those who never listen: leave it as it "
                     "is and save the money for the bridge that is falling "
                     "down in front of all our eyes.</p><a href=r>Reply</a>"
                     "</div>");
    read_at(NULL, "", strcat(body, "</div>"));
    assert_has("Barges");
    assert_lacks("falling");
}

static void test_page_text_body_of_script_pages(void **state)
{
    static const char *const data =
        "<script type='application/ld+json'>{\"@type\":\"NewsArticle\","
        "\"articleBody\":\"The harbour board voted on Tuesday to close the "
        "eastern lock for six weeks while its gates are hung again.\\n\\nBarges"
        " will be sent round by the old channel, which adds four hours to the "
        "journey and asks for a pilot at both ends of it.\"}</script>";
    (void)state;
    read_at(NULL, data, "<div id=root></div><p>Please turn on scripts.</p>");
    assert_has("harbour board");
    read_at(NULL, data, "<h1>Lock</h1>" STORY "<p>A tail that only we have.");
    assert_has("A tail that only we have.");
    assert_has("first time since 1957");
}

/* ---- any bytes ---------------------------------------------------------- */

static void test_page_not_html(void **state)
{
    static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\1\2\3\4\5\6<b>x";
    struct page_hints none = {0};
    (void)state;
    assert_int_equal(page_read(reader, "", 0, &none, &page), PAGE_NOT_HTML);
    assert_int_equal(page_read(reader, "plain a < b", 11, &none, &page),
                     PAGE_NOT_HTML);
    assert_int_equal(page_read(reader, png, sizeof png, &none, &page),
                     PAGE_NOT_HTML);
    assert_int_equal(page_read(reader, "<p>  </p>", 9, &none, &page),
                     PAGE_NO_TEXT);
    assert_int_equal(page_read(reader, "<p>text", 7, &none, &page), PAGE_OK);
}

static void test_page_entities_stay_inside(void **state)
{
    static const char bomb[] =
        "<?xml version='1.0'?><!DOCTYPE html [<!ENTITY a 'aaaa'><!ENTITY f "
        "SYSTEM 'file:///etc/passwd'>]><html><body><p>One &a; two &f; three "
        "&amp; four</p></body></html>";
    struct page_hints none = {0};
    (void)state;
    assert_int_equal(page_read(reader, bomb, sizeof bomb - 1, &none, &page),
                     PAGE_OK);
    assert_lacks("aaaa");
    assert_lacks("root");
    assert_has("three & four");
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* CPU time of begin, then n times middle, then the story, then n times end. */
static double nested(const char *begin, const char *middle, const char *end,
                     size_t n)
{
    size_t m = strlen(middle), e = strlen(end), b = strlen(begin),
           len = b + n * (m + e) + strlen(STORY);
    char *html = malloc(len + 1), *at = html + b;
    struct page_hints none = {0};
    double t;
    assert_non_null(html);
    memcpy(html, begin, b);
    for (size_t i = 0; i < n; i++, at += m)
        memcpy(at, middle, m);
    memcpy(at, STORY, strlen(STORY));
    at += strlen(STORY);
    for (size_t i = 0; i < n; i++, at += e)
        memcpy(at, end, e);
    t = seconds();
    page_read(reader, html, len, &none, &page);
    t = seconds() - t;
    free(html);
    return t;
}

/* Linear means that four times as much takes four times as long; quadratic
 * would be sixteen times. A fifth of a second forgives a loaded machine. */
static void test_page_hostile_is_linear(void **state)
{
    static const char *const cases[][3] = {
        {"<body>", "<div>", "</div>"},
        {"<body>", "<b>", "</i>"},
        {"<body>", "<ul><li>", ""},
        {"<body>", "<table><tr><td>", ""},
        {"<body>", "<p><font>", "</p>"},
        {"<body><p ", "a=b ", ""},
        {"<body><p>x", "<!-- ", ""},
        {"<body><p>x", "<script>", ""},
        {"<body><p>x", "<a title=\"", ""},
        {"<body>", "<", ""},
        {"<body>", "&", ""},
        {"<head>", "<meta name=author content=x>", ""},
        {"<script type='application/ld+json'>", "[", "]"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const *c = cases[i];
        double one = nested(c[0], c[1], c[2], 25000),
               four = nested(c[0], c[1], c[2], 100000);
        if (four > 8 * one + 0.2)
            fail_msg("'%s' 100,000 times: %.2f s, 25,000 times: %.2f s", c[1],
                     four, one);
    }
    nested("<body>", "<div>", "</div>", 100000);
    assert_has("harbour board");
    nested("<body>", "<b>", "</i>", 100000);
    assert_has("harbour board");
}

/* ---- threads ------------------------------------------------------------ */

#define READS 64
static size_t lengths[READS];

static void read_one(void *arg, unsigned worker, size_t i)
{
    struct page_reader **readers = arg;
    struct page found;
    char html[4000];
    struct page_hints none = {0};
    int n = snprintf(html, sizeof html,
                     "<html><title>%zu</title><body>%s<p>%0*d words</p>", i,
                     STORY, (int)i + 1, 7);
    if (page_read(readers[worker], html, (size_t)n, &none, &found) == PAGE_OK)
        lengths[i] = found.text_len;
}

static void test_page_threads(void **state)
{
    struct page_reader *readers[4];
    struct pool *pool = pool_new(4);
    (void)state;
    assert_non_null(pool);
    for (int i = 0; i < 4; i++)
        assert_non_null(readers[i] = page_reader_new());
    memset(lengths, 0, sizeof lengths);
    pool_run(pool, READS, 1, read_one, readers);
    for (size_t i = 1; i < READS; i++)
        assert_int_equal(lengths[i], lengths[0] + i);
    assert_true(lengths[0] > 200);
    for (int i = 0; i < 4; i++)
        page_reader_free(readers[i]);
    pool_free(pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_page_title_loses_site),
        cmocka_unit_test(test_page_order_of_trust),
        cmocka_unit_test(test_page_jsonld_graph),
        cmocka_unit_test(test_page_jsonld_broken),
        cmocka_unit_test(test_page_url_same_domain),
        cmocka_unit_test(test_page_microdata),
        cmocka_unit_test(test_page_date_in_text),
        cmocka_unit_test(test_page_date_in_url),
        cmocka_unit_test(test_page_text_keeps_credits),
        cmocka_unit_test(test_page_text_space),
        cmocka_unit_test(test_page_text_breaks),
        cmocka_unit_test(test_page_text_without_form_of_page),
        cmocka_unit_test(test_page_text_comments_by_buttons),
        cmocka_unit_test(test_page_text_body_of_script_pages),
        cmocka_unit_test(test_page_not_html),
        cmocka_unit_test(test_page_entities_stay_inside),
        cmocka_unit_test(test_page_hostile_is_linear),
        cmocka_unit_test(test_page_threads),
    };
    return cmocka_run_group_tests(tests, open_reader, close_reader);
}
