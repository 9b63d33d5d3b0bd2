#include "store/numbers.h"

#include <stdlib.h>

#include "store/db.h"

int numbers_add(struct store *s, struct numbers *v, uint32_t num)
{
    if (!db_reserve(s, &v->at, &v->cap, v->n + 1, sizeof *v->at))
        v->at[v->n++] = num;
    return s->error;
}

static int by_number(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return a < b ? -1 : a > b;
}

/* Most sets are small: the articles of one shingle. */
#define SMALL 16

static void sort_small(uint32_t *at, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        uint32_t x = at[i];
        size_t k = i;
        for (; k && at[k - 1] > x; k--)
            at[k] = at[k - 1];
        at[k] = x;
    }
}

void numbers_settle(struct numbers *v)
{
    size_t n = 0;
    if (v->n <= SMALL)
        sort_small(v->at, v->n);
    else
        qsort(v->at, v->n, sizeof *v->at, by_number);
    for (size_t i = 0; i < v->n; i++)
        if (!n || v->at[n - 1] != v->at[i])
            v->at[n++] = v->at[i];
    v->n = n;
}
