#include "shingle/agency.h"

#include "shingle/agency_index.h"
#include "shingle/host.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

int agency_room(void *list, size_t n, size_t *cap, size_t size)
{
    size_t want = *cap ? 2 * *cap : 64;
    void *grown, *old;

    if (n < *cap)
        return 0;
    memcpy(&old, list, sizeof old);
    if (want > SIZE_MAX / size)
        return -1;
    grown = realloc(old, want * size);
    if (!grown)
        return -1;
    memcpy(list, &grown, sizeof grown);
    *cap = want;
    return 0;
}

/* ---- the finished table -------------------------------------------------- */

static int by_kind(const void *a, const void *b)
{
    const struct agency_text *x = a, *y = b;

    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

static int same_words(const char *a, size_t n, const char *b)
{
    return strlen(b) == n && !strncasecmp(a, b, n);
}

/* Makes the name of the agency line one that is searched for, where no other
 * line has it, which then says how it may stand. "The" may stand before any. */
static int add_shown(struct agency_table *t, int agency)
{
    const struct agency_entry *e = &t->entry[agency];
    struct agency_text *n;
    uint32_t at = e->name;
    size_t i;

    if (e->shown.unnamed)
        return 0;
    if (!strncmp(t->pool + at, "The ", 4))
        at += 4;
    for (i = 0; i < t->names; i++)
        if (t->name[i].agency == agency &&
            same_words(t->pool + t->name[i].at, t->name[i].len, t->pool + at))
            return 0;
    if (agency_room(&t->name, t->names, &t->name_cap, sizeof *t->name))
        return -1;
    n = &t->name[t->names++];
    memset(n, 0, sizeof *n);
    n->agency = agency;
    n->at = at;
    n->len = (uint16_t)strlen(t->pool + at);
    return 0;
}

static int finish(struct agency_table *t)
{
    size_t i, k, n = 0;

    for (i = 0; i < t->n; i++)
        if (add_shown(t, (int)i))
            return -1;
    t->site_list = calloc(t->sites + 1, sizeof *t->site_list);
    if (!t->site_list)
        return -1;
    for (i = 0; i < t->n; i++) {
        struct agency *a = &t->entry[i].shown;

        a->name = t->pool + t->entry[i].name;
        a->site = t->site_list + n;
        for (k = 0; k < t->sites; k++)
            if (t->site[k].agency == (int)i)
                t->site_list[n++] = t->pool + t->site[k].rest;
        a->nsites = (size_t)(t->site_list + n - a->site);
    }
    if (t->manners)
        qsort(t->manner, t->manners, sizeof *t->manner, by_kind);
    for (i = k = 0; k <= MANNER_KINDS; k++) {
        while (i < t->manners && t->manner[i].kind < k)
            i++;
        t->manner_first[k] = i;
    }
    return agency_index_make(t);
}

static int read_all(struct agency_table *t, const char *text, size_t len,
                    struct agency_error *err)
{
    size_t i;

    for (i = 0; agency_builtin[i]; i++)
        if (agency_read(t, agency_builtin[i], strlen(agency_builtin[i]), err))
            return -1;
    for (i = 0; agency_builtin_manners[i]; i++)
        if (agency_read(t, agency_builtin_manners[i],
                        strlen(agency_builtin_manners[i]), err))
            return -1;
    return text ? agency_read(t, text, len, err) : 0;
}

struct agency_table *agency_table_new(const char *text, size_t len,
                                      struct agency_error *err)
{
    struct agency_table *t = calloc(1, sizeof *t);

    memset(err, 0, sizeof *err);
    if (t && read_all(t, text, len, err)) {
        agency_table_free(t);
        return NULL;
    }
    if (!t || finish(t)) {
        agency_table_free(t);
        err->line = 0;
        snprintf(err->message, sizeof err->message, "out of memory");
        return NULL;
    }
    return t;
}

void agency_table_free(struct agency_table *t)
{
    if (!t)
        return;
    free(t->pool);
    free(t->entry);
    free(t->name);
    free(t->site);
    free(t->manner);
    free(t->site_list);
    free(t->link);
    free(t);
}

size_t agency_count(const struct agency_table *t)
{
    return t->n;
}

const struct agency *agency_at(const struct agency_table *t, int agency)
{
    return &t->entry[agency].shown;
}

int agency_by_id(const struct agency_table *t, const char *id)
{
    return agency_find_id(t, id, strlen(id));
}

int agency_of_bare(const struct agency_table *t, char sign)
{
    return t->bare[sign != ':'] - 1;
}

int agency_of_shared(const struct agency_table *t, char sign)
{
    int agency = t->shared[sign != ':'];

    return agency > 0 ? agency - 1 : AGENCY_NONE;
}

int agency_home(const struct agency_table *t, int agency,
                const unsigned char *s, size_t n)
{
    size_t i;
    int found = 0;

    for (i = t->manner_first[MANNER_HOME]; i < t->manner_first[MANNER_HOME + 1];
         i++) {
        const struct agency_text *m = &t->manner[i];

        if (m->agency != agency)
            continue;
        if (m->len == n && !memcmp(t->pool + m->at, s, n))
            return 1;
        if (m->flags & AGENCY_ONLY)
            found = -1;
    }
    return found;
}

/* Whether host ends with domain, in any letter case, at a label's border. */
static int is_below(const char *host, size_t n, const char *domain, size_t len)
{
    size_t i;

    if (n < len || (host[n - 1] | 32) != domain[len - 1] ||
        (n > len && host[n - len - 1] != '.'))
        return 0;
    for (i = 0; i < len; i++) {
        char c = host[n - len + i];

        if (c >= 'A' && c <= 'Z')
            c = (char)(c + 32);
        if (c != domain[i])
            return 0;
    }
    return 1;
}

int agency_by_site(const struct agency_table *t, const char *host)
{
    char ascii[HOST_SIZE];
    size_t n, i;
    int best = AGENCY_NONE;
    unsigned longest = 0;

    for (i = 0; host[i] && !((unsigned char)host[i] & 0x80); i++)
        ;
    if (host[i]) {
        host_ascii(host, ascii);
        host = ascii;
    }
    n = strlen(host);

    for (i = 0; i < t->sites; i++) {
        const struct agency_text *s = &t->site[i];

        if (s->agency != AGENCY_NONE && s->len > longest &&
            is_below(host, n, t->pool + s->at, s->len)) {
            best = s->agency;
            longest = s->len;
        }
    }
    return best;
}
