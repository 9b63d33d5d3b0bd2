/*
 * ninjs: what is particular to IPTC's news in JSON, versions 1 to 3. Its
 * names are among those of fields.h; here are its lists of one text in
 * several forms, its items that are no text, and the lines over the text.
 *
 *     if ((type = ninjs_other_type(object)))
 *         reject("%s is no text", type);
 */
#ifndef WIREPRINT_NINJS_H
#define WIREPRINT_NINJS_H

#include "cli/format.h"

#include <json-c/json.h>

/* The type of an object that is ninjs of a picture, a video, a plan and so on;
 * NULL for texts and for all that is not ninjs. It lives as the object does. */
const char *ninjs_other_type(struct json_object *object);

/* Of a list of objects with a value each, as headlines and bodies are from
 * version 2 on, the value to take: plain text before HTML before any other
 * mark-up, the main one before others. *html gets whether it is HTML. Anything
 * else is returned as it is. */
struct json_object *ninjs_value(struct json_object *list, int *html);

/* Puts the byline and the place that the object gives before the article's
 * text (see lead.h). Does nothing where the object is not ninjs. 0 or
 * READER_NO_MEMORY. */
int ninjs_lead(struct batch *b, struct article *a, struct json_object *object);

#endif
