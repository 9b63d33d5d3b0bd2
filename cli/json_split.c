/*
 * Most bytes of an article are inside one string, so strings are passed eight
 * bytes at a time: 1.65 GB/s on the Senate releases, whose strings have an
 * escape every 300 bytes, against 1.15 byte by byte.
 */
#include "cli/json_split.h"

#include <string.h>

#define ONES 0x0101010101010101u
#define HIGHS 0x8080808080808080u

void json_split_init(struct json_split *sp)
{
    memset(sp, 0, sizeof *sp);
}

/* Not 0 where one of the eight bytes of v is c. */
static uint64_t has(uint64_t v, unsigned char c)
{
    uint64_t x = v ^ (ONES * c);
    return (x - ONES) & ~x & HIGHS;
}

/* The first quote, backslash or newline from i on, or n. */
static size_t pass(const char *p, size_t i, size_t n)
{
    for (; n - i >= 8; i += 8) {
        uint64_t v;
        memcpy(&v, p + i, 8);
        if (has(v, '"') | has(v, '\\') | has(v, '\n'))
            break;
    }
    while (i < n && p[i] != '"' && p[i] != '\\' && p[i] != '\n')
        i++;
    return i;
}

/* Whether a value may begin behind sp->prev; a string may also be a name. */
static int may_begin(const struct json_split *sp, int string)
{
    if (!sp->depth)
        return !sp->prev;
    if (sp->prev == ':')
        return 1;
    if (sp->object[sp->depth - 1])
        return string && (sp->prev == '{' || sp->prev == ',');
    return sp->prev == '[' || sp->prev == ',';
}

static enum json_split_result bracket(struct json_split *sp, char c)
{
    int object = c == '{' || c == '}';
    if (c == '{' || c == '[') {
        if (!may_begin(sp, 0))
            return JSON_BROKEN;
        if (sp->depth == JSON_DEPTH)
            return JSON_DEEP;
        sp->object[sp->depth++] = (uint8_t)object;
        return JSON_MORE;
    }
    if (!sp->depth || sp->object[sp->depth - 1] != object)
        return JSON_BROKEN;
    return --sp->depth ? JSON_MORE : JSON_DONE;
}

/* Inside a string from i on; the string may end, or the bytes may. */
static enum json_split_result string(struct json_split *sp, const char *p,
                                     size_t *i, size_t n)
{
    while (*i < n) {
        if (sp->escaped) {
            sp->escaped = 0;
            if (p[*i] == '\n')
                return JSON_STRING;
            ++*i;
            continue;
        }
        *i = pass(p, *i, n);
        if (*i == n)
            break;
        if (p[*i] == '\n')
            return JSON_STRING;
        sp->escaped = p[*i] == '\\';
        if (p[(*i)++] == '"') {
            sp->in_string = 0;
            break;
        }
    }
    return JSON_MORE;
}

enum json_split_result json_split_feed(struct json_split *sp, const char *p,
                                       size_t n, size_t *used)
{
    enum json_split_result result = JSON_MORE;
    size_t i = 0;
    while (i < n && result == JSON_MORE) {
        char c = p[i];
        if (sp->in_string) {
            result = string(sp, p, &i, n);
            continue;
        }
        if (c == ' ' || c == '\n' || c == '\r' || c == '\t' || !c) {
            i++;
            continue;
        }
        if (c == '"') {
            if (!may_begin(sp, 1))
                result = JSON_BROKEN;
            sp->in_string = result == JSON_MORE;
        } else if (c == '{' || c == '}' || c == '[' || c == ']') {
            result = bracket(sp, c);
        }
        sp->prev = c;
        i += result == JSON_MORE || result == JSON_DONE;
    }
    *used = i;
    return result;
}
