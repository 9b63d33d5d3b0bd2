/*
 * format: what a reader of one format is to reader.c, and what it may use. A
 * new format is one .c file and one entry in the table of reader.c.
 *
 *     const struct format format_plain = {"plain text", probe, NULL, next,
 *                                         NULL};
 *
 * A source is a window over the unpacked bytes of one file: buf[start, end)
 * has been read and not been used. A format looks at it, asks for more with
 * source_fill(), and moves start on with source_skip(), which keeps the byte
 * offset and the line.
 */
#ifndef WIREPRINT_FORMAT_H
#define WIREPRINT_FORMAT_H

#include "cli/input.h"
#include "cli/page.h"
#include "cli/reader.h"

struct pages;

struct source {
    struct reader *reader;
    struct input *in;
    const char *name; /* the path as given */
    const struct fields *fields;
    uint64_t max_record;
    char *buf;
    size_t start, end, cap;
    uint64_t byte;       /* of buf[start] in the unpacked file */
    uint64_t line;       /* of buf[start], from 1 */
    int ended;           /* nothing comes after buf[end] */
    int failed;          /* because the file could not be read on */
    int raw;             /* reader_options.raw */
    struct pages *pages; /* of the reader; see batch_page() */
    /* The record that is being judged, for those who keep rejects; NULL: not
     * known. Set before source_reject() may be called, and cleared behind. */
    const char *record;
    size_t record_len;
    void *state; /* the format's own */
};

struct format {
    const char *name;
    /* How sure the first len bytes make it that this is the format, 0 to 100;
     * whole where they are all of the file. */
    int (*probe)(const char *head, size_t len, int whole);
    /* Sets up src->state. May be NULL. 0 or READER_NO_MEMORY. */
    int (*open)(struct source *src);
    /* Takes one step: adds one record to b or none. READER_MORE, READER_END
     * or an error. */
    int (*next)(struct source *src, struct batch *b);
    /* Frees src->state, also where open failed. May be NULL. */
    void (*close)(struct source *src);
};

extern const struct format format_json_lines, format_json_array, format_plain,
    format_csv, format_warc, format_xml, format_html;

/* Reads more behind buf[end); buf may move. 1: there is more, 0: the file has
 * ended (or failed, which is then in the counts, or will be when the format
 * has ended), or READER_NO_MEMORY. */
int source_fill(struct source *src);

/* For formats of one record a file: reads it whole, at most max_record, and
 * gives it to use(); what: how a longer one is told of, "a page". As a format's
 * next(). */
int source_whole(struct source *src, struct batch *b, const char *what,
                 int (*use)(struct source *src, struct batch *b));

/* Uses up n bytes; _lines where the caller knows the newlines in them. */
void source_skip(struct source *src, size_t n);
void source_skip_lines(struct source *src, size_t n, uint64_t lines);

/* Newlines in the len bytes at p. */
uint64_t source_newlines(const char *p, size_t len);

/* Counts a reject or warning, and keeps it if it is among the first. Returns
 * 0, or READER_STRICT. */
int source_reject(struct source *src, enum reject reason, uint64_t line,
                  uint64_t byte, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* Forgets the records; memory is kept for the next ones. */
void batch_clear(struct batch *b);

/* A new record at the end of b, with its place and no facts; NULL without
 * memory. It stays only if batch_keep() follows. */
struct record *batch_new(struct batch *b, const char *file, uint64_t line,
                         uint64_t byte);
void batch_keep(struct batch *b);

/*
 * Keeps record, which batch_new() has just given, as a page whose text and
 * facts are found later, when some megabytes of pages have come together, on
 * several threads at once. Call it in place of batch_keep(), with what is known
 * already in the record's article; bytes and hints are copied.
 *
 *     struct record *record = batch_new(b, src->name, 0, src->byte);
 *     if (!record || !(record->article.id = batch_copy(b, name, name_len)))
 *         return READER_NO_MEMORY;
 *     return batch_page(src, b, record, bytes, len, &(struct page_hints){0});
 *
 * Facts that the article has stay; only the URL gives way to the one that the
 * page names itself. A page without text, or what turns out to be no page, is
 * a reject at the record's place, or, where the record has a raw form, becomes
 * one with other set. Returns 0, READER_NO_MEMORY or READER_STRICT.
 */
int batch_page(struct source *src, struct batch *b, struct record *record,
               const char *bytes, size_t len, const struct page_hints *hints);

/* len + 1 bytes in b for a string; NULL without memory. */
char *batch_space(struct batch *b, size_t len);

/* A copy of the len bytes at s in b with NULs as spaces, terminated. */
char *batch_copy(struct batch *b, const char *s, size_t len);

#endif
