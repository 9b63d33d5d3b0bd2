/*
 * trial: a database for one test, and what tests of the store do with it. A
 * call that fails where it should not ends the test.
 *
 *     struct trial f;
 *     trial_init(&f);
 *     struct store *s = trial_open(&f, NULL);
 *     store_add(s, c.article, c.n, NULL);
 *     trial_close(s);
 *     trial_release(&f);
 */
#ifndef WIREPRINT_TESTS_TRIAL_H
#define WIREPRINT_TESTS_TRIAL_H

#include <stddef.h>
#include <stdint.h>

#include "store/store.h"
#include "tests/crawl.h"

/* A folder for one database, under $TMPDIR. */
struct trial {
    char dir[128], path[160];
};
void trial_init(struct trial *f);
void trial_release(struct trial *f);
/* Opens it, made where it is not there, with one worker where o is NULL. */
struct store *trial_open(const struct trial *f, const struct store_options *o);
/* Asserts that store_check() finds nothing, then closes it. */
void trial_close(struct store *s);
/* The number that a query of the file gives. */
int64_t trial_number(const struct trial *f, const char *query);
/* Runs SQL on the file, which no store has open. */
void trial_run(const struct trial *f, const char *sql);
/* A copy of the file, to be freed, and back again without WAL. */
char *trial_read(const struct trial *f, size_t *size);
void trial_write(const struct trial *f, const char *bytes, size_t size);

/* All problems that store_check() names, a line each; free it. */
char *trial_problems(struct store *s, int *code);

/* What store_members() gives for each article of c: a story, 0 for alone,
 * CRAWL_DIGEST for a digest, INT64_MIN for an article that is not there. */
int64_t *trial_stories(struct store *s, const struct crawl *c);

/* All rows of store_members() and of store_pairs() as text; free it. NULL
 * where the call failed. */
char *trial_members(struct store *s);
char *trial_pairs(struct store *s);

#endif
