#include "cli/intake.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/feed.h"
#include "cli/session.h"

/* A batch ends at this many bytes of strings too, so that long articles do
 * not make it large. */
#define BATCH_BYTES ((size_t)64 << 20)
/* How long to wait for the reader before looking at signals and clock. */
#define WAIT_MS 100

static volatile sig_atomic_t caught;

static void catch_signal(int number)
{
    caught = number;
}

static void set_handlers(void)
{
    struct sigaction action, old;
    const int numbers[] = {SIGINT, SIGTERM};
    memset(&action, 0, sizeof action);
    action.sa_handler = catch_signal;
    action.sa_flags = SA_RESTART | (int)SA_RESETHAND;
    sigemptyset(&action.sa_mask);
    caught = 0;
    for (int i = 0; i < 2; i++)
        if (!sigaction(numbers[i], NULL, &old) && old.sa_handler != SIG_IGN)
            sigaction(numbers[i], &action, NULL);
}

static int make_room(struct intake *in, size_t n)
{
    struct article *articles;
    enum add_result *results;
    if (n <= in->cap)
        return 0;
    articles = realloc(in->articles, n * sizeof *articles);
    if (articles)
        in->articles = articles;
    results = realloc(in->results, n * sizeof *results);
    if (results)
        in->results = results;
    if (!articles || !results)
        return -1;
    in->cap = n;
    return 0;
}

static void reject(struct intake *in, const struct record *r,
                   enum add_result result)
{
    struct reject_place p = {.reason = result == ADD_EMPTY ? REJECT_EMPTY_TEXT
                                                           : REJECT_TOO_LONG,
                             .file = r->file,
                             .line = r->line,
                             .byte = r->byte};
    snprintf(p.message, sizeof p.message, "%s",
             result == ADD_EMPTY ? "there is no word in the text"
                                 : "the text has 2 GiB or more");
    if (in->nplaces < REJECT_PLACES)
        in->place[in->nplaces++] = p;
    if (in->rejects)
        rejects_put_article(in->rejects, &p, &r->article);
}

static void count(struct intake *in, const struct batch *b)
{
    for (size_t i = 0; i < b->n; i++) {
        switch (in->results[i]) {
        case ADD_NEW:
            in->fresh++;
            break;
        case ADD_REVISED:
            in->revised++;
            break;
        case ADD_UNCHANGED:
            in->unchanged++;
            break;
        case ADD_EMPTY:
            in->empty++;
            reject(in, &b->records[i], ADD_EMPTY);
            break;
        case ADD_TOO_LONG:
            in->too_long++;
            reject(in, &b->records[i], ADD_TOO_LONG);
            break;
        }
    }
    in->read += b->n;
    in->bytes += b->bytes;
    if (in->strict && in->empty + in->too_long)
        in->refused = 1;
}

static int add_batch(struct intake *in, struct store *s, const struct batch *b)
{
    int code;
    if (make_room(in, b->n)) {
        complain("out of memory");
        in->broken = 1;
        return STORE_OK;
    }
    for (size_t i = 0; i < b->n; i++)
        in->articles[i] = b->records[i].article;
    code = store_add(s, in->articles, b->n, in->results);
    if (!code)
        count(in, b);
    return code;
}

/* Reads and stores until the end, a signal, or an error. */
static int add_all(struct intake *in, struct store *s, struct reader *r,
                   struct feed *f)
{
    int code = STORE_OK;
    while (!code && !caught && !in->broken && !in->refused) {
        struct batch *b;
        uint64_t done, total;
        int got = feed_next(f, &b, WAIT_MS);
        reader_progress(r, &done, &total);
        progress_bytes(&in->progress, done, total, in->read);
        if (got == FEED_BATCH)
            code = add_batch(in, s, b);
        else if (got == READER_STRICT)
            in->refused = 1;
        else if (got == READER_NO_MEMORY)
            in->broken = 1;
        if (got == READER_NO_MEMORY)
            complain("out of memory");
        if (got <= FEED_END)
            break;
    }
    in->interrupted = caught;
    return code;
}

/* Stories follow the articles. store_rebuild() goes over them in batches of
 * INTAKE_BATCH: after other ones it gives what those would have given, to the
 * byte. Somebody who interrupts does not want to wait for that. */
static int derive(struct intake *in, struct store *s)
{
    struct store_stats stats;
    if (in->batch == INTAKE_BATCH || in->interrupted)
        return store_gather(s, &in->stories);
    int code = store_get_stats(s, &stats);
    if (code || !stats.pending)
        return code ? code : store_gather(s, &in->stories);
    return store_rebuild(s, &in->stories);
}

int intake_run(struct intake *in, struct store *s, struct reader *r)
{
    struct feed *f;
    int code = feed_open(&f, r, in->batch, BATCH_BYTES);
    if (code) {
        complain(code == FEED_NO_THREAD ? "cannot start a thread"
                                        : "out of memory");
        in->broken = 1;
        return STORE_OK;
    }
    set_handlers();
    code = add_all(in, s, r, f);
    progress_end(&in->progress);
    if (in->interrupted)
        complain("interrupted; what was read so far is kept, now its stories");
    in->left = feed_close(f) != 0;
    if (!code)
        code = derive(in, s);
    progress_end(&in->progress);
    return code;
}

void intake_release(struct intake *in)
{
    free(in->articles);
    free(in->results);
    in->articles = NULL;
    in->results = NULL;
    in->cap = 0;
}
