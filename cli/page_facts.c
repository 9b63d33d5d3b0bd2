/*
 * The order of trust. What a system writes for other machines about this one
 * article (JSON-LD, article:*) is better than what it writes for readers'
 * shared links (OpenGraph, twitter), that is better than what old or home-made
 * systems write (Dublin Core, parsely, sailthru, cXense, plain meta names),
 * that than marks in the visible page (microdata, time, classes), since those
 * stand in lists of other stories too, and all of it better than a guess.
 * Microdata's dates are above the plain meta names, which are often the date
 * of the page's template. Titles are the exception: the visible h1 is what
 * readers saw, but a page can have several, so that it is below what names
 * itself a headline.
 *
 * Keys: "ld:" JSON-LD of the article, "ldpage:" of its WebPage, "itemprop:"
 * microdata (with the item before a point), "." a class, others as they stand
 * in meta elements. The first of equal keys is taken.
 */
#include "cli/page_facts.h"
#include "cli/date.h"
#include "cli/fields.h"
#include "cli/page_date.h"
#include "cli/page_title.h"
#include "store/site.h"
#include "store/store.h"

#include <stdio.h>

static const char *const order[PAGE_FACT_COUNT] = {
    [PAGE_TITLE_FACT] =
        " ld:headline itemprop:headline og:title parsely-title sailthru.title "
        "cxenseparse:title twitter:title dc.title dcterms.title headline "
        "article-title vr:title h1 itemprop:name block title ld:name ",
    [PAGE_SITE_FACT] =
        " og:site_name ld:publisher itemprop:publisher.name ldsite:name "
        "application-name parsely-network-canonical-name dc.publisher "
        "dcterms.publisher apple-mobile-web-app-title cxenseparse:site "
        "copyright-holder publisher ",
    [PAGE_AUTHOR_FACT] =
        " ld:author parsely-author sailthru.author cxenseparse:author "
        "article:author_name article:author og:article:author author byl "
        "byline dc.creator dcterms.creator citation_author vr:author "
        "itemprop:author.name itemprop:author itemprop:creator.name "
        "itemprop:creator .author twitter:data1 ",
    [PAGE_PUBLISHED_FACT] =
        " ld:datepublished article:published_time og:article:published_time "
        "article:published og:published_time itemprop:datepublished "
        "parsely-pub-date sailthru.date cxenseparse:publishtime "
        "cxenseparse:recs:publishtime vr:published_time dc.date.issued "
        "dcterms.issued dc.date.published dcterms.date dc.date.created "
        "dcterms.created dc.date citation_publication_date citation_date "
        "publish-date published-date publication_date publicationdate "
        "publish_date published_date article_date_original "
        "article.published datepublished pubdate ptime pdate date.issued "
        "originalpublicationdate displaydate date created ld:datecreated "
        "itemprop:datecreated ldpage:datepublished time:pub time .published "
        "url text ",
    [PAGE_MODIFIED_FACT] =
        " ld:datemodified article:modified_time og:updated_time "
        "og:article:modified_time itemprop:datemodified cxenseparse:updatetime "
        "dc.date.modified dcterms.modified last-modified lastmod utime "
        "article.updated revised updated .modified ldpage:datemodified ",
    [PAGE_URL_FACT] =
        " link:canonical og:url ld:url ld:mainentityofpage parsely-link "
        "itemprop:mainentityofpage dc.identifier twitter:url ",
    [PAGE_LANG_FACT] =
        " ld:inlanguage lang content-language dc.language dcterms.language "
        "og:locale itemprop:inlanguage language ",
    [PAGE_SOURCE_FACT] =
        " ld:sourceorganization ld:provider ld:credittext ld:isbasedon "
        "syndication-source original-source article:source dc.source "
        "dcterms.source source news_source article-source article_source "
        "cxenseparse:recs:source sailthru.source vr:source agency "
        "itemprop:sourceorganization.name itemprop:sourceorganization "
        "itemprop:provider.name itemprop:provider .source "
        "ld:copyrightholder ",
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static int space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || !c;
}

void page_facts_begin(struct page_facts *f, const char *url)
{
    page_buffer_clear(&f->strings, (size_t)1 << 20);
    memset(f->fact, 0, sizeof f->fact);
    for (int i = 0; i < PAGE_FACT_COUNT; i++) {
        f->fact[i].rank = UINT32_MAX;
        f->fact[i].time = STORE_NO_TIME;
    }
    f->url = url;
    f->ntitles = 0;
}

/* ---- what is worth taking ----------------------------------------------- */

/* Reads a time, with words such as 'Published:' around it or not. What systems
 * write when they know none, the years 1 and 1970, is none. */
static int read_time(const char *s, size_t len, int64_t *t)
{
    enum date_precision precision;
    int rc = date_parse(s, len, t, &precision);
    if (rc != DATE_OK)
        rc = page_date_in(s, len, t, &precision) ? DATE_OK : rc;
    return rc == DATE_OK && (*t > 86400 || *t < -86400) && *t > -2208988800;
}

/* The URL made absolute by that of the page; 0 where it cannot be. */
static size_t whole_url(const struct page_facts *f, const char *s, size_t len,
                        char *out, size_t size)
{
    const char *base = f->url, *end;
    size_t n = 0;
    if (len >= size)
        return 0;
    if (base && *s == '/' && (end = strstr(base, "://"))) {
        n = len > 1 && s[1] == '/'
                ? (size_t)(end + 1 - base)
                : (size_t)(end + 3 - base) + strcspn(end + 3, "/?#");
        if (n + len >= size)
            return 0;
        memcpy(out, base, n);
    }
    memcpy(out + n, s, len);
    out[n + len] = 0;
    return fields_is_url(out, n + len) ? n + len : 0;
}

/* A canonical URL is only believed inside the same registrable domain; and not
 * where it is the front page while the page itself is not. */
static size_t own_url(const struct page_facts *f, const char *s, size_t len,
                      char *out, size_t size)
{
    char own[256], other[256];
    const char *path;
    size_t n = whole_url(f, s, len, out, size);
    if (!n || !f->url)
        return n;
    site_domain(f->url, own, sizeof own);
    site_domain(out, other, sizeof other);
    if (strcmp(own, other) != 0)
        return 0;
    path = strstr(out, "://");
    path = path ? strchr(path + 3, '/') : NULL;
    return path && path[1] ? n : 0;
}

static int usable(enum page_fact_kind kind, const char *s, size_t len)
{
    switch (kind) {
    case PAGE_AUTHOR_FACT:
    case PAGE_SITE_FACT:
    case PAGE_SOURCE_FACT:
        return len < 300 && !fields_is_url(s, len) &&
               !(len > 1 && (s[0] == '@' || s[0] == '/')) && s[0] != '{';
    case PAGE_LANG_FACT:
        return len >= 2 && len < 20 && !memchr(s, ' ', len);
    default:
        return 1;
    }
}

/* 'By' and its like before a name are not of the name. */
static size_t by(const char *s, size_t len)
{
    static const char *const words[] = {"by ",  "by: ",    "von ",
                                        "par ", "author:", "autor:"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = strlen(words[i]), k = 0;
        while (k < n && k < len && lower(s[k]) == words[i][k])
            k++;
        if (k == n && n < len)
            return n + strspn(s + n, " ");
    }
    return 0;
}

/* ---- offers ------------------------------------------------------------- */

static void take_title(struct page_facts *f, unsigned rank, const char *s,
                       size_t len)
{
    if (f->ntitles == PAGE_TITLES)
        return;
    f->titles[f->ntitles] = f->strings.n;
    f->title_lens[f->ntitles] = len;
    f->title_ranks[f->ntitles++] = rank;
    page_buffer_add(&f->strings, s, len);
    page_buffer_put(&f->strings, 0);
}

static void take(struct page_facts *f, enum page_fact_kind kind, unsigned rank,
                 const char *s, size_t len)
{
    struct page_best *best = &f->fact[kind];
    char url[2048];
    int64_t t;
    if (kind == PAGE_TITLE_FACT) {
        take_title(f, rank, s, len);
        return;
    }
    if ((best->known && rank >= best->rank) || !usable(kind, s, len))
        return;
    if (kind == PAGE_PUBLISHED_FACT || kind == PAGE_MODIFIED_FACT) {
        if (read_time(s, len, &t)) {
            best->time = t;
            best->rank = rank;
            best->known = 1;
        }
        return;
    }
    if (kind == PAGE_URL_FACT) {
        if (!(len = own_url(f, s, len, url, sizeof url)))
            return;
        s = url;
    } else if (kind == PAGE_AUTHOR_FACT) {
        size_t n = by(s, len);
        s += n, len -= n;
    }
    best->known = 1;
    best->rank = rank;
    best->at = f->strings.n;
    best->len = len;
    page_buffer_add(&f->strings, s, len);
    page_buffer_put(&f->strings, 0);
}

/* The place in a list of the key, which has spaces around it; or -1. */
static int rank_of(const char *list, const char *key)
{
    const char *p = strstr(list, key);
    return p ? (int)(p - list) : -1;
}

/* The key in lower case between spaces, _ and : as they are; 0: too long. */
static size_t make_key(char *out, size_t size, const char *key)
{
    size_t n = strlen(key);
    if (!n || n + 3 > size || strchr(key, ' '))
        return 0;
    out[0] = ' ';
    for (size_t i = 0; i < n; i++)
        out[i + 1] = lower(key[i]);
    out[n + 1] = ' ';
    out[n + 2] = 0;
    return n;
}

void page_facts_offer(struct page_facts *f, const char *key, const char *value,
                      size_t len)
{
    char name[64];
    size_t n = make_key(name, sizeof name, key);
    while (len && space(*value))
        value++, len--;
    while (len && space(value[len - 1]))
        len--;
    if (!n || !len || len > 2000)
        return;
    for (int kind = 0; kind < PAGE_FACT_COUNT; kind++) {
        int rank = rank_of(order[kind], name);
        if (rank >= 0)
            take(f, (enum page_fact_kind)kind, (unsigned)rank, value, len);
    }
}

void page_facts_offer_time(struct page_facts *f, const char *key, int64_t t)
{
    struct page_best *best = &f->fact[PAGE_PUBLISHED_FACT];
    char name[64];
    size_t n = make_key(name, sizeof name, key);
    int rank = n ? rank_of(order[PAGE_PUBLISHED_FACT], name) : -1;
    if (rank < 0 || (best->known && best->rank <= (unsigned)rank))
        return;
    best->time = t;
    best->rank = (unsigned)rank;
    best->known = 1;
}

/* ---- the end ------------------------------------------------------------ */

/* The title that is trusted most and is not the name of the site; its number,
 * or PAGE_TITLES. */
static size_t choose_title(const struct page_facts *f)
{
    const struct page_best *site = &f->fact[PAGE_SITE_FACT];
    size_t best = PAGE_TITLES;
    for (size_t i = 0; i < f->ntitles; i++)
        if ((best == PAGE_TITLES || f->title_ranks[i] < f->title_ranks[best]) &&
            !(site->value &&
              page_title_same(f->strings.s + f->titles[i], f->title_lens[i],
                              site->value, site->len)))
            best = i;
    return best;
}

int page_facts_end(struct page_facts *f)
{
    struct page_best *title = &f->fact[PAGE_TITLE_FACT],
                     *source = &f->fact[PAGE_SOURCE_FACT],
                     *site = &f->fact[PAGE_SITE_FACT];
    size_t best;
    page_buffer_put(&f->strings, 0);
    if (f->strings.failed)
        return -1;
    for (int i = 0; i < PAGE_FACT_COUNT; i++)
        if (f->fact[i].known && f->fact[i].time == STORE_NO_TIME)
            f->fact[i].value = f->strings.s + f->fact[i].at;
    best = choose_title(f);
    if (best < PAGE_TITLES) {
        size_t from = 0, len = f->title_lens[best];
        page_title_strip(f, f->strings.s + f->titles[best], &from, &len);
        title->value = f->strings.s + f->titles[best] + from;
        title->len = len;
        f->strings.s[f->titles[best] + from + len] = 0;
    }
    /* That a site credits itself says nothing. */
    if (source->value && site->value &&
        page_title_same(source->value, source->len, site->value, site->len))
        source->value = NULL;
    return 0;
}

void page_facts_release(struct page_facts *f)
{
    page_buffer_release(&f->strings);
}
