/* Which number a group takes over. */
#include "store/draft.h"

#include <stdlib.h>
#include <string.h>

#include "store/db.h"

/* So many copies of an old story are in a group now. */
struct claim {
    int64_t story;
    uint32_t group, copies;
};

static int by_story_group(const void *x, const void *y)
{
    const struct claim *a = x, *b = y;
    if (a->story != b->story)
        return a->story < b->story ? -1 : 1;
    return a->group < b->group ? -1 : a->group > b->group;
}

static int by_copies(const void *x, const void *y)
{
    const struct claim *a = x, *b = y;
    if (a->copies != b->copies)
        return a->copies > b->copies ? -1 : 1;
    return by_story_group(x, y);
}

static struct claim *list_claims(struct draft *w, size_t *n)
{
    struct region *r = w->r;
    struct claim *c = malloc((r->nold + 1) * sizeof *c);
    size_t count = 0;
    *n = 0;
    if (!c)
        return db_no_memory(w->s), NULL;
    for (size_t i = 0; i < r->nold; i++)
        if (r->old[i].role == ROLE_COPY && r->node[r->old[i].node].group)
            c[count++] = (struct claim){r->old[i].story,
                                        r->node[r->old[i].node].group, 1};
    if (count)
        qsort(c, count, sizeof *c, by_story_group);
    for (size_t i = 0; i < count; i++) {
        if (*n && !by_story_group(&c[*n - 1], &c[i]))
            c[*n - 1].copies++;
        else
            c[(*n)++] = c[i];
    }
    if (*n)
        qsort(c, *n, sizeof *c, by_copies);
    return c;
}

static int by_id(const void *x, const void *y)
{
    const struct old_story *a = x, *b = y;
    return a->id < b->id ? -1 : a->id > b->id;
}

struct old_story *draft_old(struct draft *w, size_t *n)
{
    struct region *r = w->r;
    struct old_story *o = calloc(r->nold + 1, sizeof *o);
    *n = 0;
    if (!o)
        return db_no_memory(w->s), NULL;
    for (size_t i = 0; i < r->nold; i++)
        o[i].id = r->old[i].story;
    if (r->nold)
        qsort(o, r->nold, sizeof *o, by_id);
    for (size_t i = 0; i < r->nold; i++)
        if (!*n || o[*n - 1].id != o[i].id)
            o[(*n)++] = o[i];
    return o;
}

struct old_story *draft_find(struct old_story *o, size_t n, int64_t id)
{
    struct old_story want = {.id = id};
    return n ? bsearch(&want, o, n, sizeof *o, by_id) : NULL;
}

/* Each old number goes to the group with most of its copies, and each group
 * takes the one that gives it most; the rest get new ones. */
void draft_number(struct draft *w, struct old_story *old, size_t nold)
{
    struct store *s = w->s;
    size_t n;
    struct claim *c = list_claims(w, &n);
    for (size_t i = 0; c && i < n; i++) {
        struct old_story *o = draft_find(old, nold, c[i].story);
        struct fresh *g = &w->group[c[i].group];
        if (!g->old_id)
            g->old_id = c[i].story;
        if (g->known || o->kept)
            continue;
        g->id = c[i].story;
        g->known = o->kept = 1;
    }
    int64_t next =
        db_number(s, "SELECT value FROM meta WHERE key='next_story'");
    for (size_t g = 1; g <= w->ngroups; g++)
        if (!w->group[g].known)
            w->group[g].id = next++;
    for (size_t i = 0; c && i < n; i++) {
        struct old_story *o = draft_find(old, nold, c[i].story);
        if (c[i].copies > o->most) {
            o->most = c[i].copies;
            o->heir = w->group[c[i].group].id;
        }
    }
    sqlite3_stmt *q =
        db_prepare(s, "UPDATE meta SET value = ?1 WHERE key = 'next_story'");
    db_bind_int(s, q, 1, next);
    db_run(s, q);
    free(c);
}
