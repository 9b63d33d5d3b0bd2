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

void numbers_settle(struct numbers *v)
{
    size_t n = 0;
    if (v->n)
        qsort(v->at, v->n, sizeof *v->at, by_number);
    for (size_t i = 0; i < v->n; i++)
        if (!n || v->at[n - 1] != v->at[i])
            v->at[n++] = v->at[i];
    v->n = n;
}
