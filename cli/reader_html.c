/*
 * A file that is one web page. Its id is the URL that it names as its own,
 * else its path.
 */
#include "cli/format.h"

#include <string.h>

#define TAGS 4 /* closing tags from which a text in tags is a page's part */

static int space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static int begins(const char *s, size_t len, const char *word)
{
    for (; *word; s++, word++, len--)
        if (!len || (*s | (*s >= 'A' && *s <= 'Z' ? 32 : 0)) != *word)
            return 0;
    return 1;
}

/* UTF-16 as far as it is ASCII; other bytes as they are. */
static size_t narrow(const char *s, size_t len, char *out, size_t size)
{
    int mark =
        len >= 2 && (!memcmp(s, "\xFF\xFE", 2) || !memcmp(s, "\xFE\xFF", 2));
    size_t n = 0, step = mark ? 2 : 1, at = mark && s[0] == '\xFE' ? 1 : 0;
    for (size_t i = mark ? 2 : 0; i + at < len && n < size; i += step)
        out[n++] = s[i + at];
    return n;
}

/* Behind blanks, comments and instructions; what is there begins the page. */
static size_t skip_prolog(const char *s, size_t len, int *xml)
{
    size_t i = len >= 3 && !memcmp(s, "\xEF\xBB\xBF", 3) ? 3 : 0;
    *xml = 0;
    for (;;) {
        const char *end = s + i, *stop;
        while (i < len && space(s[i]))
            i++;
        if (begins(s + i, len - i, "<!--"))
            stop = "-->";
        else if (begins(s + i, len - i, "<?"))
            stop = ">", *xml = 1;
        else
            return i;
        for (end = s + i; end < s + len; end++)
            if (begins(end, (size_t)(s + len - end), stop))
                break;
        if (end == s + len)
            return len;
        i = (size_t)(end - s) + strlen(stop);
    }
}

/* Closing tags of elements that HTML has. */
static size_t closing_tags(const char *s, size_t len)
{
    static const char *const names[] = {
        "p>",  "div>", "a>",  "span>",   "li>", "td>",   "b>",     "i>",
        "em>", "h1>",  "h2>", "strong>", "ul>", "font>", "script>"};
    size_t n = 0;
    for (size_t i = 0; i + 4 < len; i++)
        for (size_t k = 0;
             s[i] == '<' && s[i + 1] == '/' && k < sizeof names / sizeof *names;
             k++)
            n += (size_t)begins(s + i + 2, len - i - 2, names[k]);
    return n;
}

static int probe(const char *head, size_t head_len, int whole)
{
    static const char *const sure[] = {"<!doctype html", "<html", "<head",
                                       "<body"};
    char s[4096];
    size_t len = narrow(head, head_len, s, sizeof s), i;
    int xml;
    (void)whole;
    i = skip_prolog(s, len, &xml);
    for (size_t k = 0; k < sizeof sure / sizeof *sure; k++)
        if (begins(s + i, len - i, sure[k]))
            return 90;
    if (xml || i == len || s[i] != '<' || closing_tags(s, len) < TAGS)
        return 0;
    return 30;
}

static int page(struct source *src, struct batch *b)
{
    struct record *record = batch_new(b, src->name, 1, 0);
    return record ? batch_page(src, b, record, src->buf + src->start,
                               src->end - src->start, &(struct page_hints){0})
                  : READER_NO_MEMORY;
}

static int next(struct source *src, struct batch *b)
{
    return source_whole(src, b, "a page", page);
}

const struct format format_html = {"HTML", probe, NULL, next, NULL};
