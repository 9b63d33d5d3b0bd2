/*
 * libxml2's HTML parser in its event form, and no tree of its own: what is
 * kept of an element is 20 bytes, and only of those that shape the page.
 *
 * libxml2 2.9.14 keeps the names of open elements in a list and walks it at
 * each end tag that does not fit, so that 100,000 open elements would cost
 * their square. Behind PAGE_DEPTH levels (browsers stop at 512) elements are
 * therefore taken off that list at once: their text goes to the element that
 * they are in.
 */
#include "cli/page_tree.h"
#include "cli/page_build.h"
#include "cli/page_hints.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

#define NODES 2000000 /* behind them elements are part of the last one */

static unsigned hints_of(const struct page_attributes *a)
{
    unsigned hints = a->hidden ? PAGE_HINT_HIDDEN : 0;
    if (a->class_)
        hints |= page_hints_class(a->class_, strlen(a->class_));
    if (a->id)
        hints |= page_hints_class(a->id, strlen(a->id));
    if (a->role)
        hints |= page_hints_class(a->role, strlen(a->role));
    if (a->itemprop)
        hints |= page_hints_class(a->itemprop, strlen(a->itemprop));
    return hints;
}

static uint32_t add_node(struct page_build *b, enum page_tag tag,
                         unsigned hints)
{
    struct page_tree *t = b->t;
    struct page_node *n;
    uint32_t parent = b->depth ? b->open[b->depth - 1].node : 0;
    if (t->nnodes >= NODES)
        return parent;
    if (page_build_grow(&t->nodes, &t->cap_nodes, t->nnodes, sizeof *t->nodes))
        return b->failed = 1, parent;
    n = &t->nodes[t->nnodes++];
    n->parent = parent;
    n->last = (uint32_t)t->nnodes - 1;
    n->first_block = n->end_block = (uint32_t)t->nblocks;
    n->tag = (uint8_t)tag;
    n->hints = (uint8_t)hints;
    return n->last;
}

static int stands_in_line(enum page_tag tag)
{
    return tag == PAGE_INLINE || tag == PAGE_LINK || tag == PAGE_TIME;
}

/* Marks letters in a word on no page to speak of. */
static int apart(const xmlChar *name, enum page_tag tag)
{
    return tag == PAGE_LINK || tag == PAGE_TIME ||
           !strcmp((const char *)name, "span");
}

static void push(struct page_build *b, const xmlChar *name, enum page_tag tag,
                 const struct page_attributes *a)
{
    unsigned hints = hints_of(a);
    int block = !stands_in_line(tag);
    struct page_open *o;
    uint32_t node = b->depth ? b->open[b->depth - 1].node : 0, item = 0, fact;
    if (block)
        page_build_end_block(b, 0);
    else if (b->ended && apart(name, tag))
        b->space = 1; /* side by side, and CSS puts them apart */
    b->tags++;
    if (tag == PAGE_HTML && a->lang)
        page_build_fact(b, "", "lang", a->lang);
    fact = page_build_element(b, tag, a);
    if (a->scope)
        item = (uint32_t)page_build_keep(b, a->itemprop ? a->itemprop : "",
                                         a->itemprop ? strcspn(a->itemprop, " ")
                                                     : 0) +
               1;
    if (block || (hints & ~(unsigned)PAGE_HINT_CREDIT)) {
        if (!block && hints)
            page_build_end_block(b, 0), block = 1;
        node = add_node(b, tag, hints);
    }
    o = &b->open[b->depth++];
    o->name = name;
    o->tag = (uint8_t)tag;
    o->block = (uint8_t)block;
    o->apart = (uint8_t)apart(name, tag);
    o->node = node;
    o->fact = fact;
    o->item = item;
    /* A space that is still to come is not the fact's. */
    o->text = b->t->text.n + (b->space && b->t->text.n > b->begin);
    b->skip += tag == PAGE_SKIP;
    b->link += tag == PAGE_LINK;
    b->title += tag == PAGE_TITLE;
}

/* What has no contents: its end comes at once. */
static void push_object(struct page_build *b, const xmlChar *name)
{
    struct page_open *o = &b->open[b->depth++];
    memset(o, 0, sizeof *o);
    o->name = name;
    o->tag = PAGE_OBJECT;
    o->node = b->depth > 1 ? o[-1].node : 0;
}

/* An element below PAGE_DEPTH is taken off the parser's list again. */
static void too_deep(struct page_build *b, const xmlChar *name,
                     enum page_tag tag)
{
    const htmlElemDesc *known = htmlTagLookup(name);
    if (known && known->empty) {
        push_object(b, name); /* the parser itself takes it off */
        return;
    }
    if (!stands_in_line(tag))
        page_build_end_block(b, 0);
    b->tags++;
    b->parser->nameNr--;
    b->parser->name = b->parser->nameTab[b->parser->nameNr - 1];
}

static void on_start(void *user, const xmlChar *name, const xmlChar **atts)
{
    struct page_build *b = user;
    enum page_tag tag = page_hints_tag((const char *)name);
    struct page_attributes a;
    if (b->failed || b->depth > PAGE_DEPTH + 4)
        return;
    if (b->depth > PAGE_DEPTH) {
        too_deep(b, name, tag);
        return;
    }
    page_build_attributes(&a, atts);
    if (tag == PAGE_TITLE && b->link + b->skip)
        tag = PAGE_SKIP;
    if (tag == PAGE_META || tag == PAGE_LINK_REL) {
        page_build_meta(b, tag, &a);
        push_object(b, name);
    } else if (tag == PAGE_BR) {
        page_build_break(b);
        push_object(b, name);
    } else if (tag == PAGE_OBJECT) {
        b->tags++;
        push_object(b, name);
    } else {
        push(b, name, tag, &a);
    }
}

static void pop(struct page_build *b)
{
    struct page_open *o = &b->open[b->depth - 1];
    struct page_tree *t = b->t;
    if (o->tag == PAGE_TITLE) {
        struct page_fact *f;
        if (page_build_fact(b, "", "title", NULL)) {
            f = &t->facts[t->nfacts - 1];
            f->value_at = page_build_keep(
                b, t->text.s ? t->text.s + b->begin : "", t->text.n - b->begin);
        }
        if (!t->text.failed)
            t->text.n = b->begin; /* it is no part of the text */
        memset(&b->block, 0, sizeof b->block);
    } else if (o->fact) {
        page_build_end_fact(b, o);
    }
    if (o->block)
        page_build_end_block(b, 0);
    if (o->block && t->nnodes && o->node < t->nnodes) {
        t->nodes[o->node].last = (uint32_t)t->nnodes - 1;
        t->nodes[o->node].end_block = (uint32_t)t->nblocks;
    }
    b->ended |= !o->block && o->apart;
    b->skip -= o->tag == PAGE_SKIP;
    b->link -= o->tag == PAGE_LINK;
    b->title -= o->tag == PAGE_TITLE;
    b->depth--;
}

static void on_end(void *user, const xmlChar *name)
{
    struct page_build *b = user;
    size_t i = b->depth;
    while (i && strcmp((const char *)b->open[i - 1].name, (const char *)name))
        i--;
    while (i && b->depth >= i)
        pop(b);
}

static void on_text(void *user, const xmlChar *s, int len)
{
    struct page_build *b = user;
    if (!b->skip && !b->failed && len > 0)
        page_build_text(b, s, len);
}

/* ---- all of it ---------------------------------------------------------- */

static void clear(struct page_tree *t)
{
    const size_t keep = (size_t)4 << 20;
    page_buffer_clear(&t->text, keep);
    page_buffer_clear(&t->strings, keep);
    t->nnodes = t->nblocks = t->nfacts = 0;
}

static int run(struct page_build *b, const char *s, size_t len)
{
    int rc;
    if (!len)
        return 0;
    if (!(b->parser = htmlCreateMemoryParserCtxt(s, (int)len)))
        return -1;
    htmlCtxtUseOptions(b->parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
                                      HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                      HTML_PARSE_NOIMPLIED |
                                      HTML_PARSE_IGNORE_ENC);
    memset(b->parser->sax, 0, sizeof *b->parser->sax);
    b->parser->sax->startElement = on_start;
    b->parser->sax->endElement = on_end;
    b->parser->sax->characters = on_text;
    b->parser->sax->ignorableWhitespace = on_text;
    b->parser->sax->cdataBlock = on_text;
    b->parser->userData = b;
    /* Else the first byte over ASCII would make it guess, and it would guess
     * ISO-8859-1. */
    xmlSwitchEncoding(b->parser, XML_CHAR_ENCODING_UTF8);
    b->parser->charset = XML_CHAR_ENCODING_UTF8;
    htmlParseDocument(b->parser);
    rc = b->parser->errNo == XML_ERR_NO_MEMORY ? -1 : 0;
    htmlFreeParserCtxt(b->parser);
    return rc;
}

int page_tree_parse(struct page_tree *t, const char *s, size_t len)
{
    struct page_build *b = calloc(1, sizeof *b);
    int rc;
    clear(t);
    if (!b)
        return -1;
    b->t = t;
    add_node(b, PAGE_BLOCK, 0);
    page_build_keep(b, "", 0); /* offset 0 is the empty string */
    rc = b->failed ? -1 : run(b, s, len);
    while (b->depth)
        pop(b);
    page_build_end_block(b, 0);
    if (t->nnodes) {
        t->nodes[0].last = (uint32_t)t->nnodes - 1;
        t->nodes[0].end_block = (uint32_t)t->nblocks;
    }
    if (b->failed || t->text.failed || t->strings.failed)
        rc = -1;
    for (size_t i = 0; !rc && i < t->nfacts; i++) {
        t->facts[i].name = t->strings.s + t->facts[i].name_at;
        t->facts[i].value = t->strings.s + t->facts[i].value_at;
    }
    free(b);
    return rc;
}

void page_tree_release(struct page_tree *t)
{
    free(t->nodes);
    free(t->blocks);
    free(t->facts);
    page_buffer_release(&t->text);
    page_buffer_release(&t->strings);
    memset(t, 0, sizeof *t);
}
