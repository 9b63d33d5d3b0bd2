#include "cli/report_story.h"

#include <stdlib.h>
#include <string.h>

#define NONE SIZE_MAX

const char *report_story_text(const struct report_story *st, size_t at)
{
    return at == NONE ? NULL : st->strings.s + at;
}

static size_t keep(struct report_story *st, const char *s)
{
    size_t at = st->strings.n;
    if (!s)
        return NONE;
    page_buffer_add(&st->strings, s, strlen(s) + 1);
    st->failed |= st->strings.failed;
    return st->failed ? NONE : at;
}

/* Room for one more of n items of this size; the place, or NULL. */
static void *room(struct report_story *st, void *items, size_t *cap, size_t n,
                  size_t size)
{
    void *more;
    size_t want = *cap ? *cap * 2 : 64;
    if (n < *cap)
        return items;
    if (want > SIZE_MAX / size || !(more = realloc(items, want * size))) {
        st->failed = 1;
        return NULL;
    }
    *cap = want;
    return more;
}

int report_story_begin(struct report_story *st, const struct track_row *row)
{
    st->ncopies = st->nversions = st->nchanges = 0;
    page_buffer_clear(&st->strings, (size_t)1 << 20);
    st->row = *row;
    st->text[0] = keep(st, row->title);
    st->text[1] = keep(st, row->agency);
    st->text[2] = keep(st, row->by);
    st->text[3] = keep(st, row->origin_article);
    st->text[4] = keep(st, row->origin_site);
    /* The hours are not used here, and live no longer than the row. */
    st->row.by_hour = NULL;
    st->row.hours = 0;
    return st->failed ? -1 : 0;
}

static int keep_change(struct report_story *st, const struct change *c)
{
    struct report_change *more =
        room(st, st->change, &st->change_cap, st->nchanges, sizeof *st->change);
    if (!more)
        return -1;
    st->change = more;
    st->change[st->nchanges++] = (struct report_change){
        c->kind, keep(st, c->before), keep(st, c->after)};
    return st->failed ? -1 : 0;
}

int report_story_version(struct report_story *st, const struct version_row *row)
{
    struct report_version *v = room(st, st->version, &st->version_cap,
                                    st->nversions, sizeof *st->version);
    if (!v)
        return -1;
    st->version = v;
    v += st->nversions++;
    *v = (struct report_version){.row = *row, .change = st->nchanges};
    v->text[0] = keep(st, row->article);
    v->text[1] = keep(st, row->marker);
    v->text[2] = keep(st, row->marked_in);
    v->row.change = NULL;
    for (size_t i = 0; i < row->nchanges; i++)
        if (keep_change(st, &row->change[i]))
            return -1;
    return st->failed ? -1 : 0;
}

int report_story_copy(struct report_story *st, const struct carry_row *row)
{
    struct report_copy *c =
        room(st, st->copy, &st->copy_cap, st->ncopies, sizeof *st->copy);
    if (!c)
        return -1;
    st->copy = c;
    c += st->ncopies++;
    c->row = *row;
    c->text[0] = keep(st, row->article);
    c->text[1] = keep(st, row->site);
    c->text[2] = keep(st, row->url);
    c->text[3] = keep(st, row->title);
    c->text[4] = keep(st, row->agency);
    c->text[5] = keep(st, row->evidence);
    return st->failed ? -1 : 0;
}

void report_story_release(struct report_story *st)
{
    free(st->version);
    free(st->copy);
    free(st->change);
    page_buffer_release(&st->strings);
    *st = (struct report_story){0};
}
