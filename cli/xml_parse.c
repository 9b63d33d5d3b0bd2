/*
 * Two trees are built: one of the item that is open, emptied behind it, and
 * one of all that is outside of items, where the feed's language and address
 * are found. The parser keeps no document of its own, but for one thing: to
 * hold the entities that a document declares it makes one with just these,
 * which are never looked up, and which is freed here.
 */
#include "cli/xml_parse.h"
#include "cli/html_text.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>
#include <string.h>

#define OUTSIDE ((size_t)1 << 20) /* bytes kept of what is outside of items */

struct xml_parse {
    xmlParserCtxtPtr parser;
    uint64_t max_item, fed;
    int (*found)(void *arg, const struct xml_found *item);
    void *arg;
    struct xml_tree outside, item;
    struct xml_found current;
    unsigned depth, item_depth; /* item_depth 0: none is open */
    struct xml_trouble trouble;
    int rc;
    xmlEntity entity; /* the last one of HTML */
    char decoded[8];
};

enum xml_root xml_root_of(const char *name)
{
    static const struct {
        const char *name;
        enum xml_root root;
    } roots[] = {{"rss", XML_RSS},
                 {"RDF", XML_RSS},
                 {"feed", XML_ATOM},
                 {"entry", XML_ATOM},
                 {"newsItem", XML_NEWSML_G2},
                 {"newsMessage", XML_NEWSML_G2},
                 {"packageItem", XML_NEWSML_G2},
                 {"NewsML", XML_NEWSML_1},
                 {"nitf", XML_NITF}};
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        if (!strcmp(name, roots[i].name))
            return roots[i].root;
    return XML_OTHER;
}

/* ---- places ------------------------------------------------------------- */

/* The byte that the parser is at. Where the encoding was converted and cannot
 * be converted back, that of the piece it is in. */
static uint64_t place(const struct xml_parse *x)
{
    long at = xmlByteConsumed(x->parser);
    return at >= 0 && (uint64_t)at < x->fed ? (uint64_t)at : x->fed;
}

/* Bytes that a character of a tag took in the file, for the encodings that are
 * converted. */
static unsigned width(const xmlParserInput *in)
{
    const xmlCharEncodingHandler *e = in->buf ? in->buf->encoder : NULL;
    return e && e->name && !strncmp(e->name, "UTF-16", 6) ? 2 : 1;
}

/* Where the tag began whose end the parser is at. */
static void tag_place(struct xml_parse *x, uint64_t *line, uint64_t *byte)
{
    const xmlParserInput *in = x->parser->input;
    const xmlChar *p = in->cur;
    uint64_t back;
    *line = (uint64_t)in->line;
    *byte = place(x);
    while (p > in->base && *p != '<') {
        p--;
        *line -= *p == '\n';
    }
    back = (uint64_t)(in->cur - p) * width(in);
    *byte -= back < *byte ? back : *byte;
}

static void stop(struct xml_parse *x, enum xml_problem problem,
                 const char *words)
{
    size_t len = strcspn(words, "\n");
    if (x->trouble.problem)
        return;
    if (len >= sizeof x->trouble.words)
        len = sizeof x->trouble.words - 1;
    memcpy(x->trouble.words, words, len);
    x->trouble.words[len] = 0;
    x->trouble.problem = problem;
    x->trouble.line = (uint64_t)x->parser->input->line;
    x->trouble.byte = place(x);
}

static void on_error(void *arg, xmlErrorPtr error)
{
    struct xml_parse *x = arg;
    if (error->code == XML_ERR_NO_MEMORY)
        x->rc = XML_NO_MEMORY;
    if (error->level == XML_ERR_FATAL && x->parser->input)
        stop(x, XML_BROKEN, error->message ? error->message : "broken");
}

/* ---- elements ----------------------------------------------------------- */

static int begins_item(const struct xml_parse *x, const char *name)
{
    switch (x->current.root) {
    case XML_RSS:
        return x->depth <= 3 && !strcmp(name, "item");
    case XML_ATOM:
        return x->depth <= 2 && !strcmp(name, "entry");
    case XML_NEWSML_G2:
        return !strcmp(name, "newsItem");
    case XML_NEWSML_1:
        return !strcmp(name, "NewsItem");
    default:
        return x->depth == 1;
    }
}

/* Keeps the result of an event; anything but 0 stops the parser. */
static void result(struct xml_parse *x, int rc)
{
    if (!rc || x->rc)
        return;
    x->rc = rc;
    xmlStopParser(x->parser);
}

static int attributes(struct xml_tree *t, int n, const xmlChar **v)
{
    int rc = 0;
    for (int i = 0; i < n && !rc; i++, v += 5) {
        char name[80] = "xml:";
        size_t len = strlen((const char *)v[0]);
        int xml = v[1] && !strcmp((const char *)v[1], "xml");
        if (len + 5 > sizeof name)
            continue;
        memcpy(name + (xml ? 4 : 0), v[0], len + 1);
        rc = xml_attribute(t, name, (const char *)v[3], (size_t)(v[4] - v[3]));
    }
    return rc;
}

static void on_open(void *arg, const xmlChar *local, const xmlChar *prefix,
                    const xmlChar *uri, int n_spaces, const xmlChar **spaces,
                    int n, int n_defaults, const xmlChar **v)
{
    struct xml_parse *x = arg;
    const char *name = (const char *)local, *space = (const char *)uri;
    char undeclared[40];
    struct xml_tree *t;
    int rc;
    (void)n_spaces, (void)spaces, (void)n_defaults;
    if (x->rc || x->trouble.problem)
        return;
    if (++x->depth == 1 && !(x->current.root = xml_root_of(name))) {
        stop(x, XML_UNKNOWN, name);
        xmlStopParser(x->parser);
        return;
    }
    if (x->depth > XML_DEPTH) {
        stop(x, XML_DEEP, "");
        xmlStopParser(x->parser);
        return;
    }
    if (!x->item_depth && begins_item(x, name)) {
        x->item_depth = x->depth;
        xml_tree_reset(&x->item, x->outside.open);
        tag_place(x, &x->current.line, &x->current.byte);
    }
    if (!space && prefix &&
        strlen((const char *)prefix) + 2 < sizeof undeclared) {
        strcpy(undeclared, (const char *)prefix);
        space = strcat(undeclared, ":");
    }
    t = x->item_depth ? &x->item : &x->outside;
    rc = xml_open(t, name, space ? space : "");
    result(x, rc ? rc : attributes(t, n, v));
}

static void on_close(void *arg, const xmlChar *local, const xmlChar *prefix,
                     const xmlChar *uri)
{
    struct xml_parse *x = arg;
    (void)local, (void)prefix, (void)uri;
    if (x->rc || x->trouble.problem)
        return;
    result(x, xml_close(x->item_depth ? &x->item : &x->outside));
    if (x->depth-- != x->item_depth || x->rc)
        return;
    x->item_depth = 0;
    x->current.node = x->item.root;
    if (x->item.full || place(x) - x->current.byte > x->max_item)
        x->current.node = NULL;
    result(x, x->found(x->arg, &x->current));
    xml_tree_reset(&x->item, NULL);
}

static void on_text(void *arg, const xmlChar *s, int len)
{
    struct xml_parse *x = arg;
    if (!x->rc && x->depth)
        result(x, xml_text(x->item_depth ? &x->item : &x->outside,
                           (const char *)s, (size_t)len));
}

/* Only entities of HTML have a meaning. */
static xmlEntityPtr on_entity(void *arg, const xmlChar *name)
{
    struct xml_parse *x = arg;
    char text[40];
    size_t len = strlen((const char *)name), n;
    if (len + 3 > sizeof text)
        return NULL;
    text[0] = '&';
    memcpy(text + 1, name, len);
    text[len + 1] = ';';
    if (html_entity(text, len + 2, x->decoded, &n) != len + 2)
        return NULL;
    x->decoded[n] = 0;
    x->entity.name = name;
    x->entity.length = (int)n;
    return &x->entity;
}

/* One that the parser cannot know to be undeclared stays as it is written. */
static void on_reference(void *arg, const xmlChar *name)
{
    on_text(arg, (const xmlChar *)"&", 1);
    on_text(arg, name, (int)strlen((const char *)name));
    on_text(arg, (const xmlChar *)";", 1);
}

/* ---- the document ------------------------------------------------------- */

struct xml_parse *
xml_parse_new(uint64_t max_item,
              int (*found)(void *arg, const struct xml_found *item), void *arg)
{
    static const char none[] = "";
    struct xml_parse *x = calloc(1, sizeof *x);
    xmlSAXHandler sax;
    if (!x)
        return NULL;
    xmlInitParser();
    memset(&sax, 0, sizeof sax);
    sax.initialized = XML_SAX2_MAGIC;
    sax.startElementNs = on_open;
    sax.endElementNs = on_close;
    sax.characters = sax.ignorableWhitespace = sax.cdataBlock = on_text;
    sax.getEntity = on_entity;
    sax.reference = on_reference;
    sax.serror = on_error;
    x->max_item = max_item;
    x->found = found;
    x->arg = arg;
    x->entity.type = XML_ENTITY_DECL;
    x->entity.etype = XML_INTERNAL_PREDEFINED_ENTITY;
    x->entity.content = (xmlChar *)x->decoded;
    x->entity.orig = (xmlChar *)(uintptr_t)none; /* set: so it stays ours */
    xml_tree_init(&x->outside, OUTSIDE);
    xml_tree_init(&x->item, (size_t)max_item * 2 + ((size_t)64 << 10));
    x->parser = xmlCreatePushParserCtxt(&sax, x, NULL, 0, NULL);
    if (!x->parser) {
        free(x);
        return NULL;
    }
    xmlCtxtUseOptions(x->parser, XML_PARSE_NONET);
    return x;
}

void xml_parse_free(struct xml_parse *x)
{
    if (!x)
        return;
    xmlFreeDoc(x->parser->myDoc);
    x->parser->myDoc = NULL;
    xmlFreeParserCtxt(x->parser);
    xml_tree_release(&x->item);
    xml_tree_release(&x->outside);
    free(x);
}

int xml_parse_feed(struct xml_parse *x, const char *bytes, size_t len)
{
    if (x->rc || x->trouble.problem)
        return x->rc;
    x->fed += len;
    xmlParseChunk(x->parser, bytes, (int)len, 0);
    return x->rc;
}

int xml_parse_end(struct xml_parse *x)
{
    if (x->rc || x->trouble.problem)
        return x->rc;
    xmlParseChunk(x->parser, NULL, 0, 1);
    if (x->trouble.problem == XML_BROKEN && x->depth &&
        x->trouble.byte + 1 >= x->fed)
        x->trouble.problem = XML_CUT;
    return x->rc;
}

const struct xml_trouble *xml_parse_trouble(const struct xml_parse *x)
{
    return &x->trouble;
}
