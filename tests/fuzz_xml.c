/*
 * A libFuzzer target for feeds and agency formats: any bytes as a document, as
 * what is in a feed and as HTML in an item. Batches of one and of many give
 * the same records; HTML becomes no longer, and the same in place.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cli/html_text.h"
#include "cli/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
    if (!holds)
        abort();
}

static uint64_t mix(uint64_t h, const void *p, size_t n)
{
    const unsigned char *s = p;
    for (size_t i = 0; i < n; i++)
        h = (h ^ s[i]) * 1099511628211u;
    return h * 31 + n;
}

static uint64_t read_all(const char *s, size_t len, size_t records)
{
    struct reader_options options = {.max_record = 2000};
    struct reader *r;
    struct batch b;
    uint64_t h = 14695981039346656037u;
    batch_init(&b);
    require(!reader_open_memory(&r, "fuzz", s, len, &options));
    while (reader_next(r, &b, records, 1 << 16) == READER_MORE)
        for (size_t i = 0; i < b.n; i++) {
            const struct record *record = &b.records[i];
            const struct article *a = &record->article;
            require(a->text_len > 0 && strlen(a->text) == a->text_len);
            require(record->line >= 1 && record->byte < len);
            h = mix(h, a->text, a->text_len);
            h = mix(h, a->title, a->title ? strlen(a->title) : 0);
            h = mix(h, &record->byte, sizeof record->byte);
        }
    for (int i = 0; i < REJECT_COUNT; i++) {
        uint64_t n = reader_count(r, (enum reject)i);
        h = mix(h, &n, sizeof n);
    }
    batch_release(&b);
    reader_close(r);
    return h;
}

static void html(const char *s, size_t len)
{
    char *a = malloc(len + 1), *b = malloc(len + 1);
    size_t n;
    require(a && b);
    n = html_text(a, s, len);
    require(n <= len);
    memcpy(b, s, len);
    require(html_text(b, b, len) == n && !memcmp(a, b, n));
    free(a);
    free(b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const heads[] = {
        "", "<rss><channel><item><description>a</description></item>",
        "<nitf><body><body.content>", "<newsItem guid=\"u:1\">"};
    for (int i = 0; i < 4; i++) {
        size_t n = strlen(heads[i]);
        char *s = malloc(n + size + 1);
        require(s != NULL);
        memcpy(s, heads[i], n);
        if (size)
            memcpy(s + n, data, size);
        require(read_all(s, n + size, 1) == read_all(s, n + size, 1000));
        free(s);
    }
    html((const char *)data, size);
    return 0;
}
