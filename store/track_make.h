/*
 * track_make: derives versions, edits, origin and spread of stories, and
 * writes them to the track, version and carry tables.
 *
 *   track     origin: enum origin; origin_time: of the article origin_num
 *   version   num: the article that is its text at its fullest; marker_num:
 *             the one that bears its marker; changes: see track_note.h
 *   carry     version 0: a digest; credited: the agency that the copy names;
 *             stale: 0, or the version that replaced the one it shows
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
