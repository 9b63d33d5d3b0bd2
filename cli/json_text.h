/*
 * json_text: the text of an article out of a JSON value, in whichever of the
 * shapes it has: a string of text or HTML, an array of paragraphs, sections.
 *
 *     rc = json_text(b, value, html, &s, &len);
 */
#ifndef WIREPRINT_JSON_TEXT_H
#define WIREPRINT_JSON_TEXT_H

#include "cli/format.h"

#include <json-c/json.h>

#define JSON_TEXT_WRONG 1

/* Copies the text of v to b; html: a string is HTML. Returns 0, READER_NO_
 * MEMORY, or JSON_TEXT_WRONG where v is of no shape that a text has. *len is 0
 * where there is nothing but blanks. */
int json_text(struct batch *b, struct json_object *v, int html, char **s,
              size_t *len);

#endif
