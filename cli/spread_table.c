#include "cli/spread_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/display.h"
#include "cli/session.h"
#include "cli/tracked_rows.h"

/* The evidence that makes an article count as an agency's. */
struct evidence {
    const char *agency;
    int manner; /* 1: it is a dateline that names nobody */
    double confidence;
    char kind[40], words[TRACKED_WORDS];
};

static int each_credit(void *arg, const struct credit_row *row)
{
    struct evidence *e = arg;
    size_t n = row->words_len;
    if (e->manner ? row->agency || *e->kind || strcmp(row->kind, "dateline")
                  : !row->decides || !row->agency ||
                        strcmp(row->agency, e->agency) != 0 ||
                        row->confidence <= e->confidence)
        return 0;
    e->confidence = row->confidence;
    snprintf(e->kind, sizeof e->kind, "%s",
             e->manner ? TRACK_MANNER_KIND : row->kind);
    if (!row->words || n >= sizeof e->words)
        n = 0;
    /* In one line, wherever the page breaks it. */
    for (size_t i = 0; i < n; i++)
        e->words[i] = (unsigned char)row->words[i] < ' ' ? ' ' : row->words[i];
    e->words[n] = 0;
    return 0;
}

/* " (dateline: "LINDHOLT (Reuters) -")" */
static int print_evidence(FILE *f, struct store *s, const char *article,
                          const struct track_row *r)
{
    struct evidence e = {.agency = r->agency, .manner = r->manner};
    int code = store_credits(s, article, each_credit, &e);
    if (code || !*e.kind)
        return code;
    fprintf(f, " (%s%s", e.kind, *e.words ? ": " : "");
    if (*e.words)
        fprintf(f, "\"%s\"", e.words);
    putc(')', f);
    return 0;
}

static const char *plural(uint64_t n, const char *one, const char *more)
{
    return n == 1 ? one : more;
}

static const char *format(enum cell_kind kind, int64_t value, char *out)
{
    table_format(&(const struct column){.kind = kind},
                 &(const struct cell){.number = value}, out);
    return out;
}

static void head_counts(FILE *f, const struct tracked *t)
{
    const struct track_row *s = &t->story;
    char first[DISPLAY_MAX], last[DISPLAY_MAX];
    fprintf(f, "story %lld: %llu %s on %llu %s, %llu %s", (long long)s->story,
            (unsigned long long)s->copies, plural(s->copies, "copy", "copies"),
            (unsigned long long)s->sites, plural(s->sites, "site", "sites"),
            (unsigned long long)s->versions,
            plural(s->versions, "version", "versions"));
    if (s->digests)
        fprintf(f, ", %llu %s", (unsigned long long)s->digests,
                plural(s->digests, "digest", "digests"));
    if (s->first != STORE_NO_TIME)
        fprintf(f, ", first %s, last %s", format(CELL_TIME, s->first, first),
                format(CELL_TIME, s->last, last));
    putc('\n', f);
}

static int head_agency(FILE *f, struct store *s, const struct track_row *r)
{
    int code = 0;
    if (!r->agency) {
        fputs("agency: none is named\n", f);
        return 0;
    }
    if (r->manner)
        fprintf(f, "agency: in the manner of %s, named by no copy", r->agency);
    else
        fprintf(f, "agency: %s, named by %llu of %llu copies", r->agency,
                (unsigned long long)r->credited, (unsigned long long)r->copies);
    if (r->by) {
        fprintf(f, "; best evidence in %s", r->by);
        code = print_evidence(f, s, r->by, r);
    }
    fprintf(f, "; confidence %.2f\n", r->confidence);
    return code;
}

static int head_origin(FILE *f, struct store *s, const struct track_row *r)
{
    static const char *const why[] = {
        "the earliest copy on the agency's own site",
        "the earliest copy that credits the agency", "the earliest copy"};
    char time[DISPLAY_MAX];
    int code = 0;
    if (r->origin == ORIGIN_NONE || !r->origin_article) {
        fputs("origin: not known; no copy has a time\n", f);
        return 0;
    }
    fprintf(f, "origin: %s on %s, %s: %s", r->origin_article,
            *r->origin_site ? r->origin_site : "a page of unknown site",
            format(CELL_TIME, r->origin_time, time), why[r->origin]);
    if (r->origin == ORIGIN_CREDITED && r->agency &&
        (!r->by || strcmp(r->by, r->origin_article) != 0))
        code = print_evidence(f, s, r->origin_article, r);
    putc('\n', f);
    return code;
}

static void head_lags(FILE *f, const struct track_row *r)
{
    char lag[DISPLAY_MAX];
    if (r->median_lag != STORE_NO_TIME)
        fprintf(f, "lag: median %s after the origin",
                format(CELL_LAG, r->median_lag, lag));
    if (r->median_lag != STORE_NO_TIME && r->half_life != STORE_NO_TIME)
        fprintf(f, "; half of the dated copies were out within %s of the first",
                format(CELL_LAG, r->half_life, lag) + (*lag == '+'));
    if (r->median_lag != STORE_NO_TIME)
        putc('\n', f);
    if (r->stale || r->conflicts || r->undated)
        fprintf(f,
                "flagged: %llu stale, %llu with a conflict of clocks, %llu "
                "undated\n",
                (unsigned long long)r->stale, (unsigned long long)r->conflicts,
                (unsigned long long)r->undated);
}

/* Wrapped as a whole: ids, sites and evidence are a stranger's words. */
static int show_head(struct store *s, const struct tracked *t)
{
    const char *title = t->story.title ? t->story.title : "";
    char *text = NULL;
    size_t len = 0;
    FILE *f = open_memstream(&text, &len);
    int code = 0;
    if (f) {
        head_counts(f, t);
        code = head_agency(f, s, &t->story);
        if (!code)
            code = head_origin(f, s, &t->story);
        head_lags(f, &t->story);
    }
    if (!f || fclose(f)) {
        complain("out of memory");
        free(text);
        return STORE_STOPPED;
    }
    print_clean(stdout, title, strlen(title), terminal_width());
    putchar('\n');
    print_wrapped(stdout, text, len, 0, terminal_width());
    free(text);
    return code;
}

/* Where a line goes on below that does not fit. */
#define HANG 4

static void show_changes(const struct version_row *v)
{
    /* A sentence that came in is told by its beginning; what was put in the
     * place of other words is told whole, lest a number be cut. */
    char words[160];
    unsigned width = terminal_width();
    for (size_t i = 0; i < v->nchanges; i++) {
        enum change_kind kind = v->change[i].kind;
        tracked_change(&v->change[i], words, sizeof words);
        fputs("    ", stdout);
        if (kind == CHANGE_NUMBER || kind == CHANGE_WORDS) {
            print_hanging(stdout, words, strlen(words), 4, HANG, width);
        } else {
            print_clean(stdout, words, strlen(words),
                        width > 24 ? width - 4 : 20);
            putchar('\n');
        }
    }
}

/* 7 copies on 5 sites, 213 words, correction, replaces what came before */
static void put_version(FILE *f, const struct version_row *v)
{
    fprintf(f, "%llu %s on %llu %s", (unsigned long long)v->copies,
            plural(v->copies, "copy", "copies"), (unsigned long long)v->sites,
            plural(v->sites, "site", "sites"));
    if (v->measured)
        fprintf(f, ", %llu words", (unsigned long long)v->words);
    if (v->marker)
        fputs(", ", f);
    if (v->marker)
        print_clean(f, v->marker, strlen(v->marker), 30);
    if (v->replaces)
        fputs(", replaces what came before", f);
}

/* marked "CORRECTION" in the text of ledger-0305-1, byte 58 */
static void put_mark(FILE *f, const struct version_row *v)
{
    const char *words = v->marked_in ? v->marked_in : "";
    fputs("marked \"", f);
    print_clean(f, words, strlen(words), 40);
    fprintf(f, "\" in the %s of ", v->marked_where);
    print_clean(f, v->marked_article, strlen(v->marked_article), 40);
    fprintf(f, ", byte %llu", (unsigned long long)v->marked_begin);
}

/* Prints what put() writes where so many columns of the line are taken. */
static int show_hanging(void (*put)(FILE *f, const struct version_row *v),
                        const struct version_row *v, unsigned column)
{
    char *text = NULL;
    size_t len = 0;
    FILE *f = open_memstream(&text, &len);
    int failed;
    if (f)
        put(f, v);
    failed = !f || fclose(f);
    if (failed)
        complain("out of memory");
    else
        print_hanging(stdout, text, len, column, HANG, terminal_width());
    free(text);
    return failed;
}

static int show_versions(const struct tracked *t)
{
    char first[DISPLAY_MAX];
    int failed = 0;
    if (t->nversions)
        fputs("\nVersions\n", stdout);
    for (size_t i = 0; i < t->nversions && !failed; i++) {
        const struct version_row *v = &t->version[i];
        unsigned column = (unsigned)printf("  %u  %s  ", v->version,
                                           format(CELL_TIME, v->first, first));
        failed = show_hanging(put_version, v, column);
        if (v->marked_where && !failed) {
            fputs("    ", stdout);
            failed = show_hanging(put_mark, v, HANG);
        }
        show_changes(v);
    }
    return failed || ferror(stdout);
}

/* What was done to a copy, and what is odd about it, for below its row. */
static struct cell note_of(const struct carry_row *c, char *out, size_t size)
{
    char edits[TRACKED_WORDS], flags[TRACKED_WORDS];
    tracked_edits(c, edits);
    tracked_flags(c, flags);
    if (!*edits && !*flags)
        return cell_text(NULL);
    snprintf(out, size, "%s%s%s%s", *flags ? "[" : "", flags,
             !*flags  ? ""
             : *edits ? "] "
                      : "]",
             edits);
    return cell_text(out);
}

static int show_copies(const struct tracked *t)
{
    static const struct column columns[] = {
        {"time", CELL_TIME, "time", 0, ""},
        {"lag", CELL_LAG, "lag", 0, ""},
        {"site", CELL_TEXT, "site", 16, ""},
        {"version", CELL_ID, "v", 0, ""},
        {"credit", CELL_TEXT, "credit", 8, ""},
        {"title", CELL_TEXT, "headline", 12, ""},
        {0}};
    struct output o;
    char note[2 * TRACKED_WORDS + 8], credit[TRACKED_WORDS];
    fputs("\nCopies\n", stdout);
    output_begin(&o, OUTPUT_TABLE, columns);
    for (size_t i = 0; i < t->ncopies; i++) {
        const struct carry_row *c = &t->copy[i];
        const struct cell said = note_of(c, note, sizeof note);
        const struct cell cells[] = {
            cell_time(c->time),
            cell_time(c->lag),
            cell_site(c->site),
            cell_id(c->version),
            cell_text(*tracked_credit(c, credit) ? credit : "-"),
            cell_text(c->title),
        };
        if (output_row_note(&o, cells, &said))
            break;
    }
    return output_end(&o);
}

int spread_table(struct store *s, const struct tracked *t,
                 const struct curve *curve, int *failed)
{
    int code = show_head(s, t);
    if (code)
        return code;
    *failed |= show_versions(t) || show_copies(t);
    if (curve->n)
        printf("\nCarriers by the %s, after the origin\n",
               curve->step == CURVE_HOUR ? "hour" : "day");
    *failed |= curve_draw(curve);
    return code;
}
