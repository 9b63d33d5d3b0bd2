#include "cli/output.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/date.h"
#include "cli/display.h"

static void row_tsv(const struct output *o, const struct cell *v)
{
    char out[DISPLAY_MAX];
    for (size_t i = 0; i < o->ncolumns; i++) {
        const struct column *c = &o->columns[i];
        if (i)
            putc('\t', o->file);
        if (cell_is_none(c, &v[i]))
            continue;
        if (c->kind == CELL_TEXT) {
            print_tsv(o->file, v[i].text, v[i].len);
        } else {
            cell_format(c, &v[i], out);
            fputs(out, o->file);
        }
    }
    putc('\n', o->file);
}

static void row_csv(const struct output *o, const struct cell *v)
{
    char out[DISPLAY_MAX];
    for (size_t i = 0; i < o->ncolumns; i++) {
        const struct column *c = &o->columns[i];
        if (i)
            putc(',', o->file);
        if (cell_is_none(c, &v[i]))
            continue;
        if (c->kind == CELL_TEXT) {
            print_csv(o->file, v[i].text, v[i].len);
        } else {
            cell_format(c, &v[i], out);
            fputs(out, o->file);
        }
    }
    fputs("\r\n", o->file);
}

static void row_json(const struct output *o, const struct cell *v)
{
    char out[DISPLAY_MAX];
    putc('{', o->file);
    if (o->part)
        fprintf(o->file, "\"part\":\"%s\"", o->part);
    for (size_t i = 0; i < o->ncolumns; i++) {
        const struct column *c = &o->columns[i];
        fprintf(o->file, "%s\"%s\":", i || o->part ? "," : "", c->name);
        if (cell_is_none(c, &v[i])) {
            fputs("null", o->file);
        } else if (c->kind == CELL_TEXT) {
            print_json(o->file, v[i].text, v[i].len);
        } else {
            cell_format(c, &v[i], out);
            fprintf(o->file,
                    c->kind == CELL_TIME || c->kind == CELL_DAY ? "\"%s\""
                                                                : "%s",
                    out);
        }
    }
    fputs("}\n", o->file);
}

void output_begin_to(struct output *o, enum output_format format,
                     const struct column *columns, FILE *f)
{
    *o = (struct output){.format = format, .columns = columns, .file = f};
    while (columns[o->ncolumns].name)
        o->ncolumns++;
    table_init(&o->table, columns, o->ncolumns);
    if (format != OUTPUT_TSV && format != OUTPUT_CSV)
        return;
    for (size_t i = 0; i < o->ncolumns; i++)
        fprintf(f, "%s%s",
                i == 0                 ? ""
                : format == OUTPUT_CSV ? ","
                                       : "\t",
                columns[i].name);
    fputs(format == OUTPUT_CSV ? "\r\n" : "\n", f);
}

void output_begin(struct output *o, enum output_format format,
                  const struct column *columns)
{
    output_begin_to(o, format, columns, stdout);
}

int output_row_note(struct output *o, const struct cell *cells,
                    const struct cell *note)
{
    o->rows++;
    switch (o->format) {
    case OUTPUT_TABLE:
        table_row(&o->table, cells, note);
        break;
    case OUTPUT_TSV:
        row_tsv(o, cells);
        break;
    case OUTPUT_JSON:
        row_json(o, cells);
        break;
    case OUTPUT_CSV:
        row_csv(o, cells);
        break;
    }
    return o->table.failed || ferror(o->file);
}

int output_row(struct output *o, const struct cell *cells)
{
    return output_row_note(o, cells, NULL);
}

int output_end(struct output *o)
{
    int failed = table_end(&o->table);
    if (failed)
        fputs("wireprint: out of memory\n", stderr);
    return failed;
}

/* A text to the right of its name: one line break is as good as a blank. */
static void single_text(const struct cell *v, unsigned column)
{
    unsigned width = terminal_width();
    char *line = malloc(v->len + 1);
    for (size_t i = 0; line && i < v->len; i++)
        line[i] = (unsigned char)v->text[i] < ' ' ? ' ' : v->text[i];
    if (line && v->len)
        print_hanging(stdout, line, v->len, column, column,
                      width > column + 10 ? width : column + 10);
    else
        print_clean(stdout, v->text, v->len, SIZE_MAX);
    if (!line || !v->len)
        putchar('\n');
    free(line);
}

int output_single(enum output_format format, const struct column *columns,
                  const struct cell *cells)
{
    struct output o;
    size_t width = 0;
    if (format != OUTPUT_TABLE) {
        output_begin(&o, format, columns);
        output_row(&o, cells);
        return output_end(&o);
    }
    for (const struct column *c = columns; c->name; c++)
        if (c->head && strlen(c->head) > width)
            width = strlen(c->head);
    for (size_t i = 0; columns[i].name; i++) {
        char out[DISPLAY_MAX];
        if (!columns[i].head)
            continue;
        printf("%-*s  ", (int)width, columns[i].head);
        if (columns[i].kind == CELL_TEXT && cells[i].text) {
            single_text(&cells[i], (unsigned)width + 2);
        } else {
            table_format(&columns[i], &cells[i], out);
            puts(out);
        }
    }
    return 0;
}

int output_finish(void)
{
    int failed = ferror(stdout);
    errno = 0;
    if (fclose(stdout))
        failed = 1;
    if (!failed)
        return 0;
    if (errno != EPIPE)
        fprintf(stderr, "wireprint: cannot write the output: %s\n",
                errno ? strerror(errno) : "an earlier write failed");
    return 1;
}
