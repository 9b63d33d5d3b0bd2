/*
 * The article is the stretch of the page with the most text for its markup.
 * Each block has a score: its words, less twice those in links, less a price
 * for each tag that begins before or in it; the article is the run of blocks
 * with the largest sum. This is maximum subsequence segmentation (J.
 * Pasternack and D. Roth, "Extracting article text from the web with maximum
 * subsequence segmentation", WWW 2009), whose plain form takes 1 for a word
 * and -3.25 for a tag. What the shape of the page says comes on top, after
 * what F. Sun, D. Song and L. Liao ("DOM based content extraction via text
 * density", SIGIR 2011) found of density in the tree:
 *   - menus, footers, comments and whatever calls itself noise are worth
 *     nothing, unless most of what reads as text is in there;
 *   - in an element that calls itself the article's body, and in the one that
 *     the run lies in, tags cost a third;
 *   - the block that repeats the headline draws the run towards it, and what
 *     stands between the two, the byline and the standfirst, is in.
 * In the run only blocks that are mostly links are left out. What a site shows
 * on each page may well stay; it is found out later by being on each page.
 */
#include "cli/page_text.h"
#include "cli/page_date.h"
#include "cli/page_noise.h"
#include "cli/page_parts.h"
#include "cli/page_title.h"

#define TAG                                                                    \
    6 /* price of a tag in half words: Pasternack and Roth's                   \
         3.25 words, and 3 do as well */
#define TAG_INSIDE 2
#define MOST_TAGS 16 /* that count for one block; pictures have many */
#define GOOD PAGE_PARAGRAPH
#define HEADLINE 60 /* what the block of the headline is worth besides */
#define NEAR 12     /* blocks between two of one make: a list of links */
#define AWAY 60     /* blocks at most between headline and text */

struct work {
    const struct page_tree *t;
    uint64_t *good;  /* half words of paragraphs before block i */
    int32_t *score;  /* of each block */
    uint8_t *out;    /* of each node: it and all in it are out */
    uint8_t *drop;   /* of each block: not the article's after all */
    uint8_t *inside; /* of each node: part of a stated body */
    size_t title, first, end;
};

static const struct page_node *node_of(const struct work *w, size_t block)
{
    return &w->t->nodes[w->t->blocks[block].node];
}

static int is_out(const struct work *w, size_t block)
{
    return w->out[w->t->blocks[block].node];
}

/* ---- what the page says ------------------------------------------------- */

/* Which nodes lie in what calls itself the article's body. */
static void mark_inside(struct work *w)
{
    const struct page_tree *t = w->t;
    for (size_t i = 0; i < t->nnodes; i++) {
        const struct page_node *n = &t->nodes[i];
        w->inside[i] = (i && w->inside[n->parent]) ||
                       (!w->out[i] && (n->hints & PAGE_HINT_BODY) &&
                        w->good[n->end_block] > w->good[n->first_block]);
    }
}

/* The block of the headline: an h1 that repeats it, else any block that does,
 * else the only h1. */
static size_t find_title(const struct page_tree *t, const char *title,
                         size_t len)
{
    size_t first = t->nblocks, same = t->nblocks, h1 = 0;
    for (size_t i = 0; i < t->nblocks; i++) {
        const struct page_block *b = &t->blocks[i];
        int is_h1 = t->nodes[b->node].tag == PAGE_H1;
        int equal = title && b->len < 2 * len + 20 && len < 2u * b->len + 20 &&
                    page_title_same(t->text.s + b->start, b->len, title, len);
        if (equal && is_h1)
            return i;
        if (equal && same == t->nblocks)
            same = i;
        if (is_h1 && !h1++)
            first = i;
    }
    return same < t->nblocks || h1 != 1 ? same : first;
}

/* ---- the run ------------------------------------------------------------ */

static int32_t score(const struct work *w, size_t i, int price)
{
    const struct page_block *b = &w->t->blocks[i];
    int32_t words = (int32_t)(b->words < 100000 ? b->words : 100000),
            links = (int32_t)(b->link_words < 100000 ? b->link_words : 100000),
            tags = b->tags < MOST_TAGS ? b->tags : MOST_TAGS;
    if (is_out(w, i))
        return -1 - (tags < 10 ? tags : 10);
    if (page_parts_linky(b))
        return -words - tags * price / 2;
    return words - 2 * links - tags * price + (i == w->title ? HEADLINE : 0);
}

static void score_all(struct work *w)
{
    for (size_t i = 0; i < w->t->nblocks; i++)
        w->score[i] =
            score(w, i, w->inside[w->t->blocks[i].node] ? TAG_INSIDE : TAG);
}

static void best_run(struct work *w)
{
    int64_t sum = 0, best = 0;
    size_t begin = 0;
    w->first = w->end = 0;
    for (size_t i = 0; i < w->t->nblocks; i++) {
        if (sum <= 0) {
            sum = 0;
            begin = i;
        }
        sum += w->score[i];
        if (sum > best) {
            best = sum;
            w->first = begin;
            w->end = i + 1;
        }
    }
}

/* The element that the run lies in, or the outermost around it that calls
 * itself an article. */
static const struct page_node *around(const struct work *w)
{
    const struct page_node *nodes = w->t->nodes, *n = node_of(w, w->first),
                           *found = NULL;
    while (n != nodes) {
        if (n->first_block <= w->first && n->end_block >= w->end) {
            if (n->tag == PAGE_BODY || n->tag == PAGE_HTML)
                break;
            if (!found || n->tag == PAGE_ARTICLE || (n->hints & PAGE_HINT_BODY))
                found = n;
        }
        n = &nodes[n->parent];
    }
    return found;
}

/* Inside its element the run is widened at a lower price. */
static void widen(struct work *w)
{
    const struct page_node *n = around(w);
    int64_t sum = 0, best = 0;
    size_t end = w->end, first = w->first;
    if (!n)
        return;
    for (size_t i = w->end; i < n->end_block; i++) {
        sum += score(w, i, TAG_INSIDE);
        if (sum > best) {
            best = sum;
            end = i + 1;
        }
    }
    sum = best = 0;
    for (size_t i = w->first; i-- > n->first_block;) {
        sum += score(w, i, TAG_INSIDE);
        if (sum > best) {
            best = sum;
            first = i;
        }
    }
    w->first = first;
    w->end = end;
}

/* The paragraph of the run that is nearest to one of its ends. */
static size_t last_paragraph(const struct work *w)
{
    size_t i = w->end - 1;
    while (i > w->first && !page_noise_paragraph(&w->t->blocks[i]))
        i--;
    return i;
}

static size_t first_paragraph(const struct work *w)
{
    size_t i = w->first;
    while (i + 1 < w->end && !page_noise_paragraph(&w->t->blocks[i]))
        i++;
    return i;
}

/* What is made as the run's last paragraph goes on with it, and with its
 * first, as long as the next such block is not far. */
static void go_on(struct work *w)
{
    const struct page_tree *t = w->t;
    size_t like = last_paragraph(w);
    for (size_t i = w->end; i < t->nblocks && i < w->end + NEAR; i++)
        if (!is_out(w, i) && !page_parts_linky(&t->blocks[i]) &&
            page_parts_alike(t, like, i))
            w->end = i + 1;
    like = first_paragraph(w);
    for (size_t i = w->first; i-- > 0 && w->first - i <= NEAR;)
        if (!is_out(w, i) && !page_parts_linky(&t->blocks[i]) &&
            page_parts_alike(t, like, i))
            w->first = i;
}

/* What stands before the headline is not under it, unless most does. */
static void begin_at_title(struct work *w)
{
    if (w->title > w->first && w->title < w->end &&
        w->good[w->end] - w->good[w->title] >=
            w->good[w->title] - w->good[w->first])
        w->first = w->title;
}

/* ---- lines at its ends -------------------------------------------------- */

static int has(const char *s, size_t len, const char *word)
{
    size_t n = strlen(word);
    for (size_t i = 0; i + n <= len; i++)
        if (s[i] == *word && !memcmp(s + i, word, n))
            return 1;
    return 0;
}

/* A line that says whose text it is. */
static int credits(const struct work *w, size_t i)
{
    static const char *const words[] = {
        "\xC2\xA9", "Copyright", "copyright", "COPYRIGHT", "(AP)", "(AFP)",
        "Reuters",  "REUTERS",   "(dpa)",     "(EFE)",     "ANSA", "ТАСС"};
    const struct page_block *b = &w->t->blocks[i];
    const struct page_node *n = node_of(w, i);
    if (b->words > 4 * GOOD)
        return 0;
    if ((n->hints | w->t->nodes[n->parent].hints) & PAGE_HINT_CREDIT)
        return 1;
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (has(w->t->text.s + b->start, b->len, words[k]))
            return 1;
    return 0;
}

static int begins_by(const struct work *w, size_t i)
{
    static const char *const words[] = {"By ",   "by ",  "BY ",  "Von ",
                                        "Par ",  "Por ", "Di ",  "De ",
                                        "Door ", "Av ",  "Автор"};
    const struct page_block *b = &w->t->blocks[i];
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (b->len > strlen(words[k]) &&
            !memcmp(w->t->text.s + b->start, words[k], strlen(words[k])))
            return b->words <= 2 * GOOD;
    return 0;
}

/* A line of who and when, which often is links for the most part. */
static int is_byline(const struct work *w, size_t i)
{
    const struct page_block *b = &w->t->blocks[i];
    int64_t time;
    return b->words <= 2 * GOOD &&
           (begins_by(w, i) || credits(w, i) ||
            page_date_in(w->t->text.s + b->start, b->len, &time, NULL));
}

/* From the headline on, with a byline just before it, and on to a credit that
 * stands just behind. */
static void reach_out(struct work *w)
{
    const struct page_node *n = around(w);
    size_t stop = w->end + 6, last = w->end, back = w->first;
    if (w->title < w->first && w->first - w->title <= AWAY)
        w->first = back = w->title;
    for (size_t i = w->first; i-- > 0 && w->first - i <= 3;)
        if (!is_out(w, i) && !page_parts_linky(&w->t->blocks[i]) &&
            (is_byline(w, i) ||
             node_of(w, i)->parent == node_of(w, w->first)->parent))
            back = i;
    if (n && stop > n->end_block)
        stop = n->end_block > w->end ? n->end_block : w->end;
    for (size_t i = w->end; i < stop && i < w->t->nblocks; i++)
        if (!is_out(w, i) && credits(w, i) &&
            !page_parts_linky(&w->t->blocks[i]))
            last = i + 1;
    w->first = back;
    w->end = last;
}

/* ---- what comes of it --------------------------------------------------- */

static int kept(const struct work *w, size_t i, const char *title, size_t len)
{
    const struct page_block *b = &w->t->blocks[i];
    if (is_out(w, i) || w->drop[i] || !b->words)
        return 0;
    if (title && b->len < 2 * len + 20 &&
        page_title_same(w->t->text.s + b->start, b->len, title, len))
        return 0;
    return !page_parts_linky(b) || b->words - b->link_words >= 2 * GOOD ||
           credits(w, i) || begins_by(w, i) ||
           (i < w->title + 8 && is_byline(w, i));
}

/* A heading that nothing of the article stands under: 'Related stories'; and
 * any short line before two lines of links. */
static int idle_heading(const struct work *w, size_t i, const char *title,
                        size_t len)
{
    size_t next = i + 1;
    if (w->t->blocks[i].words > GOOD || is_byline(w, i))
        return 0;
    while (next < w->t->nblocks && is_out(w, next))
        next++;
    if (node_of(w, i)->tag == PAGE_HEADING)
        return next == w->t->nblocks || !kept(w, next, title, len);
    return next + 1 < w->t->nblocks && page_parts_linky(&w->t->blocks[next]) &&
           page_parts_linky(&w->t->blocks[next + 1]);
}

static void emit(const struct work *w, const char *title, size_t len,
                 struct page_buffer *out, struct page_found *found)
{
    for (size_t i = w->first; i < w->end; i++) {
        const struct page_block *b = &w->t->blocks[i];
        if (!kept(w, i, title, len) || idle_heading(w, i, title, len))
            continue;
        if (out->n)
            page_buffer_put(out, '\n');
        page_buffer_add(out, w->t->text.s + b->start, b->len);
        found->words += b->words;
    }
}

static int new_work(struct work *w, const struct page_tree *t)
{
    memset(w, 0, sizeof *w);
    w->t = t;
    w->good = calloc(t->nblocks + 1, sizeof *w->good);
    w->score = calloc(t->nblocks + 1, sizeof *w->score);
    w->out = calloc(t->nnodes + 1, 1);
    w->inside = calloc(t->nnodes + 1, 1);
    w->drop = calloc(t->nblocks + 1, 1);
    if (!w->good || !w->score || !w->out || !w->inside || !w->drop)
        return -1;
    for (size_t i = 0; i < t->nblocks; i++)
        w->good[i + 1] =
            w->good[i] +
            (page_noise_paragraph(&t->blocks[i]) ? t->blocks[i].words : 0);
    return 0;
}

int page_text_find(const struct page_tree *t, const char *title,
                   size_t title_len, struct page_buffer *out,
                   struct page_found *found)
{
    struct work w;
    int rc = new_work(&w, t);
    memset(found, 0, sizeof *found);
    found->title = t->nblocks;
    if (!rc && t->nblocks) {
        found->title = w.title = find_title(t, title, title_len);
        page_noise_mark(t, w.title, w.good, w.out);
        mark_inside(&w);
        score_all(&w);
        best_run(&w);
        if (w.end) {
            widen(&w);
            go_on(&w);
            begin_at_title(&w);
            reach_out(&w);
        } else {
            w.end = t->nblocks; /* nothing reads as text: all that is there */
        }
        rc = page_parts_drop(t, w.out, w.title, w.first, w.end, w.drop);
        if (!rc)
            emit(&w, title, title_len, out, found);
        found->first = w.first;
        found->end = w.end;
    }
    free(w.good);
    free(w.score);
    free(w.out);
    free(w.inside);
    free(w.drop);
    return rc || out->failed ? -1 : 0;
}
