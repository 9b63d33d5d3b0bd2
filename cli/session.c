#include "cli/session.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/display.h"

/* Longer messages are cut: a file name has 4,096 bytes at most on Linux. */
#define MESSAGE_MAX 6000

struct session session;

void complain(const char *format, ...)
{
    char message[MESSAGE_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    if (session.command)
        fprintf(stderr, "wireprint %s: ", session.command);
    else
        fputs("wireprint: ", stderr);
    print_clean(stderr, message, strlen(message), SIZE_MAX);
    putc('\n', stderr);
}

/* The store's message, with the file's name before it where it has none. */
static void complain_store(const struct store *s)
{
    const char *words = store_errmsg(s);
    if (strncmp(words, session.db, strlen(session.db)))
        complain("%s: %s", session.db, words);
    else
        complain("%s", words);
}

struct store *session_open_with(struct store_options *options)
{
    struct store *s = NULL;
    int code;
    options->threads = session.threads;
    if (options->must_exist && access(session.db, F_OK) && errno == ENOENT) {
        complain("there is no database %s; 'wireprint add FILE' makes one, "
                 "--db FILE names another",
                 session.db);
        return NULL;
    }
    code = store_open(&s, session.db, options);
    if (!code)
        return s;
    if (s)
        complain_store(s);
    else
        complain("out of memory");
    store_close(s);
    return NULL;
}

struct store *session_open(int read_only)
{
    struct store_options options = {.read_only = read_only, .must_exist = 1};
    return session_open_with(&options);
}

int session_close(struct store *s, int code)
{
    int failed = code && code != STORE_STOPPED && code != STORE_NOT_FOUND;
    if (failed)
        complain_store(s);
    store_close(s);
    return code && code != STORE_STOPPED ? EXIT_FAILED : EXIT_DONE;
}
