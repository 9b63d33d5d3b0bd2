#include "shingle/credit_line.h"

#include "shingle/plain.h"

#include <string.h>

/* Bytes between two names: ", sowie der Nachrichtenagentur ". */
#define BETWEEN 40

/* Names in a row that are read as one credit; credits have four at most. */
#define NAMES 12

/* How many plain bytes at s, which are i on, are a joining sign or word. */
static size_t joins(const struct agency_table *t, const struct plain *p,
                    size_t i)
{
    size_t from = i, end;

    for (;;) {
        while (i < p->n && p->s[i] == ' ')
            i++;
        if (i >= p->n ||
            !agency_manner_after(t, MANNER_JOIN, p->s + i, p->n - i, &end))
            break;
        i += end;
    }
    return i - from;
}

static int next_name(const struct agency_table *t, const struct credit_line *l,
                     const char *from, struct agency_name_at *m)
{
    const char *stop = l->end - from > BETWEEN ? from + BETWEEN : l->end;
    struct plain p;
    size_t i, end;

    plain_fold(&p, from, stop);
    i = joins(t, &p, 0);
    if (!i || (i == 1 && p.s[0] == ' '))
        return 0;
    for (;;) {
        if (agency_match(t, l->begin, from + p.at[i], l->end, 0, m))
            return !(m->flags & AGENCY_TAIL);
        if (i >= p.n ||
            !agency_manner_after(t, MANNER_FILLER, p.s + i, p.n - i, &end))
            return 0;
        for (i += end; i < p.n && p.s[i] == ' ';)
            i++;
    }
}

void credit_names_read(const struct agency_table *t,
                       const struct credit_line *l,
                       const struct agency_name_at *m, struct credit_names *g)
{
    struct agency_name_at next = *m;
    size_t k;
    int names = 0;

    memset(g, 0, sizeof *g);
    g->begin = m->begin;
    g->flags = m->flags;
    g->rest = m->rest;
    do {
        g->end = next.end;
        if (!(next.flags & AGENCY_GUARDED))
            g->flags &= ~(unsigned)AGENCY_GUARDED;
        for (k = 0; k < g->n && g->agency[k] != next.agency; k++)
            ;
        if (k == g->n && g->n < CREDIT_AGENCIES)
            g->agency[g->n++] = next.agency;
    } while (++names < NAMES && !(m->flags & AGENCY_TAIL) &&
             next_name(t, l, g->end, &next));
}
