/*
 * The text of a table, line by line; its grammar is in agency.h.
 */
#include "shingle/agency_index.h"
#include "shingle/agency_words.h"
#include "shingle/host.h"
#include "shingle/plain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const agency_manner_word[MANNER_MONTH] = {
    "by",          "source",       "copyright", "published",  "mixed",
    "mixed-after", "credit-after", "told",      "told-after", "photo",
    "photo-after", "filler",       "join",      "job",        "place",
    "noplace",     "reporter",     "home",      "day",
};

/* A line of the table being read. */
struct reading {
    struct agency_table *t;
    struct agency_error *err;
    const char *line;
    int agency; /* whose lines these are */
};

static int fail(struct reading *r, const char *at, const char *message)
{
    r->err->byte = (size_t)(at - r->line);
    snprintf(r->err->message, sizeof r->err->message, "%s", message);
    return -1;
}

static int no_memory(struct reading *r)
{
    r->err->line = 0;
    return fail(r, r->line, "out of memory");
}

/* Puts n bytes and a NUL into the pool; *at says where. */
static int keep(struct agency_table *t, const void *s, size_t n, uint32_t *at)
{
    if (n >= UINT16_MAX || t->pool_n > UINT32_MAX / 2)
        return -1;
    while (t->pool_cap - t->pool_n <= n)
        if (agency_room(&t->pool, t->pool_cap, &t->pool_cap, 1))
            return -1;
    *at = (uint32_t)t->pool_n;
    memcpy(t->pool + t->pool_n, s, n);
    t->pool[t->pool_n + n] = '\0';
    t->pool_n += n + 1;
    return 0;
}

int agency_find_id(const struct agency_table *t, const char *s, size_t n)
{
    size_t i;

    for (i = 0; i < t->n; i++)
        if (strlen(t->entry[i].shown.id) == n &&
            !memcmp(t->entry[i].shown.id, s, n))
            return (int)i;
    return AGENCY_NONE;
}

static int check_id(struct reading *r, const char *s, const char *end)
{
    const char *at, *fault = words_id_fault(s, end, &at);

    return fault ? fail(r, at, fault) : 0;
}

static void forget(struct agency_text *list, size_t n, int agency)
{
    size_t i;

    for (i = 0; i < n; i++)
        if (list[i].agency == agency)
            list[i].agency = AGENCY_NONE;
}

static int read_agency(struct reading *r, const char *s, const char *end)
{
    struct agency_table *t = r->t;
    const char *stop = words_end(&s, end), *name = stop, *fault;
    struct agency_entry *e;
    int i;

    if (check_id(r, s, stop))
        return -1;
    words_trim(&name, &end);
    if (name == end)
        return fail(r, name, "the agency's name is missing");
    if ((fault = words_name_fault(name, end)))
        return fail(r, name, fault);
    if (agency_room(&t->entry, t->n, &t->cap, sizeof *t->entry))
        return no_memory(r);
    r->agency = agency_find_id(t, s, (size_t)(stop - s));
    if (r->agency == AGENCY_NONE)
        r->agency = (int)t->n++;
    forget(t->name, t->names, r->agency);
    forget(t->site, t->sites, r->agency);
    forget(t->manner, t->manners, r->agency);
    for (i = 0; i < 2; i++) {
        if (t->bare[i] == r->agency + 1)
            t->bare[i] = 0;
        if (t->shared[i] == r->agency + 1)
            t->shared[i] = 0;
    }
    e = &t->entry[r->agency];
    memset(e, 0, sizeof *e);
    memcpy(e->shown.id, s, (size_t)(stop - s));
    if (keep(t, name, (size_t)(end - name), &e->name))
        return no_memory(r);
    return 0;
}

static int read_extend(struct reading *r, const char *s, const char *end)
{
    const char *stop = words_end(&s, end);

    if (check_id(r, s, stop))
        return -1;
    r->agency = agency_find_id(r->t, s, (size_t)(stop - s));
    if (r->agency == AGENCY_NONE)
        return fail(r, s, "no agency of this id came before");
    return 0;
}

static int is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static int read_country(struct reading *r, const char *s, const char *end)
{
    char *to = r->t->entry[r->agency].shown.country;

    memset(to, 0, sizeof r->t->entry->shown.country);
    if (words_are(s, end, "--"))
        return 0;
    if (end - s != 2 || !is_letter(s[0]) || !is_letter(s[1]))
        return fail(r, s, "a country is two letters, or -- for none");
    memcpy(to, s, 2);
    return 0;
}

static int read_sign(struct reading *r, int *of, const char *s, const char *end)
{
    int *had;

    if (end - s != 1 || (*s != ':' && *s != '-'))
        return fail(r, s, "expected : or -");
    had = &of[*s == '-'];
    if (of == r->t->shared && *had && *had != r->agency + 1)
        *had = AGENCY_SEVERAL;
    else
        *had = r->agency + 1;
    return 0;
}

static int add_site(struct reading *r, const char *s, const char *end)
{
    struct agency_table *t = r->t;
    struct agency_text *site;
    char host[HOST_SIZE], ascii[HOST_SIZE], why[96];
    const char *fault;

    if ((size_t)(end - s) >= sizeof host)
        return fail(r, s, "a host name has 253 bytes at most");
    memcpy(host, s, (size_t)(end - s));
    host[end - s] = '\0';
    if (host[strcspn(host, "/:ABCDEFGHIJKLMNOPQRSTUVWXYZ")])
        return fail(r, s, "a site is a domain in small letters");
    host_ascii(host, ascii);
    if ((fault = host_fault(ascii))) {
        snprintf(why, sizeof why, "%.40s%s%s",
                 words_printable(ascii, strlen(ascii)) ? ascii : "the site",
                 " is ", fault);
        return fail(r, s, why);
    }
    if (agency_room(&t->site, t->sites, &t->site_cap, sizeof *t->site))
        return no_memory(r);
    site = &t->site[t->sites];
    memset(site, 0, sizeof *site);
    site->agency = r->agency;
    site->len = (uint16_t)strlen(ascii);
    host_readable(ascii, host);
    if (keep(t, ascii, site->len, &site->at) ||
        keep(t, host, strlen(host), &site->rest))
        return no_memory(r);
    t->sites++;
    return 0;
}

static int read_sites(struct reading *r, const char *s, const char *end)
{
    if (s == end)
        return fail(r, s, "a site is missing");
    while (s < end) {
        const char *stop = words_end(&s, end);

        if (s < stop && add_site(r, s, stop))
            return -1;
        s = stop;
    }
    return 0;
}

/* ---- lists --------------------------------------------------------------- */

/* Takes "A ... B" apart. */
static void split_tail(struct agency_table *t, struct agency_text *n)
{
    const char *dots;

    if (!(n->flags & AGENCY_TAIL))
        return;
    dots = strstr(t->pool + n->at, " ... ");
    if (!dots || dots == t->pool + n->at)
        return;
    n->rest = (uint32_t)(dots + 5 - t->pool);
    n->len = (uint16_t)(dots - (t->pool + n->at));
}

static int add_name(struct reading *r, const char *s, const char *end,
                    unsigned flags)
{
    struct agency_table *t = r->t;
    struct agency_text *n;
    const char *fault;

    if (end - s > 1 && end[-1] == '*') {
        flags |= AGENCY_STEM;
        end--;
    }
    fault = words_name_fault(s, end);
    if (fault)
        return fail(r, s, fault);
    if (agency_room(&t->name, t->names, &t->name_cap, sizeof *t->name))
        return no_memory(r);
    n = &t->name[t->names];
    memset(n, 0, sizeof *n);
    n->agency = r->agency;
    if (flags & AGENCY_UNNAMED)
        t->entry[r->agency].shown.unnamed = 1;
    n->len = (uint16_t)(end - s);
    n->flags = (uint8_t)flags;
    if (keep(t, s, n->len, &n->at))
        return no_memory(r);
    split_tail(t, n);
    t->names++;
    return 0;
}

static int add_manner(struct reading *r, const char *s, const char *end,
                      unsigned kind)
{
    struct agency_table *t = r->t;
    struct agency_text *m;
    struct plain p;
    int stem = end - s > 1 && end[-1] == '*';

    if (end - s > 120)
        return fail(r, s, "a manner has 120 bytes at most");
    plain_fold(&p, s, end - stem);
    if (!p.n)
        return fail(r, s, "a text is missing");
    if (agency_room(&t->manner, t->manners, &t->manner_cap, sizeof *m))
        return no_memory(r);
    m = &t->manner[t->manners];
    memset(m, 0, sizeof *m);
    m->kind = (uint8_t)kind;
    m->agency = AGENCY_NONE;
    m->flags = stem ? AGENCY_STEM : 0;
    m->len = (uint16_t)p.n;
    m->first = p.s[0];
    m->last = p.s[p.n - 1];
    if (keep(t, p.s, p.n, &m->at))
        return no_memory(r);
    t->manners++;
    return 0;
}

/* A place of a home line, or with AGENCY_ONLY of an only line. */
static int add_home(struct reading *r, const char *s, const char *end,
                    unsigned flags)
{
    struct agency_text *m;

    if (add_manner(r, s, end, MANNER_HOME))
        return -1;
    m = &r->t->manner[r->t->manners - 1];
    m->agency = r->agency;
    m->flags = (uint8_t)flags;
    return 0;
}

/* Each of a list divided by " | ". */
static int read_list(struct reading *r, const char *s, const char *end,
                     int (*add)(struct reading *, const char *, const char *,
                                unsigned),
                     unsigned arg)
{
    if (s == end)
        return fail(r, s, "a list is missing");
    while (s < end) {
        const char *bar = s, *a = s, *b;

        while (bar < end &&
               !(*bar == '|' && (bar == s || words_blank(bar[-1])) &&
                 (bar + 1 == end || words_blank(bar[1]))))
            bar++;
        b = bar;
        words_trim(&a, &b);
        if (a == b)
            return fail(r, s, "an empty place in a list");
        if (add(r, a, b, arg))
            return -1;
        if (bar + 1 == end)
            return fail(r, bar, "an empty place in a list");
        s = bar + (bar < end);
    }
    return 0;
}

static int manner_kind(const char *s, const char *end)
{
    int i;

    for (i = 0; i < MANNER_MONTH; i++)
        if (i != MANNER_HOME && words_are(s, end, agency_manner_word[i]))
            return i;
    for (i = 0; i < 12; i++) {
        char word[32];

        snprintf(word, sizeof word, "month-%d", i + 1);
        if (words_are(s, end, word))
            return MANNER_MONTH + i;
    }
    return -1;
}

static int read_manner(struct reading *r, const char *s, const char *end)
{
    const char *stop = words_end(&s, end), *list = stop;
    int kind = manner_kind(s, stop);

    if (kind < 0)
        return fail(r, s, "no such kind of manner");
    words_trim(&list, &end);
    return read_list(r, list, end, add_manner, (unsigned)kind);
}

/* ---- the text ------------------------------------------------------------ */

static const struct {
    const char *word;
    unsigned flags;
} lists[] = {
    {"name", 0},
    {"token", AGENCY_EXACT},
    {"guarded", AGENCY_EXACT | AGENCY_GUARDED},
    {"tail", AGENCY_TAIL},
    {"unnamed", AGENCY_UNNAMED},
};

static int read_line(struct reading *r, const char *s, const char *end)
{
    const char *stop, *rest;
    char why[80];
    size_t i, n;

    words_trim(&s, &end);
    if ((rest = words_damage(s, end)))
        return fail(r, rest, *rest ? "bytes that are not UTF-8" : "a NUL byte");
    if (s == end || *s == '#')
        return 0;
    rest = stop = words_end(&s, end);
    words_trim(&rest, &end);
    if (words_are(s, stop, "agency"))
        return read_agency(r, rest, end);
    if (words_are(s, stop, "extend"))
        return read_extend(r, rest, end);
    if (words_are(s, stop, "manner"))
        return read_manner(r, rest, end);
    if (r->agency == AGENCY_NONE)
        return fail(r, s, "before it stands no line \"agency\" or \"extend\"");
    if (words_are(s, stop, "country"))
        return read_country(r, rest, end);
    if (words_are(s, stop, "bare"))
        return read_sign(r, r->t->bare, rest, end);
    if (words_are(s, stop, "shared"))
        return read_sign(r, r->t->shared, rest, end);
    if (words_are(s, stop, "site"))
        return read_sites(r, rest, end);
    if (words_are(s, stop, "home"))
        return read_list(r, rest, end, add_home, 0);
    if (words_are(s, stop, "only"))
        return read_list(r, rest, end, add_home, AGENCY_ONLY);
    for (i = 0; i < sizeof lists / sizeof *lists; i++)
        if (words_are(s, stop, lists[i].word))
            return read_list(r, rest, end, add_name, lists[i].flags);
    n = stop - s > 24 ? 24 : (size_t)(stop - s);
    if (!words_printable(s, n))
        return fail(r, s, "no line begins with this word");
    snprintf(why, sizeof why, "no line begins with the word \"%.*s\"", (int)n,
             s);
    return fail(r, s, why);
}

int agency_read(struct agency_table *t, const char *text, size_t len,
                struct agency_error *err)
{
    struct reading r = {t, err, text, AGENCY_NONE};
    const char *end = text + len;

    err->line = 0;
    if (len >= 3 && !memcmp(text, "\xef\xbb\xbf", 3))
        text += 3;
    while (text < end) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));

        if (!stop)
            stop = end;
        err->line++;
        r.line = text;
        if (read_line(&r, text, stop))
            return -1;
        text = stop + (stop < end);
    }
    return 0;
}
