/*
 * One pass over the bytes. A maker holds the token that is being made, folded:
 *
 *     original   ... d e   l ' e ´ t e ´ , ...
 *     buf                    l é t e ´
 *                                  ^base: the last cluster, one character and
 *                                   the marks on it, not yet composed
 *
 * A joint (apostrophe, point or comma) stays open until the next character
 * shows whether it holds the token together. Initials, letters that stand
 * alone between points, are joined as they come; where the last one turns out
 * to begin a word ("A.P.Moller"), the token is cut before it again. A cluster
 * is composed when it is whole, and only if a mark on it can melt with what is
 * before it or is out of order. So no token is gone over twice, and none is
 * too long: buf goes into a running hash when it is full.
 *
 * Words of ASCII between spaces, most of most texts, take a path of their own
 * through add_word() that keeps none of this.
 *
 * Measured by tests/bench_text.c on one core, gcc -O2: 310 to 345 MB/s on
 * senate-2005 (20 ns a token), 300 to 420 on Russian, Arabic, Hindi, Chinese,
 * Thai and Korean, 230 on French, whose words change between the two paths.
 * clang gives 5% less on ASCII and 30% less on Russian. Looking at eight
 * letters of a word at a time gained 6% on senate-2005 and was left out.
 */
#include "shingle/text.h"

#include "shingle/fold.h"
#include "shingle/utf8.h"

#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

/* Marks on one character that are looked at; further ones vanish. It is the
 * limit of Unicode's Stream-Safe Text Format (UAX 15); no language needs more
 * than a few. */
#define MARKS_MAX 30

/* Vowels and finals that may join a Hangul syllable; modern ones have 2. */
#define JAMO_MAX 4

/* Bytes of a token that are kept back from the running hash: news words are
 * shorter. Behind it there is room for a cluster, composed, of 32 characters of
 * 4 bytes, and for the next characters. */
#define BUF_FULL 256
#define BUF_SIZE (BUF_FULL + 512)

enum { CLOSED, WORD, CHARACTER };

struct maker {
    struct text *text;
    const unsigned char *bytes, *end;
    int error;
    uint8_t open;       /* CLOSED, WORD or CHARACTER */
    uint8_t flags;      /* of the token */
    uint8_t next;       /* BLOCK and SENTENCE of the token to come */
    uint8_t stop;       /* a stop was the last: space ends the sentence */
    uint8_t joint;      /* kind of the joint behind the token, or 0 */
    uint8_t last;       /* LETTER or DIGIT: kind of the last character */
    uint8_t marks, ccc; /* on the last cluster: how many, class of the last */
    uint8_t loose;      /* the last cluster has to be composed */
    uint8_t spilled;    /* the running hash has the front of the token */
    uint8_t initial;    /* flags of the last initial, if cut off */
    uint32_t initials;  /* how many, if the token is made of them; or 0 */
    uint32_t from, to;  /* bytes of the original */
    uint32_t initial_from, initial_to; /* the last initial, what is before it */
    size_t n, base; /* bytes in buf, where the last cluster begins */
    unsigned char buf[BUF_SIZE];
    XXH3_state_t hash;
};

void text_init(struct text *t)
{
    memset(t, 0, sizeof *t);
}

void text_release(struct text *t)
{
    if (!t)
        return;
    free(t->hash);
    free(t->start);
    free(t->end);
    free(t->flags);
    text_init(t);
}

/* What is got stays got when a later array fails: cap grows only with all. */
static int grow(struct text *t)
{
    size_t cap = t->cap ? t->cap * 2 : 256;
    void *p;

    if (cap > SIZE_MAX / sizeof *t->hash)
        return 0;
    if (!(p = realloc(t->hash, cap * sizeof *t->hash)))
        return 0;
    t->hash = p;
    if (!(p = realloc(t->start, cap * sizeof *t->start)))
        return 0;
    t->start = p;
    if (!(p = realloc(t->end, cap * sizeof *t->end)))
        return 0;
    t->end = p;
    if (!(p = realloc(t->flags, cap)))
        return 0;
    t->flags = p;
    t->cap = cap;
    return 1;
}

static inline void emit(struct maker *m, uint64_t hash, uint32_t from,
                        uint32_t to, uint8_t flags)
{
    struct text *t = m->text;

    if (t->n == t->cap && !grow(t)) {
        m->error = TEXT_NO_MEMORY;
        return;
    }
    t->hash[t->n] = hash;
    t->start[t->n] = from;
    t->end[t->n] = to;
    t->flags[t->n++] = flags;
}

/* The hash of the token's first n bytes of buf and of what was before them. */
static uint64_t hash_to(struct maker *m, size_t n)
{
    if (!m->spilled)
        return XXH3_64bits(m->buf, n);
    XXH3_64bits_update(&m->hash, m->buf, n);
    return XXH3_64bits_digest(&m->hash);
}

/* Moves all of buf into the running hash. */
static void spill(struct maker *m)
{
    if (!m->spilled)
        XXH3_64bits_reset(&m->hash);
    m->spilled = 1;
    XXH3_64bits_update(&m->hash, m->buf, m->n);
    m->n = 0;
}

static void begin(struct maker *m, uint8_t open, uint32_t from, uint8_t flags)
{
    m->open = open;
    m->flags = flags | m->next;
    m->next = m->stop = m->joint = m->spilled = m->loose = m->marks = 0;
    m->from = from;
    m->initials = 0;
    m->n = m->base = 0;
}

static void end_cluster(struct maker *m)
{
    if (m->loose)
        m->n = m->base + fold_compose(m->buf + m->base, m->n - m->base,
                                      BUF_SIZE - m->base);
    m->loose = m->marks = 0;
}

/* Ends the token, if there is one. A point behind it ends the sentence too, if
 * space follows and it is not that of an initial. */
static inline void end_token(struct maker *m)
{
    if (!m->open)
        return;
    end_cluster(m);
    if (m->joint == FOLD_POINT && !m->initials)
        m->stop = 1;
    emit(m, hash_to(m, m->n), m->from, m->to, m->flags);
    m->open = CLOSED;
    m->joint = 0;
}

/* Appends a character, or a point in a number, as a new cluster. All four
 * bytes at s can be read. */
static inline void append(struct maker *m, const unsigned char *s, size_t n)
{
    if (m->marks)
        end_cluster(m);
    if (m->n >= BUF_FULL)
        spill(m);
    m->base = m->n;
    memcpy(m->buf + m->n, s, 4);
    m->n += n;
}

/* A character came straight behind the last initial, which begins a word. */
static void cut_initial(struct maker *m)
{
    size_t n;

    end_cluster(m);
    n = m->n - m->base;
    emit(m, hash_to(m, m->base), m->from, m->initial_to, m->flags);
    memmove(m->buf, m->buf + m->base, n);
    begin(m, WORD, m->initial_from, m->initial);
    m->n = n;
}

/* A letter or digit is to follow without a point: it is no initial. */
static inline void end_initials(struct maker *m)
{
    if (m->initials > 1)
        cut_initial(m);
    m->initials = 0;
}

static inline void add_letter(struct maker *m, const unsigned char *s, size_t n,
                              uint32_t from, uint32_t to, uint8_t flags)
{
    if (m->open == WORD && m->joint == FOLD_POINT && m->initials) {
        m->initials++;
        m->initial_from = from;
        m->initial_to = m->to;
        m->initial = flags;
    } else if (m->open == WORD && (!m->joint || m->joint == FOLD_APOSTROPHE)) {
        end_initials(m);
    } else {
        end_token(m);
        begin(m, WORD, from, flags);
        m->initials = 1;
    }
    append(m, s, n);
    m->joint = 0;
    m->last = FOLD_LETTER;
    m->to = to;
}

static inline void add_digit(struct maker *m, const unsigned char *s, size_t n,
                             uint32_t from, uint32_t to)
{
    static const unsigned char point[4] = ".";

    if (m->open == WORD && !m->joint) {
        end_initials(m);
    } else if (m->open == WORD && m->joint != FOLD_APOSTROPHE &&
               m->last == FOLD_DIGIT) {
        append(m, point, 1);
    } else {
        end_token(m);
        begin(m, WORD, from, 0);
    }
    append(m, s, n);
    m->flags |= TOKEN_DIGIT;
    m->joint = 0;
    m->last = FOLD_DIGIT;
    m->to = to;
}

static void add_mark(struct maker *m, const struct fold *f, uint32_t to)
{
    if (m->joint)
        end_token(m);
    if (!m->open || m->marks == MARKS_MAX)
        return;
    if (!(f->flags & FOLD_PLAIN) || (f->ccc && m->marks && f->ccc < m->ccc))
        m->loose = 1;
    m->ccc = f->ccc;
    m->marks++;
    memcpy(m->buf + m->n, f->to.bytes, 4);
    m->n += f->len;
    m->to = to;
}

static void add_jamo(struct maker *m, const struct fold *f, uint32_t from,
                     uint32_t to)
{
    if (m->open == WORD && !m->joint && m->last == FOLD_LETTER &&
        m->marks < JAMO_MAX)
        add_mark(m, f, to);
    else
        add_letter(m, f->to.bytes, f->len, from, to, 0);
}

static void add_percent(struct maker *m, uint32_t from, uint32_t to)
{
    end_token(m);
    begin(m, WORD, from, 0);
    memcpy(m->buf, "percent", 7);
    m->n = 7;
    m->to = to;
    end_token(m);
}

/* Everything that is in no token, or only between two characters of one. */
static void add_separator(struct maker *m, uint8_t kind)
{
    int fits = m->open == WORD && !m->joint;

    if (fits && (kind == FOLD_APOSTROPHE || kind == FOLD_POINT ||
                 (kind == FOLD_COMMA && m->last == FOLD_DIGIT))) {
        m->joint = kind;
        return;
    }
    end_token(m);
    switch (kind) {
    case FOLD_SPACE:
    case FOLD_APOSTROPHE:
        if (m->stop)
            m->next |= TOKEN_SENTENCE;
        m->stop = 0;
        break;
    case FOLD_POINT:
    case FOLD_STOP:
        m->stop = 1;
        break;
    case FOLD_BREAK:
        m->next |= TOKEN_BLOCK | TOKEN_SENTENCE;
        m->stop = 0;
        break;
    case FOLD_END:
        m->next |= TOKEN_SENTENCE;
        m->stop = 0;
        break;
    default:
        m->stop = 0;
    }
}

static void add_list(struct maker *m, uint32_t c, const struct fold *f,
                     uint32_t from, uint32_t to);

/* Adds c, which stands at [from, to) of the original; flags is TOKEN_CAPITAL
 * where a capital was the first of the list that c comes from. */
static inline void add(struct maker *m, uint32_t c, uint8_t flags,
                       uint32_t from, uint32_t to)
{
    const struct fold *f = fold_of(c);

    if (!f) {
        m->error = TEXT_NO_MEMORY;
        return;
    }
    switch (f->kind) {
    case FOLD_LETTER:
        if (f->flags & FOLD_CAPITAL)
            flags = TOKEN_CAPITAL;
        add_letter(m, f->to.bytes, f->len, from, to, flags);
        break;
    case FOLD_DIGIT:
        add_digit(m, f->to.bytes, f->len, from, to);
        break;
    case FOLD_CHARACTER:
        end_token(m);
        begin(m, CHARACTER, from, TOKEN_CHARACTER);
        append(m, f->to.bytes, f->len);
        m->to = to;
        break;
    case FOLD_MARK:
        add_mark(m, f, to);
        break;
    case FOLD_JAMO:
        add_jamo(m, f, from, to);
        break;
    case FOLD_VANISH:
        break;
    case FOLD_PERCENT:
        add_percent(m, from, to);
        break;
    case FOLD_LIST:
        add_list(m, c, f, from, to);
        break;
    default:
        add_separator(m, f->kind);
    }
}

static void add_list(struct maker *m, uint32_t c, const struct fold *f,
                     uint32_t from, uint32_t to)
{
    const uint32_t *list = fold_list(c, f);
    uint8_t flags = f->flags & FOLD_CAPITAL ? TOKEN_CAPITAL : 0;
    size_t i;

    if (f->flags & FOLD_APART)
        end_token(m);
    for (i = 0; i < f->len; i++, flags = 0)
        add(m, list[i], flags, from, to);
    if (f->flags & FOLD_APART)
        end_token(m);
}

/* Copies the ASCII letters and digits that stand at p to out, in lower case, n
 * at most, and returns how many; or-s their kinds to seen. */
static inline size_t copy_run(unsigned char *out, const unsigned char *p,
                              size_t n, unsigned *seen)
{
    size_t i;

    for (i = 0; i < n && fold_ascii[p[i]] <= FOLD_DIGIT; i++) {
        *seen |= fold_ascii[p[i]];
        out[i] = p[i] | 0x20;
    }
    return i;
}

static inline size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* ASCII letters and digits behind an open token. */
static const unsigned char *continue_word(struct maker *m,
                                          const unsigned char *p)
{
    uint32_t at = (uint32_t)(p - m->bytes);
    const unsigned char first[4] = {*p | 0x20};
    unsigned seen = 0;
    size_t n;

    if (fold_ascii[*p] == FOLD_DIGIT)
        add_digit(m, first, 1, at, at + 1);
    else
        add_letter(m, first, 1, at, at + 1, *p < 'a' ? TOKEN_CAPITAL : 0);
    p++;
    if (p == m->end || fold_ascii[*p] > FOLD_DIGIT || m->n >= BUF_FULL)
        return p;
    end_initials(m);
    n = copy_run(m->buf + m->n, p, least(BUF_FULL - m->n, (size_t)(m->end - p)),
                 &seen);
    p += n;
    m->n += n;
    m->base = m->n - 1;
    m->to = (uint32_t)(p - m->bytes);
    m->last = fold_ascii[p[-1]];
    if (seen & FOLD_DIGIT)
        m->flags |= TOKEN_DIGIT;
    return p;
}

/* Kinds that end a token whatever follows; a point ends it too, if it is a
 * word of several letters, and a comma if it is no number. */
#define ENDS_ALL                                                               \
    (1u << FOLD_SPACE | 1u << FOLD_BREAK | 1u << FOLD_OTHER |                  \
     1u << FOLD_STOP | 1u << FOLD_PERCENT)

/* An ASCII letter or digit that begins a token, and what follows it. */
static const unsigned char *add_word(struct maker *m, const unsigned char *p)
{
    uint32_t from = (uint32_t)(p - m->bytes), to;
    uint8_t flags = *p >= 'A' && *p <= 'Z' ? TOKEN_CAPITAL : 0;
    unsigned seen = 0, ends = ENDS_ALL, next;
    size_t n = 0;

    for (;; p++) {
        size_t more = copy_run(
            m->buf + n, p, least(BUF_FULL - n, (size_t)(m->end - p)), &seen);

        n += more;
        p += more;
        if (n == BUF_FULL || m->end - p < 2 ||
            fold_ascii[*p] != FOLD_APOSTROPHE ||
            fold_ascii[p[1]] != FOLD_LETTER)
            break;
    }
    to = (uint32_t)(p - m->bytes);
    if (seen & FOLD_DIGIT)
        flags |= TOKEN_DIGIT;
    if (fold_ascii[p[-1]] == FOLD_LETTER)
        ends |= 1u << FOLD_COMMA | (n > 1 ? 1u << FOLD_POINT : 0);
    next = p < m->end ? fold_ascii[*p] : FOLD_SPACE;
    if (1u << next & ends) {
        emit(m, XXH3_64bits(m->buf, n), from, to, flags | m->next);
        m->next = m->stop = 0;
        /* Without a stop before it, a space does nothing more. */
        return p < m->end && next == FOLD_SPACE ? p + 1 : p;
    }
    begin(m, WORD, from, flags);
    m->n = n;
    m->base = n - 1;
    m->to = to;
    m->last = fold_ascii[p[-1]];
    m->initials = n == 1 && m->last == FOLD_LETTER;
    return p;
}

static inline const unsigned char *add_ascii(struct maker *m,
                                             const unsigned char *p)
{
    uint32_t at = (uint32_t)(p - m->bytes);
    uint8_t kind = fold_ascii[*p];

    if (kind <= FOLD_DIGIT)
        return m->open ? continue_word(m, p) : add_word(m, p);
    if (kind == FOLD_PERCENT)
        add_percent(m, at, at + 1);
    else
        add_separator(m, kind);
    return p + 1;
}

int text_fold(struct text *t, const char *bytes, size_t len)
{
    struct maker m;
    const unsigned char *p;

    t->n = 0;
    if (len >= UINT32_MAX)
        return TEXT_TOO_LONG;
    if (!len)
        return TEXT_OK;
    memset(&m, 0, offsetof(struct maker, buf));
    m.text = t;
    m.bytes = p = (const unsigned char *)bytes;
    m.end = p + len;
    m.next = TOKEN_BLOCK | TOKEN_SENTENCE;
    while (p < m.end && !m.error) {
        if (*p < 0x80) {
            p = add_ascii(&m, p);
        } else {
            uint32_t from = (uint32_t)(p - m.bytes);
            uint32_t c = utf8_next(&p, m.end);

            if (c == UTF8_BAD)
                add_separator(&m, FOLD_OTHER);
            else
                add(&m, c, 0, from, (uint32_t)(p - m.bytes));
        }
    }
    end_token(&m);
    if (m.error)
        t->n = 0;
    return m.error;
}
