/*
 * The index is a table of first positions, open addressing by the shingle's
 * own hash, and a chain of further positions of a repeated shingle; bits before
 * it tell most shingles that are not there at all. A lookup is needed only
 * where a run begins: inside a run the next shingle of the indexed article is
 * simply compared. On news pages of 450 words one call costs about a
 * microsecond.
 */
#include "shingle/overlap.h"

#include <stdlib.h>
#include <string.h>

#include "shingle/shingle.h"
#include "shingle/text.h"

void overlap_index_init(struct overlap_index *x)
{
    memset(x, 0, sizeof *x);
}

void overlap_index_release(struct overlap_index *x)
{
    if (!x)
        return;
    free(x->slot);
    free(x->there);
    free(x->head);
    free(x->kept);
    free(x->scratch);
    free(x->next);
    free(x->seen);
    free(x->met);
    free(x->met_b);
    free(x->cover);
    overlap_index_init(x);
}

void overlap_init(struct overlap *o)
{
    memset(o, 0, sizeof *o);
}

void overlap_release(struct overlap *o)
{
    if (!o)
        return;
    free(o->passage);
    overlap_init(o);
}

static int grow(void *array, size_t n, size_t size)
{
    void **p = array;
    void *more = realloc(*p, n * size);
    if (!more)
        return OVERLAP_NO_MEMORY;
    *p = more;
    return OVERLAP_OK;
}

static int reserve(struct overlap_index *x, size_t n)
{
    if (n > x->cap) {
        size_t cap = n + n / 2 + 64;
        if (grow(&x->next, cap, sizeof *x->next) ||
            grow(&x->head, cap, sizeof *x->head) ||
            grow(&x->kept, cap, sizeof *x->kept) ||
            grow(&x->seen, cap, sizeof *x->seen) ||
            grow(&x->met, cap, sizeof *x->met))
            return OVERLAP_NO_MEMORY;
        x->cap = cap;
    }
    size_t slots = 64;
    while (slots < 2 * n)
        slots *= 2;
    if (slots > x->slots_cap) {
        if (grow(&x->slot, slots, sizeof *x->slot) ||
            grow(&x->there, slots, sizeof *x->there))
            return OVERLAP_NO_MEMORY;
        x->slots_cap = slots;
    }
    x->nslots = slots;
    return OVERLAP_OK;
}

/* The slot where hash stands or would stand. */
static uint32_t *find_slot(const struct overlap_index *x, uint64_t hash)
{
    size_t mask = x->nslots - 1;
    size_t i = (size_t)(hash >> 17) & mask;
    while (x->slot[i] && x->a.shingle[x->slot[i] - 1] != hash)
        i = (i + 1) & mask;
    return &x->slot[i];
}

/* Most shingles of another article are not there. One in 16 to 32 of these
 * bits is set, so that a processor guesses right; whether a slot is taken, it
 * could not. */
static size_t there_bit(const struct overlap_index *x, uint64_t hash)
{
    return (size_t)(hash >> 40) & (8 * x->nslots - 1);
}

static int is_there(const struct overlap_index *x, uint64_t hash)
{
    size_t bit = there_bit(x, hash);
    return x->there[bit / 8] >> bit % 8 & 1;
}

/* A shingle is furniture where its middle token is. */
static int set_aside(const struct side *s, size_t shingle)
{
    size_t mid = shingle + s->w / 2;
    return s->aside && s->words &&
           s->aside[mid < s->words ? mid : s->words - 1];
}

int overlap_index_make(struct overlap_index *x, const struct side *a)
{
    size_t n = shingle_count(a->words, a->w);
    x->a = *a;
    if (reserve(x, n))
        return OVERLAP_NO_MEMORY;
    memset(x->slot, 0, x->nslots * sizeof *x->slot);
    memset(x->there, 0, x->nslots * sizeof *x->there);
    if (n) {
        memset(x->seen, 0, n * sizeof *x->seen);
        memset(x->kept, 0, n * sizeof *x->kept);
    }
    x->stamp = 0;
    x->distinct = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t *slot = find_slot(x, a->shingle[i]);
        if (!*slot) {
            size_t bit = there_bit(x, a->shingle[i]);
            x->there[bit / 8] |= (uint8_t)(1u << bit % 8);
            *slot = (uint32_t)i + 1;
            x->distinct++;
        }
        x->head[i] = *slot - 1;
    }
    /* From the end, so that the chains of kept places ascend. */
    for (size_t i = n; i-- > 0;) {
        if (set_aside(a, i))
            continue;
        x->next[i] = x->kept[x->head[i]];
        x->kept[x->head[i]] = (uint32_t)i + 1;
    }
    return OVERLAP_OK;
}

/* Marks the kept tokens under the shingles marked in met: loops without a
 * branch, which compilers make vectors of. */
static void cover(uint8_t *cover, const struct side *s, const uint8_t *met,
                  size_t n)
{
    memset(cover, 0, s->words);
    for (size_t k = 0; k < s->w && k < s->words; k++) {
        size_t m = n < s->words - k ? n : s->words - k;
        uint8_t *at = cover + k;
        for (size_t i = 0; i < m; i++)
            at[i] |= met[i];
    }
    for (size_t t = 0; s->aside && t < s->words; t++)
        cover[t] &= !s->aside[t];
}

static uint32_t count_all(const uint8_t *cover, size_t n)
{
    uint32_t count = 0;
    for (size_t t = 0; t < n; t++)
        count += cover[t];
    return count;
}

static uint32_t kept(const struct side *s)
{
    if (!s->aside)
        return s->words;
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->words; i++)
        n += !s->aside[i];
    return n;
}

static uint32_t count_digits(const uint8_t *cover, const uint8_t *flags,
                             size_t n)
{
    uint32_t count = 0;
    for (size_t t = 0; t < n; t++)
        count += cover[t] & ((flags[t] & TOKEN_DIGIT) != 0);
    return count;
}

static int any_flag(const struct side *s, size_t from, size_t to, int flag)
{
    for (size_t i = from; s->flags && i < to; i++)
        if ((s->flags[i] & flag) && !(s->mute && s->mute[i]))
            return 1;
    return 0;
}

static uint32_t count_numbers(const struct side *s, uint32_t from, uint32_t to)
{
    uint32_t n = 0;
    for (uint32_t i = from; s->flags && i < to; i++)
        n += (s->flags[i] & TOKEN_DIGIT) && !(s->mute && s->mute[i]);
    return n;
}

/* A gap inside a passage, with these tokens on either side. */
static void note_change(struct overlap *o, struct passage *p,
                        const struct side *a, size_t a0, size_t a1,
                        const struct side *b, size_t b0, size_t b1)
{
    if (a0 >= a1 || b0 >= b1)
        return;
    if (any_flag(a, a0, a1, TOKEN_DIGIT) && any_flag(b, b0, b1, TOKEN_DIGIT)) {
        o->numbers_changed++;
        p->numbers_changed++;
    } else if (any_flag(a, a0, a1, TOKEN_CAPITAL) &&
               any_flag(b, b0, b1, TOKEN_CAPITAL)) {
        o->names_changed++;
    } else {
        o->words_changed++;
    }
}

/* Tokens of a that are not set aside. */
static uint32_t kept_in(const struct side *a, uint32_t from, uint32_t to)
{
    uint32_t n = to - from;
    for (uint32_t i = from; a->aside && i < to; i++)
        n -= a->aside[i];
    return n;
}

/* Takes in a run of matched tokens, into the last passage where it goes on. */
static int add_run(struct overlap *o, const struct side *a,
                   const struct side *b, uint32_t a0, uint32_t b0,
                   uint32_t words)
{
    if (o->npassages) {
        struct passage *p = &o->passage[o->npassages - 1];
        uint32_t a_end = p->a + p->a_words, b_end = p->b + p->b_words;
        if (a0 + words > a_end && b0 + words > b_end && a0 > p->a &&
            a0 <= a_end + OVERLAP_GAP && b0 <= b_end + OVERLAP_GAP) {
            uint32_t over_a = a_end > a0 ? a_end - a0 : 0;
            uint32_t over_b = b_end > b0 ? b_end - b0 : 0;
            uint32_t over = over_a > over_b ? over_a : over_b;
            note_change(o, p, a, a_end, a0, b, b_end, b0);
            p->numbers_same += count_numbers(a, a0 + over_a, a0 + words);
            if (words > over)
                p->matched += kept_in(a, a0 + over, a0 + words);
            p->a_words = a0 + words - p->a;
            p->b_words = b0 + words - p->b;
            return OVERLAP_OK;
        }
    }
    if (o->npassages == o->cap) {
        size_t cap = o->cap ? 2 * o->cap : 8;
        if (grow(&o->passage, cap, sizeof *o->passage))
            return OVERLAP_NO_MEMORY;
        o->cap = cap;
    }
    o->passage[o->npassages++] =
        (struct passage){a0,
                         words,
                         b0,
                         words,
                         kept_in(a, a0, a0 + words),
                         count_numbers(a, a0, a0 + words),
                         0};
    return OVERLAP_OK;
}

/* b holds the shingle with this head: marks its places in a, once a call. */
static void meet(struct overlap *o, struct overlap_index *x, uint32_t head,
                 int kept_b)
{
    if (x->seen[head] < 2 * x->stamp) {
        x->seen[head] = 2 * x->stamp;
        o->shared++;
    }
    if (!kept_b || x->seen[head] > 2 * x->stamp)
        return;
    x->seen[head]++;
    for (uint32_t p = x->kept[head]; p; p = x->next[p - 1])
        x->met[p - 1] = 1;
}

/* One walk over b's shingles: marks what is met and gathers the runs. */
static int walk(struct overlap *o, struct overlap_index *x,
                const struct side *b, uint32_t na, uint32_t nb)
{
    const struct side *a = &x->a;
    uint32_t run_a = 0, run_b = 0, run = 0; /* shingles in the present run */
    uint32_t tail = a->w < a->words ? a->w : a->words;
    for (uint32_t j = 0; j < nb; j++) {
        uint64_t hash = b->shingle[j];
        uint32_t next_a = run_a + run, at = 0; /* at: 1 + place in a */
        int goes_on = run && next_a < na && a->shingle[next_a] == hash &&
                      !set_aside(a, next_a);
        uint32_t head = goes_on             ? x->head[next_a] + 1
                        : is_there(x, hash) ? *find_slot(x, hash)
                                            : 0;
        if (head) {
            int kept_b = !set_aside(b, j);
            meet(o, x, head - 1, kept_b);
            at = !kept_b ? 0 : goes_on ? next_a + 1 : x->kept[head - 1];
        }
        x->met_b[j] = at != 0;
        if (at && goes_on) {
            run++;
            continue;
        }
        if (run && add_run(o, a, b, run_a, run_b, run + tail - 1))
            return OVERLAP_NO_MEMORY;
        run = at != 0;
        run_a = at ? at - 1 : 0;
        run_b = j;
    }
    if (run && add_run(o, a, b, run_a, run_b, run + tail - 1))
        return OVERLAP_NO_MEMORY;
    return OVERLAP_OK;
}

static void clear(struct overlap *o)
{
    struct passage *passage = o->passage;
    size_t cap = o->cap;
    overlap_init(o);
    o->passage = passage;
    o->cap = cap;
}

static int count_distinct(struct overlap_index *x, const struct side *b,
                          uint32_t nb, uint32_t *out)
{
    size_t want = shingle_scratch(nb);
    *out = b->distinct;
    if (b->distinct)
        return OVERLAP_OK;
    if (want > x->scratch_cap) {
        if (grow(&x->scratch, want, sizeof *x->scratch))
            return OVERLAP_NO_MEMORY;
        x->scratch_cap = want;
    }
    *out = (uint32_t)shingle_distinct(b->shingle, nb, x->scratch);
    return OVERLAP_OK;
}

int overlap_find(struct overlap *o, struct overlap_index *x,
                 const struct side *b)
{
    uint32_t na = (uint32_t)shingle_count(x->a.words, x->a.w);
    uint32_t nb = (uint32_t)shingle_count(b->words, b->w);
    clear(o);
    if (nb > x->met_b_cap) {
        if (grow(&x->met_b, nb + nb / 2, sizeof *x->met_b))
            return OVERLAP_NO_MEMORY;
        x->met_b_cap = nb + nb / 2;
    }
    size_t words = x->a.words > b->words ? x->a.words : b->words;
    if (words >= x->cover_cap) {
        size_t cap = words + words / 2 + 64;
        if (grow(&x->cover, cap, sizeof *x->cover))
            return OVERLAP_NO_MEMORY;
        x->cover_cap = cap;
    }
    if (na)
        memset(x->met, 0, na);
    x->stamp++;
    if (count_distinct(x, b, nb, &o->distinct_b) || walk(o, x, b, na, nb))
        return OVERLAP_NO_MEMORY;
    o->words_a = x->a.words;
    o->words_b = b->words;
    o->kept_a = kept(&x->a);
    o->kept_b = kept(b);
    cover(x->cover, b, x->met_b, nb);
    o->matched_b = count_all(x->cover, b->words);
    cover(x->cover, &x->a, x->met, na);
    o->matched_a = count_all(x->cover, x->a.words);
    if (x->a.flags)
        o->numbers_same = count_digits(x->cover, x->a.flags, x->a.words);
    o->distinct_a = x->distinct;
    for (size_t i = 0; i < o->npassages; i++)
        if (o->passage[i].matched > o->longest)
            o->longest = o->passage[i].matched;
    return OVERLAP_OK;
}
