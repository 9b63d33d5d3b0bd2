/*
 * packed: gzip and zstd bytes for tests, made in memory, and files of them in
 * a folder that is removed afterwards.
 *
 *     struct packed p = {0};
 *     pack_gzip(&p, "one", 3);
 *     pack_zstd(&p, "two", 3); // a member and a frame behind it
 *     packed_release(&p);
 */
#ifndef WIREPRINT_TESTS_PACKED_H
#define WIREPRINT_TESTS_PACKED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

struct packed {
    char *bytes;
    size_t len, cap;
};

static inline char *packed_room(struct packed *p, size_t n)
{
    size_t cap = 64;
    while (cap < p->len + n + 1)
        cap *= 2;
    if (!p->bytes || cap > p->cap) {
        p->bytes = realloc(p->bytes, cap);
        p->cap = cap;
    }
    if (!p->bytes)
        abort();
    return p->bytes + p->len;
}

static inline void pack_plain(struct packed *p, const void *s, size_t len)
{
    memcpy(packed_room(p, len), s, len);
    p->len += len;
}

static inline void pack_gzip(struct packed *p, const void *s, size_t len)
{
    z_stream z = {0};
    size_t room = len + len / 100 + 100;
    if (deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        abort();
    z.next_out = (unsigned char *)packed_room(p, room);
    z.avail_out = (unsigned)room;
    z.next_in = (unsigned char *)(size_t)s;
    z.avail_in = (unsigned)len;
    if (deflate(&z, Z_FINISH) != Z_STREAM_END)
        abort();
    p->len += z.total_out;
    deflateEnd(&z);
}

static inline void pack_zstd(struct packed *p, const void *s, size_t len)
{
    size_t room = ZSTD_compressBound(len);
    size_t n = ZSTD_compress(packed_room(p, room), room, s, len, 3);
    if (ZSTD_isError(n))
        abort();
    p->len += n;
}

static inline void packed_release(struct packed *p)
{
    free(p->bytes);
    p->bytes = NULL;
    p->len = p->cap = 0;
}

static inline void write_file(const char *path, const void *s, size_t len)
{
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(s, 1, len, f) != len || fclose(f))
        abort();
}

#endif
