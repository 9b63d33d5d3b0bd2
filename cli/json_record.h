/*
 * json_record: one JSON object after another out of a source. reader_json.c
 * finds where one may begin, and this takes it, whole or broken.
 *
 *     if (src->buf[src->start] == '{')
 *         rc = json_record(src, b);
 */
#ifndef WIREPRINT_JSON_RECORD_H
#define WIREPRINT_JSON_RECORD_H

#include "cli/format.h"
#include "cli/json_split.h"

#include <json-c/json.h>

/* The state of a JSON source, src->state. */
struct json {
    struct json_tokener *tok;
    enum json_tokener_error error; /* of the last record parsed */
    int in_array;
    int resync;         /* look for a line that begins with { */
    uint64_t indent;    /* and is indented no deeper than this */
    uint64_t line_byte; /* where the current line began, as far as known */
    uint64_t newline;   /* offset of a newline that is known, */
    uint64_t searched;  /* or there is none before this */
};

/* Takes the object whose brace begins the window: adds its article to b, or
 * counts why there is none and goes on behind it, or behind its first line
 * where its end cannot be told; then st->resync says whether to look for a
 * line that may begin another. 0, or an error. */
int json_record(struct source *src, struct batch *b);

/* Uses up the rest of the line and its end. 0, or an error. */
int json_drop_line(struct source *src);

/* Uses up a value to its end, reading on, without holding it; the first
 * scanned bytes of it have been fed to sp. The window then begins where the
 * value ended or broke, which *result tells; JSON_MORE: the file ended. */
int json_follow(struct source *src, struct json_split *sp, size_t scanned,
                enum json_split_result *result);

#endif
