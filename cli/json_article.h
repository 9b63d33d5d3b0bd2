/*
 * json_article: the facts of an article out of a parsed JSON object.
 *
 *     rc = json_article(src, b, object, line, byte);
 */
#ifndef WIREPRINT_JSON_ARTICLE_H
#define WIREPRINT_JSON_ARTICLE_H

#include "cli/format.h"

#include <json-c/json.h>

/* Adds the article that object holds to b, or counts why it holds none; the
 * record began at line and byte. 0, READER_NO_MEMORY or READER_STRICT. */
int json_article(struct source *src, struct batch *b,
                 struct json_object *object, uint64_t line, uint64_t byte);

#endif
