#include "cli/table.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/date.h"
#include "cli/display.h"

/* Of a long field a table keeps this much: more than a terminal is wide. */
#define KEPT_MAX 2400
/* Between two columns of a table, and where that is too much for the terminal.
 */
#define GUTTER 2
#define GUTTER_NARROW 1
/* There, columns that may shrink do so to this: what nine columns of numbers
 * leave two ids of 80. --tsv has them whole. */
#define SHRINKS_NARROW 7
/* Before the later lines of a row, and before a note. */
#define INDENT 4

void table_format(const struct column *c, const struct cell *v, char *out)
{
    strcpy(out, "-");
    if (cell_is_none(c, v))
        return;
    switch (c->kind) {
    case CELL_COUNT:
        count_format(v->count, out);
        break;
    case CELL_TIME: /* to the minute: 2009-11-30 01:54 */
        date_format(v->number, out);
        if (strlen(out) == strlen("2009-11-30T01:54:00Z")) {
            out[10] = ' ';
            out[16] = 0;
        }
        break;
    case CELL_LAG:
        lag_format(v->number, out);
        break;
    case CELL_SHARE:
        snprintf(out, DISPLAY_MAX, "%.0f%%", 100 * v->real);
        break;
    case CELL_REAL:
        snprintf(out, DISPLAY_MAX, "%.2f", v->real);
        break;
    case CELL_TEXT:
    case CELL_ID:
    case CELL_PLACE:
    case CELL_DAY:
        cell_format(c, v, out);
        break;
    }
}

static int is_number(const struct column *c)
{
    return c->kind != CELL_TEXT && c->kind != CELL_TIME && c->kind != CELL_DAY;
}

static char *keep(const char *s, size_t len)
{
    char *copy;
    if (len > KEPT_MAX)
        len = KEPT_MAX;
    copy = malloc(len + 1);
    if (!copy)
        return NULL;
    for (size_t i = 0; i < len; i++)
        copy[i] = s[i] ? s[i] : ' ';
    copy[len] = 0;
    return copy;
}

static void row_free(const struct table *t, char **row)
{
    for (size_t i = 0; row && i <= t->ncolumns; i++)
        free(row[i]);
    free(row);
}

static char **row_make(const struct table *t, const struct cell *v,
                       const struct cell *note)
{
    char out[DISPLAY_MAX];
    char **row = calloc(t->ncolumns + 1, sizeof *row);
    int ok = row != NULL;
    for (size_t i = 0; ok && i < t->ncolumns; i++) {
        const struct column *c = &t->columns[i];
        if (!c->head)
            continue;
        if (c->kind == CELL_TEXT && v[i].text) {
            row[i] = keep(v[i].text, v[i].len);
        } else {
            table_format(c, &v[i], out);
            row[i] = keep(out, strlen(out));
        }
        ok = row[i] != NULL;
    }
    if (ok && note && note->text)
        row[t->ncolumns] = keep(note->text, note->len);
    if (ok)
        return row;
    row_free(t, row);
    return NULL;
}

/* Columns that the terminal has for the line that column i stands in. */
static unsigned room(const struct table *t, size_t i)
{
    while (i && !t->breaks[i])
        i--;
    return t->width - (t->breaks[i] ? INDENT : 0);
}

/* Whether a column is cut: one that may shrink, and a text that alone is too
 * wide for its line. */
static int is_cut(const struct table *t, size_t i)
{
    const struct column *c = &t->columns[i];
    return c->shrinks || (c->kind == CELL_TEXT && t->widths[i] >= room(t, i));
}

static void note_print(const struct table *t, const char *note)
{
    if (t->wrap_notes) {
        print_wrapped(stdout, note, strlen(note), INDENT, t->width);
        return;
    }
    printf("%*s", INDENT, "");
    print_clean(stdout, note, strlen(note), t->width - INDENT);
    putchar('\n');
}

static void row_print(const struct table *t, char *const *row)
{
    size_t pending = 0; /* spaces, written only where something follows */
    int first = 1;
    for (size_t i = 0; i < t->ncolumns; i++) {
        const struct column *c = &t->columns[i];
        size_t len, width;
        if (!c->head)
            continue;
        if (t->breaks[i])
            putchar('\n');
        if (t->breaks[i])
            pending = INDENT;
        else if (!first)
            pending += t->gutter;
        first = 0;
        len = strlen(row[i]);
        width = display_width(row[i], len);
        if (is_cut(t, i) && width > t->widths[i])
            width = t->widths[i];
        if (is_number(c) && width < t->widths[i])
            pending += t->widths[i] - width;
        if (width)
            printf("%*s", (int)pending, "");
        if (width)
            pending = 0;
        width = print_clean(stdout, row[i], len,
                            is_cut(t, i) ? t->widths[i] : SIZE_MAX);
        if (!is_number(c) && width < t->widths[i])
            pending += t->widths[i] - width;
    }
    putchar('\n');
    if (row[t->ncolumns])
        note_print(t, row[t->ncolumns]);
}

/* Takes columns from the widest that may shrink until the table fits, none
 * below `least` and what it says itself. Whether it fits then. */
static int widths_shrink(struct table *t, unsigned least)
{
    for (;;) {
        size_t total = 0, widest = t->ncolumns;
        for (size_t i = 0; i < t->ncolumns; i++) {
            const struct column *c = &t->columns[i];
            unsigned floor = c->shrinks < least ? c->shrinks : least;
            if (!c->head)
                continue;
            total += t->widths[i] + (total ? t->gutter : 0);
            if (c->shrinks && t->widths[i] > floor &&
                (widest == t->ncolumns || t->widths[i] > t->widths[widest]))
                widest = i;
        }
        if (total <= t->width || widest == t->ncolumns)
            return total <= t->width;
        t->widths[widest]--;
    }
}

/* What a column keeps at least, of a line of so many. */
static unsigned least_of(const struct table *t, size_t i, unsigned width)
{
    const struct column *c = &t->columns[i];
    unsigned least = t->widths[i];
    if (c->shrinks && c->shrinks < least)
        least = c->shrinks;
    return c->kind == CELL_TEXT && least > width ? width : least;
}

/* Cuts the columns [from, to) of one line, widest first, until they fit. */
static void line_shrink(struct table *t, size_t from, size_t to)
{
    unsigned width = room(t, from);
    for (;;) {
        size_t total = 0, widest = to;
        for (size_t i = from; i < to; i++) {
            if (!t->columns[i].head)
                continue;
            total += t->widths[i] + (total ? t->gutter : 0);
            if (t->widths[i] > least_of(t, i, width) &&
                (widest == to || t->widths[i] > t->widths[widest]))
                widest = i;
        }
        if (total <= width || widest == to)
            return;
        t->widths[widest]--;
    }
}

/* Puts a row on several lines, each as full as can be. */
static void lines_break(struct table *t)
{
    size_t used = 0, from = 0;
    for (size_t i = 0; i < t->ncolumns; i++) {
        unsigned width = room(t, i), least = least_of(t, i, width);
        if (!t->columns[i].head)
            continue;
        if (used && used + t->gutter + least > width) {
            line_shrink(t, from, i);
            t->breaks[i] = 1;
            from = i;
            used = least_of(t, i, room(t, i));
        } else {
            used += least + (used ? t->gutter : 0);
        }
    }
    line_shrink(t, from, t->ncolumns);
}

/* Makes the table fit, with as little harm as that takes. */
static void widths_fit(struct table *t)
{
    static const struct {
        unsigned gutter, least;
    } step[] = {{GUTTER, UINT_MAX},
                {GUTTER_NARROW, UINT_MAX},
                {GUTTER_NARROW, SHRINKS_NARROW}};
    size_t size = t->ncolumns * sizeof *t->widths;
    unsigned *widths = malloc(size);
    int fits = 0;
    if (!widths) {
        t->failed = 1;
        return;
    }
    memcpy(widths, t->widths, size);
    for (size_t i = 0; i < sizeof step / sizeof *step && !fits; i++) {
        memcpy(t->widths, widths, size);
        t->gutter = step[i].gutter;
        fits = widths_shrink(t, step[i].least);
    }
    if (!fits) {
        memcpy(t->widths, widths, size);
        t->gutter = step[0].gutter;
        lines_break(t);
    }
    free(widths);
}

static void widths_widen(struct table *t, size_t i, const char *s)
{
    size_t w = display_width(s, strlen(s));
    if (w > t->widths[i])
        t->widths[i] = (unsigned)w;
}

/* Finds the widths from the rows kept so far and prints them. */
static void table_start(struct table *t)
{
    char **heads = calloc(t->ncolumns + 1, sizeof *heads);
    t->widths = calloc(t->ncolumns + 1, sizeof *t->widths);
    t->breaks = calloc(t->ncolumns + 1, 1);
    if (!heads || !t->widths || !t->breaks) {
        t->failed = 1;
        goto out;
    }
    for (size_t i = 0; i < t->ncolumns; i++) {
        if (!t->columns[i].head)
            continue;
        heads[i] = (char *)(uintptr_t)t->columns[i].head;
        widths_widen(t, i, heads[i]);
        for (size_t r = 0; r < t->nlook; r++)
            widths_widen(t, i, t->look[r][i]);
    }
    widths_fit(t);
    if (t->failed)
        goto out;
    row_print(t, heads);
    for (size_t r = 0; r < t->nlook; r++)
        row_print(t, t->look[r]);
out:
    free(heads);
    for (size_t r = 0; r < t->nlook; r++)
        row_free(t, t->look[r]);
    free(t->look);
    t->look = NULL;
    t->nlook = 0;
}

void table_row(struct table *t, const struct cell *v, const struct cell *note)
{
    char **row = row_make(t, v, note);
    if (!row) {
        t->failed = 1;
        return;
    }
    if (!t->widths && !t->look) {
        t->look = calloc(TABLE_LOOK, sizeof *t->look);
        if (!t->look) {
            t->failed = 1;
            row_free(t, row);
            return;
        }
    }
    if (!t->widths) {
        t->look[t->nlook++] = row;
        if (t->nlook == TABLE_LOOK)
            table_start(t);
        return;
    }
    row_print(t, row);
    row_free(t, row);
}

void table_init(struct table *t, const struct column *columns, size_t n)
{
    *t = (struct table){.columns = columns, .ncolumns = n, .gutter = GUTTER};
    t->width = terminal_width();
}

int table_end(struct table *t)
{
    if (t->look)
        table_start(t);
    free(t->widths);
    free(t->breaks);
    t->widths = NULL;
    t->breaks = NULL;
    return t->failed;
}
