/* agency_tabled: the built-in table of agencies, made before a group of tests
 * and freed behind it; and tables of a text. */
#ifndef WIREPRINT_TESTS_AGENCY_TABLED_H
#define WIREPRINT_TESTS_AGENCY_TABLED_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "shingle/agency.h"

static struct agency_table *table;

/* NULL: the built-in table alone. */
static struct agency_table *open_with(const char *text)
{
    struct agency_error err;
    struct agency_table *t =
        agency_table_new(text, text ? strlen(text) : 0, &err);

    if (!t)
        print_error("line %zu: %s\n", err.line, err.message);
    return t;
}

static int open_table(void **state)
{
    (void)state;
    table = open_with(NULL);
    return table ? 0 : -1;
}

static int close_table(void **state)
{
    (void)state;
    agency_table_free(table);
    return 0;
}

/* The ids of the names in s, divided by spaces. */
static inline void names_in(const struct agency_table *t, const char *s,
                            int loose, char *out, size_t size)
{
    const char *p = s, *end = s + strlen(s);
    struct agency_name_at m;
    size_t n = 0;

    out[0] = '\0';
    for (; agency_search(t, s, p, end, loose, &m); p = m.end)
        n += (size_t)snprintf(out + n, size - n, "%s%s", n ? " " : "",
                              agency_at(t, m.agency)->id);
}

#endif
