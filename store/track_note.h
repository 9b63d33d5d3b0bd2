/*
 * track_note: what a version says of itself and what changed in it, as it is
 * kept in the version table: lines of text with tabs between, so that a person
 * can read them there.
 *
 *     numbers TAB words TAB sentences in TAB sentences out
 *     marker TAB its words                       (both empty: none)
 *     kind TAB before TAB after                  (for each change)
 */
#ifndef WIREPRINT_TRACK_NOTE_H
#define WIREPRINT_TRACK_NOTE_H

#include <stddef.h>
#include <stdint.h>

#include "store/track.h"

/* Changes that are listed of a version; all are counted. */
#define NOTE_CHANGES 50

/* Bytes of the words of one change; longer ones are cut. */
#define NOTE_WORDS 600

/* A note being read; strings point into memory. */
struct track_note {
    uint64_t numbers, words, in, out;
    const char *marker, *marked_in; /* NULL: none */
    struct change change[NOTE_CHANGES];
    size_t n;
    char *memory;
};

/* Takes the blob apart. 0, -1 where it is damaged, -2 where memory ran out;
 * to be released in any case. */
int track_note_read(struct track_note *n, const void *blob, size_t size);
void track_note_release(struct track_note *n);

/* Bytes that grow; after failed nothing is added. */
struct track_bytes {
    char *at;
    size_t n, cap;
    int failed;
};
void track_bytes_add(struct track_bytes *b, const char *bytes, size_t n);
/* The same with runs of blanks and control characters as one blank, cut at
 * NOTE_WORDS bytes between two characters. */
void track_bytes_words(struct track_bytes *b, const char *bytes, size_t n);
/* The four counts and the marker. */
void track_note_head(struct track_bytes *b, const struct track_note *n);
void track_note_change(struct track_bytes *b, enum change_kind kind,
                       const char *before, size_t nbefore, const char *after,
                       size_t nafter);

#endif
