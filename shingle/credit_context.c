#include "shingle/credit_context.h"

#include "shingle/utf8.h"

#include <string.h>
#include <utf8proc.h>

/* "reporters from the news agency" has four. */
#define FILLERS 6

const char *context_pre(const struct credit_context *c, size_t i)
{
    return c->base + c->pre.at[i];
}

const char *context_post(const struct credit_context *c, size_t i)
{
    return c->g->end + c->post.at[i];
}

static void strip_fillers(struct credit_context *c)
{
    size_t n = c->pre.n, start;
    int k;

    for (k = 0; k < FILLERS; k++) {
        while (n && c->pre.s[n - 1] == ' ')
            n--;
        if (!n ||
            !agency_manner_before(c->t, MANNER_FILLER, c->pre.s, n, &start))
            break;
        n = start;
    }
    c->bare = n;
}

int context_manner(const struct credit_context *c, enum agency_manner kind,
                   size_t *start)
{
    size_t n = c->pre.n;

    for (;;) {
        if (agency_manner_before(c->t, kind, c->pre.s, n, start))
            return 1;
        if (n == c->bare ||
            !agency_manner_before(c->t, MANNER_FILLER, c->pre.s, n, &n))
            return 0;
    }
}

static void strip_dress(struct credit_context *c)
{
    size_t n = c->bare;

    while (n && strchr(" ([\"'-*/_=", c->pre.s[n - 1])) {
        unsigned char at = c->pre.s[--n];

        c->bracket |= at == '(' || at == '[' ||
                      (at == '/' && (!n || c->pre.s[n - 1] == ' '));
        c->dash |= at == '-' || at == '=';
    }
    c->naked = n;
}

const char *context_boundary(const char *p, const char *end)
{
    while (p < end && ((unsigned char)*p & 0xc0) == 0x80)
        p++;
    return p;
}

void context_look(struct credit_context *c, const struct agency_table *t,
                  const struct credit_line *l, const struct credit_names *g)
{
    const char *stop;

    memset(c, 0, offsetof(struct credit_context, pre));
    c->t = t;
    c->l = l;
    c->g = g;
    c->bracket = c->dash = 0;
    c->pre_whole = g->begin - l->begin <= CREDIT_WINDOW;
    c->base = c->pre_whole
                  ? l->begin
                  : context_boundary(g->begin - CREDIT_WINDOW, g->begin);
    plain_fold(&c->pre, c->base, g->begin);
    c->post_whole = l->end - g->end <= CREDIT_WINDOW;
    stop = c->post_whole ? l->end
                         : context_boundary(g->end + CREDIT_WINDOW, l->end);
    plain_fold(&c->post, g->end, stop);
    if (!c->post.n)
        c->post.s[0] = ' ';
    strip_fillers(c);
    strip_dress(c);
}

int context_ends(const struct credit_context *c, size_t i)
{
    if (!c->post_whole)
        return 0;
    while (i < c->post.n && strchr(" .)]\"'|*/", c->post.s[i]))
        i++;
    return i == c->post.n;
}

/* Nothing but a date or time from i on: "| March 5, 2024 10:15". */
static int stamp_at(const struct credit_context *c, size_t i)
{
    size_t end;
    int k, seen = 0;

    if (!c->post_whole || i >= c->post.n)
        return 0;
    while (i < c->post.n) {
        if (strchr(" .,:|-/()0123456789+", c->post.s[i])) {
            seen |= c->post.s[i] >= '0' && c->post.s[i] <= '9';
            i++;
            continue;
        }
        if (c->post.s[i] == 0xc2 || c->post.s[i] == 0xe2) { /* a bullet */
            i += c->post.s[i] == 0xc2 ? 2 : 3;
            continue;
        }
        for (k = MANNER_DAY; k < MANNER_KINDS; k++)
            if (agency_manner_after(c->t, (enum agency_manner)k, c->post.s + i,
                                    c->post.n - i, &end))
                break;
        if (k == MANNER_KINDS)
            return 0;
        i += end;
    }
    return seen;
}

int context_over(const struct credit_context *c, size_t i)
{
    return context_ends(c, i) || stamp_at(c, i);
}

int context_begins(const struct credit_context *c, size_t n)
{
    while (n && strchr(" \"'", c->pre.s[n - 1]))
        n--;
    if (!n)
        return c->pre_whole;
    return strchr(".!?:;|([-*)]", c->pre.s[n - 1]) != NULL ||
           c->pre.s[n - 1] >= 0x80;
}

int context_after_sentence(const struct credit_context *c, size_t n)
{
    while (n && strchr(" \"')]", c->pre.s[n - 1]))
        n--;
    return n && strchr(".!?", c->pre.s[n - 1]);
}

int context_breaks(const unsigned char *s, size_t n)
{
    size_t i;

    for (i = 0; i + 1 < n; i++)
        if (strchr(".!?", s[i]) && s[i + 1] == ' ' && i > 2 && s[i - 2] != ' ')
            return 1;
    return 0;
}

int context_capital(const char *p, const char *end)
{
    utf8proc_int32_t c = (utf8proc_int32_t)plain_at(p, end);

    return utf8proc_toupper(c) == c;
}

unsigned context_names(const struct agency_table *t, const char *p,
                       const char *end, unsigned *small)
{
    const unsigned char *s = (const unsigned char *)p, *from;
    const unsigned char *stop = (const unsigned char *)end;
    unsigned capital = 0;

    *small = 0;
    while (s < stop) {
        struct plain w;
        size_t len;

        for (from = s; s < stop && !plain_word(plain_at((const char *)s, end));
             from = s)
            utf8_next(&s, stop);
        while (s < stop && plain_word(plain_at((const char *)s, end)))
            utf8_next(&s, stop);
        if (from == s)
            break;
        plain_fold(&w, (const char *)from, (const char *)s);
        if (context_capital((const char *)from, end))
            capital++;
        else if (!agency_manner_after(t, MANNER_JOIN, w.s, w.n, &len) &&
                 !agency_manner_after(t, MANNER_PLACE, w.s, w.n, &len) &&
                 !agency_manner_after(t, MANNER_FILLER, w.s, w.n, &len))
            ++*small;
    }
    return capital;
}
