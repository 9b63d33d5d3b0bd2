/*
 * xml_parse: XML in pieces, as the trees of its items. libxml2's push parser
 * does the work, with handlers that declare no entity and load nothing: what
 * a document defines is not expanded, named files are not opened, and the
 * network is not touched. The entities of HTML are decoded, since feeds use
 * them undeclared; any other makes the document broken where it is used.
 *
 *     struct xml_parse *x = xml_parse_new(4 << 20, item, arg);
 *     if (x && !(rc = xml_parse_feed(x, bytes, len)))
 *         rc = xml_parse_end(x);
 *     xml_parse_free(x);
 */
#ifndef WIREPRINT_XML_PARSE_H
#define WIREPRINT_XML_PARSE_H

#include "cli/xml_tree.h"

#include <stdint.h>

/* Elements within each other. NITF inside NewsML-G2 needs about 20. */
#define XML_DEPTH 256

/* What the root element says that the document is. */
enum xml_root {
    XML_OTHER,
    XML_RSS, /* RDF, too */
    XML_ATOM,
    XML_NEWSML_G2,
    XML_NEWSML_1,
    XML_NITF,
};
enum xml_root xml_root_of(const char *name);

/* An item. node has around it what came before the item in the document; both
 * live until the function returns. */
struct xml_found {
    enum xml_root root;
    const struct xml_node *node; /* NULL where the item is too long */
    uint64_t line, byte;         /* where its tag begins, from 1 and 0 */
};

/* What went wrong: parsing has stopped behind it. */
enum xml_problem {
    XML_FINE,
    XML_BROKEN,
    XML_CUT, /* the document ends inside an element */
    XML_DEEP,
    XML_UNKNOWN, /* a root element of another kind */
};
struct xml_trouble {
    enum xml_problem problem;
    uint64_t line, byte;
    char words[120]; /* the parser's, or the root's name */
};

struct xml_parse;

/* found is called for each item, of max_item bytes at most; what it returns
 * other than 0 stops the parser and comes back from the call that feeds it.
 * NULL without memory. */
struct xml_parse *
xml_parse_new(uint64_t max_item,
              int (*found)(void *arg, const struct xml_found *item), void *arg);
void xml_parse_free(struct xml_parse *x);

/* The next bytes of the document, and its end. 0, XML_NO_MEMORY, or what found
 * returned; see xml_parse_trouble() for the rest. */
int xml_parse_feed(struct xml_parse *x, const char *bytes, size_t len);
int xml_parse_end(struct xml_parse *x);

const struct xml_trouble *xml_parse_trouble(const struct xml_parse *x);

#endif
