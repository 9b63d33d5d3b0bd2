/*
 * Heights are pixels. A row of the timeline is as high as a line of small type
 * needs, since each row bears a name.
 */
#include "cli/report_svg.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "cli/report_html.h"
#include "store/store.h"

#define CURVE 96 /* of the curve, without the axis */
#define FOOT 18  /* of the axis under it */
#define ROW 16   /* of the timeline */
/* Letters of a site's name: as many as fit half of a telephone. */
#define NAME 28

#define MINUTE 60
#define HOUR 3600
#define DAY 86400
/* Share of the width between two ticks, so that their words do not touch on a
 * telephone. */
#define APART 9

static double root(int64_t t)
{
    return t < 0 ? -sqrt(-(double)t) : sqrt((double)t);
}

struct report_axis report_axis_over(int64_t first, int64_t last)
{
    return (struct report_axis){first < 0 ? first : 0,
                                last > HOUR ? last : HOUR};
}

double report_axis_at(const struct report_axis *axis, int64_t t)
{
    double from = root(axis->from), to = root(axis->to);
    return 100 * (root(t) - from) / (to - from);
}

/* Ticks from the origin on, as far apart as they have to be; the origin's is
 * the first. Returns their number. */
#define TICKS 16
static size_t ticks(const struct report_axis *axis, double apart,
                    int64_t out[TICKS])
{
    static const int64_t usual[] = {15 * MINUTE, HOUR,      3 * HOUR,  6 * HOUR,
                                    12 * HOUR,   DAY,       2 * DAY,   4 * DAY,
                                    7 * DAY,     14 * DAY,  28 * DAY,  60 * DAY,
                                    180 * DAY,   365 * DAY, 1000 * DAY};
    size_t n = 0;
    out[n++] = 0;
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        if (usual[i] <= axis->to &&
            report_axis_at(axis, usual[i]) >=
                report_axis_at(axis, out[n - 1]) + apart)
            out[n++] = usual[i];
    return n;
}

const char *report_tick(int64_t t, char out[REPORT_TICK])
{
    const char *sign = t < 0 ? "\xE2\x88\x92" : "";
    uint64_t s = t < 0 ? 0 - (uint64_t)t : (uint64_t)t;
    if (!s)
        return strcpy(out, "0");
    if (s % DAY == 0 && s > DAY)
        snprintf(out, REPORT_TICK, "%s%" PRIu64 " d", sign, s / DAY);
    else if (s % HOUR == 0)
        snprintf(out, REPORT_TICK, "%s%" PRIu64 " h", sign, s / HOUR);
    else
        snprintf(out, REPORT_TICK, "%s%" PRIu64 " min", sign, s / MINUTE);
    return out;
}

void report_shapes(FILE *f)
{
    fputs("<svg class=\"shapes\" width=\"0\" height=\"0\" aria-hidden=\"true\" "
          "focusable=\"false\"><defs>"
          "<path id=\"m0\" d=\"M-5 0H5\"/>"
          "<circle id=\"m1\" r=\"4.2\"/>"
          "<rect id=\"m2\" x=\"-4\" y=\"-4\" width=\"8\" height=\"8\"/>"
          "<path id=\"m3\" d=\"M0-5L5 4H-5Z\"/>"
          "<path id=\"m4\" d=\"M0-5.6L5.6 0 0 5.6-5.6 0Z\"/>"
          "<path id=\"m5\" d=\"M0-5L4.8-1.5 2.9 4H-2.9L-4.8-1.5Z\"/>"
          "<path id=\"ms\" d=\"M-7-7L7 7M-7 7L7-7\"/>"
          "<path id=\"g\" d=\"M0 0V9999\"/>"
          "</defs></svg>\n",
          f);
}

static const char *side(double x)
{
    return x < 4 ? " class=b" : x > 94 ? " class=e" : "";
}

static void tick_words(FILE *f, const struct report_axis *axis, double apart,
                       int y)
{
    int64_t at[TICKS];
    size_t n = ticks(axis, apart, at);
    char words[REPORT_TICK];
    fputs("<g class=tick>", f);
    for (size_t i = 0; i < n; i++) {
        double x = report_axis_at(axis, at[i]);
        fprintf(f, "<text x=%.1f%% y=%d%s>%s</text>", x, y, side(x),
                report_tick(at[i], words));
    }
    fputs("</g>", f);
}

/* The lines are as long as the longest chart, and end with the box that they
 * are in. */
static void grid(FILE *f, const struct report_axis *axis)
{
    int64_t at[TICKS];
    size_t n = ticks(axis, APART, at);
    fputs("<svg class=grid>", f);
    for (size_t i = 0; i < n; i++)
        fprintf(f, "<use href=#g x=%.1f%% />", report_axis_at(axis, at[i]));
    fputs("</svg>", f);
    tick_words(f, axis, APART, CURVE + FOOT - 5);
}

/* The steps: up by one copy at each lag, in a box of 1000 by 100. */
static void curve_path(FILE *f, const struct report_chart *c)
{
    fprintf(f, "<path class=line d=\"M%.0f 100",
            10 * report_axis_at(&c->axis, c->lags[0]));
    for (size_t i = 0; i < c->nlags; i++) {
        double y = 100 - 100 * (double)(i + 1) / (double)c->nlags;
        if (i + 1 == c->nlags || c->lags[i + 1] != c->lags[i])
            fprintf(f, "H%.0fV%.3g", 10 * report_axis_at(&c->axis, c->lags[i]),
                    y);
    }
    fputs("H1000\"/>", f);
}

static void curve_half(FILE *f, double x)
{
    fprintf(f,
            "<line class=half x1=%.1f%% x2=%.1f%% y1=%d y2=%d />"
            "<text class=%s x=%.1f%% dx=%d y=%d>half out</text>",
            x, x, CURVE / 2, CURVE, x > 75 ? "\"note e\"" : "note", x,
            x > 75 ? -5 : 5, CURVE - 6);
}

static void draw_curve(FILE *f, const struct report_chart *c)
{
    fprintf(f,
            "<line class=base x2=100%% y1=%d y2=%d />"
            "<svg width=100%% height=%d viewBox=\"0 0 1000 100\" "
            "preserveAspectRatio=none>",
            CURVE, CURVE, CURVE);
    curve_path(f, c);
    fputs("</svg>", f);
    if (c->half != STORE_NO_TIME && c->nlags > 1)
        curve_half(f, report_axis_at(&c->axis, c->lags[0] + c->half));
    fputs("<text class=note y=11>", f);
    report_counted(f, c->nlags, "cop", "y", "ies");
    fputs("</text>", f);
}

static unsigned shape(unsigned version)
{
    return version < REPORT_SHAPES ? version : REPORT_SHAPES;
}

/* The middle of a row. */
static uint32_t row_y(uint32_t row)
{
    return CURVE + FOOT + row * ROW + ROW / 2;
}

static void draw_dots(FILE *f, const struct report_chart *c)
{
    int stale = 0;
    fputs("<g class=dots>", f);
    for (size_t i = 0; i < c->ndots; i++) {
        const struct report_dot *d = &c->dots[i];
        stale |= d->stale;
        fprintf(f, "<use href=#m%u x=%.1f%% y=%" PRIu32 "%s />",
                shape(d->version), report_axis_at(&c->axis, d->lag),
                row_y(d->row), d->named ? "" : " class=o");
    }
    fputs("</g>", f);
    if (!stale)
        return;
    fputs("<g class=stale>", f);
    for (size_t i = 0; i < c->ndots; i++)
        if (c->dots[i].stale)
            fprintf(f, "<use href=#ms x=%.1f%% y=%" PRIu32 " />",
                    report_axis_at(&c->axis, c->dots[i].lag),
                    row_y(c->dots[i].row));
    fputs("</g>", f);
}

/* A site's name stands behind its last dot, or before its first where there is
 * more room. */
static void name_site(FILE *f, const struct report_axis *axis,
                      const struct report_row *row, uint32_t y)
{
    double left = report_axis_at(axis, row->first);
    double right = report_axis_at(axis, row->last);
    int behind = 100 - right >= left;
    fprintf(f, "<text x=%.1f%% y=%" PRIu32 "%s>", behind ? right : left, y,
            behind ? "" : " class=e");
    report_cut(f, row->site, strlen(row->site), NAME);
    fputs("</text>", f);
}

static void name_rows(FILE *f, const struct report_chart *c)
{
    fputs("<g class=name>", f);
    for (uint32_t i = 0; i < c->nrows; i++) {
        const struct report_row *row = &c->rows[i];
        if (row->site)
            name_site(f, &c->axis, row, row_y(i));
        else if (row->first == STORE_NO_TIME)
            continue;
        else if (row->version)
            fprintf(f, "<text y=%" PRIu32 ">version %u%s</text>", row_y(i),
                    row->version,
                    row->version < REPORT_SHAPES ? "" : " and later");
        else
            fprintf(f, "<text y=%" PRIu32 ">digests</text>", row_y(i));
    }
    fputs("</g>", f);
}

void report_chart(FILE *f, const struct report_chart *c)
{
    unsigned height = CURVE + FOOT + (unsigned)c->nrows * ROW + ROW / 2;
    fprintf(f,
            "<svg class=chart role=img width=100%% height=%u data-from=%" PRId64
            " data-to=%" PRId64 "><title>Carry curve and outlets</title>"
            "<desc>",
            height, c->axis.from, c->axis.to);
    report_counted(f, c->nlags, "cop", "y", "ies");
    fputs(", the last after ", f);
    report_lag(f, c->lags[c->nlags - 1]);
    fprintf(f,
            "; below, a mark for each, in a row for each %s. The tables "
            "have the figures.</desc>",
            c->nrows && c->rows[0].site ? "site" : "version");
    grid(f, &c->axis);
    draw_curve(f, c);
    draw_dots(f, c);
    name_rows(f, c);
    fputs("</svg>\n", f);
}

void report_spark(FILE *f, const uint64_t *by_hour, size_t hours)
{
    uint64_t all = 0, out = 0;
    for (size_t i = 0; i < hours; i++)
        all += by_hour[i];
    if (!all)
        return;
    fprintf(f,
            "<svg class=spark aria-hidden=true width=72 "
            "height=18 viewBox=\"0 0 %zu 100\" "
            "preserveAspectRatio=none><path d=\"M0 100",
            hours);
    for (size_t i = 0; i < hours; i++) {
        out += by_hour[i];
        if (by_hour[i])
            fprintf(f, "H%zuV%.0f", i, 100 - 100 * (double)out / (double)all);
    }
    fprintf(f, "H%zu\"/></svg>", hours);
}

static double box_at(const struct report_axis *axis, int64_t lag)
{
    double x = report_axis_at(axis, lag);
    return x < 0 ? 0 : x > 100 ? 100 : x;
}

void report_box(FILE *f, const struct report_axis *axis, int64_t quarter,
                int64_t median, int64_t three_quarter)
{
    double a, b, m;
    if (median == STORE_NO_TIME)
        return;
    a = box_at(axis, quarter);
    b = box_at(axis, three_quarter);
    m = box_at(axis, median);
    fprintf(f,
            "<svg class=box aria-hidden=true width=100%% height=14>"
            "<rect x=%.1f%% y=3 width=%.1f%% height=8 />"
            "<line x1=%.1f%% x2=%.1f%% y2=14 /></svg>",
            a, b > a + .5 ? b - a : .5, m, m);
}

void report_box_axis(FILE *f, const struct report_axis *axis)
{
    fputs("<svg class=box aria-hidden=true width=100% height=14>", f);
    tick_words(f, axis, 2 * APART, 11);
    fputs("</svg>", f);
}
