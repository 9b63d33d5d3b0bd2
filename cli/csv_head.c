/*
 * Prose has commas too, so a first line with some is not enough. Its cells
 * must read as names, names that fields.h knows count for much, and the lines
 * below must have as many cells. Where no name is known the file is a table
 * that --map may know more of; reader_csv.c reads it as plain text if not.
 */
#include "cli/csv_head.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define NAME 64 /* bytes of a column's name */
#define LOOK 20 /* rows that are compared with the head */

static const char separators[] = ",;\t|";

static int blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Copies the name in a cell without the blanks around it; 0 where it is none.
 * *len gets its bytes. */
static int name_of(const char *row, const struct csv_cell *cell, char out[NAME],
                   size_t *len)
{
    const char *s = row + cell->begin;
    size_t n = cell->end - cell->begin;
    while (n && blank(*s))
        s++, n--;
    while (n && blank(s[n - 1]))
        n--;
    if (n >= NAME)
        return 0;
    memcpy(out, s, n);
    out[n] = 0;
    *len = n;
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)s[i] < ' ' || s[i] == 127 ||
            strchr("<>{}[]\"", s[i]))
            return 0;
    return 1;
}

static void fold(char *s)
{
    for (; *s; s++) {
        if (*s >= 'A' && *s <= 'Z')
            *s = (char)(*s + 'a' - 'A');
        else if (*s == ' ' || *s == '-')
            *s = '_';
    }
}

/* ---- telling the format ------------------------------------------------- */

/* Whether name is among the default names of a field. */
static int is_default(enum field field, const char *name)
{
    const char *s = fields_names(field);
    size_t len = strlen(name);
    while (len && *s) {
        size_t n = strcspn(s, " ");
        int mark = strchr("?=!~<", *s) != NULL;
        if (n - (size_t)mark == len && !memcmp(s + mark, name, len))
            return 1;
        s += n + (s[n] != 0);
    }
    return 0;
}

static int any_default(const char *name)
{
    int found = 0;
    for (int field = 0; field < FIELD_COUNT; field++)
        found |= is_default((enum field)field, name);
    return found;
}

/* What the cells of a first line look like. */
struct look {
    size_t columns, known;
    int names, text;
};

static void look_at(struct look *l, const char *s, const struct csv *row)
{
    memset(l, 0, sizeof *l);
    l->names = row->n >= 2 && row->n <= CSV_CELLS;
    for (size_t i = 0; l->names && i < row->n; i++) {
        char name[NAME];
        size_t len = 0;
        l->names = name_of(s, &row->cells[i], name, &len);
        if (!len || !l->names)
            continue;
        l->columns = i + 1;
        if (!any_default(name))
            fold(name);
        l->known += (size_t)any_default(name);
        l->text |= is_default(FIELD_TEXT, name);
    }
    l->names &= l->columns >= 2;
}

/* Rows below that are there in full, and those with the right cells. */
static void compare(struct csv *row, const struct csv_head *head, const char *s,
                    size_t len, int whole, size_t *rows, size_t *good)
{
    for (*rows = *good = 0; *rows < LOOK && len; ++*rows) {
        enum csv_result rc;
        csv_begin(row, 0);
        rc = csv_feed(row, s, len, whole);
        if (rc == CSV_MORE || (rc == CSV_UNCLOSED && whole && row->at == len))
            break;
        *good += rc == CSV_ROW && csv_head_fits(head, row);
        if (rc != CSV_ROW) {
            const char *newline = memchr(s + row->open, '\n', len - row->open);
            row->at = newline ? (size_t)(newline - s) + 1 : len;
        }
        s += row->at;
        len -= row->at;
    }
}

static int judge(const struct look *l, size_t rows, size_t good)
{
    if (l->names && l->text && l->known == l->columns)
        return 80;
    if (!l->names || good * 2 < rows)
        return 0;
    if (l->text && l->known >= 2)
        return 80;
    if (l->text && rows)
        return 70;
    if (l->known >= 2 && rows)
        return 60;
    return l->columns >= 3 && rows >= 3 && good == rows ? CSV_HEAD_TABLE : 0;
}

/* How sure with this separator. */
static int probe_with(struct csv *row, const char *s, size_t len, int whole)
{
    struct csv_head head = {.text = SIZE_MAX};
    struct look l;
    size_t rows, good;
    csv_begin(row, 1);
    if (csv_feed(row, s, len, whole) != CSV_ROW)
        return 0;
    look_at(&l, s, row);
    if (!l.names)
        return 0;
    head.columns = l.columns;
    len -= row->at;
    s += row->at;
    compare(row, &head, s, len, whole, &rows, &good);
    return judge(&l, rows, good);
}

/* Bytes before the names; *separator gets the one that a line sep=; says. */
static size_t lead(const char *s, size_t len, char *separator)
{
    size_t i = len >= 3 && !memcmp(s, "\xEF\xBB\xBF", 3) ? 3 : 0;
    *separator = 0;
    if (len - i >= 6 && !memcmp(s + i, "sep=", 4) &&
        strchr(separators, s[i + 4]) && s[i + 4] &&
        (s[i + 5] == '\n' || (s[i + 5] == '\r' && len - i > 6))) {
        *separator = s[i + 4];
        i += s[i + 5] == '\n' ? 6 : 7;
    }
    return i;
}

/* The separator that is most likely and how sure it is; 0 for none. */
static int find_separator(const char *s, size_t len, int whole, char *separator,
                          size_t *before)
{
    char given;
    int best = 0;
    *before = lead(s, len, &given);
    for (const char *c = separators; *c; c++) {
        struct csv row;
        int sure;
        if (given && *c != given)
            continue;
        csv_init(&row, *c);
        sure = probe_with(&row, s + *before, len - *before, whole);
        if (sure > best) {
            best = sure;
            *separator = *c;
        }
    }
    return best;
}

int csv_head_probe(const char *s, size_t len, int whole)
{
    char separator;
    size_t before;
    return find_separator(s, len, whole, &separator, &before);
}

/* ---- the columns -------------------------------------------------------- */

struct hit {
    int any;
    uint32_t text; /* best rank as the text */
};

static void hit(void *arg, const struct field_name *name, const char *rest)
{
    struct hit *h = arg;
    if (*rest)
        return;
    h->any = 1;
    if (name->field == FIELD_TEXT && name->rank < h->text)
        h->text = name->rank;
}

static int has_key(const struct csv_head *head, const char *name)
{
    for (size_t i = 0; i < head->n; i++)
        if (!strcmp(head->keys[i].name, name))
            return 1;
    return 0;
}

static int add_key(struct csv_head *head, size_t column, const char *name)
{
    size_t size = strlen(name) + 1;
    char *copy = malloc(size);
    if (!copy)
        return CSV_HEAD_NO_MEMORY;
    memcpy(copy, name, size);
    head->keys[head->n].column = column;
    head->keys[head->n++].name = copy;
    return 0;
}

/* Finds the fields of a column, by its name as it stands or folded. */
static int find_key(struct csv_head *head, const char *s, const struct csv *row,
                    size_t i, int folded, const struct fields *fields,
                    uint32_t *best)
{
    struct hit h = {0, UINT32_MAX};
    char name[NAME];
    size_t len;
    if (!name_of(s, &row->cells[i], name, &len) || !len)
        return 0;
    head->columns = i + 1 > head->columns ? i + 1 : head->columns;
    if (folded)
        fold(name);
    fields_find(fields, name, hit, &h);
    if (!h.any || has_key(head, name))
        return 0;
    if (h.text < *best) {
        *best = h.text;
        head->text = i;
    }
    return add_key(head, i, name);
}

int csv_head_read(struct csv_head *head, const char *s, size_t len, int whole,
                  const struct fields *fields)
{
    struct csv row;
    size_t before;
    uint32_t best = UINT32_MAX;
    int rc = CSV_HEAD_NO_MEMORY;
    memset(head, 0, sizeof *head);
    head->text = SIZE_MAX;
    if (!find_separator(s, len, whole, &head->separator, &before))
        return rc; /* it was found before */
    csv_init(&row, head->separator);
    csv_begin(&row, 1);
    if (csv_feed(&row, s + before, len - before, whole) == CSV_ROW &&
        (head->keys = calloc(row.n * 2, sizeof *head->keys)) != NULL)
        rc = 0;
    for (size_t i = 0; !rc && i < row.n * 2; i++)
        rc = find_key(head, s + before, &row, i % row.n, i >= row.n, fields,
                      &best);
    head->bytes = before + row.at;
    return rc;
}

void csv_head_release(struct csv_head *head)
{
    if (!head)
        return;
    for (size_t i = 0; i < head->n; i++)
        free(head->keys[i].name);
    free(head->keys);
    memset(head, 0, sizeof *head);
}

int csv_head_fits(const struct csv_head *head, const struct csv *row)
{
    if (row->n > CSV_CELLS)
        return 0;
    for (size_t i = head->columns; i < row->n; i++)
        if (row->cells[i].end > row->cells[i].begin)
            return 0;
    return row->n >= head->columns ||
           (head->text < row->n &&
            (row->cells[head->text].quoted || head->text + 1 < row->n));
}
