/*
 * command: what a command of the program is, and the table of them.
 *
 * One struct says all there is to know of a command; the parser, the overview
 * and `help COMMAND` are driven by it, so that none can say other than is so.
 * Variables that options write to hold the defaults before they are parsed,
 * and the help prints them from there.
 *
 *     static unsigned limit = 20;
 *     static const struct option_def options[] = {
 *         {.name = "limit", .kind = OPTION_UNSIGNED, .value = &limit,
 *          .argument = "N", .help = "show N at most"},
 *         {0}};
 *     const struct command cmd_demo = {.name = "demo", .run = run, ...};
 */
#ifndef WIREPRINT_COMMAND_H
#define WIREPRINT_COMMAND_H

#include <stdio.h>

#include "cli/output.h"
#include "cli/session.h"

enum option_kind {
    OPTION_SWITCH,   /* int: set to .set */
    OPTION_UNSIGNED, /* unsigned, within [least, most]; most 0: UINT_MAX */
    OPTION_COUNT,    /* uint64_t, the same */
    OPTION_LONG,     /* long, the same */
    OPTION_SIZE,     /* uint64_t, the same, in bytes: 1048576, 64K, 32M, 1G */
    OPTION_SHARE,    /* double in [0, 1] */
    OPTION_TEXT,     /* const char *, anything */
    OPTION_DATE,     /* int64_t: a date alone is the start of its day */
    OPTION_UNTIL,    /* int64_t: a date alone takes in the whole day */
    OPTION_CHOICE,   /* int: index into .choices */
};

/* One option; an array of them ends with a name of NULL. */
struct option_def {
    const char *name;
    char letter; /* or 0 */
    enum option_kind kind;
    void *value;
    int set;              /* for OPTION_SWITCH */
    const char *argument; /* its name in the help; NULL for OPTION_SWITCH */
    const char *help;
    const char *fallback; /* words for the default where the value has none */
    const char *const *choices; /* ends with NULL */
    uint64_t least, most;
    /* Of OPTION_TEXT: where the value is this word, the next word of the
     * command line goes to *next. NULL: never. */
    const char *follows;
    const char **next;
};

/* The set of columns that a command writes with --tsv and --json. */
struct column_set {
    const char *when; /* NULL where there is but one */
    const struct column *columns;
};

struct command {
    const char *name;
    const char *group;     /* heading in the overview */
    const char *arguments; /* "STORY...", or "" */
    int least, most;       /* operands; most -1: any number */
    const char *summary;   /* one line, no full stop */
    const char *about;     /* paragraphs; one line each, wrapped on printing */
    const struct option_def *options; /* NULL: only those of all commands */
    int lists;                        /* takes --json and --tsv */
    int reads;                        /* takes the options of reading.h */
    const struct column_set *columns; /* ends with columns NULL; or NULL */
    const char *list; /* the option whose TSV file has them; NULL: see lists */
    const char *example; /* command lines, each on its own line */
    int (*run)(int n, char **operands); /* returns the exit code */
};

/* In the order of the overview; ends with NULL. */
extern const struct command *const commands[];
extern const struct command cmd_add, cmd_agencies, cmd_stories, cmd_show,
    cmd_match, cmd_diff, cmd_explain, cmd_furniture, cmd_pairs, cmd_members,
    cmd_stats, cmd_rules, cmd_export, cmd_dedup, cmd_check, cmd_rebuild,
    cmd_remove, cmd_report, cmd_expire, cmd_log, cmd_sites, cmd_spread,
    cmd_stale, cmd_uncredited, cmd_help;

/* The command of that name, or NULL. */
const struct command *command_find(const char *name);

/* The overview of all commands, and all about one, on stdout. */
void help_overview(FILE *f);
void help_command(const struct command *c);

/* Says on stderr that a command of that name is not known, with the nearest. */
void help_unknown(const char *name);

#endif
