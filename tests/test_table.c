/* Tables and wrapped text: whatever the terminal, no line is wider than it, no
 * number is cut, and all words are there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/display.h"
#include "cli/output.h"

static uint32_t next(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* The widest line of text, in columns. */
static size_t widest(const char *text)
{
    size_t most = 0;
    for (const char *p = text, *end; *p; p = end + (*end == '\n')) {
        end = p + strcspn(p, "\n");
        size_t w = display_width(p, (size_t)(end - p));
        most = w > most ? w : most;
    }
    return most;
}

/* ---- wrapped text ---------------------------------------------------------
 */

static char *hung(const char *text, unsigned column, unsigned indent,
                  unsigned width)
{
    char *out = NULL;
    size_t len = 0;
    FILE *f = open_memstream(&out, &len);
    assert_non_null(f);
    fprintf(f, "%*s", (int)column, "");
    print_hanging(f, text, strlen(text), column, indent, width);
    assert_int_equal(fclose(f), 0);
    return out;
}

static void hung_is(const char *text, unsigned column, unsigned indent,
                    unsigned width, const char *wanted)
{
    char *out = hung(text, column, indent, width);
    assert_string_equal(out, wanted);
    free(out);
}

static void test_table_text_hangs_behind_its_name(void **state)
{
    (void)state;
    hung_is("one two three", 0, 0, 8, "one two\nthree\n");
    hung_is("one two three", 2, 4, 11, "    one two\n    three\n");
    hung_is("one two three", 6, 4, 13, "      one two\n    three\n");
    hung_is("one\ntwo", 3, 2, 20, "   one\n  two\n");
    /* What is longer than a line goes on in the next, wide letters too. */
    hung_is("abcdefghij k", 0, 2, 6, "  abcd\n  efgh\n  ij k\n");
    hung_is("\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad", 0, 0, 5,
            "\xe4\xb8\xad\xe4\xb8\xad\n\xe4\xb8\xad\n");
    hung_is("", 0, 0, 10, "");
}

/* The words in order, without what stands between them. */
static void squeeze(char *s)
{
    char *out = s;
    for (; *s; s++)
        if (*s != ' ' && *s != '\n')
            *out++ = *s;
    *out = 0;
}

static void test_table_text_is_all_there(void **state)
{
    uint32_t seed = 5;
    (void)state;
    for (int round = 0; round < 500; round++) {
        char text[400];
        size_t n = next(&seed) % (sizeof text - 1);
        unsigned width = 20 + next(&seed) % 80, indent = next(&seed) % 10;
        for (size_t i = 0; i < n; i++)
            text[i] = next(&seed) % 7 ? (char)('a' + next(&seed) % 26) : ' ';
        text[n] = 0;
        char *out = hung(text, next(&seed) % 10, indent, width);
        assert_true(widest(out) <= width);
        squeeze(out);
        squeeze(text);
        assert_string_equal(out, text);
        free(out);
    }
}

/* ---- tables ---------------------------------------------------------------
 */

static const struct column columns[] = {
    {"id", CELL_TEXT, "id", 7, ""},
    {"title", CELL_TEXT, "headline", 16, ""},
    {"time", CELL_TIME, "time", 0, ""},
    {"hidden", CELL_TEXT, NULL, 0, ""},
    {"copies", CELL_COUNT, "copies", 0, ""},
    {"kind", CELL_TEXT, "kind of it", 0, ""},
    {"lag", CELL_LAG, "lag", 0, ""},
    {"share", CELL_SHARE, "share", 0, ""},
    {"words", CELL_COUNT, "words of it", 0, ""},
    {0}};

#define ROWS 30

static uint64_t figure(size_t row, unsigned column)
{
    return 100000u + (uint64_t)row * 7919u * (column + 1);
}

static void write_rows(const char *kind, int wrap)
{
    struct output o;
    output_begin(&o, OUTPUT_TABLE, columns);
    o.table.wrap_notes = wrap;
    for (size_t i = 0; i < ROWS; i++) {
        const struct cell cells[] = {
            cell_text("article-with-an-id"),
            cell_text("A headline that goes on for longer than most do"),
            cell_time(1709600000 + (int64_t)i * 60),
            cell_text("never shown"),
            cell_count(figure(i, 0)),
            cell_text(kind),
            cell_time((int64_t)i * 3600),
            cell_real(.5),
            cell_count(figure(i, 1)),
        };
        const struct cell note = cell_text("1,400 -> 1,040; 12 -> 9; 377 -> 9");
        assert_false(output_row_note(&o, cells, &note));
    }
    assert_false(output_end(&o));
}

/* What a table prints on a terminal of so many columns; to be freed. */
static char *table_at(unsigned width, const char *kind, int wrap)
{
    char words[12];
    static char text[1 << 16];
    int saved;
    FILE *f = tmpfile();
    assert_non_null(f);
    snprintf(words, sizeof words, "%u", width);
    assert_int_equal(setenv("COLUMNS", words, 1), 0);
    fflush(stdout);
    saved = dup(STDOUT_FILENO);
    assert_true(saved >= 0);
    assert_true(dup2(fileno(f), STDOUT_FILENO) >= 0);
    write_rows(kind, wrap);
    fflush(stdout);
    assert_true(dup2(saved, STDOUT_FILENO) >= 0);
    close(saved);
    rewind(f);
    size_t n = fread(text, 1, sizeof text - 1, f);
    assert_true(n < sizeof text - 1);
    text[n] = 0;
    fclose(f);
    return text;
}

static void has(const char *text, const char *words)
{
    if (!strstr(text, words))
        fail_msg("no '%s' in:\n%.2000s", words, text);
}

static void test_table_fits_any_terminal(void **state)
{
    (void)state;
    for (unsigned width = 20; width <= 160; width++) {
        char *text = table_at(width, "a kind", 0), number[DISPLAY_MAX];
        assert_true(widest(text) <= width);
        for (size_t i = 0; i < ROWS; i++) {
            has(text, count_format(figure(i, 0), number));
            has(text, count_format(figure(i, 1), number));
            has(text, lag_format((int64_t)i * 3600, number));
        }
        has(text, "2024-03-05 00:53"); /* the first */
        has(text, "words of it");
        assert_null(strstr(text, "hidden"));
        assert_null(strstr(text, "never"));
    }
}

/* A text that is never cut is, where it alone is wider than the terminal. */
static void test_table_cuts_what_cannot_fit(void **state)
{
    (void)state;
    char *text = table_at(20, "a kind that has by far too long a name", 0);
    assert_true(widest(text) <= 20);
    has(text, "    a kind that has\xe2\x80\xa6\n");
    has(table_at(200, "a kind that has by far too long a name", 0),
        "a kind that has by far too long a name");
}

static void test_table_wraps_notes_that_count(void **state)
{
    (void)state;
    has(table_at(30, "a kind", 0),
        "    1,400 -> 1,040; 12 -> 9; \xe2\x80\xa6\n");
    has(table_at(30, "a kind", 1), "    1,400 -> 1,040; 12 -> 9;\n"
                                   "    377 -> 9\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table_text_hangs_behind_its_name),
        cmocka_unit_test(test_table_text_is_all_there),
        cmocka_unit_test(test_table_fits_any_terminal),
        cmocka_unit_test(test_table_cuts_what_cannot_fit),
        cmocka_unit_test(test_table_wraps_notes_that_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
