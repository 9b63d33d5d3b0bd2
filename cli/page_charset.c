/*
 * Declared and possible beats guessed. Possible means: UTF-8 where at most one
 * in eight of the sequences is damaged (a paper's system that pastes a stray
 * windows-1252 quote into UTF-8 is common), any other encoding where fewer
 * than one in twenty characters cannot be read. Bytes that are valid UTF-8
 * with more than a few characters over ASCII are UTF-8 whatever a server says;
 * by chance another encoding's text does that once in 8^n for n characters.
 *
 * The two-byte encodings and those of one byte come from the C library's
 * iconv.
 */
#include "cli/page_charset.h"
#include "cli/page_guess.h"
#include "shingle/utf8.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>

#define LOOK                                                                   \
    4096            /* bytes searched for a declaration; the Standard's 1,024  \
                       are not enough for all */
#define SURE_UTF8 4 /* sequences that no other encoding makes by chance */
#define SAMPLE 262144 /* bytes that are tried before one is believed */

/* iconv's names first on each line, then the labels of the Standard. */
static const char *const labels[] = {
    "UTF-8 utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 "
    "x-unicode20utf8 ",
    "WINDOWS-1252 windows-1252 cp1252 x-cp1252 iso-8859-1 iso8859-1 iso88591 "
    "iso_8859-1 iso_8859-1:1987 iso-ir-100 latin1 l1 cp819 ibm819 csisolatin1 "
    "ascii us-ascii ansi_x3.4-1968 ",
    "WINDOWS-1251 windows-1251 cp1251 x-cp1251 ",
    "KOI8-R koi8-r koi koi8 koi8_r cskoi8r ",
    "KOI8-U koi8-u koi8-ru ",
    "GB18030 gb18030 gbk gb2312 gb_2312-80 gb_2312 chinese csgb2312 "
    "csiso58gb231280 iso-ir-58 x-gbk ",
    "CP932 shift_jis shift-jis sjis ms932 ms_kanji windows-31j x-sjis "
    "csshiftjis cp932 ",
    "EUC-JP euc-jp x-euc-jp cseucpkdfmtjapanese ",
    "UHC euc-kr cseuckr korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 "
    "csksc56011987 iso-ir-149 windows-949 cp949 ",
    "BIG5-HKSCS big5 big5-hkscs cn-big5 csbig5 x-x-big5 ",
    "ISO-2022-JP iso-2022-jp csiso2022jp ",
    "WINDOWS-1250 windows-1250 cp1250 x-cp1250 ",
    "WINDOWS-1253 windows-1253 cp1253 x-cp1253 ",
    "WINDOWS-1254 windows-1254 cp1254 x-cp1254 iso-8859-9 iso8859-9 iso88599 "
    "iso_8859-9 iso_8859-9:1989 iso-ir-148 latin5 l5 csisolatin5 ",
    "WINDOWS-1255 windows-1255 cp1255 x-cp1255 ",
    "WINDOWS-1256 windows-1256 cp1256 x-cp1256 ",
    "WINDOWS-1257 windows-1257 cp1257 x-cp1257 ",
    "WINDOWS-1258 windows-1258 cp1258 x-cp1258 ",
    "CP874 windows-874 dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 ",
    "IBM866 ibm866 cp866 866 csibm866 ",
    "ISO-8859-2 iso-8859-2 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 "
    "iso-ir-101 latin2 l2 csisolatin2 ",
    "ISO-8859-3 iso-8859-3 iso8859-3 iso88593 iso_8859-3 latin3 l3 ",
    "ISO-8859-4 iso-8859-4 iso8859-4 iso88594 iso_8859-4 latin4 l4 ",
    "ISO-8859-5 iso-8859-5 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988 "
    "iso-ir-144 cyrillic csisolatincyrillic ",
    "ISO-8859-6 iso-8859-6 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987 "
    "iso-8859-6-e iso-8859-6-i iso-ir-127 arabic asmo-708 ecma-114 "
    "csisolatinarabic csiso88596e csiso88596i ",
    "ISO-8859-7 iso-8859-7 iso8859-7 iso88597 iso_8859-7 iso_8859-7:1987 "
    "iso-ir-126 greek greek8 ecma-118 elot_928 sun_eu_greek csisolatingreek ",
    "ISO-8859-8 iso-8859-8 iso8859-8 iso88598 iso_8859-8 iso_8859-8:1988 "
    "iso-8859-8-e iso-8859-8-i iso-ir-138 hebrew logical visual "
    "csisolatinhebrew csiso88598e csiso88598i ",
    "ISO-8859-10 iso-8859-10 iso8859-10 iso885910 iso-ir-157 latin6 l6 ",
    "ISO-8859-13 iso-8859-13 iso8859-13 iso885913 ",
    "ISO-8859-14 iso-8859-14 iso8859-14 iso885914 ",
    "ISO-8859-15 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9 latin9 "
    "latin-9 csisolatin9 ",
    "ISO-8859-16 iso-8859-16 ",
    "MACINTOSH macintosh mac x-mac-roman csmacintosh ",
    "MAC-CYRILLIC x-mac-cyrillic x-mac-ukrainian ",
    "UTF-16LE utf-16 utf-16le ucs-2 iso-10646-ucs-2 csunicode unicode "
    "unicodefeff ",
    "UTF-16BE utf-16be unicodefffe ",
};

/* The names alone, as strings of their own. */
static const char *const names[] = {
    "UTF-8",        "WINDOWS-1252", "WINDOWS-1251", "KOI8-R",
    "KOI8-U",       "GB18030",      "CP932",        "EUC-JP",
    "UHC",          "BIG5-HKSCS",   "ISO-2022-JP",  "WINDOWS-1250",
    "WINDOWS-1253", "WINDOWS-1254", "WINDOWS-1255", "WINDOWS-1256",
    "WINDOWS-1257", "WINDOWS-1258", "CP874",        "IBM866",
    "ISO-8859-2",   "ISO-8859-3",   "ISO-8859-4",   "ISO-8859-5",
    "ISO-8859-6",   "ISO-8859-7",   "ISO-8859-8",   "ISO-8859-10",
    "ISO-8859-13",  "ISO-8859-14",  "ISO-8859-15",  "ISO-8859-16",
    "MACINTOSH",    "MAC-CYRILLIC", "UTF-16LE",     "UTF-16BE"};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static int space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

const char *page_charset_label(const char *label, size_t len)
{
    char key[40];
    while (len && space(*label))
        label++, len--;
    while (len && space(label[len - 1]))
        len--;
    if (!len || len + 3 > sizeof key || memchr(label, ' ', len))
        return NULL;
    key[0] = ' ';
    for (size_t i = 0; i < len; i++)
        key[i + 1] = lower(label[i]);
    key[len + 1] = ' ';
    key[len + 2] = 0;
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (strstr(labels[i], key))
            return names[i];
    return NULL;
}

/* ---- declarations ------------------------------------------------------- */

static int same(const char *s, const char *word)
{
    for (; *word; s++, word++)
        if (lower(*s) != *word)
            return 0;
    return 1;
}

/* The label behind "charset" or "encoding", from s on. */
static const char *label_at(const char *s, const char *end)
{
    const char *begin;
    while (s < end && space(*s))
        s++;
    if (s == end || *s != '=')
        return NULL;
    for (s++; s < end && (space(*s) || *s == '"' || *s == '\'');)
        s++;
    for (begin = s; s < end && !space(*s) && !strchr("\"'>;/?", *s);)
        s++;
    return page_charset_label(begin, (size_t)(s - begin));
}

/* The next declaration from *at on, in a meta element or the XML declaration;
 * NULL at the end. */
static const char *declared(const char **at, const char *end)
{
    const char *s = *at, *name;
    int inside = 0; /* a meta element or the declaration of XML */
    for (; end - s > 10; s++) {
        if (*s == '<')
            inside = same(s, "<meta") || same(s, "<?xml");
        if (!inside)
            continue;
        if (same(s, "charset"))
            name = label_at(s + 7, end);
        else if (same(s, "encoding"))
            name = label_at(s + 8, end);
        else
            continue;
        if (name) {
            *at = s + 7;
            return name;
        }
    }
    *at = end;
    return NULL;
}

/* ---- what is possible --------------------------------------------------- */

/* Counts the characters over ASCII among n bytes, read as UTF-8, and the
 * damaged ones. */
static void count_utf8(const char *s, size_t len, size_t *good, size_t *bad)
{
    const unsigned char *p = (const unsigned char *)s, *end = p + len;
    *good = *bad = 0;
    while (p < end) {
        uint64_t eight;
        if (end - p >= 8 &&
            (memcpy(&eight, p, 8), !(eight & UINT64_C(0x8080808080808080)))) {
            p += 8;
        } else if (*p < 0x80) {
            p++;
        } else {
            /* A character that the end of the sample cuts is no damage. */
            int damaged = utf8_next(&p, end) == UTF8_BAD;
            *good += !damaged;
            *bad += damaged && p < end;
        }
    }
}

static int is_name(const char *name, const char *other)
{
    return name && !strcmp(name, other);
}

static const char *byte_order(const char *s, size_t len)
{
    if (len >= 3 && !memcmp(s, "\xEF\xBB\xBF", 3))
        return names[0];
    if (len >= 2 && !memcmp(s, "\xFF\xFE", 2))
        return "UTF-16LE";
    if (len >= 2 && !memcmp(s, "\xFE\xFF", 2))
        return "UTF-16BE";
    if (len >= 4 && !memcmp(s, "<\0", 2) && s[2] && !s[3])
        return "UTF-16LE";
    if (len >= 4 && !memcmp(s, "\0<", 2) && !s[2] && s[3])
        return "UTF-16BE";
    return NULL;
}

/* Whether the bytes can be what was declared; good and bad are their counts as
 * UTF-8. */
static int possible(const char *name, const char *s, size_t len, size_t good,
                    size_t bad)
{
    if (is_name(name, "UTF-8"))
        return good >= 8 * bad;
    if (!strncmp(name, "UTF-16", 6))
        return 0; /* byte_order() would have seen it */
    if (!bad && good >= SURE_UTF8)
        return 0;
    if (!bad && good && page_guess_single(name))
        return 0; /* two odd letters in place of one */
    return page_guess_fits(name, s, len);
}

const char *page_charset_find(const char *s, size_t len, const char *header)
{
    const char *name = byte_order(s, len), *at = s,
               *end = s + (len < LOOK ? len : LOOK);
    size_t good, bad, sample = len < SAMPLE ? len : SAMPLE;
    if (name)
        return name;
    name = header ? page_charset_label(header, strlen(header)) : NULL;
    count_utf8(s, sample, &good, &bad);
    if (sample < len && !good && !bad)
        count_utf8(s, sample = len, &good, &bad);
    if (!name)
        name = declared(&at, end);
    if (!good && !bad)
        return is_name(name, "ISO-2022-JP") ? name : names[0];
    while (name) {
        if (possible(name, s, sample, good, bad))
            return name;
        name = declared(&at, end);
    }
    if (good >= 8 * bad)
        return names[0];
    return page_charset_guess(s, sample);
}

const char *page_charset_guess(const char *s, size_t len)
{
    size_t good, bad;
    const char *name;
    count_utf8(s, len, &good, &bad);
    if (good >= 8 * bad)
        return names[0];
    name = page_guess(s, len);
    return name ? name : "WINDOWS-1252";
}

/* ---- conversion --------------------------------------------------------- */

static const char replacement[] = "\xEF\xBF\xBD";

/* UTF-8 as it is, but for damage and control characters. */
static void copy_utf8(const char *s, size_t len, struct page_buffer *out)
{
    const unsigned char *p = (const unsigned char *)s, *end = p + len,
                        *begin = p;
    if (len >= 3 && !memcmp(s, "\xEF\xBB\xBF", 3))
        begin = p += 3;
    page_buffer_reserve(out, len);
    while (p < end) {
        const unsigned char *at = p;
        int control = *p < ' ' && *p != '\n' && *p != '\t';
        if (*p < 0x80 && !control) {
            p++;
            continue;
        }
        if (!control && utf8_next(&p, end) != UTF8_BAD)
            continue;
        p += control;
        page_buffer_add(out, (const char *)begin, (size_t)(at - begin));
        begin = p;
        if (control)
            page_buffer_put(out, *at == '\r' ? '\n' : ' ');
        else
            page_buffer_add(out, replacement, 3);
    }
    page_buffer_add(out, (const char *)begin, (size_t)(end - begin));
}

static int open_converter(struct page_charset *c, const char *name)
{
    iconv_t cd;
    if (c->converter && c->name == name)
        return iconv((iconv_t)c->converter, NULL, NULL, NULL, NULL), 1;
    cd = iconv_open("UTF-8", name);
    if (cd == (iconv_t)-1)
        return 0;
    page_charset_release(c);
    c->converter = (void *)cd;
    c->name = name;
    return 1;
}

/* One byte, one character: what is left where iconv does not know the name. */
static void copy_latin(const char *s, size_t len, struct page_buffer *out)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char utf8[4];
        page_buffer_add(out, (char *)utf8, utf8_put(utf8, (unsigned char)s[i]));
    }
}

static void convert(iconv_t cd, const char *s, size_t len,
                    struct page_buffer *out)
{
    char *in = (char *)(uintptr_t)s;
    size_t left = len, wide = len > 1 && (!s[0] || !s[1]) ? 2 : 1;
    while (left && !out->failed) {
        char *to;
        size_t room, got;
        if (page_buffer_reserve(out, left + left / 2 + 16))
            return;
        to = out->s + out->n;
        room = out->cap - out->n;
        got = iconv(cd, &in, &left, &to, &room);
        out->n = out->cap - room;
        if (got != (size_t)-1)
            break;
        if (errno == E2BIG) {
            page_buffer_reserve(out, out->cap - out->n + 4096);
            continue;
        }
        page_buffer_add(out, replacement, 3);
        if (left <= wide)
            break;
        in += wide, left -= wide;
        iconv(cd, NULL, NULL, NULL, NULL);
    }
}

int page_charset_decode(struct page_charset *c, const char *name, const char *s,
                        size_t len, struct page_buffer *out)
{
    struct page_buffer raw = {0};
    if (is_name(name, "UTF-8")) {
        copy_utf8(s, len, out);
        return out->failed ? -1 : 0;
    }
    if (open_converter(c, name))
        convert((iconv_t)c->converter, s, len, &raw);
    else
        copy_latin(s, len, &raw);
    if (!raw.failed)
        copy_utf8(raw.s ? raw.s : "", raw.n, out);
    out->failed |= raw.failed;
    page_buffer_release(&raw);
    return out->failed ? -1 : 0;
}

void page_charset_release(struct page_charset *c)
{
    if (c->converter)
        iconv_close((iconv_t)c->converter);
    c->converter = NULL;
    c->name = NULL;
}
