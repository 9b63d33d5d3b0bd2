/*
 * What has to be known before the first line of the page is written: totals,
 * the agencies in the order that gives them their colours, and the sites.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "cli/report_parts.h"
#include "cli/report_svg.h"
#include "shingle/utf8.h"

/* Rows of the tables of sites. More are a list for a program, not a page. */
#define SITES 400

/* A site with as many copies has its name written once for all charts, in a
 * page of as many stories: the name and its place among the charts' elements
 * are then shorter than the name each time. */
#define COPIES_NAMED 6
#define STORIES_NAMED 40

/* Bytes of a name of an agency that is short enough to stand in a row as it is.
 */
#define LABEL 12

static int no_memory(struct report *r)
{
    r->no_memory = 1;
    return 1;
}

/* The name, or as many of its characters as fit beside a number. */
static void cut_label(struct report_agency *a)
{
    const unsigned char *name = (const unsigned char *)a->name, *p = name;
    const unsigned char *end = p + strlen(a->name), *cut = p;
    size_t n = 0;
    while (p < end && n < REPORT_LABEL_MOST) {
        utf8_next(&p, end);
        if (++n < REPORT_LABEL_MOST)
            cut = p;
    }
    if (p == end)
        memcpy(a->label, name, (size_t)(end - name) + 1);
    else
        snprintf(a->label, sizeof a->label, "%.*s\xE2\x80\xA6",
                 (int)(cut - name), a->name);
}

/* "The Associated Press" is AP to everyone, and Reuters is not REUTERS. */
static void set_label(struct report_agency *a)
{
    size_t n = strlen(a->id);
    if (strlen(a->name) <= LABEL || n > 4) {
        cut_label(a);
        return;
    }
    for (size_t i = 0; i <= n; i++)
        a->label[i] = (char)toupper((unsigned char)a->id[i]);
}

static struct report_agency *find(const struct report *r, const char *id)
{
    for (size_t i = 0; id && i < r->nagencies; i++)
        if (!strcmp(r->agency[i].id, id))
            return &r->agency[i];
    return NULL;
}

const struct report_agency *report_agency_of(const struct report *r,
                                             const char *id)
{
    return find(r, id);
}

static struct report_agency *add_agency(struct report *r, const char *id,
                                        const char *name)
{
    struct report_agency *more, *a;
    more = realloc(r->agency, (r->nagencies + 1) * sizeof *more);
    if (!more)
        return NULL;
    r->agency = more;
    a = &more[r->nagencies];
    *a = (struct report_agency){.id = strdup(id),
                                .name = strdup(name),
                                .median_lag = STORE_NO_TIME,
                                .median_span = STORE_NO_TIME};
    if (!a->id || !a->name) {
        free(a->id);
        free(a->name);
        return NULL;
    }
    set_label(a);
    r->nagencies++;
    return a;
}

static int each_agency(void *arg, const struct agency_row *row)
{
    struct report *r = arg;
    struct report_agency *a = add_agency(
        r, row->agency, row->name && *row->name ? row->name : row->agency);
    if (!a)
        return no_memory(r);
    a->articles = row->articles;
    a->carriers = row->carriers;
    a->median_lag = row->median_lag;
    a->median_span = row->median_span;
    return 0;
}

static int count_for_agency(struct report *r, const struct track_row *row)
{
    struct report_agency *a = find(r, row->agency);
    if (!a && !(a = add_agency(r, row->agency, row->agency)))
        return no_memory(r);
    r->agencies += !a->stories;
    a->stories++;
    a->copies += row->copies;
    a->credited += row->credited;
    if (row->manner)
        a->manner += row->copies;
    else
        r->agency_copies += row->copies;
    r->credited += row->credited;
    return 0;
}

static int each_story(void *arg, const struct track_row *row)
{
    struct report *r = arg;
    r->stories++;
    r->copies += row->copies;
    r->stale += row->stale;
    if (row->first != STORE_NO_TIME &&
        (r->first == STORE_NO_TIME || row->first < r->first))
        r->first = row->first;
    if (row->last != STORE_NO_TIME &&
        (r->last == STORE_NO_TIME || row->last > r->last))
        r->last = row->last;
    return row->agency ? count_for_agency(r, row) : 0;
}

static int most_copies(const void *a, const void *b)
{
    const struct report_agency *x = a, *y = b;
    if (x->copies != y->copies)
        return x->copies < y->copies ? 1 : -1;
    return strcmp(x->id, y->id);
}

static void choose_colours(struct report *r)
{
    if (r->nagencies)
        qsort(r->agency, r->nagencies, sizeof *r->agency, most_copies);
    for (size_t i = 0; i < r->nagencies; i++)
        r->agency[i].colour = i < REPORT_COLOURS ? (unsigned)i : REPORT_COLOURS;
}

static int each_site(void *arg, const struct site_row *row)
{
    struct report *r = arg;
    struct report_site *more, *site;
    if (r->sites++ >= SITES)
        return 0;
    more = realloc(r->site, (r->nsites + 1) * sizeof *more);
    if (!more)
        return no_memory(r);
    r->site = more;
    site = &more[r->nsites];
    *site = (struct report_site){
        .row = *row,
        .name = strdup(row->site ? row->site : ""),
        .by_agency = calloc(r->nagencies + 1, sizeof *site->by_agency)};
    r->nsites++;
    if (!site->name || !site->by_agency)
        return no_memory(r);
    for (size_t i = 0; i < row->nagencies; i++) {
        const struct report_agency *a = find(r, row->agency[i].agency);
        size_t at = a ? (size_t)(a - r->agency) : r->nagencies;
        site->by_agency[at] += row->agency[i].copies;
    }
    site->row.agency = NULL;
    return 0;
}

/* How many sites, which are in the order of their copies, have shared names. */
static size_t count_names(const struct report *r)
{
    size_t n = 0;
    while (r->shown >= STORIES_NAMED && n < r->nsites &&
           r->site[n].row.copies >= COPIES_NAMED)
        n++;
    return n;
}

int report_survey(struct report *r)
{
    const struct track_calls calls = {.story = each_story};
    struct track_filter all = r->o->filter;
    int code = store_get_stats(r->s, &r->stats);
    all.limit = 0;
    r->first = r->last = STORE_NO_TIME;
    if (!code)
        code = store_agencies(r->s, all.since, all.until, 1, each_agency, r);
    if (!code)
        code = store_track_all(r->s, &all, &calls, r);
    choose_colours(r);
    if (!code)
        code = store_sites(r->s, &all, each_site, r);
    r->shown = r->o->filter.limit && r->o->filter.limit < r->stories
                   ? r->o->filter.limit
                   : r->stories;
    r->nnames = count_names(r);
    return code;
}

size_t report_name_of(const struct report *r, const char *site)
{
    for (size_t i = 0; site && i < r->nnames; i++)
        if (!strcmp(r->site[i].name, site))
            return i;
    return REPORT_NO_NAME;
}

static int by_number(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

int report_enlist(struct report *r, int64_t story)
{
    if (r->nlisted == r->listed_cap) {
        size_t cap = r->listed_cap ? 2 * r->listed_cap : 256;
        int64_t *more = cap > SIZE_MAX / sizeof *more
                            ? NULL
                            : realloc(r->listed, cap * sizeof *more);
        if (!more) {
            r->no_memory = 1;
            return -1;
        }
        r->listed = more;
        r->listed_cap = cap;
    }
    r->listed[r->nlisted++] = story;
    return 0;
}

int report_is_listed(struct report *r, int64_t story)
{
    if (r->nlisted && !r->sorted)
        qsort(r->listed, r->nlisted, sizeof *r->listed, by_number);
    r->sorted = 1;
    return r->nlisted && bsearch(&story, r->listed, r->nlisted,
                                 sizeof *r->listed, by_number) != NULL;
}

void report_release(struct report *r)
{
    for (size_t i = 0; i < r->nagencies; i++) {
        free(r->agency[i].id);
        free(r->agency[i].name);
    }
    for (size_t i = 0; i < r->nsites; i++) {
        free(r->site[i].name);
        free(r->site[i].by_agency);
    }
    free(r->agency);
    free(r->site);
    free(r->listed);
}
