/*
 * account: why two articles are in one story, or are not, told to a person:
 * first what decided, then the figures of both beside each other, then what
 * differs inside what they share and what was set aside.
 *
 *     struct account a = {.row = row, .page = {&first, &second}, .rule = &r};
 *     if (account_print(&a))
 *         return EXIT_FAILED;
 */
#ifndef WIREPRINT_ACCOUNT_H
#define WIREPRINT_ACCOUNT_H

#include "cli/fetched.h"
#include "store/store.h"

/* A rule as the database has it. */
struct known_rule {
    char name[40], meaning[200];
    double value, standard;
};

struct account {
    const struct explanation *row;
    const struct fetched *page[2]; /* a and b */
    const struct known_rule *rule; /* that decided; NULL: none with a value */
};

/* Prints it on stdout. 0, or 1 with a message where memory ran out. */
int account_print(const struct account *a);

#endif
