/*
 * session: one run of the program: which database, how many threads, what
 * form of output, and the words to the user where something goes wrong.
 *
 *     struct store *s = session_open(1);
 *     if (!s)
 *         return EXIT_FAILED;
 *     int code = store_stories(s, NULL, print_story, NULL);
 *     return session_close(s, code);
 */
#ifndef WIREPRINT_SESSION_H
#define WIREPRINT_SESSION_H

#include "store/store.h"

enum {
    EXIT_DONE = 0,
    EXIT_FAILED = 1,
    EXIT_MISUSE = 2,
    EXIT_INTERRUPTED = 130,
};

struct session {
    const char *db;
    const char *usual_db; /* db where --db names none; the same pointer */
    unsigned threads;     /* 0: one a core */
    int format;           /* enum output_format */
    const char *command;  /* its name, for messages; NULL before it is known */
};
extern struct session session;

/*
 * Opens the session's database, which must exist: to ask, or to write. Says
 * on stderr what is wrong and returns NULL where it cannot.
 */
struct store *session_open(int read_only);

/* The same with options; threads are filled in from the session. */
struct store *session_open_with(struct store_options *options);

/*
 * Ends a command: says the store's error, if code is one, and closes it.
 * STORE_STOPPED is none: a listing stops early when stdout fails, and that is
 * told when the output is finished. Returns the exit code.
 */
int session_close(struct store *s, int code);

/* `wireprint COMMAND: ...` on stderr, one line; control characters in what it
 * quotes are made harmless. */
void complain(const char *format, ...)
#ifdef __GNUC__
    __attribute__((format(printf, 1, 2)))
#endif
    ;

#endif
