/*
 * reader_state: what a reader holds. For reader.c, which opens and reads files,
 * and reader_reject.c, which counts what cannot be used.
 */
#ifndef WIREPRINT_READER_STATE_H
#define WIREPRINT_READER_STATE_H

#include "cli/format.h"
#include "cli/pages.h"
#include "cli/reader.h"
#include "cli/walk.h"

#include <stdatomic.h>

struct reader {
    struct reader_options options;
    struct fields own_fields;
    struct walk walk;
    size_t next_file;
    const void *memory; /* instead of files */
    size_t memory_len;
    struct source src;
    struct pages *pages;         /* of the batch that is being filled */
    const struct format *format; /* of the open file; NULL: none is open */
    uint64_t files, failed, rejected;
    uint64_t counts[REJECT_COUNT];
    struct reject_place places[REJECT_COUNT][REJECT_PLACES];
    struct reject_place first;
    uint64_t total, before; /* packed bytes: of all files, of those done */
    atomic_uint_fast64_t done;
};

#endif
