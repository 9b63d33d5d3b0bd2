/* agencies: a dateline that names no agency, shared by copies of several sites,
 * is taken for that of the agency whose manner it is ('shared' in the table),
 * and for nobody's where anything is wanting. */
#include "store/track.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "shingle/agency.h"
#include "tests/tracked_one.h"

struct copy {
    const char *site, *head; /* what stands before the story */
};

static int tell_story(void *arg, const struct track_row *r)
{
    page_print(arg, "%s by %s %.2f, %d credited, origin %s\n",
               r->agency ? r->agency : "-", r->by ? r->by : "-", r->confidence,
               (int)r->credited, origin_name(r->origin));
    return 0;
}

static int tell_copy(void *arg, const struct carry_row *r)
{
    page_print(arg, "%s%s:%s", strcmp(r->article, "a") ? " " : "", r->article,
               r->agency ? r->agency : "-");
    return 0;
}

/* Copies a, b, c, ... an hour apart; who moved them, and what each credits. */
static void assert_told(const char *table, const struct copy *copy,
                        const char *want)
{
    static const char *const ids[] = {"a", "b", "c", "d"};
    const struct track_calls calls = {.story = tell_story, .carry = tell_copy};
    struct page p = {0};
    page_print(&p, "%s", "");
    if (table)
        assert_int_equal(
            store_set_agencies(w.s, table, strlen(table), NULL, NULL, 0), 0);
    for (unsigned i = 0; copy[i].site; i++)
        tracked_add(
            &w, ids[i], copy[i].site, i,
            tracked_print(&w, "%s%s", copy[i].head, tracked_part(&w, 0, 6)));
    tracked_gather(&w);
    assert_int_equal(store_track_all(w.s, NULL, &calls, &p), STORE_OK);
    assert_string_equal(p.at, want);
    free(p.at);
    tracked_close(&w);
    tracked_open(&w);
}

#define COPIES(...)                                                            \
    (const struct copy[])                                                      \
    {                                                                          \
        __VA_ARGS__,                                                           \
        {                                                                      \
            NULL, NULL                                                         \
        }                                                                      \
    }

#define NOBODY(copies) "- by - 0.00, 0 credited, origin first\n" copies

static void test_agencies_shared_by_two_sites_are_told(void **state)
{
    (void)state;
    assert_told(NULL,
                COPIES({"alder.example", ""}, {"birch.example", "VESTRAND: "},
                       {"cedar.example", "VESTRAND: "}),
                "afp by b 0.50, 0 credited, origin first\n"
                "a:- b:afp c:afp");
    /* The place that most sites have. */
    assert_told(
        NULL,
        COPIES({"alder.example", "LINDHOLT: "}, {"birch.example", "ÅLVIK: "},
               {"cedar.example", "ÅLVIK: "}, {"dune.example", "VESTRAND: "}),
        "afp by b 0.50, 0 credited, origin first\n"
        "a:- b:afp c:afp d:-");
    /* And beside a site that has it twice. */
    assert_told(NULL,
                COPIES({"alder.example", "VESTRAND: "},
                       {"alder.example", "VESTRAND: "},
                       {"birch.example", "VESTRAND: "}),
                "afp by a 0.50, 0 credited, origin first\n"
                "a:afp b:afp c:afp");
}

static void test_agencies_shared_by_one_site_are_nobodys(void **state)
{
    (void)state;
    assert_told(NULL,
                COPIES({"alder.example", "VESTRAND: "},
                       {"alder.example", "VESTRAND: "}, {"birch.example", ""}),
                NOBODY("a:- b:- c:-"));
    /* Other places are not the same dateline, nor are those in a sentence. */
    assert_told(NULL,
                COPIES({"alder.example", "VESTRAND: "},
                       {"birch.example", "LINDHOLT: "},
                       {"cedar.example", "The river at VESTRAND: "}),
                NOBODY("a:- b:- c:-"));
}

/* Each of the two signs is one agency's, or nobody's. */
static void test_agencies_shared_go_by_their_sign(void **state)
{
    static const char tarn[] = "agency tarn Tarn Wire\nshared -\n";
    static const struct copy dashes[] = {{"alder.example", "VESTRAND - "},
                                         {"birch.example", "VESTRAND - "},
                                         {NULL, NULL}};
    (void)state;
    assert_told(NULL, dashes, NOBODY("a:- b:-"));
    assert_told(tarn, dashes,
                "tarn by a 0.50, 0 credited, origin first\na:tarn b:tarn");
    assert_told(tarn,
                COPIES({"alder.example", "VESTRAND: "},
                       {"birch.example", "VESTRAND: "}),
                "afp by a 0.50, 0 credited, origin first\na:afp b:afp");
    assert_told(tarn,
                COPIES({"alder.example", "VESTRAND: "},
                       {"birch.example", "VESTRAND - "}),
                NOBODY("a:- b:-"));
}

static void test_agencies_shared_do_not_stand_against_a_name(void **state)
{
    (void)state;
    assert_told(NULL,
                COPIES({"alder.example", "VESTRAND: "},
                       {"birch.example", "VESTRAND: "},
                       {"cedar.example", "VESTRAND (Reuters) - "}),
                "reuters by c 0.99, 1 credited, origin credited\n"
                "a:- b:- c:reuters");
    /* Nor beside the name of the same agency. */
    assert_told(NULL,
                COPIES({"alder.example", "VESTRAND: "},
                       {"birch.example", "VESTRAND: "},
                       {"cedar.example", "VESTRAND (AFP) - "}),
                "afp by c 0.99, 1 credited, origin credited\n"
                "a:- b:- c:afp");
}

/* Two agencies have the manner: it says neither. */
static void test_agencies_shared_manners_are_nobodys(void **state)
{
    static const struct copy colons[] = {{"alder.example", "VESTRAND: "},
                                         {"birch.example", "VESTRAND: "},
                                         {NULL, NULL}};
    (void)state;
    assert_told("agency tarn Tarn Wire\nshared :\n", colons, NOBODY("a:- b:-"));
    assert_told("extend afp\nshared :\n", colons,
                "afp by a 0.50, 0 credited, origin first\na:afp b:afp");
    /* What begins anew has no manners. */
    assert_told("agency afp Agence France-Presse\nname AFP\n", colons,
                NOBODY("a:- b:-"));
    assert_told("agency afp Agence France-Presse\nname AFP\n"
                "agency tarn Tarn Wire\nshared :\n",
                colons,
                "tarn by a 0.50, 0 credited, origin first\na:tarn b:tarn");
}

static void test_agencies_shared_are_of_the_table(void **state)
{
    static const struct {
        const char *text;
        const char *colon, *dash; /* NULL: nobody */
    } list[] = {
        {"", "afp", NULL},
        {"agency tarn Tarn Wire\nshared -\n", "afp", "tarn"},
        {"agency tarn Tarn Wire\nshared :\n", NULL, NULL},
        {"agency tarn Tarn Wire\nshared :\nagency mere Mere Wire\nshared :\n",
         NULL, NULL},
        {"agency tarn Tarn Wire\nshared -\nagency tarn Tarn\n", "afp", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        struct agency_error err;
        struct agency_table *t =
            agency_table_new(list[i].text, strlen(list[i].text), &err);
        const char *const want[2] = {list[i].colon, list[i].dash};
        assert_non_null(t);
        for (int k = 0; k < 2; k++) {
            int a = agency_of_shared(t, ":-"[k]);
            if (!want[k])
                assert_int_equal(a, AGENCY_NONE);
            else
                assert_string_equal(agency_at(t, a)->id, want[k]);
        }
        agency_table_free(t);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(test_agencies_shared_by_two_sites_are_told),
        TEST(test_agencies_shared_by_one_site_are_nobodys),
        TEST(test_agencies_shared_go_by_their_sign),
        TEST(test_agencies_shared_do_not_stand_against_a_name),
        TEST(test_agencies_shared_manners_are_nobodys),
        TEST(test_agencies_shared_are_of_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
