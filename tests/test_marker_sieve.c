/*
 * marker_sieve: what plain_fold() and a look at every word of the table find is
 * never sieved away, however it is typeset; ordinary lines are. And the order
 * that the sieve counts on in the table.
 */
#include "shingle/marker_sieve.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "shingle/marker_table.h"
#include "shingle/plain.h"

static uint32_t seed;

static unsigned below(unsigned n)
{
    seed = seed * 1664525 + 1013904223;
    return (seed >> 8) % n;
}

/* The words of all letters, then those of other scripts. */
static const struct marker_words *words_at(size_t i)
{
    return i < 26 ? &marker_latin[i] : &marker_others;
}

static void test_marker_sieve_table(void **state)
{
    size_t i, k, n = 0;

    (void)state;
    for (i = 0; i < 27; i++)
        for (k = 0; k < words_at(i)->n; k++, n++) {
            const struct marker_word *w = &words_at(i)->at[k];
            struct plain p;

            plain_fold(&p, w->word, w->word + strlen(w->word));
            assert_int_equal(w->len, p.n);
            assert_memory_equal(w->word, p.s, p.n);
            assert_true(w->len > 1);
            assert_ptr_equal(marker_words_of((unsigned char)w->word[0]),
                             words_at(i));
            assert_true(w->kind < MARKER_KINDS ||
                        w->flags & MARKER_BEFORE_NOTE);
            assert_true(!k || strcmp(w->word, w[-1].word) > 0 ||
                        w->flags != w[-1].flags);
        }
    assert_true(n > 150);
}

/* ---- a naive model ------------------------------------------------------- */

static int word_begins(const struct plain *p, size_t from)
{
    size_t i, k;

    for (i = 0; i < 27; i++)
        for (k = 0; k < words_at(i)->n; k++) {
            const struct marker_word *w = &words_at(i)->at[k];

            if (w->len <= p->n - from && !memcmp(p->s + from, w->word, w->len))
                return 1;
        }
    return 0;
}

static size_t skip_signs(const struct plain *p, size_t i, const char *signs)
{
    while (i < p->n && strchr(signs, p->s[i]))
        i++;
    return i;
}

static int naive(const char *s, size_t len)
{
    static const char *const ends[] = {"st ", "nd ", "rd ",  "th ",
                                       "er ", "e ",  "ème ", ". "};
    struct plain p;
    size_t i, k, n;

    plain_fold(&p, s, s + len);
    i = skip_signs(&p, 0, "*\"' ([-+/=#<>|~");
    if (word_begins(&p, i))
        return 1;
    n = skip_signs(&p, i, "0123456789");
    for (k = 0; n > i && n - i < 4 && k < sizeof ends / sizeof *ends; k++)
        if (p.n - n >= strlen(ends[k]) &&
            !memcmp(p.s + n, ends[k], strlen(ends[k])))
            return word_begins(&p, n + strlen(ends[k]));
    return 0;
}

/* ---- lines --------------------------------------------------------------- */

struct line {
    size_t n;
    char s[512];
};

static void put(struct line *l, const char *s, size_t n)
{
    if (l->n + n <= sizeof l->s) {
        memcpy(l->s + l->n, s, n);
        l->n += n;
    }
}

/* A word as papers may set it: capitals, wide letters, hidden signs. */
static void put_word(struct line *l, const struct marker_word *w)
{
    static const char *const spaces[] = {" ", "  ", "\xc2\xa0", "\t",
                                         " \xe3\x80\x80"};
    unsigned manner = below(4);
    const char *s;

    for (s = w->word; *s; s++) {
        char c = *s;

        if (c >= 'a' && c <= 'z' && !below(40)) {
            char wide[] = {'\xef', '\xbc', (char)(0xa1 + c - 'a')};
            put(l, wide, sizeof wide); /* the capital */
            continue;
        }
        if (c == ' ' && !below(3)) {
            const char *to = spaces[below(5)];
            put(l, to, strlen(to));
            continue;
        }
        if (c == ':' && !below(2))
            put(l, "\xc2\xa0", 2);
        if (manner == 1 || (manner == 2 && s == w->word))
            c = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
        put(l, &c, 1);
        if (((unsigned char)c < 0x80 || s[1] == '\0') && !below(40))
            put(l, "\xc2\xad", 2);
    }
}

static void put_line(struct line *l)
{
    static const char *const before[] = {"",
                                         " ",
                                         "(",
                                         "[",
                                         "*** ",
                                         "+++ ",
                                         "- ",
                                         "\"",
                                         "\xe2\x80\x9c",
                                         "\xef\xbb\xbf",
                                         "\xe3\x80\x90",
                                         "2nd ",
                                         "1er ",
                                         "3. ",
                                         "12th ",
                                         "2\xc3\xa8me ",
                                         "\xef\xbc\x93. ",
                                         "x",
                                         "2005 ",
                                         "1",
                                         "? ",
                                         "\xff",
                                         "\xd0"};
    const struct marker_words *g;
    int n;

    l->n = 0;
    for (n = (int)below(3); n > 0; n--) {
        const char *s = before[below(sizeof before / sizeof *before)];
        put(l, s, strlen(s));
    }
    do
        g = words_at(below(27));
    while (!g->n);
    put_word(l, &g->at[below((unsigned)g->n)]);
    if (!below(8))
        l->n = below((unsigned)l->n + 1);
}

static void test_marker_sieve_misses_none(void **state)
{
    unsigned i, there = 0, sieved = 0;

    (void)state;
    seed = 5;
    for (i = 0; i < 40000; i++) {
        struct line l;
        char *s;

        put_line(&l);
        /* A copy of its own size, so that reading past it is seen. */
        s = malloc(l.n + !l.n);
        assert_non_null(s);
        memcpy(s, l.s, l.n);
        if (naive(s, l.n)) {
            there++;
            if (!marker_may_begin(s, s + l.n))
                fail_msg("'%.*s' is missed", (int)l.n, s);
        } else {
            sieved += !marker_may_begin(s, s + l.n);
        }
        free(s);
    }
    assert_true(there > 20000);
    assert_true(sieved > 1000);
}

static void test_marker_sieve_titles(void **state)
{
    static const char *const turns[] = {"Port (",
                                        "Port [",
                                        "Port, ",
                                        "Port,",
                                        "\xe6\xb8\xaf\xe3\x80\x90",
                                        "\xe6\xb8\xaf\xef\xbc\x88",
                                        "\xe6\xb8\xaf\xef\xbc\x8c",
                                        ""};
    size_t i, k, t;

    (void)state;
    for (i = 0; i < 27; i++)
        for (k = 0; k < words_at(i)->n; k++)
            for (t = 0; t < sizeof turns / sizeof *turns; t++) {
                char s[128];
                int n = snprintf(s, sizeof s, "%s%s", turns[t],
                                 words_at(i)->at[k].word);

                assert_true(marker_may_be_in_title(s, s + n));
            }
}

/* What it is for. */
static void test_marker_sieve_lets_ordinary_lines_go(void **state)
{
    static const char *const lines[] = {
        "",
        "***",
        "The port reopened on Monday, the harbour master said.",
        "In a statement the port said that it had reopened.",
        "An early ferry was late.",
        "Updraughts carried the smoke over the port.",
        "OSTERVALE (AP) - The port reopened.",
        "10 ships waited outside the port.",
        "2005 was a year of storms.",
        "1. The port reopened.",
        "\xe2\x80\x9cThe port is open,\xe2\x80\x9d he said.",
        "\xc3\x9c"
        "berall warten Schiffe.",
        "\xd0\x9f\xd0\xbe\xd1\x80\xd1\x82 \xd0\xbe\xd1\x82\xd0\xba\xd1\x80"
        "\xd1\x8b\xd1\x82.",
        "\xe6\xb8\xaf\xe5\x8f\xa3\xe9\x87\x8d\xe5\xbc\x80",
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof lines / sizeof *lines; i++) {
        const char *end = lines[i] + strlen(lines[i]);

        assert_false(marker_may_begin(lines[i], end));
        if ((unsigned char)lines[i][0] != 0xe6)
            assert_false(marker_may_be_in_title(lines[i], end));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_marker_sieve_table),
        cmocka_unit_test(test_marker_sieve_misses_none),
        cmocka_unit_test(test_marker_sieve_titles),
        cmocka_unit_test(test_marker_sieve_lets_ordinary_lines_go),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
