#include "shingle/credit_field.h"

#include "shingle/credit_context.h"
#include "shingle/dateline_scan.h"
#include "shingle/plain.h"

#include <string.h>
#include <utf8proc.h>

/* Of "By MARÍA DEL CARMEN LÓPEZ, Associated Press" five are the person's. */
#define PERSON_WORDS 6

static int is_sign(uint32_t c)
{
    return c == '/' || c == '|' || c == ';' || c == '&' || c == '(' ||
           c == ')' || c == 0x2022 || c == 0xb7 || c == 0xff0f || c == 0x3001;
}

/* Whether all of [p, end) is words that stand with agencies: By, the, Staff. */
static int known_words(const struct agency_table *t, const char *p,
                       const char *end)
{
    static const enum agency_manner kinds[] = {
        MANNER_BY, MANNER_SOURCE, MANNER_FILLER, MANNER_JOIN, MANNER_JOB};
    struct plain w;
    size_t i = 0, k, stop;

    plain_fold(&w, p, end);
    while (i < w.n) {
        if (strchr(" .,:;|/()-", w.s[i])) {
            i++;
            continue;
        }
        for (k = 0; k < sizeof kinds / sizeof *kinds; k++)
            if (agency_manner_after(t, kinds[k], w.s + i, w.n - i, &stop))
                break;
        if (k == sizeof kinds / sizeof *kinds)
            return 0;
        i += stop;
    }
    return 1;
}

static unsigned words_in(const char *p, const char *end)
{
    unsigned n = 0;
    int inside = 0;

    for (; p < end; p = context_boundary(p + 1, end)) {
        int word = plain_word(plain_at(p, end));

        n += word && !inside;
        inside = word;
    }
    return n;
}

/* One word, a capital and small letters, as names of persons are. */
static int like_person(const char *p, const char *end)
{
    utf8proc_int32_t c = (utf8proc_int32_t)plain_at(p, end);

    if (c < 0 || utf8proc_tolower(c) == c)
        return 0;
    while ((p = context_boundary(p + 1, end)) < end) {
        c = (utf8proc_int32_t)plain_at(p, end);
        if (c < 0 || utf8proc_toupper(c) == c)
            return 0;
    }
    return 1;
}

static int before_fits(const struct agency_table *t,
                       const struct credit_line *l,
                       const struct credit_names *g)
{
    const char *p = l->begin, *q = g->begin;
    unsigned small, names;
    uint32_t sign;

    while (q > p && q[-1] == ' ')
        q--;
    if (known_words(t, p, q))
        return 1;
    sign = plain_before(p, q);
    if (sign == ',') /* "Paz, Lusa" is one person */
        return !like_person(g->begin, g->end) || words_in(p, q) > 1;
    if (is_sign(sign) || (scan_is_dash(sign) && q < g->begin))
        return 1;
    names = context_names(t, p, q, &small);
    return q < g->begin && !small && names >= 2 && names <= PERSON_WORDS &&
           memchr(g->begin, ' ', (size_t)(g->end - g->begin)) != NULL;
}

static int after_fits(const struct agency_table *t, const struct credit_line *l,
                      const struct credit_names *g)
{
    const char *p = g->end, *q;
    uint32_t sign;

    if (known_words(t, p, l->end))
        return 1;
    for (q = p; q < l->end && *q == ' ';)
        q++;
    sign = plain_at(q, l->end);
    return sign == ',' || is_sign(sign) || (scan_is_dash(sign) && q > p);
}

/* Whether the agency signs with this word: "Lusa", where "Petra" is what others
 * call the Jordan News Agency. */
static int is_own_word(const struct agency_table *t,
                       const struct agency_name_at *m)
{
    const char *p = agency_at(t, m->agency)->name;
    size_t n = (size_t)(m->end - m->begin);

    for (; *p; p++)
        if (!strncmp(p, m->begin, n))
            return 1;
    return 0;
}

static int author_fits(const struct agency_table *t,
                       const struct credit_line *l,
                       const struct agency_name_at *m)
{
    struct agency_name_at exact;

    if (m->flags & AGENCY_GUARDED && like_person(m->begin, m->end))
        return is_own_word(t, m);
    return !(m->flags & AGENCY_EXACT) ||
           (agency_match(t, l->begin, m->begin, l->end, 0, &exact) &&
            exact.end == m->end);
}

/* Whether a person is before the names and no more than a word that joins:
 * "Jane Doe and AFP". */
static int joins_person(const struct agency_table *t,
                        const struct credit_line *l,
                        const struct credit_names *g)
{
    const char *p = l->begin, *q = g->begin;
    unsigned small;
    struct plain w;
    size_t start;

    plain_fold(&w, p, q);
    if (!agency_manner_before(t, MANNER_JOIN, w.s, w.n, &start) || !start ||
        w.s[start - 1] != ' ' || strchr("/,;", w.s[start]) ||
        w.s[start] >= 0x80)
        return 0;
    return context_names(t, p, p + w.at[start], &small) >= 2 && !small &&
           after_fits(t, l, g);
}

int credit_field_says(const struct agency_table *t, const struct credit_line *l,
                      const struct agency_name_at *m,
                      const struct credit_names *g, enum credit_kind kind,
                      struct credit_sense *s)
{
    if (m->flags & AGENCY_TAIL ||
        (kind == CREDIT_BYLINE && !author_fits(t, l, m)))
        return 0;
    if (credit_sense_of(t, l, g, s) && s->kind >= CREDIT_MIXED &&
        s->kind != CREDIT_TOLD)
        return 1;
    if (!(g->flags & AGENCY_GUARDED) && joins_person(t, l, g)) {
        *s = (struct credit_sense){CREDIT_MIXED, g->begin, g->end, 0};
        return 1;
    }
    if (g->flags & AGENCY_GUARDED
            ? g->begin > l->begin || g->end < l->end
            : !before_fits(t, l, g) || !after_fits(t, l, g))
        return 0;
    *s = (struct credit_sense){kind, g->begin, g->end, 0};
    return 1;
}
