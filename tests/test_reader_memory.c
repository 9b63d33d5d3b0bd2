/*
 * Every allocation of the reader's own fails once: the call says so, and
 * nothing leaks. Needs the linker's --wrap for malloc, calloc and realloc;
 * allocations inside the libraries are not among them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "cli/reader.h"
#include "tests/archive.h"

void *__real_malloc(size_t n);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t n);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t n);

static long left = -1; /* allocations before the one that fails; -1: none */

static int fails(void)
{
    return left >= 0 && left-- == 0;
}

void *__wrap_malloc(size_t n)
{
    return fails() ? NULL : __real_malloc(n);
}

void *__wrap_calloc(size_t n, size_t size)
{
    return fails() ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *p, size_t n)
{
    return fails() ? NULL : __real_realloc(p, n);
}

static const char lines[] =
    "{\"id\":\"a\",\"url\":\"http://p.example/\",\"title\":\"T\",\"text\":"
    "\"x\"}\n{\"text\":[\"y\",\"z\"]}\n{\"text\":\n\"w\"}\nwords\n";
static const char plain[] = "Head\n2009-11-30\nText\n";

static const char page[] = "<html><body><p>The harbour wall at Lenz, which "
                           "broke in the storm, will be built anew.</p>";

static struct reader_options options = {.threads = 1};

static const char csv[] =
    "id,text,author\n1,\"a \"\"q\"\"\",A\n2,b,\n3\n4,\"c\nd\",\"e\n";
static const char xml[] =
    "<rss><channel><link>http://p.example/</link><item><title>T</title>"
    "<guid>7</guid><author>A</author><author>B</author><source>S</source>"
    "<description>&lt;p&gt;a</description></item><item/></channel></rss>";
static const char ninjs[] =
    "{\"uri\":\"u:1\",\"versioncreated\":\"2009-11-30\",\"by\":\"By A\","
    "\"bodies\":[{\"contenttype\":\"text/html\",\"value\":\"<p>x\"}]}\n";

/* 0: all was read, or READER_NO_MEMORY. */
static int run(const char *s, size_t len, size_t records)
{
    struct reader *r;
    struct batch b;
    size_t n = 0;
    int rc = reader_open_memory(&r, "m", s, len, &options);
    if (rc) {
        assert_null(r);
        return rc;
    }
    batch_init(&b);
    while ((rc = reader_next(r, &b, 2, 1 << 20)) == READER_MORE)
        n += b.n;
    assert_true(rc != READER_END || n == records);
    batch_release(&b);
    reader_close(r);
    return rc;
}

static void each_failure(const char *s, size_t len, size_t records)
{
    int rc = READER_NO_MEMORY;
    long n;
    for (n = 0; rc == READER_NO_MEMORY; n++) {
        left = n;
        rc = run(s, len, records);
    }
    left = -1;
    assert_int_equal(rc, READER_END);
    assert_true(n > 15);
}

static void test_reader_memory_json(void **state)
{
    (void)state;
    each_failure(lines, sizeof lines - 1, 3);
}

static void test_reader_memory_plain(void **state)
{
    (void)state;
    each_failure(plain, sizeof plain - 1, 1);
}

/* A page, a page in chunks, text, and one that is broken; as it came, too. */
static void test_reader_memory_warc(void **state)
{
    struct archive a = {.pack = ARCHIVE_GZIP};
    (void)state;
    archive_page(&a, "https://a.example/1", "", page, sizeof page - 1);
    archive_page(&a, "https://a.example/2", "Transfer-Encoding: chunked\r\n",
                 "1a\r\n<html><p>The wall at Lenz.\r\n0\r\n\r\n", 37);
    archive_page(&a, "https://a.example/3", "Content-Type: text/plain\r\n",
                 "The wall\nIt fell.\n", 18);
    archive_add(&a, &(struct archive_record){.length = "x"});
    archive_page(&a, "https://a.example/4", "", page, sizeof page - 1);
    each_failure(a.out.bytes, a.out.len, 4);
    options.raw = 1;
    each_failure(a.out.bytes, a.out.len, 4);
    options.raw = 0;
    archive_release(&a);
}

static void test_reader_memory_csv(void **state)
{
    (void)state;
    each_failure(csv, sizeof csv - 1, 2);
}

static void test_reader_memory_xml(void **state)
{
    (void)state;
    each_failure(xml, sizeof xml - 1, 1);
}

static void test_reader_memory_ninjs(void **state)
{
    (void)state;
    each_failure(ninjs, sizeof ninjs - 1, 1);
}

static void test_reader_memory_fields(void **state)
{
    struct fields f;
    char why[100];
    int rc = FIELDS_NO_MEMORY;
    (void)state;
    for (long n = 0; rc == FIELDS_NO_MEMORY; n++) {
        left = n;
        rc = fields_init(&f);
        if (!rc) {
            rc = fields_parse(&f, "text=a,id=b,text=c", why, sizeof why);
            fields_release(&f);
        }
    }
    left = -1;
    assert_int_equal(rc, FIELDS_OK);
}

static void test_reader_memory_paths(void **state)
{
    const char *const paths[] = {"/nowhere/a", "/nowhere/b", "-"};
    struct reader *r;
    int rc = READER_NO_MEMORY;
    (void)state;
    for (long n = 0; rc == READER_NO_MEMORY; n++) {
        left = n;
        rc = reader_open(&r, paths, 3, NULL);
        if (rc)
            assert_null(r);
        else
            reader_close(r);
    }
    left = -1;
    assert_int_equal(rc, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reader_memory_json),
        cmocka_unit_test(test_reader_memory_plain),
        cmocka_unit_test(test_reader_memory_warc),
        cmocka_unit_test(test_reader_memory_csv),
        cmocka_unit_test(test_reader_memory_xml),
        cmocka_unit_test(test_reader_memory_ninjs),
        cmocka_unit_test(test_reader_memory_fields),
        cmocka_unit_test(test_reader_memory_paths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
