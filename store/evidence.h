/*
 * evidence: what says in an article which agency it is from, which version of
 * a story, and where and when it was written: found while the article comes in,
 * kept in the tables credit, marking and dateline, and made anew by a rebuild.
 *
 *     struct evidence *e;
 *     struct evidence_of of = {"alder.example", url, title, author, source,
 *                              text, len, published};
 *     if (!evidence_find(agencies_open(s), &of, &e))
 *         evidence_write(s, num, e);
 *     free(e);
 *
 * The tables name agencies by their ids, kinds and places by the words below:
 * numbers of a table hold for that table only.
 */
#ifndef WIREPRINT_EVIDENCE_H
#define WIREPRINT_EVIDENCE_H

#include <stddef.h>
#include <stdint.h>

#include "shingle/credit.h"
#include "shingle/dateline.h"
#include "shingle/marker.h"

struct store;

/* An article as the file keeps it, so that a rebuild finds the same. Strings
 * may be NULL. */
struct evidence_of {
    const char *domain; /* as in the site table */
    const char *url, *title, *author, *source;
    const char *text;
    size_t len;
    int64_t time; /* published, else fetched, else STORE_NO_TIME */
};

#define EVIDENCE_NO_DAY INT32_MIN

/* Evidence of less confidence is kept, but nobody is credited for it (see
 * credit.h). */
#define EVIDENCE_ENOUGH 0.5f

struct evidence {
    const struct agency_table *table;
    struct marker marker[MARKER_MOST]; /* in order */
    size_t nmarkers;
    size_t makes;      /* the one that makes a version of it; else nmarkers */
    const char *place; /* of a dateline, in memory behind at[]; NULL: none */
    char bare;         /* what ends it where it names no agency; else 0 */
    int32_t day;       /* since 1970; EVIDENCE_NO_DAY */
    uint32_t decides;  /* bit i: at[i] does */
    size_t n;
    struct credit_evidence at[];
};

/* *e gets what there is, in one block for free(), NULL where there is nothing.
 * 0, or -1 where memory ran out. Any number of threads. */
int evidence_find(const struct agency_table *t, const struct evidence_of *of,
                  struct evidence **e);

/* Puts it into the file under num, which has none yet. e may be NULL. */
int evidence_write(struct store *s, uint32_t num, const struct evidence *e);
int evidence_drop(struct store *s, uint32_t num);

/* Finds the evidence of all articles anew, within the caller's transaction;
 * STORE_STOPPED where the progress function asks for it. Without texts only
 * what credits an agency that is not in the table any more goes. */
int evidence_rebuild(struct store *s);

/* The first id behind `after` that a credit names and the table of agencies
 * has not; the caller frees it. NULL: none, or an error. */
char *evidence_unknown(struct store *s, const char *after);

/* The words of the credit table: those of store/track.h. */
extern const char *const evidence_kind[CREDIT_KINDS];
extern const char *const evidence_place[CREDIT_IN_URL + 1];

#endif
