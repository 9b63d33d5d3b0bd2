/*
 * CSV and TSV: a line of names, then one row an article. A row becomes a JSON
 * object of the columns that hold a fact, so that names, times and warnings
 * are those of JSON records; that costs a microsecond a row.
 *
 * A quote that is never closed would make all of the file behind it one cell.
 * Where that is found (csv.h says how), at the end of the file, or because
 * the cell outgrows max_record, the lines below the quote are looked at: if
 * they read as rows, only the row of the quote is lost, and up to where the
 * loss was found quoted cells must end with their line. That way no byte is
 * looked at more than twice.
 */
#include "cli/csv_head.h"
#include "cli/format.h"
#include "cli/json_article.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define LOOK 50 /* lines that tell a quote not closed from a long text */

struct rows {
    struct csv csv, look;
    struct csv_head head;
    uint64_t by_line; /* quoted cells before this byte end with their line */
    int begun;
    int utf16;
    char *scratch; /* for cells whose quotes were doubled */
    size_t room;
};

/* ---- telling the format ------------------------------------------------- */

static int is_utf16(const char *s, size_t len)
{
    return len >= 2 && (!memcmp(s, "\xFF\xFE", 2) || !memcmp(s, "\xFE\xFF", 2));
}

static int probe(const char *s, size_t len, int whole)
{
    return is_utf16(s, len) ? CSV_HEAD_TABLE : csv_head_probe(s, len, whole);
}

static int open_rows(struct source *src)
{
    struct rows *st = calloc(1, sizeof *st);
    src->state = st;
    if (!st)
        return READER_NO_MEMORY;
    st->utf16 = is_utf16(src->buf, src->end);
    if (st->utf16)
        return 0;
    if (csv_head_read(&st->head, src->buf, src->end, src->ended, src->fields))
        return READER_NO_MEMORY;
    csv_init(&st->csv, st->head.separator);
    csv_init(&st->look, st->head.separator);
    return 0;
}

static void close_rows(struct source *src)
{
    struct rows *st = src->state;
    if (st) {
        csv_head_release(&st->head);
        free(st->scratch);
    }
    free(st);
    src->state = NULL;
}

/* ---- a row -------------------------------------------------------------- */

/* Lets a record be handed on as the len bytes at raw. */
static int hand_on(struct batch *b, struct record *record, enum raw_form form,
                   const char *raw, size_t len)
{
    char *copy = batch_space(b, len);
    if (!copy)
        return READER_NO_MEMORY;
    memcpy(copy, raw, len);
    copy[len] = 0;
    record->form = form;
    record->raw = copy;
    record->raw_len = len;
    return 0;
}

/* What is in a cell, as a string; NULL without memory. */
static struct json_object *value_of(struct rows *st, const char *row,
                                    const struct csv_cell *cell)
{
    const char *s = row + cell->begin;
    size_t len = cell->end - cell->begin;
    if (!cell->doubled)
        return json_object_new_string_len(s, (int)len);
    if (len > st->room) {
        char *grown = malloc(len);
        if (!grown)
            return NULL;
        free(st->scratch);
        st->scratch = grown;
        st->room = len;
    }
    len = csv_unquote(st->scratch, s, len);
    return json_object_new_string_len(st->scratch, (int)len);
}

/* The facts in the row as an object; NULL without memory. */
static struct json_object *object_of(struct rows *st, const char *row)
{
    struct json_object *object = json_object_new_object();
    for (size_t i = 0; object && i < st->head.n; i++) {
        const struct csv_key *key = &st->head.keys[i];
        struct json_object *value;
        if (key->column >= st->csv.n)
            continue;
        value = value_of(st, row, &st->csv.cells[key->column]);
        if (!value || json_object_object_add(object, key->name, value)) {
            json_object_put(value);
            json_object_put(object);
            return NULL;
        }
    }
    return object;
}

static int take(struct source *src, struct batch *b)
{
    struct rows *st = src->state;
    const char *row = src->buf + src->start;
    struct json_object *object = object_of(st, row);
    size_t before = b->n;
    int rc;
    if (!object)
        return READER_NO_MEMORY;
    rc = json_article(src, b, object, src->line, src->byte);
    json_object_put(object);
    if (rc || !src->raw || b->n == before)
        return rc;
    return hand_on(b, &b->records[before], RAW_ROW, row, st->csv.at);
}

static int blank(const char *p, size_t len)
{
    while (len && strchr(" \t\r\n", p[len - 1]) && p[len - 1])
        len--;
    return !len;
}

/* The row whose cells are known. */
static int row(struct source *src, struct batch *b)
{
    struct rows *st = src->state;
    const struct csv *csv = &st->csv;
    const char *p = src->buf + src->start;
    size_t len = csv->at;
    int rc;
    src->record = p;
    src->record_len = len;
    if (blank(p, len) ||
        (src->failed && src->start + len == src->end && p[len - 1] != '\n'))
        rc = 0; /* the rest of the row could not be read, which is told */
    else if (len > src->max_record)
        rc = source_reject(src, REJECT_TOO_LONG, src->line, src->byte,
                           "a row of more than %llu bytes at byte %llu",
                           (unsigned long long)src->max_record,
                           (unsigned long long)src->byte);
    else if (!csv_head_fits(&st->head, csv))
        rc = source_reject(src, REJECT_ROW, src->line, src->byte,
                           "%zu cells under %zu names, at byte %llu", csv->n,
                           st->head.columns, (unsigned long long)src->byte);
    else
        rc = take(src, b);
    src->record = NULL;
    source_skip(src, len);
    return rc;
}

/* ---- rows without an end ------------------------------------------------ */

static int drop_line(struct source *src)
{
    int rc = 1;
    while (rc > 0) {
        const char *p = src->buf + src->start;
        size_t n = src->end - src->start;
        const char *newline = n ? memchr(p, '\n', n) : NULL;
        source_skip_lines(src, newline ? (size_t)(newline - p) + 1 : n,
                          newline != NULL);
        if (newline)
            return 0;
        rc = source_fill(src);
    }
    return rc;
}

/* Whether at least half of the whole lines from p on are rows by themselves. */
static int rows_below(struct rows *st, const char *p, size_t n)
{
    size_t lines = 0, good = 0;
    const char *newline;
    while (lines < LOOK && n && (newline = memchr(p, '\n', n))) {
        size_t len = (size_t)(newline - p) + 1;
        csv_begin(&st->look, 1);
        good += csv_feed(&st->look, p, len, 1) == CSV_ROW &&
                csv_head_fits(&st->head, &st->look);
        lines++;
        p += len;
        n -= len;
    }
    return lines && good * 2 >= lines;
}

/* The quote at csv.open is not closed, as is known at the byte until of the
 * window. Goes on at the next line. */
static int not_closed(struct source *src, size_t until)
{
    struct rows *st = src->state;
    const char *p = src->buf + src->start;
    size_t open = st->csv.open, n = src->end - src->start, end;
    const char *newline = memchr(p + open, '\n', n - open);
    int rc;
    if (st->by_line < src->byte + until)
        st->by_line = src->byte + until;
    if (st->head.separator == '\t')
        return 0; /* it is read again as text that begins with a quote */
    end = newline ? (size_t)(newline - p) + 1 : n;
    src->record = p;
    src->record_len = end;
    rc = source_reject(src, REJECT_QUOTE, src->line + source_newlines(p, open),
                       src->byte + open, "the quote at byte %llu is not closed",
                       (unsigned long long)(src->byte + open));
    src->record = NULL;
    source_skip(src, end);
    return rc || newline ? rc : drop_line(src);
}

/* Follows a row that is too long to its end, without keeping it. */
static int drop_row(struct source *src)
{
    struct csv *csv = &((struct rows *)src->state)->csv;
    uint64_t line = src->line, byte = src->byte;
    enum csv_result result = CSV_MORE;
    int rc = 1;
    csv->by_line |= csv->separator == '\t';
    while (result == CSV_MORE && rc >= 0) {
        size_t used = csv->at ? csv->at - 1 : 0; /* it looks one byte back */
        csv_forget(csv, src->buf + src->start, used);
        source_skip(src, used);
        result = csv_feed(csv, src->buf + src->start, src->end - src->start,
                          src->ended);
        if (result == CSV_MORE)
            rc = source_fill(src);
    }
    if (rc < 0)
        return rc;
    source_skip(src, csv->at);
    rc = source_reject(src, REJECT_TOO_LONG, line, byte,
                       "a row of more than %llu bytes at byte %llu",
                       (unsigned long long)src->max_record,
                       (unsigned long long)byte);
    return rc || result == CSV_ROW ? rc : drop_line(src);
}

/* The quote is open at the end of the n bytes, which are all there are or as
 * many as a record may have. */
static int open_end(struct source *src, size_t n, int ended)
{
    struct rows *st = src->state;
    const char *p = src->buf + src->start;
    const char *newline = memchr(p + st->csv.open, '\n', n - st->csv.open);
    size_t below = newline ? (size_t)(newline - p) + 1 : n;
    int rc = 0;
    if (st->head.separator == '\t' || rows_below(st, p + below, n - below))
        return not_closed(src, n);
    if (!ended)
        return drop_row(src);
    src->record = p;
    src->record_len = n;
    if (!src->failed)
        rc = source_reject(src, REJECT_TRUNCATED, src->line, src->byte,
                           "the file ends inside quotes, in the row at byte "
                           "%llu",
                           (unsigned long long)src->byte);
    src->record = NULL;
    source_skip(src, n);
    return rc;
}

/* The quote before the one at csv.at was not closed. */
static int opened_twice(struct source *src)
{
    const char *p = src->buf + src->start;
    size_t until = ((struct rows *)src->state)->csv.at;
    while (until && p[until - 1] != '\n')
        until--;
    return not_closed(src, until);
}

/* ---- the file ----------------------------------------------------------- */

/* Reads to the end of the row that begins the window, or as far as a row may
 * go: what is done then depends on the bytes and not on how many of them have
 * been read. */
static int next_row(struct source *src, struct batch *b)
{
    struct csv *csv = &((struct rows *)src->state)->csv;
    int by_line = src->byte < ((struct rows *)src->state)->by_line;
    int rc = 1;
    csv_begin(csv, by_line);
    while (rc >= 0) {
        size_t n = src->end - src->start;
        int ended = src->ended, full = n > src->max_record;
        enum csv_result result;
        if (full) {
            ended &= n == src->max_record + 1;
            n = (size_t)src->max_record + 1;
        }
        result = csv_feed(csv, src->buf + src->start, n, ended);
        if (result == CSV_ROW)
            return row(src, b);
        if (result == CSV_UNCLOSED)
            return by_line       ? not_closed(src, csv->at)
                   : csv->at < n ? opened_twice(src)
                                 : open_end(src, n, 1);
        if (full)
            return csv->in_quotes ? open_end(src, n, 0) : drop_row(src);
        rc = source_fill(src);
    }
    return rc;
}

static int head(struct source *src, struct batch *b)
{
    const struct csv_head *head = &((struct rows *)src->state)->head;
    struct record *record;
    if (src->raw) {
        record = batch_new(b, src->name, 1, 0);
        if (!record || hand_on(b, record, RAW_HEAD, src->buf, head->bytes))
            return READER_NO_MEMORY;
        record->other = 1;
        batch_keep(b);
    }
    source_skip(src, head->bytes);
    return READER_MORE;
}

/* A file of which nothing can be used. */
static int useless(struct source *src)
{
    struct rows *st = src->state;
    if (st->utf16)
        return source_reject(src, REJECT_NOT_TEXT, 1, 0,
                             "UTF-16; make it UTF-8 first, as with "
                             "'iconv -f UTF-16 -t UTF-8'");
    return source_reject(src, REJECT_NO_TEXT, 1, 0,
                         "none of the %zu columns is known to hold the text "
                         "(see --map)",
                         st->head.columns);
}

static int next(struct source *src, struct batch *b)
{
    struct rows *st = src->state;
    int rc;
    if (!st->begun && (st->utf16 || st->head.text == SIZE_MAX)) {
        if (!st->utf16 && !st->head.n)
            return format_plain.next(src, b);
        return useless(src);
    }
    if (!st->begun) {
        st->begun = 1;
        return head(src, b);
    }
    if (src->start == src->end && (rc = source_fill(src)) <= 0)
        return rc;
    rc = next_row(src, b);
    return rc < 0 ? rc : READER_MORE;
}

const struct format format_csv = {"CSV or TSV", probe, open_rows, next,
                                  close_rows};
