/*
 * The copies of a story against one of them. Which one: the copy that has most
 * of what any two copies have. What it alone has, behind that, counts a little,
 * and the less the more copies there are: a full text among few cut ones is
 * better than any of them, but a house's own paragraphs make no copy fuller.
 */
#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "store/track_tale.h"
#include "store/work.h"

/* Shingles of a story that are counted, at most; of more a part is taken. A
 * story of 60 copies has 25,000 with those of each copy counted apart. */
#define COUNTED (1 << 16)

/* A word that others have weighs as much as so many that this copy has alone
 * behind this share of them. What is weighed against what hardly matters: the
 * words alone are to decide between copies that share the same. */
#define SHARED 8
#define MOST 0.9

/* Words of a line of the story at least. */
#define PROSE 12

void tale_bench_release(struct tale_bench *b)
{
    track_align_release(&b->align);
    free(b->hash);
    free(b->count);
    free(b->last);
    memset(b, 0, sizeof *b);
}

/* ---- the reference ------------------------------------------------------- */

static int has_text(const struct tale_copy *c)
{
    return c->role == ROLE_COPY && c->text.memory;
}

/* Only shingles whose hash has none of these bits are counted. */
static uint64_t thin_out(const struct tale *t)
{
    uint64_t total = 0, mask = 0;
    for (size_t i = 0; i < t->n; i++)
        if (has_text(&t->copy[i]))
            total += t->copy[i].text.kept;
    for (; total > COUNTED; total /= 2)
        mask = mask << 1 | 1;
    return mask;
}

static int make_room(struct tale_bench *b)
{
    size_t slots = 4 * COUNTED;
    if (!b->hash)
        b->hash = malloc(slots * sizeof *b->hash);
    if (!b->count)
        b->count = malloc(slots * sizeof *b->count);
    if (!b->last)
        b->last = malloc(slots * sizeof *b->last);
    if (!b->hash || !b->count || !b->last)
        return -1; /* what is there is used, or released, another time */
    b->slots = slots;
    return 0;
}

/* The slot where hash stands or would stand, in the first slots of them. */
static size_t find(const struct tale_bench *b, size_t slots, uint64_t hash)
{
    size_t at = (size_t)(hash >> 20) & (slots - 1);
    while (b->count[at] && b->hash[at] != hash)
        at = (at + 1) & (slots - 1);
    return at;
}

static int counts(const struct track_text *x, size_t i, uint64_t mask)
{
    size_t middle = i + x->side.w / 2;
    return !(x->shingle[i] >> 40 & mask) &&
           !x->aside[middle < x->n ? middle : x->n - 1];
}

static size_t shingles(const struct track_text *x)
{
    return x->n >= x->side.w ? x->n - x->side.w + 1 : x->n != 0;
}

/* Counts the copies that have each shingle. A table that fills up takes no more
 * of them; that takes shingles that were chosen to fall together. */
static void count_shingles(struct tale *t, struct tale_bench *b, size_t slots,
                           uint64_t mask)
{
    size_t left = slots - slots / 4;
    memset(b->count, 0, slots * sizeof *b->count);
    for (uint32_t i = 0; i < t->n; i++) {
        const struct track_text *x = &t->copy[i].text;
        for (size_t k = 0; has_text(&t->copy[i]) && k < shingles(x); k++) {
            if (!counts(x, k, mask))
                continue;
            size_t at = find(b, slots, x->shingle[k]);
            if (!b->count[at] && !left)
                continue;
            left -= !b->count[at];
            if (!b->count[at] || b->last[at] != i)
                b->count[at]++;
            b->hash[at] = x->shingle[k];
            b->last[at] = i;
        }
    }
}

/* Words [from, to) of a copy that are not set aside. */
static uint32_t kept_in(const struct track_text *x, size_t from, size_t to)
{
    uint32_t n = 0;
    for (size_t i = from; i < to; i++)
        n += !x->aside[i];
    return n;
}

/* Words under shingles that another copy has, too; and of the others those
 * behind so many of them. */
static uint32_t count_shared(const struct track_text *x,
                             const struct tale_bench *b, double most,
                             uint32_t *behind)
{
    uint32_t shared = 0;
    size_t end = 0;
    *behind = 0;
    for (size_t k = 0; k < shingles(x); k++) {
        if (!counts(x, k, b->mask) ||
            b->count[find(b, b->used, x->shingle[k])] < 2)
            continue;
        size_t from = k > end ? k : end;
        size_t to = k + x->side.w < x->n ? k + x->side.w : x->n;
        if (shared >= most)
            *behind += kept_in(x, end, from);
        shared += kept_in(x, from, to);
        end = to;
    }
    *behind += kept_in(x, end, x->n);
    return shared;
}

/* What two copies have counts SHARED times; what this one has alone counts from
 * where it has had most of that. */
static void score(struct tale_copy *c, const struct tale_bench *b,
                  size_t copies)
{
    uint32_t behind;
    c->shared = count_shared(&c->text, b, 0, &behind);
    c->alone = c->text.kept - c->shared;
    count_shared(&c->text, b, MOST * c->shared, &behind);
    c->score = (uint64_t)c->shared * SHARED +
               (uint64_t)behind * SHARED / (copies > 4 ? 2 * copies : 8);
}

void tale_count(struct tale *t, struct tale_bench *b)
{
    uint64_t mask = thin_out(t), total = 0;
    size_t slots = 1024, copies = 0;
    for (size_t i = 0; i < t->n; i++)
        if (has_text(&t->copy[i])) {
            total += t->copy[i].text.kept;
            copies++;
        }
    while (slots < 4 * COUNTED && slots < 2 * total)
        slots *= 2;
    b->used = slots;
    b->mask = mask;
    count_shingles(t, b, slots, mask);
    for (uint32_t i = 0; i < t->n; i++)
        if (has_text(&t->copy[i]))
            score(&t->copy[i], b, copies);
}

int tale_shared(const struct tale_bench *b, const struct track_text *x,
                uint32_t from, uint32_t to)
{
    size_t n = shingles(x);
    uint32_t behind = x->side.w / 2, i = from > behind ? from - behind : 0;
    int met = 0;
    for (; i < to && i < n; i++) {
        if (!counts(x, i, b->mask))
            continue;
        if (b->count[find(b, b->used, x->shingle[i])] > 1)
            return 1;
        met = 1;
    }
    return !met && b->mask;
}

/* ---- what differs from it ------------------------------------------------ */

static int note_change(struct tale_copy *c, size_t *cap,
                       struct tale_change change)
{
    if (c->nchanges == *cap) {
        size_t more = *cap ? 2 * *cap : 8;
        struct tale_change *grown =
            realloc(c->change, more * sizeof *c->change);
        if (!grown)
            return -1;
        c->change = grown;
        *cap = more;
    }
    c->change[c->nchanges++] = change;
    return 0;
}

/* Whether a word stands in a line long enough to be of the story: a house's own
 * lines have a date, a time, minutes to read. */
static int in_prose(const struct track_text *x, uint32_t word)
{
    uint32_t from = word, to = word + 1;
    while (from && word - from < PROSE && !(x->flags[from] & TOKEN_BLOCK))
        from--;
    while (to < x->n && to - word < PROSE && !(x->flags[to] & TOKEN_BLOCK))
        to++;
    return to - from >= PROSE;
}

/* Whether words [from, to) are all figures, none of them furniture. */
static int all_figures(const struct track_text *x, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        if (!(x->flags[i] & TOKEN_DIGIT) || x->aside[i])
            return 0;
    return 1;
}

uint64_t tale_figure(const struct track_text *x, uint32_t word)
{
    char plain[64];
    size_t n = 0;
    const char *p = x->bytes + x->start[word], *end = x->bytes + x->end[word];
    for (; p < end && n < sizeof plain; p++) {
        size_t digits = 0;
        while (p + 1 + digits < end && p[1 + digits] >= '0' &&
               p[1 + digits] <= '9')
            digits++;
        if ((*p >= '0' && *p <= '9') || (*p == '.' && digits && digits != 3))
            plain[n++] = *p;
    }
    return n && n < sizeof plain ? XXH3_64bits(plain, n) : x->hash[word];
}

/* Whether words [from, to) are all names: capitals inside a sentence. */
static int all_names(const struct track_text *x, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        if (!(x->flags[i] & TOKEN_CAPITAL) ||
            (x->flags[i] & (TOKEN_SENTENCE | TOKEN_DIGIT)) || x->aside[i])
            return 0;
    return 1;
}

/* A gap between two runs where figures stand for as many figures, or names for
 * names, and nothing else. */
static int note_gap(struct tale_copy *c, size_t *cap,
                    const struct track_text *ref, const struct track_run *p,
                    const struct track_run *q)
{
    const struct track_text *x = &c->text;
    uint32_t a = p->a + p->n, b = p->b + p->n, n = q->a - a;
    if (!n || n != q->b - b || n > OVERLAP_GAP)
        return 0;
    int figures = all_figures(ref, a, q->a) && all_figures(x, b, q->b);
    if (!figures && (!all_names(ref, a, q->a) || !all_names(x, b, q->b)))
        return 0;
    for (uint32_t i = 0; i < n; i++) {
        struct tale_change change = {.at = a + i,
                                     .value = figures ? tale_figure(x, b + i)
                                                      : x->hash[b + i],
                                     .name = !figures};
        int same = figures ? change.value == tale_figure(ref, a + i)
                           : track_same_word(ref, a + i, x, b + i);
        if (!same && in_prose(ref, a + i) && in_prose(x, b + i) &&
            note_change(c, cap, change))
            return -1;
    }
    return 0;
}

static int hold(struct tale_copy *c, struct tale_bench *b,
                const struct track_text *ref)
{
    struct track_align *x = &b->align;
    size_t cap = 0;
    if (track_align(x, b->work, ref, &c->text))
        return -1;
    c->from = c->end = 0;
    for (size_t i = 0; i < x->n; i++) {
        c->matched += x->run[i].n;
        if (i && note_gap(c, &cap, ref, &x->run[i - 1], &x->run[i]))
            return -1;
    }
    c->run = malloc((x->n + 1) * sizeof *c->run);
    if (!c->run)
        return -1;
    c->nruns = x->n;
    if (x->n) {
        memcpy(c->run, x->run, x->n * sizeof *c->run);
        c->from = x->run[0].a;
    }
    size_t last = track_tail(x, ref);
    c->end = last ? x->run[last - 1].a + x->run[last - 1].n : 0;
    return 0;
}

void tale_hold(struct tale *t, struct tale_bench *b)
{
    t->reference = UINT32_MAX;
    if (make_room(b)) {
        t->failed = 1;
        return;
    }
    tale_count(t, b);
    for (uint32_t i = 0; i < t->n; i++)
        if (has_text(&t->copy[i]) &&
            (t->reference == UINT32_MAX ||
             t->copy[i].score > t->copy[t->reference].score))
            t->reference = i;
    if (t->reference == UINT32_MAX)
        return;
    const struct track_text *ref = &t->copy[t->reference].text;
    if (overlap_index_make(&b->work->index, &ref->side))
        t->failed = 1;
    for (size_t i = 0; i < t->n && !t->failed; i++)
        if (has_text(&t->copy[i]) && hold(&t->copy[i], b, ref))
            t->failed = 1;
}
