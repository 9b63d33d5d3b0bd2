/*
 * dateline: the place, day and agency at the head of a story, in the manners
 * of agencies in Latin, Cyrillic, Arabic, Devanagari, Chinese, Japanese and
 * Korean script. One line at a time; whether it is the right line is the
 * caller's to judge.
 *
 *     struct dateline d;
 *     if (dateline_parse(t, line, end, &d) && d.n)
 *         printf("%s\n", agency_at(t, d.agency[0])->id);
 */
#ifndef WIREPRINT_DATELINE_H
#define WIREPRINT_DATELINE_H

#include "shingle/agency.h"

#ifdef __cplusplus
extern "C" {
#endif

#define DATELINE_AGENCIES 4

/* A dateline is no longer than this many bytes; more of a line is not read. */
#define DATELINE_MAX 200

/* All are [begin, end) in the line, and begin == end where there is none. */
struct dateline {
    const char *begin, *end; /* with the dash or the like behind it */
    const char *place, *place_end;
    const char *date, *date_end;
    unsigned day, month; /* 0: not known */
    int agency[DATELINE_AGENCIES];
    size_t n;  /* agencies; 0: a dateline that names none */
    int mixed; /* the house says that it edited it: (dpa/red) */
    int alone; /* nothing stands behind it, as "BEOGRAD - Tanjug": it is one
                  only where the text begins on the next line */
};

/*
 * Whether the line [line, end) begins with a dateline, behind spaces, bullets
 * and quotes. Without an agency it has to be of capitals or hold a date. Takes
 * constant time whatever the line.
 */
int dateline_parse(const struct agency_table *t, const char *line,
                   const char *end, struct dateline *d);

#ifdef __cplusplus
}
#endif
#endif
