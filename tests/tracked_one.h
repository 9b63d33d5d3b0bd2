/* tracked_one: one tracked crawl a test, made before it and dropped behind it.
 */
#ifndef WIREPRINT_TESTS_TRACKED_ONE_H
#define WIREPRINT_TESTS_TRACKED_ONE_H

#include "tests/tracked.h"

static struct tracked w;

static int setup(void **state)
{
    (void)state;
    tracked_open(&w);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    tracked_drop(&w);
    return 0;
}

#endif
