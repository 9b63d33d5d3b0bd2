/*
 * credit_line: what an agency's name says where it stands, judged by the rest
 * of its line: credit, photo, somebody told, or nothing. For credit.c, which
 * finds the names and the lines.
 *
 *     struct credit_line l = {.begin = line, .end = end, .base = text,
 *                             .stop = text + len};
 *     struct credit_names g;
 *     credit_names_read(t, &l, &m, &g);
 *     struct credit_sense s;
 *     if (credit_sense_of(t, &l, &g, &s))
 *         printf("%s\n", credit_kind_word[s.kind]);
 */
#ifndef WIREPRINT_CREDIT_LINE_H
#define WIREPRINT_CREDIT_LINE_H

#include "shingle/credit.h"

/* A line of the text [base, stop); early says that it stands where bylines do.
 */
struct credit_line {
    const char *begin, *end;
    const char *base, *stop;
    int early;
};

/* Names that are joined: "AFP, dpa and Reuters". */
struct credit_names {
    const char *begin, *end;
    int agency[CREDIT_AGENCIES];
    size_t n;
    unsigned flags;   /* GUARDED if all are, the rest if the first is */
    const char *rest; /* of a tail; see agency.h */
};

/* The kind of evidence, where it stretches, and whether it has less than the
 * whole form: no brackets, no line of its own. */
struct credit_sense {
    enum credit_kind kind;
    const char *begin, *end;
    int weak;
};

/* The name m, which stands in the line, and those joined to it. */
void credit_names_read(const struct agency_table *t,
                       const struct credit_line *l,
                       const struct agency_name_at *m, struct credit_names *g);

/* What the names say; 0 if nothing. Looks at 160 bytes on either side. */
int credit_sense_of(const struct agency_table *t, const struct credit_line *l,
                    const struct credit_names *g, struct credit_sense *s);

#endif
