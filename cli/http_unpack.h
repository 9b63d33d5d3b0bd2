/*
 * http_unpack: the content codings of HTTP: gzip, deflate (a zlib stream, or
 * as some servers send it a bare one), Brotli and Zstandard.
 *
 *     char *out;
 *     size_t n;
 *     if (!http_unpack(HTTP_GZIP, bytes, len, 32 << 20, &out, &n))
 *         free(out);
 */
#ifndef WIREPRINT_HTTP_UNPACK_H
#define WIREPRINT_HTTP_UNPACK_H

#include "cli/http.h"

/* Unpacks the len bytes at s to *out, which the caller frees; what is cut off
 * gives what there is of it. HTTP_OK, or an error with *out NULL. */
int http_unpack(enum http_coding coding, const char *s, size_t len, size_t most,
                char **out, size_t *n);

#endif
