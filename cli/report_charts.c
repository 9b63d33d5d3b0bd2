/*
 * A story's charts, laid out: which copy has a mark in which row. Both charts
 * have the same time axis, one under the other.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/report_html.h"
#include "cli/report_story.h"
#include "cli/report_svg.h"

/* With more sites than these a row for each is no picture any more: then a
 * version's marks share so many rows. */
#define ROWS_MOST 80
#define LANES 6

#define HOUR 3600
#define DAY 86400

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
                      const struct report_story *st)
{
    for (size_t i = 0; i < l->ndots; i++) {
        struct report_dot *d = &l->dots[i];
        if (leader[i] == i) {
            const char *site = report_story_text(st, copy[i]->text[1]);
            d->row = (uint32_t)l->nrows;
            l->rows[l->nrows++] =
                (struct report_row){site ? site : "", d->lag, d->lag, 0};
        } else {
            d->row = l->dots[leader[i]].row;
            l->rows[d->row].last = d->lag;
        }
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
                NULL, k ? STORE_NO_TIME : 0, STORE_NO_TIME, v};
    }
}

static void lay_dot(struct layout *l, const struct carry_row *c)
{
    l->dots[l->ndots++] =
        (struct report_dot){c->lag, 0, c->version, c->agency != NULL, c->stale};
}

/* The rows of the timeline; 0 or -1. */
static int lay_rows(struct layout *l, const struct report_story *st)
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
        lay_sites(l, leader, copy, st);
    else
        lay_versions(l);
    failed = 0;
out:
    free(seats);
    free(leader);
    free(copy);
    return failed ? -1 : 0;
}

static size_t out_before(const struct layout *l, int64_t t)
{
    size_t n = 0;
    while (n < l->nlags && l->lags[n] < t)
        n++;
    return n;
}

/* The figures of the curve at some times, in two rows. */
static void write_curve_table(const struct layout *l, FILE *f)
{
    static const int64_t marks[] = {HOUR,     3 * HOUR, 6 * HOUR, 12 * HOUR,
                                    DAY,      2 * DAY,  4 * DAY,  7 * DAY,
                                    14 * DAY, 28 * DAY};
    size_t n = 0;
    char tick[REPORT_TICK];
    while (n < sizeof marks / sizeof *marks &&
           marks[n] <= l->lags[l->nlags - 1])
        n++;
    fputs("<div class=scroll><table class=curve>"
          "<caption>Copies that were out within a time</caption><tr><th "
          "scope=row>within",
          f);
    for (size_t i = 0; i < n; i++)
        fprintf(f, "<th scope=col>%s", report_tick(marks[i], tick));
    fputs("<th scope=col>all<tr><th scope=row>copies", f);
    for (size_t i = 0; i <= n; i++)
        report_count_cell(f, i < n ? out_before(l, marks[i]) : l->nlags);
    fputs("<tr><th scope=row>share", f);
    for (size_t i = 0; i <= n; i++) {
        fputs("<td>", f);
        report_percent(f, i < n ? out_before(l, marks[i]) : l->nlags, l->nlags);
    }
    fputs("</table></div>\n", f);
}

int report_story_charts(struct report_story *st, struct report *r)
{
    struct layout l = {0};
    int failed = lay_lags(&l, st) || (l.nlags && lay_rows(&l, st));
    if (!failed && l.nlags) {
        fputs("<h4>Carry curve and outlets</h4>\n<figure>\n", r->f);
        report_chart(r->f, &(const struct report_chart){
                               l.axis, l.lags, l.nlags, st->row.half_life,
                               l.dots, l.ndots, l.rows, l.nrows});
        fputs("<figcaption>Time after the origin.", r->f);
        if (st->row.undated) {
            fputs(" Not drawn: ", r->f);
            report_counted(r->f, st->row.undated, "cop", "y without a date.",
                           "ies without a date.");
        }
        fputs("</figcaption></figure>\n", r->f);
        write_curve_table(&l, r->f);
    }
    release(&l);
    return failed ? -1 : 0;
}
