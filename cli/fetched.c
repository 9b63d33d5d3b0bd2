#include "cli/fetched.h"

#include <stdlib.h>
#include <string.h>

#include "cli/session.h"
#include "shingle/text.h"

static char *copy(const char *s, size_t len, int *failed)
{
    char *c;
    if (!s)
        return NULL;
    c = malloc(len + 1);
    if (!c) {
        *failed = 1;
        return NULL;
    }
    memcpy(c, s, len);
    c[len] = 0;
    return c;
}

static char *copy_string(const char *s, int *failed)
{
    return copy(s, s ? strlen(s) : 0, failed);
}

static int keep(void *arg, const struct article_row *row)
{
    struct fetched *f = arg;
    f->id = copy_string(row->id, &f->failed);
    f->site = copy_string(row->site, &f->failed);
    f->title = copy_string(row->title, &f->failed);
    f->text = copy(row->text, row->text_len, &f->failed);
    f->furniture = (uint8_t *)copy((const char *)row->furniture,
                                   (size_t)row->words, &f->failed);
    f->len = row->text_len;
    f->words = row->words;
    f->published = row->published;
    return f->failed;
}

int fetched_get(struct fetched *f, struct store *s, const char *id)
{
    int code;
    *f = (struct fetched){.published = STORE_NO_TIME};
    code = store_article(s, id, keep, f);
    if (code == STORE_NOT_FOUND)
        complain("there is no article %s", id);
    if (f->failed)
        complain("out of memory");
    return code;
}

int fetched_furniture(const struct fetched *f,
                      int (*each)(void *arg, uint64_t words, const char *text,
                                  size_t len),
                      void *arg)
{
    struct text t;
    size_t n, end;
    int code = 0;
    text_init(&t);
    if (f->text && f->furniture && text_fold(&t, f->text, f->len)) {
        complain("out of memory");
        code = -1;
    }
    n = t.n < f->words ? t.n : (size_t)f->words;
    for (size_t i = 0; i < n; i = end) {
        for (end = i + 1; end < n && !f->furniture[end] == !f->furniture[i];)
            end++;
        if (f->furniture[i] && each(arg, end - i, f->text + t.start[i],
                                    t.end[end - 1] - t.start[i]))
            break;
    }
    text_release(&t);
    return code;
}

void fetched_release(struct fetched *f)
{
    free(f->id);
    free(f->site);
    free(f->title);
    free(f->text);
    free(f->furniture);
    *f = (struct fetched){0};
}
