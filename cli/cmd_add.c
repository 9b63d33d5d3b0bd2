#include <stdio.h>
#include <stdlib.h>

#include "cli/agency_file.h"
#include "cli/command.h"
#include "cli/intake.h"
#include "cli/reading.h"
#include "shingle/shingle.h"
#include "shingle/sketch.h"

#define WORDS(x) #x
#define NUMBER(x) WORDS(x)

static struct store_params params;
static long window = -1;
static unsigned batch_size = INTAKE_BATCH;
static const char *agencies;

static const struct option_def options[] = {
    {.name = "batch",
     .kind = OPTION_UNSIGNED,
     .value = &batch_size,
     .argument = "N",
     .help = "articles in a transaction; 64 MiB end one sooner",
     .least = 1,
     .most = 1000000},
    {.name = "agencies",
     .kind = OPTION_TEXT,
     .value = &agencies,
     .argument = "FILE",
     .help = AGENCY_FILE_HELP},
    {.name = "no-text",
     .kind = OPTION_SWITCH,
     .value = &params.no_text,
     .set = 1,
     .help = "new database: do not keep texts; figures are estimates then"},
    {.name = "window",
     .kind = OPTION_LONG,
     .value = &window,
     .argument = "DAYS",
     .help = "new database: days between two linked articles at most; "
             "0: any",
     .fallback = NUMBER(STORE_WINDOW_DEFAULT),
     .most = 36500},
    {.name = "shingle",
     .kind = OPTION_UNSIGNED,
     .value = &params.shingle,
     .argument = "N",
     .help = "new database: words in a shingle",
     .fallback = NUMBER(SHINGLE_DEFAULT),
     .least = SHINGLE_MIN,
     .most = SHINGLE_MAX},
    {.name = "least",
     .kind = OPTION_UNSIGNED,
     .value = &params.least,
     .argument = "N",
     .help = "new database: smallest shingle hashes in each signature",
     .fallback = NUMBER(SKETCH_LEAST),
     .least = 1,
     .most = 256},
    {.name = "modulus",
     .kind = OPTION_UNSIGNED,
     .value = &params.modulus,
     .argument = "N",
     .help = "new database: one shingle in N is in the signature too",
     .fallback = NUMBER(SKETCH_MODULUS),
     .least = 1,
     .most = 4096},
    {0}};

static const struct column columns[] = {
    {"read", CELL_COUNT, "articles read", 0, "articles read"},
    {"new", CELL_COUNT, "  new", 0, "not known before"},
    {"revised", CELL_COUNT, "  revised", 0,
     "known id or URL, other text or facts"},
    {"unchanged", CELL_COUNT, "  unchanged", 0, "known, and the same"},
    {"rejected", CELL_COUNT, "rejected", 0,
     "records and files that could not be used; stderr says why"},
    {"warnings", CELL_COUNT, "with a fact missing", 0,
     "facts that could not be read, such as a date; the article was used"},
    {"files", CELL_COUNT, "files", 0, "files read"},
    {"files_failed", CELL_COUNT, NULL, 0,
     "files that could not be read to their end"},
    {"stories_touched", CELL_COUNT, "stories touched", 0,
     "stories that got or lost a copy"},
    {"stories_new", CELL_COUNT, "  new", 0, "not there before"},
    {"stories_merged", CELL_COUNT, "  merged", 0, "that went into another"},
    {"stories_split", CELL_COUNT, NULL, 0, "that gave copies to a new one"},
    {"stories_ended", CELL_COUNT, NULL, 0,
     "that fell to fewer than two copies"},
    {"bytes", CELL_COUNT, NULL, 0, "of all strings read"},
    {"seconds", CELL_REAL, "seconds", 0, "that it took"},
    {"articles_per_second", CELL_COUNT, "articles/s", 0, "articles a second"},
    {"megabytes_per_second", CELL_REAL, "MB/s", 0,
     "million bytes of strings a second"},
    READING_COLUMNS};
/* Those before the reasons. */
#define FIGURES (sizeof columns / sizeof *columns - READING_NCOLUMNS - 1)

static uint64_t sum_of(const struct reader *r, int from, int to)
{
    uint64_t n = 0;
    for (int i = from; i < to; i++)
        n += reader_count(r, (enum reject)i);
    return n;
}

static uint64_t rejected_all(const struct intake *in, const struct reader *r)
{
    return in->empty + in->too_long + (r ? reader_rejected(r) : 0);
}

/* r: NULL where it must be left alone. */
static int summary(const struct intake *in, const struct reader *r,
                   double seconds)
{
    uint64_t warnings = r ? sum_of(r, REJECT_WARNINGS, REJECT_COUNT) : 0;
    double per = seconds > 0 ? 1 / seconds : 0;
    struct cell cells[FIGURES + READING_NCOLUMNS] = {
        cell_count(in->read),
        cell_count(in->fresh),
        cell_count(in->revised),
        cell_count(in->unchanged),
        cell_count(rejected_all(in, r)),
        cell_count(warnings),
        cell_count(r ? reader_files(r) : 0),
        cell_count(r ? reader_files_failed(r) : 0),
        cell_count(in->stories.touched),
        cell_count(in->stories.fresh),
        cell_count(in->stories.merged),
        cell_count(in->stories.split),
        cell_count(in->stories.ended),
        cell_count(in->bytes),
        cell_real(seconds),
        cell_count((uint64_t)((double)in->read * per)),
        cell_real((double)in->bytes * per / 1e6),
    };
    reading_cells(r, in->empty, in->too_long, cells + FIGURES);
    return output_single((enum output_format)session.format, columns, cells);
}

static int exit_code(const struct intake *in, const struct reader *r)
{
    if (in->interrupted)
        return EXIT_INTERRUPTED;
    if (in->broken || in->refused || in->left || reader_files_failed(r))
        return EXIT_FAILED;
    if (!in->read && rejected_all(in, r))
        return EXIT_FAILED;
    return EXIT_DONE;
}

/* Articles that are there already keep the credits they have. */
static int go_by(struct store *s, const struct agency_file *f)
{
    struct store_stats now;
    int changed, code = agency_file_give(f, s, &changed);
    if (!code && changed && !(code = store_get_stats(s, &now)) && now.articles)
        fputs("The articles that are there already follow with 'wireprint "
              "rebuild'.\n",
              stderr);
    return code;
}

/* f: NULL: the agencies that the database goes by. */
static int add(struct reading *from, const struct agency_file *f)
{
    struct intake in = {.batch = batch_size,
                        .strict = reading_asked.strict,
                        .rejects = from->rejects};
    struct store_options o = {.params = &params,
                              .progress = progress_store,
                              .progress_arg = &in.progress};
    struct store *s = session_open_with(&o);
    int code, exit;
    if (!s)
        return EXIT_FAILED;
    progress_begin(&in.progress,
                   reading_asked.quiet ? -1 : reading_asked.progress);
    code = f ? go_by(s, f) : STORE_OK;
    if (!code)
        code = intake_run(&in, s, from->reader);
    if (in.left) /* its thread still waits for its input */
        from->reader = NULL;
    reading_tell(from, in.place, in.nplaces, in.empty + in.too_long);
    exit = exit_code(&in, from->reader);
    if (!code && !in.read && !exit)
        fputs("There were no articles in that.\n", stderr);
    if (!code && !reading_asked.quiet)
        summary(&in, from->reader, seconds_since(&in.progress.start));
    intake_release(&in);
    code = session_close(s, code);
    if (in.left) {
        code = output_finish() || code ? EXIT_FAILED : exit;
        _Exit(code);
    }
    return code ? code : exit;
}

static int run(int n, char **operands)
{
    struct reading from;
    struct agency_file f = {0};
    int code = agencies ? agency_file_read(&f, agencies) : EXIT_DONE;
    if (!code && !(code = reading_open(&from, n, operands, 0))) {
        params.window = window < 0 ? 0 : window ? window : -1;
        code = add(&from, agencies ? &f : NULL);
        if (reading_close(&from) && !code)
            code = EXIT_FAILED;
    }
    agency_file_release(&f);
    return code;
}

static const struct column_set sets[] = {{NULL, columns}, {0}};

const struct command cmd_add = {
    .name = "add",
    .group = "Fill",
    .arguments = "FILE|DIR|-...",
    .least = 1,
    .most = -1,
    .summary = "reads articles, and finds the stories they carry",
    .about =
        "Reads articles into the database, which is made if it is not there, "
        "and brings the stories up to date. Files may be WARC or WET archives, "
        "HTML pages, JSON lines or a JSON array, CSV or TSV with a line of "
        "names, RSS or Atom feeds, NewsML, NITF or ninjs, or plain text with "
        "the headline in the first line, packed with gzip or zstd or not; what "
        "they are is seen by their content. Directories are read whole, '-' is "
        "standard input.\n"
        "\n"
        "An article whose id or URL is known takes the old one's place; if it "
        "is the same, it costs nothing. Records that cannot be used are told "
        "with their place and counted by reason, and the rest is read; "
        "--rejects keeps them. The exit code is 1 where a file could not be "
        "read, where nothing could be used, where the rejects could not be "
        "written, or with --strict where anything was rejected. An interrupt "
        "ends it after the present batch, with all before it kept and its "
        "stories made.\n"
        "\n"
        "An article's time is that of its publication, else that of its "
        "fetching, which a WARC file has for every page. Where old pages with "
        "and without a date come together, --window 0 lets them be linked.",
    .options = options,
    .reads = 1,
    .lists = 1,
    .columns = sets,
    .example = "  wireprint add samples/crawl.jsonl\n"
               "  gzip -c samples/crawl.jsonl | wireprint add --rejects "
               "bad.jsonl -\n"
               "  wireprint add --map text=maintext,published=date_publish "
               "samples/pages\n",
    .run = run,
};
