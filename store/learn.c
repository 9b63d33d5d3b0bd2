#include "store/learn.h"

#include <stdlib.h>
#include <string.h>

#include "shingle/shingle.h"
#include "store/candidate.h"
#include "store/db.h"
#include "store/facts.h"
#include "store/pack.h"
#include "store/shelf.h"
#include "store/work.h"

/* Shingles in a row that the pages must share: 8 words. Five words in a row
 * are common to three pages by chance now and then, eight hardly ever. */
#define LEARN_RUN 4

/* Lessons at a time: they need at most six articles each. */
#define LEARN_MOST 1024

/* Sightings on the site, of different days if asked for, up to x->pages. */
static size_t choose(struct lesson *x, const struct sighting *seen, size_t n,
                     int different)
{
    int32_t day[FLAGS_ALL_PAGES];
    size_t chosen = 0;
    for (size_t i = 0; i < n && chosen < x->pages; i++) {
        int take = !x->site || seen[i].site == x->site;
        if (different)
            take = take && seen[i].day != DAY_UNKNOWN;
        for (size_t k = 0; different && k < chosen; k++)
            take = take && seen[i].day != day[k];
        if (!take)
            continue;
        day[chosen] = seen[i].day;
        x->num[chosen++] = seen[i].num;
    }
    return chosen;
}

int learn_choose(struct store *s, struct lessons *l, uint32_t site,
                 const struct sighting *seen, size_t n)
{
    struct lesson x = {.site = site,
                       .pages = site ? FLAGS_PAGES : FLAGS_ALL_PAGES};
    int enough = choose(&x, seen, n, 1) == x.pages ||
                 (site && choose(&x, seen, n, 0) == x.pages);
    if (enough && !db_reserve(s, &l->at, &l->cap, l->n + 1, sizeof *l->at))
        l->at[l->n++] = x;
    return s->error;
}

static int by_lesson(const void *x, const void *y)
{
    return memcmp(x, y, sizeof(struct lesson));
}

struct found {
    uint64_t *hash;           /* of all passages, one after the other */
    uint32_t *start, *length; /* passages: first shingle in num[0], shingles */
    size_t npassages, nhashes;
    int failed;
};

struct class
{
    struct store *s;
    const struct lesson *lesson;
    struct shelf shelf;
    struct found *found;
};

/* The passages of c[0..n), a byte a shingle of the first page. */
static int note_passages(struct found *f, const uint8_t *c,
                         const uint64_t *shingle, size_t n)
{
    f->hash = malloc((n + 1) * sizeof *f->hash);
    f->start = malloc((n + 1) * sizeof *f->start);
    f->length = malloc((n + 1) * sizeof *f->length);
    if (!f->hash || !f->start || !f->length)
        return -1;
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i; j < n && c[j]; j++)
            ;
        if (j - i >= LEARN_RUN) {
            f->start[f->npassages] = (uint32_t)i;
            f->length[f->npassages++] = (uint32_t)(j - i);
            for (size_t k = i; k < j; k++)
                f->hash[f->nhashes++] = pack_hash(shingle[k]);
        }
        j += j == i;
    }
    return 0;
}

static int hold(struct work *w, const struct doc *d)
{
    struct side side = d->side;
    side.aside = NULL;
    return overlap_find(&w->overlap, &w->index, &side);
}

static void learn_one(void *arg, unsigned worker, size_t i)
{
    struct class *c = arg;
    struct work *w = work_of(c->s, worker);
    struct found *f = &c->found[i];
    const struct lesson *l = &c->lesson[i];
    const struct doc *page[FLAGS_ALL_PAGES];
    for (uint32_t k = 0; k < l->pages; k++)
        if (!(page[k] = shelf_get(&c->shelf, l->num[k])) || !page[k]->memory)
            return;
    struct side side = page[0]->side;
    side.aside = NULL;
    size_t n = shingle_count(side.words, side.w);
    uint8_t *common = malloc(n + 1);
    f->failed = !common;
    /* Lessons of the same first page come one after the other. */
    if (!f->failed && w->learn_of != page[0]->memory)
        f->failed = overlap_index_make(&w->index, &side) != 0;
    w->learn_of = f->failed ? NULL : page[0]->memory;
    if (!f->failed)
        memset(common, 1, n);
    for (uint32_t p = 1; p < l->pages && !f->failed; p++) {
        f->failed = hold(w, page[p]) != 0;
        for (size_t k = 0; !f->failed && k < n; k++)
            common[k] &= w->index.met[k];
    }
    f->failed = f->failed || note_passages(f, common, side.shingle, n);
    free(common);
}

static void found_release(struct found *f)
{
    free(f->hash);
    free(f->start);
    free(f->length);
}

/* On which days the pages of a lesson were seen. */
static struct flags_passage describe(struct store *s, const struct lesson *l)
{
    struct flags_passage p = {.site = l->site,
                              .num = l->num[0],
                              .first = DAY_UNKNOWN,
                              .last = DAY_UNKNOWN};
    int32_t day[FLAGS_ALL_PAGES];
    for (uint32_t k = 0; k < l->pages; k++) {
        int fresh =
            (day[k] = facts_day(facts_get(s, l->num[k])->time)) != DAY_UNKNOWN;
        for (uint32_t i = 0; i < k; i++)
            fresh = fresh && day[i] != day[k];
        if (!fresh)
            continue;
        p.first = !p.days || day[k] < p.first ? day[k] : p.first;
        p.last = !p.days || day[k] > p.last ? day[k] : p.last;
        p.days++;
    }
    return p;
}

static int learn_some(struct class *c, size_t n)
{
    struct store *s = c->s;
    struct numbers need = {0};
    for (size_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < c->lesson[i].pages; k++)
            if (!shelf_in_batch(&c->shelf, c->lesson[i].num[k]))
                numbers_add(s, &need, c->lesson[i].num[k]);
    numbers_settle(&need);
    c->found = calloc(n + 1, sizeof *c->found);
    if (!c->found)
        db_no_memory(s);
    for (unsigned i = 0; i < s->threads; i++)
        work_of(s, i)->learn_of = NULL;
    if (!s->error && !shelf_load(s, &c->shelf, &need))
        pool_run(s->pool, n, 4, learn_one, c);
    for (size_t i = 0; c->found && i < n; i++) {
        const struct found *f = &c->found[i];
        const uint64_t *hash = f->hash;
        struct flags_passage p = describe(s, &c->lesson[i]);
        if (f->failed)
            db_no_memory(s);
        for (size_t k = 0; k < f->npassages && !s->error; k++) {
            p.start = f->start[k];
            p.hash = hash;
            p.n = f->length[k];
            flags_learn(s, &p);
            hash += f->length[k];
        }
        found_release(&c->found[i]);
    }
    free(c->found);
    free(need.at);
    shelf_clear(s, &c->shelf);
    return s->error;
}

int learn_all(struct store *s, struct lessons *l, struct doc *doc, size_t n,
              uint32_t first)
{
    struct class c = {.s = s,
                      .shelf = {.batch = doc, .nbatch = n, .first = first}};
    size_t different = 0;
    if (!l->n || s->params.no_text || work_open(s))
        return s->error;
    qsort(l->at, l->n, sizeof *l->at, by_lesson);
    for (size_t i = 0; i < l->n; i++)
        if (!different || by_lesson(&l->at[different - 1], &l->at[i]))
            l->at[different++] = l->at[i];
    for (size_t i = 0; i < different && !s->error; i += LEARN_MOST) {
        c.lesson = l->at + i;
        learn_some(&c, different - i < LEARN_MOST ? different - i : LEARN_MOST);
    }
    return s->error;
}
