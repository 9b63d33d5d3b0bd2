/*
 * WARC. A record is read as a whole and judged by what stands behind it: the
 * two empty lines, and then another record or the end of the file. Where that
 * does not hold, its length lies, and reading goes on at the next place that
 * looks like the begin of a record, so that a broken one costs no other.
 *
 * In a packed archive each record is a member or frame of its own, as a rule.
 * Where one is damaged, reading goes on at the next one that holds a record,
 * searched from the begin of the damaged one: what inflate() takes for the
 * rest of a member that was cut off may well be the next one.
 */
#include "cli/format.h"
#include "cli/warc.h"
#include "cli/warc_page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Kept of a member, so that the next one can be searched for in it. Members
 * that are longer hold many records, or one that no limit would let in. */
#define KEPT ((size_t)4 << 20)

#define LOOK 1024 /* bytes of what is no record that go with the reject */

/* What a part of a step returns besides READER_MORE, which ends the step,
 * READER_END, which ends the file, and errors. */
#define GO_ON 2

struct state {
    int lost; /* behind a damaged record, which is counted already */
};

static int probe(const char *s, size_t len, int whole)
{
    (void)whole;
    return len >= 5 && !memcmp(s, "WARC/", 5) ? 100 : 0;
}

static int open_warc(struct source *src)
{
    input_members(src->in, src->raw ? (size_t)src->max_record + KEPT : KEPT);
    src->state = calloc(1, sizeof(struct state));
    return src->state ? 0 : READER_NO_MEMORY;
}

static void close_warc(struct source *src)
{
    free(src->state);
    src->state = NULL;
}

static const char *window(const struct source *src, size_t *n)
{
    *n = src->end - src->start;
    return src->buf + src->start;
}

static void skip(struct source *src, size_t n)
{
    source_skip_lines(src, n, 0);
}

/* Rejects a record that began at byte, of which the first len bytes in the
 * window are known. Returns READER_MORE or an error. */
static int reject(struct source *src, enum reject reason, uint64_t byte,
                  size_t len, const char *why)
{
    struct input_member m;
    char packed[64] = "";
    int rc;
    if (input_member(src->in, &m) && m.begin == byte)
        snprintf(packed, sizeof packed, " (packed: byte %llu)",
                 (unsigned long long)m.offset);
    src->record = len ? src->buf + src->start : NULL;
    src->record_len = len;
    rc = source_reject(src, reason, 0, byte, "%s, at byte %llu%s", why,
                       (unsigned long long)byte, packed);
    src->record = NULL;
    src->record_len = 0;
    return rc ? rc : READER_MORE;
}

/* ---- damage ------------------------------------------------------------- */

/* The bytes end where the file does not, or should not. READER_MORE: they go
 * on behind some damage; READER_END: they do not, which reader.c counts. */
static int recover(struct source *src)
{
    struct state *st = src->state;
    size_t n = src->end - src->start;
    char why[256];
    int rc;
    snprintf(why, sizeof why, "%s", input_errmsg(src->in));
    rc = input_recover(src->in, "WARC/");
    if (rc != 1)
        return rc == INPUT_NO_MEMORY ? READER_NO_MEMORY : READER_END;
    rc =
        st->lost ? READER_MORE : reject(src, REJECT_DAMAGED, src->byte, n, why);
    skip(src, n);
    src->ended = src->failed = st->lost = 0;
    return rc;
}

/* The bytes end within the record at the window's start. */
static int cut_off(struct source *src)
{
    size_t n = src->end - src->start;
    int rc;
    if (src->failed)
        return recover(src);
    rc = reject(src, REJECT_RECORD, src->byte, n,
                "a record that the file ends in");
    skip(src, n);
    return rc;
}

/*
 * Goes to where a line begins like a record, no farther than *most bytes,
 * which become fewer; whole: its head must be right to the end. Returns 1
 * there, 0 where there is none or the bytes end, or an error.
 */
static int seek(struct source *src, uint64_t *most, int whole)
{
    for (;;) {
        struct warc_head head;
        size_t n, at;
        const char *s = window(src, &n), *why;
        int found = WARC_MORE, rc;
        if (n > *most)
            n = (size_t)*most;
        at = warc_find(s, n);
        if (at < n) {
            found = whole ? warc_head(s + at, n - at, &head, &why)
                          : warc_begins(s + at, n - at);
            if (whole && found == WARC_OK && (!head.id.s || !head.date.s))
                found = WARC_DAMAGED;
        }
        rc = found == WARC_MORE && n < *most && !src->ended;
        if (rc) /* with the line end before it */
            at = at < n ? at - 1 : n < 6 ? 0 : n - 6;
        skip(src, at);
        *most -= at;
        if (found == WARC_OK)
            return 1;
        if (rc && (rc = source_fill(src)) < 0)
            return rc;
        if (!*most || (src->ended && src->start == src->end))
            return 0;
    }
}

/* Behind a damaged record. */
static int find_next(struct source *src)
{
    struct state *st = src->state;
    uint64_t most = UINT64_MAX;
    int rc = seek(src, &most, 0);
    if (rc < 0)
        return rc;
    if (rc == 0)
        return src->failed ? recover(src) : READER_END;
    st->lost = 0;
    return READER_MORE;
}

/* The record at the window's start is not one: to be sought behind its first
 * used bytes. */
static int lose(struct source *src, size_t known, size_t used, const char *why)
{
    struct state *st = src->state;
    int rc = reject(src, REJECT_RECORD, src->byte, known, why);
    skip(src, used);
    st->lost = 1;
    return rc;
}

/* A record that ends elsewhere than where its length says. */
static int lie(struct source *src, const struct warc_head *head, int cut)
{
    size_t size = head->len + (size_t)head->length, before = head->len - 1, n;
    const char *s = window(src, &n);
    size_t at = before;
    do
        at += warc_find(s + at, n - at);
    while (at < n && warc_begins(s + at, n - at) != WARC_OK);
    if (cut && at == n)
        return cut_off(src);
    return lose(src, at, before,
                at < size ? "a record whose Content-Length runs into the next"
                          : "a record that is longer than its Content-Length");
}

/* ---- records ------------------------------------------------------------ */

/* Over the empty lines that some writers put between records. */
static int to_record(struct source *src)
{
    for (;;) {
        size_t n, i = 0;
        const char *s = window(src, &n);
        int rc;
        while (i < n && (s[i] == '\r' || s[i] == '\n'))
            i++;
        skip(src, i);
        if (i < n)
            return GO_ON;
        if ((rc = source_fill(src)) < 0)
            return rc;
        if (!rc)
            return src->failed ? recover(src) : READER_END;
    }
}

static int read_head(struct source *src, struct warc_head *head)
{
    for (;;) {
        size_t n;
        const char *s = window(src, &n), *why;
        char words[200];
        int rc = warc_head(s, n, head, &why);
        if (rc == WARC_OK)
            return GO_ON;
        if (rc == WARC_DAMAGED) {
            snprintf(words, sizeof words, "no WARC record: %s", why);
            return lose(src, n < LOOK ? n : LOOK, 1, words);
        }
        if ((rc = source_fill(src)) < 0)
            return rc;
        if (!rc)
            return cut_off(src);
    }
}

/* A record of more bytes than may be held: they go past. */
static int pass(struct source *src, const struct warc_head *head)
{
    struct state *st = src->state;
    uint64_t byte = src->byte, left = head->length + 1;
    int wanted = src->raw || warc_is_page(head), rc;
    skip(src, head->len - 1); /* the line end before the first line stays */
    rc = seek(src, &left, 1);
    if (rc < 0)
        return rc;
    if (rc == 1)
        return reject(src, REJECT_RECORD, byte, 0,
                      "a record whose Content-Length runs into the next");
    if (left)
        return src->failed ? recover(src)
                           : reject(src, REJECT_RECORD, byte, 0,
                                    "a record that the file ends in");
    st->lost = 1; /* what ends it is not looked at */
    return wanted ? reject(src, REJECT_TOO_LONG, byte, 0,
                           "a record of more bytes than are allowed")
                  : READER_MORE;
}

/* Bytes of what ends a record behind its block: 0 where nothing does, -1 where
 * more have to be read to tell. */
static int end_of(const char *s, size_t n, int ended)
{
    size_t i = 0, lines = 0, two = 0, left;
    while (i < n && i < 8 && (s[i] == '\r' || s[i] == '\n')) {
        lines += s[i++] == '\n';
        if (lines == 2 && !two)
            two = i;
    }
    left = n - i < 5 ? n - i : 5;
    if (memcmp(s + i, "WARC/", left))
        return 0;
    return left == 5 || ended ? (int)two : -1;
}

/* Whether the size bytes at the window's start are just what the member that
 * was read last holds. */
static int is_member(const struct source *src, size_t size,
                     struct input_member *m)
{
    if (src->end - src->start == size && input_member(src->in, m) && m->ended &&
        m->begin == src->byte)
        return 1;
    memset(m, 0, sizeof *m);
    return 0;
}

/* Reads all of the record at the window's start and what ends it, *size bytes
 * together. *m gets its member, empty where it is not the only one there. The
 * values of the head may be lost on the way. */
static int read_block(struct source *src, const struct warc_head *head,
                      size_t *size, struct input_member *m)
{
    size_t block = head->len + (size_t)head->length;
    *size = block + WARC_END;
    memset(m, 0, sizeof *m);
    for (int rc = 1;;) {
        size_t n;
        const char *s = window(src, &n);
        int end = -1;
        if (n >= *size && !memcmp(s + block, "\r\n\r\n", WARC_END) &&
            is_member(src, *size, m))
            return GO_ON;
        if (n >= block)
            end = end_of(s + block, n - block, src->ended && !src->failed);
        if (end > 0) {
            *size = block + (size_t)end;
            return GO_ON;
        }
        if (!end || !rc)
            return lie(src, head, !rc || (src->ended && n < *size));
        if ((rc = source_fill(src)) < 0)
            return rc;
    }
}

static int keep_raw(struct source *src, struct batch *b, struct record *record,
                    size_t size, const struct input_member *m)
{
    char *raw = batch_space(b, size), *packed;
    if (!raw)
        return READER_NO_MEMORY;
    memcpy(raw, src->buf + src->start, size);
    raw[size] = 0;
    record->form = RAW_WARC;
    record->raw = raw;
    record->raw_len = size;
    if (!m->packed)
        return 0;
    if (!(packed = batch_space(b, m->packed_len)))
        return READER_NO_MEMORY;
    memcpy(packed, m->packed, m->packed_len);
    packed[m->packed_len] = 0;
    record->packed = packed;
    record->packed_len = m->packed_len;
    return 0;
}

static int take(struct source *src, struct batch *b, size_t size,
                const struct input_member *m)
{
    struct warc_head head;
    struct record *record;
    const char *why;
    int rc = warc_head(src->buf + src->start, size, &head, &why);
    if (!src->raw && !warc_is_page(&head))
        return 0;
    if (!(record = batch_new(b, src->name, 0, src->byte)))
        return READER_NO_MEMORY;
    if (src->raw)
        rc = keep_raw(src, b, record, size, m);
    src->record = src->buf + src->start;
    src->record_len = size;
    if (!rc)
        rc = warc_page(src, b, record, &head);
    src->record = NULL;
    src->record_len = 0;
    return rc;
}

static int next(struct source *src, struct batch *b)
{
    struct state *st = src->state;
    struct warc_head head;
    struct input_member m;
    size_t size, at, length;
    const char *was;
    int rc;
    if (st->lost)
        return find_next(src);
    if ((rc = to_record(src)) != GO_ON || (rc = read_head(src, &head)) != GO_ON)
        return rc;
    if (head.len + head.length > src->max_record)
        return pass(src, &head);
    was = src->buf + src->start;
    if ((rc = read_block(src, &head, &size, &m)) != GO_ON)
        return rc;
    /* The head's values lie in the window, which may have moved. */
    if (was != src->buf + src->start && (rc = read_head(src, &head)) != GO_ON)
        return rc;
    length = (size_t)head.length;
    at = m.ended ? length
                 : warc_swallowed(src->buf + src->start + head.len, length);
    if (at < length)
        return lose(src, head.len + at, head.len + at - 1,
                    "a record whose Content-Length takes in the next");
    rc = take(src, b, size, &m);
    skip(src, size);
    return rc ? rc : READER_MORE;
}

const struct format format_warc = {"WARC", probe, open_warc, next, close_warc};
