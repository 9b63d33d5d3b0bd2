#include "cli/page_buffer.h"

#include <stdint.h>

int page_buffer_reserve(struct page_buffer *b, size_t more)
{
    size_t cap = b->cap ? b->cap : 4096;
    char *s;
    if (b->failed || more > SIZE_MAX / 4 || b->n > SIZE_MAX / 4)
        return b->failed = 1, -1;
    if (b->cap - b->n >= more)
        return 0;
    while (cap - b->n < more)
        cap *= 2;
    if (!(s = realloc(b->s, cap)))
        return b->failed = 1, -1;
    b->s = s;
    b->cap = cap;
    return 0;
}

void page_buffer_clear(struct page_buffer *b, size_t keep)
{
    if (b->cap > keep)
        page_buffer_release(b);
    b->n = 0;
    b->failed = 0;
}

void page_buffer_release(struct page_buffer *b)
{
    free(b->s);
    b->s = NULL;
    b->n = b->cap = 0;
}
