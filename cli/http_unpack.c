/*
 * Output goes into one buffer that doubles, up to one byte over what is
 * allowed: a bomb is known by that byte, whatever it would have grown to.
 */
#include "cli/http_unpack.h"

#include <brotli/decode.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#define LEAST 65536
#define AT_ONCE ((size_t)1 << 30) /* zlib counts in unsigned */

enum step { STEP_MORE, STEP_END, STEP_DAMAGED, STEP_NO_MEMORY };

/* Bytes in and room for bytes out; a step moves both. */
struct work {
    const unsigned char *in;
    size_t in_len;
    unsigned char *out;
    size_t room;
    z_stream z;
    BrotliDecoderState *brotli;
    ZSTD_DCtx *zstd;
};

static enum step step_zlib(struct work *w)
{
    unsigned in = (unsigned)(w->in_len < AT_ONCE ? w->in_len : AT_ONCE);
    unsigned room = (unsigned)(w->room < AT_ONCE ? w->room : AT_ONCE);
    int code;
    w->z.next_in = (unsigned char *)(uintptr_t)w->in;
    w->z.avail_in = in;
    w->z.next_out = w->out;
    w->z.avail_out = room;
    code = inflate(&w->z, Z_NO_FLUSH);
    w->in += in - w->z.avail_in;
    w->in_len -= in - w->z.avail_in;
    w->out += room - w->z.avail_out;
    w->room -= room - w->z.avail_out;
    switch (code) {
    case Z_OK:
    case Z_BUF_ERROR:
        return STEP_MORE;
    case Z_STREAM_END:
        return STEP_END;
    default:
        return code == Z_MEM_ERROR ? STEP_NO_MEMORY : STEP_DAMAGED;
    }
}

/* Members, as frames below, may follow one another; other bytes behind them
 * mean nothing. */
static enum step step_gzip(struct work *w)
{
    enum step step = step_zlib(w);
    if (step != STEP_END || w->in_len < 3 || memcmp(w->in, "\x1F\x8B\x08", 3))
        return step;
    return inflateReset(&w->z) == Z_OK ? STEP_MORE : STEP_DAMAGED;
}

static enum step step_brotli(struct work *w)
{
    switch (BrotliDecoderDecompressStream(w->brotli, &w->in_len, &w->in,
                                          &w->room, &w->out, NULL)) {
    case BROTLI_DECODER_RESULT_SUCCESS:
        return STEP_END;
    case BROTLI_DECODER_RESULT_ERROR:
        return STEP_DAMAGED;
    default:
        return STEP_MORE;
    }
}

static enum step step_zstd(struct work *w)
{
    ZSTD_outBuffer out = {w->out, w->room, 0};
    ZSTD_inBuffer in = {w->in, w->in_len, 0};
    size_t z = ZSTD_decompressStream(w->zstd, &out, &in);
    w->in += in.pos;
    w->in_len -= in.pos;
    w->out += out.pos;
    w->room -= out.pos;
    if (ZSTD_isError(z))
        return STEP_DAMAGED;
    if (z)
        return STEP_MORE;
    return w->in_len < 4 || memcmp(w->in, "\x28\xB5\x2F\xFD", 4) ? STEP_END
                                                                 : STEP_MORE;
}

/* Servers have sent both kinds of deflate; the two bytes of a zlib head are
 * hardly ever the begin of a bare stream. */
static int has_zlib_head(const unsigned char *s, size_t len)
{
    return len >= 2 && (s[0] & 15) == 8 && s[0] >> 4 <= 7 &&
           (s[0] * 256 + s[1]) % 31 == 0;
}

static int open_work(struct work *w, enum http_coding coding)
{
    switch (coding) {
    case HTTP_GZIP:
        return inflateInit2(&w->z, 15 + 16) == Z_OK ? 0 : -1;
    case HTTP_DEFLATE:
        return inflateInit2(&w->z,
                            has_zlib_head(w->in, w->in_len) ? 15 : -15) == Z_OK
                   ? 0
                   : -1;
    case HTTP_BROTLI:
        w->brotli = BrotliDecoderCreateInstance(NULL, NULL, NULL);
        return w->brotli ? 0 : -1;
    default:
        w->zstd = ZSTD_createDCtx();
        return w->zstd ? 0 : -1;
    }
}

static void close_work(struct work *w, enum http_coding coding)
{
    if (coding == HTTP_GZIP || coding == HTTP_DEFLATE)
        inflateEnd(&w->z);
    if (w->brotli)
        BrotliDecoderDestroyInstance(w->brotli);
    ZSTD_freeDCtx(w->zstd);
}

struct buffer {
    char *s;
    size_t n, cap, most; /* cap is most + 1 in the end */
};

static int grow(struct buffer *b)
{
    size_t cap = b->cap ? b->cap * 2 : LEAST;
    char *s;
    if (cap > b->most)
        cap = b->most + 1;
    if (cap == b->cap)
        return HTTP_TOO_LONG;
    if (!(s = realloc(b->s, cap)))
        return HTTP_NO_MEMORY;
    b->s = s;
    b->cap = cap;
    return HTTP_OK;
}

static int run(struct work *w, struct buffer *b,
               enum step (*next)(struct work *))
{
    for (;;) {
        size_t in = w->in_len, room;
        enum step step;
        int rc = b->n == b->cap ? grow(b) : HTTP_OK;
        if (rc)
            return rc;
        w->out = (unsigned char *)b->s + b->n;
        w->room = room = b->cap - b->n;
        step = next(w);
        b->n += room - w->room;
        if (b->n > b->most)
            return HTTP_TOO_LONG;
        if (step == STEP_END)
            return HTTP_OK;
        if (step != STEP_MORE)
            return step == STEP_DAMAGED ? HTTP_DAMAGED : HTTP_NO_MEMORY;
        if (w->in_len == in && w->room == room) /* cut off */
            return b->n ? HTTP_OK : HTTP_DAMAGED;
    }
}

int http_unpack(enum http_coding coding, const char *s, size_t len, size_t most,
                char **out, size_t *n)
{
    static enum step (*const steps[])(struct work *) = {step_gzip, step_zlib,
                                                        step_brotli, step_zstd};
    struct work w = {.in = (const unsigned char *)s, .in_len = len};
    struct buffer b = {.most = most};
    int rc =
        open_work(&w, coding) ? HTTP_NO_MEMORY : run(&w, &b, steps[coding]);
    close_work(&w, coding);
    if (rc) {
        free(b.s);
        b.s = NULL;
        b.n = 0;
    }
    *out = b.s;
    *n = b.n;
    return rc;
}
