#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/display.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/rows.h"

static const struct column columns[] = {
    {"rule", CELL_TEXT, NULL, 0, "its name"},
    {"value", CELL_REAL, NULL, 0, "that holds in this database"},
    {"default", CELL_REAL, NULL, 0, "that a new database has"},
    {"least", CELL_REAL, NULL, 0, "smallest value it takes"},
    {"most", CELL_REAL, NULL, 0, "largest value it takes"},
    {"meaning", CELL_TEXT, NULL, 0, "a sentence"},
    {0}};

/* Longest name of a rule that is taken. */
#define NAME_MAX_LEN 39

/* One NAME=VALUE. */
struct setting {
    char name[NAME_MAX_LEN + 1];
    const char *text; /* the value as typed */
    double value, before;
    int standard; /* "default" was typed */
    int known, fits;
    double least, most;
    char near[NAME_MAX_LEN + 1]; /* the nearest rule where it is none */
};

struct settings {
    struct setting *at;
    int n;
};

static int each_line(void *arg, const struct rule_row *row)
{
    unsigned width = terminal_width();
    char range[DISPLAY_MAX];
    (void)arg;
    snprintf(range, sizeof range, "%g to %g", row->least, row->most);
    printf("%-18s %7g  %7g  %s\n", row->name, row->value, row->standard, range);
    print_wrapped(stdout, row->meaning, strlen(row->meaning), 4, width - 4);
    return ferror(stdout);
}

static int each_row(void *arg, const struct rule_row *row)
{
    const struct cell cells[] = {
        cell_text(row->name),  cell_real(row->value), cell_real(row->standard),
        cell_real(row->least), cell_real(row->most),  cell_text(row->meaning),
    };
    return output_row(arg, cells);
}

static int list(void)
{
    struct output out;
    struct store *s = session_open(1);
    int code, failed = 0;
    if (!s)
        return EXIT_FAILED;
    if (session.format == OUTPUT_TABLE) {
        printf("%-18s %7s  %7s  %s\n", "rule", "value", "default", "range");
        code = store_rules(s, each_line, NULL);
    } else {
        output_begin(&out, (enum output_format)session.format, columns);
        code = store_rules(s, each_row, &out);
        failed = output_end(&out);
    }
    code = session_close(s, code);
    return failed ? EXIT_FAILED : code;
}

/* Takes one operand apart; says what is wrong. */
static int parse(struct setting *set, const char *operand)
{
    size_t name = strcspn(operand, "=");
    char *end = NULL;
    if (!name || !operand[name] || !operand[name + 1]) {
        complain("'%s' is not of the form NAME=VALUE", operand);
        return -1;
    }
    if (name > NAME_MAX_LEN)
        name = NAME_MAX_LEN;
    memcpy(set->name, operand, name);
    set->text = strchr(operand, '=') + 1;
    set->standard = !strcmp(set->text, "default");
    if (set->standard)
        return 0;
    /* strtod() takes spaces, signs, hex and words too; none is meant. */
    if (!set->text[strspn(set->text, "0123456789.")])
        set->value = strtod(set->text, &end);
    if (end && end != set->text && !*end && isfinite(set->value))
        return 0;
    complain("%s takes a number, or the word default, not '%s'", set->name,
             set->text);
    return -1;
}

static int each_known(void *arg, const struct rule_row *row)
{
    struct settings *all = arg;
    for (int i = 0; i < all->n; i++) {
        struct setting *set = &all->at[i];
        if (strcmp(set->name, row->name)) {
            if (!set->known && typing_distance(set->name, row->name, 2) < 3)
                snprintf(set->near, sizeof set->near, "%s", row->name);
            continue;
        }
        if (set->standard)
            set->value = row->standard;
        set->known = 1;
        set->before = row->value;
        set->least = row->least;
        set->most = row->most;
        set->fits = set->value >= row->least && set->value <= row->most;
    }
    return 0;
}

/* Whether all can be set, before any is; says what is wrong. */
static int refused(const struct settings *all)
{
    for (int i = 0; i < all->n; i++) {
        const struct setting *set = &all->at[i];
        if (!set->known && *set->near)
            complain("there is no rule %s; did you mean %s?", set->name,
                     set->near);
        else if (!set->known)
            complain("there is no rule %s; 'wireprint rules' lists them",
                     set->name);
        else if (!set->fits)
            complain("%s takes a number from %g to %g, not %s", set->name,
                     set->least, set->most, set->text);
        else
            continue;
        return 1;
    }
    return 0;
}

static void write_change(const struct settings *all,
                         const struct gather_result *result)
{
    for (int i = 0; session.format == OUTPUT_TABLE && i < all->n; i++)
        printf("%s: %g, before %g\n", all->at[i].name, all->at[i].value,
               all->at[i].before);
    row_gather(result);
}

/* Sets them all and judges anew. Returns a store code. */
static int change(struct store *s, const struct settings *all,
                  struct progress *p)
{
    struct gather_result result = {0};
    int code = STORE_OK;
    for (int i = 0; i < all->n && !code; i++)
        code = store_set_rule(s, all->at[i].name, all->at[i].value);
    if (code)
        return code;
    code = store_rebuild(s, &result);
    progress_end(p);
    if (!code)
        write_change(all, &result);
    else
        complain("the rules are set, but the stories still follow the old "
                 "ones; 'wireprint rebuild' makes them anew");
    return code;
}

static int set_all(const struct settings *all)
{
    struct progress p;
    struct store_options o = {
        .must_exist = 1, .progress = progress_store, .progress_arg = &p};
    struct settings known = *all;
    struct store *s;
    int code;
    progress_begin(&p, 0);
    s = session_open_with(&o);
    if (!s)
        return EXIT_FAILED;
    code = store_rules(s, each_known, &known);
    if (!code && refused(&known)) {
        store_close(s);
        return EXIT_MISUSE;
    }
    if (!code)
        code = change(s, &known, &p);
    return session_close(s, code);
}

static int run(int n, char **operands)
{
    struct settings all = {.n = n};
    int bad = 0;
    if (!n)
        return list();
    all.at = calloc((size_t)n, sizeof *all.at);
    if (!all.at) {
        complain("out of memory");
        return EXIT_FAILED;
    }
    for (int i = 0; i < n && !bad; i++)
        bad = parse(&all.at[i], operands[i]);
    n = bad ? EXIT_MISUSE : set_all(&all);
    free(all.at);
    return n;
}

static const struct column_set sets[] = {
    {"without NAME=VALUE", columns},
    {"with NAME=VALUE", row_gather_columns},
    {0}};

const struct command cmd_rules = {
    .name = "rules",
    .group = "Look after the file",
    .arguments = "[NAME=VALUE...]",
    .most = -1,
    .summary = "the numbers that decide what is a story; lists or sets them",
    .about =
        "Without arguments: every number that decides, with its value in this "
        "database, its default, its range and what it means. With arguments: "
        "sets them, for this database alone, makes everything anew by them, "
        "and tells which stories changed. The value may be the word default. "
        "Either all are set or none. Where that is interrupted, 'wireprint "
        "rebuild' finishes it.",
    .lists = 1,
    .columns = sets,
    .example = "  wireprint add samples/crawl.jsonl\n"
               "  wireprint rules\n"
               "  wireprint rules link=0.4 link-words=20\n"
               "  wireprint rules link=default link-words=default\n",
    .run = run,
};
