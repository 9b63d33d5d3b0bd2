/*
 * corpus: articles as the tests' own figures need them: the words and the
 * shingles of all of them in memory at once, and nothing left out.
 *
 *     struct corpus c;
 *     corpus_init(&c, 5);
 *     corpus_read(&c, paths, n);
 *     corpus_sort(&c);
 *     corpus_release(&c);
 *
 * A file that cannot be read and memory that runs out end the program with a
 * message; single records that are no articles are left out, and told.
 */
#ifndef WIREPRINT_TESTS_CORPUS_H
#define WIREPRINT_TESTS_CORPUS_H

#include <stddef.h>
#include <stdint.h>

struct item {
    char *id;
    int64_t time;           /* published, else fetched, else STORE_NO_TIME */
    size_t words, shingles; /* where they begin in the corpus */
    size_t nwords, nshingles;
    size_t nth; /* in the order of reading */
};

struct corpus {
    unsigned width; /* words in a shingle */
    struct item *item;
    size_t n, cap;
    uint64_t *word;    /* hashes; behind each article width of 0 */
    uint64_t *shingle; /* hashes, in the order of the text */
    size_t nwords, words_cap, nshingles, shingles_cap;
};

void corpus_init(struct corpus *c, unsigned width);

/* Adds one article; id and text are copied. */
void corpus_add(struct corpus *c, const char *id, int64_t time,
                const char *text, size_t len);

/* Adds those of the files, which may be all that the program reads. An article
 * without an id has its URL for one. */
void corpus_read(struct corpus *c, const char *const *paths, size_t n);

/* Puts them in the order of their ids; of several with one id the one that was
 * added last stays, as in a database. */
void corpus_sort(struct corpus *c);

void corpus_release(struct corpus *c);

/* Room for one element or more behind the first n of an array. */
void *corpus_room(void *array, size_t *cap, size_t n, size_t more, size_t size);

/* Ends the program. */
_Noreturn void corpus_die(const char *why);

#endif
