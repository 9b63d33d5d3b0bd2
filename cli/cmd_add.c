#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/intake.h"
#include "shingle/shingle.h"
#include "shingle/sketch.h"

#define WORDS(x) #x
#define NUMBER(x) WORDS(x)

static const char *map;
static int strict, quiet, asked_progress;
static struct store_params params;
static long window = -1;
static unsigned batch_size = INTAKE_BATCH;

static const struct option_def options[] = {
    {.name = "map",
     .kind = OPTION_TEXT,
     .value = &map,
     .argument = "FIELD=NAME[,...]",
     .help = "read a field from the JSON member NAME, which may be a path "
             "such as meta.host. Fields: id, url, site, title, text, "
             "published, fetched, lang, author, source, modified",
     .fallback = "the names that common tools use"},
    {.name = "strict",
     .kind = OPTION_SWITCH,
     .value = &strict,
     .set = 1,
     .help = "stop at the first record that cannot be used"},
    {.name = "batch",
     .kind = OPTION_UNSIGNED,
     .value = &batch_size,
     .argument = "N",
     .help = "articles in a transaction; 64 MiB end one sooner",
     .least = 1,
     .most = 1000000},
    {.name = "progress",
     .kind = OPTION_SWITCH,
     .value = &asked_progress,
     .set = 1,
     .help = "tell the progress on stderr even where it is no terminal"},
    {.name = "quiet",
     .letter = 'q',
     .kind = OPTION_SWITCH,
     .value = &quiet,
     .set = 1,
     .help = "no summary and no progress; rejects are still told"},
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
    {0}};

static uint64_t sum_of(const struct reader *r, int from, int to)
{
    uint64_t n = 0;
    for (int i = from; i < to; i++)
        n += reader_count(r, (enum reject)i);
    return n;
}

static uint64_t rejected_all(const struct intake *in, const struct reader *r)
{
    return in->empty + in->too_long + (in->left ? 0 : reader_rejected(r));
}

static int summary(const struct intake *in, const struct reader *r,
                   double seconds)
{
    uint64_t warnings = in->left ? 0 : sum_of(r, REJECT_WARNINGS, REJECT_COUNT);
    double per = seconds > 0 ? 1 / seconds : 0;
    const struct cell cells[] = {
        cell_count(in->read),
        cell_count(in->fresh),
        cell_count(in->revised),
        cell_count(in->unchanged),
        cell_count(rejected_all(in, r)),
        cell_count(warnings),
        cell_count(in->left ? 0 : reader_files(r)),
        cell_count(in->left ? 0 : reader_files_failed(r)),
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
    return output_single((enum output_format)session.format, columns, cells);
}

static void tell_place(const struct reject_place *p)
{
    if (p->line)
        complain("%s:%" PRIu64 ": byte %" PRIu64 ": %s", p->file, p->line,
                 p->byte, p->message);
    else
        complain("%s: %s", p->file, p->message);
}

/* The first places of each reason, and how many there were. */
static void tell_rejects(const struct intake *in, const struct reader *r)
{
    uint64_t store = in->empty + in->too_long;
    for (int i = 0; i < REJECT_COUNT && !in->left; i++) {
        enum reject reason = (enum reject)i;
        const struct reject_place *p;
        uint64_t n = reader_count(r, reason);
        size_t told = 0;
        while ((p = reader_place(r, reason, told))) {
            tell_place(p);
            told++;
        }
        if (n > told)
            complain("... and %" PRIu64 " more: %s", n - told,
                     reject_name(reason));
    }
    for (size_t i = 0; i < in->nplaces; i++)
        tell_place(&in->place[i]);
    if (store > in->nplaces)
        complain("... and %" PRIu64 " more without a word or too long",
                 store - in->nplaces);
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

/* Before a database is made: is any of the paths there? */
static int any_exists(int n, char **paths)
{
    for (int i = 0; i < n; i++)
        if (!strcmp(paths[i], "-") || !access(paths[i], F_OK))
            return 1;
    for (int i = 0; i < n; i++)
        complain("%s: %s", paths[i], strerror(ENOENT));
    return 0;
}

static int add(struct reader *r)
{
    struct intake in = {.batch = batch_size, .strict = strict};
    struct store_options o = {.params = &params,
                              .progress = progress_store,
                              .progress_arg = &in.progress};
    struct store *s = session_open_with(&o);
    int code, exit;
    if (!s)
        return EXIT_FAILED;
    progress_begin(&in.progress, quiet ? -1 : asked_progress);
    code = intake_run(&in, s, r);
    tell_rejects(&in, r);
    exit = exit_code(&in, r);
    if (!code && !in.read && !exit)
        fputs("There were no articles in that.\n", stderr);
    if (!code && !quiet)
        summary(&in, r, seconds_since(&in.progress.start));
    intake_release(&in);
    code = session_close(s, code);
    if (in.left) { /* the reader's thread still waits for its input */
        code = output_finish() || code ? EXIT_FAILED : exit;
        _Exit(code);
    }
    return code ? code : exit;
}

static int run(int n, char **operands)
{
    struct fields fields;
    struct reader_options o = {.fields = &fields, .strict = strict};
    struct reader *r = NULL;
    char why[512];
    int code = EXIT_FAILED;
    if (fields_init(&fields)) {
        complain("out of memory");
        return EXIT_FAILED;
    }
    params.window = window < 0 ? 0 : window ? window : -1;
    if (map && fields_parse(&fields, map, why, sizeof why)) {
        complain("--map: %s", why);
        code = EXIT_MISUSE;
    } else if (any_exists(n, operands)) {
        if (reader_open(&r, (const char *const *)operands, (size_t)n, &o))
            complain("out of memory");
        else
            code = add(r);
    }
    reader_close(r);
    fields_release(&fields);
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
        "and brings the stories up to date. Files may hold JSON lines, a JSON "
        "array, or plain text with the headline in the first line, packed "
        "with gzip or zstd or not; what they are is seen by their content. "
        "Directories are read whole, '-' is standard input.\n"
        "\n"
        "An article whose id or URL is known takes the old one's place; if it "
        "is the same, it costs nothing. Records that cannot be used are told "
        "with their place, and the rest is read. The exit code is 1 where a "
        "file could not be read, where nothing could be used, or with "
        "--strict where anything was rejected. An interrupt ends it after the "
        "present batch, with all before it kept and its stories made.",
    .options = options,
    .lists = 1,
    .columns = sets,
    .example = "  wireprint add samples/crawl.jsonl\n"
               "  wireprint add --map text=maintext,published=date_publish "
               "samples/pages\n",
    .run = run,
};
