/*
 * dedup: records in, those that are worth keeping out again, byte for byte
 * and in their order. What dedup.c does here is common to the two ways of
 * judging, which dedup_sieve.c and dedup_story.c have.
 *
 *     struct dedup d = {.by = DEDUP_RESEMBLANCE, .reader = reader};
 *     int ok = !dedup_open(&d) && !dedup_sieve(&d);
 *     code = dedup_close(&d, ok);
 *
 * Functions return 0, or -1 where the run is over; unless said otherwise a
 * message is on stderr then.
 */
#ifndef WIREPRINT_DEDUP_H
#define WIREPRINT_DEDUP_H

#include "cli/droplist.h"
#include "cli/follow.h"
#include "cli/outfile.h"
#include "cli/places.h"
#include "cli/prefer.h"
#include "cli/progress.h"
#include "cli/rawout.h"
#include "cli/reader.h"
#include "cli/spool.h"
#include "store/sieve.h"

enum dedup_by {
    DEDUP_RESEMBLANCE,
    DEDUP_COPY,
    DEDUP_SAME,
    DEDUP_NEAR,
    DEDUP_STORY
};

struct dedup {
    /* Given: */
    enum dedup_by by;
    double resemblance;               /* 0: the default, or with stories any */
    unsigned shingle;                 /* 0: the default */
    long window;                      /* of a new database; 0: the default */
    const char *db;                   /* what earlier crawls had; NULL: none */
    const char *out_name, *list_name; /* NULL: stdout, no list */
    enum rawout_pack pack;
    struct prefer prefer;
    struct reader *reader;
    int progress_asked;

    /* Found: */
    uint64_t read, kept, dropped;
    uint64_t copies;                       /* dropped as such */
    uint64_t related[RELATION_SERIES + 1]; /* dropped, by relation */
    uint64_t earlier;                      /* dropped for an earlier crawl */
    uint64_t others, bytes;
    int refused; /* --strict, and something was rejected */
    int left;    /* the reader still waits for input: leave it alone */
    int failed;  /* somebody below has said why */

    /* At work: */
    struct outfile out, list;
    struct output rows; /* of the list */
    struct rawout raw;
    struct follow follow;
    struct places places; /* only with a list */
    struct spool spool;
    struct batch chunk; /* of the spool */
    struct progress progress;
    const char *file; /* of the last record */
    struct dedup_file {
        unsigned long long device, node;
    } guard[3]; /* output files that must not be input */
    int nguards;

    /* Room for a batch: */
    size_t cap;
    unsigned char *keep; /* per record */
    size_t *of;          /* per article of the batch: its record */
    struct article *articles;
    const char **names;
    int64_t *ranks;
    struct sieve_verdict *verdicts;
    uint32_t *nums;
    size_t narticles;
    struct batch named; /* names that had to be made */
    void *way;          /* what the way of judging keeps */
};

/* Notes which files are written to, for dedup_clashes(). */
void dedup_guard(struct dedup *d);

/* Opens them. */
int dedup_open(struct dedup *d);

/* Whether a path is one of the files that are written to: 1 with a message. */
int dedup_clashes(const struct dedup *d, const char *path);

/* Reads everything and gives each batch to use(), with articles, names and
 * ranks of its narticles set and keep all 1. */
int dedup_read(struct dedup *d,
               int (*use)(struct dedup *d, const struct batch *b));

/* Hands on a batch as keep says. */
int dedup_hand(struct dedup *d, const struct batch *b);

/* Puts a batch by. tag has a number for each of its articles; may be NULL. */
int dedup_hold(struct dedup *d, const struct batch *b, const uint64_t *tag);

/* Goes on to the next article put by, of which the caller then says whether
 * it is kept. 1 with its tag, 0 behind the last. */
int dedup_held(struct dedup *d, uint64_t *tag);
void dedup_decide(struct dedup *d, int keep);

/* Counts a dropped record, and lists it where there is a list. number and
 * kept: as places has them; kept 0: of an earlier crawl, and named name. */
int dedup_drop(struct dedup *d, uint64_t number, uint64_t kept,
               const char *name, struct drop *row);

/* Hands on what is still held back; all is written then, and stands safely
 * under its name. */
int dedup_finish(struct dedup *d);

/* The two ways, from reading to what the database is to remember. */
int dedup_sieve(struct dedup *d);
int dedup_story(struct dedup *d);

/* Frees everything. Files that are not finished vanish. */
void dedup_close(struct dedup *d);

#endif
