/*
 * reading: what the commands that read articles have in common: their options,
 * the reader that these make, and the words about what could not be used.
 *
 *     struct reading in;
 *     int code = reading_open(&in, n, operands, 0);
 *     if (code)
 *         return code;
 *     ... in.reader ...
 *     reading_tell(&in, NULL, 0, 0);
 *     return reading_close(&in) ? EXIT_FAILED : EXIT_DONE;
 *
 * A command that says .reads in its table takes the options.
 */
#ifndef WIREPRINT_READING_H
#define WIREPRINT_READING_H

#include "cli/cell.h"
#include "cli/fields.h"
#include "cli/reader.h"
#include "cli/rejects.h"

/* What the options of the command line set. */
struct reading_options {
    const char *map;     /* --map; NULL: none */
    const char *rejects; /* --rejects; NULL: none */
    uint64_t max_record;
    int strict, progress, quiet;
};
extern struct reading_options reading_asked;

struct reading {
    struct reader *reader;
    struct rejects *rejects; /* NULL: none are kept */
    struct fields fields;
};

/*
 * Opens a reader over the paths as the options ask. raw: records as they came,
 * too. Returns EXIT_DONE; or EXIT_MISUSE or EXIT_FAILED with a message, as
 * where none of the paths is there, with nothing to close.
 */
int reading_open(struct reading *in, int n, char **paths, int raw);

/* Says on stderr what is wrong with a record, and where. */
void reading_complain(const struct reject_place *place);

/* Says on stderr the first places of each reason, and how many there were. n
 * more places are told behind them, of so many that the caller itself
 * rejected. */
void reading_tell(const struct reading *in, const struct reject_place *place,
                  size_t n, uint64_t rejected);

/* Closes what was opened. Returns 0, or -1 where rejects could not be kept. */
int reading_close(struct reading *in);

/* Columns of a summary: records by the reason why they could not be used, then
 * facts by what was wrong with them. The names are those of reject_key().
 * READING_COLUMNS ends a list of columns, READING_NCOLUMNS is their number. */
#define READING_REASONS(X)                                                     \
    X(REJECT_FILE, "rejected_file", "files that cannot be read")               \
    X(REJECT_DAMAGED, "rejected_damaged", "packed data damaged or cut off")    \
    X(REJECT_SYNTAX, "rejected_syntax", "broken JSON")                         \
    X(REJECT_TRUNCATED, "rejected_truncated", "the file ends inside a record") \
    X(REJECT_NOT_OBJECT, "rejected_not_object", "not a JSON object")           \
    X(REJECT_NO_TEXT, "rejected_no_text", "no text")                           \
    X(REJECT_TEXT_TYPE, "rejected_text_type", "the text is not a string")      \
    X(REJECT_EMPTY_TEXT, "rejected_empty_text", "no word in the text")         \
    X(REJECT_TOO_LONG, "rejected_too_long", "longer than --max-record")        \
    X(REJECT_TOO_DEEP, "rejected_too_deep", "nested too deep")                 \
    X(REJECT_NOT_TEXT, "rejected_not_text", "neither text nor a page")         \
    X(REJECT_RECORD, "rejected_record", "damaged WARC records")                \
    X(REJECT_HTTP, "rejected_http", "damaged HTTP messages")                   \
    X(REJECT_ROW, "rejected_row", "rows with too few or too many cells")       \
    X(REJECT_QUOTE, "rejected_quote", "quotes that are not closed")            \
    X(REJECT_XML, "rejected_xml", "broken XML")                                \
    X(WARN_TYPE, "warned_type", "facts of the wrong type")                     \
    X(WARN_DATE, "warned_date", "times that were not understood")              \
    X(WARN_DATE_AMBIGUOUS, "warned_ambiguous_date", "times of two meanings")
#define READING_COLUMN(reason, name, words) {name, CELL_COUNT, NULL, 0, words},
#define READING_ONE(reason, name, words) +1
#define READING_COLUMNS                                                        \
    READING_REASONS(READING_COLUMN)                                            \
    {                                                                          \
        0                                                                      \
    }
#define READING_NCOLUMNS (0 READING_REASONS(READING_ONE))

/* Writes the READING_NCOLUMNS cells of READING_COLUMNS: what r counted (NULL:
 * nothing), and the empty and too_long ones that the caller itself rejected. */
void reading_cells(const struct reader *r, uint64_t empty, uint64_t too_long,
                   struct cell *cells);

#endif
