/* Articles out, and everything derived made anew. */
#include <stdlib.h>
#include <string.h>

#include "store/article.h"
#include "store/candidate.h"
#include "store/credit_sums.h"
#include "store/db.h"
#include "store/doc.h"
#include "store/evidence.h"
#include "store/facts.h"
#include "store/flags.h"
#include "store/judge.h"
#include "store/posting.h"
#include "store/story.h"
#include "store/work.h"

/* Ends a transaction the way the handle's state asks for. */
static int finish(struct store *s)
{
    if (!s->error)
        db_commit(s);
    db_rollback(s);
    return s->error;
}

static int drop_all(struct store *s, const struct numbers *num,
                    uint64_t *removed)
{
    struct gather_result none = {0};
    for (size_t i = 0; i < num->n && !s->error; i++)
        article_drop(s, num->at[i], 0);
    story_gather(s, &none);
    if (removed)
        *removed = num->n;
    return s->error;
}

int store_remove(struct store *s, const char *const *ids, size_t n,
                 uint64_t *removed)
{
    struct numbers num = {0};
    if (removed)
        *removed = 0;
    db_begin(s);
    for (size_t i = 0; i < n && !s->error; i++) {
        uint32_t at = article_number(s, ids[i]);
        if (at)
            numbers_add(s, &num, at);
    }
    numbers_settle(&num);
    drop_all(s, &num, removed);
    free(num.at);
    return finish(s);
}

int store_expire(struct store *s, int64_t before, uint64_t *removed)
{
    struct numbers num = {0};
    if (removed)
        *removed = 0;
    db_begin(s);
    sqlite3_stmt *q =
        db_prepare(s, "SELECT num FROM article WHERE "
                      "ifnull(published, fetched) < ?1 ORDER BY num");
    db_bind_int(s, q, 1, before);
    while (db_step(s, q))
        numbers_add(s, &num, (uint32_t)sqlite3_column_int64(q, 0));
    db_done(s, q);
    flags_open(s);
    flags_age(s, facts_day(before));
    drop_all(s, &num, removed);
    free(num.at);
    return finish(s);
}

/* ---- rebuild ------------------------------------------------------------- */

/* Articles a round: as many as a batch. */
#define ROUND 4096

/* Puts the docs of articles num[0..n) where candidate_find() wants them, at
 * their number less first: numbers that are gone leave an empty doc. */
static struct doc *spread(struct doc *doc, size_t n, uint32_t first)
{
    struct doc *at = calloc(ROUND, sizeof *at);
    for (size_t i = 0; i < n; i++)
        if (at && doc[i].num)
            at[doc[i].num - first] = doc[i];
        else
            doc_release(&doc[i]);
    free(doc);
    return at;
}

/* Finds the pairs of articles [first, first + ROUND) with those before them. */
static void rebuild_round(struct store *s, uint32_t first)
{
    struct numbers num = {0}, stale = {0}, touched = {0};
    struct couples couples = {0};
    struct doc *doc = NULL;
    sqlite3_stmt *q = db_prepare(s, "SELECT num FROM article WHERE num >= ?1 "
                                    "AND num < ?2 ORDER BY num");
    db_bind_int(s, q, 1, first);
    db_bind_int(s, q, 2, (int64_t)first + ROUND);
    while (db_step(s, q))
        numbers_add(s, &num, (uint32_t)sqlite3_column_int64(q, 0));
    db_done(s, q);
    if (!s->error && !(doc = calloc(num.n + 1, sizeof *doc)))
        db_no_memory(s);
    if (!s->error)
        doc_load(s, num.at, num.n, doc);
    if (doc && !(doc = spread(doc, num.n, first)))
        db_no_memory(s);
    if (num.n && !s->error &&
        !candidate_find(s, doc, ROUND, first, &couples, &stale))
        judge_couples(s, &couples, doc, ROUND, first, &touched);
    numbers_settle(&stale);
    for (size_t i = 0; i < stale.n && !s->error; i++)
        article_pending(s, stale.at[i], PENDING_PAIRS);
    for (size_t i = 0; doc && i < ROUND; i++)
        doc_release(&doc[i]);
    free(doc);
    free(num.at);
    free(stale.at);
    free(touched.at);
    free(couples.at);
}

/* Finds all credits anew, and counts the articles that got others where that
 * is asked for. Returns 1 where it was stopped. */
static int rebuild_evidence(struct store *s, uint64_t *changed)
{
    struct credit_sums before = {0}, after = {0};
    int stop = 0;
    if (changed)
        credit_sums_take(s, &before);
    if (!s->error)
        stop = evidence_rebuild(s) == STORE_STOPPED;
    if (changed && !s->error && !stop && !credit_sums_take(s, &after))
        *changed = credit_sums_differ(&before, &after);
    credit_sums_release(&before);
    credit_sums_release(&after);
    return stop;
}

int story_rebuild(struct store *s, struct gather_result *result, int credits)
{
    struct gather_result none = {0};
    if (result)
        *result = none;
    db_begin(s);
    db_exec(s, "DELETE FROM pair; DELETE FROM pending; DELETE FROM stub");
    posting_clear(s);
    flags_clear(s);
    int64_t last = db_number(s, "SELECT ifnull(max(num), 0) FROM article");
    if (work_open(s))
        last = 0;
    int stop = !s->error &&
               rebuild_evidence(s, credits && result ? &result->credits : NULL);
    for (int64_t first = 1; first <= last && !s->error && !stop;
         first += ROUND) {
        rebuild_round(s, (uint32_t)first);
        stop = db_progress(s, "rebuilding", (uint64_t)first, (uint64_t)last);
    }
    if (stop && !s->error) {
        db_rollback(s);
        work_forget(s);
        return STORE_STOPPED;
    }
    db_exec(s, "INSERT OR IGNORE INTO pending SELECT num, 0 FROM article");
    if (!s->error)
        story_gather(s, result ? result : &none);
    return finish(s);
}

int store_rebuild(struct store *s, struct gather_result *result)
{
    return story_rebuild(s, result, 1);
}
