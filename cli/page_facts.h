/*
 * page_facts: which of the many things a page states about its article is
 * believed. Each place that states something is a key; the table in the .c
 * puts the keys of each fact in their order of trust.
 *
 *     struct page_facts f = {0};
 *     page_facts_begin(&f, "https://courier.example/a");
 *     page_facts_offer(&f, "og:title", "Treaty signed - The Courier", 27);
 *     page_facts_end(&f);
 *     puts(f.fact[PAGE_TITLE_FACT].value);
 *     page_facts_release(&f);
 */
#ifndef WIREPRINT_PAGE_FACTS_H
#define WIREPRINT_PAGE_FACTS_H

#include "cli/page_buffer.h"

#include <stdint.h>

enum page_fact_kind {
    PAGE_TITLE_FACT,
    PAGE_SITE_FACT,
    PAGE_AUTHOR_FACT,
    PAGE_PUBLISHED_FACT,
    PAGE_MODIFIED_FACT,
    PAGE_URL_FACT,
    PAGE_LANG_FACT,
    PAGE_SOURCE_FACT,
    PAGE_FACT_COUNT
};

/* The best that was offered so far; a lower rank is trusted more. */
struct page_best {
    const char *value; /* once page_facts_end() was called; NULL: none */
    size_t at, len;
    int64_t time; /* of the two that are times */
    unsigned rank;
    int known;
};

#define PAGE_TITLES 16

struct page_facts {
    struct page_best fact[PAGE_FACT_COUNT];
    struct page_buffer strings;
    const char *url; /* where the page was fetched from, or NULL */
    /* All titles that were offered: where in strings, bytes, trust. */
    size_t titles[PAGE_TITLES], title_lens[PAGE_TITLES];
    unsigned title_ranks[PAGE_TITLES];
    size_t ntitles;
};

/* Forgets the page before. url is where this one was fetched from, or NULL; it
 * outlives the page's other calls. */
void page_facts_begin(struct page_facts *f, const char *url);

/* What a place says: key as in the table, in any case; other keys are for
 * nobody. */
void page_facts_offer(struct page_facts *f, const char *key, const char *value,
                      size_t len);

/* A time, for what was found without words. */
void page_facts_offer_time(struct page_facts *f, const char *key, int64_t t);

/* No more will come: the title loses the site's name. 0, or -1 without
 * memory. */
int page_facts_end(struct page_facts *f);

void page_facts_release(struct page_facts *f);

#endif
