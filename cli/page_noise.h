/*
 * page_noise: which parts of a page are not its article by what they call
 * themselves or by what readers are asked to do in them: menus, footers, what
 * is laid over the page, comments.
 *
 *     page_noise_mark(&tree, title, good, out);
 *     if (out[tree.blocks[i].node])
 *         puts("block i is not the article's");
 */
#ifndef WIREPRINT_PAGE_NOISE_H
#define WIREPRINT_PAGE_NOISE_H

#include "cli/page_tree.h"

/* Half words from which a block reads as a paragraph. */
#define PAGE_PARAGRAPH 20

/* Whether it does: words enough, and not many of them in links. */
int page_noise_paragraph(const struct page_block *b);

/*
 * Sets out[i] for each node to 1 where it and all in it is noise, else 0. title
 * is the block of the headline (nblocks: there is none); good[i] the sum of
 * words of the paragraphs before block i, for i up to nblocks.
 */
void page_noise_mark(const struct page_tree *t, size_t title,
                     const uint64_t *good, uint8_t *out);

#endif
