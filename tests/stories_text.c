/* stories: the texts, read from a file and made into pages. */
#include "tests/stories.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void *grown(void *at, size_t *cap, size_t need, size_t size)
{
    if (need > *cap) {
        *cap = need + *cap / 2 + 16;
        at = realloc(at, *cap * size);
    }
    if (!at)
        abort();
    return at;
}

/* ---- the file of texts ----------------------------------------------------
 */

/* "= name" begins a text; its lines are joined, an empty line ends a
 * paragraph. */
static struct section {
    char *name;
    struct page raw;   /* with its braces */
    struct page first; /* with the first variant of each */
} * section;
static size_t nsections, section_cap;

static const struct section *find(const char *name, size_t len)
{
    for (size_t i = 0; i < nsections; i++)
        if (strlen(section[i].name) == len &&
            !memcmp(section[i].name, name, len))
            return &section[i];
    return NULL;
}

static int is_number(const char *s, size_t len)
{
    return strspn(s, "0123456789.,$") >= len;
}

static void print_number(struct page *p, const char *s, size_t len,
                         uint64_t *seed)
{
    for (size_t i = 0; i < len; i++)
        if (s[i] == '9')
            page_print(p, "%u", (unsigned)(1 + crawl_random(seed) % 9));
        else
            page_print(p, "%c", s[i]);
}

static void print_form(struct page *p, const char *s, unsigned k,
                       uint64_t *seed);

/* What stands in braces: a number, a text's name, or choices. */
static void print_choice(struct page *p, const char *s, size_t len, unsigned k,
                         uint64_t *seed)
{
    unsigned n = 1;
    for (size_t i = 0; i < len; i++)
        n += s[i] == '|';
    if (n == 1 && is_number(s, len)) {
        print_number(p, s, len, seed);
        return;
    }
    if (n == 1) {
        const struct section *other = find(s, len);
        if (!other)
            fail_msg("no text {%.*s}", (int)len, s);
        else
            print_form(p, other->raw.at, k, seed);
        return;
    }
    for (unsigned i = k % n; i; i--)
        s = strchr(s, '|') + 1;
    page_print(p, "%.*s", (int)strcspn(s, "|}"), s);
}

static void print_form(struct page *p, const char *s, unsigned k,
                       uint64_t *seed)
{
    for (size_t len; *s; s += len) {
        if (*s == '{') {
            len = strcspn(s, "}") + 1;
            print_choice(p, s + 1, len - 2, k, seed);
        } else {
            len = strcspn(s, "{");
            page_print(p, "%.*s", (int)len, s);
        }
    }
}

static void read_line(char *line, int *empty)
{
    line[strcspn(line, "\n")] = 0;
    if (!strncmp(line, "= ", 2)) {
        section = grown(section, &section_cap, nsections + 1, sizeof *section);
        section[nsections++] =
            (struct section){.name = strdup(line + 2), .raw = {0}};
        page_print(&section[nsections - 1].raw, "%s", "");
        *empty = 0;
    } else if (nsections && *line) {
        struct page *p = &section[nsections - 1].raw;
        page_print(p, "%s%s", !p->n ? "" : *empty ? "\n" : " ", line);
        *empty = 0;
    } else {
        *empty = 1;
    }
}

int stories_load(const char *path)
{
    FILE *f = path ? fopen(path, "r") : NULL;
    char line[4096];
    int empty = 0;
    if (!f) {
        fprintf(stderr, "wanted: the file of texts, one of tests/texts\n");
        return -1;
    }
    while (fgets(line, sizeof line, f))
        read_line(line, &empty);
    fclose(f);
    for (size_t i = 0; i < nsections; i++) {
        uint64_t seed = 0;
        print_form(&section[i].first, section[i].raw.at, 0, &seed);
    }
    return 0;
}

void stories_unload(void)
{
    for (size_t i = 0; i < nsections; i++) {
        free(section[i].name);
        free(section[i].raw.at);
        free(section[i].first.at);
    }
    free(section);
    section = NULL;
    nsections = section_cap = 0;
}

static const struct section *section_of(const char *name)
{
    const struct section *s = find(name, strlen(name));
    if (!s)
        fail_msg("no text '%s'", name);
    return s;
}

const char *stories_text(const char *name)
{
    return section_of(name)->first.at;
}

/* ---- making pages ---------------------------------------------------------
 */

static const char *keep(struct stories *w, struct page *p)
{
    page_print(p, "%s", "");
    w->memory =
        grown(w->memory, &w->memory_cap, w->nmemory + 1, sizeof *w->memory);
    w->memory[w->nmemory++] = p->at;
    return p->at;
}

const char *stories_form(struct stories *w, const char *name, unsigned k)
{
    struct page p = {0};
    uint64_t seed = UINT64_C(1000) * k + (unsigned char)*name;
    print_form(&p, section_of(name)->raw.at, k, &seed);
    return keep(w, &p);
}

const char *stories_print(struct stories *w, const char *format, ...)
{
    struct page p = {0};
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, again);
    va_end(again);
    assert_true(n >= 0);
    p.at = grown(NULL, &p.cap, (size_t)n + 1, 1);
    p.n = (size_t)vsnprintf(p.at, p.cap, format, args);
    va_end(args);
    return keep(w, &p);
}

const char *stories_part(struct stories *w, const char *text, unsigned from,
                         unsigned to)
{
    struct page p = {0};
    for (unsigned i = 0; *text && (!to || i < to); i++) {
        size_t len = strcspn(text, "\n");
        if (i >= from)
            page_print(&p, "%s%.*s", p.n ? "\n" : "", (int)len, text);
        text += len + (text[len] == '\n');
    }
    return keep(w, &p);
}

const char *stories_block(struct stories *w, const char *text)
{
    struct page p = {0};
    for (; *text; text++)
        page_print(&p, "%c", *text == '\n' ? ' ' : *text);
    return keep(w, &p);
}

const char *stories_insert(struct stories *w, const char *text, unsigned after,
                           const char *in)
{
    return stories_print(w, "%s\n%s\n%s", stories_part(w, text, 0, after), in,
                         stories_part(w, text, after, 0));
}

const char *stories_reword(struct stories *w, const char *text, unsigned every)
{
    static const char *const other[] = {"rather", "whole", "further",
                                        "early",  "plain", "certain",
                                        "common", "local", "former"};
    struct page p = {0};
    for (unsigned i = 1, k = 0; *text; i++) {
        size_t gap = strspn(text, " \n"), len = strcspn(text + gap, " \n");
        if (i % every)
            page_print(&p, "%.*s", (int)(gap + len), text);
        else
            page_print(&p, "%.*s%s", (int)gap, text,
                       other[k++ % (sizeof other / sizeof *other)]);
        text += gap + len;
    }
    return keep(w, &p);
}

/* Bytes of the character at s. */
static size_t char_bytes(const char *s)
{
    unsigned char c = (unsigned char)*s;
    return c < 0xc0 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
}

/* Latin, Greek and Cyrillic letters, as far as the texts have them. */
static int is_letter(const char *s)
{
    unsigned char c = (unsigned char)*s;
    return isalpha(c) || (c >= 0xc3 && c <= 0xd1);
}

static int is_wide(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text >= 0xe3 && (unsigned char)*text <= 0xe9)
            return 1;
    return 0;
}

const char *stories_typeset(struct stories *w, const char *text)
{
    struct page p = {0};
    int wide = is_wide(text);
    unsigned quotes = 0, spaces = 0, letters = 0;
    for (size_t len; *text; text += len) {
        len = char_bytes(text);
        letters = is_letter(text) ? letters + 1 : 0;
        if (*text == '"')
            page_print(&p, "%s", quotes++ % 2 ? "\u201d" : "\u201c");
        else if (*text == '\'')
            page_print(&p, "%s", "\u2019");
        else if (*text == '-' && text[1] == ' ')
            page_print(&p, "%s", "\u2014");
        else if (*text == ' ' && ++spaces % 4 == 0)
            page_print(&p, "%s", "\u00a0");
        else if (wide && strchr("0123456789,()", *text))
            page_print(&p, "\xef%c%c", *text < '@' ? 0xbc : 0xbd,
                       0x80 + (*text - 0x20));
        else
            page_print(&p, "%s%.*s", letters == 6 ? "\u00ad" : "", (int)len,
                       text);
    }
    return keep(w, &p);
}
