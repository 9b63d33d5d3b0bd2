/*
 * A plain text file is one page as somebody saved it: a headline, often its
 * echo, a date, then the text. Only the lines just behind the headline are
 * searched for the date, since the links to other stories further down have
 * dates too.
 */
#include "cli/date.h"
#include "cli/format.h"

#include <string.h>

#define HEADLINE 400 /* bytes; a longer first line is a paragraph */
#define DATE_LINES 8 /* behind the headline, empty ones not counted */
#define BINARY_LOOK 65536

static int control(char c)
{
    unsigned char u = (unsigned char)c;
    return (u < ' ' && !(u >= '\b' && u <= '\r') && u != 27) || u == 127;
}

/* Text has no control characters but for a few that went astray. */
static int probe(const char *s, size_t len, int whole)
{
    size_t n = len < BINARY_LOOK ? len : BINARY_LOOK, controls = 0;
    (void)whole;
    for (size_t i = 0; i < n; i++)
        controls += (size_t)control(s[i]);
    return controls > 4 && controls * 50 > n ? 0 : 10;
}

/* The next line that is not empty, from *at on, trimmed; *at gets the start of
 * the line behind it. 0 at the end. */
static int next_line(const char *s, size_t len, size_t *at, size_t *begin,
                     size_t *end)
{
    while (*at < len) {
        const char *newline = memchr(s + *at, '\n', len - *at);
        *begin = *at;
        *end = newline ? (size_t)(newline - s) : len;
        *at = *end + (newline != NULL);
        while (*begin < *end && (unsigned char)s[*begin] <= ' ')
            ++*begin;
        while (*begin < *end && (unsigned char)s[*end - 1] <= ' ')
            --*end;
        if (*begin < *end)
            return 1;
    }
    return 0;
}

/* Bytes of a word before a date, as 'Published:' or 'Posted on'. */
static size_t label(const char *s, size_t len)
{
    static const char *const words[] = {"published on",
                                        "published at",
                                        "published",
                                        "posted on",
                                        "posted",
                                        "first published",
                                        "date",
                                        "updated on",
                                        "updated",
                                        "last updated",
                                        "created",
                                        "stand",
                                        "publicado el",
                                        "publicado em",
                                        "pubblicato il",
                                        "publi\303\251 le",
                                        "ver\303\266ffentlicht am"};
    size_t best = 0;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = strlen(words[i]), k = 0;
        while (k < n && k < len &&
               (s[k] | (s[k] >= 'A' && s[k] <= 'Z' ? 32 : 0)) == words[i][k])
            k++;
        if (k == n && n > best && n < len && (s[n] == ' ' || s[n] == ':'))
            best = n;
    }
    if (!best)
        return 0;
    if (s[best] == ':')
        best++;
    return best;
}

static int64_t find_date(const char *s, size_t len, size_t at)
{
    size_t begin, end, n;
    int64_t t;
    for (int i = 0; i < DATE_LINES && next_line(s, len, &at, &begin, &end);
         i++) {
        if (date_parse(s + begin, end - begin, &t, NULL) == DATE_OK)
            return t;
        n = label(s + begin, end - begin);
        if (n &&
            date_parse(s + begin + n, end - begin - n, &t, NULL) == DATE_OK)
            return t;
    }
    return STORE_NO_TIME;
}

static int article(struct source *src, struct batch *b)
{
    const char *s = src->buf + src->start;
    size_t len = src->end - src->start, at = 0, begin, end, first, last, after;
    struct record *record = batch_new(b, src->name, 1, 0);
    struct article *a;
    if (!record)
        return READER_NO_MEMORY;
    a = &record->article;
    if (len >= 3 && !memcmp(s, "\xEF\xBB\xBF", 3))
        s += 3, len -= 3;
    if (!next_line(s, len, &at, &begin, &end))
        return source_reject(src, REJECT_EMPTY_TEXT, 1, 0, "the file is empty");
    after = at;
    if (strcmp(src->name, "-") &&
        !(a->id = batch_copy(b, src->name, strlen(src->name))))
        return READER_NO_MEMORY;
    a->published = find_date(s, len, after);
    if (end - begin <= HEADLINE && next_line(s, len, &at, &first, &last)) {
        if (!(a->title = batch_copy(b, s + begin, end - begin)))
            return READER_NO_MEMORY;
        s += after, len -= after;
    }
    if (!(a->text = batch_copy(b, s, len)))
        return READER_NO_MEMORY;
    a->text_len = len;
    batch_keep(b);
    return 0;
}

static int next(struct source *src, struct batch *b)
{
    return source_whole(src, b, "a text", article);
}

const struct format format_plain = {"plain text", probe, NULL, next, NULL};
