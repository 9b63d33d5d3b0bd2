/*
 * host: names of hosts in one form each. A name in another script than Latin is
 * written in two ways, münchen.example and xn--mnchen-3ya.example (IDNA 2008,
 * RFC 5891; UTS 46 for capitals and wide letters): libidn2 makes one of the
 * other.
 *
 *     char ascii[HOST_SIZE], shown[HOST_SIZE];
 *     host_ascii("www.MÜNCHEN.example", ascii);
 *     host_readable(ascii, shown);
 */
#ifndef WIREPRINT_HOST_H
#define WIREPRINT_HOST_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Names have 253 bytes at most. */
#define HOST_SIZE 256

/*
 * The name in letters of ASCII, small ones. Labels that IDNA does not allow
 * stay as they are, and so does all where it has no room, or memory is out.
 */
void host_ascii(const char *host, char out[HOST_SIZE]);

/*
 * The same name, which host_ascii() made, as people read it. A label stays in
 * its xn-- form where it could be taken for another name: letters of two
 * scripts (Han with kana, Hangul or Bopomofo is one), Latin ones beyond those
 * with accents, or a label under an ASCII suffix of nothing but Cyrillic,
 * Greek or Armenian letters that look like Latin ones. This is the first half
 * of what browsers do (UTS 39, single script and whole-script confusables).
 */
void host_readable(const char *ascii, char out[HOST_SIZE]);

/* What of a host is wrong for a site of its own, or NULL: that it is no name
 * of two labels or more nor an IPv4 address, or that it is a public suffix, by
 * the list of libpsl, under which anybody has a site. In host_ascii()'s form.
 */
const char *host_fault(const char *ascii);

/* Whether s is four numbers of a byte each, with points between. */
int host_is_ipv4(const char *s);

#ifdef __cplusplus
}
#endif
#endif
