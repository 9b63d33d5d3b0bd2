/* WARC archives that are cut off, lie about lengths, are damaged or too long:
 * what is broken is counted where it is, and everything else is read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/archive_read.h"

/* ---- damage ------------------------------------------------------------- */

/* Reads with the reason as the only kind of reject. */
static void check_damage(const struct packed *p, size_t records,
                         uint64_t rejects, const char *reason, uint64_t byte)
{
    char line[100];
    for (int raw = 0; raw < 2; raw++) {
        struct seen seen = read_archive(
            p, (struct reader_options){.raw = raw, .max_record = 1 << 20});
        assert_int_equal(seen.records, records);
        assert_int_equal(seen.rejects, rejects);
        snprintf(line, sizeof line, "! %llu %s\n", (unsigned long long)byte,
                 reason);
        if (!strstr(seen.facts.bytes, line))
            fail_msg("no '%s' in %s", line, seen.facts.bytes);
        seen_release(&seen);
    }
}

static void test_warc_cut_anywhere(void **state)
{
    struct archive a = {0};
    size_t ends[5] = {0};
    (void)state;
    for (int i = 0; i < 4; i++) {
        archive_pages(&a, 1);
        ends[i + 1] = a.out.len;
    }
    for (size_t cut = 5; cut < a.out.len; cut++) {
        struct packed p = {a.out.bytes, cut, 0};
        size_t whole = 0;
        while (ends[whole + 1] <= cut)
            whole++;
        if (cut == ends[whole]) {
            struct seen seen = read_archive(&p, (struct reader_options){0});
            assert_int_equal(seen.records, whole);
            assert_int_equal(seen.rejects, 0);
            seen_release(&seen);
        } else {
            check_damage(&p, whole, 1, "damaged WARC record", ends[whole]);
        }
    }
    archive_release(&a);
}

/* A record in the middle whose length is a lie, in each packing. */
static void check_length(const char *length, const char *reason)
{
    char body[1000] = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
                      "<p>";
    strcat(body, WORDS WORDS);
    for (int pack = 0; pack < 3; pack++) {
        struct archive a = {.pack = (enum archive_pack)pack}, plain = {0};
        archive_pages(&a, 3);
        archive_pages(&plain, 3);
        archive_add(&a, &(struct archive_record){.uri = "https://p.example/x",
                                                 .length = length,
                                                 .block = body,
                                                 .len = strlen(body)});
        archive_pages(&a, 4);
        check_damage(&a.out, 7, 1, reason, plain.out.len);
        archive_release(&a);
        archive_release(&plain);
    }
}

static void test_warc_lengths_that_lie(void **state)
{
    static const char *const lengths[] = {"0",
                                          "1",
                                          "17",
                                          "46",
                                          "200",
                                          "345",
                                          "900",
                                          "1000",
                                          "2000",
                                          "5000",
                                          "1000000",
                                          "30000000",
                                          "999999999999999999",
                                          "9223372036854775808",
                                          "18446744073709551615",
                                          "-1"};
    (void)state;
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
        check_length(lengths[i], "damaged WARC record");
}

/* One that takes in exactly the next record. */
static void test_warc_length_swallows_next(void **state)
{
    struct archive a = {0}, two = {0};
    struct packed block = {0};
    char length[32];
    (void)state;
    archive_pages(&two, 2);
    pack_plain(&block, "HTTP/1.1 200 OK\r\n\r\n<p>Lenz", 26);
    snprintf(length, sizeof length, "%zu", block.len + 4 + two.out.len - 4);
    archive_add(&a, &(struct archive_record){.uri = "https://p.example/x",
                                             .length = length,
                                             .block = block.bytes,
                                             .len = block.len});
    pack_plain(&a.out, two.out.bytes, two.out.len);
    archive_pages(&a, 2);
    check_damage(&a.out, 4, 1, "damaged WARC record", 0);
    /* What somebody serves as an archive is one record, and no page. */
    archive_release(&a);
    archive_page(&a, "https://p.example/w.warc",
                 "Content-Type: application/warc\r\n", two.out.bytes,
                 two.out.len);
    archive_pages(&a, 1);
    struct seen seen = read_archive(&a.out, (struct reader_options){0});
    assert_int_equal(seen.records, 1);
    assert_int_equal(seen.rejects, 0);
    seen_release(&seen);
    packed_release(&block);
    archive_release(&a);
    archive_release(&two);
}

static void test_warc_heads_that_are_broken(void **state)
{
    for (int pack = 0; pack < 3; pack++) {
        struct archive a = {.pack = (enum archive_pack)pack}, plain = {0};
        archive_pages(&a, 1);
        archive_pages(&plain, 1);
        for (int i = 0; i < 3; i++)
            archive_add(&a, &(struct archive_record){
                                .version = i == 1 ? "7.7" : "1.0",
                                .uri = "https://p.example/x",
                                .more = i == 2 ? "no name\r\n" : "",
                                .length = i == 0 ? "x" : NULL,
                                .block = WORDS,
                                .len = sizeof WORDS - 1});
        archive_pages(&a, 1);
        /* A version that nobody knows is passed over with the one before. */
        check_damage(&a.out, 2, 2, "damaged WARC record", plain.out.len);
        archive_release(&a);
        archive_release(&plain);
    }
    (void)state;
}

/* The fifth of eight members cut off, at each of its bytes. */
static void test_warc_members_cut(void **state)
{
    (void)state;
    for (int pack = 1; pack < 3; pack++) {
        struct archive a = {.pack = (enum archive_pack)pack};
        struct packed p = {0};
        size_t begin, end;
        archive_pages(&a, 5);
        begin = a.last;
        end = a.out.len;
        archive_pages(&a, 3);
        for (size_t at = begin + 4; at < end; at++) {
            p.len = 0;
            pack_plain(&p, a.out.bytes, at);
            pack_plain(&p, a.out.bytes + end, a.out.len - end);
            struct seen seen = read_archive(&p, (struct reader_options){0});
            assert_int_equal(seen.records, 7);
            assert_int_equal(seen.rejects, 1);
            seen_release(&seen);
        }
        packed_release(&p);
        archive_release(&a);
    }
}

/* A wrong bit in one member, anywhere: that record is lost and counted, and no
 * other; or the bit means nothing (the time in the head, padding). */
static void test_warc_members_damaged(void **state)
{
    struct archive a = {.pack = ARCHIVE_GZIP};
    struct seen sound;
    size_t begin, end, lost = 0;
    (void)state;
    archive_pages(&a, 5);
    begin = a.last;
    end = a.out.len;
    archive_pages(&a, 3);
    sound = read_archive(&a.out, (struct reader_options){0});
    for (size_t at = begin; at < end; at++) {
        a.out.bytes[at] = (char)(a.out.bytes[at] ^ 0x20);
        struct seen seen = read_archive(&a.out, (struct reader_options){0});
        if (seen.rejects) {
            assert_int_equal(seen.records, 7);
            assert_int_equal(seen.rejects, 1);
            lost++;
        } else {
            assert_string_equal(seen.facts.bytes, sound.facts.bytes);
        }
        seen_release(&seen);
        a.out.bytes[at] = (char)(a.out.bytes[at] ^ 0x20);
    }
    assert_true(lost >= end - begin - 8);
    seen_release(&sound);
    archive_release(&a);
}

static void test_warc_first_member_damaged(void **state)
{
    struct archive a = {.pack = ARCHIVE_GZIP};
    (void)state;
    archive_pages(&a, 5);
    a.out.bytes[12] = (char)~a.out.bytes[12];
    a.out.bytes[13] = (char)~a.out.bytes[13];
    struct seen seen = read_archive(&a.out, (struct reader_options){0});
    assert_int_equal(seen.records, 4);
    assert_int_equal(seen.rejects, 1);
    seen_release(&seen);
    archive_release(&a);
}

static void test_warc_last_member_cut(void **state)
{
    (void)state;
    for (int pack = 1; pack < 3; pack++) {
        struct archive a = {.pack = (enum archive_pack)pack};
        archive_pages(&a, 4);
        for (size_t cut = a.last + 1; cut < a.out.len; cut++) {
            struct packed p = {a.out.bytes, cut, 0};
            struct seen seen = read_archive(&p, (struct reader_options){0});
            assert_int_equal(seen.records, 3);
            assert_int_equal(seen.rejects, 1);
            seen_release(&seen);
        }
        archive_release(&a);
    }
}

/* ---- what is too long --------------------------------------------------- */

static void test_warc_records_too_long(void **state)
{
    size_t len = 3000000;
    char *body = calloc(1, len);
    (void)state;
    assert_non_null(body);
    memset(body, 'a', len);
    for (int pack = 0; pack < 3; pack++) {
        struct archive a = {.pack = (enum archive_pack)pack}, plain = {0};
        archive_pages(&a, 3);
        archive_pages(&plain, 3);
        archive_page(&a, "https://p.example/x", "", body, len);
        archive_pages(&a, 4);
        check_damage(&a.out, 7, 1, "record too long", plain.out.len);
        archive_release(&a);
        archive_release(&plain);
    }
    free(body);
}

static void test_warc_bodies_too_long(void **state)
{
    size_t len = 3000000;
    struct packed body = {0};
    struct archive a = {0}, plain = {0};
    char *zeros = calloc(1, len);
    (void)state;
    assert_non_null(zeros);
    pack_gzip(&body, zeros, len);
    archive_pages(&a, 3);
    archive_pages(&plain, 3);
    archive_page(&a, "https://p.example/x", "Content-Encoding: gzip\r\n",
                 body.bytes, body.len);
    archive_pages(&a, 4);
    check_damage(&a.out, 7, 1, "record too long", plain.out.len);
    packed_release(&body);
    archive_release(&a);
    archive_release(&plain);
    free(zeros);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_warc_cut_anywhere),
        cmocka_unit_test(test_warc_lengths_that_lie),
        cmocka_unit_test(test_warc_length_swallows_next),
        cmocka_unit_test(test_warc_heads_that_are_broken),
        cmocka_unit_test(test_warc_members_cut),
        cmocka_unit_test(test_warc_members_damaged),
        cmocka_unit_test(test_warc_first_member_damaged),
        cmocka_unit_test(test_warc_last_member_cut),
        cmocka_unit_test(test_warc_records_too_long),
        cmocka_unit_test(test_warc_bodies_too_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
