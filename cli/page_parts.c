/*
 * An article may be cut by lists of links: 'most read' in its middle, the
 * links to share between two posts of a live page. What goes on behind such a
 * list as it was before, in the same place of the page's tree, is still the
 * article. What is made otherwise is the imprint, or a teaser.
 */
#include "cli/page_parts.h"
#include "cli/page_noise.h"

#define LEVELS 3
#define WALL 20 /* half words of links in a row that part two parts */
#define HEADLINE 60

/* The element k levels up, with the tags on the way there in *path. */
static uint32_t up(const struct page_tree *t, uint32_t node, int k,
                   uint32_t *path)
{
    *path = 0;
    while (k-- && node) {
        *path = *path << 8 | t->nodes[node].tag;
        node = t->nodes[node].parent;
    }
    return node;
}

int page_parts_alike(const struct page_tree *t, size_t a, size_t b)
{
    uint32_t x = t->blocks[a].node, y = t->blocks[b].node, from_x, from_y;
    for (int k = 0; k <= LEVELS; k++)
        if (up(t, x, k, &from_x) == up(t, y, k, &from_y) && from_x == from_y)
            return 1;
    return 0;
}

static uint64_t key(const struct page_tree *t, size_t block, int k)
{
    uint32_t path, top = up(t, t->blocks[block].node, k, &path);
    return (uint64_t)top << 32 | (uint64_t)k << 30 | path;
}

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

struct part {
    size_t first, end;
    uint64_t good;
};

struct parts {
    const struct page_tree *t;
    const uint8_t *out;
    struct part *part;
    size_t n, main;
    uint64_t *keys; /* of the paragraphs in the main part */
    size_t nkeys;
};

static void cut(struct parts *p, size_t title, size_t first, size_t end)
{
    uint32_t wall = WALL;
    for (size_t i = first; i < end; i++) {
        const struct page_block *b = &p->t->blocks[i];
        struct part *part;
        if (p->out[b->node] || page_parts_linky(b)) {
            wall += p->out[b->node] ? 4 : b->link_words;
            continue;
        }
        if (wall >= WALL) {
            part = &p->part[p->n++];
            part->first = i;
            part->good = 0;
        }
        part = &p->part[p->n - 1];
        part->end = i + 1;
        part->good += page_noise_paragraph(b) ? b->words : 0;
        part->good += i == title ? HEADLINE : 0;
        wall = 0;
    }
    for (size_t i = 1; i < p->n; i++)
        if (p->part[i].good > p->part[p->main].good)
            p->main = i;
}

static void gather_keys(struct parts *p)
{
    const struct part *m = &p->part[p->main];
    for (size_t i = m->first; i < m->end; i++)
        for (int k = 0; k <= LEVELS; k++)
            if (page_noise_paragraph(&p->t->blocks[i]))
                p->keys[p->nkeys++] = key(p->t, i, k);
    qsort(p->keys, p->nkeys, sizeof *p->keys, by_value);
}

static int belongs(const struct parts *p, const struct part *part)
{
    for (size_t i = part->first; i < part->end; i++)
        for (int k = 0; k <= LEVELS; k++) {
            uint64_t own = key(p->t, i, k);
            if (bsearch(&own, p->keys, p->nkeys, sizeof own, by_value))
                return 1;
        }
    return 0;
}

int page_parts_drop(const struct page_tree *t, const uint8_t *out, size_t title,
                    size_t first, size_t end, uint8_t *drop)
{
    struct parts p = {t, out, NULL, 0, 0, NULL, 0};
    int rc = -1;
    memset(drop + first, 0, end - first);
    p.part = malloc((end - first + 1) * sizeof *p.part);
    p.keys = malloc((end - first + 1) * (LEVELS + 1) * sizeof *p.keys);
    if (!p.part || !p.keys)
        goto out;
    rc = 0;
    cut(&p, title, first, end);
    if (p.n < 2)
        goto out;
    gather_keys(&p);
    for (size_t i = 0; i < p.n; i++) {
        const struct part *part = &p.part[i];
        if (i == p.main || (i < p.main && part->end > title) ||
            belongs(&p, part))
            continue;
        memset(drop + part->first, 1, part->end - part->first);
    }
out:
    free(p.part);
    free(p.keys);
    return rc;
}
