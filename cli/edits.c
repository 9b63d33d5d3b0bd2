#include "cli/edits.h"

#include <stdlib.h>
#include <string.h>

#include "shingle/shingle.h"

/* Passages that are looked at for the thread; the choice is quadratic. News
 * articles share 1 to 20. */
#define PASSAGES_MAX 4000

/* Inside a passage two texts part for at most OVERLAP_GAP tokens; they are
 * together again where this many tokens agree in a row. */
#define TOGETHER 3

const char *edit_name(enum edit e)
{
    static const char *const names[EDIT_KINDS] = {"shared", "cut", "added",
                                                  "moved", "furniture"};
    return names[e];
}

void edits_init(struct edits *e)
{
    memset(e, 0, sizeof *e);
    text_init(&e->text[0]);
    text_init(&e->text[1]);
    overlap_init(&e->overlap);
}

void edits_release(struct edits *e)
{
    text_release(&e->text[0]);
    text_release(&e->text[1]);
    overlap_release(&e->overlap);
    free(e->span);
    e->span = NULL;
}

/* Fills e->overlap. */
static int compare(struct edits *e, unsigned w)
{
    struct overlap_index x;
    struct side s[2];
    uint64_t *hash[2] = {NULL, NULL};
    int code = EDITS_NO_MEMORY;
    overlap_index_init(&x);
    for (int i = 0; i < 2; i++) {
        size_t n = shingle_count(e->text[i].n, w);
        hash[i] = malloc((n + 1) * sizeof **hash);
        if (!hash[i])
            goto out;
        shingle_hash(&e->text[i], w, SHINGLE_SEED, hash[i]);
        s[i] = (struct side){.shingle = hash[i],
                             .flags = e->text[i].flags,
                             .aside = e->side[i].furniture,
                             .words = (uint32_t)e->text[i].n,
                             .w = w};
    }
    if (!overlap_index_make(&x, &s[0]) && !overlap_find(&e->overlap, &x, &s[1]))
        code = EDITS_OK;
out:
    overlap_index_release(&x);
    free(hash[0]);
    free(hash[1]);
    return code;
}

/* Marks in on[] the passages that follow each other in both texts and hold
 * most matched words together. */
static int choose_thread(const struct overlap *o, size_t n, uint8_t *on)
{
    uint64_t *weight = malloc((n + 1) * sizeof *weight);
    size_t *before = malloc((n + 1) * sizeof *before);
    size_t best = n;
    int code = EDITS_NO_MEMORY;
    if (!weight || !before)
        goto out;
    for (size_t i = 0; i < n; i++) {
        const struct passage *p = &o->passage[i];
        weight[i] = 0;
        before[i] = n;
        for (size_t j = 0; j < i; j++) {
            const struct passage *q = &o->passage[j];
            if (q->a + q->a_words <= p->a && q->b + q->b_words <= p->b &&
                weight[j] > weight[i]) {
                weight[i] = weight[j];
                before[i] = j;
            }
        }
        weight[i] += p->matched;
        if (best == n || weight[i] > weight[best])
            best = i;
    }
    for (; best < n; best = before[best])
        on[best] = 1;
    code = EDITS_OK;
out:
    free(weight);
    free(before);
    return code;
}

/* What the walk over both texts knows. Errors stick. */
struct walk {
    struct edits *e;
    uint8_t *moved[2]; /* tokens of passages that are not on the thread */
    int opens;
    int code;
};

static void add_span(struct walk *k, struct span s)
{
    struct edits *e = k->e;
    struct span *last = e->n ? &e->span[e->n - 1] : NULL;
    if (k->code || (!s.a_words && !s.b_words))
        return;
    if (last && !k->opens && last->kind == s.kind &&
        !last->a_words == !s.a_words && !last->b_words == !s.b_words) {
        last->a_words += s.a_words;
        last->b_words += s.b_words;
        return;
    }
    if (e->n == e->cap) {
        size_t cap = e->cap ? 2 * e->cap : 64;
        struct span *grown = realloc(e->span, cap * sizeof *grown);
        if (!grown) {
            k->code = EDITS_NO_MEMORY;
            return;
        }
        e->span = grown;
        e->cap = cap;
    }
    s.opens = k->opens;
    k->opens = 0;
    e->span[e->n++] = s;
}

/* Tokens [from, to) of one side that the other has not at this place. */
static void walk_side(struct walk *k, int side, uint32_t from, uint32_t to,
                      uint32_t other)
{
    const uint8_t *furniture = k->e->side[side].furniture;
    for (uint32_t i = from; i < to; i++) {
        struct span s = {.kind = side ? EDIT_ADDED : EDIT_CUT};
        if (furniture && furniture[i])
            s.kind = EDIT_FURNITURE;
        else if (k->moved[side][i])
            s.kind = EDIT_MOVED;
        s.a = side ? other : i;
        s.b = side ? i : other;
        s.a_words = !side;
        s.b_words = side != 0;
        add_span(k, s);
    }
}

static void walk_gap(struct walk *k, uint32_t a, uint32_t a_end, uint32_t b,
                     uint32_t b_end)
{
    walk_side(k, 0, a, a_end, b);
    walk_side(k, 1, b, b_end, a_end);
}

static int together(const struct edits *e, uint32_t a, uint32_t a_end,
                    uint32_t b, uint32_t b_end)
{
    for (int i = 0; i < TOGETHER; i++, a++, b++) {
        if (a == a_end && b == b_end)
            return 1;
        if (a == a_end || b == b_end ||
            e->text[0].hash[a] != e->text[1].hash[b])
            return 0;
    }
    return 1;
}

/* The nearest place from (a, b) where both texts go on alike. */
static void find_together(const struct edits *e, uint32_t *a, uint32_t a_end,
                          uint32_t *b, uint32_t b_end)
{
    /* Both sides may have parted, and a chance agreement come between. */
    const uint32_t reach = 4 * OVERLAP_GAP;
    for (uint32_t far = 1; far <= reach; far++) {
        for (uint32_t i = 0; i <= far; i++) {
            uint32_t x = *a + far - i, y = *b + i;
            if (x <= a_end && y <= b_end && together(e, x, a_end, y, b_end)) {
                *a = x;
                *b = y;
                return;
            }
        }
    }
    *a = a_end;
    *b = b_end;
}

static void walk_passage(struct walk *k, const struct passage *p)
{
    const struct edits *e = k->e;
    uint32_t a = p->a, a_end = p->a + p->a_words;
    uint32_t b = p->b, b_end = p->b + p->b_words;
    while ((a < a_end || b < b_end) && !k->code) {
        uint32_t from_a = a, from_b = b;
        while (a < a_end && b < b_end &&
               e->text[0].hash[a] == e->text[1].hash[b]) {
            a++;
            b++;
        }
        add_span(k, (struct span){.kind = EDIT_SHARED,
                                  .a = from_a,
                                  .a_words = a - from_a,
                                  .b = from_b,
                                  .b_words = b - from_b});
        if (a == a_end && b == b_end)
            break;
        from_a = a;
        from_b = b;
        find_together(e, &a, a_end, &b, b_end);
        walk_gap(k, from_a, a, from_b, b);
    }
}

static void mark_moved(struct walk *k, const struct passage *p)
{
    memset(k->moved[0] + p->a, 1, p->a_words);
    memset(k->moved[1] + p->b, 1, p->b_words);
}

/* A few words between two passages do not break the thread. */
static int breaks(uint32_t a_words, uint32_t b_words)
{
    return a_words > OVERLAP_GAP || b_words > OVERLAP_GAP;
}

static int walk(struct edits *e)
{
    struct walk k = {.e = e};
    const struct overlap *o = &e->overlap;
    size_t n = o->npassages < PASSAGES_MAX ? o->npassages : PASSAGES_MAX;
    uint8_t *on = calloc(n + 1, 1);
    uint32_t a = 0, b = 0;
    int opens;
    k.moved[0] = calloc(e->text[0].n + 1, 1);
    k.moved[1] = calloc(e->text[1].n + 1, 1);
    if (!on || !k.moved[0] || !k.moved[1])
        k.code = EDITS_NO_MEMORY;
    else
        k.code = choose_thread(o, n, on);
    for (size_t i = 0; i < o->npassages && !k.code; i++)
        if (i >= n || !on[i])
            mark_moved(&k, &o->passage[i]);
    for (size_t i = 0; i < n && !k.code; i++) {
        const struct passage *p = &o->passage[i];
        if (!on[i])
            continue;
        opens = breaks(p->a - a, p->b - b);
        k.opens = opens;
        walk_gap(&k, a, p->a, b, p->b);
        k.opens = opens;
        walk_passage(&k, p);
        a = p->a + p->a_words;
        b = p->b + p->b_words;
    }
    k.opens = breaks((uint32_t)e->text[0].n - a, (uint32_t)e->text[1].n - b);
    if (!k.code)
        walk_gap(&k, a, (uint32_t)e->text[0].n, b, (uint32_t)e->text[1].n);
    free(on);
    free(k.moved[0]);
    free(k.moved[1]);
    return k.code;
}

int edits_make(struct edits *e, const struct edit_side *a,
               const struct edit_side *b, unsigned w)
{
    int code = EDITS_OK;
    e->side[0] = *a;
    e->side[1] = *b;
    e->n = 0;
    for (int i = 0; i < 2 && !code; i++) {
        int folded = text_fold(&e->text[i], e->side[i].bytes, e->side[i].len);
        if (folded)
            code = folded == TEXT_TOO_LONG ? EDITS_TOO_LONG : EDITS_NO_MEMORY;
    }
    if (!code)
        code = compare(e, w);
    if (!code)
        code = walk(e);
    return code;
}
