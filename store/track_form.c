/*
 * A story that is one of a form, a market report or the tides, has sentences
 * that the site shows every day: they look like its furniture, and are the
 * story's where copies on other sites have them in the same place. Only the
 * text of a version is asked; a copy's furniture counts where it goes on from
 * the story (track_align.c).
 */
#include <stdlib.h>
#include <string.h>

#include "store/track_tale.h"
#include "store/work.h"

/* Copies that are asked: more of them say the same. */
#define FORM_COPIES 8

/* Other sites that have the words at least: of those above and below the story
 * more, as the papers of one group share letters and footers. */
#define FORM_INSIDE 1
#define FORM_OUTSIDE 2

/* Of the copies that go on there, all have them, but for one of so many, and
 * half of all copies: a letter that many papers print stands in a third. */
#define FORM_MISS 8

/* Words by which a copy may miss the end of the story and still have all of
 * it. */
#define FORM_NEAR 6

/* Per word of the text: copies that have it, and those that go on there. */
struct form {
    struct track_text *of;
    uint32_t first, last; /* words of the story that are no furniture */
    uint8_t *have, *pass;
    unsigned asked;
};

static int find_story(struct form *f)
{
    const struct track_text *x = f->of;
    uint32_t aside = 0, last = x->n;
    f->first = 0;
    while (f->first < x->n && x->aside[f->first])
        f->first++;
    while (last > f->first && x->aside[last - 1])
        last--;
    f->last = last;
    for (uint32_t i = f->first; i < last; i++)
        aside += x->aside[i] && !x->credit[i];
    return aside > 0;
}

static void ask(struct form *f, const struct track_align *x)
{
    const struct track_run *end = &x->run[x->n - 1];
    uint32_t to = end->a + end->n;
    if (to + FORM_NEAR >= f->last)
        to = f->of->n;
    for (uint32_t i = 0; i < to; i++)
        f->pass[i]++; /* nobody cuts the beginning of a story */
    for (size_t k = 0; k < x->n; k++)
        for (uint32_t i = 0; i < x->run[k].n; i++)
            f->have[x->run[k].a + i]++;
}

/* Whether the copy is to be asked: one a site, and not the text's own. */
static int is_new(const struct tale *t, unsigned version, uint32_t i,
                  const uint32_t *site, unsigned asked)
{
    const struct tale_copy *c = &t->copy[i];
    if (c->version != version || !c->text.memory ||
        c->site == t->copy[t->version[version - 1].text].site)
        return 0;
    for (unsigned k = 0; k < asked; k++)
        if (site[k] == c->site)
            return 0;
    return 1;
}

static int ask_copies(struct form *f, const struct tale *t,
                      struct tale_bench *b, unsigned version)
{
    uint32_t site[FORM_COPIES];
    unsigned asked = 0;
    for (uint32_t i = 0; i < t->n && asked < FORM_COPIES; i++) {
        if (!is_new(t, version, i, site, asked))
            continue;
        if (track_align(&b->align, b->work, f->of, &t->copy[i].text))
            return -1;
        site[asked++] = t->copy[i].site;
        if (b->align.n)
            ask(f, &b->align);
    }
    f->asked = asked;
    return 0;
}

/* Takes back what copies have that go on there; how many words. */
static uint32_t take_back(struct form *f)
{
    uint8_t *aside = (uint8_t *)(uintptr_t)f->of->aside;
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->of->n; i++) {
        unsigned least =
            i >= f->first && i < f->last ? FORM_INSIDE : FORM_OUTSIDE;
        if (!aside[i] || f->of->credit[i] || f->have[i] < least ||
            f->have[i] < f->pass[i] - f->pass[i] / FORM_MISS ||
            2 * f->have[i] <= f->asked)
            continue;
        aside[i] = 0;
        n++;
    }
    f->of->kept += n;
    return n;
}

int tale_form(struct tale *t, struct tale_bench *b, unsigned version)
{
    struct form f = {.of = &t->copy[t->version[version - 1].text].text};
    struct side whole = f.of->side;
    int rc = -1;
    if (t->version[version - 1].sites <= FORM_INSIDE || !find_story(&f))
        return 0;
    whole.aside = NULL;
    f.have = calloc(f.of->n + 1, 1);
    f.pass = calloc(f.of->n + 1, 1);
    if (f.have && f.pass && !overlap_index_make(&b->work->index, &whole) &&
        !ask_copies(&f, t, b, version))
        rc = take_back(&f) != 0;
    free(f.have);
    free(f.pass);
    return rc;
}
