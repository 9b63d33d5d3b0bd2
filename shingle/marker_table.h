/*
 * marker_table: the words of marker.c.
 *
 *     size_t i;
 *     for (i = 0; i < marker_nheads; i++)
 *         printf("%s\n", marker_heads[i].word);
 */
#ifndef WIREPRINT_MARKER_TABLE_H
#define WIREPRINT_MARKER_TABLE_H

#include "shingle/marker.h"

/* STRICT: only in capitals, with a number or in brackets, whatever follows.
 * BARE: in capitals it needs no sign behind it. */
enum { MARKER_STRICT = 1, MARKER_BARE = 2 };

struct marker_head {
    const char *word; /* plain (plain.h) */
    uint8_t kind, flags;
};

/* At the head of a title or line. */
extern const struct marker_head marker_heads[];
extern const size_t marker_nheads;

/* How a note to readers or, in brackets, to editors begins. */
extern const struct marker_head marker_notes[];
extern const size_t marker_nnotes;

#endif
