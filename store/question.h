/*
 * question: what the files that answer questions share.
 */
#ifndef WIREPRINT_QUESTION_H
#define WIREPRINT_QUESTION_H

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

#include "store/doc.h"

struct store;

/* An article's text as it came, with a NUL after it; bytes NULL where it is
 * not kept. The caller frees bytes. */
struct kept_text {
    char *bytes;
    size_t len;
};
int question_text(struct store *s, uint32_t num, struct kept_text *out);

/* The same out of the row of a query that has body, dict and bytes of the text
 * table from column on. */
int question_unpack(struct store *s, uint32_t num, sqlite3_stmt *q, int column,
                    struct kept_text *out);

/* The first words of a text, as a headline for an article without one: of its
 * first line that is not furniture (of a stub, which is nothing else, its first
 * line), with single blanks. malloc'd; NULL where the text is not kept. */
char *question_first_words(struct store *s, uint32_t num, int stub);

#endif
