#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "cli/reader.h"

#define STORY                                                                  \
    "<p>The harbour board voted on Tuesday to close the eastern lock for six " \
    "weeks while its gates are hung again.</p>"

static struct reader *reader;
static struct batch batch;

static int read_bytes(const char *s, size_t len)
{
    batch_init(&batch);
    assert_int_equal(reader_open_memory(&reader, "lock.page", s, len, NULL), 0);
    return reader_next(reader, &batch, 100, 1 << 20);
}

static void done(void)
{
    batch_release(&batch);
    reader_close(reader);
}

static int begins(const char *s, const char *with)
{
    return s && !strncmp(s, with, strlen(with));
}

/* Whether the bytes are read as a page: its tags are gone. */
static int is_page(const char *s, size_t len)
{
    int page = read_bytes(s, len) == READER_MORE && batch.n == 1 &&
               begins(batch.records[0].article.text, "The harbour board") &&
               !strchr(batch.records[0].article.text, '<');
    done();
    return page;
}

static void test_reader_html_is_told_by_content(void **state)
{
    static const char *const pages[] = {
        "<!DOCTYPE html><title>Lock</title>" STORY,
        "\xEF\xBB\xBF\r\n <HTML><BODY>" STORY,
        "<!-- saved page --><!-- again --><head></head>" STORY,
        "<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC 'x'><html>" STORY,
        "<?xml version='1.0'?><html><body>" STORY "</body></html>",
        "<div><p></p></div><div><b></b>" STORY "</div>"};
    static const char *const others[] = {
        "{\"text\": \"<!DOCTYPE html><html>" STORY "\"}\n",
        "Lock\n\n<html> is how a page begins, and <b>bold</b> is bold.\n",
        "<?xml version='1.0'?><rss><channel><item></item></channel></rss>",
        "<p>One tag makes no page"};
    char wide[400] = "\xFF\xFE";
    size_t n = 2;
    (void)state;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        assert_true(is_page(pages[i], strlen(pages[i])));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(is_page(others[i], strlen(others[i])));
    for (const char *s = "<html>" STORY; *s; s++) {
        wide[n++] = *s;
        wide[n++] = 0;
    }
    assert_true(is_page(wide, n));
}

static void test_reader_html_id(void **state)
{
    static const char canonical[] =
        "<html><head><title>Lock</title><link rel=canonical "
        "href='https://courier.example/lock'></head>" STORY,
                      none[] = "<html><title>Lock</title>" STORY;
    (void)state;
    assert_int_equal(read_bytes(canonical, sizeof canonical - 1), READER_MORE);
    assert_null(batch.records[0].article.id);
    assert_string_equal(batch.records[0].article.url,
                        "https://courier.example/lock");
    assert_string_equal(batch.records[0].article.title, "Lock");
    done();
    assert_int_equal(read_bytes(none, sizeof none - 1), READER_MORE);
    assert_string_equal(batch.records[0].article.id, "lock.page");
    assert_null(batch.records[0].article.url);
    done();
}

static void test_reader_html_without_text(void **state)
{
    static const char empty[] = "<html><head><title>Lock</title></head></html>";
    (void)state;
    assert_int_equal(read_bytes(empty, sizeof empty - 1), READER_END);
    assert_int_equal(reader_count(reader, REJECT_NO_TEXT), 1);
    assert_int_equal(reader_rejected(reader), 1);
    done();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reader_html_is_told_by_content),
        cmocka_unit_test(test_reader_html_id),
        cmocka_unit_test(test_reader_html_without_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
