#include "store/shelf.h"

#include <stdlib.h>

#include "store/candidate.h"
#include "store/db.h"
#include "store/kept.h"

int shelf_in_batch(const struct shelf *x, uint32_t num)
{
    return num >= x->first && num - x->first < x->nbatch;
}

int shelf_load(struct store *s, struct shelf *x, const struct numbers *need)
{
    x->num = need->at;
    x->nloaded = need->n;
    x->loaded = calloc(need->n + 1, sizeof *x->loaded);
    if (!x->loaded)
        return db_no_memory(s);
    return doc_load(s, need->at, need->n, x->loaded);
}

const struct doc *shelf_get(const struct shelf *x, uint32_t num)
{
    if (shelf_in_batch(x, num))
        return x->batch[num - x->first].num ? &x->batch[num - x->first] : NULL;
    size_t low = 0, high = x->nloaded;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (x->num[mid] < num)
            low = mid + 1;
        else
            high = mid;
    }
    if (low == x->nloaded || x->num[low] != num || !x->loaded[low].num)
        return NULL;
    return &x->loaded[low];
}

void shelf_clear(struct store *s, struct shelf *x)
{
    for (size_t i = 0; x->loaded && i < x->nloaded; i++)
        kept_put(s, &x->loaded[i]);
    free(x->loaded);
    x->loaded = NULL;
    x->nloaded = 0;
}
