#include <stdio.h>

#include "cli/command.h"
#include "cli/rows.h"

static int each(void *arg, const struct member_row *row)
{
    return row_member(arg, row);
}

static int run(int n, char **operands)
{
    struct output out;
    struct store *s = session_open(1);
    int code, failed;
    (void)n, (void)operands;
    if (!s)
        return EXIT_FAILED;
    output_begin(&out, (enum output_format)session.format, row_member_columns);
    code = store_members(s, each, &out);
    if (!code && !out.rows)
        fputs("The database has no articles yet.\n", stderr);
    failed = output_end(&out);
    n = session_close(s, code);
    return failed ? EXIT_FAILED : n;
}

static const struct column_set sets[] = {{NULL, row_member_columns}, {0}};

const struct command cmd_members = {
    .name = "members",
    .group = "Ask",
    .arguments = "",
    .summary = "every article with the story it carries",
    .about =
        "Lists one row for each article and story, in order of article id. A "
        "digest has a row for each story that it quotes; an article that "
        "stands alone has one row without a story.",
    .lists = 1,
    .columns = sets,
    .example = "  wireprint add samples/crawl.jsonl\n"
               "  wireprint members --tsv > members.tsv\n",
    .run = run,
};
