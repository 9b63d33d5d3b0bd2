/* Lists of copies: without a credit, and with a version that was replaced. */
#include <inttypes.h>
#include <string.h>

#include "cli/report_html.h"
#include "cli/report_parts.h"

/* Rows of a list. A longer one is for a program, which `wireprint uncredited
 * --json` serves. */
#define ROWS 300
#define HEADLINE 90
#define PASSAGE 140
#define CHANGES 4

struct list {
    struct report *r;
    uint64_t rows;
};

/* Which copy: time, site, headline with its address, story. */
static void copy_cells(struct report *r, const struct carry_row *c)
{
    FILE *f = r->f;
    int linked;
    fputs("<tr>", f);
    report_time_cell(f, c->time);
    fputs("<td>", f);
    report_words(f, c->site, 60, "no site");
    fputs("<th scope=row>", f);
    linked = report_link(f, c->url);
    report_words(f, c->title, HEADLINE, "no headline");
    fprintf(f, "%s<td>", linked ? "</a>" : "");
    if (report_is_listed(r, c->story))
        fprintf(f, "<a href=\"#s%" PRId64 "\">%" PRId64 "</a>", c->story,
                c->story);
    else
        fprintf(f, "%" PRId64, c->story);
}

static int each_uncredited(void *arg, const struct uncredited_row *row)
{
    struct list *l = arg;
    FILE *f = l->r->f;
    if (l->rows++ >= ROWS)
        return 0;
    copy_cells(l->r, &row->copy);
    fputs("<td>", f);
    report_agency_tag(l->r, row->agency);
    if (row->copy.measured) {
        report_count_cell(f, row->matched);
        report_count_cell(f, row->longest);
    } else {
        fputs("<td><td>", f);
    }
    fputs("<td class=quote>", f);
    if (row->passage)
        report_isolated(f, row->passage, row->passage_len, PASSAGE);
    fputs("<td>", f);
    report_words(f, row->proof_site, 60, "no site");
    fputs("\n", f);
    return report_failed(l->r);
}

/* Says how many rows there are; of an empty list, that it is empty. */
static void list_end(struct list *l, const char *none, const char *command)
{
    FILE *f = l->r->f;
    report_table_end(l->r);
    if (!l->rows)
        fprintf(f, "<p class=\"empty\">%s</p>\n", none);
    if (l->rows > ROWS) {
        fprintf(f, "<p>The first %d of ", ROWS);
        report_count(f, l->rows);
        fprintf(f, "; <code>wireprint %s</code> lists all.</p>\n", command);
    }
    fputs("</section>\n", f);
}

int report_part_uncredited(struct report *r)
{
    struct uncredited_filter filter = {.track = r->o->filter};
    struct list l = {.r = r};
    int code;
    filter.track.limit = 0;
    fputs("<section aria-labelledby=\"uncredited\">\n"
          "<h2 id=\"uncredited\">Uncredited</h2>\n"
          "<p>Copies of an agency's story that do not name it, with the words "
          "that they share with a copy that does.</p>\n",
          r->f);
    report_counting(r, 1);
    report_table(r, "list uncredited sort",
                 "Copies that do not name the agency",
                 "Time|Site|Headline|Story|Agency|Words shared|Longest|"
                 "Passage|Named on");
    code = store_uncredited(r->s, &filter, each_uncredited, &l);
    list_end(&l, "Every copy of an agency's story names it.", "uncredited");
    return code;
}

static int each_stale(void *arg, const struct stale_row *row)
{
    struct list *l = arg;
    FILE *f = l->r->f;
    size_t n = row->nchanges < CHANGES ? row->nchanges : CHANGES;
    if (l->rows++ >= ROWS)
        return 0;
    copy_cells(l->r, &row->copy);
    fprintf(f, "<td>%u<td>%u<td>", row->copy.version, row->replaced_by);
    report_words(f, row->marker, 40, "no marker");
    report_time_cell(f, row->since);
    fputs("<td>", f);
    for (size_t i = 0; i < n; i++) {
        fputs(i ? "; <del>" : "<del>", f);
        report_words(f, row->change[i].before, 60, "nothing");
        fputs("</del> became <ins>", f);
        report_words(f, row->change[i].after, 60, "nothing");
        fputs("</ins>", f);
    }
    if (row->nchanges > n)
        fprintf(f, "; and %zu more", row->nchanges - n);
    fputs("\n", f);
    return report_failed(l->r);
}

int report_part_stale(struct report *r)
{
    struct track_filter filter = r->o->filter;
    struct list l = {.r = r};
    int code;
    filter.limit = 0;
    fputs("<section aria-labelledby=\"stale\">\n"
          "<h2 id=\"stale\">Still old</h2>\n"
          "<p>Copies that show a version after another one replaced it.</p>\n",
          r->f);
    report_counting(r, 1);
    report_table(r, "list sort", "Copies with a version that was replaced",
                 "Time|Site|Headline|Story|Shows|Replaced by|Marker|"
                 "Replaced|What changed");
    code = store_stale(r->s, &filter, each_stale, &l);
    list_end(&l, "No copy shows a version that was replaced.", "stale");
    return code;
}
