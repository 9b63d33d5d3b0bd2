/*
 * warc: the head of a WARC record, ISO 28500, versions 1.0 and 1.1 and the
 * drafts 0.17 and 0.18 before them: a line with the version, lines of names
 * and values, and an empty line. Behind it come as many bytes as the head
 * says, the block, and two empty lines. Only bytes in memory are looked at.
 *
 *     struct warc_head head;
 *     const char *why;
 *     if (warc_head(bytes, len, &head, &why) == WARC_OK &&
 *         head.type == WARC_RESPONSE)
 *         fwrite(head.target.s, 1, head.target.len, stdout);
 *
 * Any number of threads may be at work.
 */
#ifndef WIREPRINT_WARC_H
#define WIREPRINT_WARC_H

#include <stddef.h>
#include <stdint.h>

#define WARC_OK 0
#define WARC_MORE 1       /* the head does not end in these bytes */
#define WARC_DAMAGED (-1) /* it never was one */

#define WARC_HEAD_MOST 65536 /* bytes; longer ones are damaged */
#define WARC_END 4           /* bytes of the empty lines behind a block */

enum warc_type {
    WARC_OTHER, /* any that is not named here */
    WARC_WARCINFO,
    WARC_RESPONSE,
    WARC_RESOURCE,
    WARC_REQUEST,
    WARC_METADATA,
    WARC_REVISIT,
    WARC_CONVERSION,
    WARC_CONTINUATION
};

/* A value within the head, without space around it; s is NULL where the head
 * has no such name. */
struct warc_value {
    const char *s;
    size_t len;
};

struct warc_head {
    size_t len;      /* of the head, with the empty line */
    uint64_t length; /* of the block behind it */
    enum warc_type type;
    /* Without < >: */
    struct warc_value target, id, concurrent, refers;
    struct warc_value date, media, payload, language, segment;
};

/*
 * Reads the head that begins at s. Names are the same in any case, lines may
 * end without a carriage return, and a line that begins with space goes on
 * with the value before it. Returns WARC_OK, WARC_MORE, or WARC_DAMAGED with a
 * clause in *why that says what is wrong. A length is a number below 10^18.
 */
int warc_head(const char *s, size_t len, struct warc_head *out,
              const char **why);

/* Offset of the first "WARC/" at the begin of a line behind the first byte, or
 * len. */
size_t warc_find(const char *s, size_t len);

/* Whether the bytes look like the begin of a record: a version and a name.
 * WARC_OK, WARC_MORE or WARC_DAMAGED. */
int warc_begins(const char *s, size_t len);

/*
 * A length that is too large takes the next records in. Where the block of
 * len bytes, seen from its begin, holds whole records, each with its empty
 * lines, the last of which ends with the block and so has its empty lines
 * behind it, returns the offset of the first; otherwise len. A WARC file
 * carried as a whole in a block is no such case.
 */
size_t warc_swallowed(const char *block, size_t len);

#endif
