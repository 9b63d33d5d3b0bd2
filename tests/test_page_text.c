#include "tests/one_page.h"

#include <time.h>

#include "store/pool.h"

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
