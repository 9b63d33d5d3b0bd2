/*
 * article: rows of the article table and what hangs on them.
 */
#ifndef WIREPRINT_ARTICLE_H
#define WIREPRINT_ARTICLE_H

#include <stddef.h>
#include <stdint.h>

#include "store/store.h"

struct store;
struct doc;
struct evidence;

/* An article on its way into the file. */
struct incoming {
    const struct article *article;
    char *key;      /* identity: id, else URL, else made of the text */
    uint64_t stamp; /* of text and facts as they came */
    int64_t seen;   /* last fetched, by a later article of its batch too */
    uint32_t site;
    uint32_t num; /* given when it is written */
    uint32_t old; /* article it takes the place of, or 0 */
    unsigned revision;
    uint32_t words;
    void *body; /* compressed text, malloc'd; NULL: not kept */
    size_t size;
    int64_t dict;
    void *signature; /* packed, malloc'd */
    size_t signature_size;
    char *domain;              /* of the site */
    struct evidence *evidence; /* see evidence_find() */
};

/* Makes key, stamp and site. 0 or an error. */
int article_prepare(struct store *s, struct incoming *in,
                    const struct article *a);
void incoming_release(struct incoming *in);

/* What the file has under this key: number (0: nothing), stamp, revision. */
int article_lookup(struct store *s, const char *key, uint32_t *num,
                   uint64_t *stamp, unsigned *revision);

/* Writes it, less its evidence, under in->num. */
int article_write(struct store *s, const struct incoming *in);

/* It was fetched again at this time, and is what it was. */
int article_seen(struct store *s, uint32_t num, int64_t time);

/* Takes an article out, with its pairs; its neighbours are marked pending. Its
 * memberships go to the article heir, or stay for store_gather() to clear
 * where heir is 0. */
int article_drop(struct store *s, uint32_t num, uint32_t heir);

/* The number of an id; 0 where there is none. */
uint32_t article_number(struct store *s, const char *key);

#define PENDING_STORY 0 /* its story is to be looked at */
#define PENDING_PAIRS 1 /* its pairs are to be judged again */
int article_pending(struct store *s, uint32_t num, int what);

#endif
