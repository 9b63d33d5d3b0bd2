/*
 * What elements state by their attributes, or by the text in them.
 */
#include "cli/page_build.h"
#include "cli/page_hints.h"

#include <stddef.h>

#define FACTS 5000
#define FACT_LEN 1000 /* bytes of a fact; a byline or headline is under 400 */

size_t page_build_keep(struct page_build *b, const char *s, size_t len)
{
    struct page_buffer *strings = &b->t->strings;
    size_t at = strings->n;
    page_buffer_add(strings, s, len);
    page_buffer_put(strings, 0);
    return at;
}

/* A fact whose value may follow; its number + 1, or 0. The name is prefix and
 * the first word of name. */
uint32_t page_build_fact(struct page_build *b, const char *prefix,
                         const char *name, const char *value)
{
    struct page_tree *t = b->t;
    struct page_fact *f;
    size_t n = strcspn(name, " \t\r\n"), len = value ? strlen(value) : 0;
    if (t->nfacts == FACTS || n > 100)
        return 0;
    if (page_build_grow(&t->facts, &t->cap_facts, t->nfacts, sizeof *t->facts))
        return b->failed = 1, 0;
    f = &t->facts[t->nfacts++];
    f->name_at = page_build_keep(b, prefix, strlen(prefix));
    t->strings.n -= !t->strings.failed;
    page_build_keep(b, name, n);
    f->value_at = 0;
    if (value)
        f->value_at =
            page_build_keep(b, value, len > FACT_LEN ? FACT_LEN : len);
    f->block = (uint32_t)t->nblocks;
    return (uint32_t)t->nfacts;
}

/* The text that has been read since the element began is the fact's value. */
void page_build_end_fact(struct page_build *b, const struct page_open *o)
{
    struct page_tree *t = b->t;
    struct page_fact *f = &t->facts[o->fact - 1];
    size_t n = t->text.n > o->text ? t->text.n - o->text : 0;
    if (n > FACT_LEN)
        n = 0; /* not a name or time, but a passage */
    f->value_at = page_build_keep(b, n ? t->text.s + o->text : "", n);
}

static void read_attribute(struct page_attributes *a, const char *k,
                           const char *v)
{
    static const struct {
        const char *name;
        size_t at;
    } known[] = {{"class", offsetof(struct page_attributes, class_)},
                 {"content", offsetof(struct page_attributes, content)},
                 {"datetime", offsetof(struct page_attributes, datetime)},
                 {"href", offsetof(struct page_attributes, href)},
                 {"http-equiv", offsetof(struct page_attributes, http_equiv)},
                 {"id", offsetof(struct page_attributes, id)},
                 {"itemprop", offsetof(struct page_attributes, itemprop)},
                 {"lang", offsetof(struct page_attributes, lang)},
                 {"name", offsetof(struct page_attributes, name)},
                 {"property", offsetof(struct page_attributes, property)},
                 {"rel", offsetof(struct page_attributes, rel)},
                 {"role", offsetof(struct page_attributes, role)},
                 {"title", offsetof(struct page_attributes, title)},
                 {"xml:lang", offsetof(struct page_attributes, lang)}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].name[0] == *k && !strcmp(known[i].name, k)) {
            memcpy((char *)a + known[i].at, &v, sizeof v);
            return;
        }
    if (!strcmp(k, "itemscope"))
        a->scope = 1;
    else if (!strcmp(k, "pubdate"))
        a->pubdate = 1;
    else if (!strcmp(k, "hidden") || !strcmp(k, "style"))
        a->hidden = 1; /* of styles only those that hide came through */
}

void page_build_attributes(struct page_attributes *a,
                           const unsigned char **atts)
{
    memset(a, 0, sizeof *a);
    for (; atts && atts[0]; atts += 2)
        read_attribute(a, (const char *)atts[0],
                       atts[1] ? (const char *)atts[1] : "");
}

/* The itemprop of the item that is open, with a point behind it; "" for the
 * page's own. */
static void item_prefix(const struct page_build *b, char *out, size_t size)
{
    size_t i = b->depth, n = 0;
    const char *item = NULL;
    while (i && !b->open[i - 1].item)
        i--;
    if (i && b->t->strings.s)
        item = b->t->strings.s + (b->open[i - 1].item - 1);
    if (item && *item && strcmp(item, "blogPost") &&
        strcmp(item, "mainEntity")) {
        n = strlen(item);
        if (n > size - 2)
            n = size - 2;
        memcpy(out, item, n);
        out[n++] = '.';
    }
    out[n] = 0;
}

/* What an element's attributes state; the number of the fact + 1 if its value
 * is the element's text. */
uint32_t page_build_element(struct page_build *b, enum page_tag tag,
                            const struct page_attributes *a)
{
    char prefix[120] = "itemprop:";
    const char *value = a->datetime  ? a->datetime
                        : a->content ? a->content
                                     : a->title,
               *fact = NULL;
    uint32_t n;
    if (a->itemprop) {
        item_prefix(b, prefix + 9, sizeof prefix - 9);
        n = page_build_fact(b, prefix, a->itemprop, value);
        return value || a->scope ? 0 : n;
    }
    if (tag == PAGE_TIME) {
        n = page_build_fact(b, a->pubdate ? "time:" : "time",
                            a->pubdate ? "pub" : "", value);
        return value ? 0 : n;
    }
    if (a->rel && !strcmp(a->rel, "author"))
        fact = ".author";
    else if (a->class_)
        fact = page_hints_fact(a->class_, strlen(a->class_));
    if (fact) {
        n = page_build_fact(b, fact, "", a->title);
        return a->title ? 0 : n;
    }
    return 0;
}

void page_build_meta(struct page_build *b, enum page_tag tag,
                     const struct page_attributes *a)
{
    char prefix[120] = "itemprop:";
    if (tag == PAGE_LINK_REL && a->rel && a->href) {
        if (!strcmp(a->rel, "canonical"))
            page_build_fact(b, "link:", a->rel, a->href);
    } else if (tag == PAGE_META && a->content && a->property) {
        page_build_fact(b, "", a->property, a->content);
    } else if (tag == PAGE_META && a->content && a->name) {
        page_build_fact(b, "", a->name, a->content);
    } else if (tag == PAGE_META && a->content && a->http_equiv) {
        page_build_fact(b, "", a->http_equiv, a->content);
    } else if (a->itemprop && (a->content || a->href)) {
        item_prefix(b, prefix + 9, sizeof prefix - 9);
        page_build_fact(b, prefix, a->itemprop,
                        a->content ? a->content : a->href);
    }
}
