/*
 * archive_read: what the reader makes of a WARC archive, in a form that tests
 * can compare.
 *
 *     struct archive a = {0};
 *     archive_pages(&a, 3);
 *     struct seen seen = read_archive(&a.out, (struct reader_options){0});
 *     assert_int_equal(seen.records, 3);
 *     seen_release(&seen);
 */
#ifndef WIREPRINT_TESTS_ARCHIVE_READ_H
#define WIREPRINT_TESTS_ARCHIVE_READ_H

#include "cli/reader.h"
#include "tests/archive.h"

/* Two sentences. */
#define WORDS                                                                  \
    "The harbour wall at Lenz, which broke in the storm of last winter, will " \
    "be built anew from spring on, the council of the town said on Monday. "

struct seen {
    struct packed facts; /* a line a record, and one a reject */
    struct packed raw, packed;
    size_t records, others;
    uint64_t rejects;
    int rc;
};

/* Reads len bytes in batches of so many records and bytes. */
struct seen read_bytes(const void *bytes, size_t len, struct reader_options o,
                       size_t records, size_t most);

/* The same in large ones. */
struct seen read_archive(const struct packed *p, struct reader_options o);

void seen_release(struct seen *seen);

/* Adds n pages with headlines and text, "Wall 0" on https://paper0.example/0
 * and so on. */
void archive_pages(struct archive *a, unsigned n);

#endif
