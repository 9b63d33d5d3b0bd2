/*
 * codec: texts to zstd frames and back. A file gets a dictionary of its own
 * once there is text enough to make one: pieces of its first articles. On
 * press releases of 3.3 kB that takes a text from 43% of its size to 36%, at
 * the same speed; training one (33%) took most of a second.
 */
#ifndef WIREPRINT_CODEC_H
#define WIREPRINT_CODEC_H

#include <stddef.h>
#include <stdint.h>

struct store;
struct article;

/* Makes the codec where there is none yet. Inside a write transaction, batch
 * may serve to make the file's dictionary; else n is 0. */
int codec_open(struct store *s, const struct article *batch, size_t n);
void codec_close(struct store *s);

/*
 * Compresses len bytes into a malloc'd blob of *size bytes; *dict gets the
 * number of the dictionary. One call a worker at a time; touches the handle's
 * codec and nothing else. NULL where memory ran out.
 */
void *codec_pack(struct store *s, unsigned worker, const void *bytes,
                 size_t len, size_t *size, int64_t *dict);

/* Decompresses into out, which has room for exactly len bytes. 0, or -1 where
 * the blob is damaged or of another length. */
int codec_unpack(struct store *s, unsigned worker, const void *blob,
                 size_t size, int64_t dict, void *out, size_t len);

#endif
