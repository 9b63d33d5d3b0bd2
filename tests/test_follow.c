/* follow and rawout: what goes with a record goes with it, in batches of any
 * size, and everything else comes out as it came. */
#include "cli/follow.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/input.h"
#include "tests/packed.h"

/* ---- a made archive ------------------------------------------------------ */

#define PAGES 500
#define MOST (4 * PAGES)

struct made {
    struct record record[MOST];
    unsigned char keep[MOST]; /* as the caller says: of others always 1 */
    unsigned char wanted[MOST];
    char bytes[MOST][200], id[MOST][24], of[MOST][24];
    size_t n;
};

static uint64_t seed;

static unsigned below(unsigned n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % n;
}

static void add(struct made *m, const char *type, unsigned id, unsigned of,
                int other, int keep, int wanted)
{
    struct record *r = &m->record[m->n];
    char *bytes = m->bytes[m->n];
    snprintf(m->id[m->n], sizeof m->id[0], "<urn:x:%u>", id);
    snprintf(m->of[m->n], sizeof m->of[0], "<urn:x:%u>", of);
    snprintf(bytes, sizeof m->bytes[0],
             "WARC/1.1\r\nwarc-type:  %s\r\nWARC-Record-ID: <urn:x:%u>\r\n"
             "Content-Length: 4\r\n\r\nWARC\r\n\r\n",
             type, id);
    *r = (struct record){.file = "a.warc",
                         .form = RAW_WARC,
                         .other = other,
                         .raw = bytes,
                         .raw_len = strlen(bytes),
                         .warc_id = m->id[m->n],
                         .warc_of = of ? m->of[m->n] : NULL};
    m->keep[m->n] = (unsigned char)keep;
    m->wanted[m->n++] = (unsigned char)wanted;
}

/* Pages with a request before or behind them and notes some records later. */
static struct made *make_archive(void)
{
    struct made *m = calloc(1, sizeof *m);
    assert_non_null(m);
    seed = 7;
    add(m, "warcinfo", 1, 0, 1, 1, 1);
    for (unsigned i = 1; m->n + 4 <= MOST; i++) {
        unsigned page = 10 * i, ask = page + 1;
        int keep = below(2) != 0, page_names = below(2) != 0;
        if (below(2)) {
            add(m, "request", ask, page_names ? 0 : page, 1, 1, keep);
            add(m, "response", page, page_names ? ask : 0, 0, keep, keep);
        } else {
            add(m, "response", page, page_names ? ask : 0, 0, keep, keep);
            add(m, "request", ask, page_names ? 0 : page, 1, 1, keep);
        }
        if (below(3))
            add(m, "metadata", page + 2, page, 1, 1, keep);
        else
            add(m, "revisit", page + 3, page, 1, 1, 1);
    }
    return m;
}

/* ---- running it ---------------------------------------------------------- */

static struct packed contents(FILE *f)
{
    struct packed all = {0};
    long size;
    assert_int_equal(fflush(f), 0);
    assert_int_equal(fseek(f, 0, SEEK_END), 0);
    size = ftell(f);
    rewind(f);
    assert_true(size >= 0);
    assert_int_equal(
        fread(packed_room(&all, (size_t)size + 1), 1, (size_t)size, f), size);
    all.len = (size_t)size;
    return all;
}

static struct packed run(const struct record *r, const unsigned char *keep,
                         size_t n, size_t step, enum rawout_pack pack)
{
    struct rawout out;
    struct follow f;
    struct packed all;
    FILE *file = tmpfile();
    assert_non_null(file);
    rawout_init(&out, file, pack);
    follow_init(&f, &out);
    for (size_t i = 0; i < n; i += step) {
        size_t count = n - i < step ? n - i : step;
        for (size_t k = 0; k < count; k++)
            assert_int_equal(rawout_look(&out, &r[i + k]), 0);
        assert_int_equal(follow_put(&f, r + i, keep + i, count), 0);
    }
    assert_int_equal(follow_end(&f), 0);
    assert_int_equal(rawout_end(&out), 0);
    all = contents(file);
    fclose(file);
    follow_release(&f);
    rawout_release(&out);
    return all;
}

static struct packed wanted(const struct made *m)
{
    struct packed all = {0};
    for (size_t i = 0; i < m->n; i++)
        if (m->wanted[i])
            pack_plain(&all, m->record[i].raw, m->record[i].raw_len);
    return all;
}

static void assert_same(const struct packed *a, const struct packed *b)
{
    assert_int_equal(a->len, b->len);
    assert_memory_equal(a->bytes, b->bytes, a->len);
}

static void test_follow_any_batch(void **state)
{
    static const size_t steps[] = {1, 2, 3, 7, 100, 257, 1000, MOST};
    struct made *m = make_archive();
    struct packed want = wanted(m);
    (void)state;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        struct packed got =
            run(m->record, m->keep, m->n, steps[i], RAWOUT_AS_CAME);
        assert_same(&got, &want);
        packed_release(&got);
    }
    packed_release(&want);
    free(m);
}

/* The ids of dropped records are forgotten some time, those of the last
 * FOLLOW_BEHIND never. */
static void test_follow_behind(void **state)
{
    struct made *m = calloc(1, sizeof *m);
    struct follow f;
    struct rawout out;
    FILE *file = tmpfile();
    struct packed got;
    unsigned char no = 0, yes = 1;
    (void)state;
    assert_non_null(m);
    assert_non_null(file);
    rawout_init(&out, file, RAWOUT_AS_CAME);
    follow_init(&f, &out);
    for (unsigned i = 0; i < 3 * FOLLOW_BEHIND; i++) {
        m->n = 0;
        add(m, "response", i + 1, 0, 0, 0, 0);
        assert_int_equal(follow_put(&f, m->record, &no, 1), 0);
    }
    m->n = 0;
    add(m, "metadata", 9000001, 2 * FOLLOW_BEHIND + 1, 1, 1, 0);
    assert_int_equal(follow_put(&f, m->record, &yes, 1), 0);
    assert_int_equal(follow_end(&f), 0);
    got = contents(file);
    assert_int_equal(got.len, 0);
    packed_release(&got);
    fclose(file);
    follow_release(&f);
    rawout_release(&out);
    free(m);
}

/* A request waits for its page as long as it said, whatever the batches. */
static void test_follow_ahead(void **state)
{
    static const size_t steps[] = {1, 17, FOLLOW_AHEAD + 2};
    struct made *m = calloc(1, sizeof *m);
    struct packed want;
    (void)state;
    assert_non_null(m);
    add(m, "request", 1, 2, 1, 1, 0);
    for (unsigned i = 0; i < FOLLOW_AHEAD - 1; i++)
        add(m, "response", 10 + i, 0, 0, 1, 1);
    add(m, "response", 2, 0, 0, 0, 0);
    want = wanted(m);
    for (size_t i = 0; i < 3; i++) {
        struct packed got =
            run(m->record, m->keep, m->n, steps[i], RAWOUT_AS_CAME);
        assert_same(&got, &want);
        packed_release(&got);
    }
    packed_release(&want);
    free(m);
}

static void test_follow_twice(void **state)
{
    struct made *m = calloc(1, sizeof *m);
    struct packed got, want;
    (void)state;
    assert_non_null(m);
    add(m, "request", 1, 2, 1, 1, 1);
    add(m, "response", 2, 0, 0, 1, 1);
    add(m, "request", 1, 2, 1, 1, 1);
    add(m, "response", 2, 0, 0, 0, 0);
    want = wanted(m);
    got = run(m->record, m->keep, m->n, 4, RAWOUT_AS_CAME);
    assert_same(&got, &want);
    packed_release(&got);
    packed_release(&want);
    free(m);
}

static void test_follow_fields(void **state)
{
    static const char head[] = "WARC/1.0\r\nX: a\r\nWARC-TYPE:\tRevisit \r\n"
                               "\r\nWARC-Type: warcinfo\r\n";
    (void)state;
    assert_true(warc_field_is(head, sizeof head - 1, "WARC-Type", "revisit"));
    assert_false(warc_field_is(head, sizeof head - 1, "WARC-Type", "warcinfo"));
    assert_false(warc_field_is(head, sizeof head - 1, "WARC", "revisit"));
    assert_false(warc_field_is(head, 22, "WARC-Type", "revisit"));
    assert_false(warc_field_is("", 0, "WARC-Type", "revisit"));
}

/* ---- rawout -------------------------------------------------------------- */

static struct record line(const char *bytes, enum raw_form form,
                          const char *file)
{
    return (struct record){.file = file,
                           .form = form,
                           .other = form == RAW_HEAD,
                           .raw = bytes,
                           .raw_len = strlen(bytes)};
}

static void test_rawout_lines(void **state)
{
    const struct record r[] = {line("one\r\n", RAW_LINE, "a"),
                               line("two", RAW_LINE, "a"),
                               line("three\n", RAW_LINE, "b")};
    const unsigned char keep[] = {1, 1, 1};
    struct packed got = run(r, keep, 3, 3, RAWOUT_AS_CAME);
    (void)state;
    assert_int_equal(got.len, 15);
    assert_memory_equal(got.bytes, "one\r\ntwo\nthree\n", 15);
    packed_release(&got);
}

static void test_rawout_names_once(void **state)
{
    const struct record r[] = {
        line("id,text\r\n", RAW_HEAD, "a"), line("1,x\r\n", RAW_ROW, "a"),
        line("id,text\n", RAW_HEAD, "b"), line("2,y", RAW_ROW, "b")};
    const unsigned char keep[] = {1, 1, 1, 1};
    struct packed got = run(r, keep, 4, 1, RAWOUT_AS_CAME);
    (void)state;
    assert_int_equal(got.len, 18);
    assert_memory_equal(got.bytes, "id,text\r\n1,x\r\n2,y\n", 18);
    packed_release(&got);
}

static void test_rawout_refuses(void **state)
{
    const struct record none = line("x", RAW_NONE, "a.txt"),
                        names = line("id,text\n", RAW_HEAD, "a.csv"),
                        others = line("id,body\n", RAW_HEAD, "b.csv"),
                        json = line("{}\n", RAW_LINE, "c.jsonl");
    struct rawout out;
    (void)state;
    rawout_init(&out, stdout, RAWOUT_AS_CAME);
    assert_int_equal(rawout_look(&out, &none), -1);
    assert_int_equal(rawout_look(&out, &names), 0);
    assert_int_equal(rawout_look(&out, &others), -1);
    assert_int_equal(rawout_look(&out, &json), -1);
    assert_int_equal(rawout_look(&out, &names), 0);
    rawout_release(&out);
}

/* Members and frames as they came; what came otherwise is packed likewise. */
static void check_packed(void (*pack)(struct packed *, const void *, size_t),
                         enum rawout_pack how, int as_came)
{
    struct made *m = make_archive();
    struct packed member = {0}, got, plain = {0};
    struct input *in;
    size_t n;
    memset(m->keep, 1, m->n);
    pack(&member, m->record[0].raw, m->record[0].raw_len);
    m->record[0].packed = member.bytes;
    m->record[0].packed_len = member.len;
    got = run(m->record, m->keep, 3, 2, how);
    assert_true(got.len > member.len);
    if (as_came)
        assert_memory_equal(got.bytes, member.bytes, member.len);
    assert_int_equal(input_open_memory(&in, "got", got.bytes, got.len), 0);
    do {
        assert_int_equal(input_read(in, packed_room(&plain, 100), 100, &n), 0);
        plain.len += n;
    } while (n);
    n = 0;
    for (size_t i = 0; i < 3; i++) {
        assert_memory_equal(plain.bytes + n, m->record[i].raw,
                            m->record[i].raw_len);
        n += m->record[i].raw_len;
    }
    assert_int_equal(plain.len, n);
    input_close(in);
    packed_release(&member);
    packed_release(&got);
    packed_release(&plain);
    free(m);
}

static void test_rawout_packed(void **state)
{
    (void)state;
    check_packed(pack_gzip, RAWOUT_AS_CAME, 1);
    check_packed(pack_gzip, RAWOUT_GZIP, 1);
    check_packed(pack_gzip, RAWOUT_NONE, 0);
    check_packed(pack_zstd, RAWOUT_AS_CAME, 1);
    check_packed(pack_zstd, RAWOUT_GZIP, 0);
    check_packed(pack_zstd, RAWOUT_NONE, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_follow_any_batch),
        cmocka_unit_test(test_follow_behind),
        cmocka_unit_test(test_follow_ahead),
        cmocka_unit_test(test_follow_twice),
        cmocka_unit_test(test_follow_fields),
        cmocka_unit_test(test_rawout_lines),
        cmocka_unit_test(test_rawout_names_once),
        cmocka_unit_test(test_rawout_refuses),
        cmocka_unit_test(test_rawout_packed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
