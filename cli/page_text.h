/*
 * page_text: which blocks of a page are its article. The method is
 * page_text.c's to tell; it leans towards keeping.
 *
 *     struct page_buffer out = {0};
 *     struct page_found found;
 *     if (!page_text_find(&tree, title, title_len, &out, &found))
 *         fwrite(out.s, 1, out.n, stdout);
 */
#ifndef WIREPRINT_PAGE_TEXT_H
#define WIREPRINT_PAGE_TEXT_H

#include "cli/page_tree.h"

struct page_found {
    size_t first, end; /* blocks of the article: [first, end) */
    size_t title;      /* block that is the headline; nblocks: none is */
    uint64_t words;    /* of the article, twice as in page_block */
};

/* Appends the article's blocks to out, with a newline between two. title may
 * be NULL. 0, or -1 without memory. */
int page_text_find(const struct page_tree *t, const char *title,
                   size_t title_len, struct page_buffer *out,
                   struct page_found *found);

#endif
