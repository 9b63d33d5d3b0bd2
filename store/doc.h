/*
 * doc: an article as the work on pairs wants it: its shingles, its sample,
 * and which tokens are set aside as furniture.
 */
#ifndef WIREPRINT_DOC_H
#define WIREPRINT_DOC_H

#include <stddef.h>
#include <stdint.h>

#include "shingle/overlap.h"
#include "shingle/sketch.h"
#include "shingle/text.h"

struct store;

struct doc {
    uint32_t num, site, kept; /* kept: tokens not set aside */
    int64_t time;
    struct side side; /* its arrays lie in memory; without text: words only */
    struct sketch sketch; /* hashes as pack_sketch() makes them */
    struct sketch extra;  /* see doc_extend() */
    void *memory;         /* NULL where it was made of a signature */
};

/* What one worker needs to make docs. */
struct doc_maker {
    struct text text;
    uint64_t *scratch;
    size_t scratch_cap;
};

void doc_maker_release(struct doc_maker *m);

/* Makes d of a text; 0 or -1 where memory ran out. d is then released. */
int doc_make(const struct store *s, struct doc_maker *m, struct doc *d,
             const char *bytes, size_t len);

/* Makes d of a signature blob; 0, -1 damaged, -2 no memory. */
int doc_from_signature(struct doc *d, const void *blob, size_t size);

/* Sets aside what is furniture on d->site by the present flags. */
void doc_mask(const struct store *s, struct doc *d);
/* The same of a doc that was masked before flags_mark(), for less. */
void doc_mask_more(const struct store *s, struct doc *d);
/* Sets nothing aside. */
void doc_unmask(struct doc *d);

/*
 * Where furniture is set aside and little is left, the sample holds little of
 * that: extra becomes the sampled shingles of what is left that sketch has
 * not, so that a brief between long letters is found like any brief. Without a
 * text, or where there is no need, extra stays empty. 0, or -1 where memory
 * ran out.
 */
int doc_extend(const struct store *s, struct doc_maker *m, struct doc *d);

void doc_release(struct doc *d);

/*
 * Loads n articles, by ascending number, from the file, folded and masked, in
 * parallel. An article that is gone or damaged has num 0 in its doc; the
 * latter is also an error of the handle.
 */
int doc_load(struct store *s, const uint32_t *num, size_t n, struct doc *out);

#endif
