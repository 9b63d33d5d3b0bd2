/*
 * archive: WARC archives for tests, made in memory, and a strict reader that
 * says what in one is not as ISO 28500 has it.
 *
 *     struct archive a = {.pack = ARCHIVE_GZIP};
 *     char why[200];
 *     archive_page(&a, "https://a.example/1", "", "<p>Text", 7);
 *     assert_int_equal(archive_check(a.out.bytes, a.out.len, why,
 *                                    sizeof why), 1);
 *     archive_release(&a);
 */
#ifndef WIREPRINT_TESTS_ARCHIVE_H
#define WIREPRINT_TESTS_ARCHIVE_H

#include "tests/packed.h"

enum archive_pack { ARCHIVE_PLAIN, ARCHIVE_GZIP, ARCHIVE_ZSTD };

struct archive {
    struct packed out;
    enum archive_pack pack; /* each record by itself */
    unsigned records;
    size_t last; /* where in out the last record begins */
};

/* What stands in a record's head; NULL: the usual, or nothing. */
struct archive_record {
    const char *version; /* "1.1" */
    const char *type;    /* "response" */
    const char *uri, *date, *media, *id;
    const char *length; /* instead of the right one */
    const char *more;   /* lines, each with its end */
    const void *block;
    size_t len;
};

/* Adds a record. */
void archive_add(struct archive *a, const struct archive_record *r);

/* Adds the answer 200 of a server: head has lines of its own, each with its
 * end, and no Content-Type makes it text/html. */
void archive_page(struct archive *a, const char *uri, const char *head,
                  const void *body, size_t len);

void archive_release(struct archive *a);

/*
 * Checks a whole archive, packed or not: version, names and lines of each
 * head, the names that must be there, the form of ids and dates, no id twice,
 * the exact length, the two empty lines, and that each member or frame holds
 * one record. Returns the number of records, or -1 with a sentence in why.
 */
long archive_check(const char *bytes, size_t len, char *why, size_t cap);

#endif
