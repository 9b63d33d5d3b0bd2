#include "cli/input_state.h"

#include <string.h>

void input_members(struct input *in, size_t most)
{
    in->stops = STOPS_EACH;
    in->most = most > INPUT_CHUNK ? most : INPUT_CHUNK;
}

int input_member(struct input *in, struct input_member *out)
{
    unsigned char none;
    size_t got;
    memset(out, 0, sizeof *out);
    if (!in->unpacker || in->stops == STOPS_NEVER)
        return 0;
    /* What ends a member, a checksum say, gives no byte. */
    if (!in->between && !in->error)
        input_unpack(in, &none, 0, &got);
    out->offset = in->offset;
    out->begin = in->begin;
    out->ended = in->between && !in->error;
    if (out->ended && in->mark && !in->dictionary) {
        out->packed = in->mark;
        out->packed_len = (size_t)(in->p - in->mark);
    }
    return 1;
}

/* Whether the member at p gives prefix first; p stays. */
static int gives(struct input *in, const char *prefix)
{
    const unsigned char *p = in->p;
    size_t len = in->len, want = strlen(prefix), n = 0, got = 0, had;
    unsigned char buf[16];
    int rc;
    in->len = len < in->unpacker->look ? len : in->unpacker->look;
    in->between = 0;
    rc = in->unpacker->reset(in);
    do {
        had = in->len;
        if (!rc)
            rc = in->unpacker->advance(in, buf + got, want - got, &n);
        got += rc ? 0 : n;
    } while (!rc && got < want && !in->between && (n || in->len != had));
    in->searched += (uint64_t)(in->p - p) + 16;
    in->p = p;
    in->len = len;
    in->between = 1;
    if (rc == INPUT_NO_MEMORY)
        return rc;
    in->error = INPUT_OK;
    return got == want && !memcmp(buf, prefix, want);
}

/* Members that begin inside others can be made, and would be unpacked again
 * and again: there is a limit to that, far over what real damage takes. */
static int tired(const struct input *in)
{
    return in->searched / 16 > input_taken(in) + INPUT_CHUNK;
}

/* Goes to the next member that gives prefix. */
static int search(struct input *in, const char *prefix)
{
    int rc = INPUT_OK;
    while (!rc) {
        if (in->len < in->unpacker->look && !in->end) {
            rc = input_more(in);
            continue;
        }
        while (in->len >= 4 && !in->unpacker->magic(in->p, in->len))
            input_use(in, 1);
        if (in->len < 4) {
            if (in->end)
                return 0;
            continue;
        }
        if (tired(in))
            return 0;
        if (!(rc = gives(in, prefix)))
            input_use(in, 1);
    }
    return rc;
}

int input_recover(struct input *in, const char *prefix)
{
    char message[sizeof in->message];
    int rc;
    if (in->error != INPUT_DAMAGED || in->stops == STOPS_NEVER)
        return 0;
    in->stops = STOPS_EACH;
    memcpy(message, in->message, sizeof message);
    in->error = INPUT_OK;
    if (in->mark) {
        size_t back = (size_t)(in->p - in->mark);
        if (back > 1 && !tired(in)) {
            in->p -= back - 1;
            in->len += back - 1;
            in->searched += back;
        }
        in->mark = NULL;
    }
    rc = search(in, prefix);
    if (rc == 0) {
        memcpy(in->message, message, sizeof message);
        in->error = INPUT_DAMAGED;
    }
    return rc;
}
