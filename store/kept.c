#include "store/kept.h"

#include <stdlib.h>
#include <string.h>

#include "shingle/shingle.h"
#include "store/db.h"
#include "store/doc.h"

/* Each number has one place, which the last one of those that share it has:
 * so many articles that came in a row are all kept. Twice a batch, it is half
 * of what a crawl of a month asks for again. */
#define PLACES 8192

/* Bytes of all of them together, with pages of news less than 70 MB. */
#define BYTES_MOST ((size_t)96 << 20)

struct kept {
    struct doc doc[PLACES];
    size_t bytes;
};

static size_t bytes_of(const struct doc *d)
{
    size_t n = shingle_count(d->side.words, d->side.w);
    return n * sizeof *d->side.shingle + 2 * (size_t)d->side.words +
           d->sketch.n * sizeof *d->sketch.sample;
}

int kept_take(struct store *s, uint32_t num, struct doc *d)
{
    struct doc *at = s->kept ? &s->kept->doc[num % PLACES] : NULL;
    if (!at || !at->memory || at->num != num)
        return 0;
    s->kept->bytes -= bytes_of(at);
    *d = *at;
    at->memory = NULL;
    return 1;
}

void kept_put(struct store *s, struct doc *d)
{
    if (d->num && d->memory && !s->kept)
        s->kept = calloc(1, sizeof *s->kept); /* without it nothing is kept */
    if (!d->num || !d->memory || !s->kept) {
        doc_release(d);
        return;
    }
    struct doc *at = &s->kept->doc[d->num % PLACES];
    sketch_release(&d->extra);
    if (at->memory) {
        s->kept->bytes -= bytes_of(at);
        doc_release(at);
    }
    if (s->kept->bytes + bytes_of(d) > BYTES_MOST) {
        doc_release(d);
        return;
    }
    s->kept->bytes += bytes_of(d);
    *at = *d;
    memset(d, 0, sizeof *d);
}

void kept_close(struct store *s)
{
    for (size_t i = 0; s->kept && i < PLACES; i++)
        if (s->kept->doc[i].memory)
            doc_release(&s->kept->doc[i]);
    free(s->kept);
    s->kept = NULL;
}
