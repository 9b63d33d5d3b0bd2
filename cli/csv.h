/*
 * csv: where the cells and rows of comma-separated text end (RFC 4180), in
 * pieces of any size. The separator may be any byte. Real files keep few of
 * the rules, so a quote inside a quoted cell that nobody doubled is taken as
 * it stands, and a cell that was never closed is told from a long one.
 *
 *     struct csv csv;
 *     csv_init(&csv, ',');
 *     csv_begin(&csv, 0);
 *     while ((rc = csv_feed(&csv, row, n, ended)) == CSV_MORE)
 *         read_on(&row, &n, &ended);
 *     if (rc == CSV_ROW)
 *         use(csv.cells, csv.n);
 */
#ifndef WIREPRINT_CSV_H
#define WIREPRINT_CSV_H

#include <stddef.h>

/* A row of more cells is none. */
#define CSV_CELLS 512

enum csv_result {
    CSV_MORE,
    CSV_ROW,      /* at counts its bytes, the line's end among them */
    CSV_UNCLOSED, /* the quote at open is not closed, as is known at at */
};

/* A cell is [begin, end) of its row, without the quotes around it. */
struct csv_cell {
    size_t begin, end;
    int quoted;
    int doubled; /* has quotes inside; see csv_unquote() */
};

/* Read cells, n, at, open and in_quotes; leave the rest alone. There is
 * nothing to release. */
struct csv {
    char separator;
    size_t n;
    size_t at;     /* bytes of the row looked at */
    size_t open;   /* where the last quoted cell was opened */
    int in_quotes; /* it still is */
    int by_line, in_cell, doubled;
    size_t begin;    /* of the open cell */
    size_t searched; /* how far newlines of the quoted cell were looked for */
    int lines;       /* it has one */
    struct csv_cell cells[CSV_CELLS];
};

void csv_init(struct csv *csv, char separator);

/* Begins a row. by_line: a quoted cell must end with its line. */
void csv_begin(struct csv *csv, int by_line);

/*
 * Looks on over the row whose first n bytes are at p; those it was shown
 * before must be the same. ended: no more will come. A row has at least one
 * cell, so an empty line is one empty cell. Cells over CSV_CELLS are counted
 * but not kept. Every byte is looked at a bounded number of times.
 *
 * A quote opens a cell only at its beginning, and closes it only before a
 * separator or line end, with a few blanks between or not. Any other quote in
 * a quoted cell is a part of its text; but where it stands as an opening one
 * would, behind a separator or line end on a line below the cell's first, the
 * cell was never closed: CSV_UNCLOSED. With tabs between the cells text is
 * seldom quoted and often begins with a quotation, so there such a quote
 * means that the cell was not quoted at all, and so does, with by_line, one
 * that is not closed.
 */
enum csv_result csv_feed(struct csv *csv, const char *p, size_t n, int ended);

/* Drops the first n < at bytes of the row at p from what is known of it, its
 * cells too: for rows that are followed to their end but not kept. */
void csv_forget(struct csv *csv, const char *p, size_t n);

/* Copies a cell's len bytes to out, which has as much room and may be the
 * same, with doubled quotes as one; returns the bytes written. */
size_t csv_unquote(char *out, const char *s, size_t len);

#endif
