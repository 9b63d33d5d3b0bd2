/*
 * The time of day and the zone, in all the ways in which date.h says they may
 * stand.
 */
#include "cli/date_scan.h"

/* A word of half a day at i: 1:54 p.m. */
static unsigned half(struct date_scan *sc, unsigned i)
{
    if (!scan_is_word(sc, i, DATE_WORD_HALF))
        return i;
    sc->half = sc->t[i].word.value ? 2 : 1;
    return i + 1 + scan_is_sign(sc, i + 1, '.');
}

static int set_time(struct date_scan *sc, int h, int m, int s, unsigned next,
                    enum date_precision precision)
{
    next = sc->half ? next : half(sc, next);
    sc->hour = h, sc->min = m, sc->sec = s;
    sc->precision = precision;
    sc->have_time = 1;
    sc->i = next;
    return 1;
}

/* 015400, 0154 or 01 behind a T. */
static int time_packed(struct date_scan *sc, unsigned i)
{
    int v = scan_value(sc, i);
    unsigned digits = sc->t[i].digits, next = i + 1;
    if (!scan_is_number(sc, i, 2, 6) || digits % 2 || sc->t[i].space)
        return 0;
    if (digits == 6 &&
        (scan_is_sign(sc, next, '.') || scan_is_sign(sc, next, ',')) &&
        scan_is_number(sc, next + 1, 1, 9))
        next += 2;
    if (digits == 2)
        return set_time(sc, v, 0, 0, next, DATE_MINUTE);
    if (digits == 4)
        return set_time(sc, v / 100, v % 100, 0, next, DATE_MINUTE);
    return set_time(sc, v / 10000, v / 100 % 100, v % 100, next, DATE_SECOND);
}

/* 01:54, 01:54:00, 01:54:00.123, 1:54 p.m. */
int scan_time_colons(struct date_scan *sc, unsigned i)
{
    unsigned next = i + 3;
    int s = 0;
    enum date_precision precision = DATE_MINUTE;
    if (!scan_is_number(sc, i + 2, 2, 2) || sc->t[i + 2].space)
        return 0;
    if (scan_is_sign(sc, next, ':')) {
        if (!scan_is_number(sc, next + 1, 2, 2))
            return 0;
        s = scan_value(sc, next + 1);
        next += 2;
        precision = DATE_SECOND;
        if ((scan_is_sign(sc, next, '.') || scan_is_sign(sc, next, ',')) &&
            scan_is_number(sc, next + 1, 1, 9) && !sc->t[next + 1].space)
            next += 2;
    }
    next += scan_is_word(sc, next, DATE_WORD_HOUR);
    return set_time(sc, scan_value(sc, i), scan_value(sc, i + 2), s, next,
                    precision);
}

/* 1时54分00秒 */
static int time_marks(struct date_scan *sc, unsigned i)
{
    int m = 0, s = 0;
    unsigned next = i + 2;
    if (scan_is_number(sc, next, 1, 2) && scan_is_mark(sc, next + 1, 'm')) {
        m = scan_value(sc, next);
        next += 2;
    }
    if (scan_is_number(sc, next, 1, 2) && scan_is_mark(sc, next + 1, 's')) {
        s = scan_value(sc, next);
        next += 2;
    }
    return set_time(sc, scan_value(sc, i), m, s, next, DATE_MINUTE);
}

/* 19.30 Uhr, 19 Uhr 30, 13h45, 13h, 1 p.m., 1.54 p.m.; um 19.30 */
static int time_words(struct date_scan *sc, unsigned i, int joined)
{
    int h = scan_value(sc, i), m = 0;
    unsigned next = i + 1, minutes = 0;
    if (scan_is_sign(sc, next, '.') && scan_is_number(sc, next + 1, 2, 2) &&
        !sc->t[next + 1].space) {
        m = scan_value(sc, next + 1);
        minutes = 1;
        next += 2;
    }
    if (scan_is_word(sc, next, DATE_WORD_HOUR)) {
        next++;
        if (!minutes && scan_is_number(sc, next, 2, 2) &&
            !scan_is_sign(sc, next + 1, '.') &&
            !scan_is_sign(sc, next + 1, '/')) {
            m = scan_value(sc, next);
            next++;
        }
    } else if (!scan_is_word(sc, next, DATE_WORD_HALF) &&
               !(joined && minutes)) {
        return 0;
    }
    return set_time(sc, h, m, 0, next, DATE_MINUTE);
}

int scan_time(struct date_scan *sc, int joined)
{
    unsigned i = sc->i;
    if (sc->have_date && scan_is_word(sc, i, DATE_WORD_T) && !sc->t[i].space) {
        if (scan_is_sign(sc, i + 2, ':') && !sc->t[i + 1].space)
            i++;
        else
            return sc->iso && time_packed(sc, i + 1);
    }
    if (scan_is_word(sc, i, DATE_WORD_HALF)) {
        if (!scan_is_number(sc, i + 1, 1, 2))
            return 0;
        i = half(sc, i);
    }
    if (!scan_is_number(sc, i, 1, 2))
        return 0;
    if (scan_is_sign(sc, i + 1, ':'))
        return scan_time_colons(sc, i);
    if (scan_is_mark(sc, i + 1, 'h'))
        return time_marks(sc, i);
    return time_words(sc, i, joined);
}

/* ---- the zone ----------------------------------------------------------- */

/* +01:00, +0100, +01; behind a name (UTC+2) one digit will do. */
static int zone_offset(struct date_scan *sc, unsigned i, unsigned least)
{
    int sign = scan_is_sign(sc, i, '-') ? -1 : 1, h, m = 0;
    if ((!scan_is_sign(sc, i, '-') && !scan_is_sign(sc, i, '+')) ||
        sc->t[i + 1].space)
        return 0;
    if (scan_is_number(sc, i + 1, 4, 4)) {
        h = scan_value(sc, i + 1) / 100;
        m = scan_value(sc, i + 1) % 100;
    } else if (scan_is_number(sc, i + 1, least, 2)) {
        h = scan_value(sc, i + 1);
        if (scan_is_sign(sc, i + 2, ':') && scan_is_number(sc, i + 3, 2, 2)) {
            m = scan_value(sc, i + 3);
            i += 2;
        }
    } else {
        return 0;
    }
    if (h > 14 || m > 59)
        return 0;
    sc->zone = sign * (h * 60 + m);
    sc->have_zone = 1;
    sc->i = i + 2;
    return 1;
}

/* A comment behind the zone, (CET) or [Europe/Paris], says the same again. */
static void zone_comment(struct date_scan *sc)
{
    unsigned i = sc->i;
    int end = scan_is_sign(sc, i, '(')   ? ')'
              : scan_is_sign(sc, i, '[') ? ']'
                                         : 0;
    while (end && i < sc->n)
        if (scan_is_sign(sc, i++, end)) {
            sc->i = i;
            return;
        }
}

int scan_zone(struct date_scan *sc)
{
    unsigned i = sc->i, bracket = scan_is_sign(sc, i, '(');
    const struct date_token *t = &sc->t[i + bracket];
    if (!sc->have_time || sc->have_zone)
        return 0;
    if (zone_offset(sc, i, 2)) {
        zone_comment(sc);
        return 1;
    }
    if (t->type != SCAN_WORD ||
        (t->word.kind != DATE_WORD_ZONE && t->word.kind != DATE_WORD_US_ZONE))
        return 0;
    if (bracket && !scan_is_sign(sc, i + 2, ')'))
        return 0;
    sc->zone = t->word.value;
    sc->us = t->word.kind == DATE_WORD_US_ZONE;
    sc->have_zone = 1;
    sc->i = i + 1 + 2 * bracket;
    if (!bracket && !sc->zone)
        zone_offset(sc, i + 1, 1);
    zone_comment(sc);
    return 1;
}
