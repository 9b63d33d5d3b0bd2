/*
 * The program: finds the command that is meant, parses its options by its
 * table, runs it, and sees to it that what was written arrived.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/options.h"
#include "shingle/version.h"

const struct command *const commands[] = {
    &cmd_add,      &cmd_remove,  &cmd_expire,     &cmd_dedup,   &cmd_stories,
    &cmd_show,     &cmd_match,   &cmd_diff,       &cmd_explain, &cmd_furniture,
    &cmd_pairs,    &cmd_members, &cmd_export,     &cmd_log,     &cmd_spread,
    &cmd_agencies, &cmd_sites,   &cmd_uncredited, &cmd_stale,   &cmd_report,
    &cmd_stats,    &cmd_rules,   &cmd_check,      &cmd_rebuild, &cmd_help,
    NULL};

static int want_version;
static const struct option_def main_options[] = {{.name = "version",
                                                  .kind = OPTION_SWITCH,
                                                  .value = &want_version,
                                                  .set = 1},
                                                 {0}};

static int hint(const char *command)
{
    if (command)
        fprintf(stderr, "Try 'wireprint help %s'.\n", command);
    else
        fputs("Try 'wireprint help'.\n", stderr);
    return EXIT_MISUSE;
}

static int count_operands(const struct command *c, int n)
{
    if (n >= c->least && (c->most < 0 || n <= c->most))
        return 0;
    if (n < c->least)
        complain("too few arguments: wireprint %s %s", c->name, c->arguments);
    else if (!c->most)
        complain("takes no arguments");
    else
        complain("too many arguments: wireprint %s %s", c->name, c->arguments);
    return -1;
}

/* argv[0] is the command's name. */
static int run(const struct command *c, int argc, char **argv)
{
    const struct option_def *tables[5] = {0};
    int n = 0, first;
    if (c->options)
        tables[n++] = c->options;
    if (c->reads)
        tables[n++] = reading_options;
    if (c->lists)
        tables[n++] = list_options;
    tables[n] = program_options;
    session.command = c->name;
    first = options_parse(argc, argv, tables, 0);
    if (first == OPTIONS_HELP) {
        help_command(c);
        return EXIT_DONE;
    }
    if (first < 0 || count_operands(c, argc - first))
        return hint(c->name);
    n = c->run(argc - first, argv + first);
    return n == EXIT_MISUSE ? hint(session.command) : n;
}

static int dispatch(int argc, char **argv)
{
    static const struct option_def *const tables[] = {program_options,
                                                      main_options, NULL};
    const struct command *c;
    int first = options_parse(argc, argv, tables, 1);
    if (first == OPTIONS_MISUSE)
        return hint(NULL);
    if (first == OPTIONS_HELP) {
        help_overview(stdout);
        return EXIT_DONE;
    }
    if (want_version) {
        puts("wireprint " WIREPRINT_VERSION);
        return EXIT_DONE;
    }
    if (first == argc) {
        help_overview(stderr);
        return EXIT_MISUSE;
    }
    c = command_find(argv[first]);
    if (!c) {
        help_unknown(argv[first]);
        return hint(NULL);
    }
    return run(c, argc - first, argv + first);
}

/* Where a standard stream is closed, a file opened later would take its number
 * and get our messages. Opened the wrong way round, writes go on failing. */
static void fill_streams(void)
{
    for (int fd = 0; fd < 3; fd++) {
        if (fcntl(fd, F_GETFD) == -1 && errno == EBADF)
            (void)!open("/dev/null", fd ? O_RDONLY : O_WRONLY);
    }
}

int main(int argc, char **argv)
{
    int code, written;
    fill_streams();
    /* A reader that went away ends a listing without a word; where our parent
     * ignores the signal, every write after it would fail instead. */
    signal(SIGPIPE, SIG_DFL);
#ifdef SIGXFSZ
    /* A limit on the size of files is an error like a full disk. */
    signal(SIGXFSZ, SIG_IGN);
#endif
    session.db = getenv("WIREPRINT_DB");
    if (!session.db || !*session.db)
        session.db = "wireprint.db";
    session.usual_db = session.db;
    if (!isatty(STDOUT_FILENO))
        setvbuf(stdout, NULL, _IOFBF, 1 << 16);
    code = dispatch(argc, argv);
    written = output_finish();
    return code ? code : written;
}
