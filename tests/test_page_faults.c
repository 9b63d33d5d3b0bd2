/*
 * page_read() with each of its allocations failing in turn; linked with
 * --wrap=malloc and so on, which the parser's own are not met by.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "cli/page.h"
#include "tests/faulty.h"

/* KOI8-R, so that the bytes are converted; JSON-LD, facts and some blocks. */
static const char html[] =
    "<html><head><title>\xED\xCF\xD3\xD4</title><meta property=og:site_name "
    "content=Courier><meta name=date content=2009-11-30><script type="
    "'application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"A lock\","
    "\"author\":{\"name\":\"Bo Rask\"},\"articleBody\":\"The board voted\"}"
    "</script></head><body><p>\xEE\xCF\xD7\xD9\xCA \xCD\xCF\xD3\xD4 "
    "\xDE\xC5\xD2\xC5\xDA \xD2\xC5\xCB\xD5 \xCF\xD4\xCB\xD2\xCF\xC0\xD4 \xD7 "
    "\xD3\xD5\xC2\xC2\xCF\xD4\xD5</p><p>The harbour board voted on Tuesday to "
    "close the eastern lock for six weeks while its gates are hung again.</p>"
    "</body></html>";

static void test_page_faults_each_allocation(void **state)
{
    struct page_hints hints = {"koi8-r", "https://courier.example/a"};
    int failures = 0;
    (void)state;
    for (long n = 0; n < 1000; n++) {
        struct page_reader *r;
        struct page page;
        int rc = PAGE_NO_MEMORY;
        faulty_arm(FAULT_ALLOCATION, n, 0);
        if ((r = page_reader_new()))
            rc = page_read(r, html, sizeof html - 1, &hints, &page);
        if (!faulty_disarm()) {
            assert_int_equal(rc, PAGE_OK);
            page_reader_free(r);
            break;
        }
        failures++;
        assert_int_equal(rc, PAGE_NO_MEMORY);
        if (r) { /* and it works again */
            assert_int_equal(page_read(r, html, sizeof html - 1, &hints, &page),
                             PAGE_OK);
            assert_string_equal(page.title, "A lock");
            assert_string_equal(page.author, "Bo Rask");
            assert_string_equal(page.charset, "KOI8-R");
            assert_non_null(strstr(page.text, "harbour board"));
        }
        page_reader_free(r);
    }
    assert_in_range(failures, 10, 900);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_page_faults_each_allocation),
    };
    faulty_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
