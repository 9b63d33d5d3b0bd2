/*
 * scratch: a private temporary file that is appended to and read at any place.
 * It has no name from the start, so that nothing of it is left behind however
 * the program ends. It lies in $TMPDIR, or /tmp.
 *
 *     struct scratch s;
 *     if (!scratch_open(&s) && !scratch_append(&s, "abc", 3))
 *         scratch_read(&s, 1, buf, 2);
 *     scratch_close(&s);
 *
 * Functions return 0, or -1 with a message on stderr. For one thread.
 */
#ifndef WIREPRINT_SCRATCH_H
#define WIREPRINT_SCRATCH_H

#include <stddef.h>
#include <stdint.h>

struct scratch {
    int fd;
    char *buf; /* bytes [written, written + used) of the file */
    size_t used;
    uint64_t written;
};

int scratch_open(struct scratch *s);

/* The next byte goes here. */
uint64_t scratch_end(const struct scratch *s);

int scratch_append(struct scratch *s, const void *bytes, size_t n);

/* Reads n bytes from offset on, all of which were appended before. */
int scratch_read(struct scratch *s, uint64_t offset, void *bytes, size_t n);

/* Also for one that is all zero, or that could not be opened. */
void scratch_close(struct scratch *s);

#endif
