#include <stdio.h>
#include <string.h>

#include "cli/agency_known.h"
#include "cli/command.h"
#include "cli/outfile.h"
#include "cli/rows.h"

enum { FORMAT_JSONL, FORMAT_CSV };
static const char *const formats[] = {"jsonl", "csv", NULL};
static int format;
static const char *path, *site, *agency;
static int64_t since = STORE_NO_TIME, until = STORE_NO_TIME;

static const struct option_def options[] = {
    {.name = "format",
     .kind = OPTION_CHOICE,
     .value = &format,
     .argument = "FORMAT",
     .help = "jsonl: one JSON object a line; csv: as RFC 4180 has it, with a "
             "line of names",
     .choices = formats},
    OUTFILE_OPTION(path),
    {.name = "since",
     .kind = OPTION_DATE,
     .value = &since,
     .argument = "DATE",
     .help = "articles of DATE or later; stories with such a copy"},
    {.name = "until",
     .kind = OPTION_UNTIL,
     .value = &until,
     .argument = "DATE",
     .help = "articles before DATE, or on it where DATE is a day; stories "
             "with such a copy"},
    {.name = "site",
     .kind = OPTION_TEXT,
     .value = &site,
     .argument = "SITE",
     .help = "articles of SITE; stories with a copy there. -: of unknown "
             "site"},
    {.name = "agency",
     .kind = OPTION_TEXT,
     .value = &agency,
     .argument = "AGENCY",
     .help = "stories that AGENCY moved (its id, as 'wireprint agencies' lists "
             "it)"},
    {0}};

static int each_article(void *arg, const struct article_row *row)
{
    return row_article(arg, row);
}

static int each_pair(void *arg, const struct pair_row *row)
{
    return row_pair(arg, row);
}

static int each_story(void *arg, const struct story_row *row)
{
    return row_story(arg, row);
}

static int each_member(void *arg, const struct member_row *row)
{
    return row_member(arg, row);
}

static int give_articles(struct store *s, struct output *out)
{
    const struct article_filter filter = {since, until, site};
    struct store_params params;
    int code = store_articles(s, &filter, each_article, out);
    store_get_params(s, &params);
    if (!code && out->rows && params.no_text)
        fputs("The database was made with --no-text: the articles have no "
              "texts, and 'add' does not take them.\n",
              stderr);
    return code;
}

static int give_pairs(struct store *s, struct output *out)
{
    return store_pairs(s, NULL, each_pair, out);
}

static int give_stories(struct store *s, struct output *out)
{
    const struct story_filter filter = {.since = since,
                                        .until = until,
                                        .site = site,
                                        .agency = agency,
                                        .sort = SORT_FIRST};
    return store_stories(s, &filter, each_story, out);
}

static int give_members(struct store *s, struct output *out)
{
    return store_members(s, each_member, out);
}

static const struct listing {
    const char *name;
    const struct column *columns;
    int filtered; /* takes --since, --until and --site */
    int (*give)(struct store *s, struct output *out);
} listings[] = {
    {"articles", row_article_columns, 1, give_articles},
    {"pairs", row_pair_columns, 0, give_pairs},
    {"stories", row_story_columns, 1, give_stories},
    {"members", row_member_columns, 0, give_members},
};

static const struct listing *find(const char *name)
{
    for (size_t i = 0; i < sizeof listings / sizeof *listings; i++)
        if (!strcmp(listings[i].name, name))
            return &listings[i];
    complain("exports articles, pairs, stories or members, not '%s'", name);
    return NULL;
}

/* Whether the options choose what this listing has; else it is said. */
static int is_sound(const struct listing *l)
{
    if (!l->filtered &&
        (since != STORE_NO_TIME || until != STORE_NO_TIME || site)) {
        complain("--since, --until and --site choose articles and stories, "
                 "not %s",
                 l->name);
        return 0;
    }
    if (agency && l->give != give_stories) {
        complain("--agency chooses stories, not %s", l->name);
        return 0;
    }
    return 1;
}

static int run(int n, char **operands)
{
    const struct listing *l = find(operands[0]);
    struct outfile file;
    struct output out;
    struct store *s;
    int code, failed;
    if (!l || !is_sound(l))
        return EXIT_MISUSE;
    if (!(s = session_open(1)))
        return EXIT_FAILED;
    if ((code = agency_known(s, agency))) {
        session_close(s, STORE_OK);
        return code;
    }
    if ((code = outfile_open(&file, path))) {
        store_close(s);
        return code;
    }
    output_begin_to(&out, format == FORMAT_CSV ? OUTPUT_CSV : OUTPUT_JSON,
                    l->columns, file.file);
    code = l->give(s, &out);
    output_end(&out);
    failed = outfile_close(&file, !code);
    n = session_close(s, code);
    return failed ? EXIT_FAILED : n;
}

static const struct column_set sets[] = {{"articles", row_article_columns},
                                         {"pairs", row_pair_columns},
                                         {"stories", row_story_columns},
                                         {"members", row_member_columns},
                                         {0}};

const struct command cmd_export = {
    .name = "export",
    .group = "Ask",
    .arguments = "articles|pairs|stories|members",
    .least = 1,
    .most = 1,
    .summary = "all of it as JSON lines or CSV, for other programs",
    .about =
        "Writes articles with their texts, or what pairs, stories and members "
        "list, whole: as JSON lines, or as CSV. Articles come in the order in "
        "which they were stored, and 'add' takes them back, with their ids, "
        "so that pairs, stories and members can be joined to them. In JSON, "
        "bytes that are no UTF-8 are U+FFFD; CSV keeps them. A NUL in a text "
        "is a space when it is added again.\n"
        "\n"
        "For SQL there is no need of an export: the database is an SQLite "
        "file, with the views articles, copies, members, pairs, sites, "
        "stories and stubs. Times stand there as text, and with _at behind "
        "the name as seconds since 1970; relations and roles are words; what "
        "is called coverage, resemblance or containment runs from 0 to 1. "
        "Texts are packed and only export has them.",
    .options = options,
    .columns = sets,
    .example = "  wireprint add samples/crawl.jsonl\n"
               "  wireprint export articles -o articles.jsonl\n"
               "  wireprint --db again.db add articles.jsonl\n"
               "  wireprint export pairs --format csv > pairs.csv\n"
               "  sqlite3 wireprint.db 'SELECT site, copies FROM sites'\n",
    .run = run,
};
