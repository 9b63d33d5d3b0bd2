/*
 * track_tale: one story while it is worked out who moved it, which versions of
 * it there are, and what each copy made of its version. The steps are taken in
 * this order by track_make.c, all but the first and the last by any thread:
 *
 *     rows of the file -> tale_hold() -> tale_versions() -> tale_edits()
 *     -> tale_origin() -> tale_stale() -> rows of the file
 */
#ifndef WIREPRINT_TRACK_TALE_H
#define WIREPRINT_TRACK_TALE_H

#include <stddef.h>
#include <stdint.h>

#include "store/track.h"
#include "store/track_note.h"
#include "store/track_text.h"

struct store;
struct work;

/* A credit that decides. */
struct tale_credit {
    const char *agency; /* id; the tale's memory; NULL: none */
    double confidence;
    int own_site;
};

/* A place in the reference where a copy has another figure or name, there
 * or in words that were put in. */
struct tale_change {
    uint32_t at;    /* word of the reference */
    uint64_t value; /* hash of the words that stand there instead */
    uint8_t name;   /* 1: a name, else a figure */
};

/* One article of a story, by time, those without behind, then by id. */
struct tale_copy {
    uint32_t num, site;
    uint8_t role;
    int64_t time, published, fetched, modified;
    uint64_t title; /* hash of the folded title; 0: none */
    struct tale_credit credit;
    uint64_t bare; /* hash of a dateline that names no agency; 0: none */
    char sign;     /* what ends it, : or - */
    int marker;    /* enum marker_kind, or -1 */
    unsigned marker_number;
    uint8_t marker_in_title;
    uint32_t marker_start, marker_len;
    char *marker_words; /* where they stand in the title; else NULL */
    struct track_text text;

    /* Held against the reference: */
    uint64_t score;         /* how full it is */
    uint32_t shared, alone; /* words that others have, too; and not */
    uint32_t matched;       /* words that stand in the reference */
    uint32_t from, end;     /* first and last + 1 of its words held */
    struct track_run *run;  /* of the reference (a) and it (b) */
    size_t nruns;
    struct tale_change *change; /* by place */
    size_t nchanges;

    unsigned version; /* 0: none */
    uint8_t block;    /* 1: told from the others by a block of sentences */
    uint32_t kept, cut_end, cut_inside, moved, added, changed;
    uint8_t headline;
    unsigned stale; /* the version that replaced the one it shows; 0 */
    int64_t lag;
};

struct tale_version {
    uint32_t text;   /* copy that shows it at its fullest */
    uint32_t marked; /* copy that bears its marker, or UINT32_MAX */
    int64_t first, last;
    uint32_t copies, sites;
    uint8_t replaces;
    struct track_bytes note;
};

struct tale {
    int64_t story;
    struct tale_copy *copy;
    size_t n, cap;
    uint32_t reference;           /* copy that shows most of the story */
    struct tale_version *version; /* version k at k - 1 */
    size_t nversions;

    const char *shared[2]; /* agencies that share datelines ending in : and - is
                              evidence for; NULL: none; not the tale's */
    const char *agency;    /* the tale's memory */
    uint32_t by;           /* copy, or UINT32_MAX */
    double confidence;
    enum origin origin;
    uint32_t origin_copy; /* or UINT32_MAX */
    int64_t origin_time, median_lag, half_life;
    uint32_t credited, stale, conflicts, undated;
    int failed; /* memory ran out */
};

/* What a thread keeps from tale to tale. */
struct tale_bench {
    struct work *work;
    struct track_align align;
    uint64_t *hash; /* shingles with the copies that have them */
    uint32_t *count, *last;
    size_t slots, used; /* used: for the present tale; 0: nothing counted */
    uint64_t mask;      /* only shingles without these bits are counted */
};
void tale_bench_release(struct tale_bench *b);

/* Chooses the reference and holds every copy against it. */
void tale_hold(struct tale *t, struct tale_bench *b);

/* Counts the shingles of the copies anew, for tale_shared(). */
void tale_count(struct tale *t, struct tale_bench *b);

/* Whether any shingle with words [from, to) of a copy is in another copy, too;
 * b is as tale_count() left it. */
int tale_shared(const struct tale_bench *b, const struct track_text *x,
                uint32_t from, uint32_t to);

/* Tells the versions apart and numbers them; sets text, marked, first, last,
 * copies, sites and replaces of each. */
void tale_versions(struct tale *t, struct tale_bench *b);

/* Sets aside what the text of a version has from its own house; b->work->index
 * is made of it. 0, or -1 where memory ran out. */
int tale_own(struct tale *t, struct tale_bench *b, unsigned version);

/* Sets the edits of each copy, and the note of each version. */
void tale_edits(struct tale *t, struct tale_bench *b);

/* One of the two texts that are compared, and whether others show it too: then
 * what it has alone is its house's. */
struct tale_side {
    const struct track_text *text;
    int others;
};
/* The words that stand in the place of others, and the sentences that one of
 * two texts has alone, are counted and made a note, with the marker of *note.
 * 0, or -1 where memory ran out. */
int tale_differences(struct tale_bench *b, const struct tale_side *before,
                     const struct tale_side *after, struct track_note *note,
                     struct track_bytes *out);

/* Agency, origin, lags, conflicts. */
void tale_origin(struct tale *t);
/* Who shows what was replaced. */
void tale_stale(struct tale *t);

void tale_release(struct tale *t);

#endif
