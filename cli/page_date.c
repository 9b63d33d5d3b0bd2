/*
 * A passage is cut into words; date_parse() is asked about every run of them
 * that holds a year, the longest first. A year is four digits from 1900 to
 * 2099, which keeps the number of questions small: most lines hold none.
 */
#include "cli/page_date.h"

#include <string.h>

#define LINE 240 /* bytes; a line that gives a date is shorter */
#define WORDS 48
#define RUN 10 /* Monday, 30 de noviembre de 2009 a las 13:45 CET */

static int digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A year stands at s, with no digit around; or eight digits of a date. */
static int year_at(const char *s, size_t len, size_t i)
{
    if (len - i < 4 || (i && digit(s[i - 1])) ||
        !((s[i] == '1' && s[i + 1] == '9') || (s[i] == '2' && s[i + 1] == '0')))
        return 0;
    return digit(s[i + 2]) && digit(s[i + 3]) &&
           (i + 4 == len || !digit(s[i + 4]));
}

static int has_year(const char *s, size_t len)
{
    for (size_t i = 0; i + 4 <= len; i++)
        if (year_at(s, len, i))
            return 1;
    return 0;
}

struct words {
    size_t begin[WORDS], end[WORDS], n;
};

/* Signs that stand around a date and are not of it. */
static int around(char c)
{
    return c == '(' || c == ')' || c == '[' || c == ']' || c == '|' ||
           c == ',' || c == ';' || c == ':' || c == '-' || c == '/';
}

static void cut(struct words *w, const char *s, size_t len)
{
    size_t i = 0;
    w->n = 0;
    while (i < len && w->n < WORDS) {
        while (i < len && (s[i] == ' ' || s[i] == '\n'))
            i++;
        w->begin[w->n] = i;
        while (i < len && s[i] != ' ' && s[i] != '\n') {
            /* A label may touch its date: 'Published:30.11.2009' */
            int label = s[i] == ':' && i + 1 < len && digit(s[i + 1]) &&
                        i > w->begin[w->n] && !digit(s[i - 1]);
            i++;
            if (label || (!digit(s[i - 1]) && (unsigned char)s[i - 1] >= 0x80 &&
                          i < len && digit(s[i]) && i - w->begin[w->n] > 4))
                break;
        }
        if (i > w->begin[w->n])
            w->end[w->n++] = i;
    }
}

static int try(const char *s, size_t begin, size_t end, int64_t *t,
               enum date_precision *precision)
{
    while (begin < end && around(s[begin]))
        begin++;
    while (begin < end && (around(s[end - 1]) || s[end - 1] == '.'))
        end--;
    return end - begin >= 6 &&
           date_parse(s + begin, end - begin, t, precision) == DATE_OK;
}

int page_date_in(const char *s, size_t len, int64_t *t,
                 enum date_precision *precision)
{
    struct words w;
    enum date_precision how;
    if (len > LINE || !has_year(s, len))
        return 0;
    cut(&w, s, len);
    for (size_t n = w.n < RUN ? w.n : RUN; n; n--)
        for (size_t i = 0; i + n <= w.n; i++) {
            size_t begin = w.begin[i], end = w.end[i + n - 1];
            if (!has_year(s + begin, end - begin) ||
                !try(s, begin, end, t, &how))
                continue;
            if (precision)
                *precision = how;
            return 1;
        }
    return 0;
}

static int number(const char *s, size_t n)
{
    int v = 0;
    for (size_t i = 0; i < n; i++) {
        if (!digit(s[i]))
            return -1;
        v = v * 10 + (s[i] - '0');
    }
    return v;
}

int page_date_url(const char *url, int64_t *t)
{
    const char *p = strstr(url, "://");
    size_t len;
    p = p ? strchr(p + 3, '/') : strchr(url, '/');
    if (!p)
        return 0;
    len = strcspn(p, "?#");
    for (size_t i = 1; i + 8 <= len; i++) {
        char day[8];
        size_t k = i + 4, m, d;
        char sign = p[k];
        if ((p[i - 1] != '/' && p[i - 1] != '-' && p[i - 1] != '_') ||
            !year_at(p, len, i)) {
            if (p[i - 1] == '/' && number(p + i, 8) > 0 &&
                (i + 8 == len || !digit(p[i + 8])) &&
                (!memcmp(p + i, "19", 2) || !memcmp(p + i, "20", 2)) &&
                date_parse(p + i, 8, t, NULL) == DATE_OK)
                return 1;
            continue;
        }
        if (sign != '/' && sign != '-' && sign != '_')
            continue;
        m = ++k;
        while (k < len && digit(p[k]))
            k++;
        d = k + 1;
        if (k - m < 1 || k - m > 2 || k >= len || p[k] != sign)
            continue;
        for (k = d; k < len && digit(p[k]);)
            k++;
        if (k - d < 1 || k - d > 2)
            continue;
        memcpy(day, p + i, 4);
        day[4] = day[6] = '0';
        memcpy(day + (d - 1 - m == 2 ? 4 : 5), p + m, d - 1 - m);
        memcpy(day + (k - d == 2 ? 6 : 7), p + d, k - d);
        if (date_parse(day, 8, t, NULL) == DATE_OK)
            return 1;
    }
    return 0;
}
