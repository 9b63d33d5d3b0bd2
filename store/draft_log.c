/* What the log says of stories that begin, merge, split and end. */
#include "store/db.h"
#include "store/draft.h"

static void log_event(struct store *s, int64_t story, const char *event,
                      int64_t other, uint64_t copies, int stub)
{
    sqlite3_stmt *q =
        db_prepare(s, "INSERT INTO log(story, event, other, copies, stub) "
                      "VALUES(?1, ?2, ?3, ?4, ?5)");
    db_bind_int(s, q, 1, story);
    db_bind_text(s, q, 2, event);
    db_bind_int(s, q, 3, other);
    db_bind_int(s, q, 4, (int64_t)copies);
    db_bind_int(s, q, 5, stub);
    db_run(s, q);
}

static int was_stub(struct store *s, int64_t story)
{
    sqlite3_stmt *q = db_prepare(s, "SELECT kind FROM story WHERE id = ?1");
    db_bind_int(s, q, 1, story);
    int stub = db_step(s, q) && sqlite3_column_int(q, 0);
    db_done(s, q);
    return stub;
}

/* When the last of the copies that m.story has in the file was seen. */
#define LAST_SEEN                                                              \
    "SELECT max(ifnull(a.fetched, a.published)) FROM membership m"             \
    " JOIN article a ON a.num = m.num WHERE m.role = 0 AND m.story = "

int64_t draft_log(struct draft *w, struct old_story *old, size_t nold)
{
    struct store *s = w->s;
    int64_t before = db_number(s, "SELECT ifnull(max(entry), 0) FROM log");
    for (size_t i = 0; i < nold && !s->error; i++) {
        if (old[i].kept)
            continue;
        log_event(s, old[i].id, old[i].heir ? "merged" : "ended", old[i].heir,
                  0, was_stub(s, old[i].id));
        w->result->merged += old[i].heir != 0;
        w->result->ended += old[i].heir == 0;
    }
    for (size_t g = 1; g <= w->ngroups && !s->error; g++) {
        const struct fresh *x = &w->group[g];
        if (x->known)
            continue;
        log_event(s, x->id, x->old_id ? "split" : "new", x->old_id, x->copies,
                  x->stub);
        w->result->split += x->old_id != 0 && !x->stub;
        w->result->fresh += x->old_id == 0 && !x->stub;
    }
    sqlite3_stmt *q =
        db_prepare(s, "UPDATE log SET time = (" LAST_SEEN "log.story) WHERE "
                      "entry > ?1 AND event = 'ended'");
    db_bind_int(s, q, 1, before);
    db_run(s, q);
    return before;
}

void draft_log_times(struct draft *w, int64_t before)
{
    sqlite3_stmt *q = db_prepare(
        w->s, "UPDATE log SET time = (" LAST_SEEN "iif(log.event = 'merged', "
              "log.other, log.story)) WHERE entry > ?1 AND event <> 'ended'");
    db_bind_int(w->s, q, 1, before);
    db_run(w->s, q);
}
