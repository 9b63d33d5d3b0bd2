/* CSV and TSV: cells, quotes, rows that are broken, and telling the format. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/csv.h"
#include "tests/articles.h"
#include "tests/packed.h"

static void expect_with(const char *bytes, size_t len,
                        const struct reader_options *o, const char *want)
{
    char *got = read_articles(bytes, len, o, 100);
    if (strcmp(got, want))
        print_error("input: %.*s\n", (int)(len < 300 ? len : 300), bytes);
    assert_string_equal(got, want);
    free(got);
    got = read_articles(bytes, len, o, 1);
    assert_string_equal(got, want);
    free(got);
}

#define EXPECT(literal, want)                                                  \
    expect_with(literal, sizeof(literal) - 1, NULL, want)
#define ROW(place, id, text) place " " id "|-|-|-|-|-|-||||" text "\n"

/* ---- splitting ---------------------------------------------------------- */

/* The cells of one row as they are, apart by bars. */
static const char *cells_of(char separator, const char *s, char *out)
{
    static struct csv csv;
    size_t n = 0;
    csv_init(&csv, separator);
    switch (csv_feed(&csv, s, strlen(s), 1)) {
    case CSV_ROW:
        for (size_t i = 0; i < csv.n; i++) {
            const struct csv_cell *c = &csv.cells[i];
            if (i)
                out[n++] = '|';
            n += csv_unquote(out + n, s + c->begin, c->end - c->begin);
        }
        n += (size_t)sprintf(out + n, "<%zu", csv.at);
        return out;
    case CSV_UNCLOSED:
        sprintf(out, "unclosed %zu", csv.open);
        return out;
    default:
        return "more";
    }
}

static void test_csv_cells(void **state)
{
    char out[200];
    (void)state;
#define CELLS(s, want) assert_string_equal(cells_of(',', s, out), want)
#define TABS(s, want) assert_string_equal(cells_of('\t', s, out), want)
    CELLS("a,b,c\nd", "a|b|c<6");
    CELLS("a,,\r\nd", "a||<5");
    CELLS("a", "a<1");
    CELLS("a,", "a|<2");
    CELLS("", "<0");
    CELLS("\n", "<1");
    CELLS("long cells,of more than eight bytes,each\n",
          "long cells|of more than eight bytes|each<41");
    CELLS("\"a\",\"b,c\",\"d\ne\"\nf", "a|b,c|d\ne<16");
    CELLS("\"a \"\"b\"\" c\",\"\",\"\"\"\"\n", "a \"b\" c||\"<20");
    CELLS("\"a\" ,\"b\"  \r\nc", "a|b<12");
    CELLS("5\" pipe,a \"b\" c\n", "5\" pipe|a \"b\" c<16");
    CELLS("\"He said \"no\" twice\",b\n", "He said \"no\" twice|b<23");
    CELLS("\"a\nb \"c\" d\",e\n", "a\nb \"c\" d|e<14");
    CELLS("x,\"abc\n2,\"def\"\n", "unclosed 2");
    CELLS("x,\"abc\n\"def\",e\n", "unclosed 2");
    CELLS("x,\"abc", "unclosed 2");
    CELLS("caf\xE9,\xFF\xFE\n", "caf\xE9|\xFF\xFE<8");
    TABS("a\t\"b\tc\"\td\n", "a|b\tc|d<10");
    TABS("a\t\"No,\" he said.\td\n", "a|\"No,\" he said.|d<19");
    TABS("a\t\"No\td\nb\t\"e\" f\n", "unclosed 2");
}

/* A model that reads the strict format byte by byte. */
static size_t model(const char *s, char separator, char *out)
{
    size_t i = 0, n = 0;
    for (;;) {
        if (s[i] == '"') {
            for (i++; s[i] != '"' || s[i + 1] == '"'; i++)
                if ((out[n++] = s[i]) == '"')
                    i++;
            i++;
        } else {
            while (s[i] && s[i] != separator && s[i] != '\n')
                out[n++] = s[i++];
        }
        if (s[i] != separator)
            break;
        out[n++] = '|';
        i++;
    }
    return n + (size_t)sprintf(out + n, "<%zu", i + (s[i] == '\n'));
}

/* Rows made at random and written by the rules, shown in pieces of any size,
 * give what the model gives. */
static void test_csv_random_rows(void **state)
{
    static const char letters[] = "ab;\t, \"\n\xE9"
                                  "cdefghijkl";
    static const char separators[] = ",;\t";
    uint64_t seed = 11;
    static struct csv csv;
    (void)state;
    for (int round = 0; round < 30000; round++) {
        char row[800], want[800], got[800], separator = separators[round % 3];
        size_t n = 0, at = 0, len, out = 0;
        enum csv_result rc = CSV_MORE;
        unsigned cells = 1 + (unsigned)(round % 5);
        for (unsigned c = 0; c < cells; c++) {
            unsigned k, size;
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            size = (unsigned)(seed >> 33) % 24;
            if (c)
                row[n++] = separator;
            row[n++] = '"';
            for (k = 0; k < size; k++) {
                seed = seed * 6364136223846793005u + 1442695040888963407u;
                row[n] = letters[(seed >> 40) % (sizeof letters - 1)];
                n++;
                if (row[n - 1] == '"')
                    row[n++] = '"';
            }
            row[n++] = '"';
        }
        row[n++] = '\n';
        row[n] = 0;
        model(row, separator, want);
        csv_init(&csv, separator);
        while (rc == CSV_MORE) {
            len = at + 1 + (unsigned)(round % 7);
            at = len < n ? len : n;
            rc = csv_feed(&csv, row, at, at == n);
        }
        assert_int_equal(rc, CSV_ROW);
        assert_int_equal(csv.n, cells);
        for (size_t i = 0; i < csv.n; i++) {
            const struct csv_cell *c = &csv.cells[i];
            if (i)
                got[out++] = '|';
            out += csv_unquote(got + out, row + c->begin, c->end - c->begin);
        }
        sprintf(got + out, "<%zu", csv.at);
        assert_string_equal(got, want);
    }
}

/* ---- rows as articles --------------------------------------------------- */

static void test_csv_articles(void **state)
{
    (void)state;
    EXPECT("id,url,title,text,published,author,source\n"
           "a,https://p.example/1,T,\"One, two.\nThree.\",2009-11-30,A. "
           "Writer,Wire\n"
           "b,,,Four,\"Nov. 30, 2009\",,\n",
           "2:42 a|https://p.example/1|-|T|-|A. Writer|Wire|"
           "2009-11-30T00:00:00Z|||One, two.\nThree.\n"
           "4:111 b|-|-|-|-|-|-|2009-11-30T00:00:00Z|||Four\n");
    EXPECT("\xEF\xBB\xBFid;text\r\n1;a;\r\n2;\"b \"\"c\"\"\"\r\n",
           ROW("2:12", "1", "a") ROW("3:18", "2", "b \"c\""));
    EXPECT("id\ttext\n1\t\"Go,\" he said.\n2\t\"We\n3\tc\n",
           ROW("2:8", "1", "\"Go,\" he said.") ROW("3:25", "2", "\"We")
               ROW("4:31", "3", "c"));
    EXPECT("sep=;\nid;text\n1;a\n", ROW("3:14", "1", "a"));
    EXPECT("id|text\n1|a\n", ROW("2:8", "1", "a"));
    /* names as people write them; the second of two is left out */
    EXPECT("Article ID,Publication Date,Text,text\n7,2009-11-30,a,b\n",
           "2:38 7|-|-|-|-|-|-|2009-11-30T00:00:00Z|||b\n");
    EXPECT("ID,Plain Text\n7,a\n", ROW("2:14", "7", "a"));
    /* an index without a name before, nameless columns behind, blank lines */
    EXPECT(",id,text,,\n0,x,a\n\n1,y,b,,\n \t\n",
           ROW("2:11", "x", "a") ROW("4:18", "y", "b"));
    /* as JSON has them */
    EXPECT("id,text,date\n1,a,soon\n2,b,03/04/2009\n3,,\n4,c,None\n",
           ROW("2:13", "1", "a") ROW("3:22", "2", "b")
               ROW("5:41", "4",
                   "c") "! empty text 4:37\n! time not understood 2:13\n"
                        "! ambiguous date 3:22\n");
    EXPECT("id,text\n1,a\0b\n", ROW("2:8", "1", "a b"));
}

static void test_csv_mapped(void **state)
{
    static const char s[] = "Nr;Inhalt;Ort\n1;a;x\n2;b;y\n3;c;z\n";
    struct reader_options o = {0};
    struct fields f;
    char why[100];
    (void)state;
    assert_int_equal(fields_init(&f), 0);
    assert_int_equal(fields_parse(&f, "text=Inhalt,id=Nr", why, sizeof why), 0);
    o.fields = &f;
    expect_with(s, sizeof s - 1, &o,
                ROW("2:14", "1", "a") ROW("3:20", "2", "b")
                    ROW("4:26", "3", "c"));
    fields_release(&f);
    /* without the names it is a text that happens to be a table */
    EXPECT("Nr;Inhalt;Ort\n1;a;x\n2;b;y\n3;c;z\n",
           "1:0 m|-|-|Nr;Inhalt;Ort|-|-|-||||1;a;x\n2;b;y\n3;c;z\n\n");
    EXPECT("id,url,headline\n1,http://p.example/1,T\n", "! no text 1:0\n");
}

/* Rows torn apart, cut short, or too wide are lost, and the others are not. */
static void test_csv_bad_rows(void **state)
{
    (void)state;
#define HEAD "id,text,lang\n"
    EXPECT(HEAD "1,a,en\n2,b\n3,c,en,x\n4\n5,e,en\n",
           "2:13 1|-|-|-|en|-|-||||a\n6:35 5|-|-|-|en|-|-||||e\n"
           "! row with too few or too many cells 3:20\n"
           "! row with too few or too many cells 4:24\n"
           "! row with too few or too many cells 5:33\n");
    /* a cell that nobody put in quotes, and one that is whole */
    EXPECT("text,id,lang\nThe ferry\nwas late,1,en\n\"Whole\"\nHalf,3\n",
           "3:23 1|-|-|-|en|-|-||||was late\n4:37 -|-|-|-|-|-|-||||Whole\n"
           "5:45 3|-|-|-|-|-|-||||Half\n"
           "! row with too few or too many cells 2:13\n");
}

static void test_csv_open_quotes(void **state)
{
    (void)state;
#define TWO "id,text\n"
    /* found where the next quote opens a cell */
    EXPECT(TWO "1,\"abc\n2,\"d\ne\"\n3,f\n",
           ROW("3:15", "2", "d\ne")
               ROW("5:23", "3", "f") "! quote not closed 2:10\n");
    EXPECT(TWO "\"1\",\"abc\n\"2\",\"d\"\n",
           ROW("3:17", "2", "d") "! quote not closed 2:12\n");
    /* found at the end of the file */
    EXPECT(TWO "1,\"abc\n2,d\n3,e\n",
           ROW("3:15", "2", "d")
               ROW("4:19", "3", "e") "! quote not closed 2:10\n");
    EXPECT(TWO "1,a\n2,\"bc",
           ROW("2:8", "1", "a") "! file ends inside a record 3:12\n");
    EXPECT(TWO "1,a\n2,\"A text that goes on\nfor lines, as they do, and\n"
               "then is cut\n",
           ROW("2:8", "1", "a") "! file ends inside a record 3:12\n");
    /* several in a row: each costs its own line */
    EXPECT(TWO "1,\"a\n2,\"b\n3,\"c\n4,d\n",
           ROW("5:23", "4",
               "d") "! quote not closed 2:10\n"
                    "! quote not closed 3:15\n! quote not closed 4:20\n");
}

static void test_csv_too_long(void **state)
{
    struct reader_options o = {.max_record = 1000};
    size_t n = 3000000;
    char *s = malloc(n + 200), *got;
    (void)state;
    assert_non_null(s);
    for (int quoted = 0; quoted < 2; quoted++) {
        size_t len = (size_t)sprintf(s, TWO "1,a\n2,%s", quoted ? "\"" : "");
        memset(s + len, 'x', n);
        if (quoted)
            for (size_t i = len + 50; i < len + n; i += 97)
                s[i] = '\n';
        len += n;
        len += (size_t)sprintf(s + len, "%s\n3,b\n", quoted ? "\"" : "");
        got = read_articles(s, len, &o, 10);
        assert_non_null(strstr(got, ROW("2:8", "1", "a")));
        assert_non_null(strstr(got, " 3|-|-|-|-|-|-||||b\n"));
        assert_non_null(strstr(got, "! record too long 3:12\n"));
        assert_null(strstr(got, "quote"));
        free(got);
    }
    /* a quote not closed, before more rows than one record may have */
    {
        size_t len = (size_t)sprintf(s, TWO "1,\"a\n"), rows = 0;
        for (; rows < 100000; rows++)
            len += (size_t)sprintf(s + len, "%zu,text\n", rows);
        got = read_articles(s, len, &o, 1000);
        assert_non_null(strstr(got, ROW("3:13", "0", "text")));
        assert_non_null(strstr(got, "\n100002:1088892 99999|"));
        assert_non_null(strstr(got, "! quote not closed 2:10\n"));
        assert_null(strstr(got, "too"));
        free(got);
    }
    free(s);
}

/* Hostile quotes cost no more than a look or two at each byte. */
static void test_csv_quotes_without_end(void **state)
{
    static const char *const lines[] = {"\"\"\"x\n",    "\"a\n", "1,\"\"\"x\n",
                                        "1\t\"\"\"x\n", "\"\n",  "1,\"\n"};
    size_t n = 4 << 20;
    char *s = malloc(n + 10);
    (void)state;
    assert_non_null(s);
    for (size_t k = 0; k < sizeof lines / sizeof *lines; k++) {
        struct reader *r;
        size_t len = (size_t)sprintf(
            s, "%s", k == 3 ? "id\ttext\n1\ta\n" : "id,text\n1,a\n");
        struct batch b;
        for (; len + 8 < n; len += strlen(lines[k]))
            memcpy(s + len, lines[k], strlen(lines[k]));
        batch_init(&b);
        assert_int_equal(reader_open_memory(&r, "m", s, len, NULL), 0);
        while (reader_next(r, &b, 1000, 1 << 20) == READER_MORE)
            assert_true(b.n > 0);
        batch_release(&b);
        reader_close(r);
    }
    free(s);
}

static void test_csv_raw(void **state)
{
    static const char s[] =
        "\xEF\xBB\xBFid,text\r\n1,\"a \"\"q\"\"\"\r\n2\r\n3,c";
    struct reader_options o = {.raw = 1};
    (void)state;
    expect_with(s, sizeof s - 1, &o,
                "1:0 other \xEF\xBB\xBFid,text\r\n\n"
                "2:12 1|-|-|-|-|-|-||||a \"q\"\nraw 1,\"a \"\"q\"\"\"\r\n"
                "4:28 3|-|-|-|-|-|-||||c\nraw 3,c"
                "! row with too few or too many cells 3:25\n");
}

/* ---- telling the format ------------------------------------------------- */

static void expect_plain(const char *s)
{
    char *got = read_articles(s, strlen(s), NULL, 10);
    if (strncmp(got, "1:0 m|", 6))
        print_error("input: %s\n", s);
    assert_memory_equal(got, "1:0 m|", 6);
    free(got);
}

static void test_csv_told_from_others(void **state)
{
    (void)state;
    expect_plain("Text, and more of it\nThe ferry, late again, left.\nIt "
                 "rained, they said, and blew.\n");
    expect_plain("Fog, rain, wind\nThe ferry was late.\n");
    expect_plain("Ferries, trains and buses\n\nOslo, 3 March\n\nThe title, "
                 "text and date, said the author, were late.\n");
    EXPECT("{\"id\":\"1\",\"text\":\"a,b\"}\n{\"id\":\"2\",\"text\":\"c,d\"}\n",
           ROW("1:0", "1", "a,b") ROW("2:24", "2", "c,d"));
    EXPECT("\xFF\xFEi\0d\0,\0t\0e\0x\0t\0\n\0", "! not text 1:0\n");
    EXPECT("id,title,text\n", "");
}

/* The bytes through a pipe a few at a time. */
static char *read_pieces(const char *s, size_t len,
                         const struct reader_options *o)
{
    char dir[] = "/tmp/wireprint-test-XXXXXX", path[64], *got;
    const char *paths[] = {path};
    struct reader *r;
    pid_t child;
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/m", dir);
    assert_int_equal(mkfifo(path, 0600), 0);
    child = fork();
    if (!child) {
        int fd = open(path, O_WRONLY);
        for (size_t at = 0, step = 1, n; at < len; at += n) {
            n = len - at < step ? len - at : step;
            if (write(fd, s + at, n) != (ssize_t)n)
                _exit(1);
            step = step % 31 + 1;
        }
        _exit(0);
    }
    assert_int_equal(reader_open(&r, paths, 1, o), 0);
    got = put_all(r, 10);
    waitpid(child, NULL, 0);
    reader_close(r);
    unlink(path);
    rmdir(dir);
    return got;
}

static void test_csv_pieces(void **state)
{
    static const char *const rows[] = {
        "1,\"a,b\n\"\"c\"\"\",en\n",
        "2,d,en\n",
        "\n",
        "3,\"x\n",
        "4,e\n",
        "5,\"q \"r\" s\",en\n",
        "6,\"\"\"t\n",
        "7,a text that is longer than some records may be,en\n"};
    struct packed p = {0};
    uint64_t seed = 5;
    (void)state;
    pack_plain(&p, HEAD, sizeof HEAD - 1);
    for (int i = 0; i < 600; i++) {
        const char *row = rows[(seed >> 40) % 8];
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        pack_plain(&p, row, strlen(row));
    }
    for (uint64_t limit = 0; limit < 100; limit += 30) {
        struct reader_options o = {.max_record = limit, .raw = 1};
        char *want = read_articles(p.bytes, p.len, &o, 100);
        char *got = read_pieces(p.bytes, p.len, &o);
        assert_non_null(strstr(want, " 2|-|-|-|en|-|-||||d\n"));
        assert_string_equal(got, want);
        free(got);
        free(want);
    }
    packed_release(&p);
}

static void test_csv_cut_off(void **state)
{
    struct packed p = {0};
    char *got;
    (void)state;
    pack_gzip(&p, TWO "1,\"a\n2", sizeof TWO + 6);
    got = read_articles(p.bytes, p.len - 9, NULL, 10);
    assert_string_equal(got, "! damaged or cut off packed data 3:15\n");
    free(got);
    packed_release(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_csv_cells),
        cmocka_unit_test(test_csv_random_rows),
        cmocka_unit_test(test_csv_articles),
        cmocka_unit_test(test_csv_mapped),
        cmocka_unit_test(test_csv_bad_rows),
        cmocka_unit_test(test_csv_open_quotes),
        cmocka_unit_test(test_csv_too_long),
        cmocka_unit_test(test_csv_quotes_without_end),
        cmocka_unit_test(test_csv_raw),
        cmocka_unit_test(test_csv_told_from_others),
        cmocka_unit_test(test_csv_pieces),
        cmocka_unit_test(test_csv_cut_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
