/*
 * bruteforce [OPTION...] FILE...: every two articles of the files whose exact
 * resemblance (the Jaccard index of their sets of five-word shingles) reaches
 * the threshold, as lines "a b resemblance" with tabs between; or, with
 * --components, a line for each article with the connected component it is in.
 * It is what the program's candidates, and the whole-page methods of other
 * tools, are measured against. Ids are in order of their bytes, a before b.
 *
 * Shingles are held as 64-bit hashes, of which two meet by chance once in some
 * 10^5 runs over senate-2005. Measured at 0.5: 9,973 pages of syndicate.py, 5.3
 * million words, in 2 s and 290 MiB; senate-2005, 8.9 million, in 4 s and 570.
 *
 * bruteforce --selftest [FILE...] checks itself: on made-up texts and on the
 * files against every pair of articles held side by side, shingles being
 * compared word by word there.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/options.h"
#include "shingle/shingle.h"
#include "store/store.h"
#include "tests/allpairs.h"
#include "tests/corpus.h"

#define DAY 86400
#define MADE_UP 300 /* texts of the self-test */

struct pair {
    size_t a, b, shared, either;
};

struct pairs {
    const struct corpus *corpus;
    struct pair *pair;
    size_t n, cap;
};

static double threshold = 0.5;
static unsigned window, width = SHINGLE_DEFAULT;
static int components, selftest, unordered;
static const char *const orders[] = {"ids", "any", NULL};

static const struct option_def options[] = {
    {.name = "threshold", .kind = OPTION_SHARE, .value = &threshold},
    {.name = "window", .kind = OPTION_UNSIGNED, .value = &window},
    {.name = "shingle",
     .kind = OPTION_UNSIGNED,
     .value = &width,
     .least = SHINGLE_MIN,
     .most = SHINGLE_MAX},
    {.name = "components",
     .kind = OPTION_SWITCH,
     .value = &components,
     .set = 1},
    {.name = "order",
     .kind = OPTION_CHOICE,
     .value = &unordered,
     .choices = orders},
    {.name = "selftest", .kind = OPTION_SWITCH, .value = &selftest, .set = 1},
    {0}};

static int near(const struct corpus *c, size_t a, size_t b)
{
    int64_t x = c->item[a].time, y = c->item[b].time;

    if (!window || x == STORE_NO_TIME || y == STORE_NO_TIME)
        return 1;
    return x - y <= (int64_t)window * DAY && y - x <= (int64_t)window * DAY;
}

static int keep(void *arg, size_t a, size_t b, size_t shared, size_t either)
{
    struct pairs *p = arg;

    if (!near(p->corpus, a, b))
        return 0;
    p->pair = corpus_room(p->pair, &p->cap, p->n, 1, sizeof *p->pair);
    p->pair[p->n++] = (struct pair){a, b, shared, either};
    return 0;
}

static int pair_order(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

/* The pairs of all articles; free() them. */
static struct pairs find(const struct corpus *c)
{
    struct pairs p = {.corpus = c};
    size_t *start = calloc(c->n + 1, sizeof *start), i, k = 0;
    uint64_t *member = calloc(c->nshingles + 1, sizeof *member);

    if (!start || !member)
        corpus_die("out of memory");
    for (i = 0; i < c->n; i++) {
        const struct item *it = &c->item[i];
        memcpy(member + k, c->shingle + it->shingles,
               it->nshingles * sizeof *member);
        k += it->nshingles;
        start[i + 1] = k;
    }
    if (allpairs(c->n, start, member, threshold, keep, &p))
        corpus_die("out of memory");
    free(start);
    free(member);
    if (p.n && !unordered)
        qsort(p.pair, p.n, sizeof *p.pair, pair_order);
    return p;
}

static void print_pairs(const struct pairs *p)
{
    puts("a\tb\tresemblance");
    for (size_t i = 0; i < p->n; i++) {
        const struct pair *x = &p->pair[i];
        printf("%s\t%s\t%.6f\n", p->corpus->item[x->a].id,
               p->corpus->item[x->b].id, (double)x->shared / (double)x->either);
    }
}

static size_t top_of(size_t *parent, size_t i)
{
    while (parent[i] != i)
        i = parent[i] = parent[parent[i]];
    return i;
}

/* The id of each article and that of the first one in its component; none
 * where it stands alone. */
static void print_components(const struct pairs *p)
{
    const struct corpus *c = p->corpus;
    size_t *parent = calloc(c->n + 1, sizeof *parent), i;
    char *alone = malloc(c->n + 1);

    if (!parent || !alone)
        corpus_die("out of memory");
    for (i = 0; i < c->n; i++)
        parent[i] = i;
    memset(alone, 1, c->n + 1);
    for (i = 0; i < p->n; i++) {
        size_t a = top_of(parent, p->pair[i].a);
        size_t b = top_of(parent, p->pair[i].b);
        parent[a < b ? b : a] = a < b ? a : b;
        alone[p->pair[i].a] = alone[p->pair[i].b] = 0;
    }
    puts("article\tstory");
    for (i = 0; i < c->n; i++)
        printf("%s\t%s\n", c->item[i].id,
               alone[i] ? "" : c->item[top_of(parent, i)].id);
    free(parent);
    free(alone);
}

/* ---- the check of itself ------------------------------------------------ */

static int words_order(const void *a, const void *b)
{
    const uint64_t *x = *(const uint64_t *const *)a;
    const uint64_t *y = *(const uint64_t *const *)b;
    for (unsigned i = 0; i < width; i++)
        if (x[i] != y[i])
            return x[i] < y[i] ? -1 : 1;
    return 0;
}

/* The different shingles of an article as places in its words, in order;
 * free() them. An article that is shorter than a shingle is one. */
static const uint64_t **naive_set(const struct corpus *c, size_t i, size_t *n)
{
    const struct item *it = &c->item[i];
    size_t k, all = it->nshingles;
    const uint64_t **set = calloc(all + 1, sizeof *set);

    if (!set)
        corpus_die("out of memory");
    for (k = 0; k < all; k++)
        set[k] = c->word + it->words + k;
    if (all)
        qsort(set, all, sizeof *set, words_order);
    for (k = *n = 0; k < all; k++)
        if (!k || words_order(&set[k], &set[k - 1]))
            set[(*n)++] = set[k];
    return set;
}

static size_t naive_shared(const uint64_t **a, size_t na, const uint64_t **b,
                           size_t nb)
{
    size_t i = 0, k = 0, shared = 0;

    while (i < na && k < nb) {
        int order = words_order(&a[i], &b[k]);
        shared += !order;
        i += order <= 0;
        k += order >= 0;
    }
    return shared;
}

/* How many of the pairs that stand in p, or should, are wrong there. */
static size_t naive_differs(const struct corpus *c, const struct pairs *p)
{
    const uint64_t ***set = calloc(c->n + 1, sizeof *set);
    size_t *size = calloc(c->n + 1, sizeof *size), a, b, at = 0, wrong = 0;

    if (!set || !size)
        corpus_die("out of memory");
    for (a = 0; a < c->n; a++)
        set[a] = naive_set(c, a, &size[a]);
    for (a = 0; a < c->n; a++) {
        for (b = a + 1; b < c->n; b++) {
            size_t shared = naive_shared(set[a], size[a], set[b], size[b]);
            size_t either = size[a] + size[b] - shared;
            int listed = at < p->n && p->pair[at].a == a && p->pair[at].b == b;
            int wanted = shared && near(c, a, b) &&
                         (double)shared / (double)either >= threshold;
            wrong +=
                listed != wanted || (listed && (p->pair[at].shared != shared ||
                                                p->pair[at].either != either));
            at += (size_t)listed;
        }
    }
    for (a = 0; a < c->n; a++)
        free(set[a]);
    free(set);
    free(size);
    return wrong + p->n - at;
}

static uint64_t draw(uint64_t *seed, uint64_t below)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (*seed >> 33) % below;
}

/* Texts of 1 to 120 words out of 2,000. Most have one or two pieces of an
 * earlier text and some are a copy, so that there are pairs of every
 * resemblance. */
static void make_up(struct corpus *c)
{
    unsigned word[MADE_UP][121], length[MADE_UP];
    uint64_t seed = 1;

    for (size_t i = 0; i < MADE_UP; i++) {
        char text[121 * 6], id[24];
        size_t len = 0, from = i ? (size_t)draw(&seed, i) : 0;
        unsigned k, at, piece = i ? (unsigned)draw(&seed, 4) : 0;
        length[i] = piece == 3 ? length[from] : 1 + (unsigned)draw(&seed, 120);
        for (k = 0; k < length[i]; k++)
            word[i][k] = (unsigned)draw(&seed, 2000);
        for (; piece; piece--) {
            at = piece == 3 ? 0 : (unsigned)draw(&seed, length[i]);
            for (k = at; k < length[i] && k < length[from]; k++)
                word[i][k] = word[from][k];
        }
        for (k = 0; k < length[i]; k++)
            len += (size_t)snprintf(text + len, sizeof text - len, "w%u ",
                                    word[i][k]);
        snprintf(id, sizeof id, "%03zu", i);
        corpus_add(c, id, (int64_t)draw(&seed, 40) * DAY, text, len);
    }
}

/* Every threshold, with a window and without; says what was wrong. */
static int check(const char *what, const struct corpus *c)
{
    static const double shares[] = {0.02, 0.1, 0.3, 0.5, 0.8, 1};
    static const unsigned windows[] = {0, 7};
    size_t found = 0, bad = 0;

    for (size_t i = 0; i < 2 * sizeof shares / sizeof *shares; i++) {
        struct pairs p;
        size_t wrong;
        threshold = shares[i / 2];
        window = windows[i % 2];
        p = find(c);
        wrong = naive_differs(c, &p);
        printf("%s: %zu articles, threshold %.2f, window %u: %zu pairs, %zu "
               "wrong\n",
               what, c->n, threshold, window, p.n, wrong);
        found += p.n;
        bad += wrong;
        free(p.pair);
    }
    return bad || !found;
}

static int check_all(const char *const *paths, size_t n)
{
    struct corpus c;
    int bad;

    unordered = 0;
    corpus_init(&c, width);
    make_up(&c);
    corpus_sort(&c);
    bad = check("made up", &c);
    corpus_release(&c);
    if (n) {
        corpus_init(&c, width);
        corpus_read(&c, paths, n);
        corpus_sort(&c);
        bad |= check(paths[0], &c);
        corpus_release(&c);
    }
    return bad;
}

int main(int argc, char **argv)
{
    const struct option_def *const tables[] = {options, NULL};
    int first = options_parse(argc, argv, tables, 0);
    const char *const *paths;
    struct corpus c;
    struct pairs p;
    size_t n;

    if (first < 0 || (first == argc && !selftest) || threshold <= 0) {
        fputs("usage: bruteforce [--threshold SHARE] [--window DAYS] "
              "[--shingle N]\n"
              "           [--components] [--order ids|any] FILE...\n"
              "       bruteforce --selftest [FILE...]\n",
              stderr);
        return 2;
    }
    paths = (const char *const *)argv + first;
    n = (size_t)(argc - first);
    if (selftest)
        return check_all(paths, n);
    corpus_init(&c, width);
    corpus_read(&c, paths, n);
    corpus_sort(&c);
    p = find(&c);
    if (components)
        print_components(&p);
    else
        print_pairs(&p);
    free(p.pair);
    corpus_release(&c);
    return fflush(stdout) || ferror(stdout) ? 1 : 0;
}
