#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/display.h"
#include "cli/options.h"

/* Where the explanation of an option or column begins. */
#define MARGIN 26
#define HELP_WIDTH 80

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
    const char *group = "";
    fputs("wireprint finds the agency stories in a crawl: which articles "
          "carry the same\ntext, where they ran, and when.\n\n"
          "usage: wireprint [--db FILE] [--threads N] COMMAND [ARGUMENT...]\n",
          f);
    for (int i = 0; commands[i]; i++) {
        const struct command *c = commands[i];
        if (strcmp(group, c->group)) {
            group = c->group;
            fprintf(f, "\n%s\n", group);
        }
        fprintf(f, "  %-11s%s\n", c->name, c->summary);
    }
    fprintf(f,
            "\nThe database is a single file, %s if you name no other.\n"
            "'wireprint help COMMAND' tells all about a command, with an "
            "example.\n",
            session.db);
}

/* A name in the left margin, and its explanation to the right, wrapped. */
static void print_entry(const char *name, const char *text)
{
    size_t n = strlen(name);
    size_t column = 2 + n;
    printf("  %s", name);
    if (column + 1 >= MARGIN) {
        putchar('\n');
        print_wrapped(stdout, text, strlen(text), MARGIN, HELP_WIDTH - MARGIN);
        return;
    }
    /* The first line shares its line with the name. */
    while (*text) {
        size_t fit = strlen(text);
        if (fit > HELP_WIDTH - MARGIN) {
            fit = HELP_WIDTH - MARGIN;
            while (fit && text[fit] != ' ')
                fit--;
        }
        if (!fit)
            fit = strlen(text);
        printf("%*s%.*s\n", (int)(MARGIN - column), "", (int)fit, text);
        column = 0;
        text += fit;
        text += strspn(text, " ");
    }
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
    fputs("\nTimes are ISO 8601 in UTC, shares run from 0 to 1; they and "
          "decimals have four\nplaces. What is absent is ",
          stdout);
    fputs(c->list ? "" : "null in JSON and ", stdout);
    puts(c->lists  ? "empty in TSV, where a tab, line break\nor backslash in a "
                     "field is \\t, \\n, \\r or \\\\."
         : c->list ? "empty, and a tab, line break or backslash in\na field is "
                     "\\t, \\n, \\r or \\\\."
                   : "empty in CSV.");
}

void help_command(const struct command *c)
{
    printf("usage: wireprint %s", c->name);
    if (c->options || c->reads || c->lists)
        fputs(" [OPTION...]", stdout);
    printf("%s%s\n\n", *c->arguments ? " " : "", c->arguments);
    print_wrapped(stdout, c->about, strlen(c->about), 0, HELP_WIDTH);
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
