/*
 * page_charset: in what encoding a page is, and its bytes as UTF-8. Labels
 * mean what the WHATWG's Encoding Standard says they mean (iso-8859-1 is
 * windows-1252, gb2312 is GB18030); where nothing is declared, or the bytes
 * cannot be in what is, the content tells.
 *
 *     struct page_charset c = {0};
 *     struct page_buffer out = {0};
 *     const char *name = page_charset_find(bytes, len, "iso-8859-1");
 *     if (!page_charset_decode(&c, name, bytes, len, &out))
 *         puts(out.s);
 *     page_charset_release(&c);
 *
 * A converter, which is costly to open, is kept for the next page.
 */
#ifndef WIREPRINT_PAGE_CHARSET_H
#define WIREPRINT_PAGE_CHARSET_H

#include "cli/page_buffer.h"

struct page_charset {
    void *converter; /* iconv's */
    const char *name;
};

/* The encoding of a label, as a name that lives forever; NULL where it is not
 * known. Case and space around it do not matter. */
const char *page_charset_label(const char *label, size_t len);

/*
 * The encoding of the len bytes: by byte order mark; else by the label of the
 * HTTP header (may be NULL), of meta elements among the first 4,096 bytes, or
 * of an XML declaration, the first of them that the bytes can be in; else by
 * what the bytes would say in each. Never NULL.
 */
const char *page_charset_find(const char *s, size_t len, const char *header);

/* The encoding that the bytes look most like, whatever they declare. */
const char *page_charset_guess(const char *s, size_t len);

/*
 * Appends the len bytes as UTF-8 to out; what is wrong in them becomes U+FFFD,
 * NUL and other control characters a space, a byte order mark nothing. name is
 * from the functions above. 0, or -1 without memory.
 */
int page_charset_decode(struct page_charset *c, const char *name, const char *s,
                        size_t len, struct page_buffer *out);

void page_charset_release(struct page_charset *c);

#endif
