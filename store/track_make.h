/*
 * track_make: derives versions, edits, origin and spread of stories, and
 * writes them to the track, version and carry tables.
 *
 *   track     origin: enum origin; origin_time: of the article origin_num;
 *             manner: 1: the agency rests on the manner of datelines alone
 *   version   num: the article that is its text at its fullest, or the notice
 *             of a kill, which no copy shows; marker_num, marker_seq: the row
 *             of marking that it is called by; changes: see track_note.h
 *   carry     version 0: a digest; agency: as in carry_row; evidence: seq of
 *             its row in credit; of a row without an agency it is the manner;
 *             names: 1: the copy names the agency of the story; stale: 0, or
 *             the version that replaced the one it shows
 */
#ifndef WIREPRINT_TRACK_MAKE_H
#define WIREPRINT_TRACK_MAKE_H

#include <stddef.h>
#include <stdint.h>

struct store;

/* Of these stories, inside a transaction. What was derived of them before is
 * replaced. */
int track_make(struct store *s, const int64_t *story, size_t n);

/* Forgets what was derived of a story. */
int track_forget(struct store *s, int64_t story);

#endif
