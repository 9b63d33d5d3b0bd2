/*
 * stories: small made crawls, written by hand. A test takes texts by name from
 * tests/texts/, fills in their variants, puts the pages of invented sites
 * together, adds them day by day, and asks which of them are one story.
 *
 *     struct stories w;
 *     stories_open(&w);
 *     stories_add(&w, "a", "courier.example", 0, stories_text("bridge"));
 *     stories_add(&w, "b", "herald.example", 0, stories_text("bridge"));
 *     stories_gather(&w);
 *     stories_together(&w, "a b");
 *     stories_close(&w);
 *
 * Articles are named in lists with a space between. Everything asserts with
 * cmocka: a call that returns has held. Where one fails, the memberships of
 * the articles in question are printed.
 */
#ifndef WIREPRINT_TESTS_STORIES_H
#define WIREPRINT_TESTS_STORIES_H

#include <stddef.h>

#include "store/store.h"
#include "tests/crawl.h"
#include "tests/trial.h"

/* Some tests add many articles; under a sanitizer they make do with fewer. */
#if defined(__SANITIZE_ADDRESS__)
#define STORIES_SLOW 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define STORIES_SLOW 1
#endif
#endif
#ifndef STORIES_SLOW
#define STORIES_SLOW 0
#endif

struct stories {
    struct trial trial;
    struct store *store;
    struct article *article; /* that await stories_gather() */
    size_t n, cap;
    char **memory; /* strings that live until the end */
    size_t nmemory, memory_cap;
};

/* Reads the texts that the file holds, once for all tests of a program; 0, or
 * -1 with a message on stderr. */
int stories_load(const char *path);
void stories_unload(void);

/* A text as the file has it, a paragraph a line; the first of each variant. */
const char *stories_text(const char *name);

/* A new store in a folder of its own. stories_close() asserts that
 * store_check() finds nothing; stories_drop() is for teardown after a test
 * that failed half-way, and does nothing after a close. */
void stories_open(struct stories *w);
void stories_close(struct stories *w);
void stories_drop(struct stories *w);

/* ---- texts; all live until the end --------------------------------------- */

/* The text with variant k of each choice, and numbers of its own. */
const char *stories_form(struct stories *w, const char *name, unsigned k);
const char *stories_print(struct stories *w, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Paragraphs [from, to) of a text; to = 0: all from `from` on. */
const char *stories_part(struct stories *w, const char *text, unsigned from,
                         unsigned to);
/* The text in one paragraph. */
const char *stories_block(struct stories *w, const char *text);
/* The text with `in` put in after so many paragraphs. */
const char *stories_insert(struct stories *w, const char *text, unsigned after,
                           const char *in);
/* Every `every`th word replaced by another one. */
const char *stories_reword(struct stories *w, const char *text, unsigned every);
/* The same words as another paper sets them: curly quotes, long dashes, an
 * ellipsis of one character, no-break spaces, soft hyphens. */
const char *stories_typeset(struct stories *w, const char *text);

/* ---- articles in ----------------------------------------------------------
 */

/* Adds a page when stories_gather() is next called. Day 0 is CRAWL_EPOCH, and
 * later calls have later hours. site may be NULL. */
void stories_add(struct stories *w, const char *id, const char *site, int day,
                 const char *text);
/* The same with a time, which may be STORE_NO_TIME, and a title. */
void stories_add_at(struct stories *w, const char *id, const char *site,
                    int64_t time, const char *title, const char *text);
/* Adds what awaits in one batch, gathers, and asserts a clean check. */
void stories_gather(struct stories *w);

/* ---- what came of it ------------------------------------------------------
 */

/* All are copies of one story. */
void stories_together(struct stories *w, const char *ids);
/* No two of them are copies of one story. */
void stories_apart(struct stories *w, const char *ids);
/* None is in a story, as a copy or a digest, stubs not counted. */
void stories_alone(struct stories *w, const char *ids);
/* The article is in the story of another with the role digest. */
void stories_digest(struct stories *w, const char *id, const char *of);

/* The relation of a to b as store_pairs() has it; RELATION_NONE: no pair. */
enum relation stories_relation(struct stories *w, const char *a, const char *b);
#define stories_related(w, a, b, relation)                                     \
    assert_string_equal(relation_name(stories_relation(w, a, b)),              \
                        relation_name(relation))

/* The number of stories, or of groups of stubs. */
unsigned stories_count(struct stories *w);
unsigned stories_stubs(struct stories *w);

#endif
