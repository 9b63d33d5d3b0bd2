/*
 * display: strings as a terminal, a TSV file or a JSON reader may have them.
 *
 * Headlines and site names are a stranger's bytes: they may hold escape
 * sequences, marks that turn the direction of writing, or no UTF-8 at all.
 * None of it leaves the program raw.
 *
 *     print_clean(stdout, title, strlen(title), 40);
 *     print_json(stdout, title, strlen(title));
 */
#ifndef WIREPRINT_DISPLAY_H
#define WIREPRINT_DISPLAY_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* The columns of the terminal that stdout is, $COLUMNS, or 100. */
unsigned terminal_width(void);

/* Columns on a terminal that len bytes take, cleaned as by print_clean(). */
size_t display_width(const char *s, size_t len);

/*
 * Writes s so that it cannot harm a terminal: control characters and line
 * breaks as spaces, what is no UTF-8 and what turns the direction of writing
 * as U+FFFD; invisible characters vanish. At most width columns, the last of
 * them an ellipsis where s is longer. Returns the columns written.
 */
size_t print_clean(FILE *f, const char *s, size_t len, size_t width);

/* Writes s as a JSON string with its quotes. Control characters and marks of
 * direction are \u escapes, bytes that are no UTF-8 are U+FFFD. */
void print_json(FILE *f, const char *s, size_t len);

/* Writes s as a field of TSV: \t \n \r \\, other control characters and marks
 * of direction as \uXXXX, bytes that are no UTF-8 as \xXX. */
void print_tsv(FILE *f, const char *s, size_t len);

/* Writes s as a field of CSV (RFC 4180): every byte as it is, but NULs as
 * spaces; in quotes where it is empty, has a comma, a quote or a line break, or
 * begins or ends with a space. */
void print_csv(FILE *f, const char *s, size_t len);

/* Prints len bytes of text, cleaned and wrapped to width, of which indent
 * spaces stand before each line; a line break in it starts a new line, and
 * what is longer than a line between two spaces is broken. */
void print_wrapped(FILE *f, const char *text, size_t len, unsigned indent,
                   unsigned width);

/* The same where `column` columns of the first line are taken. */
void print_hanging(FILE *f, const char *text, size_t len, unsigned column,
                   unsigned indent, unsigned width);

/* Room for what the functions below write, and they return it. */
#define DISPLAY_MAX 40

/* "+2h05", "+3d04h", "+0h00"; "-" before where the time ran backwards. */
const char *lag_format(int64_t seconds, char *out);

/* "12,345" */
const char *count_format(uint64_t n, char *out);

/* "2.1 MB", in powers of ten */
const char *size_format(uint64_t bytes, char *out);

#endif
