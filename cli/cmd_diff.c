#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/date.h"
#include "cli/display.h"
#include "cli/fetched.h"
#include "cli/render.h"

/* From this width on two columns of prose can be read. */
#define BESIDE_MIN 100

enum layout { LAYOUT_AUTO, LAYOUT_UNIFIED, LAYOUT_BESIDE };
static int layout = LAYOUT_AUTO;

enum colour { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER };
static const char *const colours[] = {"auto", "always", "never", NULL};
static int colour = COLOUR_AUTO;

static const struct option_def options[] = {
    {.name = "side-by-side",
     .letter = 'y',
     .kind = OPTION_SWITCH,
     .value = &layout,
     .set = LAYOUT_BESIDE,
     .help = "the two texts beside each other; so it is anyway on a terminal "
             "of 100 columns or more"},
    {.name = "unified",
     .letter = 'u',
     .kind = OPTION_SWITCH,
     .value = &layout,
     .set = LAYOUT_UNIFIED,
     .help = "both in one text"},
    {.name = "color",
     .kind = OPTION_CHOICE,
     .value = &colour,
     .argument = "WHEN",
     .help = "auto, always or never; auto is colour on a terminal, unless "
             "$NO_COLOR is set",
     .choices = colours},
    {0}};

static const struct column columns[] = {
    {"kind", CELL_TEXT, NULL, 0,
     "shared, cut (only in A), added (only in B), moved (in both, elsewhere) "
     "or furniture"},
    {"a_word", CELL_COUNT, NULL, 0, "place of its first word in A, from 0"},
    {"a_words", CELL_COUNT, NULL, 0, "its words in A"},
    {"b_word", CELL_COUNT, NULL, 0, "place of its first word in B"},
    {"b_words", CELL_COUNT, NULL, 0, "its words in B"},
    {"text_a", CELL_TEXT, NULL, 0, "those words as A has them"},
    {"text_b", CELL_TEXT, NULL, 0, "those words as B has them"},
    {0}};

/* Fetches an article with its text; says what is wrong. 0 or an exit code. */
static int fetch(struct store *s, const char *id, struct fetched *k, int *code)
{
    *code = fetched_get(k, s, id);
    if (*code)
        return EXIT_FAILED;
    if (k->text)
        return EXIT_DONE;
    complain("the text of %s is not kept: the database was made with "
             "--no-text",
             id);
    return EXIT_FAILED;
}

static void print_head(const char *label, const struct fetched *k,
                       unsigned width)
{
    char date[DATE_LEN];
    printf("%s  ", label);
    print_clean(stdout, k->id, strlen(k->id), width - 3);
    if (k->site) {
        fputs("  ", stdout);
        print_clean(stdout, k->site, strlen(k->site), width);
    }
    if (k->published != STORE_NO_TIME)
        printf("  %s", date_format(k->published, date));
    putchar('\n');
    if (k->title) {
        fputs("   ", stdout);
        print_clean(stdout, k->title, strlen(k->title), width - 3);
        putchar('\n');
    }
}

static void print_figures(const struct overlap *o)
{
    char line[320];
    int aside = o->words_a != o->kept_a || o->words_b != o->kept_b;
    int n = snprintf(line, sizeof line,
                     "%u of %u words of A (%.0f%%) stand in B, %u of %u of B "
                     "(%.0f%%) in A%s; resemblance %.2f; longest passage %u "
                     "words.",
                     o->matched_a, o->kept_a, 100 * overlap_coverage_a(o),
                     o->matched_b, o->kept_b, 100 * overlap_coverage_b(o),
                     aside ? ", furniture aside" : "", overlap_resemblance(o),
                     o->longest);
    print_wrapped(stdout, line, (size_t)n, 0, terminal_width());
}

static int use_colour(void)
{
    const char *none = getenv("NO_COLOR"), *term = getenv("TERM");
    if (colour != COLOUR_AUTO)
        return colour == COLOUR_ALWAYS;
    return isatty(STDOUT_FILENO) && !(none && *none) &&
           !(term && !strcmp(term, "dumb"));
}

static int draw(const struct edits *e, const struct fetched *a,
                const struct fetched *b)
{
    struct pen_options pen = {.width = terminal_width(),
                              .colour = use_colour()};
    print_head("A", a, pen.width);
    print_head("B", b, pen.width);
    print_figures(&e->overlap);
    render_legend(&pen);
    putchar('\n');
    if (layout == LAYOUT_AUTO)
        layout = isatty(STDOUT_FILENO) && pen.width >= BESIDE_MIN
                     ? LAYOUT_BESIDE
                     : LAYOUT_UNIFIED;
    if (layout == LAYOUT_BESIDE)
        return render_side_by_side(e, &pen);
    render_unified(e, &pen);
    return 0;
}

static int list(const struct edits *e)
{
    struct output out;
    output_begin(&out, (enum output_format)session.format, columns);
    for (size_t i = 0; i < e->n; i++) {
        const struct span *s = &e->span[i];
        size_t from[2] = {0}, to[2] = {0};
        if (s->a_words)
            render_bytes(e, 0, s->a, s->a_words, &from[0], &to[0]);
        if (s->b_words)
            render_bytes(e, 1, s->b, s->b_words, &from[1], &to[1]);
        const struct cell cells[] = {
            cell_text(edit_name(s->kind)),
            cell_count(s->a),
            cell_count(s->a_words),
            cell_count(s->b),
            cell_count(s->b_words),
            cell_bytes(s->a_words ? e->side[0].bytes + from[0] : NULL,
                       to[0] - from[0]),
            cell_bytes(s->b_words ? e->side[1].bytes + from[1] : NULL,
                       to[1] - from[1]),
        };
        if (output_row(&out, cells))
            break;
    }
    return output_end(&out);
}

static int compare(const struct fetched *a, const struct fetched *b, unsigned w)
{
    struct edits e;
    struct edit_side side[2] = {{a->text, a->len, a->furniture},
                                {b->text, b->len, b->furniture}};
    int code;
    edits_init(&e);
    code = edits_make(&e, &side[0], &side[1], w);
    if (code == EDITS_TOO_LONG)
        complain("a text is too long to compare");
    else if (!code)
        code = session.format == OUTPUT_TABLE ? draw(&e, a, b) : list(&e);
    if (code && code != EDITS_TOO_LONG)
        complain("out of memory");
    edits_release(&e);
    return code ? EXIT_FAILED : EXIT_DONE;
}

static int run(int n, char **operands)
{
    struct store_params params;
    struct fetched a = {0}, b = {0};
    struct store *s = session_open(1);
    int code = 0, failed;
    (void)n;
    if (!s)
        return EXIT_FAILED;
    store_get_params(s, &params);
    failed = fetch(s, operands[0], &a, &code);
    if (!failed)
        failed = fetch(s, operands[1], &b, &code);
    n = session_close(s, code);
    if (!failed && !n)
        failed = compare(&a, &b, params.shingle);
    fetched_release(&a);
    fetched_release(&b);
    return failed ? failed : n;
}

static const struct column_set sets[] = {{NULL, columns}, {0}};

const struct command cmd_diff = {
    .name = "diff",
    .group = "Ask",
    .arguments = "A B",
    .least = 2,
    .most = 2,
    .summary = "two articles: what they share, what was cut and added",
    .about =
        "Compares two articles by their ids, passage by passage. Quotes, "
        "dashes, capitals and line breaks make no difference. What the sites "
        "add to every page is marked as furniture and not compared. --tsv "
        "and --json list the passages in the order of B.",
    .options = options,
    .lists = 1,
    .columns = sets,
    .example = "  wireprint add samples/crawl.jsonl\n"
               "  wireprint show 1 --tsv | cut -f 2\n"
               "  wireprint diff ONE-OF-THESE ANOTHER\n",
    .run = run,
};
