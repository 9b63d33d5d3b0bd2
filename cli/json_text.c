#include "cli/json_text.h"
#include "cli/html_text.h"

#include <string.h>

#define WRONG SIZE_MAX

/* Appends the text of v behind byte at, into out or, where that is NULL, only
 * its length; a newline goes between two strings. Strings; arrays of such; and
 * the sections of Fundus, which are objects of headline, paragraphs and the
 * like. */
static size_t join(struct json_object *v, char *out, size_t at, int depth)
{
    static const char *const parts[] = {"summary", "headline", "paragraphs",
                                        "sections"};
    struct json_object *part;
    size_t n;
    int known = 0;
    if (!v || depth > 8)
        return v ? WRONG : at;
    switch (json_object_get_type(v)) {
    case json_type_string:
        n = (size_t)json_object_get_string_len(v);
        if (at && n && ++at && out)
            out[at - 1] = '\n';
        if (out)
            memcpy(out + at, json_object_get_string(v), n);
        return at + n;
    case json_type_array:
        n = json_object_array_length(v);
        for (size_t i = 0; i < n && at != WRONG; i++)
            at = join(json_object_array_get_idx(v, i), out, at, depth + 1);
        return at;
    case json_type_object:
        for (int i = 0; i < 4 && at != WRONG; i++)
            if (json_object_object_get_ex(v, parts[i], &part)) {
                at = join(part, out, at, depth + 1);
                known |= i >= 2;
            }
        return known ? at : WRONG;
    default:
        return WRONG;
    }
}

static int space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || !c;
}

static int blank(const char *s, size_t len)
{
    while (len && space(s[len - 1]))
        len--;
    return !len;
}

int json_text(struct batch *b, struct json_object *v, int html, char **s,
              size_t *len)
{
    int string = json_object_is_type(v, json_type_string);
    size_t n =
        string ? (size_t)json_object_get_string_len(v) : join(v, NULL, 0, 0);
    if (n == WRONG)
        return JSON_TEXT_WRONG;
    if (!(*s = batch_space(b, n)))
        return READER_NO_MEMORY;
    if (string)
        memcpy(*s, json_object_get_string(v), n);
    else
        join(v, *s, 0, 0);
    if (string && html)
        n = html_text(*s, *s, n);
    (*s)[n] = 0;
    for (char *nul = *s; (nul = memchr(nul, 0, (size_t)(*s + n - nul)));)
        *nul = ' ';
    *len = blank(*s, n) ? 0 : n;
    return 0;
}
