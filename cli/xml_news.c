/*
 * What agencies send: NITF, which marks the parts of one story; NewsML-G2,
 * which wraps NITF, XHTML or plain text in what is known of it; and NewsML 1,
 * which does the same with other names. The facts of the wrapping come first.
 */
#include "cli/fields.h"
#include "cli/xml_item.h"

#include <string.h>

/* ---- NITF --------------------------------------------------------------- */

static void nitf_id(struct xml_item *item, const struct xml_node *id)
{
    const char *of = xml_attr(id, "regsrc"), *s = xml_attr(id, "id-string");
    char both[300];
    if (!s || strchr(s, ':') || !of ||
        strlen(s) + strlen(of) + 2 > sizeof both) {
        xml_fact_string(item, &item->article->id, s);
        return;
    }
    strcpy(both, of);
    strcat(both, ":");
    strcat(both, s);
    xml_fact_string(item, &item->article->id, both);
}

static void nitf_docdata(struct xml_item *item, const struct xml_node *head)
{
    struct article *a = item->article;
    const struct xml_node *data = xml_at(head, "docdata");
    const struct xml_node *pub = xml_at(head, "pubdata");
    const char *url = xml_attr(pub, "ex-ref");
    nitf_id(item, xml_at(data, "doc-id"));
    xml_time_string(item, &a->published, "date.issue",
                    xml_attr(xml_at(data, "date.issue"), "norm"));
    xml_time_string(item, &a->published, "date.release",
                    xml_attr(xml_at(data, "date.release"), "norm"));
    xml_time_string(item, &a->published, "date.publication",
                    xml_attr(pub, "date.publication"));
    if (url && fields_is_url(url, strlen(url)))
        xml_fact_string(item, &a->url, url);
    xml_fact_string(item, &a->source,
                    xml_attr(xml_at(data, "doc.copyright"), "holder"));
}

static void take_nitf(struct xml_item *item, const struct xml_node *nitf)
{
    struct article *a = item->article;
    const struct xml_node *body = xml_at(nitf, "body");
    const struct xml_node *head = xml_at(body, "body.head");
    const struct xml_node *by = xml_at(head, "byline");
    const struct xml_node *dateline = xml_at(head, "dateline");
    xml_fact(item, &a->title, xml_at(head, "hedline/hl1"));
    xml_fact(item, &a->title, xml_at(head, "hedline"));
    xml_fact(item, &a->title, xml_at(nitf, "head/title"));
    xml_fact(item, &a->author, by);
    xml_fact(item, &a->source, xml_at(head, "distributor"));
    nitf_docdata(item, xml_at(nitf, "head"));
    xml_time_string(item, &a->published, "story.date",
                    xml_attr(xml_at(dateline, "story.date"), "norm"));
    xml_fact_string(item, &a->lang, xml_attr(body, "xml:lang"));
    xml_fact_string(item, &a->lang, xml_attr_around(nitf, "xml:lang"));
    for (; by; by = xml_again(by))
        xml_line(item, by);
    xml_line(item, dateline);
    if (!xml_body(item, xml_at(body, "body.content")) &&
        !xml_body(item, xml_at(head, "abstract")))
        return;
    xml_body(item, xml_at(body, "body.end/tagline"));
}

void xml_nitf(struct xml_item *item)
{
    take_nitf(item, item->node);
}

/* ---- NewsML-G2 ---------------------------------------------------------- */

/* A party's name: a name element, what it says itself, or its code. */
static void party(struct xml_item *item, const char **fact,
                  const struct xml_node *node)
{
    const char *code = xml_attr(node, "qcode");
    xml_fact(item, fact, xml_at(node, "name"));
    xml_fact(item, fact, xml_at(node, "organisationDetails/name"));
    xml_fact(item, fact, xml_has_elements(node) ? NULL : node);
    xml_fact_string(item, fact, xml_attr(node, "literal"));
    if (code)
        xml_fact_string(item, fact,
                        strchr(code, ':') ? strchr(code, ':') + 1 : code);
    xml_fact_string(item, fact, xml_attr(node, "uri"));
}

/* The site of an agency that gives its own address as its name. */
static void provider_site(struct xml_item *item, const struct xml_node *node)
{
    static const char *const names[] = {"uri", "literal"};
    for (int i = 0; i < 2; i++) {
        const char *s = xml_attr(node, names[i]);
        if (s && fields_is_host(s, strlen(s)))
            xml_fact_string(item, &item->article->site, s);
    }
}

static void g2_facts(struct xml_item *item, const struct xml_node *meta,
                     const struct xml_node *content)
{
    struct article *a = item->article;
    const struct xml_node *n;
    xml_fact_string(item, &a->id, xml_attr(item->node, "guid"));
    provider_site(item, xml_at(meta, "provider"));
    xml_fact(item, &a->title, xml_at(content, "headline"));
    xml_fact(item, &a->title, xml_at(meta, "title"));
    xml_time(item, &a->published, xml_at(meta, "versionCreated"));
    xml_time(item, &a->published, xml_at(meta, "firstCreated"));
    xml_time(item, &a->published, xml_at(content, "contentCreated"));
    xml_time(item, &a->modified, xml_at(content, "contentModified"));
    for (n = xml_at(content, "by"); n; n = xml_again(n))
        xml_fact_name(item, &a->author, n);
    xml_fact(item, &a->author, xml_at(content, "creator/name"));
    xml_fact(item, &a->source, xml_at(content, "creditline"));
    party(item, &a->source, xml_at(content, "infoSource"));
    party(item, &a->source, xml_at(meta, "provider"));
    party(item, &a->source, xml_at(item->node, "rightsInfo/copyrightHolder"));
    xml_fact_string(item, &a->lang,
                    xml_attr(xml_at(content, "language"), "tag"));
    xml_fact_string(item, &a->lang, xml_attr(item->node, "xml:lang"));
    for (n = xml_at(content, "by"); n; n = xml_again(n))
        xml_line(item, n);
    xml_line(item, xml_at(content, "dateline"));
}

/* The text in an inlineXML or inlineData. 1: there is some. */
static int inline_text(struct xml_item *item, const struct xml_node *node)
{
    const struct xml_node *nitf = xml_at(node, "nitf"), *html;
    if (nitf) {
        take_nitf(item, nitf);
        return item->body->len > 0;
    }
    html = xml_at(node, "html/body");
    return xml_body(item, html ? html : node);
}

void xml_newsml_g2(struct xml_item *item)
{
    const struct xml_node *node = item->node, *n;
    const struct xml_node *set = xml_at(node, "contentSet");
    g2_facts(item, xml_at(node, "itemMeta"), xml_at(node, "contentMeta"));
    for (n = set ? set->first : NULL; n; n = n->next) {
        const char *type = xml_attr(n, "contenttype");
        if (!xml_is(n, "inlineXML") && !xml_is(n, "inlineData"))
            continue;
        if (xml_is(n, "inlineData") &&
            (xml_attr(n, "encoding") ||
             (type && strncmp(type, "text/", 5) && !strstr(type, "xml"))))
            continue; /* a picture in letters */
        if (inline_text(item, n))
            break;
    }
    xml_fact_string(item, &item->article->lang,
                    xml_attr_around(node, "xml:lang"));
}

/* ---- NewsML 1 ----------------------------------------------------------- */

void xml_newsml_1(struct xml_item *item)
{
    struct article *a = item->article;
    const struct xml_node *node = item->node;
    const struct xml_node *lines = xml_find(node, "NewsLines");
    const struct xml_node *provider = xml_find(node, "Provider");
    const struct xml_node *data = xml_find(node, "DataContent");
    const struct xml_node *times = xml_at(node, "NewsManagement");
    xml_fact(item, &a->id, xml_find(node, "PublicIdentifier"));
    xml_fact(item, &a->title, xml_at(lines, "HeadLine"));
    xml_fact(item, &a->author, xml_at(lines, "ByLine"));
    xml_fact(item, &a->source, xml_at(lines, "CreditLine"));
    xml_fact_string(item, &a->source,
                    xml_attr(xml_at(provider, "Party"), "FormalName"));
    xml_fact(item, &a->source, xml_at(lines, "CopyrightLine"));
    xml_time(item, &a->published, xml_at(times, "ThisRevisionCreated"));
    xml_time(item, &a->published, xml_at(times, "FirstCreated"));
    xml_fact_string(item, &a->lang,
                    xml_attr(xml_find(node, "Language"), "FormalName"));
    xml_fact_string(item, &a->lang, xml_attr_around(node, "xml:lang"));
    xml_line(item, xml_at(lines, "ByLine"));
    xml_line(item, xml_at(lines, "DateLine"));
    inline_text(item, data);
}
