/*
 * A libFuzzer target for CSV: any bytes under a line of names and a row, read
 * in batches of one and of many. The same records come of both, in order, and
 * each can be handed on as bytes of the input. And any bytes as one row, whole
 * and a byte at a time.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cli/csv.h"
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
    struct reader_options options = {.max_record = 200, .raw = 1};
    struct reader *r;
    struct batch b;
    uint64_t h = 14695981039346656037u, last = 0;
    batch_init(&b);
    require(!reader_open_memory(&r, "fuzz", s, len, &options));
    while (reader_next(r, &b, records, 1 << 16) == READER_MORE)
        for (size_t i = 0; i < b.n; i++) {
            const struct record *record = &b.records[i];
            if (record->other)
                continue;
            require(record->form == RAW_ROW && record->byte > last);
            require(record->byte + record->raw_len <= len);
            require(!memcmp(s + record->byte, record->raw, record->raw_len));
            require(record->article.text_len > 0);
            last = record->byte;
            h = mix(h, record->article.text, record->article.text_len);
            h = mix(h, &record->line, sizeof record->line);
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

/* A row split in pieces of any size is split alike, and cells are inside. */
static void split(const char *s, size_t len, char separator)
{
    static struct csv whole, part;
    enum csv_result want, got = CSV_MORE;
    csv_init(&whole, separator);
    want = csv_feed(&whole, s, len, 1);
    for (size_t i = 0; i < whole.n && i < CSV_CELLS; i++)
        require(whole.cells[i].begin <= whole.cells[i].end &&
                whole.cells[i].end <= len);
    csv_init(&part, separator);
    for (size_t n = 0; got == CSV_MORE; n += n < len)
        got = csv_feed(&part, s, n, n == len);
    require(want == got && whole.n == part.n && whole.at == part.at);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const heads[] = {"id,text,lang\n1,a,en\n",
                                        "id\ttext\tlang\n1\ta\ten\n"};
    for (int i = 0; i < 2; i++) {
        size_t n = strlen(heads[i]);
        char *s = malloc(n + size + 1);
        require(s != NULL);
        memcpy(s, heads[i], n);
        if (size)
            memcpy(s + n, data, size);
        require(read_all(s, n + size, 1) == read_all(s, n + size, 1000));
        split(s + n, size, i ? '\t' : ',');
        free(s);
    }
    return 0;
}
