/*
 * walk: the files that paths stand for, directories walked.
 *
 *     struct walk w = {0};
 *     if (!walk_add(&w, "crawl/"))
 *         for (size_t i = 0; i < w.n; i++)
 *             puts(w.files[i].path);
 *     walk_release(&w);
 */
#ifndef WIREPRINT_WALK_H
#define WIREPRINT_WALK_H

#include <stddef.h>
#include <stdint.h>

#define WALK_NO_MEMORY (-1)

struct walk_file {
    char *path;
    uint64_t size; /* 0 where it is not known */
    int error;     /* errno where it cannot be looked at, else 0 */
};

struct walk {
    struct walk_file *files;
    size_t n, cap;
};

/*
 * Adds path, or where it is a directory all regular files under it in the
 * order of their names' bytes. Hidden entries are left out, links followed, a
 * directory that holds itself entered once. What cannot be looked at is added
 * with its error. 0 or WALK_NO_MEMORY.
 */
int walk_add(struct walk *w, const char *path);

/* Frees what w holds. */
void walk_release(struct walk *w);

#endif
