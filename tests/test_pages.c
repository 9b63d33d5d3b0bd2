/*
 * The pages of tests/pages, made up in the manners of different systems, each
 * with what is its article in NAME.txt and what is stated about it in NAME.tsv
 * (title, site, author, published, modified, lang, canonical, source, charset,
 * and url, where it was fetched from; a name that is not there must not be
 * found). A page is added by putting its three files there.
 *
 *     test_pages tests/pages
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/date.h"
#include "cli/page.h"
#include "shingle/text.h"
#include "store/store.h"

/* Of all pages together, and of each: what a paper asks of its readers at the
 * end of every page may stay with one, and is found out where it is on all. */
#define PRECISION 0.90
#define RECALL 0.97
#define PRECISION_EACH 0.75
#define RECALL_EACH 0.97
#define MOST 200

static const char *directory;
static char *names[MOST];
static size_t nnames;

static char *load(const char *name, const char *ending, size_t *len)
{
    char path[1000];
    FILE *f;
    char *s = malloc(1 << 20);
    assert_non_null(s);
    snprintf(path, sizeof path, "%s/%s%s", directory, name, ending);
    if (!(f = fopen(path, "rb")))
        fail_msg("cannot open %s", path);
    *len = fread(s, 1, (1 << 20) - 1, f);
    s[*len] = 0;
    fclose(f);
    return s;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int find_pages(void **state)
{
    DIR *dir = opendir(directory);
    struct dirent *e;
    (void)state;
    while (dir && nnames < MOST && (e = readdir(dir))) {
        size_t n = strlen(e->d_name);
        if (n <= 5 || strcmp(e->d_name + n - 5, ".html") != 0)
            continue;
        names[nnames] = strdup(e->d_name);
        names[nnames++][n - 5] = 0;
    }
    if (dir)
        closedir(dir);
    qsort(names, nnames, sizeof *names, by_name);
    return nnames < 20;
}

static int forget_pages(void **state)
{
    (void)state;
    while (nnames)
        free(names[--nnames]);
    return 0;
}

/* The value behind "key TAB" at the beginning of a line, or NULL. */
static const char *fact(const char *tsv, const char *key, char *out,
                        size_t size)
{
    size_t n = strlen(key);
    while (*tsv) {
        size_t len = strcspn(tsv, "\n");
        if (len > n && len - n <= size && !memcmp(tsv, key, n) &&
            tsv[n] == '\t') {
            memcpy(out, tsv + n + 1, len - n - 1);
            out[len - n - 1] = 0;
            return out;
        }
        tsv += len + (tsv[len] == '\n');
    }
    return NULL;
}

static int by_hash(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void words(struct text *t, const char *s, size_t len)
{
    text_init(t);
    assert_int_equal(text_fold(t, s, len), TEXT_OK);
    qsort(t->hash, t->n, sizeof *t->hash, by_hash);
}

/* Words that stand in both, each as often as in the one where it is rarer. */
static size_t common(const struct text *a, const struct text *b)
{
    size_t i = 0, k = 0, n = 0;
    while (i < a->n && k < b->n)
        if (a->hash[i] == b->hash[k])
            n++, i++, k++;
        else if (a->hash[i] < b->hash[k])
            i++;
        else
            k++;
    return n;
}

static int read_page(struct page_reader *r, const char *name, char **html,
                     char **tsv, struct page *page)
{
    char url[1000];
    size_t len, n;
    struct page_hints hints = {0};
    *html = load(name, ".html", &len);
    *tsv = load(name, ".tsv", &n);
    hints.url = fact(*tsv, "url", url, sizeof url);
    return page_read(r, *html, len, &hints, page);
}

static void test_pages_text(void **state)
{
    struct page_reader *r = page_reader_new();
    double precision_sum = 0, recall_sum = 0;
    int under = 0;
    (void)state;
    assert_non_null(r);
    for (size_t i = 0; i < nnames; i++) {
        struct page page;
        struct text found, truth;
        char *html, *tsv, *txt;
        size_t len;
        double both, precision, recall;
        assert_int_equal(read_page(r, names[i], &html, &tsv, &page), PAGE_OK);
        txt = load(names[i], ".txt", &len);
        words(&found, page.text, page.text_len);
        words(&truth, txt, len);
        both = (double)common(&found, &truth);
        precision = found.n ? both / (double)found.n : 0;
        recall = truth.n ? both / (double)truth.n : 0;
        printf("# %-14s %4zu words  precision %.3f  recall %.3f\n", names[i],
               truth.n, precision, recall);
        under += precision < PRECISION_EACH || recall < RECALL_EACH;
        precision_sum += precision;
        recall_sum += recall;
        text_release(&found);
        text_release(&truth);
        free(html);
        free(tsv);
        free(txt);
    }
    printf("# %zu pages: precision %.3f  recall %.3f\n", nnames,
           precision_sum / (double)nnames, recall_sum / (double)nnames);
    assert_int_equal(under, 0);
    assert_true(precision_sum >= PRECISION * (double)nnames);
    assert_true(recall_sum >= RECALL * (double)nnames);
    page_reader_free(r);
}

static int differs(const char *page, const char *key, const char *found,
                   const char *tsv)
{
    char value[1000];
    const char *truth = fact(tsv, key, value, sizeof value);
    if (found && !*found)
        found = NULL;
    if (truth ? found && !strcmp(truth, found) : !found)
        return 0;
    printf("# %s: %s is '%s' and should be '%s'\n", page, key,
           found ? found : "", truth ? truth : "");
    return 1;
}

static void test_pages_facts(void **state)
{
    struct page_reader *r = page_reader_new();
    int wrong = 0;
    (void)state;
    assert_non_null(r);
    for (size_t i = 0; i < nnames; i++) {
        struct page p;
        char *html, *tsv, charset[100], time[DATE_LEN];
        const char *name = names[i];
        assert_int_equal(read_page(r, name, &html, &tsv, &p), PAGE_OK);
        wrong += differs(name, "title", p.title, tsv);
        wrong += differs(name, "site", p.site, tsv);
        wrong += differs(name, "author", p.author, tsv);
        wrong += differs(name, "lang", p.lang, tsv);
        wrong += differs(name, "canonical", p.url, tsv);
        wrong += differs(name, "source", p.source, tsv);
        wrong +=
            differs(name, "published", date_format(p.published, time), tsv);
        wrong += differs(name, "modified", date_format(p.modified, time), tsv);
        if (fact(tsv, "charset", charset, sizeof charset))
            wrong += differs(name, "charset", p.charset, tsv);
        else
            assert_string_equal(p.charset, "UTF-8");
        free(html);
        free(tsv);
    }
    assert_int_equal(wrong, 0);
    page_reader_free(r);
}

/* What a reader keeps from one page does not show in the next. */
static void test_pages_order(void **state)
{
    struct page_reader *r = page_reader_new();
    (void)state;
    assert_non_null(r);
    for (size_t i = 0; i < nnames; i++) {
        struct page_reader *fresh = page_reader_new();
        struct page a, b;
        char *html, *tsv;
        assert_non_null(fresh);
        assert_int_equal(read_page(r, names[nnames - 1 - i], &html, &tsv, &a),
                         PAGE_OK);
        free(html);
        free(tsv);
        assert_int_equal(read_page(r, names[i], &html, &tsv, &a), PAGE_OK);
        free(html);
        free(tsv);
        assert_int_equal(read_page(fresh, names[i], &html, &tsv, &b), PAGE_OK);
        assert_int_equal(a.text_len, b.text_len);
        assert_memory_equal(a.text, b.text, a.text_len);
        assert_int_equal(a.published, b.published);
        assert_string_equal(a.title, b.title);
        free(html);
        free(tsv);
        page_reader_free(fresh);
    }
    page_reader_free(r);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pages_text),
        cmocka_unit_test(test_pages_facts),
        cmocka_unit_test(test_pages_order),
    };
    if (argc != 2) {
        fprintf(stderr, "usage: test_pages DIRECTORY\n");
        return 2;
    }
    directory = argv[1];
    return cmocka_run_group_tests(tests, find_pages, forget_pages);
}
