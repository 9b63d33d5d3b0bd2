/* Any bytes as a file, read twice with batches of other sizes: no crash, and
 * the same records and rejects both times. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cli/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint64_t mix(uint64_t h, const void *p, size_t n)
{
    const unsigned char *s = p;
    for (size_t i = 0; i < n; i++)
        h = (h ^ s[i]) * 1099511628211u;
    return h * 31 + n;
}

static uint64_t read_all(const uint8_t *data, size_t size, size_t records)
{
    struct reader_options options = {.max_record = 4096};
    struct reader *r;
    struct batch b;
    uint64_t h = 14695981039346656037u;
    batch_init(&b);
    if (reader_open_memory(&r, "fuzz", data, size, &options))
        abort();
    while (reader_next(r, &b, records, 1 << 16) == READER_MORE)
        for (size_t i = 0; i < b.n; i++) {
            const struct article *a = &b.records[i].article;
            if (strlen(a->text) != a->text_len || !a->text_len ||
                (b.records[i].line < 1 &&
                 memcmp(data, "WARC/", size < 5 ? size : 5)))
                abort();
            h = mix(h, a->text, a->text_len);
            h = mix(h, a->id, a->id ? strlen(a->id) : 0);
            h = mix(h, &b.records[i].byte, sizeof b.records[i].byte);
        }
    for (int i = 0; i < REJECT_COUNT; i++) {
        uint64_t n = reader_count(r, (enum reject)i);
        h = mix(h, &n, sizeof n);
    }
    batch_release(&b);
    reader_close(r);
    return h;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (read_all(data, size, 1) != read_all(data, size, 1000))
        abort();
    return 0;
}
