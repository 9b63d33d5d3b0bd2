/*
 * Nodes and their strings lie in blocks of an arena; the first block stays for
 * the next item, so that a feed of short items allocates nothing for them.
 */
#include "cli/xml_tree.h"
#include "cli/html_text.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK ((size_t)32 << 10)

struct xml_block {
    struct xml_block *next;
    size_t used, cap;
    alignas(max_align_t) char data[];
};

/* ---- building ----------------------------------------------------------- */

void xml_tree_init(struct xml_tree *t, size_t limit)
{
    memset(t, 0, sizeof *t);
    t->limit = limit;
}

void xml_tree_reset(struct xml_tree *t, struct xml_node *around)
{
    while (t->blocks && t->blocks->next) {
        struct xml_block *block = t->blocks;
        t->blocks = block->next;
        free(block);
    }
    if (t->blocks && t->blocks->cap > BLOCK) {
        free(t->blocks);
        t->blocks = NULL;
    }
    if (t->blocks)
        t->blocks->used = 0;
    t->root = NULL;
    t->open = around;
    t->full = 0;
    t->used = t->skipped = t->pending_len = 0;
}

void xml_tree_release(struct xml_tree *t)
{
    xml_tree_reset(t, NULL);
    free(t->blocks);
    free(t->pending);
    xml_tree_init(t, t->limit);
}

/* Bytes of the arena; NULL without memory. */
static void *space(struct xml_tree *t, size_t size)
{
    size_t need =
        (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    struct xml_block *block = t->blocks;
    void *p;
    if (!block || block->cap - block->used < need) {
        size_t cap = need > BLOCK ? need : BLOCK;
        block = malloc(sizeof *block + cap);
        if (!block)
            return NULL;
        block->cap = cap;
        block->used = 0;
        block->next = t->blocks;
        t->blocks = block;
    }
    p = block->data + block->used;
    block->used += need;
    t->used += need;
    return p;
}

static char *copy(struct xml_tree *t, const char *s, size_t len)
{
    char *p = space(t, len + 1);
    if (p) {
        memcpy(p, s, len);
        p[len] = 0;
    }
    return p;
}

/* Whether so many bytes still fit; if not, nothing will any more. */
static int fits(struct xml_tree *t, size_t bytes)
{
    if (t->used > t->limit || bytes > t->limit - t->used)
        t->full = 1;
    return !t->full;
}

/* A node below the open one; NULL without memory. */
static struct xml_node *add(struct xml_tree *t)
{
    struct xml_node *node = space(t, sizeof *node);
    if (!node)
        return NULL;
    memset(node, 0, sizeof *node);
    node->parent = t->open;
    if (!t->root) {
        t->root = node;
    } else if (t->open) {
        if (t->open->last)
            t->open->last->next = node;
        else
            t->open->first = node;
        t->open->last = node;
    }
    return node;
}

/* Makes a node of the text since the last event. */
static int flush(struct xml_tree *t)
{
    struct xml_node *node;
    size_t len = t->pending_len;
    t->pending_len = 0;
    if (!len || !t->root || !fits(t, sizeof *node + len + 64))
        return 0;
    if (!(node = add(t)) || !(node->text = copy(t, t->pending, len)))
        return XML_NO_MEMORY;
    node->len = len;
    return 0;
}

int xml_open(struct xml_tree *t, const char *name, const char *uri)
{
    struct xml_node *node;
    size_t len = strlen(name), uri_len = strlen(uri);
    if (flush(t))
        return XML_NO_MEMORY;
    if (t->skipped || !fits(t, sizeof *node + len + uri_len + 64)) {
        t->skipped++;
        return 0;
    }
    if (!(node = add(t)) || !(node->name = copy(t, name, len)) ||
        !(node->space = copy(t, uri, uri_len)))
        return XML_NO_MEMORY;
    t->open = node;
    return 0;
}

int xml_attribute(struct xml_tree *t, const char *name, const char *value,
                  size_t len)
{
    struct xml_attr *attr;
    size_t name_len = strlen(name);
    if (t->skipped || !fits(t, sizeof *attr + name_len + len + 64))
        return 0;
    if (!(attr = space(t, sizeof *attr)) ||
        !(attr->name = copy(t, name, name_len)) ||
        !(attr->value = copy(t, value, len)))
        return XML_NO_MEMORY;
    attr->next = t->open->attrs;
    t->open->attrs = attr;
    return 0;
}

int xml_text(struct xml_tree *t, const char *s, size_t len)
{
    size_t need = t->pending_len + len;
    if (t->skipped || !fits(t, need))
        return 0;
    if (need > t->pending_cap) {
        size_t cap = need < 1024 ? 1024 : need * 2;
        char *grown = realloc(t->pending, cap);
        if (!grown)
            return XML_NO_MEMORY;
        t->pending = grown;
        t->pending_cap = cap;
    }
    memcpy(t->pending + t->pending_len, s, len);
    t->pending_len = need;
    return 0;
}

int xml_close(struct xml_tree *t)
{
    if (flush(t))
        return XML_NO_MEMORY;
    if (t->skipped)
        t->skipped--;
    else if (t->open)
        t->open = t->open->parent;
    return 0;
}

/* ---- looking things up -------------------------------------------------- */

int xml_is(const struct xml_node *node, const char *name)
{
    return node && node->name && !strcmp(node->name, name);
}

int xml_has_elements(const struct xml_node *node)
{
    const struct xml_node *n = node ? node->first : NULL;
    while (n && !n->name)
        n = n->next;
    return n != NULL;
}

/* node or the first of its siblings behind it of that name. */
static const struct xml_node *named(const struct xml_node *node,
                                    const char *name, size_t len)
{
    for (; node; node = node->next)
        if (node->name && strlen(node->name) == len &&
            !memcmp(node->name, name, len))
            return node;
    return NULL;
}

const struct xml_node *xml_at(const struct xml_node *node, const char *path)
{
    const struct xml_node *child = NULL;
    size_t len = strcspn(path, "/");
    if (!node)
        return NULL;
    for (child = named(node->first, path, len); child && path[len];
         child = named(child->next, path, len)) {
        const struct xml_node *found = xml_at(child, path + len + 1);
        if (found)
            return found;
    }
    return child;
}

const struct xml_node *xml_again(const struct xml_node *node)
{
    return named(node->next, node->name, strlen(node->name));
}

/* The node behind this one in the document, inside top; NULL at the end. */
static const struct xml_node *after(const struct xml_node *node,
                                    const struct xml_node *top)
{
    if (node->first)
        return node->first;
    while (node != top && !node->next)
        node = node->parent;
    return node == top ? NULL : node->next;
}

const struct xml_node *xml_find(const struct xml_node *node, const char *name)
{
    for (const struct xml_node *n = node; n; n = after(n, node))
        if (n != node && xml_is(n, name))
            return n;
    return NULL;
}

const char *xml_attr(const struct xml_node *node, const char *name)
{
    for (const struct xml_attr *a = node ? node->attrs : NULL; a; a = a->next)
        if (!strcmp(a->name, name))
            return *a->value ? a->value : NULL;
    return NULL;
}

const char *xml_attr_around(const struct xml_node *node, const char *name)
{
    for (; node; node = node->parent) {
        const char *value = xml_attr(node, name);
        if (value)
            return value;
    }
    return NULL;
}

/* ---- text --------------------------------------------------------------- */

/* Room for so many bytes more; 0 without memory. */
static int room(struct xml_out *o, size_t len)
{
    size_t need = o->len + len;
    if (!o->failed && need > o->cap) {
        size_t cap = need < 4096 ? 4096 : need * 2;
        char *grown = realloc(o->s, cap);
        o->failed = !grown;
        if (grown) {
            o->s = grown;
            o->cap = cap;
        }
    }
    return !o->failed;
}

void xml_out_add(struct xml_out *o, const char *s, size_t len)
{
    if (len && room(o, len)) {
        memcpy(o->s + o->len, s, len);
        o->len += len;
    }
}

void xml_out_raw(struct xml_out *o, const struct xml_node *node)
{
    for (const struct xml_node *n = node; n; n = after(n, node))
        if (!n->name)
            xml_out_add(o, n->text, n->len);
}

void xml_out_html(struct xml_out *o, const char *s, size_t len)
{
    size_t before = o->len, n;
    if (!room(o, len + 1))
        return;
    if (before)
        o->s[o->len++] = '\n';
    n = html_text(o->s + o->len, s, len);
    o->len = n ? o->len + n : before;
}

static int white(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* What goes before the next character: 0 nothing, 1 a blank, 2 a line end. */
struct gap {
    size_t from; /* nothing before this byte of the output is of this text */
    int size;
};

static void add_words(struct xml_out *o, struct gap *gap, const char *s,
                      size_t len)
{
    if (!room(o, 2 * len + 1))
        return;
    for (size_t i = 0; i < len; i++) {
        if (white(s[i])) {
            gap->size += !gap->size;
            continue;
        }
        if (gap->size && o->len > gap->from)
            o->s[o->len++] = gap->size == 2 ? '\n' : ' ';
        gap->size = 0;
        o->s[o->len++] = s[i];
    }
}

static void widen(struct gap *gap, const struct xml_node *node)
{
    enum html_kind kind = html_kind(node->name, strlen(node->name));
    int size = kind == HTML_BLOCK ? 2 : kind == HTML_CELL;
    if (gap->size < size)
        gap->size = size;
}

void xml_out_text(struct xml_out *o, const struct xml_node *node)
{
    struct gap gap = {o->len, 0};
    const struct xml_node *n = node;
    size_t before = o->len;
    if (!node)
        return;
    if (o->len) {
        xml_out_add(o, "\n", 1);
        gap.from = o->len;
    }
    while (n) {
        const struct xml_node *next;
        int hidden = 0;
        if (!n->name) {
            add_words(o, &gap, n->text, n->len);
        } else {
            hidden = html_kind(n->name, strlen(n->name)) == HTML_HIDDEN ||
                     !strcmp(n->name, "media"); /* NITF's pictures */
            widen(&gap, n);
        }
        next = hidden ? NULL : n->first;
        while (!next && n != node) {
            if (n->name)
                widen(&gap, n);
            next = n->next;
            if (!next)
                n = n->parent;
        }
        n = next;
    }
    if (o->len == gap.from)
        o->len = before;
}
