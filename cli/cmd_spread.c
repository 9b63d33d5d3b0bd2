#include "cli/command.h"
#include "cli/curve.h"
#include "cli/spread_table.h"
#include "cli/tracked_rows.h"

enum part { PART_STORY, PART_VERSIONS, PART_CHANGES, PART_COPIES, PART_CURVE };
static const char *const parts[] = {"story",  "versions", "changes",
                                    "copies", "curve",    NULL};
static int part = -1; /* not given */

static const char *const steps[] = {"auto", "hour", "day", NULL};
static int step;
static const int64_t step_seconds[] = {0, CURVE_HOUR, CURVE_DAY};

static const struct option_def options[] = {
    {.name = "part",
     .kind = OPTION_CHOICE,
     .value = &part,
     .argument = "PART",
     .help = "what --tsv and --json write: story, versions, changes, copies or "
             "curve; the table has all of them",
     .fallback = "copies",
     .choices = parts},
    {.name = "by",
     .kind = OPTION_CHOICE,
     .value = &step,
     .argument = "STEP",
     .help = "hour, day or auto: carriers by the hour where all copies came "
             "within two days of the origin, else by the day",
     .choices = steps},
    {0}};

static int show_rows(const struct tracked *t, const struct curve *curve)
{
    static const struct column *const columns[] = {
        tracked_story_columns, tracked_version_columns, tracked_change_columns,
        tracked_copy_columns, curve_columns};
    struct output o;
    output_begin(&o, (enum output_format)session.format, columns[part]);
    if (part == PART_STORY)
        tracked_story_row(&o, t);
    for (size_t i = 0; i < t->nversions; i++) {
        const struct version_row *v = &t->version[i];
        if (part == PART_VERSIONS && tracked_version_row(&o, v))
            break;
        for (size_t k = 0; part == PART_CHANGES && k < v->nchanges; k++)
            if (tracked_change_row(&o, v, &v->change[k]))
                break;
    }
    for (size_t i = 0; part == PART_COPIES && i < t->ncopies; i++)
        if (tracked_copy_row(&o, &t->copy[i]))
            break;
    if (part == PART_CURVE)
        curve_rows(&o, curve);
    return output_end(&o);
}

/* Store code. */
static int spread(struct store *s, int64_t story, int *failed)
{
    struct tracked t = {0};
    struct curve curve = {0};
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
    } else if (curve_make(&curve, &t, step_seconds[step])) {
        complain("out of memory");
        *failed = 1;
    } else if (session.format == OUTPUT_TABLE) {
        code = spread_table(s, &t, &curve, failed);
    } else {
        *failed = show_rows(&t, &curve);
    }
    curve_release(&curve);
    tracked_release(&t);
    return code;
}

static int run(int n, char **operands)
{
    struct store *s;
    int64_t story;
    int code, failed = 0;
    (void)n;
    if (tracked_number(operands[0], &story))
        return EXIT_MISUSE;
    if (part >= 0 && session.format == OUTPUT_TABLE) {
        complain("--part goes with --tsv or --json; the table has all parts");
        return EXIT_MISUSE;
    }
    if (part < 0)
        part = PART_COPIES;
    s = session_open(1);
    if (!s)
        return EXIT_FAILED;
    code = spread(s, story, &failed);
    n = session_close(s, code);
    return failed ? EXIT_FAILED : n;
}

static const struct column_set columns[] = {
    {"--part copies", tracked_copy_columns},
    {"--part story", tracked_story_columns},
    {"--part versions", tracked_version_columns},
    {"--part changes", tracked_change_columns},
    {"--part curve", curve_columns},
    {0}};

const struct command cmd_spread = {
    .name = "spread",
    .group = "Follow",
    .arguments = "STORY",
    .least = 1,
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
        "it went into.",
    .options = options,
    .lists = 1,
    .columns = columns,
    .example = "  wireprint add samples/crawl.jsonl\n"
               "  wireprint spread 6\n"
               "  wireprint spread 6 --json --part versions\n",
    .run = run,
};
