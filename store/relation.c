#include "store/relation.h"

#include "store/facts.h"
#include "store/rules.h"

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

int relation_days_differ(int64_t time_a, int64_t time_b)
{
    int32_t a = facts_day(time_a), b = facts_day(time_b);
    return a != b && a != DAY_UNKNOWN && b != DAY_UNKNOWN;
}

int relation_is_form(const struct rules *r, const struct overlap *whole)
{
    uint32_t changed = whole->numbers_changed + whole->names_changed;
    return changed >= r->series_numbers &&
           changed * r->series_words >= whole->matched_a;
}

/* Several numbers changed and few stayed. */
int relation_is_series(const struct rules *r, const struct overlap *whole,
                       uint32_t words)
{
    uint32_t changed = 0, same = 0;
    for (size_t i = 0; i < whole->npassages; i++) {
        changed += whole->passage[i].numbers_changed;
        same += whole->passage[i].numbers_same;
    }
    return changed >= r->series_numbers && changed >= same &&
           changed * r->series_words >= words;
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
    if (linked && less >= r->same)
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
