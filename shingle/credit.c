/*
 * One search over the text for the agencies' names (agency_index.c), and for
 * each of them one look at its line (credit_line.c). Lines that may begin with
 * a dateline are read as such first (dateline.c); of those without any name
 * only the first LINES_BARE that begin with two capitals are.
 */
#include "shingle/credit.h"

#include "shingle/credit_alone.h"
#include "shingle/credit_context.h"
#include "shingle/credit_field.h"
#include "shingle/dateline.h"
#include "shingle/plain.h"

#include <string.h>

/* Bylines stand among the first lines, behind a title, a date and a letter to
 * readers; a dateline stands deeper where the letter is long. */
#define LINES_EARLY 12
#define LINES_BARE 48

/* Bytes before a name where a dateline in the middle of a line is looked for:
 * "PORT ALDEN, Md., Feb. 29, 2024" has 30. */
#define BLOCK 80

/* After so many names a page is a list, and only the end of it is asked on:
 * what makes a page of names cost no more than one of news. */
#define NAMES_MOST 512
#define NAMES_END 4096

/* Of more names than these that stand in prose only told is asked; a list of
 * agencies is no story. */
#define TOLD_MOST 64

const char *const credit_kind_word[CREDIT_KINDS] = {
    "site",      "source", "dateline", "byline", "credit",
    "copyright", "tail",   "mixed",    "told",   "photo"};

/*
 * How much each kind is worth, whole and weak (credit_line.h). Seen and right
 * on tests/credits.tsv and on syndicate.py's seeds 1 to 3,
 * 29,829 made pages:
 *
 *     dateline 9828 9828   byline 3066 3066   copyright 2897 2897
 *     tail     2796 2796   credit 19 19       mixed 18 18
 *     told     10 10       photo  10 10       no agency named 2636 1894
 *
 * as (right + 1) / (seen + 2), .99 at most: made pages show no share beyond
 * that, and neither do the few of an own site or a source field. Of the weak
 * forms hardly any were seen; theirs is the share of the 137 lines of the
 * second and third list that were right before any of them was looked at, 120.
 */
static const float confidence_of[CREDIT_KINDS][2] = {
    [CREDIT_SITE] = {.99f, .87f},     [CREDIT_SOURCE] = {.99f, .87f},
    [CREDIT_DATELINE] = {.99f, .72f}, [CREDIT_BYLINE] = {.99f, .87f},
    [CREDIT_LINE] = {.95f, .87f},     [CREDIT_COPYRIGHT] = {.99f, .87f},
    [CREDIT_TAIL] = {.99f, .87f},     [CREDIT_MIXED] = {.95f, .87f},
    [CREDIT_TOLD] = {.92f, .87f},     [CREDIT_PHOTO] = {.92f, .87f},
};

struct finder {
    const struct agency_table *t;
    struct credit *c;
    const char *base; /* of the string that is searched */
    enum credit_where where;
    struct credit_line line;
    unsigned lines;
    int bare;           /* a dateline without agency was found */
    const char *parsed; /* line that was read for a dateline */
    const char *past;   /* where names are no longer asked: inside one */
};

/* ---- evidence ------------------------------------------------------------ */

static void keep(struct credit *c, const struct credit_evidence *e)
{
    size_t i, worst = 0;

    if (c->n < CREDIT_EVIDENCE) {
        c->evidence[c->n++] = *e;
        return;
    }
    for (i = 1; i < c->n; i++)
        if (c->evidence[i].confidence < c->evidence[worst].confidence)
            worst = i;
    if (c->evidence[worst].confidence >= e->confidence)
        return;
    memmove(c->evidence + worst, c->evidence + worst + 1,
            (c->n - worst - 1) * sizeof *e);
    c->evidence[c->n - 1] = *e;
}

static void note(struct finder *f, const struct credit_sense *s,
                 const int *agency, size_t n)
{
    struct credit_evidence e;
    size_t i;

    e.kind = (uint8_t)s->kind;
    e.where = (uint8_t)f->where;
    e.begin = (size_t)(s->begin - f->base);
    e.end = (size_t)(s->end - f->base);
    e.confidence = confidence_of[s->kind][s->weak];
    e.agency = AGENCY_NONE;
    if (!n)
        keep(f->c, &e);
    for (i = 0; i < n; i++) {
        e.agency = agency[i];
        keep(f->c, &e);
    }
}

static void note_dateline(struct finder *f, const struct dateline *d)
{
    struct credit_sense s = {d->mixed ? CREDIT_MIXED : CREDIT_DATELINE,
                             d->begin, d->end, !d->n};
    int bare = agency_of_bare(f->t, d->end[-1] == ':' ? ':' : '-');

    if (!d->n && bare != AGENCY_NONE)
        note(f, &s, &bare, 1);
    else
        note(f, &s, d->agency, d->n);
    f->past = d->end;
    f->bare = 1;
}

/* ---- the text ------------------------------------------------------------ */

static int may_be_bare(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || *p == '\t'))
        p++;
    if (end - p < 24)
        return 0;
    if ((unsigned char)p[0] >= 0xc3 && (unsigned char)p[0] <= 0xd4)
        return 1;
    return p[0] >= 'A' && p[0] <= 'Z' &&
           ((p[1] >= 'A' && p[1] <= 'Z') || (unsigned char)p[1] >= 0xc3);
}

/* Makes the line that holds p, which is not before it, the line. */
static void go_to_line(struct finder *f, const char *p, const char *end)
{
    struct dateline d;

    while (f->line.end < p) {
        f->line.begin = f->line.end + 1;
        f->line.end =
            memchr(f->line.begin, '\n', (size_t)(end - f->line.begin));
        if (!f->line.end)
            f->line.end = end;
        if (f->line.end - f->line.begin > 2)
            f->lines++;
        f->line.early = f->lines <= LINES_EARLY;
        if (f->bare || f->lines > LINES_BARE ||
            !may_be_bare(f->line.begin, f->line.end))
            continue;
        f->parsed = f->line.begin;
        if (dateline_parse(f->t, f->line.begin, f->line.end, &d) &&
            (!d.alone || credit_over_text(f->t, &f->line)))
            note_dateline(f, &d);
    }
}

/* Where a dateline may begin in a block: behind the end of a sentence. */
static const char *next_break(const char *p, const char *end)
{
    for (; end - p > 1; p++)
        if ((*p == '.' || *p == '!' || *p == '?' || *p == '|' || *p == ':') &&
            p[1] == ' ')
            return p + 2;
    return NULL;
}

/* Whether it has all of the form, as the middle of a line asks for. */
static int whole_form(const struct dateline *d)
{
    const unsigned char *p = (const unsigned char *)d->place;

    if (!d->n || d->alone || d->place_end - d->place < 3 ||
        (d->date == d->date_end && p[0] < 0x80 && p[1] >= 'a'))
        return 0;
    return strchr("-:=", d->end[-1]) || (unsigned char)d->end[-1] >= 0x80;
}

/* A dateline of the name m where a page has lost its line breaks. */
static int dateline_in_block(const struct finder *f,
                             const struct agency_name_at *m, struct dateline *d)
{
    const char *p = m->begin;
    int tries;

    if (p == f->line.begin || (p[-1] != '(' && p[-1] != '/'))
        return 0;
    p = p - f->line.begin > BLOCK ? p - BLOCK : f->line.begin;
    for (tries = 0; tries < 6; tries++) {
        p = next_break(p, m->begin);
        if (!p)
            break;
        if (dateline_parse(f->t, p, f->line.end, d) && d->end >= m->end &&
            whole_form(d))
            return 1;
    }
    return 0;
}

static void ask(struct finder *f, struct agency_name_at *m, unsigned *told)
{
    struct credit_names g;
    struct credit_sense s;
    struct dateline d;
    int edge;

    if (f->parsed != f->line.begin && m->begin - f->line.begin < DATELINE_MAX &&
        !(m->flags & AGENCY_TAIL)) {
        f->parsed = f->line.begin;
        if (dateline_parse(f->t, f->line.begin, f->line.end, &d) &&
            (!d.alone || credit_over_text(f->t, &f->line)))
            note_dateline(f, &d);
    }
    if (!(f->past && m->begin < f->past) && dateline_in_block(f, m, &d))
        note_dateline(f, &d);
    if (f->past && m->begin < f->past) {
        m->end = f->past > m->end ? f->past : m->end;
        return;
    }
    credit_names_read(f->t, &f->line, m, &g);
    edge = g.begin - f->line.begin < 160 || f->line.end - g.end < 160;
    if ((edge || (*told)++ < TOLD_MOST) &&
        credit_sense_of(f->t, &f->line, &g, &s))
        note(f, &s, g.agency, g.n);
    m->end = g.end;
}

static void find_in_text(struct finder *f, const char *text, size_t len)
{
    const char *p = text, *end = text + len;
    struct agency_name_at m;
    unsigned told = 0, asked = 0;

    f->base = text;
    f->where = CREDIT_IN_TEXT;
    f->line.begin = f->line.end = text;
    f->line.end--; /* before the first line */
    f->line.base = text;
    f->line.stop = end;
    while (agency_search(f->t, text, p, end, 0, &m)) {
        go_to_line(f, m.begin, end);
        ask(f, &m, &told);
        p = m.end;
        if (++asked == NAMES_MOST && end - p > NAMES_END)
            p = context_boundary(end - NAMES_END, end);
    }
    if (!f->bare)
        go_to_line(f, end, end);
}

/* ---- the fields ---------------------------------------------------------- */

static size_t trimmed(const char **s, size_t n)
{
    while (n && (unsigned char)(*s)[0] <= ' ')
        ++*s, n--;
    while (n && (unsigned char)(*s)[n - 1] <= ' ')
        n--;
    return n;
}

static void find_in_field(struct finder *f, const char *s, enum credit_where w,
                          enum credit_kind kind)
{
    struct agency_name_at m;
    struct credit_names g;
    struct credit_sense sense;
    const char *p, *end;
    size_t n;

    if (!s)
        return;
    f->base = p = s;
    f->where = w;
    n = trimmed(&p, strlen(s));
    end = p + n;
    f->line = (struct credit_line){p, end, p, end, 1};
    for (s = p; n <= 120 && agency_search(f->t, s, p, end, 1, &m); p = g.end) {
        credit_names_read(f->t, &f->line, &m, &g);
        if (credit_field_says(f->t, &f->line, &m, &g, kind, &sense))
            note(f, &sense, g.agency, g.n);
    }
}

/* Of a title only "... (AP)" and "... | Reuters" say something: what is before
 * a colon or behind a dash is whom the paper believes. */
static void find_in_title(struct finder *f, const char *title)
{
    const char *p = title, *end;
    struct agency_name_at m;
    struct credit_names g;

    if (!title)
        return;
    f->base = title;
    f->where = CREDIT_IN_TITLE;
    end = title + strlen(title);
    if (end - p > 4096)
        end = p + 4096;
    f->line = (struct credit_line){p, end, p, end, 1};
    for (; agency_search(f->t, title, p, end, 0, &m); p = g.end) {
        struct credit_sense s = {CREDIT_TAIL, m.begin, m.end, 1};
        const char *q = m.begin;

        credit_names_read(f->t, &f->line, &m, &g);
        while (q > title && q[-1] == ' ')
            q--;
        s.end = g.end;
        if (q == title || m.flags & AGENCY_TAIL ||
            !((q[-1] == '(' && g.end + 1 == end && *g.end == ')') ||
              (q[-1] == '|' && g.end == end)))
            continue;
        note(f, &s, g.agency, g.n);
    }
}

static void find_in_site(struct finder *f, const struct credit_facts *facts)
{
    const char *s = facts->site ? facts->site : facts->url, *from, *end;
    char host[256];
    int agency;
    struct credit_sense sense;

    if (!s)
        return;
    f->base = s;
    f->where = facts->site ? CREDIT_IN_SITE : CREDIT_IN_URL;
    from = strstr(s, "//");
    from = from ? from + 2 : s;
    end = from + strcspn(from, "/:?#");
    if ((size_t)(end - from) >= sizeof host)
        return;
    memcpy(host, from, (size_t)(end - from));
    host[end - from] = '\0';
    agency = agency_by_site(f->t, host);
    sense = (struct credit_sense){CREDIT_SITE, from, end, 0};
    if (agency != AGENCY_NONE)
        note(f, &sense, &agency, 1);
}

/* ---- the verdict --------------------------------------------------------- */

static void name_agencies(struct credit *c, const struct credit_evidence *by)
{
    size_t i, k;

    for (i = 0; i < c->n; i++) {
        const struct credit_evidence *e = &c->evidence[i];

        if (e->kind != by->kind || e->where != by->where ||
            (by->kind != CREDIT_MIXED && e->begin != by->begin))
            continue;
        for (k = 0; k < c->nagencies && c->agency[k] != e->agency; k++)
            ;
        if (k == c->nagencies && k < CREDIT_AGENCIES)
            c->agency[c->nagencies++] = e->agency;
    }
}

static void judge(struct credit *c)
{
    const struct credit_evidence *best = NULL, *mixed = NULL, *e;

    for (e = c->evidence; e < c->evidence + c->n; e++) {
        if (e->kind < CREDIT_MIXED && e->agency != AGENCY_NONE &&
            e->confidence >= .5f &&
            (!best || e->kind < best->kind ||
             (e->kind == best->kind && e->confidence > best->confidence)))
            best = e;
        if (e->kind == CREDIT_MIXED && !mixed)
            mixed = e;
    }
    if (!best && !mixed)
        return;
    c->credited = best ? CREDIT_FULL : CREDIT_PART;
    best = best ? best : mixed;
    c->confidence = best->confidence;
    name_agencies(c, best);
}

void credit_find(const struct agency_table *t, const struct credit_facts *facts,
                 struct credit *c)
{
    struct finder f;

    memset(&f, 0, sizeof f);
    c->n = c->nagencies = 0;
    c->credited = CREDIT_NO;
    c->confidence = 0;
    f.t = t;
    f.c = c;
    find_in_site(&f, facts);
    find_in_field(&f, facts->source, CREDIT_IN_SOURCE, CREDIT_SOURCE);
    find_in_field(&f, facts->author, CREDIT_IN_AUTHOR, CREDIT_BYLINE);
    find_in_title(&f, facts->title);
    f.past = NULL;
    if (facts->text && facts->text_len)
        find_in_text(&f, facts->text, facts->text_len);
    judge(c);
}
