/*
 * xml_tree: a small tree of XML elements, as much as the readers of feeds and
 * agency formats need of one item. It is built by the events of a parser, in
 * an arena that is used again for the next item, and up to a limit: what would
 * go over it is left out, and the tree says so.
 *
 *     struct xml_tree t;
 *     xml_tree_init(&t, 1 << 20);
 *     rc = xml_open(&t, "item", "") || xml_open(&t, "title", "") ||
 *          xml_text(&t, "One", 3) || xml_close(&t) || xml_close(&t);
 *     if (!rc && xml_at(t.root, "title"))
 *         use(t.root);
 *     xml_tree_release(&t);
 */
#ifndef WIREPRINT_XML_TREE_H
#define WIREPRINT_XML_TREE_H

#include <stddef.h>

#define XML_NO_MEMORY (-1)

struct xml_attr {
    const char *name; /* without the prefix, but for xml: */
    const char *value;
    struct xml_attr *next;
};

/* An element, or, where name is NULL, text. */
struct xml_node {
    const char *name;  /* without the prefix */
    const char *space; /* URI of its name space; "" for none */
    const char *text;
    size_t len;
    struct xml_attr *attrs;
    struct xml_node *parent, *first, *last, *next;
};

struct xml_block;

/* Read root, open and full, leave the rest alone. */
struct xml_tree {
    struct xml_node *root, *open; /* open: the innermost not closed, or NULL */
    int full;                     /* something was left out */
    size_t skipped;               /* open elements that were left out */
    size_t used, limit;           /* bytes */
    struct xml_block *blocks;
    char *pending; /* text since the last event */
    size_t pending_len, pending_cap;
};

/* limit: the bytes that nodes and text may take together. */
void xml_tree_init(struct xml_tree *t, size_t limit);

/* Empties the tree. What is opened next has around it the elements of another
 * tree, or none where it is NULL. */
void xml_tree_reset(struct xml_tree *t, struct xml_node *around);

void xml_tree_release(struct xml_tree *t);

/* The events, in a document's order: 0 or XML_NO_MEMORY. Strings are copied.
 * An attribute is one of the element opened last. */
int xml_open(struct xml_tree *t, const char *name, const char *space);
int xml_attribute(struct xml_tree *t, const char *name, const char *value,
                  size_t len);
int xml_text(struct xml_tree *t, const char *s, size_t len);
int xml_close(struct xml_tree *t);

/* ---- looking things up; all take NULL for a node ------------------------ */

/* The first descendant by a path of names such as "contentMeta/headline",
 * children only; NULL where there is none. */
const struct xml_node *xml_at(const struct xml_node *node, const char *path);

/* The next sibling of the same name. */
const struct xml_node *xml_again(const struct xml_node *node);

/* The first element of that name below node, at any depth. */
const struct xml_node *xml_find(const struct xml_node *node, const char *name);

int xml_is(const struct xml_node *node, const char *name);
int xml_has_elements(const struct xml_node *node);

/* NULL where the attribute is not there, or empty. */
const char *xml_attr(const struct xml_node *node, const char *name);

/* The same of the nearest of node and the elements around it. */
const char *xml_attr_around(const struct xml_node *node, const char *name);

/* ---- text --------------------------------------------------------------- */

/* Text that is put together; failed: without memory. */
struct xml_out {
    char *s;
    size_t len, cap;
    int failed;
};

void xml_out_add(struct xml_out *o, const char *s, size_t len);

/* Appends all text in node, as it stands. */
void xml_out_raw(struct xml_out *o, const struct xml_node *node);

/* Appends the text in node as html_text() would: blanks run together, block
 * elements begin and end a line. Where s has something already, a new line is
 * begun. */
void xml_out_text(struct xml_out *o, const struct xml_node *node);

/* Appends HTML as text, on a new line. */
void xml_out_html(struct xml_out *o, const char *s, size_t len);

#endif
