/*
 * credit: the lines of credits.tsv, alone and in the middle of a page; the
 * verdict where evidence meets evidence.
 */
#include "shingle/credit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/agency_tabled.h"

#define FIELDS 7
#define WORDS 2048

static const char *list_path;
/* ---- the list ------------------------------------------------------------ */

enum { LANG, WHERE, TEXT, KIND, AGENCY, CREDITED, SPAN };

/* Takes a line apart; 0 for a comment. */
static int split(char *line, char *field[FIELDS], int number)
{
    char *p = line;
    int i;

    if (*line == '#' || *line == '\n')
        return 0;
    line[strcspn(line, "\n")] = '\0';
    for (i = 0; i < FIELDS; i++) {
        field[i] = p;
        p += strcspn(p, "\t");
        if ((*p == '\0') != (i == FIELDS - 1))
            fail_msg("credits.tsv:%d: not %d fields", number, FIELDS);
        *p++ = '\0';
    }
    return 1;
}

/* Appends the words at s, with \n made a line break and that one `line`. */
static void put_words(char *to, const char *s, const char *line)
{
    to += strlen(to);
    while (*s)
        if (s[0] == '\\' && s[1] == 'n') {
            to += sprintf(to, "%s", line);
            s += 2;
        } else {
            *to++ = *s++;
        }
    *to = '\0';
}

static struct credit_facts facts_of(char **field, const char *words)
{
    struct credit_facts f = {0};
    const char *w = field[WHERE];

    if (!strcmp(w, "text")) {
        f.text = words;
        f.text_len = strlen(words);
    } else if (!strcmp(w, "title")) {
        f.title = words;
    } else if (!strcmp(w, "author")) {
        f.author = words;
    } else if (!strcmp(w, "source")) {
        f.source = words;
    } else if (!strcmp(w, "site")) {
        f.site = words;
    } else {
        fail_msg("no such place: %s", w);
    }
    return f;
}

static void agencies_of(const struct credit *c, char *out, size_t size)
{
    const struct credit_evidence *first = c->evidence, *e;
    size_t n = 0;

    snprintf(out, size, "-");
    for (e = first; e < c->evidence + c->n; e++)
        if (e->begin == first->begin && e->kind == first->kind &&
            e->agency != AGENCY_NONE)
            n += (size_t)snprintf(out + n, size - n, "%s%s", n ? "," : "",
                                  agency_at(table, e->agency)->id);
}

/* How many of the line's expectations words fail. */
static int wrong(char **field, const char *words, int number)
{
    static const char *const verdict[] = {"no", "mixed", "full"};
    struct credit_facts f = facts_of(field, words);
    struct credit c;
    char ids[128];
    const char *kind = "-", *span = "-";
    size_t n = 1;

    credit_find(table, &f, &c);
    agencies_of(&c, ids, sizeof ids);
    if (c.n) {
        kind = credit_kind_word[c.evidence[0].kind];
        span = words + c.evidence[0].begin;
        n = c.evidence[0].end - c.evidence[0].begin;
        assert_true(c.evidence[0].confidence > 0);
        assert_true(c.evidence[0].confidence < 1);
    }
    if (!strcmp(kind, field[KIND]) && !strcmp(ids, field[AGENCY]) &&
        !strcmp(verdict[c.credited], field[CREDITED]) &&
        n == strlen(field[SPAN]) && !memcmp(span, field[SPAN], n))
        return 0;
    print_error("credits.tsv:%d: %s %s %s '%.*s' in '%s'\n", number, kind, ids,
                verdict[c.credited], (int)n, span, words);
    return 1;
}

/* Runs `make` over the list, which writes the words of a line to its second
 * argument, or nothing where the line is not for it. */
static void run_list(void (*make)(char **, char *))
{
    FILE *f = fopen(list_path, "r");
    char line[WORDS], words[2 * WORDS], *field[FIELDS];
    int number, failed = 0, lines = 0;

    assert_non_null(f);
    for (number = 1; fgets(line, sizeof line, f); number++) {
        if (!split(line, field, number))
            continue;
        words[0] = '\0';
        make(field, words);
        if (!words[0])
            continue;
        lines++;
        failed += wrong(field, words, number);
    }
    fclose(f);
    assert_true(lines >= 60);
    assert_int_equal(failed, 0);
}

static void alone(char **field, char *words)
{
    put_words(words, field[TEXT], "\n");
}

static void test_credit_list(void **state)
{
    (void)state;
    run_list(alone);
}

/* As a crawler leaves it: a menu and a title before, other news behind. */
static void in_page(char **field, char *words)
{
    if (strcmp(field[WHERE], "text") != 0)
        return;
    strcpy(words, "Home > News > Calder\r\nFerries and fog\r\n3 minute "
                  "read\r\n\r\n");
    put_words(words, field[TEXT], "\r\n\r\n");
    strcat(words, "\r\n\r\nRelated news\r\nMarket reopens after the flood\r\n"
                  "Write to the newsroom of the Calder Courier.\r\n");
}

static void test_credit_list_in_page(void **state)
{
    (void)state;
    run_list(in_page);
}

/* The list is in ten languages. */
static void test_credit_list_languages(void **state)
{
    FILE *f = fopen(list_path, "r");
    char line[WORDS], *field[FIELDS], seen[64][8];
    int n = 0, i, number;

    (void)state;
    assert_non_null(f);
    for (number = 1; fgets(line, sizeof line, f); number++) {
        if (!split(line, field, number))
            continue;
        for (i = 0; i < n && strcmp(seen[i], field[LANG]) != 0; i++)
            ;
        if (i == n && n < 64)
            snprintf(seen[n++], sizeof seen[0], "%.7s", field[LANG]);
    }
    fclose(f);
    assert_true(n >= 10);
}

/* ---- verdicts ------------------------------------------------------------ */

static struct credit credit_of(const char *text)
{
    struct credit_facts f = {.text = text, .text_len = strlen(text)};
    struct credit c;

    credit_find(table, &f, &c);
    return c;
}

static int names(const struct credit *c, size_t i, const char *id)
{
    return i < c->nagencies && c->agency[i] == agency_by_id(table, id);
}

static void test_credit_verdict(void **state)
{
    struct credit c;

    (void)state;
    c = credit_of("OSTERVALE (AP) — The port reopened.\n"
                  "Associated Press writer Tom Reed contributed to this "
                  "report.");
    assert_int_equal(c.credited, CREDIT_FULL);
    assert_int_equal(c.n, 2);
    assert_true(names(&c, 0, "ap") && c.nagencies == 1);

    c = credit_of("By Ana Lund, Calder Courier\nThe port reopened, the harbour "
                  "master told Reuters.\nWith reporting by AFP and dpa");
    assert_int_equal(c.credited, CREDIT_PART);
    assert_int_equal(c.n, 3);
    assert_true(names(&c, 0, "afp") && names(&c, 1, "dpa"));
    assert_int_equal(c.nagencies, 2);

    c = credit_of("PARIJS (ANP/AFP) - De haven is open.");
    assert_int_equal(c.credited, CREDIT_FULL);
    assert_true(names(&c, 0, "anp") && names(&c, 1, "afp"));

    c = credit_of("The port reopened.");
    assert_int_equal(c.credited, CREDIT_NO);
    assert_int_equal(c.n + c.nagencies, 0);
    assert_true(c.confidence == 0);
}

/* Fields weigh more than the text, and each says where it is. */
static void test_credit_fields(void **state)
{
    struct credit_facts f = {
        .url = "https://www.afp.com/en/news/1",
        .title = "Port reopens (Reuters)",
        .author = "Jane Doe, Associated Press",
        .source = "dpa",
        .text = "OSTERVALE (UPI) -- The port reopened.",
    };
    static const int where[] = {CREDIT_IN_URL, CREDIT_IN_SOURCE,
                                CREDIT_IN_AUTHOR, CREDIT_IN_TITLE,
                                CREDIT_IN_TEXT};
    struct credit c;
    size_t i;

    (void)state;
    f.text_len = strlen(f.text);
    credit_find(table, &f, &c);
    assert_int_equal(c.n, 5);
    for (i = 0; i < 5; i++)
        assert_int_equal(c.evidence[i].where, where[i]);
    assert_int_equal(c.evidence[0].end - c.evidence[0].begin, 11);
    assert_true(names(&c, 0, "afp"));
    f.url = NULL;
    credit_find(table, &f, &c);
    assert_true(names(&c, 0, "dpa"));
    f.source = NULL;
    credit_find(table, &f, &c);
    assert_true(names(&c, 0, "upi"));
    f.text = NULL;
    f.text_len = 0;
    credit_find(table, &f, &c);
    assert_true(names(&c, 0, "ap"));
}

/* Of more evidence than there is room for, the weakest goes. */
static void test_credit_full_house(void **state)
{
    char text[8192] = "";
    struct credit c;
    size_t i;

    (void)state;
    for (i = 0; i < 60; i++)
        strcat(text, "The harbour master told the AP all about it at noon.\n");
    strcat(text, "The port reopened.\n—Reuters\n");
    c = credit_of(text);
    assert_int_equal(c.n, CREDIT_EVIDENCE);
    assert_int_equal(c.credited, CREDIT_FULL);
    assert_true(names(&c, 0, "reuters"));
    for (i = 1; i < c.n; i++)
        assert_true(c.evidence[i].begin > c.evidence[i - 1].begin);
}

/* A page of names is asked at its beginning and its end. */
static void test_credit_list_of_names(void **state)
{
    size_t n = 0, size = 64 * 1024;
    char *text = malloc(size);
    struct credit c;

    (void)state;
    assert_non_null(text);
    while (n < size - 128)
        n += (size_t)snprintf(text + n, size - n, "He read AFP and dpa here. ");
    snprintf(text + n, size - n, "\n—Reuters\n");
    c = credit_of(text);
    assert_int_equal(c.credited, CREDIT_FULL);
    assert_int_equal(c.n, 1);
    assert_true(names(&c, 0, "reuters"));
    assert_memory_equal(text + c.evidence[0].end - 7, "Reuters", 7);
    free(text);
}

static void test_credit_nothing(void **state)
{
    struct credit_facts f = {0};
    struct credit c;

    (void)state;
    credit_find(table, &f, &c);
    assert_int_equal(c.n, 0);
    f.site = f.url = f.title = f.author = f.source = f.text = "";
    credit_find(table, &f, &c);
    assert_int_equal(c.n, 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_credit_list),
        cmocka_unit_test(test_credit_list_in_page),
        cmocka_unit_test(test_credit_list_languages),
        cmocka_unit_test(test_credit_verdict),
        cmocka_unit_test(test_credit_fields),
        cmocka_unit_test(test_credit_full_house),
        cmocka_unit_test(test_credit_list_of_names),
        cmocka_unit_test(test_credit_nothing),
    };

    if (argc != 2) {
        fprintf(stderr, "usage: test_credit CREDITS.TSV\n");
        return 2;
    }
    list_path = argv[1];
    return cmocka_run_group_tests(tests, open_table, close_table);
}
