/*
 * Text as it comes from the parser, into blocks: white space becomes single
 * spaces, words are counted, and line breaks are judged.
 */
#include "cli/page_build.h"
#include "shingle/utf8.h"

/* Room for one more in an array; 0, or -1 without memory. */
int page_build_grow(void *array, size_t *cap, size_t n, size_t size)
{
    void *p, **at = array;
    size_t more = *cap ? *cap * 2 : 256;
    if (n < *cap)
        return 0;
    if (!(p = realloc(*at, more * size)))
        return -1;
    *at = p;
    *cap = more;
    return 0;
}

void page_build_end_block(struct page_build *b, int broken)
{
    struct page_tree *t = b->t;
    struct page_block *block;
    b->space = b->in_word = b->ended = 0;
    b->breaks = 0;
    if (t->text.n == b->begin)
        return;
    if (t->text.n > UINT32_MAX - 2 ||
        page_build_grow(&t->blocks, &t->cap_blocks, t->nblocks,
                        sizeof *t->blocks)) {
        b->failed = 1;
        return;
    }
    block = &t->blocks[t->nblocks++];
    *block = b->block;
    block->start = (uint32_t)b->begin;
    block->len = (uint32_t)(t->text.n - b->begin);
    block->node = b->depth ? b->open[b->depth - 1].node : 0;
    block->tags = (uint16_t)(b->tags > UINT16_MAX ? UINT16_MAX : b->tags);
    block->broken = (uint8_t)broken;
    page_buffer_put(&t->text, '\n');
    b->begin = t->text.n;
    memset(&b->block, 0, sizeof b->block);
    b->tags = 0;
}

/* A line break ends a paragraph where two stand together, and where the line
 * before it ends a sentence or is short; else the author's editor broke it. */
void page_build_break(struct page_build *b)
{
    size_t len = b->t->text.n - b->begin;
    const char *s = len ? b->t->text.s + b->begin : "";
    if (++b->breaks > 1 || len < 60 || strchr(".!?:;\"')", s[len - 1]) ||
        (unsigned char)s[len - 1] >= 0x80) {
        page_build_end_block(b, 1);
        return;
    }
    b->space = 1;
}

/* Adds the words of a run without spaces to the block's count: 2 for one, but
 * 1 for each character of scripts that have no spaces. */
static void count_run(struct page_build *b, const unsigned char *s, int len)
{
    uint32_t words = 0;
    int plain = 0;
    for (int i = 0; i < len; i++) {
        unsigned char c = s[i];
        if (c == 0xE0 && i + 1 < len && s[i + 1] >= 0xB8 && s[i + 1] < 0xBC)
            words++; /* Thai and Lao: five characters or so a word */
        else if ((c >= 0xE3 && c <= 0xE9) || c == 0xF0)
            words++;
        else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                 (c >= '0' && c <= '9') || (c >= 0xC3 && c <= 0xE1) ||
                 (c >= 0xEA && c <= 0xED))
            plain = 1;
    }
    if (plain && !b->in_word)
        words += 2;
    b->in_word = plain;
    b->block.words += words;
    if (b->link)
        b->block.link_words += words;
}

static void add_run(struct page_build *b, const unsigned char *s, int len)
{
    struct page_buffer *text = &b->t->text;
    if (text->n == b->begin)
        b->block.link = b->link != 0;
    else if (b->space)
        page_buffer_put(text, ' ');
    b->space = b->ended = 0;
    b->breaks = 0;
    count_run(b, s, len);
    page_buffer_add(text, (const char *)s, (size_t)len);
}

/* Bytes of the space at s: no-break and ideographic ones are spaces too. */
static int space_at(const unsigned char *s, int len)
{
    if (s[0] == ' ' || (s[0] >= '\t' && s[0] <= '\r'))
        return 1;
    if (s[0] == 0xC2 && len > 1 && s[1] == 0xA0)
        return 2;
    return s[0] == 0xE3 && len > 2 && s[1] == 0x80 && s[2] == 0x80 ? 3 : 0;
}

/* &#146; means what windows-1252 has there. Bytes of such a one at s. */
static int add_c1(struct page_build *b, const unsigned char *s, int len)
{
    static const uint16_t c1[32] = {
        0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
        0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
        0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
        0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};
    unsigned char utf8[4];
    if (len < 2 || s[0] != 0xC2 || s[1] >= 0xA0)
        return 0;
    add_run(b, utf8, (int)utf8_put(utf8, c1[s[1] & 31]));
    return 2;
}

/* Whether something other than a word's bytes is at s. */
static int stops(const unsigned char *s, int len)
{
    if (s[0] > ' ' && s[0] != 0xC2 && s[0] != 0xE3)
        return 0;
    return s[0] <= ' ' || (s[0] == 0xC2 && len > 1 && s[1] <= 0xA0) ||
           space_at(s, len);
}

/* Text with white space as single spaces. */
void page_build_text(struct page_build *b, const unsigned char *s, int len)
{
    int i = 0;
    while (i < len) {
        int begin = i, n;
        while (i < len && !stops(s + i, len - i))
            i++;
        if (i > begin)
            add_run(b, s + begin, i - begin);
        if (i == len)
            return;
        if ((n = space_at(s + i, len - i))) {
            b->space = 1;
            b->in_word = 0;
        } else {
            n = add_c1(b, s + i, len - i);
        }
        i += n ? n : 1; /* a control character vanishes */
    }
}
