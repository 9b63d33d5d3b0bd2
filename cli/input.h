/*
 * input: the bytes of a file, of standard input or of memory, unpacked on the
 * way where they are gzip (any number of members) or zstd (any number of
 * frames, with skippable ones between). What it is is told by its first bytes
 * and not by its name. Memory stays at one read buffer and the unpacker's own.
 *
 *     struct input *in;
 *     size_t n;
 *     int rc = input_open(&in, "crawl.jsonl.gz");
 *     while (!rc && !(rc = input_read(in, buf, sizeof buf, &n)) && n)
 *         fwrite(buf, 1, n, stdout);
 *     if (rc)
 *         fprintf(stderr, "%s: %s\n", input_name(in), input_errmsg(in));
 *     input_close(in);
 *
 * An input belongs to one thread at a time, except for input_taken().
 */
#ifndef WIREPRINT_INPUT_H
#define WIREPRINT_INPUT_H

#include <stddef.h>
#include <stdint.h>

#define INPUT_OK 0
#define INPUT_ERROR (-1)   /* cannot be opened or read */
#define INPUT_DAMAGED (-2) /* packed data that is damaged or cut off */
#define INPUT_NO_MEMORY (-3)

struct input;

/*
 * Opens path, or standard input where path is "-". *in is set on failure too,
 * for input_errmsg(), except on INPUT_NO_MEMORY, when it is NULL; close it
 * either way. A directory is an error. Standard input is not closed.
 */
int input_open(struct input **in, const char *path);

/* The same over len bytes of memory that outlive the input, under a name. */
int input_open_memory(struct input **in, const char *name, const void *bytes,
                      size_t len);

/*
 * Fills buf with up to cap bytes, cap > 0; *got gets their number, 0 at the
 * end only. What could be unpacked before an error is delivered first: the
 * error comes with the next call, and sticks.
 */
int input_read(struct input *in, void *buf, size_t cap, size_t *got);

/* As opened; "-" is "(standard input)". */
const char *input_name(const struct input *in);

/* Why the last call failed, with the offset in the file; never NULL. */
const char *input_errmsg(const struct input *in);

/* Bytes taken from the file itself, as packed; from any thread. */
uint64_t input_taken(const struct input *in);

/* Frees and closes. Takes NULL. */
void input_close(struct input *in);

#endif
