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

/* 0: all was read, or READER_NO_MEMORY. */
static int run(const char *s, size_t len, size_t records)
{
    struct reader *r;
    struct batch b;
    size_t n = 0;
    int rc = reader_open_memory(&r, "m", s, len, NULL);
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
        cmocka_unit_test(test_reader_memory_fields),
        cmocka_unit_test(test_reader_memory_paths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
