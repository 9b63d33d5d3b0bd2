/*
 * agency_file: a user's own table of agencies (shingle/agency.h), out of a file
 * and checked.
 *
 *     struct agency_file f;
 *     int code = agency_file_read(&f, path);
 *     if (!code)
 *         code = agency_file_give(&f, s);
 *     agency_file_release(&f);
 */
#ifndef WIREPRINT_AGENCY_FILE_H
#define WIREPRINT_AGENCY_FILE_H

#include <stddef.h>

struct store;

/* The help of the option by which commands take one. */
#define AGENCY_FILE_HELP                                                       \
    "the agencies of FILE besides those built in; the database keeps them"

struct agency_file {
    char *text;
    size_t len;
};

/*
 * Reads it whole and checks it. EXIT_DONE; EXIT_MISUSE with a message that
 * names file, line and reason; or EXIT_FAILED where it cannot be read. f is to
 * be released in any case.
 */
int agency_file_read(struct agency_file *f, const char *path);

/* Makes the database go by it, and by the built-in table alone where it is
 * empty. *changed, which may be NULL, tells whether it went by another. A
 * store code. */
int agency_file_give(const struct agency_file *f, struct store *s,
                     int *changed);

void agency_file_release(struct agency_file *f);

#endif
