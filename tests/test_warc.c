/* WARC: heads, and sound archives of every packing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cli/warc.h"
#include "tests/archive_read.h"

/* ---- heads -------------------------------------------------------------- */

static int head_of(const char *s, struct warc_head *head)
{
    const char *why = NULL;
    int rc = warc_head(s, strlen(s), head, &why);
    assert_true(rc != WARC_DAMAGED || why);
    return rc;
}

static void assert_value(struct warc_value v, const char *want)
{
    assert_non_null(v.s);
    assert_int_equal(v.len, strlen(want));
    assert_memory_equal(v.s, want, v.len);
}

#define RECORD "WARC-Type: response\r\nContent-Length: 5\r\n"

static void test_warc_head_values(void **state)
{
    static const char s[] = "WARC/1.0\r\nwarc-type: Response \r\n"
                            "WARC-Target-URI: <http://a.example/\xC3\xA9>\r\n"
                            "WARC-Record-ID:<urn:uuid:1>\r\n"
                            "WARC-Refers-To: <urn:uuid:2>\r\n"
                            "WARC-Concurrent-To: <urn:uuid:3>\r\n"
                            "WARC-Concurrent-To: <urn:uuid:4>\r\n"
                            "X-Long: a\r\n  b: c\r\n"
                            "CONTENT-LENGTH: 0012\r\n\r\nblock";
    struct warc_head head;
    (void)state;
    assert_int_equal(head_of(s, &head), WARC_OK);
    assert_int_equal(head.len, sizeof s - 6);
    assert_int_equal(head.length, 12);
    assert_int_equal(head.type, WARC_RESPONSE);
    assert_value(head.target, "http://a.example/\xC3\xA9");
    assert_value(head.id, "urn:uuid:1");
    assert_value(head.refers, "urn:uuid:2");
    assert_value(head.concurrent, "urn:uuid:3");
    assert_null(head.language.s);
    for (size_t n = 0; n < head.len; n++) {
        const char *why;
        struct warc_head part;
        assert_int_equal(warc_head(s, n, &part, &why), WARC_MORE);
    }
}

static void test_warc_head_forms(void **state)
{
    static const struct {
        const char *s;
        int rc;
    } rows[] = {
        {"WARC/1.1\r\n" RECORD "\r\n", WARC_OK},
        {"WARC/0.17\r\n" RECORD "\r\n", WARC_OK},
        {"WARC/0.18\nWARC-Type: response\nContent-Length: 5\n\n", WARC_OK},
        {"WARC/2.0\r\n" RECORD "\r\n", WARC_DAMAGED},
        {"WARC/1.\r\n" RECORD "\r\n", WARC_DAMAGED},
        {"WARC 1.0\r\n" RECORD "\r\n", WARC_DAMAGED},
        {"WARC/1.0\r\nContent-Length: 5\r\n\r\n", WARC_DAMAGED},
        {"WARC/1.0\r\nWARC-Type: response\r\n\r\n", WARC_DAMAGED},
        {"WARC/1.0\r\n" RECORD "no name\r\n\r\n", WARC_DAMAGED},
        {"WARC/1.0\r\n" RECORD ": x\r\n\r\n", WARC_DAMAGED},
        {"WARC/1.0\r\n" RECORD "Content-Length: 5\r\n\r\n", WARC_OK},
        {"WARC/1.0\r\n" RECORD "Content-Length: 6\r\n\r\n", WARC_DAMAGED},
        {"WARC/1.0\r\n" RECORD "WARC-Type: x\r\n", WARC_MORE},
    };
    static const char *const lengths[] = {"",
                                          "-1",
                                          "+5",
                                          "5 5",
                                          "0x5",
                                          "9223372036854775808",
                                          "5.0",
                                          "five",
                                          "18446744073709551616",
                                          "1000000000000000000"};
    struct warc_head head;
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(head_of(rows[i].s, &head), rows[i].rc);
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        char s[200];
        snprintf(
            s, sizeof s,
            "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: %s\r\n\r\n",
            lengths[i]);
        assert_int_equal(head_of(s, &head), WARC_DAMAGED);
    }
}

static void test_warc_head_too_long(void **state)
{
    struct packed p = {0};
    struct warc_head head;
    const char *why;
    (void)state;
    pack_plain(&p, "WARC/1.0\r\n" RECORD "X: ", 10 + sizeof RECORD + 2);
    memset(packed_room(&p, 70000), 'x', 70000);
    p.len += 70000;
    assert_int_equal(warc_head(p.bytes, p.len, &head, &why), WARC_DAMAGED);
    assert_int_equal(warc_head(p.bytes, 60000, &head, &why), WARC_MORE);
    packed_release(&p);
}

static void test_warc_begins(void **state)
{
    static const char s[] = "WARC/1.0\r\nWARC-Type: x";
    (void)state;
    for (size_t n = 0; n < sizeof s - 1; n++)
        assert_int_equal(warc_begins(s, n), n < 20 ? WARC_MORE : WARC_OK);
    assert_int_equal(warc_begins("WARC/1.0 is a format\n", 21), WARC_DAMAGED);
    assert_int_equal(warc_begins("WARC/1.0\n\nWARC-Type:", 20), WARC_DAMAGED);
    assert_int_equal(warc_find("WARC/1.0\nWARC/\n", 15), 9);
    assert_int_equal(warc_find("WARC/1.0\nWARC", 13), 13);
}

/* ---- archives ----------------------------------------------------------- */

/* Pages that do not fit into what is read at once, all together. */
static void add_long_pages(struct archive *a, unsigned n)
{
    struct packed body = {0};
    for (unsigned i = 0; i < n; i++) {
        char uri[80];
        snprintf(uri, sizeof uri, "https://paper%u.example/long/%u", i % 7, i);
        body.len = 0;
        pack_plain(&body, "<html><body><p>" WORDS "<!-- ",
                   20 + sizeof WORDS - 1);
        memset(packed_room(&body, 300 * i * i), 'x', 300 * i * i);
        body.len += 300 * i * i;
        pack_plain(&body, " --></body></html>", 18);
        archive_page(a, uri, "", body.bytes, body.len);
    }
    packed_release(&body);
}

/* One of each kind. */
static void add_kinds(struct archive *a)
{
    static const char text[] = "A wall for Lenz\n\n" WORDS "\n";
    static const char no[] = "HTTP/1.1 404 Not Found\r\nContent-Type: "
                             "text/html\r\n\r\n<p>" WORDS;
    static const char http[] = "application/http;msgtype=response";
    archive_add(a, &(struct archive_record){.type = "warcinfo",
                                            .media = "application/warc-fields",
                                            .block = "a: b\r\n",
                                            .len = 6});
    archive_pages(a, 2);
    archive_add(a, &(struct archive_record){.type = "request",
                                            .uri = "https://paper1.example/1",
                                            .block = "GET / HTTP/1.1\r\n\r\n",
                                            .len = 18});
    archive_add(a, &(struct archive_record){.uri = "https://paper1.example/no",
                                            .media = http,
                                            .block = no,
                                            .len = sizeof no - 1});
    archive_add(a, &(struct archive_record){.uri = "dns:paper1.example",
                                            .media = "text/dns",
                                            .block = "20091130015400\n",
                                            .len = 15});
    archive_add(a, &(struct archive_record){
                       .type = "conversion",
                       .version = "1.0",
                       .uri = "https://paper2.example/c",
                       .date = "2009-11-30T01:54:00.123456Z",
                       .media = "text/plain",
                       .more = "WARC-Identified-Content-Language: eng,deu\r\n",
                       .block = text,
                       .len = sizeof text - 1});
    archive_add(a, &(struct archive_record){.type = "resource",
                                            .uri = "https://paper2.example/t",
                                            .media = "text/plain",
                                            .block = text,
                                            .len = sizeof text - 1});
    archive_add(a, &(struct archive_record){.type = "resource",
                                            .uri = "metadata://tool/log",
                                            .media = "text/plain",
                                            .block = text,
                                            .len = sizeof text - 1});
    archive_page(a, "https://paper3.example/p.png",
                 "Content-Type: image/png\r\n", "\x89PNG\r\n", 6);
    archive_page(a, "https://paper3.example/empty", "", "", 0);
}

static void test_warc_kinds(void **state)
{
    static const char *const want[] = {
        " https://paper0.example/0|Wall 0|",
        " https://paper1.example/1|Wall 1|",
        " https://paper2.example/c|A wall for Lenz|eng|2009-11-30T01:54:00Z|A ",
        " https://paper2.example/t|A wall for Lenz|-|2009-11-30T01:54:00Z|A "};
    struct archive a = {0};
    struct seen seen;
    char why[200];
    (void)state;
    add_kinds(&a);
    assert_int_equal(archive_check(a.out.bytes, a.out.len, why, sizeof why),
                     11);
    seen = read_archive(&a.out, (struct reader_options){0});
    assert_int_equal(seen.records, 4);
    for (size_t i = 0; i < 4; i++)
        assert_non_null(strstr(seen.facts.bytes, want[i]));
    assert_int_equal(seen.others, 0);
    assert_int_equal(seen.rejects, 1);
    assert_non_null(strstr(seen.facts.bytes, "no text"));
    seen_release(&seen);
    seen = read_archive(&a.out, (struct reader_options){.raw = 1});
    assert_int_equal(seen.records, 4);
    assert_int_equal(seen.others, 7);
    assert_int_equal(seen.rejects, 0);
    seen_release(&seen);
    archive_release(&a);
}

/* The archive p, unpacked, in members of step bytes. */
static struct packed repack(const struct packed *p, size_t step, int zstd)
{
    struct packed out = {0};
    for (size_t i = 0; i < p->len; i += step) {
        size_t n = p->len - i < step ? p->len - i : step;
        (zstd ? pack_zstd : pack_gzip)(&out, p->bytes + i, n);
    }
    return out;
}

static void check_same(const struct packed *p, const struct seen *want,
                       int by_record)
{
    for (int raw = 0; raw < 2; raw++) {
        struct seen got =
            read_archive(p, (struct reader_options){.raw = raw, .threads = 2});
        assert_int_equal(got.records, want->records);
        if (raw) {
            assert_int_equal(got.raw.len, want->raw.len);
            assert_memory_equal(got.raw.bytes, want->raw.bytes, got.raw.len);
            assert_int_equal(got.packed.len, by_record ? p->len : 0);
            if (by_record)
                assert_memory_equal(got.packed.bytes, p->bytes, p->len);
        } else {
            assert_int_equal(got.facts.len, want->facts.len);
            assert_string_equal(got.facts.bytes, want->facts.bytes);
        }
        seen_release(&got);
    }
}

static void test_warc_packings_give_the_same(void **state)
{
    struct archive a[3] = {{.pack = ARCHIVE_PLAIN},
                           {.pack = ARCHIVE_GZIP},
                           {.pack = ARCHIVE_ZSTD}};
    struct seen want;
    (void)state;
    for (int i = 0; i < 3; i++) {
        add_kinds(&a[i]);
        archive_pages(&a[i], 300);
        add_long_pages(&a[i], 40);
    }
    want = read_archive(&a[0].out, (struct reader_options){0});
    assert_int_equal(want.records, 344);
    pack_plain(&want.raw, a[0].out.bytes, a[0].out.len);
    for (int i = 0; i < 3; i++)
        check_same(&a[i].out, &want, i > 0);
    for (size_t step = 3000; step < 1000000000; step *= 37)
        for (int zstd = 0; zstd < 2; zstd++) {
            struct packed p = repack(&a[0].out, step, zstd);
            check_same(&p, &want, 0);
            packed_release(&p);
        }
    seen_release(&want);
    for (int i = 0; i < 3; i++)
        archive_release(&a[i]);
}

static void test_warc_threads_and_batches(void **state)
{
    struct archive a = {.pack = ARCHIVE_GZIP};
    struct seen want;
    (void)state;
    for (unsigned i = 0; i < 40; i++) {
        archive_pages(&a, 5);
        archive_page(&a, "https://paper3.example/empty", "",
                     "<html><p></p></html>", 20);
        if (i % 10 == 3)
            archive_add(&a, &(struct archive_record){.uri = "http://a.example",
                                                     .block = "no HTTP",
                                                     .len = 7});
    }
    want = read_archive(&a.out, (struct reader_options){.threads = 1});
    assert_int_equal(want.records, 200);
    assert_int_equal(want.rejects, 44);
    for (unsigned threads = 1; threads < 6; threads += 2)
        for (size_t records = 1; records < 5000; records *= 16) {
            struct seen got =
                read_bytes(a.out.bytes, a.out.len,
                           (struct reader_options){.threads = threads}, records,
                           records * 100);
            assert_int_equal(got.records, want.records);
            assert_int_equal(got.rejects, want.rejects);
            if (records > 1000)
                assert_string_equal(got.facts.bytes, want.facts.bytes);
            seen_release(&got);
        }
    seen_release(&want);
    archive_release(&a);
}

static void test_warc_strict_stops_at_first(void **state)
{
    struct archive a = {0};
    (void)state;
    archive_pages(&a, 3);
    archive_page(&a, "https://paper3.example/empty", "", "", 0);
    archive_pages(&a, 3);
    a.out.bytes[a.last] = 'X';
    for (size_t records = 1; records < 20; records *= 2) {
        struct seen seen =
            read_bytes(a.out.bytes, a.out.len,
                       (struct reader_options){.strict = 1}, records, 1 << 20);
        assert_int_equal(seen.rc, READER_STRICT);
        assert_int_equal(seen.records, 3);
        assert_int_equal(seen.rejects, 1);
        assert_non_null(strstr(seen.facts.bytes, "no text"));
        seen_release(&seen);
    }
    archive_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_warc_head_values),
        cmocka_unit_test(test_warc_head_forms),
        cmocka_unit_test(test_warc_head_too_long),
        cmocka_unit_test(test_warc_begins),
        cmocka_unit_test(test_warc_kinds),
        cmocka_unit_test(test_warc_packings_give_the_same),
        cmocka_unit_test(test_warc_threads_and_batches),
        cmocka_unit_test(test_warc_strict_stops_at_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
