#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/display.h"
#include "cli/table.h"
#include "cli/tracked_rows.h"

enum part { PART_STORY, PART_COPIES, PART_PASSAGES };
static const char *const parts[] = {"story", "copies", "passages", NULL};
static int part = -1; /* not given */

static const struct option_def options[] = {
    {.name = "part",
     .kind = OPTION_CHOICE,
     .value = &part,
     .argument = "PART",
     .help = "what --tsv and --json write: story, copies or passages; the "
             "table has all three",
     .fallback = "copies",
     .choices = parts},
    {0}};

static const struct column copy_columns[] = {
    {"story", CELL_ID, NULL, 0, "id of the story"},
    {"article", CELL_TEXT, NULL, 0, "id of the copy"},
    {"time", CELL_TIME, "time", 0, "published, else fetched"},
    {"lag", CELL_LAG, "lag", 0,
     "after the origin; in a group of stubs after the first page"},
    {"site", CELL_TEXT, "site", 12, "registrable domain"},
    {"title", CELL_TEXT, "headline", 16, "headline of the copy"},
    {"role", CELL_TEXT, NULL, 0, "copy, or digest: a round-up that quotes it"},
    {"relation", CELL_TEXT, "relation", 0,
     "to the main article: same, near, contains, within, partial, quote, "
     "series or none; digest in the table"},
    {"coverage", CELL_SHARE, "coverage", 0,
     "of this copy's words, furniture aside, that stand in the main article"},
    {"coverage_main", CELL_SHARE, "of main", 0,
     "of the main article's words that stand in this copy"},
    {"words", CELL_COUNT, "words", 0, "words of the whole article"},
    {"furniture", CELL_COUNT, NULL, 0, "of which are the site's furniture"},
    {"matched", CELL_COUNT, NULL, 0, "of which stand in the main article"},
    {"url", CELL_TEXT, NULL, 0, "address of the copy"},
    {"published", CELL_TIME, NULL, 0, "as given"},
    {"fetched", CELL_TIME, NULL, 0, "as given"},
    {"version", CELL_ID, "v", 0,
     "version of the story that it shows; none: a digest"},
    {"agency", CELL_TEXT, "credit", 0,
     "agency that it says it has from; none: none"},
    {"evidence", CELL_TEXT, NULL, 0, TRACKED_EVIDENCE},
    {"confidence", CELL_REAL, NULL, 0, "of that evidence, 0 to 1"},
    {"stale", CELL_COUNT, NULL, 0,
     "1: it was still shown after a later version had replaced the one that "
     "it shows"},
    {0}};

static const struct column passage_columns[] = {
    {"passage", CELL_COUNT, NULL, 0, "1, 2, ... in the order of the text"},
    {"copies", CELL_COUNT, "copies", 0,
     "copies that carry it, the main article with them"},
    {"furniture", CELL_COUNT, NULL, 0, "1: set aside as the site's furniture"},
    {"words", CELL_COUNT, "words", 0, "its length"},
    {"text", CELL_TEXT, "text", 16, "its words as the main article has them"},
    {0}};

struct listing {
    struct output out;
    int failed;
    struct tracked tracked; /* the same story, by agency and version */
    size_t next;            /* copy of it that is likely the next */

    /* For the main article: */
    FILE *article;
    uint64_t pieces, label; /* so far; of the last */
    char ending;            /* its last byte */
    int furniture;          /* some of it is */
};

/* A time as the table below has it, to the minute. */
static const char *minute(int64_t time, char *out)
{
    table_format(&(const struct column){.kind = CELL_TIME},
                 &(const struct cell){.number = time}, out);
    return out;
}

/* The head of the table: what the story is, on two lines. */
static int each_head(void *arg, const struct story_row *row)
{
    char first[DISPLAY_MAX], last[DISPLAY_MAX], line[4 * DISPLAY_MAX + 160];
    int n;
    (void)arg;
    print_clean(stdout, row->title ? row->title : "",
                row->title ? strlen(row->title) : 0, terminal_width());
    n = snprintf(line, sizeof line, "story %lld: %llu %s on %llu %s",
                 (long long)row->story, (unsigned long long)row->copies,
                 row->copies == 1 ? "copy" : "copies",
                 (unsigned long long)row->sites,
                 row->sites == 1 ? "site" : "sites");
    if (row->digests)
        n += snprintf(line + n, sizeof line - (size_t)n, ", %llu %s",
                      (unsigned long long)row->digests,
                      row->digests == 1 ? "digest" : "digests");
    if (row->first != STORE_NO_TIME)
        n += snprintf(line + n, sizeof line - (size_t)n, ", first %s, last %s",
                      minute(row->first, first), minute(row->last, last));
    putchar('\n');
    print_wrapped(stdout, line, (size_t)n, 0, terminal_width());
    putchar('\n');
    return ferror(stdout);
}

static int each_copy(void *arg, const struct copy_row *row)
{
    struct listing *l = arg;
    int digest = row->role == ROLE_DIGEST && l->out.format == OUTPUT_TABLE;
    static const struct carry_row unknown;
    char credit[TRACKED_WORDS];
    const struct carry_row *c =
        tracked_copy(&l->tracked, row->article, &l->next);
    if (!c)
        c = &unknown;
    const char *agency = c->agency;
    if (l->out.format == OUTPUT_TABLE && c->evidence &&
        !strcmp(c->evidence, TRACK_MANNER_KIND))
        agency = tracked_credit(c, credit);
    const struct cell cells[] = {
        cell_id(row->story),
        cell_text(row->article),
        cell_time(row->time),
        cell_time(row->lag),
        cell_site(row->site),
        cell_text(row->title),
        cell_text(role_name(row->role)),
        cell_text(digest ? role_name(row->role) : relation_name(row->relation)),
        cell_real(row->coverage),
        cell_real(row->coverage_main),
        cell_count(row->words),
        cell_count(row->furniture),
        cell_count(row->matched),
        cell_text(row->url),
        cell_time(row->published),
        cell_time(row->fetched),
        cell_id(c->version),
        cell_text(agency),
        cell_text(c->evidence),
        cell_real(c->agency ? c->confidence : CELL_UNKNOWN),
        cell_count(c->stale != 0),
    };
    return output_row(&l->out, cells);
}

static int each_passage(void *arg, const struct shared_row *row)
{
    struct listing *l = arg;
    const struct cell cells[] = {
        cell_count(l->out.rows + 1),     cell_count(row->copies),
        cell_count(row->furniture != 0), cell_count(row->words),
        cell_bytes(row->text, row->len),
    };
    return output_row(&l->out, cells);
}

/* The main article in one piece, with the number of copies that carry what
 * follows in brackets wherever it changes. */
static int each_piece(void *arg, const struct shared_row *row)
{
    struct listing *l = arg;
    uint64_t label = row->furniture ? 0 : row->copies;
    if (!row->len)
        return 0;
    if (!l->pieces || label != l->label) {
        if (l->pieces && !isspace((unsigned char)l->ending))
            putc(' ', l->article);
        if (row->furniture)
            fputs("[furniture] ", l->article);
        else
            fprintf(l->article, "[%llu] ", (unsigned long long)label);
    }
    fwrite(row->text, 1, row->len, l->article);
    l->label = label;
    l->ending = row->text[row->len - 1];
    l->pieces++;
    l->furniture |= row->furniture != 0;
    return 0;
}

static int show_article(struct store *s, int64_t story, struct listing *l)
{
    char *text = NULL;
    size_t len = 0;
    int code;
    l->article = open_memstream(&text, &len);
    if (!l->article) {
        complain("out of memory");
        l->failed = 1;
        return STORE_OK;
    }
    code = store_shared(s, story, each_piece, l);
    if (fclose(l->article)) {
        complain("out of memory");
        l->failed = 1;
    } else if (!code && l->pieces) {
        static const char head[] =
            "\nThe main article; [n]: n copies carry what follows";
        static const char aside[] = "; [furniture]: it is set aside";
        char line[sizeof head + sizeof aside];
        int n = snprintf(line, sizeof line, "%s%s.", head,
                         l->furniture ? aside : "");
        print_wrapped(stdout, line, (size_t)n, 0, terminal_width());
        putchar('\n');
        print_wrapped(stdout, text, len, 2, terminal_width() - 2);
    }
    free(text);
    return code;
}

#define COPY_COLUMNS (sizeof copy_columns / sizeof *copy_columns)

/* The columns of the table: there is no room for all. A stub has no version
 * and no credit; of a story the words are told by what is shared. */
static void choose_columns(struct column *out, int is_story)
{
    memcpy(out, copy_columns, sizeof copy_columns);
    for (struct column *c = out; c->name; c++) {
        int of_story =
            !strcmp(c->name, "version") || !strcmp(c->name, "agency");
        if (is_story ? !strcmp(c->name, "words") : of_story)
            c->head = NULL;
    }
}

static int show_table(struct store *s, int64_t story, struct listing *l)
{
    struct column columns[COPY_COLUMNS];
    int code = store_story(s, story, NULL, each_head, l);
    if (code)
        return code;
    choose_columns(columns, l->tracked.is_story);
    output_begin(&l->out, OUTPUT_TABLE, columns);
    code = store_copies(s, story, each_copy, l);
    l->failed = output_end(&l->out);
    if (l->failed || code)
        return code;
    return show_article(s, story, l);
}

static int show_rows(struct store *s, int64_t story, struct listing *l)
{
    static const struct column *const columns[] = {
        tracked_story_columns, copy_columns, passage_columns};
    int code = STORE_OK;
    output_begin(&l->out, (enum output_format)session.format, columns[part]);
    if (part == PART_STORY)
        tracked_story_row(&l->out, &l->tracked);
    else if (part == PART_COPIES)
        code = store_copies(s, story, each_copy, l);
    else
        code = store_shared(s, story, each_passage, l);
    l->failed = output_end(&l->out);
    return code;
}

static int run(int n, char **operands)
{
    struct listing l = {0};
    struct store *s;
    int64_t story;
    int code;
    (void)n;
    if (tracked_number(operands[0], &story))
        return EXIT_MISUSE;
    if (part >= 0 && session.format == OUTPUT_TABLE) {
        complain("--part goes with --tsv or --json; the table has all parts");
        return EXIT_MISUSE;
    }
    if (part < 0)
        part = PART_COPIES;
    s = session_open(1);
    if (!s)
        return EXIT_FAILED;
    code = tracked_resolve(s, &story);
    if (!code)
        code = tracked_load(&l.tracked, s, story);
    l.failed = l.tracked.failed;
    if (!code && !l.failed)
        code = session.format == OUTPUT_TABLE ? show_table(s, story, &l)
                                              : show_rows(s, story, &l);
    tracked_release(&l.tracked);
    n = session_close(s, code);
    return l.failed ? EXIT_FAILED : n;
}

static const struct column_set columns[] = {
    {"--part copies", copy_columns},
    {"--part story", tracked_story_columns},
    {"--part passages", passage_columns},
    {0}};

const struct command cmd_show = {
    .name = "show",
    .group = "Ask",
    .arguments = "STORY",
    .least = 1,
    .most = 1,
    .summary = "one story: its copies in order of time, and what they share",
    .about =
        "Shows who carried a story: each copy's time, its lag after the "
        "origin, its site and headline, how much of it stands in the main "
        "article, which is the copy that shares most with the others, the "
        "version that it shows and the agency that it names. Below, "
        "the main article itself, with the number of copies that carry each "
        "part in brackets before it; what was set aside as the site's "
        "furniture is marked. A story that was merged is shown as the one it "
        "went into.",
    .options = options,
    .lists = 1,
    .columns = columns,
    .example = "  wireprint add samples/crawl.jsonl\n"
               "  wireprint show 1\n"
               "  wireprint show 1 --tsv --part passages\n",
    .run = run,
};
