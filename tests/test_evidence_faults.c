/* evidence and agencies: the Nth allocation fails, for every N. What is asked
 * for is then refused with words, and the file is whole. */
#include "store/track.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/agency_file.h"
#include "tests/faulty.h"
#include "tests/trial.h"

static const char own[] = "agency tarn Tarn Wire\nsite tarn.example\n"
                          "name Tarn Wire\ntoken TW\n";

static const struct article page = {
    .id = "one",
    .url = "https://tarn.example/1",
    .title = "UPDATE 1-Harbour reopens",
    .author = "Reuters",
    .published = 1709596800,
    .fetched = STORE_NO_TIME,
    .text = "PORT BRENN, March 4 (Reuters) - The harbour reopened.\n",
    .text_len = 54,
};

static struct trial trial;
static char *base;
static size_t size;

static int set_up(void **state)
{
    (void)state;
    trial_init(&trial);
    struct store *s = trial_open(&trial, NULL);
    if (store_add(s, &page, 1, NULL) || store_gather(s, NULL))
        return -1;
    trial_close(s);
    base = trial_read(&trial, &size);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    free(base);
    trial_release(&trial);
    return 0;
}

static int no_credit(void *arg, const struct credit_row *row)
{
    (void)row;
    ++*(int *)arg;
    return 0;
}

static int no_marker(void *arg, const struct marker_row *row)
{
    (void)row;
    ++*(int *)arg;
    return 0;
}

static int no_agency(void *arg, const struct agency_row *row)
{
    (void)row;
    ++*(int *)arg;
    return 0;
}

static int set(struct store *s)
{
    return store_set_agencies(s, own, sizeof own - 1, NULL, NULL, 0);
}

static int give(struct store *s)
{
    char text[sizeof own];
    struct agency_file f = {memcpy(text, own, sizeof own), sizeof own - 1};
    return agency_file_give(&f, s, NULL);
}

static int rebuild(struct store *s)
{
    int code = set(s);
    return code ? code : store_rebuild(s, NULL);
}

static int revise(struct store *s)
{
    struct article a = page;
    a.author = "dpa";
    return store_add(s, &a, 1, NULL);
}

static int ask_credits(struct store *s)
{
    int n = 0, code = store_credits(s, "one", no_credit, &n);
    assert_true(code || n == 2);
    return code;
}

static int ask_markers(struct store *s)
{
    int n = 0, code = store_markers(s, "one", no_marker, &n);
    assert_true(code || n == 1);
    return code;
}

static int ask_agencies(struct store *s)
{
    int n = 0, code = store_agencies(s, STORE_NO_TIME, STORE_NO_TIME, 0,
                                     no_agency, &n);
    assert_true(code || n == 1);
    return code;
}

/* Many allocations into a rebuild, its later ones are much like each other. */
#define EVERY 60

/* Does it with the Nth allocation failing, for every N up to EVERY, then for
 * every fifth. */
static void disturb(int (*work)(struct store *))
{
    long n = 0, failed;
    do {
        trial_write(&trial, base, size);
        struct store *s = trial_open(&trial, NULL);
        faulty_arm(FAULT_ALLOCATION, n, 0);
        n += n < EVERY ? 1 : 5;
        int code = work(s);
        failed = faulty_disarm();
        assert_true(code == STORE_OK || failed);
        if (code)
            assert_true(strlen(store_errmsg(s)) > 5);
        store_close(s);
        s = trial_open(&trial, NULL);
        trial_close(s);
        assert_in_range(n, 1, 5000);
    } while (failed);
    assert_true(n > 3);
}

#define DISTURBED(work)                                                        \
    static void test_evidence_faults_##work(void **state)                      \
    {                                                                          \
        (void)state;                                                           \
        disturb(work);                                                         \
    }
DISTURBED(set)
DISTURBED(give)
DISTURBED(rebuild)
DISTURBED(revise)
DISTURBED(ask_credits)
DISTURBED(ask_markers)
DISTURBED(ask_agencies)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_evidence_faults_set),
        cmocka_unit_test(test_evidence_faults_give),
        cmocka_unit_test(test_evidence_faults_rebuild),
        cmocka_unit_test(test_evidence_faults_revise),
        cmocka_unit_test(test_evidence_faults_ask_credits),
        cmocka_unit_test(test_evidence_faults_ask_markers),
        cmocka_unit_test(test_evidence_faults_ask_agencies),
    };
    faulty_init();
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
