/* rejects: records as they came, those that are taken and those that are kept
 * in a file because they cannot be. */
#include "cli/reading.h"
#include "cli/rejects.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <json-c/json.h>

#include "tests/trial.h"

static struct trial trial;

static int set_up(void **state)
{
    (void)state;
    trial_init(&trial);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    trial_release(&trial);
    return 0;
}

/* ---- records as they came -------------------------------------------------
 */

#define LINES(s) s, sizeof s - 1

/* The raw records of the bytes, one behind the other. */
static void assert_raw(const char *bytes, size_t len, const char *expected,
                       size_t expected_len, size_t max_records)
{
    struct reader_options o = {.raw = 1};
    struct reader *r;
    struct batch b;
    size_t total = 0;
    batch_init(&b);
    assert_int_equal(reader_open_memory(&r, "raw", bytes, len, &o), 0);
    while (reader_next(r, &b, max_records, 1 << 20) == READER_MORE)
        for (size_t i = 0; i < b.n; i++) {
            const struct record *record = &b.records[i];
            assert_int_equal(record->form, RAW_LINE);
            assert_true(total + record->raw_len <= expected_len);
            assert_memory_equal(record->raw, expected + total, record->raw_len);
            total += record->raw_len;
        }
    assert_int_equal(total, expected_len);
    batch_release(&b);
    reader_close(r);
}

static void test_rejects_raw_is_the_line(void **state)
{
    static const char lines[] =
        "{\"id\":\"1\",\"text\":\"one\"}\n"
        "{\"id\":\"2\",\"text\":\"two\"}  \r\n"
        "{\"id\":\"3\",\"text\":\"a\0b \351 \\u00e9\"}\n"
        "{\n  \"id\": \"4\",\n  \"text\": \"four\"\n},\n"
        "{\"id\":\"5\",\0\"text\":\"five\"}\n"
        "{\"id\":\"6\",\"text\":\"six\"}";
    (void)state;
    for (size_t n = 1; n < 8; n++)
        assert_raw(LINES(lines), LINES(lines), n);
}

static void test_rejects_raw_leaves_out_what_is_no_article(void **state)
{
    (void)state;
    assert_raw(LINES("{\"id\":\"1\",\"text\":\"one\"}, {\"id\":\"2\",\"text\":"
                     "\"two\"}\n\n"
                     "{\"id\":\"3\"}\n"
                     "{\"id\":\"4\",\"text\":\"four\n"
                     "[7]\n"
                     "{\"id\":\"5\",\"text\":\"five\"}\n"),
               LINES("{\"id\":\"1\",\"text\":\"one\"}{\"id\":\"2\",\"text\":"
                     "\"two\"}\n"
                     "{\"id\":\"5\",\"text\":\"five\"}\n"),
               3);
}

static void test_rejects_raw_of_an_array_cannot_be_handed_on(void **state)
{
    static const char array[] = "[{\"text\":\"one\"},\n{\"text\":\"two\"}]\n";
    struct reader_options o = {.raw = 1};
    struct reader *r;
    struct batch b;
    (void)state;
    batch_init(&b);
    assert_int_equal(reader_open_memory(&r, "raw", LINES(array), &o), 0);
    assert_int_equal(reader_next(r, &b, 9, 1 << 20), READER_MORE);
    assert_int_equal(b.n, 2);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(b.records[i].form, RAW_NONE);
        assert_null(b.records[i].raw);
    }
    batch_release(&b);
    reader_close(r);
}

/* ---- rejects --------------------------------------------------------------
 */

static char *read_file(const char *path, size_t *len)
{
    char *bytes = calloc(1, 1 << 20);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    assert_non_null(bytes);
    *len = fread(bytes, 1, (1 << 20) - 1, f);
    fclose(f);
    return bytes;
}

static const char *member(struct json_object *o, const char *key)
{
    struct json_object *v;
    return json_object_object_get_ex(o, key, &v) ? json_object_get_string(v)
                                                 : NULL;
}

/* Reads bytes, and asserts the reason and record of each reject in turn, until
 * a reason of NULL. */
static void assert_rejects(const char *bytes, size_t len,
                           const char *const (*expected)[3])
{
    struct reader_options o = {.max_record = 64, .rejected = rejects_put};
    struct rejects *rejects;
    struct reader *r;
    struct batch b;
    char path[200], *lines, *line, *end;
    size_t n;
    snprintf(path, sizeof path, "%s/rejects", trial.dir);
    assert_int_equal(rejects_open(&rejects, path, 64), 0);
    o.rejected_arg = rejects;
    batch_init(&b);
    assert_int_equal(reader_open_memory(&r, "in\tput", bytes, len, &o), 0);
    while (reader_next(r, &b, 2, 1 << 20) == READER_MORE)
        ;
    batch_release(&b);
    reader_close(r);
    assert_int_equal(rejects_close(rejects), 0);
    lines = read_file(path, &n);
    assert_int_equal(strlen(lines), n);
    for (line = lines; (*expected)[0]; expected++, line = end + 1) {
        const char *key = (*expected)[2] ? (*expected)[2] : "record";
        assert_non_null(end = strchr(line, '\n'));
        *end = 0;
        struct json_object *v = json_tokener_parse(line);
        assert_non_null(v);
        assert_string_equal(member(v, "file"), "in\tput");
        assert_string_equal(member(v, "reason"), (*expected)[0]);
        assert_non_null(member(v, key));
        assert_string_equal(member(v, key), (*expected)[1]);
        assert_int_equal(member(v, "record_cut") != NULL,
                         !strcmp((*expected)[0], "too_long"));
        json_object_put(v);
    }
    assert_string_equal(line, "");
    free(lines);
    remove(path);
}

static void test_rejects_have_the_record(void **state)
{
    static const char *const lines[][3] = {
        {"syntax", "{\"id\": \"broken\", \"text\": \"The harb", NULL},
        {"text_type", "{\"id\": \"number\", \"text\": 7}", NULL},
        {"no_text", "{\"id\": \"none\"}", NULL},
        {"no_text", "{\"id\":\n\"lines\"}", NULL},
        {"not_object", "[\"not\", \"an\", \"object\"]", NULL},
        {"no_text", "eyJpZCI6ICJDYWbpIn0=", "record_base64"},
        {"too_long",
         "{\"text\": \"1234567890123456789012345678901234567890123456789012",
         NULL},
        {"syntax", "{\"id\": x}", NULL},
        {"truncated", "{\"id\": \"cut\",", NULL},
        {0}};
    (void)state;
    assert_rejects(
        LINES("{\"id\": \"good\", \"text\": \"The harbour at Brenn.\"}\n"
              "{\"id\": \"broken\", \"text\": \"The harb\n"
              "{\"id\": \"number\", \"text\": 7}\n"
              "{\"id\": \"none\"}\n"
              "{\"id\":\n\"lines\"}\n"
              "[\"not\", \"an\", \"object\"]\n"
              "{\"id\": \"Caf\351\"}\n"
              "{\"text\": \"1234567890123456789012345678901234567890123456789"
              "012\342\202\254 and more\"}\n"
              "{\"id\": x} {\"text\": \"behind it\"}\n"
              "{\"id\": \"cut\","),
        lines);
}

static void test_rejects_of_an_array(void **state)
{
    static const char *const elements[][3] = {
        {"not_object", "7", NULL},
        {"not_object", "[1, 2]", NULL},
        {"no_text", "{\"id\": \"a\"}", NULL},
        {0}};
    (void)state;
    assert_rejects(LINES("[{\"text\": \"one\"}, 7, [1, 2], {\"id\": \"a\"},"
                         " {\"text\": \"two\"}]"),
                   elements);
}

static void test_rejects_are_appended(void **state)
{
    const struct reject_place place = {.reason = REJECT_EMPTY_TEXT,
                                       .file = "f",
                                       .message = "there is no word"};
    const struct article a = {.id = "e",
                              .published = STORE_NO_TIME,
                              .fetched = STORE_NO_TIME,
                              .modified = STORE_NO_TIME,
                              .text = "?!",
                              .text_len = 2};
    struct rejects *r;
    char path[200], *lines;
    size_t n;
    (void)state;
    snprintf(path, sizeof path, "%s/rejects", trial.dir);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(rejects_open(&r, path, 1000), 0);
        rejects_put_article(r, &place, &a);
        assert_int_equal(rejects_close(r), 0);
    }
    lines = read_file(path, &n);
    assert_memory_equal(lines, lines + n / 2, n / 2);
    lines[n / 2] = 0;
    struct json_object *v = json_tokener_parse(lines), *record;
    assert_non_null(v);
    assert_null(member(v, "line"));
    record = json_tokener_parse(member(v, "record"));
    assert_string_equal(member(record, "id"), "e");
    assert_string_equal(member(record, "text"), "?!");
    json_object_put(record);
    json_object_put(v);
    free(lines);
    remove(path);
}

static void test_rejects_on_a_full_disk_fail_once(void **state)
{
    const struct reject_place place = {.reason = REJECT_SYNTAX, .file = "f"};
    struct rejects *r;
    (void)state;
    assert_int_equal(rejects_open(&r, "/dev/full", 1000), 0);
    assert_int_equal(rejects_put(r, &place, "{", 1), 0);
    assert_int_equal(rejects_put(r, &place, "{", 1), 0);
    assert_int_equal(rejects_close(r), -1);
}

#define REASON(reason, name, words) reason,

/* Each reason has a column, with its key in the name. */
static void test_rejects_reasons_have_columns(void **state)
{
    static const struct column columns[] = {READING_COLUMNS};
    static const enum reject reasons[] = {READING_REASONS(REASON)};
    struct cell cells[READING_NCOLUMNS];
    struct reader *r;
    struct batch b;
    (void)state;
    assert_int_equal(READING_NCOLUMNS, REJECT_COUNT);
    for (int i = 0; i < REJECT_COUNT; i++) {
        const char *front = i < REJECT_WARNINGS ? "rejected_" : "warned_";
        assert_int_equal(reasons[i], i);
        assert_memory_equal(columns[i].name, front, strlen(front));
        assert_string_equal(columns[i].name + strlen(front),
                            reject_key((enum reject)i));
        assert_string_not_equal(reject_key((enum reject)i), "other");
    }
    batch_init(&b);
    assert_int_equal(
        reader_open_memory(&r, "m", LINES("{\"a\"}\n{}\n{}\n"), NULL), 0);
    assert_int_equal(reader_next(r, &b, 9, 9), READER_END);
    reading_cells(r, 5, 7, cells);
    assert_int_equal(cells[REJECT_SYNTAX].count, 1);
    assert_int_equal(cells[REJECT_NO_TEXT].count, 2);
    assert_int_equal(cells[REJECT_EMPTY_TEXT].count, 5);
    assert_int_equal(cells[REJECT_TOO_LONG].count, 7);
    reading_cells(NULL, 0, 0, cells);
    for (size_t i = 0; i < READING_NCOLUMNS; i++)
        assert_int_equal(cells[i].count, 0);
    batch_release(&b);
    reader_close(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rejects_raw_is_the_line),
        cmocka_unit_test(test_rejects_raw_leaves_out_what_is_no_article),
        cmocka_unit_test(test_rejects_raw_of_an_array_cannot_be_handed_on),
        cmocka_unit_test(test_rejects_have_the_record),
        cmocka_unit_test(test_rejects_of_an_array),
        cmocka_unit_test(test_rejects_are_appended),
        cmocka_unit_test(test_rejects_on_a_full_disk_fail_once),
        cmocka_unit_test(test_rejects_reasons_have_columns),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
