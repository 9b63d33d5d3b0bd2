#include "store/pair.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "store/db.h"
#include "store/flags.h"
#include "store/pack.h"
#include "store/relation.h"
#include "store/site.h"
#include "store/work.h"

/* ---- estimates, where no text is kept ------------------------------------ */

/* A sampled shingle of b by its place, -1 where it is furniture in a or b. */
struct common {
    uint32_t a, b;
};

static int by_a(const void *x, const void *y)
{
    const struct common *p = x, *q = y;
    return p->a < q->a ? -1 : p->a > q->a;
}

/* Shared samples that follow each other in both make a passage. */
static int passages_of(struct overlap *o, struct common *c, size_t n,
                       uint32_t step, unsigned w)
{
    qsort(c, n, sizeof *c, by_a);
    for (size_t i = 0; i < n; i++) {
        struct passage *p = o->npassages ? &o->passage[o->npassages - 1] : NULL;
        if (p && c[i].b >= p->b && c[i].a - p->a - p->a_words < 4 * step &&
            c[i].b < p->b + p->b_words + 4 * step) {
            p->a_words = c[i].a + w - p->a;
            p->b_words = c[i].b + w - p->b;
            p->matched = p->a_words < p->b_words ? p->a_words : p->b_words;
            continue;
        }
        if (o->npassages == o->cap) {
            size_t cap = 2 * o->cap + 8;
            struct passage *more = realloc(o->passage, cap * sizeof *more);
            if (!more)
                return -1;
            o->passage = more;
            o->cap = cap;
        }
        o->passage[o->npassages++] = (struct passage){
            .a = c[i].a, .a_words = w, .b = c[i].b, .b_words = w, .matched = w};
    }
    return 0;
}

static int estimate(const struct store *s, struct overlap *o,
                    const struct doc *a, const struct doc *b)
{
    const struct sketch *x = &a->sketch, *y = &b->sketch;
    uint64_t limit = x->limit < y->limit ? x->limit : y->limit;
    size_t i = 0, j = 0, in_a = 0, in_b = 0, both = 0;
    struct common *c = malloc((x->n + 1) * sizeof *c);
    if (!c)
        return -1;
    while ((i < x->n && x->sample[i].hash < limit) ||
           (j < y->n && y->sample[j].hash < limit)) {
        uint64_t h = i < x->n ? x->sample[i].hash : UINT64_MAX;
        uint64_t g = j < y->n ? y->sample[j].hash : UINT64_MAX;
        uint64_t least = h < g ? h : g;
        int aside_a = flags_has(s, a->site, least);
        int aside_b = flags_has(s, b->site, least);
        in_a += h == least && !aside_a;
        in_b += g == least && !aside_b;
        if (h == g && !aside_a && !aside_b)
            c[both++] = (struct common){x->sample[i].pos, y->sample[j].pos};
        i += h == least;
        j += g == least;
    }
    double r = sketch_resemblance(x, y).value;
    o->words_a = a->side.words;
    o->words_b = b->side.words;
    o->kept_a = a->kept;
    o->kept_b = b->kept;
    o->matched_a = in_a ? (uint32_t)((uint64_t)a->kept * both / in_a) : 0;
    o->matched_b = in_b ? (uint32_t)((uint64_t)b->kept * both / in_b) : 0;
    o->distinct_a = a->side.distinct;
    o->distinct_b = b->side.distinct;
    o->shared = (uint32_t)lround(r / (1 + r) *
                                 ((double)a->side.distinct + b->side.distinct));
    uint32_t least =
        o->distinct_a < o->distinct_b ? o->distinct_a : o->distinct_b;
    if (o->shared > least)
        o->shared = least;
    int rc = passages_of(o, c, both, s->params.modulus, s->params.shingle);
    free(c);
    return rc;
}

int pair_overlap(const struct store *s, struct work *w, const struct doc *a,
                 const struct doc *b)
{
    if (a->memory && b->memory)
        return overlap_find(&w->overlap, &w->index, &b->side);
    struct overlap *o = &w->overlap;
    struct passage *passage = o->passage;
    size_t cap = o->cap;
    overlap_init(o);
    o->passage = passage;
    o->cap = cap;
    return estimate(s, o, a, b);
}

double pair_error(const struct store *s, const struct pair *p)
{
    if (!s->params.no_text)
        return 0;
    uint32_t least =
        p->distinct_a < p->distinct_b ? p->distinct_a : p->distinct_b;
    double n = (double)least / s->params.modulus;
    if (n < s->params.least)
        n = least < s->params.least ? least : s->params.least;
    double all = (double)p->distinct_a + p->distinct_b - p->shared;
    double v = all > 0 ? p->shared / all : 0;
    v = (v * n + 2) / (n + 4);
    return n > 0 ? sqrt(v * (1 - v) / n) : 1;
}

/* ---- packing ------------------------------------------------------------- */

static uint64_t zigzag(int64_t v)
{
    return v < 0 ? (uint64_t)(-v) * 2 - 1 : (uint64_t)v * 2;
}

static int64_t unzigzag(uint64_t v)
{
    return v & 1 ? -(int64_t)(v / 2) - 1 : (int64_t)(v / 2);
}

/* For each passage: steps of a and b from the ends of the last one, words in
 * a, words in b less those in a, words in a less matched ones. */
static size_t pack_passages(uint8_t *out, const struct passage *p, size_t n)
{
    int64_t a = 0, b = 0;
    uint8_t *at = out;
    for (size_t i = 0; i < n; i++) {
        at = pack_varint(at, zigzag(p[i].a - a));
        at = pack_varint(at, zigzag(p[i].b - b));
        at = pack_varint(at, p[i].a_words);
        at = pack_varint(at, zigzag((int64_t)p[i].b_words - p[i].a_words));
        at = pack_varint(at, zigzag((int64_t)p[i].a_words - p[i].matched));
        a = (int64_t)p[i].a + p[i].a_words;
        b = (int64_t)p[i].b + p[i].b_words;
    }
    return (size_t)(at - out);
}

static int in_range(int64_t v)
{
    return v >= 0 && v <= UINT32_MAX;
}

int pair_passages(const void *blob, size_t size, struct passage **out,
                  size_t *n, size_t *cap)
{
    const uint8_t *p = blob, *end = size ? p + size : p;
    int64_t a = 0, b = 0;
    *n = 0;
    while (p < end) {
        uint64_t v[5];
        for (int i = 0; i < 5; i++)
            if (pack_read(&p, end, &v[i]) || v[i] > (UINT64_C(1) << 33))
                return -1;
        if (*n == *cap) {
            size_t more = 2 * *cap + 8;
            struct passage *grown = realloc(*out, more * sizeof *grown);
            if (!grown)
                return -2;
            *out = grown;
            *cap = more;
        }
        int64_t words = (int64_t)v[2], words_b = words + unzigzag(v[3]);
        int64_t matched = words - unzigzag(v[4]);
        a += unzigzag(v[0]);
        b += unzigzag(v[1]);
        if (!in_range(a) || !in_range(b) || !in_range(a + words) ||
            !in_range(words_b) || !in_range(b + words_b) || !in_range(matched))
            return -1;
        (*out)[(*n)++] = (struct passage){.a = (uint32_t)a,
                                          .a_words = (uint32_t)words,
                                          .b = (uint32_t)b,
                                          .b_words = (uint32_t)words_b,
                                          .matched = (uint32_t)matched};
        a += words;
        b += words_b;
    }
    return 0;
}

/* The overlap as seen from the other article. */
static void turn(struct pair *p, struct passage *passage, size_t n)
{
#define SWAP(x, y)                                                             \
    do {                                                                       \
        uint32_t swap = (x);                                                   \
        (x) = (y);                                                             \
        (y) = swap;                                                            \
    } while (0)
    SWAP(p->a, p->b);
    SWAP(p->kept_a, p->kept_b);
    SWAP(p->matched_a, p->matched_b);
    SWAP(p->distinct_a, p->distinct_b);
    for (size_t i = 0; i < n; i++) {
        SWAP(passage[i].a, passage[i].b);
        SWAP(passage[i].a_words, passage[i].b_words);
    }
#undef SWAP
    p->relation = relation_turned(p->relation);
}

/* Holds both whole against each other. Furniture is mute, unless there is
 * hardly anything else. */
static int hold_whole(struct work *w, const struct doc *a, const struct doc *b,
                      int mute, struct changes *c)
{
    struct side whole_a = a->side, whole_b = b->side;
    whole_a.aside = whole_b.aside = NULL;
    whole_a.mute = mute ? a->side.aside : NULL;
    whole_b.mute = mute ? b->side.aside : NULL;
    if (w->whole_of != a->memory &&
        overlap_index_make(&w->whole_index, &whole_a))
        return -1;
    w->whole_of = a->memory;
    w->whole_index.a.mute = whole_a.mute;
    if (overlap_find(&w->whole, &w->whole_index, &whole_b))
        return -1;
    relation_changes(&w->whole, &whole_a, &whole_b, c);
    return 0;
}

int pair_relation(const struct store *s, struct work *w, const struct doc *a,
                  const struct doc *b, enum relation *out)
{
    const struct overlap *o = &w->overlap;
    *out = relation_judge(&s->rules, o, a->site == b->site);
    w->changes = (struct changes){0};
    if (*out == RELATION_NONE || !a->memory || !b->memory)
        return 0;
    int linked = relation_links(*out);
    enum interval interval = relation_interval(
        a->time, b->time, a->site == b->site && a->site != SITE_UNKNOWN);
    int same_day = interval == INTERVAL_DAY || interval == INTERVAL_SITE;
    uint32_t words = o->matched_a;
    if (same_day && !linked)
        return 0;
    if (!linked && overlap_resemblance(o) < s->rules.pair_resemblance)
        return 0;
    if (same_day)
        relation_changes(o, &a->side, &b->side, &w->changes);
    else if (hold_whole(w, a, b, linked, &w->changes))
        return -1;
    if (!linked)
        words = w->whole.matched_a;
    if (relation_is_series(&s->rules, &w->changes, words, interval))
        *out = RELATION_SERIES;
    return 0;
}

int pair_make(const struct store *s, struct pair *p, struct work *w,
              const struct doc *a, const struct doc *b)
{
    const struct overlap *o = &w->overlap;
    enum relation relation;
    if (pair_relation(s, w, a, b, &relation))
        return -1;
    *p = (struct pair){.a = a->num,
                       .b = b->num,
                       .relation = relation,
                       .kept_a = o->kept_a,
                       .kept_b = o->kept_b,
                       .matched_a = o->matched_a,
                       .matched_b = o->matched_b,
                       .distinct_a = o->distinct_a,
                       .distinct_b = o->distinct_b,
                       .shared = o->shared};
    if (p->relation == RELATION_NONE)
        return 0;
    if (p->a > p->b)
        turn(p, o->passage, o->npassages);
    p->passages = malloc(o->npassages * 5 * PACK_VARINT_MAX + 1);
    if (!p->passages)
        return -1;
    p->size = pack_passages(p->passages, o->passage, o->npassages);
    return 0;
}

int pair_put(struct store *s, struct pair *p)
{
    sqlite3_stmt *q = db_prepare(s, "INSERT OR REPLACE INTO pair(" PAIR_COLUMNS
                                    ") VALUES(?1, ?2, ?3, "
                                    "?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
    const uint32_t v[] = {p->a,         p->b,          (uint32_t)p->relation,
                          p->kept_a,    p->kept_b,     p->matched_a,
                          p->matched_b, p->distinct_a, p->distinct_b,
                          p->shared};
    for (int i = 0; i < 10; i++)
        db_bind_int(s, q, i + 1, v[i]);
    db_bind_blob(s, q, 11, p->passages, p->size);
    db_run(s, q);
    free(p->passages);
    p->passages = NULL;
    return s->error;
}

void pair_row_read(sqlite3_stmt *q, struct pair *p)
{
    uint32_t v[10];
    for (int i = 0; i < 10; i++)
        v[i] = (uint32_t)sqlite3_column_int64(q, i);
    *p = (struct pair){.a = v[0],
                       .b = v[1],
                       .relation = (enum relation)v[2],
                       .kept_a = v[3],
                       .kept_b = v[4],
                       .matched_a = v[5],
                       .matched_b = v[6],
                       .distinct_a = v[7],
                       .distinct_b = v[8],
                       .shared = v[9]};
    p->passages = (uint8_t *)(uintptr_t)sqlite3_column_blob(q, 10);
    p->size = (size_t)sqlite3_column_bytes(q, 10);
}
