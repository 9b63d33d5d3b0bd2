#include "store/block.h"

#include <stdlib.h>

#include "store/pack.h"

#define HASH_MAX ((UINT64_C(1) << PACK_HASH_BITS) - 1)

void block_release(struct block *b)
{
    free(b->bytes);
    b->bytes = NULL;
    b->cap = b->size = 0;
}

int block_pack(struct block *b, const struct posting *row, size_t n)
{
    size_t room = (n + 1) * 3 * PACK_VARINT_MAX;
    if (room > b->cap) {
        uint8_t *more = realloc(b->bytes, room);
        if (!more)
            return -1;
        b->bytes = more;
        b->cap = room;
    }
    uint32_t least = row[0].num;
    for (size_t i = 1; i < n; i++)
        if (row[i].num < least)
            least = row[i].num;
    uint8_t *p = pack_varint(b->bytes, least);
    uint64_t hash = row[0].hash;
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i + 1; j < n && row[j].hash == row[i].hash; j++)
            ;
        p = pack_varint(p, (row[i].hash - hash) * 2 + (j - i > 1));
        if (j - i > 1)
            p = pack_varint(p, j - i);
        for (size_t k = i; k < j; k++)
            p = pack_varint(p, row[k].num - least);
        hash = row[i].hash;
    }
    b->first = row[0].hash;
    b->last = row[n - 1].hash;
    b->size = (size_t)(p - b->bytes);
    return 0;
}

static int room_for(struct posting **row, size_t *cap, size_t need)
{
    if (need <= *cap)
        return 0;
    size_t more = need + need / 2 + 64;
    struct posting *grown = realloc(*row, more * sizeof *grown);
    if (!grown)
        return -2;
    *row = grown;
    *cap = more;
    return 0;
}

/* The articles of one hash. */
static int unpack_hash(const uint8_t **p, const uint8_t *end, uint64_t hash,
                       uint64_t count, uint64_t least, struct posting **row,
                       size_t *n, size_t *cap)
{
    if (count > (uint64_t)(end - *p)) /* a byte each, at the least */
        return -1;
    if (room_for(row, cap, *n + count))
        return -2;
    for (uint64_t k = 0; k < count; k++) {
        uint64_t num;
        if (pack_read(p, end, &num) || num > UINT32_MAX - least)
            return -1;
        (*row)[(*n)++] = (struct posting){hash, (uint32_t)(num + least), 0};
    }
    return 0;
}

int block_unpack(const void *bytes, size_t size, uint64_t first,
                 struct posting **row, size_t *n, size_t *cap)
{
    const uint8_t *p = bytes, *end = size ? p + size : p;
    uint64_t least, hash = first;
    int rc = 0;
    *n = 0;
    if (!size || hash > HASH_MAX || pack_read(&p, end, &least) ||
        least > UINT32_MAX)
        return -1;
    while (p < end && !rc) {
        uint64_t step, count = 1;
        if (pack_read(&p, end, &step) || step / 2 > HASH_MAX - hash ||
            ((step & 1) && pack_read(&p, end, &count)))
            rc = -1;
        else
            rc = unpack_hash(&p, end, hash += step / 2, count, least, row, n,
                             cap);
    }
    if (rc)
        *n = 0;
    return rc;
}
