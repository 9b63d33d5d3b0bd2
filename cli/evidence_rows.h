/*
 * evidence_rows: what the copies of a story say of their agency and of which
 * version they are, each with the place where they say it: credits and markers.
 *
 *     output_begin(&out, OUTPUT_JSON, evidence_columns);
 *     int code = evidence_rows(&out, s, &tracked);
 *     output_end(&out);
 */
#ifndef WIREPRINT_EVIDENCE_ROWS_H
#define WIREPRINT_EVIDENCE_ROWS_H

#include "cli/output.h"
#include "cli/tracked.h"

extern const struct column evidence_columns[];

/* Writes those of each copy and digest, by its time, the credits first. Returns
 * a store code; where the file takes no more it ends early, without one. */
int evidence_rows(struct output *o, struct store *s, const struct tracked *t);

#endif
