/*
 * Prefix filtering, as in R. J. Bayardo, Y. Ma, R. Srikant, "Scaling up all
 * pairs similarity search", WWW 2007, with the shorter index prefix of
 * C. Xiao, W. Wang, X. Lin, J. X. Yu, "Efficient similarity joins for near
 * duplicate detection", WWW 2008.
 *
 * All members are numbered by how many sets hold them, the rarest first, and
 * each set is put in that order. Sets are taken by size, the smallest first,
 * so that a set x only looks for a y that is no longer. With threshold t they
 * have to share t / (1 + t) * (|x| + |y|) members, which is
 *     t * |x| or more, since |y| >= t * |x|, and
 *     2t / (1 + t) * |y| or more, since |x| >= |y|.
 * The first member that they share then stands among the first
 * |x| - t|x| + 1 of x and among the first |y| - 2t/(1+t)|y| + 1 of y: it is
 * enough to index the one and to look up the other, and letters and footers,
 * in the sets of a thousand pages, stand behind both.
 *
 *     set   of x: [ looked up ..............|............ ]  rank ascending
 *     set   of y: [ indexed ......|...................... ]
 *     index of rank: sets that were taken before, by size
 */
#include "tests/allpairs.h"

#include <stdlib.h>

/* Of a member in a set. */
struct entry {
    uint64_t member;
    uint32_t set;
};

/* Of one member: its entries, one after the other. */
struct run {
    size_t at, n;
};

struct join {
    size_t sets, entries, runs;
    double threshold;
    struct entry *entry; /* by member, then set */
    struct run *run;     /* the rarest first: a run's place is its rank */
    size_t *start;       /* of each set in ranks; one more at the end */
    uint32_t *ranks;
    uint32_t *order;     /* sets by size */
    size_t *head, *tail; /* of each rank, in posting */
    uint32_t *posting;
    uint32_t *seen; /* of each set: the last that met it, plus 1 */
};

static int entry_order(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    if (x->member != y->member)
        return x->member < y->member ? -1 : 1;
    return x->set < y->set ? -1 : x->set > y->set;
}

static int run_order(const void *a, const void *b)
{
    const struct run *x = a, *y = b;
    if (x->n != y->n)
        return x->n < y->n ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

static size_t size_of(const struct join *j, size_t set)
{
    return j->start[set + 1] - j->start[set];
}

/* Of n members, how many share is at the least: rounded up, but never for what
 * floating point added. */
static size_t least(double share, size_t n)
{
    double need = share * (double)n - 1e-6;
    size_t whole = need > 0 ? (size_t)need : 0;
    return whole + ((double)whole < need || !whole);
}

static void *table(size_t n, size_t size)
{
    return calloc(n ? n : 1, size);
}

/* The entries in order, each once, and the runs of them. */
static int collect(struct join *j, const size_t *start, const uint64_t *member)
{
    size_t n = j->sets ? start[j->sets] - start[0] : 0, set, i, k = 0;

    j->entry = table(n, sizeof *j->entry);
    j->run = table(n, sizeof *j->run);
    if (!j->entry || !j->run)
        return ALLPAIRS_NO_MEMORY;
    for (set = 0; set < j->sets; set++)
        for (i = start[set]; i < start[set + 1]; i++)
            j->entry[k++] = (struct entry){member[i], (uint32_t)set};
    qsort(j->entry, n, sizeof *j->entry, entry_order);
    for (i = 0; i < n; i++) {
        if (i && !entry_order(&j->entry[i], &j->entry[i - 1]))
            continue;
        if (!j->entries ||
            j->entry[j->entries - 1].member != j->entry[i].member)
            j->run[j->runs++].at = j->entries;
        j->run[j->runs - 1].n++;
        j->entry[j->entries++] = j->entry[i];
    }
    qsort(j->run, j->runs, sizeof *j->run, run_order);
    return 0;
}

/* The sets as ascending ranks. */
static int rank_sets(struct join *j)
{
    size_t i, rank, *fill = table(j->sets + 1, sizeof *fill);

    j->start = table(j->sets + 1, sizeof *j->start);
    j->ranks = table(j->entries, sizeof *j->ranks);
    if (!fill || !j->start || !j->ranks) {
        free(fill);
        return ALLPAIRS_NO_MEMORY;
    }
    for (i = 0; i < j->entries; i++)
        j->start[j->entry[i].set + 1]++;
    for (i = 0; i < j->sets; i++) {
        j->start[i + 1] += j->start[i];
        fill[i] = j->start[i];
    }
    for (rank = 0; rank < j->runs; rank++)
        for (i = 0; i < j->run[rank].n; i++)
            j->ranks[fill[j->entry[j->run[rank].at + i].set]++] =
                (uint32_t)rank;
    free(fill);
    return 0;
}

/* The sets by size, by counting; room for the index; entries are not needed
 * any more. */
static int prepare(struct join *j)
{
    size_t i, at, longest = 0, *count;

    for (i = 0; i < j->sets; i++)
        if (size_of(j, i) > longest)
            longest = size_of(j, i);
    count = table(longest + 2, sizeof *count);
    j->order = table(j->sets, sizeof *j->order);
    j->seen = table(j->sets, sizeof *j->seen);
    j->head = table(j->runs, sizeof *j->head);
    j->tail = table(j->runs, sizeof *j->tail);
    j->posting = table(j->entries, sizeof *j->posting);
    if (!count || !j->order || !j->seen || !j->head || !j->tail ||
        !j->posting) {
        free(count);
        return ALLPAIRS_NO_MEMORY;
    }
    for (i = 0; i < j->sets; i++)
        count[size_of(j, i) + 1]++;
    for (i = 0; i <= longest; i++)
        count[i + 1] += count[i];
    for (i = 0; i < j->sets; i++)
        j->order[count[size_of(j, i)]++] = (uint32_t)i;
    free(count);
    for (i = at = 0; i < j->runs; at += j->run[i++].n)
        j->head[i] = j->tail[i] = at;
    free(j->entry);
    j->entry = NULL;
    return 0;
}

/* Members in both, or 0 as soon as it is sure that there are fewer than need
 * of them. */
static size_t shared_by(const struct join *j, size_t x, size_t y, size_t need)
{
    const uint32_t *a = j->ranks + j->start[x], *b = j->ranks + j->start[y];
    size_t na = size_of(j, x), nb = size_of(j, y), i = 0, k = 0, shared = 0;

    while (i < na && k < nb) {
        size_t left = na - i < nb - k ? na - i : nb - k;
        if (shared + left < need)
            return 0;
        shared += a[i] == b[k];
        if (a[i] < b[k]) {
            i++;
        } else {
            i += a[i] == b[k];
            k++;
        }
    }
    return shared;
}

/* Holds set x against every set before it that it met in the index. */
static int probe(struct join *j, size_t x,
                 int (*each)(void *arg, size_t a, size_t b, size_t shared,
                             size_t either),
                 void *arg)
{
    size_t size = size_of(j, x), shortest = least(j->threshold, size), i, p;

    for (i = 0; i < size - shortest + 1; i++) {
        uint32_t rank = j->ranks[j->start[x] + i];
        while (j->head[rank] < j->tail[rank] &&
               size_of(j, j->posting[j->head[rank]]) < shortest)
            j->head[rank]++;
        for (p = j->head[rank]; p < j->tail[rank]; p++) {
            size_t y = j->posting[p], both = size + size_of(j, y), shared;
            int rc;
            if (j->seen[y] == x + 1)
                continue;
            j->seen[y] = (uint32_t)(x + 1);
            shared = shared_by(j, x, y,
                               least(j->threshold / (1 + j->threshold), both));
            if ((double)shared / (double)(both - shared) < j->threshold)
                continue;
            rc = each(arg, x < y ? x : y, x < y ? y : x, shared, both - shared);
            if (rc)
                return rc;
        }
    }
    for (i = 0;
         i < size - least(2 * j->threshold / (1 + j->threshold), size) + 1; i++)
        j->posting[j->tail[j->ranks[j->start[x] + i]]++] = (uint32_t)x;
    return 0;
}

static void join_release(struct join *j)
{
    free(j->entry);
    free(j->run);
    free(j->start);
    free(j->ranks);
    free(j->order);
    free(j->head);
    free(j->tail);
    free(j->posting);
    free(j->seen);
}

int allpairs(size_t sets, const size_t *start, const uint64_t *member,
             double threshold,
             int (*each)(void *arg, size_t a, size_t b, size_t shared,
                         size_t either),
             void *arg)
{
    struct join j = {.sets = sets, .threshold = threshold};
    int rc = collect(&j, start, member);
    size_t i;

    if (!rc)
        rc = rank_sets(&j);
    if (!rc)
        rc = prepare(&j);
    for (i = 0; !rc && i < sets; i++)
        if (size_of(&j, j.order[i]))
            rc = probe(&j, j.order[i], each, arg);
    join_release(&j);
    return rc;
}
