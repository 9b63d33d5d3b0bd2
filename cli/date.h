/*
 * date: a time written by a person, a server or a scraper, as seconds since
 * 1970-01-01 UTC. No locale, no time zone database, no state: the same bytes
 * mean the same time everywhere, and what could mean two times means none.
 *
 *     int64_t t;
 *     char out[DATE_LEN];
 *     if (date_parse("Nov. 30, 2009, 1:54 p.m. EST", 28, &t, NULL) == DATE_OK)
 *         puts(date_format(t, out)); // 2009-11-30T18:54:00Z
 */
#ifndef WIREPRINT_DATE_H
#define WIREPRINT_DATE_H

#include <stddef.h>
#include <stdint.h>

#define DATE_OK 0
#define DATE_UNKNOWN (-1)   /* not a date, or no day that ever was */
#define DATE_AMBIGUOUS (-2) /* 03/04/2009: two days, and no telling which */

/* How much of the time was written. */
enum date_precision { DATE_DAY, DATE_MINUTE, DATE_SECOND };

/* Bytes that date_format() may fill, its NUL included. */
#define DATE_LEN 48

/*
 * Reads the len bytes at s, all of them: spaces around are skipped, anything
 * else that is left over makes it no date. *out gets the time, *precision (may
 * be NULL) how much of it was written; neither is touched on failure. Returns
 * DATE_OK, DATE_UNKNOWN or DATE_AMBIGUOUS. Years are 1000 to 9999.
 *
 * Understood are
 *   - ISO 8601 with T or a space, basic or extended, with fractions, week and
 *     ordinal dates, and the [Zone] suffix of RFC 9557 behind an offset;
 *   - RFC 2822, RFC 850 and asctime, as in HTTP and feeds, and what
 *     JavaScript's Date prints;
 *   - 20091130, 20091130T015400Z, 20091130015400, 2009/11/30, 2009.11.30;
 *   - 30.11.2009, day first as everywhere points are used; 30/11/2009 and
 *     30-11-2009 where a part over 12, or equal parts, leave one reading;
 *   - a day, a month's name and a year in either order, with a time before or
 *     behind, in English, French, German, Spanish, Italian, Portuguese,
 *     Russian and Dutch; year, month and day with Chinese, Japanese or Korean
 *     signs; 12-hour and 24-hour clocks, '19.30 Uhr', '13h45';
 *   - seconds since 1970 (9 or 10 digits, with a fraction or without),
 *     milliseconds (13 digits), microseconds (16 digits).
 * Without a zone a time is UTC. Zone names are those of fixed meaning in news
 * (EST is -5 h, IST India's, CST America's); ET, CT, MT and PT follow the
 * daylight saving rules of the United States since 1987.
 */
int date_parse(const char *s, size_t len, int64_t *out,
               enum date_precision *precision);

/*
 * Reads a number that stands for a time: seconds since 1970, milliseconds
 * above 10^11, microseconds above 10^14; but 20091130 and 20091130015400,
 * which as seconds would lie in 1970, are a calendar date as they read.
 * Returns as date_parse() does.
 */
int date_number(double value, int64_t *out);

/* Writes t as 2009-11-30T01:54:00Z to out, or an empty string where t is
 * INT64_MIN. Returns out. */
const char *date_format(int64_t t, char out[DATE_LEN]);

#endif
