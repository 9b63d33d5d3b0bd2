/*
 * marker: what agencies write at the head of a copy, at the places where they
 * write it, and the same words where they are part of a sentence.
 */
#include "shingle/marker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct agency_table *table;

static int open_table(void **state)
{
    struct agency_error err;

    (void)state;
    table = agency_table_new(NULL, 0, &err);
    return table ? 0 : -1;
}

static int close_table(void **state)
{
    (void)state;
    agency_table_free(table);
    return 0;
}

/* What is found, as "update 2, correction", into out. */
static void words_of(const struct marker *m, size_t n, char *out, size_t size)
{
    size_t i, at = 0;

    out[0] = '\0';
    for (i = 0; i < n; i++) {
        int k = snprintf(out + at, size - at, "%s%s", i ? ", " : "",
                         marker_word[m[i].kind]);

        at += (size_t)k;
        if (m[i].number)
            at += (size_t)snprintf(out + at, size - at, " %u", m[i].number);
    }
}

struct known {
    const char *words, *found, *first; /* first: the bytes of the first */
};

static void check(const struct known *k, size_t n, int in_title)
{
    size_t i, bad = 0;

    for (i = 0; i < n; i++) {
        struct marker m[MARKER_MOST];
        char have[128];
        const char *w = k[i].words;
        size_t len = strlen(w), found;

        found = in_title ? marker_find(table, w, len, NULL, 0, m)
                         : marker_find(table, NULL, 0, w, len, m);
        words_of(m, found, have, sizeof have);
        if (strcmp(have, k[i].found) != 0 ||
            (k[i].first &&
             (!found || m[0].end - m[0].begin != strlen(k[i].first) ||
              memcmp(w + m[0].begin, k[i].first, strlen(k[i].first)) != 0))) {
            print_error("'%s': have '%s'%s%.*s, want '%s'\n", w, have,
                        found ? " at " : "",
                        found ? (int)(m[0].end - m[0].begin) : 0,
                        found ? w + m[0].begin : "", k[i].found);
            bad++;
        }
        if (found)
            assert_int_equal(m[0].in_title, in_title);
    }
    assert_int_equal(bad, 0);
}

static void test_marker_title(void **state)
{
    static const struct known list[] = {
        {"UPDATE 2-Port of Ostervale reopens", "update 2", "UPDATE 2"},
        {"CORRECTED-Port of Ostervale reopens", "correction", "CORRECTED"},
        {"CORRECTED-UPDATE 1-Port reopens", "correction, update 1",
         "CORRECTED"},
        {"REFILE-UPDATE 3-Port reopens", "repeat, update 3", "REFILE"},
        {"RPT-Port of Ostervale reopens", "repeat", "RPT"},
        {"WRAPUP 4-Port of Ostervale reopens", "summary 4", "WRAPUP 4"},
        {"URGENT: Port of Ostervale closed", "urgent", "URGENT"},
        {"URGENT Port of Ostervale closed", "urgent", "URGENT"},
        {"BREAKING: Port of Ostervale closed", "urgent", "BREAKING"},
        {"Correction: Port-Fire story", "correction", "Correction"},
        {"Update: Port of Ostervale closed", "update", "Update"},
        {"1st Lead: Port of Ostervale closed", "lead 1", "1st Lead"},
        {"3rd LD Port of Ostervale closed", "lead 3", "3rd LD"},
        {"Port of Ostervale closed (2nd Lead)", "lead 2", "2nd Lead"},
        {"(LEAD) Port of Ostervale closed", "lead", "LEAD"},
        {"(2nd LD) Port of Ostervale closed", "lead 2", "2nd LD"},
        {"Port of Ostervale closed (Updated)", "update", "Updated"},
        {"AP-Port-Fire, 3rd Ld-Writethru", "lead 3, writethru", "3rd Ld"},
        {"KILL: Port of Ostervale closed", "kill", "KILL"},
        {"STORY REMOVED: Port-Fire", "kill", "STORY REMOVED"},
        {"ADVISORY: Port of Ostervale plans", "advisory", "ADVISORY"},
        {"Eilmeldung: Hafen von Ostervale gesperrt", "urgent", "Eilmeldung"},
        {"EILMELDUNG - Hafen gesperrt", "urgent", "EILMELDUNG"},
        {"2. Zusammenfassung: Hafen gesperrt", "summary 2",
         "2. Zusammenfassung"},
        {"Berichtigung: Hafen gesperrt", "correction", "Berichtigung"},
        {"KORREKTUR: Hafen gesperrt", "correction", "KORREKTUR"},
        {"ROUNDUP 2: Hafen gesperrt", "summary 2", "ROUNDUP 2"},
        {"WDH: Hafen gesperrt", "repeat", "WDH"},
        {"RECTIFICATIF. Le port est fermé", "correction", "RECTIFICATIF"},
        {"Rectificatif : le port est fermé", "correction", "Rectificatif"},
        {"ACTUALISATION - Le port est fermé", "update", "ACTUALISATION"},
        {"REPRISE - Le port est fermé", "repeat", "REPRISE"},
        {"Corrección: el puerto está cerrado", "correction", "Corrección"},
        {"(AMPL) El puerto está cerrado", "update", "AMPL"},
        {"Actualización: el puerto está cerrado", "update", "Actualización"},
        {"Rettifica: porto chiuso", "correction", "Rettifica"},
        {"Уточнение: порт закрыт", "correction", "Уточнение"},
        {"ИСПРАВЛЕНО: порт закрыт", "correction", "ИСПРАВЛЕНО"},
        {"更正：港口关闭", "correction", "更正"},
        {"【訂正】港が閉鎖", "correction", "訂正"},
        {"[정정] 항구 폐쇄", "correction", "정정"},
        {"عاجل: إغلاق الميناء", "urgent", "عاجل"},
    };

    (void)state;
    check(list, sizeof list / sizeof *list, 1);
}

static void test_marker_title_near_miss(void **state)
{
    static const struct known list[] = {
        {"House of correction to close in May", "", NULL},
        {"Update your browser before Friday", "", NULL},
        {"Updated rules for the port are here", "", NULL},
        {"Frost may kill the cherry crop", "", NULL},
        {"Kill the lights, says the council", "", NULL},
        {"Lead paint found in school", "", NULL},
        {"Lead: what parents need to know", "", NULL},
        {"Urgent care centre opens", "", NULL},
        {"Correction officers go on strike", "", NULL},
        {"Advisory board meets on Monday", "", NULL},
        {"Breaking records in the rain", "", NULL},
        {"Flash floods close the port", "", NULL},
        {"Flash: the story of a photographer", "", NULL},
        {"Market correction - what next for savers?", "", NULL},
        {"Neu im Kino: drei Filme", "", NULL},
        {"La reprise se fait attendre", "", NULL},
        {"3 lead singers and 2 updates", "", NULL},
        {"共同更新世界纪录", "", NULL},
        {"Repeat offenders: a new list", "", NULL},
        {"", "", NULL},
    };

    (void)state;
    check(list, sizeof list / sizeof *list, 1);
}

static void test_marker_text(void **state)
{
    static const struct known list[] = {
        {"CORRECTION: An earlier version of this story misstated a figure.",
         "correction", "CORRECTION"},
        {"OSTERVALE (AP) — CORRECTION: An earlier version gave another name.",
         "correction", "CORRECTION"},
        {"The port reopened.\n(This story has been corrected to fix a date)",
         "correction", "This story has been corrected"},
        {"The port reopened.\nEditor's note: This story has been updated with "
         "comment.",
         "update", "This story has been updated"},
        {"(Corrects spelling of name in paragraph 3)\nThe port reopened.",
         "correction", "(Corrects"},
        {"(Adds quotes, background)\nThe port reopened.", "update", "(Adds"},
        {"Eds: Updates with comment.\nThe port reopened.", "advisory", "Eds"},
        {"Der Hafen ist offen.\nHinweis: In einer früheren Version hieß es, "
         "der "
         "Hafen sei gesperrt.",
         "correction", "In einer früheren Version"},
        {"Le port rouvre.\nUne première version de cet article donnait un "
         "autre nom.",
         "correction", "Une première version de cet"},
        {"El puerto abre.\nFe de errores: el puerto no cerró.", "correction",
         "Fe de errores"},
        {"The port reopened on Monday, the harbour master said.", "", NULL},
        {"An earlier ferry was late, so the port stayed open.", "", NULL},
        {"This story has been told before in Ostervale.", "", NULL},
        {"He called for a correction: none came.", "", NULL},
        {"Update your details before you go on.", "", NULL},
    };

    (void)state;
    check(list, sizeof list / sizeof *list, 0);
}

/* Both ends of a long text are asked, the middle is not. */
static void test_marker_lines(void **state)
{
    static const char mark[] = "CORRECTION: the port was closed.\n";
    char text[8192];
    struct marker m[MARKER_MOST];
    int at, i;

    (void)state;
    for (at = 0; at < 100; at++) {
        size_t n = 0, found;

        for (i = 0; i < 100; i++)
            n += (size_t)snprintf(text + n, sizeof text - n, "%s",
                                  i == at ? mark
                                          : "The port was open all day.\n");
        found = marker_find(table, NULL, 0, text, n, m);
        if (at < 40 || at >= 88)
            assert_int_equal(found, 1);
        else
            assert_int_equal(found, 0);
        if (found)
            assert_memory_equal(text + m[0].begin, "CORRECTION", 10);
    }
}

/* More markers than there is room for. */
static void test_marker_most(void **state)
{
    struct marker m[MARKER_MOST];
    char text[4096];
    size_t n = 0;
    int i;

    (void)state;
    for (i = 0; i < 40; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "UPDATE %d: more.\n",
                              i + 1);
    assert_int_equal(marker_find(table, NULL, 0, text, n, m), MARKER_MOST);
    assert_int_equal(m[0].number, 1);
    assert_int_equal(m[MARKER_MOST - 1].number, MARKER_MOST);
    assert_int_equal(marker_find(NULL, "UPDATE 9: x", 11, NULL, 0, m), 1);
    assert_int_equal(marker_find(NULL, NULL, 0, NULL, 0, m), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_marker_title),
        cmocka_unit_test(test_marker_title_near_miss),
        cmocka_unit_test(test_marker_text),
        cmocka_unit_test(test_marker_lines),
        cmocka_unit_test(test_marker_most),
    };

    return cmocka_run_group_tests(tests, open_table, close_table);
}
