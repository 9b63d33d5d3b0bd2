#include "tests/trial.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

void trial_init(struct trial *f)
{
    const char *top = getenv("TMPDIR");
    snprintf(f->dir, sizeof f->dir, "%s/wireprint-XXXXXX", top ? top : "/tmp");
    assert_non_null(mkdtemp(f->dir));
    snprintf(f->path, sizeof f->path, "%s/c.db", f->dir);
}

static void drop_files(const struct trial *f)
{
    static const char *const tail[] = {"", "-wal", "-shm", "-journal"};
    char path[176];
    for (size_t i = 0; i < sizeof tail / sizeof *tail; i++) {
        snprintf(path, sizeof path, "%s%s", f->path, tail[i]);
        assert_true(!remove(path) || errno == ENOENT);
    }
}

void trial_release(struct trial *f)
{
    drop_files(f);
    assert_int_equal(rmdir(f->dir), 0);
}

struct store *trial_open(const struct trial *f, const struct store_options *o)
{
    struct store_options one = {.threads = 1};
    struct store *s;
    if (store_open(&s, f->path, o ? o : &one) != STORE_OK)
        fail_msg("%s", store_errmsg(s));
    return s;
}

static int note_problem(void *arg, const char *problem)
{
    page_print(arg, "%s\n", problem);
    return 0;
}

char *trial_problems(struct store *s, int *code)
{
    struct page p = {0};
    uint64_t problems = 0;
    page_print(&p, "%s", "");
    *code = store_check(s, note_problem, &p, &problems);
    assert_int_equal(problems > 0, p.n > 0);
    return p.at;
}

void trial_close(struct store *s)
{
    int code;
    char *problems = trial_problems(s, &code);
    if (code != STORE_OK || *problems)
        fail_msg("%s\n%s", store_errmsg(s), problems);
    free(problems);
    store_close(s);
}

int64_t trial_number(const struct trial *f, const char *query)
{
    sqlite3 *db;
    sqlite3_stmt *q;
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    if (sqlite3_prepare_v2(db, query, -1, &q, NULL) ||
        sqlite3_step(q) != SQLITE_ROW)
        fail_msg("%s: %s", query, sqlite3_errmsg(db));
    int64_t number = sqlite3_column_int64(q, 0);
    sqlite3_finalize(q);
    sqlite3_close(db);
    return number;
}

void trial_run(const struct trial *f, const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL))
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

char *trial_read(const struct trial *f, size_t *size)
{
    FILE *file = fopen(f->path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    *size = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(*size + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, *size, file), *size);
    fclose(file);
    return bytes;
}

void trial_write(const struct trial *f, const char *bytes, size_t size)
{
    drop_files(f);
    FILE *file = fopen(f->path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

struct filing {
    const struct crawl *c;
    int64_t *story;
};

static int file_member(void *arg, const struct member_row *row)
{
    const struct filing *f = arg;
    for (size_t i = 0; i < f->c->n; i++)
        if (!strcmp(f->c->article[i].id, row->article))
            f->story[i] = row->role == ROLE_DIGEST ? CRAWL_DIGEST : row->story;
    return 0;
}

int64_t *trial_stories(struct store *s, const struct crawl *c)
{
    struct filing f = {c, malloc((c->n + 1) * sizeof *f.story)};
    assert_non_null(f.story);
    for (size_t i = 0; i < c->n; i++)
        f.story[i] = INT64_MIN;
    assert_int_equal(store_members(s, file_member, &f), STORE_OK);
    return f.story;
}

static int print_member(void *arg, const struct member_row *r)
{
    page_print(arg, "%s %lld %s %s %.17g\n", r->article, (long long)r->story,
               role_name(r->role), relation_name(r->relation), r->coverage);
    return 0;
}

static int print_pair(void *arg, const struct pair_row *r)
{
    page_print(arg, "%s %s %s", r->a, r->b, relation_name(r->relation));
    page_print(arg, " %llu %llu %llu %llu", (unsigned long long)r->words_a,
               (unsigned long long)r->words_b, (unsigned long long)r->matched_a,
               (unsigned long long)r->matched_b);
    page_print(arg, " %.17g %.17g %.17g %.17g %.17g %.17g", r->coverage_a,
               r->coverage_b, r->resemblance, r->containment_a,
               r->containment_b, r->error);
    page_print(arg, " %llu %llu\n", (unsigned long long)r->passages,
               (unsigned long long)r->longest);
    return 0;
}

static char *all_rows(struct page *p, int code)
{
    if (code == STORE_OK)
        return p->at;
    free(p->at);
    return NULL;
}

char *trial_members(struct store *s)
{
    struct page p = {0};
    page_print(&p, "%s", "");
    return all_rows(&p, store_members(s, print_member, &p));
}

char *trial_pairs(struct store *s)
{
    struct page p = {0};
    page_print(&p, "%s", "");
    return all_rows(&p, store_pairs(s, NULL, print_pair, &p));
}
