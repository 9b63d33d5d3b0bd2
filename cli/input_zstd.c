/*
 * A zstd WARC file may begin with a skippable frame of its own number that
 * holds the dictionary for all the others, itself packed or not. See "WARC
 * Compression with Zstandard" of the IIPC.
 */
#include "cli/input_state.h"

#include <stdlib.h>
#include <zstd_errors.h>

#define DICTIONARY_FRAME 0x184D2A5Du
#define DICTIONARY 0xEC30A437u
#define FRAME 0xFD2FB528u
#define LARGEST ((size_t)16 << 20) /* of dictionaries; 1 MiB is a large one */

static uint32_t number(const unsigned char *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
           (uint32_t)p[3] << 24;
}

static int magic(const unsigned char *p, size_t len)
{
    return len >= 4 &&
           (number(p) == FRAME || (number(p) & ~15u) == 0x184D2A50u);
}

static int load(struct input *in, const void *dictionary, size_t len)
{
    size_t z;
    if (len < 8 || number(dictionary) != DICTIONARY)
        return INPUT_OK; /* something else that is to be skipped */
    in->dictionary = 1;
    z = ZSTD_DCtx_loadDictionary(in->zstd, dictionary, len);
    return ZSTD_isError(z)
               ? input_fail(in, INPUT_DAMAGED,
                            "the zstd dictionary at the begin of the file is "
                            "damaged")
               : INPUT_OK;
}

/* The dictionary is a frame of its own. */
static int load_packed(struct input *in, const void *frame, size_t len)
{
    unsigned long long size = ZSTD_getFrameContentSize(frame, len);
    char *dictionary;
    size_t got;
    int rc;
    if (size > LARGEST) /* also where it is not known */
        return input_fail(in, INPUT_DAMAGED,
                          "the zstd dictionary at the begin of the file is "
                          "too large or does not say how large it is");
    if (!(dictionary = malloc((size_t)size + 1)))
        return INPUT_NO_MEMORY;
    got = ZSTD_decompressDCtx(in->zstd, dictionary, (size_t)size, frame, len);
    rc = ZSTD_isError(got)
             ? input_fail(in, INPUT_DAMAGED,
                          "the zstd dictionary at the begin of the file is "
                          "damaged (%s)",
                          ZSTD_getErrorName(got))
             : load(in, dictionary, got);
    free(dictionary);
    return rc;
}

static int open_zstd(struct input *in)
{
    const unsigned char *p;
    size_t n;
    int rc = INPUT_OK;
    if (!(in->zstd = ZSTD_createDCtx()))
        return INPUT_NO_MEMORY;
    while (!rc && !in->end && in->len < 8)
        rc = input_more(in);
    if (rc || in->len < 8 || number(in->p) != DICTIONARY_FRAME)
        return rc;
    n = number(in->p + 4);
    while (!rc && !in->end && n <= LARGEST && in->len < 8 + n)
        rc = input_more(in);
    if (rc || n < 4 || in->len < 8 + n)
        return rc;
    p = in->p + 8;
    return number(p) == FRAME ? load_packed(in, p, n) : load(in, p, n);
}

static int reset(struct input *in)
{
    ZSTD_DCtx_reset(in->zstd, ZSTD_reset_session_only);
    return INPUT_OK;
}

static int advance(struct input *in, void *buf, size_t cap, size_t *got)
{
    ZSTD_outBuffer out = {buf, cap, 0};
    ZSTD_inBuffer packed = {in->p, in->len, 0};
    size_t z = ZSTD_decompressStream(in->zstd, &out, &packed);
    input_use(in, packed.pos);
    *got = out.pos;
    in->between = z == 0;
    if (!ZSTD_isError(z))
        return INPUT_OK;
    if (ZSTD_getErrorCode(z) == ZSTD_error_memory_allocation)
        return input_fail(in, INPUT_NO_MEMORY, "out of memory");
    return input_fail(in, INPUT_DAMAGED,
                      "damaged zstd data (%s) at byte %llu of the file",
                      ZSTD_getErrorName(z), input_offset(in));
}

static void close_zstd(struct input *in)
{
    ZSTD_freeDCtx(in->zstd);
}

/* A block is up to 128 KiB, and is given when all of it is there. */
const struct unpacker unpacker_zstd = {
    "zstd", (128 + 1) * 1024, magic, open_zstd, reset, advance, close_zstd};
