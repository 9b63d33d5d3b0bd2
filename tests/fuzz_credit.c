/*
 * A libFuzzer target for credit_find(), marker_find() and dateline_parse(), and
 * for the reader of agency tables. Whatever the bytes are: spans are inside
 * what they are in, and not empty; agencies are of the table; a second time
 * gives the same; and a table is either read or its bad line named.
 *
 *     clang -fsanitize=fuzzer,address,undefined -I. tests/fuzz_credit.c \
 *         shingle/{agency,credit,dateline,marker}*.c shingle/plain.c \
 *         shingle/fold.c shingle/host.c shingle/utf8.c -lutf8proc -lidn2 -lpsl
 */
#include "shingle/credit.h"
#include "shingle/dateline.h"
#include "shingle/marker.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void require(int holds)
{
    if (!holds)
        abort();
}

static size_t length_of(const struct credit_facts *f, int where)
{
    switch (where) {
    case CREDIT_IN_TEXT:
        return f->text_len;
    case CREDIT_IN_TITLE:
        return strlen(f->title);
    case CREDIT_IN_AUTHOR:
        return strlen(f->author);
    case CREDIT_IN_SOURCE:
        return strlen(f->source);
    case CREDIT_IN_SITE:
        return strlen(f->site);
    default:
        abort();
    }
}

static void check_credit(const struct agency_table *t,
                         const struct credit_facts *f)
{
    struct credit c, again;
    size_t i;

    credit_find(t, f, &c);
    credit_find(t, f, &again);
    require(c.n <= CREDIT_EVIDENCE && c.nagencies <= CREDIT_AGENCIES);
    require(c.n == again.n && c.credited == again.credited);
    require((c.credited == CREDIT_NO) == !c.nagencies);
    for (i = 0; i < c.n; i++) {
        const struct credit_evidence *e = &c.evidence[i];

        require(e->kind < CREDIT_KINDS);
        require(e->begin < e->end && e->end <= length_of(f, e->where));
        require(e->agency >= AGENCY_NONE && e->agency < (int)agency_count(t));
        require(e->confidence > 0 && e->confidence < 1);
        require(e->begin == again.evidence[i].begin &&
                e->end == again.evidence[i].end);
    }
}

static void check_markers(const char *title, const char *text, size_t len,
                          size_t behind)
{
    struct marker m[MARKER_MOST];
    size_t n = marker_find(title, strlen(title), text, len, behind, m);

    require(n <= MARKER_MOST);
    while (n--) {
        require(m[n].kind < MARKER_KINDS && m[n].begin < m[n].end);
        require(m[n].end <= (m[n].in_title ? strlen(title) : len));
    }
}

static void check_dateline(const struct agency_table *t, const char *s,
                           size_t len)
{
    struct dateline d;

    if (!dateline_parse(t, s, s + len, &d))
        return;
    require(s <= d.begin && d.begin < d.end && d.end <= s + len);
    require(d.begin <= d.place && d.place <= d.place_end);
    require(d.place_end <= d.end && d.date_end <= d.end);
    require(d.begin <= d.date && d.date <= d.date_end);
    require(d.day < 32 && d.month < 13 && d.n <= DATELINE_AGENCIES);
}

static void check_table(const char *s, size_t len)
{
    struct agency_error err;
    struct agency_table *t = agency_table_new(s, len, &err);

    require(t || (err.line && err.message[0]));
    if (t)
        check_dateline(t, s, len);
    agency_table_free(t);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static struct agency_table *t;
    struct agency_error err;
    struct credit_facts f = {0};
    char *text, head[64] = "";

    if (!t)
        t = agency_table_new(NULL, 0, &err);
    require(t != NULL);
    if (!len)
        return 0;
    /* A copy of its own size, so that reading past it is seen. */
    text = malloc(len);
    require(text != NULL);
    memcpy(text, bytes, len);
    memcpy(head, bytes, len < sizeof head ? len : sizeof head - 1);
    if (bytes[0] == 0xff) {
        check_table(text + 1, len - 1);
    } else {
        f.site = f.title = f.author = f.source = head;
        f.text = text;
        f.text_len = len;
        check_credit(t, &f);
        check_markers(head, text, len, bytes[len - 1]);
        check_dateline(t, text, len);
    }
    free(text);
    return 0;
}
