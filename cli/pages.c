#include "cli/pages.h"

#include "store/pool.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* So many bytes of pages are read at once: fewer leave threads waiting for the
 * one with the largest page, more only take memory. 163 MB of pages in 5,000
 * gzip members on two cores: 1.86 s with 1 MiB, 1.77 with 2, 1.20 with 8, and
 * with 32, where the peak is 54 MB instead of 32. */
#define AT_ONCE ((size_t)8 << 20)

/* A page that waits, and then what was found on it. */
struct waiting {
    size_t record; /* its place in the batch */
    const char *bytes;
    char *own; /* to be freed */
    size_t len;
    struct page_hints hints;
    int code;
    struct page page; /* its strings are in text */
    char *text;
};

struct pages {
    struct batch *batch;
    struct waiting *waiting;
    size_t n, cap;
    size_t bytes;   /* of those that wait */
    size_t emptied; /* records to be taken out */
    unsigned threads;
    struct pool *pool; /* NULL before the first pages */
    struct page_reader **readers;
};

struct pages *pages_new(unsigned threads)
{
    struct pages *p = calloc(1, sizeof *p);
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    if (p)
        p->threads = threads ? threads : cores > 0 ? (unsigned)cores : 1;
    return p;
}

static void forget(struct pages *p)
{
    for (size_t i = 0; i < p->n; i++) {
        free(p->waiting[i].own);
        free(p->waiting[i].text);
    }
    p->n = 0;
    p->bytes = 0;
}

void pages_free(struct pages *p)
{
    if (!p)
        return;
    forget(p);
    for (unsigned i = 0; p->readers && i < p->threads; i++)
        page_reader_free(p->readers[i]);
    pool_free(p->pool);
    free(p->readers);
    free(p->waiting);
    free(p);
}

void pages_begin(struct pages *p, struct batch *b)
{
    forget(p);
    p->batch = b;
    p->emptied = 0;
}

/* ---- putting them down -------------------------------------------------- */

static struct waiting *new_waiting(struct pages *p)
{
    if (p->n == p->cap) {
        size_t cap = p->cap ? p->cap * 2 : 64;
        struct waiting *more = realloc(p->waiting, cap * sizeof *more);
        if (!more)
            return NULL;
        p->waiting = more;
        p->cap = cap;
    }
    return memset(&p->waiting[p->n], 0, sizeof *p->waiting);
}

static const char *keep_hint(struct batch *b, const char *s)
{
    return batch_copy(b, s, strlen(s));
}

int batch_page_own(struct source *src, struct batch *b, struct record *record,
                   const char *bytes, size_t len, char *own,
                   const struct page_hints *hints)
{
    struct pages *p = src->pages;
    struct waiting *w = new_waiting(p);
    const char *url = record->article.url;
    if (!w ||
        (hints->charset &&
         !(w->hints.charset = keep_hint(b, hints->charset))) ||
        (hints->url && hints->url != url &&
         !(url = keep_hint(b, hints->url)))) {
        free(own);
        return READER_NO_MEMORY;
    }
    w->hints.url = hints->url ? url : NULL;
    w->record = b->n;
    w->bytes = bytes;
    w->len = len;
    w->own = own;
    p->n++;
    p->bytes += len;
    batch_keep(b);
    return p->bytes < AT_ONCE ? 0 : pages_run(p, src->reader);
}

int batch_page(struct source *src, struct batch *b, struct record *record,
               const char *bytes, size_t len, const struct page_hints *hints)
{
    char *own = malloc(len + 1);
    if (!own)
        return READER_NO_MEMORY;
    if (len)
        memcpy(own, bytes, len);
    return batch_page_own(src, b, record, own, len, own, hints);
}

/* ---- reading them ------------------------------------------------------- */

static size_t room_for(const char *s)
{
    return s ? strlen(s) + 1 : 0;
}

static const char *move(char **to, const char *s)
{
    char *at = *to;
    size_t n = room_for(s);
    if (!n)
        return NULL;
    memcpy(at, s, n);
    *to += n;
    return at;
}

/* What the page reader found lives until its next page: copies it. */
static void keep_found(struct waiting *w, const struct page *found)
{
    size_t room = room_for(found->title) + room_for(found->site) +
                  room_for(found->author) + room_for(found->lang) +
                  room_for(found->url) + room_for(found->source) +
                  found->text_len + 1;
    struct page *to = &w->page;
    char *at = w->text = malloc(room);
    if (!at) {
        w->code = PAGE_NO_MEMORY;
        return;
    }
    *to = *found;
    to->charset = NULL;
    to->title = move(&at, found->title);
    to->site = move(&at, found->site);
    to->author = move(&at, found->author);
    to->lang = move(&at, found->lang);
    to->url = move(&at, found->url);
    to->source = move(&at, found->source);
    to->text = at;
    memcpy(at, found->text, found->text_len);
    at[found->text_len] = 0;
}

static void read_one(void *arg, unsigned worker, size_t i)
{
    struct pages *p = arg;
    struct waiting *w = &p->waiting[i];
    struct page found;
    w->code = PAGE_NO_TEXT;
    if (w->len)
        w->code =
            page_read(p->readers[worker], w->bytes, w->len, &w->hints, &found);
    if (w->code == PAGE_OK && !found.text_len)
        w->code = PAGE_NO_TEXT;
    if (w->code == PAGE_OK)
        keep_found(w, &found);
    if (w->code != PAGE_OK)
        return; /* those who keep rejects want the bytes */
    free(w->own);
    w->own = NULL;
}

static int start(struct pages *p)
{
    if (!p->readers) {
        p->readers = calloc(p->threads, sizeof(struct page_reader *));
        if (!p->readers)
            return READER_NO_MEMORY;
    }
    for (unsigned i = 0; i < p->threads; i++)
        if (!p->readers[i] && !(p->readers[i] = page_reader_new()))
            return READER_NO_MEMORY;
    if (!p->pool)
        p->pool = pool_new(p->threads);
    return p->pool ? 0 : READER_NO_MEMORY;
}

/* ---- what came of it ---------------------------------------------------- */

/* Sets *to, where nothing is known yet. */
static int fill(struct batch *b, const char **to, const char *s)
{
    if (*to || !s || !*s)
        return 0;
    *to = batch_copy(b, s, strlen(s));
    return *to ? 0 : READER_NO_MEMORY;
}

static int take_facts(struct batch *b, struct article *a, const struct page *p)
{
    if (p->url && *p->url)
        a->url = NULL;
    if (a->published == STORE_NO_TIME)
        a->published = p->published;
    if (a->modified == STORE_NO_TIME)
        a->modified = p->modified;
    if (fill(b, &a->url, p->url) || fill(b, &a->title, p->title) ||
        fill(b, &a->lang, p->lang) || fill(b, &a->author, p->author) ||
        fill(b, &a->source, p->source))
        return READER_NO_MEMORY;
    /* The site of a page is its host's; a name that is no host says nothing
     * about where it stood. */
    if (!a->url && p->site && fields_is_host(p->site, strlen(p->site)) &&
        fill(b, &a->site, p->site))
        return READER_NO_MEMORY;
    a->text = batch_copy(b, p->text, p->text_len);
    a->text_len = p->text_len;
    return a->text ? 0 : READER_NO_MEMORY;
}

static int refuse(struct pages *p, struct reader *r, struct record *record,
                  const struct waiting *w)
{
    struct source at = {.reader = r,
                        .name = record->file,
                        .record = w->bytes,
                        .record_len = w->len};
    unsigned long long byte = (unsigned long long)record->byte;
    if (record->form != RAW_NONE) {
        record->other = 1;
        return 0;
    }
    p->emptied++;
    if (w->code == PAGE_NOT_HTML)
        return source_reject(&at, REJECT_NOT_TEXT, record->line, record->byte,
                             "a page that is not text, at byte %llu", byte);
    return source_reject(&at, REJECT_NO_TEXT, record->line, record->byte,
                         "a page without text, at byte %llu", byte);
}

static int finish(struct pages *p, struct reader *r, const struct waiting *w)
{
    struct record *record = &p->batch->records[w->record];
    int rc;
    if (w->code == PAGE_NO_MEMORY)
        return READER_NO_MEMORY;
    if (w->code == PAGE_OK) {
        struct article *a = &record->article;
        rc = take_facts(p->batch, a, &w->page);
        /* A file that names itself nowhere goes by its path. */
        if (!rc && !a->id && !a->url && strcmp(record->file, "-"))
            rc = fill(p->batch, &a->id, record->file);
        return rc;
    }
    rc = refuse(p, r, record, w);
    if (rc == READER_STRICT)
        p->batch->n = w->record;
    return rc;
}

int pages_run(struct pages *p, struct reader *r)
{
    /* source_reject() calls this so that rejects keep their order; the ones
     * that it makes itself find nothing waiting. */
    size_t n = p->n;
    int rc = n ? start(p) : 0;
    if (!rc && n)
        pool_run(p->pool, n, 1, read_one, p);
    p->n = 0;
    for (size_t i = 0; i < n && !rc; i++)
        rc = finish(p, r, &p->waiting[i]);
    p->n = n;
    forget(p);
    return rc;
}

/* Articles have a text, and records that are none say so. */
static int is_empty(const struct record *record)
{
    return !record->article.text && !record->other;
}

size_t pages_end(struct pages *p)
{
    struct batch *b = p->batch;
    size_t kept = 0, all = b->n;
    if (!p->emptied)
        return 0;
    for (size_t i = 0; i < b->n; i++)
        if (!is_empty(&b->records[i]))
            b->records[kept++] = b->records[i];
    b->n = kept;
    p->emptied = 0;
    return all - kept;
}
