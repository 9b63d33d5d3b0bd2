/*
 * pages: web pages that wait in a batch to be read, several threads at a time.
 * Reading a page is by far the dearest part of taking in a crawl, so a format
 * only puts its bytes down with batch_page(), and reader.c has them read when
 * enough have come together. Texts, rejects and their order are the same for
 * any number of threads.
 *
 *     pages_begin(p, batch);
 *     while (more_records())
 *         batch_page(src, batch, record, bytes, len, &hints);
 *     rc = pages_run(p, reader);
 *     pages_end(p);
 *
 * All calls come from the thread that has the reader.
 */
#ifndef WIREPRINT_PAGES_H
#define WIREPRINT_PAGES_H

#include "cli/format.h"

/* For so many threads; 0: one a core. They start with the first pages. NULL
 * without memory. */
struct pages *pages_new(unsigned threads);

/* Takes NULL. */
void pages_free(struct pages *p);

/* From here on pages are those of b, in the order in which they are put down;
 * pages of another batch that still wait are forgotten. */
void pages_begin(struct pages *p, struct batch *b);

/*
 * Reads the pages that wait and fills in their records. A page that cannot be
 * used is rejected and its record emptied, to be taken out by pages_end().
 * Returns 0, READER_NO_MEMORY, or READER_STRICT with the batch ending before
 * the reject.
 */
int pages_run(struct pages *p, struct reader *r);

/* Takes the emptied records out of the batch; returns how many. */
size_t pages_end(struct pages *p);

/*
 * As batch_page(), but the bytes are not copied: they lie in own, which comes
 * from malloc() and is freed when they have been read, also on failure; or, own
 * being NULL, in the batch.
 */
int batch_page_own(struct source *src, struct batch *b, struct record *record,
                   const char *bytes, size_t len, char *own,
                   const struct page_hints *hints);

#endif
