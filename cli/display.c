#include "cli/display.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utf8proc.h>

/* Lines longer than this are not read in one glance. */
#define WIDTH_MAX 500
#define WIDTH_DEFAULT 100
#define WIDTH_MIN 20

unsigned terminal_width(void)
{
    const char *columns = getenv("COLUMNS");
    struct winsize size;
    if (columns && *columns) {
        char *end;
        unsigned long n = strtoul(columns, &end, 10);
        if (!*end && n >= WIDTH_MIN && n <= WIDTH_MAX)
            return (unsigned)n;
    }
    if (isatty(STDOUT_FILENO) && !ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) &&
        size.ws_col >= WIDTH_MIN)
        return size.ws_col < WIDTH_MAX ? size.ws_col : WIDTH_MAX;
    return WIDTH_DEFAULT;
}

/* One code point of s, which has len > 0 bytes; its length. Sets *c to -1
 * where there is none, for one byte. */
static size_t decode(const char *s, size_t len, int32_t *c)
{
    utf8proc_ssize_t limit = len < 4 ? (utf8proc_ssize_t)len : 4;
    utf8proc_ssize_t n;
    *c = (unsigned char)*s;
    if (*c < 0x80)
        return 1;
    n = utf8proc_iterate((const utf8proc_uint8_t *)s, limit, c);
    if (n > 0)
        return (size_t)n;
    *c = -1;
    return 1;
}

/* Embeddings, overrides and isolates, and the two separators that some
 * terminals and most scripts take for line breaks. */
static int is_direction(int32_t c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static int is_control(int32_t c)
{
    return (c >= 0 && c < 0x20) || (c >= 0x7F && c < 0xA0) || c == 0x2028 ||
           c == 0x2029;
}

/* What a terminal gets in place of c; 0 is nothing. ZWNJ and ZWJ shape
 * Persian, Indic scripts and emoji, so that they stay. */
static int32_t clean(int32_t c)
{
    if (c >= 0x20 && c < 0x7F)
        return c;
    if (is_control(c))
        return ' ';
    if (c < 0 || is_direction(c))
        return 0xFFFD;
    if (c == 0x200C || c == 0x200D)
        return c;
    switch (utf8proc_category(c)) {
    case UTF8PROC_CATEGORY_CF:
        return 0;
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_CN:
        return 0xFFFD;
    default:
        return c;
    }
}

static size_t char_width(int32_t c)
{
    int w = c < 0x7F ? c >= 0x20 : utf8proc_charwidth(c);
    return w > 0 ? (size_t)w : 0;
}

static void put(FILE *f, int32_t c)
{
    utf8proc_uint8_t bytes[4];
    utf8proc_ssize_t n = utf8proc_encode_char(c, bytes);
    if (n > 0)
        fwrite(bytes, 1, (size_t)n, f);
}

size_t display_width(const char *s, size_t len)
{
    size_t width = 0;
    while (len) {
        int32_t c;
        size_t n = decode(s, len, &c);
        width += char_width(clean(c));
        s += n;
        len -= n;
    }
    return width;
}

size_t print_clean(FILE *f, const char *s, size_t len, size_t width)
{
    size_t done = 0;
    int cut = display_width(s, len) > width;
    if (cut && !width)
        return 0;
    while (len) {
        int32_t c;
        size_t n = decode(s, len, &c), w;
        c = clean(c);
        w = char_width(c);
        if (cut && done + w > width - 1) {
            fputs("\xE2\x80\xA6", f);
            return done + 1;
        }
        if (c)
            put(f, c);
        done += w;
        s += n;
        len -= n;
    }
    return done;
}

/* Bytes from s on that JSON takes as they are: most of any text. */
static size_t plain_run(const char *s, size_t len)
{
    size_t n = 0;
    while (n < len && s[n] >= ' ' && s[n] < 0x7F && s[n] != '"' && s[n] != '\\')
        n++;
    return n;
}

void print_json(FILE *f, const char *s, size_t len)
{
    putc('"', f);
    while (len) {
        int32_t c;
        size_t run = plain_run(s, len);
        fwrite(s, 1, run, f);
        s += run;
        len -= run;
        if (!len)
            break;
        size_t n = decode(s, len, &c);
        if (c == '"' || c == '\\')
            fprintf(f, "\\%c", (char)c);
        else if (c == '\n')
            fputs("\\n", f);
        else if (c == '\t')
            fputs("\\t", f);
        else if (is_control(c) || is_direction(c))
            fprintf(f, "\\u%04" PRIx32, (uint32_t)c);
        else if (c < 0)
            put(f, 0xFFFD);
        else
            fwrite(s, 1, n, f);
        s += n;
        len -= n;
    }
    putc('"', f);
}

void print_tsv(FILE *f, const char *s, size_t len)
{
    while (len) {
        int32_t c;
        size_t n = decode(s, len, &c);
        if (c == '\t')
            fputs("\\t", f);
        else if (c == '\n')
            fputs("\\n", f);
        else if (c == '\r')
            fputs("\\r", f);
        else if (c == '\\')
            fputs("\\\\", f);
        else if (is_control(c) || is_direction(c))
            fprintf(f, "\\u%04" PRIx32, (uint32_t)c);
        else if (c < 0)
            fprintf(f, "\\x%02x", (unsigned)(unsigned char)*s);
        else
            fwrite(s, 1, n, f);
        s += n;
        len -= n;
    }
}

static int wants_quotes(const char *s, size_t len)
{
    if (!len || s[0] == ' ' || s[len - 1] == ' ' || !s[0] || !s[len - 1])
        return 1;
    for (size_t i = 0; i < len; i++)
        if (s[i] == ',' || s[i] == '"' || s[i] == '\n' || s[i] == '\r')
            return 1;
    return 0;
}

void print_csv(FILE *f, const char *s, size_t len)
{
    int quotes = wants_quotes(s, len);
    if (quotes)
        putc('"', f);
    while (len) {
        size_t n = 0;
        while (n < len && s[n] && s[n] != '"')
            n++;
        fwrite(s, 1, n, f);
        if (n < len)
            fputs(s[n] ? "\"\"" : " ", f);
        n += n < len;
        s += n;
        len -= n;
    }
    if (quotes)
        putc('"', f);
}

/* Bytes of s that take no more than width columns; one character at least. */
static size_t fitting(const char *s, size_t len, size_t width)
{
    size_t n = 0, done = 0;
    while (n < len) {
        int32_t c;
        size_t bytes = decode(s + n, len - n, &c);
        done += char_width(clean(c));
        if (n && done > width)
            break;
        n += bytes;
    }
    return n;
}

/* Prints one line of text, without its line break, wrapped, where so many
 * columns are taken. A word that is longer than a line goes on in the next. */
static void wrap_line(FILE *f, const char *s, size_t len, size_t column,
                      unsigned indent, unsigned width)
{
    size_t i = 0;
    int words = 0; /* in this line */
    while (i < len) {
        size_t start = i, w;
        while (i < len && s[i] != ' ')
            i++;
        w = display_width(s + start, i - start);
        if (words && column + 1 + w > width) {
            putc('\n', f);
            words = 0;
            column = 0;
        }
        if (words)
            column += (size_t)(putc(' ', f) == ' ');
        else if (column < indent)
            column += (size_t)fprintf(f, "%*s", (int)(indent - column), "");
        size_t fit =
            fitting(s + start, i - start, width > column ? width - column : 0);
        w = print_clean(f, s + start, fit, SIZE_MAX);
        column += w;
        words = 1;
        if (start + fit < i) {
            i = start + fit;
            putc('\n', f);
            words = 0;
            column = 0;
            continue;
        }
        while (i < len && s[i] == ' ')
            i++;
    }
    putc('\n', f);
}

void print_hanging(FILE *f, const char *text, size_t len, unsigned column,
                   unsigned indent, unsigned width)
{
    const char *end = text + len;
    while (text < end) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        if (!stop)
            stop = end;
        wrap_line(f, text, (size_t)(stop - text), column, indent, width);
        column = 0;
        text = stop + 1;
    }
}

void print_wrapped(FILE *f, const char *text, size_t len, unsigned indent,
                   unsigned width)
{
    print_hanging(f, text, len, 0, indent, width);
}

const char *lag_format(int64_t seconds, char *out)
{
    char sign = seconds < 0 ? '-' : '+';
    uint64_t s = seconds < 0 ? 0 - (uint64_t)seconds : (uint64_t)seconds;
    uint64_t hours = s / 3600;
    if (hours < 48)
        snprintf(out, DISPLAY_MAX, "%c%" PRIu64 "h%02u", sign, hours,
                 (unsigned)(s / 60 % 60));
    else
        snprintf(out, DISPLAY_MAX, "%c%" PRIu64 "d%02uh", sign, hours / 24,
                 (unsigned)(hours % 24));
    return out;
}

const char *count_format(uint64_t n, char *out)
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%" PRIu64, n);
    char *p = out;
    for (int i = 0; i < len; i++) {
        if (i && (len - i) % 3 == 0)
            *p++ = ',';
        *p++ = digits[i];
    }
    *p = 0;
    return out;
}

const char *size_format(uint64_t bytes, char *out)
{
    static const char *const units[] = {"B", "kB", "MB", "GB", "TB", "PB"};
    double v = (double)bytes;
    size_t u = 0;
    while (v >= 999.5 && u + 1 < sizeof units / sizeof *units) {
        v /= 1000;
        u++;
    }
    snprintf(out, DISPLAY_MAX, v < 9.95 && u ? "%.1f %s" : "%.0f %s", v,
             units[u]);
    return out;
}
