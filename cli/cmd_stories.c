#include <stdio.h>
#include <string.h>

#include "cli/agency_known.h"
#include "cli/command.h"
#include "cli/rows.h"

static struct story_filter filter = {
    .since = STORE_NO_TIME, .until = STORE_NO_TIME, .limit = 20};
static int sort = SORT_SITES;

/* In the order of enum story_sort. */
static const char *const sorts[] = {"sites", "copies", "first", "last", NULL};

static const struct option_def options[] = {
    {.name = "since",
     .kind = OPTION_DATE,
     .value = &filter.since,
     .argument = "DATE",
     .help = "with a copy on DATE or later"},
    {.name = "until",
     .kind = OPTION_UNTIL,
     .value = &filter.until,
     .argument = "DATE",
     .help = "with a copy before DATE, or on it where DATE is a day"},
    {.name = "site",
     .kind = OPTION_TEXT,
     .value = &filter.site,
     .argument = "SITE",
     .help = "with a copy on SITE; -: on a page of unknown site"},
    {.name = "agency",
     .kind = OPTION_TEXT,
     .value = &filter.agency,
     .argument = "AGENCY",
     .help = "that AGENCY moved (its id, as 'wireprint agencies' lists it)"},
    {.name = "min-sites",
     .kind = OPTION_UNSIGNED,
     .value = &filter.min_sites,
     .argument = "N",
     .help = "on N sites or more"},
    {.name = "min-copies",
     .kind = OPTION_UNSIGNED,
     .value = &filter.min_copies,
     .argument = "N",
     .help = "with N copies or more"},
    {.name = "text",
     .kind = OPTION_TEXT,
     .value = &filter.words,
     .argument = "WORDS",
     .help = "with all of WORDS in a headline or in the main article, however "
             "they are spelt there: case, quotes and accents' forms do not "
             "matter"},
    {.name = "stubs",
     .kind = OPTION_SWITCH,
     .value = &filter.stubs,
     .set = 1,
     .help = "instead of stories, the groups of pages that are no articles: "
             "bot walls, paywall stubs, error pages"},
    {.name = "sort",
     .kind = OPTION_CHOICE,
     .value = &sort,
     .argument = "KEY",
     .help = "sites, copies or last: most first; first: oldest first",
     .choices = sorts},
    {.name = "limit",
     .letter = 'n',
     .kind = OPTION_COUNT,
     .value = &filter.limit,
     .argument = "N",
     .help = "N stories at most; 0: all"},
    {0}};

static int each(void *arg, const struct story_row *row)
{
    return row_story(arg, row);
}

#define COLUMNS_MOST 24

/* No agency moved a stub: its table has the length in its place. */
static void stub_columns(struct column *out)
{
    const struct column *c = row_story_columns;
    for (size_t i = 0; i + 1 < COLUMNS_MOST && c->name; i++, c++, out++) {
        *out = *c;
        if (!strcmp(c->name, "words"))
            out->head = c->name;
        if (!strcmp(c->name, "agency"))
            out->head = NULL;
    }
    *out = (struct column){0};
}

/* What is said where no row is. */
static const char *nothing(void)
{
    int chosen = filter.since != STORE_NO_TIME ||
                 filter.until != STORE_NO_TIME || filter.site ||
                 filter.agency || filter.min_sites || filter.min_copies ||
                 filter.words;
    if (filter.stubs)
        return chosen ? "No stubs fit that.\n" : "There are no stubs.\n";
    return chosen ? "No stories fit that.\n"
                  : "There are no stories: no two articles carry one text.\n";
}

static int run(int n, char **operands)
{
    struct column of_stubs[COLUMNS_MOST];
    struct output out;
    struct store *s;
    int code, failed;
    (void)n, (void)operands;
    if (filter.stubs && filter.agency) {
        complain("no agency moved stubs: leave --agency or --stubs out");
        return EXIT_MISUSE;
    }
    if (!(s = session_open(1)))
        return EXIT_FAILED;
    if ((code = agency_known(s, filter.agency))) {
        session_close(s, STORE_OK);
        return code;
    }
    filter.sort = (enum story_sort)sort;
    stub_columns(of_stubs);
    output_begin(&out, (enum output_format)session.format,
                 filter.stubs ? of_stubs : row_story_columns);
    code = store_stories(s, &filter, each, &out);
    if (!code && !out.rows)
        fputs(nothing(), stderr);
    else if (!code && out.rows == filter.limit &&
             session.format == OUTPUT_TABLE)
        fputs("There may be more: --limit N shows N, --limit 0 all.\n", stderr);
    failed = output_end(&out);
    n = session_close(s, code);
    return failed ? EXIT_FAILED : n;
}

static const struct column_set columns[] = {{NULL, row_story_columns}, {0}};

const struct command cmd_stories = {
    .name = "stories",
    .group = "Ask",
    .arguments = "",
    .summary = "the stories, most widely carried first",
    .about =
        "Lists stories: texts that two or more articles carry. Without "
        "options, those on most sites come first. Each has the agency that "
        "moved it, where anything tells it; with --tsv and --json also "
        "what its origin is told by, and how many versions, credited and "
        "stale copies it has. A page that many sites serve in place of "
        "articles is no story; --stubs lists these groups, and 'show' "
        "shows one like a story.",
    .options = options,
    .lists = 1,
    .columns = columns,
    .example = "  wireprint add samples/crawl.jsonl\n"
               "  wireprint stories --min-sites 4 --since 2024-03-05\n"
               "  wireprint stories --text bridge --sort first --json\n"
               "  wireprint stories --agency reuters --limit 0 --tsv\n"
               "  wireprint stories --stubs\n",
    .run = run,
};
