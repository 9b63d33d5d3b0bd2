/*
 * Any bytes as a blob of the file: a signature, a block of postings, the
 * passages of a pair. No read outside, which the sanitizers see, and what is
 * read keeps what the headers promise and packs into what reads the same.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "store/block.h"
#include "store/pack.h"
#include "store/pair.h"
#include "store/posting.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
    if (!holds)
        abort();
}

static void read_signature(const uint8_t *data, size_t size)
{
    struct signature g = {0}, again = {0};
    uint8_t *out;

    if (pack_signature_read(&g, data, size)) {
        sketch_release(&g.sketch);
        return;
    }
    require(g.sketch.n <= g.distinct && g.distinct <= g.words);
    for (size_t i = 0; i < g.sketch.n; i++) {
        require(g.sketch.sample[i].pos < g.words);
        require(!i || g.sketch.sample[i - 1].hash <= g.sketch.sample[i].hash);
    }
    require((out = malloc(pack_signature_room(g.sketch.n))) != NULL);
    size_t n = pack_signature(out, g.words, g.distinct, &g.sketch);
    require(n && n <= pack_signature_room(g.sketch.n));
    require(!pack_signature_read(&again, out, n));
    require(again.words == g.words && again.distinct == g.distinct);
    require(again.sketch.n == g.sketch.n &&
            again.sketch.limit == g.sketch.limit);
    for (size_t i = 0; i < g.sketch.n; i++)
        require(again.sketch.sample[i].hash == g.sketch.sample[i].hash);
    free(out);
    sketch_release(&g.sketch);
    sketch_release(&again.sketch);
}

static void read_block(const uint8_t *data, size_t size, uint64_t first)
{
    struct posting *row = NULL, *again = NULL;
    struct block b = {0};
    size_t n = 0, m = 0, cap = 0, again_cap = 0;

    int rc = block_unpack(data, size, first, &row, &n, &cap);
    require(!rc || !n);
    for (size_t i = 0; i < n; i++) {
        require(row[i].hash >= (i ? row[i - 1].hash : first));
        require(row[i].hash >> PACK_HASH_BITS == 0);
    }
    if (n) {
        require(!block_pack(&b, row, n));
        require(
            !block_unpack(b.bytes, b.size, b.first, &again, &m, &again_cap));
        require(m == n);
        for (size_t i = 0; i < n; i++)
            require(again[i].hash == row[i].hash && again[i].num == row[i].num);
    }
    block_release(&b);
    free(row);
    free(again);
}

static void read_passages(const uint8_t *data, size_t size)
{
    struct passage *p = NULL;
    size_t n = 0, cap = 0;

    if (!pair_passages(data, size, &p, &n, &cap))
        for (size_t i = 0; i < n; i++)
            require((uint64_t)p[i].a + p[i].a_words <= UINT32_MAX &&
                    (uint64_t)p[i].b + p[i].b_words <= UINT32_MAX);
    free(p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_signature(data, size);
    read_block(data, size, 0);
    read_block(data, size, size << 20);
    read_passages(data, size);
    return 0;
}
