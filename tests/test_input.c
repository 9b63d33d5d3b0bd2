/* Byte streams: plain, gzip and zstd, whole, cut off and damaged. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sys/stat.h>
#include <unistd.h>
#include <zdict.h>

#include "cli/input.h"
#include "tests/packed.h"

#define BIG 3000000

static char *big; /* text that packs, but not to nothing */

static int make_big(void **state)
{
    uint64_t seed = 1;
    (void)state;
    big = malloc(BIG);
    for (int i = 0; big && i < BIG; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        big[i] = (char)("etaoin shrdlu\ncmfwyp"[(seed >> 40) % 20]);
    }
    return big ? 0 : -1;
}

static int free_big(void **state)
{
    (void)state;
    free(big);
    return 0;
}

/* All of it, by reads of step bytes; *rc gets what ended it. */
static struct packed slurp(struct input *in, size_t step, int *rc)
{
    struct packed all = {0};
    size_t got;
    do {
        *rc = input_read(in, packed_room(&all, step), step, &got);
        all.len += got;
        assert_true(got <= step);
    } while (!*rc && got);
    return all;
}

static void check_memory(const struct packed *p, const char *want, size_t len,
                         size_t step, int end)
{
    struct input *in;
    struct packed all;
    int rc;
    assert_int_equal(input_open_memory(&in, "memory", p->bytes, p->len), 0);
    all = slurp(in, step, &rc);
    assert_int_equal(rc, end);
    assert_int_equal(all.len, len);
    assert_memory_equal(all.bytes, want, len);
    if (end) {
        size_t got;
        char c;
        assert_non_null(strstr(input_errmsg(in), "byte"));
        assert_int_equal(input_read(in, &c, 1, &got), end);
    }
    packed_release(&all);
    input_close(in);
}

static void test_input_memory_kinds(void **state)
{
    struct packed plain = {0}, gz = {0}, zst = {0};
    (void)state;
    pack_plain(&plain, big, BIG);
    pack_gzip(&gz, big, BIG);
    pack_zstd(&zst, big, BIG);
    for (size_t step = 1000; step <= 4000000; step *= 63) {
        check_memory(&plain, big, BIG, step, INPUT_OK);
        check_memory(&gz, big, BIG, step, INPUT_OK);
        check_memory(&zst, big, BIG, step, INPUT_OK);
    }
    packed_release(&plain);
    packed_release(&gz);
    packed_release(&zst);
}

static void test_input_members_and_frames(void **state)
{
    static const char skippable[] = "\x53\x2A\x4D\x18\x03\0\0\0abc";
    struct packed gz = {0}, zst = {0};
    (void)state;
    pack_zstd(&zst, "", 0);
    pack_plain(&zst, skippable, 11);
    for (int i = 0; i < 1000; i++) {
        pack_gzip(&gz, big + i * 100, 100);
        pack_zstd(&zst, big + i * 100, 100);
    }
    pack_gzip(&gz, "", 0);
    pack_plain(&gz, "\0\0\0\0\0\0", 6); /* as on tapes */
    pack_plain(&zst, skippable, 11);
    check_memory(&gz, big, 100000, 7777, INPUT_OK);
    check_memory(&zst, big, 100000, 7777, INPUT_OK);
    check_memory(&gz, big, 100000, 1, INPUT_OK);
    check_memory(&zst, big, 100000, 1, INPUT_OK);
    packed_release(&gz);
    packed_release(&zst);
}

/* Cut anywhere, the bytes before are right and the end is an error. */
static void test_input_cut_off(void **state)
{
    struct packed p[2] = {{0}};
    (void)state;
    pack_gzip(&p[0], big, 3000);
    pack_zstd(&p[1], big, 3000);
    for (int k = 0; k < 2; k++)
        for (size_t cut = 4; cut < p[k].len; cut++) {
            struct input *in;
            struct packed all;
            int rc;
            assert_int_equal(input_open_memory(&in, "m", p[k].bytes, cut), 0);
            all = slurp(in, 512, &rc);
            assert_int_equal(rc, INPUT_DAMAGED);
            assert_true(all.len <= 3000);
            assert_memory_equal(all.bytes, big, all.len);
            packed_release(&all);
            input_close(in);
        }
    packed_release(&p[0]);
    packed_release(&p[1]);
}

static void test_input_damaged(void **state)
{
    struct packed p[2] = {{0}}, tail = {0};
    (void)state;
    pack_gzip(&p[0], big, 20000);
    pack_zstd(&p[1], big, 20000);
    for (int k = 0; k < 2; k++)
        for (size_t at = 20; at < p[k].len; at += 97) {
            struct input *in;
            struct packed all;
            int rc;
            p[k].bytes[at] = (char)(p[k].bytes[at] ^ 0x55);
            assert_int_equal(input_open_memory(&in, "m", p[k].bytes, p[k].len),
                             0);
            all = slurp(in, 4096, &rc);
            /* zstd frames made like this carry no checksum */
            assert_true(rc == INPUT_DAMAGED || k == 1);
            packed_release(&all);
            input_close(in);
            p[k].bytes[at] = (char)(p[k].bytes[at] ^ 0x55);
        }
    pack_gzip(&tail, big, 50);
    pack_plain(&tail, "not gzip at all", 15);
    check_memory(&tail, big, 50, 4096, INPUT_DAMAGED);
    packed_release(&tail);
    packed_release(&p[0]);
    packed_release(&p[1]);
}

static void test_input_short(void **state)
{
    static const char *const texts[] = {"", "a", "ab", "\x1F\x8B", "\x28\xB5"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct packed p = {(char *)(size_t)texts[i], strlen(texts[i]), 0};
        check_memory(&p, texts[i], p.len, 10, INPUT_OK);
    }
}

static void test_input_files(void **state)
{
    char dir[] = "/tmp/wireprint-test-XXXXXX", path[64];
    struct packed p = {0}, all;
    struct input *in;
    int rc;
    (void)state;
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/f", dir);
    pack_gzip(&p, big, BIG);
    write_file(path, p.bytes, p.len);
    assert_int_equal(input_open(&in, path), INPUT_OK);
    all = slurp(in, 100000, &rc);
    assert_int_equal(rc, INPUT_OK);
    assert_int_equal(all.len, BIG);
    assert_memory_equal(all.bytes, big, BIG);
    assert_int_equal(input_taken(in), p.len);
    assert_string_equal(input_name(in), path);
    input_close(in);
    packed_release(&all);
    write_file(path, big, BIG);
    assert_int_equal(input_open(&in, path), INPUT_OK);
    all = slurp(in, 100000, &rc);
    assert_int_equal(all.len, BIG);
    assert_memory_equal(all.bytes, big, BIG);
    input_close(in);
    packed_release(&all);
    packed_release(&p);
    unlink(path);
    assert_int_equal(input_open(&in, path), INPUT_ERROR);
    assert_non_null(strstr(input_errmsg(in), "cannot open"));
    input_close(in);
    assert_int_equal(input_open(&in, dir), INPUT_ERROR);
    assert_non_null(strstr(input_errmsg(in), "cannot read"));
    input_close(in);
    input_close(NULL);
    rmdir(dir);
}

/* ---- members ------------------------------------------------------------ */

static int is_file_packed(const struct packed *p, uint64_t *at,
                          const struct input_member *m)
{
    int same = m->packed && m->offset == *at && m->offset <= p->len &&
               m->packed_len <= p->len - m->offset &&
               !memcmp(p->bytes + m->offset, m->packed, m->packed_len);
    *at += m->packed_len;
    return same;
}

/* Reads by members: each is seen to end, at the right byte, and its packed
 * bytes are those of the file. Members are of 1, 2, 3... bytes of big. */
static void check_members(struct input *in, const struct packed *p, size_t n,
                          size_t step)
{
    struct packed all = {0};
    struct input_member m;
    uint64_t at = 0, begin = 0;
    size_t got, ends = 0;
    int rc, first = 1;
    while (!(rc = input_read(in, packed_room(&all, step), step, &got)) && got) {
        if (first)
            input_members(in, p->len);
        first = 0;
        all.len += got;
        assert_int_equal(input_member(in, &m), 1);
        assert_int_equal(m.begin, begin);
        assert_int_equal(m.ended, all.len == begin + ends + 1);
        if (!m.ended) {
            assert_null(m.packed);
            continue;
        }
        assert_true(is_file_packed(p, &at, &m));
        begin = all.len;
        ends++;
    }
    assert_int_equal(rc, INPUT_OK);
    assert_int_equal(ends, n);
    assert_int_equal(at, p->len);
    assert_memory_equal(all.bytes, big, all.len);
    packed_release(&all);
}

static void test_input_members_one_by_one(void **state)
{
    char dir[] = "/tmp/wireprint-test-XXXXXX", path[64];
    struct input *in;
    (void)state;
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/f", dir);
    for (int zstd = 0; zstd < 2; zstd++) {
        struct packed p = {0};
        const char *s = big;
        for (size_t i = 1; i <= 1500; s += i++)
            (zstd ? pack_zstd : pack_gzip)(&p, s, i);
        write_file(path, p.bytes, p.len);
        for (size_t step = 1; step < 100000; step *= 70) {
            assert_int_equal(input_open_memory(&in, "m", p.bytes, p.len), 0);
            check_members(in, &p, 1500, step);
            input_close(in);
            assert_int_equal(input_open(&in, path), 0);
            check_members(in, &p, 1500, step);
            input_close(in);
        }
        packed_release(&p);
    }
    unlink(path);
    rmdir(dir);
}

/* A member of more bytes than are kept is read all the same. */
static void test_input_member_not_kept(void **state)
{
    char dir[] = "/tmp/wireprint-test-XXXXXX", path[64];
    struct packed p = {0}, all = {0};
    struct input_member m = {0};
    struct input *in;
    size_t got;
    (void)state;
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/f", dir);
    pack_gzip(&p, big, BIG);
    pack_gzip(&p, big, 1000);
    write_file(path, p.bytes, p.len);
    assert_int_equal(input_open(&in, path), 0);
    while (!input_read(in, packed_room(&all, 5000), 5000, &got) && got) {
        input_members(in, 1);
        all.len += got;
        assert_int_equal(input_member(in, &m), 1);
        if (all.len == BIG)
            assert_true(m.ended && !m.packed);
    }
    assert_int_equal(all.len, BIG + 1000);
    assert_true(m.ended && m.packed && m.begin == BIG);
    input_close(in);
    packed_release(&p);
    packed_release(&all);
    unlink(path);
    rmdir(dir);
}

/* Damage in one member: what begins as told is found behind it. */
static void test_input_recover(void **state)
{
    (void)state;
    for (int zstd = 0; zstd < 2; zstd++) {
        struct packed p = {0}, all = {0};
        struct input *in;
        size_t got = 1, second;
        void (*pack)(struct packed *, const void *, size_t) =
            zstd ? pack_zstd : pack_gzip;
        pack(&p, "one", 3);
        second = p.len;
        pack(&p, big, 5000);
        p.len -= 100; /* cut off, and the next one behind it */
        pack(&p, "other", 5);
        pack(&p, "two", 3);
        assert_int_equal(input_open_memory(&in, "m", p.bytes, p.len), 0);
        assert_int_equal(input_read(in, packed_room(&all, 9), 9, &got), 0);
        input_members(in, 1 << 20);
        assert_int_equal(got, 3);
        while (!input_read(in, packed_room(&all, 9999), 9999, &got))
            ;
        assert_int_equal(input_recover(in, "three"), 0);
        assert_non_null(strstr(input_errmsg(in), "byte"));
        input_close(in);
        assert_int_equal(input_open_memory(&in, "m", p.bytes, p.len), 0);
        assert_int_equal(input_read(in, packed_room(&all, 9), 9, &got), 0);
        input_members(in, 1 << 20);
        while (!input_read(in, packed_room(&all, 9999), 9999, &got))
            ;
        assert_int_equal(input_recover(in, "tw"), 1);
        assert_int_equal(input_read(in, packed_room(&all, 9), 9, &got), 0);
        assert_int_equal(got, 3);
        assert_memory_equal(all.bytes, "two", 3);
        assert_int_equal(input_read(in, packed_room(&all, 9), 9, &got), 0);
        assert_int_equal(got, 0);
        input_close(in);
        assert_true(second < p.len);
        packed_release(&p);
        packed_release(&all);
    }
}

/* ---- a dictionary in front ---------------------------------------------- */

static void put_skippable(struct packed *p, const void *s, size_t len)
{
    unsigned char head[8] = {0x5D, 0x2A, 0x4D, 0x18};
    for (int i = 0; i < 4; i++)
        head[4 + i] = (unsigned char)(len >> 8 * i);
    pack_plain(p, head, 8);
    pack_plain(p, s, len);
}

static void test_input_dictionary(void **state)
{
    static char dictionary[20000];
    size_t sizes[500], len;
    ZSTD_CCtx *c = ZSTD_createCCtx();
    (void)state;
    assert_non_null(c);
    for (int i = 0; i < 500; i++)
        sizes[i] = 1000;
    len = ZDICT_trainFromBuffer(dictionary, sizeof dictionary, big, sizes, 500);
    assert_false(ZDICT_isError(len));
    for (int packed = 0; packed < 3; packed++) {
        struct packed p = {0}, frame = {0};
        pack_zstd(&frame, dictionary, len);
        if (packed == 1)
            put_skippable(&p, frame.bytes, frame.len);
        else
            put_skippable(&p, dictionary, packed == 2 ? 100 : len);
        for (size_t i = 0; i < 100; i++) {
            size_t room = 2000;
            packed_room(&p, room);
            room = ZSTD_compress_usingDict(c, p.bytes + p.len, room,
                                           big + i * 1000, 1000, dictionary,
                                           len, 3);
            assert_false(ZSTD_isError(room));
            p.len += room;
        }
        if (packed < 2) {
            check_memory(&p, big, 100000, 777, INPUT_OK);
        } else { /* not all of it is there */
            struct input *in;
            assert_int_equal(input_open_memory(&in, "m", p.bytes, p.len),
                             INPUT_DAMAGED);
            assert_non_null(strstr(input_errmsg(in), "dictionary"));
            input_close(in);
        }
        packed_release(&p);
        packed_release(&frame);
    }
    ZSTD_freeCCtx(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_input_memory_kinds),
        cmocka_unit_test(test_input_members_and_frames),
        cmocka_unit_test(test_input_cut_off),
        cmocka_unit_test(test_input_damaged),
        cmocka_unit_test(test_input_short),
        cmocka_unit_test(test_input_files),
        cmocka_unit_test(test_input_members_one_by_one),
        cmocka_unit_test(test_input_member_not_kept),
        cmocka_unit_test(test_input_recover),
        cmocka_unit_test(test_input_dictionary),
    };
    return cmocka_run_group_tests(tests, make_big, free_big);
}
