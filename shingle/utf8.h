/*
 * utf8: code points out of bytes, whatever the bytes are. Damaged text gives
 * one UTF8_BAD for each maximal part that could have begun a character (the
 * practice of the Unicode Standard, 3.9, D93b), and the reading goes on behind
 * it; overlong forms, surrogates and values over 10FFFF are damage. NUL is a
 * character like any other.
 *
 *     const unsigned char *p = bytes, *end = bytes + len;
 *     while (p < end) {
 *         uint32_t c = utf8_next(&p, end);
 *         printf(c == UTF8_BAD ? "damage\n" : "U+%04X\n", (unsigned)c);
 *     }
 */
#ifndef WIREPRINT_UTF8_H
#define WIREPRINT_UTF8_H

#include <stddef.h>
#include <stdint.h>

#define UTF8_BAD UINT32_MAX

/* utf8_next() for any bytes; call that one, which is quick for most. */
uint32_t utf8_next_any(const unsigned char **p, const unsigned char *end);

/*
 * The code point at *p, which is before end, or UTF8_BAD; moves *p behind what
 * was read: one byte at least, and never past end.
 */
static inline uint32_t utf8_next(const unsigned char **p,
                                 const unsigned char *end)
{
    const unsigned char *s = *p;

    if (s[0] < 0x80) {
        *p = s + 1;
        return s[0];
    }
    if (end - s >= 3) {
        uint32_t b = s[1] ^ 0x80u, c = s[2] ^ 0x80u;

        if (s[0] >= 0xc2 && s[0] < 0xe0 && b < 0x40) {
            *p = s + 2;
            return (s[0] & 0x1fu) << 6 | b;
        }
        if (s[0] >= 0xe0 && s[0] < 0xf0 && b < 0x40 && c < 0x40) {
            c |= (s[0] & 0xfu) << 12 | b << 6;
            if (c >= 0x800 && (c < 0xd800 || c > 0xdfff)) {
                *p = s + 3;
                return c;
            }
        }
    }
    return utf8_next_any(p, end);
}

/* Writes the code point c, which is no surrogate and not over 10FFFF, to out
 * and returns the number of bytes. */
size_t utf8_put(unsigned char out[4], uint32_t c);

#endif
