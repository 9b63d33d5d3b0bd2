/*
 * page_parts: blocks that are of one make, and the parts into which lists of
 * links cut a stretch of a page.
 *
 *     if (page_parts_alike(&tree, 3, 9))
 *         puts("paragraphs of one article, as far as markup tells");
 */
#ifndef WIREPRINT_PAGE_PARTS_H
#define WIREPRINT_PAGE_PARTS_H

#include "cli/page_tree.h"

/* Whether more than half of a block's words are links. */
static inline int page_parts_linky(const struct page_block *b)
{
    return b->link_words * 2 > b->words;
}

/* Whether both blocks stand in one element, or at the ends of equal paths of
 * at most three tags from one element. */
int page_parts_alike(const struct page_tree *t, size_t a, size_t b);

/*
 * Of the blocks [first, end) sets drop[i] to 1 for those that are no part of
 * the article: what stands beyond a list of links from most of its text, not
 * between that and the headline (block title), and is of no make that its
 * paragraphs are of. out is page_noise_mark()'s. 0, or -1 without memory.
 */
int page_parts_drop(const struct page_tree *t, const uint8_t *out, size_t title,
                    size_t first, size_t end, uint8_t *drop);

#endif
