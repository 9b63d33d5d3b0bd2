/*
 * xml_item: an item of a feed or an agency's format on its way from XML to an
 * article. Each format has a function that looks the facts up in the item's
 * tree, best first: a fact that is there already is not set again, so the
 * function reads straight down, and the first error is kept in the item.
 *
 *     static void take(struct xml_item *item)
 *     {
 *         xml_fact(item, &item->article->title, xml_at(item->node, "title"));
 *         xml_out_text(item->body, xml_at(item->node, "body"));
 *     }
 */
#ifndef WIREPRINT_XML_ITEM_H
#define WIREPRINT_XML_ITEM_H

#include "cli/format.h"
#include "cli/xml_tree.h"

#define XML_LINES 4

struct xml_item {
    struct source *src;
    struct batch *b;
    struct article *article;
    uint64_t line, byte;
    const struct xml_node *node; /* with what is around it above */
    struct xml_out *body;        /* gets the text; empty at first */
    struct xml_out *scratch;
    const char *lines[XML_LINES]; /* that stand before the body */
    size_t n;
    int rc; /* 0, or the first error: _NO_MEMORY or _STRICT */
};

/* Sets a fact to s, NUL-terminated or NULL, or to what text there is in node,
 * which may be NULL, in one line. */
void xml_fact_string(struct xml_item *item, const char **fact, const char *s);
void xml_fact(struct xml_item *item, const char **fact,
              const struct xml_node *node);

/* The same with the text as HTML: a headline with entities in it. */
void xml_fact_html(struct xml_item *item, const char **fact,
                   const struct xml_node *node);

/* Appends a name to those that a fact has already, if it is not among them. */
void xml_fact_name(struct xml_item *item, const char **fact,
                   const struct xml_node *node);

/* Sets a time; one that cannot be read is a warning, which calls it by name. */
void xml_time_string(struct xml_item *item, int64_t *time, const char *name,
                     const char *s);
void xml_time(struct xml_item *item, int64_t *time,
              const struct xml_node *node);

/* A line that is to stand before the body, unless that begins with it. */
void xml_line(struct xml_item *item, const struct xml_node *node);

/* Appends what is in node to the body: its elements where it has any, else
 * its text as HTML. 1: that was something. */
int xml_body(struct xml_item *item, const struct xml_node *node);

/* The first text in node, or NULL. */
const char *xml_first_text(const struct xml_node *node);

/* Adds the article to the batch, or counts it as one without text. 0 or an
 * error. */
int xml_item_end(struct xml_item *item);

/* The formats. */
void xml_rss(struct xml_item *item);
void xml_atom(struct xml_item *item);
void xml_newsml_g2(struct xml_item *item);
void xml_newsml_1(struct xml_item *item);
void xml_nitf(struct xml_item *item);

#endif
