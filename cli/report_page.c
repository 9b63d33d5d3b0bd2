/* The head of the page, the agencies, and the table of stories. */
#include <inttypes.h>
#include <string.h>

#include "cli/report_html.h"
#include "cli/report_parts.h"
#include "cli/report_svg.h"

#define HEADLINE 110

void report_agency_class(struct report *r, const char *id)
{
    const struct report_agency *a = report_agency_of(r, id);
    fprintf(r->f, "a%u", a ? a->colour : REPORT_COLOURS);
}

static void tag(struct report *r, const char *id, int inside)
{
    const struct report_agency *a = report_agency_of(r, id);
    if (!id) {
        fputs("<span class=\"ag none\">no agency</span>", r->f);
        return;
    }
    fputs(inside ? "<span class=ag" : "<span class=\"ag ", r->f);
    if (!inside) {
        report_agency_class(r, id);
        putc('"', r->f);
    }
    putc('>', r->f);
    report_escape(r->f, a ? a->label : id, strlen(a ? a->label : id));
    fputs("</span>", r->f);
}

void report_agency_tag(struct report *r, const char *id)
{
    tag(r, id, 0);
}

void report_agency_inside(struct report *r, const char *id)
{
    tag(r, id, 1);
}

static void figure(struct report *r, const char *name, const char *key,
                   uint64_t n)
{
    fprintf(r->f, "<div><dt>%s<dd data-k=%s data-v=%" PRIu64 ">", name, key, n);
    report_count(r->f, n);
    fputs("</div>\n", r->f);
}

/* Whether some copies of a story that is chosen may not fit what was asked. */
static int is_narrowed(const struct track_filter *filter)
{
    return filter->site || filter->since != STORE_NO_TIME ||
           filter->until != STORE_NO_TIME;
}

static void figures(struct report *r)
{
    fputs("<dl class=\"figures\">\n", r->f);
    figure(r, r->stories == 1 ? "story" : "stories", "stories", r->stories);
    figure(r, r->copies == 1 ? "copy" : "copies", "copies", r->copies);
    /* The store tells the sites of the copies that fit, and these are of all
     * copies. */
    if (!is_narrowed(&r->o->filter))
        figure(r, r->sites == 1 ? "site" : "sites", "sites", r->sites);
    figure(r, r->agencies == 1 ? "agency" : "agencies", "agencies",
           r->agencies);
    figure(r,
           r->stats.articles == 1 ? "article in the file"
                                  : "articles in the file",
           "articles", r->stats.articles);
    fputs("<div><dt>of agency copies name it<dd>", r->f);
    report_percent(r->f, r->credited, r->agency_copies);
    fputs("</div>\n</dl>\n", r->f);
}

static void chosen(struct report *r, const char *what, const char *value)
{
    fprintf(r->f, " %s ", what);
    report_words(r->f, value, 80, "");
    putc('.', r->f);
}

/* The bounds of time, where any were asked for. */
static void bounds(FILE *f, const struct track_filter *o)
{
    if (o->since != STORE_NO_TIME) {
        fputs(" from ", f);
        report_time(f, o->since);
    }
    if (o->until != STORE_NO_TIME) {
        fputs(" until before ", f);
        report_time(f, o->until);
    }
}

void report_counting(struct report *r, int fitting)
{
    const struct track_filter *o = &r->o->filter;
    FILE *f = r->f;
    if (!is_narrowed(o))
        return;
    if (!fitting) {
        fputs("<p class=counting>Counted are all copies of these stories, on "
              "any site and at any time.</p>\n",
              f);
        return;
    }
    fputs("<p class=counting>Counted are the copies", f);
    if (o->site) {
        fputs(" on ", f);
        report_words(f, o->site, 80, "no site");
    }
    bounds(f, o);
    fputs(" alone.</p>\n", f);
}

/* What the page is about: the time that it spans, and what was asked for. */
static void period(struct report *r)
{
    const struct track_filter *o = &r->o->filter;
    FILE *f = r->f;
    fputs("<p class=\"period\">", f);
    if (r->first != STORE_NO_TIME) {
        fputs("Copies from ", f);
        report_time(f, r->first);
        fputs(" to ", f);
        report_time(f, r->last);
        fputs(" UTC.", f);
    }
    if (o->since != STORE_NO_TIME || o->until != STORE_NO_TIME) {
        fputs(" Only stories with a copy", f);
        bounds(f, o);
        putc('.', f);
    }
    if (o->agency)
        chosen(r, "Only stories of", o->agency);
    if (o->site)
        chosen(r, "Only stories with a copy on", o->site);
    if (o->story)
        fprintf(f, " Only story %" PRId64 ".", o->story);
    if (r->shown < r->stories) {
        fputs(" Shown are the ", f);
        report_count(f, r->shown);
        fputs(" that reached most sites.", f);
    }
    fputs("</p>\n", f);
}

static void lines(FILE *f, const char *const *line)
{
    for (; *line; line++)
        fputs(*line, f);
}

static void document_head(struct report *r, const char *title)
{
    FILE *f = r->f;
    fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
          "<meta charset=\"utf-8\">\n"
          "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
          "'none'; ",
          f);
    fprintf(f, "style-src 'sha256-%s'; script-src 'sha256-%s'; ",
            report_style_hash, report_script_hash);
    fputs("img-src data:; base-uri 'none'; form-action 'none'\">\n"
          "<meta name=\"viewport\" content=\"width=device-width, "
          "initial-scale=1\">\n"
          "<meta name=\"referrer\" content=\"no-referrer\">\n"
          "<meta name=\"color-scheme\" content=\"light dark\">\n"
          "<link rel=\"icon\" href=\"data:,\">\n<title>",
          f);
    report_cut(f, title, strlen(title), 200);
    fputs("</title>\n<style>", f);
    lines(f, report_style);
    fputs("</style>\n</head>\n", f);
}

void report_part_head(struct report *r)
{
    static const char usual[] = "Who ran which story, and when";
    const char *title = r->o->title && *r->o->title ? r->o->title : usual;
    document_head(r, title);
    fputs("<body>\n", r->f);
    if (r->stories)
        fputs("<a class=\"skip\" href=\"#stories\">To the stories</a>\n", r->f);
    fputs("<header>\n<p class=\"kicker\">wireprint report</p>\n<h1>", r->f);
    report_words(r->f, title, 200, "");
    fputs("</h1>\n", r->f);
    period(r);
    if (!r->stories) {
        fputs("</header>\n", r->f);
        return;
    }
    report_counting(r, 0);
    figures(r);
    fputs("<nav aria-label=\"Parts of the page\"><ul>"
          "<li><a href=\"#agencies\">Agencies</a>"
          "<li><a href=\"#stories\">Stories</a>"
          "<li><a href=\"#each\">Story by story</a>"
          "<li><a href=\"#matrix\">Sites and agencies</a>"
          "<li><a href=\"#lags\">Lags</a>"
          "<li><a href=\"#uncredited\">Uncredited</a>"
          "<li><a href=\"#stale\">Still old</a>"
          "<li><a href=\"#about\">How to read it</a>"
          "</ul></nav>\n</header>\n",
          r->f);
}

static void open_head(FILE *f, const char *head, size_t n)
{
    int marked = *head == '=';
    fprintf(f, "<th%s>%.*s", marked ? " class=t" : "",
            (int)(n - (size_t)marked), head + marked);
}

void report_table(struct report *r, const char *class, const char *caption,
                  const char *heads)
{
    fprintf(r->f,
            "<div class=scroll tabindex=0 role=group "
            "aria-label=\"%s\"><table class=\"%s\"><caption>%s</caption>"
            "<thead><tr>",
            caption, class, caption);
    for (const char *p = heads;; p++) {
        size_t n = strcspn(p, "|");
        open_head(r->f, p, n);
        p += n;
        if (!*p)
            break;
    }
    fputs("<tbody>\n", r->f);
}

void report_table_end(struct report *r)
{
    fputs("</table></div>\n", r->f);
}

static void agency_line(struct report *r, const struct report_agency *a,
                        int whole)
{
    FILE *f = r->f;
    fputs("<tr><th scope=row>", f);
    report_agency_tag(r, a->id);
    fputs("<td>", f);
    report_words(f, a->name, 60, "");
    report_count_cell(f, a->stories);
    report_count_cell(f, a->copies);
    report_count_cell(f, a->credited);
    fputs("<td>", f);
    report_percent(f, a->credited, a->copies - a->manner);
    if (whole) {
        report_count_cell(f, a->articles);
        report_count_cell(f, a->carriers);
        report_lag_cell(f, a->median_lag);
        report_lag_cell(f, a->median_span);
    }
    fputs("\n", f);
}

void report_part_agencies(struct report *r)
{
    /* The store tells these of a period, and not of one site or story. */
    int whole = !r->o->filter.site && !r->o->filter.story;
    fputs("<section aria-labelledby=\"agencies\">\n"
          "<h2 id=\"agencies\">Agencies</h2>\n"
          "<p>Each has its colour wherever it is named below.</p>\n",
          r->f);
    report_counting(r, 0);
    report_table(r, "agencies sort", "Agencies by copies",
                 whole ? "Agency|Name|Stories|Copies|Name it|Share|"
                         "Credited in|Sites|Median lag|Median span"
                       : "Agency|Name|Stories|Copies|Name it|Share");
    for (size_t i = 0; i < r->nagencies; i++)
        if (r->agency[i].stories)
            agency_line(r, &r->agency[i], whole);
    report_table_end(r);
    fputs("</section>\n", r->f);
}

/* What is odd about a story, in words. */
static void story_notes(const struct track_row *t, FILE *f)
{
    const struct {
        uint64_t n;
        const char *words;
    } notes[] = {{t->stale, "still old"},
                 {t->conflicts, "clock"},
                 {t->undated, "no date"},
                 {t->digests, "in digests"}};
    int any = t->manner;
    fputs(t->manner ? "<td>agency by manner" : "<td>", f);
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
        if (!notes[i].n)
            continue;
        fprintf(f, "%s%" PRIu64 " %s", any ? ", " : "", notes[i].n,
                notes[i].words);
        any = 1;
    }
}

/* The opening of a story's row: the class that colours it, and the agency that
 * the filter knows it by, since labels may be alike. */
static void open_row(struct report *r, const struct track_row *t)
{
    fputs("<tr class=", r->f);
    report_agency_class(r, t->agency);
    if (t->agency) {
        fputs(" data-a=\"", r->f);
        report_escape(r->f, t->agency, strlen(t->agency));
        putc('"', r->f);
    }
}

static int story_line(void *arg, const struct track_row *t)
{
    struct report *r = arg;
    FILE *f = r->f;
    if (report_enlist(r, t->story))
        return 1;
    open_row(r, t);
    fprintf(f, "><td>%" PRIu64 "<th scope=row><a href=#s%" PRId64 ">",
            ++r->rank, t->story);
    report_words(f, t->title, HEADLINE, "no headline");
    fputs("</a><td>", f);
    if (t->agency)
        report_agency_inside(r, t->agency);
    report_count_cell(f, t->sites);
    report_count_cell(f, t->copies);
    fputs("<td>", f);
    if (t->agency && !t->manner)
        report_percent(f, t->credited, t->copies);
    report_count_cell(f, t->versions);
    report_time_cell(f, t->first);
    report_lag_cell(f, t->half_life);
    report_lag_cell(f, t->median_lag);
    fputs("<td>", f);
    report_spark(f,
                 &(const struct report_hours){t->copies - t->undated, t->early,
                                              t->by_hour, t->hours});
    story_notes(t, f);
    fputs("\n", f);
    return report_failed(r);
}

int report_part_table(struct report *r)
{
    const struct track_calls calls = {.story = story_line};
    int code;
    fputs("<section aria-labelledby=\"stories\">\n"
          "<h2 id=\"stories\">Stories by reach</h2>\n"
          "<p>By the sites that carried them. The small curve is the share of "
          "the dated copies that was out in the first 72 hours after the "
          "origin.</p>\n",
          r->f);
    report_counting(r, 0);
    fputs("<div id=\"filter\" hidden></div>\n", r->f);
    report_table(r, "stories sort", "Stories, most sites first",
                 "Rank|Headline|Agency|Sites|Copies|Name it|Versions|"
                 "First|Half out|Median lag|72 hours|Notes");
    r->rank = 0;
    code = store_track_all(r->s, &r->o->filter, &calls, r);
    report_table_end(r);
    fputs("</section>\n", r->f);
    return code;
}
