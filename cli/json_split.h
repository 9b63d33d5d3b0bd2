/*
 * json_split: where a JSON object or array ends, told by its brackets and
 * strings, in pieces of any size. It does not judge the values between, but
 * it stops where no parser could go on, so that one broken record does not
 * swallow the records behind it.
 *
 *     struct json_split sp;
 *     size_t used;
 *     json_split_init(&sp);
 *     while (json_split_feed(&sp, p, n, &used) == JSON_MORE)
 *         read_on(&p, &n);
 */
#ifndef WIREPRINT_JSON_SPLIT_H
#define WIREPRINT_JSON_SPLIT_H

#include <stddef.h>
#include <stdint.h>

#define JSON_DEPTH 128 /* json-c's default is 32; articles use up to 8 */

enum json_split_result {
    JSON_MORE,
    JSON_DONE,   /* the byte before used closed the value */
    JSON_STRING, /* a line ends inside a string, at used */
    JSON_BROKEN, /* a bracket or string stands where none can, at used */
    JSON_DEEP,   /* more than JSON_DEPTH brackets are open at used */
};

struct json_split {
    unsigned depth;
    int in_string, escaped;
    char prev;                  /* the last byte that was no white space */
    uint8_t object[JSON_DEPTH]; /* 1: the bracket is of an object */
};

void json_split_init(struct json_split *sp);

/* Reads on over the n bytes at p; *used gets the bytes read. After anything
 * but JSON_MORE begin anew with json_split_init(). */
enum json_split_result json_split_feed(struct json_split *sp, const char *p,
                                       size_t n, size_t *used);

#endif
