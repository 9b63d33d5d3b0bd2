/*
 * An object that begins on a line is first given to the parser as far as the
 * line goes: that is the whole record nearly always, and costs one memchr().
 * Where the line is not all of it, or no line end is near (an array of any
 * size may be one line), json_split finds its end by the brackets.
 *
 * json-c parses: of the three fast libraries in Debian cJSON (1.1 GB/s on the
 * Senate releases) loses the text behind a NUL and writes a global on every
 * call, and yajl (1.6 GB/s) has had no release since 2014 and lives by
 * Debian's patches. json-c (0.95 GB/s) is kept, knows its strings' lengths and
 * shares no state between threads.
 */
#include "cli/json_record.h"
#include "cli/json_article.h"

#include <stdlib.h>
#include <string.h>

/* How far a line's end is looked for. What is done depends on the bytes alone
 * and not on how many of them a pipe happened to give, so this much is read
 * ahead; only an array on one line has longer ones. */
#define LONG_LINE ((size_t)1 << 20)

/* The parser keeps its longest string's buffer; above this it is thrown away
 * with it. */
#define LONG_RECORD ((size_t)8 << 20)

enum parsed { PARSED, UNFINISHED, BAD, NO_MEMORY };

int json_drop_line(struct source *src)
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

/* Parses the value at the window's start, of up to len bytes; *used gets its
 * length, or where it is bad. */
static enum parsed parse(struct source *src, size_t len, size_t *used,
                         struct json_object **object)
{
    struct json *st = src->state;
    char *p = src->buf + src->start, *copy = NULL;
    if (src->raw && memchr(p, 0, len)) { /* the window is to stay as it is */
        if (!(copy = malloc(len)))
            return NO_MEMORY;
        p = memcpy(copy, p, len);
    }
    for (char *nul = p; (nul = memchr(nul, 0, (size_t)(p + len - nul)));)
        *nul = ' ';
    json_tokener_reset(st->tok);
    *object = json_tokener_parse_ex(st->tok, p, (int)len);
    st->error = json_tokener_get_error(st->tok);
    *used = json_tokener_get_parse_end(st->tok);
    free(copy);
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

/* The first len bytes of the window are the record that is rejected next, if
 * any is. */
static void judge(struct source *src, size_t len)
{
    src->record = src->buf + src->start;
    src->record_len = len;
}

static int judged(struct source *src, int rc)
{
    src->record = NULL;
    src->record_len = 0;
    return rc;
}

/* The parser stopped at byte at of a record of len bytes. */
static int reject_bad(struct source *src, size_t at, size_t len)
{
    const struct json *st = src->state;
    int deep = st->error == json_tokener_error_depth;
    judge(src, len);
    return judged(
        src,
        source_reject(src, deep ? REJECT_TOO_DEEP : REJECT_SYNTAX,
                      src->line + source_newlines(src->buf + src->start, at),
                      src->byte + at, "%s at byte %llu",
                      json_tokener_error_desc(st->error),
                      (unsigned long long)(src->byte + at)));
}

/* Of a record that is too long the window has the first n bytes. */
static int too_long(struct source *src, size_t n)
{
    judge(src, n < src->max_record ? n : (size_t)src->max_record);
    return judged(src,
                  source_reject(src, REJECT_TOO_LONG, src->line, src->byte,
                                "a record of more than %llu bytes at byte %llu",
                                (unsigned long long)src->max_record,
                                (unsigned long long)src->byte));
}

/* How far the object of used bytes reaches when it is handed on as it came: to
 * its line's end, where nothing but white space and a comma is before it. */
static int with_line_end(struct source *src, size_t used, size_t *whole)
{
    size_t i = used;
    int rc = 1;
    *whole = used;
    while (rc > 0 && i - used <= LONG_LINE) {
        const char *p = src->buf + src->start;
        size_t n = src->end - src->start;
        while (i < n && strchr(" \t\r,", p[i]))
            i++;
        if (i < n) {
            *whole = p[i] == '\n' ? i + 1 : used;
            return 0;
        }
        *whole = i;
        rc = source_fill(src);
    }
    return rc < 0 ? rc : 0;
}

/* Gives the record that was just kept the first n bytes of the window. */
static int keep_raw(struct source *src, struct batch *b, size_t n)
{
    struct record *record = &b->records[b->n - 1];
    char *raw = batch_space(b, n);
    if (!raw)
        return READER_NO_MEMORY;
    memcpy(raw, src->buf + src->start, n);
    record->form = RAW_LINE;
    record->raw = raw;
    record->raw_len = n;
    return 0;
}

/* Adds the article that object holds, and uses up the bytes it was in. */
static int take(struct source *src, struct batch *b, struct json_object *object,
                size_t used)
{
    struct json *st = src->state;
    size_t n = b->n, whole = used;
    int raw = src->raw && !st->in_array;
    int rc = raw ? with_line_end(src, used, &whole) : 0;
    judge(src, used);
    if (!rc)
        rc = json_article(src, b, object, src->line, src->byte);
    judged(src, 0);
    json_object_put(object);
    if (!rc && raw && b->n > n)
        rc = keep_raw(src, b, whole);
    if (src->buf[src->start + whole - 1] == '\n')
        st->line_byte = src->byte + whole;
    source_skip(src, whole);
    return rc;
}

/* To the end of the line that byte at of the window is on, as far as it has
 * been read. */
static size_t end_of_line(const struct source *src, size_t at)
{
    const char *p = src->buf + src->start;
    size_t n = src->end - src->start;
    const char *newline = at < n ? memchr(p + at, '\n', n - at) : NULL;
    return newline ? (size_t)(newline - p) : n;
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
    judge(src, end_of_line(src, at));
    if (why != JSON_MORE || !src->failed)
        rc = source_reject(
            src, reason, why == JSON_MORE ? src->line : src->line + lines, byte,
            "%s, at byte %llu", words, (unsigned long long)byte);
    judged(src, 0);
    st->indent = src->byte - st->line_byte;
    st->resync = lines > 0;
    return rc ? rc : json_drop_line(src);
}

int json_follow(struct source *src, struct json_split *sp, size_t scanned,
                enum json_split_result *result)
{
    int rc = 1;
    *result = JSON_MORE;
    while (*result == JSON_MORE && rc > 0) {
        source_skip(src, scanned);
        scanned = 0;
        if ((rc = source_fill(src)) > 0)
            *result = json_split_feed(sp, src->buf + src->start,
                                      src->end - src->start, &scanned);
    }
    source_skip(src, scanned);
    return rc < 0 ? rc : 0;
}

/* A record that is too long, scanned bytes of it so far. */
static int drop_record(struct source *src, struct json_split *sp,
                       size_t scanned, enum json_split_result result)
{
    int rc = too_long(src, scanned);
    if (rc)
        return rc;
    if (result == JSON_MORE)
        rc = json_follow(src, sp, scanned, &result);
    else
        source_skip(src, scanned);
    return rc || result == JSON_DONE || result == JSON_MORE
               ? rc
               : json_drop_line(src);
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
        if (len > src->max_record)
            return drop_record(src, &sp, len, result);
        if (result != JSON_MORE)
            break;
        rc = source_fill(src);
    }
    if (rc < 0)
        return rc;
    if (result != JSON_DONE)
        return give_up(src, result, len);
    switch (parse(src, len, &used, &object)) {
    case PARSED:
        return take(src, b, object, used);
    case NO_MEMORY:
        return READER_NO_MEMORY;
    default:
        rc = reject_bad(src, used, len);
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
    int rc, whole;
    json_split_init(&sp);
    whole =
        json_split_feed(&sp, src->buf + src->start, len, &used) == JSON_DONE;
    rc = reject_bad(src, at, whole ? used : len);
    if (rc || !whole)
        return rc ? rc : json_drop_line(src);
    source_skip_lines(src, used, 0);
    return 0;
}

int json_record(struct source *src, struct batch *b)
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
