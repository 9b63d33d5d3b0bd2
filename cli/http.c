#include "cli/http.h"
#include "cli/http_unpack.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LOOK 1024 /* bytes by which a body is seen to be text */

static int space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static char small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* The value of a name in the head, trimmed; NULL where it has none. */
struct value {
    const char *s;
    size_t len;
};

static struct value trim(const char *s, size_t len)
{
    while (len && space(*s))
        s++, len--;
    while (len && space(s[len - 1]))
        len--;
    return (struct value){s, len};
}

/* ---- the head ----------------------------------------------------------- */

static void copy_small(char *to, struct value v)
{
    if (v.len >= HTTP_TYPE)
        v.len = 0; /* none that anybody knows */
    for (size_t i = 0; i < v.len; i++)
        to[i] = small(v.s[i]);
    to[v.len] = 0;
}

static struct value unquote(struct value v)
{
    if (v.len && (*v.s == '"' || *v.s == '\'')) {
        const char *end = memchr(v.s + 1, *v.s, v.len - 1);
        v.s++;
        v.len = end ? (size_t)(end - v.s) : v.len - 1;
    }
    return trim(v.s, v.len);
}

void http_type(const char *s, size_t len, struct http_type *out)
{
    const char *end = s + len, *part = s;
    memset(out, 0, sizeof *out);
    for (int i = 0; part < end; i++) {
        const char *semicolon = memchr(part, ';', (size_t)(end - part));
        size_t n = (size_t)((semicolon ? semicolon : end) - part);
        struct value v = trim(part, n);
        if (!i)
            copy_small(out->media, v);
        else if (v.len > 8 && !strncasecmp(v.s, "charset", 7) &&
                 !*out->charset) {
            v = trim(v.s + 7, v.len - 7);
            if (v.len && *v.s == '=')
                copy_small(out->charset, unquote(trim(v.s + 1, v.len - 1)));
        }
        part += n + 1;
    }
}

static void take_codings(struct http *h, struct value v)
{
    static const struct {
        const char *name;
        enum http_coding coding;
    } known[] = {{"gzip", HTTP_GZIP},
                 {"x-gzip", HTTP_GZIP},
                 {"deflate", HTTP_DEFLATE},
                 {"br", HTTP_BROTLI},
                 {"zstd", HTTP_ZSTD}};
    while (v.len) {
        const char *comma = memchr(v.s, ',', v.len);
        size_t n = comma ? (size_t)(comma - v.s) : v.len, i, k;
        struct value one = trim(v.s, n);
        k = sizeof known / sizeof *known;
        for (i = 0; i < k && !(strlen(known[i].name) == one.len &&
                               !strncasecmp(one.s, known[i].name, one.len));
             i++)
            ;
        if (i < k && h->codings < HTTP_CODINGS)
            h->coding[h->codings++] = known[i].coding;
        else if (one.len &&
                 !(one.len == 8 && !strncasecmp(one.s, "identity", one.len)))
            h->unknown = 1;
        n += comma != NULL;
        v.s += n;
        v.len -= n;
    }
}

static int is_name(struct value v, const char *name)
{
    return strlen(name) == v.len && !strncasecmp(v.s, name, v.len);
}

/* Chunks come last and so are named last, or alone. */
static void take_transfer(struct http *h, struct value v)
{
    static const char chunked[] = "chunked";
    size_t n = sizeof chunked - 1;
    if (v.len >= n && !strncasecmp(v.s + v.len - n, chunked, n)) {
        h->chunked = 1;
        v = trim(v.s, v.len - n);
        if (v.len && v.s[v.len - 1] == ',')
            v.len--;
    }
    take_codings(h, v);
}

static void take_line(struct http *h, const char *s, size_t len,
                      struct value *transfer)
{
    const char *colon = memchr(s, ':', len);
    struct value name, v;
    if (!colon)
        return; /* servers write all sorts of things */
    name = trim(s, (size_t)(colon - s));
    v = trim(colon + 1, len - (size_t)(colon - s) - 1);
    if (is_name(name, "Content-Type") && !*h->type.media)
        http_type(v.s, v.len, &h->type);
    else if (is_name(name, "Content-Encoding"))
        take_codings(h, v);
    else if (is_name(name, "Transfer-Encoding"))
        *transfer = v;
}

/* "HTTP/1.1 200 OK"; 0 where it is none. */
static int status_of(const char *s, size_t len)
{
    const char *end = s + len;
    if (len < 10 || strncasecmp(s, "HTTP/", 5))
        return 0;
    while (s < end && *s != ' ')
        s++;
    while (s < end && *s == ' ')
        s++;
    if (end - s < 3 || s[0] < '1' || s[0] > '9' || s[1] < '0' || s[1] > '9' ||
        s[2] < '0' || s[2] > '9' || (end - s > 3 && !space(s[3])))
        return 0;
    return (s[0] - '0') * 100 + (s[1] - '0') * 10 + s[2] - '0';
}

static int one_head(const char *s, size_t len, struct http *out)
{
    struct value transfer = {NULL, 0};
    size_t i = 0, line;
    memset(out, 0, sizeof *out);
    for (; i < len; i += line) {
        const char *end = memchr(s + i, '\n', len - i);
        line = end ? (size_t)(end - s) - i + 1 : len - i;
        if (!i) {
            out->status = status_of(s, line);
            if (!out->status)
                return HTTP_DAMAGED;
        } else if (!trim(s + i, line).len) {
            i += line;
            break;
        } else {
            take_line(out, s + i, line, &transfer);
        }
    }
    /* Undone first, so it stands behind the others. */
    if (transfer.s)
        take_transfer(out, transfer);
    out->len = i;
    return out->status ? HTTP_OK : HTTP_DAMAGED;
}

int http_head(const char *s, size_t len, struct http *out)
{
    size_t before = 0;
    int rc;
    while ((rc = one_head(s + before, len - before, out)) == HTTP_OK &&
           out->status < 200)
        before += out->len;
    out->len += before;
    return rc;
}

/* ---- the body ----------------------------------------------------------- */

static int is_text(const char *s, size_t len)
{
    for (size_t i = 0; i < len && i < LOOK; i++) {
        unsigned char c = (unsigned char)s[i];
        if (c < ' ' && !(c >= '\t' && c <= '\r') && c != 27)
            return 0;
    }
    return 1;
}

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = small(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Reads the line of a chunk's size; its length, or 0 where it is none. A size
 * over most is most + 1. */
static size_t chunk_line(const char *s, size_t len, size_t most, size_t *size)
{
    size_t i = 0, end;
    const char *newline = memchr(s, '\n', len < 4096 ? len : 4096);
    if (!newline)
        return 0;
    end = (size_t)(newline - s);
    for (*size = 0; i < end && hex(s[i]) >= 0; i++) {
        *size = *size * 16 + (size_t)hex(s[i]);
        if (*size > most)
            *size = most + 1;
    }
    if (!i)
        return 0;
    while (i < end && space(s[i]))
        i++;
    return i == end || s[i] == ';' ? end + 1 : 0;
}

/* Whether the bytes left are but the end that a cut made of a size. */
static int cut_line(const char *s, size_t len)
{
    size_t i = 0;
    while (i < len && (hex(s[i]) >= 0 || space(s[i])))
        i++;
    return i == len && len < 20;
}

/* Takes chunks together in out, which has room for len bytes. */
static int join_chunks(const char *s, size_t len, size_t most, char *out,
                       size_t *n)
{
    size_t i = 0, size;
    *n = 0;
    while (i < len) {
        size_t line = chunk_line(s + i, len - i, most, &size);
        if (!line)
            return cut_line(s + i, len - i) ? HTTP_OK : HTTP_DAMAGED;
        i += line;
        if (!size)
            return HTTP_OK;
        if (size > most)
            return HTTP_DAMAGED;
        if (size > len - i)
            size = len - i;
        memcpy(out + *n, s + i, size);
        *n += size;
        i += size;
        if (i < len && s[i] == '\r')
            i++;
        if (i < len && s[i++] != '\n')
            return HTTP_DAMAGED;
    }
    return HTTP_OK;
}

/* out is the body as it stands, and takes the next one. */
static int unchunk(struct http_body *out, size_t most)
{
    size_t n, size;
    char *own;
    int rc;
    if (!chunk_line(out->bytes, out->len, most, &size))
        return out->len > 1 && *out->bytes == '-' && hex(out->bytes[1]) >= 0
                   ? HTTP_DAMAGED /* a size below zero */
                   : HTTP_OK;
    if (!(own = malloc(out->len + 1)))
        return HTTP_NO_MEMORY;
    rc = join_chunks(out->bytes, out->len, most, own, &n);
    if (rc) {
        free(own);
        return rc;
    }
    *out = (struct http_body){own, n, own};
    return HTTP_OK;
}

static int undo(struct http_body *out, enum http_coding coding, size_t most)
{
    char *own;
    size_t n;
    int rc = out->len
                 ? http_unpack(coding, out->bytes, out->len, most, &own, &n)
                 : HTTP_DAMAGED;
    if (rc)
        return rc == HTTP_DAMAGED && is_text(out->bytes, out->len) ? HTTP_OK
                                                                   : rc;
    free(out->own);
    *out = (struct http_body){own, n, own};
    return HTTP_OK;
}

int http_body(const struct http *http, const char *s, size_t len, size_t most,
              struct http_body *out)
{
    int rc = HTTP_OK;
    *out = (struct http_body){s, len, NULL};
    if (http->chunked)
        rc = unchunk(out, most);
    for (int i = http->codings; !rc && i--;)
        rc = undo(out, http->coding[i], most);
    if (!rc && out->len > most)
        rc = HTTP_TOO_LONG;
    if (!rc && http->unknown && !is_text(out->bytes, out->len))
        rc = HTTP_DAMAGED;
    if (rc) {
        free(out->own);
        *out = (struct http_body){NULL, 0, NULL};
    }
    return rc;
}
