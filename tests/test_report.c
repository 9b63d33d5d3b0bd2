#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/report_html.h"
#include "cli/report_svg.h"
#include "shingle/utf8.h"
#include "store/store.h"

#define ROUNDS 3000

/* What a call writes, as a string of the test's own. */
struct written {
    char *s;
    size_t n;
    FILE *f;
};

static FILE *start(struct written *w)
{
    *w = (struct written){0};
    w->f = open_memstream(&w->s, &w->n);
    assert_non_null(w->f);
    return w->f;
}

static const char *stop(struct written *w)
{
    assert_int_equal(fclose(w->f), 0);
    assert_non_null(w->s);
    return w->s;
}

#define assert_writes(call, words)                                             \
    do {                                                                       \
        struct written w_;                                                     \
        FILE *f = start(&w_);                                                  \
        call;                                                                  \
        assert_string_equal(stop(&w_), words);                                 \
        free(w_.s);                                                            \
    } while (0)

static void escape(FILE *f, const char *s)
{
    report_escape(f, s, strlen(s));
}

static void test_report_escape_known(void **state)
{
    (void)state;
    assert_writes(escape(f, "Alder & Birch <b> \"x\" 'y'"),
                  "Alder &amp; Birch &lt;b&gt; &quot;x&quot; &#39;y&#39;");
    assert_writes(escape(f, "</script><!--"), "&lt;/script&gt;&lt;!--");
    assert_writes(escape(f, "one\ttwo\r\nthree"), "one two  three");
    assert_writes(report_escape(f, "a\0b", 3), "a\xEF\xBF\xBD"
                                               "b");
    assert_writes(escape(f, "\x1B[2J\x7F"), "\xEF\xBF\xBD[2J\xEF\xBF\xBD");
    /* Override, isolate, mark, and the line separator. */
    assert_writes(escape(f, "a\xE2\x80\xAE"
                            "b\xE2\x81\xA6"
                            "c\xE2\x80\x8F"
                            "d\xE2\x80\xA8"
                            "e"),
                  "a\xEF\xBF\xBD"
                  "b\xEF\xBF\xBD"
                  "c\xEF\xBF\xBD"
                  "d e");
    assert_writes(escape(f, "\xC3\xA9\xF0\x9F\x9A\x80"),
                  "\xC3\xA9\xF0\x9F\x9A\x80");
    assert_writes(escape(f, "\xFFx\xC3"), "\xEF\xBF\xBDx\xEF\xBF\xBD");
    assert_writes(escape(f, "\xEF\xBF\xBE"), "\xEF\xBF\xBD");
}

/* Whatever the bytes are: what comes out is UTF-8 without any character that
 * could end text or an attribute, or that is none. */
static void test_report_escape_any_bytes(void **state)
{
    static const char pieces[][5] = {"<",        ">",        "\"",   "'",
                                     "&",        "\xE2\x80", "\xAE", "\xC2",
                                     "\xED\xA0", "\xF4",     "\0",   "\n"};
    (void)state;
    srand(5);
    for (int round = 0; round < ROUNDS; round++) {
        char in[64];
        size_t n = 0, want = (size_t)rand() % 48;
        struct written w;
        while (n < want) {
            const char *piece = pieces[(size_t)rand() % 12];
            if (rand() % 2)
                in[n++] = (char)(rand() % 256);
            else
                for (size_t i = 0; !i || piece[i]; i++)
                    in[n++] = piece[i];
        }
        report_escape(start(&w), in, n);
        stop(&w);
        const unsigned char *p = (const unsigned char *)w.s, *end = p + w.n;
        while (p < end) {
            uint32_t c = utf8_next(&p, end);
            assert_true(c != UTF8_BAD && c >= 0x20 && c != 0x7F);
            assert_true(c != '<' && c != '>' && c != '"' && c != '\'');
            assert_false(c >= 0x80 && c < 0xA0);
            assert_false(c >= 0x202A && c <= 0x202E);
            assert_false(c >= 0x2066 && c <= 0x2069);
        }
        free(w.s);
    }
}

static void test_report_cut(void **state)
{
    (void)state;
    assert_writes(report_cut(f, "Alder", 5, 5), "Alder");
    assert_writes(report_cut(f, "Alders", 6, 5), "Alder\xE2\x80\xA6");
    assert_writes(report_cut(f, "a<b", 3, 2), "a&lt;\xE2\x80\xA6");
    /* An accent stays with its letter, and a skin tone with its hand. */
    assert_writes(report_cut(f, "e\xCC\x81llo", 6, 1), "e\xCC\x81\xE2\x80\xA6");
    assert_writes(report_cut(f, "\xF0\x9F\x91\x8B\xF0\x9F\x8F\xBD!!", 10, 1),
                  "\xF0\x9F\x91\x8B\xF0\x9F\x8F\xBD\xE2\x80\xA6");
    assert_writes(assert_int_equal(report_cut(f, "", 0, 5), 0), "");
}

/* A letter under ten thousand marks is not let through whole. */
static void test_report_cut_heap_of_marks(void **state)
{
    char heap[20001] = "a";
    struct written w;
    (void)state;
    for (size_t i = 1; i + 1 < sizeof heap; i += 2)
        memcpy(heap + i, "\xCC\x81", 2);
    heap[19999] = 0;
    assert_int_equal(report_cut(start(&w), heap, strlen(heap), 90), 1);
    stop(&w);
    assert_true(w.n < 8000);
    free(w.s);
}

/* Four marks on a letter are written, and no more would be seen. */
static void test_report_cut_marks(void **state)
{
    char heap[1 + 2 * 500 + 2] = "a", want[1 + 2 * REPORT_MARKS + 2] = "a";
    (void)state;
    for (size_t i = 0; i < 500; i++)
        memcpy(heap + 1 + 2 * i, "\xCC\x81", 2);
    for (size_t i = 0; i < REPORT_MARKS; i++)
        memcpy(want + 1 + 2 * i, "\xCC\x81", 2);
    strcpy(heap + 1 + 2 * 500, "b");
    strcpy(want + 1 + 2 * REPORT_MARKS, "b");
    assert_writes(report_cut(f, heap, strlen(heap), 90), want);
    /* As many as a language may have are all there. */
    want[1 + 2 * REPORT_MARKS] = 0;
    assert_writes(report_cut(f, want, strlen(want), 90), want);
}

/* What leaves nothing to see is not written as a headline. */
static void test_report_words_blank(void **state)
{
    static const char *const blank[] = {" ",
                                        "\t\n",
                                        "\xE2\x80\x8B",             /* U+200B */
                                        "\xE3\x80\x80\xE3\x80\x80", /* U+3000 */
                                        "\xC2\xA0\xEF\xBB\xBF",
                                        "\xE2\xA0\x80",
                                        "\xE3\x85\xA4",
                                        "\xF3\xA0\x80\x81"};
    (void)state;
    for (size_t i = 0; i < sizeof blank / sizeof *blank; i++)
        assert_writes(report_words(f, blank[i], 9, "no headline"),
                      "<i>no headline</i>");
    assert_writes(report_words(f, "\xE2\x80\x8Bx", 9, ""),
                  "<bdi>\xE2\x80\x8Bx</bdi>");
    /* This one is written as U+FFFD, which is seen. */
    assert_writes(report_words(f, "\xE2\x80\xAE", 9, ""),
                  "<bdi>\xEF\xBF\xBD</bdi>");
}

/* A long headline is whole where that is asked for, and else its beginning. */
static void test_report_words_long(void **state)
{
    char title[2001];
    struct written w;
    (void)state;
    memset(title, 'x', sizeof title - 1);
    title[sizeof title - 1] = 0;
    report_words(start(&w), title, 90, "");
    stop(&w);
    assert_in_range(w.n, REPORT_MORE + 90, REPORT_MORE + 130);
    free(w.s);
    report_whole(start(&w), title, 90, "");
    assert_non_null(strstr(stop(&w), title));
    free(w.s);
}

static void test_report_words(void **state)
{
    (void)state;
    assert_writes(report_words(f, NULL, 9, "no site"), "<i>no site</i>");
    assert_writes(report_words(f, "", 9, "no site"), "<i>no site</i>");
    assert_writes(report_words(f, "a&b", 9, ""), "a&amp;b");
    assert_writes(report_words(f, "\xD7\xA9", 9, ""), "<bdi>\xD7\xA9</bdi>");
    assert_writes(report_words(f, "\"Alder\" <2>", 3, ""),
                  "<bdi title=\"&quot;Alder&quot; &lt;2&gt;\">&quot;Al"
                  "\xE2\x80\xA6</bdi>");
}

static void test_report_link_takes(void **state)
{
    (void)state;
    assert_writes(
        assert_int_equal(report_link(f, "https://alder.example/a?b=1&c=2"), 1),
        "<a href=\"https://alder.example/a?b=1&amp;c=2\">");
    assert_writes(
        assert_int_equal(report_link(f, "HTTP://alder.example/\"><b>'"), 1),
        "<a href=\"HTTP://alder.example/%22%3E%3Cb%3E%27\">");
    assert_writes(
        assert_int_equal(report_link(f, "http://xn--80ak6aa92e.example/"), 1),
        "<a href=\"http://xn--80ak6aa92e.example/\">");
    assert_writes(
        assert_int_equal(report_link(f, "http://alder.example/\xC3\xA9 x"), 1),
        "<a href=\"http://alder.example/%C3%A9%20x\">");
    assert_writes(assert_int_equal(report_link(f, "http://[::1]/a@b"), 1),
                  "<a href=\"http://[::1]/a@b\">");
}

static void test_report_link_refuses(void **state)
{
    static const char *const bad[] = {
        "",
        "javascript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "//alder.example/",
        "alder.example",
        "http:/alder.example/",
        "http://",
        "http:///a",
        "http://alder.example@birch.example/",
        "https://alder.example\\@birch.example/",
        "http://\x01/",
        "ftp://alder.example/",
        "file:///etc/passwd",
    };
    char longest[4096];
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_writes(assert_int_equal(report_link(f, bad[i]), 0), "");
    assert_writes(assert_int_equal(report_link(f, NULL), 0), "");
    memset(longest, 'a', sizeof longest);
    memcpy(longest, "http://", 7);
    longest[sizeof longest - 1] = 0;
    assert_writes(assert_int_equal(report_link(f, longest), 0), "");
}

static void test_report_numbers(void **state)
{
    (void)state;
    assert_writes(report_lag(f, STORE_NO_TIME), "\xE2\x80\x93");
    assert_writes(report_lag(f, 0), "0 min");
    assert_writes(report_lag(f, 59), "59 s");
    assert_writes(report_lag(f, 60), "1 min");
    assert_writes(report_lag(f, 3599), "59 min");
    assert_writes(report_lag(f, 7500), "2 h 05 min");
    assert_writes(report_lag(f, 48 * 3600 - 1), "47 h 59 min");
    assert_writes(report_lag(f, 51 * 3600), "2 d 3 h");
    assert_writes(report_lag(f, -600), "\xE2\x88\x92"
                                       "10 min");
    assert_writes(report_lag(f, INT64_MIN + 1), "\xE2\x88\x92"
                                                "106751991167300 d 15 h");
    assert_writes(report_lag_cell(f, -600), "<td data-v=-600>\xE2\x88\x92"
                                            "10 min");
    assert_writes(report_count_cell(f, 999), "<td>999");
    assert_writes(report_count_cell(f, 12345), "<td data-v=12345>12,345");
    assert_writes(report_percent(f, 0, 0), "\xE2\x80\x93");
    assert_writes(report_percent(f, 1, 1000), "&lt;1%");
    assert_writes(report_percent(f, 999, 1000), "&gt;99%");
    assert_writes(report_percent(f, 1, 3), "33%");
    assert_writes(report_percent(f, 7, 7), "100%");
    assert_writes(report_counted(f, 1, "cop", "y", "ies"), "1 copy");
    assert_writes(report_counted(f, 2, "cop", "y", "ies"), "2 copies");
}

static void test_report_times(void **state)
{
    (void)state;
    assert_writes(report_time(f, 1709603640),
                  "<time datetime=\"2024-03-05T01:54:00Z\">5 Mar 2024, "
                  "01:54</time>");
    assert_writes(report_time(f, STORE_NO_TIME), "no date");
    assert_writes(report_time_cell(f, 1709603640),
                  "<td data-v=1709603640>5 Mar 2024, 01:54");
    assert_writes(report_time_cell(f, STORE_NO_TIME), "<td>no date");
    assert_writes(report_moment(f, 1709603640, 1709603000), "5 Mar, 01:54");
    assert_writes(report_moment(f, 1709603640, 0), "5 Mar 2024, 01:54");
    assert_writes(report_moment(f, 1709603640, STORE_NO_TIME),
                  "5 Mar 2024, 01:54");
}

/* Shared ends or not: the axis takes in all it was made for, in order, from
 * edge to edge, and its ticks are on it. */
static void check_axis(const struct report_axis *a, int64_t first, int64_t last)
{
    int64_t t = first + rand() % (last - first + 1), at[REPORT_TICKS];
    size_t n = report_axis_ticks(a, at), origins = 0;
    assert_true(a->from <= 0 && a->to > 0);
    assert_true(a->from <= first && a->to >= last);
    assert_true(fabs(report_axis_at(a, a->from)) < 1e-9);
    assert_true(fabs(report_axis_at(a, a->to) - 100) < 1e-9);
    assert_true(report_axis_at(a, t) <= report_axis_at(a, last));
    assert_true(report_axis_at(a, t) >= report_axis_at(a, first));
    assert_true(n >= 1 && n <= REPORT_TICKS);
    for (size_t i = 0; i < n; i++) {
        origins += !at[i];
        assert_true(at[i] >= a->from && at[i] <= a->to);
        if (i)
            assert_true(report_axis_at(a, at[i]) >=
                        report_axis_at(a, at[i - 1]) + 9.99);
    }
    assert_int_equal(origins, 1);
}

static void test_report_axis(void **state)
{
    (void)state;
    srand(7);
    for (int round = 0; round < ROUNDS; round++) {
        int64_t first = rand() % 200000 - 100000;
        int64_t last = first + rand() % 4000000;
        struct report_axis a = report_axis_over(first, last);
        struct report_axis e = report_axis_extremes(first, last);
        check_axis(&a, first, last);
        check_axis(&e, first, last);
        assert_true(a.before < REPORT_ENDS && a.after < REPORT_ENDS);
        /* Not longer than it has to be by much. */
        assert_true(last < 7200 || a.to <= 3 * last);
    }
    /* An hour is half as far as four. */
    struct report_axis a = {.to = 4 * 3600};
    assert_true(fabs(report_axis_at(&a, 3600) - 50) < 1e-9);
}

/* The same ends are one axis; any time has one. */
static void test_report_axis_ends(void **state)
{
    struct report_axis a = report_axis_over(0, 3601);
    struct report_axis b = report_axis_over(0, 10800);
    (void)state;
    assert_int_equal(a.after, b.after);
    assert_int_equal(a.before, 0);
    assert_int_equal(a.to, 10800);
    for (int64_t t = 3600; t > 0 && t < INT64_MAX / 3; t *= 3) {
        a = report_axis_over(-t, t);
        assert_true(a.before < REPORT_ENDS && a.after < REPORT_ENDS);
        assert_true(a.from <= -t && a.to >= t);
    }
    a = report_axis_over(INT64_MIN + 1, INT64_MAX);
    assert_true(a.to == INT64_MAX && a.from == -INT64_MAX);
}

static void test_report_tick(void **state)
{
    char out[REPORT_TICK];
    (void)state;
    assert_string_equal(report_tick(0, out), "0");
    assert_string_equal(report_tick(900, out), "15 min");
    assert_string_equal(report_tick(3 * 3600, out), "3 h");
    assert_string_equal(report_tick(24 * 3600, out), "24 h");
    assert_string_equal(report_tick(4 * 86400, out), "4 d");
}

static size_t times_in(const char *s, const char *words)
{
    size_t n = 0;
    for (; (s = strstr(s, words)); s += strlen(words))
        n++;
    return n;
}

static void test_report_curve(void **state)
{
    const int64_t lags[] = {0, 3600, 3600, 14400};
    struct report_curve c = {{.to = 14400, .after = 3}, lags, 4, 3600};
    struct written w;
    (void)state;
    report_curve(start(&w), &c);
    stop(&w);
    /* Up by one, by two at an hour, by one at the end, in a box of four. */
    assert_non_null(strstr(w.s, "viewBox=\"0 0 1000 4\""));
    assert_non_null(strstr(w.s, "d=\"M0 4v-1H500v-2H1000v-1H1000\""));
    assert_non_null(strstr(w.s, "<use href=#x0-3 />"));
    assert_non_null(strstr(w.s, "<use href=#hl x=50.0% />"));
    assert_non_null(strstr(w.s, "aria-label=\"Carry curve: 4 copies, the last "
                                "after 4 h 00 min\""));
    free(w.s);
    /* Lines and numbers: 1, 2, 3 and the top. */
    report_curve(start(&w), &c);
    stop(&w);
    assert_non_null(strstr(w.s, "d=\"M0 0H1000M0 3H1000M0 2H1000M0 1H1000\""));
    assert_non_null(strstr(w.s, "<text y=99>1</text>"));
    assert_non_null(strstr(w.s, "<text>4</text>"));
    free(w.s);
    c.half = STORE_NO_TIME;
    report_curve(start(&w), &c);
    assert_null(strstr(stop(&w), "href=#h"));
    free(w.s);
}

/* A story of one copy, at the origin. */
static void test_report_curve_of_one(void **state)
{
    const int64_t lag = 0;
    const struct report_curve c = {report_axis_over(0, 0), &lag, 1, 0};
    struct written w;
    (void)state;
    report_curve(start(&w), &c);
    stop(&w);
    assert_non_null(strstr(w.s, "M0 1v-1H1000"));
    assert_null(strstr(w.s, "nan"));
    assert_null(strstr(w.s, "href=#h"));
    free(w.s);
}

/* At most five numbers beside the curve, and not one on another. */
static void test_report_curve_numbers(void **state)
{
    int64_t lags[1300];
    (void)state;
    memset(lags, 0, sizeof lags);
    for (size_t n = 1; n <= sizeof lags / sizeof *lags; n += 1 + n / 50) {
        const struct report_curve c = {report_axis_over(0, 0), lags, n,
                                       STORE_NO_TIME};
        double last = -1;
        struct written w;
        report_curve(start(&w), &c);
        stop(&w);
        assert_true(times_in(w.s, "</text>") <= 5);
        for (char *p = w.s; (p = strstr(p, "<text y=")); p++) {
            double y = atof(p + strlen("<text y="));
            assert_true(y > 12 && y < 132);
            assert_true(last < 0 || fabs(last - y) > 12);
            last = y;
        }
        free(w.s);
    }
}

static void test_report_timeline(void **state)
{
    const struct report_dot dots[] = {{0, 0, 1, 1, 0},
                                      {3600, 1, 2, 0, 0},
                                      {3600, 0, 9, 1, 1},
                                      {14400, 2, 0, 0, 0}};
    const struct report_row rows[] = {
        {"alder.example", REPORT_NO_NAME, 0, 3600, 0, 1},
        {"<b>.example", REPORT_NO_NAME, 3600, 3600, 0, 0},
        {"cedar.example", 7, 14400, 14400, 0, 0}};
    const struct report_timeline t = {
        {.to = 14400, .after = 3}, dots, 4, rows, 3};
    struct written w;
    (void)state;
    report_timeline(start(&w), &t);
    stop(&w);
    assert_int_equal(times_in(w.s, "<use href=#m"), 2);
    assert_int_equal(times_in(w.s, "<use href=#o"), 2);
    assert_non_null(strstr(w.s, "<use href=#m1 x=0.0% y=10 />"));
    assert_non_null(strstr(w.s, "<use href=#o2 x=50.0% y=26 />"));
    assert_non_null(strstr(w.s, "<use href=#m5s x=50.0% y=10 />"));
    assert_non_null(strstr(w.s, "<use href=#o0 x=100.0% y=42 />"));
    assert_non_null(strstr(w.s, "<line class=run x1=0.0% x2=50.0% y1=10 "
                                "y2=10 />"));
    assert_int_equal(times_in(w.s, "class=run"), 1);
    assert_non_null(strstr(w.s, "<text x=50.0% y=10>alder.example<tspan>, "
                                "still old</tspan></text>"));
    assert_non_null(strstr(w.s, ">&lt;b&gt;.example</text>"));
    /* Where there is no room behind the mark, before it. */
    assert_non_null(strstr(w.s, "<g class=\"name e\">"
                                "<use href=#n7 x=100.0% y=42 /></g>"));
    assert_null(strstr(w.s, "<b>"));
    free(w.s);
}

/* With too many sites, rows of versions. */
static void test_report_timeline_of_versions(void **state)
{
    const struct report_dot dots[] = {{0, 1, 1, 1, 0}, {60, 3, 7, 1, 0}};
    const struct report_row rows[] = {
        {NULL, REPORT_NO_NAME, 0, STORE_NO_TIME, 1, 0},
        {NULL, REPORT_NO_NAME, STORE_NO_TIME, STORE_NO_TIME, 1, 0},
        {NULL, REPORT_NO_NAME, 0, STORE_NO_TIME, 5, 0},
        {NULL, REPORT_NO_NAME, STORE_NO_TIME, STORE_NO_TIME, 5, 0}};
    const struct report_timeline t = {report_axis_over(0, 60), dots, 2, rows,
                                      4};
    struct written w;
    (void)state;
    report_timeline(start(&w), &t);
    stop(&w);
    assert_int_equal(times_in(w.s, "</text>"), 2);
    assert_non_null(strstr(w.s, "<text y=10>version 1</text>"));
    assert_non_null(strstr(w.s, "<text y=42>version 5 and later</text>"));
    assert_non_null(strstr(w.s, "in a row for each version"));
    free(w.s);
}

/* All that a chart can refer to is there. */
static void test_report_shapes(void **state)
{
    static const char *const ids[] = {" id=m0>",  " id=o0 ", " id=m1s>",
                                      " id=o5s>", " id=m5>", " id=yl>",
                                      " id=hl>",  " id=hr>", " id=s "};
    const char *const sites[] = {"alder.example", "<b>"};
    const struct report_axis axis = report_axis_over(-60, 9000);
    struct written w;
    FILE *f = start(&w);
    (void)state;
    report_shapes(f);
    report_names(f, sites, 2);
    report_axis_define(f, &axis);
    stop(&w);
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        assert_int_equal(times_in(w.s, ids[i]), 1);
    assert_non_null(strstr(w.s, "<text id=n0>alder.example</text>"));
    assert_non_null(strstr(w.s, "<text id=n1>&lt;b&gt;</text>"));
    assert_non_null(strstr(w.s, "<symbol id=x1-3 data-from=-900 "
                                "data-to=10800>"));
    free(w.s);
}

static void test_report_spark_and_box(void **state)
{
    const uint64_t hours[4] = {1, 0, 2, 1};
    const uint64_t none[4] = {0};
    const struct report_axis axis = {.from = -3600, .to = 3600};
    struct report_box box = {-3600, -900, 0, 900, 3600};
    struct written w;
    (void)state;
    report_spark(start(&w), &(const struct report_hours){4, 0, hours, 4});
    assert_non_null(strstr(stop(&w), "d=\"M0 18H0V13.5H2V4.5H3V0.0H4\""));
    free(w.s);
    /* Two were out before the origin, and two came after the last hour. */
    report_spark(start(&w), &(const struct report_hours){8, 2, hours, 4});
    assert_non_null(strstr(stop(&w), "d=\"M0 18V13.5H0V11.2H2V6.8H3V4.5H4\""));
    free(w.s);
    assert_writes(report_spark(f, &(const struct report_hours){0, 0, none, 4}),
                  "");
    assert_writes(report_spark(f, &(const struct report_hours){0}), "");
    report_box(start(&w), &axis, &box);
    stop(&w);
    assert_non_null(strstr(w.s, "<line class=w x1=0.0% x2=100.0% y1=7"));
    assert_non_null(strstr(w.s, "<rect x=25.00% y=2 width=50.00%"));
    assert_non_null(strstr(w.s, "<line class=m x1=50.0% x2=50.0%"));
    assert_int_equal(times_in(w.s, "class=w x1=0.0% x2=0.0%"), 1);
    assert_int_equal(times_in(w.s, "class=w x1=100.0% x2=100.0%"), 1);
    free(w.s);
    box.median = STORE_NO_TIME;
    assert_writes(report_box(f, &axis, &box), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_report_escape_known),
        cmocka_unit_test(test_report_escape_any_bytes),
        cmocka_unit_test(test_report_cut),
        cmocka_unit_test(test_report_cut_heap_of_marks),
        cmocka_unit_test(test_report_cut_marks),
        cmocka_unit_test(test_report_words),
        cmocka_unit_test(test_report_words_blank),
        cmocka_unit_test(test_report_words_long),
        cmocka_unit_test(test_report_link_takes),
        cmocka_unit_test(test_report_link_refuses),
        cmocka_unit_test(test_report_numbers),
        cmocka_unit_test(test_report_times),
        cmocka_unit_test(test_report_axis),
        cmocka_unit_test(test_report_axis_ends),
        cmocka_unit_test(test_report_tick),
        cmocka_unit_test(test_report_curve),
        cmocka_unit_test(test_report_curve_of_one),
        cmocka_unit_test(test_report_curve_numbers),
        cmocka_unit_test(test_report_timeline),
        cmocka_unit_test(test_report_timeline_of_versions),
        cmocka_unit_test(test_report_shapes),
        cmocka_unit_test(test_report_spark_and_box),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
