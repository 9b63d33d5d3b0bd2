#include "tests/archive_read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cli/date.h"

static void say(struct packed *p, const char *format, ...)
{
    char line[1000];
    va_list ap;
    va_start(ap, format);
    vsnprintf(line, sizeof line, format, ap);
    va_end(ap);
    pack_plain(p, line, strlen(line) + 1);
    p->len--; /* the next line goes over the NUL */
}

static const char *show(const char *s)
{
    return s ? s : "-";
}

static void see(struct seen *seen, const struct record *r)
{
    const struct article *a = &r->article;
    char date[DATE_LEN];
    seen->records += !r->other;
    seen->others += (size_t)r->other;
    if (!r->other) {
        assert_int_equal(strlen(a->text), a->text_len);
        say(&seen->facts, "%llu %s|%s|%s|%s|%.60s\n",
            (unsigned long long)r->byte, show(a->url), show(a->title),
            show(a->lang), date_format(a->fetched, date), a->text);
    }
    if (r->raw)
        pack_plain(&seen->raw, r->raw, r->raw_len);
    if (r->packed)
        pack_plain(&seen->packed, r->packed, r->packed_len);
}

static int count_reject(void *arg, const struct reject_place *place,
                        const char *raw, size_t len)
{
    struct seen *seen = arg;
    (void)raw;
    (void)len;
    seen->rejects++;
    say(&seen->facts, "! %llu %s\n", (unsigned long long)place->byte,
        reject_name(place->reason));
    return 0;
}

struct seen read_bytes(const void *bytes, size_t len, struct reader_options o,
                       size_t records, size_t most)
{
    struct seen seen = {0};
    struct reader *r;
    struct batch b;
    say(&seen.facts, "%s", "");
    batch_init(&b);
    o.rejected = count_reject;
    o.rejected_arg = &seen;
    assert_int_equal(reader_open_memory(&r, "m", bytes, len, &o), 0);
    do {
        seen.rc = reader_next(r, &b, records, most);
        for (size_t i = 0; i < b.n && seen.rc != READER_END; i++)
            see(&seen, &b.records[i]);
    } while (seen.rc == READER_MORE);
    assert_int_equal(seen.rejects, reader_rejected(r));
    batch_release(&b);
    reader_close(r);
    return seen;
}

struct seen read_archive(const struct packed *p, struct reader_options o)
{
    return read_bytes(p->bytes, p->len, o, 4096, 1 << 26);
}

void seen_release(struct seen *seen)
{
    packed_release(&seen->facts);
    packed_release(&seen->raw);
    packed_release(&seen->packed);
}

void archive_pages(struct archive *a, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        char uri[80], body[1200];
        snprintf(uri, sizeof uri, "<https://paper%u.example/%u>", i % 7, i);
        snprintf(body, sizeof body,
                 "<html><head><title>Wall %u</title></head><body><p>%s</p>"
                 "<p>Number %u. %s</p></body></html>",
                 i, WORDS, i, WORDS);
        archive_page(a, uri, "", body, strlen(body));
    }
}
