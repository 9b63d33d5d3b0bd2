#include "cli/curve.h"

#include <stdlib.h>
#include <string.h>

#include "cli/display.h"

/* Hours are told one by one for so long: what is carried later than that has
 * mostly gone out on a schedule of days. */
#define HOURS_SPAN (2 * CURVE_DAY)
/* Points without copies are told, so that the eye sees the time between, but
 * no more than this in all. */
#define POINTS_MOST 100
/* The columns beside the bars, and the shortest and the longest bar that is
 * drawn. */
#define BESIDE 54
#define BAR_LEAST 5
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

/* Points from the first copy to the last, where those without copies are told
 * as well; else 0. */
static size_t count_all(const struct curve *c, const struct tracked *t)
{
    int64_t first = INT64_MAX, last = INT64_MIN, all;
    for (size_t i = 0; i < t->ncopies; i++) {
        int64_t at;
        if (!is_dated(&t->copy[i]))
            continue;
        at = floor_to(t->copy[i].lag, c->step) / c->step;
        first = at < first ? at : first;
        last = at > last ? at : last;
    }
    all = first > last ? 0 : last - first + 1;
    return all <= POINTS_MOST ? (size_t)all : 0;
}

/* The next point, which so far has no copies of its own. */
static struct curve_point *add_point(struct curve *c, int64_t lag)
{
    struct curve_point *p = &c->point[c->n];
    *p = (struct curve_point){.lag = lag};
    if (c->n) {
        p->all_copies = p[-1].all_copies;
        p->all_carriers = p[-1].all_carriers;
    }
    c->n++;
    return p;
}

int curve_make(struct curve *c, const struct tracked *t, int64_t step)
{
    unsigned char *first = calloc(t->ncopies + 1, 1);
    size_t all;
    *c = (struct curve){.story = t->story.story,
                        .origin = t->story.origin_time,
                        .step = step ? step : usual_step(t)};
    all = count_all(c, t);
    c->point = calloc(t->ncopies + all + 1, sizeof *c->point);
    if (!c->point || !first || find_first(t, first)) {
        free(first);
        return -1;
    }
    for (size_t i = 0; i < t->ncopies; i++) {
        struct curve_point *p = c->n ? &c->point[c->n - 1] : NULL;
        int64_t lag;
        if (!is_dated(&t->copy[i]))
            continue;
        lag = floor_to(t->copy[i].lag, c->step);
        while (p && c->n < all && p->lag + c->step < lag)
            p = add_point(c, p->lag + c->step);
        if (!p || p->lag != lag)
            p = add_point(c, lag);
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
    {"story", CELL_ID, NULL, 0, "id of the story"},
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
            cell_id(c->story),           cell_time(c->origin + p->lag),
            cell_time(p->lag),           cell_count(p->copies),
            cell_count(p->carriers),     cell_count(p->all_copies),
            cell_count(p->all_carriers),
        };
        stop = output_row(o, cells);
    }
    return stop;
}

/* Columns that the longest bar may take; 0: there is no room for any. */
static uint64_t bar_room(void)
{
    unsigned width = terminal_width();
    uint64_t room = width > BESIDE ? width - BESIDE : 0;
    return room < BAR_LEAST ? 0 : room < BAR_MOST ? room : BAR_MOST;
}

static int draw_point(struct output *o, const struct curve *c,
                      const struct curve_point *p, uint64_t most)
{
    char bar[BAR_MOST + 1];
    uint64_t room = bar_room(), n = p->copies;
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
    struct column columns[] = {{"from", CELL_TIME, "from", 0, ""},
                               {"lag", CELL_LAG, "lag", 0, ""},
                               {"copies", CELL_COUNT, "copies", 0, ""},
                               {"carriers", CELL_COUNT, "new sites", 0, ""},
                               {"all_copies", CELL_COUNT, "in all", 0, ""},
                               {"bar", CELL_TEXT, "", 0, ""},
                               {0}};
    struct output o;
    uint64_t most = 0;
    if (!c->n)
        return 0;
    if (!bar_room())
        columns[5].head = NULL;
    for (size_t i = 0; i < c->n; i++)
        if (c->point[i].copies > most)
            most = c->point[i].copies;
    output_begin(&o, OUTPUT_TABLE, columns);
    for (size_t i = 0; i < c->n; i++)
        if (draw_point(&o, c, &c->point[i], most))
            break;
    return output_end(&o);
}
