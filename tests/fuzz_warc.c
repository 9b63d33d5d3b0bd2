/*
 * A libFuzzer target for the WARC reader: any bytes behind what makes them an
 * archive, as they are or packed, read with small limits. Whatever they are:
 * records are in order and apart, raw forms are bytes of the archive, and
 * other batches and threads give the same.
 */
#include "cli/reader.h"
#include "tests/packed.h"

#include <stdint.h>

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

static uint64_t mix_string(uint64_t h, const char *s)
{
    return s ? mix(h, s, strlen(s)) : h * 3;
}

/* plain: the archive where it is not packed. */
static void require_raw(const struct record *r, const struct packed *plain,
                        uint64_t *end)
{
    require(r->form == RAW_WARC && r->raw_len > 9);
    require(!memcmp(r->raw, "WARC/", 5) && r->raw[r->raw_len - 1] == '\n');
    require(r->byte >= *end);
    *end = r->byte + r->raw_len;
    if (plain)
        require(*end <= plain->len &&
                !memcmp(plain->bytes + r->byte, r->raw, r->raw_len));
}

static uint64_t read_all(const struct packed *p, int plain,
                         struct reader_options o, size_t records)
{
    struct reader *r;
    struct batch b;
    uint64_t h = 14695981039346656037u, end = 0;
    batch_init(&b);
    require(!reader_open_memory(&r, "fuzz", p->bytes, p->len, &o));
    while (reader_next(r, &b, records, 1 << 16) == READER_MORE)
        for (size_t i = 0; i < b.n; i++) {
            const struct article *a = &b.records[i].article;
            require(b.records[i].other ||
                    (a->text_len && strlen(a->text) == a->text_len));
            h = mix_string(h, a->text);
            h = mix_string(h, a->url);
            h = mix_string(h, a->title);
            h = mix(h, &b.records[i].byte, sizeof b.records[i].byte);
            if (o.raw && !b.records[i].line)
                require_raw(&b.records[i], plain ? p : NULL, &end);
        }
    for (int i = 0; i < REJECT_COUNT; i++) {
        uint64_t n = reader_count(r, (enum reject)i);
        h = mix(h, &n, sizeof n);
    }
    batch_release(&b);
    reader_close(r);
    return h;
}

/* In one batch, and in batches of one by other threads. */
static void try(const struct packed *p, int plain, int raw)
{
    struct reader_options o = {.max_record = 2000, .raw = raw, .threads = 1};
    uint64_t h = read_all(p, plain, o, 1000);
    o.threads = plain && !raw ? 2 : 1;
    require(read_all(p, plain, o, 1) == h);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char head[] =
        "WARC/1.0\r\nWARC-Type: response\r\n"
        "WARC-Target-URI: http://a.example/\r\nContent-Length: ";
    struct packed plain = {0}, gzip = {0};
    if (!size)
        return 0;
    if (*data & 1)
        pack_plain(&plain, head, sizeof head - 1);
    else
        pack_plain(&plain, "WARC/1.0\r\n", 10);
    pack_plain(&plain, data + 1, size - 1);
    try(&plain, 1, 0);
    try(&plain, 1, 1);
    /* In two members, the second one with a wrong byte. */
    pack_gzip(&gzip, plain.bytes, plain.len / 2);
    pack_gzip(&gzip, plain.bytes + plain.len / 2, plain.len - plain.len / 2);
    try(&gzip, 0, 1);
    gzip.bytes[gzip.len - 1 - *data % (gzip.len / 2)] ^= 4;
    try(&gzip, 0, *data & 2);
    packed_release(&plain);
    packed_release(&gzip);
    return 0;
}
