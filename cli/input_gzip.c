#include "cli/input_state.h"

#define MOST (1u << 30) /* at once; zlib counts in unsigned */

static int magic(const unsigned char *p, size_t len)
{
    return len >= 3 && p[0] == 0x1F && p[1] == 0x8B && p[2] == 8;
}

static int no_memory(struct input *in)
{
    return input_fail(in, INPUT_NO_MEMORY, "out of memory");
}

static int open_gzip(struct input *in)
{
    return inflateInit2(&in->z, 15 + 16) == Z_OK ? INPUT_OK : no_memory(in);
}

static int reset(struct input *in)
{
    return inflateReset(&in->z) == Z_OK ? INPUT_OK : no_memory(in);
}

static int advance(struct input *in, void *buf, size_t cap, size_t *got)
{
    unsigned room = cap > MOST ? MOST : (unsigned)cap;
    int z;
    in->z.next_in = (unsigned char *)in->p;
    in->z.avail_in = in->len > MOST ? MOST : (unsigned)in->len;
    in->z.next_out = buf;
    in->z.avail_out = room;
    z = inflate(&in->z, Z_NO_FLUSH);
    input_use(in, (size_t)(in->z.next_in - in->p));
    *got = room - in->z.avail_out;
    in->between = z == Z_STREAM_END;
    if (z == Z_MEM_ERROR)
        return no_memory(in);
    if (z == Z_OK || z == Z_BUF_ERROR || z == Z_STREAM_END)
        return INPUT_OK;
    return input_fail(
        in, INPUT_DAMAGED, "damaged gzip data (%s) at byte %llu of the file",
        in->z.msg ? in->z.msg : "no reason given", input_offset(in));
}

static void close_gzip(struct input *in)
{
    inflateEnd(&in->z);
}

const struct unpacker unpacker_gzip = {"gzip", 4096,    magic,     open_gzip,
                                       reset,  advance, close_gzip};
