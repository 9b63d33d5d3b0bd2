/* store: a file that is damaged, in each of its blobs and at random. */
#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/crawl.h"
#include "tests/trial.h"

static struct trial trial;
static struct crawl crawl;
static char *whole; /* a sound file with the crawl in it */
static size_t size;

static int set_up(void **state)
{
    (void)state;
    crawl_make(&crawl, &crawl_tiny);
    trial_init(&trial);
    struct store *s = trial_open(&trial, NULL);
    if (store_add(s, crawl.article, crawl.n, NULL) || store_gather(s, NULL))
        return -1;
    trial_close(s);
    whole = trial_read(&trial, &size);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    crawl_release(&crawl);
    trial_release(&trial);
    free(whole);
    return 0;
}

/* Reads to the last byte what a row points to. */
static size_t sum;

static void touch(const char *v)
{
    sum += v ? strlen(v) : 0;
}

#define TOUCH(type, ...)                                                       \
    static int touch_##type(void *arg, const struct type *row)                 \
    {                                                                          \
        (void)arg;                                                             \
        (void)row;                                                             \
        __VA_ARGS__;                                                           \
        return 0;                                                              \
    }
TOUCH(story_row, touch(row->title); touch(row->main_article))
TOUCH(copy_row, touch(row->url); touch(row->article); touch(row->site))
TOUCH(shared_row, sum += (unsigned char)row->text[row->len - 1])
TOUCH(article_row, touch(row->text); touch(row->title); touch(row->site);
      for (size_t i = 0; row->furniture && i < row->words; i++) sum +=
      row->furniture[i])
TOUCH(match_row, touch(row->article);
      for (size_t i = 0; i < row->passage_len; i++) sum +=
      (unsigned char)row->passage[i])
TOUCH(pair_row, touch(row->a); touch(row->b))
TOUCH(member_row, touch(row->article))
TOUCH(log_row, touch(row->event))

/* The first error that a question meets. */
static int ask_all(struct store *s)
{
    struct store_stats st;
    store_stories(s, NULL, touch_story_row, NULL);
    for (int64_t story = 1; story < 5; story++) {
        store_story(s, story, NULL, touch_story_row, NULL);
        store_copies(s, story, touch_copy_row, NULL);
        store_shared(s, story, touch_shared_row, NULL);
    }
    for (size_t i = 0; i < crawl.n; i++) {
        const struct article *a = &crawl.article[i];
        store_article(s, a->id, touch_article_row, NULL);
        store_match(s, a->text, a->text_len, NULL, touch_match_row, NULL);
    }
    store_pairs(s, NULL, touch_pair_row, NULL);
    store_members(s, touch_member_row, NULL);
    store_log(s, 0, touch_log_row, NULL);
    return store_get_stats(s, &st);
}

enum { READABLE = 0, UNREADABLE = 1, REBUILDS = 2 };

static const struct {
    const char *sql, *problem;
    int what;
} damage[] = {
    {"UPDATE text SET body = zeroblob(length(body)) WHERE num = 3",
     "its text is damaged", UNREADABLE},
    {"UPDATE text SET body = substr(body, 1, 40) WHERE num = 3",
     "its text is damaged", UNREADABLE},
    {"UPDATE text SET body = x'' WHERE num = 3", "its text is damaged",
     UNREADABLE},
    {"UPDATE text SET bytes = bytes - 1 WHERE num = 3", "its text is damaged",
     UNREADABLE},
    {"UPDATE text SET bytes = 1 << 40 WHERE num = 3", "its text is damaged",
     UNREADABLE},
    {"UPDATE text SET bytes = -1 WHERE num = 3", "its text is damaged",
     UNREADABLE},
    {"UPDATE text SET dict = 5 WHERE num = 3", "its text is damaged",
     UNREADABLE},
    {"UPDATE text SET (body, bytes) = (SELECT body, bytes FROM text WHERE num "
     "= 4) WHERE num = 3",
     "its signature is not that of its text", UNREADABLE},
    {"DELETE FROM text WHERE num = 3", "has no text", READABLE},
    {"UPDATE signature SET body = x'' WHERE num = 3",
     "its signature is damaged", READABLE},
    {"UPDATE signature SET body = substr(body, 1, length(body) - 1) WHERE num "
     "= 3",
     "its signature is damaged", READABLE},
    {"UPDATE signature SET body = body || x'00' WHERE num = 3",
     "its signature is damaged", READABLE},
    {"UPDATE signature SET body = zeroblob(length(body)) WHERE num = 3",
     "signature is", READABLE},
    {"UPDATE signature SET body = (SELECT body FROM signature WHERE num = 4) "
     "WHERE num = 3",
     "its signature is not that of its text", READABLE},
    {"DELETE FROM signature WHERE num = 3", "has no signature", READABLE},
    {"UPDATE article SET num = -num WHERE num = 3", "belongs to no article",
     READABLE},
    {"UPDATE block SET body = x''", "of the postings is damaged",
     UNREADABLE | REBUILDS},
    {"UPDATE block SET body = x'ffffffffffffffffffff01'",
     "of the postings is damaged", UNREADABLE | REBUILDS},
    {"UPDATE block SET body = x'0003ffffffff7f'", "of the postings is damaged",
     UNREADABLE | REBUILDS},
    {"UPDATE block SET body = substr(body, 1, 200)",
     "of the postings is damaged", UNREADABLE | REBUILDS},
    {"UPDATE block SET body = x'01'", "of the postings is damaged",
     UNREADABLE | REBUILDS},
    {"UPDATE block SET first = last + 1", "out of order", REBUILDS},
    {"UPDATE block SET first = first + 1", "of the postings is damaged",
     UNREADABLE | REBUILDS},
    {"UPDATE pair SET passages = x'ff' WHERE a = (SELECT min(a) FROM pair)",
     "its passages are damaged", UNREADABLE | REBUILDS},
    {"UPDATE pair SET passages = x'ff7f0001ffff' WHERE b = (SELECT max(b) "
     "FROM pair)",
     "its passages are damaged", UNREADABLE | REBUILDS},
    {"UPDATE pair SET passages = x'0000ffffffff0f0000' WHERE b = (SELECT "
     "max(b) FROM pair)",
     "its passages are damaged", REBUILDS},
    {"UPDATE pair SET matched_a = kept_a + 1", "impossible figures", REBUILDS},
    {"UPDATE pair SET relation = 99", "impossible figures", REBUILDS},
    {"UPDATE pair SET b = b + 1000 WHERE b = (SELECT max(b) FROM pair)",
     "of an article that is gone", REBUILDS},
    {"UPDATE membership SET num = 1000 WHERE num = (SELECT max(num) FROM "
     "membership)",
     "membership", REBUILDS},
    {"DELETE FROM membership WHERE num = (SELECT main FROM story)",
     "main article", REBUILDS},
    {"DELETE FROM story", "of a story that is not there", REBUILDS},
    {"UPDATE story SET copies = copies + 1", "count its copies", REBUILDS},
    {"UPDATE story SET sites = 77", "count its sites", REBUILDS},
    {"DELETE FROM log", "not in the log", READABLE},
    {"UPDATE meta SET value = 2 WHERE key = 'next_num'", "not given yet",
     READABLE},
    {"UPDATE meta SET value = 1 WHERE key = 'next_story'", "not given yet",
     READABLE},
    {"DELETE FROM site WHERE id > 2", "has no site", READABLE},
    {"UPDATE run SET rows = rows + 1", "the runs count", REBUILDS},
    {"DELETE FROM run", "belongs to no run", REBUILDS},
};

/* Grouping anew what is damaged gives an error or stories, and no crash. */
static void gather_again(const char *sql)
{
    trial_write(&trial, whole, size);
    trial_run(&trial, sql);
    trial_run(&trial, "INSERT OR IGNORE INTO pending SELECT num, 0 FROM article"
                      " UNION SELECT num, 1 FROM article");
    struct store *s = trial_open(&trial, NULL);
    int code = store_gather(s, NULL);
    assert_true(code == STORE_OK || code == STORE_ERROR);
    store_close(s);
}

static void test_store_check_names_damage(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof damage / sizeof *damage; i++) {
        int code;
        trial_write(&trial, whole, size);
        trial_run(&trial, damage[i].sql);
        struct store *s = trial_open(&trial, NULL);
        char *problems = trial_problems(s, &code);
        if (code || !strstr(problems, damage[i].problem))
            fail_msg("%s: %s, %s", damage[i].sql, store_errmsg(s), problems);
        free(problems);
        code = ask_all(s);
        if ((code == STORE_ERROR) != (damage[i].what & UNREADABLE))
            fail_msg("%s: %s", damage[i].sql, store_errmsg(s));
        if (code && !strstr(store_errmsg(s), "damaged"))
            fail_msg("%s: %s", damage[i].sql, store_errmsg(s));
        store_close(s);
        gather_again(damage[i].sql);
        if (!(damage[i].what & REBUILDS))
            continue;
        trial_write(&trial, whole, size);
        trial_run(&trial, damage[i].sql);
        s = trial_open(&trial, NULL);
        if (store_rebuild(s, NULL))
            fail_msg("%s: %s", damage[i].sql, store_errmsg(s));
        assert_int_equal(ask_all(s), STORE_OK);
        trial_close(s);
    }
}

/* Opens what was damaged at random, asks everything and writes. What
 * store_check() finds nothing wrong with can be read. */
static void survive(void)
{
    struct store *s;
    const struct store_options o = {.threads = 1};
    char *text = crawl_text(9, 3);
    struct article a = {.id = "new", .text = text, .text_len = strlen(text)};
    int code = store_open(&s, trial.path, &o), clean = 0;
    if (code == STORE_OK) {
        char *problems = trial_problems(s, &code);
        clean = code == STORE_OK && !*problems;
        free(problems);
    }
    code = ask_all(s);
    /* A bit of the CREATE statements renames a column: no rule looks at these.
     */
    if (clean && code != STORE_OK && !strstr(store_errmsg(s), "no such column"))
        fail_msg("check found nothing: %s", store_errmsg(s));
    if (code)
        assert_true(strlen(store_errmsg(s)) > 10);
    store_close(s);
    store_open(&s, trial.path, &o);
    store_add(s, &a, 1, NULL);
    store_gather(s, NULL);
    store_rebuild(s, NULL);
    store_close(s);
    free(text);
}

static void test_store_survives_flipped_bits(void **state)
{
    uint64_t seed = 3;
    char *bytes = malloc(size);
    (void)state;
    for (int round = 0; round < 400; round++) {
        memcpy(bytes, whole, size);
        for (int k = 0; k < 1 << round % 5; k++) {
            size_t at = crawl_random(&seed) % size;
            if (round % 3 == 0) /* pages' headers more often */
                at = at / 4096 * 4096 + at % 100 % size;
            bytes[at] = (char)(bytes[at] ^ 1 << crawl_random(&seed) % 8);
        }
        trial_write(&trial, bytes, size);
        survive();
    }
    free(bytes);
}

static void test_store_survives_cut_files(void **state)
{
    uint64_t seed = 4;
    (void)state;
    for (size_t cut = 1; cut < size; cut += 1 + crawl_random(&seed) % 6000) {
        trial_write(&trial, whole, cut);
        survive();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_store_check_names_damage),
        cmocka_unit_test(test_store_survives_flipped_bits),
        cmocka_unit_test(test_store_survives_cut_files),
    };
    return cmocka_run_group_tests_name("store_damage", tests, set_up,
                                       tear_down);
}
