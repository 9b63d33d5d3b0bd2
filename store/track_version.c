/*
 * Which copies show the same text. Three things tell versions apart, in this
 * order: a marker of the agency; figures that differ in sentences that are
 * else the same; and the first take, the first paragraphs seen before anything
 * longer was. A copy that is cut, set otherwise, or has a house's own
 * paragraph shows the version that it agrees with.
 */
#include <stdlib.h>
#include <string.h>

#include "shingle/marker.h"
#include "store/track_sort.h"

static int is_copy(const struct tale_copy *c)
{
    return c->role == ROLE_COPY;
}

/* The file gives a copy the marker that makes a version of it, if any. */
int sort_marked(const struct tale_copy *c)
{
    return c->marker >= 0;
}

/* ---- figures ------------------------------------------------------------- */

/* Whether the copy has the word of the reference or another in its place. */
static int covers(const struct tale_copy *c, uint32_t at)
{
    size_t low = 0, high = c->nruns;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (c->run[mid].a + c->run[mid].n <= at)
            low = mid + 1;
        else
            high = mid;
    }
    return low < c->nruns && c->run[low].a <= at;
}

/* Whether a copy can show the text of lead: each figure that it has is the same
 * there. 2: and one of them is not the reference's. */
static int agrees(const struct tale_copy *c, const struct tale_copy *lead)
{
    size_t i = 0, k = 0;
    int other = 0;
    while (i < c->nchanges || k < lead->nchanges) {
        uint32_t mine = i < c->nchanges ? c->change[i].at : UINT32_MAX;
        uint32_t its = k < lead->nchanges ? lead->change[k].at : UINT32_MAX;
        if (mine < its && covers(lead, mine))
            return 0;
        if (its < mine && covers(c, its))
            return 0;
        if (mine == its && c->change[i].value != lead->change[k].value)
            return 0;
        other |= mine == its;
        i += mine <= its;
        k += its <= mine;
    }
    return other ? 2 : 1;
}

struct rank {
    uint32_t matched, copy;
};

static int by_matched(const void *x, const void *y)
{
    const struct rank *a = x, *b = y;
    if (a->matched != b->matched)
        return a->matched > b->matched ? -1 : 1;
    return a->copy < b->copy ? -1 : a->copy > b->copy;
}

/* The set of figures that a copy shows: the one it shares a figure with that
 * the reference has not, else the only one that it fits; UINT32_MAX where it
 * fits several, nfigures where none. */
static uint32_t choose_set(const struct sorting *x, const struct tale_copy *c)
{
    uint32_t fits = x->nfigures, many = 0;
    for (uint32_t i = 0; i < x->nfigures; i++) {
        int fit = agrees(c, &x->t->copy[x->lead[i]]);
        if (fit == 2)
            return i;
        if (fit && many++ == 0)
            fits = i;
    }
    return many > 1 ? UINT32_MAX : fits;
}

/* The fullest copies first: what is cut fits several sets, and makes none where
 * a fuller copy shows what it has. */
static int sort_figures(struct sorting *x)
{
    const struct tale *t = x->t;
    struct rank *rank = malloc((t->n + 1) * sizeof *rank);
    size_t n = 0;
    if (!rank)
        return -1;
    for (uint32_t i = 0; i < t->n; i++)
        if (is_copy(&t->copy[i]))
            rank[n++] = (struct rank){t->copy[i].matched, i};
    qsort(rank, n, sizeof *rank, by_matched);
    for (size_t i = 0; i < n; i++)
        if (choose_set(x, &t->copy[rank[i].copy]) == x->nfigures &&
            x->nfigures < SORT_FIGURES)
            x->lead[x->nfigures++] = rank[i].copy;
    for (size_t i = 0; i < n; i++) {
        uint32_t set = choose_set(x, &t->copy[rank[i].copy]);
        x->figures[rank[i].copy] = set == x->nfigures ? 0 : set;
    }
    free(rank);
    return 0;
}

/* ---- strains ------------------------------------------------------------- */

uint32_t sort_find(struct sorting *x, const struct strain *like)
{
    size_t i = 0;
    while (i < x->n &&
           (x->at[i].marker != like->marker || x->at[i].turn != like->turn ||
            x->at[i].figures != like->figures || x->at[i].take != like->take ||
            x->at[i].block != like->block))
        i++;
    if (i == x->n) {
        x->at[x->n] = *like;
        x->at[x->n].first = UINT32_MAX;
        x->at[x->n++].copies = 0;
    }
    return (uint32_t)i;
}

static void put(struct sorting *x, uint32_t copy, uint32_t strain)
{
    uint32_t seen = x->at[strain].marker >= 0 ? x->shown[copy] : copy;
    x->strain[copy] = strain;
    x->at[strain].copies++;
    if (seen < x->at[strain].first)
        x->at[strain].first = seen;
}

/* The set of figures of most copies without a marker; UINT32_MAX: none is
 * sure. */
static uint32_t most_figures(const struct sorting *x)
{
    uint32_t count[SORT_FIGURES] = {0}, best = UINT32_MAX;
    for (uint32_t i = 0; i < x->t->n; i++)
        if (is_copy(&x->t->copy[i]) && x->strain[i] == UINT32_MAX &&
            x->figures[i] != UINT32_MAX)
            count[x->figures[i]]++;
    for (uint32_t i = 0; i < x->nfigures; i++)
        if (count[i] && (best == UINT32_MAX || count[i] > count[best]))
            best = i;
    return best;
}

/* Of the strains that fit, the latest that was there when the copy was seen,
 * else the first; UINT32_MAX: none. */
static uint32_t latest(const struct sorting *x, uint32_t copy,
                       int (*fits)(const struct sorting *, uint32_t copy,
                                   const struct strain *))
{
    uint32_t best = UINT32_MAX;
    for (uint32_t k = 0; k < x->n; k++) {
        uint32_t first = x->at[k].first;
        if (!fits(x, copy, &x->at[k]))
            continue;
        if (best == UINT32_MAX || (first < copy ? x->at[best].first > copy ||
                                                      first > x->at[best].first
                                                : first < x->at[best].first))
            best = k;
    }
    return best;
}

/* Whether a cut copy can be of a strain: its figures are the same there. */
static int can_show(const struct sorting *x, uint32_t copy,
                    const struct strain *s)
{
    return s->figures == SORT_FIGURES ||
           agrees(&x->t->copy[copy], &x->t->copy[x->lead[s->figures]]);
}

static int has_marker(const struct sorting *x, uint32_t copy,
                      const struct strain *s)
{
    const struct tale_copy *c = &x->t->copy[copy];
    return s->marker == c->marker && s->turn == c->marker_turn &&
           can_show(x, copy, s);
}

/* By marker and figures: of two corrections the second may put right what the
 * first had wrong. A cut one is of the latest that it fits. */
static void put_marked(struct sorting *x)
{
    for (int sure = 1; sure >= 0; sure--)
        for (uint32_t i = 0; i < x->t->n; i++) {
            const struct tale_copy *c = &x->t->copy[i];
            struct strain like = {.marker = c->marker,
                                  .turn = c->marker_turn,
                                  .figures = x->figures[i]};
            if (sure)
                x->strain[i] = UINT32_MAX;
            if (!is_copy(c) || !sort_marked(c) ||
                sure != (x->figures[i] != UINT32_MAX))
                continue;
            uint32_t k = sure ? UINT32_MAX : latest(x, i, has_marker);
            if (!sure)
                like.figures = SORT_FIGURES;
            put(x, i, k != UINT32_MAX ? k : sort_find(x, &like));
        }
}

/* Whether a copy that lost the marker can be of a marked strain: by figures
 * that are not the usual ones; what must not be shown is not shown so. */
static int can_lose(const struct sorting *x, const struct strain *s)
{
    return s->marker >= 0 && s->marker != MARKER_KILL &&
           s->figures != SORT_FIGURES && s->figures != x->usual;
}

static int has_figures(const struct sorting *x, uint32_t copy,
                       const struct strain *s)
{
    return can_lose(x, s) && s->figures == x->figures[copy];
}

/* A copy whose figures are those of a marked version, and not the usual ones,
 * is of that version though a house left the marker out. */
static void put_corrected(struct sorting *x)
{
    x->usual = most_figures(x);
    for (uint32_t i = 0; i < x->t->n; i++) {
        if (x->strain[i] != UINT32_MAX || !is_copy(&x->t->copy[i]))
            continue;
        uint32_t k = latest(x, i, has_figures);
        if (k != UINT32_MAX)
            put(x, i, k);
    }
}

/* Those that are left, by their figures. */
static void put_unmarked(struct sorting *x)
{
    for (uint32_t i = 0; i < x->t->n; i++) {
        struct strain like = {.marker = -1, .figures = x->figures[i]};
        if (x->strain[i] == UINT32_MAX && is_copy(&x->t->copy[i]) &&
            x->figures[i] != UINT32_MAX)
            put(x, i, sort_find(x, &like));
    }
}

void sort_count(struct sorting *x)
{
    for (uint32_t k = 0; k < x->n; k++) {
        x->at[k].copies = 0;
        x->at[k].first = UINT32_MAX;
    }
    for (uint32_t i = 0; i < x->t->n; i++)
        if (is_copy(&x->t->copy[i]))
            put(x, i, x->strain[i]);
}

static int fits_cut(const struct sorting *x, uint32_t copy,
                    const struct strain *s)
{
    return (s->marker < 0 || can_lose(x, s)) && !s->take &&
           can_show(x, copy, s);
}

/* A copy that fits several sets shows the latest that was there when it was
 * seen, else the first. */
static void put_cut(struct sorting *x)
{
    const struct strain none = {.marker = -1};
    for (uint32_t i = 0; i < x->t->n; i++) {
        if (x->strain[i] != UINT32_MAX || !is_copy(&x->t->copy[i]))
            continue;
        uint32_t k = latest(x, i, fits_cut);
        x->strain[i] = k != UINT32_MAX ? k : sort_find(x, &none);
    }
    sort_count(x);
}

/* ---- numbers ------------------------------------------------------------- */

/* What a marker says was sent after the text without one, and UPDATE 2 after
 * UPDATE 1, whatever was seen first. */
static void rank(struct sorting *x)
{
    uint32_t plain = UINT32_MAX;
    for (size_t i = 0; i < x->n; i++)
        if (x->at[i].marker < 0 && x->at[i].copies && x->at[i].first < plain &&
            !x->at[i].take)
            plain = x->at[i].first;
    for (size_t i = 0; i < x->n; i++) {
        struct strain *s = &x->at[i];
        s->ranked = s->first;
        if (s->marker >= 0 && plain != UINT32_MAX && plain > s->ranked)
            s->ranked = plain;
    }
    for (size_t i = 0; i < x->n; i++)
        for (size_t k = 0; k < x->n; k++)
            if (x->at[i].marker >= 0 && x->at[i].marker == x->at[k].marker &&
                x->at[i].turn > x->at[k].turn &&
                x->at[i].ranked < x->at[k].first)
                x->at[i].ranked = x->at[k].first;
}

static int by_rank(const void *x, const void *y)
{
    const struct strain *a = x, *b = y;
    if (!a->copies != !b->copies)
        return a->copies ? -1 : 1;
    if (a->take != b->take)
        return a->take ? -1 : 1;
    if (a->ranked != b->ranked)
        return a->ranked < b->ranked ? -1 : 1;
    if (a->marker != b->marker)
        return a->marker < b->marker ? -1 : 1;
    if (a->turn != b->turn)
        return a->turn < b->turn ? -1 : 1;
    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    return a->figures < b->figures ? -1 : a->figures > b->figures;
}

static int same_strain(const struct strain *a, const struct strain *b)
{
    return a->marker == b->marker && a->turn == b->turn &&
           a->figures == b->figures && a->take == b->take &&
           a->block == b->block;
}

static int number_strains(struct sorting *x)
{
    struct tale *t = x->t;
    struct strain *sorted = malloc((x->n + 1) * sizeof *sorted);
    if (!sorted)
        return -1;
    memcpy(sorted, x->at, x->n * sizeof *sorted);
    qsort(sorted, x->n, sizeof *sorted, by_rank);
    while (t->nversions < x->n && sorted[t->nversions].copies)
        t->nversions++;
    for (uint32_t i = 0; i < t->n; i++) {
        if (!is_copy(&t->copy[i]))
            continue;
        unsigned k = 0;
        while (!same_strain(&sorted[k], &x->at[x->strain[i]]))
            k++;
        t->copy[i].version = k + 1;
        t->copy[i].block = sorted[k].block != 0;
    }
    free(sorted);
    return 0;
}

int sort_copies(struct tale *t)
{
    struct sorting x = {.t = t};
    int failed = 1;
    x.figures = malloc((t->n + 1) * sizeof *x.figures);
    x.strain = malloc((t->n + 1) * sizeof *x.strain);
    x.shown = malloc((t->n + 1) * sizeof *x.shown);
    x.at = calloc(t->n + SORT_FIGURES + SORT_BLOCKS + 4, sizeof *x.at);
    for (uint32_t i = 0; x.shown && i < t->n; i++)
        x.shown[i] = sort_shown(t, i);
    if (x.figures && x.strain && x.shown && x.at && !sort_names(t) &&
        !sort_figures(&x)) {
        put_marked(&x);
        put_corrected(&x);
        put_unmarked(&x);
        put_cut(&x);
        if (t->reference != UINT32_MAX)
            sort_take(&x);
        failed = t->reference != UINT32_MAX && sort_blocks(&x);
        rank(&x);
        failed = failed || number_strains(&x);
    }
    free(x.figures);
    free(x.strain);
    free(x.shown);
    free(x.at);
    return failed ? -1 : 0;
}
