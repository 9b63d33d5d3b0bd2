/*
 * agency_words: the words of a line of a table of agencies, and what is wrong
 * with them. For agency_read.c.
 *
 *     const char *stop = words_end(&s, end);
 *     if (words_are(s, stop, "agency"))
 *         ...
 */
#ifndef WIREPRINT_AGENCY_WORDS_H
#define WIREPRINT_AGENCY_WORDS_H

#include <stddef.h>

int words_blank(char c);

/* Takes the spaces from both ends. */
void words_trim(const char **s, const char **end);

/* Goes over spaces at *s, and returns where the word there ends. */
const char *words_end(const char **s, const char *end);

/* Whether [s, end) is this word. */
int words_are(const char *s, const char *end, const char *word);

/* What is wrong with [s, end) as a name that texts are searched for, or NULL:
 * a name has 2 to 120 bytes, and a letter or digit among them. */
const char *words_name_fault(const char *s, const char *end);

/* Whether the n bytes at s are letters and signs of ASCII. */
int words_printable(const char *s, size_t n);

/* The first byte of [s, end) that is not UTF-8, or a NUL; or NULL. */
const char *words_damage(const char *s, const char *end);

/* The id of an agency: what is wrong with [s, end), at *at, or NULL. */
const char *words_id_fault(const char *s, const char *end, const char **at);

#endif
