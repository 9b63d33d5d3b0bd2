#include "tests/sieved.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "shingle/shingle.h"
#include "tests/crawl.h"

/* ---- made records -------------------------------------------------------- */

#define WORDS_MOST 260

void made_release(struct made *m)
{
    for (size_t i = 0; i < m->n; i++)
        free(m->text[i]);
    free(m->article);
    free(m->text);
    free(m->id);
}

static void made_init(struct made *m, size_t n)
{
    m->n = n;
    m->article = calloc(n, sizeof *m->article);
    m->text = calloc(n, sizeof *m->text);
    m->id = calloc(n, sizeof *m->id);
    assert_true(m->article && m->text && m->id);
}

static void made_set(struct made *m, size_t i, const unsigned *word, size_t n)
{
    char *at = m->text[i] = malloc(9 * n + 1);
    assert_non_null(at);
    *at = 0;
    for (size_t k = 0; k < n; k++)
        at += sprintf(at, "w%u%s", word[k], k % 12 == 11 ? ".\n" : " ");
    snprintf(m->id[i], sizeof m->id[i], "id-%zu", i);
    m->article[i] = (struct article){.id = m->id[i],
                                     .published = STORE_NO_TIME,
                                     .fetched = STORE_NO_TIME,
                                     .text = m->text[i],
                                     .text_len = strlen(m->text[i])};
}

void make_edited(struct made *m, size_t n, uint64_t seed)
{
    unsigned(*word)[WORDS_MOST] = calloc(n, sizeof *word);
    size_t *length = calloc(n, sizeof *length);
    made_init(m, n);
    assert_true(word && length);
    for (size_t i = 0; i < n; i++) {
        size_t from = i ? crawl_random(&seed) % i : 0;
        uint64_t kind = i ? crawl_random(&seed) % 6 : 0;
        length[i] = crawl_random(&seed) % 200;
        if (crawl_random(&seed) % 8 == 0)
            length[i] %= 9;
        for (size_t k = 0; k < length[i]; k++)
            word[i][k] = (unsigned)(crawl_random(&seed) % 5000);
        if (kind > 1) {
            size_t edits = kind == 2 ? 0 : crawl_random(&seed) % (4 * kind - 6);
            memcpy(word[i], word[from], sizeof word[i]);
            length[i] = length[from];
            for (; edits && length[i]; edits--)
                word[i][crawl_random(&seed) % length[i]] =
                    (unsigned)(crawl_random(&seed) % 5000);
            if (kind == 5 && length[i] > 9)
                length[i] -= crawl_random(&seed) % (length[i] / 3);
            if (kind == 4 && length[i] && length[i] < 60) {
                memcpy(word[i] + length[i], word[i], length[i] * sizeof **word);
                length[i] *= 2;
            }
        }
        made_set(m, i, word[i], length[i]);
    }
    free(word);
    free(length);
}

void make_forms(struct made *m, size_t n, unsigned fields, unsigned values,
                uint64_t seed)
{
    unsigned(*word)[60] = calloc(n, sizeof *word);
    made_init(m, n);
    assert_non_null(word);
    for (size_t i = 0; i < n; i++) {
        for (unsigned k = 0; k < 60; k++)
            word[i][k] = k;
        for (unsigned f = 0; f < fields; f++)
            word[i][f * (60 / fields)] =
                100 + f * values + (unsigned)(crawl_random(&seed) % values);
        if (i % 4 == 3) {
            memcpy(word[i], word[crawl_random(&seed) % i], sizeof word[i]);
            word[i][0] = 99;
        }
        made_set(m, i, word[i], 60);
    }
    free(word);
}

/* ---- the naive model ----------------------------------------------------- */

int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

struct naive *naive_new(const struct made *m, unsigned w)
{
    struct naive *all = calloc(m->n, sizeof *all);
    struct text t;
    text_init(&t);
    assert_non_null(all);
    for (size_t i = 0; i < m->n; i++) {
        struct naive *a = &all[i];
        assert_int_equal(
            text_fold(&t, m->article[i].text, m->article[i].text_len), TEXT_OK);
        a->words = t.n;
        a->n = shingle_count(t.n, w);
        a->word = calloc(t.n + 1, 8);
        a->shingle = calloc(a->n + 1, 8);
        a->set = calloc(a->n + 1, 8);
        assert_true(a->word && a->shingle && a->set);
        if (!t.n)
            continue;
        memcpy(a->word, t.hash, t.n * 8);
        shingle_hash(&t, w, SHINGLE_SEED, a->shingle);
        memcpy(a->set, a->shingle, a->n * 8);
        qsort(a->set, a->n, 8, by_value);
        for (size_t k = 0; k < a->n; k++)
            if (!k || a->set[k] != a->set[k - 1])
                a->set[a->nset++] = a->set[k];
    }
    text_release(&t);
    return all;
}

void naive_free(struct naive *all, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        free(all[i].word);
        free(all[i].shingle);
        free(all[i].set);
    }
    free(all);
}

double naive_resemblance(const struct naive *a, const struct naive *b)
{
    size_t i = 0, k = 0, shared = 0;
    while (i < a->nset && k < b->nset) {
        uint64_t x = a->set[i], y = b->set[k];
        shared += x == y;
        i += x <= y;
        k += y <= x;
    }
    return shared ? (double)shared / (double)(a->nset + b->nset - shared) : 0;
}

static double naive_coverage(const struct naive *a, const struct naive *b,
                             unsigned w)
{
    char *covered = calloc(a->words + 1, 1);
    size_t n = 0;
    assert_non_null(covered);
    for (size_t i = 0; i < a->n; i++)
        if (bsearch(&a->shingle[i], b->set, b->nset, 8, by_value))
            memset(covered + i, 1, a->words < i + w ? a->words - i : w);
    for (size_t i = 0; i < a->words; i++)
        n += (size_t)covered[i];
    free(covered);
    return (double)n / (double)a->words;
}

static int naive_same(const struct naive *a, const struct naive *b)
{
    return a->words == b->words && !memcmp(a->word, b->word, a->words * 8);
}

struct sieve_verdict *naive_judge(const struct made *m, const struct asked *q,
                                  const size_t *order)
{
    struct naive *all = naive_new(m, q->w);
    struct sieve_verdict *d = calloc(m->n, sizeof *d);
    assert_non_null(d);
    for (size_t i = 0; i < m->n; i++) {
        size_t x = order ? order[i] : i;
        d[x] = (struct sieve_verdict){.keep = 1, .number = x + 1};
        for (size_t k = 0; k < i && all[x].words; k++) {
            size_t y = order ? order[k] : k;
            int same = naive_same(&all[x], &all[y]);
            double j = q->copies ? same : naive_resemblance(&all[x], &all[y]);
            if (!d[y].keep || j < (q->copies ? 1 : q->resemblance) ||
                (!d[x].keep && j <= d[x].resemblance))
                continue;
            d[x].keep = 0;
            d[x].kept = y + 1;
            d[x].kept_name = m->article[y].id;
            d[x].same = same;
            d[x].resemblance = j;
            d[x].coverage = same ? 1 : naive_coverage(&all[x], &all[y], q->w);
        }
    }
    naive_free(all, m->n);
    return d;
}

void assert_verdict(const struct sieve_verdict *got,
                    const struct sieve_verdict *want)
{
    assert_int_equal(got->number, want->number);
    assert_int_equal(got->keep, want->keep);
    assert_int_equal(got->kept, want->kept);
    assert_int_equal(got->earlier, want->earlier);
    if (want->keep) {
        assert_null(got->kept_name);
        return;
    }
    assert_string_equal(got->kept_name, want->kept_name);
    assert_int_equal(got->same, want->same);
    assert_true(got->resemblance == want->resemblance);
    assert_true(got->coverage == want->coverage);
}

/* ---- running ------------------------------------------------------------- */

const struct sieve_limits tiny = {
    .kept = 8192, .slots = 1024, .filter = 256, .slice = 7, .bytes = 4096};

struct sieve *open_sieve(const struct sieve_options *o,
                         const struct sieve_limits *limits)
{
    struct sieve *v;
    if (sieve_open_limited(&v, o, limits ? limits : &sieve_limits_default))
        fail_msg("%s", sieve_errmsg(v));
    return v;
}

void put_all(struct sieve *v, const struct made *m, size_t batch,
             const struct sieve_verdict *want)
{
    struct sieve_verdict *d = calloc(batch, sizeof *d);
    assert_non_null(d);
    for (size_t from = 0; from < m->n; from += batch) {
        size_t n = m->n - from < batch ? m->n - from : batch;
        if (sieve_put(v, m->article + from, NULL, n, d))
            fail_msg("%s", sieve_errmsg(v));
        for (size_t i = 0; i < n; i++)
            assert_verdict(&d[i], &want[from + i]);
    }
    free(d);
}
