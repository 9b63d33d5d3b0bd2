/*
 * Strings lie one behind the other in blocks of 1 MiB, longer ones in blocks
 * of their own. Clearing a batch keeps the first blocks for the next records:
 * fresh pages from the kernel would cost as much as reading them.
 */
#include "cli/format.h"

#include <stdlib.h>
#include <string.h>

#define BLOCK ((size_t)1 << 20)

struct arena_block {
    struct arena_block *next;
    size_t used, cap;
    char data[];
};

void batch_init(struct batch *b)
{
    memset(b, 0, sizeof *b);
}

static void free_blocks(struct arena_block *block)
{
    while (block) {
        struct arena_block *next = block->next;
        free(block);
        block = next;
    }
}

void batch_release(struct batch *b)
{
    if (!b)
        return;
    free_blocks(b->blocks);
    free_blocks(b->spare);
    free(b->records);
    batch_init(b);
}

void batch_clear(struct batch *b)
{
    while (b->blocks) {
        struct arena_block *block = b->blocks;
        b->blocks = block->next;
        if (block->cap == BLOCK) {
            block->next = b->spare;
            b->spare = block;
        } else {
            free(block);
        }
    }
    b->n = 0;
    b->bytes = 0;
}

char *batch_space(struct batch *b, size_t len)
{
    struct arena_block *block = b->blocks;
    size_t need = len + 1;
    char *p;
    if (!block || block->cap - block->used < need) {
        if (need <= BLOCK && b->spare) {
            block = b->spare;
            b->spare = block->next;
        } else {
            size_t cap = need < BLOCK ? BLOCK : need;
            block = malloc(sizeof *block + cap);
            if (!block)
                return NULL;
            block->cap = cap;
        }
        block->used = 0;
        block->next = b->blocks;
        b->blocks = block;
    }
    p = block->data + block->used;
    block->used += need;
    b->bytes += need;
    return p;
}

char *batch_copy(struct batch *b, const char *s, size_t len)
{
    char *p = batch_space(b, len), *nul;
    if (!p)
        return NULL;
    if (len)
        memcpy(p, s, len);
    p[len] = 0;
    for (nul = p; (nul = memchr(nul, 0, (size_t)(p + len - nul))); nul++)
        *nul = ' ';
    return p;
}

struct record *batch_new(struct batch *b, const char *file, uint64_t line,
                         uint64_t byte)
{
    struct record *record;
    if (b->n == b->cap) {
        size_t cap = b->cap ? b->cap * 2 : 256;
        record = realloc(b->records, cap * sizeof *record);
        if (!record)
            return NULL;
        b->records = record;
        b->cap = cap;
    }
    record = &b->records[b->n];
    memset(record, 0, sizeof *record);
    record->article.published = record->article.fetched =
        record->article.modified = STORE_NO_TIME;
    record->file = file;
    record->line = line;
    record->byte = byte;
    return record;
}

void batch_keep(struct batch *b)
{
    b->n++;
}
