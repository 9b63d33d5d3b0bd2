#include <stdio.h>

#include "cli/command.h"

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

static const struct column columns[] = {
    {"a", CELL_TEXT, "a", 16, "id of the article that was stored first"},
    {"b", CELL_TEXT, "b", 16, "id of the other"},
    {"relation", CELL_TEXT, "relation", 0,
     "of a to b: same, near, contains, within, partial, quote, series or "
     "none"},
    {"words_a", CELL_COUNT, NULL, 0, "words of a"},
    {"words_b", CELL_COUNT, NULL, 0, "words of b"},
    {"matched_a", CELL_COUNT, "matched", 0,
     "words of a, furniture aside, that stand in b"},
    {"matched_b", CELL_COUNT, NULL, 0, "words of b, the same way"},
    {"coverage_a", CELL_SHARE, "of a", 0,
     "matched share of a's words that are not furniture"},
    {"coverage_b", CELL_SHARE, "of b", 0, "the same of b"},
    {"resemblance", CELL_REAL, "resemblance", 0,
     "shingles in both over shingles in either, of the whole texts"},
    {"containment_a", CELL_REAL, NULL, 0,
     "shingles in both over those of a, of the whole texts"},
    {"containment_b", CELL_REAL, NULL, 0, "the same of b"},
    {"error", CELL_REAL, NULL, 0,
     "standard error of the figures; 0: they are exact"},
    {"passages", CELL_COUNT, "passages", 0, "passages they share"},
    {"longest", CELL_COUNT, "longest", 0, "words of the longest"},
    {0}};

static int each(void *arg, const struct pair_row *row)
{
    const struct cell cells[] = {
        cell_text(row->a),
        cell_text(row->b),
        cell_text(relation_name(row->relation)),
        cell_count(row->words_a),
        cell_count(row->words_b),
        cell_count(row->matched_a),
        cell_count(row->matched_b),
        cell_real(row->coverage_a),
        cell_real(row->coverage_b),
        cell_real(row->resemblance),
        cell_real(row->containment_a),
        cell_real(row->containment_b),
        cell_real(row->error),
        cell_count(row->passages),
        cell_count(row->longest),
    };
    return output_row(arg, cells);
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
    output_begin(&out, (enum output_format)session.format, columns);
    code = store_pairs(s, &filter, each, &out);
    if (!code && !out.rows)
        fputs("No pairs fit that.\n", stderr);
    if (code == STORE_NOT_FOUND)
        complain("there is no article %s", filter.article);
    failed = output_end(&out);
    n = session_close(s, code);
    return failed ? EXIT_FAILED : n;
}

static const struct column_set sets[] = {{NULL, columns}, {0}};

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
