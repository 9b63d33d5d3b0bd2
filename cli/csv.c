/*
 * Most bytes of a file of articles are inside quotes, where memchr() finds the
 * next one; cells without quotes are passed eight bytes at a time.
 */
#include "cli/csv.h"

#include <stdint.h>
#include <string.h>

#define ONES 0x0101010101010101u
#define HIGHS 0x8080808080808080u

/* Blanks that may stand between a closing quote and what ends the cell. It
 * bounds what is looked at again when more bytes come. */
#define BLANKS 16

void csv_init(struct csv *csv, char separator)
{
    csv->separator = separator;
    csv->searched = 0;
    csv->doubled = csv->lines = 0;
    csv_begin(csv, 0);
}

void csv_begin(struct csv *csv, int by_line)
{
    csv->n = csv->at = csv->open = csv->begin = 0;
    csv->in_cell = csv->in_quotes = 0;
    csv->by_line = by_line;
}

/* Notes whether the quoted cell has a newline before byte to. */
static void search(struct csv *csv, const char *p, size_t to)
{
    if (!csv->lines && to > csv->searched)
        csv->lines =
            memchr(p + csv->searched, '\n', to - csv->searched) != NULL;
    csv->searched = to;
}

void csv_forget(struct csv *csv, const char *p, size_t n)
{
    if (csv->in_quotes)
        search(csv, p, csv->at);
    csv->searched = csv->at -= n;
    csv->open -= csv->open < n ? csv->open : n;
    csv->begin -= csv->begin < n ? csv->begin : n;
    csv->n = 0;
}

/* Not 0 where one of the eight bytes of v is c. */
static uint64_t has(uint64_t v, unsigned char c)
{
    uint64_t x = v ^ (ONES * c);
    return (x - ONES) & ~x & HIGHS;
}

/* The first separator or newline from i on, or n. */
static size_t pass(const char *p, size_t i, size_t n, char separator)
{
    for (; n - i >= 8; i += 8) {
        uint64_t v;
        memcpy(&v, p + i, 8);
        if (has(v, (unsigned char)separator) | has(v, '\n'))
            break;
    }
    while (i < n && p[i] != separator && p[i] != '\n')
        i++;
    return i;
}

/* What a part of csv_feed() comes to: a csv_result, or this where the next
 * part has its turn. */
#define GO_ON (-1)

/* The open cell ends before end. */
static void add(struct csv *csv, size_t end, int quoted)
{
    if (csv->n++ < CSV_CELLS) {
        struct csv_cell *cell = &csv->cells[csv->n - 1];
        cell->begin = csv->begin;
        cell->end = end;
        cell->quoted = quoted;
        cell->doubled = quoted && csv->doubled;
    }
    csv->in_cell = csv->in_quotes = 0;
}

/* Behind a cell: its separator or line end is at csv->at. */
static int behind(struct csv *csv, const char *p, size_t n)
{
    if (csv->at == n)
        return CSV_ROW;
    return p[csv->at++] == '\n' ? CSV_ROW : GO_ON;
}

static int plain_cell(struct csv *csv, const char *p, size_t n, int ended)
{
    size_t end = csv->at = pass(p, csv->at, n, csv->separator);
    if (end == n && !ended)
        return CSV_MORE;
    if (end > csv->begin && p[end - 1] == '\r' && (end == n || p[end] == '\n'))
        end--;
    add(csv, end, 0);
    return behind(csv, p, n);
}

/* What a quote inside a quoted cell is. */
enum quote { QUOTE_WAIT, QUOTE_DOUBLED, QUOTE_CLOSING, QUOTE_STRAY };

/* *end gets the offset of the separator or line end behind a closing one. */
static enum quote judge(const struct csv *csv, const char *p, size_t n,
                        int ended, size_t *end)
{
    size_t i = csv->at + 1, most = i + BLANKS;
    if (i < n && p[i] == '"')
        return QUOTE_DOUBLED;
    while (i < n && i < most && (p[i] == ' ' || p[i] == '\r'))
        i++;
    *end = i;
    if (i == n)
        return ended ? QUOTE_CLOSING : QUOTE_WAIT;
    return p[i] == csv->separator || p[i] == '\n' ? QUOTE_CLOSING : QUOTE_STRAY;
}

/* With tabs a quote in the wrong place makes all of the cell plain text. */
static int take_as_plain(struct csv *csv)
{
    csv->in_quotes = 0;
    csv->begin = csv->at = csv->open;
    return GO_ON;
}

static int unclosed(struct csv *csv, size_t at)
{
    if (csv->by_line && csv->separator == '\t')
        return take_as_plain(csv);
    csv->at = at;
    return CSV_UNCLOSED;
}

/* Whether a stray quote can only be one that opens a cell on a later line. */
static int opens_anew(struct csv *csv, const char *p)
{
    if (!csv->at || p[csv->at - 1] == '\n')
        return 1;
    if (p[csv->at - 1] != csv->separator)
        return 0;
    if (!csv->lines)
        csv->lines =
            memchr(p + csv->searched, '\n', csv->at - csv->searched) != NULL;
    csv->searched = csv->at;
    return csv->lines;
}

static int quoted_cell(struct csv *csv, const char *p, size_t n, int ended)
{
    while (csv->at < n) {
        const char *quote = memchr(p + csv->at, '"', n - csv->at);
        size_t end;
        csv->at = quote ? (size_t)(quote - p) : n;
        if (!quote)
            break;
        switch (judge(csv, p, n, ended, &end)) {
        case QUOTE_WAIT:
            return CSV_MORE;
        case QUOTE_DOUBLED:
            csv->doubled = 1;
            csv->at += 2;
            break;
        case QUOTE_CLOSING:
            add(csv, csv->at, 1);
            csv->at = end;
            return behind(csv, p, n);
        default:
            if (opens_anew(csv, p))
                return unclosed(csv, csv->at);
            if (csv->separator == '\t')
                return take_as_plain(csv);
            csv->at++;
        }
    }
    return ended ? unclosed(csv, n) : CSV_MORE;
}

/* Opens the cell at csv->at. */
static int open_cell(struct csv *csv, const char *p, size_t n, int ended)
{
    if (csv->at == n && !ended)
        return CSV_MORE;
    csv->in_cell = 1;
    csv->begin = csv->at;
    if (csv->at < n && p[csv->at] == '"') {
        csv->in_quotes = 1;
        csv->doubled = csv->lines = 0;
        csv->open = csv->at++;
        csv->begin = csv->searched = csv->at;
    }
    return GO_ON;
}

enum csv_result csv_feed(struct csv *csv, const char *p, size_t n, int ended)
{
    const char *newline = NULL;
    int rc = GO_ON;
    if (csv->by_line && csv->at < n)
        newline = memchr(p + csv->at, '\n', n - csv->at);
    if (newline) {
        n = (size_t)(newline - p) + 1;
        ended = 1;
    }
    while (rc == GO_ON) {
        if (!csv->in_cell)
            rc = open_cell(csv, p, n, ended);
        else if (csv->in_quotes)
            rc = quoted_cell(csv, p, n, ended);
        else
            rc = plain_cell(csv, p, n, ended);
    }
    return (enum csv_result)rc;
}

size_t csv_unquote(char *out, const char *s, size_t len)
{
    size_t n = 0, i = 0;
    while (i < len) {
        const char *quote = memchr(s + i, '"', len - i);
        size_t run = quote ? (size_t)(quote - s) - i + 1 : len - i;
        memmove(out + n, s + i, run);
        n += run;
        i += run;
        i += quote && i < len && s[i] == '"';
    }
    return n;
}
