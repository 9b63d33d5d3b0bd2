/*
 * A date is cut into numbers, words and signs, and the tokens are read from
 * left to right: one date, at most one time with a zone, at most one weekday,
 * bound by commas, dashes and small words. Every token has to be used, which
 * is what makes the reader strict: 'May 5' or 'a 2009 study' leave it with a
 * part missing or a part too many.
 */
#include "cli/date.h"
#include "cli/date_scan.h"

#include <stdio.h>
#include <string.h>

#define MAX_BYTES 120 /* what JavaScript prints takes 62, with a long zone */
#define DAY 86400

static int leap(int y)
{
    return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
}

static int month_days(int y, int m)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[m - 1] + (m == 2 && leap(y));
}

/* Days from 1970-01-01 to the first of January of year y, y >= 1. */
static int64_t year_start(int64_t y)
{
    int64_t p = y - 1;
    return p * 365 + p / 4 - p / 100 + p / 400 - 719162;
}

static int64_t civil(int y, int m, int d)
{
    int64_t day = year_start(y) + d - 1;
    for (int i = 1; i < m; i++)
        day += month_days(y, i);
    return day;
}

/* 0 is Monday; 1970-01-01 was a Thursday. */
static int weekday(int64_t day)
{
    return (int)(((day + 3) % 7 + 7) % 7);
}

/* ---- the date ----------------------------------------------------------- */

static int set_date(struct date_scan *sc, int y, int m, int d, unsigned next)
{
    if (y < 1000 || y > 9999 || m < 1 || m > 12 || d < 1 ||
        d > month_days(y, m))
        return 0;
    sc->year = y, sc->month = m, sc->mday = d;
    sc->day = civil(y, m, d);
    sc->have_date = 1;
    sc->i = next;
    return 1;
}

/* An ordinal date, day 1 is the first of January. */
static int set_ordinal(struct date_scan *sc, int y, int d, unsigned next)
{
    int m = 1;
    if (y < 1000 || d < 1 || d > 365 + leap(y))
        return 0;
    while (d > month_days(y, m))
        d -= month_days(y, m++);
    return set_date(sc, y, m, d, next);
}

/* Week 1 of a year is the one with the fourth of January; day 1 Monday. */
static int set_week(struct date_scan *sc, int y, int w, int d, unsigned next)
{
    int64_t fourth, day;
    if (y < 1000 || w < 1 || w > 53 || d < 1 || d > 7)
        return 0;
    fourth = year_start(y) + 3;
    day = fourth - weekday(fourth) + (w - 1) * 7;
    if (day + 3 >= year_start(y + 1))
        return 0; /* its Thursday is in the next year: there is no week 53 */
    day += d - 1;
    if (day < year_start(y))
        return set_ordinal(sc, y - 1, (int)(day - year_start(y - 1)) + 1, next);
    if (day >= year_start(y + 1))
        return set_ordinal(sc, y + 1, (int)(day - year_start(y + 1)) + 1, next);
    return set_ordinal(sc, y, (int)(day - year_start(y)) + 1, next);
}

/* 2009-11-30, 2009/11/30, 2009.11.30, 2009-334, 2009-W49-1, 2009W491 */
static int date_year_first(struct date_scan *sc)
{
    unsigned i = sc->i;
    int y = scan_value(sc, i);
    unsigned w = scan_is_sign(sc, i + 1, '-') ? i + 2 : i + 1;
    if (!scan_is_number(sc, i, 4, 4))
        return 0;
    if (scan_is_word(sc, w, DATE_WORD_W) && !sc->t[w].space) {
        if (scan_is_number(sc, w + 1, 3, 3))
            return set_week(sc, y, scan_value(sc, w + 1) / 10,
                            scan_value(sc, w + 1) % 10, w + 2);
        return scan_is_number(sc, w + 1, 2, 2) &&
               scan_is_sign(sc, w + 2, '-') &&
               scan_is_number(sc, w + 3, 1, 1) &&
               set_week(sc, y, scan_value(sc, w + 1), scan_value(sc, w + 3),
                        w + 4);
    }
    if (scan_is_sign(sc, i + 1, '-') && scan_is_number(sc, i + 2, 3, 3))
        return set_ordinal(sc, y, scan_value(sc, i + 2), i + 3);
    if (!scan_is_sign(sc, i + 1, '-') && !scan_is_sign(sc, i + 1, '/') &&
        !scan_is_sign(sc, i + 1, '.'))
        return 0;
    if (!scan_is_number(sc, i + 2, 1, 2) ||
        !scan_is_sign(sc, i + 3, sc->t[i + 1].sign) ||
        !scan_is_number(sc, i + 4, 1, 2) || sc->t[i + 1].space ||
        sc->t[i + 2].space || sc->t[i + 3].space || sc->t[i + 4].space)
        return 0;
    sc->iso = sc->t[i + 1].sign == '-';
    return set_date(sc, y, scan_value(sc, i + 2), scan_value(sc, i + 4), i + 5);
}

/* 30.11.2009 has one reading. 30/11/2009 and 30-11-2009 have one where the
 * other is impossible or the same. */
static int date_day_first(struct date_scan *sc)
{
    unsigned i = sc->i;
    int sign = sc->t[i + 1].sign, a = scan_value(sc, i),
        b = scan_value(sc, i + 2);
    if (!scan_is_number(sc, i, 1, 2) || sc->t[i + 1].type != SCAN_SIGN ||
        (sign != '.' && sign != '/' && sign != '-') ||
        !scan_is_number(sc, i + 2, 1, 2) || !scan_is_sign(sc, i + 3, sign) ||
        !scan_is_number(sc, i + 4, 4, 4))
        return 0;
    if (sign != '.' && b > 12)
        return set_date(sc, scan_value(sc, i + 4), a, b, i + 5);
    if (sign != '.' && a <= 12 && a != b) {
        sc->ambiguous = 1;
        return 0;
    }
    return set_date(sc, scan_value(sc, i + 4), b, a, i + 5);
}

/* 20091130, and with the time behind it 200911300154 and 20091130015400. */
static int date_packed(struct date_scan *sc)
{
    const struct date_token *t = &sc->t[sc->i];
    uint64_t v = t->value, clock = 0;
    if (t->type != SCAN_NUMBER ||
        (t->digits != 8 && t->digits != 12 && t->digits != 14))
        return 0;
    if (t->digits == 14)
        clock = v % 1000000, v /= 1000000;
    else if (t->digits == 12)
        clock = v % 10000 * 100, v /= 10000;
    if (t->digits > 8) {
        sc->hour = (int)(clock / 10000);
        sc->min = (int)(clock / 100 % 100);
        sc->sec = (int)(clock % 100);
        sc->have_time = 1;
        sc->precision = t->digits == 14 ? DATE_SECOND : DATE_MINUTE;
    }
    sc->iso = 1;
    return set_date(sc, (int)(v / 10000), (int)(v / 100 % 100), (int)(v % 100),
                    sc->i + 1);
}

/* Steps over any of the signs and over small words of one kind. */
static unsigned skip(const struct date_scan *sc, unsigned i, const char *signs,
                     enum date_word_kind kind)
{
    for (; i < sc->n; i++)
        if (!(sc->t[i].type == SCAN_SIGN && strchr(signs, sc->t[i].sign)) &&
            !scan_is_word(sc, i, kind))
            break;
    return i;
}

/* 30 Nov 2009, 30. November 2009, 30-Nov-2009, 1er novembre 2009, 30 de
 * noviembre de 2009, 30 ноября 2009 г.; with a weekday, 06-Nov-94 too. */
static int date_day_month(struct date_scan *sc)
{
    unsigned i = sc->i, m, y, next;
    int year;
    if (!scan_is_number(sc, i, 1, 2))
        return 0;
    m = skip(sc, i + 1, ".-/", DATE_WORD_ORDINAL);
    m = skip(sc, m, "", DATE_WORD_JOIN);
    y = skip(sc, m + 1, ".,-/", DATE_WORD_JOIN);
    if (!scan_is_word(sc, m, DATE_WORD_MONTH) || y - m > 3 || m - i > 3)
        return 0;
    next = y + 1;
    year = scan_value(sc, y);
    if (scan_is_number(sc, y, 2, 2) && sc->have_weekday)
        year += year < 70 ? 2000 : 1900;
    else if (!scan_is_number(sc, y, 4, 4))
        return 0;
    if (scan_is_word(sc, next, DATE_WORD_YEAR)) {
        next++;
        next += scan_is_sign(sc, next, '.');
    }
    return set_date(sc, year, sc->t[m].word.value, scan_value(sc, i), next);
}

/* November 30, 2009; Nov. 30th 2009; Nov-30-2009 */
static int date_month_day(struct date_scan *sc)
{
    unsigned i = sc->i, d, y;
    if (!scan_is_word(sc, i, DATE_WORD_MONTH))
        return 0;
    d = skip(sc, i + 1, ".-", DATE_WORD_JOIN);
    y = skip(sc, d + 1, "", DATE_WORD_ORDINAL);
    y = skip(sc, y, ".,-", DATE_WORD_OTHER);
    if (!scan_is_number(sc, d, 1, 2) || d - i > 3 || y - d > 3 ||
        !scan_is_number(sc, y, 4, 4))
        return 0;
    return set_date(sc, scan_value(sc, y), sc->t[i].word.value,
                    scan_value(sc, d), y + 1);
}

/* 2009年11月30日, with a weekday in brackets behind. */
static int date_marks(struct date_scan *sc)
{
    unsigned i = sc->i, next = i + 6;
    if (!scan_is_number(sc, i, 4, 4) || !scan_is_mark(sc, i + 1, 'Y') ||
        !scan_is_number(sc, i + 2, 1, 2) || !scan_is_mark(sc, i + 3, 'M') ||
        !scan_is_number(sc, i + 4, 1, 2) || !scan_is_mark(sc, i + 5, 'D'))
        return 0;
    if (scan_is_sign(sc, next, '(') && sc->t[next + 1].type == SCAN_MARK &&
        scan_is_sign(sc, next + 2, ')'))
        next += 3;
    return set_date(sc, scan_value(sc, i), scan_value(sc, i + 2),
                    scan_value(sc, i + 4), next);
}

/* Whether the United States had daylight saving time: second Sunday of March
 * to first of November since 2007, first of April to last of October before,
 * to within the night of the change. */
static int us_summer(const struct date_scan *sc)
{
    int y = sc->year, late = y >= 2007;
    int64_t start = civil(y, late ? 3 : 4, 1), end = civil(y, 11, 1);
    if (y < 1987)
        return sc->month > 4 && sc->month < 11;
    start += 6 - weekday(start) + (late ? 7 : 0);
    end += 6 - weekday(end) - (late ? 0 : 7);
    return sc->day >= start && sc->day < end;
}

/* ---- all of it ---------------------------------------------------------- */

/* Sun Nov  6 08:49:37 1994; Mon Nov 30 01:54:00 UTC 2009 */
static int date_asctime(struct date_scan *sc)
{
    unsigned i = sc->i;
    if (!scan_is_word(sc, i, DATE_WORD_MONTH) ||
        !scan_is_number(sc, i + 1, 1, 2) || !scan_is_number(sc, i + 2, 1, 2) ||
        !scan_is_sign(sc, i + 3, ':'))
        return 0;
    sc->i = i + 2;
    if (!scan_time_colons(sc, i + 2))
        return 0;
    scan_zone(sc);
    return scan_is_number(sc, sc->i, 4, 4) &&
           set_date(sc, scan_value(sc, sc->i), sc->t[i].word.value,
                    scan_value(sc, i + 1), sc->i + 1);
}

static int date_at(struct date_scan *sc)
{
    return date_year_first(sc) || date_day_first(sc) || date_packed(sc) ||
           date_day_month(sc) || date_month_day(sc) || date_marks(sc) ||
           (!sc->have_time && date_asctime(sc));
}

/* A sign or small word that binds what stands before and after it. */
static int binds(const struct date_scan *sc, unsigned i)
{
    return scan_is_sign(sc, i, ',') || scan_is_sign(sc, i, '|') ||
           (scan_is_sign(sc, i, '-') && sc->t[i].space && sc->t[i + 1].space) ||
           scan_is_word(sc, i, DATE_WORD_JOIN);
}

static int elements(struct date_scan *sc)
{
    int joined = 0, bound = 0;
    while (sc->i < sc->n) {
        unsigned i = sc->i;
        if (!sc->have_weekday && scan_is_word(sc, i, DATE_WORD_WEEKDAY)) {
            sc->have_weekday = 1;
            sc->i += 1 + scan_is_sign(sc, i + 1, '.');
        } else if ((!sc->have_time && scan_time(sc, joined)) || scan_zone(sc) ||
                   (!sc->have_date && date_at(sc))) {
            joined = 0;
        } else if (binds(sc, i) && ++bound <= 5 && i + 1 < sc->n &&
                   (i || sc->t[i].type == SCAN_WORD)) {
            joined = sc->t[i].type == SCAN_WORD;
            sc->i++;
            continue;
        } else {
            return 0;
        }
    }
    return sc->have_date && !binds(sc, sc->n - 1);
}

static int finish(struct date_scan *sc, int64_t *out,
                  enum date_precision *precision)
{
    int64_t t;
    if (sc->half) {
        if (sc->hour < 1 || sc->hour > 12)
            return DATE_UNKNOWN;
        sc->hour = sc->hour % 12 + (sc->half == 2 ? 12 : 0);
    }
    if (sc->hour > 24 || sc->min > 59 || sc->sec > 60 ||
        (sc->hour == 24 && (sc->min || sc->sec)) ||
        (sc->sec == 60 && sc->min != 59))
        return DATE_UNKNOWN;
    t = sc->day * DAY + sc->hour * 3600 + sc->min * 60 + sc->sec;
    t -= (int64_t)sc->zone * 60 + (sc->us && us_summer(sc) ? 3600 : 0);
    *out = t;
    if (precision)
        *precision = sc->have_time ? sc->precision : DATE_DAY;
    return DATE_OK;
}

/* A number that is nothing but seconds since 1970, or thousandths of them. */
static int epoch(const struct date_scan *sc, int64_t *out,
                 enum date_precision *precision)
{
    const struct date_token *t = sc->t;
    uint64_t unit;
    if (t->type != SCAN_NUMBER ||
        (sc->n != 1 && !(sc->n == 3 && scan_is_sign(sc, 1, '.') &&
                         scan_is_number(sc, 2, 1, 9) && t->digits <= 10)))
        return 0;
    switch (t->digits) {
    case 9:
    case 10:
        unit = 1;
        break;
    case 13:
        unit = 1000;
        break;
    case 16:
        unit = 1000000;
        break;
    default:
        return 0;
    }
    *out = (int64_t)(t->value / unit);
    if (precision)
        *precision = DATE_SECOND;
    return 1;
}

int date_parse(const char *s, size_t len, int64_t *out,
               enum date_precision *precision)
{
    struct date_scan sc;
    if (len > MAX_BYTES)
        return DATE_UNKNOWN;
    memset(&sc, 0, sizeof sc);
    if (!scan_tokens(&sc, s, len))
        return DATE_UNKNOWN;
    if (epoch(&sc, out, precision))
        return DATE_OK;
    if (!elements(&sc))
        return sc.ambiguous ? DATE_AMBIGUOUS : DATE_UNKNOWN;
    return finish(&sc, out, precision);
}

int date_number(double v, int64_t *out)
{
    char s[24];
    if (!(v > -1e17 && v < 1e17))
        return DATE_UNKNOWN;
    if ((v >= 10000101 && v <= 99991231) ||
        (v >= 10000101000000 && v <= 99991231235959)) {
        int n = snprintf(s, sizeof s, "%.0f", v);
        if (date_parse(s, (size_t)n, out, NULL) == DATE_OK)
            return DATE_OK;
    }
    if (v > 1e14 || v < -1e14)
        v /= 1e6;
    else if (v > 1e11 || v < -1e11)
        v /= 1e3;
    *out = (int64_t)v;
    return DATE_OK;
}

const char *date_format(int64_t t, char out[DATE_LEN])
{
    int64_t day = t / DAY, sec = t % DAY, y;
    int m = 1, d;
    if (t == INT64_MIN) {
        out[0] = 0;
        return out;
    }
    if (sec < 0)
        sec += DAY, day--;
    /* Years repeat after 400; the sum is taken inside one such span, so that
     * every value of t has its year, before the year 1 as well. */
    y = (day + 719162) / 146097 * 400;
    day = (day + 719162) % 146097;
    if (day < 0)
        day += 146097, y -= 400;
    d = (int)(day / 366);
    while (year_start(d + 2) + 719162 <= day)
        d++;
    day -= year_start(d + 1) + 719162;
    y += d + 1;
    d = (int)day + 1;
    while (d > month_days((int)((y % 400 + 400) % 400), m))
        d -= month_days((int)((y % 400 + 400) % 400), m++);
    snprintf(out, DATE_LEN, "%04lld-%02d-%02dT%02d:%02d:%02dZ", (long long)y, m,
             d, (int)(sec / 3600), (int)(sec / 60 % 60), (int)(sec % 60));
    return out;
}
