#include "cli/rows.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "cli/fields.h"
#include "cli/session.h"

const struct column row_story_columns[] = {
    {"story", CELL_ID, "story", 0, "id of the story"},
    {"copies", CELL_COUNT, "copies", 0, "articles that carry it"},
    {"sites", CELL_COUNT, "sites", 0, "sites they are on"},
    {"digests", CELL_COUNT, NULL, 0,
     "round-ups that quote it; they are no copies"},
    {"first", CELL_TIME, "first", 0, "time of the first copy"},
    {"last", CELL_TIME, "last", 0, "time of the last copy"},
    {"main_article", CELL_TEXT, NULL, 0,
     "id of the main article, which shares most with the others"},
    {"words", CELL_COUNT, NULL, 0,
     "words of the main article, furniture aside"},
    {"title", CELL_TEXT, "headline", 16, "headline of the main article"},
    {"agency", CELL_TEXT, "agency", 0,
     "agency that moved it; none: nothing tells it. Where credited is 0 it is "
     "told by the manner of its datelines alone"},
    {"origin", CELL_TEXT, NULL, 0,
     "what makes a copy the origin: agency, credited, first or none, as in "
     "'spread'"},
    {"versions", CELL_COUNT, NULL, 0, "texts of the story that were moved"},
    {"credited", CELL_COUNT, NULL, 0, "copies that name the agency"},
    {"stale", CELL_COUNT, NULL, 0,
     "copies that were still shown after what they show was replaced"},
    {0}};

int row_story(struct output *o, const struct story_row *row)
{
    const struct cell cells[] = {
        cell_id(row->story),          cell_count(row->copies),
        cell_count(row->sites),       cell_count(row->digests),
        cell_time(row->first),        cell_time(row->last),
        cell_text(row->main_article), cell_count(row->words),
        cell_text(row->title),        cell_text(row->agency),
        cell_text(row->origin),       cell_count(row->versions),
        cell_count(row->credited),    cell_count(row->stale),
    };
    return output_row(o, cells);
}

const struct column row_pair_columns[] = {
    {"a", CELL_TEXT, "a", 16, "id of the article that was stored first"},
    {"b", CELL_TEXT, "b", 16, "id of the other"},
    {"relation", CELL_TEXT, "relation", 0,
     "of a to b: same, near, contains, within, partial, quote, series or "
     "none"},
    {"words_a", CELL_COUNT, NULL, 0, "words of a"},
    {"words_b", CELL_COUNT, NULL, 0, "words of b"},
    {"matched_a", CELL_COUNT, "matched", 0,
     "words of a, furniture aside, that stand in b"},
    {"matched_b", CELL_COUNT, NULL, 0, "words of b, the same way"},
    {"coverage_a", CELL_SHARE, "of a", 0,
     "matched share of a's words that are not furniture"},
    {"coverage_b", CELL_SHARE, "of b", 0, "the same of b"},
    {"resemblance", CELL_REAL, "resemblance", 0,
     "shingles in both over shingles in either, of the whole texts"},
    {"containment_a", CELL_REAL, NULL, 0,
     "shingles in both over those of a, of the whole texts"},
    {"containment_b", CELL_REAL, NULL, 0, "the same of b"},
    {"error", CELL_REAL, NULL, 0,
     "standard error of the figures; 0: they are exact"},
    {"passages", CELL_COUNT, "passages", 0, "passages they share"},
    {"longest", CELL_COUNT, "longest", 0, "words of the longest"},
    {0}};

int row_pair(struct output *o, const struct pair_row *row)
{
    const struct cell cells[] = {
        cell_text(row->a),
        cell_text(row->b),
        cell_text(relation_name(row->relation)),
        cell_count(row->words_a),
        cell_count(row->words_b),
        cell_count(row->matched_a),
        cell_count(row->matched_b),
        cell_real(row->coverage_a),
        cell_real(row->coverage_b),
        cell_real(row->resemblance),
        cell_real(row->containment_a),
        cell_real(row->containment_b),
        cell_real(row->error),
        cell_count(row->passages),
        cell_count(row->longest),
    };
    return output_row(o, cells);
}

const struct column row_member_columns[] = {
    {"article", CELL_TEXT, "article", 24, "id of the article"},
    {"story", CELL_ID, "story", 0, "story it carries; none: it stands alone"},
    {"role", CELL_TEXT, "role", 0, "copy or digest; none: it stands alone"},
    {"relation", CELL_TEXT, "relation", 0, "to the story's main article"},
    {"coverage", CELL_SHARE, "coverage", 0,
     "of the article's words, furniture aside, that stand in the main "
     "article"},
    {0}};

int row_member(struct output *o, const struct member_row *row)
{
    int alone = !row->story;
    const struct cell cells[] = {
        cell_text(row->article),
        cell_id(row->story),
        cell_text(alone ? NULL : role_name(row->role)),
        cell_text(alone ? NULL : relation_name(row->relation)),
        cell_real(alone ? CELL_UNKNOWN : row->coverage),
    };
    return output_row(o, cells);
}

/*
 * What export writes add reads, so that a database can be carried to another
 * version of the file, or be cut and joined with other tools on the way. Hence
 * the key `credit` for the source that an article's own data name: `source` is,
 * in other people's records, as often the site. And hence a site that does not
 * look like a host name is written as a URL where nothing else tells it.
 */
const struct column row_article_columns[] = {
    {"id", CELL_TEXT, NULL, 0, "id that was given, else made of URL or text"},
    {"url", CELL_TEXT, NULL, 0, "as given"},
    {"site", CELL_TEXT, NULL, 0, "registrable domain"},
    {"title", CELL_TEXT, NULL, 0, "headline"},
    {"author", CELL_TEXT, NULL, 0, "byline, as given"},
    {"credit", CELL_TEXT, NULL, 0,
     "agency or outlet that its own data name as the source"},
    {"lang", CELL_TEXT, NULL, 0, "language, as given"},
    {"published", CELL_TIME, NULL, 0, "as given"},
    {"fetched", CELL_TIME, NULL, 0, "as given"},
    {"modified", CELL_TIME, NULL, 0, "as given"},
    {"revision", CELL_COUNT, NULL, 0, "1 when first added; 'add' ignores it"},
    {"text", CELL_TEXT, NULL, 0, "the whole text; none with --no-text"},
    {0}};

/* Whether the URL's own host is s. */
static int is_host_of(const char *url, const char *s)
{
    const char *host = url ? strstr(url, "://") : NULL;
    size_t n = strlen(s);
    return host && !strncasecmp(host + 3, s, n) &&
           (!host[3 + n] || strchr("/:?#", host[3 + n]));
}

/* The site in words that add takes for the same site. */
static const char *site_words(const struct article_row *row, char *out,
                              size_t size)
{
    const char *s = row->site;
    if (!s || !*s)
        return NULL;
    if (fields_is_host(s, strlen(s)) || is_host_of(row->url, s))
        return s;
    snprintf(out, size, strchr(s, ':') ? "http://[%s]/" : "http://%s/", s);
    return out;
}

int row_article(struct output *o, const struct article_row *row)
{
    char words[300];
    const struct cell cells[] = {
        cell_text(row->id),
        cell_text(row->url),
        cell_text(site_words(row, words, sizeof words)),
        cell_text(row->title),
        cell_text(row->author),
        cell_text(row->source),
        cell_text(row->lang),
        cell_time(row->published),
        cell_time(row->fetched),
        cell_time(row->modified),
        cell_count(row->revision),
        cell_bytes(row->text, row->text_len),
    };
    return output_row(o, cells);
}

const struct column row_gather_columns[] = {
    {"touched", CELL_COUNT, "stories touched", 0,
     "stories that got or lost a copy"},
    {"fresh", CELL_COUNT, "new", 0, "stories that were not there before"},
    {"merged", CELL_COUNT, "merged", 0, "stories that went into another"},
    {"split", CELL_COUNT, "split", 0, "stories that gave copies to a new one"},
    {"ended", CELL_COUNT, "ended", 0,
     "stories that fell to fewer than two copies"},
    {"credits", CELL_COUNT, "articles with other credits", 0,
     "articles whose credits are others than before"},
    {0}};

int row_gather(const struct gather_result *r)
{
    const struct cell cells[] = {
        cell_count(r->touched), cell_count(r->fresh), cell_count(r->merged),
        cell_count(r->split),   cell_count(r->ended), cell_count(r->credits)};
    return output_single((enum output_format)session.format, row_gather_columns,
                         cells);
}
