#include "cli/warc.h"

#include <string.h>
#include <strings.h>

static int digit(char c)
{
    return c >= '0' && c <= '9';
}

static int space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Bytes of the line at s with its end; 0: it does not end here. */
static size_t line_at(const char *s, size_t len)
{
    const char *end = memchr(s, '\n', len);
    return end ? (size_t)(end - s) + 1 : 0;
}

static int is_empty(const char *s, size_t line)
{
    return line == 1 || (line == 2 && *s == '\r');
}

/* "WARC/1.1"; the drafts were 0.9 to 0.18. */
static int is_version(const char *s, size_t line)
{
    size_t i = 5;
    if (line < 9 || memcmp(s, "WARC/", 5) || (s[i] != '0' && s[i] != '1') ||
        s[i + 1] != '.')
        return 0;
    for (i += 2; i < line && digit(s[i]); i++)
        ;
    while (i > 7 && i < line && space(s[i]))
        i++;
    return i == line;
}

static struct warc_value trim(const char *s, size_t len)
{
    struct warc_value v = {s, len};
    while (v.len && space(*v.s))
        v.s++, v.len--;
    while (v.len && space(v.s[v.len - 1]))
        v.len--;
    return v;
}

static struct warc_value bare(struct warc_value v)
{
    if (v.len >= 2 && v.s[0] == '<' && v.s[v.len - 1] == '>')
        v.s++, v.len -= 2;
    return v;
}

static int is_name(const char *s, size_t len, const char *name)
{
    return strlen(name) == len && !strncasecmp(s, name, len);
}

static enum warc_type type_of(struct warc_value v)
{
    static const char *const names[] = {
        "",         "warcinfo", "response",   "resource",    "request",
        "metadata", "revisit",  "conversion", "continuation"};
    for (size_t i = 1; i < sizeof names / sizeof *names; i++)
        if (is_name(v.s, v.len, names[i]))
            return (enum warc_type)i;
    return WARC_OTHER;
}

static int read_length(struct warc_value v, uint64_t *out)
{
    *out = 0;
    if (!v.len || v.len > 18)
        return -1;
    for (size_t i = 0; i < v.len; i++) {
        if (!digit(v.s[i]))
            return -1;
        *out = *out * 10 + (uint64_t)(v.s[i] - '0');
    }
    return 0;
}

struct parse {
    struct warc_head *head;
    int typed, measured;
    const char **why;
};

static int damaged(const char **why, const char *words)
{
    *why = words;
    return WARC_DAMAGED;
}

/* Sets what a name is known for; of a name that comes twice the first. */
static int take(struct parse *p, const char *name, size_t len,
                struct warc_value v)
{
    struct warc_head *h = p->head;
    const struct {
        const char *name;
        struct warc_value *to;
        int brackets;
    } known[] = {{"WARC-Target-URI", &h->target, 1},
                 {"WARC-Record-ID", &h->id, 1},
                 {"WARC-Concurrent-To", &h->concurrent, 1},
                 {"WARC-Refers-To", &h->refers, 1},
                 {"WARC-Date", &h->date, 0},
                 {"Content-Type", &h->media, 0},
                 {"WARC-Identified-Payload-Type", &h->payload, 0},
                 {"WARC-Identified-Content-Language", &h->language, 0},
                 {"WARC-Segment-Number", &h->segment, 0}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (is_name(name, len, known[i].name) && !known[i].to->s)
            *known[i].to = known[i].brackets ? bare(v) : v;
    if (is_name(name, len, "WARC-Type")) {
        h->type = type_of(v);
        p->typed = 1;
    } else if (is_name(name, len, "Content-Length")) {
        uint64_t length;
        if (read_length(v, &length))
            return damaged(p->why, "its Content-Length is no length");
        if (p->measured && length != h->length)
            return damaged(p->why, "it has two Content-Lengths");
        h->length = length;
        p->measured = 1;
    }
    return WARC_OK;
}

/* Takes the name and value of len bytes, lines that go on with it too. */
static int take_line(struct parse *p, const char *s, size_t len)
{
    const char *colon = memchr(s, ':', len);
    struct warc_value name;
    if (!colon)
        return damaged(p->why, "a line of its head has no name");
    name = trim(s, (size_t)(colon - s));
    if (!name.len || memchr(s, 0, len))
        return damaged(p->why, "a line of its head is no text");
    return take(p, name.s, name.len,
                trim(colon + 1, len - (size_t)(colon - s) - 1));
}

int warc_head(const char *s, size_t len, struct warc_head *out,
              const char **why)
{
    struct parse p = {.head = out, .why = why};
    size_t most = len < WARC_HEAD_MOST ? len : WARC_HEAD_MOST;
    size_t i = line_at(s, most), line;
    int rc = WARC_OK;
    memset(out, 0, sizeof *out);
    if (memcmp(s, "WARC/", most < 5 ? most : 5))
        return damaged(why, "it does not begin with WARC/");
    if (i && !is_version(s, i))
        return damaged(why, "its version is none that is known");
    for (; i && (line = line_at(s + i, most - i)); i += line) {
        if (is_empty(s + i, line)) {
            out->len = i + line;
            if (!p.typed)
                return damaged(why, "it has no WARC-Type");
            return p.measured ? WARC_OK
                              : damaged(why, "it has no Content-Length");
        }
        while (i + line < most && (s[i + line] == ' ' || s[i + line] == '\t')) {
            size_t more = line_at(s + i + line, most - i - line);
            if (!more)
                break;
            line += more;
        }
        if ((rc = take_line(&p, s + i, line)))
            return rc;
    }
    return len < WARC_HEAD_MOST
               ? WARC_MORE
               : damaged(why, "its head does not end within 64 KiB");
}

size_t warc_find(const char *s, size_t len)
{
    const char *p = s, *end = s + len;
    while (end - p > 5 && (p = memchr(p, '\n', (size_t)(end - p) - 5))) {
        p++;
        if (!memcmp(p, "WARC/", 5))
            return (size_t)(p - s);
    }
    return len;
}

int warc_begins(const char *s, size_t len)
{
    size_t line = line_at(s, len < 64 ? len : 64), i;
    if (memcmp(s, "WARC/", len < 5 ? len : 5))
        return WARC_DAMAGED;
    if (!line)
        return len < 64 ? WARC_MORE : WARC_DAMAGED;
    if (!is_version(s, line))
        return WARC_DAMAGED;
    for (i = line; i < len && i < line + 64; i++) {
        if (s[i] == ':')
            return i > line ? WARC_OK : WARC_DAMAGED;
        if (!(s[i] == '-' || digit(s[i]) || (s[i] >= 'A' && s[i] <= 'Z') ||
              (s[i] >= 'a' && s[i] <= 'z')))
            return WARC_DAMAGED;
    }
    return i == len ? WARC_MORE : WARC_DAMAGED;
}

/* Whether whole records follow from at on, the last of them up to len. */
static int chain_ends(const char *s, size_t at, size_t len)
{
    for (;;) {
        struct warc_head head;
        const char *why;
        if (warc_head(s + at, len - at, &head, &why) != WARC_OK || !head.id.s ||
            !head.date.s || head.length > len - at - head.len)
            return 0;
        at += head.len + (size_t)head.length;
        if (at == len)
            return 1;
        if (len - at < WARC_END || memcmp(s + at, "\r\n\r\n", WARC_END))
            return 0;
        at += WARC_END;
        if (at == len)
            return 0;
    }
}

size_t warc_swallowed(const char *block, size_t len)
{
    size_t at = 0, tries = 0;
    while (at < len && tries < 64) {
        at += warc_find(block + at, len - at);
        if (at == len)
            break;
        if (at >= WARC_END && !memcmp(block + at - WARC_END, "\r\n\r\n", 4)) {
            if (chain_ends(block, at, len))
                return at;
            tries++;
        }
    }
    return len;
}
