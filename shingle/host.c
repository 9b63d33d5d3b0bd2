#include "shingle/host.h"

#include "shingle/utf8.h"

#include <idn2.h>
#include <libpsl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define LABEL_MOST 63

/* ---- letters ------------------------------------------------------------- */

/* Sets of scripts, or-ed together. The letters of South Asia have a block of
 * 128 for each script from U+0900 on, and are told apart by its number. */
enum {
    LATIN = 1,
    CYRILLIC = 2,
    GREEK = 4,
    ARMENIAN = 8,
    HEBREW = 16,
    ARABIC = 32,
    ETHIOPIC = 64,
    GEORGIAN = 128,
    KANA = 256,
    BOPOMOFO = 512,
    HAN = 1024,
    HANGUL = 2048,
    MYANMAR = 4096,
    KHMER = 8192,
    MONGOLIAN = 16384,
    BLOCKS = 32768 /* and the bits above, for U+0900 to U+0FFF */
};

/* Latin ones are those with accents that are seen: dotless i, and what is for
 * phonetics, is not among them. */
static const struct {
    uint32_t from, to;
    uint32_t script;
} ranges[] = {
    {'a', 'z', LATIN},          {0xdf, 0xf6, LATIN},
    {0xf8, 0x130, LATIN},       {0x132, 0x137, LATIN},
    {0x139, 0x13e, LATIN},      {0x141, 0x148, LATIN},
    {0x14a, 0x17e, LATIN},      {0x1a1, 0x1a1, LATIN},
    {0x1b0, 0x1b0, LATIN},      {0x218, 0x21b, LATIN},
    {0x259, 0x259, LATIN},      {0x1ea0, 0x1ef9, LATIN},
    {0x390, 0x3ce, GREEK},      {0x430, 0x4ff, CYRILLIC},
    {0x561, 0x587, ARMENIAN},   {0x5d0, 0x5ea, HEBREW},
    {0x620, 0x64a, ARABIC},     {0x660, 0x669, ARABIC},
    {0x66e, 0x6d3, ARABIC},     {0x6d5, 0x6d5, ARABIC},
    {0x6f0, 0x6ff, ARABIC},     {0x1000, 0x109f, MYANMAR},
    {0x10d0, 0x10ff, GEORGIAN}, {0x1200, 0x137f, ETHIOPIC},
    {0x1780, 0x17e9, KHMER},    {0x1810, 0x18aa, MONGOLIAN},
    {0x3005, 0x3007, HAN},      {0x3041, 0x3096, KANA},
    {0x30a1, 0x30fa, KANA},     {0x30fc, 0x30fe, KANA},
    {0x3105, 0x312f, BOPOMOFO}, {0x3400, 0x9fff, HAN},
    {0xac00, 0xd7a3, HANGUL},   {0xf900, 0xfaff, HAN},
    {0x20000, 0x3ffff, HAN},
};

/* 0: one of none that is shown. */
static uint32_t script_of(uint32_t c)
{
    size_t i;

    if (c >= 0x900 && c < 0x1000)
        return (uint32_t)BLOCKS << (c - 0x900) / 0x80;
    for (i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (c >= ranges[i].from && c <= ranges[i].to)
            return ranges[i].script;
    return 0;
}

/* Letters that are drawn as Latin ones are: Cyrillic, Greek, Armenian. */
static int looks_latin(uint32_t c)
{
    static const uint16_t letters[] = {
        0x430, 0x435, 0x43e, 0x440, 0x441, 0x443, 0x445, 0x44a, 0x44c, 0x433,
        0x43f, 0x455, 0x456, 0x457, 0x458, 0x461, 0x475, 0x4bb, 0x4bd, 0x4c0,
        0x4cf, 0x501, 0x51b, 0x51d, 0x3b1, 0x3b3, 0x3b7, 0x3b9, 0x3ba, 0x3bd,
        0x3bf, 0x3c1, 0x3c4, 0x3c5, 0x3c9, 0x3cc, 0x3af, 0x3cd, 0x3ce, 0x563,
        0x570, 0x578, 0x57d, 0x581, 0x584, 0x585, 0x56c,
    };
    size_t i;

    for (i = 0; i < sizeof letters / sizeof *letters; i++)
        if (letters[i] == c)
            return 1;
    return 0;
}

/* Whether nobody will take the label of n bytes at s for another one. */
static int is_plain(const char *s, size_t n, int ascii_suffix)
{
    static const uint32_t together[] = {HAN | KANA, HAN | HANGUL,
                                        HAN | BOPOMOFO};
    const unsigned char *p = (const unsigned char *)s, *end = p + n;
    uint32_t scripts = 0;
    int alike = ascii_suffix;
    size_t i;

    while (p < end) {
        uint32_t c = utf8_next(&p, end), script = script_of(c);

        if (c == '-' || (c >= '0' && c <= '9'))
            continue;
        if (!script)
            return 0;
        scripts |= script;
        alike &= looks_latin(c);
    }
    if (alike && scripts)
        return 0;
    if (!(scripts & (scripts - 1)))
        return 1;
    for (i = 0; i < sizeof together / sizeof *together; i++)
        if (!(scripts & ~together[i]))
            return 1;
    return 0;
}

/* ---- labels -------------------------------------------------------------- */

/* Whether p begins a label's end: a point, or one of those of East Asia. */
static size_t point_at(const char *p)
{
    if (*p == '.')
        return 1;
    return !strncmp(p, "\xe3\x80\x82", 3) || !strncmp(p, "\xef\xbc\x8e", 3) ||
                   !strncmp(p, "\xef\xbd\xa1", 3)
               ? 3
               : 0;
}

static size_t label_length(const char *p)
{
    size_t n = 0;

    while (p[n] && !point_at(p + n))
        n++;
    return n;
}

static int is_ascii(const char *s, size_t n)
{
    while (n && !((unsigned char)s[n - 1] & 0x80))
        n--;
    return !n;
}

static int is_coded(const char *s, size_t n)
{
    return n > 4 && (s[0] | 32) == 'x' && (s[1] | 32) == 'n' && s[2] == '-' &&
           s[3] == '-';
}

/* Writes the n bytes at s, other in its place where there is one; 0 where they
 * have no room. other is freed. */
static size_t put(char out[HOST_SIZE], size_t at, const char *s, size_t n,
                  char *other)
{
    const char *from = other ? other : s;
    size_t len = other ? strlen(other) : n, i;

    if (at + len + 2 > HOST_SIZE) {
        idn2_free(other);
        return 0;
    }
    for (i = 0; i < len; i++)
        out[at + i] =
            (char)(from[i] >= 'A' && from[i] <= 'Z' ? from[i] + 32 : from[i]);
    idn2_free(other);
    return at + len;
}

/* Calls for each label; the names are equal where it has no other form. */
static void map(const char *host, char out[HOST_SIZE],
                char *(*other)(const char *label, const char *host))
{
    const char *p = host;
    size_t at = 0;

    for (;;) {
        char label[HOST_SIZE];
        size_t n = label_length(p), end;

        if (n >= sizeof label)
            break;
        memcpy(label, p, n);
        label[n] = '\0';
        end = put(out, at, p, n, other(label, host));
        if (!end && (n || at))
            break;
        at = end;
        p += n;
        if (!*p) {
            out[at] = '\0';
            return;
        }
        p += point_at(p);
        out[at++] = '.';
    }
    at = strlen(host) < HOST_SIZE ? strlen(host) : HOST_SIZE - 1;
    memcpy(out, host, at);
    out[at] = '\0';
}

static char *ascii_label(const char *label, const char *host)
{
    char *out = NULL;
    size_t n = strlen(label);

    (void)host;
    if (is_ascii(label, n) && !is_coded(label, n))
        return NULL;
    if (idn2_to_ascii_8z(label, &out, IDN2_NONTRANSITIONAL | IDN2_NFC_INPUT) !=
        IDN2_OK)
        return NULL;
    return out;
}

/* Whether a label in letters is made to this one: what IDNA does not allow can
 * be decoded all the same, and would then be another name. */
static int comes_back(const char *letters, const char *label)
{
    char *again = ascii_label(letters, letters);
    int same = again && !strcmp(again, label);

    idn2_free(again);
    return same;
}

static char *readable_label(const char *label, const char *host)
{
    const char *suffix = strrchr(host, '.');
    char *out = NULL;

    if (!is_coded(label, strlen(label)) ||
        idn2_to_unicode_8z8z(label, &out, 0) != IDN2_OK)
        return NULL;
    suffix = suffix ? suffix + 1 : host;
    if (is_plain(out, strlen(out), !is_coded(suffix, strlen(suffix))) &&
        comes_back(out, label))
        return out;
    idn2_free(out);
    return NULL;
}

void host_ascii(const char *host, char out[HOST_SIZE])
{
    map(host, out, ascii_label);
}

void host_readable(const char *ascii, char out[HOST_SIZE])
{
    map(ascii, out, readable_label);
}

/* ---- what may be a site -------------------------------------------------- */

int host_is_ipv4(const char *s)
{
    int parts;

    for (parts = 0; parts < 4; parts++) {
        unsigned n = 0, digits = 0;

        for (; *s >= '0' && *s <= '9' && digits < 4; s++, digits++)
            n = n * 10 + (unsigned)(*s - '0');
        if (!digits || digits > 3 || n > 255 || *s != (parts < 3 ? '.' : '\0'))
            return 0;
        s += parts < 3;
    }
    return 1;
}

/* Whether the n bytes at s are letters, digits and inner hyphens. */
static int is_label(const char *s, size_t n)
{
    size_t i;

    if (!n || n > LABEL_MOST || s[0] == '-' || s[n - 1] == '-')
        return 0;
    for (i = 0; i < n; i++)
        if (!((s[i] >= 'a' && s[i] <= 'z') || (s[i] >= '0' && s[i] <= '9') ||
              s[i] == '-' || s[i] == '_'))
            return 0;
    return 1;
}

const char *host_fault(const char *ascii)
{
    const char *p = ascii, *last;
    size_t labels = 0, n;

    if (host_is_ipv4(ascii))
        return NULL;
    for (;; p++) {
        n = strcspn(p, ".");
        if (!is_label(p, n))
            return "no host name";
        labels++;
        last = p;
        p += n;
        if (!*p)
            break;
    }
    if (labels < 2)
        return psl_is_public_suffix2(psl_builtin(), ascii,
                                     PSL_TYPE_ANY | PSL_TYPE_NO_STAR_RULE)
                   ? "a public suffix: anybody has a site below it"
                   : "no host name";
    if (last[strspn(last, "0123456789")] == '\0')
        return "no host name";
    return psl_is_public_suffix(psl_builtin(), ascii)
               ? "a public suffix: anybody has a site below it"
               : NULL;
}
