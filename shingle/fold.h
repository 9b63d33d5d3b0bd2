/*
 * fold: what one character becomes when the way a paper typesets is taken out
 * of it (NFKC and case folding by utf8proc, and our own rules on top), and what
 * part it plays in a token. text.c makes tokens of it.
 *
 *     const struct fold *f = fold_of(0xc9);
 *     if (f && f->kind == FOLD_LETTER)
 *         fwrite(f->to.bytes, 1, f->len, stdout);
 *
 * Answers are kept in pages of 256 characters, each made when it is first
 * asked for and never freed; any number of threads may ask at a time.
 */
#ifndef WIREPRINT_FOLD_H
#define WIREPRINT_FOLD_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

/* The part a character plays. LETTER and DIGIT are bits of their own: the hot
 * loop gathers what a word is made of by or-ing them. */
enum {
    FOLD_LETTER = 1,
    FOLD_DIGIT = 2,
    FOLD_CHARACTER,  /* of a script without spaces */
    FOLD_MARK,       /* goes with the character before it */
    FOLD_JAMO,       /* Hangul vowel or final: may join what is before it */
    FOLD_VANISH,     /* is not there */
    FOLD_APOSTROPHE, /* in any of its forms; may be a quote as well */
    FOLD_POINT,      /* . */
    FOLD_COMMA,      /* what stands inside numbers besides the point */
    FOLD_STOP,       /* ! ? and the like: ends a sentence if space follows */
    FOLD_END,        /* the same in scripts where no space follows */
    FOLD_SPACE,      /* separates; space, quote or bracket */
    FOLD_BREAK,      /* separates; line break */
    FOLD_PERCENT,
    FOLD_OTHER, /* separates; all that is left */
    FOLD_LIST,  /* becomes several characters; see fold_list() */
};

/* More about a character; or-ed together. */
enum {
    FOLD_CAPITAL = 1, /* upper or title case, before folding */
    FOLD_PLAIN = 2,   /* a mark that never melts with what is before it */
    FOLD_APART = 4,   /* list that starts and ends a token: 5 1/2, not 51/2 */
};

struct fold {
    uint8_t kind;
    uint8_t flags;
    uint8_t ccc; /* canonical combining class of a mark */
    uint8_t len; /* bytes in to.bytes, or characters of a list */
    union {
        unsigned char bytes[4]; /* UTF-8 */
        uint32_t at;            /* of a list, in the page's pool */
    } to;
};

struct fold_page {
    struct fold fold[256];
    uint32_t pool[]; /* what the lists of this page are made of */
};

/* The kind of each ASCII byte; of any other, FOLD_LIST. */
extern const uint8_t fold_ascii[256];

/* For fold_of() alone. */
extern _Atomic(struct fold_page *) fold_pages[0x1100];
const struct fold *fold_new_page(uint32_t c);

/* What the code point c (10FFFF at most) becomes; NULL where memory ran out. */
static inline const struct fold *fold_of(uint32_t c)
{
    struct fold_page *page =
        atomic_load_explicit(&fold_pages[c >> 8], memory_order_acquire);

    return page ? &page->fold[c & 0xff] : fold_new_page(c);
}

/* The f->len code points that c, whose fold is f and a list, becomes. Their
 * own folds are no lists. */
const uint32_t *fold_list(uint32_t c, const struct fold *f);

/*
 * Composes one character and the marks on it, n bytes of folded UTF-8 at s, as
 * NFC would, whatever order the marks came in, and returns the new length.
 * There is room for that many bytes; where it would not do, all stays as is.
 */
size_t fold_compose(unsigned char *s, size_t n, size_t room);

#endif
