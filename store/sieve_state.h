/*
 * sieve_state: what a sieve is made of, for the files that make it up: sieve.c
 * decides, sieve_base.c opens the file or database, sieve_hold.c holds and
 * judges.
 */
#ifndef WIREPRINT_SIEVE_STATE_H
#define WIREPRINT_SIEVE_STATE_H

#include <stddef.h>
#include <stdint.h>

#include "store/sieve.h"
#include "store/sieve_index.h"
#include "store/sieve_kept.h"
#include "store/sieve_record.h"

struct store;

/* Bounds of memory; tests make them small, so that little input spills. */
struct sieve_limits {
    size_t kept;   /* bytes of kept records */
    size_t slots;  /* of the index, 16 bytes each; a power of two */
    size_t filter; /* words of 8 bytes; a power of two */
    size_t slice;  /* records that are folded at a time */
    size_t bytes;  /* of their texts */
};

struct sieve_name {
    struct sieve_name *next;
    char name[];
};

struct sieve {
    struct store *s; /* the database, or the temporary file as one */
    double resemblance;
    int copies;
    int database;
    int ended;  /* remembered: nothing may follow */
    unsigned w; /* 0: only the words count, no shingles are made */
    struct sieve_limits limits;
    uint64_t earlier; /* kept records up to this number are the database's */
    uint64_t number;  /* records put or held so far */
    uint64_t held;    /* those that await sieve_judge() */
    struct sieve_index index;
    struct sieve_kept kept;
    struct sieve_record *record; /* of a slice */
    struct sieve_maker *maker;   /* one a worker */
    int *failed;                 /* one a worker */
    struct sieve_name *names;    /* told of in verdicts */
};

extern const struct sieve_limits sieve_limits_default;
int sieve_open_limited(struct sieve **v, const struct sieve_options *options,
                       const struct sieve_limits *limits);

/* Opens what the options name and reads what is in it; sieve_base.c. */
int sieve_base_open(struct sieve *v, const struct sieve_options *options);

/* How many of n records, at least one, the next slice takes, by the bytes of
 * their texts. */
size_t sieve_slice(const struct sieve *v, const struct article *a, size_t n);

/* Makes record[i] of what make() is given, on all threads: 0, -1 where memory
 * ran out, -2 where a text is too long. */
int sieve_make(struct sieve *v, size_t n, void *arg,
               int (*make)(struct sieve *v, void *arg, unsigned worker,
                           size_t i));

/* The handle's error, and one where nothing may be put any more. */
int sieve_refuse_more(struct sieve *v);

/* Decides on a record. keep() enters it under a name; without deciding, too. */
int sieve_decide(struct sieve *v, const struct sieve_record *r,
                 const char *name, uint64_t number,
                 struct sieve_verdict *verdict);
int sieve_keep(struct sieve *v, const struct sieve_record *r, const char *name,
               uint64_t number);

/* The kept record with the same words; NULL: none, or an error. */
const struct kept *sieve_same(struct sieve *v, const struct sieve_record *r);

/* Keeps a name for a verdict till sieve_forget_names(). NULL: no memory. */
const char *sieve_name_keep(struct sieve *v, const char *name);
void sieve_forget_names(struct sieve *v);

/* What a record is told of by: name, else id, else URL, else its number, which
 * is written to buffer. */
#define SIEVE_NAME_ROOM 32
const char *sieve_name_of(const struct article *a, const char *name,
                          uint64_t number, char *buffer);

#endif
