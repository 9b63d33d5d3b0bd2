#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/reader.h"
#include "cli/reading.h"

static struct match_filter filter = {
    .since = STORE_NO_TIME, .until = STORE_NO_TIME, .limit = 20};

static const struct option_def options[] = {
    {.name = "min-words",
     .kind = OPTION_UNSIGNED,
     .value = &filter.min_words,
     .argument = "N",
     .help = "copies with N matched words or more",
     .fallback = "12, or all of a shorter text",
     .least = 1},
    {.name = "since",
     .kind = OPTION_DATE,
     .value = &filter.since,
     .argument = "DATE",
     .help = "copies on DATE or later"},
    {.name = "until",
     .kind = OPTION_UNTIL,
     .value = &filter.until,
     .argument = "DATE",
     .help = "copies before DATE, or on it where DATE is a day"},
    {.name = "site",
     .kind = OPTION_TEXT,
     .value = &filter.site,
     .argument = "SITE",
     .help = "copies on SITE"},
    {.name = "scan",
     .kind = OPTION_SWITCH,
     .value = &filter.scan,
     .set = 1,
     .help = "hold the text against every article: slower, but finds a "
             "sentence or two for certain"},
    {.name = "limit",
     .letter = 'n',
     .kind = OPTION_COUNT,
     .value = &filter.limit,
     .argument = "N",
     .help = "N copies at most; 0: all"},
    {0}};

static const struct column columns[] = {
    {"article", CELL_TEXT, "article", 16, "id of the copy"},
    {"site", CELL_TEXT, "site", 12, "its site"},
    {"time", CELL_TIME, "time", 0, "published, else fetched"},
    {"relation", CELL_TEXT, "relation", 0,
     "of the text asked about to the copy: same, near, contains, within, "
     "partial, quote, series or none"},
    {"matched", CELL_COUNT, "matched", 0,
     "words of the text that stand in the copy"},
    {"coverage_text", CELL_SHARE, "of text", 0, "their share of the text"},
    {"coverage", CELL_SHARE, "of copy", 0,
     "share of the copy's words that stand in the text"},
    {"longest", CELL_COUNT, "longest", 0, "words of the longest passage"},
    {"resemblance", CELL_REAL, NULL, 0,
     "shingles in both over shingles in either"},
    {"error", CELL_REAL, NULL, 0,
     "standard error of the figures; 0: they are exact"},
    {"words_text", CELL_COUNT, NULL, 0, "words of the text"},
    {"words", CELL_COUNT, NULL, 0, "words of the copy"},
    {"story", CELL_ID, "story", 0, "story of the copy; none: it stands alone"},
    {"title", CELL_TEXT, NULL, 0, "headline of the copy"},
    {"url", CELL_TEXT, NULL, 0, "address of the copy"},
    {"passage", CELL_TEXT, NULL, 0,
     "the longest passage, as the text has it; in the table under each row"},
    {0}};

static int in_story; /* one of the copies is */

static int each(void *arg, const struct match_row *row)
{
    const struct cell passage = cell_bytes(row->passage, row->passage_len);
    const struct cell cells[] = {
        cell_text(row->article),     cell_site(row->site),
        cell_time(row->time),        cell_text(relation_name(row->relation)),
        cell_count(row->matched),    cell_real(row->coverage_text),
        cell_real(row->coverage),    cell_count(row->longest),
        cell_real(row->resemblance), cell_real(row->error),
        cell_count(row->words_text), cell_count(row->words),
        cell_id(row->story),         cell_text(row->title),
        cell_text(row->url),         passage,
    };
    in_story |= row->story != 0;
    return output_row_note(arg, cells, &passage);
}

/* Reads the first article of path into b. Says what is wrong. */
static int read_one(struct reader *r, struct batch *b, const char *path)
{
    const struct reject_place *place;
    int code = reader_next(r, b, 1, 1);
    if (code == READER_MORE)
        return 0;
    place = reader_first(r);
    if (code == READER_NO_MEMORY)
        complain("out of memory");
    else if (place)
        reading_complain(place);
    else
        complain("%s: there is no article in it", path);
    return -1;
}

/* Shorter texts are not found for certain without --scan: one shingle in 16 is
 * sampled, so that of 60 words 3 in 100 have none in common with a copy. */
#define SHORT_WORDS 60

/* Says why there is no story. Returns a store code. */
static int tell_why(struct store *s, const struct article *a, int found)
{
    struct match_stub stub;
    int code = store_match_stub(s, a->text, a->text_len, &stub);
    if (code)
        return code;
    if (stub.pages)
        fprintf(stderr,
                "That is no article: the same page, a bot wall or an error "
                "page, was seen %llu times on %llu %s; 'wireprint show %lld' "
                "lists them.\n",
                (unsigned long long)stub.pages, (unsigned long long)stub.sites,
                stub.sites == 1 ? "site" : "sites", (long long)stub.story);
    else if (found)
        return STORE_OK;
    else if (!filter.scan && stub.words < SHORT_WORDS)
        fputs("Nobody ran that text, as far as its sample tells; for one so "
              "short --scan looks into every article.\n",
              stderr);
    else
        fputs("Nobody ran that text.\n", stderr);
    return STORE_OK;
}

static int match(const struct article *a)
{
    struct output out;
    struct store *s = session_open(1);
    int code, failed, exit;
    if (!s)
        return EXIT_FAILED;
    filter.of = a->site ? a->site : a->url;
    output_begin(&out, (enum output_format)session.format, columns);
    code = store_match(s, a->text, a->text_len, &filter, each, &out);
    failed = output_end(&out);
    if (!code && !failed && !in_story)
        code = tell_why(s, a, out.rows > 0);
    exit = session_close(s, code);
    return failed ? EXIT_FAILED : exit;
}

static int run(int n, char **operands)
{
    const char *path = operands[0];
    struct reader *r = NULL;
    struct batch b;
    batch_init(&b);
    (void)n;
    if (reader_open(&r, &path, 1, NULL)) {
        complain("out of memory");
        return EXIT_FAILED;
    }
    n = read_one(r, &b, path) ? EXIT_FAILED : match(&b.records[0].article);
    batch_release(&b);
    reader_close(r);
    return n;
}

static const struct column_set sets[] = {{NULL, columns}, {0}};

const struct command cmd_match = {
    .name = "match",
    .group = "Ask",
    .arguments = "FILE|-",
    .least = 1,
    .most = 1,
    .summary = "who ran this text?",
    .about =
        "Looks up a text, which need not be in the database, and lists the "
        "articles that carry it or parts of it, most matched words first. The "
        "text is the first article of FILE, or of standard input for '-', in "
        "any form that 'wireprint add' takes: plain text with the headline in "
        "its first line, a web page, JSON. Nothing is changed.",
    .options = options,
    .lists = 1,
    .columns = sets,
    .example = "  wireprint add samples/crawl.jsonl\n"
               "  wireprint match samples/pages/treaty-courier.txt\n"
               "  head -n 1 samples/crawl.jsonl | wireprint match -\n",
    .run = run,
};
