/*
 * schema: the tables of the file, and what a file must say of itself to be
 * opened.
 */
#ifndef WIREPRINT_SCHEMA_H
#define WIREPRINT_SCHEMA_H

#include "store/store.h"

/* Raised when a table changes; a file of another version is refused. */
#define SCHEMA_VERSION 3

/* "wire", in the SQLite header: tells our files from others. */
#define SCHEMA_APPLICATION 0x77697265

/* Makes the tables in an empty file with the given parameters. */
int schema_create(struct store *s, const struct store_params *wanted);

/* Reads the parameters and refuses a file that is not ours, of another
 * version, or made with other parameters than wanted (0 members: any). */
int schema_load(struct store *s, const struct store_params *wanted);

#endif
