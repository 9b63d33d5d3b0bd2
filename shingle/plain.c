#include "shingle/plain.h"

#include "shingle/fold.h"
#include "shingle/utf8.h"

#include <string.h>

/* What other punctuation stands for, in order of its code point. */
static const struct {
    uint16_t first, last;
    char to;
} signs[] = {
    {0x85, 0x85, ' '},      {0xa0, 0xa0, ' '},     {0xab, 0xab, '"'},
    {0xb4, 0xb4, '\''},     {0xbb, 0xbb, '"'},     {0x2b9, 0x2bc, '\''},
    {0x60c, 0x60c, ','},    {0x6d4, 0x6d4, '.'},   {0x964, 0x965, '.'},
    {0x2000, 0x200a, ' '},  {0x2010, 0x2015, '-'}, {0x2018, 0x201b, '\''},
    {0x201c, 0x201f, '"'},  {0x2028, 0x2029, ' '}, {0x202f, 0x202f, ' '},
    {0x2032, 0x2032, '\''}, {0x2039, 0x203a, '"'}, {0x205f, 0x205f, ' '},
    {0x2212, 0x2212, '-'},  {0x3000, 0x3000, ' '}, {0x3001, 0x3001, ','},
    {0x3002, 0x3002, '.'},  {0x3010, 0x3010, '['}, {0x3011, 0x3011, ']'},
    {0x3014, 0x3014, '['},  {0x3015, 0x3015, ']'}, {0xfe58, 0xfe58, '-'},
    {0xfe63, 0xfe63, '-'},
};

static uint32_t sign_of(uint32_t c)
{
    size_t i;

    if (c >= 0xff01 && c <= 0xff5e)
        return c - 0xfee0;
    if (c > 0xfe63)
        return 0;
    for (i = 0; i < sizeof signs / sizeof *signs && signs[i].first <= c; i++)
        if (c <= signs[i].last)
            return (unsigned char)signs[i].to;
    return 0;
}

static size_t put_ascii(unsigned char *out, uint32_t c)
{
    if (c < 0x20 || c == 0x7f)
        c = ' ';
    if (c >= 'A' && c <= 'Z')
        c += 'a' - 'A';
    out[0] = (unsigned char)c;
    return 1;
}

size_t plain_next(const unsigned char **p, const unsigned char *end,
                  unsigned char out[4])
{
    uint32_t c = utf8_next(p, end), sign;
    const struct fold *f;

    if (c < 0x80)
        return put_ascii(out, c);
    if (c == UTF8_BAD)
        return put_ascii(out, '?');
    sign = sign_of(c);
    if (sign)
        return put_ascii(out, sign);
    if (c == 0x130) /* the Turkish capital of i: its fold is two characters */
        return put_ascii(out, 'i');
    f = fold_of(c);
    if (f && f->kind == FOLD_VANISH)
        return 0;
    if (f && f->len && f->len <= 4 &&
        (f->kind == FOLD_LETTER || f->kind == FOLD_DIGIT ||
         f->kind == FOLD_CHARACTER || f->kind == FOLD_MARK)) {
        memcpy(out, f->to.bytes, f->len);
        return f->len;
    }
    return utf8_put(out, c);
}

void plain_fold(struct plain *to, const char *begin, const char *last)
{
    const unsigned char *start = (const unsigned char *)begin, *p = start;
    const unsigned char *end = (const unsigned char *)last;

    to->n = 0;
    while (p < end && p - start < UINT16_MAX) {
        const unsigned char *from = p;
        unsigned char c[4];
        size_t k, n = plain_next(&p, end, c);

        if (n == 1 && c[0] == ' ' && (!to->n || to->s[to->n - 1] == ' '))
            continue;
        if (n == 1 && c[0] == ':' && to->n && to->s[to->n - 1] == ' ')
            to->n--; /* "Source : AFP" */
        if (to->n + n > PLAIN_MAX) {
            p = from;
            break;
        }
        for (k = 0; k < n; k++) {
            to->at[to->n] = (uint16_t)(from - start);
            to->s[to->n++] = c[k];
        }
    }
    to->at[to->n] = (uint16_t)(p - start);
}

int plain_word(uint32_t c)
{
    const struct fold *f;

    if (c < 0x80)
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
               (c >= 'A' && c <= 'Z');
    if (c == UTF8_BAD || (c >= 0x1100 && c < 0x1200) ||
        (c >= 0x3130 && c < 0x3190) || (c >= 0xac00 && c < 0xd7b0))
        return 0;
    f = fold_of(c);
    return f && (f->kind == FOLD_LETTER || f->kind == FOLD_DIGIT ||
                 f->kind == FOLD_MARK || f->kind == FOLD_LIST);
}

uint32_t plain_before(const char *begin, const char *p)
{
    const unsigned char *s = (const unsigned char *)p, *end = s;
    uint32_t c;

    if (p <= begin)
        return 0;
    do
        s--;
    while (s > (const unsigned char *)begin && end - s < 4 &&
           (*s & 0xc0) == 0x80);
    c = utf8_next(&s, end);
    return s == end ? c : UTF8_BAD;
}

uint32_t plain_at(const char *p, const char *end)
{
    const unsigned char *s = (const unsigned char *)p;

    return p < end ? utf8_next(&s, (const unsigned char *)end) : 0;
}
