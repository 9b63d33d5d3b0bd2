#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/agency_known.h"
#include "cli/command.h"
#include "cli/licensed.h"
#include "cli/narrow.h"

static struct narrow narrow = NARROW_INIT;
static const char *licensed_path;

static const struct option_def options[] = {
    NARROW_AGENCY(narrow, "copies of stories that AGENCY moved"),
    {.name = "licensed",
     .kind = OPTION_TEXT,
     .value = &licensed_path,
     .argument = "FILE",
     .help = "list of customers: copies on other sites are listed too, though "
             "they name the agency. A line is a site, or an agency's id, a tab "
             "and a site; # begins a comment"},
    NARROW_SITE(narrow, "copies on SITE"),
    NARROW_TIMES(narrow),
    NARROW_LIMIT(narrow, "N copies at most; 0: all"),
    {0}};

static const struct column columns[] = {
    {"agency", CELL_TEXT, "agency", 0, "agency that moved the story"},
    {"site", CELL_TEXT, "site", 16, "site of the copy"},
    {"article", CELL_TEXT, NULL, 0, "id of the copy"},
    {"story", CELL_ID, "story", 0, "id of the story"},
    {"time", CELL_TIME, "time", 0, "published, else fetched"},
    {"lag", CELL_LAG, NULL, 0, "after the origin"},
    {"unnamed", CELL_COUNT, NULL, 0, "1: the copy does not name the agency"},
    {"unlicensed", CELL_COUNT, NULL, 0,
     "1: the site is not on the list of its customers"},
    {"names", CELL_TEXT, NULL, 0, "another agency, which the copy credits"},
    {"matched", CELL_PLACE, "matched", 0,
     "words of the copy that stand in the proof, furniture aside; none: there "
     "are no texts"},
    {"proof", CELL_TEXT, "proof", 12, "id of a copy that credits the agency"},
    {"proof_site", CELL_TEXT, NULL, 0, "its site"},
    {"longest", CELL_PLACE, NULL, 0, "words of the longest passage they share"},
    {"passage", CELL_TEXT, NULL, 0, "the passage, as the copy has it"},
    {"title", CELL_TEXT, NULL, 0, "headline of the copy"},
    {"url", CELL_TEXT, NULL, 0, "its address"},
    {"published", CELL_TIME, NULL, 0, "as given"},
    {"fetched", CELL_TIME, NULL, 0, "as given"},
    {0}};

/* An agency that the copy credits in the place of the story's. */
static const char *other_of(const struct uncredited_row *row)
{
    const char *agency = row->copy.agency;
    return agency && strcmp(agency, row->agency) ? agency : NULL;
}

/* Under the row in a table: why, and the words that prove it. */
static struct cell note_of(const struct uncredited_row *row, char *out,
                           size_t size)
{
    const char *why = row->unnamed && row->unlicensed
                          ? "agency not named, site no customer"
                      : row->unnamed ? "agency not named"
                                     : "site no customer";
    /* More does not fit a line. */
    int n = row->passage_len > 400 ? 400 : (int)row->passage_len;
    const char *other = other_of(row);
    snprintf(out, size, "%s%s%s%s%.*s%s", why, other ? ", it credits " : "",
             other ? other : "", n ? ": \"" : "", n, n ? row->passage : "",
             n ? "\"" : "");
    return cell_text(out);
}

static int each(void *arg, const struct uncredited_row *row)
{
    struct output *o = arg;
    const struct carry_row *c = &row->copy;
    char note[600];
    if (!narrow_takes(&narrow, c->site))
        return 0;
    const struct cell cells[] = {
        cell_text(row->agency),
        cell_site(c->site),
        cell_text(c->article),
        cell_id(c->story),
        cell_time(c->time),
        cell_time(c->lag),
        cell_count(row->unnamed != 0),
        cell_count(row->unlicensed != 0),
        cell_text(other_of(row)),
        cell_place(c->measured, row->matched),
        cell_text(row->proof),
        cell_site(row->proof_site),
        cell_place(c->measured, row->longest),
        cell_bytes(row->passage, row->passage_len),
        cell_text(c->title),
        cell_text(c->url),
        cell_time(c->published),
        cell_time(c->fetched),
    };
    const struct cell said = note_of(row, note, sizeof note);
    return output_row_note(o, cells, &said);
}

static int run(int n, char **operands)
{
    struct licensed l = {0};
    struct uncredited_filter filter = {0};
    struct output o;
    struct store *s = session_open(1);
    int code, failed;
    (void)n, (void)operands;
    if (!s)
        return EXIT_FAILED;
    code = agency_known(s, narrow.track.agency);
    if (!code && licensed_path)
        code = licensed_load(&l, s, licensed_path);
    if (code) {
        licensed_release(&l);
        session_close(s, STORE_OK);
        return code;
    }
    filter.track = narrow.track;
    filter.licensed = licensed_path ? l.line : NULL;
    filter.nlicensed = l.n;
    output_begin(&o, (enum output_format)session.format, columns);
    code = store_uncredited(s, &filter, each, &o);
    if (!code && !o.rows)
        fputs("No copies fit that.\n", stderr);
    narrow_more(&narrow, "copies");
    failed = output_end(&o);
    licensed_release(&l);
    n = session_close(s, code);
    return failed ? EXIT_FAILED : n;
}

static const struct column_set sets[] = {{NULL, columns}, {0}};

const struct command cmd_uncredited = {
    .name = "uncredited",
    .group = "Follow",
    .arguments = "",
    .summary = "who ran an agency's text without naming it, with the proof",
    .about =
        "Lists the copies of agency stories that do not name the agency, each "
        "with a copy that credits it, the number of words that stand in both, "
        "and the longest passage; what shares none is not listed. A page that "
        "credits the agency beside another, or says that its material is in "
        "the text, names it. Where an agency is told by the manner of "
        "datelines alone nothing is listed. With --licensed, copies on sites "
        "that are not "
        "on the list of an agency's customers are listed as well. What is "
        "said is that the page as it was crawled names no agency; a credit in "
        "a picture or in what the crawler left out is not seen.\n"
        "\n"
        "Copies of the stories that most sites carry come first, of as many "
        "sites those of more copies; those of one story stand by their times, "
        "undated ones last. --limit takes the first of this list, so the 100 "
        "that are shown without it are of the most widely carried stories.\n"
        "\n"
        "In FILE a site without an agency is a customer of all of them. An "
        "agency that no line names has no customers but these: all other "
        "copies of its stories are listed.",
    .options = options,
    .lists = 1,
    .columns = sets,
    .example = "  wireprint add samples/crawl.jsonl\n"
               "  wireprint uncredited --agency reuters\n"
               "  printf 'ap\\tnorthgate-ledger.example\\n' > customers.tsv\n"
               "  wireprint uncredited --licensed customers.tsv --json\n",
    .run = run,
};
