#include "tests/one_page.h"

#include "cli/date.h"

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
    };
    return cmocka_run_group_tests(tests, open_reader, close_reader);
}
