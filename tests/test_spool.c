/* scratch, spool, places and prefer: what is put by comes back as it was. */
#include "cli/spool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "cli/places.h"
#include "cli/prefer.h"

#define ALL 1500000

static uint64_t seed = 3;

static size_t below(size_t n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(seed >> 33) % n;
}

/* Appends of any size, and reads of any part, also of what was not written
 * yet. */
static void test_scratch_any_part(void **state)
{
    struct scratch s;
    char *all = malloc(ALL), *part = malloc(ALL);
    size_t n = 0;
    (void)state;
    assert_true(all && part);
    for (size_t i = 0; i < ALL; i++)
        all[i] = (char)below(256);
    assert_int_equal(scratch_open(&s), 0);
    while (n < ALL) {
        size_t step = below(5) ? below(3000) : below(600000), from, len;
        if (step > ALL - n)
            step = ALL - n;
        assert_int_equal(scratch_end(&s), n);
        assert_int_equal(scratch_append(&s, all + n, step), 0);
        n += step;
        from = below(n + 1);
        len = below(n - from + 1);
        assert_int_equal(scratch_read(&s, from, part, len), 0);
        assert_memory_equal(part, all + from, len);
    }
    scratch_close(&s);
    scratch_close(&s);
    free(all);
    free(part);
}

static void test_scratch_no_folder(void **state)
{
    struct scratch s;
    const char *was = getenv("TMPDIR");
    char *copy = was ? strdup(was) : NULL;
    (void)state;
    setenv("TMPDIR", "/nowhere/at/all", 1);
    assert_int_equal(scratch_open(&s), -1);
    scratch_close(&s);
    if (copy)
        setenv("TMPDIR", copy, 1);
    else
        unsetenv("TMPDIR");
    free(copy);
}

static struct record made(size_t i, char *raw, char *id)
{
    struct record r = {.file = "f",
                       .form = i % 2 ? RAW_WARC : RAW_LINE,
                       .other = i % 3 == 0,
                       .raw = raw,
                       .raw_len = i * 37 % 9000,
                       .warc_id = i % 4 ? id : NULL,
                       .warc_of = i % 5 ? id + 1 : NULL};
    memset(raw, 'a' + (int)(i % 26), r.raw_len);
    snprintf(id, 32, "<%zu>", i);
    if (i % 6 == 1) {
        r.packed = id;
        r.packed_len = strlen(id);
    }
    return r;
}

static void assert_string(const char *got, const char *want)
{
    assert_int_equal(got == NULL, want == NULL);
    if (want)
        assert_string_equal(got, want);
}

static void test_spool_round_trip(void **state)
{
    struct spool p;
    struct batch b;
    char raw[9000], id[32];
    uint64_t tag;
    (void)state;
    batch_init(&b);
    assert_int_equal(spool_open(&p), 0);
    for (size_t i = 0; i < 2000; i++) {
        struct record r = made(i, raw, id);
        assert_int_equal(spool_put(&p, &r, r.packed != NULL, i * i), 0);
    }
    for (size_t i = 0; i < 2000; i++) {
        struct record want = made(i, raw, id), *got;
        size_t kept = want.raw_len;
        assert_int_equal(spool_next(&p, &b, &tag), 1);
        got = &b.records[b.n - 1];
        if (want.packed && kept > 4096)
            kept = 4096; /* the head is enough, the rest lies in packed */
        assert_int_equal(tag, i * i);
        assert_int_equal(got->form, want.form);
        assert_int_equal(got->other, want.other);
        assert_int_equal(got->raw_len, kept);
        if (kept)
            assert_memory_equal(got->raw, raw, kept);
        assert_int_equal(got->packed_len, want.packed_len);
        if (want.packed)
            assert_memory_equal(got->packed, want.packed, want.packed_len);
        assert_string(got->warc_id, want.warc_id);
        assert_string(got->warc_of, want.warc_of);
    }
    assert_int_equal(spool_next(&p, &b, &tag), 0);
    batch_release(&b);
    spool_close(&p);
}

static void test_places_any_number(void **state)
{
    static const char *const files[] = {"a.jsonl", "b.jsonl", "a.jsonl"};
    struct places p;
    struct place at;
    char id[32];
    (void)state;
    assert_int_equal(places_open(&p), 0);
    for (size_t i = 1; i <= 30000; i++) {
        struct record r = {.file = files[i * 3 / 30001],
                           .line = i % 7,
                           .byte = i * 1000,
                           .article = {.id = i % 3 == 0   ? id
                                             : i % 3 == 1 ? ""
                                                          : NULL,
                                       .url = i % 3 == 1 ? "u" : NULL}};
        size_t n = below(i) + 1;
        snprintf(id, sizeof id, "id %zu", i);
        assert_int_equal(places_put(&p, &r), 0);
        assert_int_equal(places_get(&p, n, &at), 0);
        assert_string_equal(at.file, files[n * 3 / 30001]);
        assert_int_equal(at.line, n % 7);
        assert_int_equal(at.byte, n * 1000);
        if (n % 3 == 0)
            snprintf(id, sizeof id, "id %zu", n);
        else if (n % 3 == 1)
            snprintf(id, sizeof id, "u");
        else
            snprintf(id, sizeof id, "%s:%zu", at.file,
                     n % 7 ? n % 7 : n * 1000);
        assert_string_equal(at.name, id);
    }
    places_close(&p);
}

/* ---- prefer -------------------------------------------------------------- */

static void write_list(char *path, const char *list)
{
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, list, strlen(list)), strlen(list));
    close(fd);
}

static int64_t rank(const struct prefer *p, const char *site, const char *url)
{
    const struct article a = {.site = site, .url = url};
    return prefer_rank(p, &a);
}

static void test_prefer_sites(void **state)
{
    struct prefer p = {.by = PREFER_SITE};
    char path[] = "/tmp/prefer.XXXXXX";
    (void)state;
    write_list(path, "# the best\n\nhttps://www.elm.example/news\r\n"
                     "  oak.example # and then\nelm.example\nnews.ash.example");
    assert_int_equal(prefer_load(&p, path), 0);
    unlink(path);
    int64_t elm = rank(&p, NULL, "http://elm.example/1");
    int64_t oak = rank(&p, "www.oak.example", NULL);
    int64_t ash = rank(&p, "news.ash.example", NULL);
    assert_true(elm < oak && oak < ash && ash < INT64_MAX);
    assert_int_equal(rank(&p, NULL, "https://m.elm.example/a?b"), elm);
    assert_int_equal(rank(&p, "oak.example", "http://elm.example/"), oak);
    assert_int_equal(rank(&p, "fir.example", NULL), INT64_MAX);
    assert_int_equal(rank(&p, NULL, NULL), INT64_MAX);
    prefer_release(&p);
}

static void test_prefer_bad_list(void **state)
{
    struct prefer p = {.by = PREFER_SITE};
    char path[] = "/tmp/prefer.XXXXXX";
    (void)state;
    write_list(path, "# nothing\n\n   \n");
    assert_int_equal(prefer_load(&p, path), -1);
    prefer_release(&p);
    unlink(path);
    assert_int_equal(prefer_load(&p, path), -1);
    prefer_release(&p);
}

static void test_prefer_times(void **state)
{
    const struct prefer p = {.by = PREFER_EARLIEST},
                        first = {.by = PREFER_FIRST};
    struct article a = {.published = 20, .fetched = 10};
    (void)state;
    assert_int_equal(prefer_rank(&p, &a), 20);
    assert_int_equal(prefer_rank(&first, &a), 0);
    a.published = STORE_NO_TIME;
    assert_int_equal(prefer_rank(&p, &a), 10);
    a.fetched = STORE_NO_TIME;
    assert_int_equal(prefer_rank(&p, &a), INT64_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scratch_any_part),
        cmocka_unit_test(test_scratch_no_folder),
        cmocka_unit_test(test_spool_round_trip),
        cmocka_unit_test(test_places_any_number),
        cmocka_unit_test(test_prefer_sites),
        cmocka_unit_test(test_prefer_bad_list),
        cmocka_unit_test(test_prefer_times),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
