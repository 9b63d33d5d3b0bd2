/*
 * One buffer serves all files in turn: the formats look for their records in
 * it, and what of the last record is not whole yet is moved to its front
 * before more is read. It grows only where one record does not fit, and is
 * given back behind such a file.
 */
#include "cli/reader_state.h"

#include <stdlib.h>
#include <string.h>

/* Best first where two are equally sure. */
static const struct format *const formats[] = {
    &format_warc, &format_json_lines, &format_json_array, &format_csv,
    &format_xml,  &format_html,       &format_plain};

#define MAX_RECORD ((uint64_t)32 << 20)
#define MOST_RECORD ((uint64_t)1 << 30) /* json-c counts in int */
#define BUFFER ((size_t)1 << 20)
#define READ ((size_t)256 << 10) /* the least that is asked for at once */
#define HEAD 4096 /* bytes a format is told by, where there are as many */

/* ---- opening ------------------------------------------------------------ */

static int new_reader(struct reader **out, const struct reader_options *options)
{
    struct reader *r = calloc(1, sizeof *r);
    *out = r;
    if (!r)
        return READER_NO_MEMORY;
    atomic_init(&r->done, 0);
    if (options)
        r->options = *options;
    if (!r->options.max_record)
        r->options.max_record = MAX_RECORD;
    if (r->options.max_record > MOST_RECORD)
        r->options.max_record = MOST_RECORD;
    if (!r->options.fields && fields_init(&r->own_fields)) {
        free(r);
        *out = NULL;
        return READER_NO_MEMORY;
    }
    if (!r->options.fields)
        r->options.fields = &r->own_fields;
    r->pages = pages_new(r->options.threads);
    if (!r->pages) {
        reader_close(r);
        *out = NULL;
        return READER_NO_MEMORY;
    }
    return 0;
}

int reader_open(struct reader **out, const char *const *paths, size_t n,
                const struct reader_options *options)
{
    struct reader *r;
    int rc = new_reader(out, options), known = 1;
    if (rc)
        return rc;
    r = *out;
    for (size_t i = 0; !rc && i < n; i++)
        rc = walk_add(&r->walk, paths[i]);
    if (rc) {
        reader_close(r);
        *out = NULL;
        return READER_NO_MEMORY;
    }
    for (size_t i = 0; i < r->walk.n; i++) {
        r->total += r->walk.files[i].size;
        if (!strcmp(r->walk.files[i].path, "-"))
            known = 0;
    }
    if (!known)
        r->total = 0;
    return 0;
}

int reader_open_memory(struct reader **out, const char *name, const void *bytes,
                       size_t len, const struct reader_options *options)
{
    struct reader *r;
    struct walk_file *file;
    size_t n = strlen(name) + 1;
    int rc = new_reader(out, options);
    if (rc)
        return rc;
    r = *out;
    r->walk.files = file = calloc(1, sizeof *file);
    if (!file || !(file->path = malloc(n))) {
        reader_close(r);
        *out = NULL;
        return READER_NO_MEMORY;
    }
    memcpy(file->path, name, n);
    r->walk.n = r->walk.cap = 1;
    r->memory = bytes;
    r->memory_len = len;
    r->total = len;
    return 0;
}

void reader_close(struct reader *r)
{
    if (!r)
        return;
    if (r->format && r->format->close)
        r->format->close(&r->src);
    input_close(r->src.in);
    pages_free(r->pages);
    free(r->src.buf);
    walk_release(&r->walk);
    fields_release(&r->own_fields);
    free(r);
}

uint64_t reader_files(const struct reader *r)
{
    return r->files;
}

uint64_t reader_files_failed(const struct reader *r)
{
    return r->failed;
}

void reader_progress(const struct reader *r, uint64_t *done, uint64_t *total)
{
    *done = atomic_load(&((struct reader *)(uintptr_t)r)->done);
    *total = r->total;
}

/* ---- the window --------------------------------------------------------- */

/* Room for READ bytes behind the window. */
static int make_room(struct source *src)
{
    size_t used = src->end - src->start, cap = src->cap ? src->cap : BUFFER;
    char *p;
    if (src->cap - src->end >= READ)
        return 0;
    if (src->start && src->cap - used >= READ && used <= src->cap / 2) {
        memmove(src->buf, src->buf + src->start, used);
        src->start = 0;
        src->end = used;
        return 0;
    }
    while (cap / 2 < used || cap - used < READ)
        cap *= 2;
    if (!(p = malloc(cap)))
        return READER_NO_MEMORY;
    if (used)
        memcpy(p, src->buf + src->start, used);
    free(src->buf);
    src->buf = p;
    src->start = 0;
    src->end = used;
    src->cap = cap;
    return 0;
}

int source_fill(struct source *src)
{
    size_t got = 0;
    int rc;
    if (src->ended)
        return 0;
    if (make_room(src))
        return READER_NO_MEMORY;
    rc = input_read(src->in, src->buf + src->end, src->cap - src->end, &got);
    if (rc == INPUT_NO_MEMORY)
        return READER_NO_MEMORY;
    atomic_store(&src->reader->done,
                 src->reader->before + input_taken(src->in));
    src->failed = rc != INPUT_OK;
    src->ended = !got;
    src->end += got;
    return got != 0;
}

int source_whole(struct source *src, struct batch *b, const char *what,
                 int (*use)(struct source *src, struct batch *b))
{
    int rc = 1;
    while (rc > 0 && src->end - src->start <= src->max_record)
        rc = source_fill(src);
    if (rc < 0)
        return rc;
    src->record = src->buf + src->start;
    src->record_len = src->end - src->start;
    if (src->record_len > src->max_record) {
        src->record_len = (size_t)src->max_record;
        rc = source_reject(src, REJECT_TOO_LONG, 1, 0,
                           "%s of more than %llu bytes", what,
                           (unsigned long long)src->max_record);
        src->record = NULL;
        return rc;
    }
    rc = use(src, b);
    src->record = NULL;
    source_skip(src, src->end - src->start);
    return rc;
}

void source_skip_lines(struct source *src, size_t n, uint64_t lines)
{
    src->start += n;
    src->byte += n;
    src->line += lines;
}

uint64_t source_newlines(const char *p, size_t len)
{
    const char *end = p + len;
    uint64_t n = 0;
    while (p < end && (p = memchr(p, '\n', (size_t)(end - p)))) {
        n++;
        p++;
    }
    return n;
}

void source_skip(struct source *src, size_t n)
{
    source_skip_lines(src, n, source_newlines(src->buf + src->start, n));
}

/* ---- reading ------------------------------------------------------------ */

/* The file that is open is done: its failure is told last, behind the records
 * that came before it. */
static int end_file(struct reader *r)
{
    struct source *src = &r->src;
    int rc = 0;
    if (r->format && r->format->close)
        r->format->close(src);
    r->format = NULL;
    if (src->failed) {
        size_t got;
        int damaged = input_read(src->in, &got, 1, &got) == INPUT_DAMAGED;
        r->failed++;
        rc = source_reject(src, damaged ? REJECT_DAMAGED : REJECT_FILE,
                           src->line, src->byte + (src->end - src->start), "%s",
                           input_errmsg(src->in));
    }
    r->before += input_taken(src->in);
    input_close(src->in);
    src->in = NULL;
    if (src->cap > 8 * BUFFER) {
        free(src->buf);
        src->buf = NULL;
        src->cap = 0;
    }
    return rc;
}

/* Reads the bytes that tell the format: of a WARC file as few as do, since the
 * begin of a packed one may be damaged, and its members are to be told apart
 * from the first one on. */
static int read_begin(struct source *src)
{
    int rc = 1;
    while (rc > 0 && src->end < HEAD &&
           !format_warc.probe(src->buf, src->end, 0))
        rc = source_fill(src);
    if (rc || !src->failed || format_warc.probe(src->buf, src->end, 0))
        return rc;
    rc = input_recover(src->in, "WARC/");
    if (rc != 1)
        return rc == INPUT_NO_MEMORY ? READER_NO_MEMORY : 0;
    rc = source_reject(src, REJECT_DAMAGED, 0, 0,
                       "packed data that is damaged from the begin");
    src->byte += src->end;
    src->end = 0;
    src->ended = src->failed = 0;
    return rc ? rc : source_fill(src);
}

/* Tells the format of the open file and begins it. */
static int begin_file(struct reader *r)
{
    struct source *src = &r->src;
    int rc = read_begin(src), best = 0;
    if (rc < 0)
        return rc;
    if (!src->end)
        return end_file(r); /* holds nothing, which is no error */
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        int sure = formats[i]->probe(src->buf, src->end, src->ended);
        if (sure > best) {
            best = sure;
            r->format = formats[i];
        }
    }
    if (!r->format) {
        rc = source_reject(src, REJECT_NOT_TEXT, 0, 0,
                           "neither JSON nor text, but binary data");
        r->failed++;
        return rc ? rc : end_file(r);
    }
    return r->format->open ? r->format->open(src) : 0;
}

static int open_file(struct reader *r)
{
    struct walk_file *file = &r->walk.files[r->next_file++];
    struct source *src = &r->src;
    int rc;
    char *buf = src->buf;
    size_t cap = src->cap;
    memset(src, 0, sizeof *src);
    src->buf = buf;
    src->cap = cap;
    src->reader = r;
    src->name = file->path;
    src->line = 1;
    src->fields = r->options.fields;
    src->max_record = r->options.max_record;
    src->raw = r->options.raw;
    src->pages = r->pages;
    r->files++;
    rc = r->memory
             ? input_open_memory(&src->in, file->path, r->memory, r->memory_len)
             : input_open(&src->in, file->path);
    if (rc == INPUT_NO_MEMORY)
        return READER_NO_MEMORY;
    if (!rc)
        return begin_file(r);
    rc = source_reject(src, rc == INPUT_DAMAGED ? REJECT_DAMAGED : REJECT_FILE,
                       0, 0, "%s", input_errmsg(src->in));
    r->failed++;
    input_close(src->in);
    src->in = NULL;
    return rc;
}

/* Puts records into b until it is full or there are none left. */
static int fill_batch(struct reader *r, struct batch *b, size_t max_records,
                      size_t max_bytes)
{
    int rc = 0;
    while (rc >= 0 && b->n < max_records && b->bytes < max_bytes) {
        if (r->format) {
            rc = r->format->next(&r->src, b);
            if (!rc)
                rc = end_file(r);
        } else if (r->next_file < r->walk.n) {
            rc = open_file(r);
        } else {
            break;
        }
    }
    return rc < 0 ? rc : pages_run(r->pages, r);
}

int reader_next(struct reader *r, struct batch *b, size_t max_records,
                size_t max_bytes)
{
    int rc;
    do {
        batch_clear(b);
        pages_begin(r->pages, b);
        rc = fill_batch(r, b, max_records, max_bytes);
    } while (pages_end(r->pages) && !rc && !b->n);
    return rc ? rc : b->n ? READER_MORE : READER_END;
}
