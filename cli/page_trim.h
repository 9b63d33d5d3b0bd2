/*
 * page_trim: takes out of a page's markup what no later step looks at, before
 * the parser has to: comments, scripts, style sheets, drawings, and all
 * attributes but the few that say something about the article. It is no
 * parser: what it does not understand it hands on as it is.
 *
 *     struct page_buffer out = {0}, data = {0};
 *     page_trim(html, len, &out, &data);
 *     parse(out.s, out.n);
 *
 * Half of a news page's bytes go this way, and with them what parsers are
 * slowest with. It also bounds what a hostile page may do: no tag has more
 * than 32 attributes, and no comment or quote without an end takes the rest of
 * the page with it.
 */
#ifndef WIREPRINT_PAGE_TRIM_H
#define WIREPRINT_PAGE_TRIM_H

#include "cli/page_buffer.h"

/*
 * Appends the trimmed markup of the len bytes of UTF-8 at s to out, and the
 * contents of scripts that hold JSON-LD to data, each with a NUL behind it.
 * Returns the number of tags that it met. out->failed or data->failed is set
 * where memory ran out.
 */
size_t page_trim(const char *s, size_t len, struct page_buffer *out,
                 struct page_buffer *data);

#endif
