/*
 * site: the host name of a URL, its registrable domain by the public suffix
 * list (libpsl's own copy of it), and the number the file knows it by.
 */
#ifndef WIREPRINT_SITE_H
#define WIREPRINT_SITE_H

#include <stddef.h>
#include <stdint.h>

struct store;

/*
 * Writes the registrable domain of a URL or host name to out, lower case,
 * without port or user; an IP address and a name that is itself a public
 * suffix stay whole. Empty where there is no host. Cut at size - 1 bytes.
 */
void site_domain(const char *url_or_host, char *out, size_t size);

/* The same without looking at the list: the host itself, less a leading
 * "www.". For sites that are named without a URL. */
void site_name(const char *url_or_host, char *out, size_t size);

/* The number of the domain "", which all articles of unknown site share. */
#define SITE_UNKNOWN 1

/* The number of a domain, made where it is new; 0 after an error. */
uint32_t site_number(struct store *s, const char *domain);

void site_close(struct store *s);

#endif
