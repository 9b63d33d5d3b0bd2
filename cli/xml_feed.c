/*
 * RSS 0.9x, 1.0 and 2.0, and Atom. Feeds mix their own elements with those of
 * other vocabularies of the same names, so elements are asked for with the
 * vocabulary they are of, told by a part of its URI; where a feed uses a
 * prefix that it has not declared, by the prefix.
 */
#include "cli/fields.h"
#include "cli/xml_item.h"

#include <libxml/uri.h>
#include <string.h>

enum kind { CORE, DC, MEDIA, ATOM, CONTENT, OTHER };

static enum kind kind_of(const struct xml_node *node)
{
    static const struct {
        const char *part;
        enum kind kind;
    } known[] = {{"purl.org/dc/", DC},
                 {"dc:", DC},
                 {"dcterms:", DC},
                 {"/mrss", MEDIA},
                 {"media:", MEDIA},
                 {"w3.org/2005/Atom", ATOM},
                 {"purl.org/atom/", ATOM},
                 {"atom:", ATOM},
                 {"modules/content", CONTENT},
                 {"content:", CONTENT},
                 {"modules/", OTHER},
                 {"purl.org/rss/", CORE},
                 {"netscape.com/rdf", CORE},
                 {"userland.com/", CORE},
                 {"blogs.law.harvard", CORE}};
    if (!*node->space)
        return CORE;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strstr(node->space, known[i].part))
            return known[i].kind;
    return OTHER;
}

/* The first child of that name and kind, from behind a sibling on if that is
 * not NULL. */
static const struct xml_node *next_child(const struct xml_node *node,
                                         const struct xml_node *behind,
                                         enum kind kind, const char *name)
{
    const struct xml_node *n = behind ? behind->next
                               : node ? node->first
                                      : NULL;
    while (n && !(xml_is(n, name) && kind_of(n) == kind))
        n = n->next;
    return n;
}

static const struct xml_node *child(const struct xml_node *node, enum kind kind,
                                    const char *name)
{
    return next_child(node, NULL, kind, name);
}

/* ---- links -------------------------------------------------------------- */

static int is_url(const char *s)
{
    return s && fields_is_url(s, strlen(s));
}

/* Sets the URL to a link, which may be relative to the feed's address. */
static void set_url(struct xml_item *item, const char **url, const char *link,
                    const char *base)
{
    const char *s = NULL;
    xmlChar *whole;
    if (*url)
        return;
    xml_fact_string(item, &s, link);
    if (!s)
        return;
    if (is_url(s)) {
        *url = s;
        return;
    }
    if (!is_url(base))
        return;
    whole = xmlBuildURI((const xmlChar *)s, (const xmlChar *)base);
    if (is_url((const char *)whole))
        xml_fact_string(item, url, (const char *)whole);
    xmlFree(whole);
}

/* The address in a link element of Atom that leads to a page. */
static const char *href(const struct xml_node *node, enum kind kind)
{
    const struct xml_node *n = NULL;
    const char *any = NULL;
    while ((n = next_child(node, n, kind, "link"))) {
        const char *rel = xml_attr(n, "rel"), *to = xml_attr(n, "href");
        if (to && (!rel || !strcmp(rel, "alternate"))) {
            const char *type = xml_attr(n, "type");
            if (!type || strstr(type, "html"))
                return to;
            any = any ? any : to;
        }
    }
    return any;
}

/* An id that another feed could use for something else is made one's own, or
 * left out where the URL serves as well. */
static void set_id(struct xml_item *item, const char *id, const char *site)
{
    struct article *a = item->article;
    const char *s = NULL;
    char *both;
    size_t n;
    xml_fact_string(item, &s, id);
    if (!s || a->id)
        return;
    if (strchr(s, ':')) {
        a->id = s;
    } else if (!a->url && site) {
        n = strlen(site);
        if (!(both = batch_space(item->b, n + strlen(s) + 1))) {
            item->rc = READER_NO_MEMORY;
            return;
        }
        memcpy(both, site, n);
        both[n] = '#';
        memcpy(both + n + 1, s, strlen(s) + 1);
        a->id = both;
    } else if (!a->url) {
        a->id = s;
    }
}

/* ---- RSS ---------------------------------------------------------------- */

static const struct xml_node *channel_of(const struct xml_node *item)
{
    const struct xml_node *up = item->parent;
    return xml_is(up, "channel") ? up : xml_at(up, "channel");
}

/* The text of a link element; feeds also have empty ones, of Atom. */
static const char *link_of(const struct xml_node *node)
{
    const char *s = xml_first_text(child(node, CORE, "link"));
    if (!s)
        s = href(node, ATOM);
    return s ? s : href(node, CORE);
}

static void rss_link(struct xml_item *item, const char *site)
{
    struct article *a = item->article;
    const struct xml_node *guid = child(item->node, CORE, "guid");
    const char *permanent = xml_attr(guid, "isPermaLink");
    const char *id = xml_first_text(guid);
    const char *about = xml_attr(item->node, "about");
    set_url(item, &a->url, xml_first_text(xml_at(item->node, "origLink")),
            NULL);
    set_url(item, &a->url, link_of(item->node), site);
    if (!permanent || strcmp(permanent, "false"))
        set_url(item, &a->url, id, NULL);
    set_url(item, &a->url, about, NULL);
    if (!id)
        id = xml_first_text(child(item->node, DC, "identifier"));
    set_id(item, id ? id : about, site);
    if (!a->url)
        xml_fact_string(item, &a->site, site);
}

/* Who the feed says the text is from: RSS's source, Dublin Core's, or a credit
 * of the item itself. One inside media:content is a picture's. */
static void rss_source(struct xml_item *item)
{
    const struct xml_node *dc = child(item->node, DC, "source");
    xml_fact(item, &item->article->source, child(item->node, CORE, "source"));
    if (!is_url(xml_first_text(dc)))
        xml_fact(item, &item->article->source, dc);
    xml_fact(item, &item->article->source, child(item->node, MEDIA, "credit"));
}

static void rss_text(struct xml_item *item)
{
    const struct xml_node *node = item->node;
    if (!xml_body(item, child(node, CONTENT, "encoded")) &&
        !xml_body(item, child(node, OTHER, "full-text")) &&
        !xml_body(item, child(node, OTHER, "body")) &&
        !xml_body(item, child(node, ATOM, "content")) &&
        !xml_body(item, child(node, CORE, "description")) &&
        !xml_body(item, child(node, DC, "description")) &&
        !xml_body(item, child(node, ATOM, "summary")))
        xml_body(item, child(node, MEDIA, "description"));
}

static void names(struct xml_item *item, enum kind kind, const char *name)
{
    const struct xml_node *n = NULL;
    while ((n = next_child(item->node, n, kind, name)))
        xml_fact_name(item, &item->article->author, n);
}

void xml_rss(struct xml_item *item)
{
    struct article *a = item->article;
    const struct xml_node *node = item->node, *channel = channel_of(node);
    const char *site = NULL;
    set_url(item, &site, link_of(channel), NULL);
    rss_link(item, site);
    xml_fact_html(item, &a->title, child(node, CORE, "title"));
    xml_fact_html(item, &a->title, child(node, DC, "title"));
    xml_fact_html(item, &a->title, child(node, MEDIA, "title"));
    names(item, DC, "creator");
    if (!a->author)
        names(item, CORE, "author");
    if (!a->author)
        names(item, OTHER, "author");
    rss_source(item);
    xml_time(item, &a->published, child(node, CORE, "pubDate"));
    xml_time(item, &a->published, child(node, DC, "date"));
    xml_time(item, &a->published, child(node, DC, "issued"));
    xml_time(item, &a->published, child(node, DC, "created"));
    xml_time(item, &a->published, child(node, ATOM, "published"));
    xml_time(item, &a->modified, child(node, DC, "modified"));
    xml_time(item, &a->modified, child(node, ATOM, "updated"));
    xml_fact(item, &a->lang, child(node, DC, "language"));
    xml_fact(item, &a->lang, child(channel, CORE, "language"));
    xml_fact(item, &a->lang, child(channel, DC, "language"));
    xml_fact_string(item, &a->lang, xml_attr_around(node, "xml:lang"));
    rss_text(item);
}

/* ---- Atom --------------------------------------------------------------- */

/* Atom says of what type a text is; plain text is taken as it stands. */
static int atom_body(struct xml_item *item, const struct xml_node *node)
{
    const char *type = xml_attr(node, "type");
    size_t before = item->body->len;
    if (type && strncmp(type, "text", 4) && strcmp(type, "html") &&
        strcmp(type, "xhtml") && !strstr(type, "xml") && !strstr(type, "html"))
        return 0; /* a picture, or the like */
    if (!node || xml_has_elements(node) ||
        (type && strcmp(type, "text") && strcmp(type, "text/plain")))
        return xml_body(item, node);
    xml_out_raw(item->body, node);
    for (size_t i = before; i < item->body->len; i++)
        if (!strchr(" \t\r\n", item->body->s[i]))
            return 1;
    item->body->len = before;
    return 0;
}

static void atom_title(struct xml_item *item, const struct xml_node *title)
{
    const char *type = xml_attr(title, "type");
    if (type && !strcmp(type, "html"))
        xml_fact_html(item, &item->article->title, title);
    else
        xml_fact(item, &item->article->title, title);
}

static void atom_names(struct xml_item *item, const struct xml_node *of)
{
    const struct xml_node *n = xml_at(of, "author");
    for (; n && !item->rc; n = xml_again(n))
        xml_fact_name(item, &item->article->author, xml_at(n, "name"));
}

void xml_atom(struct xml_item *item)
{
    struct article *a = item->article;
    const struct xml_node *node = item->node, *feed = node->parent;
    enum kind kind = kind_of(node);
    const char *base = xml_attr_around(node, "xml:base");
    const char *site = NULL;
    set_url(item, &site, href(feed, kind), base);
    set_url(item, &site, base, NULL);
    set_url(item, &a->url, xml_first_text(xml_at(node, "origLink")), NULL);
    set_url(item, &a->url, href(node, kind), base ? base : site);
    set_url(item, &a->url, xml_first_text(child(node, kind, "id")), NULL);
    set_id(item, xml_first_text(child(node, kind, "id")), site);
    if (!a->url)
        xml_fact_string(item, &a->site, site);
    atom_title(item, child(node, kind, "title"));
    atom_names(item, node);
    if (!a->author)
        names(item, DC, "creator");
    if (!a->author)
        atom_names(item, xml_at(node, "source"));
    if (!a->author)
        atom_names(item, feed);
    xml_fact_html(item, &a->source, xml_at(node, "source/title"));
    rss_source(item);
    xml_time(item, &a->published, child(node, kind, "published"));
    xml_time(item, &a->published, child(node, kind, "issued"));
    xml_time(item, &a->published, child(node, kind, "updated"));
    xml_time(item, &a->modified, child(node, kind, "updated"));
    xml_time(item, &a->modified, child(node, kind, "modified"));
    xml_fact_string(item, &a->lang, xml_attr_around(node, "xml:lang"));
    if (!atom_body(item, child(node, kind, "content")) &&
        !xml_body(item, child(node, CONTENT, "encoded")))
        atom_body(item, child(node, kind, "summary"));
}
