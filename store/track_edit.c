/*
 * What a copy made of its version, in words; and what one version has in the
 * place of what another had.
 */
#include <stdlib.h>
#include <string.h>

#include "shingle/marker.h"
#include "store/track_tale.h"
#include "store/work.h"

/* Words of which a gap has no more than this on either side were changed; more
 * were cut, or added, or both. */
#define CHANGED OVERLAP_GAP

/* A sentence is in or out where it has so many words in a row that the other
 * text has not. */
#define SENTENCE 6

/* Words [from, to) that are not furniture, nor moved where moved is given. */
static uint32_t own_words(const struct track_text *x, const uint8_t *moved,
                          uint32_t from, uint32_t to)
{
    uint32_t n = 0;
    for (uint32_t i = from; i < to; i++)
        n += !x->aside[i] && !(moved && moved[i]);
    return n;
}

/* ---- edits of a copy ----------------------------------------------------- */

/* Whether a sentence begins among words [from, to), furniture aside. */
static int begins_sentence(const struct track_text *x, uint32_t from,
                           uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        if (!x->aside[i] && (x->flags[i] & (TOKEN_SENTENCE | TOKEN_BLOCK)))
            return 1;
    return 0;
}

/* Words [a0, a1) of the version, and [b0, b1) of the copy in their place. At
 * the end, sentences are cut and others added; a sentence that goes on in other
 * words was changed. */
static void count_gap(struct tale_copy *c, const struct track_align *x,
                      const struct track_text *of, uint32_t a0, uint32_t a1,
                      uint32_t b0, uint32_t b1, int end)
{
    uint32_t cut = own_words(of, x->moved_a, a0, a1);
    uint32_t new = own_words(&c->text, x->moved_b, b0, b1);
    c->moved += own_words(of, NULL, a0, a1) - cut;
    if (cut && new &&cut <= CHANGED &&new <= CHANGED &&
        (!end || (!begins_sentence(of, a0, a1) &&
                  !begins_sentence(&c->text, b0, b1)))) {
        c->changed += new;
        return;
    }
    c->added += new;
    *(end ? &c->cut_end : &c->cut_inside) += cut;
}

static void count_edits(struct tale_copy *c, const struct track_align *x,
                        const struct track_text *of)
{
    uint32_t a = 0, b = 0;
    size_t tail = track_tail(x, of);
    for (size_t i = 0; i < x->n; i++) {
        const struct track_run *r = &x->run[i];
        count_gap(c, x, of, a, r->a, b, r->b, i == tail && i);
        c->kept += own_words(of, NULL, r->a, r->a + r->n);
        a = r->a + r->n;
        b = r->b + r->n;
    }
    count_gap(c, x, of, a, of->n, b, c->text.n, 1);
}

/* ---- between versions ---------------------------------------------------- */

struct comparing {
    const struct tale_side *side[2];
    const struct tale_bench *bench;
    struct track_note *note;
    struct track_bytes list;
    size_t listed;
};

/* Words [from, to) of either side. */
struct stretch {
    uint32_t from, to;
};

static void add_change(struct comparing *x, enum change_kind kind,
                       struct stretch before, struct stretch after)
{
    uint64_t *count[] = {&x->note->numbers, &x->note->words, &x->note->in,
                         &x->note->out};
    const struct stretch at[2] = {before, after};
    const char *words[2] = {"", ""};
    size_t len[2] = {0, 0};
    ++*count[kind];
    if (x->listed++ >= NOTE_CHANGES)
        return;
    for (int i = 0; i < 2; i++) {
        const struct track_text *t = x->side[i]->text;
        if (at[i].from >= at[i].to)
            continue;
        words[i] = t->bytes + t->start[at[i].from];
        len[i] = t->end[at[i].to - 1] - t->start[at[i].from];
    }
    track_note_change(&x->list, kind, words[0], len[0], words[1], len[1]);
}

/* Whether the same words stand on both sides, spelled in two ways. */
static int same_words(const struct comparing *x, struct stretch a,
                      struct stretch b)
{
    if (a.to - a.from != b.to - b.from)
        return 0;
    while (a.from < a.to && track_same_word(x->side[0]->text, a.from,
                                            x->side[1]->text, b.from)) {
        a.from++;
        b.from++;
    }
    return a.from == a.to;
}

static int any_digit(const struct track_text *x, struct stretch s)
{
    for (uint32_t i = s.from; i < s.to; i++)
        if (x->flags[i] & TOKEN_DIGIT)
            return 1;
    return 0;
}

/* What only this page has, where others show the version too, is no part of
 * it. */
static int belongs(const struct comparing *x, int side, struct stretch s)
{
    const struct tale_side *k = x->side[side];
    return !k->others || !x->bench->used ||
           tale_shared(x->bench, k->text, s.from, s.to);
}

static uint32_t new_words(const struct comparing *x, int side, struct stretch s)
{
    const struct track_align *a = &x->bench->align;
    return own_words(x->side[side]->text, side ? a->moved_b : a->moved_a,
                     s.from, s.to);
}

/* With the rest of its sentence, which both sides have, or which only looked as
 * if it had ended: "Daniel K. Inouye". */
static struct stretch to_its_end(const struct track_text *t, struct stretch s)
{
    while (s.to < t->n && !(t->flags[s.to] & TOKEN_SENTENCE))
        s.to++;
    return s;
}

/* Sentences of one side alone that have enough words. */
static void list_sentences(struct comparing *x, int side, struct stretch s)
{
    const struct track_text *t = x->side[side]->text;
    const struct stretch none = {0, 0};
    for (struct stretch one = {s.from, 0}; one.from < s.to; one.from = one.to) {
        for (one.to = one.from + 1;
             one.to < s.to && !(t->flags[one.to] & TOKEN_SENTENCE); one.to++)
            ;
        if (new_words(x, side, one) < SENTENCE || !track_ended(t, one.to - 1) ||
            !belongs(x, side, one))
            continue;
        if (side)
            add_change(x, CHANGE_IN, none, to_its_end(t, one));
        else
            add_change(x, CHANGE_OUT, to_its_end(t, one), none);
    }
}

/* inside: words that agree stand on both sides of it. */
static void compare_gap(struct comparing *x, struct stretch a, struct stretch b,
                        int inside)
{
    uint32_t out = new_words(x, 0, a), in = new_words(x, 1, b);
    if (inside && out && in && out <= CHANGED && in <= CHANGED) {
        int number =
            any_digit(x->side[0]->text, a) && any_digit(x->side[1]->text, b);
        if (belongs(x, 0, a) && belongs(x, 1, b) &&
            (number || !same_words(x, a, b)))
            add_change(x, number ? CHANGE_NUMBER : CHANGE_WORDS, a, b);
        return;
    }
    list_sentences(x, 0, a);
    list_sentences(x, 1, b);
}

int tale_differences(struct tale_bench *b, const struct tale_side *before,
                     const struct tale_side *after, struct track_note *note,
                     struct track_bytes *out)
{
    struct track_align *x = &b->align;
    struct comparing c = {.side = {before, after}, .bench = b, .note = note};
    uint32_t at = 0, bt = 0;
    if (overlap_index_make(&b->work->index, &before->text->side) ||
        track_align(x, b->work, before->text, after->text))
        return -1;
    for (size_t i = 0; i <= x->n; i++) {
        const struct track_run end = {before->text->n, after->text->n, 0};
        const struct track_run *r = i < x->n ? &x->run[i] : &end;
        compare_gap(&c, (struct stretch){at, r->a}, (struct stretch){bt, r->b},
                    i && i < x->n);
        at = r->a + r->n;
        bt = r->b + r->n;
    }
    track_note_head(out, note);
    if (c.list.n)
        track_bytes_add(out, c.list.at, c.list.n);
    int failed = c.list.failed || out->failed;
    free(c.list.at);
    return failed ? -1 : 0;
}

/* ---- all of a story ------------------------------------------------------ */

/* "update 2", and the words that say it. */
static void set_marker(const struct tale *t, const struct tale_version *v,
                       struct track_note *note, struct track_bytes *name)
{
    if (v->marked == UINT32_MAX)
        return;
    const struct tale_copy *c = &t->copy[v->marked];
    char number[16];
    size_t n = 0;
    track_bytes_add(name, marker_word[c->marker],
                    strlen(marker_word[c->marker]));
    for (unsigned left = c->marker_number; left && n < sizeof number;
         left /= 10)
        number[n++] = (char)('0' + left % 10);
    if (n)
        track_bytes_add(name, " ", 1);
    while (n)
        track_bytes_add(name, &number[--n], 1);
    track_bytes_add(name, "", 1);
    size_t at = name->n;
    if (c->marker_words)
        track_bytes_words(name, c->marker_words, strlen(c->marker_words));
    else if (c->text.memory && c->marker_start <= c->text.len &&
             c->marker_len <= c->text.len - c->marker_start)
        track_bytes_words(name, c->text.bytes + c->marker_start, c->marker_len);
    if (name->failed)
        return;
    note->marker = name->at;
    note->marked_in = name->at + at;
}

static int make_note(struct tale *t, struct tale_bench *b, unsigned k)
{
    struct tale_version *v = &t->version[k];
    const struct tale_version *old = k ? v - 1 : v;
    struct tale_side before = {&t->copy[old->text].text, old->copies > 1};
    struct tale_side now = {&t->copy[v->text].text, v->copies > 1};
    struct track_note note = {0};
    struct track_bytes name = {0};
    int rc = 0;
    set_marker(t, v, &note, &name);
    if (k && now.text->memory)
        rc = tale_differences(b, &before, &now, &note, &v->note);
    else
        track_note_head(&v->note, &note);
    rc = rc || name.failed || v->note.failed ? -1 : 0;
    free(name.at);
    return rc;
}

struct headline {
    uint64_t title;
    uint32_t version, copy;
};

static int by_title(const void *x, const void *y)
{
    const struct headline *a = x, *b = y;
    if (a->version != b->version)
        return a->version < b->version ? -1 : 1;
    if (a->title != b->title)
        return a->title < b->title ? -1 : 1;
    return a->copy < b->copy ? -1 : a->copy > b->copy;
}

/* A version's headline is the one that most of its copies have, of as many the
 * one seen first. */
static int compare_headlines(struct tale *t)
{
    struct headline *h = malloc((t->n + 1) * sizeof *h);
    size_t n = 0;
    if (!h)
        return -1;
    for (uint32_t i = 0; i < t->n; i++)
        if (t->copy[i].version && t->copy[i].title)
            h[n++] = (struct headline){t->copy[i].title, t->copy[i].version, i};
    qsort(h, n, sizeof *h, by_title);
    for (size_t i = 0, end; i < n; i = end) {
        size_t best = i, most = 0, k;
        for (end = i; end < n && h[end].version == h[i].version; end = k) {
            for (k = end + 1; k < n && h[k].version == h[end].version &&
                              h[k].title == h[end].title;
                 k++)
                ;
            if (k - end > most ||
                (k - end == most && h[end].copy < h[best].copy)) {
                most = k - end;
                best = end;
            }
        }
        for (k = i; k < end; k++)
            t->copy[h[k].copy].headline = h[k].title != h[best].title;
    }
    free(h);
    return 0;
}

/* Settles what the text of a version is, and leaves its index. */
static int make_text(struct tale *t, struct tale_bench *b, unsigned version)
{
    const struct tale_copy *of = &t->copy[t->version[version - 1].text];
    int more = tale_form(t, b, version);
    return more < 0 || overlap_index_make(&b->work->index, &of->text.side) ||
           tale_own(t, b, version, more) || tale_end(t, version) ||
           overlap_index_make(&b->work->index, &of->text.side);
}

void tale_edits(struct tale *t, struct tale_bench *b)
{
    if (compare_headlines(t))
        t->failed = 1;
    for (unsigned k = 0; k < t->nversions && !t->failed; k++) {
        const struct tale_copy *of = &t->copy[t->version[k].text];
        if (of->text.memory && make_text(t, b, k + 1))
            t->failed = 1;
        for (size_t i = 0; i < t->n && !t->failed; i++) {
            struct tale_copy *c = &t->copy[i];
            if (c->version != k + 1)
                continue;
            if (!c->text.memory || !of->text.memory)
                continue;
            if (track_align(&b->align, b->work, &of->text, &c->text) ||
                track_fill(&b->align, &of->text, &c->text))
                t->failed = 1;
            else
                count_edits(c, &b->align, &of->text);
        }
        if (!t->failed && make_note(t, b, k))
            t->failed = 1;
    }
}
