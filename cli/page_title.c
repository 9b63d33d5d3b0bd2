/*
 * A title is cut at the signs that systems put between a headline and the
 * site: a part goes where it is the site's stated name or its host's, or where
 * what is left is word for word a headline that the page states elsewhere.
 * Nothing else goes, since headlines have dashes of their own.
 */
#include "cli/page_title.h"
#include "cli/page_facts.h"
#include "store/site.h"

#include <stdint.h>

static const char *const separators[] = {" - ",
                                         " | ",
                                         " \xE2\x80\x93 ",
                                         " \xE2\x80\x94 ",
                                         " :: ",
                                         " \xC2\xBB ",
                                         " \xC2\xAB ",
                                         " \xC2\xB7 ",
                                         " \xE2\x80\xA2 ",
                                         " / ",
                                         ": ",
                                         "_",
                                         "|",
                                         "\xEF\xBD\x9C",
                                         "\xEF\xBC\x8D",
                                         " \xE2\x80\xBA ",
                                         " < "};

/* The next letter or digit from *i on; 0 at the end. Punctuation is ASCII's
 * and that of the blocks that have nothing else: U+00A0 to U+00BF, U+2000 to
 * U+206F, U+3000 to U+303F. */
static unsigned char next_letter(const char *s, size_t len, size_t *i)
{
    while (*i < len) {
        unsigned char c = (unsigned char)s[*i];
        if (c >= 'A' && c <= 'Z')
            return ++*i, (unsigned char)(c + 32);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            return ++*i, c;
        if (c == 0xC2 && *i + 1 < len)
            *i += 2;
        else if (*i + 2 < len &&
                 ((c == 0xE2 && ((unsigned char)s[*i + 1] == 0x80 ||
                                 (unsigned char)s[*i + 1] == 0x81)) ||
                  (c == 0xE3 && (unsigned char)s[*i + 1] == 0x80)))
            *i += 3;
        else if (c >= 0x80)
            return ++*i, c;
        else
            ++*i;
    }
    return 0;
}

int page_title_same(const char *a, size_t alen, const char *b, size_t blen)
{
    size_t i = 0, k = 0;
    unsigned char c, d;
    int any = 0;
    do {
        c = next_letter(a, alen, &i);
        d = next_letter(b, blen, &k);
        any |= c;
    } while (c && c == d);
    return c == d && any;
}

/* Whether part names the site: the stated name, or the host's first label
 * ("The Harbor Courier" of harborcourier.example). */
static int names_site(const struct page_facts *f, const char *s, size_t len)
{
    const struct page_best *site = &f->fact[PAGE_SITE_FACT];
    char domain[256];
    size_t n, i = 0, k = 0;
    unsigned char c;
    if (site->value && page_title_same(s, len, site->value, site->len))
        return 1;
    if (!f->url && !f->fact[PAGE_URL_FACT].value)
        return 0;
    site_domain(f->url ? f->url : f->fact[PAGE_URL_FACT].value, domain,
                sizeof domain);
    if (page_title_same(s, len, domain, strlen(domain)))
        return 1;
    n = strcspn(domain, ".");
    if (len > 4 && (!memcmp(s, "The ", 4) || !memcmp(s, "the ", 4)) &&
        strncmp(domain, "the", 3) != 0)
        s += 4, len -= 4;
    while ((c = next_letter(s, len, &i)) && k < n) {
        while (k < n && domain[k] == '-')
            k++;
        if (k < n && (unsigned char)domain[k++] != c)
            return 0;
    }
    return n >= 4 && !c && k == n;
}

/* Whether another title that the page states is just this part. */
static int stated(const struct page_facts *f, const char *s, size_t len)
{
    for (size_t i = 0; i < f->ntitles; i++)
        if (f->title_lens[i] <= len + 8 &&
            page_title_same(f->strings.s + f->titles[i], f->title_lens[i], s,
                            len))
            return 1;
    return 0;
}

/* One cut, if one is due. */
static int cut(const struct page_facts *f, const char *title, size_t *from,
               size_t *len)
{
    const char *s = title + *from;
    for (size_t at = 1; at + 1 < *len; at++) {
        for (size_t i = 0; i < sizeof separators / sizeof *separators; i++) {
            size_t n = strlen(separators[i]), rest = at + n;
            if (rest >= *len || memcmp(s + at, separators[i], n) != 0)
                continue;
            if (names_site(f, s + rest, *len - rest) ||
                (at >= 8 && stated(f, s, at))) {
                *len = at;
                return 1;
            }
            if (names_site(f, s, at) ||
                (*len - rest >= 8 && stated(f, s + rest, *len - rest))) {
                *from += rest;
                *len -= rest;
                return 1;
            }
        }
    }
    return 0;
}

void page_title_strip(const struct page_facts *f, const char *title,
                      size_t *from, size_t *len)
{
    if (*len > 600)
        return;
    for (int i = 0; i < 4 && cut(f, title, from, len); i++)
        ;
    while (*len && title[*from] == ' ')
        ++*from, --*len;
    while (*len && title[*from + *len - 1] == ' ')
        --*len;
}

size_t page_title_part(const char *title, size_t len, const char *s, size_t n)
{
    if (n < 12 || n >= len)
        return 0;
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++) {
        size_t k = strlen(separators[i]);
        if (len >= n + k && !memcmp(title, s, n) &&
            !memcmp(title + n, separators[i], k))
            return n;
        if (len >= n + k && !memcmp(title + len - n, s, n) &&
            !memcmp(title + len - n - k, separators[i], k))
            return n;
    }
    return 0;
}
