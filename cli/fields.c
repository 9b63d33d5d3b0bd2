/*
 * The names, best first. ? before a name: only where it holds a URL; = only
 * where it holds none; ! only where it holds a host name; ~ the same, and only
 * where there is no URL, for 'source: reuters.com' on another paper's page
 * names the agency and not the carrier.
 *
 * A record's keys are looked up in a hash table of the names' heads, at 8 ns
 * a key, since a record has some ten keys and there are 250 names to ask for.
 */
#include "cli/fields.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SLOTS 1024 /* a power of two, over twice the names */

static const char *const labels[FIELD_COUNT] = {
    "id",      "url",  "site",   "title",  "text",    "published",
    "fetched", "lang", "author", "source", "modified"};

static const char *const defaults[FIELD_COUNT] = {
    [FIELD_ID] = "id uuid guid _id _id.$oid article_id articleId doc_id docId "
                 "document_id stories_id warc_record_id warc-record-id "
                 "WARC-Record-ID warc_headers.warc-record-id "
                 "meta.warc_headers.warc-record-id metadata.id meta.id uri",
    [FIELD_URL] =
        "url link article_url articleUrl canonical_url canonicalUrl "
        "canonical_link canonical final_url page_url requested_url "
        "responded_url html.responded_url html.requested_url web_url webUrl "
        "permalink url_used target_uri warc_target_uri warc-target-uri "
        "WARC-Target-URI warc_headers.warc-target-uri "
        "meta.warc_headers.warc-target-uri meta.url metadata.url "
        "?mainEntityOfPage ?mainEntityOfPage.@id ?source ?uri ?@id ?guid ?href "
        "?id",
    [FIELD_SITE] =
        "!site !hostname !domain !host !source_domain !site_domain "
        "!sourceDomain !netloc !source-hostname !meta.domain !metadata.domain "
        "!meta.host !meta.hostname !thread.site !source.uri !source.domain "
        "~source_url ~website ~source.url ~source ~site_name ~sitename "
        "~siteName ~publisher ~publisher.url ~publication ~outlet ~newspaper "
        "~media_url ~media_name",
    [FIELD_TITLE] = "title headline headlines headline.main head_line heading "
                    "article_title articleTitle title.rendered webTitle "
                    "og:title og_title title_page title_rss meta.title "
                    "metadata.title",
    [FIELD_TEXT] =
        "maintext text article_text articleText plaintext plain_text "
        "plain_content body_text bodyText bodies body_xhtml body_html bodyHtml "
        "content_html contentHtml articleBody article_body "
        "article_content body body.text main_text main_content full_text "
        "fulltext fullText story_text content content.text clean_text "
        "cleaned_text text_content textContent extracted_text raw_content "
        "raw_text paragraphs article",
    [FIELD_PUBLISHED] =
        "published published_at publishedAt date_publish publish_date "
        "publishDate published_date publishedDate publication_date "
        "publicationDate publication_datetime publishing_date date_published "
        "datePublished dateTimePub pub_date pubDate pubdate published_time "
        "published_on published_datetime article:published_time "
        "webPublicationDate firstPublished first_published release_date "
        "versioncreated versionCreated firstcreated firstCreated "
        "contentcreated contentCreated date_posted posted_at date dateTime "
        "datetime article_date meta.date metadata.date",
    [FIELD_FETCHED] =
        "fetched fetched_at fetchedAt crawled crawled_at crawledAt crawl_date "
        "crawlDate crawl_datetime crawl_time crawl_timestamp date_crawled "
        "date_download download_date downloaded_at scraped_at scrapedAt "
        "scraped_date scrape_date scrape_time date_scraped retrieved "
        "retrieved_at retrieved_on accessed warc_date warcDate warc-date "
        "WARC-Date warc_headers.warc-date meta.warc_headers.warc-date "
        "html.crawl_date filedate seendate timestamp meta.timestamp "
        "metadata.timestamp",
    [FIELD_LANG] = "lang language language_code languageCode lang_code "
                   "inLanguage meta_lang detected_language "
                   "metadata.identification.label meta.lang meta.language "
                   "metadata.lang metadata.language",
    [FIELD_AUTHOR] = "author authors byline by_line bylines author_name "
                     "authorName author.name creator by byline.original "
                     "fields.byline dc.creator article:author meta.author "
                     "metadata.author",
    [FIELD_SOURCE] =
        "credit creditline credit_line agency news_agency "
        "newsAgency wire copyrightholder copyrightHolder "
        "infosources infoSources infosource =source source_name source.name "
        "source.title provider provider.name",
    [FIELD_MODIFIED] =
        "modified modified_at modifiedAt date_modify date_modified "
        "dateModified modified_date modifiedDate modified_time updated "
        "updated_at updatedAt last_updated lastUpdated update_date "
        "last_modified lastModified article:modified_time "
        "webPublicationModified contentmodified contentModified lastmod "
        "revised",
};

const char *field_label(enum field field)
{
    return labels[field];
}

const char *fields_names(enum field field)
{
    return defaults[field];
}

static uint32_t hash(const char *s, size_t len)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < len; i++)
        h = (h ^ (unsigned char)s[i]) * 16777619u;
    return h;
}

/* Adds the name under its whole path and, where it has points, under its
 * head. */
static void add(struct fields *f, const char *path, int field, uint16_t rank,
                int trust)
{
    const char *point = strchr(path, '.');
    size_t heads[2] = {strlen(path), point ? (size_t)(point - path) : 0};
    for (int i = 0; i < 2 && heads[i]; i++) {
        struct field_name *e = &f->names[f->n++];
        uint32_t at;
        e->path = path;
        e->head = (uint16_t)heads[i];
        e->hash = hash(path, heads[i]);
        e->field = (uint16_t)field;
        e->rank = rank;
        e->trust = (uint16_t)trust;
        at = e->hash & (SLOTS - 1);
        while (f->slots[at])
            at = (at + 1) & (SLOTS - 1);
        f->slots[at] = (uint16_t)f->n;
    }
}

/* Makes the table anew from the lists. At most FIELDS_MAX names a field, each
 * there twice, leave room in SLOTS. */
static void build(struct fields *f)
{
    static const char marks[] = " ?!~="; /* by enum field_trust */
    memset(f->slots, 0, SLOTS * sizeof *f->slots);
    f->n = 0;
    for (int field = 0; field < FIELD_COUNT; field++) {
        const char *s = f->lists[field];
        for (uint16_t rank = 0; *s; rank++, s += strlen(s) + 1) {
            const char *mark = f->mapped[field] ? NULL : strchr(marks, *s);
            add(f, s + (mark != NULL), field, rank,
                mark ? (int)(mark - marks) : FIELD_SURE);
        }
    }
}

/* A list of len bytes, with the separators turned into ends. */
static char *make_list(const char *s, size_t len, char separator)
{
    char *list = malloc(len + 2);
    if (!list)
        return NULL;
    for (size_t i = 0; i < len; i++)
        list[i] = s[i];
    for (size_t i = 0; i < len; i++)
        if (list[i] == separator)
            list[i] = 0;
    list[len] = list[len + 1] = 0;
    return list;
}

int fields_init(struct fields *f)
{
    int ok;
    memset(f, 0, sizeof *f);
    f->slots = malloc(SLOTS * sizeof *f->slots);
    f->names = malloc((size_t)FIELD_COUNT * FIELDS_MAX * 2 * sizeof *f->names);
    ok = f->slots && f->names;
    for (int i = 0; ok && i < FIELD_COUNT; i++) {
        f->lists[i] = make_list(defaults[i], strlen(defaults[i]), ' ');
        ok = f->lists[i] != NULL;
    }
    if (!ok) {
        fields_release(f);
        return FIELDS_NO_MEMORY;
    }
    build(f);
    return FIELDS_OK;
}

void fields_release(struct fields *f)
{
    if (!f)
        return;
    for (int i = 0; i < FIELD_COUNT; i++)
        free(f->lists[i]);
    free(f->names);
    free(f->slots);
    memset(f, 0, sizeof *f);
}

static int label_at(const char *s, size_t len)
{
    for (int i = 0; i < FIELD_COUNT; i++)
        if (strlen(labels[i]) == len && !memcmp(labels[i], s, len))
            return i;
    return -1;
}

/* Appends a name to a list that is being made, *list NULL at first. */
static int append(char **list, size_t *len, size_t *count, const char *s,
                  size_t n)
{
    char *grown = realloc(*list, *len + n + 2);
    if (!grown)
        return FIELDS_NO_MEMORY;
    memcpy(grown + *len, s, n);
    grown[*len + n] = grown[*len + n + 1] = 0;
    *list = grown;
    *len += n + 1;
    ++*count;
    return FIELDS_OK;
}

/* One FIELD=NAME of the mapping. */
static int parse_one(char *lists[], size_t *lens, size_t *counts, const char *s,
                     size_t len, char *why, size_t cap)
{
    const char *sign = memchr(s, '=', len);
    size_t left = sign ? (size_t)(sign - s) : len;
    int field = label_at(s, left);
    if (field < 0) {
        snprintf(why, cap,
                 "no field is named '%.*s'; the fields are id, url, site, "
                 "title, text, published, fetched, lang, author, source and "
                 "modified",
                 (int)(left < 60 ? left : 60), s);
        return FIELDS_UNKNOWN;
    }
    if (left + 1 >= len || len > 1000 || counts[field] == FIELDS_MAX) {
        snprintf(why, cap,
                 counts[field] == FIELDS_MAX
                     ? "too many names for the field '%s'"
                     : "'%s' needs a name in the input, as in '%s=NAME'",
                 labels[field], labels[field]);
        return FIELDS_UNKNOWN;
    }
    if (append(&lists[field], &lens[field], &counts[field], sign + 1,
               len - left - 1)) {
        snprintf(why, cap, "out of memory");
        return FIELDS_NO_MEMORY;
    }
    return FIELDS_OK;
}

int fields_parse(struct fields *f, const char *spec, char *why, size_t cap)
{
    char *lists[FIELD_COUNT] = {0};
    size_t lens[FIELD_COUNT] = {0}, counts[FIELD_COUNT] = {0};
    int rc;
    do {
        size_t len = strcspn(spec, ",");
        rc = parse_one(lists, lens, counts, spec, len, why, cap);
        spec += len;
    } while (!rc && *spec++);
    for (int i = 0; i < FIELD_COUNT; i++) {
        if (!rc && lists[i]) {
            char *old = f->lists[i];
            f->lists[i] = lists[i];
            f->mapped[i] = 1;
            lists[i] = old;
        }
        free(lists[i]);
    }
    if (!rc)
        build(f);
    return rc;
}

void fields_find(const struct fields *f, const char *key,
                 void (*found)(void *arg, const struct field_name *name,
                               const char *rest),
                 void *arg)
{
    size_t len = strlen(key);
    uint32_t h = hash(key, len);
    for (uint32_t at = h; f->slots[at & (SLOTS - 1)]; at++) {
        const struct field_name *e = &f->names[f->slots[at & (SLOTS - 1)] - 1];
        if (e->hash == h && e->head == len && !memcmp(e->path, key, len))
            found(arg, e, e->path + len + (e->path[len] != 0));
    }
}

int fields_is_url(const char *s, size_t len)
{
    size_t n = 0;
    while (n < len && n < 16 &&
           ((s[n] >= 'a' && s[n] <= 'z') || (s[n] >= 'A' && s[n] <= 'Z')))
        n++;
    return n && len > n + 4 && !memcmp(s + n, "://", 3) &&
           !memchr(s, ' ', len) && !memchr(s, '\n', len);
}

int fields_is_host(const char *s, size_t len)
{
    size_t label = 0, dots = 0, letters = 0;
    if (fields_is_url(s, len))
        return 1;
    if (len > 253)
        return 0;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)s[i];
        if (c == '.') {
            if (!label)
                return 0;
            dots++;
            label = letters = 0;
        } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                   c >= 0x80) {
            label++, letters++;
        } else if ((c >= '0' && c <= '9') || c == '-') {
            label++;
        } else {
            return 0;
        }
    }
    return dots && letters >= 2;
}
