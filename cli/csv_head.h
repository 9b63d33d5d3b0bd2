/*
 * csv_head: the line of names above the rows of a CSV or TSV file: whether
 * there is one, what separates its cells, and which columns hold an article's
 * facts. A name is looked up in fields.h as it stands, and where that is not
 * known in lower case with underscores for blanks and hyphens, since people
 * write 'Publication Date' in a spreadsheet.
 *
 *     struct csv_head head;
 *     if (csv_head_probe(bytes, len, whole) &&
 *         !csv_head_read(&head, bytes, len, whole, fields))
 *         use(head.keys, head.n);
 *     csv_head_release(&head);
 */
#ifndef WIREPRINT_CSV_HEAD_H
#define WIREPRINT_CSV_HEAD_H

#include "cli/csv.h"
#include "cli/fields.h"

#define CSV_HEAD_NO_MEMORY (-1)

/* How sure it is that an article's rows follow, 0 to 100; CSV_HEAD_TABLE where
 * it is a table that none of the default names is in. */
#define CSV_HEAD_TABLE 30
int csv_head_probe(const char *s, size_t len, int whole);

/* A column in which a field may be found. */
struct csv_key {
    size_t column;
    char *name; /* as fields.h knows it */
};

struct csv_head {
    char separator;
    size_t bytes;   /* of the head: a byte order mark, the line sep=; that
                       spreadsheets write, and the line of names */
    size_t columns; /* without nameless ones at the end */
    struct csv_key *keys;
    size_t n;
    size_t text; /* column of the best name for the text, or SIZE_MAX */
};

/* Reads the head of the bytes that csv_head_probe() was sure of. 0 or
 * CSV_HEAD_NO_MEMORY; release it either way. */
int csv_head_read(struct csv_head *head, const char *s, size_t len, int whole,
                  const struct fields *fields);
void csv_head_release(struct csv_head *head);

/*
 * Whether a row has as many cells as there are columns. More are let pass
 * where they are empty. Fewer are let pass where the text is there and whole,
 * that is in quotes or with another cell behind it: a row that a stray line
 * end has torn apart in its text is none.
 */
int csv_head_fits(const struct csv_head *head, const struct csv *row);

#endif
