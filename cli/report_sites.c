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
        fputs("<td class=\"zero\">0", f);
        return;
    }
    fprintf(f, "<td class=\"h%u\">%" PRIu64 "",
            1 + (unsigned)((n * HEATS - 1) / most), n);
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
    fputs("<div class=scroll tabindex=0 role=region "
          "aria-label=\"Sites and agencies\"><table class=\"matrix sort\">\n"
          "<caption>Copies of each agency's stories on each site</caption>\n"
          "<thead><tr><th scope=col>Site",
          r->f);
    for (size_t i = 0; i < n; i++) {
        fputs("<th scope=col>", r->f);
        report_agency_tag(r, r->agency[i].id);
    }
    if (others)
        fputs("<th scope=col>others", r->f);
    fputs("<th scope=col>of no agency"
          "<th scope=col>all copies</thead>\n"
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

/* The end of the axis: not the longest lag, which would leave all others at its
 * beginning, but the longest that ends the middle half of a site. */
static int64_t longest(const struct report *r)
{
    int64_t most = 0;
    for (size_t i = 0; i < r->nsites; i++)
        if (r->site[i].row.three_quarter_lag > most)
            most = r->site[i].row.three_quarter_lag;
    return most;
}

static void lag_line(struct report *r, const struct report_site *site,
                     const struct report_axis *axis)
{
    const struct site_row *row = &site->row;
    FILE *f = r->f;
    site_head(f, site);
    report_count_cell(f, row->articles);
    report_count_cell(f, row->copies);
    report_count_cell(f, row->firsts);
    fprintf(f, "<td data-v=%.4f>%.0f%%", row->share, 100 * row->share);
    if (row->agency_copies)
        fprintf(f, "<td data-v=%.4f>%.0f%%", row->credit_rate,
                100 * row->credit_rate);
    else
        fputs("<td>", f);
    report_lag_cell(f, row->quarter_lag);
    report_lag_cell(f, row->median_lag);
    report_lag_cell(f, row->three_quarter_lag);
    fputs("<td>", f);
    report_box(f, axis, row->quarter_lag, row->median_lag,
               row->three_quarter_lag);
    report_count_cell(f, row->stale);
    report_count_cell(f, row->conflicts);
    fputs("\n", f);
}

static void lag_head(struct report *r, const struct report_axis *axis)
{
    static const char *const before[] = {"Articles",      "Copies",  "Origins",
                                         "From agencies", "Name it", "25%",
                                         "Median",        "75%"};
    fputs("<div class=scroll tabindex=0 role=region "
          "aria-label=\"Sites and their lags\"><table class=\"lags sort\">\n"
          "<caption>Sites by copies, with the lag of their copies"
          "</caption>\n<thead><tr><th scope=col>Site",
          r->f);
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        fprintf(r->f, "<th scope=col>%s", before[i]);
    fputs("<td class=\"axis\">", r->f);
    report_box_axis(r->f, axis);
    fputs("<th scope=col>Still old"
          "<th scope=col>Clock</thead>\n<tbody>\n",
          r->f);
}

void report_part_lags(struct report *r)
{
    const struct report_axis axis = report_axis_over(0, longest(r));
    fputs("<section aria-labelledby=\"lags\">\n"
          "<h2 id=\"lags\">How long after the origin</h2>\n"
          "<p>The bar is the middle half of a site's copies, the line in it "
          "their median. The scale is finer for short times.</p>\n",
          r->f);
    more_sites(r);
    lag_head(r, &axis);
    for (size_t i = 0; i < r->nsites; i++)
        lag_line(r, &r->site[i], &axis);
    report_table_end(r);
    fputs("</section>\n", r->f);
}
