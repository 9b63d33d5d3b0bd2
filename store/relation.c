#include "store/relation.h"

#include "shingle/text.h"
#include "store/facts.h"
#include "store/rules.h"

/* Numbers that one gap counts for: a telephone number has three tokens. */
#define GAP_NUMBERS 3

/* On one day, or where days are unknown, texts with other numbers are as a rule
 * versions of a story: a series has so many times more changed numbers, and
 * stands so many times closer. */
#define SAME_DAY_NUMBERS 2
#define SAME_DAY_WORDS 1.5

/* What one site shows twice on a day is a form when one number more changed
 * than it takes, twice as many as stayed, and they stand nearly as close as on
 * two days: notes on earthquakes, obituaries and road works have one in 7 to
 * 16 words; an update of 42 words with four new figures, two and two beside
 * each other, has one in 21. */
#define SITE_NUMBERS 1
#define SITE_WORDS 1.15

const char *relation_name(enum relation r)
{
    static const char *const name[] = {"none",   "same",    "near",  "contains",
                                       "within", "partial", "quote", "series"};
    return (unsigned)r < sizeof name / sizeof *name ? name[r] : "none";
}

const char *role_name(enum role r)
{
    return r == ROLE_DIGEST ? "digest" : "copy";
}

enum relation relation_turned(enum relation r)
{
    return r == RELATION_CONTAINS ? RELATION_WITHIN
           : r == RELATION_WITHIN ? RELATION_CONTAINS
                                  : r;
}

int relation_links(enum relation r)
{
    return r == RELATION_SAME || r == RELATION_NEAR || r == RELATION_CONTAINS ||
           r == RELATION_WITHIN || r == RELATION_PARTIAL;
}

enum interval relation_interval(int64_t time_a, int64_t time_b, int same_site)
{
    int32_t a = facts_day(time_a), b = facts_day(time_b);
    if (a == DAY_UNKNOWN || b == DAY_UNKNOWN)
        return INTERVAL_DAY;
    if (a == b)
        return same_site ? INTERVAL_SITE : INTERVAL_DAY;
    if (same_site)
        return INTERVAL_AGAIN;
    return a > b + 1 || b > a + 1 ? INTERVAL_APART : INTERVAL_NEAR;
}

/* Tokens of a gap with this flag, those that are mute left out. */
static uint32_t flagged(const struct side *s, uint32_t from, uint32_t to,
                        uint8_t flag)
{
    uint32_t n = 0;
    for (uint32_t i = from; i < to; i++)
        n += (s->flags[i] & flag) && !(s->mute && s->mute[i]);
    return n;
}

/* A gap between passages that go on in the same order in both. */
static void add_gap(struct changes *c, const struct side *a, uint32_t a0,
                    uint32_t a1, const struct side *b, uint32_t b0, uint32_t b1)
{
    if (a0 >= a1 || b0 >= b1 || a1 - a0 > GAP_MOST || b1 - b0 > GAP_MOST)
        return;
    uint32_t in_a = flagged(a, a0, a1, TOKEN_DIGIT);
    uint32_t in_b = flagged(b, b0, b1, TOKEN_DIGIT);
    uint32_t numbers = in_a < in_b ? in_a : in_b;
    if (numbers)
        c->numbers += numbers < GAP_NUMBERS ? numbers : GAP_NUMBERS;
    else if (flagged(a, a0, a1, TOKEN_CAPITAL) &&
             flagged(b, b0, b1, TOKEN_CAPITAL))
        c->names++;
}

void relation_changes(const struct overlap *o, const struct side *a,
                      const struct side *b, struct changes *c)
{
    *c = (struct changes){.names = o->names_changed};
    for (size_t i = 0; i < o->npassages; i++) {
        const struct passage *p = &o->passage[i], *q = p - 1;
        c->numbers += p->numbers_changed;
        c->same += p->numbers_same;
        if (i && p->a >= q->a + q->a_words && p->b >= q->b + q->b_words)
            add_gap(c, a, q->a + q->a_words, p->a, b, q->b + q->b_words, p->b);
    }
}

int relation_is_series(const struct rules *r, const struct changes *c,
                       uint32_t words, enum interval interval)
{
    double changed = (double)c->numbers + c->names;
    if (!c->numbers || c->numbers < c->same)
        return 0;
    /* A grant has a sum and a share, and names a town and a person. */
    if (interval == INTERVAL_AGAIN && changed > r->series_numbers)
        return changed * r->series_apart >= words;
    if (c->numbers < r->series_numbers)
        return 0;
    if (interval == INTERVAL_AGAIN || interval == INTERVAL_APART)
        return changed * r->series_apart >= words;
    if (interval == INTERVAL_NEAR)
        return changed * r->series_words >= words;
    if (c->numbers < 2 * c->same)
        return 0;
    if (interval == INTERVAL_SITE &&
        c->numbers >= r->series_numbers + SITE_NUMBERS &&
        changed * r->series_words * SITE_WORDS >= words)
        return 1;
    return c->numbers >= SAME_DAY_NUMBERS * r->series_numbers &&
           changed * r->series_words >= SAME_DAY_WORDS * words;
}

enum relation relation_judge(const struct rules *r, const struct overlap *o,
                             int same_site)
{
    double a = overlap_coverage_a(o), b = overlap_coverage_b(o);
    double more = a > b ? a : b, less = a > b ? b : a;
    uint32_t words = o->matched_a > o->matched_b ? o->matched_a : o->matched_b;
    double resemblance = overlap_resemblance(o);
    int linked = more >= r->link && words >= r->link_words;
    if (!same_site && more >= r->link && words >= r->fact_words &&
        resemblance >= r->form)
        linked = 1; /* a form that several sites filled in alike */
    if (linked && (less >= r->same || resemblance >= r->same))
        return RELATION_SAME;
    if (linked && resemblance >= r->near)
        return RELATION_NEAR;
    if (linked && more >= r->contains)
        return b > a || (b == a && o->kept_b < o->kept_a) ? RELATION_CONTAINS
                                                          : RELATION_WITHIN;
    if (linked)
        return RELATION_PARTIAL;
    return words >= r->pair_words || resemblance >= r->pair_resemblance
               ? RELATION_QUOTE
               : RELATION_NONE;
}
