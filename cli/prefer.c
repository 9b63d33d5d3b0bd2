#include "cli/prefer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/session.h"
#include "store/site.h"

#define SITE_MAX 256

static int by_name(const void *p, const void *q)
{
    const struct prefer_site *a = p, *b = q;
    int c = strcmp(a->name, b->name);
    return c ? c : (a->rank > b->rank) - (a->rank < b->rank);
}

static int add(struct prefer *p, const char *name, int64_t rank)
{
    if (!*name)
        return 0;
    if (p->n == p->cap) {
        size_t cap = 2 * p->cap + 16;
        struct prefer_site *more = realloc(p->site, cap * sizeof *more);
        if (!more)
            return -1;
        p->site = more;
        p->cap = cap;
    }
    p->site[p->n].rank = rank;
    p->site[p->n].name = strdup(name);
    if (!p->site[p->n].name)
        return -1;
    p->n++;
    return 0;
}

/* One line: the site as a URL gives it, and as it is named without one. */
static int add_line(struct prefer *p, char *line, int64_t rank)
{
    char name[SITE_MAX];
    line += strspn(line, " \t");
    line[strcspn(line, "# \t\r\n")] = '\0';
    site_domain(line, name, sizeof name);
    if (add(p, name, rank))
        return -1;
    site_name(line, name, sizeof name);
    return add(p, name, rank);
}

int prefer_load(struct prefer *p, const char *path)
{
    FILE *f = fopen(path, "r");
    char *line = NULL;
    size_t cap = 0;
    int failed = 0;
    if (!f) {
        complain("%s: %s", path, strerror(errno));
        return -1;
    }
    for (int64_t rank = 0; !failed && getline(&line, &cap, f) >= 0; rank++)
        failed = add_line(p, line, rank);
    if (failed) {
        complain("out of memory");
    } else if (ferror(f)) {
        complain("%s: %s", path, strerror(errno));
        failed = -1;
    } else if (!p->n) {
        complain("%s: names no site; it takes one a line", path);
        failed = -1;
    }
    free(line);
    fclose(f);
    if (p->n)
        qsort(p->site, p->n, sizeof *p->site, by_name);
    return failed;
}

/* The lowest rank under this name, where there is one. */
static int64_t site_rank(const struct prefer *p, const char *name)
{
    size_t from = 0, to = p->n;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (strcmp(p->site[middle].name, name) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from < p->n && !strcmp(p->site[from].name, name) ? p->site[from].rank
                                                            : INT64_MAX;
}

int64_t prefer_rank(const struct prefer *p, const struct article *a)
{
    char name[SITE_MAX];
    const char *site = a->site && *a->site ? a->site : a->url;
    if (p->by == PREFER_EARLIEST) {
        int64_t t = a->published != STORE_NO_TIME ? a->published : a->fetched;
        return t != STORE_NO_TIME ? t : INT64_MAX;
    }
    if (p->by != PREFER_SITE || !site)
        return p->by == PREFER_SITE ? INT64_MAX : 0;
    if (a->url && *a->url)
        site_domain(site, name, sizeof name);
    else
        site_name(site, name, sizeof name);
    return site_rank(p, name);
}

void prefer_release(struct prefer *p)
{
    for (size_t i = 0; i < p->n; i++)
        free(p->site[i].name);
    free(p->site);
    p->site = NULL;
    p->n = p->cap = 0;
}
