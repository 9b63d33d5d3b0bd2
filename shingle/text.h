/*
 * text: an article as a sequence of folded tokens.
 *
 * Two papers typeset one sentence in two ways: straight and curly quotes,
 * dashes, soft hyphens, no-break spaces, full-width forms, capitals. Folding
 * takes all of that away, so that the same sentence gives the same tokens;
 * each token still knows the bytes of the original that it was made from.
 *
 *     struct text t;
 *     text_init(&t);
 *     if (!text_fold(&t, bytes, len))
 *         printf("%zu words\n", t.n);
 *     text_release(&t);
 */
#ifndef WIREPRINT_TEXT_H
#define WIREPRINT_TEXT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Raised by one whenever the same bytes would give other tokens or other
 * hashes than before. A database stores it and refuses another.
 */
#define TEXT_FOLD_VERSION 1

#define TEXT_OK 0
#define TEXT_NO_MEMORY (-1)
#define TEXT_TOO_LONG (-2) /* 2^32 - 1 bytes or more */

/* What a token's flags say; or-ed together. */
enum {
    TOKEN_BLOCK = 1,     /* first of a block: a line break stands before it */
    TOKEN_DIGIT = 2,     /* holds a digit */
    TOKEN_CAPITAL = 4,   /* begins with a capital letter in the original */
    TOKEN_CHARACTER = 8, /* one character of a script without spaces */
    TOKEN_SENTENCE = 16, /* first of a sentence: first of a block, or . ! ? or
                            the like and a space or quote before it. The point
                            of a letter that stands alone ("U.S.", "J. Smith")
                            ends none; that of "Mr." does, wrongly */
};

/*
 * Token i was made of the original's bytes [start[i], end[i]), and hash[i] is
 * XXH3_64bits of its folded UTF-8 bytes. Equal hash means equal token: at
 * 64 bits two different words of one article meet by chance less than once
 * in 10^13 articles. start and end never go down from token to token; tokens
 * that one character becomes (the 1 and 2 of a half sign) share its bytes.
 */
struct text {
    size_t n, cap;
    uint64_t *hash;
    uint32_t *start, *end;
    uint8_t *flags;
};

void text_init(struct text *t);

/*
 * Replaces the tokens of t by those of the len bytes at bytes, any bytes: what
 * is not UTF-8 and what is a control character separates tokens. Memory is
 * kept from call to call. Returns TEXT_OK, TEXT_NO_MEMORY or TEXT_TOO_LONG;
 * on failure t is empty and may be used again. Touches nothing but t and may
 * be called from any number of threads, each with a t of its own. Time is
 * linear in len.
 *
 * A token is
 *   - a run of letters, marks and digits after NFKC and case folding, in
 *     which an apostrophe of any form between two letters is dropped
 *     ("Israel's", "Israel’s" and "Israels" are one token; "1990's" is
 *     "1990s"), a point between letters that stand alone is dropped too
 *     ("U.S." is "us", but "end.Start" two tokens) and a point or comma between
 *     two digits is kept as a point ("1,000.50");
 *   - or one character (with the marks on it) of Han, Hiragana, Katakana,
 *     Thai, Lao, Khmer or Burmese.
 * Soft hyphens, zero-width characters and direction marks vanish, and so do
 * Arabic vowel signs and tatweel and Hebrew points; everything else separates.
 * Percent signs are the token "percent". Accents are kept, but Cyrillic io is
 * ie. Digits of all scripts are ASCII digits; a fraction is two tokens of its
 * own. Trade marks separate. Of more than 30 marks on one character, the first
 * 30 count.
 *
 * Which characters are letters is what the utf8proc at hand says; characters
 * that it does not know separate.
 */
int text_fold(struct text *t, const char *bytes, size_t len);

/* Frees what t holds; t is then as after text_init(). Takes NULL. */
void text_release(struct text *t);

#ifdef __cplusplus
}
#endif
#endif
