/*
 * A view has the columns of the listing of its name as far as plain SQL can
 * know them: texts and the passages of pairs are packed. Each time stands there
 * twice, as text that reads well and, with _at, as the number that sorts and
 * subtracts. Shares are divided as the listings divide them, so that both give
 * the same number to the last bit.
 *
 * What recurs is written between marks and filled in when the views are made:
 *     @time|name|value@          the two columns of a time
 *     @share|name|part|whole@    a share, 0 of nothing
 *     @relation@, @role@ and @origin@    the words for m.relation, m.role and
 *                                r.origin, as relation_name(), role_name() and
 *                                origin_name() have them
 */
#include "store/views.h"

#include <string.h>

#include "store/db.h"
#include "store/relation.h"
#include "store/track.h"

static const char articles[] =
    "CREATE VIEW articles AS SELECT a.key AS id, a.url, t.name AS site,"
    " a.title, a.author, a.source, a.lang, @time|published|a.published@,"
    " @time|fetched|a.fetched@, @time|modified|a.modified@, a.revision,"
    " a.words, x.bytes FROM article a JOIN site t ON t.id = a.site"
    " LEFT JOIN text x ON x.num = a.num";

static const char stories[] =
    "CREATE VIEW stories AS SELECT s.id AS story, s.copies, s.sites,"
    " s.digests, @time|first|s.first@, @time|last|s.last@,"
    " a.key AS main_article, m.kept AS words, a.title, r.agency,"
    " @origin@ AS origin, r.versions, r.credited, r.stale"
    " FROM story s JOIN article a ON a.num = s.main"
    " JOIN membership m ON m.story = s.id AND m.num = s.main"
    " LEFT JOIN track r ON r.story = s.id WHERE s.kind = 0";

static const char stubs[] =
    "CREATE VIEW stubs AS SELECT s.id AS story, s.copies, s.sites,"
    " s.digests, @time|first|s.first@, @time|last|s.last@,"
    " a.key AS main_article, m.kept AS words, a.title"
    " FROM story s JOIN article a ON a.num = s.main"
    " JOIN membership m ON m.story = s.id AND m.num = s.main"
    " WHERE s.kind = 1";

static const char members[] =
    "CREATE VIEW members AS SELECT a.key AS article, m.story,"
    " CASE WHEN m.story IS NOT NULL THEN @role@ END AS role,"
    " CASE WHEN m.story IS NOT NULL THEN @relation@ END AS relation,"
    " CASE WHEN m.story IS NULL THEN NULL WHEN m.kept > 0"
    " THEN 1.0 * m.matched / m.kept ELSE 0.0 END AS coverage"
    " FROM article a LEFT JOIN (membership m JOIN story s"
    " ON s.id = m.story AND s.kind = 0) ON m.num = a.num";

static const char copies[] =
    "CREATE VIEW copies AS SELECT m.story, a.key AS article, t.name AS site,"
    " a.url, a.title, @time|time|ifnull(a.published, a.fetched)@,"
    " c.lag, @role@ AS role,"
    " @relation@ AS relation, @share|coverage|m.matched|m.kept@,"
    " @share|coverage_main|m.matched_main|x.kept@, a.words,"
    " a.words - m.kept AS furniture, m.matched,"
    " nullif(c.version, 0) AS version, c.agency,"
    " c.stale > 0 AS stale"
    " FROM membership m JOIN story s ON s.id = m.story AND s.kind = 0"
    " JOIN article a ON a.num = m.num JOIN site t ON t.id = a.site"
    " JOIN membership x ON x.story = s.id AND x.num = s.main"
    " LEFT JOIN carry c ON c.story = m.story AND c.num = m.num";

static const char pairs[] =
    "CREATE VIEW pairs AS SELECT x.key AS a, y.key AS b,"
    " @relation@ AS relation, x.words AS words_a, y.words AS words_b,"
    " m.matched_a, m.matched_b, @share|coverage_a|m.matched_a|m.kept_a@,"
    " @share|coverage_b|m.matched_b|m.kept_b@,"
    " @share|resemblance|m.shared|(m.distinct_a + m.distinct_b - m.shared)@,"
    " @share|containment_a|m.shared|m.distinct_a@,"
    " @share|containment_b|m.shared|m.distinct_b@"
    " FROM pair m JOIN article x ON x.num = m.a"
    " JOIN article y ON y.num = m.b";

static const char sites[] =
    "CREATE VIEW sites AS SELECT t.name AS site,"
    " count(DISTINCT a.num) AS articles, count(k.num) AS copies,"
    " count(DISTINCT k.story) AS stories,"
    " @time|first|min(ifnull(a.published, a.fetched))@,"
    " @time|last|max(ifnull(a.published, a.fetched))@"
    " FROM article a JOIN site t ON t.id = a.site"
    " LEFT JOIN (membership k JOIN story s ON s.id = k.story AND s.kind = 0)"
    " ON k.num = a.num AND k.role = 0 GROUP BY t.id";

static const char *relation_word(int i)
{
    return relation_name((enum relation)i);
}

static const char *role_word(int i)
{
    return role_name((enum role)i);
}

static const char *origin_word(int i)
{
    return origin_name((enum origin)i);
}

/* CASE m.relation WHEN 0 THEN 'none' ... */
static void put_words(sqlite3_str *out, const char *column, int most,
                      const char *(*word)(int))
{
    sqlite3_str_appendf(out, "CASE %s", column);
    for (int i = 0; i <= most; i++)
        sqlite3_str_appendf(out, " WHEN %d THEN %Q", i, word(i));
    sqlite3_str_appendall(out, " END");
}

/* What a mark stands for; its parts stand between bars. */
static void put_mark(sqlite3_str *out, const char *const *part, const int *len)
{
    if (!strncmp(part[0], "relation", (size_t)len[0]))
        put_words(out, "m.relation", RELATION_SERIES, relation_word);
    else if (!strncmp(part[0], "role", (size_t)len[0]))
        put_words(out, "m.role", ROLE_DIGEST, role_word);
    else if (!strncmp(part[0], "origin", (size_t)len[0]))
        put_words(out, "r.origin", ORIGIN_NONE, origin_word);
    else if (!strncmp(part[0], "time", (size_t)len[0]))
        sqlite3_str_appendf(out,
                            "strftime('%%Y-%%m-%%dT%%H:%%M:%%SZ', %.*s, "
                            "'unixepoch') AS %.*s, %.*s AS %.*s_at",
                            len[2], part[2], len[1], part[1], len[2], part[2],
                            len[1], part[1]);
    else
        sqlite3_str_appendf(out,
                            "CASE WHEN %.*s > 0 THEN 1.0 * %.*s / %.*s ELSE "
                            "0.0 END AS %.*s",
                            len[3], part[3], len[2], part[2], len[3], part[3],
                            len[1], part[1]);
}

static int create(struct store *s, const char *view)
{
    sqlite3_str *out = sqlite3_str_new(s->sql);
    for (;;) {
        const char *part[4] = {view, view, view, view};
        int len[4] = {0}, n = 0;
        size_t plain = strcspn(view, "@");
        sqlite3_str_append(out, view, (int)plain);
        if (!view[plain])
            break;
        view += plain;
        while (n < 4 && (!n || *view == '|')) {
            part[n] = view + 1;
            len[n] = (int)strcspn(part[n], "|@");
            view = part[n] + len[n];
            n++;
        }
        put_mark(out, part, len);
        view++;
    }
    char *text = sqlite3_str_finish(out);
    if (!text)
        return db_no_memory(s);
    db_exec(s, text);
    sqlite3_free(text);
    return s->error;
}

int views_create(struct store *s)
{
    static const char *const views[] = {articles, stories, stubs, members,
                                        copies,   pairs,   sites};
    for (size_t i = 0; i < sizeof views / sizeof *views && !s->error; i++)
        create(s, views[i]);
    return s->error;
}
