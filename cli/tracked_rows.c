#include "cli/tracked_rows.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const struct column tracked_story_columns[] = {
    {"story", CELL_ID, NULL, 0, "id of the story"},
    {"copies", CELL_COUNT, NULL, 0, "articles that carry it"},
    {"sites", CELL_COUNT, NULL, 0, "sites they are on"},
    {"digests", CELL_COUNT, NULL, 0,
     "round-ups that quote it; they are no copies"},
    {"first", CELL_TIME, NULL, 0, "time of the first copy"},
    {"last", CELL_TIME, NULL, 0, "time of the last copy"},
    {"main_article", CELL_TEXT, NULL, 0,
     "id of the main article, which shares most with the others"},
    {"words", CELL_COUNT, NULL, 0,
     "words of the main article, furniture aside"},
    {"title", CELL_TEXT, NULL, 0, "headline of the main article"},
    {"agency", CELL_TEXT, NULL, 0,
     "agency that moved it; none: nothing tells it"},
    {"agency_by", CELL_TEXT, NULL, 0,
     "article with the best evidence for the agency"},
    {"confidence", CELL_REAL, NULL, 0, "of the agency, 0 to 1"},
    {"manner", CELL_COUNT, NULL, 0,
     "1: no copy names it; datelines are in the manner of the agency"},
    {"origin", CELL_TEXT, NULL, 0,
     "what makes a copy the origin: agency (the earliest on the agency's own "
     "site), else credited (the earliest that credits its text to the "
     "agency), else first (the earliest); none: no copy has a time"},
    {"origin_article", CELL_TEXT, NULL, 0, "id of the origin"},
    {"origin_site", CELL_TEXT, NULL, 0, "its site"},
    {"origin_time", CELL_TIME, NULL, 0, "its time, from which lags run"},
    {"versions", CELL_COUNT, NULL, 0, "texts of the story that were moved"},
    {"credited", CELL_COUNT, NULL, 0, "copies that name the agency"},
    {"undated", CELL_COUNT, NULL, 0, "copies without any time"},
    {"conflicts", CELL_COUNT, NULL, 0,
     "copies with a conflict of clocks: published before the agency's own "
     "page, or fetched before published"},
    {"stale", CELL_COUNT, NULL, 0,
     "copies that were still shown after what they show was replaced"},
    {"median_lag", CELL_LAG, NULL, 0, "of the dated copies but for the origin"},
    {"half_life", CELL_LAG, NULL, 0,
     "from the first copy until half of the dated ones were out"},
    {0}};

int tracked_story_row(struct output *o, const struct tracked *t)
{
    const struct track_row *s = &t->story;
    int known = t->is_story;
    const struct cell cells[] = {
        cell_id(t->row.story),
        cell_count(t->row.copies),
        cell_count(t->row.sites),
        cell_count(t->row.digests),
        cell_time(t->row.first),
        cell_time(t->row.last),
        cell_text(t->row.main_article),
        cell_count(t->row.words),
        cell_text(t->row.title),
        cell_text(s->agency),
        cell_text(s->by),
        cell_real(s->agency ? s->confidence : CELL_UNKNOWN),
        cell_count(s->manner != 0),
        cell_text(known ? origin_name(s->origin) : NULL),
        cell_text(s->origin_article),
        cell_site(s->origin_site),
        cell_time(known ? s->origin_time : CELL_NONE),
        cell_count(s->versions),
        cell_count(s->credited),
        cell_count(s->undated),
        cell_count(s->conflicts),
        cell_count(s->stale),
        cell_time(known ? s->median_lag : CELL_NONE),
        cell_time(known ? s->half_life : CELL_NONE),
    };
    return output_row(o, cells);
}

const struct column tracked_version_columns[] = {
    {"story", CELL_ID, NULL, 0, "id of the story"},
    {"version", CELL_COUNT, "version", 0,
     "1, 2, ... in the order they were first seen"},
    {"first", CELL_TIME, "first", 0, "time of its first copy"},
    {"last", CELL_TIME, "last", 0, "time of its last copy"},
    {"copies", CELL_COUNT, "copies", 0, "copies that show it"},
    {"sites", CELL_COUNT, "sites", 0, "sites that show it"},
    {"words", CELL_PLACE, "words", 0, "of its text, furniture aside"},
    {"article", CELL_TEXT, "at its fullest", 16,
     "id of the copy that has its text at its fullest"},
    {"marker", CELL_TEXT, "marker", 0,
     "what it calls itself: update 2, lead 1, writethru, correction, repeat, "
     "summary, advisory, kill or urgent"},
    {"marked_in", CELL_TEXT, NULL, 0, "the marker's words"},
    {"marked_article", CELL_TEXT, NULL, 0,
     "id of the copy that they stand in, the first that has them"},
    {"marked_where", CELL_TEXT, NULL, 0, "title or text of that copy"},
    {"marked_begin", CELL_PLACE, NULL, 0,
     "first of their bytes there, from 0 on"},
    {"marked_end", CELL_PLACE, NULL, 0, "the byte behind their last"},
    {"replaces", CELL_COUNT, NULL, 0,
     "1: who still shows an earlier version after it was first seen is "
     "stale"},
    {"numbers", CELL_PLACE, NULL, 0, "numbers changed from the version before"},
    {"words_changed", CELL_PLACE, NULL, 0, "words changed"},
    {"sentences_in", CELL_PLACE, NULL, 0, "sentences that are new"},
    {"sentences_out", CELL_PLACE, NULL, 0,
     "sentences that are gone; without texts none of these is known"},
    {0}};

int tracked_version_row(struct output *o, const struct version_row *v)
{
    const struct cell cells[] = {
        cell_id(v->story),
        cell_count(v->version),
        cell_time(v->first),
        cell_time(v->last),
        cell_count(v->copies),
        cell_count(v->sites),
        cell_place(v->measured, v->words),
        cell_text(v->article),
        cell_text(v->marker),
        cell_text(v->marked_in),
        cell_text(v->marked_article),
        cell_text(v->marked_where),
        cell_place(v->marked_where != NULL, v->marked_begin),
        cell_place(v->marked_where != NULL, v->marked_end),
        cell_count(v->replaces != 0),
        cell_place(v->measured, v->numbers),
        cell_place(v->measured, v->words_changed),
        cell_place(v->measured, v->sentences_in),
        cell_place(v->measured, v->sentences_out),
    };
    return output_row(o, cells);
}

const struct column tracked_change_columns[] = {
    {"story", CELL_ID, NULL, 0, "id of the story"},
    {"version", CELL_COUNT, NULL, 0, "the later of the two versions"},
    {"kind", CELL_TEXT, NULL, 0,
     "number or words: changed inside what stayed; in or out: sentences"},
    {"before", CELL_TEXT, NULL, 0, "how the version before reads there"},
    {"after", CELL_TEXT, NULL, 0, "how this one reads"},
    {0}};

int tracked_change_row(struct output *o, const struct version_row *v,
                       const struct change *c)
{
    const struct cell cells[] = {
        cell_id(v->story),
        cell_count(v->version),
        cell_text(change_name(c->kind)),
        cell_text(c->before && *c->before ? c->before : NULL),
        cell_text(c->after && *c->after ? c->after : NULL),
    };
    return output_row(o, cells);
}

const struct column tracked_copy_columns[] = {
    {"story", CELL_ID, NULL, 0, "id of the story"},
    {"article", CELL_TEXT, NULL, 0, "id of the copy"},
    {"time", CELL_TIME, NULL, 0, "published, else fetched"},
    {"lag", CELL_LAG, NULL, 0, "after the origin"},
    {"site", CELL_TEXT, NULL, 0, "registrable domain; none: not known"},
    {"title", CELL_TEXT, NULL, 0, "headline of the copy"},
    {"role", CELL_TEXT, NULL, 0, "copy, or digest: a round-up that quotes it"},
    {"relation", CELL_TEXT, NULL, 0, "to the main article, as in 'show'"},
    {"version", CELL_ID, NULL, 0, "version that it shows; none: a digest"},
    {"agency", CELL_TEXT, NULL, 0,
     "that it says it has from: the story's, if it names that"},
    {"evidence", CELL_TEXT, NULL, 0, TRACKED_EVIDENCE},
    {"confidence", CELL_REAL, NULL, 0, "of that evidence, 0 to 1"},
    {"version_words", CELL_PLACE, NULL, 0,
     "words of the version's text; none, as those that follow: there are no "
     "texts"},
    {"kept", CELL_PLACE, NULL, 0, "of which stand in the copy, in order"},
    {"cut_end", CELL_PLACE, NULL, 0, "of which were cut from the end"},
    {"cut_inside", CELL_PLACE, NULL, 0, "of which were cut elsewhere"},
    {"moved", CELL_PLACE, NULL, 0, "of which stand in another order"},
    {"added", CELL_PLACE, NULL, 0,
     "words of the copy, furniture aside, that the version has not"},
    {"changed", CELL_PLACE, NULL, 0, "words put in the place of others"},
    {"headline_changed", CELL_COUNT, NULL, 0,
     "1: another headline than the version's"},
    {"stale", CELL_COUNT, NULL, 0,
     "1: it was still shown after a later version had replaced the one that "
     "it shows"},
    {"before_origin", CELL_COUNT, NULL, 0, "1: published before the origin"},
    {"fetched_before", CELL_COUNT, NULL, 0, "1: fetched before published"},
    {"conflict", CELL_COUNT, NULL, 0,
     "1: a conflict of clocks: the latter, or published before the agency's "
     "own page"},
    {"names", CELL_COUNT, NULL, 0, "1: it names the agency of the story"},
    {"evidence_where", CELL_TEXT, NULL, 0,
     "the string that its evidence stands in: text, title, author, source, "
     "site or url"},
    {"evidence_begin", CELL_PLACE, NULL, 0,
     "first of its bytes there, from 0 on"},
    {"evidence_end", CELL_PLACE, NULL, 0, "the byte behind its last"},
    {"url", CELL_TEXT, NULL, 0, "address of the copy"},
    {"published", CELL_TIME, NULL, 0, "as given"},
    {"fetched", CELL_TIME, NULL, 0, "as given"},
    {"modified", CELL_TIME, NULL, 0, "as given"},
    {0}};

int tracked_copy_row(struct output *o, const struct carry_row *c)
{
    const struct cell cells[] = {
        cell_id(c->story),
        cell_text(c->article),
        cell_time(c->time),
        cell_time(c->lag),
        cell_site(c->site),
        cell_text(c->title),
        cell_text(role_name(c->role)),
        cell_text(relation_name(c->relation)),
        cell_id(c->version),
        cell_text(c->agency),
        cell_text(c->evidence),
        cell_real(c->agency ? c->confidence : CELL_UNKNOWN),
        cell_place(c->measured, c->version_words),
        cell_place(c->measured, c->kept),
        cell_place(c->measured, c->cut_end),
        cell_place(c->measured, c->cut_inside),
        cell_place(c->measured, c->moved),
        cell_place(c->measured, c->added),
        cell_place(c->measured, c->changed),
        cell_count(c->headline_changed != 0),
        cell_count(c->stale != 0),
        cell_count(c->before_origin != 0),
        cell_count(c->fetched_before != 0),
        cell_count(c->conflict != 0),
        cell_count(c->names != 0),
        cell_text(c->where),
        cell_place(c->where != NULL, c->begin),
        cell_place(c->where != NULL, c->end),
        cell_text(c->url),
        cell_time(c->published),
        cell_time(c->fetched),
        cell_time(c->modified),
    };
    return output_row(o, cells);
}

/* Adds words behind a comma; what does not fit is left out whole. */
static void add(char *out, const char *format, ...)
{
    char words[TRACKED_WORDS];
    size_t n = strlen(out);
    va_list args;
    va_start(args, format);
    vsnprintf(words, sizeof words, format, args);
    va_end(args);
    if (n + strlen(words) + 3 > TRACKED_WORDS)
        return;
    snprintf(out + n, TRACKED_WORDS - n, "%s%s", n ? ", " : "", words);
}

static unsigned percent(uint64_t part, uint64_t whole)
{
    unsigned p = (unsigned)((double)part * 100 / (double)whole + .5);
    return part && !p ? 1 : p;
}

const char *tracked_edits(const struct carry_row *c, char out[TRACKED_WORDS])
{
    *out = 0;
    if (c->role == ROLE_DIGEST) {
        add(out, "digest");
        return out;
    }
    if (c->version_words && c->cut_end)
        add(out, "end cut %u%%", percent(c->cut_end, c->version_words));
    if (c->version_words && c->cut_inside)
        add(out, "inside cut %u%%", percent(c->cut_inside, c->version_words));
    if (c->added)
        add(out, "+%" PRIu64 " words", c->added);
    if (c->changed)
        add(out, "%" PRIu64 " changed", c->changed);
    if (c->moved)
        add(out, "%" PRIu64 " moved", c->moved);
    if (c->headline_changed)
        add(out, "headline");
    return out;
}

const char *tracked_credit(const struct carry_row *c, char out[TRACKED_WORDS])
{
    *out = 0;
    if (!c->agency)
        return out;
    if (c->evidence && !strcmp(c->evidence, TRACK_MANNER_KIND))
        snprintf(out, TRACKED_WORDS, "in the manner of %s", c->agency);
    else
        snprintf(out, TRACKED_WORDS, "%s%s%s", c->agency,
                 c->evidence ? ": " : "", c->evidence ? c->evidence : "");
    return out;
}

const char *tracked_flags(const struct carry_row *c, char out[TRACKED_WORDS])
{
    *out = 0;
    if (c->time == STORE_NO_TIME)
        add(out, "undated");
    if (c->stale)
        add(out, "stale");
    if (c->before_origin && c->origin == ORIGIN_AGENCY)
        add(out, "before the agency's own page");
    else if (c->before_origin && c->origin == ORIGIN_CREDITED)
        add(out, "earlier than the first copy that credits the agency");
    else if (c->before_origin)
        add(out, "before the origin");
    if (c->fetched_before)
        add(out, "fetched before published");
    return out;
}

/* Bytes of the character that begins with this one. */
static size_t character(char c)
{
    unsigned char lead = (unsigned char)c;
    return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
}

const char *tracked_change(const struct change *c, char *out, size_t size)
{
    const char *before = c->before ? c->before : "";
    const char *after = c->after ? c->after : "";
    int n;
    if (*before && *after)
        n = snprintf(out, size, "%s -> %s", before, after);
    else
        n = snprintf(out, size, "%c %s", *after ? '+' : '-',
                     *after ? after : before);
    if (n < 0 || (size_t)n < size)
        return out;
    /* Cut in the middle of a character, all of it goes. */
    size_t end = size - 1, last = end;
    while (last && ((unsigned char)out[last - 1] & 0xc0) == 0x80)
        last--;
    if (last && last - 1 + character(out[last - 1]) > end)
        out[last - 1] = 0;
    return out;
}
