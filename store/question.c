/* Questions about stories and single articles. */
#include "store/question.h"

#include <stdlib.h>
#include <string.h>

#include "store/article.h"
#include "store/codec.h"
#include "store/db.h"
#include "store/facts.h"
#include "store/flags.h"
#include "store/site.h"
#include "store/track.h"
#include "store/work.h"

int question_unpack(struct store *s, uint32_t num, sqlite3_stmt *q, int column,
                    struct kept_text *out)
{
    int64_t len = sqlite3_column_int64(q, column + 2);
    int sound = len >= 0 && len < INT32_MAX;
    memset(out, 0, sizeof *out);
    if (codec_open(s, NULL, 0))
        return s->error;
    char *text = sound ? malloc((size_t)len + 1) : NULL;
    if (sound && !text)
        return db_no_memory(s);
    if (!sound ||
        codec_unpack(s, 0, sqlite3_column_blob(q, column),
                     (size_t)sqlite3_column_bytes(q, column),
                     sqlite3_column_int64(q, column + 1), text, (size_t)len)) {
        free(text);
        return db_fail(s, STORE_ERROR,
                       "%s: the text of article %u is damaged; `wireprint "
                       "check` tells more",
                       s->path, num);
    }
    text[len] = '\0';
    out->bytes = text;
    out->len = (size_t)len;
    return STORE_OK;
}

int question_text(struct store *s, uint32_t num, struct kept_text *out)
{
    memset(out, 0, sizeof *out);
    if (s->params.no_text || work_open(s) || codec_open(s, NULL, 0))
        return s->error;
    sqlite3_stmt *q =
        db_prepare(s, "SELECT body, dict, bytes FROM text WHERE num = ?1");
    db_bind_int(s, q, 1, num);
    if (db_step(s, q))
        question_unpack(s, num, q, 0, out);
    return db_done(s, q);
}

/* ---- words in titles and texts ------------------------------------------- */

/* The folded words that are asked for. */
struct wanted {
    uint64_t *hash;
    size_t n;
    struct text text;
};

static int wanted_make(struct store *s, struct wanted *w, const char *words)
{
    memset(w, 0, sizeof *w);
    text_init(&w->text);
    if (!words)
        return STORE_OK;
    if (text_fold(&w->text, words, strlen(words)) ||
        !(w->hash = malloc((w->text.n + 1) * sizeof *w->hash)))
        return db_no_memory(s);
    w->n = w->text.n;
    if (w->n)
        memcpy(w->hash, w->text.hash, w->n * sizeof *w->hash);
    return STORE_OK;
}

static void wanted_release(struct wanted *w)
{
    free(w->hash);
    text_release(&w->text);
}

/* Ticks off the words that stand in these bytes. */
static void tick(struct store *s, struct wanted *w, const char *bytes,
                 size_t len, uint8_t *found)
{
    if (text_fold(&w->text, bytes, len)) {
        db_no_memory(s);
        return;
    }
    for (size_t k = 0; k < w->n; k++)
        for (size_t i = 0; i < w->text.n && !found[k]; i++)
            found[k] = w->text.hash[i] == w->hash[k];
}

static int all_found(const struct wanted *w, const uint8_t *found)
{
    for (size_t k = 0; k < w->n; k++)
        if (!found[k])
            return 0;
    return 1;
}

/* Whether every word stands in the title of a copy or in the main text. */
static int has_words(struct store *s, struct wanted *w, int64_t story,
                     uint32_t main)
{
    uint8_t *found = calloc(w->n + 1, 1);
    struct kept_text text;
    if (!found)
        return db_no_memory(s), 0;
    sqlite3_stmt *q = db_prepare(
        s, "SELECT a.title FROM membership m JOIN article a ON a.num = m.num "
           "WHERE m.story = ?1 AND m.role = 0");
    db_bind_int(s, q, 1, story);
    while (db_step(s, q))
        if (db_text(q, 0))
            tick(s, w, db_text(q, 0), strlen(db_text(q, 0)), found);
    db_done(s, q);
    if (!all_found(w, found) && !question_text(s, main, &text) && text.bytes)
        tick(s, w, text.bytes, text.len, found);
    else
        text.bytes = NULL;
    free(text.bytes);
    int all = all_found(w, found);
    free(found);
    return all && !s->error;
}

/* ---- stories ------------------------------------------------------------- */

#define STORY_COLUMNS                                                          \
    "SELECT s.id, s.copies, s.sites, s.digests, s.first, s.last, s.main,"      \
    " a.key, a.title, iif(s.kind, a.words, m.kept), s.kind, r.agency,"         \
    " r.origin, r.versions, r.credited, r.stale"                               \
    " FROM story s JOIN article a ON a.num = s.main"                           \
    " JOIN membership m ON m.story = s.id AND m.num = s.main"                  \
    " LEFT JOIN track r ON r.story = s.id"
#define STORY_FILTER                                                           \
    " WHERE s.kind = ?7 AND s.copies >= ?1 AND s.sites >= ?2"                  \
    " AND (?3 IS NULL OR s.last >= ?3) AND (?4 IS NULL OR s.first < ?4)"       \
    " AND (?3 IS NULL OR ?4 IS NULL OR s.id IN (SELECT m.story"                \
    " FROM membership m JOIN article a ON a.num = m.num WHERE m.role = 0"      \
    " AND ifnull(a.published, a.fetched) >= ?3"                                \
    " AND ifnull(a.published, a.fetched) < ?4))"                               \
    " AND (?5 IS NULL OR s.id IN (SELECT m.story FROM membership m"            \
    " JOIN article a ON a.num = m.num JOIN site t ON t.id = a.site"            \
    " WHERE t.name IN (?5, ?6) AND m.role = 0))"                               \
    " AND (?8 IS NULL OR r.agency = ?8 COLLATE NOCASE)"

static const char *const story_query[] = {
    [SORT_SITES] = STORY_COLUMNS STORY_FILTER
    " ORDER BY s.sites DESC, s.copies DESC, s.id",
    [SORT_COPIES] = STORY_COLUMNS STORY_FILTER
    " ORDER BY s.copies DESC, s.sites DESC, s.id",
    [SORT_FIRST] = STORY_COLUMNS STORY_FILTER " ORDER BY s.first, s.id",
    [SORT_LAST] = STORY_COLUMNS STORY_FILTER " ORDER BY s.last DESC, s.id",
};

/* Where the text begins that is not furniture. */
static size_t begin_of(struct store *s, uint32_t num,
                       const struct kept_text *text)
{
    struct doc d = {0};
    struct text *t = &work_of(s, 0)->maker.text;
    size_t begin = 0;
    if (!doc_load(s, &num, 1, &d) && d.num && d.memory &&
        !text_fold(t, text->bytes, text->len) && t->n == d.side.words)
        for (size_t i = 0; i < t->n; i++)
            if (!d.side.aside[i]) {
                begin = t->start[i];
                break;
            }
    doc_release(&d);
    return begin;
}

char *question_first_words(struct store *s, uint32_t num, int stub)
{
    enum { MOST = 100, LEAST = 60 };
    struct kept_text text;
    if (question_text(s, num, &text) || !text.bytes)
        return NULL;
    const char *from = text.bytes + (stub ? 0 : begin_of(s, num, &text));
    char *out = text.bytes;
    size_t n = 0;
    for (; *from && *from != '\n' && *from != '\r' && n < MOST; from++)
        if (!strchr(" \t", *from))
            out[n++] = *from;
        else if (n && out[n - 1] != ' ')
            out[n++] = ' ';
    if (n == MOST) {
        while (n > LEAST && out[n - 1] != ' ')
            n--;
        while (n && ((unsigned char)out[n] & 0xc0) == 0x80)
            n--;
    }
    out[n] = '\0';
    return out;
}

static int give_story(struct store *s, sqlite3_stmt *q,
                      int (*each)(void *arg, const struct story_row *row),
                      void *arg)
{
    const char *title = db_text(q, 8);
    char *made = NULL;
    if (!title || !*title)
        made = question_first_words(s, (uint32_t)sqlite3_column_int64(q, 6),
                                    sqlite3_column_int(q, 10));
    struct story_row row = {.story = sqlite3_column_int64(q, 0),
                            .copies = (uint64_t)sqlite3_column_int64(q, 1),
                            .sites = (uint64_t)sqlite3_column_int64(q, 2),
                            .digests = (uint64_t)sqlite3_column_int64(q, 3),
                            .first = db_time(q, 4),
                            .last = db_time(q, 5),
                            .main_article = db_text(q, 7),
                            .title = made    ? made
                                     : title ? title
                                             : "",
                            .words = (uint64_t)sqlite3_column_int64(q, 9),
                            .agency = db_text(q, 11),
                            .versions = (uint64_t)sqlite3_column_int64(q, 13),
                            .credited = (uint64_t)sqlite3_column_int64(q, 14),
                            .stale = (uint64_t)sqlite3_column_int64(q, 15)};
    if (sqlite3_column_type(q, 12) != SQLITE_NULL)
        row.origin = origin_name((enum origin)sqlite3_column_int(q, 12));
    int stop = s->error ? 1 : each(arg, &row);
    free(made);
    return stop;
}

int store_stories(struct store *s, const struct story_filter *filter,
                  int (*each)(void *arg, const struct story_row *row),
                  void *arg)
{
    static const struct story_filter any = {.since = STORE_NO_TIME,
                                            .until = STORE_NO_TIME};
    const struct story_filter *f = filter ? filter : &any;
    char domain[256], name[256];
    struct wanted w;
    uint64_t given = 0;
    int stop = 0;
    work_renew(s);
    wanted_make(s, &w, f->words);
    sqlite3_stmt *q = db_prepare(s, story_query[f->sort]);
    db_bind_int(s, q, 7, f->stubs != 0);
    db_bind_int(s, q, 1, f->min_copies);
    db_bind_int(s, q, 2, f->min_sites);
    db_bind_time(s, q, 3, f->since);
    db_bind_time(s, q, 4, f->until);
    if (f->site) {
        site_asked(f->site, domain, name, sizeof domain);
        db_bind_text(s, q, 5, domain);
        db_bind_text(s, q, 6, name);
    }
    db_bind_text(s, q, 8, f->agency);
    while (!stop && (!f->limit || given < f->limit) && db_step(s, q)) {
        if (f->words && !has_words(s, &w, sqlite3_column_int64(q, 0),
                                   (uint32_t)sqlite3_column_int64(q, 6)))
            continue;
        stop = give_story(s, q, each, arg);
        given++;
    }
    int rc = db_done(s, q);
    wanted_release(&w);
    return rc ? rc : stop ? STORE_STOPPED : STORE_OK;
}

/* Follows merges to the story that lives; 0 where it ended. */
static int64_t forward(struct store *s, int64_t story)
{
    for (int hops = 0; hops < 1000 && !s->error; hops++) {
        sqlite3_stmt *q =
            db_prepare(s, "SELECT other FROM log WHERE story = ?1 AND event IN "
                          "('merged', 'ended') ORDER BY entry DESC LIMIT 1");
        db_bind_int(s, q, 1, story);
        int64_t other = db_step(s, q) ? sqlite3_column_int64(q, 0) : -1;
        db_done(s, q);
        if (other <= 0)
            return other < 0 ? story : 0;
        story = other;
    }
    return 0;
}

int store_story(struct store *s, int64_t story, int64_t *into,
                int (*each)(void *arg, const struct story_row *row), void *arg)
{
    int stop = 0;
    work_renew(s);
    sqlite3_stmt *q = db_prepare(s, STORY_COLUMNS " WHERE s.id = ?1");
    db_bind_int(s, q, 1, story);
    int there = db_step(s, q);
    if (there)
        stop = give_story(s, q, each, arg);
    int rc = db_done(s, q);
    if (into)
        *into = 0;
    if (!there && !rc) {
        int64_t heir = forward(s, story);
        if (into && heir != story)
            *into = heir;
        return s->error ? s->error : STORE_NOT_FOUND;
    }
    return rc ? rc : stop ? STORE_STOPPED : STORE_OK;
}

/* ---- one article --------------------------------------------------------- */

static int load_stories(struct store *s, uint32_t num, int64_t **out, size_t *n)
{
    size_t cap = 0;
    *n = 0;
    *out = NULL;
    sqlite3_stmt *q = db_prepare(
        s, "SELECT story FROM membership WHERE num = ?1 ORDER BY story");
    db_bind_int(s, q, 1, num);
    while (db_step(s, q))
        if (!db_reserve(s, out, &cap, *n + 1, sizeof **out))
            (*out)[(*n)++] = sqlite3_column_int64(q, 0);
    return db_done(s, q);
}

int store_article(struct store *s, const char *id,
                  int (*each)(void *arg, const struct article_row *row),
                  void *arg)
{
    work_renew(s);
    uint32_t num = article_number(s, id);
    if (s->error || !num)
        return s->error ? s->error : STORE_NOT_FOUND;
    struct kept_text text;
    struct doc doc = {0};
    int64_t *stories = NULL;
    size_t nstories = 0;
    int stop = 0;
    question_text(s, num, &text);
    if (!s->error && text.bytes)
        doc_load(s, &num, 1, &doc);
    if (!s->error && doc.num && doc.side.words != facts_get(s, num)->words)
        db_fail(s, STORE_ERROR,
                "%s: the text of article %u is damaged; `wireprint check` "
                "tells more",
                s->path, num);
    if (!s->error)
        load_stories(s, num, &stories, &nstories);
    sqlite3_stmt *q = db_prepare(
        s, "SELECT a.key, a.url, t.name, a.title, a.lang, a.published, "
           "a.fetched, a.revision, a.words, a.author, a.source, "
           "a.modified FROM article a JOIN site t "
           "ON t.id = a.site WHERE a.num = ?1");
    db_bind_int(s, q, 1, num);
    if (db_step(s, q)) {
        struct article_row row = {.id = db_text(q, 0),
                                  .url = db_text(q, 1),
                                  .site = db_text(q, 2),
                                  .title = db_text(q, 3),
                                  .lang = db_text(q, 4),
                                  .published = db_time(q, 5),
                                  .fetched = db_time(q, 6),
                                  .revision =
                                      (unsigned)sqlite3_column_int(q, 7),
                                  .words = (uint64_t)sqlite3_column_int64(q, 8),
                                  .author = db_text(q, 9),
                                  .source = db_text(q, 10),
                                  .modified = db_time(q, 11),
                                  .text = text.bytes,
                                  .text_len = text.len,
                                  .stories = stories,
                                  .nstories = nstories,
                                  .furniture = doc.num ? doc.side.aside : NULL};
        stop = each(arg, &row);
    }
    int rc = db_done(s, q);
    free(text.bytes);
    free(stories);
    doc_release(&doc);
    return rc ? rc : stop ? STORE_STOPPED : STORE_OK;
}
