#include "cli/tracked.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/options.h"
#include "cli/session.h"

struct tracked_words {
    struct tracked_words *next;
    char at[];
};

/* A copy of s that lives as long as t. */
static const char *keep(struct tracked *t, const char *s)
{
    struct tracked_words *w;
    size_t n;
    if (!s)
        return NULL;
    n = strlen(s) + 1;
    w = malloc(sizeof *w + n);
    if (!w) {
        t->failed = 1;
        return NULL;
    }
    memcpy(w->at, s, n);
    w->next = t->words;
    t->words = w;
    return w->at;
}

/* Room for one more; the items, which may have moved, or NULL. */
static void *grow(struct tracked *t, void *items, size_t n, size_t *cap,
                  size_t size)
{
    void *more;
    if (n < *cap)
        return items;
    *cap = 2 * n + 16;
    more = *cap <= SIZE_MAX / size ? realloc(items, *cap * size) : NULL;
    if (!more) {
        *cap = n;
        t->failed = 1;
    }
    return more;
}

static int keep_row(void *arg, const struct story_row *row)
{
    struct tracked *t = arg;
    t->row = *row;
    t->row.title = keep(t, row->title);
    t->row.main_article = keep(t, row->main_article);
    return t->failed;
}

static int keep_story(void *arg, const struct track_row *row)
{
    struct tracked *t = arg;
    t->is_story = 1;
    t->story = *row;
    t->story.title = keep(t, row->title);
    t->story.agency = keep(t, row->agency);
    t->story.by = keep(t, row->by);
    t->story.origin_article = keep(t, row->origin_article);
    t->story.origin_site = keep(t, row->origin_site);
    t->story.by_hour = NULL;
    t->story.hours = 0;
    return t->failed;
}

static int keep_version(void *arg, const struct version_row *row)
{
    struct tracked *t = arg;
    struct change *changes;
    struct tracked_words *w;
    void *more =
        grow(t, t->version, t->nversions, &t->versions_cap, sizeof *t->version);
    if (!more)
        return 1;
    t->version = more;
    /* The changes go where the strings are, so that one list frees all. */
    w = malloc(sizeof *w + row->nchanges * sizeof *changes +
               _Alignof(struct change));
    if (!w) {
        t->failed = 1;
        return 1;
    }
    w->next = t->words;
    t->words = w;
    changes = (void *)(((uintptr_t)w->at + _Alignof(struct change) - 1) &
                       ~(uintptr_t)(_Alignof(struct change) - 1));
    for (size_t i = 0; i < row->nchanges; i++)
        changes[i] =
            (struct change){row->change[i].kind, keep(t, row->change[i].before),
                            keep(t, row->change[i].after)};
    t->version[t->nversions] = *row;
    t->version[t->nversions].article = keep(t, row->article);
    t->version[t->nversions].marker = keep(t, row->marker);
    t->version[t->nversions].marked_in = keep(t, row->marked_in);
    t->version[t->nversions].marked_article = keep(t, row->marked_article);
    t->version[t->nversions].marked_where = keep(t, row->marked_where);
    t->version[t->nversions].change = changes;
    t->nversions++;
    return t->failed;
}

static int keep_copy(void *arg, const struct carry_row *row)
{
    struct tracked *t = arg;
    struct carry_row *c;
    void *more = grow(t, t->copy, t->ncopies, &t->copies_cap, sizeof *t->copy);
    if (!more)
        return 1;
    t->copy = more;
    c = &t->copy[t->ncopies++];
    *c = *row;
    c->article = keep(t, row->article);
    c->site = keep(t, row->site);
    c->url = keep(t, row->url);
    c->title = keep(t, row->title);
    c->agency = keep(t, row->agency);
    c->evidence = keep(t, row->evidence);
    c->where = keep(t, row->where);
    return t->failed;
}

int tracked_load(struct tracked *t, struct store *s, int64_t story)
{
    const struct track_calls calls = {keep_story, keep_version, keep_copy};
    int code;
    *t = (struct tracked){0};
    code = store_story(s, story, NULL, keep_row, t);
    if (!code)
        code = store_track(s, story, &calls, t);
    if (code == STORE_NOT_FOUND && t->row.story)
        code = STORE_OK; /* store_track() knows no stubs */
    if (t->failed)
        complain("out of memory");
    return code;
}

void tracked_release(struct tracked *t)
{
    struct tracked_words *w = t->words;
    while (w) {
        struct tracked_words *next = w->next;
        free(w);
        w = next;
    }
    free(t->version);
    free(t->copy);
    *t = (struct tracked){0};
}

/* ---- many stories -------------------------------------------------------- */

struct story_list {
    int64_t *id;
    size_t n, cap;
    int failed;
};

static int list_story(void *arg, const struct track_row *row)
{
    struct story_list *l = arg;
    if (l->n == l->cap) {
        size_t cap = 2 * l->cap + 64;
        int64_t *more = realloc(l->id, cap * sizeof *more);
        if (!more) {
            complain("out of memory");
            l->failed = 1;
            return 1;
        }
        l->id = more;
        l->cap = cap;
    }
    l->id[l->n++] = row->story;
    return 0;
}

int tracked_each(struct store *s, const struct track_filter *filter,
                 int (*each)(void *arg, const struct tracked *t), void *arg,
                 int *failed)
{
    const struct track_calls calls = {.story = list_story};
    struct story_list l = {0};
    int code = store_begin_read(s);
    if (!code)
        code = store_track_all(s, filter, &calls, &l);
    for (size_t i = 0; i < l.n && !code && !l.failed; i++) {
        struct tracked t;
        code = tracked_load(&t, s, l.id[i]);
        l.failed = t.failed;
        if (!code && !l.failed)
            code = each(arg, &t);
        tracked_release(&t);
    }
    free(l.id);
    *failed |= l.failed;
    store_end_read(s);
    return code;
}

/* ---- one by its number --------------------------------------------------- */

const struct carry_row *tracked_copy(const struct tracked *t, const char *id,
                                     size_t *at)
{
    for (size_t k = 0; k < t->ncopies; k++) {
        size_t i = (*at + k) % t->ncopies;
        if (!strcmp(t->copy[i].article, id)) {
            *at = i + 1;
            return &t->copy[i];
        }
    }
    return NULL;
}

static int no_row(void *arg, const struct story_row *row)
{
    (void)arg, (void)row;
    return 0;
}

static int any_entry(void *arg, const struct log_row *row)
{
    (void)row;
    *(int *)arg = 1;
    return 1;
}

int tracked_resolve(struct store *s, int64_t *story)
{
    int64_t into = 0;
    int was = 0, code = store_story(s, *story, &into, no_row, NULL);
    if (code != STORE_NOT_FOUND)
        return code;
    if (!into) {
        code = store_log(s, *story, any_entry, &was);
        if (code && code != STORE_STOPPED)
            return code;
        if (was)
            complain("story %lld ended; 'wireprint log %lld' tells when",
                     (long long)*story, (long long)*story);
        else
            complain("there is no story %lld; 'wireprint stories' lists them",
                     (long long)*story);
        return STORE_NOT_FOUND;
    }
    fprintf(stderr, "Story %lld went into story %lld.\n", (long long)*story,
            (long long)into);
    *story = into;
    return STORE_OK;
}

int tracked_number(const char *operand, int64_t *story)
{
    uint64_t number;
    if (number_parse(operand, 1, INT64_MAX, &number)) {
        complain("'%s' is no story number; 'wireprint stories' lists them",
                 operand);
        return -1;
    }
    *story = (int64_t)number;
    return 0;
}
