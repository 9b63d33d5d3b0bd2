/*
 * http: the answer of a web server as it went over the wire, RFC 9112: a line
 * with the status, a head, and a body that may come in chunks and packed.
 * Only bytes in memory are looked at, and no more come out than are asked for.
 *
 *     struct http http;
 *     struct http_body body;
 *     if (!http_head(bytes, len, &http) && http.status == 200 &&
 *         !http_body(&http, bytes + http.len, len - http.len, most, &body)) {
 *         fwrite(body.bytes, 1, body.len, stdout);
 *         free(body.own);
 *     }
 *
 * Any number of threads may be at work.
 */
#ifndef WIREPRINT_HTTP_H
#define WIREPRINT_HTTP_H

#include <stddef.h>
#include <stdint.h>

#define HTTP_OK 0
#define HTTP_DAMAGED (-1)  /* no HTTP, or a body that cannot be unpacked */
#define HTTP_TOO_LONG (-2) /* more bytes than asked for */
#define HTTP_NO_MEMORY (-3)

/* What a body is packed with. */
enum http_coding { HTTP_GZIP, HTTP_DEFLATE, HTTP_BROTLI, HTTP_ZSTD };

#define HTTP_CODINGS 4 /* the most that are one in another */
#define HTTP_TYPE 64   /* bytes of a media type or charset, its NUL included */

/* "text/html; charset=utf-8", in small letters; empty where not given. */
struct http_type {
    char media[HTTP_TYPE];
    char charset[HTTP_TYPE];
};

struct http {
    size_t len; /* of the head, with the empty line */
    int status;
    struct http_type type;
    int chunked;
    int codings; /* known ones; as applied by the server, in order */
    enum http_coding coding[HTTP_CODINGS];
    int unknown; /* and others besides */
};

/* Reads the head at s; answers of status 1xx before it are passed over.
 * HTTP_OK or HTTP_DAMAGED. */
int http_head(const char *s, size_t len, struct http *out);

/* Splits the value of a Content-Type. */
void http_type(const char *s, size_t len, struct http_type *out);

struct http_body {
    const char *bytes; /* the ones given, or in own */
    size_t len;
    char *own; /* to be freed; NULL where nothing had to be done */
};

/*
 * Takes chunks together and unpacks. Archives often hold a body that was
 * unpacked already under the head it came with: one that is plainly not in
 * chunks, or that is text, stays as it is. A body that is cut off gives what
 * there is of it. HTTP_OK, or an error with nothing to free; most bounds the
 * body after each step. A chunk whose size is over most is an error.
 */
int http_body(const struct http *http, const char *s, size_t len, size_t most,
              struct http_body *out);

#endif
