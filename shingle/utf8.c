/*
 * A lead byte says how many bytes follow and, for four of the leads, narrows
 * what the first of them may be; that alone shuts out overlong forms (E0, F0),
 * surrogates (ED) and everything over 10FFFF (F4). The other bytes that follow
 * are 80 to BF. Reading stops before the first byte that does not fit, so the
 * part behind it is the maximal one of D93b.
 */
#include "shingle/utf8.h"

uint32_t utf8_next_any(const unsigned char **p, const unsigned char *end)
{
    const unsigned char *s = *p;
    unsigned lead = *s++, low = 0x80, high = 0xbf, more;
    uint32_t c;

    *p = s;
    if (lead < 0x80)
        return lead;
    if (lead < 0xc2 || lead > 0xf4)
        return UTF8_BAD;
    more = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    c = lead & (0x3fu >> more);
    if (lead == 0xe0)
        low = 0xa0;
    else if (lead == 0xed)
        high = 0x9f;
    else if (lead == 0xf0)
        low = 0x90;
    else if (lead == 0xf4)
        high = 0x8f;
    for (; more; more--) {
        if (s == end || *s < low || *s > high) {
            *p = s;
            return UTF8_BAD;
        }
        c = c << 6 | (*s++ & 0x3fu);
        low = 0x80;
        high = 0xbf;
    }
    *p = s;
    return c;
}

size_t utf8_put(unsigned char out[4], uint32_t c)
{
    if (c < 0x80) {
        out[0] = (unsigned char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (unsigned char)(0xc0 | c >> 6);
        out[1] = (unsigned char)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (unsigned char)(0xe0 | c >> 12);
        out[1] = (unsigned char)(0x80 | (c >> 6 & 0x3f));
        out[2] = (unsigned char)(0x80 | (c & 0x3f));
        return 3;
    }
    out[0] = (unsigned char)(0xf0 | c >> 18);
    out[1] = (unsigned char)(0x80 | (c >> 12 & 0x3f));
    out[2] = (unsigned char)(0x80 | (c >> 6 & 0x3f));
    out[3] = (unsigned char)(0x80 | (c & 0x3f));
    return 4;
}
