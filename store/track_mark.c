/*
 * Which marker makes a version of a copy. An agency writes it at the head; what
 * stands below the story is a house's own word on its own page, or the head of
 * another story that it links to, unless several houses have it there.
 */
#include <string.h>

#include "shingle/marker.h"
#include "store/db.h"
#include "store/track_sort.h"

static uint8_t marker_of(const char *word)
{
    uint8_t k = 0;
    while (word && k < MARKER_KINDS && strcmp(word, marker_word[k]) != 0)
        k++;
    return word ? k : MARKER_KINDS;
}

static void read_mark(struct store *s, sqlite3_stmt *q, struct tale *t,
                      uint32_t copy)
{
    const char *where = db_text(q, 4), *title = db_text(q, 7);
    int64_t start = sqlite3_column_int64(q, 5);
    int64_t len = sqlite3_column_int64(q, 6);
    struct tale_mark x = {.copy = copy,
                          .seq = (unsigned)sqlite3_column_int(q, 1)};
    x.marker.kind = marker_of(db_text(q, 2));
    x.marker.number = (unsigned)sqlite3_column_int(q, 3);
    x.marker.in_title = where && !strcmp(where, "title");
    if (x.marker.kind == MARKER_KINDS || start < 0 || len < 0 ||
        start > INT32_MAX || len > INT32_MAX ||
        db_reserve(s, &t->mark, &t->mark_cap, t->nmarks + 1, sizeof *t->mark))
        return;
    x.marker.begin = (size_t)start;
    x.marker.end = (size_t)(start + len);
    if (x.marker.in_title && title && x.marker.end <= strlen(title) &&
        !(x.words = strndup(title + start, (size_t)len)))
        db_no_memory(s);
    t->mark[t->nmarks++] = x;
}

/* Few copies have any, so that they may be looked for one by one. */
void tale_read_marks(struct store *s, struct tale *t)
{
    sqlite3_stmt *q = db_prepare(
        s, "SELECT k.num, k.seq, k.kind, k.number, k.place, k.start, k.len,"
           " a.title FROM membership m JOIN marking k ON k.num = m.num"
           " JOIN article a ON a.num = m.num WHERE m.story = ?1"
           " ORDER BY k.num, k.seq");
    uint32_t i = 0;
    db_bind_int(s, q, 1, t->story);
    while (t->n && db_step(s, q)) {
        uint32_t num = (uint32_t)sqlite3_column_int64(q, 0);
        if (t->copy[i].num != num)
            for (i = 0; i + 1 < t->n && t->copy[i].num != num; i++)
                ;
        if (t->copy[i].num == num)
            read_mark(s, q, t, i);
    }
    db_done(s, q);
}

/* ---- which of them counts ------------------------------------------------ */

/* How far the reference is the story's: up to the last word that a copy on
 * another site has. */
static uint32_t story_end(const struct tale *t)
{
    const struct tale_copy *ref = &t->copy[t->reference];
    uint32_t end = 0;
    for (size_t i = 0; i < t->n; i++)
        if (t->copy[i].site != ref->site && t->copy[i].end > end)
            end = t->copy[i].end;
    return end ? end : ref->text.n;
}

/* The byte behind the last word of the story in a copy; 0: it has none. */
static size_t last_byte(const struct tale_copy *c, uint32_t end)
{
    uint32_t last = 0;
    for (size_t i = 0; i < c->nruns && c->run[i].a < end; i++) {
        uint32_t left = end - c->run[i].a;
        last = c->run[i].b + (left < c->run[i].n ? left : c->run[i].n);
    }
    return last ? c->text.end[last - 1] : 0;
}

static int is_below(const struct tale *t, const struct tale_mark *m,
                    uint32_t end)
{
    const struct tale_copy *c = &t->copy[m->copy];
    size_t last = m->marker.in_title ? 0 : last_byte(c, end);
    return last && m->marker.begin >= last;
}

/* Whether another site has the like of it below the story, too. */
static int is_shared(const struct tale *t, const struct tale_mark *m,
                     uint32_t end)
{
    for (size_t i = 0; i < t->nmarks; i++) {
        const struct tale_mark *k = &t->mark[i];
        if (k->marker.kind == m->marker.kind &&
            k->marker.number == m->marker.number &&
            t->copy[k->copy].site != t->copy[m->copy].site &&
            is_below(t, k, end))
            return 1;
    }
    return 0;
}

/* CORRECTED-UPDATE 2 is told from CORRECTED-UPDATE 1 by what stands beside. */
static unsigned turn_of(const struct marker *m, size_t n, size_t makes)
{
    unsigned turn = m[makes].number;
    for (size_t i = 0; i < n && !turn; i++)
        if (m[i].in_title == m[makes].in_title)
            turn = m[i].number;
    return turn;
}

/* Of the n markers of one copy. */
static void choose(struct tale *t, const struct tale_mark *mark, size_t n,
                   uint32_t end)
{
    struct tale_copy *c = &t->copy[mark->copy];
    struct marker m[MARKER_MOST];
    size_t at[MARKER_MOST], left = 0;
    for (size_t i = 0; i < n && left < MARKER_MOST; i++) {
        if (end && is_below(t, &mark[i], end) && !is_shared(t, &mark[i], end))
            continue;
        m[left] = mark[i].marker;
        at[left++] = i;
    }
    size_t makes = marker_decides(m, left);
    if (makes == left)
        return;
    c->marker = m[makes].kind;
    c->marker_number = m[makes].number;
    c->marker_turn = turn_of(m, left, makes);
    c->marker_seq = mark[at[makes]].seq;
    c->marker_start = (uint32_t)m[makes].begin;
    c->marker_len = (uint32_t)(m[makes].end - m[makes].begin);
    c->marker_words = mark[at[makes]].words;
}

void tale_marks(struct tale *t)
{
    uint32_t end = 0; /* without a text there is no below */
    if (t->failed)
        return;
    if (t->reference != UINT32_MAX)
        end = story_end(t);
    for (size_t i = 0, k; i < t->nmarks; i = k) {
        for (k = i + 1; k < t->nmarks && t->mark[k].copy == t->mark[i].copy;
             k++)
            ;
        choose(t, &t->mark[i], k - i, end);
    }
}
