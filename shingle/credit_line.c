/*
 * A name is a credit by its surroundings: what is before it on its line and
 * what is behind it, each made plain (plain.h) and looked at from the name
 * outwards. The senses are asked in order, what is no credit first: photo,
 * mixed, then the lines of credit, the byline, told, and the tail.
 *
 *     ... text. | (  | AFP |  ) | end      dress and sentence: tail
 *     By Jane Doe, | Associated Press | Writer      byline
 *     Mit Material von | dpa und AFP | end          mixed
 */
#include "shingle/credit_line.h"

#include "shingle/credit_alone.h"
#include "shingle/credit_context.h"

#include <string.h>

/* "12月25日呼和浩特" between a name and 报道 has 22. */
#define REPORTED_BYTES 32

/* Where a text uses a word, it does so within about so many bytes. */
#define WORD_BYTES 4096

static int say(struct credit_sense *s, enum credit_kind kind, const char *begin,
               const char *end)
{
    s->kind = kind;
    s->begin = begin;
    s->end = end;
    s->weak = 0;
    return 1;
}

static int guarded(const struct credit_context *c)
{
    return (c->g->flags & AGENCY_GUARDED) != 0;
}

/* ---- what is no credit --------------------------------------------------- */

static int begins_byline(const struct credit_context *c)
{
    size_t end;

    return c->pre_whole &&
           agency_manner_after(c->t, MANNER_BY, c->pre.s, c->pre.n, &end);
}

/* "Foto: Max Lund/dpa": a photo's word before, with a name or two between. */
static int photo_word_before(const struct credit_context *c, size_t *start)
{
    size_t end, from = c->bare > 64 ? c->bare - 64 : 0;
    const unsigned char *s = c->pre.s;

    if (context_manner(c, MANNER_PHOTO, start))
        return 1;
    if (!c->bare || !strchr("/,|(-", s[c->bare - 1]))
        return 0;
    while (from && (s[from] & 0xc0) == 0x80)
        from--;
    if (!agency_manner_in(c->t, MANNER_PHOTO, s + from, c->bare - from, start,
                          &end) ||
        context_breaks(s + from + end, c->bare - from - end))
        return 0;
    *start += from;
    return 1;
}

/* REUTERS/Jane Doe: where the person's name ends, two words at most; or NULL.
 */
static const char *person_after(const struct credit_context *c)
{
    const char *first = c->g->end + 1, *p = first, *end = c->l->end;
    unsigned words = 0;
    size_t house;

    if (agency_manner_after(c->t, MANNER_MIXED_AFTER, c->post.s, c->post.n,
                            &house))
        return NULL;
    if (first >= end || *c->g->end != '/' || !context_capital(first, end) ||
        !plain_word(plain_at(first, end)))
        return NULL;
    for (; p < end && words < 2; p = context_boundary(p + 1, end)) {
        if (*p == ' ' && ++words < 2 && !context_capital(p + 1, end))
            break;
        if (!plain_word(plain_at(p, end)) && !strchr(" -.'", *p))
            break;
    }
    while (p > first && (p[-1] == ' ' || p[-1] == '.'))
        p--;
    return p;
}

/* Jane Doe/AP: where the person's name begins, or NULL. */
static const char *person_before(const struct credit_context *c)
{
    const char *from, *p;
    unsigned small;

    if (c->bare < 2 || c->pre.s[c->bare - 1] != '/')
        return NULL;
    p = from = context_pre(c, c->bare - 1);
    while (p > c->base && p > from - 40 && !strchr(".(,:", p[-1]))
        p--;
    p = context_boundary(p, from);
    return context_names(c->t, p, from, &small) >= 2 && !small ? p : NULL;
}

static int sense_photo(const struct credit_context *c, struct credit_sense *s)
{
    const char *begin = c->g->begin, *end = c->g->end, *p;
    size_t start, stop;

    if (photo_word_before(c, &start))
        return say(s, CREDIT_PHOTO, context_pre(c, start), end);
    if (agency_manner_after(c->t, MANNER_PHOTO_AFTER, c->post.s, c->post.n,
                            &stop))
        return say(s, CREDIT_PHOTO, begin, context_post(c, stop));
    if (begins_byline(c))
        return 0;
    p = person_after(c);
    if (p)
        return say(s, CREDIT_PHOTO, begin, p);
    p = person_before(c);
    return p && say(s, CREDIT_PHOTO, p, end);
}

static int has_space(const struct credit_context *c, size_t start)
{
    return start < c->bare &&
           memchr(c->pre.s + start, ' ', c->bare - start) != NULL;
}

static int sense_mixed_before(const struct credit_context *c,
                              struct credit_sense *s)
{
    size_t start;
    unsigned small;

    if (!context_manner(c, MANNER_MIXED, &start))
        return 0;
    if (has_space(c, start)) {
        if (!context_begins(c, start) && start && c->pre.s[start - 1] != ' ' &&
            c->pre.s[start - 1] != ',')
            return 0;
    } else {
        /* One small word: only in a line of its own that is no sentence. */
        if (!c->pre_whole || !context_over(c, 0) ||
            c->l->end - c->l->begin > 80 || (c->post.n && c->post.s[0] == '.'))
            return 0;
        if (context_names(c->t, c->base, context_pre(c, start), &small) > 5 ||
            small)
            return 0;
    }
    return say(s, CREDIT_MIXED, context_pre(c, start), c->g->end);
}

static int sense_mixed_after(const struct credit_context *c,
                             struct credit_sense *s)
{
    size_t start, end;

    if (!agency_manner_in(c->t, MANNER_MIXED_AFTER, c->post.s, c->post.n,
                          &start, &end) ||
        context_breaks(c->post.s, start))
        return 0;
    if (!memchr(c->post.s + start, ' ', end - start) && start > 1)
        return 0;
    if (c->post.s[start] == ',' && !context_ends(c, end))
        return 0; /* "the AP, red with rage" */
    return say(s, CREDIT_MIXED,
               context_pre(c, c->bare + (c->bare < c->pre.n &&
                                         c->pre.s[c->bare] == ' ')),
               context_post(c, end));
}

static int sense_told(const struct credit_context *c, struct credit_sense *s)
{
    size_t start, end, from = c->bare > 72 ? c->bare - 72 : 0;

    if (context_manner(c, MANNER_TOLD, &start))
        return say(s, CREDIT_TOLD, context_pre(c, start), c->g->end);
    if (agency_manner_after(c->t, MANNER_TOLD_AFTER, c->post.s, c->post.n,
                            &end))
        return say(s, CREDIT_TOLD, c->g->begin, context_post(c, end));
    /* "sagte der Minister der dpa": a case or an article shows who was told. */
    while (from && (c->pre.s[from] & 0xc0) == 0x80)
        from--;
    if (c->bare == c->pre.n || c->pre.s[c->bare - (c->bare > 0)] == ',' ||
        !agency_manner_in(c->t, MANNER_TOLD, c->pre.s + from, c->bare - from,
                          &start, &end) ||
        context_breaks(c->pre.s + from + end, c->bare - from - end))
        return 0;
    return say(s, CREDIT_TOLD, c->g->begin, c->g->end);
}

/* ---- lines of credit ----------------------------------------------------- */

/* Initials of who wrote and edited, "/lno" or " SKL SMN", up to the end of the
 * line; where they end, or 0. */
static size_t initials(const struct credit_context *c)
{
    const char *p = c->g->end, *end = c->l->end, *last = p;
    int small = context_capital(p - 1, p) ? 0 : 1, groups = 0;

    while (p < end && groups < 5) {
        char sep = *p++;
        int n = 0;

        if (sep != '/' && sep != ' ' && sep != '-')
            break;
        for (; p + n < end && n < 6; n++) {
            char at = p[n];

            if (!(at >= 'a' && at <= 'z') && !(at >= 'A' && at <= 'Z'))
                break;
            if (sep == ' ' && (at >= 'a') != small)
                return 0;
        }
        if (n < 2 || n > 5 || (sep == ' ' && n > 4))
            break;
        p += n;
        last = p;
        groups++;
    }
    return groups ? (size_t)(last - c->g->end) : 0;
}

/* 报道 behind the name, with a day and a place between at most. */
static int reported(const struct credit_context *c, size_t *end)
{
    size_t n, start;

    for (n = 0; n < c->post.n && !strchr(",.:", c->post.s[n]); n++)
        ;
    return agency_manner_in(c->t, MANNER_REPORTER, c->post.s, n, &start, end) &&
           start <= REPORTED_BYTES;
}

static int sense_published(const struct credit_context *c,
                           struct credit_sense *s)
{
    size_t start, end;

    if (context_manner(c, MANNER_PUBLISHED, &start))
        return say(s, CREDIT_LINE, context_pre(c, start), c->g->end);
    /* What opens with 据新华社报道 is told after Xinhua: a story as a whole,
     * which is how papers that print it say so; a later paragraph, that alone;
     * inside a sentence it quotes. */
    if (context_manner(c, MANNER_SOURCE, &start) && !start && c->pre_whole &&
        reported(c, &end)) {
        say(s, credit_under_text(c->t, c->l) ? CREDIT_MIXED : CREDIT_LINE,
            context_pre(c, 0), context_post(c, end));
        s->weak = 1;
        return 1;
    }
    if (guarded(c) || !context_begins(c, c->naked) ||
        !agency_manner_in(c->t, MANNER_CREDIT_AFTER, c->post.s, c->post.n,
                          &start, &end) ||
        context_breaks(c->post.s, start) || (start > 1 && end - start < 12))
        return 0;
    return say(s, CREDIT_LINE, c->g->begin, context_post(c, end));
}

static int sense_copyright(const struct credit_context *c,
                           struct credit_sense *s)
{
    size_t n = c->bare, start, end = 0;

    while (n && strchr(" ,-0123456789", c->pre.s[n - 1]))
        n--;
    if (n >= 3 && !memcmp(c->pre.s + n - 3, " by", 3))
        n -= 3;
    if (!agency_manner_before(c->t, MANNER_COPYRIGHT, c->pre.s, n, &start))
        return 0;
    while (end < c->post.n && c->post.s[end] >= '0' && c->post.s[end] <= '9')
        end++;
    if (!end && c->post.n &&
        plain_word(plain_at(context_post(c, 0), c->l->end)) &&
        !context_capital(context_post(c, 0), c->l->end) &&
        memcmp(c->post.s, "all r", 5) != 0)
        return 0;
    return say(s, CREDIT_COPYRIGHT, context_pre(c, start),
               end ? context_post(c, end) : c->g->end);
}

static int byline_over(const struct credit_context *c)
{
    size_t end;

    if (context_over(c, 0))
        return 1;
    return agency_manner_after(c->t, MANNER_JOB, c->post.s, c->post.n, &end) &&
           context_over(c, end);
}

/* "Sources: AFP, IMF": further sources, and not a date or who edited it. */
static int others_follow(const struct credit_context *c)
{
    size_t more = initials(c), i = 0;

    while (i < c->post.n && context_post(c, i) < c->g->end + more)
        i++;
    return strchr(",;/", c->post.s[0]) != NULL && !context_over(c, i);
}

static int sense_source(const struct credit_context *c, struct credit_sense *s)
{
    size_t start;

    if (!context_manner(c, MANNER_SOURCE, &start) || !context_begins(c, start))
        return 0;
    if (!byline_over(c) && !strchr(".,;|)/-(", c->post.s[0]))
        return 0;
    return say(s, others_follow(c) ? CREDIT_MIXED : CREDIT_LINE,
               context_pre(c, start), c->g->end);
}

/* ---- bylines ------------------------------------------------------------- */

static const char *byline_end(const struct credit_context *c)
{
    size_t end;

    if (!context_ends(c, 0) &&
        agency_manner_after(c->t, MANNER_JOB, c->post.s, c->post.n, &end))
        return context_post(c, end);
    return c->g->end;
}

static const char *line_start(const struct credit_context *c)
{
    const char *p = c->l->begin;

    while (p < c->g->begin && (*p == ' ' || *p == '\t' || *p == '\r'))
        p++;
    return p;
}

/* "Reuters | March 5, 2024", and not "Dow Jones | 39,012". */
static int dated(const struct credit_context *c)
{
    size_t i;

    if (context_ends(c, 0) || !context_over(c, 0))
        return 0;
    for (i = 0; i < c->post.n; i++)
        if (c->post.s[i] == ':' || (c->post.s[i] >= 'a' && c->post.s[i] <= 'z'))
            return 1;
    return 0;
}

/* "... since 1854. By Associated Press. One lesson ...", where a page has lost
 * its line breaks. */
static int sense_byline_in_block(const struct credit_context *c,
                                 struct credit_sense *s)
{
    size_t n = c->bare, end;
    unsigned small;

    if (guarded(c) || !c->l->early || c->post.n < 2 || c->post.s[0] != '.' ||
        c->post.s[1] != ' ' || !context_capital(context_post(c, 2), c->l->end))
        return 0;
    while (n && !(c->pre.s[n - 1] == ' ' && context_after_sentence(c, n)))
        n--;
    if (!n ||
        !agency_manner_after(c->t, MANNER_BY, c->pre.s + n, c->pre.n - n, &end))
        return 0;
    context_names(c->t, context_pre(c, n + end), c->g->begin, &small);
    return !small && say(s, CREDIT_BYLINE, context_pre(c, n), c->g->end);
}

static int sense_byline(const struct credit_context *c, struct credit_sense *s)
{
    unsigned small, names;
    size_t end;
    const char *p;
    int sep;

    if (sense_byline_in_block(c, s))
        return 1;
    if (!c->pre_whole || !byline_over(c))
        return 0;
    p = line_start(c);
    sep = c->bare && strchr(",|(;", c->pre.s[c->bare - 1]);
    if (agency_manner_after(c->t, MANNER_BY, c->pre.s, c->pre.n, &end)) {
        names = context_names(c->t, context_pre(c, end), c->g->begin, &small);
        if (small || names > 12 || (guarded(c) && names && !sep))
            return 0;
        return say(s, CREDIT_BYLINE, p, byline_end(c));
    }
    if (!c->bare && !guarded(c) && dated(c) && credit_alone(c->t, c->l))
        return say(s, CREDIT_BYLINE, c->g->begin, c->g->end);
    if (!c->bare) {
        if (guarded(c) || context_ends(c, 0) ||
            !agency_manner_after(c->t, MANNER_JOB, c->post.s, c->post.n,
                                 &end) ||
            !credit_alone(c->t, c->l))
            return 0;
        return say(s, CREDIT_BYLINE, c->g->begin, context_post(c, end));
    }
    names = context_names(c->t, p, c->g->begin, &small);
    if (!sep || small || guarded(c) || names < 2 ||
        names > (c->pre.s[c->bare - 1] == '|' ? 4 : 7) ||
        context_breaks(c->pre.s, c->bare))
        return 0;
    /* "Sources: IMF, AFP" */
    if (agency_manner_after(c->t, MANNER_SOURCE, c->pre.s, c->pre.n, &end))
        return say(s, CREDIT_MIXED, p, c->g->end);
    say(s, CREDIT_BYLINE, p, byline_end(c));
    s->weak = !c->l->early;
    return 1;
}

/* ---- tails --------------------------------------------------------------- */

/* Whether pre is "jd/", initials before the name. */
static int initials_before(const struct credit_context *c)
{
    size_t i, n = c->bare;

    if (!c->pre_whole || n < 3 || c->pre.s[n - 1] != '/')
        return 0;
    i = c->pre.s[0] == '(';
    if (n - 1 - i < 2 || n - 1 - i > 4)
        return 0;
    for (; i < n - 1; i++)
        if (c->pre.s[i] < 'a' || c->pre.s[i] > 'z')
            return 0;
    return !context_capital(context_pre(c, n - 2), c->g->begin);
}

/* From the bracket or dash before the name to the bracket that may stand at
 * byte i of post, behind end. */
static int say_tail(const struct credit_context *c, struct credit_sense *s,
                    const char *end, size_t i)
{
    const char *begin = c->g->begin;
    size_t from = c->naked;

    while (from < c->pre.n && c->pre.s[from] == ' ')
        from++;
    if (c->bracket || c->dash || c->bare < c->pre.n)
        begin = context_pre(c, from);
    if (c->bracket && i < c->post.n && strchr(")]/", c->post.s[i]))
        end = context_post(c, i + 1);
    return say(s, CREDIT_TAIL, begin, end);
}

/* "(Petra)", where all capitals are no word of a text. */
static int like_word(const struct credit_context *c)
{
    const char *second = context_boundary(c->g->begin + 1, c->g->end);

    return guarded(c) && second < c->g->end &&
           !context_capital(second, c->g->end);
}

/* Whether the text before the name has the same word, not in brackets. */
static int is_word_of_text(const struct credit_context *c)
{
    const char *p = c->l->base, *stop = c->g->begin;
    size_t n = (size_t)(c->g->end - c->g->begin);

    if (stop - p > WORD_BYTES)
        p = context_boundary(stop - WORD_BYTES, stop);
    while (stop - p >= (ptrdiff_t)n &&
           (p = memchr(p, *c->g->begin, (size_t)(stop - p) - n + 1))) {
        if (!memcmp(p, c->g->begin, n) && !plain_word(plain_at(p + n, stop)) &&
            !plain_word(plain_before(c->l->base, p)) &&
            plain_before(c->l->base, p) != '(')
            return 1;
        p++;
    }
    return 0;
}

static int sense_tail(const struct credit_context *c, struct credit_sense *s)
{
    size_t more = initials(c);
    const char *end = c->g->end + more;
    int lone = c->pre_whole && !c->naked, own;
    size_t i = 0;

    while (i < c->post.n && context_post(c, i) < end)
        i++;
    if (!context_ends(c, i))
        return 0;
    if (initials_before(c) && !guarded(c))
        return say(s, CREDIT_TAIL, context_pre(c, c->pre.s[0] == '('), end);
    if (guarded(c) && !c->bracket && !(c->dash && lone && !more))
        return 0;
    if (lone && !c->bracket && !c->dash && !more && !credit_alone(c->t, c->l))
        return 0;
    if (lone && c->l->early && context_capital(c->g->begin, end) &&
        !c->bracket && !c->dash && !more) {
        say(s, CREDIT_BYLINE, context_pre(c, c->bare), end);
        if (s->begin < line_start(c))
            s->begin = line_start(c);
        return 1;
    }
    own = lone || context_after_sentence(c, c->naked);
    if (!own &&
        (guarded(c) || !c->bracket || c->l->end - c->l->begin < CREDIT_WINDOW))
        return 0;
    if (more && more <= 4 && *c->g->end == ' ' && !c->bracket && c->l->early &&
        lone)
        return 0;
    if (like_word(c) && is_word_of_text(c))
        return 0;
    say_tail(c, s, end, i);
    s->weak = !own || (!c->bracket && !c->dash && !lone) || like_word(c);
    return 1;
}

/* What is a tail by itself: "(Reporting by". */
static int sense_own_tail(const struct credit_context *c,
                          struct credit_sense *s)
{
    struct plain rest;
    size_t i;

    if (!context_begins(c, c->pre.n) && *c->g->begin != '(')
        return 0;
    if (c->g->rest) {
        plain_fold(&rest, c->g->rest, c->g->rest + strlen(c->g->rest));
        for (i = 0; i + rest.n <= c->post.n; i++)
            if (!memcmp(c->post.s + i, rest.s, rest.n))
                return say(s, CREDIT_TAIL, c->g->begin,
                           context_post(c, i + rest.n));
        return 0;
    }
    return say(s, CREDIT_TAIL, c->g->begin, c->g->end);
}

/* ---- all ----------------------------------------------------------------- */

int credit_sense_of(const struct agency_table *t, const struct credit_line *l,
                    const struct credit_names *g, struct credit_sense *s)
{
    struct credit_context c;

    context_look(&c, t, l, g);
    if (g->flags & AGENCY_TAIL)
        return sense_own_tail(&c, s);
    return sense_photo(&c, s) || sense_mixed_before(&c, s) ||
           sense_mixed_after(&c, s) || sense_copyright(&c, s) ||
           sense_source(&c, s) || sense_byline(&c, s) ||
           sense_published(&c, s) || sense_tail(&c, s) || sense_told(&c, s);
}
