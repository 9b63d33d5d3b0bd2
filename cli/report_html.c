#include "cli/report_html.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>
#include <strings.h>
#include <utf8proc.h>

#include "cli/date.h"
#include "cli/display.h"
#include "shingle/utf8.h"
#include "store/store.h"

#define URL_MOST 2048
#define ELLIPSIS "\xE2\x80\xA6"
#define DASH "\xE2\x80\x93"
#define MINUS "\xE2\x88\x92"
#define REPLACEMENT 0xFFFD

/* Embeddings, overrides, isolates, and the marks that take part in deciding a
 * direction without being seen. */
static int turns(uint32_t c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
           c == 0x200E || c == 0x200F || c == 0x061C;
}

/* What the page gets in place of c. */
static uint32_t harmless(uint32_t c)
{
    if (c == '\t' || c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 ||
        c == 0x2029)
        return ' ';
    if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == UTF8_BAD || turns(c) ||
        (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF))
        return REPLACEMENT;
    return c;
}

static void put(FILE *f, uint32_t c)
{
    unsigned char bytes[4];
    switch (c) {
    case '&':
        fputs("&amp;", f);
        return;
    case '<':
        fputs("&lt;", f);
        return;
    case '>':
        fputs("&gt;", f);
        return;
    case '"':
        fputs("&quot;", f);
        return;
    case '\'':
        fputs("&#39;", f);
        return;
    }
    fwrite(bytes, 1, utf8_put(bytes, c), f);
}

static int is_plain(unsigned char c)
{
    return c >= ' ' && c < 0x7F && c != '&' && c != '<' && c != '>' &&
           c != '"' && c != '\'';
}

void report_escape(FILE *f, const char *s, size_t len)
{
    const unsigned char *p = (const unsigned char *)s, *end = p + len;
    while (p < end) {
        const unsigned char *from = p;
        while (p < end && is_plain(*p))
            p++;
        fwrite(from, 1, (size_t)(p - from), f);
        if (p < end)
            put(f, harmless(utf8_next(&p, end)));
    }
}

/* A combining mark. */
static int is_mark(uint32_t c)
{
    utf8proc_category_t k;
    if (c == UTF8_BAD || c < 0x300)
        return 0;
    k = utf8proc_category((utf8proc_int32_t)c);
    return k == UTF8PROC_CATEGORY_MN || k == UTF8PROC_CATEGORY_ME ||
           k == UTF8PROC_CATEGORY_MC;
}

/* Belongs to the character before it: combining marks, joiners and what they
 * join, the second half of a flag or skin tone. */
static int clings(uint32_t before, uint32_t c)
{
    if (c == UTF8_BAD)
        return 0;
    return before == 0x200D || c == 0x200D || (c >= 0x1F3FB && c <= 0x1F3FF) ||
           is_mark(c);
}

/* Leaves nothing to see on a page: blanks, formats, and letters that are drawn
 * as blanks. */
static int is_unseen(uint32_t c)
{
    if (harmless(c) == REPLACEMENT)
        return 0;
    if (c <= ' ' || c == 0x34F || c == 0x115F || c == 0x1160 || c == 0x2800 ||
        c == 0x3164 || c == 0xFFA0 || (c >= 0x180B && c <= 0x180F) ||
        (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0000 && c <= 0xE0FFF))
        return 1;
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
        return 1;
    default:
        return 0;
    }
}

static int is_blank(const char *s, size_t len)
{
    const unsigned char *p = (const unsigned char *)s, *end = p + len;
    while (p < end)
        if (!is_unseen(utf8_next(&p, end)))
            return 0;
    return 1;
}

/* As report_escape(), but for the marks that are too many on their letter. */
static void escape_thinned(FILE *f, const char *s, size_t len)
{
    const unsigned char *p = (const unsigned char *)s, *end = p + len;
    const unsigned char *from = p;
    size_t marks = 0;
    while (p < end) {
        const unsigned char *at = p;
        marks = is_mark(utf8_next(&p, end)) ? marks + 1 : 0;
        if (marks <= REPORT_MARKS)
            continue;
        report_escape(f, (const char *)from, (size_t)(at - from));
        from = p;
    }
    report_escape(f, (const char *)from, (size_t)(end - from));
}

int report_cut(FILE *f, const char *s, size_t len, size_t most)
{
    const unsigned char *p = (const unsigned char *)s, *end = p + len;
    const unsigned char *cut = p;
    uint32_t before = 0;
    size_t n = 0;
    while (p < end && n <= most) {
        const unsigned char *at = p;
        uint32_t c = utf8_next(&p, end);
        /* A heap of marks on one letter is cut as well. */
        if (!clings(before, c) || p - cut > 64) {
            cut = at;
            n++;
        }
        before = c;
    }
    if (n <= most) {
        escape_thinned(f, s, len);
        return 0;
    }
    escape_thinned(f, s, (size_t)(cut - (const unsigned char *)s));
    fputs(ELLIPSIS, f);
    return 1;
}

/* Whether it has more than so many characters. */
static int is_longer(const char *s, size_t len, size_t most)
{
    const unsigned char *p = (const unsigned char *)s, *end = p + len;
    size_t n = 0;
    if (len <= most)
        return 0;
    while (p < end && n <= most) {
        utf8_next(&p, end);
        n++;
    }
    return n > most;
}

/* Has no letter that could run from right to left, and is not long. */
static int is_ascii(const char *s, size_t len)
{
    while (len && !(*s & 0x80)) {
        s++;
        len--;
    }
    return !len;
}

static void write_words(FILE *f, const char *s, size_t most, size_t more,
                        const char *none)
{
    size_t len = s ? strlen(s) : 0;
    if (!s || is_blank(s, len)) {
        fprintf(f, "<i>%s</i>", none);
        return;
    }
    if (is_ascii(s, len) && len <= most) {
        report_escape(f, s, len);
        return;
    }
    if (is_longer(s, len, most)) {
        fputs("<bdi title=\"", f);
        report_cut(f, s, len, more);
        fputs("\">", f);
    } else {
        fputs("<bdi>", f);
    }
    report_cut(f, s, len, most);
    fputs("</bdi>", f);
}

void report_words(FILE *f, const char *s, size_t most, const char *none)
{
    write_words(f, s, most, REPORT_MORE, none);
}

void report_whole(FILE *f, const char *s, size_t most, const char *none)
{
    write_words(f, s, most, REPORT_WHOLE, none);
}

void report_isolated(FILE *f, const char *s, size_t len, size_t most)
{
    int plain = is_ascii(s, len);
    fputs(plain ? "" : "<bdi>", f);
    report_cut(f, s, len, most);
    fputs(plain ? "" : "</bdi>", f);
}

/* Where the host of an http or https URL begins, or NULL. */
static const char *host_of(const char *url)
{
    static const char *const schemes[] = {"http://", "https://"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (!strncasecmp(url, schemes[i], strlen(schemes[i])))
            return url + strlen(schemes[i]);
    return NULL;
}

static int is_linkable(const char *url)
{
    const char *host = url ? host_of(url) : NULL;
    size_t n;
    if (!host || strlen(url) > URL_MOST)
        return 0;
    /* A backslash is a slash to browsers, and so ends the host too. */
    n = strcspn(host, "/?#\\");
    return n && !memchr(host, '@', n) && host[n] != '\\' &&
           (isalnum((unsigned char)*host) || *host == '[' ||
            (unsigned char)*host >= 0x80);
}

int report_link(FILE *f, const char *url)
{
    if (!is_linkable(url))
        return 0;
    fputs("<a href=\"", f);
    for (const char *p = url; *p; p++) {
        unsigned char c = (unsigned char)*p;
        if (c <= ' ' || c >= 0x7F || strchr("\"<>\\^`{|}'", c))
            fprintf(f, "%%%02X", c);
        else if (c == '&')
            fputs("&amp;", f);
        else
            putc(c, f);
    }
    fputs("\">", f);
    return 1;
}

/* The time as people read it; 0, or -1 where it is none. */
static int read_time(int64_t t, char iso[DATE_LEN], char words[DISPLAY_MAX])
{
    static const char *const month[] = {"Jan", "Feb", "Mar", "Apr",
                                        "May", "Jun", "Jul", "Aug",
                                        "Sep", "Oct", "Nov", "Dec"};
    int year, mon, day, hour, minute;
    date_format(t, iso);
    if (sscanf(iso, "%d-%d-%dT%d:%d", &year, &mon, &day, &hour, &minute) != 5 ||
        mon < 1 || mon > 12)
        return -1;
    snprintf(words, DISPLAY_MAX, "%d %s %d, %02d:%02d", day, month[mon - 1],
             year, hour, minute);
    return 0;
}

void report_time(FILE *f, int64_t t)
{
    char iso[DATE_LEN], words[DISPLAY_MAX];
    if (read_time(t, iso, words))
        fputs("no date", f);
    else
        fprintf(f, "<time datetime=\"%s\">%s</time>", iso, words);
}

void report_time_cell(FILE *f, int64_t t)
{
    char iso[DATE_LEN], words[DISPLAY_MAX];
    if (read_time(t, iso, words))
        fputs("<td>no date", f);
    else
        fprintf(f, "<td data-v=%" PRId64 ">%s", t, words);
}

void report_moment(FILE *f, int64_t t, int64_t base)
{
    char iso[DATE_LEN], words[DISPLAY_MAX];
    char base_iso[DATE_LEN], base_words[DISPLAY_MAX];
    const char *comma;
    if (read_time(t, iso, words)) {
        fputs("no date", f);
        return;
    }
    comma = strchr(words, ',');
    /* "5 Mar 2024, 01:54" without its year, five bytes before the comma. */
    if (!read_time(base, base_iso, base_words) && !strncmp(iso, base_iso, 4))
        fprintf(f, "%.*s%s", (int)(comma - words - 5), words, comma);
    else
        fputs(words, f);
}

void report_lag(FILE *f, int64_t seconds)
{
    uint64_t s = seconds < 0 ? 0 - (uint64_t)seconds : (uint64_t)seconds;
    uint64_t minutes = s / 60, hours = s / 3600;
    if (seconds == STORE_NO_TIME) {
        fputs(DASH, f);
        return;
    }
    if (seconds < 0)
        fputs(MINUS, f);
    if (hours >= 48)
        fprintf(f, "%" PRIu64 " d %" PRIu64 " h", hours / 24, hours % 24);
    else if (hours)
        fprintf(f, "%" PRIu64 " h %02" PRIu64 " min", hours, minutes % 60);
    else if (minutes || !s)
        fprintf(f, "%" PRIu64 " min", minutes);
    else
        fprintf(f, "%" PRIu64 " s", s);
}

void report_lag_cell(FILE *f, int64_t seconds)
{
    if (seconds == STORE_NO_TIME)
        fputs("<td>", f);
    else
        fprintf(f, "<td data-v=%" PRId64 ">", seconds);
    report_lag(f, seconds);
}

void report_count(FILE *f, uint64_t n)
{
    char out[DISPLAY_MAX];
    fputs(count_format(n, out), f);
}

void report_counted(FILE *f, uint64_t n, const char *stem, const char *one,
                    const char *many)
{
    report_count(f, n);
    fprintf(f, " %s%s", stem, n == 1 ? one : many);
}

void report_count_cell(FILE *f, uint64_t n)
{
    if (n < 1000) {
        fprintf(f, "<td>%" PRIu64, n);
        return;
    }
    fprintf(f, "<td data-v=%" PRIu64 ">", n);
    report_count(f, n);
}

void report_percent(FILE *f, uint64_t part, uint64_t whole)
{
    double share;
    if (!whole) {
        fputs(DASH, f);
        return;
    }
    share = 100 * (double)part / (double)whole;
    if (part && share < 1)
        fputs("&lt;1%", f);
    else if (part < whole && share > 99)
        fputs("&gt;99%", f);
    else
        fprintf(f, "%.0f%%", share);
}
