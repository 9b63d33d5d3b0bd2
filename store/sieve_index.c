/*
 * Two records of resemblance t or more share k or more of their s smallest
 * hashes, but for one time in 10^4; s and k are sieve_level's.
 *
 * A hash under which cap records lie is common, and takes in no more. Of the s
 * lists of a record fewer than k may be common: then a pair still meets in
 * another one. A record with k or more common hashes goes up a level, where
 * more of its hashes count:
 *
 *     level 0   the s smallest                 6 of 16 at 0.8: 37%
 *     level 1   the 4 s smallest              38 of 64: 59%
 *     level 2   all: exact, see below
 *
 * So a letter on half the page brings a record to level 1, and only one that
 * nearly makes it a duplicate, or a form, to level 2. Two records x, y meet
 *
 *     at the level of x, in a list that is not common, where y's is the same
 *     or higher: y lies in all such lists of its hashes;
 *     else at the level of y, in any list: y lies in all but k - 1 of its own.
 *
 * Level 2 is as in Bayardo, Ma and Srikant, "Scaling up all pairs similarity
 * search" (2007): two sets of a and b share m = t / (1 + t) (a + b) or more;
 * where c of a's hashes are common, m - c of the others. That is above 0 as
 * long as what two records have in common does not make them duplicates by
 * itself: a form with rare words filled in meets nothing but its own kind.
 * Where it is not, those are found that share something that is not common; a
 * pair may then be missed, of forms with more than 512 kept records for each
 * of their shingles.
 *
 * Every list is bounded and so is the work on a record, whatever came before:
 * s * cap entries, and at level 2 cap times its shingles at the very worst.
 *
 * An entry is num << 28 | min(size, 2^26 - 1) << 2 | level; level 3 is the
 * record with the words of that hash.
 */
#include "store/sieve_index.h"

#include <stdlib.h>
#include <string.h>

#include "store/db.h"
#include "store/sieve_record.h"

/* Over so many shingles no record goes up to level 2. */
#define ALL_MOST 65536

#define ALL (SIEVE_LEVELS - 1)
#define TEXT 3
#define SIZE_MOST ((UINT64_C(1) << 26) - 1)
#define WEAK (UINT32_C(1) << 31) /* met at a lower level */

static uint64_t entry_make(uint64_t num, size_t size, unsigned level)
{
    uint64_t kept = size < SIZE_MOST ? size : SIZE_MOST;
    return num << 28 | kept << 2 | level;
}

static uint64_t entry_num(uint64_t entry)
{
    return entry >> 28;
}

static uint32_t entry_size(uint64_t entry)
{
    return (uint32_t)(entry >> 2 & SIZE_MOST);
}

int sieve_index_open(struct sieve_index *x, struct store *s, double resemblance,
                     size_t most_slots, size_t filter_words)
{
    memset(x, 0, sizeof *x);
    x->s = s;
    x->resemblance = resemblance;
    x->most_slots = most_slots;
    sieve_levels(x->level, resemblance);
    return sieve_rows_open(&x->rows, s, filter_words);
}

void sieve_index_release(struct sieve_index *x)
{
    sieve_table_release(&x->fresh);
    sieve_table_release(&x->fetched);
    sieve_rows_release(&x->rows);
    free(x->found);
    free(x->tally);
    free(x->count);
    free(x->wanted);
    memset(x, 0, sizeof *x);
}

/* ---- lists --------------------------------------------------------------- */

/* Makes sure that what the file has under a hash is in memory. */
static void fetch(struct sieve_index *x, uint64_t hash)
{
    if (x->rows.filter && !sieve_table_has(&x->fetched, hash))
        sieve_rows_fetch(&x->rows, &hash, 1, &x->fetched);
}

static size_t count(struct sieve_index *x, uint64_t hash)
{
    fetch(x, hash);
    return sieve_table_count(&x->fresh, hash) +
           sieve_table_count(&x->fetched, hash);
}

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static void want(struct sieve_index *x, size_t *n, uint64_t hash)
{
    if (sieve_rows_maybe(&x->rows, hash) &&
        !db_reserve(x->s, &x->wanted, &x->wanted_cap, *n + 1,
                    sizeof *x->wanted))
        x->wanted[(*n)++] = hash;
}

int sieve_index_prepare(struct sieve_index *x, const struct sieve_record *r,
                        size_t n)
{
    size_t wanted = 0;
    if (!x->rows.filter)
        return x->s->error;
    sieve_table_clear(&x->fetched, x->most_slots);
    for (size_t i = 0; i < n; i++) {
        size_t s = x->level[0].samples;
        if (r[i].words)
            want(x, &wanted, r[i].text);
        for (size_t k = 0; k < s && k < r[i].nset; k++)
            want(x, &wanted, r[i].set[k]);
    }
    if (wanted)
        qsort(x->wanted, wanted, sizeof *x->wanted, by_value);
    return sieve_rows_fetch(&x->rows, x->wanted, wanted, &x->fetched);
}

/* ---- which level --------------------------------------------------------- */

/* Of n hashes a pair shares at least so many at this level. */
static size_t least_shared(const struct sieve_index *x, unsigned level,
                           size_t n)
{
    size_t all = (size_t)(x->resemblance * (double)n);
    size_t least = level == ALL ? all : x->level[level].least;
    least = least < all ? least : all;
    return least ? least : 1;
}

static size_t samples(const struct sieve_index *x, unsigned level, size_t n)
{
    return x->level[level].samples < n ? x->level[level].samples : n;
}

/* Counts what lies under the hashes from the smallest on, as far as the
 * record's level needs, and returns that. *common: those that are. */
static unsigned survey(struct sieve_index *x, const uint64_t *set, size_t n,
                       size_t *common)
{
    size_t done = 0;
    for (unsigned level = 0;; level++) {
        size_t s = samples(x, level, n), c = 0;
        if (db_reserve(x->s, &x->count, &x->count_cap, s, sizeof *x->count))
            return 0;
        for (size_t i = done; i < s; i++)
            sieve_table_prefetch(&x->fresh, set[i]);
        for (; done < s; done++)
            x->count[done] = (uint32_t)count(x, set[done]);
        for (size_t i = 0; i < s; i++)
            c += x->count[i] >= x->level[level].cap;
        *common = c;
        if (level == ALL || c < least_shared(x, level, n) ||
            (level == ALL - 1 && n > ALL_MOST))
            return level;
    }
}

/* ---- finding ------------------------------------------------------------- */

static int grow_tally(struct sieve_index *x)
{
    if (2 * x->nfound < x->tallies)
        return STORE_OK;
    size_t more = x->tallies ? 2 * x->tallies : 1024;
    struct sieve_tally *t = calloc(more, sizeof *t);
    if (!t)
        return db_no_memory(x->s);
    free(x->tally);
    x->tally = t;
    x->tallies = more;
    x->round = 1;
    for (size_t i = 0; i < x->nfound; i++) {
        size_t at = (size_t)x->found[i].num & (more - 1);
        while (t[at].round)
            at = (at + 1) & (more - 1);
        t[at] = (struct sieve_tally){x->found[i].num, 1, (uint32_t)i};
    }
    return STORE_OK;
}

/* The entry's place in found[], new with nothing shared; NULL: no memory. */
static struct sieve_found *meet(struct sieve_index *x, uint64_t entry)
{
    uint64_t num = entry_num(entry);
    if (grow_tally(x) || db_reserve(x->s, &x->found, &x->found_cap,
                                    x->nfound + 1, sizeof *x->found))
        return NULL;
    size_t at = (size_t)num & (x->tallies - 1);
    while (x->tally[at].round == x->round && x->tally[at].num != num)
        at = (at + 1) & (x->tallies - 1);
    if (x->tally[at].round != x->round) {
        x->tally[at] = (struct sieve_tally){num, x->round, (uint32_t)x->nfound};
        x->found[x->nfound++] = (struct sieve_found){num, 0, entry_size(entry)};
    }
    return &x->found[x->tally[at].at];
}

/* Whether sets of these sizes can have the resemblance at all. */
static int sizes_fit(const struct sieve_index *x, size_t n, uint32_t size)
{
    size_t less = n < size ? n : size, more = n < size ? size : n;
    if (size == SIZE_MOST && n > size)
        return 1;
    return (double)less / (double)more >= x->resemblance;
}

static void next_round(struct sieve_index *x)
{
    x->nfound = 0;
    if (!++x->round) {
        memset(x->tally, 0, x->tallies * sizeof *x->tally);
        x->round = 1;
    }
}

/* How a record is looked up. */
struct search {
    size_t n;       /* shingles */
    unsigned level; /* of the record */
    size_t most;    /* lists of so many at the most count at that level; */
    size_t left;    /* the others, that a pair may share unseen */
};

/* At the level of all hashes those decide that fewest records have: one more
 * than a pair may lack. Another sixteenth is looked up so that few are met
 * that share just one. Lists of up to SIEVE_CAP_ALL entries are told apart. */
static void rarest(const struct sieve_index *x, struct search *q)
{
    size_t lists[SIEVE_CAP_ALL] = {0}, taken = 0, count = 0;
    size_t want = q->n - least_shared(x, ALL, q->n) + 1 + q->n / 16;
    for (size_t i = 0; i < q->n; i++)
        if (x->count[i] < SIEVE_CAP_ALL)
            lists[x->count[i]]++;
    for (; count < SIEVE_CAP_ALL && taken < want; count++)
        taken += lists[count];
    q->most = count ? count - 1 : 0;
    q->left = q->n - taken;
}

/* Meets those of a list under the i-th hash that it decides for. */
static void meet_list(struct sieve_index *x, const struct search *q,
                      const struct sieve_table *t, uint64_t hash, size_t i)
{
    int strong = x->count[i] <= q->most;
    size_t n;
    const uint64_t *entry = sieve_table_list(t, hash, &n);
    if (!strong && n > SIEVE_CAP)
        n = SIEVE_CAP; /* of lower levels nothing was added behind */
    for (size_t k = 0; k < n && !x->s->error; k++) {
        unsigned other = entry[k] & 3;
        int weak = other < q->level;
        if (other == TEXT || !sizes_fit(x, q->n, entry_size(entry[k])) ||
            (weak ? i >= x->level[other].samples : !strong))
            continue;
        struct sieve_found *f = meet(x, entry[k]);
        if (f && weak)
            f->shared |= WEAK;
        else if (f)
            f->shared++;
    }
}

static void meet_all(struct sieve_index *x, const struct search *q,
                     const uint64_t *set)
{
    size_t s = samples(x, q->level, q->n);
    for (size_t i = 0; i < s && !x->s->error; i++) {
        int weak = q->level && i < x->level[q->level - 1].samples;
        if (!x->count[i] || (x->count[i] > q->most && !weak))
            continue;
        meet_list(x, q, &x->fetched, set[i], i);
        meet_list(x, q, &x->fresh, set[i], i);
    }
}

int sieve_index_find(struct sieve_index *x, const uint64_t *set, size_t n)
{
    size_t kept = 0;
    struct search q = {.n = n};
    next_round(x);
    q.level = survey(x, set, n, &q.left);
    q.most = x->level[q.level].cap - 1;
    if (q.level == ALL)
        rarest(x, &q);
    meet_all(x, &q, set);
    if (x->s->error)
        return x->s->error;
    for (size_t i = 0; i < x->nfound; i++) {
        const struct sieve_found *f = &x->found[i];
        size_t least = q.level == ALL ? sieve_least(x->resemblance, n, f->size)
                                      : least_shared(x, q.level, n);
        if (f->shared & WEAK || f->shared + q.left >= least)
            x->found[kept++] = *f;
    }
    x->nfound = kept;
    return x->s->error;
}

static uint64_t text_in(const struct sieve_table *t, uint64_t text)
{
    size_t n;
    const uint64_t *entry = sieve_table_list(t, text, &n);
    for (size_t i = 0; i < n; i++)
        if ((entry[i] & 3) == TEXT)
            return entry_num(entry[i]);
    return 0;
}

uint64_t sieve_index_same(struct sieve_index *x, uint64_t text)
{
    fetch(x, text);
    uint64_t num = text_in(&x->fetched, text);
    return num ? num : text_in(&x->fresh, text);
}

/* ---- adding -------------------------------------------------------------- */

int sieve_index_flush(struct sieve_index *x)
{
    sieve_rows_merge(&x->rows, &x->fresh);
    sieve_table_clear(&x->fresh, x->most_slots);
    sieve_table_clear(&x->fetched, x->most_slots);
    return x->s->error;
}

static int put(struct sieve_index *x, uint64_t hash, uint64_t entry)
{
    if (x->s->error)
        return x->s->error;
    return sieve_table_add(&x->fresh, hash, entry) ? db_no_memory(x->s) : 0;
}

/* A table that is not to double any more is flushed before n entries would
 * fill it; so are lists of several, which take half as much memory. */
static int flush_full(struct sieve_index *x, size_t n)
{
    if (x->fresh.used + n >= x->most_slots / 4 * 3 ||
        x->fresh.taken + 3 * n >= x->most_slots)
        sieve_index_flush(x);
    return x->s->error;
}

int sieve_index_add_text(struct sieve_index *x, uint64_t text, uint64_t num)
{
    if (flush_full(x, 1))
        return x->s->error;
    return put(x, text, entry_make(num, 0, TEXT));
}

int sieve_index_add(struct sieve_index *x, const uint64_t *set, size_t n,
                    uint64_t num)
{
    size_t common;
    unsigned level = survey(x, set, n, &common);
    size_t s = samples(x, level, n);
    uint64_t entry = entry_make(num, n, level);
    flush_full(x, s);
    for (size_t i = 0; i < s && !x->s->error; i++)
        if (x->count[i] < x->level[level].cap)
            put(x, set[i], entry);
    return x->s->error;
}

int sieve_index_clear(struct sieve_index *x)
{
    sieve_table_clear(&x->fresh, x->most_slots);
    sieve_table_clear(&x->fetched, x->most_slots);
    return sieve_rows_clear(&x->rows);
}
