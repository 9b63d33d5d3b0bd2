/* store: articles in, and what the questions answer, as store.h says it. */
#include "store/store.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "tests/crawl.h"
#include "tests/trial.h"

static struct trial trial;

static int fresh_trial(void **state)
{
    (void)state;
    trial_init(&trial);
    return 0;
}

static int drop_trial(void **state)
{
    (void)state;
    trial_release(&trial);
    return 0;
}

static struct article article(const char *id, const char *text)
{
    return (struct article){.id = id,
                            .published = CRAWL_EPOCH,
                            .fetched = STORE_NO_TIME,
                            .text = text,
                            .text_len = text ? strlen(text) : 0};
}

static void adds(struct store *s, struct article a, enum add_result want)
{
    enum add_result got;
    assert_int_equal(store_add(s, &a, 1, &got), STORE_OK);
    assert_int_equal(got, want);
}

/* Every row of every table. */
static char *all_tables(void)
{
    struct page p = {0};
    sqlite3 *db;
    sqlite3_stmt *names, *q;
    assert_int_equal(sqlite3_open(trial.path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(
                         db,
                         "SELECT name FROM sqlite_schema WHERE type = 'table'",
                         -1, &names, NULL),
                     SQLITE_OK);
    while (sqlite3_step(names) == SQLITE_ROW) {
        char *sql =
            sqlite3_mprintf("SELECT * FROM %w", sqlite3_column_text(names, 0));
        assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &q, NULL), SQLITE_OK);
        page_print(&p, "%s\n", sql);
        while (sqlite3_step(q) == SQLITE_ROW)
            for (int i = 0; i < sqlite3_column_count(q); i++) {
                const unsigned char *b = sqlite3_column_blob(q, i);
                for (int k = 0; k < sqlite3_column_bytes(q, i); k++)
                    page_print(&p, "%02x", b[k]);
                page_print(&p, "\n");
            }
        sqlite3_finalize(q);
        sqlite3_free(sql);
    }
    sqlite3_finalize(names);
    sqlite3_close(db);
    return p.at;
}

/* ---- one article ----------------------------------------------------------
 */

struct seen {
    unsigned revision, calls;
    char id[64];
};

static int see_article(void *arg, const struct article_row *row)
{
    struct seen *seen = arg;
    seen->revision = row->revision;
    seen->calls++;
    assert_true(strlen(row->id) < sizeof seen->id);
    strcpy(seen->id, row->id);
    return 0;
}

static unsigned revision(struct store *s, const char *id)
{
    struct seen seen = {0};
    int code = store_article(s, id, see_article, &seen);
    assert_int_equal(code, seen.calls ? STORE_OK : STORE_NOT_FOUND);
    return seen.revision;
}

static void test_store_add_unchanged_costs_nothing(void **state)
{
    struct crawl c;
    struct gather_result g;
    (void)state;
    crawl_make(&c, &crawl_tiny);
    enum add_result *result = calloc(c.n, sizeof *result);
    struct store *s = trial_open(&trial, NULL);
    assert_int_equal(store_add(s, c.article, c.n, result), STORE_OK);
    for (size_t i = 0; i < c.n; i++)
        assert_int_equal(result[i], ADD_NEW);
    assert_int_equal(store_gather(s, &g), STORE_OK);
    assert_true(g.fresh > 0 && g.touched == g.fresh && !g.merged && !g.ended);
    char *before = all_tables();
    for (size_t i = 0; i < c.n; i++)
        c.article[i].fetched += 86400; /* fetched again is not another page */
    assert_int_equal(store_add(s, c.article, c.n, result), STORE_OK);
    for (size_t i = 0; i < c.n; i++)
        assert_int_equal(result[i], ADD_UNCHANGED);
    assert_int_equal(store_gather(s, &g), STORE_OK);
    assert_int_equal(g.touched + g.fresh + g.merged + g.split + g.ended, 0);
    assert_int_equal(store_add(s, c.article, 0, NULL), STORE_OK);
    /* That it was seen again is all that is kept. */
    assert_int_equal(trial_number(&trial, "SELECT count(*) FROM article"
                                          " WHERE seen = fetched + 86400"),
                     c.n);
    trial_run(&trial, "UPDATE article SET seen = NULL");
    char *after = all_tables();
    assert_string_equal(before, after);
    trial_close(s);
    crawl_release(&c);
    free(result);
    free(before);
    free(after);
}

static void test_store_add_revises(void **state)
{
    char *text = crawl_text(1, 4), *other = crawl_text(2, 4);
    struct store *s = trial_open(&trial, NULL);
    struct article a = article("a", text), b = article(NULL, text);
    (void)state;
    b.url = "https://b.example/1";
    adds(s, a, ADD_NEW);
    adds(s, b, ADD_NEW);
    assert_int_equal(store_gather(s, NULL), STORE_OK);
    assert_int_equal(trial_number(&trial, "SELECT count(*) FROM story"), 1);
    a.text = other;
    a.text_len = strlen(other);
    adds(s, a, ADD_REVISED);
    adds(s, a, ADD_UNCHANGED);
    assert_int_equal(revision(s, "a"), 2);
    assert_int_equal(store_gather(s, NULL), STORE_OK);
    assert_int_equal(trial_number(&trial, "SELECT count(*) FROM story"), 0);
    b.text = other;
    b.text_len = strlen(other);
    b.url = "HTTPS://B.Example/1#top"; /* the same URL */
    adds(s, b, ADD_REVISED);
    a.title = "Only the title is new";
    adds(s, a, ADD_REVISED);
    assert_int_equal(revision(s, "a"), 3);
    assert_int_equal(revision(s, "https://b.example/1"), 2);
    assert_int_equal(store_gather(s, NULL), STORE_OK);
    assert_int_equal(trial_number(&trial, "SELECT count(*) FROM article"), 2);
    assert_int_equal(trial_number(&trial, "SELECT count(*) FROM story"), 1);
    trial_close(s);
    free(text);
    free(other);
}

static void test_store_add_repeats_in_a_batch(void **state)
{
    static const char one[] = "one text of some words, and more of them";
    static const char two[] = "a second text, another one than the first";
    struct article a[] = {article("x", one), article("x", ""),
                          article("x", ""),  article("x", two),
                          article("x", two), article("y", ""),
                          article("y", one), article("z", two)};
    static const enum add_result want[] = {
        ADD_NEW,       ADD_EMPTY, ADD_EMPTY, ADD_REVISED,
        ADD_UNCHANGED, ADD_EMPTY, ADD_NEW,   ADD_NEW};
    enum add_result got[8];
    struct store *s = trial_open(&trial, NULL);
    (void)state;
    assert_int_equal(store_add(s, a, 8, got), STORE_OK);
    assert_memory_equal(got, want, sizeof want);
    assert_int_equal(revision(s, "x"), 2);
    assert_int_equal(revision(s, "y"), 1);
    assert_int_equal(trial_number(&trial, "SELECT count(*) FROM article"), 3);
    assert_int_equal(store_gather(s, NULL), STORE_OK);
    trial_close(s);
}

/* Only the last of many versions stays, whether they come in one batch or one
 * by one, behind one that was there before or not. */
static void test_store_add_many_versions_in_a_batch(void **state)
{
    enum { VERSIONS = 6 };
    char *text[VERSIONS];
    struct article a[VERSIONS];
    struct store *s = trial_open(&trial, NULL);
    (void)state;
    for (int i = 0; i < VERSIONS; i++) {
        text[i] = i == 3 ? strdup("") : crawl_text((uint64_t)i + 1, 4);
        assert_non_null(text[i]);
        a[i] = article("x", text[i]);
    }
    for (unsigned run = 1; run <= 2; run++) {
        char words[80];
        assert_int_equal(store_add(s, a, VERSIONS, NULL), STORE_OK);
        assert_int_equal(revision(s, "x"), run * (VERSIONS - 1));
        assert_int_equal(trial_number(&trial, "SELECT count(*) FROM article"),
                         1);
        snprintf(words, sizeof words,
                 "SELECT count(*) FROM text WHERE bytes = %zu",
                 strlen(text[VERSIONS - 1]));
        assert_int_equal(trial_number(&trial, words), 1);
    }
    assert_int_equal(store_gather(s, NULL), STORE_OK);
    trial_close(s);
    for (int i = 0; i < VERSIONS; i++)
        free(text[i]);
}

static void test_store_add_rejects_empty(void **state)
{
    static const char *const empty[] = {"",         " \n\t ",       "... !? --",
                                        "\xff\xfe", "\xe2\x80\x8b", NULL};
    struct store *s = trial_open(&trial, NULL);
    (void)state;
    adds(s, article("kept", "a text"), ADD_NEW);
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
        adds(s, article("none", empty[i]), ADD_EMPTY);
        adds(s, article(NULL, empty[i]), ADD_EMPTY);
        adds(s, article("kept", empty[i]), ADD_EMPTY);
    }
    struct article nul = article("nul", "");
    nul.text = "\0\0\0";
    nul.text_len = 3;
    adds(s, nul, ADD_EMPTY);
    assert_int_equal(revision(s, "kept"), 1);
    assert_int_equal(revision(s, "none"), 0);
    assert_int_equal(trial_number(&trial, "SELECT count(*) FROM article"), 1);
    trial_close(s);
}

static void test_store_add_rejects_two_gigabytes(void **state)
{
    struct store *s = trial_open(&trial, NULL);
    struct article a = article("long", "");
    int zeros = open("/dev/zero", O_RDONLY);
    (void)state;
    a.text_len = (size_t)INT32_MAX + 1;
    void *text = mmap(NULL, a.text_len, PROT_READ, MAP_PRIVATE, zeros, 0);
    assert_true(text != MAP_FAILED);
    a.text = text;
    adds(s, a, ADD_TOO_LONG);
    adds(s, article("short", "a text"), ADD_NEW);
    munmap(text, a.text_len);
    close(zeros);
    trial_close(s);
}

static int see_first(void *arg, const struct member_row *row)
{
    page_print(arg, "%s\n", row->article);
    return 0;
}

static void test_store_add_derives_ids(void **state)
{
    struct store *s = trial_open(&trial, NULL);
    struct article a = article("", "the words of it");
    struct page ids = {0};
    (void)state;
    adds(s, a, ADD_NEW);
    adds(s, a, ADD_UNCHANGED);
    a.id = NULL;
    a.url = "";
    adds(s, a, ADD_UNCHANGED);
    a.text = "other words of it";
    a.text_len = strlen(a.text);
    adds(s, a, ADD_NEW);
    a.url = "HTTP://User@WWW.Example.ORG/Path?Q=1#part";
    adds(s, a, ADD_NEW);
    a.id = "given";
    adds(s, a, ADD_NEW);
    assert_int_equal(store_members(s, see_first, &ids), STORE_OK);
    char *first = strtok(ids.at, "\n");
    assert_string_equal(first, "given");
    assert_string_equal(strtok(NULL, "\n"),
                        "http://user@www.example.org/Path?Q=1");
    assert_memory_equal(strtok(NULL, "\n"), "text:", 5);
    assert_int_equal(strlen(strtok(NULL, "\n")), 5 + 16);
    assert_null(strtok(NULL, "\n"));
    free(ids.at);
    trial_close(s);
}

static int see_facts(void *arg, const struct article_row *row)
{
    const struct article *a = arg;
    assert_string_equal(row->id, a->id);
    assert_string_equal(row->url, a->url);
    assert_string_equal(row->title, a->title);
    assert_string_equal(row->lang, a->lang);
    assert_string_equal(row->site, "paper.co.uk");
    assert_true(row->published == a->published && row->fetched == a->fetched);
    assert_int_equal(row->text_len, a->text_len);
    assert_memory_equal(row->text, a->text, a->text_len);
    assert_int_equal(row->nstories, 0);
    assert_int_equal(row->words, 4);
    for (size_t i = 0; i < row->words; i++)
        assert_int_equal(row->furniture[i], 0);
    return 1;
}

static void test_store_add_keeps_facts(void **state)
{
    static const char text[] =
        "four\0words \xff\xc3( \xd1\x88\xd0\xb0 t\xc3\xa9";
    struct store *s = trial_open(&trial, NULL);
    struct article a = {.id = "\xc3\xa4 id",
                        .url = "https://news.paper.co.uk:8080/x",
                        .title = "\xe2\x80\x9cTitle\xe2\x80\x9d",
                        .lang = "zh-Hant",
                        .published = -1,
                        .fetched = INT64_MAX,
                        .text = text,
                        .text_len = sizeof text - 1};
    (void)state;
    adds(s, a, ADD_NEW);
    assert_int_equal(store_article(s, a.id, see_facts, &a), STORE_STOPPED);
    assert_int_equal(store_article(s, "no such", see_facts, &a),
                     STORE_NOT_FOUND);
    a.id = "https";
    a.site = "HTTPS://www.Paper.co.uk./elsewhere";
    adds(s, a, ADD_NEW);
    assert_int_equal(store_article(s, a.id, see_facts, &a), STORE_STOPPED);
    trial_close(s);
}

static int see_nothing(void *arg, const struct article_row *row)
{
    (void)arg;
    assert_true(!row->url && !row->title && !row->lang);
    assert_string_equal(row->site, "");
    assert_true(row->published == STORE_NO_TIME);
    assert_true(row->fetched == STORE_NO_TIME);
    return 0;
}

static void test_store_add_without_facts(void **state)
{
    struct store *s = trial_open(&trial, NULL);
    struct article a = article(NULL, "words alone");
    struct page ids = {0};
    (void)state;
    a.published = STORE_NO_TIME;
    adds(s, a, ADD_NEW);
    assert_int_equal(store_members(s, see_first, &ids), STORE_OK);
    ids.at[strcspn(ids.at, "\n")] = '\0';
    assert_int_equal(store_article(s, ids.at, see_nothing, NULL), STORE_OK);
    free(ids.at);
    trial_close(s);
}

#define ON_TRIAL(test)                                                         \
    cmocka_unit_test_setup_teardown(test, fresh_trial, drop_trial)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_TRIAL(test_store_add_unchanged_costs_nothing),
        ON_TRIAL(test_store_add_revises),
        ON_TRIAL(test_store_add_repeats_in_a_batch),
        ON_TRIAL(test_store_add_many_versions_in_a_batch),
        ON_TRIAL(test_store_add_rejects_empty),
        ON_TRIAL(test_store_add_rejects_two_gigabytes),
        ON_TRIAL(test_store_add_derives_ids),
        ON_TRIAL(test_store_add_keeps_facts),
        ON_TRIAL(test_store_add_without_facts),
    };
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
