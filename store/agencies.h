/*
 * agencies: the table of agencies that a file goes by: the built-in one, and
 * behind it what its user gave (meta, 'agencies').
 *
 *     const struct agency_table *t = agencies_open(s);
 *     if (t)
 *         puts(agency_at(t, 0)->name);
 */
#ifndef WIREPRINT_AGENCIES_H
#define WIREPRINT_AGENCIES_H

#include "shingle/agency.h"

struct store;

/* The table, made when it is first wanted, which takes a millisecond; NULL
 * after an error. Good until store_set_agencies() or agencies_close(); any
 * thread may read it. */
const struct agency_table *agencies_open(struct store *s);
void agencies_close(struct store *s);

#endif
