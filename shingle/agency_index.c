#include "shingle/agency_index.h"

#include "shingle/plain.h"
#include "shingle/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

static uint32_t key_of(const unsigned char *s)
{
    return s[0] | (uint32_t)s[1] << 8 | (uint32_t)s[2] << 16;
}

/* Knuth's multiplicative hash. */
static uint32_t hash_of(uint32_t key)
{
    return (key * UINT32_C(2654435769)) >> (32 - AGENCY_BITS);
}

/* ---- making -------------------------------------------------------------- */

static int add_key(struct agency_table *t, uint32_t key, unsigned char fourth,
                   int loose, uint32_t text)
{
    uint32_t h = hash_of(key), *head = &t->head[h >> (AGENCY_BITS - 12)];
    struct agency_link *l;

    if (agency_room(&t->link, t->links, &t->link_cap, sizeof *t->link))
        return -1;
    l = &t->link[t->links++];
    l->key = key;
    l->text = text;
    l->next = *head;
    l->fourth = fourth;
    l->loose = (unsigned char)loose;
    *head = (uint32_t)t->links;
    t->bits[1][h / 64] |= UINT64_C(1) << h % 64;
    if (!loose)
        t->bits[0][h / 64] |= UINT64_C(1) << h % 64;
    return 0;
}

static int ascii_word(unsigned c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z');
}

/* A byte that stands as it is in all ways to typeset the name. */
static int fixed(unsigned char c)
{
    return ascii_word(c) || c >= 0x80;
}

static int add_name(struct agency_table *t, const unsigned char *s, size_t n,
                    int loose, uint32_t text)
{
    unsigned char k[3] = {s[0], n > 1 ? s[1] : 0, n > 2 ? s[2] : 0};
    unsigned c;

    if (n > 2)
        return add_key(t, key_of(k), n > 3 && fixed(s[3]) ? s[3] : 0, loose,
                       text);
    for (c = 0; c < 256; c++) {
        k[n] = (unsigned char)c;
        if (!ascii_word(c) && add_key(t, key_of(k), 0, loose, text))
            return -1;
    }
    return 0;
}

/* Small letters come last: they are for fields, where tokens stand in any
 * letter case; a text would ask for every "age" and "new". */
enum { AS_WRITTEN, AS_TITLE, AS_CAPITALS, AS_SMALL, SPELLINGS };

/* The first characters of a name, four bytes of them if there are so many,
 * in another spelling; returns the bytes. */
static size_t respell(const unsigned char *s, size_t n, int how,
                      unsigned char out[12])
{
    const unsigned char *p = s, *end = s + n;
    size_t len = 0;
    int first;

    for (first = 1; p < end && len < 4; first = 0) {
        utf8proc_int32_t c = (utf8proc_int32_t)utf8_next(&p, end);

        if (how == AS_CAPITALS || (how == AS_TITLE && first))
            c = utf8proc_toupper(c);
        else if (how != AS_WRITTEN)
            c = utf8proc_tolower(c);
        len += utf8_put(out + len, (uint32_t)c);
    }
    return len;
}

static int add_spellings(struct agency_table *t, uint32_t text)
{
    const struct agency_text *name = &t->name[text];
    int how, i;
    unsigned char form[SPELLINGS][12] = {{0}};

    for (how = 0; how < SPELLINGS; how++) {
        int loose = how == AS_SMALL ||
                    (how != AS_WRITTEN && name->flags & AGENCY_EXACT);
        size_t n = respell((unsigned char *)t->pool + name->at, name->len, how,
                           form[how]);

        for (i = 0; i < how && memcmp(form[i], form[how], 4) != 0; i++)
            ;
        if (i == how && add_name(t, form[how], n, loose, text))
            return -1;
        if (name->flags & AGENCY_GUARDED)
            return 0;
    }
    return 0;
}

int agency_index_make(struct agency_table *t)
{
    uint32_t i;

    t->links = 0;
    for (i = 0; i < t->names; i++)
        if (t->name[i].agency != AGENCY_NONE && add_spellings(t, i))
            return -1;
    return 0;
}

/* ---- finding ------------------------------------------------------------- */

/* Where the name ends if it stands at p; else NULL. */
static const char *same_exact(const char *name, size_t n, const char *p,
                              const char *end)
{
    if ((size_t)(end - p) < n || memcmp(name, p, n) != 0)
        return NULL;
    return p + n;
}

/* The next plain character, where spaces and hyphens in a row are one space. */
static size_t next_loose(const unsigned char **p, const unsigned char *end,
                         unsigned char out[4])
{
    size_t n = 0;

    while (*p < end && !n)
        n = plain_next(p, end, out);
    if (n != 1 || (out[0] != ' ' && out[0] != '-'))
        return n;
    while (*p < end) {
        const unsigned char *q = *p;
        unsigned char c[4];
        size_t k = plain_next(&q, end, c);

        if (k > 1 || (k && c[0] != ' ' && c[0] != '-'))
            break;
        *p = q;
    }
    out[0] = ' ';
    return 1;
}

static const char *same_loose(const char *name, size_t n, const char *p,
                              const char *end)
{
    const unsigned char *a = (const unsigned char *)name, *aend = a + n;
    const unsigned char *b = (const unsigned char *)p;
    const unsigned char *bend = (const unsigned char *)end;

    while (a < aend) {
        unsigned char x[4] = {0}, y[4] = {0};
        size_t k = next_loose(&a, aend, x);

        if (b >= bend || next_loose(&b, bend, y) != k || memcmp(x, y, k) != 0)
            return NULL;
    }
    return (const char *)b;
}

/* What Arabic and Hebrew write together with the name behind it: for, and,
 * by, so, as. */
static int proclitic(const char *begin, const char *p)
{
    static const uint32_t letters[] = {0x644, 0x648, 0x628, 0x641,
                                       0x643, 0x5dc, 0x5d5};
    uint32_t c = plain_before(begin, p), here = plain_at(p, p + 2);
    size_t i;

    if (here < 0x590 || here > 0x6ff)
        return 0;
    for (i = 0; i < sizeof letters / sizeof *letters; i++)
        if (c == letters[i])
            return !plain_word(plain_before(begin, p - 2));
    return 0;
}

static int stands_apart(const char *begin, const char *p, const char *q,
                        const char *end, unsigned flags)
{
    uint32_t before = plain_before(begin, p), after = plain_at(q, end);

    if (before == '@' || before == '#' || before == '_')
        return 0;
    if (plain_word(before) && plain_word(plain_at(p, end)) &&
        !proclitic(begin, p))
        return 0;
    if (after == '.' && plain_word(plain_at(q + 1, end)))
        return 0; /* a host name */
    if (flags & AGENCY_STEM || !plain_word(plain_before(p, q)))
        return 1;
    return !plain_word(after) && after != '_' && after != '@';
}

static const char *stem_end(const char *q, const char *end)
{
    const unsigned char *p = (const unsigned char *)q;

    while (p < (const unsigned char *)end) {
        const unsigned char *from = p;

        if (!plain_word(utf8_next(&p, (const unsigned char *)end)))
            return (const char *)from;
        if (from - (const unsigned char *)q > 16)
            break;
    }
    return (const char *)p;
}

static void try_name(const struct agency_table *t, uint32_t text,
                     const char *begin, const char *p, const char *end,
                     int loose, struct agency_name_at *best)
{
    const struct agency_text *n = &t->name[text];
    const char *name = t->pool + n->at, *q;
    int exact =
        n->flags & AGENCY_EXACT && (!loose || n->flags & AGENCY_GUARDED);

    q = exact ? same_exact(name, n->len, p, end)
              : same_loose(name, n->len, p, end);
    if (!q || !stands_apart(begin, p, q, end, n->flags))
        return;
    if (n->flags & AGENCY_STEM)
        q = stem_end(q, end);
    if (best->begin && q <= best->end)
        return;
    *best = (struct agency_name_at){p, q, n->agency, n->flags,
                                    n->rest ? t->pool + n->rest : NULL};
}

static int match_key(const struct agency_table *t, uint32_t key,
                     const char *begin, const char *p, const char *end,
                     int loose, struct agency_name_at *m)
{
    uint32_t h = hash_of(key), at;

    if (!(t->bits[loose != 0][h / 64] >> h % 64 & 1))
        return 0;
    if (p > begin && ascii_word((unsigned char)p[-1]) &&
        ascii_word((unsigned char)*p))
        return 0; /* inside a word; the quick half of stands_apart() */
    m->begin = NULL;
    for (at = t->head[h >> (AGENCY_BITS - 12)]; at; at = t->link[at - 1].next)
        if (t->link[at - 1].key == key && (loose || !t->link[at - 1].loose) &&
            (!t->link[at - 1].fourth ||
             (end - p > 3 && t->link[at - 1].fourth == (unsigned char)p[3])))
            try_name(t, t->link[at - 1].text, begin, p, end, loose, m);
    return m->begin != NULL;
}

int agency_match(const struct agency_table *t, const char *begin, const char *p,
                 const char *end, int loose, struct agency_name_at *m)
{
    unsigned char s[3] = {0};

    if (p >= end)
        return 0;
    memcpy(s, p, end - p < 3 ? (size_t)(end - p) : 3);
    return match_key(t, key_of(s), begin, p, end, loose, m);
}

int agency_search(const struct agency_table *t, const char *begin,
                  const char *from, const char *end, int loose,
                  struct agency_name_at *m)
{
    const uint64_t *bits = t->bits[loose != 0];
    const char *p = from, *stop = end - from > 2 ? end - 2 : from;
    uint32_t key = 0, h;

    if (p < stop)
        key = (uint32_t)(unsigned char)p[0] << 8 | (uint32_t)(unsigned char)p[1]
                                                       << 16;
    for (; p < stop; p++) {
        key = key >> 8 | (uint32_t)(unsigned char)p[2] << 16; /* key_of(p) */
        h = hash_of(key);
        if (bits[h / 64] >> h % 64 & 1 &&
            match_key(t, key, begin, p, end, loose, m))
            return 1;
    }
    for (; p < end; p++)
        if (agency_match(t, begin, p, end, loose, m))
            return 1;
    return 0;
}

/* ---- manners ------------------------------------------------------------- */

static int splits_word(const unsigned char *s, size_t n, size_t at)
{
    const char *p = (const char *)s;

    return at > 0 && at < n && plain_word(plain_before(p, p + at)) &&
           plain_word(plain_at(p + at, p + n));
}

/* Whether m stands in s at at; *end is where it ends. */
static int manner_here(const struct agency_table *t,
                       const struct agency_text *m, const unsigned char *s,
                       size_t n, size_t at, size_t *end)
{
    const char *p = (const char *)s;

    if (n - at < m->len || s[at] != m->first || s[at + m->len - 1] != m->last ||
        memcmp(s + at, t->pool + m->at, m->len) != 0)
        return 0;
    *end = at + m->len;
    if (m->flags & AGENCY_STEM)
        *end = (size_t)(stem_end(p + *end, p + n) - p);
    return !splits_word(s, n, at) && !splits_word(s, n, *end);
}

int agency_manner_before(const struct agency_table *t, enum agency_manner kind,
                         const unsigned char *s, size_t n, size_t *start)
{
    size_t i, end, best = SIZE_MAX;

    while (n && s[n - 1] == ' ')
        n--;
    for (i = t->manner_first[kind]; i < t->manner_first[kind + 1]; i++) {
        const struct agency_text *m = &t->manner[i];

        if (m->len <= n && n - m->len < best &&
            manner_here(t, m, s, n, n - m->len, &end))
            best = n - m->len;
    }
    if (best == SIZE_MAX)
        return 0;
    *start = best;
    return 1;
}

int agency_manner_after(const struct agency_table *t, enum agency_manner kind,
                        const unsigned char *s, size_t n, size_t *end)
{
    size_t i, from = 0, stop, best = 0;

    while (from < n && s[from] == ' ')
        from++;
    for (i = t->manner_first[kind]; i < t->manner_first[kind + 1]; i++)
        if (manner_here(t, &t->manner[i], s, n, from, &stop) && stop > best)
            best = stop;
    if (!best)
        return 0;
    *end = best;
    return 1;
}

int agency_manner_in(const struct agency_table *t, enum agency_manner kind,
                     const unsigned char *s, size_t n, size_t *start,
                     size_t *end)
{
    size_t i, at;

    for (i = t->manner_first[kind]; i < t->manner_first[kind + 1]; i++) {
        const struct agency_text *m = &t->manner[i];

        for (at = 0; at < n; at++) {
            const unsigned char *p = memchr(s + at, m->first, n - at);

            if (!p)
                break;
            at = (size_t)(p - s);
            if (manner_here(t, m, s, n, at, end)) {
                *start = at;
                return 1;
            }
        }
    }
    return 0;
}
