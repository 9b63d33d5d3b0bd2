#include <stdio.h>

#include "cli/command.h"
#include "cli/rows.h"

/* relation_name() gives the words; the first choice is no relation. */
static const char *const relations[] = {
    "all",    "none",    "same",  "near",   "contains",
    "within", "partial", "quote", "series", NULL};
static int relation;
static struct pair_filter filter;

static const struct option_def options[] = {
    {.name = "article",
     .kind = OPTION_TEXT,
     .value = &filter.article,
     .argument = "ID",
     .help = "pairs of this article"},
    {.name = "relation",
     .kind = OPTION_CHOICE,
     .value = &relation,
     .argument = "KIND",
     .help = "all, or one of same, near, contains, within, partial, quote, "
             "series, none",
     .choices = relations},
    {.name = "min-resemblance",
     .kind = OPTION_SHARE,
     .value = &filter.min_resemblance,
     .argument = "SHARE",
     .help = "with this resemblance or more"},
    {0}};

static int each(void *arg, const struct pair_row *row)
{
    return row_pair(arg, row);
}

static int run(int n, char **operands)
{
    struct output out;
    struct store *s = session_open(1);
    int code, failed;
    (void)n, (void)operands;
    if (!s)
        return EXIT_FAILED;
    filter.relation = relation - 1;
    output_begin(&out, (enum output_format)session.format, row_pair_columns);
    code = store_pairs(s, &filter, each, &out);
    if (!code && !out.rows)
        fputs("No pairs fit that.\n", stderr);
    if (code == STORE_NOT_FOUND)
        complain("there is no article %s", filter.article);
    failed = output_end(&out);
    n = session_close(s, code);
    return failed ? EXIT_FAILED : n;
}

static const struct column_set sets[] = {{NULL, row_pair_columns}, {0}};

const struct command cmd_pairs = {
    .name = "pairs",
    .group = "Ask",
    .arguments = "",
    .summary = "every two articles that share text, with all figures",
    .about = "Lists the pairs of articles that share text, with the figures "
             "that stories are made from. They are exact where the texts are "
             "kept, and estimates with a standard error where they are not.",
    .options = options,
    .lists = 1,
    .columns = sets,
    .example = "  wireprint add samples/crawl.jsonl\n"
               "  wireprint pairs --relation near --min-resemblance 0.8\n"
               "  wireprint pairs --tsv > pairs.tsv\n",
    .run = run,
};
