/* HTTP answers: heads, chunks and packed bodies, whole, cut off and wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <brotli/encode.h>

#include "cli/http.h"
#include "tests/packed.h"

#define MOST ((size_t)1 << 20)

/* ---- heads -------------------------------------------------------------- */

static void test_http_head_values(void **state)
{
    static const char s[] = "HTTP/1.1 200 OK\r\n"
                            "Server: x\r\n"
                            "content-type:  Text/HTML ; Charset=\"UTF-8\" \r\n"
                            "Content-Encoding: GZIP, br\r\n"
                            "Transfer-Encoding: deflate, chunked\r\n\r\nbody";
    struct http h;
    (void)state;
    assert_int_equal(http_head(s, sizeof s - 1, &h), HTTP_OK);
    assert_int_equal(h.len, sizeof s - 5);
    assert_int_equal(h.status, 200);
    assert_string_equal(h.type.media, "text/html");
    assert_string_equal(h.type.charset, "utf-8");
    assert_true(h.chunked);
    assert_false(h.unknown);
    assert_int_equal(h.codings, 3);
    assert_int_equal(h.coding[0], HTTP_GZIP);
    assert_int_equal(h.coding[1], HTTP_BROTLI);
    assert_int_equal(h.coding[2], HTTP_DEFLATE);
}

static void test_http_status_lines(void **state)
{
    static const struct {
        const char *s;
        int status;
    } rows[] = {{"HTTP/1.0 404 Not Found\r\n\r\n", 404},
                {"HTTP/2 200\r\n\r\n", 200},
                {"HTTP/1.1 200\n\n", 200},
                {"http/1.1  301 x\r\n\r\n", 301},
                {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", 200},
                {"HTTP/1.1 200 OK", 200},
                {"HTTP/1.1 2000 OK\r\n\r\n", 0},
                {"HTTP/1.1 20 OK\r\n\r\n", 0},
                {"HTTP/1.1 OK\r\n\r\n", 0},
                {"<html>HTTP/1.1 200 OK", 0},
                {"HTTP/1.1 100 Continue\r\n\r\n", 0},
                {"", 0}};
    struct http h;
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int rc = http_head(rows[i].s, strlen(rows[i].s), &h);
        assert_int_equal(rc, rows[i].status ? HTTP_OK : HTTP_DAMAGED);
        if (!rc) {
            assert_int_equal(h.status, rows[i].status);
            assert_int_equal(h.len, strlen(rows[i].s));
        }
    }
}

static void test_http_types(void **state)
{
    static const struct {
        const char *s, *media, *charset;
    } rows[] = {
        {"text/html", "text/html", ""},
        {"TEXT/plain;charset=Windows-1252", "text/plain", "windows-1252"},
        {"text/html; x=y; charset = 'koi8-r' ;z", "text/html", "koi8-r"},
        {"text/html; charset=", "text/html", ""},
        {"text/html; charset=\"utf-8", "text/html", "utf-8"},
        {"text/html; charset=a; charset=b", "text/html", "a"},
        {";charset=utf-8", "", "utf-8"},
        {"", "", ""}};
    struct http_type t;
    char s[200];
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        http_type(rows[i].s, strlen(rows[i].s), &t);
        assert_string_equal(t.media, rows[i].media);
        assert_string_equal(t.charset, rows[i].charset);
    }
    memset(s, 'a', sizeof s);
    http_type(s, sizeof s, &t);
    assert_string_equal(t.media, "");
}

/* ---- bodies ------------------------------------------------------------- */

/* rc, and where it is HTTP_OK the body as well. */
static void check_body(const struct http *h, const void *s, size_t len, int rc,
                       const void *want, size_t n)
{
    struct http_body body;
    assert_int_equal(http_body(h, s, len, MOST, &body), rc);
    if (rc) {
        assert_null(body.own);
        return;
    }
    assert_int_equal(body.len, n);
    assert_memory_equal(body.bytes, want, n);
    free(body.own);
}

static void test_http_chunks(void **state)
{
    static const struct {
        const char *s, *want; /* NULL: damaged */
    } rows[] = {
        {"5\r\nLenz \r\n4;x=y\r\nwall\r\n0\r\n\r\n", "Lenz wall"},
        {"00005\r\nLenz \r\n4\nwall\n0\nTrailer: x\n\n", "Lenz wall"},
        {"A  \r\n0123456789\r\n0\r\n\r\n", "0123456789"},
        {"5\r\nLenz \r\n4\r\nwall\r\n", "Lenz wall"}, /* no last chunk */
        {"5\r\nLenz \r\n4\r\nwa", "Lenz wa"},
        {"5\r\nLenz \r\n4", "Lenz "},
        {"0\r\n\r\n", ""},
        {"<p>never in chunks", "<p>never in chunks"},
        {"ffffffffffffffff\r\nLenz", NULL},
        {"fffffffffffffffffffffffffffff\r\nLenz", NULL},
        {"5\r\nLenz \r\nffffffffffffffff\r\nwall", NULL},
        {"-5\r\nLenz \r\n0\r\n\r\n", NULL},
        {"5\r\nLenz wall\r\n0\r\n\r\n", NULL},
        {"5\r\nLenz \r\nwall\r\n0\r\n\r\n", NULL},
    };
    struct http h = {.chunked = 1};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_body(&h, rows[i].s, strlen(rows[i].s),
                   rows[i].want ? HTTP_OK : HTTP_DAMAGED, rows[i].want,
                   rows[i].want ? strlen(rows[i].want) : 0);
}

static char *text; /* MOST bytes that pack, but not to nothing */

static int make_text(void **state)
{
    uint64_t seed = 1;
    (void)state;
    text = malloc(MOST + 1);
    for (size_t i = 0; text && i <= MOST; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        text[i] = "etaoin shrdlu\ncmfwyp"[(seed >> 40) % 20];
    }
    return text ? 0 : -1;
}

static int free_text(void **state)
{
    (void)state;
    free(text);
    return 0;
}

/* The kinds of packing; deflate as a zlib stream and as a bare one. */
enum { GZIP, ZLIB, BARE, BROTLI, ZSTANDARD, KINDS };
static const enum http_coding coding_of[] = {
    HTTP_GZIP, HTTP_DEFLATE, HTTP_DEFLATE, HTTP_BROTLI, HTTP_ZSTD};

static void pack(struct packed *p, int kind, const char *s, size_t len)
{
    size_t room = len + len / 50 + 1000;
    z_stream z = {0};
    if (kind == GZIP) {
        pack_gzip(p, s, len);
        return;
    }
    if (kind == ZSTANDARD) {
        pack_zstd(p, s, len);
        return;
    }
    packed_room(p, room);
    if (kind == BROTLI) {
        assert_true(BrotliEncoderCompress(5, 22, BROTLI_MODE_TEXT, len,
                                          (const uint8_t *)s, &room,
                                          (uint8_t *)p->bytes + p->len));
        p->len += room;
        return;
    }
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, kind == ZLIB ? 15 : -15, 8,
                                  Z_DEFAULT_STRATEGY),
                     Z_OK);
    z.next_out = (unsigned char *)p->bytes + p->len;
    z.avail_out = (unsigned)room;
    z.next_in = (unsigned char *)(size_t)s;
    z.avail_in = (unsigned)len;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    p->len += z.total_out;
    deflateEnd(&z);
}

static struct http coded(int kind)
{
    return (struct http){.codings = 1, .coding = {coding_of[kind]}};
}

static void test_http_codings(void **state)
{
    static const size_t lens[] = {0, 1, 1000, 65536, 65537, MOST};
    (void)state;
    for (int kind = 0; kind < KINDS; kind++)
        for (size_t i = 0; i < sizeof lens / sizeof *lens; i++) {
            struct packed p = {0};
            struct http h = coded(kind);
            pack(&p, kind, text, lens[i]);
            check_body(&h, p.bytes, p.len, HTTP_OK, text, lens[i]);
            packed_release(&p);
        }
}

/* Servers pack twice, in chunks, and in several members. */
static void test_http_codings_together(void **state)
{
    struct packed once = {0}, twice = {0}, chunks = {0};
    struct http h = {
        .chunked = 1, .codings = 2, .coding = {HTTP_GZIP, HTTP_BROTLI}};
    char size[32];
    (void)state;
    pack_gzip(&once, text, 5000);
    pack_gzip(&once, text + 5000, 5000);
    pack(&twice, BROTLI, once.bytes, once.len);
    snprintf(size, sizeof size, "%zx\r\n", twice.len);
    pack_plain(&chunks, size, strlen(size));
    pack_plain(&chunks, twice.bytes, twice.len);
    pack_plain(&chunks, "\r\n0\r\n\r\n", 7);
    check_body(&h, chunks.bytes, chunks.len, HTTP_OK, text, 10000);
    packed_release(&once);
    packed_release(&twice);
    packed_release(&chunks);
}

static void test_http_unpacked_already(void **state)
{
    (void)state;
    for (int kind = 0; kind < KINDS; kind++) {
        struct http h = coded(kind);
        check_body(&h, "<p>Lenz wall", 12, HTTP_OK, "<p>Lenz wall", 12);
        check_body(&h, "", 0, HTTP_OK, "", 0);
        h.chunked = 1;
        check_body(&h, "<p>Lenz wall", 12, HTTP_OK, "<p>Lenz wall", 12);
    }
    struct http h = {.unknown = 1};
    check_body(&h, "<p>Lenz wall", 12, HTTP_OK, "<p>Lenz wall", 12);
    check_body(&h, "\1\2\3", 3, HTTP_DAMAGED, NULL, 0);
}

/* What is cut off gives its begin; Brotli and zstd by the block. */
static void test_http_codings_cut_off(void **state)
{
    (void)state;
    for (int kind = 0; kind < KINDS; kind++) {
        struct packed p = {0};
        struct http h = coded(kind);
        size_t most = 0;
        pack(&p, kind, text, 300000);
        for (size_t cut = 12; cut < p.len; cut += 997) {
            struct http_body body;
            int rc = http_body(&h, p.bytes, cut, MOST, &body);
            if (rc) {
                assert_int_equal(rc, HTTP_DAMAGED);
                continue;
            }
            assert_true(body.len <= 300000);
            assert_memory_equal(body.bytes, text, body.len);
            most = body.len > most ? body.len : most;
            free(body.own);
        }
        assert_true(most > 200000);
        packed_release(&p);
    }
}

static void test_http_codings_damaged(void **state)
{
    struct packed p = {0};
    struct http h = coded(GZIP);
    (void)state;
    pack_gzip(&p, text, 20000);
    for (size_t at = 20; at < p.len; at += 97) {
        p.bytes[at] = (char)(p.bytes[at] ^ 0x55);
        check_body(&h, p.bytes, p.len, HTTP_DAMAGED, NULL, 0);
        p.bytes[at] = (char)(p.bytes[at] ^ 0x55);
    }
    packed_release(&p);
}

static void test_http_codings_too_long(void **state)
{
    (void)state;
    for (int kind = 0; kind < KINDS; kind++) {
        struct packed p = {0}, bomb = {0}, zeros = {0};
        struct http h = coded(kind), twice = h;
        pack(&p, kind, text, MOST + 1);
        check_body(&h, p.bytes, p.len, HTTP_TOO_LONG, NULL, 0);
        memset(packed_room(&zeros, 50 * MOST), 0, 50 * MOST);
        pack(&bomb, kind, zeros.bytes, 50 * MOST);
        p.len = 0;
        pack(&p, kind, bomb.bytes, bomb.len);
        twice.coding[twice.codings++] = coding_of[kind];
        check_body(&twice, p.bytes, p.len, HTTP_TOO_LONG, NULL, 0);
        packed_release(&p);
        packed_release(&bomb);
        packed_release(&zeros);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_http_head_values),
        cmocka_unit_test(test_http_status_lines),
        cmocka_unit_test(test_http_types),
        cmocka_unit_test(test_http_chunks),
        cmocka_unit_test(test_http_codings),
        cmocka_unit_test(test_http_codings_together),
        cmocka_unit_test(test_http_unpacked_already),
        cmocka_unit_test(test_http_codings_cut_off),
        cmocka_unit_test(test_http_codings_damaged),
        cmocka_unit_test(test_http_codings_too_long),
    };
    return cmocka_run_group_tests(tests, make_text, free_text);
}
