#include "shingle/dateline_scan.h"

#include "shingle/plain.h"
#include "shingle/utf8.h"

#include <utf8proc.h>

/* ---- characters ---------------------------------------------------------- */

uint32_t scan_peek(const struct scan *c)
{
    return plain_at(c->p, c->end);
}

void scan_step(struct scan *c)
{
    const unsigned char *p = (const unsigned char *)c->p;

    utf8_next(&p, (const unsigned char *)c->end);
    c->p = (const char *)p;
}

int scan_is_space(uint32_t c)
{
    return c == ' ' || c == '\t' || c == 0xa0 || c == 0x3000 || c == 0x202f ||
           c == 0x200f || c == 0x200e || c == 0x2009 || c == 0x200b;
}

void scan_spaces(struct scan *c)
{
    while (scan_is_space(scan_peek(c)))
        scan_step(c);
}

int scan_is_dash(uint32_t c)
{
    return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}

int scan_is_open(uint32_t c)
{
    return c == '(' || c == '[' || c == '/' || c == 0xff08 || c == 0x3010 ||
           c == 0x3014 || c == 0xff3b;
}

int scan_is_close(uint32_t c)
{
    return c == ')' || c == ']' || c == '/' || c == 0xff09 || c == 0x3011 ||
           c == 0x3015 || c == 0xff3d;
}

int scan_is_digit(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 0xff10 && c <= 0xff19) ||
           (c >= 0x660 && c <= 0x669) || (c >= 0x6f0 && c <= 0x6f9) ||
           (c >= 0x966 && c <= 0x96f);
}

int scan_is_alone(uint32_t c)
{
    return (c >= 0x2e80 && c < 0x3000) || (c >= 0x3005 && c <= 0x3007) ||
           (c >= 0x3040 && c < 0xa000) || (c >= 0xac00 && c < 0xd7b0) ||
           (c >= 0xe00 && c < 0xe80) || (c >= 0xf900 && c < 0xfb00) ||
           (c >= 0x20000 && c < 0x40000);
}

/* ---- words --------------------------------------------------------------- */

const char *scan_word(const struct scan *c)
{
    struct scan w = *c;

    if (scan_is_alone(scan_peek(&w))) {
        scan_step(&w);
        return w.p;
    }
    while (w.p < w.end) {
        uint32_t at = scan_peek(&w);
        const char *here = w.p;

        if (plain_word(at)) {
            scan_step(&w);
            continue;
        }
        scan_step(&w);
        if (here == c->p ||
            !(at == '\'' || at == 0x2019 || at == '-' || at == '/') ||
            !plain_word(scan_peek(&w)))
            return here;
    }
    return w.p;
}

void scan_note_date(struct scan *c, const char *p, const char *q)
{
    if (c->d->date == c->d->date_end)
        c->d->date = p;
    c->d->date_end = q;
    c->dated++;
}

static unsigned number_of(const char *p, const char *q, unsigned *digits)
{
    unsigned value = 0;
    struct plain w;
    size_t i;

    plain_fold(&w, p, q);
    for (i = *digits = 0; i < w.n && w.s[i] >= '0' && w.s[i] <= '9'; i++)
        if (++*digits < 5)
            value = value * 10 + w.s[i] - '0';
    return value;
}

void scan_note_number(struct scan *c, const char *p, const char *q)
{
    struct scan next = *c;
    unsigned digits, value = number_of(p, q, &digits);
    uint32_t unit;

    next.p = q;
    unit = scan_peek(&next);
    if (digits <= 2 && (unit == 0x6708 || unit == 0xc6d4)) { /* month */
        if (value <= 12)
            c->d->month = value;
    } else if (digits <= 2 && digits && value && value <= 31 && !c->d->day) {
        c->d->day = value;
    }
    scan_note_date(c, p, q);
    c->numbers++;
}

static int digit_follows(const struct scan *c, const char *q)
{
    struct scan next = *c;

    for (next.p = q;
         scan_is_space(scan_peek(&next)) || scan_peek(&next) == '.';)
        scan_step(&next);
    return scan_is_digit(scan_peek(&next));
}

/* Whether [p, q) is a word of a date where it stands. */
static int note_month(struct scan *c, const char *p, const char *q)
{
    struct plain w;
    size_t end;
    unsigned i;

    /* Hindi writes the day as a word: पांच मार्च. */
    int word = !c->numbers && !digit_follows(c, q);

    if (word && (plain_at(p, q) < 0x900 || plain_at(p, q) > 0x97f))
        return 0;
    plain_fold(&w, p, q);
    for (i = 0; i < 12; i++)
        if (agency_manner_after(c->t, (enum agency_manner)(MANNER_MONTH + i),
                                w.s, w.n, &end) &&
            end == w.n) {
            if (!c->d->month)
                c->d->month = i + 1;
            c->numbers += (unsigned)word;
            c->dated += (unsigned)word;
            scan_note_date(c, p, q);
            return 1;
        }
    if (agency_manner_after(c->t, MANNER_DAY, w.s, w.n, &end) && end == w.n) {
        scan_note_date(c, p, q);
        return 1;
    }
    return 0;
}

static unsigned capitals(const char *p, const char *q, int *all)
{
    const unsigned char *s = (const unsigned char *)p;
    unsigned n = 0;

    *all = 1;
    while (s < (const unsigned char *)q) {
        utf8proc_int32_t at =
            (utf8proc_int32_t)utf8_next(&s, (const unsigned char *)q);

        if (utf8proc_toupper(at) != at)
            *all = 0;
        n++;
    }
    return n;
}

/* Takes [p, q) as a word of the place, if it can be one. */
int scan_note_place(struct scan *c, const char *p, const char *q)
{
    utf8proc_int32_t first = (utf8proc_int32_t)plain_at(p, q);
    int lower = utf8proc_toupper(first) != first, all;
    int cased = lower || utf8proc_tolower(first) != first;
    unsigned n = capitals(p, q, &all);
    struct plain w;
    size_t end;

    plain_fold(&w, p, q);
    if (lower &&
        !(c->words && agency_manner_after(c->t, MANNER_PLACE, w.s, w.n, &end) &&
          end == w.n))
        return 0;
    if (!c->words &&
        agency_manner_after(c->t, MANNER_NOPLACE, w.s, w.n, &end) && end == w.n)
        return 0;
    if (c->words >= SCAN_WORDS || (cased && c->cased >= SCAN_CASED))
        return 0;
    c->initial[c->words++] = (char)(*p > 0 ? *p : 0);
    c->cased += cased != 0;
    /* "WASHINGTON, March 5", "BOGOTA, Colombia": the first word decides. */
    c->capital += cased && all;
    if (cased && all && n > c->letters)
        c->letters = n;
    if (c->d->place == c->d->place_end)
        c->d->place = p;
    c->d->place_end = q;
    return 1;
}

/* Reads words of places and dates; p is then at what is neither. */
enum scan_stop scan_words(struct scan *c)
{
    while (c->p < c->end) {
        uint32_t at = scan_peek(c);
        const char *p = c->p, *q;

        if (scan_is_space(at) || at == '.' || at == ',' || at == 0x3001 ||
            at == 0x60c || at == ';') {
            scan_step(c);
            continue;
        }
        if (agency_match(c->t, c->begin, p, c->end, 0, &c->name) &&
            !(c->name.flags & AGENCY_TAIL))
            return STOP_NAME;
        if (scan_is_open(at))
            return STOP_OPEN;
        if (scan_is_close(at))
            return STOP_CLOSE;
        if (scan_is_dash(at))
            return STOP_DASH;
        if (at == ':' || at == 0xff1a)
            return STOP_COLON;
        if (at == '=' || at == 0xff1d)
            return STOP_EQUALS;
        q = scan_word(c);
        if (q == p)
            return STOP_BAD;
        if (scan_is_digit(at))
            scan_note_number(c, p, q);
        else if (!note_month(c, p, q) && !scan_note_place(c, p, q))
            return STOP_BAD;
        c->p = q;
    }
    return STOP_END;
}
