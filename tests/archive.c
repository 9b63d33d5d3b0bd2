#include "tests/archive.h"

#include <stdint.h>

/* ---- writing ------------------------------------------------------------ */

static void put(struct packed *p, const char *s)
{
    pack_plain(p, s, strlen(s));
}

static void put_line(struct packed *p, const char *name, const char *value)
{
    put(p, name);
    put(p, ": ");
    put(p, value);
    put(p, "\r\n");
}

void archive_add(struct archive *a, const struct archive_record *r)
{
    struct packed p = {0};
    char id[80], length[32];
    snprintf(id, sizeof id, "<urn:uuid:00000000-0000-4000-8000-%012u>",
             ++a->records);
    snprintf(length, sizeof length, "%zu", r->len);
    put(&p, "WARC/");
    put(&p, r->version ? r->version : "1.1");
    put(&p, "\r\n");
    put_line(&p, "WARC-Type", r->type ? r->type : "response");
    put_line(&p, "WARC-Record-ID", r->id ? r->id : id);
    put_line(&p, "WARC-Date", r->date ? r->date : "2009-11-30T01:54:00Z");
    if (r->uri)
        put_line(&p, "WARC-Target-URI", r->uri);
    if (r->media)
        put_line(&p, "Content-Type", r->media);
    put(&p, r->more ? r->more : "");
    put_line(&p, "Content-Length", r->length ? r->length : length);
    put(&p, "\r\n");
    if (r->len)
        pack_plain(&p, r->block, r->len);
    put(&p, "\r\n\r\n");
    a->last = a->out.len;
    if (a->pack == ARCHIVE_GZIP)
        pack_gzip(&a->out, p.bytes, p.len);
    else if (a->pack == ARCHIVE_ZSTD)
        pack_zstd(&a->out, p.bytes, p.len);
    else
        pack_plain(&a->out, p.bytes, p.len);
    packed_release(&p);
}

void archive_page(struct archive *a, const char *uri, const char *head,
                  const void *body, size_t len)
{
    struct packed p = {0};
    put(&p, "HTTP/1.1 200 OK\r\n");
    if (!strstr(head, "Content-Type"))
        put_line(&p, "Content-Type", "text/html; charset=utf-8");
    put(&p, head);
    put(&p, "\r\n");
    pack_plain(&p, body, len);
    archive_add(a, &(struct archive_record){
                       .uri = uri,
                       .media = "application/http; msgtype=response",
                       .block = p.bytes,
                       .len = p.len});
    packed_release(&p);
}

void archive_release(struct archive *a)
{
    packed_release(&a->out);
    *a = (struct archive){.pack = a->pack};
}

/* ---- checking ----------------------------------------------------------- */

struct check {
    char **ids;
    size_t n, cap;
    uint64_t at; /* of the record, unpacked */
    char *why;
    size_t size;
};

static int wrong(struct check *c, const char *what)
{
    snprintf(c->why, c->size, "record %zu at byte %llu: %s", c->n,
             (unsigned long long)c->at, what);
    return -1;
}

static int keep_id(struct check *c, const char *s, size_t len)
{
    if (c->n == c->cap) {
        c->cap = c->cap * 2 + 64;
        c->ids = realloc(c->ids, c->cap * sizeof *c->ids);
    }
    if (!c->ids || !(c->ids[c->n] = malloc(len + 1)))
        abort();
    memcpy(c->ids[c->n], s, len);
    c->ids[c->n++][len] = 0;
    return len > 4 && *s == '<' && s[len - 1] == '>' && memchr(s, ':', len)
               ? 0
               : wrong(c, "WARC-Record-ID is no URI in < >");
}

static int is_date(const char *s, size_t len)
{
    static const char form[] = "dddd-dd-ddTdd:dd:dd";
    size_t n = sizeof form - 1, i;
    if (len <= n || s[len - 1] != 'Z')
        return 0;
    for (i = 0; i < n; i++)
        if (form[i] == 'd' ? s[i] < '0' || s[i] > '9' : s[i] != form[i])
            return 0;
    if (i + 1 < len && s[i++] != '.')
        return 0;
    for (; i + 1 < len; i++)
        if (s[i] < '0' || s[i] > '9')
            return 0;
    return s[len - 2] != '.';
}

/* The value of a name; its bytes in *n; NULL: it is not there, or twice. */
static const char *value(const char *head, size_t len, const char *name,
                         size_t *n)
{
    const char *found = NULL;
    size_t want = strlen(name), i = 0;
    while (i < len) {
        const char *end = memchr(head + i, '\r', len - i);
        size_t line = (size_t)(end - head) - i;
        if (line > want + 2 && !memcmp(head + i, name, want) &&
            head[i + want] == ':') {
            if (found)
                return NULL;
            found = head + i + want + 2;
            *n = line - want - 2;
        }
        i += line + 2;
    }
    return found;
}

/* Bytes of the head with its empty line; 0 where its lines are not right. */
static size_t head_lines(const char *s, size_t len)
{
    size_t i = 10, line;
    if (len < 10 ||
        (memcmp(s, "WARC/1.0\r\n", 10) && memcmp(s, "WARC/1.1\r\n", 10)))
        return 0;
    for (;; i += line + 2) {
        const char *end = memchr(s + i, '\r', len - i);
        const char *colon;
        if (!end || (size_t)(end - s) + 2 > len || end[1] != '\n')
            return 0;
        line = (size_t)(end - s) - i;
        if (!line)
            return i + 2;
        colon = memchr(s + i, ':', line);
        if (!colon || colon == s + i || colon + 2 > end || colon[1] != ' ' ||
            memchr(s + i, '\n', line) || memchr(s + i, 0, line) ||
            memchr(s + i, ' ', (size_t)(colon - s) - i))
            return 0;
    }
}

static int check_names(struct check *c, const char *head, size_t len,
                       uint64_t *length)
{
    static const char *const targeted[] = {"response",   "resource",
                                           "request",    "revisit",
                                           "conversion", "continuation"};
    const char *s;
    size_t n, type;
    char number[24] = "";
    if (!(s = value(head, len, "WARC-Record-ID", &n)))
        return wrong(c, "not one WARC-Record-ID");
    if (keep_id(c, s, n))
        return -1;
    if (!(s = value(head, len, "WARC-Date", &n)) || !is_date(s, n))
        return wrong(c, "not one WARC-Date as it should be");
    if (!(s = value(head, len, "Content-Length", &n)) || n > 18)
        return wrong(c, "not one Content-Length");
    memcpy(number, s, n);
    if (strspn(number, "0123456789") != n)
        return wrong(c, "Content-Length is no number");
    *length = strtoull(number, NULL, 10);
    if (!(s = value(head, len, "WARC-Type", &type)))
        return wrong(c, "not one WARC-Type");
    for (size_t i = 0; i < sizeof targeted / sizeof *targeted; i++)
        if (strlen(targeted[i]) == type && !memcmp(s, targeted[i], type) &&
            !value(head, len, "WARC-Target-URI", &n))
            return wrong(c, "not one WARC-Target-URI");
    return 0;
}

/* Bytes of the record at s, or 0. */
static size_t check_record(struct check *c, const char *s, size_t len)
{
    size_t head = head_lines(s, len);
    uint64_t length = 0;
    if (!head) {
        wrong(c, "the lines of the head are not as they should be");
        return 0;
    }
    if (check_names(c, s + 10, head - 12, &length))
        return 0;
    if (length > len - head || len - head - length < 4 ||
        memcmp(s + head + length, "\r\n\r\n", 4)) {
        wrong(c, "the block does not end with two empty lines");
        return 0;
    }
    return head + (size_t)length + 4;
}

/* Unpacks the member at s to out; its bytes, or 0. */
static size_t unpack_gzip(const char *s, size_t len, struct packed *out)
{
    z_stream z = {0};
    int rc = Z_OK;
    size_t used;
    if (inflateInit2(&z, 15 + 16) != Z_OK)
        abort();
    z.next_in = (unsigned char *)(size_t)s;
    z.avail_in = (unsigned)len;
    while (rc == Z_OK) {
        z.next_out = (unsigned char *)packed_room(out, 65536);
        z.avail_out = 65536;
        rc = inflate(&z, Z_NO_FLUSH);
        out->len += 65536 - z.avail_out;
    }
    used = rc == Z_STREAM_END ? len - z.avail_in : 0;
    inflateEnd(&z);
    return used;
}

static size_t unpack_zstd(const char *s, size_t len, struct packed *out)
{
    size_t used = ZSTD_findFrameCompressedSize(s, len), z = 1;
    ZSTD_DCtx *d = ZSTD_createDCtx();
    ZSTD_inBuffer in = {s, used, 0};
    if (!d)
        abort();
    while (!ZSTD_isError(used) && z && !ZSTD_isError(z)) {
        ZSTD_outBuffer o = {packed_room(out, 65536), 65536, 0};
        z = ZSTD_decompressStream(d, &o, &in);
        out->len += o.pos;
    }
    ZSTD_freeDCtx(d);
    return z || ZSTD_isError(used) ? 0 : used;
}

static int check_packed(struct check *c, const char *s, size_t len)
{
    int gzip = (unsigned char)*s == 0x1F;
    struct packed out = {0};
    int rc = 0;
    for (size_t i = 0, used; !rc && i < len; i += used) {
        out.len = 0;
        used = gzip ? unpack_gzip(s + i, len - i, &out)
                    : unpack_zstd(s + i, len - i, &out);
        if (!used)
            rc = wrong(c, "a member is damaged");
        else if (check_record(c, out.bytes, out.len) != out.len)
            rc = *c->why ? -1 : wrong(c, "a member holds more than a record");
        c->at += out.len;
        if (rc)
            break;
    }
    packed_release(&out);
    return rc;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int check_ids(struct check *c)
{
    if (c->n)
        qsort(c->ids, c->n, sizeof *c->ids, by_bytes);
    for (size_t i = 1; i < c->n; i++)
        if (!strcmp(c->ids[i - 1], c->ids[i])) {
            snprintf(c->why, c->size, "two records have the id %s", c->ids[i]);
            return -1;
        }
    return 0;
}

long archive_check(const char *bytes, size_t len, char *why, size_t cap)
{
    struct check c = {.why = why, .size = cap};
    int rc = 0;
    *why = 0;
    if (len && *bytes != 'W')
        rc = check_packed(&c, bytes, len);
    while (len && *bytes == 'W' && !rc && c.at < len) {
        size_t used = check_record(&c, bytes + c.at, len - (size_t)c.at);
        rc = used ? 0 : -1;
        c.at += used;
    }
    if (!rc)
        rc = check_ids(&c);
    for (size_t i = 0; i < c.n; i++)
        free(c.ids[i]);
    free(c.ids);
    return rc ? -1 : (long)c.n;
}
