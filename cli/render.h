/*
 * render: edits drawn for a person, in one column or side by side.
 *
 * With colour, what was cut is red, added green, moved yellow, and furniture
 * dim; without, they stand in [-cut-] {+added+} [~moved~] and (=furniture=).
 *
 *     struct pen_options p = {.width = 80, .colour = 1};
 *     render_unified(&edits, &p);
 */
#ifndef WIREPRINT_RENDER_H
#define WIREPRINT_RENDER_H

#include <stddef.h>

#include "cli/edits.h"

struct pen_options {
    unsigned width;
    int colour;
};

/* What the marks mean, in one line. */
void render_legend(const struct pen_options *p);

/* Both texts in one, in the order of b, each cut before what came for it. */
void render_unified(const struct edits *e, const struct pen_options *p);

/* a on the left, b on the right, shared passages beside each other. Returns 0,
 * or -1 where memory ran out. */
int render_side_by_side(const struct edits *e, const struct pen_options *p);

/* The bytes of tokens [first, first + n) of one side with the punctuation
 * around them: [*from, *to). n is at least 1. */
void render_bytes(const struct edits *e, int side, uint32_t first, uint32_t n,
                  size_t *from, size_t *to);

#endif
