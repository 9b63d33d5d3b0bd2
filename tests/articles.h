/*
 * articles: what a reader makes of some bytes, as lines of text to compare.
 * One line a record, its facts apart by |, then one for each place of a
 * reject or warning that was kept.
 *
 *     char *got = read_articles("text,id\nT,1\n", 12, NULL, 100);
 *     assert_string_equal(got, "2:8 1|-|-|-|-|-|-||||T\n");
 *     free(got);
 */
#ifndef WIREPRINT_TESTS_ARTICLES_H
#define WIREPRINT_TESTS_ARTICLES_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/date.h"
#include "cli/reader.h"

struct lines {
    char *s;
    size_t len, cap;
};

static inline void put_line(struct lines *l, const char *format, ...)
{
    for (;;) {
        va_list ap;
        int n;
        va_start(ap, format);
        n = vsnprintf(l->s ? l->s + l->len : NULL, l->cap - l->len, format, ap);
        va_end(ap);
        if (l->s && (size_t)n < l->cap - l->len) {
            l->len += (size_t)n;
            return;
        }
        l->cap = l->cap * 2 + (size_t)n + 1;
        l->s = realloc(l->s, l->cap);
        if (!l->s)
            abort();
    }
}

static inline const char *or_dash(const char *s)
{
    return s ? s : "-";
}

/* LINE:BYTE id|url|site|title|lang|author|source|published|modified|fetched|
 * text, or, of a record that is only handed on, its bytes. */
static inline void put_record(struct lines *l, const struct record *r)
{
    const struct article *a = &r->article;
    char p[DATE_LEN], m[DATE_LEN], f[DATE_LEN];
    put_line(l, "%llu:%llu ", (unsigned long long)r->line,
             (unsigned long long)r->byte);
    if (r->other) {
        put_line(l, "other %.*s\n", (int)r->raw_len, r->raw);
        return;
    }
    if (strlen(a->text) != a->text_len)
        abort();
    put_line(l, "%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%.2000s\n", or_dash(a->id),
             or_dash(a->url), or_dash(a->site), or_dash(a->title),
             or_dash(a->lang), or_dash(a->author), or_dash(a->source),
             date_format(a->published, p), date_format(a->modified, m),
             date_format(a->fetched, f), a->text);
    if (r->raw)
        put_line(l, "raw %.*s", (int)r->raw_len, r->raw);
}

static inline char *put_all(struct reader *r, size_t records)
{
    struct lines l = {0};
    struct batch b;
    int rc;
    batch_init(&b);
    put_line(&l, "%s", "");
    while ((rc = reader_next(r, &b, records, 1 << 20)) == READER_MORE) {
        if (b.n > records)
            abort();
        for (size_t i = 0; i < b.n; i++)
            put_record(&l, &b.records[i]);
    }
    if (rc)
        put_line(&l, "ended with %d\n", rc);
    for (int i = 0; i < REJECT_COUNT; i++) {
        const struct reject_place *p;
        for (size_t k = 0; (p = reader_place(r, (enum reject)i, k)); k++)
            put_line(&l, "! %s %llu:%llu\n", reject_name(p->reason),
                     (unsigned long long)p->line, (unsigned long long)p->byte);
    }
    batch_release(&b);
    return l.s;
}

/* What the len bytes give in batches of at most records; to be freed. */
static inline char *read_articles(const char *bytes, size_t len,
                                  const struct reader_options *options,
                                  size_t records)
{
    struct reader *r;
    char *s;
    if (reader_open_memory(&r, "m", bytes, len, options))
        abort();
    s = put_all(r, records);
    reader_close(r);
    return s;
}

#endif
