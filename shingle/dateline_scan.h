/*
 * dateline_scan: the words of a place and a date at the head of a line, up to
 * the first thing that is neither. For dateline.c.
 *
 *     struct scan c = {.t = t, .begin = line, .p = line, .end = end, .d = &d};
 *     if (scan_words(&c) == STOP_OPEN)
 *         printf("%u words before a bracket\n", c.words);
 */
#ifndef WIREPRINT_DATELINE_SCAN_H
#define WIREPRINT_DATELINE_SCAN_H

#include "shingle/dateline.h"

/* "ABOARD AIR FORCE ONE OVER EAST AFRICA" has seven words, where each Chinese
 * character is one "新华社内蒙古呼和浩特" eleven. */
#define SCAN_WORDS 16
#define SCAN_CASED 8

/* What stopped it. */
enum scan_stop {
    STOP_BAD,
    STOP_END,
    STOP_OPEN,
    STOP_CLOSE,
    STOP_NAME,
    STOP_DASH,
    STOP_COLON,
    STOP_EQUALS
};

struct scan {
    const struct agency_table *t;
    const char *begin, *end, *p;
    struct dateline *d;
    struct agency_name_at name; /* where stopped at one */
    unsigned words;             /* of the place */
    unsigned capital;           /* of these, all in capitals */
    unsigned cased;             /* of these, in a script with capitals */
    unsigned letters;           /* most in a word of capitals */
    unsigned numbers, dated;
    int guarded;              /* all names so far are */
    char initial[SCAN_WORDS]; /* of ASCII words; else 0 */
};

/* Reads on from p, which is then at what stopped it. */
enum scan_stop scan_words(struct scan *c);

/* The character at p, 0 at the end; one on; and over spaces. */
uint32_t scan_peek(const struct scan *c);
void scan_step(struct scan *c);
void scan_spaces(struct scan *c);

/* Where the word at p ends; a word of Han, kana or Hangul is a character. */
const char *scan_word(const struct scan *c);

/* Takes [p, q) as a date's number, another word of it, or as a word of the
 * place; the last is 0 where it cannot be one. */
void scan_note_number(struct scan *c, const char *p, const char *q);
void scan_note_date(struct scan *c, const char *p, const char *q);
int scan_note_place(struct scan *c, const char *p, const char *q);

int scan_is_space(uint32_t c);
int scan_is_dash(uint32_t c);
int scan_is_open(uint32_t c);
int scan_is_close(uint32_t c);
int scan_is_digit(uint32_t c);

/* A letter of a script that sets no words apart, or Hangul. */
int scan_is_alone(uint32_t c);

#endif
