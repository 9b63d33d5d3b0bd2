#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/dedup.h"
#include "cli/display.h"
#include "cli/reading.h"
#include "shingle/shingle.h"

#define WORDS(x) #x
#define NUMBER(x) WORDS(x)

static const char *const ways[] = {"resemblance", "copy",  "same",
                                   "near",        "story", NULL};
static const char *const packs[] = {"as-came", "none", "gzip", NULL};
static int by, pack;
static double resemblance = -1;
static const char *keep = "first", *sites;
static const char *list_name, *out_name;
static unsigned shingle;
static long window = -1;

static const struct option_def options[] = {
    {.name = "by",
     .kind = OPTION_CHOICE,
     .value = &by,
     .argument = "KIND",
     .help = "what is dropped: by resemblance; a copy, which has the same "
             "words in the same order; what wireprint finds to be the same or "
             "near, furniture set aside; or all but one copy of a story",
     .choices = ways},
    {.name = "resemblance",
     .kind = OPTION_SHARE,
     .value = &resemblance,
     .argument = "SHARE",
     .help = "drop what has this resemblance or more to a record that is kept: "
             "shared shingles over all of both, counted exactly. With --by "
             "same, near and story both have to hold",
     .fallback = "0.8, or with --by same, near and story any"},
    {.name = "keep",
     .kind = OPTION_TEXT,
     .value = &keep,
     .argument = "WHICH",
     .help = "the copy to keep: first, longest, earliest (published, else "
             "fetched), or site-list FILE, the sites that are preferred in "
             "their order, one a line; # begins a comment",
     .follows = "site-list",
     .next = &sites},
    {.name = "drop-list",
     .kind = OPTION_TEXT,
     .value = &list_name,
     .argument = "FILE",
     .help = "write what was dropped to FILE, as TSV; '-' is standard output"},
    {.name = "output",
     .letter = 'o',
     .kind = OPTION_TEXT,
     .value = &out_name,
     .argument = "FILE",
     .help = "write to FILE, which is there when all of it is",
     .fallback = "standard output"},
    {.name = "pack",
     .kind = OPTION_CHOICE,
     .value = &pack,
     .argument = "HOW",
     .help = "as-came: WARC packed if its first record is, all else unpacked; "
             "none; or gzip",
     .choices = packs},
    {.name = "shingle",
     .kind = OPTION_UNSIGNED,
     .value = &shingle,
     .argument = "N",
     .help = "words in a shingle",
     .fallback = NUMBER(SHINGLE_DEFAULT),
     .least = SHINGLE_MIN,
     .most = SHINGLE_MAX},
    {.name = "window",
     .kind = OPTION_LONG,
     .value = &window,
     .argument = "DAYS",
     .help = "--by same, near and story: days between two linked articles at "
             "most; 0: any",
     .fallback = NUMBER(STORE_WINDOW_DEFAULT),
     .most = 36500},
    {0}};

/* ---- options ------------------------------------------------------------- */

/* Finds the list's name in --keep site-list=FILE and site-list:FILE; with
 * --keep site-list FILE the parser has. */
static int take_keep(struct prefer *p)
{
    static const char list[] = "site-list";
    size_t n = sizeof list - 1;
    if (!strcmp(keep, "first"))
        return 0;
    if (!strcmp(keep, "longest")) {
        p->by = PREFER_LONGEST;
        return 0;
    }
    if (!strcmp(keep, "earliest")) {
        p->by = PREFER_EARLIEST;
        return 0;
    }
    if (strncmp(keep, list, n) != 0 || (keep[n] && !strchr("=:", keep[n]))) {
        complain("--keep takes first, longest, earliest or site-list FILE, "
                 "not '%s'",
                 keep);
        return EXIT_MISUSE;
    }
    p->by = PREFER_SITE;
    if (keep[n])
        sites = keep + n + 1;
    if (!sites || !*sites) {
        complain("--keep site-list wants a file: --keep site-list FILE");
        return EXIT_MISUSE;
    }
    return prefer_load(p, sites) ? EXIT_FAILED : 0;
}

static int misuse(const char *words)
{
    complain("%s", words);
    return EXIT_MISUSE;
}

static int is_stdout(const char *name)
{
    return !name || !strcmp(name, "-");
}

static int take_options(struct dedup *d)
{
    int relations = by >= DEDUP_SAME;
    if (resemblance >= 0 && by == DEDUP_COPY)
        return misuse("--by copy looks at no resemblance");
    if (resemblance >= 0 && !(resemblance > 0))
        return misuse("--resemblance has to be over 0");
    if (window >= 0 && !relations)
        return misuse("--window goes with --by same, near and story");
    if (list_name && is_stdout(list_name) && is_stdout(out_name))
        return misuse("--drop-list - wants the records elsewhere: -o FILE");
    if (list_name && out_name && !is_stdout(out_name) &&
        !strcmp(list_name, out_name))
        return misuse("-o and --drop-list name one file");
    d->by = (enum dedup_by)by;
    d->resemblance = resemblance > 0 ? resemblance : 0;
    d->shingle = shingle;
    d->window = window < 0 ? 0 : window ? window : -1;
    d->db = session.db != session.usual_db ? session.db : NULL;
    d->out_name = out_name;
    d->list_name = list_name;
    d->pack = (enum rawout_pack)pack;
    d->progress_asked = reading_asked.quiet ? -1 : reading_asked.progress;
    return take_keep(&d->prefer);
}

/* ---- the end ------------------------------------------------------------- */

static void tell(const char *what, uint64_t n)
{
    char out[DISPLAY_MAX];
    fprintf(stderr, "%-16s%s\n", what, count_format(n, out));
}

static void summary(const struct dedup *d, uint64_t rejected)
{
    double seconds = seconds_since(&d->progress.start);
    tell("records read", d->read);
    tell("kept", d->kept);
    tell("dropped", d->dropped);
    if (d->copies)
        tell("  copy", d->copies);
    for (int i = 0; i <= RELATION_SERIES; i++) {
        char name[32];
        snprintf(name, sizeof name, "  %s", relation_name((enum relation)i));
        if (d->related[i])
            tell(name, d->related[i]);
    }
    if (d->db)
        tell("  had earlier", d->earlier);
    if (d->others) {
        tell("other records", d->others);
        tell("  dropped", d->follow.others_dropped);
    }
    tell("rejected", rejected);
    fprintf(stderr, "%-16s%.2f\n%-16s%.2f\n", "seconds", seconds, "MB/s",
            seconds > 0 ? (double)d->bytes / seconds / 1e6 : 0);
}

static int exit_code(const struct dedup *d, int failed)
{
    const struct reader *r = d->reader;
    if (failed || d->left || reader_files_failed(r))
        return EXIT_FAILED;
    return !d->read && !d->others && reader_rejected(r) ? EXIT_FAILED
                                                        : EXIT_DONE;
}

static int dedup(struct dedup *d, struct reading *from)
{
    int failed = dedup_open(d), code;
    if (!failed)
        failed = d->by >= DEDUP_SAME ? dedup_story(d) : dedup_sieve(d);
    progress_end(&d->progress);
    if (d->left) /* its thread still waits for its input */
        from->reader = NULL;
    reading_tell(from, NULL, 0, 0);
    code = exit_code(d, failed);
    if (!failed && !reading_asked.quiet)
        summary(d, reader_rejected(d->reader));
    dedup_close(d);
    if (d->left)
        _Exit(output_finish() ? EXIT_FAILED : code);
    return code;
}

static int run(int n, char **operands)
{
    struct dedup d = {0};
    struct reading from;
    int code = take_options(&d);
    if (!code)
        code = reading_open(&from, n, operands, 1);
    if (code) {
        prefer_release(&d.prefer);
        return code;
    }
    d.reader = from.reader;
    dedup_guard(&d);
    for (int i = 0; i < n && !code; i++)
        code = dedup_clashes(&d, operands[i]) ? EXIT_MISUSE : 0;
    if (!code)
        code = dedup(&d, &from);
    prefer_release(&d.prefer);
    return reading_close(&from) && !code ? EXIT_FAILED : code;
}

static const struct column_set sets[] = {{NULL, drop_columns}, {0}};

const struct command cmd_dedup = {
    .name = "dedup",
    .group = "Clean",
    .arguments = "FILE|DIR|-...",
    .least = 1,
    .most = -1,
    .summary = "hands a crawl on without its duplicates",
    .about =
        "Reads records as 'add' does and writes those that it keeps, byte for "
        "byte as they came and in their order: lines of JSON, rows of CSV or "
        "TSV under their line of names, or WARC records, with the requests and "
        "notes that go with them. A WARC file is packed as it was. All input "
        "has to be of one of these forms; of a JSON array, jq -c '.[]' makes "
        "lines. Records that cannot be used, such as those with an empty text, "
        "are told and not handed on, and --rejects keeps them; a text without "
        "a word in it is handed on.\n"
        "\n"
        "Resemblance is the exact Jaccard coefficient of the sets of five-word "
        "shingles of the folded texts: whatever is dropped has it, to a record "
        "that is kept. --by same, near and story set aside first what the "
        "sites repeat on their pages, as all of wireprint does, and find what "
        "no resemblance of whole pages can. What story drops may have words "
        "that the kept copy lacks: coverage in the drop list says how much of "
        "it stands there. Of a few pages or one day the furniture cannot be "
        "learned; near is safer there.\n"
        "\n"
        "Memory is bounded however long the input is: "
        "what is kept of earlier records goes to a temporary file in $TMPDIR, "
        "and so do the records themselves where more than the first one of a "
        "kind has to be known, that is with --keep other than first and --by "
        "same, near and story. The latter three also need a temporary "
        "database, some 150 bytes of memory a record, and what 'add' needs.\n"
        "\n"
        "With --db FILE, which has to be on the command line, records that "
        "earlier crawls had are dropped too, and this one is remembered, once "
        "all of it is written: the next run drops it. Articles that 'add' put "
        "there count as had. By resemblance and copy only what the comparison "
        "needs is remembered; by same, near and story the articles are "
        "added, a page that stands under several addresses once.\n"
        "\n"
        "A file named by -o or --drop-list is there when all of it is, or not "
        "at all. The exit code is 1 where something could not be written, "
        "where a file could not be read to its end (the rest is handed on), "
        "or with --strict where anything was rejected.\n"
        "\n"
        "What goes with a dropped WARC record is dropped with it, if it "
        "stands within the next 256 records or names one of the last 65,536 "
        "that were dropped; warcinfo and revisit records are always handed "
        "on.",
    .options = options,
    .reads = 1,
    .columns = sets,
    .list = "--drop-list",
    .example =
        "  wireprint dedup samples/crawl.jsonl > clean.jsonl\n"
        "  wireprint dedup --by story --drop-list dropped.tsv "
        "samples/crawl.jsonl -o clean.jsonl\n"
        "  wireprint --db had.db dedup samples/crawl.jsonl > new.jsonl\n",
    .run = run,
};
