#include "store/rules.h"

#include <stddef.h>
#include <string.h>

#include "store/db.h"

/*
 * What each default rests on, measured on crawls made by syndicate.py out of
 * senate-2005 (seeds 1 to 3) and on senate-2005 itself:
 *   link        copies are cut to a quarter and get local paragraphs; at 0.4
 *               recall falls by .005, at 0.2 quotations begin to link
 *   link_words  shorter passages are headlines and names with titles
 *   most        one digest or one reused paragraph links few of many; without
 *               it (connected components) ARI is 0.02
 *   form        reports on one form of one day by two sites: .003 of joint
 *   series      a market report has a number or name changed in 10 words, a
 *               joint release of two senators dates and telephones in 15 to 90:
 *               at 18 words 12 more of 794 are taken for a series
 *   series_apart  earthquake notes, grants and obituaries have one in 17 to 24;
 *               at 20 up to four more clusters of 800 are mixed, at 45 one
 *               fewer; joint releases are of one day and the next
 *   places      a local paragraph makes a second place in a copy; a digest
 *               quotes four to eight stories
 *   days        with 3, 98% of joint releases stay in one story and 0.3% of
 *               form letters; without the rule 99.7% and 99%
 *   all_days    market reports come on 6 days in 9; a story's late copies
 *               follow its burst: burst tells them apart (without, ARI .952)
 */
static const struct {
    const char *name;
    size_t at;
    double standard, least, most;
    const char *meaning;
} table[] = {
#define RULE(name, member, standard, least, most, meaning)                     \
    {                                                                          \
        name, offsetof(struct rules, member), standard, least, most, meaning   \
    }
    RULE("link", link, 0.3, 0.05, 1,
         "Two articles are linked when this share of the shorter one stands in "
         "the other."),
    RULE("link-words", link_words, 15, 5, 1000,
         "Linked articles share at least so many words."),
    RULE("most", most, 0.4, 0, 1,
         "A group takes in another when this share of all pairs across the two "
         "is linked."),
    RULE("pair-words", pair_words, 20, 5, 1000,
         "A pair that is not linked is kept from so many shared words on."),
    RULE("pair-resemblance", pair_resemblance, 0.3, 0, 1,
         "A pair is kept as well from this resemblance of the whole texts on."),
    RULE("same", same, 0.98, 0.5, 1,
         "Texts are the same when each stands in the other to this share."),
    RULE("contains", contains, 0.8, 0.3, 1,
         "One contains the other when this share of that stands in it."),
    RULE("near", near, 0.5, 0.1, 1,
         "Texts are near from this resemblance of the whole texts on."),
    RULE("form", form, 0.8, 0.3, 1,
         "From this resemblance of the whole texts on, two sites filled in one "
         "form alike, though few words are left beside the form."),
    RULE("fact-words", fact_words, 5, 1, 1000,
         "So many words beside a form must be shared."),
    RULE("series-numbers", series_numbers, 3, 1, 1000,
         "Texts of different days in which so many numbers changed, and no "
         "more stayed, are a series."),
    RULE("series-words", series_words, 14, 1, 1000,
         "In a series at least one number or name changed in so many shared "
         "words."),
    RULE("series-words-apart", series_apart, 30, 1, 1000,
         "The same for two articles of one site, or of days that do not follow "
         "each other: nobody fills in a form for one event then."),
    RULE("places", places, 3, 2, 32,
         "A digest has links in so many places apart from each other."),
    RULE("digest", digest, 0.5, 0.1, 1,
         "No link to one place of a digest alone covers this share of it."),
    RULE("furniture-days", days, 3, 2, 100,
         "What a site shows on so many days is furniture."),
    RULE("furniture-articles", articles, 10, 2, 100000,
         "What so many articles of a site hold is furniture, on however few "
         "days."),
    RULE("everywhere-days", all_days, 6, 2, 6,
         "What all sites together show on so many days is furniture."),
    RULE(
        "everywhere-span", all_span, 7, 0, 3650,
        "Furniture of all sites was first and last seen more than so many days "
        "apart."),
    RULE("everywhere-burst", burst, 0.67, 0, 1,
         "Of furniture of all sites not more than this share came within three "
         "days."),
#undef RULE
};

#define RULES (sizeof table / sizeof *table)

static double *member(struct rules *r, size_t i)
{
    return (double *)(void *)((char *)r + table[i].at);
}

void rules_init(struct rules *r)
{
    for (size_t i = 0; i < RULES; i++)
        *member(r, i) = table[i].standard;
}

static size_t find(const char *name)
{
    for (size_t i = 0; i < RULES; i++)
        if (!strcmp(table[i].name, name))
            return i;
    return RULES;
}

int rules_load(struct store *s)
{
    rules_init(&s->rules);
    sqlite3_stmt *q = db_prepare(
        s, "SELECT substr(key, 6), value FROM meta WHERE key LIKE 'rule:%'");
    while (db_step(s, q)) {
        size_t i = find(db_text(q, 0));
        double v = sqlite3_column_double(q, 1);
        if (i < RULES && v >= table[i].least && v <= table[i].most)
            *member(&s->rules, i) = v;
    }
    return db_done(s, q);
}

int store_rules(struct store *s,
                int (*each)(void *arg, const struct rule_row *row), void *arg)
{
    int stop = 0;
    if (s->error)
        return s->error;
    for (size_t i = 0; i < RULES && !stop; i++) {
        struct rule_row row = {.name = table[i].name,
                               .meaning = table[i].meaning,
                               .value = *member(&s->rules, i),
                               .standard = table[i].standard,
                               .least = table[i].least,
                               .most = table[i].most};
        stop = each(arg, &row);
    }
    return stop ? STORE_STOPPED : STORE_OK;
}

int store_set_rule(struct store *s, const char *name, double value)
{
    size_t i = find(name);
    char key[64];
    if (s->error)
        return s->error;
    if (i == RULES)
        return STORE_NOT_FOUND;
    if (!(value >= table[i].least && value <= table[i].most))
        return STORE_REFUSED;
    sqlite3_snprintf(sizeof key, key, "rule:%s", name);
    sqlite3_stmt *q =
        db_prepare(s, "INSERT OR REPLACE INTO meta VALUES(?1,?2)");
    db_bind_text(s, q, 1, key);
    db_bind_double(s, q, 2, value);
    db_run(s, q);
    if (!s->error)
        *member(&s->rules, i) = value;
    return s->error;
}
