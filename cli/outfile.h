/*
 * outfile: a file that stands under its name whole or not at all. What is
 * written goes into a file beside it, which takes the name at the end; an
 * interrupt or a full disk leaves what stood there before.
 *
 *     struct outfile o;
 *     int code = outfile_open(&o, "articles.csv");
 *     if (code)
 *         return code;
 *     fputs("id,url\r\n", o.file);
 *     return outfile_close(&o, 1) ? EXIT_FAILED : EXIT_DONE;
 *
 * For the main thread, and OUTFILE_MOST at a time.
 */
#ifndef WIREPRINT_OUTFILE_H
#define WIREPRINT_OUTFILE_H

#include <stdio.h>

#define OUTFILE_MOST 4

/* The option that names it: an entry of a table of options (options.h). */
#define OUTFILE_OPTION(path)                                                   \
    {                                                                          \
        .name = "output", .letter = 'o', .kind = OPTION_TEXT,                  \
        .value = &(path), .argument = "FILE",                                  \
        .help = "write to FILE, which is there when all is written and not "   \
                "before",                                                      \
        .fallback = "standard output"                                          \
    }

struct outfile {
    FILE *file;
    const char *name; /* as given, for messages */
    char *path;       /* where it goes; NULL: file is the place itself */
    char *temporary;
    int error; /* errno of a write that failed, where the caller knows it */
};

/* Opens it. NULL and "-" are stdout; what is no plain file (a pipe, a device)
 * is written as it stands, and a link is followed. Where a signal ends the
 * program, the file beside is removed. Returns EXIT_DONE, or the program's exit
 * code with a message, and nothing to close then: EXIT_MISUSE where name is the
 * session's database or a file of SQLite's beside it, else EXIT_FAILED. name
 * must live as long as o. */
int outfile_open(struct outfile *o, const char *name);

/* Ends it: under its name where whole is not 0 and everything was written,
 * else without a trace. Returns 0, or -1 with a message where something could
 * not be written. stdout is left alone; output_finish() tells of it. */
int outfile_close(struct outfile *o, int whole);

#endif
