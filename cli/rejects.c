#include "cli/rejects.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utf8proc.h>

#include "cli/display.h"
#include "cli/rows.h"
#include "cli/session.h"

struct rejects {
    const char *name;
    int fd;
    uint64_t max_record;
    int plain;   /* it is a file, and no pipe or device */
    off_t whole; /* bytes of the file and its lines so far */
    int failed;
    pthread_mutex_t lock; /* for whole and failed */
};

int rejects_open(struct rejects **out, const char *name, uint64_t max_record)
{
    struct rejects *r = calloc(1, sizeof *r);
    struct stat st;
    *out = NULL;
    if (!r) {
        complain("out of memory");
        return -1;
    }
    r->name = name;
    r->max_record = max_record;
    r->fd = open(name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (r->fd < 0 || fstat(r->fd, &st)) {
        complain("cannot write %s: %s", name, strerror(errno));
        if (r->fd >= 0)
            close(r->fd);
        free(r);
        return -1;
    }
    r->plain = S_ISREG(st.st_mode);
    r->whole = st.st_size;
    pthread_mutex_init(&r->lock, NULL);
    *out = r;
    return 0;
}

static int is_utf8(const char *s, size_t len)
{
    while (len) {
        utf8proc_int32_t c;
        utf8proc_ssize_t n;
        if ((unsigned char)*s < 0x80) {
            s++, len--;
            continue;
        }
        n = utf8proc_iterate((const utf8proc_uint8_t *)s,
                             len < 4 ? (utf8proc_ssize_t)len : 4, &c);
        if (n <= 0)
            return 0;
        s += n;
        len -= (size_t)n;
    }
    return 1;
}

/* Less than a whole character may be left at the end of what was cut. */
static size_t whole_characters(const char *s, size_t len)
{
    size_t n = len;
    while (n && len - n < 3 && ((unsigned char)s[n - 1] & 0xC0) == 0x80)
        n--;
    return n && (unsigned char)s[n - 1] >= 0xC0 &&
                   !is_utf8(s + n - 1, len - n + 1)
               ? n - 1
               : len;
}

static void print_base64(FILE *f, const char *s, size_t len)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "abcdefghijklmnopqrstuvwxyz0123456789+/";
    putc('"', f);
    for (size_t i = 0; i < len; i += 3) {
        uint32_t v = (uint32_t)(unsigned char)s[i] << 16;
        if (i + 1 < len)
            v |= (uint32_t)(unsigned char)s[i + 1] << 8;
        if (i + 2 < len)
            v |= (unsigned char)s[i + 2];
        putc(digits[v >> 18], f);
        putc(digits[v >> 12 & 63], f);
        putc(i + 1 < len ? digits[v >> 6 & 63] : '=', f);
        putc(i + 2 < len ? digits[v & 63] : '=', f);
    }
    putc('"', f);
}

static void print_string(FILE *f, const char *key, const char *s)
{
    fprintf(f, "\"%s\":", key);
    print_json(f, s, strlen(s));
    putc(',', f);
}

static void print_record(FILE *f, const char *raw, size_t len, int cut)
{
    if (raw && cut)
        len = whole_characters(raw, len);
    if (!raw) {
        fputs("\"record\":null", f);
    } else if (is_utf8(raw, len)) {
        fputs("\"record\":", f);
        print_json(f, raw, len);
    } else {
        fputs("\"record_base64\":", f);
        print_base64(f, raw, len);
    }
    if (cut)
        fputs(",\"record_cut\":true", f);
}

/* The line to be freed, or NULL without memory. */
static char *make_line(const struct reject_place *place, const char *raw,
                       size_t len, int cut, size_t *size)
{
    char *line = NULL;
    FILE *f = open_memstream(&line, size);
    if (!f)
        return NULL;
    putc('{', f);
    print_string(f, "file", place->file);
    if (place->line)
        fprintf(f, "\"line\":%" PRIu64 ",", place->line);
    else
        fputs("\"line\":null,", f);
    fprintf(f, "\"byte\":%" PRIu64 ",", place->byte);
    print_string(f, "reason", reject_key(place->reason));
    print_string(f, "message", place->message);
    print_record(f, raw, len, cut);
    fputs("}\n", f);
    if (ferror(f) | fclose(f)) {
        free(line);
        return NULL;
    }
    return line;
}

static int write_all(int fd, const char *s, size_t n)
{
    while (n) {
        ssize_t done = write(fd, s, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return errno;
        s += done;
        n -= (size_t)done;
    }
    return 0;
}

/* Half a line is taken back. */
static void put_line(struct rejects *r, const char *line, size_t n)
{
    int error = line ? write_all(r->fd, line, n) : ENOMEM;
    if (!error) {
        r->whole += (off_t)n;
        return;
    }
    r->failed = 1;
    complain("cannot write %s: %s; further rejects are not kept", r->name,
             strerror(error));
    if (r->plain && line)
        (void)!ftruncate(r->fd, r->whole);
}

static void put(struct rejects *r, const struct reject_place *place,
                const char *raw, size_t len, int cut)
{
    pthread_mutex_lock(&r->lock);
    if (!r->failed) {
        size_t n = 0;
        char *line = make_line(place, raw, len, cut, &n);
        put_line(r, line, n);
        free(line);
    }
    pthread_mutex_unlock(&r->lock);
}

int rejects_put(void *arg, const struct reject_place *place, const char *raw,
                size_t len)
{
    struct rejects *r = arg;
    int cut = raw && (len > r->max_record || place->reason == REJECT_TOO_LONG);
    put(r, place, raw, len > r->max_record ? (size_t)r->max_record : len, cut);
    return 0;
}

void rejects_put_article(struct rejects *r, const struct reject_place *place,
                         const struct article *a)
{
    char *json = NULL;
    size_t len = 0;
    struct output out;
    FILE *f = open_memstream(&json, &len);
    if (f) {
        struct article_row row = {.id = a->id,
                                  .url = a->url,
                                  .site = a->site,
                                  .title = a->title,
                                  .lang = a->lang,
                                  .author = a->author,
                                  .source = a->source,
                                  .published = a->published,
                                  .fetched = a->fetched,
                                  .modified = a->modified,
                                  .revision = 1,
                                  .text = a->text,
                                  .text_len = a->text_len};
        output_begin_to(&out, OUTPUT_JSON, row_article_columns, f);
        row_article(&out, &row);
        output_end(&out);
        if (fclose(f) || !len) {
            free(json);
            json = NULL;
        }
    }
    put(r, place, json, json ? len - 1 : 0, 0);
    free(json);
}

int rejects_close(struct rejects *r)
{
    int failed;
    if (!r)
        return 0;
    failed = r->failed;
    if (close(r->fd) && !failed) {
        complain("cannot write %s: %s", r->name, strerror(errno));
        failed = 1;
    }
    pthread_mutex_destroy(&r->lock);
    free(r);
    return failed ? -1 : 0;
}
