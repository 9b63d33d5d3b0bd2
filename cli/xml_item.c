#include "cli/xml_item.h"
#include "cli/date.h"
#include "cli/html_text.h"
#include "cli/lead.h"

#include <string.h>

static int blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Copies len bytes with blanks run together; NULL where nothing is left. */
static const char *one_line(struct xml_item *item, const char *s, size_t len)
{
    char *out;
    size_t n = 0;
    while (len && blank(s[len - 1]))
        len--;
    while (len && blank(*s))
        s++, len--;
    if (!len || item->rc)
        return NULL;
    if (!(out = batch_copy(item->b, s, len))) {
        item->rc = READER_NO_MEMORY;
        return NULL;
    }
    for (size_t i = 0; i < len; i++)
        if (!blank(out[i]))
            out[n++] = out[i];
        else if (!blank(out[i - 1]))
            out[n++] = ' ';
    out[n] = 0;
    return out;
}

void xml_fact_string(struct xml_item *item, const char **fact, const char *s)
{
    if (!*fact && s)
        *fact = one_line(item, s, strlen(s));
}

/* The text of node in the scratch space, in one line. */
static const char *line_of(struct xml_item *item, const struct xml_node *node,
                           int html)
{
    struct xml_out *o = item->scratch;
    if (!node)
        return NULL;
    o->len = 0;
    if (html && !xml_has_elements(node)) {
        xml_out_raw(o, node);
        o->len = o->failed ? 0 : html_text(o->s, o->s, o->len);
    } else {
        xml_out_text(o, node);
    }
    if (o->failed)
        item->rc = READER_NO_MEMORY;
    return o->len ? one_line(item, o->s, o->len) : NULL;
}

void xml_fact(struct xml_item *item, const char **fact,
              const struct xml_node *node)
{
    if (!*fact)
        *fact = line_of(item, node, 0);
}

void xml_fact_html(struct xml_item *item, const char **fact,
                   const struct xml_node *node)
{
    if (!*fact)
        *fact = line_of(item, node, 1);
}

void xml_fact_name(struct xml_item *item, const char **fact,
                   const struct xml_node *node)
{
    const char *name = line_of(item, node, 0);
    size_t before, len;
    char *both;
    if (!name || !*fact) {
        *fact = name ? name : *fact;
        return;
    }
    if (strstr(*fact, name))
        return;
    before = strlen(*fact);
    len = strlen(name);
    if (before + len > 1000)
        return;
    if (!(both = batch_space(item->b, before + len + 2))) {
        item->rc = READER_NO_MEMORY;
        return;
    }
    memcpy(both, *fact, before);
    memcpy(both + before, ", ", 2);
    memcpy(both + before + 2, name, len + 1);
    *fact = both;
}

void xml_time_string(struct xml_item *item, int64_t *time, const char *name,
                     const char *s)
{
    size_t len = s ? strlen(s) : 0;
    int rc;
    while (len && blank(s[len - 1]))
        len--;
    while (len && blank(*s))
        s++, len--;
    if (item->rc || *time != STORE_NO_TIME || !len)
        return;
    rc = date_parse(s, len, time, NULL);
    if (rc != DATE_OK)
        item->rc = source_reject(
            item->src, rc == DATE_AMBIGUOUS ? WARN_DATE_AMBIGUOUS : WARN_DATE,
            item->line, item->byte, "'%s' is '%.60s', which is %s", name, s,
            rc == DATE_AMBIGUOUS ? "one of two days" : "no time");
}

void xml_time(struct xml_item *item, int64_t *time, const struct xml_node *node)
{
    if (node && *time == STORE_NO_TIME)
        xml_time_string(item, time, node->name, line_of(item, node, 0));
}

void xml_line(struct xml_item *item, const struct xml_node *node)
{
    const char *line = line_of(item, node, 0);
    if (line && item->n < XML_LINES)
        item->lines[item->n++] = line;
}

int xml_body(struct xml_item *item, const struct xml_node *node)
{
    size_t before = item->body->len;
    if (!node || item->rc)
        return 0;
    if (xml_has_elements(node) || !node->first)
        xml_out_text(item->body, node);
    else
        xml_out_html(item->body, node->first->text, node->first->len);
    return item->body->len > before;
}

const char *xml_first_text(const struct xml_node *node)
{
    const struct xml_node *n = node ? node->first : NULL;
    while (n && n->name)
        n = n->next;
    return n ? n->text : NULL;
}

/* ---- the article -------------------------------------------------------- */

int xml_item_end(struct xml_item *item)
{
    struct article *a = item->article;
    if (item->body->failed || item->scratch->failed)
        item->rc = READER_NO_MEMORY;
    if (item->rc)
        return item->rc;
    if (!item->body->len)
        return source_reject(item->src, REJECT_NO_TEXT, item->line, item->byte,
                             "no text in the %s at byte %llu", item->node->name,
                             (unsigned long long)item->byte);
    a->text = lead_join(item->b, item->lines, item->n, item->body->s,
                        item->body->len, &a->text_len);
    if (!a->text)
        return READER_NO_MEMORY;
    batch_keep(item->b);
    return 0;
}
