/*
 * page_tree: a page's markup as the few things that are asked of it: the
 * elements that shape it, the blocks of text in them, and what its meta
 * elements, attributes and marked passages state. All are arrays in the order
 * of the page; the elements under a node are the ones behind it, up to its
 * last. Links between them are numbers, so that nothing here recurses, however
 * deep a page is nested.
 *
 *     struct page_tree t = {0};
 *     if (!page_tree_parse(&t, markup, len))
 *         for (size_t i = 0; i < t.nblocks; i++)
 *             fwrite(t.text.s + t.blocks[i].start, 1, t.blocks[i].len, stdout);
 *     page_tree_release(&t);
 */
#ifndef WIREPRINT_PAGE_TREE_H
#define WIREPRINT_PAGE_TREE_H

#include "cli/page_buffer.h"

#include <stdint.h>

/* What an element is, as far as the text is concerned. */
enum page_tag {
    PAGE_INLINE, /* stands inside a line of text */
    PAGE_BLOCK,  /* begins and ends a block; any that is not known */
    PAGE_P,
    PAGE_HEADING,
    PAGE_H1,
    PAGE_LI,
    PAGE_BR,
    PAGE_LINK,   /* a */
    PAGE_OBJECT, /* img and what else shows no text: counted only */
    PAGE_SKIP,   /* left out with all that is in it */
    PAGE_NAV,    /* nav, menu */
    PAGE_FOOTER,
    PAGE_ASIDE,
    PAGE_FORM,
    PAGE_HEADER,
    PAGE_ARTICLE,
    PAGE_MAIN,
    PAGE_CELL, /* td, th */
    PAGE_BODY,
    PAGE_HTML,
    PAGE_HEAD,
    PAGE_TITLE,
    PAGE_META,
    PAGE_LINK_REL,
    PAGE_TIME
};

/* What its class, id, role and itemprop say of an element; or-ed together. */
#define PAGE_HINT_NOISE 1    /* share bar, newsletter, cookie notice, ... */
#define PAGE_HINT_COMMENTS 2 /* what readers wrote */
#define PAGE_HINT_BODY 4     /* articleBody, entry-content, ... */
#define PAGE_HINT_CREDIT 8   /* byline, dateline, credit, copyright */
#define PAGE_HINT_HIDDEN 16
#define PAGE_HINT_RELATED 32 /* lists of other stories */

struct page_node {
    uint32_t parent;                 /* the first node is its own */
    uint32_t last;                   /* number of the last node in it */
    uint32_t first_block, end_block; /* [first, end) */
    uint8_t tag, hints;
};

/* Text between two ends of blocks, without the space around it. */
struct page_block {
    uint32_t start, len; /* in text */
    uint32_t node;
    uint32_t words, link_words; /* twice their number; 1 a character in
                                   scripts without spaces */
    uint16_t tags;              /* that began since the block before */
    uint8_t link;               /* begins inside a link */
    uint8_t broken;             /* ended by br */
};

/* Something stated: a meta element, link rel, time or itemprop. */
struct page_fact {
    const char *name;  /* its key; of time "time", of a class "." and it */
    const char *value; /* in strings, once the page is read */
    size_t name_at, value_at;
    uint32_t block; /* number of the block it stands in or before */
    uint32_t scope; /* itemprop of the item it belongs to; see page_meta.c */
};

struct page_tree {
    struct page_node *nodes;
    struct page_block *blocks;
    struct page_fact *facts;
    size_t nnodes, cap_nodes, nblocks, cap_blocks, nfacts, cap_facts;
    struct page_buffer text;    /* of the blocks, a newline behind each */
    struct page_buffer strings; /* of the facts */
};

/*
 * Reads the len bytes of trimmed UTF-8 markup. 0, or -1 without memory. The
 * tree of the page before is forgotten; its memory is used again.
 */
int page_tree_parse(struct page_tree *t, const char *s, size_t len);

void page_tree_release(struct page_tree *t);

#endif
