#include "cli/rawout.h"

#include <stdlib.h>
#include <string.h>

#include <zlib.h>
#include <zstd.h>

#include "cli/session.h"

/* Lines that are packed together: the window of gzip is 32 KiB, so that more
 * would not pack better. */
#define LINES ((size_t)1 << 20)
#define CHUNK ((size_t)64 << 10)
/* The levels that gzip(1) and zstd(1) take. */
#define GZIP_LEVEL 6
#define ZSTD_LEVEL 3
#define GZIP_WINDOW (15 + 16) /* 32 KiB, and the frame of gzip */

struct rawout_packer {
    z_stream z;
    int z_open;
    ZSTD_CCtx *zstd;
    char *out;
    size_t cap;
    char *lines; /* that wait to be packed together */
    size_t used;
};

void rawout_init(struct rawout *o, FILE *file, enum rawout_pack pack)
{
    memset(o, 0, sizeof *o);
    o->file = file;
    o->ask = pack;
}

static int no_memory(void)
{
    complain("out of memory");
    return -1;
}

/* ---- one form ------------------------------------------------------------ */

static const char *form_name(enum raw_form form)
{
    return form == RAW_WARC   ? "WARC records"
           : form == RAW_LINE ? "JSON lines"
                              : "rows under a line of names";
}

/* Without the end of the line. */
static size_t bare(const char *s, size_t len)
{
    while (len && (s[len - 1] == '\n' || s[len - 1] == '\r'))
        len--;
    return len;
}

static int look_names(struct rawout *o, const struct record *r)
{
    size_t len = bare(r->raw, r->raw_len);
    if (o->names) {
        if (len == o->names_len && !memcmp(o->names, r->raw, len))
            return 0;
        complain("%s has other columns than %s; clean them one by one", r->file,
                 o->first);
        return -1;
    }
    if (!(o->names = malloc(len + 1)))
        return no_memory();
    memcpy(o->names, r->raw, len);
    o->names_len = len;
    return 0;
}

/* The first record decides what the output is. */
static void begin(struct rawout *o, const struct record *r, enum raw_form form)
{
    static const unsigned char gzip[] = {0x1F, 0x8B};
    o->form = form;
    o->first = r->file;
    if (o->ask == RAWOUT_GZIP)
        o->gzip = 1;
    if (form != RAW_WARC || o->ask != RAWOUT_AS_CAME || !r->packed)
        return;
    o->gzip = r->packed_len > 2 && !memcmp(r->packed, gzip, 2);
    o->zstd = !o->gzip;
}

int rawout_look(struct rawout *o, const struct record *r)
{
    enum raw_form form = r->form == RAW_HEAD ? RAW_ROW : r->form;
    if (form == RAW_NONE) {
        complain("%s: dedup takes JSON lines, CSV, TSV and WARC, not this "
                 "form (of a JSON array, jq -c '.[]' makes lines); 'wireprint "
                 "add' takes all forms, and 'wireprint export articles' writes "
                 "them as JSON lines",
                 r->file);
        return -1;
    }
    if (o->form == RAW_NONE) {
        begin(o, r, form);
    } else if (form != o->form) {
        complain("%s has %s and %s has %s; clean them one by one", o->first,
                 form_name(o->form), r->file, form_name(form));
        return -1;
    }
    return r->form == RAW_HEAD ? look_names(o, r) : 0;
}

/* ---- packing ------------------------------------------------------------- */

static struct rawout_packer *packer(struct rawout *o)
{
    if (!o->packer)
        o->packer = calloc(1, sizeof *o->packer);
    return o->packer;
}

static int make_room(struct rawout_packer *p, size_t n)
{
    char *more;
    if (n <= p->cap)
        return 0;
    if (!(more = realloc(p->out, n)))
        return -1;
    p->out = more;
    p->cap = n;
    return 0;
}

static int gzip_begin(struct rawout_packer *p)
{
    if (p->z_open)
        return deflateReset(&p->z) == Z_OK ? 0 : -1;
    if (deflateInit2(&p->z, GZIP_LEVEL, Z_DEFLATED, GZIP_WINDOW, 8,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        return -1;
    p->z_open = 1;
    return 0;
}

/* The bytes as a gzip member of their own. */
static int put_gzip(struct rawout *o, const char *bytes, size_t len)
{
    struct rawout_packer *p = packer(o);
    int rc = Z_OK;
    if (!p || make_room(p, CHUNK) || gzip_begin(p))
        return no_memory();
    while (rc != Z_STREAM_END) {
        uInt part = len > (1u << 30) ? 1u << 30 : (uInt)len;
        size_t made;
        p->z.next_in = (Bytef *)(uintptr_t)bytes;
        p->z.avail_in = part;
        p->z.next_out = (Bytef *)p->out;
        p->z.avail_out = (uInt)CHUNK;
        rc = deflate(&p->z, part == len ? Z_FINISH : Z_NO_FLUSH);
        bytes += part - p->z.avail_in;
        len -= part - p->z.avail_in;
        made = CHUNK - p->z.avail_out;
        if (fwrite(p->out, 1, made, o->file) != made)
            return -1;
    }
    return 0;
}

/* The same as a zstd frame. */
static int put_zstd(struct rawout *o, const char *bytes, size_t len)
{
    struct rawout_packer *p = packer(o);
    size_t made;
    if (!p || make_room(p, ZSTD_compressBound(len)) ||
        (!p->zstd && !(p->zstd = ZSTD_createCCtx())))
        return no_memory();
    made = ZSTD_compressCCtx(p->zstd, p->out, p->cap, bytes, len, ZSTD_LEVEL);
    if (ZSTD_isError(made))
        return no_memory();
    return fwrite(p->out, 1, made, o->file) == made ? 0 : -1;
}

/* Lines are packed many together. */
static int gather(struct rawout *o, const char *bytes, size_t len)
{
    struct rawout_packer *p = packer(o);
    if (!p || (!p->lines && !(p->lines = malloc(LINES))))
        return no_memory();
    if (p->used + len > LINES && rawout_end(o))
        return -1;
    if (len > LINES)
        return put_gzip(o, bytes, len);
    memcpy(p->lines + p->used, bytes, len);
    p->used += len;
    return 0;
}

int rawout_end(struct rawout *o)
{
    struct rawout_packer *p = o->packer;
    if (p && p->used) {
        size_t used = p->used;
        p->used = 0;
        return put_gzip(o, p->lines, used);
    }
    return 0;
}

/* ---- writing ------------------------------------------------------------- */

static int put_bytes(struct rawout *o, const char *bytes, size_t len)
{
    if (o->gzip)
        return gather(o, bytes, len);
    return fwrite(bytes, 1, len, o->file) == len ? 0 : -1;
}

/* A gzip member or a zstd frame that came. */
static int packed_by(const struct record *r, int gzip)
{
    return r->packed && r->packed_len > 2 &&
           (r->packed[0] == '\x1F' && r->packed[1] == '\x8B') == gzip;
}

int rawout_as_packed(const struct rawout *o, const struct record *r)
{
    return r->form == RAW_WARC &&
           ((o->gzip && packed_by(r, 1)) || (o->zstd && packed_by(r, 0)));
}

static int put_warc(struct rawout *o, const struct record *r)
{
    if (rawout_as_packed(o, r))
        return fwrite(r->packed, 1, r->packed_len, o->file) == r->packed_len
                   ? 0
                   : -1;
    if (o->gzip)
        return put_gzip(o, r->raw, r->raw_len);
    if (o->zstd)
        return put_zstd(o, r->raw, r->raw_len);
    return fwrite(r->raw, 1, r->raw_len, o->file) == r->raw_len ? 0 : -1;
}

int rawout_put(struct rawout *o, const struct record *r)
{
    if (r->form == RAW_HEAD && o->names_written)
        return 0;
    o->names_written |= r->form == RAW_HEAD;
    o->bytes += r->raw_len;
    if (r->form == RAW_WARC)
        return put_warc(o, r);
    if (put_bytes(o, r->raw, r->raw_len))
        return -1;
    if (r->raw_len && r->raw[r->raw_len - 1] == '\n')
        return 0;
    return put_bytes(o, "\n", 1);
}

void rawout_release(struct rawout *o)
{
    struct rawout_packer *p = o->packer;
    if (p) {
        if (p->z_open)
            deflateEnd(&p->z);
        ZSTD_freeCCtx(p->zstd);
        free(p->out);
        free(p->lines);
        free(p);
    }
    free(o->names);
    o->packer = NULL;
    o->names = NULL;
}
