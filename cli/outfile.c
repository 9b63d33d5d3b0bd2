#define _XOPEN_SOURCE 700 /* realpath() */

#include "cli/outfile.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/session.h"

#define BUFFER ((size_t)1 << 16)
#define SUFFIX_MAX 9 /* of database_files, with the NUL */

/* For the handler: what to remove. */
static const char *volatile unfinished[OUTFILE_MOST];

static const int signals[] = {SIGHUP, SIGINT, SIGTERM};
#define NSIGNALS (sizeof signals / sizeof *signals)

static void remove_unfinished(int number)
{
    for (size_t i = 0; i < OUTFILE_MOST; i++) {
        const char *path = unfinished[i];
        if (path)
            unlink(path);
    }
    raise(number); /* the handler is gone: this ends the program */
}

static void set_handlers(void (*handler)(int))
{
    struct sigaction action, old;
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    action.sa_flags = (int)SA_RESETHAND;
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < NSIGNALS; i++)
        if (!sigaction(signals[i], NULL, &old) && old.sa_handler != SIG_IGN)
            sigaction(signals[i], &action, NULL);
}

/* Puts a path in the place of another; NULL is a free one. 0, or -1 where none
 * is. */
static int note(const char *was, const char *path)
{
    for (size_t i = 0; i < OUTFILE_MOST; i++)
        if (unfinished[i] == was) {
            unfinished[i] = path;
            return 0;
        }
    return -1;
}

/* The file is done with, whatever became of it. */
static void forget(const char *path)
{
    int left = 0;
    if (path)
        note(path, NULL);
    for (size_t i = 0; i < OUTFILE_MOST; i++)
        left |= unfinished[i] != NULL;
    if (!left)
        set_handlers(SIG_DFL);
}

static int fail(struct outfile *o, int error)
{
    complain("cannot write %s: %s", o->name, strerror(error));
    if (o->temporary)
        unlink(o->temporary);
    forget(o->temporary);
    free(o->path);
    free(o->temporary);
    *o = (struct outfile){.name = o->name};
    return EXIT_FAILED;
}

static int is_same(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* Whether a name that nothing bears yet is this path: the same last part in
 * the same folder. */
static int would_be(const char *name, const char *path)
{
    const char *slash = strrchr(name, '/'), *end = strrchr(path, '/');
    struct stat a, b;
    char *folder, *other;
    int same;
    if (!end || strcmp(slash ? slash + 1 : name, end + 1) != 0)
        return 0;
    folder = slash ? strndup(name, (size_t)(slash - name) + 1) : strdup(".");
    other = strndup(path, (size_t)(end - path) + 1);
    same = folder && other && !stat(folder, &a) && !stat(other, &b) &&
           is_same(&a, &b);
    free(folder);
    free(other);
    return same;
}

/* 1 where name is the session's database or one of the files that SQLite keeps
 * beside it, by whatever name or link; -1 where memory ran out. */
static int is_database(const char *name, const struct stat *old)
{
    static const char suffix[][SUFFIX_MAX] = {"", "-wal", "-shm", "-journal"};
    char *real = session.db ? realpath(session.db, NULL) : NULL, *file;
    int found = 0;
    struct stat st;
    if (!real)
        return session.db && errno == ENOMEM ? -1 : 0;
    if (!(file = malloc(strlen(real) + SUFFIX_MAX)))
        found = -1;
    for (size_t i = 0; !found && i < sizeof suffix / sizeof *suffix; i++) {
        strcpy(file, real);
        strcat(file, suffix[i]);
        found =
            old ? !stat(file, &st) && is_same(&st, old) : would_be(name, file);
    }
    free(file);
    free(real);
    return found;
}

/* A file beside path, with the rights that path has or would get. */
static int open_beside(struct outfile *o, const struct stat *old)
{
    static const char ending[] = ".XXXXXX";
    size_t n = strlen(o->path);
    mode_t mask;
    int fd, error;
    if (!(o->temporary = malloc(n + sizeof ending)))
        return fail(o, ENOMEM);
    memcpy(o->temporary, o->path, n);
    memcpy(o->temporary + n, ending, sizeof ending);
    set_handlers(remove_unfinished);
    fd = mkstemp(o->temporary);
    if (fd < 0) {
        error = errno;
        free(o->temporary);
        o->temporary = NULL;
        return fail(o, error);
    }
    if (note(NULL, o->temporary)) {
        close(fd);
        return fail(o, EMFILE);
    }
    umask(mask = umask(0));
    if (!fchmod(fd, old ? old->st_mode & 0777 : 0666 & ~mask) &&
        (o->file = fdopen(fd, "wb")))
        return 0;
    error = errno;
    close(fd);
    return fail(o, error);
}

int outfile_open(struct outfile *o, const char *name)
{
    struct stat old;
    int there, error;
    *o = (struct outfile){.name = name};
    if (!name || !strcmp(name, "-")) {
        o->file = stdout;
        return 0;
    }
    there = !stat(name, &old);
    if (there && S_ISDIR(old.st_mode))
        return fail(o, EISDIR);
    if ((error = is_database(name, there ? &old : NULL)) < 0)
        return fail(o, ENOMEM);
    if (error) {
        complain("%s is the database, which is not written over", name);
        return EXIT_MISUSE;
    }
    if (there && !S_ISREG(old.st_mode)) {
        o->file = fopen(name, "wb");
        return o->file ? 0 : fail(o, errno);
    }
    o->path = there ? realpath(name, NULL) : strdup(name);
    if (!o->path)
        return fail(o, errno);
    if (open_beside(o, there ? &old : NULL))
        return EXIT_FAILED;
    error = setvbuf(o->file, NULL, _IOFBF, BUFFER) ? ENOMEM : 0;
    if (!error)
        return 0;
    fclose(o->file);
    return fail(o, error);
}

int outfile_close(struct outfile *o, int whole)
{
    int beside = o->path != NULL, error = 0;
    if (o->file == stdout)
        return 0;
    /* What could not be written before is tried again here, and says why. */
    if (fflush(o->file) || (beside && whole && fsync(fileno(o->file))))
        error = errno;
    else if (ferror(o->file))
        error = o->error ? o->error : EIO;
    if (fclose(o->file) && !error)
        error = errno;
    if (!error && beside && whole && rename(o->temporary, o->path))
        error = errno;
    if (!error && beside && !whole)
        unlink(o->temporary);
    if (error)
        fail(o, error);
    else if (beside)
        forget(o->temporary);
    free(o->path);
    free(o->temporary);
    *o = (struct outfile){.name = o->name};
    return error ? -1 : 0;
}
