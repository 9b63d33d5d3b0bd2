#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/account.h"
#include "cli/command.h"
#include "cli/fetched.h"

enum part { PART_FIGURES, PART_FACTS, PART_FURNITURE };
static const char *const parts[] = {"figures", "facts", "furniture", NULL};
static int part = -1; /* not given */

static const struct option_def options[] = {
    {.name = "part",
     .kind = OPTION_CHOICE,
     .value = &part,
     .argument = "PART",
     .help = "what --tsv and --json write: figures, facts or furniture; "
             "without these two, all is shown",
     .fallback = "figures",
     .choices = parts},
    {0}};

static const struct column figure_columns[] = {
    {"a", CELL_TEXT, NULL, 0, "id of the first article"},
    {"b", CELL_TEXT, NULL, 0, "id of the second"},
    {"together", CELL_COUNT, NULL, 0, "1: both are in one story; 0: not"},
    {"rule", CELL_TEXT, NULL, 0,
     "that decided: one of those that 'wireprint rules' lists, or window, "
     "samples, furniture or stub"},
    {"value", CELL_REAL, NULL, 0, "of that rule; none for the other four"},
    {"reason", CELL_TEXT, NULL, 0, "in words"},
    {"relation", CELL_TEXT, NULL, 0,
     "of a to b: same, near, contains, within, partial, quote, series or "
     "none"},
    {"story_a", CELL_ID, NULL, 0, "story that a stands in"},
    {"role_a", CELL_TEXT, NULL, 0, "copy or digest"},
    {"story_b", CELL_ID, NULL, 0, "story that b stands in"},
    {"role_b", CELL_TEXT, NULL, 0, "copy or digest"},
    {"links", CELL_COUNT, NULL, 0,
     "other copies of b's story that a is linked to"},
    {"copies", CELL_COUNT, NULL, 0, "other copies that it has"},
    {"site_a", CELL_TEXT, NULL, 0, "site of a"},
    {"site_b", CELL_TEXT, NULL, 0, "site of b"},
    {"time_a", CELL_TIME, NULL, 0, "time of a"},
    {"time_b", CELL_TIME, NULL, 0, "time of b"},
    {"words_a", CELL_COUNT, NULL, 0, "words of a"},
    {"words_b", CELL_COUNT, NULL, 0, "words of b"},
    {"furniture_a", CELL_COUNT, NULL, 0, "of which are furniture"},
    {"furniture_b", CELL_COUNT, NULL, 0, "the same of b"},
    {"matched_a", CELL_COUNT, NULL, 0,
     "words of a, furniture aside, that stand in b"},
    {"matched_b", CELL_COUNT, NULL, 0, "words of b, the same way"},
    {"coverage_a", CELL_SHARE, NULL, 0,
     "matched share of a's words that are not furniture"},
    {"coverage_b", CELL_SHARE, NULL, 0, "the same of b"},
    {"resemblance", CELL_REAL, NULL, 0,
     "shingles in both over shingles in either, of the whole texts"},
    {"passages", CELL_COUNT, NULL, 0, "passages they share"},
    {"longest", CELL_COUNT, NULL, 0, "words of the longest"},
    {"samples", CELL_COUNT, NULL, 0,
     "sampled shingles in both, furniture aside"},
    {"numbers_changed", CELL_COUNT, NULL, 0,
     "numbers that differ inside what the whole texts share"},
    {"numbers_same", CELL_COUNT, NULL, 0, "numbers that do not"},
    {"facts", CELL_COUNT, NULL, 0, "rows of --part facts"},
    {0}};

static const struct column fact_columns[] = {
    {"a", CELL_TEXT, NULL, 0, "words of the first article"},
    {"b", CELL_TEXT, NULL, 0, "what the second has in their place"},
    {0}};

static const struct column furniture_columns[] = {
    {"article", CELL_TEXT, NULL, 0, "id of the article"},
    {"words", CELL_COUNT, NULL, 0, "its length"},
    {"text", CELL_TEXT, NULL, 0, "the words that were set aside"},
    {0}};

/* What the callbacks need. */
struct asking {
    struct output out;
    struct fetched page[2];
    struct known_rule *rule;
    size_t nrules;
    const char *label; /* id of the article whose furniture is listed */
    int failed;
};

static int each_rule(void *arg, const struct rule_row *row)
{
    struct asking *q = arg;
    struct known_rule *grown =
        realloc(q->rule, (q->nrules + 1) * sizeof *q->rule);
    if (!grown) {
        complain("out of memory");
        q->failed = 1;
        return 1;
    }
    q->rule = grown;
    grown += q->nrules++;
    snprintf(grown->name, sizeof grown->name, "%s", row->name);
    snprintf(grown->meaning, sizeof grown->meaning, "%s", row->meaning);
    grown->value = row->value;
    grown->standard = row->standard;
    return 0;
}

static const struct known_rule *rule_find(const struct asking *q,
                                          const char *name)
{
    for (size_t i = 0; name && i < q->nrules; i++)
        if (!strcmp(q->rule[i].name, name))
            return &q->rule[i];
    return NULL;
}

static void row_figures(struct asking *q, const struct explanation *e)
{
    const struct known_rule *rule = rule_find(q, e->rule);
    const struct cell cells[] = {
        cell_text(e->a),
        cell_text(e->b),
        cell_count(e->together != 0),
        cell_text(e->rule),
        cell_real(rule ? rule->value : CELL_UNKNOWN),
        cell_text(e->reason),
        cell_text(relation_name(e->relation)),
        cell_id(e->story_a),
        cell_text(e->story_a ? role_name(e->role_a) : NULL),
        cell_id(e->story_b),
        cell_text(e->story_b ? role_name(e->role_b) : NULL),
        cell_count(e->links),
        cell_count(e->copies),
        cell_site(e->site_a),
        cell_site(e->site_b),
        cell_time(e->time_a),
        cell_time(e->time_b),
        cell_count(e->words_a),
        cell_count(e->words_b),
        cell_count(e->furniture_a),
        cell_count(e->furniture_b),
        cell_count(e->matched_a),
        cell_count(e->matched_b),
        cell_real(e->coverage_a),
        cell_real(e->coverage_b),
        cell_real(e->resemblance),
        cell_count(e->passages),
        cell_count(e->longest),
        cell_count(e->samples),
        cell_count(e->numbers_changed),
        cell_count(e->numbers_same),
        cell_count(e->nfacts),
    };
    output_row(&q->out, cells);
}

static int each_furniture(void *arg, uint64_t words, const char *text,
                          size_t len)
{
    struct asking *q = arg;
    const struct cell cells[] = {cell_text(q->label), cell_count(words),
                                 cell_bytes(text, len)};
    return output_row(&q->out, cells);
}

static void rows_furniture(struct asking *q)
{
    for (int i = 0; i < 2 && !q->failed; i++) {
        q->label = q->page[i].id;
        q->failed = fetched_furniture(&q->page[i], each_furniture, q) != 0;
    }
}

static int each(void *arg, const struct explanation *e)
{
    struct asking *q = arg;
    if (session.format == OUTPUT_TABLE) {
        const struct account a = {
            e, {&q->page[0], &q->page[1]}, rule_find(q, e->rule)};
        q->failed = account_print(&a);
        return 0;
    }
    if (part == PART_FIGURES)
        row_figures(q, e);
    for (size_t i = 0; part == PART_FACTS && i < e->nfacts; i++) {
        const struct cell cells[] = {cell_text(e->facts[i].a),
                                     cell_text(e->facts[i].b)};
        if (output_row(&q->out, cells))
            break;
    }
    if (part == PART_FURNITURE)
        rows_furniture(q);
    return 0;
}

static int explain(struct store *s, struct asking *q, const char *a,
                   const char *b)
{
    static const struct column *const columns[] = {figure_columns, fact_columns,
                                                   furniture_columns};
    int code = fetched_get(&q->page[0], s, a);
    if (!code)
        code = fetched_get(&q->page[1], s, b);
    if (!code)
        code = store_rules(s, each_rule, q);
    if (code)
        return code;
    output_begin(&q->out, (enum output_format)session.format, columns[part]);
    code = store_explain(s, a, b, each, q);
    if (output_end(&q->out))
        q->failed = 1;
    return code;
}

static int run(int n, char **operands)
{
    struct asking q = {0};
    struct store *s;
    int code;
    (void)n;
    if (!strcmp(operands[0], operands[1])) {
        complain("that is one article; two are held against each other");
        return EXIT_MISUSE;
    }
    if (part >= 0 && session.format == OUTPUT_TABLE) {
        complain("--part goes with --tsv or --json; without, all is shown");
        return EXIT_MISUSE;
    }
    if (part < 0)
        part = PART_FIGURES;
    s = session_open(1);
    if (!s)
        return EXIT_FAILED;
    code = explain(s, &q, operands[0], operands[1]);
    n = session_close(s, code);
    if (q.failed || q.page[0].failed || q.page[1].failed)
        n = EXIT_FAILED;
    fetched_release(&q.page[0]);
    fetched_release(&q.page[1]);
    free(q.rule);
    return n;
}

static const struct column_set sets[] = {
    {"--part figures", figure_columns},
    {"--part facts", fact_columns},
    {"--part furniture", furniture_columns},
    {0}};

const struct command cmd_explain = {
    .name = "explain",
    .group = "Ask",
    .arguments = "A B",
    .least = 2,
    .most = 2,
    .summary = "why two articles are in one story, or are not",
    .about =
        "Holds two articles, by their ids, against each other as is done when "
        "stories are made, and tells what decided: the rule and its value, "
        "how much of each stands in the other, what was set aside as "
        "furniture, and the facts that differ inside what they share. What "
        "the texts themselves look like beside each other, 'wireprint diff' "
        "shows.",
    .options = options,
    .lists = 1,
    .columns = sets,
    .example = "  wireprint add samples/crawl.jsonl\n"
               "  wireprint explain times-0305-1 ledger-0305-1\n"
               "  wireprint explain ledger-0304-1 times-0305-2\n"
               "  wireprint explain times-0305-1 ledger-0305-1 --tsv "
               "--part facts\n",
    .run = run,
};
