/*
 * A dateline is read as words of places and dates up to the first thing that
 * is neither (scan_words()), and then by what that thing is:
 *
 *     PARIS, March 5 (Reuters) -       a bracket
 *     (ANSA) - ROMA, 05 MAR -          a bracket, before any place
 *     Москва. 5 марта. ИНТЕРФАКС -     a name
 *     新华社北京3月5日电                a name, before any place
 *     МОСКВА, 5 мар — РИА Новости.     a dash
 *
 * What may be believed depends on how much of the form is there: capitals, a
 * date, a bracket, a dash behind it; see the accept_ functions. Guarded names
 * (agency.h) need more of it than others.
 */
#include "shingle/dateline.h"

#include "shingle/dateline_scan.h"
#include "shingle/plain.h"

#include <string.h>
#include <utf8proc.h>

/* What ends a dateline. */
enum closer { CLOSER_NONE, CLOSER_END, CLOSER_DOT, CLOSER_DASH };

/* ---- agencies ------------------------------------------------------------ */

static void note_name(struct scan *c)
{
    struct dateline *d = c->d;

    if (!(c->name.flags & AGENCY_GUARDED))
        c->guarded = 0;
    if (d->n < DATELINE_AGENCIES &&
        (!d->n || d->agency[d->n - 1] != c->name.agency))
        d->agency[d->n++] = c->name.agency;
    c->p = c->name.end;
}

/* Skips what may stand between two names: / , - = and "and". */
static void skip_join(struct scan *c)
{
    const char *stop;
    struct plain w;
    size_t end;

    scan_spaces(c);
    if (c->p < c->end && strchr("/,-=&+;", *c->p) && *c->p) {
        c->p++;
        scan_spaces(c);
        return;
    }
    stop = scan_word(c);
    plain_fold(&w, c->p, stop);
    if (w.n && agency_manner_after(c->t, MANNER_JOIN, w.s, w.n, &end) &&
        end == w.n)
        c->p = stop;
    scan_spaces(c);
}

/* One or more names at p, and "/lhe" behind them. */
static void take_names(struct scan *c)
{
    for (;;) {
        const char *q;

        note_name(c);
        q = c->p;
        skip_join(c);
        if (c->p > q && agency_match(c->t, c->begin, c->p, c->end, 0, &c->name))
            continue;
        c->p = q;
        break;
    }
    while (c->p < c->end && (*c->p == '/' || *c->p == '-') &&
           plain_word(plain_at(c->p + 1, c->end))) {
        struct scan w = *c;
        struct plain end;
        size_t n;

        w.p++;
        w.p = scan_word(&w);
        if (w.p - c->p > 9)
            break;
        plain_fold(&end, c->p, w.p);
        c->d->mixed |=
            agency_manner_after(c->t, MANNER_MIXED_AFTER, end.s, end.n, &n) &&
            n == end.n;
        c->p = w.p;
    }
}

static int take_close(struct scan *c)
{
    scan_spaces(c);
    if (!scan_is_close(scan_peek(c)))
        return 0;
    scan_step(c);
    return 1;
}

/* A dash, colon, point or the like at p; p goes behind it. */
static enum closer take_closer(struct scan *c)
{
    enum closer found = CLOSER_NONE;
    const char *stay = c->p;
    int k;

    for (k = 0; k < 6; k++) {
        uint32_t at;

        scan_spaces(c);
        at = scan_peek(c);
        if (scan_is_dash(at) || at == ':' || at == 0xff1a || at == '=' ||
            at == '|')
            found = CLOSER_DASH;
        else if (at == '.' && found == CLOSER_NONE)
            found = CLOSER_DOT;
        else
            break;
        scan_step(c);
        stay = c->p;
    }
    if (c->p >= c->end && found == CLOSER_NONE)
        found = CLOSER_END;
    c->p = stay;
    return found;
}

/* ---- what to believe ----------------------------------------------------- */

static int in_capitals(const struct scan *c)
{
    utf8proc_int32_t first =
        (utf8proc_int32_t)plain_at(c->d->place, c->d->place_end);

    return c->capital && c->letters >= 3 && c->cased == c->words &&
           utf8proc_tolower(first) != first &&
           (c->capital == c->words || c->capital * 2 >= c->words);
}

static int has_date(const struct scan *c)
{
    return c->numbers && c->dated > 1;
}

/* "Advanced Placement (AP)": the words spell the name. */
static int spelled_out(const struct scan *c)
{
    size_t n = (size_t)(c->name.end - c->name.begin), i;

    if (n < 2 || n > c->words)
        return 0;
    for (i = 0; i < n; i++)
        if (!c->initial[c->words - n + i] ||
            (c->initial[c->words - n + i] | 32) != (c->name.begin[i] | 32))
            return 0;
    return 1;
}

static int goes_on_capital(const struct scan *c)
{
    struct scan next = *c;
    utf8proc_int32_t at;

    scan_spaces(&next);
    if (scan_peek(&next) == '"' || scan_peek(&next) == 0x201c ||
        scan_peek(&next) == 0xab)
        return 1;
    at = (utf8proc_int32_t)scan_peek(&next);
    return utf8proc_tolower(at) != at;
}

/* What follows is long enough to be text. */
static int goes_on(const struct scan *c, ptrdiff_t bytes)
{
    return c->end - c->p >= bytes;
}

/* Words are behind it, and not the figures of a market or a time. */
static int goes_on_words(const struct scan *c)
{
    struct scan next = *c;
    unsigned digits = 0, letters = 0;

    for (; next.p < c->end && next.p - c->p < 64; scan_step(&next)) {
        uint32_t at = scan_peek(&next);

        if (scan_is_digit(at))
            digits++;
        else
            letters += plain_word(at) != 0;
    }
    return letters > digits;
}

/* Whether the place is one that the agency's guarded names are believed behind;
 * see agency_home(). */
static int at_home(const struct scan *c)
{
    const char *comma =
        memchr(c->d->place, ',', (size_t)(c->d->place_end - c->d->place));
    struct plain w;

    if (!c->guarded || !c->d->n)
        return 0;
    plain_fold(&w, c->d->place, comma ? comma : c->d->place_end);
    return agency_home(c->t, c->d->agency[0], w.s, w.n);
}

/* PLACE, date (NAME), and what closes it. */
static int accept_bracket(const struct scan *c, enum closer closer)
{
    int home = at_home(c);

    if (spelled_out(c) || (home < 0 && !has_date(c)))
        return 0;
    if (!c->words)
        return has_date(c) && closer == CLOSER_DASH && !c->guarded;
    if (has_date(c) || in_capitals(c))
        return 1;
    if (home > 0 && closer == CLOSER_NONE)
        return goes_on_capital(c) && goes_on(c, 24);
    if (!c->cased)
        return closer == CLOSER_DASH && c->words && c->words <= 4;
    if (closer == CLOSER_DASH)
        return c->words <= (c->guarded ? 1 : 4);
    if (c->guarded || c->words > 3)
        return 0;
    return closer == CLOSER_END || (c->words <= 2 && goes_on_capital(c));
}

static int accept_bare(const struct scan *c, ptrdiff_t bytes)
{
    return c->words && c->words <= 6 && in_capitals(c) && goes_on(c, bytes) &&
           (!c->numbers || has_date(c));
}

/* ---- the forms ----------------------------------------------------------- */

/* The bytes at p of a word for a reporter; 0 for none. */
static size_t is_reporter(const struct scan *c, const char *p)
{
    const char *stop = c->end - p > 64 ? p + 64 : c->end;
    struct plain w;
    size_t end;

    plain_fold(&w, p, stop);
    return agency_manner_after(c->t, MANNER_REPORTER, w.s, w.n, &end)
               ? w.at[end]
               : 0;
}

/* "（记者李明）" or "홍길동 기자 =" behind a dateline. */
static void take_reporter(struct scan *c)
{
    struct scan r = *c;
    const char *stop = c->end - c->p > 48 ? c->p + 48 : c->end;
    int bracket;

    scan_spaces(&r);
    bracket = scan_peek(&r) == 0xff08 || scan_peek(&r) == '(';
    if (bracket) {
        scan_step(&r);
        if (!is_reporter(c, r.p))
            return;
    }
    for (; r.p < stop; scan_step(&r)) {
        if (bracket && scan_is_close(scan_peek(&r))) {
            scan_step(&r);
            c->p = r.p;
            return;
        }
        if (!bracket && scan_peek(&r) >= 0xac00 && is_reporter(c, r.p)) {
            r.p += is_reporter(c, r.p);
            if (take_closer(&r) == CLOSER_DASH)
                c->p = r.p;
            return;
        }
    }
}

/* NAME place date 电, inside a bracket or not. */
static int name_first_han(struct scan *c)
{
    while (c->p < c->end && c->words < SCAN_WORDS) {
        uint32_t at = scan_peek(c);
        const char *p = c->p;

        if (!scan_is_alone(at) && !scan_is_digit(at))
            return 0;
        scan_step(c);
        if (at == 0x7535 || at == 0x96fb || at == 0x8baf || at == 0x8a0a)
            return c->numbers > 0;
        if (scan_is_digit(at)) {
            while (scan_is_digit(scan_peek(c)))
                scan_step(c);
            scan_note_number(c, p, c->p);
        } else if (at == 0x6708 || at == 0x65e5 || at == 0x5e74) {
            scan_note_date(c, p, c->p);
        } else if (!scan_note_place(c, p, c->p)) {
            return 0;
        }
    }
    return 0;
}

/* dpa BERLIN. or AFP, Paris */
static int name_first_latin(struct scan *c)
{
    const char *end = c->end, *point;
    int comma = scan_peek(c) == ',';
    enum scan_stop stop;

    point = memchr(c->p, '.', (size_t)(end - c->p));
    if (point)
        c->end = point;
    stop = scan_words(c);
    c->end = end;
    if (c->guarded || !c->words || c->words > 4 || c->cased != c->words)
        return 0;
    if (stop == STOP_END && !point)
        return comma && c->words <= 3;
    if (stop != STOP_DASH && stop != STOP_COLON && stop != STOP_END)
        return 0;
    take_closer(c);
    return in_capitals(c) && goes_on(c, 16);
}

static int name_first(struct scan *c)
{
    struct scan save = *c;
    enum closer closer;

    take_names(c);
    scan_spaces(c);
    if (name_first_han(c)) {
        take_reporter(c);
        return 1;
    }
    *c = save;
    c->d->n = 0;
    take_names(c);
    closer = take_closer(c);
    if (closer == CLOSER_DASH)
        return !c->guarded && c->p[-1] != ':' && scan_is_space(scan_peek(c)) &&
               goes_on(c, 16) && goes_on_words(c);
    if (closer != CLOSER_NONE)
        return 0;
    return name_first_latin(c);
}

/* (NAME) - PLACE, date - or (NAME) - or (NAME) Text or 【NAME】本文 */
static int bracket_name_first(struct scan *c, int square)
{
    struct scan save;
    enum closer closer;
    enum scan_stop stop;

    take_names(c);
    save = *c;
    if (!take_close(c)) {
        if (name_first_han(c) && take_close(c))
            return 1;
        return 0;
    }
    closer = take_closer(c);
    save = *c;
    if (closer == CLOSER_NONE)
        return !c->guarded && goes_on(c, 24) &&
               (goes_on_capital(c) || (square && scan_is_alone(scan_peek(c))));
    if (closer != CLOSER_DASH)
        return 0;
    stop = scan_words(c);
    if (c->words && (stop == STOP_DASH || stop == STOP_COLON) &&
        (has_date(c) || in_capitals(c))) {
        take_closer(c);
        return 1;
    }
    *c = save;
    c->d->place = c->d->place_end = c->d->date = c->d->date_end = c->d->begin;
    c->d->day = c->d->month = 0;
    return goes_on(c, 16);
}

/* (place=NAME), 【place NAME】, [place date NAME] - */
static int bracket_place_first(struct scan *c, int square)
{
    enum scan_stop stop = scan_words(c);
    int equals = stop == STOP_EQUALS, spaceless;

    if (equals) {
        scan_step(c);
        scan_spaces(c);
        if (!agency_match(c->t, c->begin, c->p, c->end, 0, &c->name))
            return 0;
    } else if (stop != STOP_NAME) {
        return 0;
    }
    take_names(c);
    if (!take_close(c) || (!c->words && !c->numbers))
        return 0;
    spaceless = !c->cased && scan_is_alone(plain_at(c->d->place, c->end));
    take_reporter(c);
    if (take_closer(c) == CLOSER_DASH)
        return 1;
    return equals || square || (spaceless && has_date(c));
}

static int at_bracket(struct scan *c)
{
    uint32_t open = scan_peek(c);
    int square = open != '(' && open != 0xff08 && open != '/';

    scan_step(c);
    scan_spaces(c);
    if (agency_match(c->t, c->begin, c->p, c->end, 0, &c->name))
        return bracket_name_first(c, square);
    return bracket_place_first(c, square);
}

/* PLACE / NAME, with nothing behind it. */
static int accept_slash(struct scan *c)
{
    enum closer closer = take_closer(c);

    c->d->alone = closer == CLOSER_END;
    if (!c->words || c->words > 4 || (c->cased && c->guarded) ||
        (closer != CLOSER_END && closer != CLOSER_DASH))
        return 0;
    return !c->cased || in_capitals(c);
}

/* The bracket behind a place. */
static int place_bracket(struct scan *c)
{
    int slash = scan_peek(c) == '/';
    enum closer closer;

    scan_step(c);
    scan_spaces(c);
    if (!agency_match(c->t, c->begin, c->p, c->end, 0, &c->name))
        return 0;
    take_names(c);
    if (!take_close(c))
        return slash && accept_slash(c);
    closer = take_closer(c);
    return accept_bracket(c, closer);
}

/* What sets a name apart from the place before it; 0 for a space. */
static uint32_t sign_before(const struct scan *c)
{
    const char *p = c->name.begin;

    while (p > c->begin && p[-1] == ' ')
        p--;
    return plain_before(c->begin, p);
}

/* "Damascus, SANA-" and "Kyiv. Ukraine. Interfax-Ukraine –": a place in small
 * letters, with a sign between, a dash behind, and a sentence after it. */
static int accept_apart(const struct scan *c, uint32_t sign, unsigned flags)
{
    if (sign != '.' && sign != 0x60c && !(sign == ',' && flags & AGENCY_EXACT))
        return 0;
    return c->words <= 3 && scan_is_dash(plain_before(c->begin, c->p)) &&
           goes_on(c, 16) && (goes_on_capital(c) || !c->cased);
}

/* PLACE, date NAME - */
static int place_name(struct scan *c)
{
    uint32_t sign = sign_before(c);
    unsigned flags = c->name.flags;
    enum closer closer;

    take_names(c);
    closer = take_closer(c);
    if (!c->words)
        return 0;
    if (closer == CLOSER_DASH && has_date(c))
        return !c->guarded || goes_on(c, 16);
    if (c->guarded)
        return 0;
    if (closer == CLOSER_DASH)
        return in_capitals(c) || accept_apart(c, sign, flags);
    return closer == CLOSER_DOT && has_date(c);
}

/* At the name that stands here, or behind "The" here; else 0. */
static int at_name(struct scan *c)
{
    const char *stay = c->p, *stop = scan_word(c);
    struct plain w;
    size_t end;

    if (agency_match(c->t, c->begin, c->p, c->end, 0, &c->name))
        return 1;
    plain_fold(&w, c->p, stop);
    if (w.n && agency_manner_after(c->t, MANNER_FILLER, w.s, w.n, &end) &&
        end == w.n) {
        c->p = stop;
        scan_spaces(c);
        if (agency_match(c->t, c->begin, c->p, c->end, 0, &c->name))
            return 1;
    }
    c->p = stay;
    return 0;
}

/* PLACE - NAME, where the names were taken. */
static int accept_dash(struct scan *c, enum closer closer)
{
    if (c->guarded || !c->words)
        return 0;
    c->d->alone = closer == CLOSER_END && in_capitals(c);
    if (closer == CLOSER_DOT)
        return has_date(c);
    if (closer != CLOSER_DASH)
        return c->d->alone;
    return has_date(c) || in_capitals(c) || (!c->cased && c->words <= 3);
}

/* PLACE, date - and what may follow */
static int place_dash(struct scan *c)
{
    struct scan bare;

    take_closer(c);
    bare = *c;
    scan_spaces(c);
    if (scan_peek(c) == '(' && c->words && (in_capitals(c) || has_date(c))) {
        if (place_bracket(c))
            return 1;
    } else if (at_name(c)) {
        take_names(c);
        if (accept_dash(c, take_closer(c)))
            return 1;
    }
    *c = bare;
    c->d->n = 0;
    c->d->alone = 0;
    return accept_bare(c, 20);
}

/* What else is in a bracket behind a place: "New Delhi [India], March 5", and
 * between slashes in Arabic a reporter. */
static int take_group(struct scan *c)
{
    uint32_t open = scan_peek(c);
    const char *place_end = c->d->place_end;
    struct scan next = *c;

    scan_step(&next);
    scan_spaces(&next);
    if (agency_match(c->t, c->begin, next.p, c->end, 0, &next.name) ||
        (open == '/' && c->cased))
        return 0;
    if (scan_words(&next) != (open == '/' ? STOP_OPEN : STOP_CLOSE))
        return 0;
    if (open != '/')
        scan_step(&next);
    else
        next.words = c->words;
    *c = next;
    c->d->place_end = open == '/' ? place_end : next.p;
    return 1;
}

static enum scan_stop scan_head(struct scan *c, int *groups)
{
    enum scan_stop stop = scan_words(c);

    for (*groups = 0; *groups < 3 && stop == STOP_OPEN && c->words; ++*groups) {
        if (!take_group(c))
            break;
        stop = scan_words(c);
    }
    return stop;
}

static int parse_head(struct scan *c, enum scan_stop stop)
{
    if (!c->words && !c->numbers) {
        if (stop == STOP_OPEN)
            return at_bracket(c);
        return stop == STOP_NAME && name_first(c);
    }
    switch (stop) {
    case STOP_OPEN:
        return place_bracket(c);
    case STOP_NAME:
        return place_name(c);
    case STOP_DASH:
        return place_dash(c);
    case STOP_COLON:
        scan_step(c);
        return c->words <= 3 && c->letters >= 4 && accept_bare(c, 40) &&
               goes_on_capital(c);
    default:
        return 0;
    }
}

static int parse(struct scan *c)
{
    int groups;
    enum scan_stop stop = scan_head(c, &groups);

    return parse_head(c, stop) && (c->d->n || !groups);
}

static int is_ornament(uint32_t c)
{
    return scan_is_space(c) || c == 0x2022 || c == 0xb7 || c == '"' ||
           c == 0x201c || c == 0x25a0 || c == 0x25cf || c == 0x25b2 ||
           c == 0xfeff || c == '*' || c == '>';
}

int dateline_parse(const struct agency_table *t, const char *line,
                   const char *end, struct dateline *d)
{
    struct scan c;

    memset(&c, 0, sizeof c);
    memset(d, 0, sizeof *d);
    c.t = t;
    c.begin = c.p = line;
    while (end > line && end[-1] == '\r')
        end--;
    c.end = end - line > DATELINE_MAX ? line + DATELINE_MAX : end;
    c.d = d;
    c.guarded = 1;
    while (is_ornament(scan_peek(&c)))
        scan_step(&c);
    d->begin = c.p;
    d->place = d->place_end = d->date = d->date_end = c.p;
    if (c.p >= c.end || !parse(&c))
        return 0;
    d->end = c.p;
    return 1;
}
