#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/display.h"
#include "cli/options.h"

/* Where the explanation of an option or column begins: less far where that
 * would leave few words a line. */
#define MARGIN 26
#define MARGIN_NARROW 8
#define NARROW 60
#define HELP_WIDTH 80
/* Where a command's summary begins in the overview. */
#define SUMMARY 13

static unsigned help_width(void)
{
    unsigned width = terminal_width();
    return width < HELP_WIDTH ? width : HELP_WIDTH;
}

static void print_paragraph(FILE *f, const char *text)
{
    print_wrapped(f, text, strlen(text), 0, help_width());
}

const struct command *command_find(const char *name)
{
    for (int i = 0; commands[i]; i++)
        if (!strcmp(commands[i]->name, name))
            return commands[i];
    return NULL;
}

void help_unknown(const char *name)
{
    const char *best = NULL;
    unsigned least = strlen(name) < 4 ? 2 : 3;
    for (int i = 0; commands[i]; i++) {
        unsigned d = typing_distance(name, commands[i]->name, least - 1);
        if (d < least) {
            least = d;
            best = commands[i]->name;
        }
    }
    fputs("wireprint: '", stderr);
    print_clean(stderr, name, strlen(name), 60);
    if (best)
        fprintf(stderr, "' is no command; did you mean '%s'?\n", best);
    else
        fputs("' is no command\n", stderr);
}

void help_overview(FILE *f)
{
    static const char usage[] =
        "wireprint [--db FILE] [--threads N] COMMAND [ARGUMENT...]";
    const char *group = "";
    char text[400];
    print_paragraph(f, "wireprint finds the agency stories in a crawl: which "
                       "articles carry the same text, where they ran, and "
                       "when.");
    fputs("\nusage:", f);
    print_hanging(f, usage, strlen(usage), 6, 7, help_width());
    for (int i = 0; commands[i]; i++) {
        const struct command *c = commands[i];
        if (strcmp(group, c->group)) {
            group = c->group;
            fprintf(f, "\n%s\n", group);
        }
        fprintf(f, "  %s", c->name);
        print_hanging(f, c->summary, strlen(c->summary),
                      2 + (unsigned)strlen(c->name), SUMMARY, help_width());
    }
    snprintf(text, sizeof text,
             "The database is a single file, %s if you name no other.\n"
             "'wireprint help COMMAND' tells all about a command, with an "
             "example.",
             session.db);
    putc('\n', f);
    print_paragraph(f, text);
}

/* A name in the left margin, and its explanation to the right, wrapped. */
static void print_entry(const char *name, const char *text)
{
    unsigned width = help_width();
    unsigned margin = width < NARROW ? MARGIN_NARROW : MARGIN;
    unsigned column = 2 + (unsigned)strlen(name);
    printf("  %s", name);
    if (column + 1 >= margin) {
        putchar('\n');
        column = 0;
    }
    print_hanging(stdout, text, strlen(text), column, margin, width);
}

static void print_options(const struct option_def *o)
{
    for (; o && o->name; o++) {
        char name[80], text[600], value[200];
        int n = o->letter ? snprintf(name, sizeof name, "-%c, --%s", o->letter,
                                     o->name)
                          : snprintf(name, sizeof name, "--%s", o->name);
        if (o->argument)
            snprintf(name + n, sizeof name - (size_t)n, " %s", o->argument);
        options_default(o, value, sizeof value);
        snprintf(text, sizeof text, *value ? "%s (default: %s)" : "%s", o->help,
                 value);
        print_entry(name, text);
    }
}

static const char *kind_words(enum cell_kind kind)
{
    switch (kind) {
    case CELL_TEXT:
        return "text";
    case CELL_COUNT:
    case CELL_ID:
    case CELL_PLACE:
        return "number";
    case CELL_TIME:
        return "time";
    case CELL_DAY:
        return "day";
    case CELL_LAG:
        return "seconds";
    case CELL_SHARE:
        return "share";
    case CELL_REAL:
        return "decimal";
    }
    return "";
}

/* How what is no plain text is written. */
static void print_absent(const struct command *c)
{
    static const char tsv[] =
        "a tab, line break or backslash in a field is \\t, \\n, \\r or \\\\, "
        "another control character or one that turns the direction of writing "
        "is \\u and four digits, as \\u202e, and a byte that is no UTF-8 is "
        "\\x and two.";
    char text[600];
    snprintf(text, sizeof text,
             "Times are ISO 8601 in UTC, shares run from 0 to 1; they and "
             "decimals have four places. What is absent is %s%s",
             c->list    ? "empty, and "
             : c->lists ? "null in JSON and empty in TSV, where "
                        : "null in JSON and empty in CSV.",
             c->list || c->lists ? tsv : "");
    putchar('\n');
    print_paragraph(stdout, text);
}

static void print_columns(const struct command *c)
{
    const char *named = c->list    ? c->list
                        : c->lists ? "--tsv, keys of --json"
                                   : "CSV, keys of JSON";
    for (const struct column_set *sets = c->columns; sets->columns; sets++) {
        if (sets->when)
            printf("\nColumns of %s, %s:\n", named, sets->when);
        else
            printf("\nColumns of %s:\n", named);
        for (const struct column *v = sets->columns; v->name; v++) {
            char text[400];
            snprintf(text, sizeof text, "%s (%s)", v->help,
                     kind_words(v->kind));
            print_entry(v->name, text);
        }
    }
    print_absent(c);
}

void help_command(const struct command *c)
{
    printf("usage: wireprint %s", c->name);
    if (c->options || c->reads || c->lists)
        fputs(" [OPTION...]", stdout);
    printf("%s%s\n\n", *c->arguments ? " " : "", c->arguments);
    print_paragraph(stdout, c->about);
    if (c->options || c->reads || c->lists) {
        puts("\nOptions:");
        if (c->reads)
            print_options(reading_options);
        print_options(c->options);
        if (c->lists)
            print_options(list_options);
    }
    puts("\nOptions of every command:");
    print_options(program_options);
    print_entry("-h, --help", "this page");
    if (c->columns)
        print_columns(c);
    if (c->example)
        printf("\nExample:\n%s", c->example);
}

static int run(int n, char **operands)
{
    const struct command *c;
    if (!n) {
        help_overview(stdout);
        return EXIT_DONE;
    }
    c = command_find(operands[0]);
    if (!c) {
        session.command = NULL;
        help_unknown(operands[0]);
        return EXIT_MISUSE;
    }
    help_command(c);
    return EXIT_DONE;
}

const struct command cmd_help = {
    .name = "help",
    .group = "More",
    .arguments = "[COMMAND]",
    .most = 1,
    .summary = "what a command does, its options and an example",
    .about = "Without a command: all commands, one line each.",
    .example = "  wireprint help match\n",
    .run = run,
};
