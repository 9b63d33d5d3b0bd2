/*
 * sieve_bars [OPTION...] FILE...: the sieve's verdicts on the records of the
 * files, held against those of exact resemblances of all pairs: in the order
 * of the records each is dropped that resembles a kept one. Tells how many
 * were dropped below the threshold (none may be), how many of those that were
 * to be dropped were not (one in 200 may be), how many verdicts differ in any
 * way, and the time that the sieve took. The exit code says whether the bars
 * were reached.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/options.h"
#include "cli/reader.h"
#include "shingle/shingle.h"
#include "store/sieve.h"
#include "tests/allpairs.h"
#include "tests/corpus.h"

#define RECALL 0.995

struct pair {
    size_t a, b, shared, either;
};

struct pairs {
    struct pair *pair;
    size_t n, cap;
};

static double threshold = 0.8;
static unsigned width = SHINGLE_DEFAULT, threads, batch = 4096;
static int quick;
static const char *database, *spill;

static const struct option_def options[] = {
    {.name = "threshold", .kind = OPTION_SHARE, .value = &threshold},
    {.name = "shingle",
     .kind = OPTION_UNSIGNED,
     .value = &width,
     .least = SHINGLE_MIN,
     .most = SHINGLE_MAX},
    {.name = "threads", .kind = OPTION_UNSIGNED, .value = &threads},
    {.name = "batch", .kind = OPTION_UNSIGNED, .value = &batch, .least = 1},
    {.name = "db", .kind = OPTION_TEXT, .value = &database},
    {.name = "spill", .kind = OPTION_TEXT, .value = &spill},
    {.name = "quick", .kind = OPTION_SWITCH, .value = &quick, .set = 1},
    {0}};

/* ---- what is right ------------------------------------------------------- */

static int keep_pair(void *arg, size_t a, size_t b, size_t shared,
                     size_t either)
{
    struct pairs *p = arg;
    p->pair = corpus_room(p->pair, &p->cap, p->n, 1, sizeof *p->pair);
    p->pair[p->n++] = (struct pair){a, b, shared, either};
    return 0;
}

static int pair_order(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    if (x->b != y->b)
        return x->b < y->b ? -1 : 1;
    return x->a < y->a ? -1 : x->a > y->a;
}

static struct pairs find_pairs(const struct corpus *c)
{
    struct pairs p = {0};
    size_t *start = calloc(c->n + 1, sizeof *start);
    if (!start)
        corpus_die("out of memory");
    for (size_t i = 0; i < c->n; i++)
        start[i + 1] = start[i] + c->item[i].nshingles;
    if (allpairs(c->n, start, c->shingle, threshold, keep_pair, &p))
        corpus_die("out of memory");
    free(start);
    if (p.n)
        qsort(p.pair, p.n, sizeof *p.pair, pair_order);
    return p;
}

/* What record b is dropped for, as an index of pairs; SIZE_MAX: kept. */
static void judge(const struct pairs *p, size_t n, size_t *drop)
{
    size_t i = 0;
    for (size_t b = 0; b < n; b++) {
        drop[b] = SIZE_MAX;
        for (; i < p->n && p->pair[i].b == b; i++) {
            const struct pair *x = &p->pair[i];
            const struct pair *best =
                drop[b] == SIZE_MAX ? NULL : &p->pair[drop[b]];
            if (drop[x->a] == SIZE_MAX &&
                (!best || x->shared * best->either > best->shared * x->either))
                drop[b] = i;
        }
    }
}

/* ---- what the sieve says ------------------------------------------------- */

struct answer {
    size_t kept; /* SIZE_MAX: itself is */
    double resemblance;
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double put_batch(struct sieve *v, const struct batch *b,
                        struct article *a, struct sieve_verdict *d,
                        struct answer *out)
{
    for (size_t i = 0; i < b->n; i++)
        a[i] = b->records[i].article;
    double begin = now();
    if (sieve_put(v, a, NULL, b->n, d))
        corpus_die(sieve_errmsg(v));
    double took = now() - begin;
    for (size_t i = 0; out && i < b->n; i++)
        out[i] = (struct answer){d[i].keep ? SIZE_MAX : d[i].kept - 1,
                                 d[i].resemblance};
    return took;
}

/* Answers for n records, or without a place for them the number dropped. */
static double run(const char *const *paths, size_t npaths, struct answer *out,
                  size_t n)
{
    const struct sieve_options o = {.resemblance = threshold,
                                    .shingle = width,
                                    .threads = threads,
                                    .db = database,
                                    .spill = spill};
    struct article *a = calloc(batch, sizeof *a);
    struct sieve_verdict *d = calloc(batch, sizeof *d);
    struct sieve *v;
    struct reader *r;
    struct batch b;
    size_t done = 0, dropped = 0;
    double took = -now();

    batch_init(&b);
    if (!a || !d || reader_open(&r, paths, npaths, NULL))
        corpus_die("out of memory");
    if (sieve_open(&v, &o))
        corpus_die(sieve_errmsg(v));
    took += now();
    while (reader_next(r, &b, batch, 32 << 20) == READER_MORE) {
        if (out && done + b.n > n)
            corpus_die("more records than before");
        took += put_batch(v, &b, a, d, out ? out + done : NULL);
        for (size_t i = 0; i < b.n; i++)
            dropped += !d[i].keep;
        done += b.n;
    }
    took -= now();
    if (sieve_remember(v))
        corpus_die(sieve_errmsg(v));
    sieve_close(v);
    took += now();
    printf("%zu records, %zu dropped, in the sieve %.3f s\n", done, dropped,
           took);
    batch_release(&b);
    reader_close(r);
    free(a);
    free(d);
    return took;
}

/* ---- the comparison ------------------------------------------------------ */

static const struct pair *pair_of(const struct pairs *p, size_t a, size_t b)
{
    const struct pair key = {.a = a, .b = b};
    return p->n ? bsearch(&key, p->pair, p->n, sizeof key, pair_order) : NULL;
}

static int compare(const struct corpus *c, const struct pairs *p,
                   const size_t *drop, const struct answer *answer)
{
    size_t wanted = 0, found = 0, below = 0, other = 0, wrong = 0;
    for (size_t b = 0; b < c->n; b++) {
        size_t kept = answer[b].kept;
        const struct pair *x = kept == SIZE_MAX ? NULL : pair_of(p, kept, b);
        size_t right = drop[b] == SIZE_MAX ? SIZE_MAX : p->pair[drop[b]].a;
        wanted += right != SIZE_MAX;
        found += right != SIZE_MAX && kept != SIZE_MAX;
        below += kept != SIZE_MAX && !x;
        other += right != kept;
        wrong +=
            x && (double)x->shared / (double)x->either != answer[b].resemblance;
    }
    double recall = wanted ? (double)found / (double)wanted : 1;
    printf("%zu to be dropped, recall %.4f, %zu below %g, %zu with a wrong "
           "resemblance, %zu other verdicts\n",
           wanted, recall, below, threshold, wrong, other);
    return below || wrong || recall < RECALL;
}

int main(int argc, char **argv)
{
    const struct option_def *const tables[] = {options, NULL};
    int first = options_parse(argc, argv, tables, 0);
    struct corpus c;

    if (first < 0 || first == argc || threshold <= 0) {
        fputs("usage: sieve_bars [--threshold SHARE] [--shingle N] [--threads "
              "N]\n"
              "           [--batch N] [--spill DIR] [--db FILE] [--quick] "
              "FILE...\n",
              stderr);
        return 2;
    }
    const char *const *paths = (const char *const *)argv + first;
    size_t n = (size_t)(argc - first);
    if (quick)
        return run(paths, n, NULL, 0) < 0;
    corpus_init(&c, width);
    corpus_read(&c, paths, n);
    struct pairs p = find_pairs(&c);
    size_t *drop = calloc(c.n + 1, sizeof *drop);
    struct answer *answer = calloc(c.n + 1, sizeof *answer);
    if (!drop || !answer)
        corpus_die("out of memory");
    judge(&p, c.n, drop);
    run(paths, n, answer, c.n);
    int bad = compare(&c, &p, drop, answer);
    free(drop);
    free(answer);
    free(p.pair);
    corpus_release(&c);
    return bad;
}
