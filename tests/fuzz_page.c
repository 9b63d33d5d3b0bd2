/*
 * A libFuzzer target for page_read(). Whatever the bytes are: no crash, what
 * is given out is valid UTF-8 without NUL, and a reader that has read another
 * page gives the same.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cli/page.h"
#include "shingle/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
    if (!holds)
        abort();
}

static void require_utf8(const char *s, size_t len)
{
    const unsigned char *p = (const unsigned char *)s, *end = p + len;
    while (p < end) {
        uint32_t c = utf8_next(&p, end);
        require(c && c != UTF8_BAD);
    }
}

static void require_string(const char *s)
{
    if (s)
        require_utf8(s, strlen(s));
}

static void require_same(const char *a, const char *b)
{
    require(!a == !b && (!a || !strcmp(a, b)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct page_reader *used;
    struct page_reader *fresh = page_reader_new();
    struct page_hints hints = {NULL,
                               "https://www.courier.example/2009/11/30/a"};
    struct page a, b;
    int rc;
    if (!used)
        used = page_reader_new();
    require(used && fresh);
    rc = page_read(used, (const char *)data, size, &hints, &a);
    require(rc >= 0 && rc <= PAGE_NOT_HTML);
    require(page_read(fresh, (const char *)data, size, &hints, &b) == rc);
    if (rc == PAGE_OK) {
        require_utf8(a.text, a.text_len);
        require(a.text_len == b.text_len &&
                !memcmp(a.text, b.text, a.text_len));
        require_string(a.title);
        require_string(a.site);
        require_string(a.author);
        require_string(a.source);
        require_same(a.title, b.title);
        require_same(a.author, b.author);
        require_same(a.url, b.url);
        require(a.published == b.published);
    }
    page_reader_free(fresh);
    return 0;
}
