/* One story's section: its facts, charts, versions and copies. */
#include <inttypes.h>
#include <string.h>

#include "cli/report_html.h"
#include "cli/report_story.h"

/* Letters of what is a stranger's: a headline in a heading and in a row of a
 * table, a sentence that came or went. */
#define HEADLINE 160
#define HEADLINE_ROW 90
#define SENTENCE 120
/* Changes of a version that are shown at once; `spread` has the others. */
#define CHANGES 6

static const char *copy_text(const struct report_story *st, size_t i, int what)
{
    return report_story_text(st, st->copy[i].text[what]);
}

/* The copy with this id; ncopies where there is none. */
static size_t find_copy(const struct report_story *st, const char *article)
{
    size_t i = 0;
    while (article && i < st->ncopies && strcmp(article, copy_text(st, i, 0)))
        i++;
    return article ? i : st->ncopies;
}

static void fact(FILE *f, const char *name, uint64_t n)
{
    fprintf(f, "<div><dt>%s<dd>", name);
    report_count(f, n);
    fputs("</div>", f);
}

/* A fact that is told only where there is one. */
static void fact_any(FILE *f, const char *name, uint64_t n)
{
    if (n)
        fact(f, name, n);
}

static void fact_lag(FILE *f, const char *name, int64_t t)
{
    if (t == STORE_NO_TIME)
        return;
    fprintf(f, "<div><dt>%s<dd data-v=%" PRId64 ">", name, t);
    report_lag(f, t);
    fputs("</div>", f);
}

static void fact_time(FILE *f, const char *name, int64_t t)
{
    if (t == STORE_NO_TIME)
        return;
    fprintf(f, "<div><dt>%s<dd data-v=%" PRId64 ">", name, t);
    report_moment(f, t, STORE_NO_TIME);
    fputs("</div>", f);
}

/* Who moved it, and how that is known. */
static void agency_sentence(struct report_story *st, struct report *r)
{
    FILE *f = r->f;
    const char *id = report_story_text(st, st->text[1]);
    size_t by = find_copy(st, report_story_text(st, st->text[2]));
    if (!id) {
        fputs("No copy names an agency. ", f);
        return;
    }
    fputs(st->row.manner ? "No copy names an agency; in the manner of "
                         : "Moved by ",
          f);
    report_agency_inside(r, id);
    if (by < st->ncopies) {
        fputs(" by the ", f);
        report_words(f, copy_text(st, by, 5), 40, "evidence");
        if (by == find_copy(st, report_story_text(st, st->text[3]))) {
            fputs(" of the origin", f);
        } else {
            fputs(" of the copy on ", f);
            report_words(f, copy_text(st, by, 1), 60, "an unknown site");
        }
    }
    fprintf(f, ", confidence %.0f%%. ", 100 * st->row.confidence);
}

static void origin_sentence(struct report_story *st, FILE *f)
{
    static const char *const why[] = {
        [ORIGIN_AGENCY] = "the earliest copy on a site of the agency",
        [ORIGIN_CREDITED] = "the earliest copy that credits it",
        [ORIGIN_FIRST] = "the earliest copy",
    };
    if (st->row.origin > ORIGIN_FIRST) {
        fputs("No copy has a date, so that there is no origin and no chart.",
              f);
        return;
    }
    fprintf(f, "Origin: %s, on ", why[st->row.origin]);
    report_words(f, report_story_text(st, st->text[4]), 60, "an unknown site");
    fputs(", ", f);
    report_time(f, st->row.origin_time);
    putc('.', f);
}

static void write_facts(struct report_story *st, struct report *r)
{
    const struct track_row *t = &st->row;
    FILE *f = r->f;
    fputs("<p class=lead>", f);
    agency_sentence(st, r);
    origin_sentence(st, f);
    fputs("</p>\n<dl class=facts>", f);
    if (report_story_text(st, st->text[1]) && !t->manner)
        fact(f, "name the agency", t->credited);
    fact_any(f, "digests", t->digests);
    fact_any(f, "still old", t->stale);
    fact_any(f, "clock conflicts", t->conflicts);
    fact_any(f, "without date", t->undated);
    fact_lag(f, "half out after", t->half_life);
    fact_lag(f, "median lag", t->median_lag);
    if (t->first != t->origin_time)
        fact_time(f, "first", t->first);
    fact_time(f, "last", t->last);
    fputs("</dl>\n", f);
}

static void write_side(FILE *f, const char *tag, const char *words)
{
    fprintf(f, "<%s>", tag);
    report_isolated(f, words, strlen(words), SENTENCE);
    fprintf(f, "</%s>", tag);
}

static void write_change(const struct report_story *st,
                         const struct report_change *c, FILE *f)
{
    static const char *const kinds[] = {[CHANGE_NUMBER] = "number",
                                        [CHANGE_WORDS] = "words",
                                        [CHANGE_IN] = "sentence in",
                                        [CHANGE_OUT] = "sentence out"};
    const char *before = report_story_text(st, c->before);
    const char *after = report_story_text(st, c->after);
    fprintf(f, "<li>%s: ", kinds[c->kind]);
    if (before && *before)
        write_side(f, "del", before);
    if (before && *before && after && *after)
        fputs(" became ", f);
    if (after && *after)
        write_side(f, "ins", after);
}

static void write_changes(const struct report_story *st,
                          const struct report_version *v, FILE *f)
{
    uint64_t all = v->row.numbers + v->row.words_changed + v->row.sentences_in +
                   v->row.sentences_out;
    size_t n = v->row.nchanges < CHANGES ? v->row.nchanges : CHANGES;
    if (!n)
        return;
    fputs("<ul class=changes>", f);
    for (size_t i = 0; i < n; i++)
        write_change(st, &st->change[v->change + i], f);
    if (all > n) {
        fputs("<li class=more>", f);
        report_counted(f, all - n, "more change", "", "s");
        fprintf(f, "; <code>wireprint spread %" PRId64 "</code> has them",
                st->row.story);
    }
    fputs("</ul>", f);
}

static void version_line(const struct report_story *st,
                         const struct report_version *v, FILE *f)
{
    const char *marker = report_story_text(st, v->text[1]);
    const char *words = report_story_text(st, v->text[2]);
    fprintf(f, "<li><b>Version %u</b>", v->row.version);
    if (marker) {
        fputs(" <span class=mark>", f);
        report_words(f, marker, 40, "");
        fputs("</span>", f);
    }
    if (words && *words) {
        fputs(" \xE2\x80\x9C", f);
        report_words(f, words, 60, "");
        fputs("\xE2\x80\x9D", f);
    }
    fputs(", ", f);
    report_moment(f, v->row.first, st->row.origin_time);
    fputs(": ", f);
    report_counted(f, v->row.copies, "cop", "y", "ies");
    fputs(" on ", f);
    report_counted(f, v->row.sites, "site", "", "s");
    if (v->row.measured) {
        fputs(", ", f);
        report_counted(f, v->row.words, "word", "", "s");
    }
    if (v->row.replaces)
        fputs(", replaces what was before", f);
    write_changes(st, v, f);
    fputs("\n", f);
}

static void write_versions(const struct report_story *st, FILE *f)
{
    if (!st->nversions)
        return;
    fputs("<h4>Versions</h4>\n<ol class=versions>\n", f);
    for (size_t i = 0; i < st->nversions; i++)
        version_line(st, &st->version[i], f);
    fputs("</ol>\n", f);
}

/* What is odd about a copy, in words. */
static void write_notes(const struct carry_row *c, FILE *f)
{
    const char *notes[5];
    size_t n = 0;
    if (c->role == ROLE_DIGEST)
        notes[n++] = "digest";
    if (c->stale)
        notes[n++] = "<b>still old</b>";
    if (c->before_origin)
        notes[n++] = c->origin == ORIGIN_AGENCY ? "<b>before the agency</b>"
                                                : "before the origin";
    if (c->fetched_before)
        notes[n++] = "<b>fetched before published</b>";
    if (c->time == STORE_NO_TIME)
        notes[n++] = "no date";
    fputs("<td>", f);
    for (size_t i = 0; i < n; i++)
        fprintf(f, "%s%s", i ? ", " : "", notes[i]);
}

static void write_edits(const struct carry_row *c, FILE *f)
{
    const uint64_t cells[] = {c->cut_end, c->cut_inside, c->moved, c->added,
                              c->changed};
    if (c->role == ROLE_DIGEST || !c->measured) {
        fputs("<td><td><td><td><td><td>", f);
        return;
    }
    fputs("<td>", f);
    report_percent(f, c->kept, c->version_words);
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        report_count_cell(f, cells[i]);
}

/* The story's own agency in words alone; another one stands out. */
static void copy_agency(const struct report_story *st, struct report *r,
                        const char *id)
{
    const struct report_agency *a = report_agency_of(r, id);
    const char *own = report_story_text(st, st->text[1]);
    if (!a || !own || strcmp(own, id))
        report_agency_tag(r, id);
    else
        report_escape(r->f, a->label, strlen(a->label));
}

/* Whom the copy names, and by what; manner names nobody. */
static void write_credit(const struct report_story *st, struct report *r,
                         size_t i)
{
    const char *evidence = copy_text(st, i, 5);
    if (evidence && !strcmp(evidence, TRACK_MANNER_KIND))
        return;
    if (copy_text(st, i, 4))
        copy_agency(st, r, copy_text(st, i, 4));
    if (evidence) {
        fputs(", ", r->f);
        report_words(r->f, evidence, 40, "");
    }
}

/* A headline is told where it is the copy's own, and once of those that have
 * the one of their version. */
static int has_own_headline(const struct report_story *st, size_t i)
{
    const struct carry_row *c = &st->copy[i].row;
    if (c->role == ROLE_DIGEST || c->headline_changed)
        return 1;
    for (size_t k = 0; k < i; k++)
        if (st->copy[k].row.version == c->version &&
            st->copy[k].row.role == ROLE_COPY &&
            !st->copy[k].row.headline_changed)
            return 0;
    return 1;
}

static void write_copy(const struct report_story *st, struct report *r,
                       size_t i)
{
    const struct carry_row *c = &st->copy[i].row;
    FILE *f = r->f;
    fputs("<tr><th>", f);
    if (report_link(f, copy_text(st, i, 2))) {
        report_words(f, copy_text(st, i, 1), 60, "no site");
        fputs("</a>", f);
    } else {
        report_words(f, copy_text(st, i, 1), 60, "no site");
    }
    fputs("<td>", f);
    report_moment(f, c->time, st->row.origin_time);
    report_lag_cell(f, c->lag);
    fputs("<td>", f);
    if (has_own_headline(st, i))
        report_words(f, copy_text(st, i, 3), HEADLINE_ROW, "no headline");
    else
        fputs("<i>same</i>", f);
    fputs("<td>", f);
    if (c->version)
        fprintf(f, "%u", c->version);
    fputs("<td>", f);
    write_credit(st, r, i);
    write_edits(c, f);
    write_notes(c, f);
    putc('\n', f);
}

static void write_copies(const struct report_story *st, struct report *r)
{
    report_table(r, "copies", "Copies by time",
                 "Site|=Time|Lag|Headline|Version|Names|Kept|Cut at end|"
                 "Cut inside|Moved|Added|Changed|Notes");
    for (size_t i = 0; i < st->ncopies; i++)
        write_copy(st, r, i);
    report_table_end(r);
}

static void write_summary(struct report_story *st, struct report *r)
{
    const struct track_row *t = &st->row;
    FILE *f = r->f;
    fprintf(f, "<summary><span class=rank>%" PRIu64 "</span><h3>", ++r->rank);
    /* Whole here, and not again in each row. */
    report_whole(f, report_story_text(st, st->text[0]), HEADLINE,
                 "no headline");
    fputs(t->manner ? "</h3><span class=gist>in the manner of "
                    : "</h3><span class=gist>",
          f);
    report_agency_inside(r, report_story_text(st, st->text[1]));
    fputs(" \xC2\xB7 ", f);
    report_counted(f, t->copies, "cop", "y", "ies");
    fputs(" on ", f);
    report_counted(f, t->sites, "site", "", "s");
    if (t->versions > 1) {
        fputs(" \xC2\xB7 ", f);
        report_counted(f, t->versions, "version", "", "s");
    }
    if (t->stale)
        fprintf(f, " \xC2\xB7 %" PRIu64 " still old", t->stale);
    fputs("</span></summary>\n", f);
}

int report_story_write(struct report_story *st, struct report *r)
{
    FILE *f = r->f;
    if (st->failed)
        return -1;
    fputs("<details class=\"story ", f);
    report_agency_class(r, report_story_text(st, st->text[1]));
    fputs("\">", f);
    write_summary(st, r);
    /* The id is inside, so that a link to it opens the story without a
     * script where the browser can. */
    fprintf(f, "<div class=body id=s%" PRId64 ">\n", st->row.story);
    write_facts(st, r);
    if (report_story_curve(st, r))
        return -1;
    write_versions(st, f);
    if (report_story_timeline(st, r))
        return -1;
    write_copies(st, r);
    fputs("</div></details>\n", f);
    return 0;
}
