#include "cli/curve.h"

#include <stdlib.h>
#include <string.h>

#include "cli/display.h"

/* Hours are told one by one for so long: what is carried later than that has
 * mostly gone out on a schedule of days. */
#define HOURS_SPAN (2 * CURVE_DAY)
/* Points without copies are drawn, so that the eye sees the time between, but
 * no more lines than this in all. */
#define LINES_MOST 100
/* The columns beside the bars, and the longest bar. */
#define BESIDE 50
#define BAR_MOST 200

static int is_dated(const struct carry_row *c)
{
    return c->role == ROLE_COPY && c->lag != STORE_NO_TIME;
}

struct seen {
    const char *site;
    size_t copy;
};

static int by_site(const void *p, const void *q)
{
    const struct seen *a = p, *b = q;
    int c = strcmp(a->site, b->site);
    return c ? c : (a->copy > b->copy) - (a->copy < b->copy);
}

/* Sets first[i] where copy i is the first on its site. */
static int find_first(const struct tracked *t, unsigned char *first)
{
    size_t n = 0;
    struct seen *seen = malloc((t->ncopies + 1) * sizeof *seen);
    if (!seen)
        return -1;
    for (size_t i = 0; i < t->ncopies; i++)
        if (is_dated(&t->copy[i]))
            seen[n++] = (struct seen){t->copy[i].site, i};
    qsort(seen, n, sizeof *seen, by_site);
    for (size_t i = 0; i < n; i++)
        first[seen[i].copy] = !i || strcmp(seen[i].site, seen[i - 1].site) != 0;
    free(seen);
    return 0;
}

/* The step's beginning, also of what came before the origin. */
static int64_t floor_to(int64_t lag, int64_t step)
{
    int64_t rest = lag % step;
    return lag - rest - (rest < 0 ? step : 0);
}

static int64_t usual_step(const struct tracked *t)
{
    for (size_t i = 0; i < t->ncopies; i++)
        if (is_dated(&t->copy[i]) &&
            (t->copy[i].lag >= HOURS_SPAN || t->copy[i].lag < -HOURS_SPAN))
            return CURVE_DAY;
    return CURVE_HOUR;
}

int curve_make(struct curve *c, const struct tracked *t, int64_t step)
{
    unsigned char *first = calloc(t->ncopies + 1, 1);
    *c = (struct curve){.origin = t->story.origin_time,
                        .step = step ? step : usual_step(t)};
    c->point = calloc(t->ncopies + 1, sizeof *c->point);
    if (!c->point || !first || find_first(t, first)) {
        free(first);
        return -1;
    }
    for (size_t i = 0; i < t->ncopies; i++) {
        struct curve_point *last = c->n ? &c->point[c->n - 1] : NULL, *p = last;
        int64_t lag;
        if (!is_dated(&t->copy[i]))
            continue;
        lag = floor_to(t->copy[i].lag, c->step);
        if (!p || p->lag != lag) {
            p = &c->point[c->n++];
            p->lag = lag;
            p->all_copies = last ? last->all_copies : 0;
            p->all_carriers = last ? last->all_carriers : 0;
        }
        p->copies++;
        p->all_copies++;
        p->carriers += first[i];
        p->all_carriers += first[i];
    }
    free(first);
    return 0;
}

void curve_release(struct curve *c)
{
    free(c->point);
    c->point = NULL;
    c->n = 0;
}

const struct column curve_columns[] = {
    {"from", CELL_TIME, "from", 0, "beginning of the hour or day"},
    {"lag", CELL_LAG, "lag", 0, "the same, after the origin"},
    {"copies", CELL_COUNT, "copies", 0, "copies that came out in it"},
    {"carriers", CELL_COUNT, "carriers", 0,
     "sites that carried the story for the first time"},
    {"all_copies", CELL_COUNT, "in all", 0, "copies up to its end"},
    {"all_carriers", CELL_COUNT, NULL, 0, "sites up to its end"},
    {0}};

int curve_rows(struct output *o, const struct curve *c)
{
    int stop = 0;
    for (size_t i = 0; i < c->n && !stop; i++) {
        const struct curve_point *p = &c->point[i];
        const struct cell cells[] = {
            cell_time(c->origin + p->lag), cell_time(p->lag),
            cell_count(p->copies),         cell_count(p->carriers),
            cell_count(p->all_copies),     cell_count(p->all_carriers),
        };
        stop = output_row(o, cells);
    }
    return stop;
}

static int draw_point(struct output *o, const struct curve *c,
                      const struct curve_point *p, uint64_t most)
{
    char bar[BAR_MOST + 1];
    unsigned width = terminal_width();
    uint64_t room = width > BESIDE + 20 ? width - BESIDE : 20, n = p->copies;
    if (room > BAR_MOST)
        room = BAR_MOST;
    if (most > room)
        n = (n * room + most - 1) / most;
    memset(bar, '#', (size_t)n);
    bar[n] = 0;
    const struct cell cells[] = {
        cell_time(c->origin + p->lag), cell_time(p->lag),
        cell_count(p->copies),         cell_count(p->carriers),
        cell_count(p->all_copies),     cell_text(bar),
    };
    return output_row(o, cells);
}

int curve_draw(const struct curve *c)
{
    static const struct column columns[] = {
        {"from", CELL_TIME, "from", 0, ""},
        {"lag", CELL_LAG, "lag", 0, ""},
        {"copies", CELL_COUNT, "copies", 0, ""},
        {"carriers", CELL_COUNT, "new sites", 0, ""},
        {"all_copies", CELL_COUNT, "in all", 0, ""},
        {"bar", CELL_TEXT, "", 0, ""},
        {0}};
    struct output o;
    struct curve_point gap = {0};
    uint64_t most = 0;
    int64_t lines;
    int stop = 0;
    if (!c->n)
        return 0;
    for (size_t i = 0; i < c->n; i++)
        if (c->point[i].copies > most)
            most = c->point[i].copies;
    lines = (c->point[c->n - 1].lag - c->point[0].lag) / c->step + 1;
    output_begin(&o, OUTPUT_TABLE, columns);
    for (size_t i = 0; i < c->n && !stop; i++) {
        if (i && lines <= LINES_MOST)
            for (gap.lag += c->step; gap.lag < c->point[i].lag && !stop;
                 gap.lag += c->step)
                stop = draw_point(&o, c, &gap, most);
        if (!stop)
            stop = draw_point(&o, c, &c->point[i], most);
        gap.lag = c->point[i].lag;
        gap.all_copies = c->point[i].all_copies;
    }
    return output_end(&o);
}
