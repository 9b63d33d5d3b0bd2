/* Every invariant of the file, each a query that finds what breaks it. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/codec.h"
#include "store/db.h"
#include "store/doc.h"
#include "store/evidence.h"
#include "store/pack.h"
#include "store/pair.h"
#include "store/posting.h"
#include "store/question.h"
#include "store/work.h"

struct checking {
    struct store *s;
    int (*each)(void *, const char *);
    void *arg;
    uint64_t problems;
    int stop;
    uint64_t postings;
};

static void report(struct checking *c, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void report(struct checking *c, const char *format, ...)
{
    char words[512];
    va_list args;
    va_start(args, format);
    vsnprintf(words, sizeof words, format, args);
    va_end(args);
    c->problems++;
    if (!c->stop && c->each)
        c->stop = c->each(c->arg, words);
}

/* Stories that the next store_gather() looks at: revised articles have new
 * numbers. */
#define UNSETTLED                                                              \
    "(SELECT m.story FROM membership m JOIN pending p ON p.num = m.num)"

/* Each row of a query is a problem: its one column is put into the words. */
static const struct {
    const char *words, *query;
} rule[] = {
    {"article %s has no site",
     "SELECT key FROM article WHERE site NOT IN (SELECT id FROM site)"},
    {"article %s has a number that was not given yet",
     "SELECT key FROM article WHERE num >= (SELECT value FROM meta WHERE key "
     "= 'next_num')"},
    {"article %s has no signature",
     "SELECT key FROM article WHERE num NOT IN (SELECT num FROM signature)"},
    {"article %s has no text",
     "SELECT key FROM article WHERE num NOT IN (SELECT num FROM text) AND "
     "(SELECT value FROM meta WHERE key = 'no_text') = 0"},
    {"text %s belongs to no article",
     "SELECT num FROM text WHERE num NOT IN (SELECT num FROM article)"},
    {"signature %s belongs to no article",
     "SELECT num FROM signature WHERE num NOT IN (SELECT num FROM article)"},
    {"pair %s is of an article that is gone",
     "SELECT a || ',' || b FROM pair WHERE a NOT IN (SELECT num FROM article) "
     "OR b NOT IN (SELECT num FROM article)"},
    {"pair %s is not in order", "SELECT a || ',' || b FROM pair WHERE a >= b"},
    {"pair %s has impossible figures",
     "SELECT a || ',' || b FROM pair WHERE relation NOT BETWEEN 1 AND 7 OR "
     "matched_a > kept_a OR matched_b > kept_b OR shared > distinct_a OR "
     "shared > distinct_b OR min(kept_a, kept_b, matched_a, matched_b, "
     "distinct_a, distinct_b, shared) < 0"},
    {"membership %s is of an article that is gone",
     "SELECT story || ',' || num FROM membership WHERE num NOT IN (SELECT num "
     "FROM article) AND num NOT IN (SELECT num FROM pending)"},
    {"membership %s is of a story that is not there",
     "SELECT story || ',' || num FROM membership WHERE story NOT IN (SELECT id "
     "FROM story)"},
    {"article %s is a copy of two stories",
     "SELECT num FROM membership WHERE role = 0 GROUP BY num HAVING count(*) > "
     "1"},
    {"story %s has fewer than two copies",
     "SELECT id FROM story WHERE copies < 2"},
    {"story %s does not count its copies right",
     "SELECT id FROM story WHERE copies <> (SELECT count(*) FROM membership "
     "WHERE story = id AND role = 0) OR digests <> (SELECT count(*) FROM "
     "membership WHERE story = id AND role = 1)"},
    {"story %s has a main article that is no copy of it",
     "SELECT id FROM story WHERE NOT EXISTS (SELECT 1 FROM membership WHERE "
     "story = id AND num = main AND role = 0)"},
    {"story %s does not count its sites right",
     "SELECT id FROM story s WHERE sites <> (SELECT count(DISTINCT a.site) "
     "FROM membership m JOIN article a ON a.num = m.num WHERE m.story = s.id "
     "AND m.role = 0) AND NOT EXISTS (SELECT 1 FROM pending p JOIN membership "
     "m ON m.num = p.num WHERE m.story = s.id)"},
    {"story %s is not in the log",
     "SELECT id FROM story WHERE id NOT IN (SELECT story FROM log WHERE event "
     "IN ('new', 'split'))"},
    {"story %s has a number that was not given yet",
     "SELECT id FROM story WHERE id >= (SELECT value FROM meta WHERE key = "
     "'next_story')"},
    {"story %s lives, though the log says it went",
     "SELECT id FROM story WHERE id IN (SELECT story FROM log WHERE event IN "
     "('merged', 'ended'))"},
    {"story %s has nothing on how it spread",
     "SELECT id FROM story WHERE kind = 0 AND id NOT IN (SELECT story FROM "
     "track)"},
    {"story %s is not there, but how it spread",
     "SELECT story FROM (SELECT story FROM track UNION SELECT story FROM "
     "version UNION SELECT story FROM carry) WHERE story NOT IN (SELECT id "
     "FROM story WHERE kind = 0)"},
    {"story %s does not know its copies apart by version",
     "SELECT story FROM (SELECT m.story FROM membership m JOIN story s ON s.id "
     "= m.story AND s.kind = 0 LEFT JOIN carry c ON c.story = m.story AND "
     "c.num = m.num WHERE c.num IS NULL OR (c.version = 0) <> (m.role = 1) "
     "UNION SELECT c.story FROM carry c LEFT JOIN membership m ON m.story = "
     "c.story AND m.num = c.num WHERE m.num IS NULL) WHERE story NOT "
     "IN " UNSETTLED},
    {"story %s does not count its versions right",
     "SELECT story FROM track t WHERE versions < 1 OR versions <> (SELECT "
     "count(*) FROM version v WHERE v.story = t.story) OR versions <> (SELECT "
     "max(version) FROM version v WHERE v.story = t.story)"},
    {"version %s does not count its copies right",
     "SELECT v.story || ',' || v.version FROM version v WHERE v.copies <> "
     "(SELECT count(*) FROM carry c WHERE c.story = v.story AND c.version = "
     "v.version) OR CASE v.copies WHEN 0 THEN v.marker_num IS NOT v.num ELSE "
     "NOT EXISTS (SELECT 1 FROM carry c WHERE c.story = v.story AND c.num = "
     "v.num AND c.version = v.version) END"},
    {"copy %s has impossible edits",
     "SELECT c.story || ',' || c.num FROM carry c JOIN version v ON v.story = "
     "c.story AND v.version = c.version WHERE c.kept + c.cut_end + "
     "c.cut_inside + c.moved > v.words OR min(c.kept, c.cut_end, "
     "c.cut_inside, c.moved, c.added, c.changed) < 0 OR (c.stale <> 0 AND "
     "c.stale NOT IN (SELECT w.version FROM version w WHERE w.story = "
     "c.story AND w.replaces AND w.version > c.version))"},
    {"story %s does not count its copies apart right",
     "SELECT t.story FROM track t WHERE t.stale <> (SELECT count(*) FROM "
     "carry c WHERE c.story = t.story AND c.stale) OR t.credited <> (SELECT "
     "count(*) FROM carry c WHERE c.story = t.story AND c.version AND "
     "c.names) OR t.undated <> (SELECT count(*) FROM carry c "
     "WHERE c.story = t.story AND c.version AND c.lag IS NULL)"},
    {"story %s has an origin that is no copy of it",
     "SELECT t.story FROM track t WHERE (t.origin_num IS NOT NULL AND NOT "
     "EXISTS (SELECT 1 FROM carry c WHERE c.story = t.story AND c.num = "
     "t.origin_num AND c.version AND c.lag = 0)) OR (t.origin = 3) <> "
     "(t.origin_num IS NULL)"},
    {"a credit of %s, which is no article",
     "SELECT DISTINCT num FROM credit WHERE num NOT IN (SELECT num FROM "
     "article)"},
    {"a marker of %s, which is no article",
     "SELECT DISTINCT num FROM marking WHERE num NOT IN (SELECT num FROM "
     "article)"},
    {"article %s has several markers that make a version of it",
     "SELECT a.key FROM marking k JOIN article a ON a.num = k.num WHERE "
     "k.decides GROUP BY k.num HAVING count(*) > 1"},
    {"a dateline of %s, which is no article",
     "SELECT num FROM dateline WHERE num NOT IN (SELECT num FROM article)"},
    {"article %s has evidence outside of the string that it stands in",
     "SELECT DISTINCT a.key FROM (SELECT num, place, start, len FROM credit "
     "UNION ALL SELECT num, place, start, len FROM marking) e JOIN article a "
     "ON a.num = e.num JOIN site t ON t.id = a.site LEFT JOIN text x ON x.num "
     "= e.num WHERE e.start < 0 OR e.len < 1 OR e.start + e.len > CASE "
     "e.place WHEN 'text' THEN ifnull(x.bytes, 2147483648) ELSE "
     "length(CAST(ifnull(CASE e.place WHEN 'title' THEN a.title WHEN 'author' "
     "THEN a.author WHEN 'source' THEN a.source WHEN 'site' THEN t.name WHEN "
     "'url' THEN a.url END, '') AS BLOB)) END"},
    {"article %s has a credit that cannot be",
     "SELECT DISTINCT a.key FROM credit c JOIN article a ON a.num = c.num "
     "WHERE c.kind IS NULL OR c.kind NOT IN ('own site', 'source', "
     "'dateline', 'byline', 'credit line', 'copyright', 'tail', 'mixed', "
     "'told', 'photo') OR c.confidence NOT BETWEEN 0 AND 1 OR c.decides NOT "
     "IN (0, 1) OR (c.decides AND (c.agency IS NULL OR c.kind IN ('mixed', "
     "'told', 'photo')))"},
    {"block %s of the postings belongs to no run",
     "SELECT run || ',' || seq FROM block WHERE run NOT IN (SELECT id FROM "
     "run)"},
    {"block %s of the postings is out of order",
     "SELECT b.run || ',' || b.seq FROM block b LEFT JOIN block a ON a.run = "
     "b.run "
     "AND a.seq = b.seq - 1 WHERE a.last >= b.first OR b.first > b.last"},
    {"furniture of site %s, which is not there",
     "SELECT DISTINCT site FROM furniture WHERE site <> 0 AND site NOT IN "
     "(SELECT id FROM site)"},
};

static void check_rules(struct checking *c)
{
    for (size_t i = 0; i < sizeof rule / sizeof *rule && !c->stop; i++) {
        sqlite3_stmt *q = db_prepare(c->s, rule[i].query);
        while (!c->stop && db_step(c->s, q)) {
            char words[512];
            snprintf(words, sizeof words, rule[i].words, db_text(q, 0));
            report(c, "%s", words);
        }
        db_done(c->s, q);
    }
}

static void check_agencies(struct checking *c)
{
    char *id = evidence_unknown(c->s, "");
    while (id && !c->stop) {
        report(c,
               "credits of an agency %s, which is not in the table of "
               "agencies; `wireprint rebuild` makes them anew",
               id);
        char *next = evidence_unknown(c->s, id);
        free(id);
        id = next;
    }
    free(id);
}

static void check_sqlite(struct checking *c)
{
    sqlite3_stmt *q = db_prepare(c->s, "PRAGMA integrity_check(20)");
    while (!c->stop && db_step(c->s, q))
        if (strcmp(db_text(q, 0), "ok") != 0)
            report(c, "SQLite: %s", db_text(q, 0));
    db_done(c->s, q);
}

/* The signature must be that of the text. */
static void compare(struct checking *c, const char *key, const struct doc *made,
                    const void *blob, size_t size, uint32_t words)
{
    struct doc kept = {0};
    int rc = doc_from_signature(&kept, blob, size);
    if (rc == -2) {
        db_no_memory(c->s);
        return;
    }
    if (rc) {
        report(c, "article %s: its signature is damaged", key);
        return;
    }
    int same = kept.side.words == words;
    if (made->memory) {
        same = same && kept.side.words == made->side.words &&
               kept.side.distinct == made->side.distinct &&
               kept.sketch.n == made->sketch.n;
        for (size_t i = 0; same && i < kept.sketch.n; i++)
            same = kept.sketch.sample[i].hash == made->sketch.sample[i].hash;
    }
    if (!same)
        report(c, "article %s: its signature is not that of its text", key);
    doc_release(&kept);
}

static void check_texts(struct checking *c)
{
    struct store *s = c->s;
    if (work_open(s) || codec_open(s, NULL, 0))
        return;
    sqlite3_stmt *q = db_prepare(
        s, "SELECT a.key, a.words, t.dict, t.bytes, t.body, g.body FROM "
           "article a JOIN signature g ON g.num = a.num LEFT JOIN text t ON "
           "t.num = a.num ORDER BY a.num");
    while (!c->stop && db_step(s, q)) {
        const char *key = db_text(q, 0);
        struct doc made = {0};
        int64_t len = sqlite3_column_int64(q, 3);
        if (sqlite3_column_type(q, 4) != SQLITE_NULL) {
            int sound = len >= 0 && len < INT32_MAX;
            char *text = sound ? malloc((size_t)len + 1) : NULL;
            if (sound && !text)
                db_no_memory(s);
            else if (!sound || codec_unpack(s, 0, sqlite3_column_blob(q, 4),
                                            (size_t)sqlite3_column_bytes(q, 4),
                                            sqlite3_column_int64(q, 2), text,
                                            (size_t)len))
                report(c, "article %s: its text is damaged", key);
            else if (doc_make(s, &work_of(s, 0)->maker, &made, text,
                              (size_t)len))
                db_no_memory(s);
            free(text);
        }
        compare(c, key, &made, sqlite3_column_blob(q, 5),
                (size_t)sqlite3_column_bytes(q, 5),
                (uint32_t)sqlite3_column_int64(q, 1));
        doc_release(&made);
    }
    db_done(s, q);
}

static void check_pairs(struct checking *c)
{
    struct store *s = c->s;
    struct passage *passage = NULL;
    size_t n = 0, cap = 0;
    sqlite3_stmt *q = db_prepare(
        s, "SELECT p.a, p.b, p.passages, x.words, y.words FROM pair p JOIN "
           "article x ON x.num = p.a JOIN article y ON y.num = p.b");
    while (!c->stop && db_step(s, q)) {
        int rc = pair_passages(sqlite3_column_blob(q, 2),
                               (size_t)sqlite3_column_bytes(q, 2), &passage, &n,
                               &cap);
        for (size_t i = 0; i < n && !rc; i++)
            rc = (int64_t)passage[i].a + passage[i].a_words >
                     sqlite3_column_int64(q, 3) ||
                 (int64_t)passage[i].b + passage[i].b_words >
                     sqlite3_column_int64(q, 4);
        if (rc == -2)
            db_no_memory(s);
        else if (rc)
            report(c, "pair %lld,%lld: its passages are damaged",
                   (long long)sqlite3_column_int64(q, 0),
                   (long long)sqlite3_column_int64(q, 1));
    }
    db_done(s, q);
    free(passage);
}

static int count_posting(void *arg, const struct posting *p)
{
    struct checking *c = arg;
    (void)p;
    c->postings++;
    return 0;
}

static int damaged_block(void *arg, int64_t run, int64_t seq)
{
    struct checking *c = arg;
    report(c, "block %lld,%lld of the postings is damaged", (long long)run,
           (long long)seq);
    return c->stop;
}

static void check_postings(struct checking *c)
{
    posting_walk(c->s, c, count_posting, damaged_block);
    int64_t rows = db_number(c->s, "SELECT ifnull(sum(rows), 0) FROM run");
    if (!c->stop && !c->s->error && (uint64_t)rows != c->postings)
        report(c, "the postings have %llu rows, the runs count %lld",
               (unsigned long long)c->postings, (long long)rows);
}

int store_check(struct store *s, int (*each)(void *arg, const char *problem),
                void *arg, uint64_t *problems)
{
    struct checking c = {.s = s, .each = each, .arg = arg};
    db_exec(s, "BEGIN"); /* all of it as of one moment */
    work_renew(s);
    check_sqlite(&c);
    if (!c.problems) {
        check_rules(&c);
        check_agencies(&c);
        check_postings(&c);
        check_pairs(&c);
        check_texts(&c);
    }
    db_rollback(s);
    if (problems)
        *problems = c.problems;
    return s->error ? s->error : c.stop ? STORE_STOPPED : STORE_OK;
}
