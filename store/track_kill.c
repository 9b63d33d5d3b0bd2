#include "store/track_kill.h"

#include <stdlib.h>
#include <string.h>

#include "shingle/text.h"
#include "store/article.h"
#include "store/db.h"
#include "store/question.h"
#include "store/track_tale.h"
#include "store/work.h"

/* Words of a notice at most: what has more is a story, or has the story's text.
 * And of it so many are looked at, with its headline. */
#define NOTICE_WORDS 200

/* Seconds that the last copy before a notice is old at most: what was moved
 * days ago under the same headline is another day's report. */
#define NOTICE_AFTER (2 * 86400)

/* A headline is named by three words at least, and three of four of its words,
 * in their order and hardly with others between. */
#define NAMED_LEAST 3
#define NAMED_WORDS 40
#define NAMED_GAP 3

/* ---- reading ------------------------------------------------------------- */

void kills_release(struct kills *k)
{
    for (size_t i = 0; i < k->n; i++) {
        free(k->at[i].said);
        free(k->at[i].word);
    }
    free(k->at);
    memset(k, 0, sizeof *k);
}

/* Adds the words of a string to those of a notice. */
static int add_words(struct store *s, struct kill_notice *x, const char *bytes,
                     size_t len)
{
    struct text *t = &work_of(s, 0)->maker.text;
    if (text_fold(t, bytes, len))
        return db_no_memory(s);
    size_t most = 2 * NOTICE_WORDS - x->n, n = t->n < most ? t->n : most;
    uint64_t *more = realloc(x->word, (x->n + n + 1) * sizeof *more);
    if (!more)
        return db_no_memory(s);
    x->word = more;
    if (n)
        memcpy(x->word + x->n, t->hash, n * sizeof *more);
    x->n += n;
    return STORE_OK;
}

static int read_notice(struct store *s, sqlite3_stmt *q, struct kill_notice *x)
{
    const char *title = db_text(q, 4), *place = db_text(q, 5), *in;
    size_t start = (size_t)sqlite3_column_int64(q, 6);
    size_t len = (size_t)sqlite3_column_int64(q, 7);
    struct kept_text text = {0};
    *x = (struct kill_notice){.num = (uint32_t)sqlite3_column_int64(q, 0),
                              .site = (uint32_t)sqlite3_column_int64(q, 1),
                              .time = db_time(q, 2),
                              .seq = (unsigned)sqlite3_column_int(q, 3)};
    if (title && add_words(s, x, title, strlen(title)))
        return s->error;
    if (question_text(s, x->num, &text) ||
        (text.bytes && add_words(s, x, text.bytes, text.len)))
        goto out;
    in = place && !strcmp(place, "title") ? title : text.bytes;
    size_t size = !in ? 0 : in == title ? strlen(in) : text.len;
    if (start > size || len > size - start)
        start = len = 0;
    if (!(x->said = strndup(in ? in + start : "", len)))
        db_no_memory(s);
out:
    free(text.bytes);
    return s->error;
}

int kills_read(struct store *s, uint32_t num, struct kills *k)
{
    sqlite3_stmt *q = db_prepare(
        s, "SELECT k.num, a.site, ifnull(a.published, a.fetched) AS time,"
           " k.seq, a.title, k.place, k.start, k.len FROM marking k"
           " JOIN article a ON a.num = k.num WHERE k.kind = 'kill'"
           " AND k.decides AND (?1 = 0 OR k.num = ?1) AND a.words <= ?2"
           " AND time IS NOT NULL ORDER BY time, k.num");
    db_bind_int(s, q, 1, num);
    db_bind_int(s, q, 2, NOTICE_WORDS);
    while (db_step(s, q))
        if (db_reserve(s, &k->at, &k->cap, k->n + 1, sizeof *k->at) ||
            read_notice(s, q, &k->at[k->n++]))
            break;
    return db_done(s, q);
}

/* ---- naming -------------------------------------------------------------- */

/* How many words of a headline stand in a notice, in their order and close to
 * each other: the longest such chain. */
static size_t count_named(const struct kill_notice *x, const uint64_t *title,
                          size_t n)
{
    size_t best[NAMED_WORDS] = {0}, last[NAMED_WORDS] = {0}, most = 0;
    for (size_t i = 0; i < x->n; i++)
        for (size_t k = n; k-- > 0;) {
            size_t before = 0;
            if (title[k] != x->word[i])
                continue;
            for (size_t j = 0; j < k; j++)
                if (best[j] > before && i - last[j] <= NAMED_GAP + 1)
                    before = best[j];
            best[k] = before + 1;
            last[k] = i;
            most = best[k] > most ? best[k] : most;
        }
    return most;
}

static int names(struct store *s, const struct kill_notice *x,
                 const char *title)
{
    struct text *t = &work_of(s, 0)->maker.text;
    if (!title || !*title)
        return 0;
    if (text_fold(t, title, strlen(title)))
        return db_no_memory(s), 0;
    size_t n = t->n < NAMED_WORDS ? t->n : NAMED_WORDS;
    size_t named = n < NAMED_LEAST ? 0 : count_named(x, t->hash, n);
    return named >= NAMED_LEAST && 4 * named >= 3 * n;
}

/* Stories with a copy that the notice may mean: shown shortly before it, on its
 * site or credited to an agency that it credits. */
#define MEANT                                                                  \
    " FROM membership m JOIN article a ON a.num = m.num WHERE m.role = 0"      \
    " AND m.num <> ?2 AND ifnull(a.published, a.fetched) BETWEEN ?3 AND ?4"    \
    " AND (a.site = ?5 OR EXISTS (SELECT 1 FROM credit c JOIN credit e"        \
    " ON e.agency = c.agency WHERE c.num = a.num AND c.decides"                \
    " AND e.num = ?2 AND e.decides))"

static void bind(struct store *s, sqlite3_stmt *q, const struct kill_notice *x)
{
    db_bind_int(s, q, 2, x->num);
    db_bind_int(s, q, 3, x->time - NOTICE_AFTER);
    db_bind_int(s, q, 4, x->time);
    db_bind_int(s, q, 5, x->site);
}

/* Whether a copy was there shortly before a notice, which is none itself. */
static int is_near(const struct tale *t, const struct kill_notice *x)
{
    int near = 0;
    for (size_t i = 0; i < t->n; i++) {
        int64_t time = t->copy[i].time;
        if (t->copy[i].num == x->num)
            return 0;
        near |= time <= x->time && time >= x->time - NOTICE_AFTER;
    }
    return near;
}

static int means(struct store *s, const struct kill_notice *x,
                 const struct tale *t)
{
    int found = 0;
    if (!is_near(t, x))
        return 0;
    sqlite3_stmt *q =
        db_prepare(s, "SELECT DISTINCT a.title" MEANT " AND m.story = ?1");
    db_bind_int(s, q, 1, t->story);
    bind(s, q, x);
    while (!found && db_step(s, q))
        found = names(s, x, db_text(q, 0));
    db_done(s, q);
    return found && !s->error;
}

int kills_find(struct store *s, const struct kills *k, struct tale *t)
{
    for (size_t i = 0; i < k->n && !t->kill.num && !s->error; i++) {
        const struct kill_notice *x = &k->at[i];
        if (!means(s, x, t))
            continue;
        t->kill.num = x->num;
        t->kill.seq = x->seq;
        t->kill.time = x->time;
        if (!(t->kill.said = strdup(x->said)))
            db_no_memory(s);
    }
    return s->error;
}

/* ---- what is to be looked at again --------------------------------------- */

static void touch_named(struct store *s, const struct kill_notice *x)
{
    sqlite3_stmt *q =
        db_prepare(s, "SELECT DISTINCT m.num, a.title" MEANT
                      " AND m.story IN (SELECT id FROM story WHERE kind = 0"
                      " AND first <= ?4 AND last >= ?3)");
    bind(s, q, x);
    while (db_step(s, q))
        if (names(s, x, db_text(q, 1)))
            article_pending(s, (uint32_t)sqlite3_column_int64(q, 0),
                            PENDING_STORY);
    db_done(s, q);
}

int kills_touch(struct store *s, uint32_t num)
{
    struct kills k = {0};
    sqlite3_stmt *q =
        db_prepare(s, "SELECT 1 FROM marking WHERE num = ?1 AND kind = 'kill'");
    db_bind_int(s, q, 1, num);
    int is_kill = db_step(s, q);
    if (db_done(s, q) || !is_kill || work_open(s))
        return s->error;
    q = db_prepare(s, "INSERT OR IGNORE INTO pending SELECT m.num, 0 FROM"
                      " version v JOIN membership m ON m.story = v.story"
                      " WHERE v.num = ?1 AND NOT v.copies");
    db_bind_int(s, q, 1, num);
    db_run(s, q);
    kills_read(s, num, &k);
    for (size_t i = 0; i < k.n && !s->error; i++)
        touch_named(s, &k.at[i]);
    kills_release(&k);
    return s->error;
}
