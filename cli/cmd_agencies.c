#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cli/agency_file.h"
#include "cli/agency_known.h"
#include "cli/command.h"
#include "cli/display.h"
#include "shingle/agency.h"
#include "shingle/agency_entry.h"
#include "store/track.h"

static int64_t since = STORE_NO_TIME, until = STORE_NO_TIME;
static int all;
static const char *path;

static const struct option_def options[] = {
    {.name = "all",
     .kind = OPTION_SWITCH,
     .value = &all,
     .set = 1,
     .help = "those that nobody credits too"},
    {.name = "since",
     .kind = OPTION_DATE,
     .value = &since,
     .argument = "DATE",
     .help = "articles of DATE or later, stories with a copy then"},
    {.name = "until",
     .kind = OPTION_UNTIL,
     .value = &until,
     .argument = "DATE",
     .help = "the same before DATE, or on it where DATE is a day"},
    {.name = "agencies",
     .kind = OPTION_TEXT,
     .value = &path,
     .argument = "FILE",
     .help = "check FILE, and list the agencies it adds or changes; no "
             "database is read"},
    {0}};

#define COUNTS                                                                 \
    {"agency", CELL_TEXT, "agency", 0, "its id in the table"},                 \
        {"name", CELL_TEXT, "name", 12, "its name in full"},                   \
        {"country", CELL_TEXT, NULL, 0, "two letters"},                        \
        {"articles", CELL_COUNT, "articles", 0,                                \
         "that credit it by evidence of their own"},                           \
        {"stories", CELL_COUNT, "stories", 0,                                  \
         "that it moved, or that are only in its manner"},                     \
        {"copies", CELL_COUNT, "copies", 0, "of these stories"},               \
        {"credited", CELL_COUNT, "credited", 0,                                \
         "of these copies, those that name it"},                               \
        {"manner", CELL_COUNT, NULL, 0,                                        \
         "of these copies, those of stories that are only in its manner"},     \
        {"carriers", CELL_COUNT, "carriers", 0, "sites of these copies"},      \
        {"median_lag", CELL_LAG, "lag", 0,                                     \
         "from the origin to another copy, the median; seconds"},              \
        {"median_span", CELL_LAG, "span", 0,                                   \
         "from first to last copy of a story, the median; seconds"},           \
    {                                                                          \
        "sites", CELL_TEXT, NULL, 0, "its own sites"                           \
    }
#define NCOUNTS 12

static const struct column columns[] = {COUNTS, {0}};
static const struct column one_columns[] = {
    COUNTS,
    {"entry", CELL_TEXT, NULL, 0, "its lines in the table of agencies"},
    {0}};
static const struct column file_columns[] = {
    {"agency", CELL_TEXT, "agency", 0, "its id in the table"},
    {"name", CELL_TEXT, "name", 16, "its name in full"},
    {"country", CELL_TEXT, "country", 0, "two letters"},
    {"sites", CELL_TEXT, "sites", 16, "its own sites"},
    {"lines", CELL_COUNT, "lines", 0, "of FILE that tell of it"},
    {0}};

/* An empty string is none. */
static struct cell cell_given(const char *v)
{
    return cell_text(*v ? v : NULL);
}

static void count_cells(const struct agency_row *row, struct cell *cells)
{
    const struct cell of[NCOUNTS] = {
        cell_text(row->agency),      cell_text(row->name),
        cell_given(row->country),    cell_count(row->articles),
        cell_count(row->stories),    cell_count(row->copies),
        cell_count(row->credited),   cell_count(row->manner),
        cell_count(row->carriers),   cell_time(row->median_lag),
        cell_time(row->median_span), cell_given(row->sites),
    };
    memcpy(cells, of, sizeof of);
}

/* ---- a user's table ------------------------------------------------------ */

static void no_line(void *arg, const char *at, size_t n)
{
    (void)arg, (void)at, (void)n;
}

static int file_row(struct output *out, const struct agency_file *f,
                    const struct agency *a)
{
    size_t lines = agency_entry(f->text, f->len, 0, a->id, no_line, NULL);
    char *sites = NULL;
    size_t len = 0;
    int stop = 1;
    FILE *to;
    if (!lines && !all)
        return 0;
    if (!(to = open_memstream(&sites, &len))) {
        complain("out of memory");
        return 1;
    }
    for (size_t i = 0; i < a->nsites; i++)
        fprintf(to, "%s%s", i ? " " : "", a->site[i]);
    if (fclose(to)) {
        complain("out of memory");
    } else {
        const struct cell cells[] = {
            cell_text(a->id),  cell_text(a->name), cell_given(a->country),
            cell_given(sites), cell_count(lines),
        };
        stop = output_row(out, cells);
    }
    free(sites);
    return stop;
}

static int list_file(void)
{
    struct agency_file f;
    struct agency_error err;
    struct agency_table *t = NULL;
    struct output out;
    int code = agency_file_read(&f, path), stop = 0;
    if (!code && !(t = agency_table_new(f.text, f.len, &err))) {
        complain("out of memory");
        code = EXIT_FAILED;
    }
    if (t) {
        output_begin(&out, (enum output_format)session.format, file_columns);
        for (size_t i = 0; i < agency_count(t) && !stop; i++)
            stop = file_row(&out, &f, agency_at(t, (int)i));
        if (!out.rows && !stop)
            fputs("The file is sound, and tells of no agency.\n", stderr);
        if (output_end(&out))
            code = EXIT_FAILED;
    }
    agency_table_free(t);
    agency_file_release(&f);
    return code;
}

/* ---- one agency ---------------------------------------------------------- */

struct search {
    const char *wanted;
    struct cell cells[NCOUNTS + 1];
    char *entry;
    size_t len;
    FILE *to; /* grows entry */
    int found, failed;
};

static void put_line(void *arg, const char *at, size_t n)
{
    struct search *f = arg;
    fwrite(at, 1, n, f->to);
    putc('\n', f->to);
}

static int make_entry(struct search *f, struct store *s, const char *id)
{
    char *text;
    size_t len;
    int code = store_get_agencies(s, &text, &len);
    if (!code && (f->to = open_memstream(&f->entry, &f->len))) {
        agency_entry(text, len, 1, id, put_line, f);
        if (fclose(f->to))
            f->failed = 1;
    } else {
        f->failed = 1;
    }
    free(text);
    return f->failed;
}

/* What is found is written at once: the row's strings live no longer. */
static void write_one(struct search *f, struct store *s,
                      const struct agency_row *row)
{
    if (make_entry(f, s, row->agency))
        return;
    count_cells(row, f->cells);
    f->cells[NCOUNTS] = cell_bytes(f->entry, f->len);
    output_single((enum output_format)session.format, one_columns, f->cells);
    if (session.format != OUTPUT_TABLE || !f->len)
        return;
    putchar('\n');
    for (char *p = f->entry, *next; *p; p = next) {
        next = p + strcspn(p, "\n");
        print_clean(stdout, p, (size_t)(next - p), SIZE_MAX);
        putchar('\n');
        next += *next == '\n';
    }
}

struct search_in {
    struct search *search;
    struct store *s;
    int by_name;
};

static int match_one(void *arg, const struct agency_row *row)
{
    struct search_in *in = arg;
    const char *have = in->by_name ? row->name : row->agency;
    if (strcasecmp(have, in->search->wanted) != 0)
        return 0;
    in->search->found = 1;
    write_one(in->search, in->s, row);
    return 1;
}

static int show_one(const char *wanted)
{
    struct search f = {.wanted = wanted};
    struct search_in in = {.search = &f, .s = session_open(1)};
    int code = STORE_OK, unknown = EXIT_DONE;
    if (!in.s)
        return EXIT_FAILED;
    for (in.by_name = 0; in.by_name < 2 && !f.found && !code; in.by_name++)
        code = store_agencies(in.s, since, until, 1, match_one, &in);
    if (!code && !f.found)
        unknown = agency_unknown(in.s, wanted);
    if (f.failed)
        complain("out of memory");
    free(f.entry);
    code = session_close(in.s, code);
    return f.failed ? EXIT_FAILED : unknown ? unknown : code;
}

/* ---- all of them --------------------------------------------------------- */

static int each(void *arg, const struct agency_row *row)
{
    struct cell cells[NCOUNTS];
    count_cells(row, cells);
    return output_row(arg, cells);
}

/* Whether the options go with each other; else it is said. */
static int is_sound(int n, char **operands)
{
    int timed = since != STORE_NO_TIME || until != STORE_NO_TIME;
    if (path && n)
        complain("--agencies lists a whole file: leave %s out", operands[0]);
    else if (path && timed)
        complain("--since and --until count what is in a database; --agencies "
                 "reads none");
    else if (all && n)
        complain("--all goes with the list of agencies: leave %s or --all out",
                 operands[0]);
    else
        return 1;
    return 0;
}

static int run(int n, char **operands)
{
    struct output out;
    struct store *s;
    int code, failed;
    if (!is_sound(n, operands))
        return EXIT_MISUSE;
    if (path)
        return list_file();
    if (n)
        return show_one(operands[0]);
    if (!(s = session_open(1)))
        return EXIT_FAILED;
    output_begin(&out, (enum output_format)session.format, columns);
    code = store_agencies(s, since, until, all, each, &out);
    if (!code && !out.rows)
        fputs("No agency is credited there; --all lists those that are "
              "known.\n",
              stderr);
    failed = output_end(&out);
    code = session_close(s, code);
    return failed ? EXIT_FAILED : code;
}

static const struct column_set sets[] = {{"without AGENCY", columns},
                                         {"with AGENCY", one_columns},
                                         {"with --agencies", file_columns},
                                         {0}};

const struct command cmd_agencies = {
    .name = "agencies",
    .group = "Follow",
    .arguments = "[AGENCY]",
    .most = 1,
    .summary = "the news agencies that are known, and what they moved",
    .about =
        "Lists the agencies that articles credit, those of most copies first: "
        "how many articles name each by a dateline, a byline, a line of "
        "credit, a copyright, a tail, a field or the site itself, and how far "
        "the stories that it moved went. With AGENCY, an id or a name, it "
        "shows what is looked for: names, sites and the manners of the one.\n"
        "\n"
        "The table of agencies is built in. FILE may add to it, in lines "
        "of UTF-8; what is shown of an AGENCY serves as an example, and a"
        " line with # in front is a comment:\n"
        "\n"
        "agency ID NAME: begins an agency, or one anew that is there. "
        "NAME is searched for as in a line 'name', or as the line says "
        "that has it too\n"
        "extend ID: goes on with one that is there\n"
        "country CC: two letters, -- for none\n"
        "site HOST ...: its own sites, and all below them\n"
        "name NAME | ...: as written, in capitals or as a title\n"
        "token NAME | ...: in this letter case only\n"
        "guarded NAME | ...: the same, and only where nothing else can be"
        " meant: in brackets, behind 'Source:', as a whole field\n"
        "unnamed NAME | ...: as name, for agencies that a page leaves "
        "unnamed\n"
        "tail TEXT | ...: ends its stories and no other; 'A ... B' is A, "
        "and B later in the line\n"
        "home PLACE | ...: from here a guarded name needs no dash, "
        "'Stockholm (TT)'\n"
        "only PLACE | ...: the same, and from elsewhere it needs a date\n"
        "shared SIGN: where datelines end in SIGN, : or -, and name "
        "nobody, the story is in its manner\n"
        "bare SIGN: such datelines are its own\n"
        "manner KIND TEXT | ...: more words around the name of any "
        "agency. KIND is by, source, copyright, published, mixed, mixed-"
        "after, credit-after, told, told-after, photo, photo-after, "
        "filler, join, job, place, noplace, reporter, day, or month-1 to "
        "month-12\n"
        "\n"
        "A | between spaces divides what is listed. A * at the end lets a"
        " NAME or TEXT go on with letters, as Reuters* does in Reutersin."
        " All else is what it is, a bracket too. 'wireprint add "
        "--agencies FILE' makes the database go by FILE, and 'wireprint "
        "rebuild --agencies FILE' finds all credits anew; an empty file "
        "takes what was added back.",
    .options = options,
    .lists = 1,
    .columns = sets,
    .example = "  wireprint add samples/crawl.jsonl\n"
               "  wireprint agencies\n"
               "  wireprint agencies reuters\n"
               "  wireprint agencies --all --tsv | cut -f 1,2\n",
    .run = run,
};
