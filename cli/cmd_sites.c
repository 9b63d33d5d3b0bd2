#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/agency_known.h"
#include "cli/command.h"
#include "cli/display.h"
#include "cli/narrow.h"

static struct narrow narrow = NARROW_INIT;

enum part { PART_SITES, PART_AGENCIES };
static const char *const parts[] = {"sites", "agencies", NULL};
static int part;

static const struct option_def options[] = {
    NARROW_AGENCY(narrow, "about stories that AGENCY moved"),
    NARROW_TIMES(narrow),
    NARROW_LIMIT(narrow, "N sites at most; 0: all"),
    {.name = "part",
     .kind = OPTION_CHOICE,
     .value = &part,
     .argument = "PART",
     .help = "what --tsv and --json write: sites, or agencies, which has a row "
             "for each site and agency; the table has both",
     .choices = parts},
    {0}};

static const struct column site_columns[] = {
    {"site", CELL_TEXT, "site", 16,
     "registrable domain; none: the pages of unknown site"},
    {"articles", CELL_COUNT, "articles", 0, "its articles"},
    {"copies", CELL_COUNT, "copies", 0, "of which carry a story"},
    {"stories", CELL_COUNT, NULL, 0, "stories they carry"},
    {"firsts", CELL_COUNT, "firsts", 0, "stories whose origin is on it"},
    {"agency_copies", CELL_COUNT, NULL, 0,
     "copies of stories that an agency moved"},
    {"share", CELL_SHARE, "share", 0, "of its articles that are such"},
    {"credited", CELL_COUNT, NULL, 0, "of these copies that name the agency"},
    {"manner", CELL_COUNT, NULL, 0,
     "of these copies those of stories that are only in an agency's manner"},
    {"credit_rate", CELL_SHARE, "credited", 0,
     "credited as a share of agency_copies less manner; none without any"},
    {"median_lag", CELL_LAG, "lag", 0,
     "of its copies after the stories' origins; origins aside"},
    {"quarter_lag", CELL_LAG, NULL, 0, "a quarter of them came no later"},
    {"three_quarter_lag", CELL_LAG, NULL, 0, "three quarters came no later"},
    {"least_lag", CELL_LAG, NULL, 0,
     "the shortest; less than 0 is before the origin"},
    {"most_lag", CELL_LAG, NULL, 0, "the longest"},
    {"stale", CELL_COUNT, "stale", 0,
     "copies that were still shown after what they show was replaced"},
    {"conflicts", CELL_COUNT, "conflicts", 0,
     "copies published before the agency's own page, or fetched before "
     "published"},
    {0}};

static const struct column agency_columns[] = {
    {"site", CELL_TEXT, NULL, 0, "registrable domain"},
    {"agency", CELL_TEXT, NULL, 0, "id of the agency"},
    {"copies", CELL_COUNT, NULL, 0, "copies of its stories on the site"},
    {0}};

struct listing {
    struct output out;
    int n;
    char **operands;
    unsigned char found[64]; /* which of the first operands */
};

/* Whether the site was asked for. */
static int is_wanted(struct listing *l, const char *site)
{
    int wanted = !l->n;
    for (int i = 0; i < l->n; i++) {
        if (!narrow_is_site(site, l->operands[i]))
            continue;
        wanted = 1;
        if ((size_t)i < sizeof l->found)
            l->found[i] = 1;
    }
    return wanted;
}

/* "reuters 4, ap 3", as much of it as fits. */
static void agencies_line(const struct site_row *row, char *out, size_t size)
{
    size_t n = 0;
    *out = 0;
    for (size_t i = 0; i < row->nagencies; i++) {
        const struct site_agency *a = &row->agency[i];
        if (n + strlen(a->agency) + 24 > size)
            return;
        n += (size_t)snprintf(out + n, size - n, "%s%s %" PRIu64, n ? ", " : "",
                              a->agency, a->copies);
    }
}

static int each_site(struct output *o, const struct site_row *row)
{
    char agencies[400];
    const struct cell cells[] = {
        cell_site(row->site),
        cell_count(row->articles),
        cell_count(row->copies),
        cell_count(row->stories),
        cell_count(row->firsts),
        cell_count(row->agency_copies),
        cell_real(row->share),
        cell_count(row->credited),
        cell_count(row->manner),
        cell_real(row->agency_copies > row->manner ? row->credit_rate
                                                   : CELL_UNKNOWN),
        cell_time(row->median_lag),
        cell_time(row->quarter_lag),
        cell_time(row->three_quarter_lag),
        cell_time(row->least_lag),
        cell_time(row->most_lag),
        cell_count(row->stale),
        cell_count(row->conflicts),
    };
    agencies_line(row, agencies, sizeof agencies);
    const struct cell note = cell_text(*agencies ? agencies : NULL);
    return output_row_note(o, cells, &note);
}

static int each(void *arg, const struct site_row *row)
{
    struct listing *l = arg;
    int stop = 0;
    if (!is_wanted(l, row->site ? row->site : "") ||
        !narrow_takes(&narrow, row->site))
        return 0;
    if (part == PART_SITES)
        return each_site(&l->out, row);
    for (size_t i = 0; i < row->nagencies && !stop; i++) {
        const struct cell cells[] = {
            cell_site(row->site),
            cell_text(row->agency[i].agency),
            cell_count(row->agency[i].copies),
        };
        stop = output_row(&l->out, cells);
    }
    return stop;
}

/* A site that was asked for and is not there is a failure. */
static int missing(const struct listing *l)
{
    int n = 0;
    for (int i = 0; i < l->n && (size_t)i < sizeof l->found; i++) {
        if (l->found[i])
            continue;
        complain("no copy that fits is on %s", l->operands[i]);
        n++;
    }
    return n;
}

static int run(int n, char **operands)
{
    struct listing l = {.n = n, .operands = operands};
    struct store *s;
    int code, failed;
    if (part == PART_AGENCIES && session.format == OUTPUT_TABLE) {
        complain("--part goes with --tsv or --json; the table has both parts");
        return EXIT_MISUSE;
    }
    s = session_open(1);
    if (!s)
        return EXIT_FAILED;
    if ((code = agency_known(s, narrow.track.agency))) {
        session_close(s, STORE_OK);
        return code;
    }
    output_begin(&l.out, (enum output_format)session.format,
                 part == PART_AGENCIES ? agency_columns : site_columns);
    l.out.table.wrap_notes = 1;
    code = store_sites(s, &narrow.track, each, &l);
    if (!code && !narrow.taken && !n)
        fputs("No sites fit that.\n", stderr);
    failed = !code && missing(&l);
    narrow_more(&narrow, "sites");
    failed |= output_end(&l.out);
    n = session_close(s, code);
    return failed ? EXIT_FAILED : n;
}

static const struct column_set sets[] = {
    {"--part sites", site_columns}, {"--part agencies", agency_columns}, {0}};

const struct command cmd_sites = {
    .name = "sites",
    .group = "Follow",
    .arguments = "[SITE...]",
    .most = -1,
    .summary = "each site's share of agency text, its lags and its credits",
    .about =
        "Lists the sites that carry stories, those with most copies first: how "
        "many of their articles carry a story and how many are agency text, "
        "how late their copies are, how many of them name the agency, and how "
        "many copies each agency has there. Pages of unknown site have a row "
        "of their own, '-'. With SITE, these sites only; - asks for that row.",
    .options = options,
    .lists = 1,
    .columns = sets,
    .example = "  wireprint add samples/crawl.jsonl\n"
               "  wireprint sites\n"
               "  wireprint sites alderney-courier.example --json\n"
               "  wireprint sites --tsv --part agencies > matrix.tsv\n",
    .run = run,
};
