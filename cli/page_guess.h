/*
 * page_guess: which encoding bytes over ASCII most look like, for pages that
 * do not say or that say what cannot be. UTF-8 is for page_charset.c.
 *
 *     const char *name = page_guess(bytes, len);
 *     printf("%s\n", name ? name : "no idea");
 */
#ifndef WIREPRINT_PAGE_GUESS_H
#define WIREPRINT_PAGE_GUESS_H

#include <stddef.h>

/* One of GB18030, BIG5-HKSCS, CP932, EUC-JP, UHC, WINDOWS-1251, KOI8-R and
 * WINDOWS-1252; NULL where none looks likely. */
const char *page_guess(const char *s, size_t len);

/* Whether nearly all of the bytes can be read in this encoding. */
int page_guess_fits(const char *name, const char *s, size_t len);

/* Whether the encoding has one byte a character. */
int page_guess_single(const char *name);

#endif
