/*
 * page_date: times that stand among other words, and days in URLs. Used where
 * nothing on a page states its time in a better place.
 *
 *     int64_t t;
 *     if (page_date_in("By Jane Doe, November 30, 2009 01:54", 36, &t, NULL))
 *         printf("%lld\n", (long long)t);
 */
#ifndef WIREPRINT_PAGE_DATE_H
#define WIREPRINT_PAGE_DATE_H

#include "cli/date.h"

/* The longest time in a short passage, as date.h reads times. 1 with *t and
 * *precision (may be NULL) set, else 0: none, or none that is sure. */
int page_date_in(const char *s, size_t len, int64_t *t,
                 enum date_precision *precision);

/* The day in a path such as /2009/11/30/ or /20091130/. 1, or 0: none. */
int page_date_url(const char *url, int64_t *t);

#endif
