/*
 * page_buffer: bytes that grow at their end, kept from page to page so that
 * most pages need no allocation. What could not be added is remembered, so
 * that a caller asks once, at the end.
 *
 *     struct page_buffer b = {0};
 *     page_buffer_add(&b, "text", 4);
 *     if (b.failed)
 *         return PAGE_NO_MEMORY;
 *     page_buffer_release(&b);
 */
#ifndef WIREPRINT_PAGE_BUFFER_H
#define WIREPRINT_PAGE_BUFFER_H

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct page_buffer {
    char *s;
    size_t n, cap;
    int failed; /* no memory; nothing is added any more */
};

/* Room for more bytes behind the n there are; 0 or -1 without memory. */
int page_buffer_reserve(struct page_buffer *b, size_t more);

/* Forgets the bytes; gives memory of more than keep bytes back. */
void page_buffer_clear(struct page_buffer *b, size_t keep);

void page_buffer_release(struct page_buffer *b);

static inline void page_buffer_add(struct page_buffer *b, const char *s,
                                   size_t len)
{
    if (b->cap - b->n < len && page_buffer_reserve(b, len))
        return;
    if (len)
        memcpy(b->s + b->n, s, len);
    b->n += len;
}

static inline void page_buffer_put(struct page_buffer *b, char c)
{
    if (b->cap == b->n && page_buffer_reserve(b, 1))
        return;
    b->s[b->n++] = c;
}

#endif
