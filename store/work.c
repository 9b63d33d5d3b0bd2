#include "store/work.h"

#include <stdlib.h>

#include "store/db.h"

int work_open(struct store *s)
{
    if (s->work || s->error)
        return s->error;
    if (!s->pool && !(s->pool = pool_new(s->threads)))
        return db_no_memory(s);
    s->threads = pool_threads(s->pool);
    if (!(s->work = calloc(s->threads, sizeof *s->work)))
        return db_no_memory(s);
    for (unsigned i = 0; i < s->threads; i++) {
        text_init(&s->work[i].maker.text);
        overlap_index_init(&s->work[i].index);
        overlap_init(&s->work[i].overlap);
    }
    return STORE_OK;
}

struct work *work_of(const struct store *s, unsigned worker)
{
    return &s->work[worker];
}

void work_close(struct store *s)
{
    for (unsigned i = 0; s->work && i < s->threads; i++) {
        doc_maker_release(&s->work[i].maker);
        overlap_index_release(&s->work[i].index);
        overlap_release(&s->work[i].overlap);
    }
    free(s->work);
    s->work = NULL;
    pool_free(s->pool);
    s->pool = NULL;
}
