/*
 * tracked: a made story on made sites, and what store_track() tells of it as
 * lines of text to compare.
 *
 *     struct tracked w;
 *     tracked_open(&w);
 *     tracked_add(&w, "a", "alder.example", 0, tracked_part(&w, 0, 6));
 *     tracked_add(&w, "b", "birch.example", 3, tracked_part(&w, 0, 6));
 *     tracked_gather(&w);
 *     tracked_versions(&w, "a1 b1");
 *     tracked_close(&w);
 */
#ifndef WIREPRINT_TESTS_TRACKED_H
#define WIREPRINT_TESTS_TRACKED_H

#include "store/track.h"
#include "tests/trial.h"

struct tracked {
    struct trial trial;
    struct store *s;
    struct article article[256];
    size_t n;
    char *memory[1024];
    size_t nmemory;
};

/* The story has so many paragraphs; in the third stands TRACKED_FIGURE, in the
 * fourth TRACKED_NAME. */
#define TRACKED_PARAGRAPHS 6
#define TRACKED_FIGURE "412 families"
#define TRACKED_NAME "Marit Halvorsen"

void tracked_open(struct tracked *w);
/* Asserts that store_check() finds nothing. */
void tracked_close(struct tracked *w);
/* For teardown after a test that failed half-way. */
void tracked_drop(struct tracked *w);

/* Texts live until the end. Paragraphs [from, to) of the story: */
const char *tracked_part(struct tracked *w, unsigned from, unsigned to);
const char *tracked_print(struct tracked *w, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The text with one passage, which must be there, replaced. */
const char *tracked_changed(struct tracked *w, const char *text,
                            const char *from, const char *to);

/* The time so many hours after the first. */
int64_t tracked_hour(double hours);

/* An article that was published then, and fetched half an hour later; to be
 * changed before it is gathered. */
struct article *tracked_add(struct tracked *w, const char *id, const char *site,
                            double hours, const char *text);
void tracked_gather(struct tracked *w);

/* The story of an article that was added. */
int64_t tracked_story(struct tracked *w, const char *id);

/* Asserts the version of every copy of all stories, by time: "a1 b2". */
void tracked_versions(struct tracked *w, const char *expected);

/* Everything that store_track_all() tells; to be freed. */
char *tracked_all(struct store *s);

#endif
