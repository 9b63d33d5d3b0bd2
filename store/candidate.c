/*
 * All articles that hold a shingle, the batch's and older ones, make a group.
 * Groups of one are most of them and cost nothing further. From the others the
 * members are drawn up with their facts, furniture is judged, and then each
 * article of the batch counts, on its own and so in parallel, how often it
 * meets which other one.
 */
#include "store/candidate.h"

#include <stdlib.h>
#include <string.h>

#include "store/article.h"
#include "store/db.h"
#include "store/facts.h"
#include "store/flags.h"
#include "store/learn.h"
#include "store/posting.h"
#include "store/rules.h"
#include "store/stub.h"
#include "store/work.h"

struct member {
    int64_t time;
    uint32_t num, words;
    int furniture; /* on its site the shingle is furniture */
};

struct search {
    struct store *s;
    struct doc *doc;
    size_t n;
    uint32_t first;
    int extra;           /* the docs' extra samples instead of the usual ones */
    struct posting *row; /* the batch's samples, sorted */
    size_t nrows;
    size_t *slot;       /* per doc: its samples in group_of */
    uint32_t *group_of; /* per sample: its group, if it has members */
    size_t *group;      /* per group: its members */
    size_t ngroups, group_cap;
    struct member *member;
    size_t nmembers, member_cap;
    struct lessons lessons;
    struct numbers fresh;  /* sites that got furniture; 0: all */
    struct numbers *found; /* per doc */
    struct tally *tally;   /* per worker */
};

/* A worker's count of meetings by article. */
struct tally {
    struct meeting {
        uint32_t num, words;
        uint32_t count, furniture; /* common samples, by whether they are */
    } * slot;
    size_t n, slots;
    uint32_t *used;
    size_t used_cap;
    int failed;
};

#define NO_GROUP UINT32_MAX

static int by_number(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return a < b ? -1 : a > b;
}

/* ---- groups -------------------------------------------------------------- */

static const struct sketch *samples_of(const struct search *x, size_t i)
{
    return x->extra ? &x->doc[i].extra : &x->doc[i].sketch;
}

static int list_samples(struct search *x)
{
    size_t total = 0;
    if (!(x->slot = malloc((x->n + 1) * sizeof *x->slot)))
        return db_no_memory(x->s);
    for (size_t i = 0; i < x->n; i++) {
        x->slot[i] = total;
        total += samples_of(x, i)->n;
    }
    x->nrows = x->slot[x->n] = total;
    x->row = malloc((total + 1) * sizeof *x->row);
    x->group_of = malloc((total + 1) * sizeof *x->group_of);
    if (!x->row || !x->group_of)
        return db_no_memory(x->s);
    for (size_t i = 0; i < x->n; i++)
        for (size_t k = 0; k < samples_of(x, i)->n; k++) {
            size_t slot = x->slot[i] + k;
            x->group_of[slot] = NO_GROUP;
            x->row[slot] = (struct posting){samples_of(x, i)->sample[k].hash,
                                            x->doc[i].num, (uint32_t)slot};
        }
    return posting_sort(x->s, x->row, total);
}

/* The batch's different hashes, ascending. */
static uint64_t *different(const struct search *x, size_t *n)
{
    uint64_t *hash = calloc(x->nrows + 1, sizeof *hash);
    *n = 0;
    for (size_t i = 0; hash && i < x->nrows; i++)
        if (!i || x->row[i].hash != x->row[i - 1].hash)
            hash[(*n)++] = x->row[i].hash;
    return hash;
}

/* One group's sightings, grown as wanted. */
struct sightings {
    struct numbers num;
    struct sighting *at, *copy;
    uint32_t *fresh;
    size_t n, cap, copy_cap, fresh_cap;
};

static void see(struct search *x, struct sightings *v, uint32_t num)
{
    const struct fact *f = facts_get(x->s, num);
    if (f->site && !db_reserve(x->s, &v->at, &v->cap, v->n + 1, sizeof *v->at))
        v->at[v->n++] = (struct sighting){f->site, facts_day(f->time), num};
}

/* Judges whether the shingle is furniture; older articles that it newly is
 * furniture for are stale. */
static void judge(struct search *x, struct sightings *v, uint64_t hash,
                  struct numbers *stale)
{
    struct store *s = x->s;
    if (v->n < FLAGS_LEAST ||
        db_reserve(s, &v->copy, &v->copy_cap, v->n, sizeof *v->copy) ||
        db_reserve(s, &v->fresh, &v->fresh_cap, v->n + 1, sizeof *v->fresh))
        return;
    memcpy(v->copy, v->at, v->n * sizeof *v->at);
    size_t n = flags_judge(s, hash, v->copy, v->n, v->fresh);
    for (size_t k = 0; k < n; k++) {
        learn_choose(s, &x->lessons, v->fresh[k], v->at, v->n);
        numbers_add(s, &x->fresh, v->fresh[k]);
        for (size_t i = 0; i < v->n; i++)
            if (v->at[i].num < x->first &&
                (!v->fresh[k] || v->fresh[k] == v->at[i].site))
                numbers_add(s, stale, v->at[i].num);
    }
}

/* Those of the group on whose site the shingle is no furniture; of a group of
 * few, all. */
static void add_members(struct search *x, const struct sightings *v,
                        uint64_t hash)
{
    struct store *s = x->s;
    if (db_reserve(s, &x->member, &x->member_cap, x->nmembers + v->n,
                   sizeof *x->member))
        return;
    for (size_t i = 0; i < v->n; i++) {
        int furniture = flags_has(s, v->at[i].site, hash);
        if (v->n > RULE_FEW && furniture)
            continue;
        const struct fact *f = facts_get(s, v->at[i].num);
        x->member[x->nmembers++] =
            (struct member){f->time, v->at[i].num, f->words, furniture};
    }
}

/* Makes the group of the batch's rows [from, to) and the older articles. */
static void make_group(struct search *x, struct sightings *v, size_t from,
                       size_t to, const uint32_t *old, size_t nold,
                       struct numbers *stale)
{
    struct store *s = x->s;
    uint64_t hash = x->row[from].hash;
    size_t before = x->nmembers;
    v->n = v->num.n = 0;
    for (size_t i = 0; i < nold; i++)
        numbers_add(s, &v->num, old[i]);
    for (size_t i = from; i < to && x->row[i].num; i++)
        numbers_add(s, &v->num, x->row[i].num);
    numbers_settle(&v->num);
    for (size_t i = 0; i < v->num.n; i++)
        see(x, v, v->num.at[i]);
    if (stale)
        judge(x, v, hash, stale);
    add_members(x, v, hash);
    if (x->nmembers - before < (x->row[from].num ? 2 : 1)) {
        x->nmembers = before;
        return;
    }
    if (db_reserve(s, &x->group, &x->group_cap, x->ngroups + 2,
                   sizeof *x->group))
        return;
    for (size_t i = from; i < to; i++)
        x->group_of[x->row[i].slot] = (uint32_t)x->ngroups;
    x->group[x->ngroups++] = before;
    x->group[x->ngroups] = x->nmembers;
}

/* stale NULL: nothing is learned. */
static int make_groups(struct search *x, struct numbers *stale)
{
    struct store *s = x->s;
    struct sightings v = {0};
    struct hits hits = {0};
    size_t nhash = 0, from = 0, to;
    uint64_t *hash = different(x, &nhash);
    if (!hash)
        return db_no_memory(s);
    posting_find(s, hash, nhash, &hits);
    for (size_t g = 0; g < nhash && !s->error; g++, from = to) {
        for (to = from + 1; to < x->nrows && x->row[to].hash == hash[g]; to++)
            ;
        size_t nold = hits.start[g + 1] - hits.start[g];
        if (nold + (to - from) > 1)
            make_group(x, &v, from, to, hits.num + hits.start[g], nold, stale);
    }
    free(v.num.at);
    free(v.at);
    free(v.copy);
    free(v.fresh);
    hits_release(&hits);
    free(hash);
    return s->error;
}

/* ---- meetings ------------------------------------------------------------ */

static struct meeting *meeting_of(struct tally *t, uint32_t num)
{
    size_t i = (num * UINT32_C(0x9e3779b1) >> 7) & (t->slots - 1);
    while (t->slot[i].num && t->slot[i].num != num)
        i = (i + 1) & (t->slots - 1);
    return &t->slot[i];
}

static int tally_grow(struct tally *t)
{
    struct tally more = {.slots = t->slots ? 2 * t->slots : 256};
    more.slot = calloc(more.slots, sizeof *more.slot);
    uint32_t *used = realloc(t->used, more.slots * sizeof *used);
    if (used)
        t->used = used;
    if (!more.slot || !used) {
        free(more.slot);
        return -1;
    }
    for (size_t i = 0; i < t->n; i++) {
        struct meeting *from = &t->slot[t->used[i]];
        struct meeting *to = meeting_of(&more, from->num);
        *to = *from;
        t->used[i] = (uint32_t)(to - more.slot);
    }
    free(t->slot);
    t->slot = more.slot;
    t->slots = more.slots;
    return 0;
}

static int meet(struct tally *t, const struct member *m, int furniture)
{
    if (2 * (t->n + 1) > t->slots && tally_grow(t))
        return -1;
    struct meeting *x = meeting_of(t, m->num);
    if (!x->num) {
        *x = (struct meeting){m->num, m->words, 0, 0};
        t->used[t->n++] = (uint32_t)(x - t->slot);
    }
    if (furniture || m->furniture)
        x->furniture++;
    else
        x->count++;
    return 0;
}

/* Of a small group all, of a large one the hubs, the first in its order. A
 * pair inside the batch is met from its later article alone, unless only the
 * earlier one sees the other as a hub, or has the shingle as an extra one. */
static int meet_group(struct search *x, struct tally *t, const struct doc *d,
                      const struct member *m, size_t n, int furniture)
{
    long window = x->s->params.window;
    size_t hubs = n > RULE_MANY ? RULE_HUBS : n;
    size_t self = n;
    if (n > RULE_MANY)
        for (size_t i = 0; i < RULE_HUBS; i++)
            if (m[i].num == d->num)
                self = i;
    for (size_t i = 0, taken = 0; i < n && taken < hubs; i++) {
        if (i == 8 * RULE_HUBS && n > RULE_MANY)
            break;
        if (m[i].num == d->num || !facts_near(m[i].time, d->time, window))
            continue;
        taken++;
        if (d->num && !x->extra && m[i].num > d->num &&
            (n <= RULE_MANY || self < n))
            continue;
        if (meet(t, &m[i], furniture))
            return -1;
    }
    return 0;
}

/* Whether so many common samples make a candidate. */
static int enough(const struct store *s, const struct doc *d,
                  const struct meeting *m)
{
    uint32_t words = d->kept < m->words ? d->kept : m->words;
    if (m->count >= (words / s->params.modulus >= RULE_SAMPLES ? 2 : 1))
        return 1;
    words = d->side.words < m->words ? d->side.words : m->words;
    return m->furniture > 1 &&
           m->count + m->furniture >= RULE_PAGE * words / s->params.modulus;
}

/* Whether the site has furniture that it had not when its docs were masked. */
static int got_furniture(const struct search *x, uint32_t site)
{
    if (!x->fresh.n)
        return 0;
    return x->fresh.at[0] == 0 ||
           bsearch(&site, x->fresh.at, x->fresh.n, sizeof site, by_number);
}

static void meet_all(void *arg, unsigned worker, size_t i)
{
    struct search *x = arg;
    struct tally *t = &x->tally[worker];
    struct doc *d = &x->doc[i];
    struct numbers *out = &x->found[i];
    if (!x->extra)
        doc_mask(x->s, d);
    else if (got_furniture(x, d->site))
        doc_mask_more(x->s, d);
    for (size_t k = x->slot[i]; k < x->slot[i + 1] && !t->failed; k++) {
        uint32_t g = x->group_of[k];
        if (g == NO_GROUP)
            continue;
        size_t n = x->group[g + 1] - x->group[g];
        int furniture = flags_has(
            x->s, d->site, samples_of(x, i)->sample[k - x->slot[i]].hash);
        if (furniture && n > RULE_FEW)
            continue;
        if (meet_group(x, t, d, x->member + x->group[g], n, furniture))
            t->failed = 1;
    }
    if (t->n && !t->failed && (out->at = malloc(t->n * sizeof *out->at))) {
        for (size_t k = 0; k < t->n; k++) {
            const struct meeting *m = &t->slot[t->used[k]];
            if (enough(x->s, d, m))
                out->at[out->n++] = m->num;
        }
        if (out->n)
            qsort(out->at, out->n, sizeof *out->at, by_number);
    } else if (t->n) {
        t->failed = 1;
    }
    for (size_t k = 0; k < t->n; k++)
        t->slot[t->used[k]].num = 0;
    t->n = 0;
}

static int meet_each(struct search *x)
{
    struct store *s = x->s;
    numbers_settle(&x->fresh);
    x->found = calloc(x->n + 1, sizeof *x->found);
    x->tally = calloc(s->threads, sizeof *x->tally);
    if (!x->found || !x->tally)
        return db_no_memory(s);
    pool_run(s->pool, x->n, 16, meet_all, x);
    for (unsigned i = 0; i < s->threads; i++)
        if (x->tally[i].failed)
            db_no_memory(s);
    return s->error;
}

static void search_release(struct search *x)
{
    for (size_t i = 0; x->found && i < x->n; i++)
        free(x->found[i].at);
    for (unsigned i = 0; x->tally && i < x->s->threads; i++) {
        free(x->tally[i].slot);
        free(x->tally[i].used);
    }
    free(x->lessons.at);
    free(x->fresh.at);
    free(x->found);
    free(x->tally);
    free(x->row);
    free(x->slot);
    free(x->group_of);
    free(x->group);
    free(x->member);
}

/* Appends what was found to out, and the samples to the postings. */
static int take(struct search *x, struct couples *out)
{
    struct store *s = x->s;
    for (size_t i = 0; i < x->n && !s->error; i++)
        for (size_t k = 0; k < x->found[i].n; k++)
            if (!db_reserve(s, &out->at, &out->cap, out->n + 1,
                            sizeof *out->at))
                out->at[out->n++] =
                    (struct couple){x->doc[i].num, x->found[i].at[k]};
    if (!s->error)
        posting_add(s, x->row, x->nrows);
    return s->error;
}

struct extending {
    struct store *s;
    struct doc *doc;
    int *failed; /* per worker */
};

static void extend_one(void *arg, unsigned worker, size_t i)
{
    struct extending *e = arg;
    if (doc_extend(e->s, &work_of(e->s, worker)->maker, &e->doc[i]))
        e->failed[worker] = 1;
}

/* Makes the extra samples; 1 where there are any. */
static int extend(struct store *s, struct doc *doc, size_t n)
{
    struct extending e = {s, doc, calloc(s->threads, sizeof *e.failed)};
    int any = 0;
    if (!e.failed)
        return db_no_memory(s), 0;
    pool_run(s->pool, n, 16, extend_one, &e);
    for (unsigned i = 0; i < s->threads; i++)
        if (e.failed[i])
            db_no_memory(s);
    for (size_t i = 0; i < n; i++)
        any |= doc[i].extra.n > 0;
    free(e.failed);
    return any && !s->error;
}

/* Short pages that are furniture but for a tenth are noted as stubs. */
static void note_stubs(struct store *s, const struct doc *doc, size_t n)
{
    for (size_t i = 0; i < n && !s->error; i++) {
        const struct doc *d = &doc[i];
        if (!d->num || !d->memory || !d->sketch.n ||
            d->side.words > STUB_WORDS || d->kept * 10 > d->side.words)
            continue;
        sqlite3_stmt *q =
            db_prepare(s, "INSERT OR REPLACE INTO stub VALUES(?1, ?2)");
        db_bind_int(s, q, 1, d->num);
        db_bind_int(s, q, 2, (int64_t)d->sketch.sample[0].hash);
        db_run(s, q);
        article_pending(s, d->num, PENDING_STORY);
    }
}

/* first: of a batch, whose docs are masked anew here; else UINT32_MAX. */
static int find_extra(struct store *s, struct doc *doc, size_t n,
                      uint32_t first, struct couples *out,
                      struct numbers *stale)
{
    size_t batch = first == UINT32_MAX ? 0 : n;
    struct search x = {.s = s, .doc = doc, .n = n, .first = first, .extra = 1};
    if (work_open(s) || flags_open(s))
        return s->error;
    flags_mark(s);
    note_stubs(s, doc, n);
    if (s->error || !extend(s, doc, n))
        return s->error;
    if (!list_samples(&x) && !make_groups(&x, stale) &&
        !learn_all(s, &x.lessons, doc, batch, first) && !meet_each(&x))
        take(&x, out);
    search_release(&x);
    return s->error;
}

int candidate_extend(struct store *s, struct doc *doc, size_t n,
                     struct couples *out)
{
    return find_extra(s, doc, n, UINT32_MAX, out, NULL);
}

int candidate_find(struct store *s, struct doc *doc, size_t n, uint32_t first,
                   struct couples *out, struct numbers *stale)
{
    struct search x = {.s = s, .doc = doc, .n = n, .first = first};
    if (!work_open(s) && !flags_open(s) && !list_samples(&x) &&
        !make_groups(&x, stale) && !learn_all(s, &x.lessons, doc, n, first) &&
        !meet_each(&x))
        take(&x, out);
    search_release(&x);
    return s->error ? s->error : find_extra(s, doc, n, first, out, stale);
}

/* The articles that one doc meets by its usual or its extra samples. */
static void match(struct store *s, struct doc *doc, int extra,
                  struct numbers *out)
{
    struct search x = {
        .s = s, .doc = doc, .n = 1, .first = UINT32_MAX, .extra = extra};
    if (!list_samples(&x) && !make_groups(&x, NULL) && !meet_each(&x))
        for (size_t k = 0; k < x.found[0].n; k++)
            numbers_add(s, out, x.found[0].at[k]);
    search_release(&x);
}

int candidate_match(struct store *s, struct doc *doc, struct numbers *out)
{
    if (work_open(s) || flags_open(s))
        return s->error;
    match(s, doc, 0, out);
    if (!s->error && extend(s, doc, 1))
        match(s, doc, 1, out);
    numbers_settle(out);
    return s->error;
}
