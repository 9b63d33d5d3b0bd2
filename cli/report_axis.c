#include "cli/report_axis.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#define MINUTE 60
#define HOUR 3600
#define DAY 86400
/* Share of the width between two ticks, so that their words do not touch on a
 * telephone; and in a column of a table. */
#define APART 10
#define APART_COLUMN 15

/* Where an axis may end: near enough that little of the width is empty, and
 * few enough that stories share them. */
static const int64_t round_times[] = {
    0,         15 * MINUTE, HOUR,      3 * HOUR,  6 * HOUR,
    12 * HOUR, DAY,         36 * HOUR, 2 * DAY,   3 * DAY,
    4 * DAY,   7 * DAY,     10 * DAY,  14 * DAY,  28 * DAY,
    60 * DAY,  180 * DAY,   365 * DAY, 1000 * DAY};
#define ROUND (sizeof round_times / sizeof *round_times)

/* The ends in their order: behind the last of the table, twice as long each
 * time. The last of all takes any time. */
static int64_t end_time(unsigned i)
{
    int64_t t = round_times[i < ROUND ? i : ROUND - 1];
    for (size_t k = ROUND; k <= i; k++)
        t = t > INT64_MAX / 2 ? INT64_MAX : t * 2;
    return t;
}

static unsigned end_for(int64_t t)
{
    unsigned i = 0;
    while (i + 1 < REPORT_ENDS && end_time(i) < t)
        i++;
    return i;
}

/* The root of a time, or its logarithm, on both sides of the origin. */
static double scale(const struct report_axis *axis, int64_t t)
{
    double d = (double)t, away = fabs(d);
    return copysign(axis->logarithmic ? log1p(away / (HOUR / 2)) : sqrt(away),
                    d);
}

struct report_axis report_axis_over(int64_t first, int64_t last)
{
    struct report_axis axis = {0};
    axis.before =
        first < 0 ? end_for(first == INT64_MIN ? INT64_MAX : -first) : 0;
    axis.after = end_for(last > HOUR ? last : HOUR);
    axis.from = -end_time(axis.before);
    axis.to = end_time(axis.after);
    return axis;
}

struct report_axis report_axis_extremes(int64_t first, int64_t last)
{
    return (struct report_axis){.from = first < 0 ? first : 0,
                                .to = last > HOUR ? last : HOUR,
                                .logarithmic = 1};
}

double report_axis_at(const struct report_axis *axis, int64_t t)
{
    double from = scale(axis, axis->from), to = scale(axis, axis->to);
    return 100 * (scale(axis, t) - from) / (to - from);
}

/* Ticks on one side, sign 1 or -1, from the origin on. */
static size_t side_ticks(const struct report_axis *axis, int sign,
                         int64_t out[REPORT_TICKS / 2])
{
    int64_t end = sign < 0 ? -axis->from : axis->to;
    double last = report_axis_at(axis, 0);
    double apart = axis->logarithmic ? APART_COLUMN : APART;
    size_t n = 0;
    for (size_t i = 1; i < ROUND && n < REPORT_TICKS / 2 - 1; i++) {
        int64_t t = sign * round_times[i];
        double at = report_axis_at(axis, t);
        if (round_times[i] > end || fabs(at - last) < apart)
            continue;
        out[n++] = t;
        last = at;
    }
    return n;
}

size_t report_axis_ticks(const struct report_axis *axis,
                         int64_t out[REPORT_TICKS])
{
    int64_t before[REPORT_TICKS / 2];
    size_t n = 0, k = side_ticks(axis, -1, before);
    while (k)
        out[n++] = before[--k];
    out[n++] = 0;
    return n + side_ticks(axis, 1, out + n);
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

void report_axis_words(FILE *f, const struct report_axis *axis, int y)
{
    int64_t at[REPORT_TICKS];
    size_t n = report_axis_ticks(axis, at);
    char words[REPORT_TICK];
    for (size_t i = 0; i < n; i++)
        fprintf(f, "<text x=%.1f%% y=%d>%s</text>", report_axis_at(axis, at[i]),
                y, report_tick(at[i], words));
}

static void write_id(FILE *f, const struct report_axis *axis)
{
    fprintf(f, "%u-%u", axis->before, axis->after);
}

void report_axis_define(FILE *f, const struct report_axis *axis)
{
    int64_t at[REPORT_TICKS];
    size_t n = report_axis_ticks(axis, at);
    fputs("<svg class=shapes width=0 height=0 aria-hidden=true>"
          "<g class=tick id=t",
          f);
    write_id(f, axis);
    fputs(">", f);
    report_axis_words(f, axis, 0);
    fputs("</g><symbol id=x", f);
    write_id(f, axis);
    fprintf(f, " data-from=%" PRId64 " data-to=%" PRId64 "><g class=grid>",
            axis->from, axis->to);
    for (size_t i = 0; i < n; i++)
        fprintf(f, "<line%s x1=%.1f%% x2=%.1f%% y2=100%% />",
                at[i] ? "" : " class=origin", report_axis_at(axis, at[i]),
                report_axis_at(axis, at[i]));
    fputs("</g><line class=base x2=100% y1=100% y2=100% /><use href=#t", f);
    write_id(f, axis);
    fputs(" y=100% class=under />"
          "<text class=\"note e\" x=100% y=100% dy=1.9rem>time after the origin"
          "</text></symbol></svg>\n",
          f);
}

void report_axis_use(FILE *f, const struct report_axis *axis)
{
    fputs("<use href=#x", f);
    write_id(f, axis);
    fputs(" />", f);
}

void report_axis_above(FILE *f, const struct report_axis *axis)
{
    fputs("<use href=#t", f);
    write_id(f, axis);
    fputs(" y=-6 />", f);
}
