#include "cli/spool.h"

#include <string.h>

#include "cli/format.h"
#include "cli/session.h"

/* Of a WARC record that is written packed: the fields that are asked for
 * stand in its head. */
#define HEAD 4096

struct head {
    uint64_t tag, raw, packed, id, of; /* lengths; of a string + 1, 0: NULL */
    int form, other;
};

int spool_open(struct spool *p)
{
    memset(p, 0, sizeof *p);
    return scratch_open(&p->file);
}

static uint64_t string_size(const char *s)
{
    return s ? strlen(s) + 1 : 0;
}

int spool_put(struct spool *p, const struct record *r, int as_packed,
              uint64_t tag)
{
    struct head h = {.tag = tag,
                     .raw = r->raw_len,
                     .packed = as_packed ? r->packed_len : 0,
                     .id = string_size(r->warc_id),
                     .of = string_size(r->warc_of),
                     .form = (int)r->form,
                     .other = r->other};
    if (as_packed && h.raw > HEAD)
        h.raw = HEAD;
    return scratch_append(&p->file, &h, sizeof h) ||
                   scratch_append(&p->file, r->raw, h.raw) ||
                   scratch_append(&p->file, r->packed, h.packed) ||
                   scratch_append(&p->file, r->warc_id, h.id) ||
                   scratch_append(&p->file, r->warc_of, h.of)
               ? -1
               : 0;
}

/* The next n bytes, in b; NULL where n is 0. */
static int take(struct spool *p, struct batch *b, uint64_t n, const char **out)
{
    char *to;
    *out = NULL;
    if (!n)
        return 0;
    if (!(to = batch_space(b, n))) {
        complain("out of memory");
        return -1;
    }
    if (scratch_read(&p->file, p->at, to, n))
        return -1;
    p->at += n;
    *out = to;
    return 0;
}

int spool_next(struct spool *p, struct batch *b, uint64_t *tag)
{
    struct record *r;
    struct head h;
    if (p->at == scratch_end(&p->file))
        return 0;
    if (scratch_read(&p->file, p->at, &h, sizeof h))
        return -1;
    p->at += sizeof h;
    if (!(r = batch_new(b, NULL, 0, 0))) {
        complain("out of memory");
        return -1;
    }
    r->form = (enum raw_form)h.form;
    r->other = h.other;
    r->raw_len = h.raw;
    r->packed_len = h.packed;
    if (take(p, b, h.raw, &r->raw) || take(p, b, h.packed, &r->packed) ||
        take(p, b, h.id, &r->warc_id) || take(p, b, h.of, &r->warc_of))
        return -1;
    batch_keep(b);
    *tag = h.tag;
    return 1;
}

void spool_close(struct spool *p)
{
    scratch_close(&p->file);
    p->at = 0;
}
