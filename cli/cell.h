/*
 * cell: one value of a listing, and the column that it stands in.
 *
 * A listing is described by an array of columns; a row is an array of cells in
 * the same order. Of a cell only the member that its column's kind reads is
 * set.
 *
 *     static const struct column columns[] = {
 *         {"story", CELL_ID, "story", 0, "number of the story"},
 *         {"title", CELL_TEXT, "headline", 12, "its headline"},
 *         {0}};
 *     const struct cell row[] = {cell_id(7), cell_text("Flood in Alder")};
 */
#ifndef WIREPRINT_CELL_H
#define WIREPRINT_CELL_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

enum cell_kind {
    CELL_TEXT,
    CELL_COUNT, /* a number */
    CELL_ID,    /* a number; 0 is none */
    CELL_PLACE, /* a number from 0 on; CELL_NONE is none */
    CELL_TIME,  /* seconds since 1970 UTC; CELL_NONE is none */
    CELL_DAY,   /* the same, of which only the day counts: 2009-11-30 */
    CELL_LAG,   /* seconds; CELL_NONE is none. Tables write +2h05 */
    CELL_SHARE, /* 0 to 1, four decimals; tables write 87% */
    CELL_REAL,  /* the same, but tables write 0.87 */
};
#define CELL_NONE INT64_MIN
/* A share that is not known: not a number. */
#define CELL_UNKNOWN ((double)NAN)

struct column {
    const char *name; /* head in TSV, key in JSON; NULL ends the array */
    enum cell_kind kind;
    const char *head; /* head in tables; NULL: not shown there */
    unsigned shrinks; /* columns it may be cut down to; 0: never cut */
    const char *help;
};

struct cell {
    const char *text; /* NULL: none */
    size_t len;
    uint64_t count;
    int64_t number;
    double real;
};

struct cell cell_text(const char *s);    /* NULL: none */
struct cell cell_site(const char *site); /* "": not known, none */
struct cell cell_bytes(const char *s, size_t len);
struct cell cell_count(uint64_t n);
struct cell cell_id(int64_t id);
struct cell cell_place(int known, uint64_t at); /* known 0: none */
struct cell cell_time(int64_t t); /* for CELL_DAY and CELL_LAG too */
struct cell cell_real(double v);  /* not finite: none */

int cell_is_none(const struct column *c, const struct cell *v);

/* Writes a cell that is no text as TSV and JSON have it, without quotes, to
 * out of DISPLAY_MAX (display.h) bytes. */
void cell_format(const struct column *c, const struct cell *v, char *out);

#endif
