#include "tests/crawl.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct crawl_shape crawl_small = {.papers = 8,
                                        .days = 6,
                                        .stories = 14,
                                        .carriers = 4,
                                        .digests = 3,
                                        .paragraphs = 9,
                                        .seed = 1};
const struct crawl_shape crawl_tiny = {.papers = 4,
                                       .days = 1,
                                       .stories = 2,
                                       .carriers = 3,
                                       .digests = 1,
                                       .paragraphs = 4,
                                       .seed = 2};

/* ---- words --------------------------------------------------------------- */

/* Steele, Lea and Flood's splitmix64. */
uint64_t crawl_random(uint64_t *seed)
{
    uint64_t x = *seed += UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

static unsigned below(uint64_t *seed, unsigned n)
{
    return (unsigned)(crawl_random(seed) % n);
}

void page_print(struct page *p, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (p->n + (size_t)n + 1 > p->cap) {
        p->cap = 2 * (p->n + (size_t)n) + 64;
        p->at = realloc(p->at, p->cap);
    }
    if (n < 0 || !p->at)
        abort();
    va_start(args, format);
    vsnprintf(p->at + p->n, p->cap - p->n, format, args);
    va_end(args);
    p->n += (size_t)n;
}

/* One of 4,096 words, some with bytes above 0x7f. */
static void print_word(struct page *p, unsigned i)
{
    static const char *const syllable[] = {
        "ka", "lo",  "mi", "tre", "sun", "ber", "na",  "vé",
        "do", "ral", "ün", "stå", "pi",  "gor", "wel", "ша"};
    page_print(p, "%s%s%s", syllable[i & 15], syllable[i >> 4 & 15],
               syllable[i >> 8 & 15]);
}

static void print_sentence(struct page *p, uint64_t *seed)
{
    page_print(p, "The");
    for (unsigned i = 1; i < 9; i++) {
        page_print(p, " ");
        print_word(p, below(seed, 4096));
    }
    page_print(p, ". ");
}

static void print_paragraph(struct page *p, uint64_t seed)
{
    for (unsigned i = 0; i < 3; i++)
        print_sentence(p, &seed);
    page_print(p, "\n");
}

/* Paragraph i of the text that a seed stands for. */
static uint64_t part(uint64_t seed, unsigned i)
{
    seed = seed << 16 | i;
    return crawl_random(&seed);
}

char *crawl_text(uint64_t seed, unsigned paragraphs)
{
    struct page p = {0};
    for (unsigned i = 0; i < paragraphs; i++)
        print_paragraph(&p, part(seed, i));
    return p.at;
}

/* ---- articles ------------------------------------------------------------ */

enum { STORY = 1000, OWN = 2000, LOCAL = 3000, LETTER = 4000, FOOTER = 5000 };

struct making {
    struct crawl *c;
    const struct crawl_shape *shape;
    uint64_t seed;
    size_t cap;
};

static const char *keep(struct making *m, struct page *p)
{
    struct crawl *c = m->c;
    c->memory = realloc(c->memory, (c->nmemory + 1) * sizeof *c->memory);
    if (!c->memory)
        abort();
    return c->memory[c->nmemory++] = p->at;
}

/* An article of paper's with this text in its furniture. */
static void publish(struct making *m, unsigned paper, const char *id,
                    int64_t story, int64_t time, const char *text)
{
    struct crawl *c = m->c;
    struct page name = {0}, url = {0}, title = {0}, page = {0};
    uint64_t seed = m->shape->seed << 32;
    if (c->n == m->cap) {
        m->cap = 2 * m->cap + 16;
        c->article = realloc(c->article, m->cap * sizeof *c->article);
        c->story = realloc(c->story, m->cap * sizeof *c->story);
        if (!c->article || !c->story)
            abort();
    }
    page_print(&name, "%s", id);
    page_print(&url, "https://www.paper%u.example/news/%s", paper, id);
    page_print(&title, "Title of %s", id);
    for (unsigned i = 0; i < 3; i++)
        print_paragraph(&page, part(seed + LETTER + paper, i));
    page_print(&page, "%s", text);
    print_paragraph(&page, part(seed + FOOTER + paper, 0));
    struct article a = {.id = keep(m, &name),
                        .url = keep(m, &url),
                        .title = keep(m, &title),
                        .lang = "xx",
                        .published = time,
                        .fetched = time + 3600,
                        .text = keep(m, &page),
                        .text_len = page.n};
    c->article[c->n] = a;
    c->story[c->n++] = story;
}

static int64_t moment(struct making *m, unsigned day)
{
    return CRAWL_EPOCH + day * INT64_C(86400) + below(&m->seed, 80000);
}

static uint64_t seed_of(const struct making *m, unsigned what)
{
    return (m->shape->seed << 32) + what;
}

/* The whole story, or two thirds of it at least, and perhaps local words. */
static void publish_copy(struct making *m, unsigned story, unsigned carrier,
                         unsigned day)
{
    unsigned all = m->shape->paragraphs;
    unsigned kept = carrier % 2 ? all - below(&m->seed, all / 3 + 1) : all;
    unsigned paper = (story + carrier) % m->shape->papers;
    uint64_t seed = seed_of(m, STORY + story);
    struct page text = {0};
    char id[64];
    for (unsigned i = 0; i < kept; i++) {
        print_paragraph(&text, part(seed, i));
        if (i == 1 && carrier == 2)
            print_paragraph(&text, part(seed_of(m, LOCAL + story), 0));
    }
    snprintf(id, sizeof id, "story%02u-paper%u", story, paper);
    publish(m, paper, id, story, moment(m, day), text.at);
    free(text.at);
}

static void publish_own(struct making *m, unsigned paper, unsigned day)
{
    char id[64], *text = crawl_text(seed_of(m, OWN + 50 * day + paper), 5);
    snprintf(id, sizeof id, "own-paper%u-day%u", paper, day);
    publish(m, paper, id, CRAWL_ALONE, moment(m, day), text);
    free(text);
}

/* One form, other figures. */
static void publish_form(struct making *m, unsigned day)
{
    struct page text = {0};
    char id[64];
    for (unsigned i = 0; i < 12; i++) {
        page_print(&text, "Shares of ");
        print_word(&text, 300 * i);
        page_print(&text, " closed at %u.%02u, up %u points.\n",
                   1000 + below(&m->seed, 9000), below(&m->seed, 100),
                   below(&m->seed, 100));
    }
    snprintf(id, sizeof id, "form-day%u", day);
    publish(m, 0, id, CRAWL_ALONE, moment(m, day), text.at);
    free(text.at);
}

/* The first paragraphs of three stories: less than the shortest copy has. */
static void publish_digest(struct making *m, unsigned number)
{
    unsigned first = 1 + 3 * number % m->shape->stories;
    struct page text = {0};
    char id[64];
    for (unsigned k = 0; k < 3; k++)
        for (unsigned i = 0; i < 4; i++) {
            unsigned story = 1 + (first - 1 + k) % m->shape->stories;
            print_paragraph(&text, part(seed_of(m, STORY + story), i));
        }
    snprintf(id, sizeof id, "digest%u", number);
    publish(m, number % m->shape->papers, id, CRAWL_DIGEST,
            moment(m, (first + 2) % m->shape->days), text.at);
    free(text.at);
}

static void order(struct crawl *c)
{
    for (size_t i = 1; i < c->n; i++)
        for (size_t j = i;
             j && c->article[j].published < c->article[j - 1].published; j--) {
            struct article a = c->article[j];
            int64_t s = c->story[j];
            c->article[j] = c->article[j - 1];
            c->story[j] = c->story[j - 1];
            c->article[j - 1] = a;
            c->story[j - 1] = s;
        }
}

void crawl_make(struct crawl *c, const struct crawl_shape *shape)
{
    struct making m = {.c = c, .shape = shape, .seed = shape->seed};
    memset(c, 0, sizeof *c);
    for (unsigned story = 1; story <= shape->stories; story++)
        for (unsigned k = 0; k < shape->carriers; k++)
            publish_copy(&m, story, k, story % shape->days);
    for (unsigned day = 0; day < shape->days; day++) {
        for (unsigned paper = 0; paper < shape->papers; paper++)
            publish_own(&m, paper, day);
        publish_form(&m, day);
    }
    for (unsigned i = 0; i < shape->digests; i++)
        publish_digest(&m, i);
    order(c);
}

void crawl_release(struct crawl *c)
{
    for (size_t i = 0; i < c->nmemory; i++)
        free(c->memory[i]);
    free(c->memory);
    free(c->article);
    free(c->story);
    memset(c, 0, sizeof *c);
}

double crawl_agreement(const int64_t *a, const int64_t *b, size_t n)
{
    double same = 0, only_a = 0, only_b = 0, none = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++) {
            int x = a[i] > 0 && a[i] == a[j], y = b[i] > 0 && b[i] == b[j];
            same += x && y;
            only_a += x && !y;
            only_b += !x && y;
            none += !x && !y;
        }
    double all =
        (same + only_a) * (only_a + none) + (same + only_b) * (only_b + none);
    return all > 0 ? 2 * (same * none - only_a * only_b) / all : 1;
}
