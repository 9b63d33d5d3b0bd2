/*
 * input: the bytes of a file, of standard input or of memory, unpacked on the
 * way where they are gzip (any number of members) or zstd (any number of
 * frames, with skippable ones between). What it is is told by its first bytes
 * and not by its name. zstd data may begin with a dictionary in a skippable
 * frame, as zstd WARC files do. Memory stays at one read buffer and the
 * unpacker's own, unless input_members() asks for more.
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

/*
 * From now on no read goes beyond the end of a member or frame, and its packed
 * bytes are kept as long as they are no more than most. To be called before
 * the second read; the first one ends with the first member by itself.
 */
void input_members(struct input *in, size_t most);

/* A gzip member or zstd frame. */
struct input_member {
    uint64_t offset; /* in the packed file */
    uint64_t begin;  /* of its first byte in the unpacked file */
    int ended;       /* the last byte that was read is its last */
    /* Until the next read, where it has ended: all of it. NULL where it is not
     * kept, or cannot be unpacked by itself. */
    const void *packed;
    size_t packed_len;
};

/* The member that the last byte read is of. Returns 1, or 0 where the input is
 * not packed or not read by members. */
int input_member(struct input *in, struct input_member *out);

/*
 * After INPUT_DAMAGED, with input_members() or in the first read: reading goes
 * on, by members, at the next
 * member behind the begin of the damaged one whose content begins with prefix,
 * of 16 bytes at most. Returns 1, 0 where there is none, or an error; after
 * both the input stays failed. What the damaged member gave may hold bytes of
 * what follows.
 */
int input_recover(struct input *in, const char *prefix);

/* As opened; "-" is "(standard input)". */
const char *input_name(const struct input *in);

/* Why the last call failed, with the offset in the file; never NULL. */
const char *input_errmsg(const struct input *in);

/* Bytes taken from the file itself, as packed; from any thread. */
uint64_t input_taken(const struct input *in);

/* Frees and closes. Takes NULL. */
void input_close(struct input *in);

#endif
