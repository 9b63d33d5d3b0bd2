/* stories: the crawl, and what is asked about it. */
#include "tests/stories.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void *grown(void *at, size_t *cap, size_t need, size_t size)
{
    if (need > *cap) {
        *cap = need + *cap / 2 + 16;
        at = realloc(at, *cap * size);
    }
    if (!at)
        abort();
    return at;
}

/* ---- articles in ----------------------------------------------------------
 */

void stories_open(struct stories *w)
{
    memset(w, 0, sizeof *w);
    trial_init(&w->trial);
    w->store = trial_open(&w->trial, NULL);
}

void stories_drop(struct stories *w)
{
    if (!w->trial.dir[0])
        return;
    store_close(w->store);
    for (size_t i = 0; i < w->nmemory; i++)
        free(w->memory[i]);
    free(w->memory);
    free(w->article);
    trial_release(&w->trial);
    memset(w, 0, sizeof *w);
}

static void assert_sound(struct stories *w)
{
    int code;
    char *problems = trial_problems(w->store, &code);
    if (code != STORE_OK || *problems)
        fail_msg("%s\n%s", store_errmsg(w->store), problems);
    free(problems);
}

void stories_close(struct stories *w)
{
    assert_sound(w);
    stories_drop(w);
}

void stories_add_at(struct stories *w, const char *id, const char *site,
                    int64_t time, const char *title, const char *text)
{
    w->article = grown(w->article, &w->cap, w->n + 1, sizeof *w->article);
    w->article[w->n++] = (struct article){.id = stories_print(w, "%s", id),
                                          .site = site,
                                          .title = title,
                                          .published = time,
                                          .fetched = STORE_NO_TIME,
                                          .text = text,
                                          .text_len = strlen(text)};
}

void stories_add(struct stories *w, const char *id, const char *site, int day,
                 const char *text)
{
    int64_t hour = (int64_t)(w->n % 16) + 6;
    stories_add_at(w, id, site, CRAWL_EPOCH + day * 86400 + hour * 3600, NULL,
                   text);
}

void stories_gather(struct stories *w)
{
    if (store_add(w->store, w->article, w->n, NULL) != STORE_OK ||
        store_gather(w->store, NULL) != STORE_OK)
        fail_msg("%s", store_errmsg(w->store));
    w->n = 0;
    assert_sound(w);
}

/* ---- what came of it ------------------------------------------------------
 */

/* The memberships, and which of the stories are stubs. */
struct table {
    struct line {
        char *article;
        int64_t story;
        enum role role;
        enum relation relation;
        double coverage;
    } * line;
    size_t n, cap;
    int64_t *stub;
    size_t nstubs, stub_cap;
};

static int note_member(void *arg, const struct member_row *r)
{
    struct table *t = arg;
    t->line = grown(t->line, &t->cap, t->n + 1, sizeof *t->line);
    t->line[t->n++] = (struct line){strdup(r->article), r->story, r->role,
                                    r->relation, r->coverage};
    return 0;
}

static int note_stub(void *arg, const struct story_row *r)
{
    struct table *t = arg;
    t->stub = grown(t->stub, &t->stub_cap, t->nstubs + 1, sizeof *t->stub);
    t->stub[t->nstubs++] = r->story;
    return 0;
}

#define ANY_STORY                                                              \
    {                                                                          \
        .since = STORE_NO_TIME, .until = STORE_NO_TIME                         \
    }

static void table_read(struct table *t, struct stories *w)
{
    struct story_filter stubs = ANY_STORY;
    memset(t, 0, sizeof *t);
    stubs.stubs = 1;
    assert_int_equal(store_members(w->store, note_member, t), STORE_OK);
    assert_int_equal(store_stories(w->store, &stubs, note_stub, t), STORE_OK);
}

static void table_release(struct table *t)
{
    for (size_t i = 0; i < t->n; i++)
        free(t->line[i].article);
    free(t->line);
    free(t->stub);
}

/* The article's next line from *i on, or NULL. */
static const struct line *next_line(const struct table *t, const char *id,
                                    size_t len, size_t *i)
{
    for (; *i < t->n; (*i)++)
        if (strlen(t->line[*i].article) == len &&
            !memcmp(t->line[*i].article, id, len))
            return &t->line[(*i)++];
    return NULL;
}

/* The story that an article is a copy of, or 0. */
static int64_t story_of(const struct table *t, const char *id, size_t len)
{
    size_t i = 0, found = 0;
    const struct line *line;
    while ((line = next_line(t, id, len, &i))) {
        if (line->story && line->role == ROLE_COPY)
            return line->story;
        found = 1;
    }
    if (!found)
        fail_msg("no article %.*s", (int)len, id);
    return 0;
}

static void print_table(const struct table *t, const char *ids)
{
    for (size_t i = 0; i < t->n; i++) {
        const struct line *l = &t->line[i];
        const char *at = strstr(ids, l->article);
        if (at)
            print_error("%s: story %lld, %s, %s, %.2f\n", l->article,
                        (long long)l->story, role_name(l->role),
                        relation_name(l->relation), l->coverage);
    }
}

static int is_stub(const struct table *t, int64_t story)
{
    for (size_t i = 0; i < t->nstubs; i++)
        if (t->stub[i] == story)
            return 1;
    return 0;
}

/* Goes through a list of ids: *id gets the next, its length is given back. */
static size_t next_id(const char **id, size_t len)
{
    *id += len;
    *id += strspn(*id, " ");
    return strcspn(*id, " ");
}

void stories_together(struct stories *w, const char *ids)
{
    struct table t;
    int64_t story = 0;
    int held = 1;
    table_read(&t, w);
    const char *id = ids;
    for (size_t len = 0; (len = next_id(&id, len));) {
        int64_t of = story_of(&t, id, len);
        held = held && of && (!story || of == story);
        story = of;
    }
    if (!held)
        print_table(&t, ids);
    table_release(&t);
    if (!held)
        fail_msg("not one story: %s", ids);
}

void stories_apart(struct stories *w, const char *ids)
{
    struct table t;
    int held = 1;
    table_read(&t, w);
    const char *a = ids;
    for (size_t m = 0; (m = next_id(&a, m));) {
        int64_t story = story_of(&t, a, m);
        const char *b = a;
        for (size_t n = m; story && (n = next_id(&b, n));)
            held = held && story_of(&t, b, n) != story;
    }
    if (!held)
        print_table(&t, ids);
    table_release(&t);
    if (!held)
        fail_msg("some are one story: %s", ids);
}

void stories_alone(struct stories *w, const char *ids)
{
    struct table t;
    int held = 1;
    table_read(&t, w);
    const char *id = ids;
    for (size_t len = 0; (len = next_id(&id, len));) {
        const struct line *line;
        size_t i = 0;
        story_of(&t, id, len);
        while ((line = next_line(&t, id, len, &i)))
            held = held && (!line->story || is_stub(&t, line->story));
    }
    if (!held)
        print_table(&t, ids);
    table_release(&t);
    if (!held)
        fail_msg("some are in a story: %s", ids);
}

void stories_digest(struct stories *w, const char *id, const char *of)
{
    struct table t;
    const struct line *line;
    int held = 0;
    size_t i = 0;
    table_read(&t, w);
    int64_t story = story_of(&t, of, strlen(of));
    while ((line = next_line(&t, id, strlen(id), &i)))
        held = held ||
               (story && line->story == story && line->role == ROLE_DIGEST);
    if (!held)
        print_table(&t, stories_print(w, "%s %s", id, of));
    table_release(&t);
    if (!held)
        fail_msg("%s is no digest in the story of %s", id, of);
}

struct relating {
    const char *a, *b;
    enum relation found;
};

static int note_relation(void *arg, const struct pair_row *r)
{
    struct relating *x = arg;
    if (!strcmp(r->a, x->a) && !strcmp(r->b, x->b))
        x->found = r->relation;
    if (!strcmp(r->a, x->b) && !strcmp(r->b, x->a))
        x->found = r->relation == RELATION_CONTAINS ? RELATION_WITHIN
                   : r->relation == RELATION_WITHIN ? RELATION_CONTAINS
                                                    : r->relation;
    return 0;
}

enum relation stories_relation(struct stories *w, const char *a, const char *b)
{
    struct relating x = {a, b, RELATION_NONE};
    struct pair_filter f = {.article = a, .relation = -1};
    assert_int_equal(store_pairs(w->store, &f, note_relation, &x), STORE_OK);
    return x.found;
}

static int count_one(void *arg, const struct story_row *row)
{
    (void)row;
    ++*(unsigned *)arg;
    return 0;
}

unsigned stories_count(struct stories *w)
{
    unsigned n = 0;
    assert_int_equal(store_stories(w->store, NULL, count_one, &n), STORE_OK);
    return n;
}

unsigned stories_stubs(struct stories *w)
{
    struct story_filter f = ANY_STORY;
    unsigned n = 0;
    f.stubs = 1;
    assert_int_equal(store_stories(w->store, &f, count_one, &n), STORE_OK);
    return n;
}
