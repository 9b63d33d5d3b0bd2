#include "cli/account.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/date.h"
#include "cli/display.h"
#include "cli/output.h"

/* Room for a cell made of figures. */
#define FIELD 80

static void tell(const char *words)
{
    print_wrapped(stdout, words, strlen(words), 0, terminal_width());
}

/* What is so, why, and by which number. */
static void print_verdict(const struct account *a)
{
    const struct explanation *e = a->row;
    const struct known_rule *r = a->rule;
    char line[400];
    if (!e->together)
        puts("A and B are not in one story.");
    else if (e->story_a == e->story_b)
        printf("A and B are in one story, story %" PRId64 ".\n", e->story_a);
    else
        puts("A and B are in one story.");
    if (e->reason)
        tell(e->reason);
    if (!r)
        return;
    if (r->value == r->standard)
        snprintf(line, sizeof line, "Rule %s = %g, the default: %s", r->name,
                 r->value, r->meaning);
    else
        snprintf(line, sizeof line, "Rule %s = %g, by default %g: %s", r->name,
                 r->value, r->standard, r->meaning);
    tell(line);
}

static const struct column side_columns[] = {{"what", CELL_TEXT, "", 0, NULL},
                                             {"a", CELL_TEXT, "A", 12, NULL},
                                             {"b", CELL_TEXT, "B", 12, NULL},
                                             {0}};

static void side_row(struct output *o, const char *what, const char *a,
                     const char *b)
{
    const struct cell cells[] = {cell_text(what), cell_text(a ? a : "-"),
                                 cell_text(b ? b : "-")};
    output_row(o, cells);
}

static void side_count(struct output *o, const char *what, uint64_t a,
                       uint64_t b)
{
    char text[2][DISPLAY_MAX];
    side_row(o, what, count_format(a, text[0]), count_format(b, text[1]));
}

static const char *format_time(int64_t t, char *out)
{
    if (t == STORE_NO_TIME)
        return NULL;
    return date_format(t, out);
}

static const char *format_story(int64_t story, enum role role, char *out)
{
    if (!story)
        return "none";
    snprintf(out, FIELD, "%" PRId64 ", as a %s", story, role_name(role));
    return out;
}

static const char *format_matched(uint64_t matched, double share, char *out)
{
    char n[DISPLAY_MAX];
    snprintf(out, FIELD, "%s (%.0f%%)", count_format(matched, n), 100 * share);
    return out;
}

static int print_sides(const struct account *a)
{
    const struct explanation *e = a->row;
    struct output o;
    char s[2][FIELD];
    output_begin(&o, OUTPUT_TABLE, side_columns);
    side_row(&o, "article", e->a, e->b);
    side_row(&o, "headline", a->page[0]->title, a->page[1]->title);
    side_row(&o, "site", e->site_a, e->site_b);
    side_row(&o, "time", format_time(e->time_a, s[0]),
             format_time(e->time_b, s[1]));
    side_row(&o, "story", format_story(e->story_a, e->role_a, s[0]),
             format_story(e->story_b, e->role_b, s[1]));
    side_count(&o, "words", e->words_a, e->words_b);
    side_count(&o, "of which furniture", e->furniture_a, e->furniture_b);
    side_row(&o, "rest found in the other",
             format_matched(e->matched_a, e->coverage_a, s[0]),
             format_matched(e->matched_b, e->coverage_b, s[1]));
    return output_end(&o);
}

static void print_figures(const struct explanation *e)
{
    printf("relation of A to B       %s\n"
           "passages they share      %" PRIu64 ", the longest of %" PRIu64
           " words\n"
           "resemblance as wholes    %.2f\n"
           "sampled shingles shared  %" PRIu64 "\n"
           "numbers in shared text   %" PRIu64 " changed, %" PRIu64
           " the same\n",
           relation_name(e->relation), e->passages, e->longest, e->resemblance,
           e->samples, e->numbers_changed, e->numbers_same);
    if (e->story_b)
        printf("A is linked to           %" PRIu64 " of the %" PRIu64
               " %s of story %" PRId64 "\n",
               e->links, e->copies,
               e->story_a == e->story_b ? "other copies" : "copies",
               e->story_b);
}

static const struct column fact_columns[] = {
    {"a", CELL_TEXT, "A", 16, NULL}, {"b", CELL_TEXT, "B", 16, NULL}, {0}};

static int print_facts(const struct explanation *e)
{
    struct output o;
    if (!e->nfacts)
        return 0;
    puts("\nWhat differs inside what they share:\n");
    output_begin(&o, OUTPUT_TABLE, fact_columns);
    for (size_t i = 0; i < e->nfacts; i++) {
        const struct cell cells[] = {cell_text(e->facts[i].a),
                                     cell_text(e->facts[i].b)};
        output_row(&o, cells);
    }
    return output_end(&o);
}

static const struct column furniture_columns[] = {
    {"article", CELL_TEXT, "of", 0, NULL},
    {"words", CELL_COUNT, "words", 0, NULL},
    {"text", CELL_TEXT, "text", 16, NULL},
    {0}};

struct furniture {
    struct output out;
    const char *label;
};

static int each_furniture(void *arg, uint64_t words, const char *text,
                          size_t len)
{
    struct furniture *f = arg;
    const struct cell cells[] = {cell_text(f->label), cell_count(words),
                                 cell_bytes(text, len)};
    if (!f->out.rows)
        puts("\nSet aside as furniture:\n");
    return output_row(&f->out, cells);
}

static int print_furniture(const struct account *a)
{
    struct furniture f;
    int failed = 0;
    output_begin(&f.out, OUTPUT_TABLE, furniture_columns);
    for (int i = 0; i < 2 && !failed; i++) {
        f.label = i ? "B" : "A";
        failed = fetched_furniture(a->page[i], each_furniture, &f) != 0;
    }
    return output_end(&f.out) || failed;
}

int account_print(const struct account *a)
{
    print_verdict(a);
    putchar('\n');
    if (print_sides(a))
        return 1;
    putchar('\n');
    if (!a->page[0]->text)
        tell("Texts are not kept: the figures are estimates.");
    print_figures(a->row);
    return print_facts(a->row) || print_furniture(a);
}
