/*
 * options: strict reading of a command line by a table of options.
 *
 * getopt_long() finds the options; everything else is here: values are parsed
 * whole or refused, a refusal says what was wanted, and an unknown name is
 * answered with the nearest known one.
 *
 *     int first = options_parse(argc, argv, tables, 0);
 *     if (first < 0)
 *         return first == OPTIONS_HELP ? ... : EXIT_MISUSE;
 *     run(argc - first, argv + first);
 */
#ifndef WIREPRINT_OPTIONS_H
#define WIREPRINT_OPTIONS_H

#include "cli/command.h"

#define OPTIONS_HELP (-1)   /* --help was asked for */
#define OPTIONS_MISUSE (-2) /* said on stderr */

/* Options that every command takes, those of every listing, and those of every
 * command that reads articles. */
extern const struct option_def program_options[], list_options[],
    reading_options[];

/* The most options that the tables of one call may hold. */
#define OPTIONS_MAX 40

/*
 * Parses argv[1..argc) by the tables, of which the last is NULL, and writes
 * the variables that they name. Operands may stand between options unless
 * stop_early is set, where the first operand ends it; `--` always does.
 * argv is put in order, options first; returns the index of the first
 * operand, OPTIONS_HELP or OPTIONS_MISUSE.
 */
int options_parse(int argc, char **argv, const struct option_def *const *tables,
                  int stop_early);

/* Writes the default of an option, as it now is, to out; "" if it has none. */
void options_default(const struct option_def *o, char *out, size_t size);

/* Parses all of s as a number in [least, most]. Returns 0, or -1 where it is
 * anything else: a sign, a space or a point too. */
int number_parse(const char *s, uint64_t least, uint64_t most, uint64_t *out);

/* How many letters have to be typed otherwise to make b of a: left out, put
 * in, changed, or swapped with the next. At most limit + 1 is told. */
unsigned typing_distance(const char *a, const char *b, unsigned limit);

#endif
