/*
 * The order of decisions. Records are folded and their sets sorted on all
 * threads, a slice at a time; then they are decided on one by one, in order:
 *
 *     same words as a kept record   one look at the index
 *     candidates                    sieve_index: some smallest hashes shared
 *     sizes                         J is at most the smaller over the larger
 *     both whole sets merged        given up as soon as t is out of reach
 *     kept                          entered in sieve_kept and sieve_index
 *
 * Memory, whatever the input: kept records 64 MiB, the fresh part of the index
 * 32 and 16 MiB, its filter 32 MiB, SQLite's pages 8 MiB (a database's: 32),
 * and a slice: 8 MiB of text make some 25 MiB.
 *
 * Measured on senate-2005 (18,822 records, 62 MB of text) at 0.8, one core:
 * fold and shingle 0.24 s, sorting 0.08 s, all that is in order 0.07 s.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/db.h"
#include "store/pool.h"
#include "store/sieve_state.h"

const struct sieve_limits sieve_limits_default = {
    .kept = (size_t)64 << 20,
    .slots = (size_t)1 << 21,
    .filter = (size_t)1 << 22,
    .slice = 1024,
    .bytes = (size_t)8 << 20,
};

/* ---- names --------------------------------------------------------------- */

void sieve_forget_names(struct sieve *v)
{
    while (v->names) {
        struct sieve_name *next = v->names->next;
        free(v->names);
        v->names = next;
    }
}

const char *sieve_name_keep(struct sieve *v, const char *name)
{
    size_t length = strlen(name) + 1;
    struct sieve_name *n = malloc(sizeof *n + length);
    if (!n) {
        db_no_memory(v->s);
        return NULL;
    }
    n->next = v->names;
    v->names = n;
    return memcpy(n->name, name, length);
}

const char *sieve_name_of(const struct article *a, const char *name,
                          uint64_t number, char *buffer)
{
    if (name || a->id || a->url)
        return name ? name : a->id ? a->id : a->url;
    snprintf(buffer, SIEVE_NAME_ROOM, "record %llu",
             (unsigned long long)number);
    return buffer;
}

/* ---- one record ---------------------------------------------------------- */

const struct kept *sieve_same(struct sieve *v, const struct sieve_record *r)
{
    uint64_t num = sieve_index_same(&v->index, r->text);
    const struct kept *k = num ? sieve_kept_get(&v->kept, num) : NULL;
    return k && k->text == r->text && k->words == r->words ? k : NULL;
}

/* The candidate that resembles most, of equals the first. */
static const struct kept *
most_like(struct sieve *v, const struct sieve_record *r, double *resemblance)
{
    uint64_t best = 0;
    *resemblance = v->resemblance;
    if (sieve_index_find(&v->index, r->set, r->nset))
        return NULL;
    for (size_t i = 0; i < v->index.nfound; i++) {
        uint64_t num = v->index.found[i].num;
        const struct kept *k = sieve_kept_get(&v->kept, num);
        if (!k)
            return NULL;
        size_t least = sieve_least(*resemblance, r->nset, k->nset);
        size_t shared = sieve_shared(r->set, r->nset, k->set, k->nset, least);
        if (!shared)
            continue;
        double j = (double)shared / (double)(r->nset + k->nset - shared);
        /* Equal fractions are equal as doubles: division rounds the same
         * number, and sets are under 2^32. */
        if (j > *resemblance || (j >= *resemblance && (!best || num < best))) {
            *resemblance = j;
            best = num;
        }
    }
    return best ? sieve_kept_get(&v->kept, best) : NULL;
}

static void drop(struct sieve *v, const struct sieve_record *r,
                 const struct kept *k, double resemblance,
                 struct sieve_verdict *verdict)
{
    verdict->keep = 0;
    verdict->earlier = k->num <= v->earlier;
    verdict->kept = verdict->earlier ? 0 : k->number;
    verdict->kept_name = sieve_name_keep(v, k->name);
    verdict->same = k->text == r->text && k->words == r->words;
    verdict->resemblance = resemblance;
    verdict->coverage = 1;
    if (!verdict->same)
        verdict->coverage =
            (double)sieve_covered(r, v->w, k->set, k->nset) / (double)r->words;
}

int sieve_keep(struct sieve *v, const struct sieve_record *r, const char *name,
               uint64_t number)
{
    if (v->kept.last + 1 >= SIEVE_NUMBERS)
        return db_fail(v->s, STORE_ERROR, "%s: record numbers are used up",
                       v->s->path);
    sieve_kept_add(&v->kept, r, name, number);
    sieve_index_add_text(&v->index, r->text, v->kept.last);
    if (r->nset)
        sieve_index_add(&v->index, r->set, r->nset, v->kept.last);
    return v->s->error;
}

int sieve_decide(struct sieve *v, const struct sieve_record *r,
                 const char *name, uint64_t number,
                 struct sieve_verdict *verdict)
{
    double resemblance = 1;
    *verdict = (struct sieve_verdict){.keep = 1, .number = number};
    if (!r->words)
        return v->s->error;
    const struct kept *k = sieve_same(v, r);
    if (!k && !v->copies && !v->s->error)
        k = most_like(v, r, &resemblance);
    if (v->s->error)
        return v->s->error;
    if (!k)
        return sieve_keep(v, r, name, number);
    drop(v, r, k, resemblance, verdict);
    return v->s->error;
}

/* ---- slices -------------------------------------------------------------- */

size_t sieve_slice(const struct sieve *v, const struct article *a, size_t n)
{
    size_t bytes = 0, i = 0;
    do
        bytes += a[i++].text_len;
    while (i < n && i < v->limits.slice &&
           bytes + a[i].text_len <= v->limits.bytes);
    return i;
}

struct making {
    struct sieve *v;
    void *arg;
    int (*make)(struct sieve *, void *, unsigned, size_t);
};

static void make_one(void *arg, unsigned worker, size_t i)
{
    struct making *m = arg;
    int rc = m->make(m->v, m->arg, worker, i);
    if (rc)
        m->v->failed[worker] = rc;
}

int sieve_make(struct sieve *v, size_t n, void *arg,
               int (*make)(struct sieve *, void *, unsigned, size_t))
{
    struct making m = {v, arg, make};
    if (v->s->error)
        return v->s->error;
    for (size_t i = 0; i < v->limits.slice; i++)
        sieve_record_trim(&v->record[i]);
    pool_run(v->s->pool, n, 8, make_one, &m);
    for (unsigned i = 0; i < v->s->threads; i++) {
        if (v->failed[i] == -2)
            db_fail(v->s, STORE_ERROR, "a record has 4 GiB of text or more");
        else if (v->failed[i] == -3)
            db_fail(v->s, STORE_ERROR,
                    "%s: a kept text is damaged; `wireprint check` names it",
                    v->s->path);
        else if (v->failed[i])
            db_no_memory(v->s);
    }
    return v->s->error;
}

static int make_article(struct sieve *v, void *arg, unsigned worker, size_t i)
{
    const struct article *a = (const struct article *)arg + i;
    return sieve_record_make(&v->record[i], &v->maker[worker], v->w, v->s->seed,
                             a->text, a->text_len);
}

/* ---- the calls ----------------------------------------------------------- */

int sieve_refuse_more(struct sieve *v)
{
    if (!v->s)
        return STORE_ERROR;
    if (v->ended)
        db_fail(v->s, STORE_ERROR,
                "%s: this run was remembered; open another one", v->s->path);
    return v->s->error;
}

int sieve_put(struct sieve *v, const struct article *articles,
              const char *const *names, size_t n,
              struct sieve_verdict *verdicts)
{
    sieve_forget_names(v);
    for (size_t from = 0; from < n && !sieve_refuse_more(v);) {
        const struct article *a = articles + from;
        size_t slice = sieve_slice(v, a, n - from);
        if (sieve_make(v, slice, (void *)(uintptr_t)a, make_article))
            break;
        sieve_index_prepare(&v->index, v->record, slice);
        for (size_t i = 0; i < slice && !v->s->error; i++) {
            char buffer[SIEVE_NAME_ROOM];
            uint64_t number = ++v->number;
            const char *name = sieve_name_of(
                &a[i], names ? names[from + i] : NULL, number, buffer);
            sieve_decide(v, &v->record[i], name, number, &verdicts[from + i]);
        }
        from += slice;
    }
    return v->s ? v->s->error : STORE_ERROR;
}

const char *sieve_errmsg(const struct sieve *v)
{
    return store_errmsg(v ? v->s : NULL);
}

int sieve_open(struct sieve **v, const struct sieve_options *options)
{
    return sieve_open_limited(v, options, &sieve_limits_default);
}

int sieve_open_limited(struct sieve **out, const struct sieve_options *options,
                       const struct sieve_limits *limits)
{
    struct sieve *v = *out = calloc(1, sizeof *v);
    if (!v)
        return STORE_ERROR;
    v->limits = *limits;
    if (sieve_base_open(v, options))
        return v->s ? v->s->error : STORE_ERROR;
    return STORE_OK;
}

void sieve_close(struct sieve *v)
{
    if (!v)
        return;
    sieve_forget_names(v);
    for (size_t i = 0; v->record && i < v->limits.slice; i++)
        sieve_record_release(&v->record[i]);
    for (unsigned i = 0; v->maker && i < v->s->threads; i++)
        sieve_maker_release(&v->maker[i]);
    free(v->record);
    free(v->maker);
    free(v->failed);
    sieve_index_release(&v->index);
    sieve_kept_release(&v->kept);
    if (v->s)
        db_rollback(v->s);
    store_close(v->s);
    free(v);
}
