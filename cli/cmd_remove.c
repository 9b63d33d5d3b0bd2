#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/command.h"

static const struct column removed_columns[] = {
    {"removed", CELL_COUNT, "articles removed", 0, "articles removed"}, {0}};
static const struct column_set removed_sets[] = {{NULL, removed_columns}, {0}};

static int removed_write(uint64_t removed)
{
    const struct cell cells[] = {cell_count(removed)};
    return output_single((enum output_format)session.format, removed_columns,
                         cells);
}

static int no_row(void *arg, const struct article_row *row)
{
    (void)arg, (void)row;
    return 0;
}

/* Moves the ids that are there to the front of found, in order, and names the
 * others. Returns a store code. */
static int find_all(struct store *s, int n, char **ids, const char **found,
                    size_t *nfound)
{
    *nfound = 0;
    for (int i = 0; i < n; i++) {
        int code = store_article(s, ids[i], no_row, NULL);
        if (!code)
            found[(*nfound)++] = ids[i];
        else if (code == STORE_NOT_FOUND)
            complain("there is no article %s", ids[i]);
        else
            return code;
    }
    return STORE_OK;
}

static int run_remove(int n, char **operands)
{
    const char **found = malloc((size_t)n * sizeof *found);
    struct store *s = found ? session_open(0) : NULL;
    uint64_t removed = 0;
    size_t nfound = 0;
    int code;
    if (!found)
        complain("out of memory");
    if (!s) {
        free(found);
        return EXIT_FAILED;
    }
    code = find_all(s, n, operands, found, &nfound);
    if (!code && nfound)
        code = store_remove(s, found, nfound, &removed);
    if (!code)
        removed_write(removed);
    free(found);
    code = session_close(s, code);
    return code || nfound == (size_t)n ? code : EXIT_FAILED;
}

const struct command cmd_remove = {
    .name = "remove",
    .group = "Fill",
    .arguments = "ID...",
    .least = 1,
    .most = -1,
    .summary = "takes articles out by their ids",
    .about = "Removes the articles with these ids and brings the stories up "
             "to date. An id that is not there is named on stderr, the others "
             "are removed, and the exit code is 1.",
    .lists = 1,
    .columns = removed_sets,
    .example = "  wireprint add samples/crawl.jsonl\n"
               "  wireprint members --tsv | head -n 3\n"
               "  wireprint remove ID-OF-THE-FIRST ID-OF-THE-SECOND\n",
    .run = run_remove,
};

static int64_t before = STORE_NO_TIME;

static const struct option_def options[] = {
    {.name = "before",
     .kind = OPTION_DATE,
     .value = &before,
     .argument = "DATE",
     .help = "needed: articles before DATE go; a day is its first second"},
    {0}};

static int run_expire(int n, char **operands)
{
    struct store *s;
    uint64_t removed = 0;
    int code;
    (void)n, (void)operands;
    if (before == STORE_NO_TIME) {
        complain("--before DATE is needed");
        return EXIT_MISUSE;
    }
    s = session_open(0);
    if (!s)
        return EXIT_FAILED;
    code = store_expire(s, before, &removed);
    if (!code)
        removed_write(removed);
    return session_close(s, code);
}

const struct command cmd_expire = {
    .name = "expire",
    .group = "Fill",
    .arguments = "",
    .summary = "takes out all articles before a date",
    .about = "Removes the articles that were published, or where that is not "
             "known fetched, before a date. Those without any date stay. The "
             "stories are brought up to date.",
    .options = options,
    .lists = 1,
    .columns = removed_sets,
    .example = "  wireprint add samples/crawl.jsonl\n"
               "  wireprint expire --before 2024-03-05\n",
    .run = run_expire,
};
