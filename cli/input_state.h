/*
 * input_state: what an input is to the unpackers in input_gzip.c and
 * input_zstd.c. Packed bytes that are not used yet are p[0, len); those of the
 * member that is being unpacked begin at mark, in the same buffer, so that a
 * member can be had as it came, or searched again once it proves damaged.
 *
 *     rc = in->unpacker->advance(in, buf, cap, &got);
 *     if (!rc && !got && !in->between)
 *         rc = input_more(in);
 */
#ifndef WIREPRINT_INPUT_STATE_H
#define WIREPRINT_INPUT_STATE_H

#include "cli/input.h"

#include <stdatomic.h>
#include <zlib.h>
#include <zstd.h>

#define INPUT_CHUNK ((size_t)256 * 1024) /* of one read */

/* Whether reads end with each member. */
enum input_stops {
    STOPS_FIRST, /* the first one, until the second read */
    STOPS_EACH,
    STOPS_NEVER
};

struct unpacker;

struct input {
    const struct unpacker *unpacker; /* NULL: plain */
    enum input_stops stops;
    int fd;      /* -1: memory */
    int end;     /* nothing more to come from the file */
    int error;   /* sticks */
    int between; /* packed: at the edge of a member or frame */
    char *name;
    unsigned char *own; /* cap bytes, NULL with memory */
    size_t cap;
    const unsigned char *p; /* packed or peeked bytes not used yet */
    size_t len;
    const unsigned char *mark; /* of this member; NULL: not kept */
    size_t most;               /* bytes that mark may keep */
    uint64_t offset, begin;    /* of this member, packed and unpacked */
    uint64_t given;            /* unpacked bytes so far */
    uint64_t searched;         /* bytes that input_recover() went over */
    z_stream z;
    ZSTD_DCtx *zstd;
    int dictionary;
    atomic_uint_fast64_t taken;
    char message[256];
};

/* Sets the error that sticks, and returns it. */
int input_fail(struct input *in, int code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Offset in the file of the first byte not used yet. */
unsigned long long input_offset(const struct input *in);

/* Adds what one read gives to the bytes not used yet; at the end nothing. */
int input_more(struct input *in);

/* Unpacks up to cap bytes of a member, reading where that needs bytes. With
 * cap 0 it goes on until bytes come, which then stay where they are. */
int input_unpack(struct input *in, void *buf, size_t cap, size_t *got);

/* Uses up n bytes. */
void input_use(struct input *in, size_t n);

struct unpacker {
    const char *name;
    /* The first block may have to be there as a whole before it gives anything:
     * bytes by which input_recover() knows a member. */
    size_t look;
    /* Whether a member begins with the len bytes at p, which are 4 or more but
     * at the end of the file. */
    int (*magic)(const unsigned char *p, size_t len);
    int (*open)(struct input *in);
    int (*reset)(struct input *in); /* for a member at p */
    /* Uses up bytes and gives up to cap, which may be 0, in *got; sets between
     * at the member's end. With neither done it needs bytes or room. */
    int (*advance)(struct input *in, void *buf, size_t cap, size_t *got);
    void (*close)(struct input *in);
};

extern const struct unpacker unpacker_gzip, unpacker_zstd;

#endif
