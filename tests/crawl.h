/*
 * crawl: a made crawl with known truth, for tests of the store. Papers with a
 * letter and a footer on each page carry agency stories, whole or cut from the
 * bottom, some with a paragraph of their own; each writes an article of its own
 * a day; one fills in a form every day; and round-ups are made of the first
 * paragraphs of three stories. The same shape and seed give the same bytes
 * everywhere.
 *
 *     struct crawl c;
 *     crawl_make(&c, &crawl_small);
 *     store_add(s, c.article, c.n, NULL);
 *     crawl_release(&c);
 */
#ifndef WIREPRINT_TESTS_CRAWL_H
#define WIREPRINT_TESTS_CRAWL_H

#include <stddef.h>
#include <stdint.h>

#include "store/store.h"

struct crawl_shape {
    unsigned papers, days, stories, carriers, digests;
    unsigned paragraphs; /* of a story, 27 words each */
    uint64_t seed;
};

/* 8 papers, 6 days: 113 articles of some 340 words. */
extern const struct crawl_shape crawl_small;
/* 4 papers, one day: 12 articles, for tests that run very often. */
extern const struct crawl_shape crawl_tiny;

#define CRAWL_ALONE 0
#define CRAWL_DIGEST (-1)
#define CRAWL_EPOCH INT64_C(1259539200) /* 2009-11-30, the first day */

/* In order of time. */
struct crawl {
    struct article *article;
    int64_t *story; /* truth: 1.., CRAWL_ALONE, CRAWL_DIGEST */
    char **memory;  /* all strings */
    size_t n, nmemory;
};

void crawl_make(struct crawl *c, const struct crawl_shape *shape);
void crawl_release(struct crawl *c);

/* Made text from a seed, 27 words a paragraph; free it. Two seeds share
 * no two sentences. */
char *crawl_text(uint64_t seed, unsigned paragraphs);
uint64_t crawl_random(uint64_t *seed);

/* Adjusted Rand index of two partitions; what is not above 0 stands alone. */
double crawl_agreement(const int64_t *a, const int64_t *b, size_t n);

/* Text that grows. */
struct page {
    char *at;
    size_t n, cap;
};
void page_print(struct page *p, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
