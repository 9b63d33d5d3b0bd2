/*
 * date_scan: the tokens of a date, and the parts that are read from them.
 * Only date.c and its parts know it. Tokens are numbers, words, signs and the
 * East Asian marks of year, month, day, hour, minute and second; each
 * knows whether white space stands before it. Readers of a part look at the
 * tokens from sc->i on, and where they find what they know they set it in sc,
 * step over it and return 1; otherwise they return 0 and sc->i stays.
 *
 *     struct date_scan sc = {0};
 *     if (scan_tokens(&sc, "01:54 EST", 9) && scan_time(&sc, 0))
 *         scan_zone(&sc); // sc.hour 1, sc.min 54, sc.zone -300
 */
#ifndef WIREPRINT_DATE_SCAN_H
#define WIREPRINT_DATE_SCAN_H

#include "cli/date.h"
#include "cli/date_words.h"

#include <stddef.h>
#include <stdint.h>

#define SCAN_TOKENS 40 /* what JavaScript's Date prints takes 20 */

enum scan_type { SCAN_END, SCAN_NUMBER, SCAN_WORD, SCAN_SIGN, SCAN_MARK };

struct date_token {
    enum scan_type type;
    int sign;  /* SIGN: the character; MARK: one of YMDhms */
    int space; /* white space stands before it */
    unsigned digits;
    uint64_t value; /* NUMBER: of its first 18 digits */
    struct date_word word;
};

struct date_scan {
    struct date_token
        t[SCAN_TOKENS + 6]; /* END behind: looking ahead is safe */
    unsigned n, i;
    int have_date, have_time, have_zone, have_weekday, iso, ambiguous;
    int64_t day; /* days since 1970-01-01 */
    int year, month, mday;
    int hour, min, sec;
    int half;     /* 1: a.m., 2: p.m., 0: a clock of 24 hours */
    int zone, us; /* minutes east of UTC; whether summer is an hour more */
    enum date_precision precision;
};

/* Cuts the len bytes at s into sc->t, sc zeroed before. 0 where there are too
 * many tokens, none, or bytes that no date has. */
int scan_tokens(struct date_scan *sc, const char *s, size_t len);

/* Whether token i is a number of min to max digits, that sign, that mark, a
 * word of that kind; 1 or 0. i may be up to five past the last token. */
unsigned scan_is_number(const struct date_scan *sc, unsigned i, unsigned min,
                        unsigned max);
unsigned scan_is_sign(const struct date_scan *sc, unsigned i, int sign);
unsigned scan_is_mark(const struct date_scan *sc, unsigned i, int mark);
unsigned scan_is_word(const struct date_scan *sc, unsigned i,
                      enum date_word_kind kind);

/* The value of number i, at most 1,000,000. */
int scan_value(const struct date_scan *sc, unsigned i);

/* A time of day; joined: a word like 'at' stands before it, so that 'um 19.30'
 * is one. */
int scan_time(struct date_scan *sc, int joined);

/* The same for the time 01:54:00 whose hour is token i. */
int scan_time_colons(struct date_scan *sc, unsigned i);

/* A zone behind the time. */
int scan_zone(struct date_scan *sc);

#endif
