/*
 * Names lie: a body has the class "has-sidebar", a form goes around a whole
 * page, an opinion column is in a "comment" section. So a node that calls
 * itself noise is believed only where what is left without it still has text,
 * and where the headline is not in it.
 *
 * Comments that do not call themselves so are told by their buttons: three or
 * more links to answer or to report, which no article has. All parts that hold
 * such a link, below the smallest element around all of them, are comments.
 */
#include "cli/page_noise.h"

#define LITTLE                                                                 \
    50 /* half words; what a page without an article may have left             \
        */
#define BUTTONS 3
#define BUTTON 14 /* half words of a line of links at most */

struct work {
    const struct page_tree *t;
    const uint64_t *good;
    uint8_t *out;
    size_t title;
};

int page_noise_paragraph(const struct page_block *b)
{
    return b->words >= PAGE_PARAGRAPH && b->link_words * 3 <= b->words;
}

static uint64_t good_in(const struct work *w, const struct page_node *n)
{
    return w->good[n->end_block] - w->good[n->first_block];
}

static unsigned noise_of(const struct page_node *n)
{
    unsigned hints = n->hints & (PAGE_HINT_NOISE | PAGE_HINT_COMMENTS |
                                 PAGE_HINT_HIDDEN | PAGE_HINT_RELATED);
    if (n->tag == PAGE_BODY || n->tag == PAGE_HTML || n->tag == PAGE_MAIN)
        return n->hints & PAGE_HINT_HIDDEN;
    if (n->hints & PAGE_HINT_BODY)
        return 0;
    if (n->tag == PAGE_NAV || n->tag == PAGE_FOOTER || n->tag == PAGE_ASIDE ||
        n->tag == PAGE_FORM)
        hints |= PAGE_HINT_NOISE;
    return hints;
}

static int is_noise(const struct work *w, const struct page_node *n)
{
    uint64_t all = w->good[w->t->nblocks], mine = good_in(w, n);
    unsigned noise = noise_of(n);
    if (!noise)
        return 0;
    if (all - mine < LITTLE && mine)
        return 0; /* there is nothing else */
    if (w->title >= n->first_block && w->title < n->end_block && mine * 6 > all)
        return 0; /* the headline is in it, and text */
    if (noise == PAGE_HINT_NOISE && mine * 10 > all * 7)
        return 0; /* 'has-sidebar', and forms around a whole page */
    return 1;
}

/* ---- comments ----------------------------------------------------------- */

/* Whether the word stands in the len bytes with no letter of its own kind
 * around it. */
static int has_word(const char *s, size_t len, const char *word)
{
    size_t n = strlen(word);
    int ascii = (unsigned char)*word < 0x80;
    for (size_t i = 0; i + n <= len; i++) {
        char next = i + n < len ? s[i + n] : ' ', before = i ? s[i - 1] : ' ';
        if (s[i] != *word || memcmp(s + i, word, n) != 0)
            continue;
        if (!ascii || ((next | 32) < 'a' && (before | 32) < 'a'))
            return 1;
    }
    return 0;
}

/* A line of links to answer a comment, or to complain of it. */
static int is_button(const struct page_tree *t, const struct page_block *b)
{
    static const char *const words[] = {
        "Reply",     "reply",     "Report",    "Respond",  "Flag",
        "Antworten", "antworten", "Melden",    "Signaler", "Responder",
        "Denunciar", "Reportar",  "Rispondi",  "Segnala",  "Beantwoorden",
        "Reageer",   "Svara",     "Odpowiedz", "Citar",    "Citer",
        "Répondre",  "Yanıtla",   "Ответить",  "ответить", "Пожаловаться",
        "回复",      "回覆",      "举报",      "返信",     "通報",
        "답글",      "신고"};
    if (!b->link_words || b->words > BUTTON)
        return 0;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (has_word(t->text.s + b->start, b->len, words[i]))
            return 1;
    return 0;
}

/* The smallest node around both. */
static uint32_t around_both(const struct page_tree *t, uint32_t a, uint32_t b)
{
    while (t->nodes[a].last < b)
        a = t->nodes[a].parent;
    return a;
}

static void mark_comments(struct work *w)
{
    const struct page_tree *t = w->t;
    size_t n = 0, first = 0, last = 0;
    uint32_t top;
    for (size_t i = 0; i < t->nblocks; i++)
        if (is_button(t, &t->blocks[i])) {
            first = n++ ? first : i;
            last = i;
        }
    if (n < BUTTONS)
        return;
    top = around_both(t, t->blocks[first].node, t->blocks[last].node);
    for (size_t i = first; i <= last; i++) {
        uint32_t node = t->blocks[i].node;
        if (!is_button(t, &t->blocks[i]))
            continue;
        while (node != top && t->nodes[node].parent != top)
            node = t->nodes[node].parent;
        /* The headline is in it: one long discussion, or something else. */
        if (node != top && !(w->title >= t->nodes[node].first_block &&
                             w->title < t->nodes[node].end_block))
            w->out[node] = 1;
    }
}

/* All that is under a marked node, unless nothing would be left. */
static int inherit(struct work *w)
{
    const struct page_tree *t = w->t;
    uint64_t left = w->good[t->nblocks];
    for (size_t i = 1; i < t->nnodes; i++) {
        if (!w->out[t->nodes[i].parent] && w->out[i])
            left -= good_in(w, &t->nodes[i]);
        w->out[i] |= w->out[t->nodes[i].parent];
    }
    return left >= LITTLE;
}

void page_noise_mark(const struct page_tree *t, size_t title,
                     const uint64_t *good, uint8_t *out)
{
    struct work w = {t, good, out, title};
    memset(out, 0, t->nnodes);
    mark_comments(&w);
    if (!inherit(&w))
        memset(out, 0, t->nnodes);
    for (size_t i = 1; i < t->nnodes; i++)
        if (!out[i])
            out[i] = out[t->nodes[i].parent] || is_noise(&w, &t->nodes[i]);
}
