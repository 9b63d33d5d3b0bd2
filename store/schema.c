/*
 * Content: meta, site, article, text, dictionary and, with --no-text, the
 * signatures. Everything else is derived from it and may be rebuilt.
 *
 *   article    one row an article. key is the id that was given, else the URL,
 *              else one made of the text. num is never used twice: a revision
 *              gets a new one, so that rows that still name the old one are
 *              seen to be stale. stamp is a hash of the text as it came; seen:
 *              when it was last fetched again and found the same
 *   text       the text, zstd with the file's dictionary (dict 0: without)
 *   signature  words, distinct shingles, and the sample: see pack.h
 *   run, block the postings: sorted runs of packed blocks, see posting.h
 *   furniture  shingles that a site (site 0: all sites together) shows on
 *              several days; hash is the upper 40 bits, as in the postings
 *   passage    furniture word for word: all its shingles, five bytes each, as
 *              they stand in article num from token start on; see learn.h
 *   pair       two articles that share text; figures see store.h's pair_row
 *   story, membership, log    the stories; kind 1: copies of a stub, a page
 *              that is no article; time: see store.h's log_row
 *   stub       short pages of which hardly anything is left when furniture is
 *              set aside; page is the same for the same page
 *   pending    articles whose pairs (what 1) or stories (what 0) are to be
 *              looked at by the next store_gather()
 *   credit, marking   evidence in an article of its agency and its version:
 *              len bytes from start on of the string that place names; decides:
 *              for this it counts as credited to the agency, or as a version
 *              (shingle/marker.h has the order). marker: of the markings that
 *              one, of which an article has one at most
 *   dateline   the place at its head, and the day where that is known, from
 *              1970 on; bare: what ends it, : or -, where it names no agency
 *   track, version, carry    how a story spread: a row a story, a row a
 *              version, a row a copy or digest; see track_make.h
 *   sieve_kept, sieve_index, sieve_state    what dedup remembers of earlier
 *              records; made when it is first used on the file, not derived
 *              from the articles and left alone by store_rebuild(): see
 *              sieve_base.c
 */
#include "store/schema.h"

#include <string.h>

#include "shingle/shingle.h"
#include "shingle/sketch.h"
#include "shingle/text.h"
#include "store/db.h"
#include "store/views.h"

static const char tables[] =
    "CREATE TABLE meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID;"
    "CREATE TABLE site(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);"
    "CREATE TABLE article(num INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,"
    " site INTEGER NOT NULL, published INTEGER, fetched INTEGER,"
    " words INTEGER NOT NULL, stamp INTEGER NOT NULL,"
    " revision INTEGER NOT NULL, url TEXT, title TEXT, lang TEXT,"
    " author TEXT, source TEXT, modified INTEGER, seen INTEGER);"
    "CREATE TABLE text(num INTEGER PRIMARY KEY, dict INTEGER NOT NULL,"
    " bytes INTEGER NOT NULL, body BLOB NOT NULL);"
    "CREATE TABLE dictionary(id INTEGER PRIMARY KEY, body BLOB NOT NULL);"
    "CREATE TABLE signature(num INTEGER PRIMARY KEY, body BLOB NOT NULL);"
    "CREATE TABLE run(id INTEGER PRIMARY KEY, level INTEGER NOT NULL,"
    " rows INTEGER NOT NULL);"
    "CREATE TABLE block(run INTEGER NOT NULL, seq INTEGER NOT NULL,"
    " first INTEGER NOT NULL, last INTEGER NOT NULL, body BLOB NOT NULL,"
    " PRIMARY KEY(run, seq)) WITHOUT ROWID;"
    "CREATE TABLE furniture(site INTEGER NOT NULL, hash INTEGER NOT NULL,"
    " days INTEGER NOT NULL, articles INTEGER NOT NULL, first INTEGER,"
    " last INTEGER, PRIMARY KEY(site, hash)) WITHOUT ROWID;"
    "CREATE TABLE passage(id INTEGER PRIMARY KEY, site INTEGER NOT NULL,"
    " num INTEGER NOT NULL, start INTEGER NOT NULL, days INTEGER NOT NULL,"
    " first INTEGER, last INTEGER, body BLOB NOT NULL);"
    "CREATE TABLE pair(a INTEGER NOT NULL, b INTEGER NOT NULL,"
    " relation INTEGER NOT NULL, kept_a INTEGER NOT NULL,"
    " kept_b INTEGER NOT NULL, matched_a INTEGER NOT NULL,"
    " matched_b INTEGER NOT NULL, distinct_a INTEGER NOT NULL,"
    " distinct_b INTEGER NOT NULL, shared INTEGER NOT NULL,"
    " passages BLOB NOT NULL,"
    " PRIMARY KEY(a, b)) WITHOUT ROWID;"
    "CREATE INDEX pair_b ON pair(b);"
    "CREATE TABLE story(id INTEGER PRIMARY KEY, copies INTEGER NOT NULL,"
    " sites INTEGER NOT NULL, digests INTEGER NOT NULL, first INTEGER,"
    " last INTEGER, main INTEGER NOT NULL, kind INTEGER NOT NULL);"
    "CREATE TABLE membership(story INTEGER NOT NULL, num INTEGER NOT NULL,"
    " role INTEGER NOT NULL, relation INTEGER NOT NULL,"
    " kept INTEGER NOT NULL, matched INTEGER NOT NULL,"
    " matched_main INTEGER NOT NULL, PRIMARY KEY(story, num)) WITHOUT ROWID;"
    "CREATE INDEX membership_num ON membership(num);"
    "CREATE TABLE log(entry INTEGER PRIMARY KEY, story INTEGER NOT NULL,"
    " event TEXT NOT NULL, other INTEGER NOT NULL, copies INTEGER NOT NULL,"
    " stub INTEGER NOT NULL, time INTEGER);"
    "CREATE INDEX log_story ON log(story);"
    "CREATE TABLE stub(num INTEGER PRIMARY KEY, page INTEGER NOT NULL);"
    "CREATE INDEX stub_page ON stub(page);"
    "CREATE TABLE pending(num INTEGER NOT NULL, what INTEGER NOT NULL,"
    " PRIMARY KEY(num, what)) WITHOUT ROWID;"
    "CREATE TABLE track(story INTEGER PRIMARY KEY, agency TEXT,"
    " by_num INTEGER, confidence REAL NOT NULL, origin INTEGER NOT NULL,"
    " origin_num INTEGER, origin_time INTEGER, versions INTEGER NOT NULL,"
    " credited INTEGER NOT NULL, stale INTEGER NOT NULL,"
    " conflicts INTEGER NOT NULL, undated INTEGER NOT NULL,"
    " median_lag INTEGER, half_life INTEGER, manner INTEGER NOT NULL);"
    "CREATE TABLE version(story INTEGER NOT NULL, version INTEGER NOT NULL,"
    " num INTEGER NOT NULL, marker_num INTEGER, first INTEGER, last INTEGER,"
    " copies INTEGER NOT NULL, sites INTEGER NOT NULL,"
    " words INTEGER NOT NULL, replaces INTEGER NOT NULL,"
    " changes BLOB NOT NULL, marker_seq INTEGER,"
    " PRIMARY KEY(story, version)) WITHOUT ROWID;"
    "CREATE TABLE carry(story INTEGER NOT NULL, num INTEGER NOT NULL,"
    " version INTEGER NOT NULL, agency TEXT, evidence INTEGER,"
    " names INTEGER NOT NULL, kept INTEGER NOT NULL,"
    " cut_end INTEGER NOT NULL, cut_inside INTEGER NOT NULL,"
    " moved INTEGER NOT NULL, added INTEGER NOT NULL,"
    " changed INTEGER NOT NULL, headline INTEGER NOT NULL,"
    " stale INTEGER NOT NULL, lag INTEGER, PRIMARY KEY(story, num))"
    " WITHOUT ROWID;";

static const char evidence_tables[] =
    "CREATE TABLE credit(num INTEGER NOT NULL, seq INTEGER NOT NULL,"
    " agency TEXT, kind, place, start INTEGER NOT NULL, len INTEGER NOT NULL,"
    " confidence REAL NOT NULL, decides INTEGER NOT NULL,"
    " PRIMARY KEY(num, seq)) WITHOUT ROWID;"
    "CREATE INDEX credit_agency ON credit(agency) WHERE decides;"
    "CREATE TABLE marking(num INTEGER NOT NULL, seq INTEGER NOT NULL,"
    " kind, number INTEGER, place, start INTEGER NOT NULL,"
    " len INTEGER NOT NULL, decides INTEGER NOT NULL, PRIMARY KEY(num, seq))"
    " WITHOUT ROWID;"
    "CREATE INDEX marking_kill ON marking(num) WHERE kind = 'kill';"
    "CREATE VIEW marker AS SELECT num, kind, number, place, start, len"
    " FROM marking WHERE decides;"
    "CREATE TABLE dateline(num INTEGER PRIMARY KEY, place TEXT NOT NULL,"
    " day INTEGER, bare TEXT);";

static const struct {
    const char *key, *option;
    unsigned fallback;
} numbers[] = {
    {"shingle", "--shingle", SHINGLE_DEFAULT},
    {"least", "--least", SKETCH_LEAST},
    {"modulus", "--modulus", SKETCH_MODULUS},
};

static unsigned *number_of(struct store_params *p, size_t i)
{
    return i == 0 ? &p->shingle : i == 1 ? &p->least : &p->modulus;
}

static void put_meta(struct store *s, const char *key, int64_t value)
{
    sqlite3_stmt *q = db_prepare(s, "INSERT INTO meta VALUES(?1, ?2)");
    db_bind_text(s, q, 1, key);
    db_bind_int(s, q, 2, value);
    db_run(s, q);
}

/* Returns 1 where the key is there. */
static int get_meta(struct store *s, const char *key, int64_t *value)
{
    sqlite3_stmt *q = db_prepare(s, "SELECT value FROM meta WHERE key = ?1");
    db_bind_text(s, q, 1, key);
    int there = db_step(s, q);
    if (there)
        *value = sqlite3_column_int64(q, 0);
    db_done(s, q);
    return there;
}

static int out_of_range(const struct store_params *p)
{
    return p->shingle < SHINGLE_MIN || p->shingle > SHINGLE_MAX ||
           p->least < 1 || p->least > 256 || p->modulus < 1 ||
           p->modulus > 4096 || p->window < -1 || p->window > 36500;
}

int schema_create(struct store *s, const struct store_params *wanted)
{
    struct store_params p = {0};
    if (wanted)
        p = *wanted;
    for (size_t i = 0; i < 3; i++)
        if (!*number_of(&p, i))
            *number_of(&p, i) = numbers[i].fallback;
    if (!p.window)
        p.window = STORE_WINDOW_DEFAULT;
    if (out_of_range(&p))
        return db_fail(s, STORE_ERROR,
                       "%s: a parameter is out of range (shingle 2..32, least "
                       "1..256, modulus 1..4096, window up to 36500 days)",
                       s->path);
    db_begin(s);
    db_exec(s, tables);
    db_exec(s, evidence_tables);
    views_create(s);
    db_exec(s, "INSERT INTO site VALUES(1, '')"); /* SITE_UNKNOWN */
    put_meta(s, "fold_version", TEXT_FOLD_VERSION);
    for (size_t i = 0; i < 3; i++)
        put_meta(s, numbers[i].key, *number_of(&p, i));
    put_meta(s, "seed", (int64_t)SHINGLE_SEED);
    put_meta(s, "window", p.window);
    put_meta(s, "no_text", p.no_text != 0);
    put_meta(s, "next_num", 1);
    put_meta(s, "next_story", 1);
    char pragma[96];
    sqlite3_snprintf(sizeof pragma, pragma,
                     "PRAGMA application_id=%d;PRAGMA user_version=%d;",
                     SCHEMA_APPLICATION, SCHEMA_VERSION);
    db_exec(s, pragma);
    db_commit(s);
    return schema_load(s, wanted);
}

static int refuse_stranger(struct store *s)
{
    if (db_number(s, "PRAGMA application_id") != SCHEMA_APPLICATION)
        return db_fail(s, STORE_REFUSED,
                       "%s: an SQLite file, but not wireprint's; give another "
                       "file with --db",
                       s->path);
    int64_t version = db_number(s, "PRAGMA user_version");
    if (version != SCHEMA_VERSION)
        return db_fail(s, STORE_REFUSED,
                       "%s: made by another version (file version %lld, this "
                       "program %d); add the articles to a new file with this "
                       "program, or use the one that made it",
                       s->path, (long long)version, SCHEMA_VERSION);
    return s->error;
}

static int refuse_other(struct store *s, const char *option, int64_t have,
                        int64_t want)
{
    return db_fail(s, STORE_REFUSED,
                   "%s: made with %s %lld, not %lld; leave the option out, or "
                   "add the articles to a new file",
                   s->path, option, (long long)have, (long long)want);
}

int schema_load(struct store *s, const struct store_params *wanted)
{
    static const struct store_params any;
    const struct store_params *w = wanted ? wanted : &any;
    int64_t v = 0;
    if (refuse_stranger(s))
        return s->error;
    if (!get_meta(s, "fold_version", &v) || v != TEXT_FOLD_VERSION)
        db_fail(s, STORE_REFUSED,
                "%s: made with text folding version %lld, this program has "
                "%d; add the articles to a new file",
                s->path, (long long)v, TEXT_FOLD_VERSION);
    struct store_params asked = *w;
    for (size_t i = 0; i < 3 && !s->error; i++) {
        unsigned want = *number_of(&asked, i);
        if (!get_meta(s, numbers[i].key, &v))
            db_fail(s, STORE_REFUSED, "%s: has no %s parameter", s->path,
                    numbers[i].key);
        if (want && want != v)
            refuse_other(s, numbers[i].option, v, want);
        *number_of(&s->params, i) = (unsigned)v;
    }
    if (get_meta(s, "window", &v) && w->window && w->window != v)
        refuse_other(s, "--window", v < 0 ? 0 : v,
                     w->window < 0 ? 0 : w->window);
    s->params.window = (long)v;
    v = 0;
    get_meta(s, "no_text", &v);
    if (w->no_text && !v)
        db_fail(s, STORE_REFUSED,
                "%s: keeps texts; --no-text is for a new file", s->path);
    s->params.no_text = (int)v;
    get_meta(s, "seed", &v);
    s->seed = (uint64_t)v;
    if (!s->error && out_of_range(&s->params))
        db_fail(s, STORE_REFUSED, "%s: has parameters out of range", s->path);
    return s->error;
}
