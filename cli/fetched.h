/*
 * fetched: an article of the store, kept after the store's callback, for the
 * commands that hold two of them against each other.
 *
 *     struct fetched a;
 *     int code = fetched_get(&a, s, "courier-0305-1");
 *     if (!code)
 *         puts(a.title ? a.title : a.id);
 *     fetched_release(&a);
 */
#ifndef WIREPRINT_FETCHED_H
#define WIREPRINT_FETCHED_H

#include <stddef.h>
#include <stdint.h>

#include "store/store.h"

struct fetched {
    char *id, *site, *title; /* all but the id may be NULL */
    char *text;              /* NULL where texts are not kept */
    size_t len;
    uint64_t words;
    uint8_t *furniture; /* a byte a word, 1 where set aside; NULL if no text */
    int64_t published;
    int failed; /* memory ran out */
};

/* Fills f, which is to be released either way. Says on stderr what is wrong.
 * Returns a store code; where memory ran out, STORE_STOPPED with f->failed. */
int fetched_get(struct fetched *f, struct store *s, const char *id);

/* Calls each for every run of words that is set aside as furniture, in order,
 * with its bytes. Stops where each returns non-zero. 0, or -1 with a message
 * where memory ran out. */
int fetched_furniture(const struct fetched *f,
                      int (*each)(void *arg, uint64_t words, const char *text,
                                  size_t len),
                      void *arg);

void fetched_release(struct fetched *f);

#endif
