#include <inttypes.h>
#include <stdio.h>

#include "cli/command.h"

/* Without a site there are thousands in a large crawl. */
#define LIMIT 100
#define NOT_GIVEN UINT64_MAX
#define WORDS(x) #x
#define NUMBER(x) WORDS(x)

static uint64_t min_words, limit = NOT_GIVEN;

static const struct option_def options[] = {
    {.name = "min-words",
     .kind = OPTION_COUNT,
     .value = &min_words,
     .argument = "N",
     .help = "passages of N words or more"},
    {.name = "limit",
     .letter = 'n',
     .kind = OPTION_COUNT,
     .value = &limit,
     .argument = "N",
     .help = "N passages at most; 0: all",
     .fallback = "all of a SITE, without one " NUMBER(LIMIT)},
    {0}};

static const struct column columns[] = {
    {"site", CELL_TEXT, "site", 0,
     "registrable domain; none: on all sites together"},
    {"words", CELL_COUNT, "words", 0, "length of the passage"},
    {"days", CELL_COUNT, "days", 0, "on which it was seen, at the most"},
    {"articles", CELL_COUNT, "articles", 0,
     "in which it was seen, at the most"},
    {"first", CELL_DAY, "first", 0, "day on which it was first seen"},
    {"last", CELL_DAY, "last", 0, "day on which it was last seen"},
    {"text", CELL_TEXT, NULL, 0,
     "its words as one page has them; none where that page is gone or texts "
     "are not kept"},
    {0}};

struct listing {
    struct output out;
    uint64_t more; /* passages beyond the limit */
};

static int each(void *arg, const struct furniture_row *row)
{
    struct listing *l = arg;
    const char *site = row->site && *row->site ? row->site : NULL;
    if (row->words < min_words)
        return 0;
    if (limit && l->out.rows == limit) {
        l->more++;
        return 0;
    }
    if (!site && l->out.format == OUTPUT_TABLE)
        site = "all sites";
    const struct cell cells[] = {
        cell_text(site),
        cell_count(row->words),
        cell_count(row->days),
        cell_count(row->articles),
        cell_time(row->first),
        cell_time(row->last),
        cell_bytes(row->text, row->len),
    };
    return output_row_note(&l->out, cells, &cells[6]);
}

static int run(int n, char **operands)
{
    struct listing l = {0};
    struct store_params params;
    struct store *s = session_open(1);
    int code, failed;
    if (!s)
        return EXIT_FAILED;
    if (limit == NOT_GIVEN)
        limit = n ? 0 : LIMIT;
    output_begin(&l.out, (enum output_format)session.format, columns);
    code = store_furniture(s, n ? operands[0] : NULL, each, &l);
    store_get_params(s, &params);
    if (!code && !l.out.rows && params.no_text)
        fputs("The database was made with --no-text: what is furniture is "
              "known, but not how it reads.\n",
              stderr);
    else if (!code && !l.out.rows)
        fputs("No furniture fits that.\n", stderr);
    if (l.more)
        fprintf(stderr,
                "There %s %" PRIu64 " more: --limit N shows N passages, "
                "--limit 0 all.\n",
                l.more == 1 ? "is" : "are", l.more);
    failed = output_end(&l.out);
    n = session_close(s, code);
    return failed ? EXIT_FAILED : n;
}

static const struct column_set sets[] = {{NULL, columns}, {0}};

const struct command cmd_furniture = {
    .name = "furniture",
    .group = "Ask",
    .arguments = "[SITE]",
    .most = 1,
    .summary = "what was learned to be furniture, and set aside",
    .about =
        "Lists the passages that a site shows again and again, and that are "
        "therefore not held to be part of any story: letters, cookie lines, "
        "footers, lists of headlines, forms. Site by site, the longest first, "
        "with the days and the articles in which each was seen; those that "
        "many sites show alike are listed for all sites together. "
        "'wireprint rules' has the numbers that make a passage furniture; "
        "'wireprint diff' marks it in two articles.",
    .options = options,
    .lists = 1,
    .columns = sets,
    .example = "  wireprint add samples/crawl.jsonl\n"
               "  wireprint furniture alderney-courier.example\n"
               "  wireprint furniture --min-words 40 --json\n",
    .run = run,
};
