#include "cli/warc_page.h"

#include "cli/date.h"
#include "cli/http.h"
#include "cli/page_charset.h"
#include "cli/pages.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define HEADLINE 300 /* bytes; a longer first line is a paragraph */
#define LOOK 1024    /* bytes that tell what kind of page has no type */

enum content_kind { CONTENT_OTHER, CONTENT_HTML, CONTENT_TEXT };

/* A page's bytes, in the record or in own, and what they are. */
struct content {
    enum content_kind kind;
    int utf8; /* it is so by definition */
    struct http_type type;
    const char *bytes;
    size_t len;
    char *own;
};

static int begins(struct warc_value v, const char *prefix)
{
    size_t n = strlen(prefix);
    return v.len >= n && !strncasecmp(v.s, prefix, n);
}

int warc_is_page(const struct warc_head *head)
{
    if (head->type != WARC_RESPONSE && head->type != WARC_RESOURCE &&
        head->type != WARC_CONVERSION)
        return 0;
    return begins(head->target, "http:") || begins(head->target, "https:") ||
           begins(head->target, "ftp:") || begins(head->target, "file:");
}

/* ---- what it is --------------------------------------------------------- */

static enum content_kind kind_of_type(const char *media)
{
    static const struct {
        const char *media;
        enum content_kind kind;
    } known[] = {{"text/html", CONTENT_HTML},
                 {"application/xhtml+xml", CONTENT_HTML},
                 {"text/plain", CONTENT_TEXT}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (!strcmp(media, known[i].media))
            return known[i].kind;
    return CONTENT_OTHER;
}

/* Where nobody says what it is. What begins as JSON, XML or PDF does is not
 * plain text. */
static enum content_kind kind_of_bytes(const char *s, size_t len)
{
    static const char *const marks[] = {"<!doctype html", "<html", "<head",
                                        "<body",          "<meta", "<title"};
    size_t n = len < LOOK ? len : LOOK;
    char first = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        if (c < ' ' && !(c >= '\t' && c <= '\r'))
            return CONTENT_OTHER;
        if (c > ' ' && !first)
            first = s[i];
        for (size_t k = 0; c == '<' && k < sizeof marks / sizeof *marks; k++)
            if (n - i >= strlen(marks[k]) &&
                !strncasecmp(s + i, marks[k], strlen(marks[k])))
                return CONTENT_HTML;
    }
    return first && strchr("<{[%", first) ? CONTENT_OTHER : CONTENT_TEXT;
}

static void judge(struct content *c, struct warc_value identified)
{
    struct http_type type;
    http_type(identified.s ? identified.s : "", identified.len, &type);
    if (*c->type.media)
        c->kind = kind_of_type(c->type.media);
    else if (*type.media)
        c->kind = kind_of_type(type.media);
    else
        c->kind = kind_of_bytes(c->bytes, c->len);
}

static int refuse(struct source *src, const struct record *record,
                  enum reject reason, const char *why)
{
    return source_reject(src, reason, 0, record->byte, "%s, at byte %llu", why,
                         (unsigned long long)record->byte);
}

/* The answer in the block. *rejected: it was counted as no good. */
static int open_http(struct source *src, const struct record *record,
                     struct warc_value identified, struct content *c,
                     int *rejected)
{
    struct http http;
    struct http_body body;
    int rc;
    *rejected = http_head(c->bytes, c->len, &http) != HTTP_OK;
    if (*rejected)
        return refuse(src, record, REJECT_HTTP, "no answer of a server");
    c->type = http.type;
    /* Only what is read is unpacked. */
    if (http.status != 200 ||
        (*http.type.media && !kind_of_type(http.type.media)))
        return 0;
    rc = http_body(&http, c->bytes + http.len, c->len - http.len,
                   (size_t)src->max_record, &body);
    if (rc == HTTP_NO_MEMORY)
        return READER_NO_MEMORY;
    *rejected = rc != HTTP_OK;
    if (rc == HTTP_TOO_LONG)
        return refuse(src, record, REJECT_TOO_LONG,
                      "a page of more bytes unpacked than are allowed");
    if (*rejected)
        return refuse(src, record, REJECT_HTTP,
                      "an answer whose body cannot be unpacked");
    c->bytes = body.bytes;
    c->len = body.len;
    c->own = body.own;
    judge(c, identified);
    return 0;
}

static int open_content(struct source *src, const struct record *record,
                        const struct warc_head *head, struct content *c,
                        int *rejected)
{
    struct warc_value none = {NULL, 0};
    const char *at = record->raw ? record->raw : src->buf + src->start;
    *rejected = 0;
    memset(c, 0, sizeof *c);
    c->bytes = at + head->len;
    c->len = (size_t)head->length;
    if (!warc_is_page(head))
        return 0;
    if (head->type == WARC_RESPONSE &&
        (!head->media.len || begins(head->media, "application/http")))
        return open_http(src, record, head->payload, c, rejected);
    if (head->media.s)
        http_type(head->media.s, head->media.len, &c->type);
    c->utf8 = head->type == WARC_CONVERSION;
    judge(c, none);
    return 0;
}

/* ---- the article -------------------------------------------------------- */

static int copy(struct batch *b, const char **to, struct warc_value v)
{
    if (!v.len)
        return 0;
    *to = batch_copy(b, v.s, v.len);
    return *to ? 0 : READER_NO_MEMORY;
}

static int take_facts(struct source *src, struct batch *b,
                      struct record *record, const struct warc_head *head)
{
    struct article *a = &record->article;
    struct warc_value language = head->language;
    /* "deu,eng": the one there is most of comes first */
    const char *comma =
        language.s ? memchr(language.s, ',', language.len) : NULL;
    if (comma)
        language.len = (size_t)(comma - language.s);
    if (copy(b, &a->url, head->target) || copy(b, &a->lang, language))
        return READER_NO_MEMORY;
    if (!head->date.len ||
        date_parse(head->date.s, head->date.len, &a->fetched, NULL) == DATE_OK)
        return 0;
    return source_reject(
        src, WARN_DATE, 0, record->byte, "WARC-Date '%.*s' is no time",
        (int)(head->date.len < 60 ? head->date.len : 60), head->date.s);
}

static int take_ids(struct batch *b, struct record *record,
                    const struct warc_head *head)
{
    struct warc_value of =
        head->concurrent.len ? head->concurrent : head->refers;
    return copy(b, &record->warc_id, head->id) || copy(b, &record->warc_of, of)
               ? READER_NO_MEMORY
               : 0;
}

/* The first line that is not empty, if more than that is there. */
static struct warc_value headline(const char *s, size_t len)
{
    struct warc_value v = {s, len};
    const char *newline;
    while (v.len && (unsigned char)*v.s <= ' ')
        v.s++, v.len--;
    newline = v.len ? memchr(v.s, '\n', v.len) : NULL;
    if (!newline)
        return (struct warc_value){NULL, 0};
    len = v.len;
    v.len = (size_t)(newline - v.s);
    for (size_t i = v.len; i < len; i++)
        if ((unsigned char)v.s[i] > ' ') {
            while ((unsigned char)v.s[v.len - 1] <= ' ')
                v.len--;
            if (v.len > HEADLINE)
                break;
            return v;
        }
    return (struct warc_value){NULL, 0};
}

static int keep_other(struct batch *b, struct record *record)
{
    if (record->form == RAW_NONE)
        return 0;
    record->other = 1;
    batch_keep(b);
    return 0;
}

static int keep_text(struct source *src, struct batch *b, struct record *record,
                     const char *s, size_t len)
{
    struct article *a = &record->article;
    size_t i = 0;
    while (i < len && (unsigned char)s[i] <= ' ')
        i++;
    if (i == len && record->form != RAW_NONE)
        return keep_other(b, record);
    if (i == len)
        return refuse(src, record, REJECT_NO_TEXT, "a page without text");
    if (copy(b, &a->title, headline(s, len)) ||
        !(a->text = batch_copy(b, s, len)))
        return READER_NO_MEMORY;
    a->text_len = len;
    batch_keep(b);
    return 0;
}

static int decode_text(struct source *src, struct batch *b,
                       struct record *record, const struct content *c)
{
    struct page_charset charset = {0};
    struct page_buffer out = {0};
    const char *name = page_charset_find(
        c->bytes, c->len, *c->type.charset ? c->type.charset : NULL);
    int rc = page_charset_decode(&charset, name, c->bytes, c->len, &out);
    rc = rc ? READER_NO_MEMORY : keep_text(src, b, record, out.s, out.n);
    page_charset_release(&charset);
    page_buffer_release(&out);
    return rc;
}

/* Takes own over. */
static int keep_page(struct source *src, struct batch *b, struct record *record,
                     struct content *c)
{
    struct page_hints hints = {.charset =
                                   *c->type.charset ? c->type.charset : NULL,
                               .url = record->article.url};
    char *own = c->own;
    c->own = NULL;
    if (own || record->raw)
        return batch_page_own(src, b, record, c->bytes, c->len, own, &hints);
    return batch_page(src, b, record, c->bytes, c->len, &hints);
}

int warc_page(struct source *src, struct batch *b, struct record *record,
              const struct warc_head *head)
{
    struct content c;
    int rejected, rc = open_content(src, record, head, &c, &rejected);
    if (!rc && record->form != RAW_NONE)
        rc = take_ids(b, record, head);
    if (!rc && !rejected && c.kind == CONTENT_OTHER)
        rc = keep_other(b, record);
    else if (!rc && !rejected && !(rc = take_facts(src, b, record, head)))
        rc = c.kind == CONTENT_HTML ? keep_page(src, b, record, &c)
             : c.utf8               ? keep_text(src, b, record, c.bytes, c.len)
                                    : decode_text(src, b, record, &c);
    free(c.own);
    return rc;
}
