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

        found = in_title ? marker_find(w, len, NULL, 0, 0, m)
                         : marker_find(NULL, 0, w, len, 0, m);
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
        {"CORRECTED-UPDATE 1-Port reopens", "correction 1, update 1",
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
        {"+++ EILMELDUNG +++ Hafen gesperrt", "urgent", "EILMELDUNG"},
        {"+++ Eilmeldung +++ Hafen gesperrt", "urgent", "Eilmeldung"},
        {"+++ EILMELDUNG: Hafen gesperrt +++", "urgent", "EILMELDUNG"},
        {"EIL +++ Hafen gesperrt", "urgent", "EIL"},
        {"EIL+++UPDATE 2: Hafen gesperrt", "urgent, update 2", "EIL"},
        {"*** CORRECTION *** Port of Ostervale closed", "correction",
         "CORRECTION"},
        {"*** correction *** Port of Ostervale closed", "correction",
         "correction"},
        {"/// CORRECTION /// Port of Ostervale closed", "correction",
         "CORRECTION"},
        {"CORRECTION Port of Ostervale closed", "correction", "CORRECTION"},
        {"KORREKTUR Hafen gesperrt", "correction", "KORREKTUR"},
        {"RECTIFICACIÓN: el puerto está cerrado", "correction",
         "RECTIFICACIÓN"},
        {"Rectificacion: el puerto está cerrado", "correction",
         "Rectificacion"},
        {"HELYESBÍTÉS: lezárták a kikötőt", "correction", "HELYESBÍTÉS"},
        {"Helyreigazítás: lezárták a kikötőt", "correction", "Helyreigazítás"},
        {"SON DAKİKA: liman kapatıldı", "urgent", "SON DAKİKA"},
        {"Son dakika: liman kapatıldı", "urgent", "Son dakika"},
        {"Withdrawn: Port of Ostervale closed", "kill", "Withdrawn"},
        {"BULLETIN KILL: Port of Ostervale closed", "kill", "BULLETIN KILL"},
        {"Kill notice: Port of Ostervale closed", "kill", "Kill notice"},
        {"BC-Port, KILL", "kill", "KILL"},
        {"BC-Port of Ostervale, 1st Ld, KILL", "kill", "KILL"},
        {"ACTUALIZA 2-El puerto está cerrado", "update 2", "ACTUALIZA 2"},
        {"Alerte - le port est fermé", "urgent", "Alerte"},
        {"Alerta: el puerto está cerrado", "urgent", "Alerta"},
        {"CORRECTED-UPDATE 2-Port reopens", "correction 2, update 2",
         "CORRECTED"},
        {"AP-Port, 2nd Ld-Writethru", "lead 2, writethru", "2nd Ld"},
        {"REFILE-CORRECTED-UPDATE 3-Port", "repeat, correction 3, update 3",
         "REFILE"},
        {"ＵＰＤＡＴＥ　３：港が閉鎖", "update 3", "ＵＰＤＡＴＥ　３"},
        {"Rectificatif\xc2\xa0: le port est fermé", "correction",
         "Rectificatif"},
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
        {"Correction officers strike", "", NULL},
        {"CORRECTION OFFICERS STRIKE", "", NULL},
        {"CORRECTION of the budget is due in May", "", NULL},
        {"KORREKTUR am Hafen", "", NULL},
        {"*** Correction officers strike ***", "", NULL},
        {"*** The correction nobody saw ***", "", NULL},
        {"Port * correction * closed", "", NULL},
        {"+++ Lead paint found in school +++", "", NULL},
        {"Eilmeldungen +++ was an ihnen dran ist", "", NULL},
        {"Eil-Antrag gegen den Hafen +++ Gericht tagt", "", NULL},
        {"Eil +++ wer so heißt", "", NULL},
        {"Son dakikada gelen gol yetti", "", NULL},
        {"SON DAKİKA GOLÜ YETTİ", "", NULL},
        {"La rectificación llega tarde", "", NULL},
        {"Rectificación en el puerto tras la crecida", "", NULL},
        {"Helyesbítést kér a polgármester", "", NULL},
        {"Withdrawn troops return", "", NULL},
        {"Withdrawn from service: the last ferry", "", NULL},
        {"Bulletin killed off after ninety years", "", NULL},
        {"Bulletin: kill the weeds", "", NULL},
        {"Kill Bill returns to cinemas", "", NULL},
        {"KILL Bill returns to cinemas", "", NULL},
        {"Kill notices are posted on the weir", "", NULL},
        {"BC-Port, KILLINGS", "", NULL},
        {"BC-Port, Kill the lights", "", NULL},
        {"STORMS FLOOD, MAIM, KILL", "", NULL},
        {"Storms in the X-shaped bay flood, KILL", "", NULL},
        {"Actualiza tu móvil en 3 pasos", "", NULL},
        {"Actualiza 2 de sus normas el puerto", "", NULL},
        {"Alerte aux crues - que faire ?", "", NULL},
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
         "", NULL},
        {"+++ UPDATE 2 +++ The port reopened.", "update 2", "UPDATE 2"},
        {"«UPDATE 2: The port reopened.", "update 2", "UPDATE 2"},
        {"\xef\xbb\xbfUPDATE 2: The port reopened.", "update 2", "UPDATE 2"},
        {"Withdrawn: two of the five bids for the port", "", NULL},
        {"CORRECTION Port of Ostervale closed", "", NULL},
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

static void test_marker_behind_dateline(void **state)
{
    static const struct {
        const char *head, *rest, *found;
    } list[] = {
        {"OSTERVALE (AP) —", " CORRECTION: An earlier version gave a name.",
         "correction"},
        {"OSTERVALE (AP) —", " (Corrects name) The port reopened.",
         "correction"},
        {"Von den Küsten\nKiel (dpa/lno) -",
         "KORREKTUR: Der Hafen ist offen.\nUPDATE 2: Er ist zu.",
         "correction, update 2"},
        {"OSTERVALE (AP) —", " The port reopened.\nUPDATE 2: It is open.",
         "update 2"},
        {"OSTERVALE (AP) —", "\nUPDATE 2: The port reopened.", "update 2"},
        {"EDS: OSTERVALE (AP) —", " UPDATE 2: It is open.", "advisory"},
        {"OSTERVALE (AP) —", " Update your details.", ""},
        {"", "UPDATE 2: The port reopened.", "update 2"},
        {"OSTERVALE (AP) —", "", ""},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof list / sizeof *list; i++) {
        struct marker m[MARKER_MOST];
        char text[256], have[128];
        int n = snprintf(text, sizeof text, "%s%s", list[i].head, list[i].rest);

        words_of(m,
                 marker_find(NULL, 0, text, (size_t)n, strlen(list[i].head), m),
                 have, sizeof have);
        assert_string_equal(have, list[i].found);
    }
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
        found = marker_find(NULL, 0, text, n, 0, m);
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
    assert_int_equal(marker_find(NULL, 0, text, n, 0, m), MARKER_MOST);
    assert_int_equal(m[0].number, 1);
    assert_int_equal(m[MARKER_MOST - 1].number, MARKER_MOST);
    assert_int_equal(marker_find("UPDATE 9: x", 11, NULL, 0, 0, m), 1);
    assert_int_equal(marker_find(NULL, 0, NULL, 0, 9, m), 0);
}

/* Which of the markers of a title and text makes the version. */
static void test_marker_decides(void **state)
{
    static const struct {
        const char *title, *text, *words; /* NULL: none does */
    } list[] = {
        {"UPDATE 2-Port reopens", "(Corrects figure in paragraph 3)",
         "(Corrects"},
        {"UPDATE 2-Port reopens", "The port reopened.", "UPDATE 2"},
        {"KILL: Port reopens", "CORRECTION: It did not.", "KILL"},
        {"CORRECTED-UPDATE 1-Port reopens", "Eds: Updates.", "CORRECTED"},
        {"UPDATE 1-Port reopens", "Eds: Updates with comment.", "Eds"},
        {"WRAPUP 4-Port reopens", "UPDATE 3: It is open.", "UPDATE 3"},
        {"Port (Updated)", "UPDATE 3: It is open.", "UPDATE 3"},
        {"REFILE-UPDATE 3-Port reopens", "It is open.", "UPDATE 3"},
        {"KILL-UPDATE 3-Port reopens", "It is open.", "KILL"},
        {"+++ EILMELDUNG +++ Hafen offen", "Er ist offen.", NULL},
        {"AP-Port-Fire, 3rd Ld-Writethru", "It is open.", "3rd Ld"},
        {"LEAD-Writethru 2-Port reopens", "It is open.", "Writethru 2"},
        {"(LEAD) Port reopens", "UPDATED: It is open.", "LEAD"},
        {"2. Zusammenfassung: Hafen offen", "(Adds quotes)",
         "2. Zusammenfassung"},
        {"UPDATE 1-Port reopens", "UPDATE 1: Port reopens", "UPDATE 1"},
        {"URGENT: Port reopens", "UPDATED: It is open.", NULL},
        {"RPT-Port reopens", "It is open.", NULL},
        {"Port reopens", "It is open.", NULL},
    };
    size_t i;

    (void)state;
    assert_int_equal(marker_decides(NULL, 0), 0);
    for (i = 0; i < sizeof list / sizeof *list; i++) {
        struct marker m[MARKER_MOST];
        const char *from[] = {list[i].text, list[i].title};
        size_t n = marker_find(list[i].title, strlen(list[i].title),
                               list[i].text, strlen(list[i].text), 0, m);
        size_t k = marker_decides(m, n);

        if (!list[i].words) {
            assert_int_equal(k, n);
            continue;
        }
        if (k >= n || m[k].end - m[k].begin != strlen(list[i].words) ||
            memcmp(from[m[k].in_title] + m[k].begin, list[i].words,
                   strlen(list[i].words)) != 0)
            fail_msg("'%s', '%s': not by '%s'", list[i].title, list[i].text,
                     list[i].words);
        /* The same wherever it stands among the others of its page. */
        while (n > 1 && k) {
            struct marker swap = m[k];
            m[k] = m[k - 1];
            m[--k] = swap;
            if (m[k].kind != m[k + 1].kind)
                assert_int_equal(marker_decides(m, n), k);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_marker_title),
        cmocka_unit_test(test_marker_title_near_miss),
        cmocka_unit_test(test_marker_text),
        cmocka_unit_test(test_marker_behind_dateline),
        cmocka_unit_test(test_marker_decides),
        cmocka_unit_test(test_marker_lines),
        cmocka_unit_test(test_marker_most),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
