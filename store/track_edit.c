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

/* Words [a0, a1) of the version, and [b0, b1) of the copy in their place. */
static void count_gap(struct tale_copy *c, const struct track_align *x,
                      const struct track_text *of, uint32_t a0, uint32_t a1,
                      uint32_t b0, uint32_t b1, int end)
{
    uint32_t cut = own_words(of, x->moved_a, a0, a1);
    uint32_t new = own_words(&c->text, x->moved_b, b0, b1);
    c->moved += own_words(of, NULL, a0, a1) - cut;
    if (!end && cut && new &&cut <= CHANGED &&new <= CHANGED) {
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
    for (size_t i = 0; i < x->n; i++) {
        const struct track_run *r = &x->run[i];
        count_gap(c, x, of, a, r->a, b, r->b, 0);
        c->kept += own_words(of, NULL, r->a, r->a + r->n);
        a = r->a + r->n;
        b = r->b + r->n;
    }
    count_gap(c, x, of, a, of->n, b, c->text.n, 1);
}

/* ---- between versions ---------------------------------------------------- */

struct comparing {
    const struct track_text *a, *b;
    const struct track_align *align;
    struct track_note *counts;
    struct track_bytes list;
    size_t listed;
};

static void add_change(struct comparing *x, enum change_kind kind, uint32_t a0,
                       uint32_t a1, uint32_t b0, uint32_t b1)
{
    const struct track_text *a = x->a, *b = x->b;
    uint64_t *count[] = {&x->counts->numbers, &x->counts->words, &x->counts->in,
                         &x->counts->out};
    ++*count[kind];
    if (x->listed++ >= NOTE_CHANGES)
        return;
    const char *before = a0 < a1 ? a->bytes + a->start[a0] : "";
    const char *after = b0 < b1 ? b->bytes + b->start[b0] : "";
    track_note_change(&x->list, kind, before,
                      a0 < a1 ? a->end[a1 - 1] - a->start[a0] : 0, after,
                      b0 < b1 ? b->end[b1 - 1] - b->start[b0] : 0);
}

static int any_digit(const struct track_text *x, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        if (x->flags[i] & TOKEN_DIGIT)
            return 1;
    return 0;
}

/* Sentences of one side alone, those with enough words that are no furniture.
 */
static void list_sentences(struct comparing *x, int in, uint32_t from,
                           uint32_t to)
{
    const struct track_text *t = in ? x->b : x->a;
    const uint8_t *moved = in ? x->align->moved_b : x->align->moved_a;
    for (uint32_t i = from, k; i < to; i = k) {
        for (k = i + 1; k < to && !(t->flags[k] & TOKEN_SENTENCE); k++)
            ;
        if (own_words(t, moved, i, k) < SENTENCE)
            continue;
        if (in)
            add_change(x, CHANGE_IN, 0, 0, i, k);
        else
            add_change(x, CHANGE_OUT, i, k, 0, 0);
    }
}

static void compare_gap(struct comparing *x, uint32_t a0, uint32_t a1,
                        uint32_t b0, uint32_t b1)
{
    uint32_t out = own_words(x->a, x->align->moved_a, a0, a1);
    uint32_t in = own_words(x->b, x->align->moved_b, b0, b1);
    if (!out && !in)
        return;
    if (out <= CHANGED && in <= CHANGED) {
        int number = any_digit(x->a, a0, a1) && any_digit(x->b, b0, b1);
        if ((out && in) || out >= SENTENCE || in >= SENTENCE)
            add_change(x, number ? CHANGE_NUMBER : CHANGE_WORDS, a0, a1, b0,
                       b1);
        return;
    }
    list_sentences(x, 0, a0, a1);
    list_sentences(x, 1, b0, b1);
}

int tale_differences(struct tale_bench *b, const struct track_text *before,
                     const struct track_text *after, struct track_note *counts,
                     struct track_bytes *out)
{
    struct track_align *x = &b->align;
    struct comparing c = {before, after, x, counts, {0}, 0};
    uint32_t at = 0, bt = 0;
    if (overlap_index_make(&b->work->index, &before->side) ||
        track_align(x, b->work, before, after))
        return -1;
    for (size_t i = 0; i < x->n; i++) {
        compare_gap(&c, at, x->run[i].a, bt, x->run[i].b);
        at = x->run[i].a + x->run[i].n;
        bt = x->run[i].b + x->run[i].n;
    }
    compare_gap(&c, at, before->n, bt, after->n);
    track_note_head(out, counts);
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
    const struct track_text *now = &t->copy[v->text].text;
    struct track_note note = {0};
    struct track_bytes name = {0};
    int rc = 0;
    set_marker(t, v, &note, &name);
    if (k && now->memory)
        rc = tale_differences(b, &t->copy[v[-1].text].text, now, &note,
                              &v->note);
    else
        track_note_head(&v->note, &note);
    /* New figures in a text that says it is a new one: the old were wrong. */
    if (v->marked != UINT32_MAX && note.numbers)
        v->replaces = 1;
    rc = rc || name.failed || v->note.failed ? -1 : 0;
    free(name.at);
    return rc;
}

void tale_edits(struct tale *t, struct tale_bench *b)
{
    for (unsigned k = 0; k < t->nversions && !t->failed; k++) {
        const struct tale_copy *of = &t->copy[t->version[k].text];
        if (of->text.memory &&
            overlap_index_make(&b->work->index, &of->text.side))
            t->failed = 1;
        for (size_t i = 0; i < t->n && !t->failed; i++) {
            struct tale_copy *c = &t->copy[i];
            if (c->version != k + 1)
                continue;
            c->headline = c->title && of->title && c->title != of->title;
            if (!c->text.memory || !of->text.memory)
                continue;
            if (track_align(&b->align, b->work, &of->text, &c->text))
                t->failed = 1;
            else
                count_edits(c, &b->align, &of->text);
        }
        if (!t->failed && make_note(t, b, k))
            t->failed = 1;
    }
}
