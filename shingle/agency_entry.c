#include "shingle/agency_entry.h"

#include <string.h>

#include "shingle/agency.h"

struct walk {
    const char *id;
    int own;      /* the lines are now those of the agency */
    size_t at;    /* number of the line, over all parts */
    size_t first; /* of the line that last began it anew */
    size_t given; /* lines told */
    void (*line)(void *arg, const char *at, size_t n); /* NULL: only look */
    void *arg;
};

static int blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* Whether the n bytes at *s begin with the word; *s and *n then go on behind
 * it. */
static int takes(const char **s, size_t *n, const char *word)
{
    size_t w = strlen(word);
    if (*n < w || memcmp(*s, word, w) || (*n > w && !blank((*s)[w])))
        return 0;
    for (*s += w, *n -= w; *n && blank(**s); ++*s)
        --*n;
    return 1;
}

static void take_line(struct walk *w, const char *s, size_t n)
{
    for (; n && blank(*s); s++)
        n--;
    while (n && blank(s[n - 1]))
        n--;
    const char *p = s;
    size_t left = n;
    w->at++;
    if (!n || *s == '#')
        return;
    if (takes(&p, &left, "agency")) {
        w->own = takes(&p, &left, w->id);
        if (w->own && !w->line)
            w->first = w->at;
    } else if (takes(&p, &left, "extend")) {
        w->own = takes(&p, &left, w->id);
    } else if (takes(&p, &left, "manner")) {
        return;
    }
    if (!w->own || w->at < w->first)
        return;
    w->given++;
    if (w->line)
        w->line(w->arg, s, n);
}

static void take_part(struct walk *w, const char *s, size_t len)
{
    const char *end = s + len;
    while (s < end) {
        const char *stop = memchr(s, '\n', (size_t)(end - s));
        size_t n = (size_t)((stop ? stop : end) - s);
        take_line(w, s, n);
        s += n + 1;
    }
}

static void walk(struct walk *w, const char *text, size_t len, int builtin)
{
    w->at = w->given = 0;
    w->own = 0;
    if (len >= 3 && text && !memcmp(text, "\xef\xbb\xbf", 3))
        text += 3, len -= 3; /* a byte order mark */
    for (size_t i = 0; builtin && agency_builtin[i]; i++)
        take_part(w, agency_builtin[i], strlen(agency_builtin[i]));
    if (text) {
        w->own = 0;
        take_part(w, text, len);
    }
}

size_t agency_entry(const char *text, size_t len, int builtin, const char *id,
                    void (*line)(void *arg, const char *at, size_t n),
                    void *arg)
{
    struct walk w = {.id = id};
    walk(&w, text, len, builtin);
    if (!w.given)
        return 0;
    w.line = line;
    w.arg = arg;
    walk(&w, text, len, builtin);
    return w.given;
}
