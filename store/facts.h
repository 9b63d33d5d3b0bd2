/*
 * facts: site, time and length of articles by number, from a bounded cache of
 * stretches of the article table, so that a posting's articles can be judged
 * without a query each.
 */
#ifndef WIREPRINT_FACTS_H
#define WIREPRINT_FACTS_H

#include <stdint.h>

struct store;

struct fact {
    int64_t time;   /* published, else fetched, else STORE_NO_TIME */
    uint32_t site;  /* 0: there is no such article (any more) */
    uint32_t words; /* tokens */
};

/* The facts of an article; never NULL: site is 0 where it is gone and after an
 * error. Good until the next call. */
const struct fact *facts_get(struct store *s, uint32_t num);

/* To be told of every article that comes or goes (site 0). */
void facts_put(struct store *s, uint32_t num, const struct fact *f);

void facts_close(struct store *s);

/* The day of a time, counted from 1970; the same value for all unknown. */
#define DAY_UNKNOWN INT32_MIN
int32_t facts_day(int64_t time);

/* Whether two times lie within the window, days; -1: no bound. Unknown times
 * are within any window. */
int facts_near(int64_t a, int64_t b, long window);

#endif
