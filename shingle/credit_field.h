/*
 * credit_field: what an agency's name says in a field of a record, as author or
 * source, where it stands next to persons, desks and other firms.
 *
 *     struct credit_sense s;
 *     if (credit_field_says(t, &line, &m, &g, CREDIT_BYLINE, &s))
 *         printf("%s\n", credit_kind_word[s.kind]);
 */
#ifndef WIREPRINT_CREDIT_FIELD_H
#define WIREPRINT_CREDIT_FIELD_H

#include "shingle/credit_line.h"

/*
 * Whether the names g, of which m is the first, credit an agency in the field
 * that is the line l: with kind, or with what tells that it is no more than a
 * part ("Jane Doe with AFP"). What is left of the field must be set apart by a
 * sign or be words that go with agencies, so that Kyodo Ito and the Reuters
 * Institute are none. kind is CREDIT_BYLINE for an author, where abbreviations
 * count in the agency's own letter case alone: Sana is a person.
 */
int credit_field_says(const struct agency_table *t, const struct credit_line *l,
                      const struct agency_name_at *m,
                      const struct credit_names *g, enum credit_kind kind,
                      struct credit_sense *s);

#endif
