#include "cli/rows.h"

#include "cli/session.h"

const struct column row_story_columns[] = {
    {"story", CELL_ID, "story", 0, "id of the story"},
    {"copies", CELL_COUNT, "copies", 0, "articles that carry it"},
    {"sites", CELL_COUNT, "sites", 0, "sites they are on"},
    {"digests", CELL_COUNT, NULL, 0,
     "round-ups that quote it; they are no copies"},
    {"first", CELL_TIME, "first", 0, "time of the first copy"},
    {"last", CELL_TIME, "last", 0, "time of the last copy"},
    {"main_article", CELL_TEXT, NULL, 0,
     "id of the main article, which shares most with the others"},
    {"words", CELL_COUNT, "words", 0,
     "words of the main article, furniture aside"},
    {"title", CELL_TEXT, "headline", 16, "headline of the main article"},
    {0}};

int row_story(struct output *o, const struct story_row *row)
{
    const struct cell cells[] = {
        cell_id(row->story),          cell_count(row->copies),
        cell_count(row->sites),       cell_count(row->digests),
        cell_time(row->first),        cell_time(row->last),
        cell_text(row->main_article), cell_count(row->words),
        cell_text(row->title),
    };
    return output_row(o, cells);
}

const struct column row_gather_columns[] = {
    {"touched", CELL_COUNT, "stories touched", 0,
     "stories that got or lost a copy"},
    {"fresh", CELL_COUNT, "new", 0, "stories that were not there before"},
    {"merged", CELL_COUNT, "merged", 0, "stories that went into another"},
    {"split", CELL_COUNT, "split", 0, "stories that gave copies to a new one"},
    {"ended", CELL_COUNT, "ended", 0,
     "stories that fell to fewer than two copies"},
    {0}};

int row_gather(const struct gather_result *r)
{
    const struct cell cells[] = {cell_count(r->touched), cell_count(r->fresh),
                                 cell_count(r->merged), cell_count(r->split),
                                 cell_count(r->ended)};
    return output_single((enum output_format)session.format, row_gather_columns,
                         cells);
}
