/*
 * question: what the files that answer questions share.
 */
#ifndef WIREPRINT_QUESTION_H
#define WIREPRINT_QUESTION_H

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

#endif
