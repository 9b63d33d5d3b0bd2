/*
 * utf8proc answers for one character in some 80 ns; an article of Russian or
 * Chinese would spend ten times as long on that as on all else. So its answers
 * are kept, eight bytes a character, in pages of 256 that are made when first
 * needed: 20 us each, and a news text needs two to a hundred of them. A page
 * that two threads make at once is published by the first; the other's is
 * thrown away. All pages together would take 9 MiB, and no text needs them.
 *
 *     fold_pages[c >> 8] -> page: fold[c & 0xff] {kind, flags, ccc, len, bytes}
 *                                 pool: characters of the lists
 *
 * Our own rules, where NFKC and case folding leave a difference that two papers
 * may have between them in one sentence:
 *   - what is drawn like an apostrophe is one; so is what Windows-1252 has for
 *     it when a page was taken for Latin-1 (U+0092)
 *   - default-ignorable characters vanish. So does the zero-width space: in
 *     Latin text it is litter of a typesetting system, and scripts where it
 *     divides words have a token for each character anyway
 *   - Arabic vowel signs and tatweel, Hebrew points, enclosing marks vanish:
 *     one paper sets them, the next does not
 *   - Cyrillic io is ie; digits of every script are ASCII digits
 *   - (TM) separates: NFKC would glue "tm" to the name before it
 *   - a fraction stands apart: NFKC would make 51/2 of 5 1/2
 */
#include "shingle/fold.h"

#include "shingle/utf8.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* The longest expansion of NFKC has 18 characters (U+FDFA). */
#define EXPANSION_MAX 32
/* The fullest page, U+3300 (squared words), has lists of 722 characters. */
#define POOL_MAX 2048
/* A cluster of text.c has at most 32 characters of at most 4 decomposed. */
#define CLUSTER_MAX 128

#define IOTA_SUBSCRIPT 0x345u

_Atomic(struct fold_page *) fold_pages[0x1100];

#define L FOLD_LETTER
#define D FOLD_DIGIT
#define A FOLD_APOSTROPHE
#define P FOLD_POINT
#define C FOLD_COMMA
#define S FOLD_SPACE
#define E FOLD_STOP
#define B FOLD_BREAK
#define Z FOLD_PERCENT
#define o FOLD_OTHER
#define X FOLD_LIST
#define X16 X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X
/* clang-format off */
const uint8_t fold_ascii[256] = {
    o, o, o, o, o, o, o, o, o, S, B, B, B, B, o, o,
    o, o, o, o, o, o, o, o, o, o, o, o, o, o, o, o,
    S, E, S, o, o, Z, o, A, S, S, o, o, C, o, P, o,
    D, D, D, D, D, D, D, D, D, D, o, o, o, o, o, E,
    o, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    L, L, L, L, L, L, L, L, L, L, L, S, o, S, o, o,
    A, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    L, L, L, L, L, L, L, L, L, L, L, S, o, S, o, o,
    X16, X16, X16, X16, X16, X16, X16, X16,
};
/* clang-format on */
#undef L
#undef D
#undef A
#undef P
#undef C
#undef S
#undef E
#undef B
#undef Z
#undef o
#undef X
#undef X16

struct range {
    uint32_t first, last;
    uint8_t kind;
};

/* Characters whose part their category does not tell, ascending. */
static const struct range exceptions[] = {
    {0x85, 0x85, FOLD_STOP}, /* Windows-1252 taken for Latin-1, to U+0094 */
    {0x91, 0x92, FOLD_APOSTROPHE},
    {0x93, 0x94, FOLD_SPACE},
    {0xb4, 0xb4, FOLD_APOSTROPHE},
    {0x2b9, 0x2b9, FOLD_APOSTROPHE},
    {0x2bb, 0x2bf, FOLD_APOSTROPHE}, /* okina, hamza and ain of romanisations */
    {0x2c8, 0x2c8, FOLD_APOSTROPHE},
    {0x55a, 0x55a, FOLD_APOSTROPHE},
    {0x55c, 0x55c, FOLD_STOP},
    {0x55e, 0x55e, FOLD_STOP},
    {0x589, 0x589, FOLD_STOP},
    {0x591, 0x5bd, FOLD_VANISH}, /* Hebrew points, to U+05C7 */
    {0x5bf, 0x5bf, FOLD_VANISH},
    {0x5c1, 0x5c2, FOLD_VANISH},
    {0x5c4, 0x5c5, FOLD_VANISH},
    {0x5c7, 0x5c7, FOLD_VANISH},
    {0x5f3, 0x5f3, FOLD_APOSTROPHE},
    {0x610, 0x61a, FOLD_VANISH}, /* Arabic signs; not U+0653 to U+0655, which
                                    are part of letters */
    {0x61f, 0x61f, FOLD_STOP},
    {0x640, 0x640, FOLD_VANISH},
    {0x64b, 0x652, FOLD_VANISH},
    {0x656, 0x65f, FOLD_VANISH},
    {0x66a, 0x66a, FOLD_PERCENT},
    {0x66b, 0x66c, FOLD_COMMA},
    {0x670, 0x670, FOLD_VANISH},
    {0x6d4, 0x6d4, FOLD_STOP},
    {0x6d6, 0x6dc, FOLD_VANISH},
    {0x6df, 0x6e4, FOLD_VANISH},
    {0x6e7, 0x6e8, FOLD_VANISH},
    {0x6ea, 0x6ed, FOLD_VANISH},
    {0x8d3, 0x8e1, FOLD_VANISH},
    {0x8e3, 0x8ff, FOLD_VANISH},
    {0x964, 0x965, FOLD_END}, /* danda */
    {0xf0d, 0xf0e, FOLD_END},
    {0x104a, 0x104b, FOLD_END},
    {0x1362, 0x1362, FOLD_STOP},
    {0x1367, 0x1368, FOLD_STOP},
    {0x17d4, 0x17d5, FOLD_END},
    {0x2018, 0x2019, FOLD_APOSTROPHE},
    {0x201b, 0x201b, FOLD_APOSTROPHE},
    {0x2025, 0x2026, FOLD_STOP},
    {0x2032, 0x2032, FOLD_APOSTROPHE},
    {0x2035, 0x2035, FOLD_APOSTROPHE},
    {0x203c, 0x203c, FOLD_STOP},
    {0x2047, 0x2049, FOLD_STOP},
    {0x2120, 0x2120, FOLD_OTHER}, /* SM */
    {0x2122, 0x2122, FOLD_OTHER}, /* TM */
    {0x3002, 0x3002, FOLD_END},
    {0xfb1e, 0xfb1e, FOLD_VANISH},
    {0xff01, 0xff01, FOLD_END},
    {0xff1f, 0xff1f, FOLD_END},
    {0xff61, 0xff61, FOLD_END},
};

/* Letters and numbers of scripts written without spaces. */
static const struct range unspaced[] = {
    {0xe00, 0xeff, 0},     /* Thai, Lao */
    {0x1000, 0x109f, 0},   /* Burmese */
    {0x1780, 0x17ff, 0},   /* Khmer */
    {0x2e80, 0x2fdf, 0},   /* Han radicals */
    {0x3005, 0x3007, 0},   /* Han iteration mark, closing mark, zero */
    {0x3021, 0x303b, 0},   /* Han numerals, Kana repeat marks */
    {0x3041, 0x30ff, 0},   /* Hiragana, Katakana */
    {0x31f0, 0x31ff, 0},   /* Katakana extensions */
    {0x3400, 0x9fff, 0},   /* Han */
    {0xa9e0, 0xa9ff, 0},   /* Burmese extensions */
    {0xaa60, 0xaa7f, 0},   /* the same */
    {0xf900, 0xfaff, 0},   /* Han compatibility forms */
    {0x1aff0, 0x1b16f, 0}, /* Kana extensions */
    {0x20000, 0x3fffd, 0}, /* Han extensions */
};

/*
 * Marks that are no second part of a composed character, in scripts that are
 * full of marks: Hindi has one on every other letter, and composing each would
 * take most of the time. A mark that is missing here only costs time.
 */
static const struct range plain_marks[] = {
    {0x900, 0x93b, 0},   {0x93e, 0x957, 0},   {0x962, 0x963, 0},
    {0x981, 0x983, 0},   {0x9bf, 0x9d6, 0},   {0xa01, 0xa3b, 0},
    {0xa3e, 0xa75, 0},   {0xa81, 0xabb, 0},   {0xabe, 0xacd, 0},
    {0xb01, 0xb03, 0},   {0xb3f, 0xb55, 0},   {0xb82, 0xb82, 0},
    {0xbbf, 0xbcd, 0},   {0xc00, 0xc4d, 0},   {0xc81, 0xcbb, 0},
    {0xcbe, 0xcc1, 0},   {0xcc3, 0xcd4, 0},   {0xd00, 0xd3c, 0},
    {0xd3f, 0xd4d, 0},   {0xd82, 0xd83, 0},   {0xdd0, 0xdde, 0},
    {0xe31, 0xecd, 0},   {0x102b, 0x102d, 0}, {0x102f, 0x109d, 0},
    {0x17b4, 0x17d3, 0},
};

/* The one of n ascending ranges that c is in, or NULL. */
static const struct range *range_of(const struct range *r, size_t n, uint32_t c)
{
    size_t low = 0;

    while (low < n) {
        size_t middle = low + (n - low) / 2;

        if (c < r[middle].first)
            n = middle;
        else if (c > r[middle].last)
            low = middle + 1;
        else
            return &r[middle];
    }
    return NULL;
}

#define IN(ranges, c) range_of(ranges, sizeof(ranges) / sizeof *(ranges), c)

/* The part that an already folded character plays. */
static uint8_t kind_of(uint32_t c)
{
    const utf8proc_property_t *property =
        utf8proc_get_property((utf8proc_int32_t)c);
    const struct range *exception = IN(exceptions, c);

    if (c < 0x80)
        return fold_ascii[c];
    if (exception)
        return exception->kind;
    if (property->ignorable)
        return FOLD_VANISH;
    switch (property->category) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
        if ((c >= 0x1160 && c <= 0x11ff) || (c >= 0xd7b0 && c <= 0xd7fb))
            return FOLD_JAMO;
        return IN(unspaced, c) ? FOLD_CHARACTER : FOLD_LETTER;
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return IN(unspaced, c) ? FOLD_CHARACTER : FOLD_DIGIT;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
        return FOLD_MARK;
    case UTF8PROC_CATEGORY_ME:
        return FOLD_VANISH;
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return FOLD_BREAK;
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_PS:
    case UTF8PROC_CATEGORY_PE:
    case UTF8PROC_CATEGORY_PI:
    case UTF8PROC_CATEGORY_PF:
        return FOLD_SPACE;
    default:
        return FOLD_OTHER;
    }
}

static int is_digit(uint32_t c)
{
    return utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_ND;
}

/* Decimal digits of a script stand in a row from nought to nine; some scripts
 * have several such rows without a gap. */
static uint32_t ascii_digit(uint32_t c)
{
    uint32_t before = 0;

    while (is_digit(c - before - 1))
        before++;
    return '0' + before % 10;
}

static uint32_t respell(uint32_t c)
{
    if (c == 0x451 || c == 0x401)
        return 0x435;
    return c >= 0x80 && is_digit(c) ? ascii_digit(c) : c;
}

static size_t decompose(int32_t *out, uint32_t c, unsigned options)
{
    int last = 0;
    utf8proc_ssize_t n =
        utf8proc_decompose_char((utf8proc_int32_t)c, out, EXPANSION_MAX,
                                (utf8proc_option_t)options, &last);

    assert(n >= 0 && n <= EXPANSION_MAX);
    return n < 0 || n > EXPANSION_MAX ? 0 : (size_t)n;
}

static size_t compose(int32_t *c, size_t n)
{
    utf8proc_ssize_t m = utf8proc_normalize_utf32(
        c, (utf8proc_ssize_t)n, UTF8PROC_COMPOSE | UTF8PROC_STABLE);

    return m < 0 ? n : (size_t)m;
}

/*
 * What c becomes. The iota subscript is a mark that case folding makes a
 * letter, which may only be done when the marks beside it are in order; so
 * letters that hold it stay apart from it until fold_compose().
 */
static size_t expand(int32_t *out, uint32_t c)
{
    int32_t part[EXPANSION_MAX];
    size_t n = decompose(part, c, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE);
    size_t i, m = 0;
    int iota = n && part[n - 1] == (int32_t)IOTA_SUBSCRIPT;

    if (!iota) {
        m = decompose(out, c,
                      UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                          UTF8PROC_CASEFOLD);
        m = compose(out, m);
    } else {
        out[m++] = utf8proc_tolower(part[0]);
        for (i = 1; i < n; i++)
            out[m++] = part[i];
    }
    for (i = n = 0; i < m; i++)
        if (kind_of((uint32_t)out[i]) != FOLD_VANISH)
            out[n++] = (int32_t)respell((uint32_t)out[i]);
    return n;
}

/* Makes f the fold of c; adds to the pool if it is a list. */
static void fold_char(struct fold *f, uint32_t c, uint32_t *pool, size_t *used)
{
    const utf8proc_property_t *property =
        utf8proc_get_property((utf8proc_int32_t)c);
    int32_t out[EXPANSION_MAX] = {0};
    size_t i, n;

    memset(f, 0, sizeof *f);
    if (property->category == UTF8PROC_CATEGORY_LU ||
        property->category == UTF8PROC_CATEGORY_LT)
        f->flags |= FOLD_CAPITAL;
    f->kind = kind_of(c);
    if (IN(exceptions, c) || f->kind == FOLD_VANISH)
        return;
    n = expand(out, c);
    if (n == 1) {
        f->kind = kind_of((uint32_t)out[0]);
        f->len = (uint8_t)utf8_put(f->to.bytes, (uint32_t)out[0]);
        f->ccc = (uint8_t)utf8proc_get_property(out[0])->combining_class;
        if (IN(plain_marks, (uint32_t)out[0]))
            f->flags |= FOLD_PLAIN;
    } else if (n == 0 || *used + n > POOL_MAX) {
        assert(n == 0);
        f->kind = FOLD_VANISH;
    } else {
        f->kind = FOLD_LIST;
        f->len = (uint8_t)n;
        f->to.at = (uint32_t)*used;
        for (i = 0; i < n; i++) {
            pool[(*used)++] = (uint32_t)out[i];
            if (out[i] == 0x2044 && is_digit((uint32_t)out[0]))
                f->flags |= FOLD_APART;
        }
    }
}

const struct fold *fold_new_page(uint32_t c)
{
    struct fold_page *page, *other = NULL;
    struct fold fold[256];
    uint32_t pool[POOL_MAX], i;
    size_t used = 0;

    for (i = 0; i < 256; i++)
        fold_char(&fold[i], (c & ~0xffu) | i, pool, &used);
    page = malloc(sizeof *page + used * sizeof *pool);
    if (!page)
        return NULL;
    memcpy(page->fold, fold, sizeof fold);
    memcpy(page->pool, pool, used * sizeof *pool);
    if (!atomic_compare_exchange_strong_explicit(&fold_pages[c >> 8], &other,
                                                 page, memory_order_acq_rel,
                                                 memory_order_acquire)) {
        free(page);
        page = other;
    }
    return &page->fold[c & 0xff];
}

const uint32_t *fold_list(uint32_t c, const struct fold *f)
{
    struct fold_page *page =
        atomic_load_explicit(&fold_pages[c >> 8], memory_order_acquire);

    return page->pool + f->to.at;
}

size_t fold_compose(unsigned char *s, size_t n, size_t room)
{
    int32_t c[CLUSTER_MAX];
    unsigned char out[CLUSTER_MAX * 4];
    utf8proc_ssize_t got;
    size_t i, m, len = 0;

    got = utf8proc_decompose(s, (utf8proc_ssize_t)n, c, CLUSTER_MAX,
                             UTF8PROC_DECOMPOSE | UTF8PROC_STABLE);
    assert(got >= 0 && got <= CLUSTER_MAX);
    if (got < 0 || got > CLUSTER_MAX)
        return n;
    for (i = m = 0; i < (size_t)got; i++)
        if (c[i] == (int32_t)IOTA_SUBSCRIPT)
            c[m++] = 0x3b9;
        else if (c[i] != 0x308 || c[0] != 0x435) /* io is ie */
            c[m++] = c[i];
    m = compose(c, m);
    for (i = 0; i < m; i++)
        len += utf8_put(out + len, (uint32_t)c[i]);
    if (len > room)
        return n;
    memcpy(s, out, len);
    return len;
}
