#include <stdio.h>
#include <stdlib.h>

#include "cli/agency_known.h"
#include "cli/command.h"
#include "cli/narrow.h"
#include "cli/tracked_rows.h"

static struct narrow narrow = NARROW_INIT;

enum part { PART_COPIES, PART_CHANGES };
static const char *const parts[] = {"copies", "changes", NULL};
static int part;

static const struct option_def options[] = {
    NARROW_AGENCY(narrow, "copies of stories that AGENCY moved"),
    NARROW_SITE(narrow, "copies on SITE"),
    NARROW_TIMES(narrow),
    NARROW_LIMIT(narrow, "N copies at most; 0: all"),
    {.name = "part",
     .kind = OPTION_CHOICE,
     .value = &part,
     .argument = "PART",
     .help = "what --tsv and --json write: copies, or changes, which has what "
             "each copy shows and what it should; the table has both",
     .choices = parts},
    {0}};

static const struct column copy_columns[] = {
    {"story_agency", CELL_TEXT, "agency", 0,
     "agency that moved the story; none: nothing tells it"},
    {"site", CELL_TEXT, "site", 16, "site of the copy; none: not known"},
    {"article", CELL_TEXT, "article", 12, "id of the copy"},
    {"story", CELL_ID, "story", 0, "id of the story"},
    {"version", CELL_COUNT, "shows", 0, "version that it shows"},
    {"replaced_by", CELL_COUNT, "now", 0, "version that replaced it"},
    {"marker", CELL_TEXT, "marker", 0, "what that version calls itself"},
    {"since", CELL_TIME, NULL, 0, "when that version was first seen"},
    {"time", CELL_TIME, NULL, 0, "of the copy: published, else fetched"},
    {"seen", CELL_TIME, "seen", 0, "when the copy was last seen to show it"},
    {"fetched", CELL_TIME, NULL, 0, "when it was fetched"},
    {"modified", CELL_TIME, NULL, 0, "when it was changed, as given"},
    {"replacement", CELL_TEXT, NULL, 0, "a copy that shows that version"},
    {"agency", CELL_TEXT, NULL, 0, "that the copy names; none: none"},
    {"title", CELL_TEXT, NULL, 0, "headline of the copy"},
    {"url", CELL_TEXT, NULL, 0, "its address"},
    {"published", CELL_TIME, NULL, 0, "as given"},
    {0}};

static const struct column change_columns[] = {
    {"article", CELL_TEXT, NULL, 0, "id of the copy"},
    {"story", CELL_ID, NULL, 0, "id of the story"},
    {"version", CELL_COUNT, NULL, 0, "version that it shows"},
    {"replaced_by", CELL_COUNT, NULL, 0, "version that replaced it"},
    {"kind", CELL_TEXT, NULL, 0, "number, words, in or out"},
    {"before", CELL_TEXT, NULL, 0, "how the version shown reads"},
    {"after", CELL_TEXT, NULL, 0, "how the later one reads"},
    {0}};

/* Adds words in one line, wherever a stranger's break. */
static void put_words(FILE *f, const char *words)
{
    for (; *words; words++)
        putc((unsigned char)*words < ' ' ? ' ' : *words, f);
}

/* Under the row: the headline, the address, and what is wrong:
 * "1,400 -> 1,040; 12 -> 9". */
static void put_note(FILE *f, const struct stale_row *row)
{
    const struct carry_row *c = &row->copy;
    char one[TRACKED_WORDS];
    if (c->title && *c->title) {
        put_words(f, c->title);
        putc('\n', f);
    }
    if (c->url && *c->url) {
        put_words(f, c->url);
        putc('\n', f);
    }
    for (size_t i = 0; i < row->nchanges; i++) {
        fputs(i ? "; " : "", f);
        put_words(f, tracked_change(&row->change[i], one, sizeof one));
    }
    if (!row->nchanges)
        fprintf(f,
                "No figure or word is known to differ: 'wireprint spread %lld' "
                "has both versions.",
                (long long)c->story);
}

static int each_copy(struct output *o, const struct stale_row *row)
{
    const struct carry_row *c = &row->copy;
    char *note = NULL;
    size_t len = 0;
    FILE *f = open_memstream(&note, &len);
    const struct cell cells[] = {
        cell_text(row->agency),  cell_site(c->site),
        cell_text(c->article),   cell_id(c->story),
        cell_count(c->version),  cell_count(row->replaced_by),
        cell_text(row->marker),  cell_time(row->since),
        cell_time(c->time),      cell_time(row->seen),
        cell_time(c->fetched),   cell_time(c->modified),
        cell_text(row->article), cell_text(c->agency),
        cell_text(c->title),     cell_text(c->url),
        cell_time(c->published),
    };
    if (f)
        put_note(f, row);
    if (!f || fclose(f)) {
        free(note);
        o->table.failed = 1;
        return 1;
    }
    const struct cell said = cell_bytes(note, len);
    int stop = output_row_note(o, cells, &said);
    free(note);
    return stop;
}

static int each_changes(struct output *o, const struct stale_row *row)
{
    int stop = 0;
    for (size_t i = 0; i < row->nchanges && !stop; i++) {
        const struct change *c = &row->change[i];
        const struct cell cells[] = {
            cell_text(row->copy.article),
            cell_id(row->copy.story),
            cell_count(row->copy.version),
            cell_count(row->replaced_by),
            cell_text(change_name(c->kind)),
            cell_text(c->before && *c->before ? c->before : NULL),
            cell_text(c->after && *c->after ? c->after : NULL),
        };
        stop = output_row(o, cells);
    }
    return stop;
}

static int each(void *arg, const struct stale_row *row)
{
    if (!narrow_takes(&narrow, row->copy.site))
        return 0;
    return part == PART_CHANGES ? each_changes(arg, row) : each_copy(arg, row);
}

static int run(int n, char **operands)
{
    struct output o;
    struct store *s;
    int code, failed;
    (void)n, (void)operands;
    if (part == PART_CHANGES && session.format == OUTPUT_TABLE) {
        complain("--part goes with --tsv or --json; the table has both parts");
        return EXIT_MISUSE;
    }
    s = session_open(1);
    if (!s)
        return EXIT_FAILED;
    if ((code = agency_known(s, narrow.track.agency))) {
        session_close(s, STORE_OK);
        return code;
    }
    output_begin(&o, (enum output_format)session.format,
                 part == PART_CHANGES ? change_columns : copy_columns);
    o.table.wrap_notes = 1;
    code = store_stale(s, &narrow.track, each, &o);
    if (!code && !narrow.taken)
        fputs("No copies fit that.\n", stderr);
    narrow_more(&narrow, "copies");
    failed = output_end(&o);
    n = session_close(s, code);
    return failed ? EXIT_FAILED : n;
}

static const struct column_set sets[] = {
    {"--part copies", copy_columns}, {"--part changes", change_columns}, {0}};

const struct command cmd_stale = {
    .name = "stale",
    .group = "Follow",
    .arguments = "",
    .summary = "copies that still show what a later version corrected",
    .about =
        "Lists the copies that were fetched after a correction, an advisory or "
        "a kill of their story was first seen, and that show something that "
        "it changed, each with the agency that moved the story; below it the "
        "copy's headline and address, and the numbers and words that were "
        "wrong and what they should be. A copy that was fetched before the "
        "correction, or that lacks the passage, is not listed: what its site "
        "shows now is not known. Copies of the stories that most sites carry "
        "come first, those of one story by their times.",
    .options = options,
    .lists = 1,
    .columns = sets,
    .example = "  wireprint add samples/crawl.jsonl\n"
               "  wireprint stale --agency reuters\n"
               "  wireprint stale --json --part changes\n",
    .run = run,
};
