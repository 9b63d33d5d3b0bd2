#include "store/work.h"

#include <stdlib.h>

#include "store/agencies.h"
#include "store/codec.h"
#include "store/db.h"
#include "store/facts.h"
#include "store/flags.h"
#include "store/kept.h"

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
        overlap_index_init(&s->work[i].whole_index);
        overlap_init(&s->work[i].whole);
    }
    return STORE_OK;
}

void work_renew(struct store *s)
{
    int64_t version = db_number(s, "PRAGMA data_version");
    if (s->error || version == s->version)
        return;
    s->version = version;
    work_forget(s);
}

void work_forget(struct store *s)
{
    kept_close(s);
    codec_close(s);
    facts_close(s);
    flags_close(s);
    agencies_close(s);
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
        overlap_index_release(&s->work[i].whole_index);
        overlap_release(&s->work[i].whole);
    }
    free(s->work);
    s->work = NULL;
    pool_free(s->pool);
    s->pool = NULL;
}
