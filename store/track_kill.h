/*
 * track_kill: notices that a story must not be used any more, which name it by
 * its headline but have none of its text, so that they are no copy of it.
 *
 *     struct kills k = {0};
 *     kills_read(s, 0, &k);
 *     kills_find(s, &k, &tale);   // sets tale.kill
 *     kills_release(&k);
 */
#ifndef WIREPRINT_TRACK_KILL_H
#define WIREPRINT_TRACK_KILL_H

#include <stddef.h>
#include <stdint.h>

struct store;
struct tale;

struct kill_notice {
    uint32_t num, site;
    unsigned seq; /* of its marker */
    int64_t time;
    char *said; /* the words of the marker */
    uint64_t *word;
    size_t n;
};

struct kills {
    struct kill_notice *at; /* by time */
    size_t n, cap;
};

/* The notices of the file, or only that which is article num. An error of the
 * handle, or STORE_OK; to be released in any case. */
int kills_read(struct store *s, uint32_t num, struct kills *k);
void kills_release(struct kills *k);

/* Looks for the first notice that names a tale, of which copies and credits are
 * read. What it says is then a version of its own, which nobody shows. */
int kills_find(struct store *s, const struct kills *k, struct tale *t);

/* Has the stories looked at again that the new article num kills, if it does;
 * those too that a notice named which goes. */
int kills_touch(struct store *s, uint32_t num);

#endif
