/*
 * licensed: the list of an agency's customers, as a file has it. Each line is
 * a site, which then may run every agency, or an agency's id, a tab and a site.
 * What follows # is a comment. A site may be spelled in its own letters or in
 * punycode, and may be an address.
 *
 *     struct licensed l = {0};
 *     if (!licensed_load(&l, s, "customers.tsv"))
 *         filter.licensed = l.line, filter.nlicensed = l.n;
 *     licensed_release(&l);
 */
#ifndef WIREPRINT_LICENSED_H
#define WIREPRINT_LICENSED_H

#include <stddef.h>

#include "store/track.h"

struct licensed {
    const char **line; /* as struct uncredited_filter wants them */
    size_t n, cap;
    char **agency; /* ids of the database's table */
    size_t nagencies, agencies_cap;
};

/*
 * Reads the file; sites may be URLs. Every agency must be in the table of s.
 * Returns EXIT_DONE; EXIT_MISUSE where it has a bad line, which is named with
 * its number, or names no site: a public suffix ("co.uk") is none, for it would
 * take in everybody below it; or EXIT_FAILED. To be released in any case.
 */
int licensed_load(struct licensed *l, struct store *s, const char *path);
void licensed_release(struct licensed *l);

#endif
