/*
 * JSON lines, JSON arrays, and what lies between: pretty-printed objects one
 * behind the other, objects separated by commas, several on a line.
 *
 * An object that begins on a line is first given to the parser as far as the
 * line goes: that is the whole record nearly always, and costs one memchr().
 * Where the line is not all of it, or no line end is in sight (an array of any
 * size may be one line), json_split finds its end by the brackets. Where a
 * record is broken reading goes on at the next line, or, where it was broken
 * below its first line, at the next one that begins with { and is indented
 * no deeper: what is left of a broken record is not a hundred broken records.
 *
 * json-c parses: of the three libraries in Debian that keep no string's NUL
 * from cutting it off or are fast, cJSON (1.1 GB/s on the Senate releases)
 * loses text behind \u0000 and writes a global on every call, and yajl (1.6
 * GB/s) has had no release since 2014 and lives by Debian's patches. json-c
 * (0.95 GB/s) is kept, knows its strings' lengths and has no shared state.
 */
#include "cli/format.h"
#include "cli/json_article.h"
#include "cli/json_split.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

/* How far a line's end is looked for. What is done depends on the bytes alone
 * and not on how many of them a pipe happened to give, so this much is read
 * ahead; only an array on one line has longer ones. */
#define LONG_LINE ((size_t)1 << 20)

/* The parser keeps its longest string's buffer; above this it is thrown away
 * with it. */
#define LONG_RECORD ((size_t)8 << 20)

struct json {
    struct json_tokener *tok;
    enum json_tokener_error error; /* of the last record parsed */
    int in_array;
    int resync;         /* look for a line that begins with { */
    uint64_t indent;    /* and is indented no deeper than this */
    uint64_t line_byte; /* where the current line began, as far as known */
    uint64_t newline;   /* offset of a newline that is known, */
    uint64_t searched;  /* or there is none before this */
};

enum parsed { PARSED, UNFINISHED, BAD, NO_MEMORY };

static int blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\x1E';
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

/* Uses up the rest of the line and its end. */
static int drop_line(struct source *src)
{
    struct json *st = src->state;
    int rc = 1;
    while (rc > 0) {
        const char *p = src->buf + src->start;
        size_t n = src->end - src->start;
        const char *newline = n ? memchr(p, '\n', n) : NULL;
        if (newline) {
            source_skip_lines(src, (size_t)(newline - p) + 1, 1);
            break;
        }
        source_skip_lines(src, n, 0);
        rc = source_fill(src);
    }
    st->line_byte = src->byte;
    return rc < 0 ? rc : 0;
}

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
            if ((rc = drop_line(src)) == 0 && src->start == src->end &&
                src->ended)
                return 0;
        }
    }
    return rc < 0 ? rc : 1;
}

/* Looks for the line's end in what has been read; *len gets the bytes before
 * it, or all there are. */
static int line_end(struct source *src, size_t *len)
{
    struct json *st = src->state;
    uint64_t end = src->byte + (src->end - src->start);
    const char *p = src->buf + src->start, *newline;
    uint64_t from = st->searched > src->byte ? st->searched : src->byte;
    if (st->newline < src->byte || !st->newline) {
        st->newline = 0;
        newline = from < end ? memchr(p + (from - src->byte), '\n',
                                      (size_t)(end - from))
                             : NULL;
        if (newline)
            st->newline = src->byte + (uint64_t)(newline - p);
        else
            st->searched = end;
    }
    *len = (size_t)((st->newline ? st->newline : end) - src->byte);
    return st->newline || src->ended;
}

/* Whether the line ends within LONG_LINE bytes; *len gets them. 1, 0, or an
 * error. */
static int line_near(struct source *src, size_t *len)
{
    while (!line_end(src, len) && *len <= LONG_LINE)
        if (source_fill(src) < 0)
            return READER_NO_MEMORY;
    return *len <= LONG_LINE;
}

/* ---- records ------------------------------------------------------------ */

/* Parses the value at the window's start, of up to len bytes; *used gets its
 * length, or where it is bad. */
static enum parsed parse(struct source *src, size_t len, size_t *used,
                         struct json_object **object)
{
    struct json *st = src->state;
    char *p = src->buf + src->start;
    for (char *nul = p; (nul = memchr(nul, 0, (size_t)(p + len - nul)));)
        *nul = ' ';
    json_tokener_reset(st->tok);
    *object = json_tokener_parse_ex(st->tok, p, (int)len);
    st->error = json_tokener_get_error(st->tok);
    *used = json_tokener_get_parse_end(st->tok);
    if (*used > LONG_RECORD) {
        json_tokener_free(st->tok);
        if (!(st->tok = json_tokener_new_ex(JSON_DEPTH + 2))) {
            json_object_put(*object);
            return NO_MEMORY;
        }
    }
    return *object                              ? PARSED
           : st->error == json_tokener_continue ? UNFINISHED
                                                : BAD;
}

static int reject_bad(struct source *src, size_t at)
{
    const struct json *st = src->state;
    int deep = st->error == json_tokener_error_depth;
    return source_reject(src, deep ? REJECT_TOO_DEEP : REJECT_SYNTAX,
                         src->line + source_newlines(src->buf + src->start, at),
                         src->byte + at, "%s at byte %llu",
                         json_tokener_error_desc(st->error),
                         (unsigned long long)(src->byte + at));
}

static int too_long(struct source *src, uint64_t line, uint64_t byte)
{
    return source_reject(src, REJECT_TOO_LONG, line, byte,
                         "a record of more than %llu bytes at byte %llu",
                         (unsigned long long)src->max_record,
                         (unsigned long long)byte);
}

/* Adds the article that object holds, and uses up the bytes it was in. */
static int take(struct source *src, struct batch *b, struct json_object *object,
                size_t used)
{
    int rc = json_article(src, b, object, src->line, src->byte);
    json_object_put(object);
    source_skip(src, used);
    return rc;
}

/* A record that cannot be followed beyond byte at of the window. Goes on
 * behind its first line. */
static int give_up(struct source *src, enum json_split_result why, size_t at)
{
    struct json *st = src->state;
    const char *p = src->buf + src->start;
    uint64_t lines = source_newlines(p, at);
    uint64_t byte = src->byte + at;
    enum reject reason = why == JSON_MORE   ? REJECT_TRUNCATED
                         : why == JSON_DEEP ? REJECT_TOO_DEEP
                                            : REJECT_SYNTAX;
    const char *words = why == JSON_MORE     ? "the file ends inside a record"
                        : why == JSON_STRING ? "the line ends inside a string"
                        : why == JSON_DEEP
                            ? "brackets nested too deep"
                            : "a bracket or string where none can be";
    int rc = 0;
    if (why != JSON_MORE || !src->failed)
        rc = source_reject(
            src, reason, why == JSON_MORE ? src->line : src->line + lines, byte,
            "%s, at byte %llu", words, (unsigned long long)byte);
    st->indent = src->byte - st->line_byte;
    st->resync = lines > 0;
    return rc ? rc : drop_line(src);
}

/* A record that is too long is followed to its end and not held. scanned
 * bytes of it are in the window. */
static int drop_record(struct source *src, struct json_split *sp,
                       size_t scanned)
{
    uint64_t line = src->line, byte = src->byte;
    enum json_split_result result = JSON_MORE;
    int rc = 1;
    while (result == JSON_MORE && rc > 0) {
        source_skip(src, scanned);
        if ((rc = source_fill(src)) > 0)
            result = json_split_feed(sp, src->buf + src->start,
                                     src->end - src->start, &scanned);
    }
    if (rc < 0)
        return rc;
    if (rc)
        source_skip(src, scanned);
    rc = too_long(src, line, byte);
    return rc || result == JSON_DONE || result == JSON_MORE ? rc
                                                            : drop_line(src);
}

/* A record whose end is not its line's end. */
static int split_record(struct source *src, struct batch *b)
{
    struct json_split sp;
    struct json_object *object;
    enum json_split_result result = JSON_MORE;
    size_t len = 0, used;
    int rc = 1;
    json_split_init(&sp);
    while (rc > 0) {
        result = json_split_feed(&sp, src->buf + src->start + len,
                                 src->end - src->start - len, &used);
        len += used;
        if (len > src->max_record && result == JSON_MORE)
            return drop_record(src, &sp, len);
        if (result != JSON_MORE)
            break;
        rc = source_fill(src);
    }
    if (rc < 0)
        return rc;
    if (len > src->max_record) {
        rc = too_long(src, src->line, src->byte);
        source_skip(src, len);
        return rc || result == JSON_DONE || result == JSON_MORE
                   ? rc
                   : drop_line(src);
    }
    if (result != JSON_DONE)
        return give_up(src, result, len);
    switch (parse(src, len, &used, &object)) {
    case PARSED:
        return take(src, b, object, used);
    case NO_MEMORY:
        return READER_NO_MEMORY;
    default:
        rc = reject_bad(src, used);
        source_skip(src, len);
        return rc;
    }
}

/* Broken JSON on one line. Where the brackets still show its end, what is
 * behind it on the line is kept. */
static int bad_line(struct source *src, size_t len, size_t at)
{
    struct json_split sp;
    size_t used;
    int rc = reject_bad(src, at);
    json_split_init(&sp);
    if (rc)
        return rc;
    if (json_split_feed(&sp, src->buf + src->start, len, &used) != JSON_DONE)
        return drop_line(src);
    source_skip_lines(src, used, 0);
    return 0;
}

/* The window begins with a brace. */
static int record(struct source *src, struct batch *b)
{
    struct json_object *object;
    size_t len, used;
    int rc = line_near(src, &len);
    if (rc <= 0 || len > src->max_record)
        return rc < 0 ? rc : split_record(src, b);
    switch (parse(src, len, &used, &object)) {
    case PARSED:
        return take(src, b, object, used);
    case UNFINISHED:
        return split_record(src, b);
    case BAD:
        return bad_line(src, len, used);
    default:
        return READER_NO_MEMORY;
    }
}

/* Something that is no object: an array's element, or a whole line. */
static int no_object(struct source *src)
{
    struct json *st = src->state;
    struct json_split sp;
    size_t used, len;
    char c = src->buf[src->start];
    int rc = source_reject(src, REJECT_NOT_OBJECT, src->line, src->byte,
                           "not a JSON object, at byte %llu",
                           (unsigned long long)src->byte);
    if (rc || !st->in_array || (rc = line_near(src, &len)) <= 0)
        return rc < 0 ? rc : drop_line(src);
    json_split_init(&sp);
    if (c == '[' &&
        json_split_feed(&sp, src->buf + src->start, len, &used) == JSON_DONE) {
        source_skip_lines(src, used, 0);
        return 0;
    }
    used = 1;
    while (used < len && !strchr(",]{\n", src->buf[src->start + used]))
        used++;
    source_skip_lines(src, used, 0);
    return 0;
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
        rc = record(src, b);
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
