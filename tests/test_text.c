/*
 * text: known answers, and properties with a fixed seed: variants of one
 * sentence give one row of tokens, texts put together give their tokens put
 * together, and any bytes at all give tokens that fold to themselves.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <utf8proc.h>

#include <cmocka.h>

/* How many more allocations succeed; none fails while negative. */
static long allowed = -1;

static void *stingy_realloc(void *p, size_t n)
{
    if (allowed == 0)
        return NULL;
    if (allowed > 0)
        allowed--;
    return realloc(p, n);
}

/* text.c itself, with allocations that can be made to fail. */
#define realloc stingy_realloc
#include "shingle/text.c"
#undef realloc

static struct text fold(const void *bytes, size_t len)
{
    struct text t;

    text_init(&t);
    assert_int_equal(text_fold(&t, bytes, len), TEXT_OK);
    return t;
}

/* The tokens of bytes are the words of want, which are divided by spaces. */
static void folds_bytes(const char *bytes, size_t len, const char *want)
{
    struct text t = fold(bytes, len);
    size_t i;

    for (i = 0; i < t.n; i++) {
        size_t n = strcspn(want, " ");

        if (t.hash[i] != XXH3_64bits(want, n))
            fail_msg("'%.*s': token %zu ('%.*s') is not '%.*s'", (int)len,
                     bytes, i, (int)(t.end[i] - t.start[i]), bytes + t.start[i],
                     (int)n, want);
        want += n + (want[n] == ' ');
    }
    if (*want)
        fail_msg("'%.*s' lacks '%s'", (int)len, bytes, want);
    text_release(&t);
}

static void folds(const char *bytes, const char *want)
{
    folds_bytes(bytes, strlen(bytes), want);
}

static int equal(const struct text *s, const struct text *t)
{
    return s->n == t->n &&
           (!s->n || !memcmp(s->hash, t->hash, s->n * sizeof *s->hash));
}

/* a and b have the same tokens. */
static void same(const char *a, const char *b)
{
    struct text s = fold(a, strlen(a)), t = fold(b, strlen(b));

    if (!equal(&s, &t))
        fail_msg("'%s' and '%s' differ", a, b);
    text_release(&s);
    text_release(&t);
}

static void test_text_words(void **state)
{
    (void)state;
    folds("", "");
    folds(" \t,;-_/\\()[]{}<>*&^$#@!?", "");
    folds("The QUICK brown Fox", "the quick brown fox");
    folds("trans-Atlantic trans\u2010Atlantic trans\u2014Atlantic",
          "trans atlantic trans atlantic trans atlantic");
    folds("snake_case a/b x+y AT&T", "snake case a b x y at t");
    folds("syn\u00addi\u00adcate wi\u200bre pr\u200d\u2060int \ufeffx",
          "syndicate wire print x");
    folds("one\u00a0two\u202fthree\u3000four\u2003five",
          "one two three four five");
    folds("\u201cQuoted\u201d \u00abcit\u00e9\u00bb \u201eZitat\u201c\u2026ja",
          "quoted cité zitat ja");
    folds("Google\u2122's Coke\u00ae", "google s coke");
    folds("a \U0001F4F0b\U0001F44D\U0001F3FD c", "a b c");
    folds("\u202bright\u202c \u2067left\u2069", "right left");
    folds_bytes("a\0b\x01"
                "c",
                5, "a b c");
    folds_bytes("caf\xe9 b\xff\xfe"
                "c",
                9, "caf b c");
}

/* Hashes as xxhsum -H3 gives them: what is stored must not change. */
static void test_text_known_hashes(void **state)
{
    struct text t = fold("US \u00c9TAT \u6771", 12);

    (void)state;
    assert_int_equal(t.n, 3);
    assert_true(t.hash[0] == 0x0c148472ce4bd39d);
    assert_true(t.hash[1] == 0xdc8f9c1e8729c9c4);
    assert_true(t.hash[2] == 0x060ef484bbdf658d);
    text_release(&t);
}

static void test_text_apostrophes(void **state)
{
    static const char *const forms[] = {
        "'",      "\u2019", "\u2018", "\u201b", "\u02bc",   "\uff07",
        "\u02b9", "\u2032", "\u00b4", "`",      "\xc2\x92", "\u055a",
    };
    char s[100];
    size_t i;

    (void)state;
    for (i = 0; i < sizeof forms / sizeof *forms; i++) {
        snprintf(s, sizeof s, "Israel%ss L%s\u00c9tat d%s\u00adun 1990%ss",
                 forms[i], forms[i], forms[i], forms[i]);
        folds(s, "israels létat dun 1990s");
        snprintf(s, sizeof s, "the workers%s plea, %squoted%s don%s", forms[i],
                 forms[i], forms[i], forms[i]);
        folds(s, "the workers plea quoted don");
    }
    folds("rock''n 5'10 O'Neil's O\u2019Brien's", "rock n 5 10 oneils obriens");
    folds("``quoted'' 'tis '90s", "quoted tis 90s");
}

static void test_text_initials(void **state)
{
    (void)state;
    folds("U.S. US U.S.A. a.m. D.C. e.g. U.S", "us us usa am dc eg us");
    folds("the U.S.-led U.S., (U.S.) U.S.", "the us led us us us");
    folds("end.Start x.com A.P.Moller J. K. J.K.Rowling",
          "end start x com ap moller j k jk rowling");
    folds("J.K. Rowling U.S.5 a.5 5.a", "jk rowling us 5 a 5 5 a");
    folds("\u0410.\u0421. \u041f\u0443\u0448\u043a\u0438\u043d", "ас пушкин");
    folds("\u0410.\u0421.\u041f\u0443\u0448\u043a\u0438\u043d", "ас пушкин");
    folds("e\u0301.e\u0301. \u00e9.\u00e9. e\u0301.e\u0301e", "éé éé é ée");
    folds("U\u00ad.\u200bS. \uff35\uff0e\uff33\uff0e \u33c2", "us us am");
    folds("U..S. U.\u2019S .a.b", "u s u s ab");
}

static void test_text_numbers(void **state)
{
    (void)state;
    folds("1,000.50 1.000,50 1,000 3.5m 10.",
          "1.000.50 1.000.50 1.000 3.5m 10");
    folds("5% 5 \u066a 7\uff05 a%b",
          "5 percent 5 percent 7 percent a percent b");
    folds("\u0661\u0662\u066b\u0665 \u0967\u0968\u0969 \uff11\uff0c\uff10",
          "12.5 123 1.0");
    folds("\u00bd 5\u00bd \u00bdmile 51\u20442", "1 2 5 1 2 1 2 mile 51 2");
    folds("1,,2 1., 2.a a,b $5.00 1:2", "1 2 1 2 a a b 5.00 1 2");
    folds("km\u00b2 H\u2082O \u2167", "km2 h2o viii");
    folds("2005\u5e7412\u6708", "2005 年 12 月");
}

static void test_text_languages(void **state)
{
    (void)state;
    folds("L\u2019avion a d\u00e9coll\u00e9, a-t-on appris \u00e0 "
          "l'\u00c9lys\u00e9e\u00a0!",
          "lavion a décollé a t on appris à lélysée");
    folds("Die Stra\u00dfe, DIE STRASSE, die GRO\u1e9eE",
          "die strasse die strasse die grosse");
    folds("\u00bfQu\u00e9 pas\u00f3 en Espa\u00f1a?", "qué pasó en españa");
    folds("\u0421\u0430\u043c\u043e\u043b\u0451\u0442 "
          "\u0421\u0410\u041c\u041e\u041b\u0415\u0422 "
          "\u043c\u2019\u044f\u0442\u0430",
          "самолет самолет мята");
    folds("\u03a3\u0399\u03a3\u03a5\u03a6\u039f\u03a3 "
          "\u03c3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2",
          "σισυφοσ σίσυφοσ");
    folds("\u0130stanbul I\u015f\u0131k", "i\xcc\x87stanbul işık");
    same("\u0645\u064f\u062d\u064e\u0645\u0651\u064e\u062f "
         "\u0645\u0640\u0640\u062d\u0645\u062f",
         "\u0645\u062d\u0645\u062f \u0645\u062d\u0645\u062f");
    same("\u0622\u0623", "\u0627\u0653\u0627\u0654");
    same("\ufedf\ufee0\ufe8e", "\u0644\u0644\u0627");
    folds("\u0642\u0627\u0644\u060c \u0646\u0639\u0645\u061f", "قال نعم");
    same("\u05e9\u05c1\u05b8\u05dc\u05d5\u05b9\u05dd",
         "\u05e9\u05dc\u05d5\u05dd");
    same("\ufb2a\u05dc\u05d5\u05dd", "\u05e9\u05dc\u05d5\u05dd");
    folds("\u0939\u093f\u0928\u094d\u0926\u0940 \u0938\u0902\u0927\u093f\u0964",
          "\u0939\u093f\u0928\u094d\u0926\u0940 \u0938\u0902\u0927\u093f");
    same("\u0958", "\u0915\u093c");
    folds("\u90e8\u957f\u8bf4\uff0cABC\u3002", "部 长 说 abc");
    folds("\u6771\u4eac\u30bf\u30ef\u30fc", "東 京 タ ワ ー");
    same("\uff76\uff9e\uff77\uff9e\uff70", "\u30ac\u30ae\u30fc");
    same("\u304b\u3099", "\u304c");
    folds("\u0e01\u0e33\u0e25\u0e31\u0e07\u0e17\u0e35\u0e48",
          "\u0e01\u0e4d \u0e32 \u0e25\u0e31 \u0e07 \u0e17\u0e35\u0e48");
    same("\u0e01\u0e33", "\u0e01\u0e4d\u0e32");
    folds("\u1780\u17d2\u1798\u17c2", "\u1780\u17d2 \u1798\u17c2");
    folds("\u1019\u103c\u1014\u103a\u1019\u102c",
          "\u1019\u103c \u1014\u103a \u1019\u102c");
    folds("\uc7a5\uad00\uc774 \ub5a0\ub0ac\ub2e4.", "장관이 떠났다");
    same("\u1103\u1162\u1112\u1161\u11ab", "\ub300\ud55c");
    same("\ub300\ud558\u11ab", "\ub300\ud55c");
}

static void test_text_composes(void **state)
{
    (void)state;
    same("cafe\u0301s CAFE\u0301", "caf\u00e9s caf\u00e9");
    same("a\u0302\u0323 a\u0323\u0302", "\u1ead \u1ead");
    same("\u0435\u0308\u043b\u043a\u0430", "\u0451\u043b\u043a\u0430");
    same("\u1fb3\u0301", "\u1fb4");
    same("\u03b1\u0345\u0301", "\u1fb4");
    same("\u0391\u0345", "\u1fbc");
    same("\ufb01nal \ufb03 \uff21\uff22", "final ffi ab");
    same(" \u0301abc \u00a8x", "abc x");
    same("=\u0338a", "\u2260a");
    same("e\u00ad\u0301", "\u00e9");
}

/* One token: where it is and what its flags say. */
static void is_at(const struct text *t, size_t i, uint32_t start, uint32_t end,
                  int flags)
{
    assert_true(i < t->n);
    assert_int_equal(t->start[i], start);
    assert_int_equal(t->end[i], end);
    assert_int_equal(t->flags[i], flags);
}

static void test_text_offsets_and_flags(void **state)
{
    static const char s[] = "  \u00c9tat, 5.5% U.S. Bar\u00ad\u201d";
    struct text t = fold(s, strlen(s));
    int first = TOKEN_BLOCK | TOKEN_SENTENCE;

    (void)state;
    assert_int_equal(t.n, 5);
    is_at(&t, 0, 2, 7, first | TOKEN_CAPITAL);
    is_at(&t, 1, 9, 12, TOKEN_DIGIT);
    is_at(&t, 2, 12, 13, 0);
    is_at(&t, 3, 14, 17, TOKEN_CAPITAL);
    is_at(&t, 4, 19, 22, TOKEN_CAPITAL);
    text_release(&t);
    t = fold("\u00bdA.Bcd", 7);
    assert_int_equal(t.n, 4);
    is_at(&t, 0, 0, 2, first | TOKEN_DIGIT);
    is_at(&t, 1, 0, 2, TOKEN_DIGIT);
    is_at(&t, 2, 2, 3, TOKEN_CAPITAL);
    is_at(&t, 3, 4, 7, TOKEN_CAPITAL);
    text_release(&t);
    t = fold("\u4e2d\u56fdA", 7);
    is_at(&t, 0, 0, 3, first | TOKEN_CHARACTER);
    is_at(&t, 1, 3, 6, TOKEN_CHARACTER);
    is_at(&t, 2, 6, 7, TOKEN_CAPITAL);
    text_release(&t);
}

/* The words that have the flag, one letter each, are those of want. */
static void flagged(const char *s, int flag, const char *want)
{
    struct text t = fold(s, strlen(s));
    char got[64] = "";
    size_t i, n = 0;

    for (i = 0; i < t.n; i++)
        if (t.flags[i] & flag && n < 63)
            got[n++] = s[t.start[i]];
    assert_string_equal(got, want);
    text_release(&t);
}

static void test_text_blocks_and_sentences(void **state)
{
    int both = TOKEN_BLOCK | TOKEN_SENTENCE;

    (void)state;
    flagged("ax b\nc d\r\ne\rf\u2028g\u2029h\vi\fj k", TOKEN_BLOCK, "acefghij");
    flagged("ax b\n\n  \u00ad\"c d", both, "ac");
    flagged("ab. cd! e? \u2026f g.h ii.\u201d j k", TOKEN_SENTENCE, "acefj");
    flagged("aa 3.5 b 12. c U.S. d J. e f... g", TOKEN_SENTENCE, "acg");
    flagged("aa.bb cc.) dd ee, ff: gg", TOKEN_SENTENCE, "ad");
    flagged("aa.\" bb.' cc.\u2019 dd!\u00bb ee", TOKEN_SENTENCE, "abcde");
    flagged("aa\u3002b c\uff01d\u0964e\u061f f", TOKEN_SENTENCE, "abdef");
    flagged("Aa bB \u00c9c \u01c5d 1E \u0130f", TOKEN_CAPITAL, "A\xc3\xc7\xc4");
    flagged("a1 b \u00bd d \u0663 5e 6.7", TOKEN_DIGIT,
            "a\xc2\xc2\xd9"
            "56");
}

static void test_text_long_tokens(void **state)
{
    static const char *const parts[] = {
        "a", "\u00e9", "e\u0301", "\u0939\u094d", "x\u00ad", "d'", "\u1161",
    };
    static const char *const folded[] = {
        "a", "\u00e9", "\u00e9", "\u0939\u094d", "x", "d", "\u1161",
    };
    size_t n = 70000, i, k;
    char *s = malloc(n + 8), *want = malloc(n + 8);

    (void)state;
    assert_true(s && want);
    for (i = 0; i < sizeof parts / sizeof *parts; i++) {
        size_t len = strlen(parts[i]), flen = strlen(folded[i]), count;

        for (count = 1; count * len < n; count += count < 600 ? 1 : 9999) {
            for (k = 0; k < count; k++) {
                memcpy(s + k * len, parts[i], len);
                memcpy(want + k * flen, folded[i], flen);
            }
            want[count * flen] = 0;
            folds_bytes(s, count * len, want);
        }
    }
    free(s);
    free(want);
}

/* Seconds for len bytes of the repeated part. */
static double took(char *s, size_t len, const char *part, size_t tokens)
{
    size_t n = strlen(part), i;
    struct text t;
    clock_t start;

    for (i = 0; i < len; i++)
        s[i] = part[i % n];
    text_init(&t);
    start = clock();
    assert_int_equal(text_fold(&t, s, len), TEXT_OK);
    if (tokens)
        assert_int_equal(t.n, tokens);
    text_release(&t);
    return (double)(clock() - start) / CLOCKS_PER_SEC;
}

/* What could be looked at again and again: one token without end, marks and
 * initials without end, points and apostrophes, invisible characters. Linear
 * time takes a fraction of a second, quadratic time hours. */
static void test_text_time_is_linear(void **state)
{
    size_t len = 5000000;
    char *s = malloc(len * 10);

    (void)state;
    assert_non_null(s);
    assert_true(took(s, len * 10, "a", 1) < 20);
    assert_true(took(s, len, "a.", 1) < 20);
    assert_true(took(s, len, "a'", 1) < 20);
    assert_true(took(s, len, "1,", 1) < 20);
    assert_true(took(s, len, "\u0301", 0) < 20);
    assert_true(took(s, len, "\u0301\u0316", 0) < 20);
    assert_true(took(s, len, "\u00ad", 0) < 20);
    assert_true(took(s, len, "a.\u00ad\u0301", 0) < 20);
    assert_true(took(s, len, "\u1100\u1161", 0) < 20);
    assert_true(took(s, len, "\u1161", 0) < 20);
    assert_true(took(s, len, "\ufdfa", 0) < 20);
    assert_true(took(s, len, "\x80", 0) < 20);
    memset(s, 'a', len * 10);
    {
        struct text t = fold(s, len * 10);

        assert_int_equal(t.hash[0], XXH3_64bits(s, len * 10));
        text_release(&t);
    }
    free(s);
}

static void test_text_marks_are_bounded(void **state)
{
    char s[256] = "z", want[128] = "z";
    size_t i;

    (void)state;
    for (i = 0; i < 40; i++)
        memcpy(s + 1 + 2 * i, "\u0316", 2);
    memcpy(want, s, 61);
    s[81] = 'y';
    want[61] = 'y';
    folds_bytes(s, 82, want);
}

static void test_text_errors(void **state)
{
    struct text t = fold("one two", 7);

    (void)state;
    assert_int_equal(text_fold(&t, "x", (size_t)UINT32_MAX), TEXT_TOO_LONG);
    assert_int_equal(t.n, 0);
    assert_int_equal(text_fold(&t, NULL, 0), TEXT_OK);
    assert_int_equal(t.n, 0);
    assert_int_equal(text_fold(&t, "x", 1), TEXT_OK);
    assert_int_equal(t.n, 1);
    text_release(&t);
    assert_null(t.hash);
    assert_int_equal(t.cap, 0);
    text_release(&t);
    text_release(NULL);
}

static void test_text_every_allocation_may_fail(void **state)
{
    char s[4000];
    size_t i, failures = 0;
    long n;

    (void)state;
    for (i = 0; i < sizeof s; i++)
        s[i] = "a "[i % 2];
    for (n = 0; n < 100; n++) {
        struct text t;
        int result;

        text_init(&t);
        allowed = n;
        result = text_fold(&t, s, sizeof s);
        allowed = -1;
        assert_true(result == TEXT_OK || result == TEXT_NO_MEMORY);
        assert_int_equal(t.n, result ? 0 : sizeof s / 2);
        failures += result != 0;
        assert_int_equal(text_fold(&t, s, sizeof s), TEXT_OK);
        assert_int_equal(t.n, sizeof s / 2);
        text_release(&t);
    }
    /* 256, 512, 1024 and 2048 tokens, four arrays each. */
    assert_int_equal(failures, 16);
}

static uint64_t seed;

static uint32_t draw(uint32_t n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % n;
}

static const char *pick(const char *const *forms)
{
    uint32_t n = 0;

    while (forms[n])
        n++;
    return forms[draw(n)];
}

/* A sentence, and what may stand for each of its parts. */
static void test_text_variants_agree(void **state)
{
    static const char *const part[][8] = {
        {"\u201cThe", "\"the", "\u00abTHE", "\uff34he", "\u2018T\u00adhe"},
        {" ", "\u00a0", "\u2003", "\n", " \u2014 ", "\u2026 ", ", "},
        {"U.S.", "US", "u.s.", "U\u200b.S.", "\uff35\uff33"},
        {" ", "-", "\u2011", "\u2013", "\t"},
        {"minister's", "ministers\u2019", "Minister\u02bcs", "MINISTERS"},
        {" ", "\r\n", "\u202f", "/"},
        {"of\ufb01ce", "office", "OFFICE", "of\u00adfi\u200cce", "o\ufb03ce"},
        {" ", "\u00a0", "\u3000", "; "},
        {"caf\u00e9", "cafe\u0301", "CAFE\u00ad\u0301", "CAF\u00c9"},
        {" ", "\u2009", " \u2026 "},
        {"1,200.5", "1.200,5", "1\u066c200\u066b5", "\uff11,200.5"},
        {"%", " %", "\uff05", " percent", "\u066a"},
        {" ", ". ", "\u3002", ".\u201d "},
        {"\u0451\u043b\u043a\u0430", "\u0415\u041b\u041a\u0410",
         "\u0435\u0308\u043b\u043a\u0430"},
        {" ", "\u2015", "\u00b7"},
        {"\u30ac", "\uff76\uff9e", "\u30ab\u3099"},
        {"", " ", "\u200b", "\u30fb"},
        {"\ud55c", "\u1112\u1161\u11ab", "\ud558\u11ab"},
    };
    int round;

    (void)state;
    seed = 1;
    for (round = 0; round < 20000; round++) {
        char s[512] = "";
        size_t i;

        for (i = 0; i < sizeof part / sizeof *part; i++)
            strcat(s, pick(part[i]));
        folds(s, "the us ministers office café 1.200.5 percent елка ガ 한");
    }
}

/* Fills s with what makes tokens in every way; returns its length. */
static size_t mix(char *s, size_t room)
{
    static const char *const pieces[] = {
        "a",      "B",      "word",   "'",      ".",      ",",       " ",
        "\n",     "7",      "%",      "-",      "\u00e9", "e\u0301", "\u00ad",
        "\u200b", "\u2019", "\u0301", "\u0316", "\u0939", "\u094d",  "\u4e2d",
        "\u30ab", "\uff9e", "\u0e01", "\u0e33", "\u1112", "\u1161",  "\u11ab",
        "\ud558", "\u00bd", "\ufb01", "\u33c2", "\ufdfa", "\u0130",  "\u00df",
        "\u0661", "\u066b", "\u0640", "\u2026", "\u3002", "\x80",    "\xe2\x80",
        "\xff",   "\u1fb3", "\u0345", "\u0451", "\u2122", "\"",      NULL,
    };
    size_t n = 0, len = draw(60);

    while (len--) {
        const char *piece = pick(pieces);

        if (n + strlen(piece) > room)
            break;
        memcpy(s + n, piece, strlen(piece));
        n += strlen(piece);
    }
    return n;
}

static void test_text_joined_texts_join_tokens(void **state)
{
    int round;

    (void)state;
    seed = 2;
    for (round = 0; round < 30000; round++) {
        char s[512];
        size_t a = mix(s, 200), b, i;
        struct text t, u, both;

        s[a] = '\n';
        b = mix(s + a + 1, 200);
        t = fold(s, a);
        u = fold(s + a + 1, b);
        both = fold(s, a + 1 + b);
        assert_int_equal(both.n, t.n + u.n);
        for (i = 0; i < t.n; i++) {
            assert_int_equal(both.hash[i], t.hash[i]);
            is_at(&both, i, t.start[i], t.end[i], t.flags[i]);
        }
        for (i = 0; i < u.n; i++) {
            assert_int_equal(both.hash[t.n + i], u.hash[i]);
            is_at(&both, t.n + i, u.start[i] + (uint32_t)a + 1,
                  u.end[i] + (uint32_t)a + 1, u.flags[i]);
        }
        text_release(&t);
        text_release(&u);
        text_release(&both);
    }
}

/* Offsets are in order and inside; a token that shares its bytes with none
 * gives itself again when its bytes are folded alone. */
static void holds(const char *s, size_t len)
{
    struct text t = fold(s, len);
    size_t i;

    for (i = 0; i < t.n; i++) {
        struct text u;

        assert_true(t.start[i] < t.end[i] && t.end[i] <= len);
        if (i)
            assert_true(t.start[i] >= t.start[i - 1] &&
                        t.end[i] >= t.end[i - 1]);
        if ((i && t.start[i] < t.end[i - 1]) ||
            (i + 1 < t.n && t.start[i + 1] < t.end[i]))
            continue;
        u = fold(s + t.start[i], t.end[i] - t.start[i]);
        assert_int_equal(u.n, 1);
        assert_int_equal(u.hash[0], t.hash[i]);
        text_release(&u);
    }
    text_release(&t);
}

static void test_text_any_bytes_survive(void **state)
{
    int round;

    (void)state;
    seed = 3;
    for (round = 0; round < 30000; round++) {
        char s[512];
        size_t n = mix(s, 400), i;

        holds(s, n);
        n = draw(400);
        for (i = 0; i < n; i++)
            s[i] = (char)draw(256);
        holds(s, n);
    }
}

/* The hashes do not change when the text is normalised first, in whatever form;
 * fold's own rules aside, which are about characters left out here. */
static void test_text_normal_forms_agree(void **state)
{
    static const utf8proc_option_t forms[] = {
        UTF8PROC_COMPOSE, UTF8PROC_DECOMPOSE,
        UTF8PROC_COMPOSE | UTF8PROC_COMPAT,
        UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT};
    static const uint32_t block[][2] = {
        {0x20, 0x24f},    {0x300, 0x36f},   {0x370, 0x3ff},   {0x400, 0x4ff},
        {0x5d0, 0x6ff},   {0x900, 0x9ff},   {0xb80, 0xdff},   {0xe00, 0xeff},
        {0x1000, 0x11ff}, {0x1780, 0x17ff}, {0x1e00, 0x1fff}, {0x3040, 0x30ff},
        {0x4e00, 0x4eff}, {0xac00, 0xadff}, {0xfb00, 0xfb4f}, {0xfe70, 0xfefc},
        {0xff00, 0xffef}, {0x1b00, 0x1bff},
    };
    int round;

    (void)state;
    seed = 4;
    for (round = 0; round < 200000; round++) {
        const uint32_t *range = block[draw(sizeof block / sizeof *block)];
        char s[64];
        size_t n = 0, i, count = 1 + draw(10);

        for (i = 0; i < count; i++) {
            uint32_t c = range[0] + draw(range[1] - range[0] + 1);

            if (draw(6) == 0)
                c = 0x300 + draw(0x46);
            /* Spacing accents and the like: NFKC makes a space and a mark of
             * them, we an apostrophe; fractions stand apart; and a letter n
             * with an apostrophe. */
            if (c == 0xb4 || (c >= 0xbc && c <= 0xbe) || c == 0x149 ||
                c == 0x37a || c == 0x1fef || c == 0x1ffd)
                c = 'x';
            n += (size_t)utf8proc_encode_char((utf8proc_int32_t)c,
                                              (utf8proc_uint8_t *)s + n);
        }
        for (i = 0; i < sizeof forms / sizeof *forms; i++) {
            utf8proc_uint8_t *other = NULL;
            struct text t, u;
            utf8proc_ssize_t len =
                utf8proc_map((utf8proc_uint8_t *)s, (utf8proc_ssize_t)n, &other,
                             UTF8PROC_STABLE | forms[i]);

            assert_true(len >= 0);
            t = fold(s, n);
            u = fold(other, (size_t)len);
            if (!equal(&t, &u))
                fail_msg("form %zu of '%.*s' differs", i, (int)n, s);
            text_release(&t);
            text_release(&u);
            free(other);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_words),
        cmocka_unit_test(test_text_known_hashes),
        cmocka_unit_test(test_text_apostrophes),
        cmocka_unit_test(test_text_initials),
        cmocka_unit_test(test_text_numbers),
        cmocka_unit_test(test_text_languages),
        cmocka_unit_test(test_text_composes),
        cmocka_unit_test(test_text_offsets_and_flags),
        cmocka_unit_test(test_text_blocks_and_sentences),
        cmocka_unit_test(test_text_long_tokens),
        cmocka_unit_test(test_text_time_is_linear),
        cmocka_unit_test(test_text_marks_are_bounded),
        cmocka_unit_test(test_text_errors),
        cmocka_unit_test(test_text_every_allocation_may_fail),
        cmocka_unit_test(test_text_variants_agree),
        cmocka_unit_test(test_text_joined_texts_join_tokens),
        cmocka_unit_test(test_text_any_bytes_survive),
        cmocka_unit_test(test_text_normal_forms_agree),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
