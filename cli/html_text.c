/*
 * Not a parser of HTML: content in feeds is cut off, nested wrongly and
 * escaped twice, and what a parser makes of that is sometimes nothing. Here a
 * < that begins no tag is a <, and a tag, comment or script without an end is
 * taken for what can be seen. Each search for an end that fails is not made
 * again, so that no input makes it slow.
 */
#include "cli/html_text.h"
#include "shingle/utf8.h"

#include <libxml/HTMLparser.h>
#include <string.h>

#define NONE SIZE_MAX
#define NAME 32 /* bytes of a tag's name that are looked at */

struct html {
    const char *s;
    size_t len, at;
    char *out;
    size_t n;
    int tags;  /* there are some */
    int space; /* owed before the next character: 1 a blank, 2 a line end */
    int no_tag_end, no_quote, no_comment_end, no_script_end, no_style_end;
    int pre; /* inside so many pre elements */
};

static int blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

static int letter(char c)
{
    c = lower(c);
    return c >= 'a' && c <= 'z';
}

static int same(const char *s, const char *word, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (!word[i] || lower(s[i]) != word[i])
            return 0;
    return !word[len];
}

enum html_kind html_kind(const char *name, size_t len)
{
    static const char *const blocks[] = {
        "p",          "br",      "div",     "li",      "ul",      "ol",
        "h1",         "h2",      "h3",      "h4",      "h5",      "h6",
        "blockquote", "section", "article", "figure",  "tr",      "table",
        "hr",         "pre",     "header",  "footer",  "aside",   "figcaption",
        "dl",         "dt",      "dd",      "main",    "address", "form",
        "center",     "nav",     "caption", "thead",   "tbody",   "details",
        "summary",    "option",  "hl1",     "hl2",     "block",   "bq",
        "nitf-table", "byline",  "tagline", "dateline"};
    static const char *const cells[] = {"td", "th", "iframe", "button"};
    static const char *const hidden[] = {"script", "style"};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        if (same(name, blocks[i], len))
            return HTML_BLOCK;
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        if (same(name, cells[i], len))
            return HTML_CELL;
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
        if (same(name, hidden[i], len))
            return HTML_HIDDEN;
    return HTML_INLINE;
}

/* ---- entities ----------------------------------------------------------- */

static uint32_t windows(uint32_t c)
{
    static const uint16_t high[32] = {
        0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
        0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
        0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
        0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};
    return c >= 128 && c < 160 ? high[c - 128] : c;
}

static int digit(char c, int hex)
{
    c = lower(c);
    if (c >= '0' && c <= '9')
        return c - '0';
    return hex && c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static size_t number(const char *s, size_t len, char out[8], size_t *n)
{
    int hex = len > 2 && lower(s[2]) == 'x';
    size_t i = hex ? 3 : 2, begin = i;
    uint32_t c = 0;
    for (; i < len && digit(s[i], hex) >= 0; i++)
        if (c < 0x110000)
            c = c * (hex ? 16 : 10) + (uint32_t)digit(s[i], hex);
    if (i == begin)
        return 0;
    i += i < len && s[i] == ';';
    c = windows(c);
    if (!c || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
        c = 0xFFFD;
    *n = utf8_put((unsigned char *)out, c);
    return *n <= i ? i : 0; /* &#0 is no longer than it says */
}

size_t html_entity(const char *s, size_t len, char out[8], size_t *n)
{
    const htmlEntityDesc *e;
    char name[12];
    size_t i = 0;
    if (len > 1 && s[1] == '#')
        return number(s, len, out, n);
    while (i + 1 < len && i < sizeof name - 1 &&
           (letter(s[i + 1]) || digit(s[i + 1], 0) >= 0)) {
        name[i] = s[i + 1];
        i++;
    }
    name[i] = 0;
    if (!i || i + 1 >= len || s[i + 1] != ';')
        return 0;
    if (!strcmp(name, "apos")) {
        *out = '\'';
        *n = 1;
        return i + 2;
    }
    e = htmlEntityLookup((const xmlChar *)name);
    if (!e)
        return 0;
    *n = utf8_put((unsigned char *)out, e->value);
    return i + 2;
}

/* ---- writing ------------------------------------------------------------ */

static void put(struct html *h, const char *s, size_t n)
{
    if (h->space && h->n)
        h->out[h->n++] = h->space == 2 ? '\n' : ' ';
    h->space = 0;
    memmove(h->out + h->n, s, n);
    h->n += n;
}

static void owe(struct html *h, int space)
{
    if (h->space < space)
        h->space = space;
}

/* White space from h->at on. */
static void skip_blanks(struct html *h)
{
    size_t newlines = 0;
    for (; h->at < h->len && blank(h->s[h->at]); h->at++)
        newlines += h->s[h->at] == '\n';
    owe(h, newlines > 1 || (newlines && (!h->tags || h->pre)) ? 2 : 1);
}

/* ---- tags --------------------------------------------------------------- */

/* Behind the first of what at or after i, without regard to case; NONE where
 * there is none, which *never then remembers. */
static size_t behind(const struct html *h, size_t i, const char *what,
                     int *never)
{
    size_t n = strlen(what);
    while (!*never && i + n <= h->len) {
        const char *p = memchr(h->s + i, *what, h->len - i - n + 1);
        if (!p)
            break;
        i = (size_t)(p - h->s);
        if (same(p, what, n))
            return i + n;
        i++;
    }
    *never = 1;
    return NONE;
}

/* Behind the tag that begins at i, with regard to quotes where their ends are
 * there. */
static size_t tag_end(struct html *h, size_t i)
{
    size_t from = i;
    while (!h->no_quote && i < h->len && h->s[i] != '>') {
        char c = h->s[i++];
        if (c != '=')
            continue;
        while (i < h->len && blank(h->s[i]))
            i++;
        if (i < h->len && (h->s[i] == '"' || h->s[i] == '\'')) {
            const char *q = memchr(h->s + i + 1, h->s[i], h->len - i - 1);
            if (!q)
                h->no_quote = 1;
            else
                i = (size_t)(q - h->s) + 1;
        }
    }
    if (!h->no_quote && i < h->len)
        return i + 1;
    h->no_quote = 1;
    return behind(h, from, ">", &h->no_tag_end);
}

/* Passes a script or style whose tag ended before h->at, if it has an end. */
static void skip_hidden(struct html *h, int script)
{
    size_t end = script ? behind(h, h->at, "</script", &h->no_script_end)
                        : behind(h, h->at, "</style", &h->no_style_end);
    if (end != NONE)
        end = behind(h, end, ">", &h->no_tag_end);
    if (end != NONE)
        h->at = end;
}

/* An element's tag at h->at, with or without a slash. 0: it is none. */
static int element(struct html *h)
{
    int closing = h->s[h->at + 1] == '/';
    size_t begin = h->at + 1 + (size_t)closing, name = begin, end;
    if (name >= h->len || !letter(h->s[name]))
        return 0;
    while (name < h->len && name - begin < NAME && !blank(h->s[name]) &&
           h->s[name] != '>' && h->s[name] != '/')
        name++;
    if ((end = tag_end(h, name)) == NONE)
        return 0;
    h->at = end;
    switch (html_kind(h->s + begin, name - begin)) {
    case HTML_BLOCK:
        if (same(h->s + begin, "pre", name - begin))
            h->pre = !closing;
        owe(h, 2);
        break;
    case HTML_CELL:
        owe(h, 1);
        break;
    case HTML_HIDDEN:
        if (!closing)
            skip_hidden(h, lower(h->s[begin + 1]) == 'c');
        break;
    default:
        break;
    }
    return 1;
}

/* What begins with < at h->at. 0: nothing does, it is a <. */
static int markup(struct html *h)
{
    const char *p = h->s + h->at;
    size_t left = h->len - h->at, end = NONE;
    if (left >= 9 && !memcmp(p, "<![CDATA[", 9)) {
        h->at += 9; /* its end is passed over where it is met */
        return 1;
    }
    if (left >= 4 && !memcmp(p, "<!--", 4))
        end = behind(h, h->at + 4, "-->", &h->no_comment_end);
    else if (left >= 2 && (p[1] == '!' || p[1] == '?'))
        end = behind(h, h->at, ">", &h->no_tag_end);
    else
        return left >= 2 && element(h);
    if (end != NONE)
        h->at = end;
    return end != NONE;
}

static int has_tags(const char *s, size_t len)
{
    const char *end = s + len;
    while (s < end && (s = memchr(s, '<', (size_t)(end - s)))) {
        s++;
        if (s < end && (letter(*s) || *s == '/' || *s == '!'))
            return 1;
    }
    return 0;
}

/* A byte of text, an entity, or a run of bytes without meaning. */
static void text(struct html *h)
{
    size_t left = h->len - h->at, i = 1, n;
    const char *p = h->s + h->at;
    char c[8];
    if (*p == '&' && (i = html_entity(p, left, c, &n)) > 0) {
        h->at += i;
        if (n == 1 && blank(*c))
            owe(h, 1);
        else
            put(h, c, n);
        return;
    }
    if (left >= 3 && !memcmp(p, "]]>", 3)) {
        h->at += 3;
        return;
    }
    for (i = 1;
         i < left && !blank(p[i]) && p[i] != '<' && p[i] != '&' && p[i] != ']';)
        i++;
    put(h, p, i);
    h->at += i;
}

size_t html_text(char *out, const char *s, size_t len)
{
    struct html h = {.s = s, .len = len, .out = out};
    h.tags = has_tags(s, len);
    while (h.at < len) {
        if (blank(s[h.at]))
            skip_blanks(&h);
        else if (s[h.at] != '<' || !markup(&h))
            text(&h);
    }
    return h.n;
}
