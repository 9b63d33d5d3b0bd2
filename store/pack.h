/*
 * pack: numbers as bytes, for the blobs of the file. Byte order is fixed, and
 * every reader bears any bytes: what does not parse is an error, never a read
 * outside the blob.
 *
 * A varint is seven bits a byte, low ones first, the high bit set on all but
 * the last: at most ten bytes.
 *
 * signature blob: varint words, varint distinct shingles, varint samples n,
 * limit (5 bytes), then n times, by position: varint step from the last
 * position, and the hash (5 bytes, high first). Hashes are kept to their upper
 * 40 bits: at a million articles of 31 samples a sampled hash meets a stranger
 * once in two thousand times, and the exact overlap then says so.
 */
#ifndef WIREPRINT_PACK_H
#define WIREPRINT_PACK_H

#include <stddef.h>
#include <stdint.h>

#include "shingle/sketch.h"

#define PACK_VARINT_MAX 10
#define PACK_HASH_BITS 40

/* A hash as it is kept. */
static inline uint64_t pack_hash(uint64_t hash)
{
    return hash >> (64 - PACK_HASH_BITS);
}

/* Kept hashes in a row, high byte first: the bytes of one, and the i-th. */
#define PACK_HASH_BYTES (PACK_HASH_BITS / 8)

static inline uint64_t pack_hash_at(const uint8_t *body, size_t i)
{
    uint64_t hash = 0;
    for (size_t k = 0; k < PACK_HASH_BYTES; k++)
        hash = hash << 8 | body[i * PACK_HASH_BYTES + k];
    return hash;
}

/* Writes v at p, which has room for PACK_VARINT_MAX; returns the end. */
uint8_t *pack_varint(uint8_t *p, uint64_t v);

/* Reads a varint from [*p, end) and moves *p past it. 0, or -1 where the
 * bytes end or run over: *p is then end. */
int pack_read(const uint8_t **p, const uint8_t *end, uint64_t *v);

/* Cuts a sketch's hashes down to what is kept of them. */
void pack_sketch(struct sketch *k);

struct signature {
    uint32_t words, distinct;
    struct sketch sketch; /* hashes as pack_hash() makes them, by hash */
};

/* Room that pack_signature() needs for n samples. */
size_t pack_signature_room(size_t n);
/* Packs; k holds hashes as pack_sketch() makes them. Returns the bytes written,
 * 0 where memory ran out. */
size_t pack_signature(uint8_t *out, uint32_t words, uint32_t distinct,
                      const struct sketch *k);
/* Unpacks into g, whose sketch was initialised and is released by the caller.
 * 0, -1 where the blob is damaged, -2 where memory ran out. */
int pack_signature_read(struct signature *g, const void *blob, size_t size);

#endif
