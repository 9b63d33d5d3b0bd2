/*
 * rawout: records handed on as they came. One run has one form: lines, rows of
 * CSV or TSV under one line of names, or WARC records, which are packed if the
 * first one was.
 *
 *     struct rawout o;
 *     rawout_init(&o, stdout, RAWOUT_AS_CAME);
 *     if (!rawout_look(&o, record) && keep)
 *         rawout_put(&o, record);
 *     rawout_end(&o);
 *     rawout_release(&o);
 */
#ifndef WIREPRINT_RAWOUT_H
#define WIREPRINT_RAWOUT_H

#include <stdio.h>

#include "cli/reader.h"

enum rawout_pack {
    RAWOUT_AS_CAME, /* WARC as the first record, all else unpacked */
    RAWOUT_NONE,
    RAWOUT_GZIP, /* WARC one member a record, all else one a MiB */
};

struct rawout_packer;

struct rawout {
    FILE *file;
    enum rawout_pack ask;
    enum raw_form form; /* of the first record; RAW_NONE: none was seen */
    const char *first;  /* its file */
    int gzip, zstd;     /* how WARC records are packed */
    char *names;        /* the line of names */
    size_t names_len;
    int names_written;
    struct rawout_packer *packer; /* made when first wanted */
    uint64_t bytes;               /* of the records written, unpacked */
};

void rawout_init(struct rawout *o, FILE *file, enum rawout_pack pack);

/* Looks whether a record can be handed on with those before it; to be called
 * for every one, kept or not, in order. record->file must live as long as o.
 * 0, or -1 with a message. */
int rawout_look(struct rawout *o, const struct record *r);

/* Whether it will be written as it came packed. */
int rawout_as_packed(const struct rawout *o, const struct record *r);

/* Writes a record that was looked at. 0, -1 where memory ran out, with a
 * message, or where the file takes no more, without. */
int rawout_put(struct rawout *o, const struct record *r);

/* Writes what is still held back. The same. */
int rawout_end(struct rawout *o);

void rawout_release(struct rawout *o);

#endif
