/*
 * JSON lines, JSON arrays, and what lies between: pretty-printed objects one
 * behind the other, objects separated by commas, several on a line.
 *
 * Where a record is broken reading goes on at the next line, or, where it was
 * broken below its first line, at the next one that begins with { and is
 * indented no deeper: what is left of a broken record is not a hundred broken
 * records.
 */
#include "cli/format.h"
#include "cli/json_record.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

static int blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\x1E' || !c;
}

/* ---- telling the format ------------------------------------------------- */

static size_t skip_blank(const char *s, size_t i, size_t len)
{
    while (i < len && blank(s[i]))
        i++;
    return i;
}

static size_t skip_bom(const char *s, size_t len)
{
    return len >= 3 && !memcmp(s, "\xEF\xBB\xBF", 3) ? 3 : 0;
}

/* Whether an object begins at i: a brace, then a name or a brace. */
static int object_at(const char *s, size_t i, size_t len)
{
    if (i >= len || s[i] != '{')
        return 0;
    i = skip_blank(s, i + 1, len);
    return i == len || s[i] == '"' || s[i] == '}';
}

static int probe_lines(const char *s, size_t len, int whole)
{
    size_t i = skip_blank(s, skip_bom(s, len), len);
    const char *newline;
    (void)whole;
    if (object_at(s, i, len))
        return 90;
    /* A file cut at its front begins with the rest of a line. */
    if (i == len || !(newline = memchr(s + i, '\n', len - i)))
        return 0;
    i = (size_t)(newline - s) + 1;
    return i < len && s[i] == '{' && object_at(s, i, len) && len - i > 2 ? 50
                                                                         : 0;
}

static int probe_array(const char *s, size_t len, int whole)
{
    size_t i = skip_blank(s, skip_bom(s, len), len), inner;
    if (i == len || s[i] != '[')
        return 0;
    inner = skip_blank(s, i + 1, len);
    if (inner == len)
        return whole ? 0 : 60;
    if (s[inner] == ']')
        return skip_blank(s, inner + 1, len) == len ? 90 : 0;
    return object_at(s, inner, len) ? 90 : 0;
}

static void close_json(struct source *src)
{
    struct json *st = src->state;
    if (st && st->tok)
        json_tokener_free(st->tok);
    free(st);
    src->state = NULL;
}

static int open_json(struct source *src)
{
    struct json *st = calloc(1, sizeof *st);
    src->state = st;
    if (!st || !(st->tok = json_tokener_new_ex(JSON_DEPTH + 2)))
        return READER_NO_MEMORY;
    source_skip_lines(src, skip_bom(src->buf, src->end), 0);
    return 0;
}

/* ---- finding records ---------------------------------------------------- */

/* To the next byte that is neither white space nor a comma. 1: there is one,
 * 0: the file ends, or an error. */
static int to_value(struct source *src)
{
    struct json *st = src->state;
    for (;;) {
        const char *p = src->buf + src->start;
        size_t i = 0, n = src->end - src->start;
        uint64_t lines = 0;
        int rc;
        for (; i < n && (blank(p[i]) || p[i] == ','); i++)
            if (p[i] == '\n') {
                lines++;
                st->line_byte = src->byte + i + 1;
            }
        source_skip_lines(src, i, lines);
        if (i < n)
            return 1;
        if ((rc = source_fill(src)) <= 0)
            return rc;
    }
}

/* Behind a broken record: to the next line that may begin another. */
static int to_next_record(struct source *src)
{
    struct json *st = src->state;
    int rc = 0;
    while (st->resync && rc >= 0) {
        const char *p = src->buf + src->start;
        size_t i = 0, n = src->end - src->start;
        while (i < n && (p[i] == ' ' || p[i] == '\t'))
            i++;
        if (i == n && i <= st->indent) {
            if ((rc = source_fill(src)) == 0)
                return 0;
        } else if (i <= st->indent &&
                   (p[i] == '{' || (st->in_array && p[i] == ']'))) {
            st->resync = 0;
        } else {
            if ((rc = json_drop_line(src)) == 0 && src->start == src->end &&
                src->ended)
                return 0;
        }
    }
    return rc < 0 ? rc : 1;
}

/* Steps over an array's element that is no object. */
static int skip_element(struct source *src)
{
    struct json_split sp;
    enum json_split_result result;
    size_t used = 0;
    int rc = 1;
    json_split_init(&sp);
    if (src->buf[src->start] == '[') {
        result = json_split_feed(&sp, src->buf + src->start,
                                 src->end - src->start, &used);
        if (result == JSON_MORE)
            rc = json_follow(src, &sp, used, &result);
        else
            source_skip(src, used);
        return rc < 0 ? rc : result == JSON_DONE ? 0 : json_drop_line(src);
    }
    for (used = 1; rc > 0; used = 0) {
        const char *p = src->buf + src->start;
        size_t n = src->end - src->start;
        while (used < n && p[used] != ',' && p[used] != ']' && p[used] != '{' &&
               p[used] != '\n')
            used++;
        source_skip_lines(src, used, 0);
        if (used < n)
            break;
        rc = source_fill(src);
    }
    return rc < 0 ? rc : 0;
}

/* As much of an array's element, or of a line, as the n bytes at s show. */
static size_t element_len(const char *s, size_t n, int in_array)
{
    struct json_split sp;
    size_t i = 0, used;
    json_split_init(&sp);
    if (in_array && *s == '[' && json_split_feed(&sp, s, n, &used) == JSON_DONE)
        return used;
    while (i < n && s[i] != '\n' &&
           !(in_array && (s[i] == ',' || s[i] == ']' || s[i] == '{')))
        i++;
    return i;
}

/* Something that is no object: an array's element, or a whole line. */
static int no_object(struct source *src)
{
    struct json *st = src->state;
    int rc;
    src->record = src->buf + src->start;
    src->record_len =
        element_len(src->record, src->end - src->start, st->in_array);
    rc = source_reject(src, REJECT_NOT_OBJECT, src->line, src->byte,
                       "not a JSON object, at byte %llu",
                       (unsigned long long)src->byte);
    src->record = NULL;
    if (rc)
        return rc;
    return st->in_array ? skip_element(src) : json_drop_line(src);
}

/* Whether the bracket at the window's start opens an array of records. */
static int array_begins(struct source *src)
{
    for (;;) {
        const char *p = src->buf + src->start;
        size_t n = src->end - src->start, i = skip_blank(p, 1, n);
        int rc;
        if (i < n)
            return p[i] == '{' || p[i] == ']';
        if ((rc = source_fill(src)) <= 0)
            return rc;
    }
}

static int end(struct source *src)
{
    struct json *st = src->state;
    int cut = st->in_array && !src->failed;
    st->in_array = 0;
    return cut ? source_reject(src, REJECT_TRUNCATED, src->line, src->byte,
                               "the file ends inside the array, at byte %llu",
                               (unsigned long long)src->byte)
               : 0;
}

static int next(struct source *src, struct batch *b)
{
    struct json *st = src->state;
    int rc = st->resync ? to_next_record(src) : 1;
    if (rc > 0)
        rc = to_value(src);
    if (rc <= 0)
        return rc ? rc : end(src);
    switch (src->buf[src->start]) {
    case '{':
        rc = json_record(src, b);
        break;
    case ']':
        rc = st->in_array ? 0 : no_object(src);
        if (st->in_array)
            source_skip_lines(src, 1, 0);
        st->in_array = 0;
        break;
    case '[':
        rc = st->in_array ? 0 : array_begins(src);
        if (rc > 0) {
            st->in_array = 1;
            source_skip_lines(src, 1, 0);
        } else if (!rc) {
            rc = no_object(src);
        }
        break;
    default:
        rc = no_object(src);
    }
    return rc < 0 ? rc : READER_MORE;
}

const struct format format_json_lines = {"JSON lines", probe_lines, open_json,
                                         next, close_json};
const struct format format_json_array = {"JSON array", probe_array, open_json,
                                         next, close_json};
