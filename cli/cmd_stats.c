#include "cli/command.h"

static const struct column columns[] = {
    {"articles", CELL_COUNT, "articles", 0, "articles in the database"},
    {"sites", CELL_COUNT, "sites", 0, "sites they are from"},
    {"dated", CELL_COUNT, "with a date", 0, "articles whose time is known"},
    {"words", CELL_COUNT, "words", 0, "words of all articles"},
    {"text_bytes", CELL_COUNT, "bytes of text", 0, "bytes of all texts"},
    {"first", CELL_TIME, "first", 0, "time of the first article"},
    {"last", CELL_TIME, "last", 0, "time of the last article"},
    {"stories", CELL_COUNT, "stories", 0, "stories"},
    {"copies", CELL_COUNT, "copies", 0, "articles that carry one"},
    {"digests", CELL_COUNT, "digests", 0, "round-ups of several stories"},
    {"stubs", CELL_COUNT, "stubs", 0,
     "bot walls, error pages and the like, in no story"},
    {"pairs", CELL_COUNT, "pairs", 0, "pairs of articles that share text"},
    {"postings", CELL_COUNT, "index rows", 0, "shingles in the index"},
    {"furniture", CELL_COUNT, "furniture", 0,
     "shingles known as furniture of a site"},
    {"pending", CELL_COUNT, "not yet in stories", 0,
     "articles that wait for their stories: an add was broken off"},
    {"file_bytes", CELL_COUNT, "bytes of file", 0, "size of the database"},
    {"text_stored", CELL_COUNT, "for texts", 0,
     "bytes of it that hold texts, compressed"},
    {"posting_bytes", CELL_COUNT, "for the index", 0,
     "bytes of it that hold the index"},
    {"signature_bytes", CELL_COUNT, "for signatures", 0,
     "bytes of it that hold signatures"},
    {"shingle", CELL_COUNT, "words in a shingle", 0, "words in a shingle"},
    {"least", CELL_COUNT, "least", 0,
     "smallest shingles that are in every signature"},
    {"modulus", CELL_COUNT, "modulus", 0,
     "one shingle in so many is in the signature"},
    {"window", CELL_ID, "window in days", 0,
     "days between two linked articles; none: any"},
    {"no_text", CELL_COUNT, "without texts", 0, "1: texts are not kept"},
    {"schema", CELL_COUNT, "schema", 0, "version of the file's tables"},
    {"fold_version", CELL_COUNT, "folding", 0, "version of the text folding"},
    {0}};

static int stats_write(const struct store_stats *st,
                       const struct store_params *p)
{
    const struct cell cells[] = {
        cell_count(st->articles),
        cell_count(st->sites),
        cell_count(st->dated),
        cell_count(st->words),
        cell_count(st->text_bytes),
        cell_time(st->first),
        cell_time(st->last),
        cell_count(st->stories),
        cell_count(st->copies),
        cell_count(st->digests),
        cell_count(st->stubs),
        cell_count(st->pairs),
        cell_count(st->postings),
        cell_count(st->furniture),
        cell_count(st->pending),
        cell_count(st->file_bytes),
        cell_count(st->text_stored),
        cell_count(st->posting_bytes),
        cell_count(st->signature_bytes),
        cell_count(p->shingle),
        cell_count(p->least),
        cell_count(p->modulus),
        cell_id(p->window < 0 ? 0 : p->window),
        cell_count(p->no_text != 0),
        cell_count(st->schema),
        cell_count(st->fold_version),
    };
    return output_single((enum output_format)session.format, columns, cells);
}

static int run(int n, char **operands)
{
    struct store_stats stats;
    struct store_params params;
    struct store *s = session_open(1);
    int code, failed = 0;
    (void)n, (void)operands;
    if (!s)
        return EXIT_FAILED;
    code = store_get_stats(s, &stats);
    store_get_params(s, &params);
    if (!code)
        failed = stats_write(&stats, &params);
    n = session_close(s, code);
    return failed ? EXIT_FAILED : n;
}

static const struct column_set sets[] = {{NULL, columns}, {0}};

const struct command cmd_stats = {
    .name = "stats",
    .group = "Look after the file",
    .arguments = "",
    .summary = "what is in the database, and with which parameters",
    .about = "Counts what is in the database, tells what its parts take up, "
             "and names the parameters it was made with.",
    .lists = 1,
    .columns = sets,
    .example = "  wireprint add samples/crawl.jsonl\n"
               "  wireprint stats\n",
    .run = run,
};
