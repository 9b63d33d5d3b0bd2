/*
 * block: a stretch of postings as bytes, laid out as posting.h draws it.
 */
#ifndef WIREPRINT_BLOCK_H
#define WIREPRINT_BLOCK_H

#include <stddef.h>
#include <stdint.h>

#include "store/posting.h"

/* Rows of a block: about 12 kB. A lookup of one article's 31 hashes unpacks
 * at most 31 of them in a run, in a millisecond. */
#define BLOCK_ROWS 2048

struct block {
    uint64_t first, last;
    uint8_t *bytes;
    size_t size, cap;
};

/* Packs n > 0 sorted rows. 0, or -1 where memory ran out. */
int block_pack(struct block *b, const struct posting *row, size_t n);
void block_release(struct block *b);

/* Unpacks into *row, growing it. -1 where the bytes are damaged: *n is then 0;
 * -2 where memory ran out. */
int block_unpack(const void *bytes, size_t size, uint64_t first,
                 struct posting **row, size_t *n, size_t *cap);

#endif
