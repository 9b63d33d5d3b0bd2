/* The copies of one story. */
#include <string.h>

#include "store/db.h"
#include "store/doc.h"
#include "store/relation.h"
#include "store/work.h"

static double share(int64_t part, int64_t whole)
{
    return whole > 0 ? (double)part / (double)whole : 0;
}

/* The pages of a stub are furniture through and through: they are held against
 * its main page whole. */
struct stub_main {
    int64_t num; /* 0: this is no stub, or texts are not kept */
    struct doc doc;
};

static int open_stub(struct store *s, int64_t story, struct stub_main *m)
{
    sqlite3_stmt *q =
        db_prepare(s, "SELECT main FROM story WHERE id = ?1 AND kind = 1");
    memset(m, 0, sizeof *m);
    db_bind_int(s, q, 1, story);
    if (db_step(s, q) && !s->params.no_text)
        m->num = sqlite3_column_int64(q, 0);
    db_done(s, q);
    uint32_t num = (uint32_t)m->num;
    if (!num || doc_load(s, &num, 1, &m->doc))
        return s->error;
    doc_unmask(&m->doc);
    if (!m->doc.memory)
        m->num = 0;
    else if (overlap_index_make(&work_of(s, 0)->index, &m->doc.side))
        db_no_memory(s);
    return s->error;
}

static int hold_stub(struct store *s, const struct stub_main *m, uint32_t num,
                     struct copy_row *row)
{
    struct overlap *o = &work_of(s, 0)->overlap;
    struct doc d = {0};
    if (!m->num || doc_load(s, &num, 1, &d) || !d.memory)
        return s->error;
    doc_unmask(&d);
    if (overlap_find(o, &work_of(s, 0)->index, &d.side))
        db_no_memory(s);
    row->matched = o->matched_b;
    row->coverage = overlap_coverage_b(o);
    row->coverage_main = overlap_coverage_a(o);
    row->relation =
        relation_turned(relation_judge(&s->rules, o, d.site == m->doc.site));
    doc_release(&d);
    return s->error;
}

static void read_copy(sqlite3_stmt *q, int64_t story, struct copy_row *row)
{
    *row = (struct copy_row){
        .story = story,
        .article = db_text(q, 0),
        .site = db_text(q, 1),
        .url = db_text(q, 2),
        .title = db_text(q, 3),
        .published = db_time(q, 4),
        .fetched = db_time(q, 5),
        .role = (enum role)sqlite3_column_int(q, 6),
        .relation = (enum relation)sqlite3_column_int(q, 7),
        .coverage =
            share(sqlite3_column_int64(q, 9), sqlite3_column_int64(q, 8)),
        .coverage_main =
            share(sqlite3_column_int64(q, 10), sqlite3_column_int64(q, 13)),
        .words = (uint64_t)sqlite3_column_int64(q, 11),
        .matched = (uint64_t)sqlite3_column_int64(q, 9)};
    row->furniture = row->words - (uint64_t)sqlite3_column_int64(q, 8);
    row->time = row->published != STORE_NO_TIME ? row->published : row->fetched;
    row->lag = db_time(q, 12);
}

int store_copies(struct store *s, int64_t story,
                 int (*each)(void *arg, const struct copy_row *row), void *arg)
{
    struct stub_main stub;
    int stop = 0, any = 0;
    work_renew(s);
    if (work_open(s) || open_stub(s, story, &stub))
        return s->error;
    sqlite3_stmt *q = db_prepare(
        s, "SELECT a.key, t.name, a.url, a.title, a.published, a.fetched,"
           " m.role, m.relation, m.kept, m.matched, m.matched_main, a.words,"
           " iif(s.kind, ifnull(a.published, a.fetched) - s.first, c.lag),"
           " x.kept, a.num FROM membership m"
           " JOIN article a ON a.num = m.num"
           " JOIN site t ON t.id = a.site JOIN story s ON s.id = m.story"
           " JOIN membership x ON x.story = s.id AND x.num = s.main"
           " LEFT JOIN carry c ON c.story = s.id AND c.num = m.num"
           " WHERE m.story = ?1"
           " ORDER BY ifnull(a.published, a.fetched) IS NULL,"
           " ifnull(a.published, a.fetched), a.key");
    db_bind_int(s, q, 1, story);
    while (!stop && db_step(s, q)) {
        struct copy_row row;
        read_copy(q, story, &row);
        any = 1;
        if (!hold_stub(s, &stub, (uint32_t)sqlite3_column_int64(q, 14), &row))
            stop = each(arg, &row);
    }
    int rc = db_done(s, q);
    doc_release(&stub.doc);
    return rc ? rc : stop ? STORE_STOPPED : any ? STORE_OK : STORE_NOT_FOUND;
}
