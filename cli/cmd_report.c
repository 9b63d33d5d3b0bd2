#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/agency_known.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/outfile.h"
#include "cli/report.h"
#include "shingle/version.h"

static const char *path, *title;
static uint64_t story;
static struct report_options report = {
    .filter = {.since = STORE_NO_TIME,
               .until = STORE_NO_TIME,
               .limit = REPORT_STORIES},
    .version = WIREPRINT_VERSION,
};

static const struct option_def options[] = {
    OUTFILE_OPTION(path),
    {.name = "since",
     .kind = OPTION_DATE,
     .value = &report.filter.since,
     .argument = "DATE",
     .help = "stories with a copy of DATE or later"},
    {.name = "until",
     .kind = OPTION_UNTIL,
     .value = &report.filter.until,
     .argument = "DATE",
     .help = "stories with a copy before DATE, or on it where DATE is a day"},
    {.name = "agency",
     .kind = OPTION_TEXT,
     .value = &report.filter.agency,
     .argument = "AGENCY",
     .help = "stories that AGENCY moved"},
    {.name = "site",
     .kind = OPTION_TEXT,
     .value = &report.filter.site,
     .argument = "SITE",
     .help = "stories with a copy on SITE"},
    {.name = "story",
     .kind = OPTION_COUNT,
     .value = &story,
     .argument = "STORY",
     .help = "this story alone; 0: all",
     .most = INT64_MAX},
    {.name = "limit",
     .kind = OPTION_COUNT,
     .value = &report.filter.limit,
     .argument = "N",
     .help = "show the N stories that reached most sites; 0: all. Totals and "
             "lists are of all",
     .most = INT64_MAX},
    {.name = "title",
     .kind = OPTION_TEXT,
     .value = &title,
     .argument = "TITLE",
     .help = "heading of the page",
     .fallback = "Who ran which story, and when"},
    {0}};

/* The time that the page says it was written: a build that must come out the
 * same each time sets it. Returns 0, or -1 with a message. */
static int read_clock(int64_t *now)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    uint64_t number;
    *now = (int64_t)time(NULL);
    if (!epoch || !*epoch)
        return 0;
    /* To the end of the year 9999, the last that a date has four digits for. */
    if (number_parse(epoch, 0, 253402300799, &number)) {
        complain("SOURCE_DATE_EPOCH is '%s', not a number of seconds", epoch);
        return -1;
    }
    *now = (int64_t)number;
    return 0;
}

static int no_row(void *arg, const struct story_row *row)
{
    (void)arg, (void)row;
    return 0;
}

/* Looks for the story asked for, and follows it where it was merged. Returns a
 * store code, with a message where there is none. */
static int find_story(struct store *s)
{
    int64_t into = 0;
    int code;
    report.filter.story = (int64_t)story;
    if (!story)
        return STORE_OK;
    code = store_story(s, report.filter.story, &into, no_row, NULL);
    if (code == STORE_NOT_FOUND && into) {
        fprintf(stderr, "Story %llu went into story %lld.\n",
                (unsigned long long)story, (long long)into);
        report.filter.story = into;
        return STORE_OK;
    }
    if (code == STORE_NOT_FOUND)
        complain("there is no story %llu; 'wireprint stories' lists them",
                 (unsigned long long)story);
    return code;
}

static int any_story(void *arg, const struct track_row *row)
{
    (void)row;
    *(int *)arg = 1;
    return 1;
}

/* Says on stderr why the page will have no story, where it will have none.
 * Returns a store code. */
static int tell_empty(struct store *s)
{
    const struct track_calls look = {.story = any_story}, nothing = {0};
    const struct track_filter *f = &report.filter;
    long long id = (long long)f->story;
    int some = 0, code = store_track_all(s, f, &look, &some);
    if (some || code)
        return some ? STORE_OK : code;
    code = f->story ? store_track(s, f->story, &nothing, NULL) : STORE_OK;
    if (code == STORE_NOT_FOUND)
        fprintf(stderr,
                "The report is empty: story %lld is a group of pages that are "
                "no articles; 'wireprint show %lld' lists them.\n",
                id, id);
    else if (!code && f->story)
        fprintf(stderr,
                "The report is empty: story %lld does not fit the other "
                "options.\n",
                id);
    else if (!code)
        fputs("The report is empty: no stories fit that.\n", stderr);
    return code == STORE_NOT_FOUND ? STORE_OK : code;
}

static int run(int n, char **operands)
{
    struct outfile file;
    struct store *s;
    int code, failed, no_memory = 0;
    (void)n, (void)operands;
    if (read_clock(&report.now))
        return EXIT_FAILED;
    if (!(s = session_open(1)))
        return EXIT_FAILED;
    /* The story that is looked for has to be there when it is written. */
    store_begin_read(s);
    if ((code = agency_known(s, report.filter.agency))) {
        session_close(s, STORE_OK);
        return code;
    }
    report.title = title;
    report.db = session.db;
    if ((code = find_story(s)) || (code = tell_empty(s)))
        return session_close(s, code);
    if ((code = outfile_open(&file, path))) {
        store_close(s);
        return code;
    }
    code = report_write(s, file.file, &report, &no_memory);
    if (no_memory)
        complain("out of memory");
    failed = outfile_close(&file, !code);
    n = session_close(s, code);
    return failed || no_memory ? EXIT_FAILED : n;
}

const struct command cmd_report = {
    .name = "report",
    .group = "Follow",
    .arguments = "",
    .summary = "one page of HTML: who ran which story, and when",
    .about =
        "Writes a page that needs no network: the agencies, the stories by "
        "reach, each story with its carry curve, its outlets in time, its "
        "versions and its copies with their edits, which site runs which "
        "agency and how soon, the copies without a credit and those that "
        "still show what was corrected, and how all of it is to be read. It "
        "can be read without scripts; where they run, tables sort, stories "
        "can be filtered and marks tell what they stand for.\n"
        "\n"
        "SOURCE_DATE_EPOCH, where it is set, is the time that the page says "
        "it was written, so that the same file gives the same page.",
    .options = options,
    .example = "  wireprint add samples/crawl.jsonl\n"
               "  wireprint report -o report.html\n"
               "  wireprint report --site dunhaven-echo.example --title "
               "'The Echo' -o echo.html\n",
    .run = run,
};
