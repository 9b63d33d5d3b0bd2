/*
 * rejects: records that could not be used, kept in a file, one JSON object a
 * line with the place, the reason and the record itself, so that they can be
 * counted, mended and added again.
 *
 *     struct rejects *r;
 *     if (rejects_open(&r, "rejects.jsonl", 32 << 20))
 *         return EXIT_FAILED;
 *     options.rejected = rejects_put;
 *     options.rejected_arg = r;
 *     ...
 *     failed = rejects_close(r);
 *
 * Lines are put behind what the file has already, each as it comes: whatever
 * ends the program, those before it are there.
 */
#ifndef WIREPRINT_REJECTS_H
#define WIREPRINT_REJECTS_H

#include "cli/reader.h"

struct rejects;

/* Opens name, made where it is not there; at most max_record bytes of each
 * record are kept. Returns 0, or -1 with a message and *r NULL. */
int rejects_open(struct rejects **r, const char *name, uint64_t max_record);

/*
 * Appends one line: file, line (null where there are no lines, or it is about
 * the file as a whole), byte, reason (a word of reject_key()), message, and
 * record as a string; or, where it is no UTF-8, record_base64; record null
 * where it is not known; record_cut true where it is longer than that. What
 * cannot be written is said once on stderr, and the file keeps whole lines.
 * Always returns 0: what was read is not lost for that. arg is a struct
 * rejects; from any thread.
 */
int rejects_put(void *arg, const struct reject_place *place, const char *raw,
                size_t len);

/* The same for an article that was read and then rejected by the store; its
 * record is the article as `export` writes it. */
void rejects_put_article(struct rejects *r, const struct reject_place *place,
                         const struct article *a);

/* Returns 0, or -1 where something could not be written. Takes NULL. */
int rejects_close(struct rejects *r);

#endif
