/*
 * page: a web page as a crawler left it -> an article's facts and main text.
 * The charset is told from the HTTP header, a byte order mark, meta elements
 * and the content itself; facts come from JSON-LD, OpenGraph, Dublin Core,
 * microdata, <time> and common meta names, in the order of trust that page.c
 * gives; the main text is found by text density, leaning towards keeping,
 * since what a site repeats on every page is taken out later anyway.
 *
 *     struct page_reader *r = page_reader_new();
 *     struct page page;
 *     if (r && page_read(r, bytes, len, &(struct page_hints){0}, &page) == 0)
 *         puts(page.title);
 *     page_reader_free(r);
 *
 * A reader belongs to one thread at a time; any number may be at work.
 */
#ifndef WIREPRINT_PAGE_H
#define WIREPRINT_PAGE_H

#include <stddef.h>
#include <stdint.h>

#define PAGE_OK 0
#define PAGE_NO_TEXT 1 /* nothing on it that reads as text */
#define PAGE_NOT_HTML 2
#define PAGE_NO_MEMORY (-1)

struct page_reader;

struct page_hints {
    const char *charset; /* of the HTTP header; NULL: none given */
    const char *url;     /* where it was fetched from; NULL: not known */
};

/* Strings are UTF-8 without NULs, NULL where the page does not say, and live
 * until the next call on the reader. Times are STORE_NO_TIME where unknown. */
struct page {
    const char *title, *site, *author, *lang;
    const char *url;    /* canonical; only of the same registrable domain */
    const char *source; /* agency or outlet that its own data credit */
    int64_t published, modified;
    const char *text; /* paragraphs apart by newlines */
    size_t text_len;
    const char *charset; /* as decoded */
};

struct page_reader *page_reader_new(void); /* NULL without memory */
void page_reader_free(struct page_reader *r);

int page_read(struct page_reader *r, const char *bytes, size_t len,
              const struct page_hints *hints, struct page *out);

#endif
