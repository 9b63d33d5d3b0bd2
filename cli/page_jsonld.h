/*
 * page_jsonld: what a page's JSON-LD says about its article, offered to
 * page_facts.h as "ld:" and "ldpage:" keys; the article's body is kept apart.
 *
 *     struct page_buffer body = {0};
 *     page_jsonld_read(blocks, blocks_len, &facts, &body);
 */
#ifndef WIREPRINT_PAGE_JSONLD_H
#define WIREPRINT_PAGE_JSONLD_H

#include "cli/page_buffer.h"

struct page_facts;

/*
 * Reads blocks, each with a NUL behind it. Objects are found at the top, in
 * arrays and in @graph; what is broken is read as far as it goes, and if that
 * is nowhere its plain strings are still looked for. body gets the first
 * articleBody, as it stands. 0, or -1 without memory.
 */
int page_jsonld_read(const char *blocks, size_t len, struct page_facts *facts,
                     struct page_buffer *body);

/* Text in which entities stand, written twice by some systems: resolves them
 * in place and returns the new length. */
size_t page_jsonld_unescape(char *s, size_t len);

#endif
