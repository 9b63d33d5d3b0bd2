/*
 * warc_page: what there is to read in a WARC record: the page that a server
 * sent (response), a page or text as such (resource), the text that somebody
 * made of one (conversion, as in WET files).
 *
 *     if (warc_is_page(&head))
 *         rc = warc_page(src, b, record, &head);
 *
 * An answer of another status than 200 is none, nor is what is neither HTML nor
 * plain text, nor what was not fetched from a site (dns:, metadata:, urn:).
 */
#ifndef WIREPRINT_WARC_PAGE_H
#define WIREPRINT_WARC_PAGE_H

#include "cli/format.h"
#include "cli/warc.h"

/* Whether there may be something to read in it, by its head. */
int warc_is_page(const struct warc_head *head);

/*
 * Takes the record at the source's window, all of which is there. record comes
 * from batch_new(), with its raw form where that is wanted, and is kept if
 * there is something to read in it, or as one with other set if it has a raw
 * form. Returns 0, READER_NO_MEMORY or READER_STRICT.
 */
int warc_page(struct source *src, struct batch *b, struct record *record,
              const struct warc_head *head);

#endif
