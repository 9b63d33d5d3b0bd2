/*
 * page_title: a headline without the site's name at its end or beginning, and
 * whether two headlines are the same to a reader.
 *
 *     size_t from = 0, len = strlen("Treaty signed | The Courier");
 *     page_title_strip(facts, title, &from, &len);
 */
#ifndef WIREPRINT_PAGE_TITLE_H
#define WIREPRINT_PAGE_TITLE_H

#include <stddef.h>

struct page_facts;

/* Narrows [*from, *from + *len) of a title to what is not the name of the
 * site: by the name that the page states, by its host name, and by the other
 * titles in f where they are a whole part of this one. */
void page_title_strip(const struct page_facts *f, const char *title,
                      size_t *from, size_t *len);

/* n where the n bytes at s are the first or last part of the title, with one
 * of the usual signs between it and the rest; else 0. */
size_t page_title_part(const char *title, size_t len, const char *s, size_t n);

/* Whether both have the same letters and digits, case of ASCII aside. */
int page_title_same(const char *a, size_t alen, const char *b, size_t blen);

#endif
