/*
 * date_words: the words that may stand in a date, in nine languages, and
 * what each means. date.c alone uses it; another language is another word in
 * the table.
 *
 *     struct date_word w = date_word("November", 8);
 *     if (w.kind == DATE_WORD_MONTH)
 *         month = w.value;
 */
#ifndef WIREPRINT_DATE_WORDS_H
#define WIREPRINT_DATE_WORDS_H

#include <stddef.h>

enum date_word_kind {
    DATE_WORD_OTHER,
    DATE_WORD_MONTH, /* value 1..12 */
    DATE_WORD_WEEKDAY,
    DATE_WORD_ZONE,    /* value: minutes east of UTC */
    DATE_WORD_US_ZONE, /* value: the same in winter; an hour more in summer */
    DATE_WORD_HALF,    /* value 0: before noon, 12: after */
    DATE_WORD_JOIN,    /* at, um, de: binds the parts together */
    DATE_WORD_ORDINAL, /* st, nd, er behind the day */
    DATE_WORD_HOUR,    /* Uhr, h behind the hour */
    DATE_WORD_YEAR,    /* a word behind the year, as the Russian one */
    DATE_WORD_T,       /* the T of ISO 8601 */
    DATE_WORD_W,       /* and its W */
};

struct date_word {
    enum date_word_kind kind;
    int value;
};

/* The meaning of the len bytes at s, in any case; OTHER where there is none.
 * Latin letters with accents and Cyrillic letters are folded too. */
struct date_word date_word(const char *s, size_t len);

#endif
