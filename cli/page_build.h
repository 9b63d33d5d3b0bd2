/*
 * page_build: a page_tree while it is being built. page_tree.c takes the
 * parser's events, page_lines.c puts text into blocks, page_claims.c keeps what
 * is stated; nobody else needs this.
 *
 *     page_build_text(b, s, len);
 *     page_build_end_block(b, 0);
 */
#ifndef WIREPRINT_PAGE_BUILD_H
#define WIREPRINT_PAGE_BUILD_H

#include "cli/page_tree.h"

struct _xmlParserCtxt;

#define PAGE_DEPTH 256 /* open elements; browsers stop at 512 */

struct page_open {
    const unsigned char *name;
    uint32_t node, fact, item; /* fact and item: number + 1, or 0 */
    size_t text;               /* where the text of the fact begins */
    uint8_t tag, block, apart;
};

struct page_build {
    struct page_tree *t;
    struct _xmlParserCtxt *parser; /* libxml2's */
    struct page_open open[PAGE_DEPTH + 8];
    size_t depth;
    unsigned skip, link, title; /* how many of them are open */
    struct page_block block;    /* that is being filled */
    size_t begin;               /* of its text */
    int space;                  /* before the next word */
    int in_word;
    int ended;       /* a span or link has, and no text came since */
    unsigned breaks; /* br in a row */
    uint32_t tags;
    int failed;
};

struct page_attributes {
    const char *class_, *id, *name, *property, *content, *itemprop, *datetime,
        *lang, *role, *rel, *href, *title, *http_equiv;
    int hidden, scope, pubdate;
};

/* Room for one more than n in an array; 0, or -1 without memory. */
int page_build_grow(void *array, size_t *cap, size_t n, size_t size);

/* Adds text to the block that is open. */
void page_build_text(struct page_build *b, const unsigned char *s, int len);

/* Ends the block, if there is any text in it; broken: by br. */
void page_build_end_block(struct page_build *b, int broken);

/* A br: the end of a paragraph or of a line in it. */
void page_build_break(struct page_build *b);

/* Keeps a string; its offset. */
size_t page_build_keep(struct page_build *b, const char *s, size_t len);

/* A fact whose name is prefix and the first word of name, and whose value may
 * follow; its number + 1, or 0. */
uint32_t page_build_fact(struct page_build *b, const char *prefix,
                         const char *name, const char *value);

/* The text since the element began is the value of the fact that o waits
 * for. */
void page_build_end_fact(struct page_build *b, const struct page_open *o);

void page_build_attributes(struct page_attributes *a,
                           const unsigned char **atts);

/* What an element's attributes state; the number of the fact + 1 if its value
 * is the element's text. */
uint32_t page_build_element(struct page_build *b, enum page_tag tag,
                            const struct page_attributes *a);

/* What a meta or link element states. */
void page_build_meta(struct page_build *b, enum page_tag tag,
                     const struct page_attributes *a);

#endif
