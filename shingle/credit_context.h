/*
 * credit_context: an agency's name on its line, with what is before it and
 * behind it made plain, and the questions that tell its senses apart. For
 * credit_line.c.
 *
 *     struct credit_context c;
 *     context_look(&c, t, line, names);
 *     if (context_ends(&c, 0))
 *         printf("nothing but brackets and points behind it\n");
 */
#ifndef WIREPRINT_CREDIT_CONTEXT_H
#define WIREPRINT_CREDIT_CONTEXT_H

#include "shingle/credit_line.h"
#include "shingle/plain.h"

/* Bytes looked at on either side: a byline of three people has 120. */
#define CREDIT_WINDOW 160

struct credit_context {
    const struct agency_table *t;
    const struct credit_line *l;
    const struct credit_names *g;
    struct plain pre, post;
    const char *base;          /* where pre begins */
    int pre_whole, post_whole; /* they reach to the ends of the line */
    size_t bare;       /* bytes of pre without fillers and spaces at its end */
    size_t naked;      /* and without brackets, dashes and quotes */
    int bracket, dash; /* among these */
};

void context_look(struct credit_context *c, const struct agency_table *t,
                  const struct credit_line *l, const struct credit_names *g);

/* Where byte i of pre, or of post, is in the original. */
const char *context_pre(const struct credit_context *c, size_t i);
const char *context_post(const struct credit_context *c, size_t i);

/* Whether a manner stands before the names and what fillers there are. */
int context_manner(const struct credit_context *c, enum agency_manner kind,
                   size_t *start);

/* Whether post is over at i: nothing but closing signs; or else a date. */
int context_ends(const struct credit_context *c, size_t i);
int context_over(const struct credit_context *c, size_t i);

/* Whether a credit may begin behind the first n bytes of pre: at the start of
 * the line, or behind any sign that sets apart. */
int context_begins(const struct credit_context *c, size_t n);

/* Whether they end a sentence. */
int context_after_sentence(const struct credit_context *c, size_t n);

/* Whether a sentence ends inside n plain bytes at s. */
int context_breaks(const unsigned char *s, size_t n);

/* Whether the character at p is no small letter. */
int context_capital(const char *p, const char *end);

/* The words of [p, end): returns how many begin with a capital, and gives how
 * many with a small letter that are none that join names. */
unsigned context_names(const struct agency_table *t, const char *p,
                       const char *end, unsigned *small);

/* A character boundary at or after p. */
const char *context_boundary(const char *p, const char *end);

#endif
