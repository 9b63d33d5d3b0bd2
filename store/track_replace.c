/*
 * Which versions replace what was before them, since when, and who still shows
 * what they replaced. A house may write "Correction" over a page of which no
 * word was corrected; what counts is what stands in the place of what.
 */
#include <stdlib.h>

#include "shingle/marker.h"
#include "store/track_sort.h"
#include "store/work.h"

/* Words of a place where one text has other words than another; where there
 * are more, something was cut or put in. */
#define PLACE_MOST OVERLAP_GAP

/* A sentence was struck out where it had so many words in a row. */
#define STRUCK_LEAST 6

/* Words of a stretch, [from, to). */
struct stretch {
    uint32_t from, to;
};

/* Where an earlier version has other words than the one that replaces it. */
struct place {
    unsigned old; /* index of the earlier one */
    struct stretch now, was;
    enum { PLACE_NUMBER, PLACE_WORDS, PLACE_STRUCK } kind;
};

struct replacing {
    struct tale *t;
    struct tale_bench *b;
    struct tale_version *v;
    const struct track_text *now;
    int several; /* sites bear its marker, or the agency's own page does */
    struct place *at;
    size_t n, cap;
    size_t nearest_places, nearest_numbers; /* of the earlier version that has
                                               most of its words */
    uint32_t nearest;
};

/* ---- when it was shown --------------------------------------------------- */

/* The last time at which a copy is known to have been shown as it is here. */
static int64_t last_seen(const struct tale_copy *c)
{
    int64_t seen = c->published; /* STORE_NO_TIME is least */
    seen = c->modified > seen ? c->modified : seen;
    seen = c->fetched > seen ? c->fetched : seen;
    return c->seen > seen ? c->seen : seen;
}

/* The first such time. A page that was changed is known from then on. One of
 * which it is doubtful that it began as it is, is known from when it was
 * fetched; STORE_NO_TIME where that is not known. */
static int64_t first_shown(const struct tale_copy *c, int doubtful)
{
    int known = c->published != STORE_NO_TIME && c->modified > c->published;
    if (known && (c->fetched == STORE_NO_TIME || c->modified <= c->fetched))
        return c->modified;
    return doubtful || known ? c->fetched : c->time;
}

/* A copy without the marker that was published before any that bears it, or one
 * published before what is replaced was seen, was put right later. */
static void set_first(struct replacing *x)
{
    const struct tale *t = x->t;
    const unsigned version = (unsigned)(x->v - t->version) + 1;
    int64_t first = STORE_NO_TIME;
    int marked = 0, old = version == 1;
    for (size_t i = 0; i < t->n; i++) {
        const struct tale_copy *c = &t->copy[i];
        old |= c->version && c->version < version;
        if (c->version != version)
            continue;
        marked |= sort_marked(c);
        int64_t time = first_shown(c, !marked || !old);
        if (time != STORE_NO_TIME && (first == STORE_NO_TIME || time < first))
            first = time;
    }
    if (first == STORE_NO_TIME)
        return;
    x->v->first = first;
    if (x->v->last < first)
        x->v->last = first;
}

/* ---- what was replaced --------------------------------------------------- */

static uint32_t count_words(const struct track_text *x, struct stretch s)
{
    uint32_t n = 0;
    for (uint32_t i = s.from; i < s.to; i++)
        n += !x->aside[i];
    return n;
}

static int any_digit(const struct track_text *x, struct stretch s)
{
    for (uint32_t i = s.from; i < s.to; i++)
        if (x->flags[i] & TOKEN_DIGIT)
            return 1;
    return 0;
}

static uint64_t value_of(const struct track_text *x, uint32_t word)
{
    return x->flags[word] & TOKEN_DIGIT ? tale_figure(x, word) : x->hash[word];
}

static int has_word(const struct track_text *x, struct stretch s,
                    uint64_t value)
{
    while (s.from < s.to && value_of(x, s.from) != value)
        s.from++;
    return s.from < s.to;
}

/* Whether two stretches have the same letters: per cent, percent. */
static int same_letters(const struct track_text *x, struct stretch s,
                        const struct track_text *y, struct stretch of)
{
    const char *p = x->bytes + x->start[s.from], *q = y->bytes;
    const char *p_end = x->bytes + x->end[s.to - 1];
    const char *q_end = y->bytes + y->end[of.to - 1];
    q += y->start[of.from];
    for (;;) {
        while (p < p_end && *p == ' ')
            p++;
        while (q < q_end && *q == ' ')
            q++;
        if (p == p_end || q == q_end || *p != *q)
            return p == p_end && q == q_end;
        p++;
        q++;
    }
}

/* Whether a word of the one, a figure where there are any, is not in the other,
 * nor spelled there in another way. */
static int is_other(const struct track_text *x, struct stretch s,
                    const struct track_text *y, struct stretch of)
{
    int digits = any_digit(x, s) && any_digit(y, of);
    for (uint32_t i = s.from; i < s.to; i++) {
        uint32_t k = of.from;
        if (digits && !(x->flags[i] & TOKEN_DIGIT))
            continue;
        while (k < of.to && value_of(x, i) != value_of(y, k) &&
               (digits || !track_same_word(x, i, y, k)))
            k++;
        if (k == of.to)
            return 1;
    }
    return 0;
}

static int add_place(struct replacing *x, struct place p)
{
    if (x->n == x->cap) {
        size_t more = x->cap ? 2 * x->cap : 16;
        struct place *grown = realloc(x->at, more * sizeof *grown);
        if (!grown)
            return -1;
        x->at = grown;
        x->cap = more;
    }
    x->at[x->n++] = p;
    return 0;
}

/* What one page has alone, where others show the version too, is its house's.
 */
static int belongs(const struct replacing *x, const struct tale_version *v,
                   struct stretch s)
{
    return v->copies < 2 ||
           tale_shared(x->b, &x->t->copy[v->text].text, s.from, s.to);
}

/* Words that agree stand on both sides of the two stretches. */
static int compare(struct replacing *x, unsigned old, struct stretch now,
                   struct stretch was)
{
    const struct tale_version *v = &x->t->version[old];
    const struct track_text *text = &x->t->copy[v->text].text;
    struct place p = {old, now, was, PLACE_WORDS};
    uint32_t new = count_words(x->now, now), gone = count_words(text, was);
    if (new &&gone &&new <= PLACE_MOST && gone <= PLACE_MOST) {
        if (!is_other(text, was, x->now, now) ||
            same_letters(text, was, x->now, now))
            return 0;
        if (any_digit(text, was) && any_digit(x->now, now))
            p.kind = PLACE_NUMBER;
    } else if (x->several && !new &&gone >= STRUCK_LEAST &&
               track_ended(text, was.to - 1)) {
        p.kind = PLACE_STRUCK;
    } else {
        return 0;
    }
    if (!belongs(x, v, was) || (new && !belongs(x, x->v, now)))
        return 0;
    return add_place(x, p);
}

/* x->b->work->index is made of the version that replaces. */
static int find_places(struct replacing *x, unsigned old)
{
    struct track_align *a = &x->b->align;
    const struct track_text *text = &x->t->copy[x->t->version[old].text].text;
    size_t first = x->n, numbers = 0;
    uint32_t words = 0;
    if (!text->memory)
        return 0;
    if (track_align(a, x->b->work, x->now, text))
        return -1;
    for (size_t i = 1; i < a->n; i++) {
        const struct track_run *r = &a->run[i], *p = r - 1;
        if (compare(x, old, (struct stretch){p->a + p->n, r->a},
                    (struct stretch){p->b + p->n, r->b}))
            return -1;
    }
    for (size_t i = 0; i < a->n; i++)
        words += a->run[i].n;
    for (size_t i = first; i < x->n; i++)
        numbers += x->at[i].kind == PLACE_NUMBER;
    if (words >= x->nearest) {
        x->nearest = words;
        x->nearest_places = x->n - first;
        x->nearest_numbers = numbers;
    }
    return 0;
}

/* ---- who still shows it -------------------------------------------------- */

/* Whether a copy has in a gap what the earlier version had at a place in it. */
static int shows_place(const struct replacing *x, const struct place *p,
                       const struct track_text *text, struct stretch gap)
{
    const struct track_text *old = &x->t->copy[x->t->version[p->old].text].text;
    int digits = p->kind == PLACE_NUMBER;
    uint32_t there = 0, most = 2 * PLACE_MOST;
    if (p->kind != PLACE_STRUCK && count_words(text, gap) > most)
        return 0;
    for (uint32_t i = p->was.from; i < p->was.to; i++) {
        uint64_t value = value_of(old, i);
        if (!(digits && !(old->flags[i] & TOKEN_DIGIT)) &&
            !has_word(x->now, p->now, value))
            there += (unsigned)has_word(text, gap, value);
    }
    return p->kind == PLACE_STRUCK ? 2 * there > p->was.to - p->was.from
                                   : there > 0;
}

/* 1, 0, or -1 where memory ran out. */
static int shows(const struct replacing *x, const struct tale_copy *c)
{
    struct track_align *a = &x->b->align;
    const unsigned old = c->version - 1;
    size_t k = 0;
    while (k < x->n && x->at[k].old != old)
        k++;
    if (k == x->n || !c->text.memory)
        return 0;
    if (track_align(a, x->b->work, x->now, &c->text))
        return -1;
    for (size_t i = 1; i < a->n; i++) {
        const struct track_run *r = &a->run[i], *p = r - 1;
        struct stretch gap = {p->b + p->n, r->b};
        while (k < x->n && x->at[k].old == old && x->at[k].now.to < p->a + p->n)
            k++;
        for (size_t j = k;
             j < x->n && x->at[j].old == old && x->at[j].now.from <= r->a; j++)
            if (shows_place(x, &x->at[j], &c->text, gap))
                return 1;
    }
    return 0;
}

static int mark_stale(struct replacing *x)
{
    const unsigned version = (unsigned)(x->v - x->t->version) + 1;
    int whole =
        !x->now->memory || x->t->copy[x->v->marked].marker == MARKER_KILL;
    for (size_t i = 0; i < x->t->n; i++) {
        struct tale_copy *c = &x->t->copy[i];
        if (!c->version || c->version >= version || c->stale ||
            last_seen(c) <= x->v->first)
            continue;
        int stale = whole ? 1 : shows(x, c);
        if (stale < 0)
            return -1;
        c->stale = stale ? version : 0;
        x->t->stale += c->stale != 0;
    }
    return 0;
}

/* ---- all of it ----------------------------------------------------------- */

static int is_several(const struct replacing *x)
{
    const unsigned version = (unsigned)(x->v - x->t->version) + 1;
    uint32_t site = 0;
    for (size_t i = 0; i < x->t->n; i++) {
        const struct tale_copy *c = &x->t->copy[i];
        if (c->version != version || !sort_marked(c))
            continue;
        if (c->own_site || (site && site != c->site))
            return 1;
        site = c->site;
    }
    return 0;
}

/* A kill replaces in any case; a correction or a word to editors where more
 * than one house tells of it, or something was changed; any other new version
 * where figures were. */
static int replaces(const struct replacing *x)
{
    int marker = x->t->copy[x->v->marked].marker;
    if (marker == MARKER_KILL)
        return 1;
    if (marker == MARKER_CORRECTION || marker == MARKER_ADVISORY)
        return x->several || !x->now->memory || x->nearest_places;
    return x->nearest_numbers > 0;
}

static int replace(struct replacing *x)
{
    const unsigned k = (unsigned)(x->v - x->t->version);
    x->now = &x->t->copy[x->v->text].text;
    x->several = is_several(x);
    if (x->now->memory) {
        if (overlap_index_make(&x->b->work->index, &x->now->side))
            return -1;
        for (unsigned old = 0; old < k; old++)
            if (find_places(x, old))
                return -1;
    }
    x->v->replaces = replaces(x) != 0;
    if (!x->v->replaces)
        return 0;
    set_first(x);
    return x->v->first == STORE_NO_TIME ? 0 : mark_stale(x);
}

/* A notice is a version that nobody shows, the last, unless there is a kill. */
static int add_kill(struct tale *t)
{
    struct tale_version *v = &t->version[t->nversions];
    struct track_note note = {.marker = marker_word[MARKER_KILL],
                              .marked_in = t->kill.said};
    for (size_t k = 0; k < t->nversions; k++)
        if (t->version[k].marked != UINT32_MAX &&
            t->copy[t->version[k].marked].marker == MARKER_KILL)
            return 0;
    *v = (struct tale_version){.text = UINT32_MAX,
                               .marked = UINT32_MAX,
                               .first = t->kill.time,
                               .last = t->kill.time,
                               .replaces = 1};
    t->nversions++;
    track_note_head(&v->note, &note);
    for (size_t i = 0; i < t->n; i++) {
        struct tale_copy *c = &t->copy[i];
        if (c->version && !c->stale && last_seen(c) > v->first) {
            c->stale = (unsigned)t->nversions;
            t->stale++;
        }
    }
    return v->note.failed ? -1 : 0;
}

void tale_stale(struct tale *t, struct tale_bench *b)
{
    int counted = 0;
    for (size_t k = 0; k < t->nversions && !t->failed; k++) {
        struct replacing x = {.t = t, .b = b, .v = &t->version[k]};
        if (x.v->marked == UINT32_MAX)
            continue;
        if (!counted++ && t->reference != UINT32_MAX)
            tale_count(t, b);
        t->failed = replace(&x) != 0;
        free(x.at);
    }
    if (t->kill.num && t->version && !t->failed)
        t->failed = add_kill(t) != 0;
}
