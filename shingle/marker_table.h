/*
 * marker_table: the words of marker.c, by their first letters.
 *
 *     const struct marker_words *g = marker_words_of('u');
 *     for (size_t i = 0; i < g->n; i++)
 *         printf("%s\n", g->at[i].word);
 */
#ifndef WIREPRINT_MARKER_TABLE_H
#define WIREPRINT_MARKER_TABLE_H

#include "shingle/marker.h"

enum {
    /* Only in capitals, with a number or in brackets, whatever follows. */
    MARKER_STRICT = 1,
    /* The same, but in a title a colon or dash behind it is enough. */
    MARKER_TITLE = 2,
    /* In capitals at the head of a title it needs no sign behind it. */
    MARKER_BARE = 4,
    /* The same, if the title goes on with a capital and small letters. */
    MARKER_SHOUTED = 8,
    /* How a note to readers begins; how one in round brackets does; and what
     * may stand before such a note. All others are heads. */
    MARKER_NOTE = 16,
    MARKER_IN_BRACKET = 32,
    MARKER_BEFORE_NOTE = 64,
    MARKER_NO_HEAD = MARKER_NOTE | MARKER_IN_BRACKET | MARKER_BEFORE_NOTE
};

struct marker_word {
    const char *word; /* plain (plain.h) */
    uint8_t len, kind, flags;
};

struct marker_words {
    const struct marker_word *at;
    size_t n;
};

/* Those that begin with an ASCII letter, by that letter, and all others. */
extern const struct marker_words marker_latin[26], marker_others;

/* Those that may begin with the plain byte c. */
static inline const struct marker_words *marker_words_of(unsigned char c)
{
    return c >= 'a' && c <= 'z' ? &marker_latin[c - 'a'] : &marker_others;
}

#endif
