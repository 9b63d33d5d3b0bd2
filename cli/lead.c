#include "cli/lead.h"

#include <string.h>

#define LOOK 400 /* bytes of the body, in which a line is looked for */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

static int begins_with(const char *body, size_t len, const char *line)
{
    size_t n = strlen(line);
    for (size_t i = 0; i + n <= len && i <= LOOK; i++) {
        size_t k = 0;
        while (k < n && lower(body[i + k]) == lower(line[k]))
            k++;
        if (k == n)
            return 1;
    }
    return 0;
}

char *lead_join(struct batch *b, const char *const *lines, size_t n,
                const char *body, size_t len, size_t *out)
{
    size_t size = len, at = 0;
    char *s;
    for (size_t i = 0; i < n; i++)
        size += strlen(lines[i]) + 1;
    if (!(s = batch_space(b, size)))
        return NULL;
    for (size_t i = 0; i < n; i++) {
        size_t k = strlen(lines[i]);
        if (begins_with(body, len, lines[i]))
            continue;
        memcpy(s + at, lines[i], k);
        s[at + k] = '\n';
        at += k + 1;
    }
    memcpy(s + at, body, len);
    at += len;
    s[at] = 0;
    *out = at;
    return s;
}
