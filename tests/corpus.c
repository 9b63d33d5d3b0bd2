#include "tests/corpus.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/reader.h"
#include "shingle/shingle.h"
#include "shingle/text.h"

void corpus_die(const char *why)
{
    fprintf(stderr, "corpus: %s\n", why);
    exit(1);
}

void *corpus_room(void *array, size_t *cap, size_t n, size_t more, size_t size)
{
    if (n + more > *cap) {
        *cap = 2 * (n + more);
        array = realloc(array, *cap * size);
        if (!array)
            corpus_die("out of memory");
    }
    return array;
}

void corpus_init(struct corpus *c, unsigned width)
{
    memset(c, 0, sizeof *c);
    c->width = width;
}

void corpus_add(struct corpus *c, const char *id, int64_t time,
                const char *text, size_t len)
{
    struct item item = {.time = time,
                        .words = c->nwords,
                        .shingles = c->nshingles,
                        .nth = c->n};
    struct text t;

    text_init(&t);
    item.id = strdup(id);
    if (!item.id || text_fold(&t, text, len))
        corpus_die("an article cannot be folded");
    item.nwords = t.n;
    item.nshingles = shingle_count(t.n, c->width);
    c->item = corpus_room(c->item, &c->cap, c->n, 1, sizeof *c->item);
    c->word = corpus_room(c->word, &c->words_cap, c->nwords, t.n + c->width,
                          sizeof *c->word);
    c->shingle = corpus_room(c->shingle, &c->shingles_cap, c->nshingles,
                             item.nshingles, sizeof *c->shingle);
    if (t.n) {
        memcpy(c->word + c->nwords, t.hash, t.n * sizeof *t.hash);
        shingle_hash(&t, c->width, SHINGLE_SEED, c->shingle + c->nshingles);
    }
    memset(c->word + c->nwords + t.n, 0, c->width * sizeof *c->word);
    c->nwords += t.n + c->width;
    c->nshingles += item.nshingles;
    c->item[c->n++] = item;
    text_release(&t);
}

static int item_order(const void *a, const void *b)
{
    const struct item *x = a, *y = b;
    int order = strcmp(x->id, y->id);
    return order ? order : x->nth < y->nth ? -1 : 1;
}

void corpus_sort(struct corpus *c)
{
    size_t i, n = 0;

    if (c->n)
        qsort(c->item, c->n, sizeof *c->item, item_order);
    for (i = 0; i < c->n; i++) {
        if (i + 1 < c->n && !strcmp(c->item[i].id, c->item[i + 1].id))
            free(c->item[i].id);
        else
            c->item[n++] = c->item[i];
    }
    c->n = n;
}

void corpus_read(struct corpus *c, const char *const *paths, size_t n)
{
    struct reader *r;
    struct batch b;
    int rc;

    batch_init(&b);
    if (reader_open(&r, paths, n, NULL))
        corpus_die("out of memory");
    while ((rc = reader_next(r, &b, 1024, 32 << 20)) == READER_MORE) {
        for (size_t i = 0; i < b.n; i++) {
            const struct article *a = &b.records[i].article;
            int64_t time =
                a->published == STORE_NO_TIME ? a->fetched : a->published;
            if (!a->id && !a->url)
                corpus_die("an article has neither id nor URL");
            corpus_add(c, a->id ? a->id : a->url, time, a->text, a->text_len);
        }
    }
    if (reader_rejected(r))
        fprintf(stderr, "corpus: %llu without a text or damaged, left out\n",
                (unsigned long long)reader_rejected(r));
    if (rc != READER_END || reader_files_failed(r)) {
        const struct reject_place *p = reader_first(r);
        if (p)
            fprintf(stderr, "%s: %s\n", p->file, p->message);
        corpus_die("not all could be read");
    }
    batch_release(&b);
    reader_close(r);
}

void corpus_release(struct corpus *c)
{
    for (size_t i = 0; i < c->n; i++)
        free(c->item[i].id);
    free(c->item);
    free(c->word);
    free(c->shingle);
    memset(c, 0, sizeof *c);
}
