/* export: what is written comes back the same, whatever bytes it is made of;
 * files that are whole or not there. */
#include "cli/outfile.h"
#include "cli/reader.h"
#include "cli/rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/crawl.h"
#include "tests/trial.h"

/* ---- there and back -------------------------------------------------------
 */

#define NONE STORE_NO_TIME
#define TEXT(s) .text = s, .text_len = sizeof s - 1

/* Identity from id, URL and text; sites that are no host of the URL, no host
 * name, an address; strings that readers of CSV and JSON trip over. */
static const struct article hostile[] = {
    {.id = "plain",
     .url = "https://www.alder.example/a?b=1,2#c",
     .title = "A headline",
     .author = "Ann Alder, Bo Brenn",
     .source = "Alder News Agency",
     .lang = "en",
     .published = 1709542828,
     .fetched = 1709543484,
     .modified = 1709543485,
     TEXT("The harbour at Brenn reopened today.\nIt had been shut.\n")},
    {.url = "HTTPS://Brenn.Example/Path#top",
     .published = NONE,
     .fetched = NONE,
     TEXT("  Two spaces, and a URL for an id.  ")},
    {.site = "www.www.cairn.example",
     .published = -1,
     .fetched = NONE,
     .title = "\"Quoted\", with commas; and a 'quote'",
     TEXT("\n\r\nLine breaks first, \"quotes\" within\r\nand last\n\n")},
    {.url = "http://dunhaven.example/1",
     .site = "localhost",
     .published = NONE,
     .fetched = 5,
     .source = "https://agency.example/",
     TEXT("A site that is no host name, a source that is a URL.")},
    {.url = "http://[2001:db8::1]:8080/x",
     .published = NONE,
     .fetched = NONE,
     TEXT("An address for a site.")},
    {.site = "10.0.0.7",
     .published = NONE,
     .fetched = NONE,
     TEXT("Another address, and no URL.")},
    {.id = "sourced",
     .source = "agency.example",
     .published = NONE,
     .fetched = NONE,
     TEXT("A source that looks like a site, and no site.")},
    {.id = "=1+1",
     .title = "-",
     .published = 253402300799,
     .fetched = NONE,
     TEXT("Tabs\there, \\n escaped, a bell \a, DEL \177, and \302\205 there;"
          " \342\200\250 \342\200\256 \360\237\223\260 and \357\273\277.")},
    {.id = "nul",
     .published = NONE,
     .fetched = NONE,
     TEXT("One NUL \0 in words, one at the end\0")},
    {.id = "latin",
     .title = "Caf\351",
     .published = NONE,
     .fetched = NONE,
     TEXT("Caf\351 and \377\376 and half \342\202")},
    {.id = "last", .published = NONE, .fetched = NONE, TEXT("word")},
};
#define HOSTILE (sizeof hostile / sizeof *hostile)

static struct trial from, to;

static int set_up(void **state)
{
    (void)state;
    trial_init(&from);
    trial_init(&to);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    trial_release(&from);
    trial_release(&to);
    return 0;
}

static int write_row(void *arg, const struct article_row *row)
{
    return row_article(arg, row);
}

/* All articles in one of the forms; free it. */
static char *export(struct store *s, enum output_format format, size_t *len)
{
    struct output out;
    char *bytes = NULL;
    FILE *f = open_memstream(&bytes, len);
    assert_non_null(f);
    output_begin_to(&out, format, row_article_columns, f);
    assert_int_equal(store_articles(s, NULL, write_row, &out), STORE_OK);
    assert_int_equal(output_end(&out), 0);
    assert_int_equal(fclose(f), 0);
    return bytes;
}

static void add_bytes(struct store *s, const char *bytes, size_t len)
{
    struct reader *r;
    struct batch b;
    int rc;
    batch_init(&b);
    assert_int_equal(reader_open_memory(&r, "export", bytes, len, NULL), 0);
    while ((rc = reader_next(r, &b, 4, 1 << 20)) == READER_MORE)
        for (size_t i = 0; i < b.n; i++)
            assert_int_equal(store_add(s, &b.records[i].article, 1, NULL),
                             STORE_OK);
    assert_int_equal(rc, READER_END);
    for (int i = 0; i < REJECT_COUNT; i++)
        assert_int_equal(reader_count(r, (enum reject)i), 0);
    assert_int_equal(store_gather(s, NULL), STORE_OK);
    batch_release(&b);
    reader_close(r);
}

/* A string as it is after the way: what is lost is lost here. */
static void put(struct page *p, const char *s, size_t len, int json)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)s[i];
        int half = i + 2 == len && c == 0xE2;
        if (!c)
            page_print(p, " ");
        else if (json && (c == 0xE9 || c >= 0xFE || half))
            page_print(p, "\357\277\275");
        else if (json && i + 1 == len && len > 1 && c == 0x82)
            page_print(p, "\357\277\275");
        else
            page_print(p, "%c", c);
    }
    page_print(p, "|");
}

struct told {
    struct page page;
    int json; /* write what JSON leaves of it */
};

static void tell_string(struct told *t, const char *s)
{
    put(&t->page, s ? s : "(none)", strlen(s ? s : "(none)"), t->json);
}

static int tell(void *arg, const struct article_row *row)
{
    struct told *t = arg;
    tell_string(t, row->id);
    tell_string(t, row->url);
    tell_string(t, row->site);
    tell_string(t, row->title);
    tell_string(t, row->author);
    tell_string(t, row->source);
    tell_string(t, row->lang);
    page_print(&t->page, "%lld %lld %lld %llu|", (long long)row->published,
               (long long)row->fetched, (long long)row->modified,
               (unsigned long long)row->words);
    put(&t->page, row->text, row->text_len, t->json);
    page_print(&t->page, "\n");
    return 0;
}

static char *all(struct store *s, int json)
{
    struct told t = {.json = json};
    assert_int_equal(store_articles(s, NULL, tell, &t), STORE_OK);
    return t.page.at;
}

static void go_there_and_back(enum output_format format)
{
    struct store *a = trial_open(&from, NULL), *b = trial_open(&to, NULL);
    size_t len;
    char *bytes, *before, *after;
    assert_int_equal(store_add(a, hostile, HOSTILE, NULL), STORE_OK);
    assert_int_equal(store_gather(a, NULL), STORE_OK);
    bytes = export(a, format, &len);
    add_bytes(b, bytes, len);
    before = all(a, format == OUTPUT_JSON);
    after = all(b, 0);
    assert_string_equal(before, after);
    free(before);
    free(after);
    free(bytes);
    trial_close(a);
    trial_close(b);
}

static void test_export_json_comes_back_the_same(void **state)
{
    (void)state;
    go_there_and_back(OUTPUT_JSON);
}

static void test_export_csv_comes_back_the_same(void **state)
{
    (void)state;
    go_there_and_back(OUTPUT_CSV);
}

static void test_export_gives_the_same_stories(void **state)
{
    static const enum output_format formats[] = {OUTPUT_JSON, OUTPUT_CSV};
    struct crawl c;
    (void)state;
    crawl_make(&c, &crawl_small);
    struct store *a = trial_open(&from, NULL);
    assert_int_equal(store_add(a, c.article, c.n, NULL), STORE_OK);
    assert_int_equal(store_gather(a, NULL), STORE_OK);
    char *members = trial_members(a), *pairs = trial_pairs(a);
    for (int i = 0; i < 2; i++) {
        size_t len;
        char *bytes = export(a, formats[i], &len);
        struct store *b = trial_open(&to, NULL);
        add_bytes(b, bytes, len);
        char *other = trial_members(b);
        assert_string_equal(members, other);
        free(other);
        other = trial_pairs(b);
        assert_string_equal(pairs, other);
        free(other);
        free(bytes);
        trial_close(b);
        trial_release(&to);
        trial_init(&to);
    }
    free(members);
    free(pairs);
    trial_close(a);
    crawl_release(&c);
}

static void test_export_csv_is_rfc_4180(void **state)
{
    static const struct column columns[] = {{"a", CELL_TEXT, "", 0, ""},
                                            {"b,c", CELL_COUNT, "", 0, ""},
                                            {"d", CELL_TEXT, "", 0, ""},
                                            {0}};
    const struct cell cells[] = {cell_text("1 \"2\", 3\r\n"), cell_count(7),
                                 cell_text(NULL)};
    const struct cell more[] = {cell_text(""), cell_count(0),
                                cell_text(" \351")};
    struct output out;
    char *bytes = NULL;
    size_t len;
    (void)state;
    FILE *f = open_memstream(&bytes, &len);
    assert_non_null(f);
    output_begin_to(&out, OUTPUT_CSV, columns, f);
    output_row(&out, cells);
    output_row(&out, more);
    assert_int_equal(output_end(&out), 0);
    fclose(f);
    assert_string_equal(bytes, "a,b,c,d\r\n\"1 \"\"2\"\", 3\r\n\",7,\r\n"
                               "\"\",0,\" \351\"\r\n");
    free(bytes);
}

/* ---- files ----------------------------------------------------------------
 */

static char *read_file(const char *path, size_t *len)
{
    char *bytes = calloc(1, 1 << 20);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    assert_non_null(bytes);
    *len = fread(bytes, 1, (1 << 20) - 1, f);
    fclose(f);
    return bytes;
}

static void assert_file(const char *path, const char *expected)
{
    size_t n;
    char *bytes = read_file(path, &n);
    assert_string_equal(bytes, expected);
    free(bytes);
}

static void test_export_file_is_whole_or_as_it_was(void **state)
{
    char path[200];
    struct outfile o;
    struct stat st;
    (void)state;
    snprintf(path, sizeof path, "%s/out", from.dir);
    assert_int_equal(outfile_open(&o, path), 0);
    fputs("first", o.file);
    fflush(o.file);
    assert_int_not_equal(access(path, F_OK), 0);
    assert_int_equal(outfile_close(&o, 1), 0);
    assert_file(path, "first");
    assert_int_equal(chmod(path, 0640), 0);

    assert_int_equal(outfile_open(&o, path), 0);
    fputs("given up", o.file);
    assert_int_equal(outfile_close(&o, 0), 0);
    assert_file(path, "first");

    assert_int_equal(outfile_open(&o, path), 0);
    fputs("second", o.file);
    assert_int_equal(outfile_close(&o, 1), 0);
    assert_file(path, "second");
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0640);
    remove(path); /* tear_down() finds the folder empty, or fails */
}

static void test_export_file_follows_links(void **state)
{
    char path[200], link[200];
    struct outfile o;
    struct stat st;
    (void)state;
    snprintf(path, sizeof path, "%s/out", from.dir);
    snprintf(link, sizeof link, "%s/link", from.dir);
    assert_int_equal(outfile_open(&o, path), 0);
    assert_int_equal(outfile_close(&o, 1), 0);
    assert_int_equal(symlink("out", link), 0);
    assert_int_equal(outfile_open(&o, link), 0);
    fputs("through", o.file);
    assert_int_equal(outfile_close(&o, 1), 0);
    assert_file(path, "through");
    assert_int_equal(lstat(link, &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    remove(link);
    remove(path);
}

static void test_export_file_that_cannot_be_written_fails(void **state)
{
    char path[200];
    struct outfile o;
    (void)state;
    assert_int_equal(outfile_open(&o, from.dir), 1);
    snprintf(path, sizeof path, "%s/no/where", from.dir);
    assert_int_equal(outfile_open(&o, path), 1);
    assert_int_equal(outfile_open(&o, "/dev/full"), 0);
    fputs("much", o.file);
    assert_int_equal(outfile_close(&o, 1), -1);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_export_json_comes_back_the_same),
        TEST(test_export_csv_comes_back_the_same),
        TEST(test_export_gives_the_same_stories),
        TEST(test_export_csv_is_rfc_4180),
        TEST(test_export_file_is_whole_or_as_it_was),
        TEST(test_export_file_follows_links),
        TEST(test_export_file_that_cannot_be_written_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
