/*
 * follow: what goes with a record goes with it. A WARC file holds beside a
 * page the request for it and notes about it, before it or behind it, that
 * name it or that it names; where the page is dropped they are, too. Records
 * that say what the file is (warcinfo) and that a page came again (revisit)
 * are always handed on.
 *
 *     struct follow f;
 *     follow_init(&f, &rawout);
 *     while (next_batch(&records, &keep, &n))
 *         follow_put(&f, records, keep, n);
 *     follow_end(&f);
 *     follow_release(&f);
 *
 * A record that goes with one farther on than the next FOLLOW_AHEAD records
 * may be handed on without it; memory is bounded by those and by the ids of
 * the last FOLLOW_BEHIND dropped and as many kept records. What goes with both
 * is handed on.
 */
#ifndef WIREPRINT_FOLLOW_H
#define WIREPRINT_FOLLOW_H

#include "cli/rawout.h"
#include "cli/reader.h"

/* The archives of Common Crawl, Heritrix, wget and warcio have all that goes
 * together within four records. */
#define FOLLOW_AHEAD 256
#define FOLLOW_BEHIND 65536

/* Hashes of ids, in two halves: when the younger is full the older goes. */
struct idset {
    uint64_t *slot[2];
    size_t used;
};

/* Records held back. */
struct carried {
    struct batch batch;
    unsigned char *keep;
    size_t cap;
};

struct follow {
    struct rawout *out;
    struct idset gone;  /* ids of dropped records, and of those they name */
    struct idset stays; /* the same of kept ones: a crawl may come twice */
    struct carried carried[2];
    int now; /* the one of them that is filled */
    uint64_t others_dropped;
};

void follow_init(struct follow *f, struct rawout *out);

/* Hands on the records of a batch, but the last ones perhaps later. keep[i]
 * says of an article whether it is kept; of others it is not read. 0, or -1
 * as rawout_put(). */
int follow_put(struct follow *f, const struct record *records,
               const unsigned char *keep, size_t n);

/* Hands on what is left. */
int follow_end(struct follow *f);

void follow_release(struct follow *f);

/* Whether a field of a WARC record's head has this value, both without regard
 * to case. */
int warc_field_is(const char *raw, size_t len, const char *name,
                  const char *value);

#endif
