/* Sites: which agency's stories each ran, and how long after the origin. */
#include <inttypes.h>
#include <string.h>

#include "cli/report_html.h"
#include "cli/report_parts.h"
#include "cli/report_svg.h"

/* Columns of the matrix: with more, a desk is not wide enough. */
#define COLUMNS 14
#define HEATS 6

/* Agencies that have a column of their own. */
static size_t columns(const struct report *r)
{
    size_t n = 0;
    while (n < r->nagencies && n < COLUMNS && r->agency[n].stories)
        n++;
    return n;
}

/* Copies in a cell of the matrix; the last column takes all other agencies. */
static uint64_t in_cell(const struct report *r, const struct report_site *site,
                        size_t column, size_t n)
{
    uint64_t sum = 0;
    if (column < n)
        return site->by_agency[column];
    for (size_t i = n; i <= r->nagencies; i++)
        sum += site->by_agency[i];
    return sum;
}

static uint64_t hottest(const struct report *r, size_t n)
{
    uint64_t most = 0;
    for (size_t i = 0; i < r->nsites; i++)
        for (size_t k = 0; k <= n; k++) {
            uint64_t cell = in_cell(r, &r->site[i], k, n);
            most = cell > most ? cell : most;
        }
    return most;
}

static void heat_cell(FILE *f, uint64_t n, uint64_t most)
{
    if (!n) {
        fputs("<td class=zero>0", f);
        return;
    }
    fprintf(f, "<td class=h%u>%" PRIu64, 1 + (unsigned)((n * HEATS - 1) / most),
            n);
}

static void site_head(FILE *f, const struct report_site *site)
{
    fputs("<tr><th scope=row>", f);
    report_words(f, site->name, 60, "no site");
}

static void more_sites(struct report *r)
{
    if (r->nsites == r->sites)
        return;
    fputs("<p>Shown are the ", r->f);
    report_count(r->f, r->nsites);
    fputs(" of ", r->f);
    report_count(r->f, r->sites);
    fputs(" sites with most copies; <code>wireprint sites</code> lists "
          "all.</p>\n",
          r->f);
}

/* The head of the matrix has agencies in it, which report_table() cannot. */
static void matrix_head(struct report *r, size_t n, int others)
{
    fputs("<div class=scroll tabindex=0 role=group "
          "aria-label=\"Sites and agencies\"><table class=\"matrix sort\">\n"
          "<caption>Copies of each agency's stories on each site</caption>\n"
          "<thead><tr><th>Site",
          r->f);
    for (size_t i = 0; i < n; i++) {
        fputs("<th>", r->f);
        report_agency_tag(r, r->agency[i].id);
    }
    if (others)
        fputs("<th>others", r->f);
    fputs("<th>of no agency"
          "<th>all copies"
          "<tbody>\n",
          r->f);
}

void report_part_matrix(struct report *r)
{
    size_t n = columns(r);
    int others = n < r->agencies;
    uint64_t most = hottest(r, n);
    fputs("<section aria-labelledby=\"matrix\">\n"
          "<h2 id=\"matrix\">Sites and agencies</h2>\n"
          "<p>The stronger the tint, the more copies; the number says how "
          "many.</p>\n",
          r->f);
    report_counting(r, 1);
    more_sites(r);
    matrix_head(r, n, others);
    for (size_t i = 0; i < r->nsites; i++) {
        const struct report_site *site = &r->site[i];
        site_head(r->f, site);
        for (size_t k = 0; k < n + (others != 0); k++)
            heat_cell(r->f, in_cell(r, site, k, n), most);
        report_count_cell(r->f, site->row.copies > site->row.agency_copies
                                    ? site->row.copies - site->row.agency_copies
                                    : 0);
        report_count_cell(r->f, site->row.copies);
        fputs("\n", r->f);
    }
    report_table_end(r);
    fputs("</section>\n", r->f);
}

/* One that takes in the extremes of all sites. */
static struct report_axis lag_axis(const struct report *r)
{
    int64_t least = 0, most = 0;
    for (size_t i = 0; i < r->nsites; i++) {
        const struct site_row *row = &r->site[i].row;
        if (row->median_lag == STORE_NO_TIME)
            continue;
        least = row->least_lag < least ? row->least_lag : least;
        most = row->most_lag > most ? row->most_lag : most;
    }
    return report_axis_extremes(least, most);
}

static void lag_chart(FILE *f, const struct site_row *row,
                      const struct report_axis *axis)
{
    const struct report_box box = {row->least_lag, row->quarter_lag,
                                   row->median_lag, row->three_quarter_lag,
                                   row->most_lag};
    fputs("<td>", f);
    report_box(f, axis, &box);
    report_lag_cell(f, box.least);
    report_lag_cell(f, box.quarter);
    report_lag_cell(f, box.median);
    report_lag_cell(f, box.three_quarter);
    report_lag_cell(f, box.most);
}

static void lag_line(struct report *r, const struct report_site *site,
                     const struct report_axis *axis)
{
    const struct site_row *row = &site->row;
    FILE *f = r->f;
    site_head(f, site);
    lag_chart(f, row, axis);
    report_count_cell(f, row->articles);
    report_count_cell(f, row->copies);
    report_count_cell(f, row->firsts);
    fprintf(f, "<td data-v=%.4f>%.0f%%", row->share, 100 * row->share);
    if (row->agency_copies > row->manner)
        fprintf(f, "<td data-v=%.4f>%.0f%%", row->credit_rate,
                100 * row->credit_rate);
    else
        fputs("<td>", f);
    report_count_cell(f, row->stale);
    report_count_cell(f, row->conflicts);
    fputs("\n", f);
}

static void lag_head(struct report *r, const struct report_axis *axis)
{
    fputs("<div class=scroll tabindex=0 role=group "
          "aria-label=\"Sites and their lags\"><table class=\"lags sort\">"
          "<caption>Sites by copies, with the lag of their copies"
          "</caption><thead><tr><th>Site<th class=axis><span "
          "class=unseen>Chart</span>",
          r->f);
    report_box_axis(r->f, axis);
    fputs("<th>Least<th>25%<th>Median<th>75%<th>Most<th>Articles<th>Copies"
          "<th>Origins<th>From agencies<th>Name it<th>Still old<th>Clock"
          "<tbody>\n",
          r->f);
}

void report_part_lags(struct report *r)
{
    const struct report_axis axis = lag_axis(r);
    fputs("<section aria-labelledby=\"lags\">\n"
          "<h2 id=\"lags\">How long after the origin</h2>\n"
          "<p>The bar is the middle half of a site's copies, the line in it "
          "their median; whiskers go to the earliest and the latest. Time "
          "has more room close to the origin, on both sides.</p>\n",
          r->f);
    report_counting(r, 1);
    more_sites(r);
    lag_head(r, &axis);
    for (size_t i = 0; i < r->nsites; i++)
        lag_line(r, &r->site[i], &axis);
    report_table_end(r);
    fputs("</section>\n", r->f);
}
