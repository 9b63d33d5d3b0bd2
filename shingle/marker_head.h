/*
 * marker_head: the words of marker_table.h at one place of a title or line,
 * with their numbers and what shows that they are no part of a sentence. For
 * marker.c.
 *
 *     enum marker_opened open;
 *     size_t i = marker_skip_signs(&f, &open);
 *     marker_heads_read(&f, i, open);
 */
#ifndef WIREPRINT_MARKER_HEAD_H
#define WIREPRINT_MARKER_HEAD_H

#include "shingle/marker_table.h"
#include "shingle/plain.h"

/* A stretch that is searched, and what was found before. */
struct marker_finder {
    struct marker *out;
    size_t n;
    const char *base; /* of the title or text */
    int in_title;
    const char *line; /* p was made from here */
    struct plain p;
};

/* What a head stands behind. */
enum marker_opened { MARKER_OPEN_NOT, MARKER_OPEN_BRACKET, MARKER_OPEN_ROW };

struct marker_head {
    const struct marker_word *w;
    unsigned number;
    size_t word,
        end; /* plain bytes: where the word begins; behind the number */
};

/* Puts a marker at plain bytes [begin, end), where there is room for one. */
void marker_add(struct marker_finder *f, unsigned kind, unsigned number,
                size_t begin, size_t end);

/* Whether w stands at plain byte i. */
int marker_word_at(const struct plain *p, size_t i,
                   const struct marker_word *w);

/* Whether the original of plain bytes [i, j) has capitals and no small letter
 * but those of an ordinal. */
int marker_in_capitals(const struct marker_finder *f, size_t i, size_t j);

/* The plain bytes of what stands before a head, and what it is. */
size_t marker_skip_signs(const struct marker_finder *f,
                         enum marker_opened *open);

/* Whether a head's word stands at i, marker or not, and its number. */
int marker_head_read(const struct marker_finder *f, size_t i,
                     struct marker_head *h);

/* Adds the markers in a row at i; the bytes. */
size_t marker_heads_read(struct marker_finder *f, size_t i,
                         enum marker_opened open);

#endif
