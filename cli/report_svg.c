/*
 * Heights are pixels. A row of the timeline is as high as a line of small type
 * needs, since each row bears a name.
 */
#include "cli/report_svg.h"

#include <inttypes.h>
#include <string.h>

#include "cli/report_html.h"
#include "store/store.h"

#define CURVE 132 /* of the carry curve */
#define ROW 16    /* of the timeline */
/* With more rows than these the axis stands above them, too. */
#define ROWS_SEEN 20
/* Letters of a site's name: as many as fit half of a telephone. */
#define NAME 28
/* Width and height of a curve in a line of text: an hour a pixel. */
#define SPARK 18

/* The shapes of versions, and first that of a digest. */
static const char *const shapes[REPORT_SHAPES + 1] = {
    "<path d=\"M-5 0H5\"/>",
    "<circle r=\"4.2\"/>",
    "<path d=\"M-4-4H4V4H-4Z\"/>",
    "<path d=\"M0-5L5 4H-5Z\"/>",
    "<path d=\"M0-5.6L5.6 0 0 5.6-5.6 0Z\"/>",
    "<path d=\"M0-5L4.8-1.5 2.9 4H-2.9L-4.8-1.5Z\"/>",
};

/* Each shape filled (m) and hollow (o), and both crossed (s). */
void report_shapes(FILE *f)
{
    fputs("<svg class=shapes width=0 height=0 aria-hidden=true><defs>"
          "<path id=s class=x d=\"M-7-7L7 7M-7 7L7-7\"/>",
          f);
    for (unsigned i = 0; i <= REPORT_SHAPES; i++)
        fprintf(f,
                "<g id=m%u>%s</g><g id=o%u class=o>%s</g>"
                "<g id=m%us><use href=#m%u /><use href=#s /></g>"
                "<g id=o%us><use href=#o%u /><use href=#s /></g>",
                i, shapes[i], i, shapes[i], i, i, i, i);
    fputs("<g id=yl><text class=note y=-10>copies out</text>"
          "<g class=y><text y=100%>0</text></g></g>"
          "<g id=hl><line class=half y1=50% y2=100% />"
          "<text class=note dx=5 y=94%>half out</text></g>"
          "<g id=hr><line class=half y1=50% y2=100% />"
          "<text class=\"note e\" dx=-5 y=94%>half out</text></g>"
          "</defs></svg>\n",
          f);
}

/* A round number of copies so that there are at most four steps to n. */
static size_t step_of(size_t n)
{
    static const size_t steps[] = {1, 2, 5};
    size_t ten = 1, i = 0;
    while (n / (steps[i] * ten) > 4) {
        ten *= i == 2 ? 10 : 1;
        i = (i + 1) % 3;
    }
    return steps[i] * ten;
}

/* Lines across and the numbers on the left: round ones, and n at the top, with
 * room between them. */
static void copies_axis(FILE *f, size_t n)
{
    size_t step = step_of(n);
    fprintf(f,
            "<svg viewBox=\"0 0 1000 %zu\" preserveAspectRatio=none>"
            "<path class=grid d=\"M0 0H1000",
            n);
    for (size_t v = step; v + step / 2 < n; v += step)
        fprintf(f, "M0 %zuH1000", n - v);
    fputs("\"/>", f);
}

static void copies_words(FILE *f, size_t n)
{
    size_t step = step_of(n);
    fputs("<g class=y>", f);
    for (size_t v = step; v + step / 2 < n; v += step)
        fprintf(f, "<text y=%.0f>%zu</text>",
                CURVE * (1 - (double)v / (double)n), v);
    fprintf(f, "<text>%zu</text></g><use href=#yl />", n);
}

/* The steps: up by the copies that came at each lag, in a box of 1000 by as
 * many as there are. */
static void curve_path(FILE *f, const struct report_curve *c)
{
    size_t from = 0;
    fprintf(f, "<path class=line d=\"M%.0f %zu",
            10 * report_axis_at(&c->axis, c->lags[0]), c->nlags);
    for (size_t i = 1; i <= c->nlags; i++) {
        if (i < c->nlags && c->lags[i] == c->lags[i - 1])
            continue;
        if (from)
            fprintf(f, "H%.0f", 10 * report_axis_at(&c->axis, c->lags[i - 1]));
        fprintf(f, "v-%zu", i - from);
        from = i;
    }
    fputs("H1000\"/></svg>", f);
}

void report_curve(FILE *f, const struct report_curve *c)
{
    fprintf(f, "<svg class=chart role=img height=%d aria-label=\"Carry curve: ",
            CURVE);
    report_counted(f, c->nlags, "cop", "y", "ies");
    fputs(", the last after ", f);
    report_lag(f, c->lags[c->nlags - 1]);
    fputs("\">", f);
    report_axis_use(f, &c->axis);
    copies_axis(f, c->nlags);
    curve_path(f, c);
    copies_words(f, c->nlags);
    if (c->half != STORE_NO_TIME && c->nlags > 1) {
        double x = report_axis_at(&c->axis, c->half);
        fprintf(f, "<use href=#h%c x=%.1f%% />", x > 75 ? 'r' : 'l', x);
    }
    fputs("</svg>\n", f);
}

static unsigned shape(unsigned version)
{
    return version < REPORT_SHAPES ? version : REPORT_SHAPES;
}

/* The middle of a row. */
static uint32_t row_y(uint32_t row)
{
    return row * ROW + ROW / 2 + 2;
}

static void write_href(FILE *f, unsigned version, int named, int stale)
{
    fprintf(f, "href=#%c%u%s", named ? 'm' : 'o', shape(version),
            stale ? "s" : "");
}

void report_mark(FILE *f, unsigned version, int named, int stale)
{
    fputs("<svg width=16 height=16 aria-hidden=true><use ", f);
    write_href(f, version, named, stale);
    fputs(" x=8 y=8 /></svg>", f);
}

/* A line from the first to the last mark of a row that has several. */
static void draw_runs(FILE *f, const struct report_timeline *t)
{
    for (uint32_t i = 0; i < t->nrows; i++) {
        const struct report_row *row = &t->rows[i];
        if (row->site && row->last > row->first)
            fprintf(f,
                    "<line class=run x1=%.1f%% x2=%.1f%% y1=%" PRIu32
                    " y2=%" PRIu32 " />",
                    report_axis_at(&t->axis, row->first),
                    report_axis_at(&t->axis, row->last), row_y(i), row_y(i));
    }
}

static void draw_dots(FILE *f, const struct report_timeline *t)
{
    fputs("<g class=dots>", f);
    for (size_t i = 0; i < t->ndots; i++) {
        const struct report_dot *d = &t->dots[i];
        fputs("<use ", f);
        write_href(f, d->version, d->named, d->stale);
        fprintf(f, " x=%.1f%% y=%" PRIu32 " />",
                report_axis_at(&t->axis, d->lag), row_y(d->row));
    }
    fputs("</g>", f);
}

static void write_name(FILE *f, const char *site)
{
    report_cut(f, site, strlen(site), NAME);
}

void report_names(FILE *f, const char *const *name, size_t n)
{
    fputs("<svg class=shapes width=0 height=0 aria-hidden=true>"
          "<defs class=names>",
          f);
    for (size_t i = 0; i < n; i++) {
        fprintf(f, "<text id=n%zu>", i);
        write_name(f, name[i]);
        fputs("</text>", f);
    }
    fputs("</defs></svg>\n", f);
}

/* A site's name stands behind its last dot, or before its first where there is
 * more room. */
static int is_behind(const struct report_axis *axis,
                     const struct report_row *row)
{
    return 100 - report_axis_at(axis, row->last) >=
           report_axis_at(axis, row->first);
}

static void name_site(FILE *f, const struct report_axis *axis,
                      const struct report_row *row, uint32_t y)
{
    double x =
        report_axis_at(axis, is_behind(axis, row) ? row->last : row->first);
    if (row->name != REPORT_NO_NAME && !row->stale) {
        fprintf(f, "<use href=#n%zu x=%.1f%% y=%" PRIu32 " />", row->name, x,
                y);
        return;
    }
    fprintf(f, "<text x=%.1f%% y=%" PRIu32 ">", x, y);
    write_name(f, row->site);
    fputs(row->stale ? "<tspan>, still old</tspan></text>" : "</text>", f);
}

static void name_sites(FILE *f, const struct report_timeline *t, int behind)
{
    fprintf(f, behind ? "<g class=name>" : "<g class=\"name e\">");
    for (uint32_t i = 0; i < t->nrows; i++)
        if (t->rows[i].site && is_behind(&t->axis, &t->rows[i]) == behind)
            name_site(f, &t->axis, &t->rows[i], row_y(i));
    fputs("</g>", f);
}

static void name_versions(FILE *f, const struct report_timeline *t)
{
    fputs("<g class=name>", f);
    for (uint32_t i = 0; i < t->nrows; i++) {
        const struct report_row *row = &t->rows[i];
        if (row->first == STORE_NO_TIME)
            continue;
        if (row->version)
            fprintf(f, "<text y=%" PRIu32 ">version %u%s</text>", row_y(i),
                    row->version,
                    row->version < REPORT_SHAPES ? "" : " and later");
        else
            fprintf(f, "<text y=%" PRIu32 ">digests</text>", row_y(i));
    }
    fputs("</g>", f);
}

void report_timeline(FILE *f, const struct report_timeline *t)
{
    int sites = t->nrows && t->rows[0].site;
    fprintf(f, "<svg class=chart role=img height=%zu aria-label=\"Timeline: ",
            t->nrows * ROW + 6);
    report_counted(f, t->ndots, "mark", "", "s");
    fprintf(f, " in a row for each %s\">", sites ? "site" : "version");
    report_axis_use(f, &t->axis);
    if (t->nrows > ROWS_SEEN)
        report_axis_above(f, &t->axis);
    draw_runs(f, t);
    draw_dots(f, t);
    if (sites) {
        name_sites(f, t, 1);
        name_sites(f, t, 0);
    } else {
        name_versions(f, t);
    }
    fputs("</svg>\n", f);
}

static double spark_y(uint64_t out, uint64_t all)
{
    return SPARK - SPARK * (double)out / (double)all;
}

void report_spark(FILE *f, const struct report_hours *h)
{
    uint64_t out = h->early;
    if (!h->all || !h->hours)
        return;
    fprintf(f, "<svg class=spark aria-hidden=true><path d=\"M0 %d", SPARK);
    if (out)
        fprintf(f, "V%.1f", spark_y(out, h->all));
    for (size_t i = 0; i < h->hours; i++) {
        out += h->by_hour[i];
        if (h->by_hour[i])
            fprintf(f, "H%zuV%.1f", i, spark_y(out, h->all));
    }
    fprintf(f, "H%zu\"/></svg>", h->hours);
}

void report_box(FILE *f, const struct report_axis *axis,
                const struct report_box *box)
{
    double a, b, m, first, last;
    if (box->median == STORE_NO_TIME)
        return;
    a = report_axis_at(axis, box->quarter);
    b = report_axis_at(axis, box->three_quarter);
    m = report_axis_at(axis, box->median);
    first = report_axis_at(axis, box->least);
    last = report_axis_at(axis, box->most);
    fprintf(f,
            "<svg class=box aria-hidden=true height=14>"
            "<line class=w x1=%.1f%% x2=%.1f%% y1=7 y2=7 />"
            "<line class=w x1=%.1f%% x2=%.1f%% y1=4 y2=10 />"
            "<line class=w x1=%.1f%% x2=%.1f%% y1=4 y2=10 />"
            "<rect x=%.2f%% y=2 width=%.2f%% height=10 />"
            "<line class=m x1=%.1f%% x2=%.1f%% y2=14 /></svg>",
            first, last, first, first, last, last, a, b > a + .5 ? b - a : .5,
            m, m);
}

void report_box_axis(FILE *f, const struct report_axis *axis)
{
    fputs("<svg class=\"box tick\" aria-hidden=true height=14>", f);
    report_axis_words(f, axis, 11);
    fputs("</svg>", f);
}
