/* Byte streams: plain, gzip and zstd, whole, cut off and damaged. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sys/stat.h>
#include <unistd.h>

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_input_memory_kinds),
        cmocka_unit_test(test_input_members_and_frames),
        cmocka_unit_test(test_input_cut_off),
        cmocka_unit_test(test_input_damaged),
        cmocka_unit_test(test_input_short),
        cmocka_unit_test(test_input_files),
    };
    return cmocka_run_group_tests(tests, make_big, free_big);
}
