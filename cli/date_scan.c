/*
 * One pass over the bytes. What a date in one of the known languages is made
 * of is a short list; any other byte ends the attempt at once, which is how
 * most lines that are no date are told.
 */
#include "cli/date_scan.h"

#include <string.h>

struct glyph {
    const char *bytes;
    enum scan_type type;
    int sign; /* SCAN_WORD: enum date_word_kind */
    int value;
};

static const struct glyph glyphs[] = {
    {"\xC2\xA0", SCAN_END, 0, 0}, /* SCAN_END here: white space */
    {"\xE2\x80\xAF", SCAN_END, 0, 0},
    {"\xE2\x80\x89", SCAN_END, 0, 0},
    {"\xE3\x80\x80", SCAN_END, 0, 0},
    {"\xC2\xBA", SCAN_WORD, DATE_WORD_ORDINAL,
     0}, /* ordinal and degree signs */
    {"\xC2\xAA", SCAN_WORD, DATE_WORD_ORDINAL, 0},
    {"\xC2\xB0", SCAN_WORD, DATE_WORD_ORDINAL, 0},
    {"\xE2\x88\x92", SCAN_SIGN, '-', 0}, /* minus */
    {"\xE2\x80\x93", SCAN_SIGN, '|', 0}, /* dashes and dots between the parts */
    {"\xE2\x80\x94", SCAN_SIGN, '|', 0},
    {"\xE2\x80\xA2", SCAN_SIGN, '|', 0},
    {"\xC2\xB7", SCAN_SIGN, '|', 0},
    {"\xEF\xBC\x9A", SCAN_SIGN, ':', 0},
    {"\xEF\xBC\x88", SCAN_SIGN, '(', 0},
    {"\xEF\xBC\x89", SCAN_SIGN, ')', 0},
    {"\xEF\xBC\x8C", SCAN_SIGN, ',', 0},
    {"年", SCAN_MARK, 'Y', 0},
    {"년", SCAN_MARK, 'Y', 0},
    {"月", SCAN_MARK, 'M', 0},
    {"월", SCAN_MARK, 'M', 0},
    {"日", SCAN_MARK, 'D', 0},
    {"일", SCAN_MARK, 'D', 0},
    {"时", SCAN_MARK, 'h', 0},
    {"時", SCAN_MARK, 'h', 0},
    {"点", SCAN_MARK, 'h', 0},
    {"點", SCAN_MARK, 'h', 0},
    {"시", SCAN_MARK, 'h', 0},
    {"分", SCAN_MARK, 'm', 0},
    {"분", SCAN_MARK, 'm', 0},
    {"秒", SCAN_MARK, 's', 0},
    {"초", SCAN_MARK, 's', 0},
    {"午前", SCAN_WORD, DATE_WORD_HALF, 0},
    {"上午", SCAN_WORD, DATE_WORD_HALF, 0},
    {"오전", SCAN_WORD, DATE_WORD_HALF, 0},
    {"午後", SCAN_WORD, DATE_WORD_HALF, 12},
    {"下午", SCAN_WORD, DATE_WORD_HALF, 12},
    {"오후", SCAN_WORD, DATE_WORD_HALF, 12},
};

static const struct glyph *glyph_at(const char *s, size_t len)
{
    if ((unsigned char)*s < 0x80)
        return NULL;
    for (size_t i = 0; i < sizeof glyphs / sizeof *glyphs; i++) {
        size_t n = strlen(glyphs[i].bytes);
        if (n <= len && !memcmp(s, glyphs[i].bytes, n))
            return &glyphs[i];
    }
    return NULL;
}

static int digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Bytes of the letter at s: ASCII, Latin with accents, Cyrillic. */
static size_t letter(const char *s, size_t len)
{
    unsigned char c = len ? (unsigned char)*s : 0;
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
        return 1;
    if (len > 1 && (c == 0xC3 || c == 0xD0 || c == 0xD1) &&
        ((unsigned char)s[1] & 0xC0) == 0x80)
        return 2;
    return 0;
}

static size_t number(struct date_token *t, const char *s, size_t len)
{
    size_t n = 0;
    t->type = SCAN_NUMBER;
    for (; n < len && digit(s[n]); n++)
        if (n < 18)
            t->value = t->value * 10 + (uint64_t)(s[n] - '0');
    t->digits = (unsigned)n;
    return n;
}

/* A word takes a hyphen between two letters, and the points of a.m. */
static size_t word(struct date_token *t, const char *s, size_t len)
{
    size_t n = 0, k;
    t->type = SCAN_WORD;
    for (;;) {
        if ((k = letter(s + n, len - n)))
            n += k;
        else if (n < len && (s[n] == '-' || (s[n] == '.' && n == 1)) &&
                 letter(s + n + 1, len - n - 1))
            n++;
        else
            break;
    }
    t->word = date_word(s, n);
    return n;
}

int scan_tokens(struct date_scan *sc, const char *s, size_t len)
{
    int space = 0;
    for (size_t i = 0; i < len;) {
        struct date_token *t = &sc->t[sc->n];
        const struct glyph *g = glyph_at(s + i, len - i);
        if (s[i] == ' ' || (s[i] >= '\t' && s[i] <= '\r') ||
            (g && g->type == SCAN_END)) {
            i += g ? strlen(g->bytes) : 1;
            space = 1;
            continue;
        }
        if (sc->n == SCAN_TOKENS)
            return 0;
        if (g) {
            t->type = g->type;
            t->sign = g->sign;
            t->word.kind =
                (enum date_word_kind)(g->type == SCAN_WORD ? g->sign : 0);
            t->word.value = g->value;
            i += strlen(g->bytes);
        } else if (digit(s[i])) {
            i += number(t, s + i, len - i);
        } else if (letter(s + i, len - i)) {
            i += word(t, s + i, len - i);
        } else if ((unsigned char)s[i] < 0x80 && s[i]) {
            t->type = SCAN_SIGN;
            t->sign = s[i++];
        } else {
            return 0;
        }
        t->space = space;
        space = 0;
        sc->n++;
    }
    return sc->n > 0;
}

unsigned scan_is_number(const struct date_scan *sc, unsigned i, unsigned min,
                        unsigned max)
{
    const struct date_token *t = &sc->t[i];
    return t->type == SCAN_NUMBER && t->digits >= min && t->digits <= max;
}

unsigned scan_is_sign(const struct date_scan *sc, unsigned i, int sign)
{
    return sc->t[i].type == SCAN_SIGN && sc->t[i].sign == sign;
}

unsigned scan_is_mark(const struct date_scan *sc, unsigned i, int mark)
{
    return sc->t[i].type == SCAN_MARK && sc->t[i].sign == mark;
}

unsigned scan_is_word(const struct date_scan *sc, unsigned i,
                      enum date_word_kind kind)
{
    return sc->t[i].type == SCAN_WORD && sc->t[i].word.kind == kind;
}

int scan_value(const struct date_scan *sc, unsigned i)
{
    uint64_t v = sc->t[i].value;
    return v < 1000000 ? (int)v : 1000000;
}
