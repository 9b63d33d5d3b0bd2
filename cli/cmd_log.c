#include <stdio.h>

#include "cli/command.h"
#include "cli/options.h"

static const struct column columns[] = {
    {"entry", CELL_COUNT, "entry", 0, "ascending"},
    {"story", CELL_ID, "story", 0, "id of the story"},
    {"event", CELL_TEXT, "event", 0, "new, merged, split or ended"},
    {"other", CELL_ID, "other", 0,
     "story that it was merged into or split from"},
    {"copies", CELL_COUNT, "copies", 0, "of the story after it"},
    {"time", CELL_TIME, "time", 0,
     "when the last of the story's copies was fetched (published, where that "
     "is not known), as they were after it: of a merged story those of the one "
     "that it went into, of an ended one those that it left"},
    {"kind", CELL_TEXT, "kind", 0,
     "story, or stub: a group of pages that are no articles"},
    {0}};

static int each(void *arg, const struct log_row *row)
{
    const struct cell cells[] = {
        cell_count(row->entry),
        cell_id(row->story),
        cell_text(row->event),
        cell_id(row->other),
        cell_count(row->copies),
        cell_time(row->time),
        cell_text(row->stub ? "stub" : "story"),
    };
    return output_row(arg, cells);
}

static int no_row(void *arg, const struct story_row *row)
{
    (void)arg, (void)row;
    return 0;
}

/* Where a story that is no more went to. Returns a store code. */
static int tell_forward(struct store *s, int64_t story)
{
    int64_t into = 0;
    int code = store_story(s, story, &into, no_row, NULL);
    if (code == STORE_NOT_FOUND && into)
        fprintf(stderr, "Story %lld went into story %lld.\n", (long long)story,
                (long long)into);
    return code == STORE_NOT_FOUND ? STORE_OK : code;
}

static int run(int n, char **operands)
{
    struct output out;
    struct store *s;
    uint64_t story = 0;
    int code, failed;
    if (n && number_parse(operands[0], 1, INT64_MAX, &story)) {
        complain("'%s' is no story number; 'wireprint stories' lists them",
                 operands[0]);
        return EXIT_MISUSE;
    }
    s = session_open(1);
    if (!s)
        return EXIT_FAILED;
    output_begin(&out, (enum output_format)session.format, columns);
    code = store_log(s, (int64_t)story, each, &out);
    if (code == STORE_NOT_FOUND || (!code && !out.rows && story))
        complain("there is no story %llu; 'wireprint stories' lists them",
                 (unsigned long long)story);
    else if (!code && !out.rows)
        fputs("The log is empty.\n", stderr);
    if (!code && !out.rows && story)
        code = STORE_NOT_FOUND;
    failed = output_end(&out);
    if (!code && story)
        code = tell_forward(s, (int64_t)story);
    n = session_close(s, code);
    return failed ? EXIT_FAILED : n;
}

static const struct column_set sets[] = {{NULL, columns}, {0}};

const struct command cmd_log = {
    .name = "log",
    .group = "Ask",
    .arguments = "[STORY]",
    .most = 1,
    .summary = "how stories came, merged, split and ended",
    .about =
        "Lists what became of one story, or of all: when it came, which "
        "story it was merged into, which one it gave copies to. With "
        "STORY, what went into it and what came out of it is listed as "
        "well, and it is said where a story that is no more can be found "
        "now. A story's number never changes its meaning. The times are the "
        "crawl's, not those at which the program ran: the same articles "
        "in the same batches give the same log, and 'rebuild' leaves "
        "what is there as it is.",
    .lists = 1,
    .columns = sets,
    .example = "  wireprint add samples/crawl.jsonl\n"
               "  wireprint log 1\n",
    .run = run,
};
