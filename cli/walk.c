/*
 * The whole list is made before the first file is read, so that the progress
 * bar has its total: 100 bytes a file.
 */
#include "cli/walk.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The directories that a directory lies in, to see a link that leads back. */
struct above {
    const struct above *up;
    dev_t dev;
    ino_t ino;
};

struct names {
    char **v;
    size_t n, cap;
};

static int grow(void **v, size_t *cap, size_t size)
{
    size_t more = *cap ? *cap * 2 : 16;
    void *p = realloc(*v, more * size);
    if (!p)
        return WALK_NO_MEMORY;
    *v = p;
    *cap = more;
    return 0;
}

static int add_file(struct walk *w, char *path, uint64_t size, int error)
{
    void *v = w->files;
    int rc = w->n < w->cap ? 0 : grow(&v, &w->cap, sizeof *w->files);
    w->files = v;
    if (rc || !path) {
        free(path);
        return WALK_NO_MEMORY;
    }
    w->files[w->n].path = path;
    w->files[w->n].size = size;
    w->files[w->n++].error = error;
    return 0;
}

static char *join(const char *dir, const char *name)
{
    size_t a = strlen(dir), b = strlen(name);
    int slash = a && dir[a - 1] != '/';
    char *s = malloc(a + b + 2);
    if (!s)
        return NULL;
    memcpy(s, dir, a);
    if (slash)
        s[a++] = '/';
    memcpy(s + a, name, b + 1);
    return s;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in a directory, sorted, hidden ones left out. *error gets errno
 * where it cannot be read to its end. */
static int list(struct names *names, const char *path, int *error)
{
    DIR *d = opendir(path);
    struct dirent *e;
    void *v;
    int rc = 0;
    *error = d ? 0 : errno;
    while (d && !rc && (errno = 0, e = readdir(d))) {
        if (e->d_name[0] == '.')
            continue;
        v = names->v;
        rc =
            names->n < names->cap ? 0 : grow(&v, &names->cap, sizeof *names->v);
        names->v = v;
        if (!rc && (names->v[names->n] = join("", e->d_name)))
            names->n++;
        else
            rc = WALK_NO_MEMORY;
    }
    if (d && !rc)
        *error = errno;
    if (d)
        closedir(d);
    if (names->n)
        qsort(names->v, names->n, sizeof *names->v, by_bytes);
    return rc;
}

static int visit(struct walk *w, char *path, const struct above *above);

static int visit_all(struct walk *w, const char *path,
                     const struct above *above)
{
    struct names names = {0};
    int error, rc = list(&names, path, &error);
    if (!rc && error)
        rc = add_file(w, join("", path), 0, error);
    for (size_t i = 0; i < names.n; i++) {
        char *inner = rc ? NULL : join(path, names.v[i]);
        if (!rc)
            rc = inner ? visit(w, inner, above) : WALK_NO_MEMORY;
        free(names.v[i]);
    }
    free(names.v);
    return rc;
}

/* Takes path over. */
static int visit(struct walk *w, char *path, const struct above *above)
{
    struct stat st;
    struct above here;
    int rc;
    if (stat(path, &st))
        return add_file(w, path, 0, errno);
    if (S_ISREG(st.st_mode) || (!above && !S_ISDIR(st.st_mode)))
        return add_file(w, path, S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0,
                        0);
    here.up = above;
    here.dev = st.st_dev;
    here.ino = st.st_ino;
    for (; above; above = above->up)
        if (above->dev == here.dev && above->ino == here.ino)
            break;
    rc = above || !S_ISDIR(st.st_mode) ? 0 : visit_all(w, path, &here);
    free(path);
    return rc;
}

int walk_add(struct walk *w, const char *path)
{
    char *copy = join("", path);
    if (!copy)
        return WALK_NO_MEMORY;
    if (!strcmp(path, "-"))
        return add_file(w, copy, 0, 0);
    return visit(w, copy, NULL);
}

void walk_release(struct walk *w)
{
    for (size_t i = 0; i < w->n; i++)
        free(w->files[i].path);
    free(w->files);
    memset(w, 0, sizeof *w);
}
