/* Feeds and agency formats in XML, and what hostile XML must not do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <time.h>
#include <unistd.h>

#include "cli/html_text.h"
#include "tests/articles.h"
#include "tests/packed.h"

/* A record's place is where its tag begins. */
static void require_places(const char *bytes, size_t len)
{
    struct reader *r;
    struct batch b;
    batch_init(&b);
    assert_int_equal(reader_open_memory(&r, "m", bytes, len, NULL), 0);
    while (reader_next(r, &b, 10, 1 << 20) == READER_MORE)
        for (size_t i = 0; i < b.n; i++) {
            uint64_t lines = 1;
            assert_true(b.records[i].byte + 5 < len);
            assert_int_equal(bytes[b.records[i].byte], '<');
            assert_non_null(strchr("ienN", bytes[b.records[i].byte + 1]));
            for (size_t k = 0; k < b.records[i].byte; k++)
                lines += bytes[k] == '\n';
            assert_int_equal(b.records[i].line, lines);
        }
    batch_release(&b);
    reader_close(r);
}

static void expect(const char *bytes, size_t len, const char *want)
{
    char *got = read_articles(bytes, len, NULL, 100);
    if (strcmp(got, want))
        print_error("input: %.*s\n", (int)(len < 300 ? len : 300), bytes);
    assert_string_equal(got, want);
    free(got);
    got = read_articles(bytes, len, NULL, 1);
    assert_string_equal(got, want);
    free(got);
    require_places(bytes, len);
}

#define EXPECT(literal, want) expect(literal, sizeof(literal) - 1, want)

/* ---- HTML to text ------------------------------------------------------- */

static void html(const char *s, const char *want)
{
    size_t len = strlen(s), n;
    char *out = malloc(len + 1);
    assert_non_null(out);
    n = html_text(out, s, len);
    out[n] = 0;
    assert_string_equal(out, want);
    memcpy(out, s, len);
    assert_int_equal(html_text(out, out, len), n);
    assert_memory_equal(out, want, n);
    free(out);
}

static void test_html_text(void **state)
{
    (void)state;
    html("", "");
    html("  \n ", "");
    html("Plain\nlines  of\ttext", "Plain\nlines of text");
    html("<p>One\ntwo</p>\n<p>Three <b>fo</b>ur</p>", "One two\nThree four");
    html("a<br>b<br/>c<BR />d", "a\nb\nc\nd");
    html("<ul><li>a<li>b</ul><td>x</td><td>y</td>", "a\nb\nx y");
    html("<pre>a\n b</pre>c\nd", "a\nb\nc d");
    html("a<!-- b > c -->d<!-->e-->f", "adf");
    html("a<script>if (b < c) d</script>e<STYLE>f{}</style >g", "aeg");
    html("x &amp; y &lt;b&gt; &eacute;&#233;&#xE9;&#8217;&#146; &nbsp;z",
         "x & y <b> \xC3\xA9\xC3\xA9\xC3\xA9\xE2\x80\x99\xE2\x80\x99 "
         "\xC2\xA0z");
    html("&bogus; &amp &; &#; &#x; &#xD800; &#1114112; AT&T &apos;",
         "&bogus; &amp &; &#; &#x; \xEF\xBF\xBD \xEF\xBF\xBD AT&T '");
    html("<![CDATA[<p>a</p>b]]>c", "a\nbc");
    html("<?php x ?>a<!DOCTYPE html>b", "ab");
    html("<a href=\"x>y\" title='a>b'>link</a>.", "link.");
    html("caf\xE9 \xFF", "caf\xE9 \xFF");
}

/* What is no tag, and what has no end, is text. */
static void test_html_text_keeps(void **state)
{
    (void)state;
    html("a < b and c <3 d <> e", "a < b and c <3 d <> e");
    html("<p>a <b unclosed", "a <b unclosed");
    html("a<!-- b", "a<!-- b");
    html("a<script>b", "ab");
    html("<a href=\"x>b</a>c", "bc");
    html("x]] y ]> z", "x]] y ]> z");
    html("&", "&");
    html("a<", "a<");
}

static void test_html_text_time(void **state)
{
    static const char *const parts[] = {
        "<!--",      "<script>", "<a b=\"", "<a ",    "<a b='\">",
        "&#",        "&amp",     "<style>", "</",     "<![CDATA[",
        "<a b=\"x>", "<p",       "]]>",     "<p>\n ", "<a b= 'c' d=\"e"};
    size_t n = 1 << 20;
    char *s = malloc(n);
    (void)state;
    assert_non_null(s);
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) {
        size_t part = strlen(parts[k]), len = 0;
        clock_t begin = clock();
        for (; len + part <= n; len += part)
            memcpy(s + len, parts[k], part);
        assert_true(html_text(s, s, len) <= len);
        assert_true(clock() - begin < 2 * CLOCKS_PER_SEC);
    }
    free(s);
}

/* ---- feeds -------------------------------------------------------------- */

static void test_xml_rss(void **state)
{
    (void)state;
    EXPECT(
        "<?xml version=\"1.0\"?>\n<rss version=\"2.0\" "
        "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" "
        "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
        "xmlns:atom=\"http://www.w3.org/2005/Atom\" "
        "xmlns:media=\"http://search.yahoo.com/mrss/\">\n<channel>"
        "<title>The Paper</title><atom:link rel=\"self\" "
        "href=\"https://p.example/feed\"/><link>https://p.example/</link>"
        "<language>en-GB</language>\n<item><media:title>no</media:title>"
        "<title>Fog &amp;amp; ferry</title><link>\n https://p.example/1 "
        "</link><guid isPermaLink=\"false\">17</guid><pubDate>Mon, 30 Nov "
        "2009 01:54:00 +0100</pubDate><dc:creator>A. Writer</dc:creator>"
        "<dc:creator>B. Writer</dc:creator><source "
        "url=\"https://w.example\">Wire</source><description>Short."
        "</description><content:encoded><![CDATA[<p>The ferry.</p><p>It was "
        "late.</p>]]></content:encoded></item>\n"
        "<item><guid>https://p.example/2</guid><description>&lt;p&gt;Only "
        "&amp;eacute;&lt;/p&gt; this</description><author>c@p.example (C)"
        "</author></item>\n"
        "<item><guid>x9</guid><description>No link &nbsp;here &mdash; "
        "&amp;amp;</description><media:content url=\"p.jpg\"><media:credit>"
        "Photo</media:credit></media:content></item></channel></rss>\n",
        "4:372 -|https://p.example/1|-|Fog & ferry|en-GB|A. Writer, B. "
        "Writer|Wire|2009-11-30T00:54:00Z|||The ferry.\nIt was late.\n"
        "6:798 https://p.example/2|https://p.example/2|-|-|en-GB|c@p.example "
        "(C)|-||||Only \xC3\xA9\nthis\n"
        "7:944 https://p.example/#x9|-|https://p.example/|-|en-GB|-|-||||No "
        "link \xC2\xA0here \xE2\x80\x94 &\n");
}

static void test_xml_rss_others(void **state)
{
    (void)state;
    /* 0.91 with its document type, which is not fetched */
    EXPECT("<!DOCTYPE rss PUBLIC \"-//Example//DTD RSS 0.91//EN\" "
           "\"http://nowhere.example/rss.dtd\">\n<rss version=\"0.91\">"
           "<channel><item><title>T</title><description>One &eacute; &odd;"
           "</description></item></channel></rss>",
           "2:115 -|-|-|T|-|-|-||||One \xC3\xA9 &odd;\n");
    /* 1.0: items beside the channel */
    EXPECT("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "
           "xmlns=\"http://purl.org/rss/1.0/\" "
           "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><link>"
           "http://p.example/</link><dc:language>de</dc:language></channel>"
           "<item rdf:about=\"http://p.example/1\"><title>T</title>"
           "<dc:date>2009-11-30</dc:date><dc:source>Wire</dc:source>"
           "<description>One</description></item></rdf:RDF>",
           "1:220 http://p.example/1|http://p.example/1|-|T|de|-|Wire|"
           "2009-11-30T00:00:00Z|||One\n");
    /* prefixes nobody declared, blanks before the document, bad dates */
    EXPECT("\xEF\xBB\xBF\n \n<rss><channel><item><dc:creator>A</dc:creator>"
           "<content:encoded>One</content:encoded><pubDate>soon</pubDate>"
           "<dc:date>2009-11-30</dc:date></item></channel></rss>",
           "3:20 -|-|-|-|-|A|-|2009-11-30T00:00:00Z|||One\n"
           "! time not understood 3:20\n");
    /* XHTML that is not escaped */
    EXPECT("<rss><channel><item><description><p>One</p><p>Two</p><script>x"
           "</script></description></item></channel></rss>",
           "1:14 -|-|-|-|-|-|-||||One\nTwo\n");
    EXPECT("<rss><channel/></rss>", "");
    EXPECT("<rss><channel><item><title>T</title></item><item/></channel></rss>",
           "! no text 1:14\n! no text 1:43\n");
}

static void test_xml_atom(void **state)
{
    (void)state;
    EXPECT("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"fr\" "
           "xml:base=\"https://p.example/\"><author><name>Desk</name></author>"
           "<link href=\"/\"/><link rel=\"self\" href=\"/feed\"/>\n"
           "<entry><id>tag:p.example,2009:1</id><title type=\"html\">A &amp;lt;"
           "b&amp;gt; &lt;i&gt;c&lt;/i&gt;</title><link rel=\"enclosure\" "
           "href=\"x.mp3\"/><link href=\"1.html\"/><published>"
           "2009-11-30T01:54:00Z</published><updated>2009-12-01T00:00:00Z"
           "</updated><content type=\"html\">&lt;p&gt;One&lt;p&gt;Two"
           "</content></entry>\n"
           "<entry><id>https://p.example/2</id><title>A &lt;b&gt;</title>"
           "<author><name>X</name></author><author><name>Y</name></author>"
           "<updated>2009-12-01T00:00:00Z</updated><content type=\"xhtml\">"
           "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>One <b>t</b>wo</p>"
           "<!-- no --><p>Three</p></div></content><source><title>Wire</title>"
           "</source></entry>\n"
           "<entry xml:lang=\"en\"><id>urn:3</id><summary>One\ntwo &lt;p&gt;"
           "</summary><content type=\"image/png\" src=\"x.png\"/></entry>"
           "</feed>",
           "2:168 tag:p.example,2009:1|https://p.example/1.html|-|A <b> c|fr|"
           "Desk|-|2009-11-30T01:54:00Z|2009-12-01T00:00:00Z||One\nTwo\n"
           "3:474 https://p.example/2|https://p.example/2|-|A <b>|fr|X, Y|"
           "Wire|2009-12-01T00:00:00Z|2009-12-01T00:00:00Z||One two\nThree\n"
           "4:805 urn:3|-|https://p.example/|-|en|Desk|-||||One\ntwo <p>\n");
}

/* ---- agencies' formats -------------------------------------------------- */

#define NITF                                                                   \
    "<nitf><head><title>no</title><docdata><doc-id regsrc=\"WIRE\" "           \
    "id-string=\"d17\"/><date.issue norm=\"20091130T015400Z\"/>"               \
    "<doc.copyright holder=\"Holder\"/></docdata></head><body><body.head>"     \
    "<hedline><hl1>Fog stops\n ferry</hl1><hl2>Sub</hl2></hedline>"            \
    "<byline>By <person>A. Writer</person></byline>"                           \
    "<distributor>Example Wire</distributor><dateline><location>OSLO"          \
    "</location>, <story.date>Nov. 30</story.date></dateline></body.head>"     \
    "<body.content><p>The <em>ferry</em>.</p><media><media-caption>A "         \
    "boat.</media-caption></media><p>It was late.</p></body.content>"          \
    "<body.end><tagline>aw/bc</tagline></body.end></body></nitf>"

static void test_xml_nitf(void **state)
{
    (void)state;
    EXPECT(
        "<?xml version=\"1.0\"?>\n<!DOCTYPE nitf SYSTEM \"nitf.dtd\">\n" NITF,
        "3:56 WIRE:d17|-|-|Fog stops ferry|-|By A. Writer|Example Wire|"
        "2009-11-30T01:54:00Z|||By A. Writer\nOSLO, Nov. 30\nThe ferry.\n"
        "It was late.\naw/bc\n");
    /* a dateline that the body has itself is not said twice */
    EXPECT("<nitf><body xml:lang=\"en\"><body.head><dateline>OSLO</dateline>"
           "<abstract><p>no</p></abstract></body.head><body.content>"
           "<block><p>OSLO (Wire) One</p></block></body.content></body></nitf>",
           "1:0 -|-|-|-|en|-|-||||OSLO (Wire) One\n");
}

#define G2(content)                                                            \
    "<newsItem guid=\"urn:newsml:w.example:1\" version=\"2\" xml:lang=\"de\">" \
    "<itemMeta><provider literal=\"w.example\"/><versionCreated>"              \
    "2009-11-30T01:54:00+01:00</versionCreated></itemMeta><contentMeta>"       \
    "<contentModified>2009-11-30</contentModified><by>Von A. B., wire</by>"    \
    "<creditline>wire</creditline><dateline>Oslo</dateline>"                   \
    "<headline>F\xC3\xA4hre</headline></contentMeta><contentSet>" content      \
    "</contentSet></newsItem>"
#define G2_FACTS                                                               \
    " urn:newsml:w.example:1|-|w.example|F\xC3\xA4hre|de|Von A. B., "          \
    "wire|wire|2009-11-30T00:54:00Z|2009-11-30T00:00:00Z||"

static void test_xml_newsml_g2(void **state)
{
    (void)state;
    EXPECT(
        "<newsMessage xmlns=\"http://iptc.org/std/nar/2006-10-01/\"><header>"
        "<sent>x</sent></header><itemSet>\n" G2(
            "<inlineXML>" NITF "</"
            "inlineXML>") "\n" G2("<inlineXML "
                                  "contenttype=\"application/xhtml+xml\"><html "
                                  "xmlns=\"http://www.w3.org/1999/"
                                  "xhtml\"><head><title>no</title>"
                                  "</head><body><p>Eins</p><p>Zwei</p></body></"
                                  "html>"
                                  "</inlineXML>") "\n" G2("<inlineData "
                                                          "contenttype=\"image/"
                                                          "png\" "
                                                          "encoding=\"b64\">"
                                                          "iVBO"
                                                          "</"
                                                          "inlineData><"
                                                          "inlineData "
                                                          "contenttype=\"text/"
                                                          "plain\">Oslo: "
                                                          "Eins\nZwei</"
                                                          "inlineData>") "\n" G2("<remote"
                                                                                 "Content"
                                                                                 " href="
                                                                                 "\"x."
                                                                                 "jpg\"/"
                                                                                 ">") "<p"
                                                                                      "ac"
                                                                                      "ka"
                                                                                      "ge"
                                                                                      "It"
                                                                                      "em"
                                                                                      "/>"
                                                                                      "</"
                                                                                      "it"
                                                                                      "em"
                                                                                      "Se"
                                                                                      "t>"
                                                                                      "</"
                                                                                      "ne"
                                                                                      "ws"
                                                                                      "Me"
                                                                                      "ss"
                                                                                      "ag"
                                                                                      "e"
                                                                                      ">",
        "2:98" G2_FACTS "Von A. B., wire\nOslo\nBy A. Writer\nOSLO, Nov. "
        "30\nThe ferry.\nIt was late.\naw/bc\n"
        "4:1114" G2_FACTS "Von A. B., wire\nOslo\nEins\nZwei\n"
        "5:1678" G2_FACTS "Von A. B., wire\nOslo: Eins\nZwei\n"
        "! no text 7:2201\n");
    EXPECT(G2("<inlineData>Eins</inlineData>"),
           "1:0" G2_FACTS "Von A. B., wire\nOslo\nEins\n");
}

static void test_xml_newsml_1(void **state)
{
    (void)state;
    EXPECT("<NewsML><NewsItem><Identification><NewsIdentifier>"
           "<PublicIdentifier>urn:newsml:w.example:9</PublicIdentifier>"
           "</NewsIdentifier></Identification><NewsManagement><FirstCreated>"
           "20091130T015400Z</FirstCreated></NewsManagement><NewsComponent>"
           "<NewsLines><HeadLine>T</HeadLine><ByLine>By A</ByLine><DateLine>"
           "OSLO</DateLine></NewsLines><AdministrativeMetadata><Provider>"
           "<Party FormalName=\"Wire\"/></Provider></AdministrativeMetadata>"
           "<DescriptiveMetadata><Language FormalName=\"en\"/>"
           "</DescriptiveMetadata><ContentItem><DataContent><p>One</p><p>Two"
           "</p></DataContent></ContentItem></NewsComponent></NewsItem>"
           "</NewsML>",
           "1:8 urn:newsml:w.example:9|-|-|T|en|By A|Wire|"
           "2009-11-30T01:54:00Z|||By A\nOSLO\nOne\nTwo\n");
}

/* ---- broken and hostile ------------------------------------------------- */

#define ITEM(text) "<item><description>" text "</description></item>\n"
#define GOT(place, text) place " -|-|-|-|-|-|-||||" text "\n"

static void test_xml_broken(void **state)
{
    (void)state;
    EXPECT("<rss><channel>\n" ITEM("a")
               ITEM("b") "<item><description>c & d"
                         "</description></item>\n" ITEM("e") "</channel></rss>",
           GOT("2:15", "a") GOT("3:57", "b") "! broken XML 4:121\n");
    EXPECT("<rss><channel>\n" ITEM("a") "<item><description>cut",
           GOT("2:15", "a") "! file ends inside a record 3:79\n");
    EXPECT("<rss><channel>\n" ITEM("a") "<item></rss>",
           GOT("2:15", "a") "! broken XML 3:69\n");
    EXPECT("<rss><channel>\n" ITEM("a") ITEM("\xFF\xFE")
               ITEM("b") "</channel></rss>",
           GOT("2:15", "a") "! broken XML 3:76\n");
    EXPECT("<rss><channel>" ITEM("a") "</channel></rss>rest",
           GOT("1:14", "a") "! broken XML 2:72\n");
    EXPECT("<?xml version=\"1.0\"?><urlset><url><loc>x</loc></url></urlset>",
           "! broken XML 1:28\n");
}

static void test_xml_encodings(void **state)
{
    static const char utf8[] =
        "<?xml version=\"1.0\" encoding=\"UTF-16\"?><rss><channel>"
        "<item><description>caf\xE9</description></item></channel></rss>";
    char wide[2 * sizeof utf8 + 2] = "\xFF\xFE";
    (void)state;
    EXPECT("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><rss><channel>"
           "<item><description>caf\xE9</description></item></channel></rss>",
           GOT("1:57", "caf\xC3\xA9"));
    EXPECT("<?xml version=\"1.0\" encoding=\"windows-1251\"?><rss><channel>"
           "<item><description>\xCC\xE8\xF0</description></item></channel>"
           "</rss>",
           GOT("1:59", "\xD0\x9C\xD0\xB8\xD1\x80"));
    for (size_t i = 0; i + 1 < sizeof utf8; i++) {
        wide[2 * i + 2] = utf8[i];
        wide[2 * i + 3] = 0;
    }
    {
        char *got = read_articles(wide, 2 * sizeof utf8, NULL, 10);
        assert_non_null(strstr(got, "||||caf\xC3\xA9\n"));
        assert_null(strstr(got, "!"));
        free(got);
    }
}

/* Nothing that a document defines is expanded, and nothing is opened. */
static void test_xml_entities(void **state)
{
    char path[] = "/tmp/wireprint-test-XXXXXX", s[2000], *got;
    static const char *const forms[] = {
        "<!DOCTYPE rss [<!ENTITY e SYSTEM \"%s\">]><rss><channel>" ITEM("a")
            ITEM("&e;") "</channel></rss>",
        "<!DOCTYPE rss [<!ENTITY %% p SYSTEM \"%s\"> %%p;]><rss><channel>" ITEM(
            "a") ITEM("&e;") "</channel></rss>",
        "<!DOCTYPE rss SYSTEM \"%s\"><rss><channel>" ITEM("a")
            ITEM("&e;") "</channel></rss>",
        "<rss xmlns:xi=\"http://www.w3.org/2001/XInclude\"><channel>" ITEM("a")
            ITEM("<xi:include parse=\"text\" href=\"%s\"/>") "</channel></rss>",
        "<!DOCTYPE rss [<!ENTITY e \"secret\">]><rss><channel>" ITEM("a")
            ITEM("&e;") "</channel></rss><!-- %s -->"};
    int fd = mkstemp(path);
    (void)state;
    assert_true(fd >= 0);
    close(fd);
    write_file(path, "<!ENTITY e \"secret\">secret", 26);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        int n = snprintf(s, sizeof s, forms[i], path);
        got = read_articles(s, (size_t)n, NULL, 10);
        /* a parameter entity ends it before the first item */
        assert_non_null(strstr(got, i == 1 ? "! broken XML" : "||||a\n"));
        assert_null(strstr(got, "secret"));
        free(got);
    }
    unlink(path);
}

static void test_xml_entity_bomb(void **state)
{
    char s[4000];
    size_t n = (size_t)sprintf(s, "<!DOCTYPE rss [<!ENTITY l0 \"lol\">");
    char *got;
    clock_t begin = clock();
    (void)state;
    for (int i = 1; i < 20; i++) {
        n += (size_t)sprintf(s + n, "<!ENTITY l%d \"", i);
        for (int k = 0; k < 10; k++)
            n += (size_t)sprintf(s + n, "&l%d;", i - 1);
        n += (size_t)sprintf(s + n, "\">");
    }
    n += (size_t)sprintf(s + n, "]><rss><channel>%s%s</channel></rss>",
                         ITEM("a"), ITEM("&l19;"));
    got = read_articles(s, n, NULL, 10);
    assert_non_null(strstr(got, "||||a\n"));
    assert_non_null(strstr(got, "! broken XML"));
    assert_null(strstr(got, "lol"));
    assert_true(clock() - begin < CLOCKS_PER_SEC);
    free(got);
}

static void test_xml_deep(void **state)
{
    struct packed p = {0};
    char *got;
    (void)state;
    pack_plain(&p, "<rss><channel>" ITEM("a"), 14 + sizeof ITEM("a") - 1);
    for (int i = 0; i < 100000; i++)
        pack_plain(&p, "<x>", 3);
    got = read_articles(p.bytes, p.len, NULL, 10);
    assert_string_equal(got, GOT("1:14", "a") "! nested too deep 2:820\n");
    free(got);
    packed_release(&p);
}

/* An item over the limit is passed over, also where its text is in pieces. */
static void test_xml_too_long(void **state)
{
    struct reader_options o = {.max_record = 1000};
    struct packed p = {0};
    char *got;
    (void)state;
    pack_plain(&p, "<rss><channel>", 14);
    pack_plain(&p, ITEM("a"), sizeof ITEM("a") - 1);
    pack_plain(&p, "<item><description>", 19);
    for (int i = 0; i < 300000; i++)
        pack_plain(&p, "long &amp; <b>x</b> ", 20);
    pack_plain(&p, "</description></item>\n", 22);
    pack_plain(&p, ITEM("b"), sizeof ITEM("b") - 1);
    pack_plain(&p, "</channel></rss>", 16);
    got = read_articles(p.bytes, p.len, &o, 10);
    assert_string_equal(
        got, GOT("1:14", "a") GOT("3:6000097", "b") "! record too long 2:56\n");
    free(got);
    packed_release(&p);
}

/* Items of all sizes, in batches and behind pieces of any size. */
static void test_xml_any_batch(void **state)
{
    struct packed p = {0}, gz = {0};
    char *want, *got;
    (void)state;
    pack_plain(&p, "<rss><channel>", 14);
    for (int i = 0; i < 3000; i++) {
        char s[700];
        int n = snprintf(s, sizeof s,
                         "<item><title>%d</title><description>%.*s&#233;"
                         "</description>%s</item>\n",
                         i, i % 400,
                         "the ferry was late again and nobody on the quay "
                         "could say why or when it would come, but the fog "
                         "was as thick as it had been all week, and the bell "
                         "on the pier rang and rang until the lamps were lit",
                         i % 50 ? "" : "<pubDate>soon</pubDate>");
        pack_plain(&p, s, (size_t)n);
    }
    pack_plain(&p, "</channel></rss>", 16);
    want = read_articles(p.bytes, p.len, NULL, 1000);
    assert_non_null(strstr(want, "|2999|"));
    for (size_t records = 1; records < 3000; records *= 7) {
        got = read_articles(p.bytes, p.len, NULL, records);
        assert_string_equal(got, want);
        free(got);
    }
    for (size_t at = 0; at < p.len; at += 777)
        pack_gzip(&gz, p.bytes + at, p.len - at < 777 ? p.len - at : 777);
    got = read_articles(gz.bytes, gz.len, NULL, 100);
    assert_string_equal(got, want);
    free(got);
    got = read_articles(gz.bytes, gz.len - 10, NULL, 100);
    assert_non_null(strstr(got, "|2990|"));
    assert_non_null(strstr(got, "! damaged or cut off packed data"));
    assert_null(strstr(got, "! file ends"));
    free(got);
    free(want);
    packed_release(&p);
    packed_release(&gz);
}

static void test_xml_strict(void **state)
{
    static const char s[] = "<rss><channel>" ITEM("a") "<item/>" ITEM("b");
    struct reader_options o = {.strict = 1};
    char *got = read_articles(s, sizeof s - 1, &o, 10);
    (void)state;
    assert_string_equal(got, "ended with -2\n! no text 2:56\n");
    free(got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_html_text),
        cmocka_unit_test(test_html_text_keeps),
        cmocka_unit_test(test_html_text_time),
        cmocka_unit_test(test_xml_rss),
        cmocka_unit_test(test_xml_rss_others),
        cmocka_unit_test(test_xml_atom),
        cmocka_unit_test(test_xml_nitf),
        cmocka_unit_test(test_xml_newsml_g2),
        cmocka_unit_test(test_xml_newsml_1),
        cmocka_unit_test(test_xml_broken),
        cmocka_unit_test(test_xml_encodings),
        cmocka_unit_test(test_xml_entities),
        cmocka_unit_test(test_xml_entity_bomb),
        cmocka_unit_test(test_xml_deep),
        cmocka_unit_test(test_xml_too_long),
        cmocka_unit_test(test_xml_any_batch),
        cmocka_unit_test(test_xml_strict),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
