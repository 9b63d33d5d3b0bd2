/*
 * output: rows for a person's terminal, for a spreadsheet, or for a program.
 *
 * A listing is described once by its columns; each row is then an array of
 * cells in that order, and comes out as a table that fits the terminal, as
 * tab-separated values, or as one JSON object a line.
 *
 *     static const struct column columns[] = {
 *         {"story", CELL_ID, "story", 0, "number of the story"},
 *         {"title", CELL_TEXT, "headline", 12, "headline"},
 *         {0}};
 *     output_begin(&out, OUTPUT_TABLE, columns);
 *     output_row(&out, (struct cell[]){cell_id(7), cell_text("A")});
 *     output_end(&out);
 *
 * Headlines and site names are a stranger's bytes. In a table, control
 * characters and the marks that turn the direction of writing never get out;
 * in TSV and JSON they are escaped. CSV (RFC 4180) has all bytes as they came.
 */
#ifndef WIREPRINT_OUTPUT_H
#define WIREPRINT_OUTPUT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "cli/table.h"

enum output_format { OUTPUT_TABLE, OUTPUT_TSV, OUTPUT_JSON, OUTPUT_CSV };

struct output {
    enum output_format format;
    const struct column *columns;
    size_t ncolumns;
    FILE *file;
    uint64_t rows;
    const char *part; /* of JSON rows the first key; NULL: they have none */
    struct table table;
};

/* o need not be initialised. columns must live until output_end(). */
void output_begin(struct output *o, enum output_format format,
                  const struct column *columns);

/* The same into f, which a table cannot be written to. */
void output_begin_to(struct output *o, enum output_format format,
                     const struct column *columns, FILE *f);

/* Writes one row. note, may be NULL, is put under it in a table and nowhere
 * else. Returns 0, or 1 where the file takes no more, so that a listing may
 * stop. */
int output_row(struct output *o, const struct cell *cells);
int output_row_note(struct output *o, const struct cell *cells,
                    const struct cell *note);

/* Writes what is still kept back, and frees it. Returns 0, or 1 with a message
 * where memory ran out. */
int output_end(struct output *o);

/* One row as `name  value` lines in a table's place, for commands that answer
 * with a single row. */
int output_single(enum output_format format, const struct column *columns,
                  const struct cell *cells);

/*
 * Flushes and closes stdout. Returns 0, or 1 with a message where
 * something could not be written; a reader that went away is no message.
 */
int output_finish(void);

#endif
