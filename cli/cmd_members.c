#include <stdio.h>

#include "cli/command.h"

static const struct column columns[] = {
    {"article", CELL_TEXT, "article", 24, "id of the article"},
    {"story", CELL_ID, "story", 0, "story it carries; none: it stands alone"},
    {"role", CELL_TEXT, "role", 0, "copy or digest; none: it stands alone"},
    {"relation", CELL_TEXT, "relation", 0, "to the story's main article"},
    {"coverage", CELL_SHARE, "coverage", 0,
     "of the article's words, furniture aside, that stand in the main "
     "article"},
    {0}};

static int each(void *arg, const struct member_row *row)
{
    int alone = !row->story;
    const struct cell cells[] = {
        cell_text(row->article),
        cell_id(row->story),
        cell_text(alone ? NULL : role_name(row->role)),
        cell_text(alone ? NULL : relation_name(row->relation)),
        cell_real(alone ? CELL_UNKNOWN : row->coverage),
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
    output_begin(&out, (enum output_format)session.format, columns);
    code = store_members(s, each, &out);
    if (!code && !out.rows)
        fputs("The database has no articles yet.\n", stderr);
    failed = output_end(&out);
    n = session_close(s, code);
    return failed ? EXIT_FAILED : n;
}

static const struct column_set sets[] = {{NULL, columns}, {0}};

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
