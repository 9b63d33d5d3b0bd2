/*
 * handing: which article a record is, and what counts as had.
 */
#include "store/handing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/trial.h"

static struct article made(const char *id, const char *url, const char *text)
{
    return (struct article){.id = id,
                            .url = url,
                            .published = 1000,
                            .fetched = STORE_NO_TIME,
                            .text = text,
                            .text_len = strlen(text)};
}

/* The same text and facts under one name are one article; another text is one
 * of its own, in a batch and across batches. */
static void test_handing_versions(void **state)
{
    const char *one = "the ferry to the island did not sail on sunday night",
               *two = "the ferry to the island sailed again on monday";
    const struct article a[] = {
        made("x", NULL, one),
        made("x", NULL, two),
        made("x", NULL, one),
        made(NULL, "http://elm.example/1", one),
        made(NULL, "http://elm.example/1#top", two),
        made("y", NULL, "..."),
        made("y", NULL, "..."),
    };
    struct trial f;
    struct store *s;
    uint32_t num[7], again[7];
    char *id;
    (void)state;
    trial_init(&f);
    s = trial_open(&f, NULL);
    assert_int_equal(handing_open(s), 0);
    assert_int_equal(handing_add(s, NULL, a, 7, num), 0);
    assert_int_equal(num[0], num[2]);
    assert_int_not_equal(num[0], num[1]);
    assert_int_not_equal(num[3], num[4]);
    assert_int_not_equal(num[0], num[3]);
    assert_int_equal(num[5], 0);
    assert_int_equal(num[6], 0);
    for (size_t i = 0; i < 7; i++)
        assert_int_equal(handing_add(s, NULL, &a[i], 1, &again[i]), 0);
    assert_memory_equal(num, again, sizeof num);
    assert_int_equal(handing_words(s, num[0]), 11);
    id = handing_id(s, num[0]);
    assert_string_equal(id, "x");
    free(id);
    id = handing_id(s, num[1]);
    assert_int_equal(strlen(id), 2 + 16);
    assert_memory_equal(id, "x#", 2);
    free(id);
    assert_null(handing_id(s, 999));
    trial_close(s);
    trial_release(&f);
}

static struct article page_of(const char *id, const char *site,
                              const char *title, const char *text)
{
    struct article a = made(id, NULL, text);
    a.site = site;
    a.title = title;
    return a;
}

/* The words of a page under another address of its site are the same article,
 * in a batch and across batches; those of another site or title are not. */
static void test_handing_pages(void **state)
{
    const char *text = "the lighthouse on the point was dark for three nights",
               *fold =
                   "The lighthouse on the point\nwas dark for three nights.",
               *shut = "this part of the page is for subscribers alone";
    const struct article a[] = {
        page_of("1", "elm.example", "Dark", text),
        page_of("2", "elm.example", "Dark", fold),
        page_of("3", "oak.example", "Dark", text),
        page_of("4", "elm.example", "Darker", text),
        page_of("5", "elm.example", "Ferry", shut),
        page_of("6", "elm.example", "Harbour", shut),
        page_of("2", "elm.example", "Dark", text),
        page_of("7", "elm.example", "Dark", "..."),
        page_of("8", "elm.example", "Dark", "..."),
    };
    static const size_t same[] = {0, 0, 2, 3, 4, 5, 0};
    struct twins texts = {0}, later = {0};
    struct trial f;
    struct store *s;
    uint32_t num[9], again[9];
    (void)state;
    trial_init(&f);
    s = trial_open(&f, NULL);
    assert_int_equal(handing_open(s), 0);
    assert_int_equal(handing_add(s, &texts, a, 9, num), 0);
    for (size_t i = 0; i < 7; i++)
        for (size_t k = 0; k < i; k++)
            assert_int_equal(num[i] == num[k], same[i] == same[k]);
    assert_int_equal(num[7], 0);
    assert_int_equal(num[8], 0);
    for (size_t i = 0; i < 9; i++)
        assert_int_equal(handing_add(s, &texts, &a[i], 1, &again[i]), 0);
    assert_memory_equal(num, again, sizeof num);
    /* A later run knows the text by the address it was known under. */
    assert_int_equal(handing_add(s, &later, a, 2, again), 0);
    assert_int_equal(again[0], num[0]);
    assert_int_equal(again[1], num[0]);
    twins_release(&texts);
    twins_release(&later);
    trial_close(s);
    trial_release(&f);
}

/* Until it is settled nothing of a run was had; what others add was. */
static void test_handing_had(void **state)
{
    const struct article a = made("a", NULL, "one text of some words and more"),
                         b = made("b", NULL, "and another text of words"),
                         c = made("c", NULL, "a third one that is added");
    struct trial f;
    struct store *s;
    uint32_t num[2], other;
    (void)state;
    trial_init(&f);
    s = trial_open(&f, NULL);
    assert_int_equal(handing_open(s), 0);
    assert_int_equal(handing_add(s, NULL, &a, 1, &num[0]), 0);
    assert_int_equal(handing_had(s, num[0]), 0);
    trial_close(s); /* the run broke off */
    s = trial_open(&f, NULL);
    assert_int_equal(store_add(s, &c, 1, NULL), 0);
    assert_int_equal(handing_open(s), 0);
    assert_int_equal(handing_had(s, num[0]), 0);
    assert_int_equal(handing_add(s, NULL, &c, 1, &other), 0);
    assert_int_equal(handing_had(s, other), 1);
    assert_int_equal(handing_add(s, NULL, &b, 1, &num[1]), 0);
    assert_int_equal(handing_settle(s, &num[1], 1), 0);
    assert_int_equal(handing_had(s, num[0]), 0);
    assert_int_equal(handing_had(s, num[1]), 1);
    assert_int_equal(handing_settle(s, &num[0], 1), 0);
    trial_close(s);
    assert_int_equal(trial_number(&f, "SELECT count(*) FROM sqlite_schema"
                                      " WHERE name LIKE 'handing%'"),
                     0);
    s = trial_open(&f, NULL);
    assert_int_equal(handing_open(s), 0);
    assert_int_equal(handing_had(s, num[0]), 1);
    assert_int_equal(handing_had(s, 999), 0);
    trial_close(s);
    trial_release(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_handing_versions),
        cmocka_unit_test(test_handing_pages),
        cmocka_unit_test(test_handing_had),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
