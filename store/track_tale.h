/*
 * track_tale: one story while it is worked out who moved it, which versions of
 * it there are, and what each copy made of its version. The steps are taken in
 * this order by track_make.c, all but the first and the last by any thread:
 *
 *     rows of the file -> tale_hold() -> tale_versions() -> tale_edits()
 *     -> tale_agency() -> tale_origin() -> tale_stale() -> rows of the file
 */
#ifndef WIREPRINT_TRACK_TALE_H
#define WIREPRINT_TRACK_TALE_H

#include <stddef.h>
#include <stdint.h>

#include "shingle/marker.h"
#include "store/track.h"
#include "store/track_note.h"
#include "store/track_text.h"

struct store;
struct work;

/* What a copy says of an agency: the best that decides, else the best credit
 * that another one outweighs, else the best that is mixed. */
struct tale_credit {
    char *agency; /* id */
    double confidence;
    int64_t seq; /* of its row of the credit table */
    uint8_t decides, own_site;
};

/* A place in the reference where a copy has another figure or name, there
 * or in words that were put in. */
struct tale_change {
    uint32_t at;    /* word of the reference */
    uint64_t value; /* hash of the words that stand there instead */
    uint8_t name;   /* 1: a name, else a figure */
};

/* A marker of a copy, as the file has it. */
struct tale_mark {
    uint32_t copy;
    unsigned seq; /* its number in the article */
    struct marker marker;
    char *words; /* those of a title; else NULL */
};

/* One article of a story, by time, those without behind, then by id. */
struct tale_copy {
    uint32_t num, site;
    uint8_t role;
    int64_t time, published, fetched, modified, seen;
    uint64_t title;            /* hash of the folded title; 0: none */
    uint32_t credit, ncredits; /* from this of the tale's on */
    uint64_t bare;    /* hash of a dateline that names no agency; 0: none */
    char sign;        /* what ends it, : or - */
    int64_t bare_seq; /* of its row of the credit table */
    int marker; /* enum marker_kind of what makes a version of it, or -1 */
    unsigned marker_number, marker_seq;
    unsigned marker_turn; /* the number, else one that stands beside it */
    uint32_t marker_start, marker_len;
    const char *marker_words; /* where they stand in the title; else NULL */
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

    const char *agency; /* that is shown for it; NULL: none */
    int64_t evidence;   /* the row that is shown for that */
    uint8_t manner;     /* 1: bears the dateline that t->manner rests on */
    /* 1: of the story's agency: it names it, credits its text to it, and stands
     * on its own site. */
    uint8_t names, credits, own_site;
};

struct tale_version {
    uint32_t text;   /* copy that shows it at its fullest, or UINT32_MAX: the
                        tale's kill, which is the last */
    uint32_t marked; /* copy that bears its marker, or UINT32_MAX */
    int64_t first, last;
    uint32_t copies, sites;
    uint8_t replaces; /* set by tale_stale() */
    struct track_bytes note;
};

struct tale {
    int64_t story;
    struct tale_copy *copy;
    size_t n, cap;
    struct tale_credit *credit; /* copy by copy */
    size_t ncredits, credit_cap;
    struct tale_mark *mark; /* article by article, in their order */
    size_t nmarks, mark_cap;
    struct {
        uint32_t num; /* 0: there is none */
        unsigned seq; /* of its marker */
        int64_t time;
        char *said;
    } kill;             /* a notice that is no copy; see track_kill.h */
    uint32_t reference; /* copy that shows most of the story */
    struct tale_version *version; /* version k at k - 1 */
    size_t nversions;

    const char *shared[2]; /* agencies that share datelines ending in : and - is
                              evidence for; NULL: none; not the tale's */
    const char *agency;    /* of these, or of the copies' credits */
    uint8_t manner;        /* 1: by the manner of datelines alone */
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

/* A figure as a number, hashed: letters behind it, and how thousands are set
 * apart, do not count. */
uint64_t tale_figure(const struct track_text *x, uint32_t word);

/* Reads the markers of the copies, which are read. */
void tale_read_marks(struct store *s, struct tale *t);

/* Chooses of each copy the marker that makes a version of it: what stands below
 * the story says something of it only where several sites have it there. */
void tale_marks(struct tale *t);

/* Tells the versions apart and numbers them; sets text, marked, first, last,
 * copies and sites of each. */
void tale_versions(struct tale *t, struct tale_bench *b);

/* Takes back into the text of a version what was set aside as furniture, but
 * copies of other sites have in the same place; b->work->index is then of no
 * use. 1: something was; 0; or -1 where memory ran out. */
int tale_form(struct tale *t, struct tale_bench *b, unsigned version);

/* Sets aside what the text of a version has from its own house; b->work->index
 * is made of it, anew where tale_form() changed it. 0, or -1 where memory ran
 * out. */
int tale_own(struct tale *t, struct tale_bench *b, unsigned version, int anew);

/* Sets aside what the text of a version has behind the place where most others
 * end, when tale_own() is through with it. 0, or -1 where memory ran out. */
int tale_end(struct tale *t, unsigned version);

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

/* The agency of the story, and what each copy says of it. */
void tale_agency(struct tale *t);
/* Origin, lags, conflicts. */
void tale_origin(struct tale *t);
/* Which versions replace what was before them, since when, and who shows what
 * they replaced. */
void tale_stale(struct tale *t, struct tale_bench *b);

void tale_release(struct tale *t);

#endif
