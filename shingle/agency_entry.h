/*
 * agency_entry: what a table of agencies (agency.h) says of one of them, line
 * by line as it is written there, for people to read.
 *
 *     agency_entry(mine, len, 1, "dpa", print_line, NULL);
 */
#ifndef WIREPRINT_AGENCY_ENTRY_H
#define WIREPRINT_AGENCY_ENTRY_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Calls with each line that is in force for the agency of this id, in order,
 * without the spaces around it: of the built-in table where builtin is 1, and
 * behind it of the len bytes at text, which may be NULL. The text must be one
 * that agency_table_new() takes. Lines that extend a manner are of no agency.
 * Returns how many there were; 0: there is no such agency.
 */
size_t agency_entry(const char *text, size_t len, int builtin, const char *id,
                    void (*line)(void *arg, const char *at, size_t n),
                    void *arg);

#ifdef __cplusplus
}
#endif
#endif
