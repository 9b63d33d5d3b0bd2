/*
 * A story's charts, laid out: which copy has a mark in which row. Both charts
 * have the same time axis.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/report_html.h"
#include "cli/report_story.h"
#include "cli/report_svg.h"

/* With more sites than these a row for each is no picture any more, but three
 * screens of names: then a version's marks share so many rows. */
#define ROWS_MOST 160
#define LANES 6

struct layout {
    struct report_axis axis;
    int64_t *lags; /* of the dated copies, ascending */
    size_t nlags;
    struct report_dot *dots;
    size_t ndots;
    struct report_row *rows;
    size_t nrows;
};

static void release(struct layout *l)
{
    free(l->lags);
    free(l->dots);
    free(l->rows);
}

static int ascending(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* The lags, and the axis that all of them fit on, those of digests too. */
static int lay_lags(struct layout *l, const struct report_story *st)
{
    int64_t first = 0, last = 0;
    if (!(l->lags = malloc((st->ncopies + 1) * sizeof *l->lags)))
        return -1;
    for (size_t i = 0; i < st->ncopies; i++) {
        int64_t lag = st->copy[i].row.lag;
        if (lag == STORE_NO_TIME)
            continue;
        if (st->copy[i].row.role == ROLE_COPY)
            l->lags[l->nlags++] = lag;
        first = lag < first ? lag : first;
        last = lag > last ? lag : last;
    }
    qsort(l->lags, l->nlags, sizeof *l->lags, ascending);
    l->axis = report_axis_over(first, last);
    return 0;
}

/* A copy and its site, to bring those of one site together. */
struct seat {
    const char *site;
    size_t dot;
};

static int by_site(const void *a, const void *b)
{
    const struct seat *x = a, *y = b;
    int d = strcmp(x->site, y->site);
    return d ? d : (x->dot > y->dot) - (x->dot < y->dot);
}

/* For each dot the first dot of its site; the number of sites. */
static size_t group_sites(const struct seat *seats, size_t n, size_t *leader)
{
    size_t sites = 0, first = 0;
    for (size_t i = 0; i < n; i++) {
        if (!i || strcmp(seats[i].site, seats[i - 1].site)) {
            first = seats[i].dot;
            sites++;
        }
        leader[seats[i].dot] = first;
    }
    return sites;
}

/* A row for each site, in the order in which the sites came. */
static void lay_sites(struct layout *l, const size_t *leader,
                      const struct report_copy *const *copy,
                      const struct report_story *st, const struct report *r)
{
    for (size_t i = 0; i < l->ndots; i++) {
        struct report_dot *d = &l->dots[i];
        if (leader[i] == i) {
            const char *site = report_story_text(st, copy[i]->text[1]);
            d->row = (uint32_t)l->nrows;
            l->rows[l->nrows++] = (struct report_row){site ? site : "",
                                                      report_name_of(r, site),
                                                      d->lag,
                                                      d->lag,
                                                      0,
                                                      0};
        } else {
            d->row = l->dots[leader[i]].row;
            l->rows[d->row].last = d->lag;
        }
        l->rows[d->row].stale |= d->stale;
    }
}

/* A heading for each version and its dots in some rows below it. */
static void lay_versions(struct layout *l)
{
    for (unsigned v = 0; v <= REPORT_SHAPES; v++) {
        size_t head = l->nrows, seen = 0;
        for (size_t i = 0; i < l->ndots; i++) {
            unsigned own = l->dots[i].version;
            if ((own < REPORT_SHAPES ? own : REPORT_SHAPES) == v)
                l->dots[i].row = (uint32_t)(head + 1 + seen++ % LANES);
        }
        if (!seen)
            continue;
        for (size_t k = 0; k <= LANES; k++)
            l->rows[l->nrows++] = (struct report_row){
                NULL, REPORT_NO_NAME, k ? STORE_NO_TIME : 0, STORE_NO_TIME, v,
                0};
    }
}

static void lay_dot(struct layout *l, const struct carry_row *c)
{
    l->dots[l->ndots++] =
        (struct report_dot){c->lag, 0, c->version, c->names, c->stale};
}

/* The rows of the timeline; 0 or -1. */
static int lay_rows(struct layout *l, const struct report_story *st,
                    const struct report *r)
{
    size_t n = st->ncopies + 1, sites;
    struct seat *seats = malloc(n * sizeof *seats);
    size_t *leader = malloc(n * sizeof *leader);
    const struct report_copy **copy = malloc(n * sizeof *copy);
    int failed = 1;
    l->dots = malloc(n * sizeof *l->dots);
    l->rows = malloc((n + (REPORT_SHAPES + 1) * (LANES + 1)) * sizeof *l->rows);
    if (!seats || !leader || !copy || !l->dots || !l->rows)
        goto out;
    for (size_t i = 0; i < st->ncopies; i++) {
        const struct report_copy *c = &st->copy[i];
        const char *site = report_story_text(st, c->text[1]);
        if (c->row.lag == STORE_NO_TIME)
            continue;
        copy[l->ndots] = c;
        seats[l->ndots] = (struct seat){site ? site : "", l->ndots};
        lay_dot(l, &c->row);
    }
    qsort(seats, l->ndots, sizeof *seats, by_site);
    sites = group_sites(seats, l->ndots, leader);
    if (sites <= ROWS_MOST)
        lay_sites(l, leader, copy, st, r);
    else
        lay_versions(l);
    failed = 0;
out:
    free(seats);
    free(leader);
    free(copy);
    return failed ? -1 : 0;
}

/* Copies that were out within a time. */
static size_t out_within(const struct layout *l, int64_t t)
{
    size_t n = 0;
    while (n < l->nlags && l->lags[n] <= t)
        n++;
    return n;
}

static void curve_row(const struct layout *l, const char *within, size_t out,
                      FILE *f)
{
    fprintf(f, "<tr><th>%s", within);
    report_count_cell(f, out);
    fputs("<td>", f);
    report_percent(f, out, l->nlags);
}

/* The height of the curve where the axis is marked, and at its end. */
static void write_curve_table(const struct layout *l, FILE *f)
{
    int64_t at[REPORT_TICKS];
    size_t n = report_axis_ticks(&l->axis, at);
    char tick[REPORT_TICK];
    fputs("<table class=curve><tr><th>within<th>copies<th>share", f);
    for (size_t i = 0; i < n; i++) {
        size_t out = out_within(l, at[i]);
        if (out && out < l->nlags)
            curve_row(l, report_tick(at[i], tick), out, f);
    }
    curve_row(l, "all", l->nlags, f);
    fputs("</table>", f);
}

/* The axis is written where it is first wanted. */
static void define_axis(const struct layout *l, struct report *r)
{
    unsigned char *drawn = &r->axes[l->axis.before][l->axis.after];
    if (!*drawn)
        report_axis_define(r->f, &l->axis);
    *drawn = 1;
}

static void write_curve(const struct report_story *st, const struct layout *l,
                        FILE *f)
{
    int64_t half = st->row.half_life, first = l->lags[0];
    if (half != STORE_NO_TIME && first < 0)
        half += first;
    fputs("<h4>Carry curve</h4>\n<figure class=two>", f);
    report_curve(
        f, &(const struct report_curve){l->axis, l->lags, l->nlags, half});
    write_curve_table(l, f);
    fputs("</figure>\n", f);
}

int report_story_curve(const struct report_story *st, struct report *r)
{
    struct layout l = {0};
    int failed = lay_lags(&l, st);
    if (!failed && l.nlags) {
        define_axis(&l, r);
        write_curve(st, &l, r->f);
    }
    release(&l);
    return failed ? -1 : 0;
}

int report_story_timeline(const struct report_story *st, struct report *r)
{
    struct layout l = {0};
    int failed = lay_lags(&l, st) || (l.nlags && lay_rows(&l, st, r));
    fputs("<h4>Outlets</h4>\n", r->f);
    if (!failed && l.nlags) {
        fputs("<figure>", r->f);
        report_timeline(r->f, &(const struct report_timeline){
                                  l.axis, l.dots, l.ndots, l.rows, l.nrows});
        fputs("</figure>\n", r->f);
    }
    if (!failed && l.nlags && st->row.undated) {
        fputs("<p class=undated>Not drawn: ", r->f);
        report_counted(r->f, st->row.undated, "cop", "y without a date.",
                       "ies without a date.");
        fputs("</p>\n", r->f);
    }
    release(&l);
    return failed ? -1 : 0;
}
