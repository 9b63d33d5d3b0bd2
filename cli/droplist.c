#include "cli/droplist.h"

#include <inttypes.h>

#include "cli/display.h"

const struct column drop_columns[] = {
    {"dropped", CELL_TEXT, NULL, 0,
     "the dropped record: its id, else its URL, else its file and line"},
    {"dropped_file", CELL_TEXT, NULL, 0, "the file it is in"},
    {"dropped_line", CELL_ID, NULL, 0, "its line, where the file has lines"},
    {"dropped_byte", CELL_COUNT, NULL, 0,
     "where it begins in the unpacked file"},
    {"kept", CELL_TEXT, NULL, 0, "the record that is kept in its stead"},
    {"kept_file", CELL_TEXT, NULL, 0,
     "its file; like the next two empty where it is of an earlier crawl"},
    {"kept_line", CELL_ID, NULL, 0, "its line"},
    {"kept_byte", CELL_TEXT, NULL, 0, "where it begins"},
    {"earlier", CELL_COUNT, NULL, 0, "1 where it is of an earlier crawl, or 0"},
    {"relation", CELL_TEXT, NULL, 0,
     "copy: the same words in the same order; near: resemblance of 0.5 or "
     "more; partial: less. With --by same, near and story as in pairs"},
    {"resemblance", CELL_REAL, NULL, 0,
     "shingles in both over shingles in either, of the whole texts"},
    {"coverage", CELL_SHARE, NULL, 0,
     "share of the dropped record's words that stand in the kept one"},
    {0}};

void droplist_begin(struct output *out, FILE *f)
{
    output_begin_to(out, OUTPUT_TSV, drop_columns, f);
}

int droplist_row(struct output *out, const struct drop *d)
{
    const struct place *from = &d->dropped, *to = &d->kept;
    char byte[DISPLAY_MAX];
    snprintf(byte, sizeof byte, "%" PRIu64, to->byte);
    const struct cell cells[] = {
        cell_text(from->name),
        cell_text(from->file),
        cell_id((int64_t)from->line),
        cell_count(from->byte),
        cell_text(to->name),
        cell_text(to->file),
        cell_id((int64_t)to->line),
        cell_text(to->file ? byte : NULL),
        cell_count((uint64_t)(d->earlier != 0)),
        cell_text(d->relation),
        cell_real(d->resemblance),
        cell_real(d->coverage),
    };
    return output_row(out, cells);
}
