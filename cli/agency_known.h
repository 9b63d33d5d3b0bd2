/*
 * agency_known: whether the agency that a command line names is one that the
 * database knows, and which others may be meant where it is not.
 *
 *     int code = agency_known(s, narrow.track.agency);
 *     if (code) {
 *         session_close(s, STORE_OK);
 *         return code;
 *     }
 */
#ifndef WIREPRINT_AGENCY_KNOWN_H
#define WIREPRINT_AGENCY_KNOWN_H

struct store;

/*
 * id: in any letter case; NULL: none is named. An agency that articles credit
 * is known though the table has it no more. Returns EXIT_DONE; EXIT_MISUSE with
 * a message that names up to three ids close to it, or of which it is the name;
 * or EXIT_FAILED with a message.
 */
int agency_known(struct store *s, const char *id);

/* The same for one that is known not to be there: it never returns EXIT_DONE.
 */
int agency_unknown(struct store *s, const char *id);

#endif
