/*
 * sieve: keeps records that resemble none kept before them. Resemblance is the
 * exact Jaccard coefficient of the sets of w-shingles of the folded texts, as
 * in Broder, "On the resemblance and containment of documents" (1997):
 * candidates are found by sketches and every one is verified on the whole
 * sets, so that no record is dropped that is under the threshold. Memory is
 * bounded; what is kept of earlier records is spilled to a private temporary
 * file, or remembered in a wireprint database.
 *
 *     struct sieve *v;
 *     struct sieve_options o = {.resemblance = 0.8};
 *     if (!sieve_open(&v, &o) && !sieve_put(v, articles, n, verdicts))
 *         puts(verdicts[0].keep ? "kept" : "dropped");
 *     sieve_close(v);
 *
 * Whatever the number of threads and the size of the batches, the verdicts
 * are the same. Errors stick, as with a store.
 */
#ifndef WIREPRINT_SIEVE_H
#define WIREPRINT_SIEVE_H

#include "store.h"

#ifdef __cplusplus
extern "C" {
#endif

struct sieve;

struct sieve_options {
    double resemblance; /* drop at or over it, in (0, 1]; 0: 0.8 */
    int copies;         /* 1: drop only what has the same folded words in the
                           same order as a kept record; resemblance is not
                           looked at then */
    unsigned shingle;   /* w; 0: the database's, else 5 */
    unsigned threads;   /* 0: one a core */
    const char *db;     /* a wireprint database, made where it is not there,
                           whose articles and whose records of earlier sieves
                           count as kept before; NULL: none. No other
                           process writes to it till the sieve is closed */
    const char *spill;  /* directory of the temporary file, which has no name
                           and goes with the process; NULL: $TMPDIR or /tmp */
};

struct sieve_verdict {
    int keep;
    int earlier;     /* the kept record is of the database, not of this run */
    uint64_t number; /* of the record among those put in, from 1 */
    uint64_t kept;   /* number of the record that is kept in its stead; 0 where
                        keep or earlier */
    const char *kept_name; /* of that record; NULL where keep. Lives until the
                              next call */
    int same;              /* the same folded words in the same order */
    double resemblance;    /* exact */
    double coverage; /* share of its words that stand in the kept record, in
                        shingles that both hold; exact */
};

/*
 * *v is set on failure too, for sieve_errmsg(); close it either way. STORE_OK,
 * STORE_ERROR, or STORE_REFUSED where the database is none of ours, has
 * shingles of another length, or has articles without their texts. A database
 * that other resemblances were asked of before is indexed anew, and articles
 * that were added since are read: that takes its time.
 */
int sieve_open(struct sieve **v, const struct sieve_options *options);

/* Takes NULL. What a database was to remember and sieve_remember() was not
 * called for is forgotten: the file is as it was. */
void sieve_close(struct sieve *v);
const char *sieve_errmsg(const struct sieve *v);

/*
 * Records in the order in which the first of a kind is kept: one is dropped
 * where its resemblance to a kept record is at or over the threshold, and the
 * kept one that it resembles most, of equals the first, is named. names[i] is
 * what record i is told of by; NULL, all or entries: its id, else its URL, else
 * "record" and its number. A text of fewer than w words is one shingle. A
 * record without a word is kept. verdicts has room for n. Of 10,000 pairs
 * right at the threshold one may be missed; see sieve_index.c. On failure the
 * verdicts mean nothing.
 */
int sieve_put(struct sieve *v, const struct article *articles,
              const char *const *names, size_t n,
              struct sieve_verdict *verdicts);

/*
 * The same where not the first of a kind is kept but the one that ranks
 * first: all records are held, and then judged in the order of their ranks
 * (lowest first; of equals the one held first). ranks NULL: the more words,
 * the sooner. Records of a database come before all of them. each() gets the
 * verdicts in the order the records were held, and returns 0 to go on;
 * anything else ends the telling, and STORE_STOPPED is returned. All that was
 * held is judged then.
 */
int sieve_hold(struct sieve *v, const struct article *articles,
               const char *const *names, const int64_t *ranks, size_t n);
int sieve_judge(struct sieve *v,
                int (*each)(void *arg, const struct sieve_verdict *verdict),
                void *arg);

/* Makes the database remember the kept records of this run, all of them or, on
 * failure, none. To be called when the output is safe; nothing can be put
 * afterwards. Does nothing without a database. */
int sieve_remember(struct sieve *v);

#ifdef __cplusplus
}
#endif
#endif
