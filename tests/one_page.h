/*
 * one_page: a page made of a head and a body, read, and what was found on it.
 *
 *     read_at(NULL, "<title>Lock</title>", STORY);
 *     assert_has("harbour board");
 */
#ifndef WIREPRINT_TESTS_ONE_PAGE_H
#define WIREPRINT_TESTS_ONE_PAGE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/page.h"

/* Two paragraphs that any method takes for text. */
#define STORY                                                                  \
    "<p>The harbour board voted on Tuesday to close the eastern lock for six " \
    "weeks while its gates are hung again, the first time since 1957.</p>"     \
    "<p>Barges will be sent round by the old channel, which adds four hours "  \
    "to the journey and asks for a pilot at both ends of it.</p>"

static struct page_reader *reader;
static struct page page;

static inline int open_reader(void **state)
{
    (void)state;
    return !(reader = page_reader_new());
}

static inline int close_reader(void **state)
{
    (void)state;
    page_reader_free(reader);
    return 0;
}

/* Reads a page of this head and body. */
static inline int read_at(const char *url, const char *head, const char *body)
{
    char html[20000];
    struct page_hints hints = {NULL, url};
    int n = snprintf(html, sizeof html,
                     "<!DOCTYPE html><html><head><meta charset=utf-8>%s</head>"
                     "<body>%s</body></html>",
                     head, body);
    assert_in_range(n, 1, sizeof html - 1);
    return page_read(reader, html, (size_t)n, &hints, &page);
}

static inline void assert_has(const char *part)
{
    if (!strstr(page.text, part))
        fail_msg("'%s' is not in '%s'", part, page.text);
}

static inline void assert_lacks(const char *part)
{
    if (strstr(page.text, part))
        fail_msg("'%s' is in '%s'", part, page.text);
}

#endif
