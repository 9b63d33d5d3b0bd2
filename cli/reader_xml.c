/*
 * Feeds and agency formats in XML. The parser is fed pieces of one size, cut
 * at the same bytes whatever a pipe gives, and the items that are found in a
 * piece wait for their turn: a reader gives one record a step.
 */
#include "cli/format.h"
#include "cli/xml_item.h"
#include "cli/xml_parse.h"

#include <stdlib.h>
#include <string.h>

#define PIECE ((size_t)16 << 10)

struct xml_source {
    struct xml_parse *parse;
    struct source *src;
    struct batch waiting;
    size_t given; /* of those */
    struct xml_out body, scratch;
    uint64_t line, byte; /* of the document's begin */
    int done;
    int rc; /* comes behind what is waiting */
};

/* ---- telling the format ------------------------------------------------- */

static int blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Bytes before the document: blanks, which XML does not allow and feeds have,
 * and a byte order mark before them. */
static size_t before(const char *s, size_t len)
{
    size_t bom = len >= 3 && !memcmp(s, "\xEF\xBB\xBF", 3) ? 3 : 0, i = bom;
    while (i < len && blank(s[i]))
        i++;
    return i > bom ? i : 0;
}

/* Behind a comment, declaration or instruction at i; len where it has no
 * end. */
static size_t pass(const char *s, size_t i, size_t len)
{
    int comment = len - i >= 4 && !memcmp(s + i, "<!--", 4), inner = 0;
    for (; i < len; i++) {
        if (comment ? i >= 6 && !memcmp(s + i - 2, "-->", 3)
                    : s[i] == '>' && !inner)
            return i + 1;
        if (!comment && s[i] == '[')
            inner = 1;
        if (s[i] == ']')
            inner = 0;
    }
    return len;
}

/* The name of the root element without its prefix; 0: not found. */
static int root_name(const char *s, size_t len, char *name, size_t cap)
{
    size_t i = before(s, len), n = 0;
    i += i == 0 && len >= 3 && !memcmp(s, "\xEF\xBB\xBF", 3) ? 3 : 0;
    while (i + 1 < len && (blank(s[i]) || (s[i] == '<' && (s[i + 1] == '?' ||
                                                           s[i + 1] == '!'))))
        i = blank(s[i]) ? i + 1 : pass(s, i, len);
    if (i + 1 >= len || s[i++] != '<')
        return 0;
    for (; i < len && n + 1 < cap && !blank(s[i]) && s[i] != '>' && s[i] != '/';
         i++) {
        name[n++] = s[i];
        if (s[i] == ':')
            n = 0;
    }
    name[n] = 0;
    return i < len && n;
}

/* UTF-16 as far as it is ASCII. */
static size_t narrow(const char *s, size_t len, char *out, size_t cap)
{
    size_t n = 0;
    for (size_t i = 2; i < len && n < cap; i++)
        if (s[i])
            out[n++] = s[i];
    return n;
}

static int probe(const char *s, size_t len, int whole)
{
    char name[40], ascii[2048];
    const char *given = s;
    size_t n = len;
    (void)whole;
    if (len >= 4 &&
        (!memcmp(s, "\xFF\xFE<\0", 4) || !memcmp(s, "\xFE\xFF\0<", 4))) {
        n = narrow(s, len, ascii, sizeof ascii);
        given = ascii;
    }
    if (!root_name(given, n, name, sizeof name))
        return 0;
    if (xml_root_of(name))
        return 95;
    given += before(given, n);
    n = len - (size_t)(given - s);
    return !strcmp(name, "html") || s != given || n < 6 ||
                   memcmp(given, "<?xml ", 6)
               ? 0
               : 20;
}

/* ---- items -------------------------------------------------------------- */

static int found(void *arg, const struct xml_found *f)
{
    static void (*const take[])(struct xml_item *) = {
        [XML_RSS] = xml_rss,
        [XML_ATOM] = xml_atom,
        [XML_NEWSML_G2] = xml_newsml_g2,
        [XML_NEWSML_1] = xml_newsml_1,
        [XML_NITF] = xml_nitf};
    struct xml_source *feed = arg;
    struct source *src = feed->src;
    struct xml_item item = {.src = src,
                            .b = &feed->waiting,
                            .line = feed->line + f->line - 1,
                            .byte = feed->byte + f->byte,
                            .node = f->node,
                            .body = &feed->body,
                            .scratch = &feed->scratch};
    struct record *record;
    if (!f->node)
        return source_reject(src, REJECT_TOO_LONG, item.line, item.byte,
                             "an item of more than %llu bytes at byte %llu",
                             (unsigned long long)src->max_record,
                             (unsigned long long)item.byte);
    record = batch_new(&feed->waiting, src->name, item.line, item.byte);
    if (!record)
        return READER_NO_MEMORY;
    item.article = &record->article;
    feed->body.len = 0;
    take[f->root](&item);
    return xml_item_end(&item);
}

/* Moves the first record that waits to b. */
static int give(struct xml_source *feed, struct batch *b)
{
    const struct record *from = &feed->waiting.records[feed->given++];
    struct record *to = batch_new(b, from->file, from->line, from->byte);
    const char **facts[8];
    if (!to)
        return READER_NO_MEMORY;
    to->article = from->article;
    facts[0] = &to->article.id;
    facts[1] = &to->article.url;
    facts[2] = &to->article.site;
    facts[3] = &to->article.title;
    facts[4] = &to->article.lang;
    facts[5] = &to->article.author;
    facts[6] = &to->article.source;
    facts[7] = &to->article.text;
    for (int i = 0; i < 8; i++) {
        size_t len = i == 7      ? to->article.text_len
                     : *facts[i] ? strlen(*facts[i])
                                 : 0;
        if (*facts[i] && !(*facts[i] = batch_copy(b, *facts[i], len)))
            return READER_NO_MEMORY;
    }
    batch_keep(b);
    return READER_MORE;
}

/* ---- the file ----------------------------------------------------------- */

static void close_xml(struct source *src)
{
    struct xml_source *feed = src->state;
    if (feed) {
        xml_parse_free(feed->parse);
        batch_release(&feed->waiting);
        free(feed->body.s);
        free(feed->scratch.s);
    }
    free(feed);
    src->state = NULL;
}

static int open_xml(struct source *src)
{
    struct xml_source *feed = calloc(1, sizeof *feed);
    src->state = feed;
    if (!feed)
        return READER_NO_MEMORY;
    batch_init(&feed->waiting);
    source_skip(src, before(src->buf, src->end));
    feed->line = src->line;
    feed->byte = src->byte;
    feed->src = src;
    feed->parse = xml_parse_new(src->max_record, found, feed);
    return feed->parse ? 0 : READER_NO_MEMORY;
}

/* Tells what stopped the parser, if something did. */
static int tell(struct source *src)
{
    struct xml_source *feed = src->state;
    const struct xml_trouble *t = xml_parse_trouble(feed->parse);
    uint64_t line = feed->line + t->line - 1, byte = feed->byte + t->byte;
    if (t->problem == XML_FINE)
        return 0;
    feed->done = 1;
    switch (t->problem) {
    case XML_DEEP:
        return source_reject(src, REJECT_TOO_DEEP, line, byte,
                             "more than %d elements within each other, at "
                             "byte %llu",
                             XML_DEPTH, (unsigned long long)byte);
    case XML_CUT:
        return source_reject(src, REJECT_TRUNCATED, line, byte,
                             "the file ends inside an element, at byte %llu",
                             (unsigned long long)byte);
    case XML_UNKNOWN:
        return source_reject(src, REJECT_XML, line, byte,
                             "XML of a kind that is not read: its root is '%s'",
                             t->words);
    default:
        return source_reject(src, REJECT_XML, line, byte, "%s, at byte %llu",
                             t->words, (unsigned long long)byte);
    }
}

/* Feeds the parser the next piece. 0 or an error. */
static int feed_piece(struct source *src)
{
    struct xml_source *feed = src->state;
    size_t n;
    int rc = 1;
    batch_clear(&feed->waiting);
    feed->given = 0;
    while (rc > 0 && src->end - src->start < PIECE)
        rc = source_fill(src);
    if (rc < 0)
        return rc;
    n = src->end - src->start < PIECE ? src->end - src->start : PIECE;
    feed->done = n < PIECE;
    rc = n ? xml_parse_feed(feed->parse, src->buf + src->start, n) : 0;
    source_skip(src, n);
    if (!rc && feed->done && !src->failed)
        rc = xml_parse_end(feed->parse);
    return rc ? rc : tell(src);
}

static int next(struct source *src, struct batch *b)
{
    struct xml_source *feed = src->state;
    if (feed->given < feed->waiting.n)
        return give(feed, b);
    if (feed->rc || feed->done)
        return feed->rc;
    feed->rc = feed_piece(src);
    return feed->rc == READER_NO_MEMORY ? READER_NO_MEMORY : READER_MORE;
}

const struct format format_xml = {"XML", probe, open_xml, next, close_xml};
