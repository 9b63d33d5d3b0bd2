#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/page_charset.h"

/* Two sentences in each language, in UTF-8. */
static const char russian[] =
    "Новый мост через реку откроют в субботу, сообщил вчера глава района. До "
    "школы и больницы жители шесть лет добирались на пароме.";
static const char french[] =
    "Le d\xC3\xA9put\xC3\xA9 a r\xC3\xA9pondu \xC3\xA0 ses \xC3\xA9lecteurs "
    "qu\xE2\x80\x99il n\xE2\x80\x99\xC3\xA9tait pas press\xC3\xA9.";
static const char chinese[] =
    "市文物局三日表示，桥面从本周起恢复行人通行，机动车仍须绕行东侧的新桥。"
    "他说这是老城区最长的石拱桥。";
static const char traditional[] =
    "市政府今天表示，大橋從本週起恢復行人通行，車輛仍須繞行東側的新橋。他說"
    "這是老城區最長的石拱橋，也是我們的驕傲。";
static const char japanese[] =
    "岬の突端に立つ灯台が、来月から四十年ぶりに一般公開されることになった。"
    "中に入ることができるのは一度に十人までだ。";
static const char korean[] =
    "시는 오늘 다리를 이번 주부터 다시 연다고 밝혔다. 자동차는 여전히 동쪽의 "
    "새 다리로 돌아가야 한다.";

static const struct {
    const char *name, *text;
} texts[] = {{"KOI8-R", russian},         {"WINDOWS-1251", russian},
             {"WINDOWS-1252", french},    {"GB18030", chinese},
             {"BIG5-HKSCS", traditional}, {"CP932", japanese},
             {"EUC-JP", japanese},        {"UHC", korean}};
#define TEXTS (sizeof texts / sizeof *texts)

static char bytes[4000];

/* head, then the text in an encoding; the number of bytes. */
static size_t encode(const char *head, const char *name, const char *text)
{
    iconv_t cd = iconv_open(name, "UTF-8");
    char *in = (char *)(uintptr_t)text, *out = bytes + strlen(head);
    size_t left = strlen(text), room = sizeof bytes - strlen(head);
    assert_true(cd != (iconv_t)-1);
    strcpy(bytes, head);
    assert_int_equal(iconv(cd, &in, &left, &out, &room), 0);
    iconv_close(cd);
    return (size_t)(out - bytes);
}

static void test_page_charset_labels(void **state)
{
    static const char *const labels[][2] = {{"iso-8859-1", "WINDOWS-1252"},
                                            {"US-ASCII", "WINDOWS-1252"},
                                            {" Latin1 ", "WINDOWS-1252"},
                                            {"gb2312", "GB18030"},
                                            {"GBK", "GB18030"},
                                            {"Shift_JIS", "CP932"},
                                            {"x-sjis", "CP932"},
                                            {"ks_c_5601-1987", "UHC"},
                                            {"euc-kr", "UHC"},
                                            {"iso-8859-9", "WINDOWS-1254"},
                                            {"tis-620", "CP874"},
                                            {"koi8-ru", "KOI8-U"},
                                            {"UTF8", "UTF-8"},
                                            {"iso8859-2", "ISO-8859-2"},
                                            {"utf-16", "UTF-16LE"},
                                            {"big5", "BIG5-HKSCS"}};
    static const char *const wrong[] = {"", " ", "none", "utf-8 utf8", "8859"};
    (void)state;
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        const char *name =
            page_charset_label(labels[i][0], strlen(labels[i][0]));
        assert_non_null(name);
        assert_string_equal(name, labels[i][1]);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_null(page_charset_label(wrong[i], strlen(wrong[i])));
}

static void test_page_charset_declared(void **state)
{
    static const char *const heads[] = {
        "<meta charset=%s>",
        "<META http-equiv=Content-Type content='text/html; charset=%s'>",
        "<?xml version='1.0' encoding=\"%s\"?>"};
    static const char *const labels[] = {"koi8-r", "windows-1251", "iso-8859-1",
                                         "gb2312", "big5",         "shift_jis",
                                         "euc-jp", "euc-kr"};
    (void)state;
    for (size_t i = 0; i < TEXTS; i++) {
        for (size_t k = 0; k < 3; k++) {
            char head[200];
            size_t n;
            snprintf(head, sizeof head, heads[k], labels[i]);
            n = encode(head, texts[i].name, texts[i].text);
            assert_string_equal(page_charset_find(bytes, n, NULL),
                                texts[i].name);
        }
        assert_string_equal(
            page_charset_find(
                bytes, encode("<p>", texts[i].name, texts[i].text), labels[i]),
            texts[i].name);
    }
}

static void test_page_charset_undeclared(void **state)
{
    (void)state;
    for (size_t i = 0; i < TEXTS; i++) {
        size_t n = encode("<p>", texts[i].name, texts[i].text);
        assert_string_equal(page_charset_find(bytes, n, NULL), texts[i].name);
        assert_string_equal(page_charset_guess(bytes, n), texts[i].name);
        n = encode("<p>", "UTF-8", texts[i].text);
        assert_string_equal(page_charset_find(bytes, n, NULL), "UTF-8");
    }
    assert_string_equal(page_charset_find("<p>plain", 8, NULL), "UTF-8");
}

/* What the bytes cannot be is not believed. */
static void test_page_charset_mislabelled(void **state)
{
    static const char *const lies[] = {"utf-8", "iso-8859-1", "windows-1252",
                                       "utf-16"};
    size_t n;
    (void)state;
    for (size_t i = 0; i < TEXTS; i++)
        for (size_t k = 0; k < 4; k++) {
            n = encode("<p>", texts[i].name, texts[i].text);
            assert_string_equal(page_charset_find(bytes, n, lies[k]),
                                texts[i].name);
            n = encode("<p>", "UTF-8", texts[i].text);
            assert_string_equal(page_charset_find(bytes, n, lies[k]), "UTF-8");
        }
    n = encode("<p>", "KOI8-R", russian);
    assert_string_equal(page_charset_find(bytes, n, "windows-1251"), "KOI8-R");
    n = encode("<p>", "GB18030", chinese);
    assert_string_equal(page_charset_find(bytes, n, "windows-1251"), "GB18030");
    /* The header lies and the page does not. */
    n = encode("<meta charset=iso-8859-2><p>", "ISO-8859-2",
               "Wczoraj w \xC5\x81odzi zamkni\xC4\x99to \xC5\x9Bluz\xC4\x99.");
    assert_string_equal(page_charset_find(bytes, n, "utf-8"), "ISO-8859-2");
}

static void test_page_charset_decode(void **state)
{
    struct page_charset c = {0};
    (void)state;
    for (size_t i = 0; i < TEXTS; i++) {
        struct page_buffer out = {0};
        size_t n = encode("", texts[i].name, texts[i].text);
        assert_int_equal(page_charset_decode(&c, texts[i].name, bytes, n, &out),
                         0);
        assert_int_equal(out.n, strlen(texts[i].text));
        assert_memory_equal(out.s, texts[i].text, out.n);
        page_buffer_release(&out);
    }
    page_charset_release(&c);
}

static void decoded(const char *name, const char *s, size_t len,
                    const char *truth)
{
    struct page_charset c = {0};
    struct page_buffer out = {0};
    assert_int_equal(page_charset_decode(&c, name, s, len, &out), 0);
    page_buffer_put(&out, 0);
    assert_string_equal(out.s, truth);
    page_buffer_release(&out);
    page_charset_release(&c);
}

static void test_page_charset_wrong_bytes(void **state)
{
    (void)state;
    decoded("UTF-8",
            "\xEF\xBB\xBF"
            "a\xFF\xC3\xA9\xE2\x82z\0y\r\n",
            14, "a\xEF\xBF\xBD\xC3\xA9\xEF\xBF\xBDz y\n\n");
    decoded("UTF-8", "a\xED\xA0\x80", 4,
            "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    decoded("WINDOWS-1252", "\x93q\x94 \x81 \x80", 7,
            "\xE2\x80\x9Cq\xE2\x80\x9D \xEF\xBF\xBD \xE2\x82\xAC");
    decoded("CP932", "\x83", 1, "\xEF\xBF\xBD");
    decoded("GB18030", "\xB5\xC4\xFF\xB5\xC4", 5,
            "\xE7\x9A\x84\xEF\xBF\xBD\xE7\x9A\x84");
    decoded("UTF-16LE", "\xFF\xFE<\0p\0>\0\xE9\0", 10, "<p>\xC3\xA9");
    decoded("UTF-16BE", "\0<\0p\0>\0\xE9", 8, "<p>\xC3\xA9");
    decoded("no such name", "a\xE9", 2, "a\xC3\xA9");
    assert_string_equal(page_charset_find("\xFE\xFF\0<", 4, NULL), "UTF-16BE");
    assert_string_equal(page_charset_find("<\0p\0>\0", 6, NULL), "UTF-16LE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_page_charset_labels),
        cmocka_unit_test(test_page_charset_declared),
        cmocka_unit_test(test_page_charset_undeclared),
        cmocka_unit_test(test_page_charset_mislabelled),
        cmocka_unit_test(test_page_charset_decode),
        cmocka_unit_test(test_page_charset_wrong_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
