/*
 * site: the host name of a URL, its registrable domain by the public suffix
 * list (libpsl's own copy of it), and the number the file knows it by.
 *
 * A site has one name in the file, whichever spelling its pages have: that of
 * host_readable() (shingle/host.h). "www.xn--mnchen-3ya.example" and
 * "MÜNCHEN.example" are both "münchen.example", and a name that could be taken
 * for another stays "xn--...". So every list shows a site as it is kept, people
 * can read it, and what is copied out of one list finds the same in another.
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

/*
 * What the site that a question names is called in the file, where it may have
 * either name: its registrable domain, and the host as it stands. "-" asks for
 * the pages of unknown site, and both are empty. Each of size bytes.
 */
void site_asked(const char *asked, char *domain, char *name, size_t size);

/* The number of the domain "", which all articles of unknown site share. */
#define SITE_UNKNOWN 1

/* The number of a domain, made where it is new; 0 after an error. */
uint32_t site_number(struct store *s, const char *domain);

void site_close(struct store *s);

#endif
