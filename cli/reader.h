/*
 * reader: files, directories and standard input as a stream of articles. What
 * a file is (JSON, CSV, XML, WARC, plain text; packed or not) is told by
 * its content. Records that cannot be used are counted by reason, the first
 * places of each are kept, and reading goes on behind them.
 *
 *     struct reader *r;
 *     struct batch b;
 *     batch_init(&b);
 *     int rc = reader_open(&r, argv + 1, argc - 1, NULL);
 *     while (!rc && (rc = reader_next(r, &b, 4096, 32 << 20)) == READER_MORE)
 *         rc = use(b.records, b.n);
 *     batch_release(&b);
 *     reader_close(r);
 *
 * There are no globals. A reader belongs to one thread at a time, a batch to
 * another if need be: what is in a batch does not change while the reader
 * fills the next one. Only reader_progress() may be called from any thread.
 *
 * What each format gives:
 *   JSON lines, JSON array  One object is one article; fields.h says under
 *       which names its facts are found. Objects may also span lines, stand
 *       on one line or be separated by commas. Text that is an array of
 *       strings is joined by newlines, and so are the sections that Fundus
 *       exports. NULs, raw or escaped, become spaces; half a surrogate pair
 *       becomes U+FFFD; bytes that are not UTF-8 stay as they are. An id may
 *       be a number. Times are read by date.h; numbers are seconds or
 *       milliseconds since 1970. null, and the strings "None", "null" and
 *       "NaN" as a time, mean that there is none.
 *   ninjs  Among JSON, versions 1 to 3 (see ninjs.h): an object with a uri and
 *       a versioncreated or the like. Of headlines and bodies one form is
 *       taken, plain text before HTML. What is of a type other than text or
 *       composite is no text. Byline and place stand as lines before the text,
 *       unless it begins with them. Associations are not read.
 *   CSV, TSV  A line of names, then a row an article; apart by commas,
 *       semicolons, tabs or bars, in UTF-8, with or without the line sep=; of
 *       spreadsheets. The names are those of JSON, in any case, with blanks
 *       or underscores. Quotes are those of RFC 4180; csv.h says what becomes
 *       of others. A row with more cells than names, or fewer, is a reject;
 *       but empty ones too many are let pass, and so are some too few where
 *       the text is whole (csv_head.h). A quote that is not closed costs its
 *       line. The head as it came is all before the first row, a byte order
 *       mark, too.
 *   XML  Nothing that a document declares is expanded or fetched; HTML's named
 *       characters are known in any. An item's place is its tag. Broken XML is
 *       one reject, which ends the file, as does a tag, comment or CDATA
 *       section of over ten megabytes; the items before it are there. HTML in
 *       it becomes text by html_text.h. What is said of the whole feed counts
 *       for an item if it stands before it.
 *     RSS 0.9x, 1.0, 2.0  An item is an article. Its text is content:encoded,
 *       else yandex:full-text, body, description. An id is the guid if that
 *       has a colon; one that has none is used, with the feed's address before
 *       it, only where there is no link. The site is the feed's where there is
 *       no link. The source is source, dc:source, or a media:credit that is
 *       the item's own and not its picture's.
 *     Atom  An entry is an article; its text is content, else summary. Without
 *       published, updated is the time of publication, too.
 *     NewsML-G2, NewsML 1  A newsItem with text is an article: NITF, XHTML or
 *       data inside. Published is versionCreated. The source is creditline,
 *       else infoSource or provider. Bylines and dateline stand as lines
 *       before the text, unless it begins with them.
 *     NITF  One file is one article: hl1, byline, distributor, dateline and
 *       date.issue as facts, the text from body.content without media, with
 *       byline and dateline before it as above and the tagline behind it.
 *   WARC  Versions 1.0 and 1.1, and the drafts 0.17 and 0.18, plain or packed,
 *       by the record or as a whole; zstd files with a dictionary in front. A
 *       response of status 200 that holds HTML is a page as page.h reads it,
 *       chunks and packing undone (gzip, deflate, br, zstd); plain text, and
 *       the text of a conversion record (WET), is one article with its first
 *       line as the headline if that has 300 bytes or fewer and is not all.
 *       Resource records are the same without HTTP. The URL is the target URI,
 *       or what the page itself names if that is of the same site; the time of
 *       fetching is WARC-Date. All else (requests, revisits, metadata, other
 *       types and statuses) is passed over, or given with other set. A record
 *       that is damaged or cut off is a reject at its byte, and costs no
 *       other.
 *   HTML  One file is one web page and one article; page.h says what is taken
 *       from it. Its id is the URL that the page names as its own, else the
 *       path as given.
 *   plain text  One file is one article, its id the path as given. The first
 *       line that is not empty is the headline, and the text is everything
 *       behind that line. A line of nothing but a date (with a word such as
 *       "Published:" before it or not) among the next eight that are not empty
 *       is the time of publication. Where only one line is there, or the
 *       first is over 400 bytes, there is no headline and it is the text.
 */
#ifndef WIREPRINT_READER_H
#define WIREPRINT_READER_H

#include "cli/fields.h"
#include "store/store.h"

#include <stddef.h>
#include <stdint.h>

#define READER_MORE 1
#define READER_END 0
#define READER_NO_MEMORY (-1)
#define READER_STRICT (-2) /* strict, and something was rejected */

/* Why a record or a file was not used; from WARN_ on it was, with a fact
 * missing. */
enum reject {
    REJECT_FILE,       /* cannot be opened or read */
    REJECT_DAMAGED,    /* packed data damaged or cut off; what was before it
                          was read */
    REJECT_SYNTAX,     /* broken JSON */
    REJECT_TRUNCATED,  /* the file ends inside the record */
    REJECT_NOT_OBJECT, /* not a JSON object */
    REJECT_NO_TEXT,
    REJECT_TEXT_TYPE, /* the text is no string */
    REJECT_EMPTY_TEXT,
    REJECT_TOO_LONG,
    REJECT_TOO_DEEP,
    REJECT_NOT_TEXT, /* a binary file */
    REJECT_RECORD,   /* a WARC record whose header or length is wrong, or that
                        is cut off */
    REJECT_HTTP,     /* the HTTP message in it */
    REJECT_ROW,      /* a row with more or fewer cells than names above it */
    REJECT_QUOTE,    /* a quote in CSV that is not closed */
    REJECT_XML,      /* broken XML, or of a kind that is not read */
    WARN_TYPE,       /* an optional field of the wrong type */
    WARN_DATE,       /* a time that could not be read */
    WARN_DATE_AMBIGUOUS,
    REJECT_COUNT
};
#define REJECT_WARNINGS WARN_TYPE

/* In words, for the table of counts: "broken JSON". */
const char *reject_name(enum reject reason);

/* In one word, for programs: "syntax". */
const char *reject_key(enum reject reason);

#define REJECT_PLACES 5 /* kept of each reason */

struct reject_place {
    enum reject reason;
    const char *file; /* lives as long as the reader */
    uint64_t line;    /* 1-based; 0: the file as a whole */
    uint64_t byte;    /* of the unpacked file, from 0 */
    char message[200];
};

/* In what form a record can be handed on as it came. */
enum raw_form {
    RAW_NONE, /* it cannot: a part of a larger whole, as in a JSON array */
    RAW_LINE, /* a line, its end included but perhaps for the last one */
    RAW_HEAD, /* the line of names above the rows of CSV or TSV; no article */
    RAW_ROW,  /* of CSV or TSV, its line end included, as RAW_LINE */
    RAW_WARC, /* a WARC record with the two empty lines behind it */
};

/* An article and where its record began. */
struct record {
    struct article article;
    const char *file;
    uint64_t line, byte;
    /* From here on only where reader_options.raw asks for it. */
    enum raw_form form;
    int other;       /* 1: no article, and given only to be handed on: a
                        line of names, a WARC request, an image */
    const char *raw; /* the record unpacked, byte for byte */
    size_t raw_len;
    const char *packed; /* the gzip member or zstd frame that holds just this
                           record, byte for byte; NULL where there is none */
    size_t packed_len;
    const char *warc_id; /* WARC-Record-ID without < >; NULL outside WARC */
    const char *warc_of; /* the record it goes with (WARC-Concurrent-To, else
                            WARC-Refers-To); NULL: with none */
};

struct arena_block;
struct reader;

/* Records and their strings. Read records and n, leave the rest alone. */
struct batch {
    struct record *records;
    size_t n, cap;
    size_t bytes; /* of the strings */
    struct arena_block *blocks, *spare;
};

void batch_init(struct batch *b);

/* Frees what b holds; b is then as after batch_init(). Takes NULL. */
void batch_release(struct batch *b);

struct reader_options {
    const struct fields *fields; /* NULL: the defaults; outlives the reader */
    uint64_t max_record; /* bytes of a record; 0: 32 MiB; at most 1 GiB */
    unsigned threads;    /* that read pages; 0: one a core */
    int strict;          /* stop at the first rejected record or file */
    int raw;             /* give records as they came, too, and those that are
                            no articles */
    /* Called for each rejected record or file (not for warnings), on the
     * reading thread; raw is the record as far as it is known, or NULL. May be
     * NULL. A non-zero return counts as running out of memory does. */
    int (*rejected)(void *arg, const struct reject_place *place,
                    const char *raw, size_t len);
    void *rejected_arg;
};

/*
 * Opens a reader over paths: files, directories (walked in the order of their
 * names' bytes; hidden files and what is neither file nor directory skipped;
 * a directory that a link leads back into is not entered again) and "-" for
 * standard input. Nothing is read yet; a path that cannot be opened is a
 * reject when its turn comes. The paths are copied. options may be NULL.
 * Returns 0 or READER_NO_MEMORY, with *r NULL.
 */
int reader_open(struct reader **r, const char *const *paths, size_t n,
                const struct reader_options *options);

/* The same over len bytes of memory that outlive the reader. */
int reader_open_memory(struct reader **r, const char *name, const void *bytes,
                       size_t len, const struct reader_options *options);

/*
 * Replaces the contents of b by the next records: at most max_records, and
 * none after max_bytes of strings are reached. Returns READER_MORE with one
 * record or more, READER_END with none, READER_NO_MEMORY, or READER_STRICT
 * with the records before the reject, which is reader_first().
 */
int reader_next(struct reader *r, struct batch *b, size_t max_records,
                size_t max_bytes);

/* Packed bytes read so far, and of all files together (0: not known, as with
 * a pipe). From any thread. */
void reader_progress(const struct reader *r, uint64_t *done, uint64_t *total);

/* Files begun, and files that could not be read to their end. */
uint64_t reader_files(const struct reader *r);
uint64_t reader_files_failed(const struct reader *r);

/* How often each reason came up, and the sum without the warnings. */
uint64_t reader_count(const struct reader *r, enum reject reason);
uint64_t reader_rejected(const struct reader *r);

/* The i-th place that was kept for a reason, NULL behind the last. */
const struct reject_place *reader_place(const struct reader *r,
                                        enum reject reason, size_t i);

/* The first reject of all, warnings aside; NULL where there is none. */
const struct reject_place *reader_first(const struct reader *r);

/* Frees the reader; batches stay, but for record.file. Takes NULL. */
void reader_close(struct reader *r);

#endif
