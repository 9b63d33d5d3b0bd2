#include "cli/options.h"

#include <assert.h>
#include <getopt.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/date.h"

const struct option_def program_options[] = {
    {.name = "db",
     .kind = OPTION_TEXT,
     .value = &session.db,
     .argument = "FILE",
     .help = "the database; $WIREPRINT_DB where that is set"},
    {.name = "threads",
     .kind = OPTION_UNSIGNED,
     .value = &session.threads,
     .argument = "N",
     .help = "worker threads",
     .fallback = "one a core",
     .least = 1,
     .most = 1024},
    {0}};

const struct option_def list_options[] = {
    {.name = "tsv",
     .kind = OPTION_SWITCH,
     .value = &session.format,
     .set = OUTPUT_TSV,
     .help = "tab-separated values with a header line"},
    {.name = "json",
     .kind = OPTION_SWITCH,
     .value = &session.format,
     .set = OUTPUT_JSON,
     .help = "one JSON object a line"},
    {0}};

/* getopt_long() returns this and an index for any option of the tables. */
#define FIRST_ID 256
#define HELP_ID 'h'

#define DAY 86400

unsigned typing_distance(const char *a, const char *b, unsigned limit)
{
    /* Three rows of the usual table; names are short. */
    unsigned rows[3][64];
    size_t m = strlen(a), n = strlen(b);
    if (m > 60 || n > 60)
        return limit + 1;
    for (size_t j = 0; j <= n; j++)
        rows[0][j] = (unsigned)j;
    for (size_t i = 1; i <= m; i++) {
        unsigned *now = rows[i % 3], *last = rows[(i + 2) % 3];
        const unsigned *before = rows[(i + 1) % 3];
        now[0] = (unsigned)i;
        for (size_t j = 1; j <= n; j++) {
            unsigned d = last[j - 1] + (a[i - 1] != b[j - 1]);
            if (d > last[j] + 1)
                d = last[j] + 1;
            if (d > now[j - 1] + 1)
                d = now[j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
                a[i - 2] == b[j - 1] && d > before[j - 2] + 1)
                d = before[j - 2] + 1;
            now[j] = d;
        }
    }
    return rows[m % 3][n] <= limit ? rows[m % 3][n] : limit + 1;
}

int number_parse(const char *s, uint64_t least, uint64_t most, uint64_t *out)
{
    uint64_t n = 0;
    if (!*s)
        return -1;
    for (; *s; s++) {
        unsigned digit = (unsigned)(*s - '0');
        if (*s < '0' || *s > '9' || n > (UINT64_MAX - digit) / 10)
            return -1;
        n = n * 10 + digit;
    }
    if (n < least || n > most)
        return -1;
    *out = n;
    return 0;
}

static uint64_t most_of(const struct option_def *o)
{
    if (o->most)
        return o->most;
    switch (o->kind) {
    case OPTION_UNSIGNED:
        return UINT_MAX;
    case OPTION_LONG:
        return LONG_MAX;
    default:
        return INT64_MAX;
    }
}

/* Each returns 0, or -1 with the reason said. */

static int take_number(const struct option_def *o, const char *arg)
{
    uint64_t n, most = most_of(o);
    if (number_parse(arg, o->least, most, &n)) {
        if (most == UINT_MAX || most >= LONG_MAX)
            complain("--%s takes a whole number of at least %" PRIu64
                     ", not '%s'",
                     o->name, o->least, arg);
        else
            complain("--%s takes a whole number from %" PRIu64 " to %" PRIu64
                     ", not '%s'",
                     o->name, o->least, most, arg);
        return -1;
    }
    if (o->kind == OPTION_UNSIGNED)
        *(unsigned *)o->value = (unsigned)n;
    else if (o->kind == OPTION_LONG)
        *(long *)o->value = (long)n;
    else
        *(uint64_t *)o->value = n;
    return 0;
}

static int take_size(const struct option_def *o, const char *arg)
{
    static const char units[] = "KMG";
    const char *unit;
    char digits[24];
    size_t n = strlen(arg);
    unsigned shift = 0;
    uint64_t v;
    if (n && (unit = strchr(units, arg[n - 1]))) {
        shift = 10 * (unsigned)(unit - units + 1);
        n--;
    }
    snprintf(digits, sizeof digits, "%.*s", (int)(n < 23 ? n : 23), arg);
    if (number_parse(digits, 1, most_of(o) >> shift, &v) ||
        v << shift < o->least) {
        complain("--%s takes a number of bytes such as 65536, 64K, 32M or 1G, "
                 "not '%s'",
                 o->name, arg);
        return -1;
    }
    *(uint64_t *)o->value = v << shift;
    return 0;
}

static int take_share(const struct option_def *o, const char *arg)
{
    char *end = NULL;
    double v = -1;
    /* strtod() takes spaces, signs, hex and words too; none is meant. */
    if (arg[strspn(arg, "0123456789.")] == 0 && *arg)
        v = strtod(arg, &end);
    if (!end || *end || !(v >= 0 && v <= 1)) {
        complain("--%s takes a share from 0 to 1 such as 0.8, not '%s'",
                 o->name, arg);
        return -1;
    }
    *(double *)o->value = v;
    return 0;
}

static int take_date(const struct option_def *o, const char *arg)
{
    int64_t t;
    enum date_precision precision;
    int code = date_parse(arg, strlen(arg), &t, &precision);
    if (code == DATE_AMBIGUOUS) {
        complain("--%s: '%s' may mean two days; write it as 2009-11-30",
                 o->name, arg);
        return -1;
    }
    if (code) {
        complain("--%s takes a date such as 2009-11-30 or "
                 "2009-11-30T01:54Z, not '%s'",
                 o->name, arg);
        return -1;
    }
    if (o->kind == OPTION_UNTIL && precision == DATE_DAY)
        t += DAY;
    *(int64_t *)o->value = t;
    return 0;
}

static int take_choice(const struct option_def *o, const char *arg)
{
    for (int i = 0; o->choices[i]; i++) {
        if (!strcmp(o->choices[i], arg)) {
            *(int *)o->value = i;
            return 0;
        }
    }
    fprintf(stderr, "wireprint%s%s: --%s takes", session.command ? " " : "",
            session.command ? session.command : "", o->name);
    for (int i = 0; o->choices[i]; i++)
        fprintf(stderr, "%s %s",
                !i                  ? ""
                : o->choices[i + 1] ? ","
                                    : " or",
                o->choices[i]);
    fprintf(stderr, ", not '%s'\n", arg);
    return -1;
}

/* What getopt_long() wants, made from the tables. */
struct parser {
    const struct option_def *def[OPTIONS_MAX];
    struct option longs[OPTIONS_MAX + 2];
    char letters[3 * OPTIONS_MAX + 4];
    int n;
};

/* Two that set one variable otherwise do not go together. */
static int take_switch(const struct parser *p, const struct option_def *o)
{
    int *value = o->value;
    for (int i = 0; i < p->n; i++) {
        const struct option_def *other = p->def[i];
        if (other->kind == OPTION_SWITCH && other->value == o->value &&
            other->set != o->set && other->set == *value) {
            complain("--%s and --%s do not go together", other->name, o->name);
            return -1;
        }
    }
    *value = o->set;
    return 0;
}

static int take(const struct parser *p, const struct option_def *o,
                const char *arg)
{
    switch (o->kind) {
    case OPTION_SWITCH:
        return take_switch(p, o);
    case OPTION_TEXT:
        *(const char **)o->value = arg;
        return 0;
    case OPTION_UNSIGNED:
    case OPTION_COUNT:
    case OPTION_LONG:
        return take_number(o, arg);
    case OPTION_SIZE:
        return take_size(o, arg);
    case OPTION_SHARE:
        return take_share(o, arg);
    case OPTION_DATE:
    case OPTION_UNTIL:
        return take_date(o, arg);
    case OPTION_CHOICE:
        return take_choice(o, arg);
    }
    return -1;
}

void options_default(const struct option_def *o, char *out, size_t size)
{
    *out = 0;
    if (o->fallback) {
        snprintf(out, size, "%s", o->fallback);
        return;
    }
    switch (o->kind) {
    case OPTION_UNSIGNED:
        snprintf(out, size, "%u", *(const unsigned *)o->value);
        break;
    case OPTION_COUNT:
        snprintf(out, size, "%" PRIu64, *(const uint64_t *)o->value);
        break;
    case OPTION_SIZE:
        snprintf(out, size, "%" PRIu64 "M", *(const uint64_t *)o->value >> 20);
        break;
    case OPTION_LONG:
        snprintf(out, size, "%ld", *(const long *)o->value);
        break;
    case OPTION_SHARE:
        snprintf(out, size, "%g", *(const double *)o->value);
        break;
    case OPTION_CHOICE:
        snprintf(out, size, "%s", o->choices[*(const int *)o->value]);
        break;
    case OPTION_TEXT:
        if (*(const char *const *)o->value)
            snprintf(out, size, "%s", *(const char *const *)o->value);
        break;
    case OPTION_SWITCH:
    case OPTION_DATE:
    case OPTION_UNTIL:
        break;
    }
}

static void parser_make(struct parser *p,
                        const struct option_def *const *tables, int stop_early)
{
    char *letter = p->letters;
    *letter++ = stop_early ? '+' : ':';
    if (stop_early)
        *letter++ = ':';
    *letter++ = 'h';
    p->n = 0;
    for (; *tables; tables++) {
        for (const struct option_def *o = *tables; o->name; o++) {
            int has =
                o->kind == OPTION_SWITCH ? no_argument : required_argument;
            assert(p->n < OPTIONS_MAX);
            p->longs[p->n] =
                (struct option){o->name, has, NULL, FIRST_ID + p->n};
            p->def[p->n++] = o;
            if (!o->letter)
                continue;
            *letter++ = o->letter;
            if (has == required_argument)
                *letter++ = ':';
        }
    }
    *letter = 0;
    p->longs[p->n] = (struct option){"help", no_argument, NULL, HELP_ID};
    p->longs[p->n + 1] = (struct option){0};
}

static const struct option_def *parser_find(const struct parser *p, int id)
{
    if (id >= FIRST_ID && id < FIRST_ID + p->n)
        return p->def[id - FIRST_ID];
    for (int i = 0; i < p->n; i++)
        if (p->def[i]->letter && p->def[i]->letter == id)
            return p->def[i];
    return NULL;
}

/* Says what is wrong with the word that getopt_long() did not take. */
static void refuse(const struct parser *p, const char *word, int missing)
{
    const struct option_def *o = parser_find(p, optopt);
    const char *best = NULL;
    char name[64];
    unsigned least = 3;
    int fitting = 0;
    if (missing && o) {
        complain("--%s wants a value: --%s %s", o->name, o->name, o->argument);
        return;
    }
    if (o) {
        complain("--%s takes no value", o->name);
        return;
    }
    if (optopt) {
        complain("unknown option -%c", optopt);
        return;
    }
    snprintf(name, sizeof name, "%.*s", (int)strcspn(word + 2, "="), word + 2);
    for (int i = 0; p->longs[i].name; i++) {
        unsigned d = typing_distance(name, p->longs[i].name, least - 1);
        fitting += !strncmp(p->longs[i].name, name, strlen(name));
        if (d < least) {
            least = d;
            best = p->longs[i].name;
        }
    }
    if (fitting > 1)
        complain("--%s is the start of several options; write one out", name);
    else if (best)
        complain("unknown option --%s; did you mean --%s?", name, best);
    else
        complain("unknown option --%s", name);
}

int options_parse(int argc, char **argv, const struct option_def *const *tables,
                  int stop_early)
{
    struct parser p;
    int id;
    parser_make(&p, tables, stop_early);
    opterr = 0;
    optind = 0; /* anew: this is called for the program, then its command */
    while ((id = getopt_long(argc, argv, p.letters, p.longs, NULL)) != -1) {
        const struct option_def *o = parser_find(&p, id);
        if (id == HELP_ID)
            return OPTIONS_HELP;
        if (id == '?' || id == ':' || !o) {
            refuse(&p, argv[optind - 1], id == ':');
            return OPTIONS_MISUSE;
        }
        if (take(&p, o, optarg))
            return OPTIONS_MISUSE;
        if (o->follows && optind < argc && !strcmp(optarg, o->follows))
            *o->next = argv[optind++];
    }
    return optind;
}
