#include <stdio.h>

#include "cli/agency_known.h"
#include "cli/command.h"
#include "cli/curve.h"
#include "cli/spread_rows.h"
#include "cli/spread_table.h"
#include "cli/tracked_rows.h"

static int part = -1; /* not given */

static const char *const steps[] = {"auto", "hour", "day", NULL};
static int step = -1; /* the same */
static const int64_t step_seconds[] = {0, CURVE_HOUR, CURVE_DAY};

static int all;
static struct track_filter filter = {.since = STORE_NO_TIME,
                                     .until = STORE_NO_TIME};

static const struct option_def options[] = {
    {.name = "part",
     .kind = OPTION_CHOICE,
     .value = &part,
     .argument = "PART",
     .help = "what --tsv and --json write: story, versions, changes, copies, "
             "evidence (the credits and markers of all copies, each with its "
             "place), curve (the hours or days), or, with --json, all: every "
             "row of these, with a key 'part' in front that says story, "
             "version, change, copy, evidence or curve. The table has what "
             "bears on the story of each",
     .fallback = "copies",
     .choices = spread_parts},
    {.name = "by",
     .kind = OPTION_CHOICE,
     .value = &step,
     .argument = "STEP",
     .help = "hour, day or auto: carriers by the hour where all copies came "
             "within two days of the origin, else by the day. Those between "
             "the first and the last without a copy are told, too, unless "
             "there would be more than a hundred in all",
     .fallback = "auto",
     .choices = steps},
    {.name = "all",
     .kind = OPTION_SWITCH,
     .value = &all,
     .set = 1,
     .help = "all stories in one stream of rows, those that reached most sites "
             "first, with --tsv or --json; these choose them:"},
    {.name = "since",
     .kind = OPTION_DATE,
     .value = &filter.since,
     .argument = "DATE",
     .help = "stories with a copy of DATE or later"},
    {.name = "until",
     .kind = OPTION_UNTIL,
     .value = &filter.until,
     .argument = "DATE",
     .help = "stories with a copy before DATE, or on it where DATE is a day"},
    {.name = "agency",
     .kind = OPTION_TEXT,
     .value = &filter.agency,
     .argument = "AGENCY",
     .help = "stories that AGENCY moved"},
    {.name = "site",
     .kind = OPTION_TEXT,
     .value = &filter.site,
     .argument = "SITE",
     .help = "stories with a copy on SITE; -: on a page of unknown site"},
    {.name = "limit",
     .letter = 'n',
     .kind = OPTION_COUNT,
     .value = &filter.limit,
     .argument = "N",
     .help = "the N stories that reached most sites; 0: all",
     .most = INT64_MAX},
    {0}};

/* Store code. */
static int show(struct store *s, const struct tracked *t, int *failed)
{
    struct spread_rows rows;
    struct curve curve;
    int code = STORE_OK;
    if (session.format != OUTPUT_TABLE) {
        spread_rows_begin(&rows, s, (enum spread_part)part, step_seconds[step]);
        code = spread_rows(&rows, t);
        *failed |= spread_rows_end(&rows);
        return code;
    }
    if (curve_make(&curve, t, step_seconds[step])) {
        complain("out of memory");
        *failed = 1;
    } else {
        code = spread_table(s, t, &curve, failed);
    }
    curve_release(&curve);
    return code;
}

/* Store code. */
static int spread_one(struct store *s, int64_t story, int *failed)
{
    struct tracked t = {0};
    int code = tracked_resolve(s, &story);
    if (!code)
        code = tracked_load(&t, s, story);
    *failed = t.failed;
    if (code || t.failed) {
        /* said */
    } else if (!t.is_story) {
        complain("story %lld is a group of pages that are no articles; "
                 "'wireprint show %lld' lists them",
                 (long long)story, (long long)story);
        *failed = 1;
    } else {
        code = show(s, &t, failed);
    }
    tracked_release(&t);
    return code;
}

static int each_story(void *arg, const struct tracked *t)
{
    return spread_rows(arg, t);
}

/* Store code. */
static int spread_all(struct store *s, int *failed)
{
    struct spread_rows rows;
    spread_rows_begin(&rows, s, (enum spread_part)part, step_seconds[step]);
    int code = tracked_each(s, &filter, each_story, &rows, failed);
    if (!code && !*failed && !rows.stories)
        fputs("No stories fit that.\n", stderr);
    *failed |= spread_rows_end(&rows);
    return code;
}

/* Whether the options go with each other; else it is said. */
static int is_sound(int n)
{
    int table = session.format == OUTPUT_TABLE;
    int chosen = filter.since != STORE_NO_TIME ||
                 filter.until != STORE_NO_TIME || filter.agency ||
                 filter.site || filter.limit;
    const char *wrong = NULL;
    if (all && n)
        wrong = "--all is about all stories: leave the STORY or --all out";
    else if (!all && !n)
        wrong = "it wants a STORY, or --all";
    else if (!all && chosen)
        wrong = "--since, --until, --agency, --site and --limit go with --all";
    else if (all && table)
        wrong = "--all goes with --tsv or --json: a table has one story";
    else if (part >= 0 && table)
        wrong = "--part goes with --tsv or --json; the table has all parts";
    else if (part == SPREAD_ALL && session.format != OUTPUT_JSON)
        wrong = "--part all goes with --json: the rows of the parts have "
                "different columns";
    else if (step >= 0 && !table && part != SPREAD_CURVE && part != SPREAD_ALL)
        wrong = "--by goes with the table and with --part curve";
    if (wrong)
        complain("%s", wrong);
    return !wrong;
}

static int run(int n, char **operands)
{
    struct store *s;
    int64_t story = 0;
    int code, failed = 0;
    if (!is_sound(n) || (n && tracked_number(operands[0], &story)))
        return EXIT_MISUSE;
    if (part < 0)
        part = SPREAD_COPIES;
    if (step < 0)
        step = 0;
    s = session_open(1);
    if (!s)
        return EXIT_FAILED;
    if ((code = agency_known(s, filter.agency))) {
        session_close(s, STORE_OK);
        return code;
    }
    code = all ? spread_all(s, &failed) : spread_one(s, story, &failed);
    n = session_close(s, code);
    return failed ? EXIT_FAILED : n;
}

const struct command cmd_spread = {
    .name = "spread",
    .group = "Follow",
    .arguments = "STORY|--all",
    .most = 1,
    .summary = "one story: who moved it, its versions, who ran which and when",
    .about =
        "Shows a story as its agency would see it: the agency and the origin, "
        "each with its evidence; the versions in the order they were first "
        "seen, each with what changed from the one before; every copy with "
        "its lag after the origin, the version that it shows, the credit that "
        "it gives, and what was cut and added; and how many came out in each "
        "hour or day. A copy is flagged as stale where it was fetched after a "
        "correction and still shows what was corrected, and where its times "
        "contradict each other. A story that was merged is shown as the one "
        "it went into.\n"
        "\n"
        "With --all the rows of all stories are one stream, so that a "
        "dashboard can be fed by one call; they are those of one moment, "
        "whatever is added meanwhile.",
    .options = options,
    .lists = 1,
    .columns = spread_sets,
    .example = "  wireprint add samples/crawl.jsonl\n"
               "  wireprint spread 6\n"
               "  wireprint spread 6 --json --part versions\n"
               "  wireprint spread --all --agency reuters --tsv\n"
               "  wireprint spread --all --json --part all > stories.jsonl\n",
    .run = run,
};
