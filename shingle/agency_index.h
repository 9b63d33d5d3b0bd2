/*
 * agency_index: what an agency table is made of, shared by its reader
 * (agency_read.c), what looks names up in it (agency_index.c) and agency.c. For
 * those alone; everyone else takes agency.h.
 *
 * A name is found by its first three bytes, hashed: a bitmap of 2^17 bits
 * (16 KiB, stays in the first-level cache) says no to nearly every place of a
 * text, and a list of candidates by the upper 12 bits of the same hash says
 * which names to compare. Names of two bytes are listed under each byte that
 * may follow them.
 */
#ifndef WIREPRINT_AGENCY_INDEX_H
#define WIREPRINT_AGENCY_INDEX_H

#include "shingle/agency.h"

#define AGENCY_BITS 17
#define AGENCY_HEADS 4096

struct agency_entry {
    struct agency shown;
    uint32_t name; /* in the pool */
};

/* Text of len bytes at pool + at: plain for names in any letter case, else as
 * written. */
struct agency_text {
    uint32_t at;
    uint16_t len;
    uint8_t flags;       /* of a name */
    uint8_t kind;        /* of a manner */
    uint8_t first, last; /* bytes */
    uint32_t rest;       /* in the pool, of a tail; 0: none. Of a site: as
                            it is shown */
    int agency;          /* AGENCY_NONE: taken back by a later entry */
};

struct agency_link {
    uint32_t key, text, next; /* next: 0 ends; counted from 1 */
    unsigned char fourth;     /* byte, where it has to be this one; 0: any */
    unsigned char loose;      /* for loose searches only */
};

#define AGENCY_SEVERAL (-1)

/* Flag of a place of an only line. */
#define AGENCY_ONLY 32

struct agency_table {
    char *pool;
    size_t pool_n, pool_cap;
    int bare[2], shared[2]; /* agency + 1 for a colon and a dash; 0: none;
                               shared by two: AGENCY_SEVERAL */
    struct agency_entry *entry;
    size_t n, cap;
    struct agency_text *name;
    size_t names, name_cap;
    struct agency_text *site;
    size_t sites, site_cap;
    struct agency_text *manner;
    size_t manners, manner_cap;
    size_t manner_first[MANNER_KINDS + 1];
    const char **site_list;
    struct agency_link *link;
    size_t links, link_cap;
    uint32_t head[AGENCY_HEADS];
    uint64_t bits[2][(1u << AGENCY_BITS) / 64]; /* [1]: loose searches */
};

/* Room for one more at *list, whose items have size bytes; 0 or -1. */
int agency_room(void *list, size_t n, size_t *cap, size_t size);

/* Reads a text into the table; 0, or -1 with *err filled. */
int agency_read(struct agency_table *t, const char *text, size_t len,
                struct agency_error *err);

/* The agency whose id is the n bytes at s, or AGENCY_NONE. */
int agency_find_id(const struct agency_table *t, const char *s, size_t n);

/* Makes the bitmap and the lists from the names; 0, or -1 without memory. */
int agency_index_make(struct agency_table *t);

#endif
