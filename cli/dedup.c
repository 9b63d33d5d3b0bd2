#include "cli/dedup.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/feed.h"
#include "cli/format.h"
#include "cli/session.h"

/* A batch is small enough that two of them, with their articles beside what
 * they came as, are some 60 MB, and large enough to keep two cores busy. */
#define BATCH_RECORDS 4096
#define BATCH_BYTES ((size_t)16 << 20)
/* How long to wait for the reader before looking at the clock. */
#define WAIT_MS 100
/* Held records are handed on so many at a time. */
#define CHUNK_RECORDS 4096
#define CHUNK_BYTES ((size_t)8 << 20)

static int no_memory(void)
{
    complain("out of memory");
    return -1;
}

/* ---- the files that are written ------------------------------------------ */

static void guard(struct dedup *d, const struct stat *st)
{
    if (S_ISREG(st->st_mode))
        d->guard[d->nguards++] = (struct dedup_file){
            (unsigned long long)st->st_dev, (unsigned long long)st->st_ino};
}

static int is_stdout(const char *name)
{
    return !name || !strcmp(name, "-");
}

void dedup_guard(struct dedup *d)
{
    struct stat st;
    if (!is_stdout(d->out_name) && !stat(d->out_name, &st))
        guard(d, &st);
    if (d->list_name && !is_stdout(d->list_name) && !stat(d->list_name, &st))
        guard(d, &st);
    if (!fstat(STDOUT_FILENO, &st))
        guard(d, &st);
}

int dedup_open(struct dedup *d)
{
    batch_init(&d->chunk);
    batch_init(&d->named);
    /* A reader that goes away is an error like any other here: what stands
     * beside its final name has to be removed. */
    signal(SIGPIPE, SIG_IGN);
    if (outfile_open(&d->out, d->out_name))
        return -1;
    if (d->list_name &&
        (outfile_open(&d->list, d->list_name) || places_open(&d->places)))
        return -1;
    if (d->list_name)
        droplist_begin(&d->rows, d->list.file);
    rawout_init(&d->raw, d->out.file, d->pack);
    follow_init(&d->follow, &d->raw);
    progress_begin(&d->progress, d->progress_asked);
    return 0;
}

int dedup_clashes(const struct dedup *d, const char *path)
{
    struct stat st;
    int rc = !strcmp(path, "-") ? fstat(STDIN_FILENO, &st) : stat(path, &st);
    for (int i = 0; !rc && i < d->nguards; i++) {
        if (d->guard[i].device != (unsigned long long)st.st_dev ||
            d->guard[i].node != (unsigned long long)st.st_ino)
            continue;
        complain("%s is input and output at once; write to another file", path);
        return 1;
    }
    return 0;
}

/* A file takes no more. Of stdout it is said why, unless a reader went away;
 * of others outfile_close() will. errno is that of the write. Returns -1. */
static int cannot_write(struct outfile *o)
{
    int error = errno ? errno : EIO;
    o->error = error;
    if (o->file != stdout)
        return -1;
    if (error != EPIPE)
        complain("cannot write the output: %s", strerror(error));
    /* It is told of now, and not again when the program ends. */
    if (!freopen("/dev/null", "w", stdout))
        _Exit(EXIT_FAILED);
    return -1;
}

static int flush(struct outfile *o)
{
    errno = 0;
    return fflush(o->file) ? cannot_write(o) : 0;
}

/* stdout is closed later; some disks tell only then that they are full. */
static int settle_stdout(struct dedup *d)
{
    int fd = dup(STDOUT_FILENO);
    if (fd >= 0 && !close(fd))
        return 0;
    return cannot_write(d->out.file == stdout ? &d->out : &d->list);
}

static int finish_files(struct dedup *d)
{
    int rc = flush(&d->out);
    if (!rc && d->list.file)
        rc = flush(&d->list);
    if (!rc && (d->out.file == stdout || d->list.file == stdout))
        rc = settle_stdout(d);
    if (rc)
        return -1;
    rc = outfile_close(&d->out, 1);
    d->out.file = NULL;
    if (!rc && d->list.file) {
        rc = outfile_close(&d->list, 1);
        d->list.file = NULL;
    }
    return rc;
}

static void room_release(struct dedup *d)
{
    free(d->keep);
    free(d->of);
    free(d->articles);
    free(d->names);
    free(d->ranks);
    free(d->verdicts);
    free(d->nums);
    d->cap = 0;
}

void dedup_close(struct dedup *d)
{
    progress_end(&d->progress);
    if (d->out.file)
        outfile_close(&d->out, 0);
    if (d->list.file)
        outfile_close(&d->list, 0);
    follow_release(&d->follow);
    rawout_release(&d->raw);
    places_close(&d->places);
    spool_close(&d->spool);
    batch_release(&d->chunk);
    batch_release(&d->named);
    room_release(d);
}

/* ---- reading ------------------------------------------------------------- */

static int make_room(struct dedup *d, size_t n)
{
    if (n <= d->cap)
        return 0;
    room_release(d);
    d->cap = n;
    d->keep = calloc(n, 1);
    d->of = calloc(n, sizeof *d->of);
    d->articles = calloc(n, sizeof *d->articles);
    d->names = calloc(n, sizeof *d->names);
    d->ranks = calloc(n, sizeof *d->ranks);
    d->verdicts = calloc(n, sizeof *d->verdicts);
    d->nums = calloc(n, sizeof *d->nums);
    if (d->keep && d->of && d->articles && d->names && d->ranks &&
        d->verdicts && d->nums)
        return 0;
    return no_memory();
}

/* Looks at a record: is its file none of ours, and can it be handed on? */
static int look(struct dedup *d, const struct record *r)
{
    if (r->file != d->file && dedup_clashes(d, r->file))
        return -1;
    d->file = r->file;
    d->bytes += r->raw_len;
    return rawout_look(&d->raw, r);
}

/* The record is told of by its id, else its URL, else where it stands. */
static int name_article(struct dedup *d, const struct record *r, size_t at)
{
    char name[64], *to;
    size_t file = strlen(r->file), n;
    d->names[at] = record_name(r);
    if (d->names[at])
        return 0;
    n = (size_t)snprintf(name, sizeof name, ":%" PRIu64,
                         r->line ? r->line : r->byte);
    if (!(to = batch_space(&d->named, file + n)))
        return no_memory();
    memcpy(to, r->file, file);
    memcpy(to + file, name, n + 1);
    d->names[at] = to;
    return 0;
}

static int take_article(struct dedup *d, const struct record *r, size_t i)
{
    size_t at = d->narticles++;
    d->read++;
    d->of[at] = i;
    d->articles[at] = r->article;
    d->ranks[at] = prefer_rank(&d->prefer, &r->article);
    if (name_article(d, r, at))
        return -1;
    return d->list_name ? places_put(&d->places, r) : 0;
}

static int take_batch(struct dedup *d, const struct batch *b)
{
    if (make_room(d, b->n))
        return -1;
    batch_clear(&d->named);
    d->narticles = 0;
    memset(d->keep, 1, b->n);
    for (size_t i = 0; i < b->n; i++) {
        const struct record *r = &b->records[i];
        if (look(d, r))
            return -1;
        if (r->other)
            d->others += r->form != RAW_HEAD;
        else if (take_article(d, r, i))
            return -1;
    }
    return 0;
}

static int read_all(struct dedup *d, struct feed *f,
                    int (*use)(struct dedup *d, const struct batch *b))
{
    int rc = 0, got = FEED_WAITING;
    while (!rc && got > FEED_END) {
        struct batch *b;
        uint64_t done, total;
        got = feed_next(f, &b, WAIT_MS);
        reader_progress(d->reader, &done, &total);
        progress_bytes(&d->progress, done, total, d->read);
        if (got == FEED_BATCH)
            rc = take_batch(d, b) ? -1 : use(d, b);
    }
    if (got == READER_NO_MEMORY)
        return no_memory();
    d->refused = got == READER_STRICT;
    return d->refused ? -1 : rc;
}

int dedup_read(struct dedup *d,
               int (*use)(struct dedup *d, const struct batch *b))
{
    struct feed *f;
    int rc = feed_open(&f, d->reader, BATCH_RECORDS, BATCH_BYTES);
    if (rc == FEED_NO_THREAD)
        complain("cannot start a thread");
    else if (rc)
        no_memory();
    if (rc)
        return -1;
    rc = read_all(d, f, use);
    progress_end(&d->progress);
    d->left = feed_close(f) != 0;
    return rc;
}

/* ---- handing on ---------------------------------------------------------- */

static int hand(struct dedup *d, int failed)
{
    if (failed && ferror(d->out.file))
        return cannot_write(&d->out);
    return failed;
}

int dedup_hand(struct dedup *d, const struct batch *b)
{
    errno = 0;
    return hand(d, follow_put(&d->follow, b->records, d->keep, b->n));
}

int dedup_hold(struct dedup *d, const struct batch *b, const uint64_t *tag)
{
    for (size_t i = 0; i < b->n; i++) {
        const struct record *r = &b->records[i];
        int as_packed = rawout_as_packed(&d->raw, r);
        if (spool_put(&d->spool, r, as_packed, r->other || !tag ? 0 : *tag++))
            return -1;
    }
    return 0;
}

/* Hands on what was read of the spool. */
static int hand_chunk(struct dedup *d)
{
    int rc;
    errno = 0;
    rc = follow_put(&d->follow, d->chunk.records, d->keep, d->chunk.n);
    batch_clear(&d->chunk);
    return hand(d, rc);
}

int dedup_held(struct dedup *d, uint64_t *tag)
{
    struct batch *b = &d->chunk;
    int rc = make_room(d, CHUNK_RECORDS);
    while (!rc) {
        if ((b->n == CHUNK_RECORDS || b->bytes >= CHUNK_BYTES) && hand_chunk(d))
            return -1;
        rc = spool_next(&d->spool, b, tag);
        if (rc <= 0)
            return rc;
        d->keep[b->n - 1] = 1;
        progress_work(&d->progress, "writing", d->kept + d->dropped, d->read);
        rc = !b->records[b->n - 1].other;
    }
    return rc;
}

void dedup_decide(struct dedup *d, int keep)
{
    d->keep[d->chunk.n - 1] = (unsigned char)(keep != 0);
}

int dedup_finish(struct dedup *d)
{
    int rc = d->chunk.n ? hand_chunk(d) : 0;
    progress_end(&d->progress);
    errno = 0;
    if (!rc)
        rc = hand(d, follow_end(&d->follow) || rawout_end(&d->raw));
    return rc ? -1 : finish_files(d);
}

int dedup_drop(struct dedup *d, uint64_t number, uint64_t kept,
               const char *name, struct drop *row)
{
    char *own = NULL;
    int rc;
    d->dropped++;
    d->earlier += row->earlier != 0;
    if (!d->list_name)
        return 0;
    if (kept) {
        if (places_get(&d->places, kept, &row->kept))
            return -1;
        if (!(own = strdup(row->kept.name)))
            return no_memory();
        name = own;
    }
    row->kept.name = name;
    errno = 0;
    rc = places_get(&d->places, number, &row->dropped);
    if (!rc && droplist_row(&d->rows, row))
        rc = cannot_write(&d->list);
    free(own);
    return rc;
}
