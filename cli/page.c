/*
 * Bytes are made UTF-8 (page_charset), stripped of what nobody reads
 * (page_trim), parsed (page_tree), and what the page states (page_jsonld,
 * page_facts, which has the order of trust) and where its article stands
 * (page_text) is taken from that.
 *
 * The parser is libxml2's, in its event form. Both of Debian's were measured
 * on one core over 300 made pages of 61 kB (and 300 of rustdoc's): libxml2
 * 2.9.14 by events 145 MB/s (125), building its tree 83 (68), gumbo 0.10.1,
 * which always builds one, 35 (32); page_read() as a whole 123 (105). gumbo
 * follows HTML 5 more closely, but its last release is of 2015, it has no
 * events and no bound of memory; libxml2 is kept up, and the XML formats need
 * it anyway. What HTML 5 changed matters little here: it is the shape of blocks
 * that is looked at, not their nesting.
 */
#include "cli/page.h"
#include "cli/page_charset.h"
#include "cli/page_date.h"
#include "cli/page_facts.h"
#include "cli/page_jsonld.h"
#include "cli/page_text.h"
#include "cli/page_title.h"
#include "cli/page_tree.h"
#include "cli/page_trim.h"
#include "store/store.h"

#include <libxml/parser.h>
#include <pthread.h>

#define KEEP ((size_t)8 << 20) /* bytes of a buffer that is used again */
#define MOST ((size_t)1 << 30) /* libxml2 counts in int */
#define BINARY_LOOK 4096
#define DATE_BLOCKS 12 /* around the headline, looked at for a time */

struct page_reader {
    struct page_charset charset;
    struct page_buffer utf8, markup, data, body, text;
    struct page_tree tree;
    struct page_facts facts;
};

static void begin_library(void)
{
    xmlInitParser();
}

struct page_reader *page_reader_new(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, begin_library);
    return calloc(1, sizeof(struct page_reader));
}

void page_reader_free(struct page_reader *r)
{
    if (!r)
        return;
    page_charset_release(&r->charset);
    page_buffer_release(&r->utf8);
    page_buffer_release(&r->markup);
    page_buffer_release(&r->data);
    page_buffer_release(&r->body);
    page_buffer_release(&r->text);
    page_tree_release(&r->tree);
    page_facts_release(&r->facts);
    free(r);
}

/* ---- what it states ----------------------------------------------------- */

/* Where a block of the page is a part of its title element, as the headline
 * is on pages without h1, the longest such. */
static void offer_block(struct page_reader *r, const char *title)
{
    const struct page_tree *t = &r->tree;
    const struct page_block *best = NULL;
    size_t len = strlen(title);
    for (size_t i = 0; i < t->nblocks; i++) {
        const struct page_block *b = &t->blocks[i];
        if (b->len < len && (!best || b->len > best->len) &&
            page_title_part(title, len, t->text.s + b->start, b->len))
            best = b;
    }
    if (best)
        page_facts_offer(&r->facts, "block", t->text.s + best->start,
                         best->len);
}

static void offer_all(struct page_reader *r)
{
    const struct page_tree *t = &r->tree;
    int64_t day;
    for (size_t i = 0; i < t->nfacts; i++) {
        page_facts_offer(&r->facts, t->facts[i].name, t->facts[i].value,
                         strlen(t->facts[i].value));
        if (!strcmp(t->facts[i].name, "title"))
            offer_block(r, t->facts[i].value);
    }
    for (size_t i = 0; i < t->nblocks; i++) {
        const struct page_block *b = &t->blocks[i];
        if (t->nodes[b->node].tag == PAGE_H1 && b->len < 500)
            page_facts_offer(&r->facts, "h1", t->text.s + b->start, b->len);
    }
    if (r->facts.url && page_date_url(r->facts.url, &day))
        page_facts_offer_time(&r->facts, "url", day);
}

/* A time near the headline, else at the article's head: looked for where
 * nothing better is known, or only the day, by the URL. */
static void date_in_text(struct page_reader *r, const struct page_found *found)
{
    const struct page_tree *t = &r->tree;
    struct page_best *best = &r->facts.fact[PAGE_PUBLISHED_FACT];
    size_t at = found->title < t->nblocks ? found->title : found->first,
           first = at > 4 ? at - 4 : 0, end = at + DATE_BLOCKS;
    enum date_precision precision;
    int64_t time, day;
    int by_url = best->known && r->facts.url &&
                 page_date_url(r->facts.url, &day) && day == best->time;
    if (best->known && !by_url)
        return;
    for (size_t i = at; i < end + 4; i++) {
        /* Behind the headline first, then the lines before it. */
        size_t k = i < end ? i : first + (i - end);
        const struct page_block *b;
        if (k >= t->nblocks || (i >= end && k >= at))
            continue;
        b = &t->blocks[k];
        if (!page_date_in(t->text.s + b->start, b->len, &time, &precision))
            continue;
        if (!by_url) {
            page_facts_offer_time(&r->facts, "text", time);
            return;
        }
        if (precision != DATE_DAY && time >= best->time - 86400 &&
            time < best->time + 2 * 86400) {
            best->time = time;
            return;
        }
    }
}

/* ---- its text ----------------------------------------------------------- */

/* JSON-LD's articleBody as text: some systems leave their markup in it. */
static void plain_body(struct page_reader *r)
{
    struct page_buffer *body = &r->body, *out = &r->text;
    int tag = 0;
    if (body->n)
        body->n = page_jsonld_unescape(body->s, body->n);
    for (size_t i = 0; i < body->n; i++) {
        char c = body->s[i] ? body->s[i] : ' ';
        if (c == '<' && i + 1 < body->n &&
            (body->s[i + 1] == '/' || (body->s[i + 1] | 32) >= 'a'))
            tag = 1;
        if (!tag)
            page_buffer_put(out, c);
        else if (c == '>')
            tag = 0, page_buffer_put(out, '\n');
    }
}

/* Whether the page itself shows how the body begins. */
static int shows(const struct page_tree *t, const char *body, size_t len)
{
    size_t n = len < 60 ? len : 60;
    for (size_t i = 0; i < t->nblocks; i++) {
        const struct page_block *b = &t->blocks[i];
        if (b->len >= n / 2 &&
            page_title_same(t->text.s + b->start, b->len < n ? b->len : n, body,
                            b->len < n ? b->len : n))
            return 1;
    }
    return 0;
}

/* The stated body stands in only for a page that builds its text by script. */
static void text_or_body(struct page_reader *r, const struct page_found *found)
{
    if (r->body.n < 200 || found->words * 10 > r->body.n ||
        shows(&r->tree, r->body.s, r->body.n))
        return;
    r->text.n = 0;
    plain_body(r);
}

static int has_words(const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)s[i] >= 0x80 || (s[i] >= '0' && s[i] <= '9') ||
            ((s[i] | 32) >= 'a' && (s[i] | 32) <= 'z'))
            return 1;
    return 0;
}

static void clear(struct page_reader *r)
{
    page_buffer_clear(&r->utf8, KEEP);
    page_buffer_clear(&r->markup, KEEP);
    page_buffer_clear(&r->data, KEEP);
    page_buffer_clear(&r->body, KEEP);
    page_buffer_clear(&r->text, KEEP);
}

static void hand_out(struct page_reader *r, struct page *out)
{
    const struct page_best *f = r->facts.fact;
    out->title = f[PAGE_TITLE_FACT].value;
    out->site = f[PAGE_SITE_FACT].value;
    out->author = f[PAGE_AUTHOR_FACT].value;
    out->lang = f[PAGE_LANG_FACT].value;
    out->url = f[PAGE_URL_FACT].value;
    out->source = f[PAGE_SOURCE_FACT].value;
    out->published = f[PAGE_PUBLISHED_FACT].time;
    out->modified = f[PAGE_MODIFIED_FACT].time;
    out->text = r->text.s;
    out->text_len = r->text.n;
}

/* A picture or an archive that was served as a page. NULs do not tell, since
 * UTF-16 has them and some servers pad with them. */
static int is_binary(const char *s, size_t len)
{
    size_t n = len < BINARY_LOOK ? len : BINARY_LOOK, controls = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        controls += (c && c < '\b') || (c > '\r' && c < ' ' && c != 27);
    }
    return controls > 4 && controls * 50 > n;
}

/* From bytes to the tree; the number of tags by *tags. */
static int parse(struct page_reader *r, const char *bytes, size_t len,
                 const char *charset, size_t *tags)
{
    if (page_charset_decode(&r->charset, charset, bytes, len, &r->utf8))
        return -1;
    *tags =
        page_trim(r->utf8.s ? r->utf8.s : "", r->utf8.n, &r->markup, &r->data);
    page_buffer_put(&r->markup, 0); /* where the parser stops */
    if (r->markup.failed || r->data.failed)
        return -1;
    return page_tree_parse(&r->tree, r->markup.s, r->markup.n - 1);
}

int page_read(struct page_reader *r, const char *bytes, size_t len,
              const struct page_hints *hints, struct page *out)
{
    const struct page_best *title = &r->facts.fact[PAGE_TITLE_FACT];
    struct page_found found;
    size_t tags;
    memset(out, 0, sizeof *out);
    out->published = out->modified = STORE_NO_TIME;
    clear(r);
    if (len > MOST || is_binary(bytes, len))
        return PAGE_NOT_HTML;
    out->charset = page_charset_find(bytes, len, hints->charset);
    if (parse(r, bytes, len, out->charset, &tags))
        return PAGE_NO_MEMORY;
    if (!tags)
        return PAGE_NOT_HTML;
    page_facts_begin(&r->facts, hints->url);
    if (page_jsonld_read(r->data.s, r->data.n, &r->facts, &r->body))
        return PAGE_NO_MEMORY;
    offer_all(r);
    if (page_facts_end(&r->facts) ||
        page_text_find(&r->tree, title->value, title->len, &r->text, &found))
        return PAGE_NO_MEMORY;
    date_in_text(r, &found);
    text_or_body(r, &found);
    page_buffer_put(&r->text, 0);
    if (r->text.failed)
        return PAGE_NO_MEMORY;
    r->text.n--;
    hand_out(r, out);
    return has_words(r->text.s, r->text.n) ? PAGE_OK : PAGE_NO_TEXT;
}
