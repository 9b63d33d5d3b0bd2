/*
 * explaining: what store_explain() finds out of two articles, and the rule and
 * reason that follow from it.
 */
#ifndef WIREPRINT_EXPLAINING_H
#define WIREPRINT_EXPLAINING_H

#include "store/doc.h"
#include "store/question.h"
#include "store/relation.h"
#include "store/store.h"

struct explaining {
    struct store *s;
    uint32_t num[2];
    struct doc doc[2];
    struct kept_text text[2];
    struct text token[2];
    struct explanation e;
    char site[2][256];
    struct fact_row *fact;
    size_t nfacts, fact_cap;
    struct changes changes;
    int linked_pair;
    uint64_t apart; /* copies of a's story that are a series with b's */
    int form;       /* they are held against each other as a form */
    int stub;       /* both are in one group of stubs */
    char reason[1024];
};

/* Sets rule and reason of x->e; the other members are known. */
void explaining_why(struct explaining *x);

#endif
