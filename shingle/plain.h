/*
 * plain: a stretch of text made plain, so that what papers typeset in many ways
 * can be compared byte by byte: lower case, one form each of dash, quote,
 * apostrophe and bracket, full-width letters as ASCII, invisible characters
 * gone. Unlike text.h it keeps the punctuation, which is half of a dateline.
 *
 *     struct plain p;
 *     plain_fold(&p, line, line + len);
 *     printf("%.*s\n", (int)p.n, (char *)p.s);
 */
#ifndef WIREPRINT_PLAIN_H
#define WIREPRINT_PLAIN_H

#include <stddef.h>
#include <stdint.h>

#define PLAIN_MAX 512 /* bytes of a plain stretch */

/* Byte i of s was made of the character that begins at offset at[i] of the
 * original; at[n] is where the reading ended. */
struct plain {
    size_t n;
    unsigned char s[PLAIN_MAX];
    uint16_t at[PLAIN_MAX + 1];
};

/* The plain form of the character at *p, which is before end, to out, and its
 * bytes, 0 for what is not seen; *p moves behind it. Line breaks and all
 * spaces become a space, damage a question mark. */
size_t plain_next(const unsigned char **p, const unsigned char *end,
                  unsigned char out[4]);

/* Makes [p, end) plain, with one space for many and none at the start
 * or before a colon. What
 * goes beyond PLAIN_MAX is left away: a stretch of 256 bytes never does. */
void plain_fold(struct plain *to, const char *p, const char *end);

/* Whether the code point c belongs to a word that spaces set apart: a letter,
 * mark or digit, but none of Han, kana, Hangul, Thai and the like. */
int plain_word(uint32_t c);

/* The code point that ends before p, which is inside [begin, ...); 0 at begin,
 * UTF8_BAD for damage. */
uint32_t plain_before(const char *begin, const char *p);

/* The code point at p; 0 at end, UTF8_BAD for damage. */
uint32_t plain_at(const char *p, const char *end);

#endif
