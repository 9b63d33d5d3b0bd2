/*
 * page_hints: what the name of an element and the words in its class, id and
 * role say of it. The words are those that makers of sites use everywhere;
 * another one is another word in a table.
 *
 *     if (page_hints_class("post-comments wide", 18) & PAGE_HINT_COMMENTS)
 *         puts("what readers wrote");
 */
#ifndef WIREPRINT_PAGE_HINTS_H
#define WIREPRINT_PAGE_HINTS_H

#include "cli/page_tree.h"

/* What the element of this lower-case name is. */
enum page_tag page_hints_tag(const char *name);

/* PAGE_HINT_ bits for the value of a class, id, role or itemprop. */
unsigned page_hints_class(const char *s, size_t len);

/* A key for facts told by a class, as ".author", or NULL. */
const char *page_hints_fact(const char *s, size_t len);

#endif
