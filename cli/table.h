/*
 * table: rows laid out for a terminal.
 *
 * The first rows are kept back until there are enough to see how wide each
 * column has to be; columns that may shrink are cut, widest first, until a
 * line fits. Where that is not enough a row takes several lines, the later ones
 * indented; no number is ever cut. Rows that come later are fitted into the
 * widths found.
 *
 *     struct table t;
 *     table_init(&t, columns, ncolumns);
 *     table_row(&t, cells, NULL);
 *     if (table_end(&t))
 *         fputs("out of memory\\n", stderr);
 */
#ifndef WIREPRINT_TABLE_H
#define WIREPRINT_TABLE_H

#include "cli/cell.h"

/* Rows that are kept back. */
#define TABLE_LOOK 400

struct table {
    const struct column *columns;
    size_t ncolumns;
    unsigned width; /* of the terminal */
    char ***look;   /* rows kept until the widths are known */
    size_t nlook;
    unsigned *widths; /* NULL: not known yet */
    char *breaks;     /* 1: a line begins before the column */
    unsigned gutter;  /* between two columns */
    int wrap_notes;   /* 1: notes take the lines they need; else they are cut */
    int failed;       /* memory ran out */
};

/* columns must outlive t. Nothing is printed where no row comes. */
void table_init(struct table *t, const struct column *columns, size_t n);

/* note, may be NULL, is put under the row. Failure is told by table_end(). */
void table_row(struct table *t, const struct cell *v, const struct cell *note);

/* Prints what is kept back and frees it. 0, or 1 where memory ran out. */
int table_end(struct table *t);

/* Writes a cell that is no text as a table has it, "-" for none, to out of
 * DISPLAY_MAX (display.h) bytes. */
void table_format(const struct column *c, const struct cell *v, char *out);

#endif
