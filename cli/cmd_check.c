#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/agency_file.h"
#include "cli/command.h"
#include "cli/display.h"
#include "cli/progress.h"
#include "cli/rows.h"

static const struct column problem_columns[] = {
    {"problem", CELL_TEXT, NULL, 0, "what does not hold"}, {0}};

static int each_problem(void *arg, const char *problem)
{
    struct output *o = arg;
    const struct cell cells[] = {cell_text(problem)};
    if (session.format != OUTPUT_TABLE)
        return output_row(o, cells);
    print_clean(stdout, problem, strlen(problem), SIZE_MAX);
    putchar('\n');
    return ferror(stdout);
}

static int run_check(int n, char **operands)
{
    struct output out;
    uint64_t problems = 0;
    struct store *s = session_open(1);
    int code;
    (void)n, (void)operands;
    if (!s)
        return EXIT_FAILED;
    output_begin(&out, (enum output_format)session.format, problem_columns);
    code = store_check(s, each_problem, &out, &problems);
    output_end(&out);
    if (!code && problems)
        complain("%s: %" PRIu64 " %s", session.db, problems,
                 problems == 1 ? "problem" : "problems");
    else if (!code && session.format == OUTPUT_TABLE)
        puts("All is well.");
    n = session_close(s, code);
    return problems ? EXIT_FAILED : n;
}

static const struct column_set problem_sets[] = {{NULL, problem_columns}, {0}};

const struct command cmd_check = {
    .name = "check",
    .group = "Look after the file",
    .arguments = "",
    .summary = "looks over every table of the file; exit code 1 where one "
               "is wrong",
    .about = "Checks everything that has to hold in the database and prints a "
             "line for each thing that does not; the exit code is then 1. "
             "What 'rebuild' can mend is made from the articles; where an "
             "article itself is damaged, remove it and add it again.",
    .lists = 1,
    .columns = problem_sets,
    .example = "  wireprint add samples/crawl.jsonl\n"
               "  wireprint check && echo sound\n",
    .run = run_check,
};

static const char *agencies;

static const struct option_def rebuild_options[] = {{.name = "agencies",
                                                     .kind = OPTION_TEXT,
                                                     .value = &agencies,
                                                     .argument = "FILE",
                                                     .help = AGENCY_FILE_HELP},
                                                    {0}};

static int run_rebuild(int n, char **operands)
{
    struct agency_file f = {0};
    struct gather_result result = {0};
    struct progress p;
    struct store_options o = {
        .must_exist = 1, .progress = progress_store, .progress_arg = &p};
    struct store_params params;
    struct store *s;
    int code;
    (void)n, (void)operands;
    code = agencies ? agency_file_read(&f, agencies) : EXIT_DONE;
    progress_begin(&p, 0);
    s = code ? NULL : session_open_with(&o);
    if (!s) {
        agency_file_release(&f);
        return code ? code : EXIT_FAILED;
    }
    if (agencies)
        code = agency_file_give(&f, s, NULL);
    agency_file_release(&f);
    if (!code)
        code = store_rebuild(s, &result);
    progress_end(&p);
    if (!code)
        row_gather(&result);
    store_get_params(s, &params);
    if (!code && agencies && params.no_text)
        fputs("The database was made with --no-text: credits cannot be found "
              "anew in the articles that are there. Those of agencies that the "
              "table has no more are gone; what is added from now on goes by "
              "the new table.\n",
              stderr);
    return session_close(s, code);
}

static const struct column_set gather_sets[] = {{NULL, row_gather_columns},
                                                {0}};

const struct command cmd_rebuild = {
    .name = "rebuild",
    .group = "Look after the file",
    .arguments = "",
    .summary = "makes index, pairs and stories anew from the articles",
    .about = "Makes every derived table anew from the articles, and tells "
             "which stories changed by it, and how many articles have other "
             "credits. Story numbers keep their meaning. "
             "With --agencies the database goes by another table of agencies "
             "from now on, and all credits are found by it, unless it was made "
             "with --no-text; an empty FILE leaves those that are built in.",
    .options = rebuild_options,
    .lists = 1,
    .columns = gather_sets,
    .example = "  wireprint add samples/crawl.jsonl\n"
               "  wireprint rebuild\n",
    .run = run_rebuild,
};
