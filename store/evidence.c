#include "store/evidence.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "store/agencies.h"
#include "store/db.h"
#include "store/facts.h"

const char *const evidence_kind[CREDIT_KINDS] = {
    "own site",  "source", "dateline", "byline", "credit line",
    "copyright", "tail",   "mixed",    "told",   "photo"};

const char *const evidence_place[CREDIT_IN_URL + 1] = {
    "text", "title", "author", "source", "site", "url"};

/* ---- the day of a dateline ----------------------------------------------- */

/* Days since 1970; Gregorian, with years that begin in March, so that the leap
 * day is a year's last. */
static int32_t day_of(int32_t year, unsigned month, unsigned day)
{
    int32_t y = month > 2 ? year : year - 1;
    int32_t since_march = ((int32_t)month + 9) % 12;
    return 365 * y + y / 4 - y / 100 + y / 400 + (153 * since_march + 2) / 5 +
           (int32_t)day - 1 - 719468;
}

static int is_day(int32_t year, unsigned month, unsigned day)
{
    int32_t next =
        month < 12 ? day_of(year, month + 1, 1) : day_of(year + 1, 1, 1);
    return day >= 1 && month >= 1 && month <= 12 &&
           day_of(year, month, day) < next;
}

/* A year written out in the date, or 0. */
static int32_t year_in(const char *p, const char *end)
{
    while (p < end) {
        int32_t v = 0;
        const char *from = p;
        while (p < end && *p >= '0' && *p <= '9' && p - from < 5)
            v = v * 10 + (*p++ - '0');
        if (p - from == 4 && v >= 1900 && v < 2100)
            return v;
        if (p == from)
            p++;
    }
    return 0;
}

/* Datelines leave the year out: it is the one that brings them closest to the
 * time of the page. */
static int32_t dateline_day(const struct dateline *d, int64_t time)
{
    int32_t year = year_in(d->date, d->date_end), best = EVIDENCE_NO_DAY;
    int32_t today = facts_day(time);
    if (year)
        return is_day(year, d->month, d->day) ? day_of(year, d->month, d->day)
                                              : EVIDENCE_NO_DAY;
    if (today == DAY_UNKNOWN || today < -719000 || today > 2900000)
        return EVIDENCE_NO_DAY;
    year = 1970 + (int32_t)(today / 365.2425);
    for (int32_t y = year - 1; y <= year + 1; y++) {
        if (!is_day(y, d->month, d->day))
            continue;
        int32_t day = day_of(y, d->month, d->day);
        if (best == EVIDENCE_NO_DAY || abs(day - today) < abs(best - today))
            best = day;
    }
    return best;
}

/* ---- finding ------------------------------------------------------------- */

/* Whether the host of the URL is the domain or below it. */
static int url_is_on(const char *url, const char *domain)
{
    const char *host = strstr(url, "://");
    host = host ? host + 3 : url;
    size_t n = strcspn(host, "/:?#"), len = strlen(domain);
    return len && n >= len && !strncasecmp(host + n - len, domain, len) &&
           (n == len || host[n - len - 1] == '.');
}

static const char *given(const char *v)
{
    return v && *v ? v : NULL;
}

static struct credit_facts facts_of(const struct evidence_of *of)
{
    struct credit_facts f = {.site = given(of->domain),
                             .url = given(of->url),
                             .title = given(of->title),
                             .author = given(of->author),
                             .source = given(of->source),
                             .text = of->text,
                             .text_len = of->len};
    if (f.url && f.site && url_is_on(f.url, f.site))
        f.site = NULL; /* the URL's host says more */
    else
        f.url = NULL;
    return f;
}

static uint32_t decides(const struct credit *c)
{
    uint32_t bits = 0;
    for (size_t i = 0; c->credited == CREDIT_FULL && i < c->n; i++) {
        const struct credit_evidence *e = &c->evidence[i];
        for (size_t k = 0; k < c->nagencies; k++)
            if (e->kind < CREDIT_MIXED && e->confidence >= EVIDENCE_ENOUGH &&
                e->agency == c->agency[k] && e->agency != AGENCY_NONE)
                bits |= (uint32_t)1 << i;
    }
    return bits;
}

/* What the text's first dateline says, or, where there is none, where a house
 * says with an agency's name that it edited it: "Kiel (dpa/lno) -". NULL where
 * neither is there. */
static const struct credit_evidence *dateline_in(const struct credit *c)
{
    const struct credit_evidence *mixed = NULL;
    for (size_t i = 0; i < c->n; i++) {
        const struct credit_evidence *e = &c->evidence[i];
        if (e->where != CREDIT_IN_TEXT)
            continue;
        if (e->kind == CREDIT_DATELINE)
            return e;
        if (e->kind == CREDIT_MIXED && !mixed)
            mixed = e;
    }
    return mixed;
}

/* Reads it once more for its place. */
static int find_place(const struct agency_table *t,
                      const struct evidence_of *of,
                      const struct credit_evidence *e, struct dateline *d)
{
    if (!e || e->kind != CREDIT_DATELINE)
        return 0;
    const char *from = of->text + e->begin, *end = of->text + of->len;
    const char *stop = memchr(from, '\n', (size_t)(end - from));
    return dateline_parse(t, from, stop ? stop : end, d) &&
           d->place < d->place_end;
}

int evidence_find(const struct agency_table *t, const struct evidence_of *of,
                  struct evidence **out)
{
    struct credit_facts f = facts_of(of);
    struct credit c;
    struct marker m[MARKER_MOST];
    struct dateline d;
    *out = NULL;
    credit_find(t, &f, &c);
    const struct credit_evidence *line = dateline_in(&c);
    size_t n = marker_find(of->title, of->title ? strlen(of->title) : 0,
                           of->text, of->len, line ? line->end : 0, m);
    size_t place =
        find_place(t, of, line, &d) ? (size_t)(d.place_end - d.place) : 0;
    if (!c.n && !n)
        return 0;
    struct evidence *e = malloc(sizeof *e + c.n * sizeof e->at[0] + place + 1);
    if (!e)
        return -1;
    *e = (struct evidence){.table = t,
                           .nmarkers = n,
                           .makes = marker_decides(m, n),
                           .day = EVIDENCE_NO_DAY,
                           .decides = decides(&c),
                           .n = c.n};
    memcpy(e->marker, m, n * sizeof m[0]);
    memcpy(e->at, c.evidence, c.n * sizeof e->at[0]);
    if (place) {
        char *to = (char *)(e->at + c.n);
        memcpy(to, d.place, place);
        to[place] = '\0';
        e->place = to;
        e->day = dateline_day(&d, of->time);
        e->bare = (char)(d.n ? 0 : d.end[-1] == ':' ? ':' : '-');
    }
    *out = e;
    return 0;
}

/* ---- in and out of the file ---------------------------------------------- */

static void write_credit(struct store *s, uint32_t num,
                         const struct evidence *e, size_t i)
{
    const struct credit_evidence *at = &e->at[i];
    sqlite3_stmt *q = db_prepare(s, "INSERT INTO credit VALUES(?1, ?2, ?3, ?4, "
                                    "?5, ?6, ?7, ?8, ?9)");
    db_bind_int(s, q, 1, num);
    db_bind_int(s, q, 2, (int64_t)i + 1);
    db_bind_text(
        s, q, 3,
        at->agency == AGENCY_NONE ? NULL : agency_at(e->table, at->agency)->id);
    db_bind_text(s, q, 4, evidence_kind[at->kind]);
    db_bind_text(s, q, 5, evidence_place[at->where]);
    db_bind_int(s, q, 6, (int64_t)at->begin);
    db_bind_int(s, q, 7, (int64_t)(at->end - at->begin));
    /* As many digits as it has, so that .99 reads as that. */
    db_bind_double(s, q, 8, (int)(at->confidence * 1000 + 0.5f) / 1000.0);
    db_bind_int(s, q, 9, e->decides >> i & 1);
    db_run(s, q);
}

static void write_marker(struct store *s, uint32_t num,
                         const struct evidence *e, size_t i)
{
    const struct marker *m = &e->marker[i];
    sqlite3_stmt *q = db_prepare(
        s, "INSERT INTO marking VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    db_bind_int(s, q, 1, num);
    db_bind_int(s, q, 2, (int64_t)i + 1);
    db_bind_text(s, q, 3, marker_word[m->kind]);
    db_bind_int(s, q, 4, m->number);
    db_bind_text(
        s, q, 5,
        evidence_place[m->in_title ? CREDIT_IN_TITLE : CREDIT_IN_TEXT]);
    db_bind_int(s, q, 6, (int64_t)m->begin);
    db_bind_int(s, q, 7, (int64_t)(m->end - m->begin));
    db_bind_int(s, q, 8, i == e->makes);
    db_run(s, q);
}

int evidence_write(struct store *s, uint32_t num, const struct evidence *e)
{
    for (size_t i = 0; e && i < e->n && !s->error; i++)
        write_credit(s, num, e, i);
    for (size_t i = 0; e && i < e->nmarkers && !s->error; i++)
        write_marker(s, num, e, i);
    if (e && e->place) {
        sqlite3_stmt *q =
            db_prepare(s, "INSERT INTO dateline VALUES(?1, ?2, ?3, ?4)");
        db_bind_int(s, q, 1, num);
        db_bind_text(s, q, 2, e->place);
        if (e->day != EVIDENCE_NO_DAY)
            db_bind_int(s, q, 3, e->day);
        if (e->bare)
            db_bind_text(s, q, 4, e->bare == ':' ? ":" : "-");
        db_run(s, q);
    }
    return s->error;
}

int evidence_drop(struct store *s, uint32_t num)
{
    static const char *const text[] = {"DELETE FROM credit WHERE num = ?1",
                                       "DELETE FROM marking WHERE num = ?1",
                                       "DELETE FROM dateline WHERE num = ?1"};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
        sqlite3_stmt *q = db_prepare(s, text[i]);
        db_bind_int(s, q, 1, num);
        db_run(s, q);
    }
    return s->error;
}
