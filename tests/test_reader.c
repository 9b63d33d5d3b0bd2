/* Reading articles: formats, broken records, places, batches, directories. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cli/date.h"
#include "cli/json_split.h"
#include "cli/reader.h"
#include "tests/packed.h"

static const char *show(const char *s)
{
    return s ? s : "-";
}

/* Everything that a reader gives, as lines of text. */
struct dump {
    char *s;
    size_t len, cap;
    uint64_t records;
    int rc;
};

static void add(struct dump *d, const char *format, ...)
{
    va_list ap;
    int n;
    for (;;) {
        va_start(ap, format);
        n = vsnprintf(d->s ? d->s + d->len : NULL, d->cap - d->len, format, ap);
        va_end(ap);
        if (d->s && (size_t)n < d->cap - d->len)
            break;
        d->cap = d->cap * 2 + (size_t)n + 1;
        d->s = realloc(d->s, d->cap);
        assert_non_null(d->s);
    }
    d->len += (size_t)n;
}

static void add_record(struct dump *d, const struct record *record)
{
    const struct article *a = &record->article;
    char p[DATE_LEN], f[DATE_LEN];
    assert_int_equal(strlen(a->text), a->text_len);
    add(d, "%llu:%llu %s|%s|%s|%s|%s|%s|%s|%.200s\n",
        (unsigned long long)record->line, (unsigned long long)record->byte,
        show(a->id), show(a->url), show(a->site), show(a->title), show(a->lang),
        date_format(a->published, p), date_format(a->fetched, f), a->text);
}

static struct dump drain(struct reader *r, size_t records, size_t bytes)
{
    struct dump d = {0};
    struct batch b;
    batch_init(&b);
    add(&d, "%s", "");
    do {
        d.rc = reader_next(r, &b, records, bytes);
        assert_true(b.n <= records);
        for (size_t i = 0; i < b.n; i++)
            add_record(&d, &b.records[i]);
        d.records += b.n;
    } while (d.rc == READER_MORE);
    for (int i = 0; i < REJECT_COUNT; i++) {
        const struct reject_place *p;
        for (size_t k = 0; (p = reader_place(r, (enum reject)i, k)); k++)
            add(&d, "! %s %llu:%llu\n", reject_name(p->reason),
                (unsigned long long)p->line, (unsigned long long)p->byte);
    }
    batch_release(&b);
    return d;
}

static struct dump read_bytes(const char *bytes, size_t len,
                              const struct reader_options *options)
{
    struct reader *r;
    struct dump d;
    assert_int_equal(reader_open_memory(&r, "m", bytes, len, options), 0);
    d = drain(r, 1000, 1 << 20);
    reader_close(r);
    return d;
}

static void expect(const char *bytes, size_t len, const char *want)
{
    struct dump d = read_bytes(bytes, len, NULL);
    if (strcmp(d.s, want))
        print_error("input: %.*s\n", (int)(len < 300 ? len : 300), bytes);
    assert_string_equal(d.s, want);
    assert_int_equal(d.rc, READER_END);
    free(d.s);
}

#define EXPECT(literal, want) expect(literal, sizeof(literal) - 1, want)

/* The ids that come out, in order, and the rejects. */
static void expect_ids(const char *bytes, size_t len, const char *want)
{
    struct reader *r;
    struct batch b;
    struct dump d = {0};
    batch_init(&b);
    add(&d, "%s", "");
    assert_int_equal(reader_open_memory(&r, "m", bytes, len, NULL), 0);
    while (reader_next(r, &b, 3, 1000) == READER_MORE)
        for (size_t i = 0; i < b.n; i++)
            add(&d, "%s ", show(b.records[i].article.id));
    for (int i = 0; i < REJECT_COUNT; i++)
        if (reader_count(r, (enum reject)i))
            add(&d, "%s:%llu@%llu ", reject_name((enum reject)i),
                (unsigned long long)reader_count(r, (enum reject)i),
                (unsigned long long)reader_place(r, (enum reject)i, 0)->line);
    if (strcmp(d.s, want))
        print_error("input: %.*s\n", (int)(len < 300 ? len : 300), bytes);
    assert_string_equal(d.s, want);
    free(d.s);
    batch_release(&b);
    reader_close(r);
}

#define EXPECT_IDS(literal, want) expect_ids(literal, sizeof(literal) - 1, want)

/* ---- JSON --------------------------------------------------------------- */

static void test_reader_json_lines(void **state)
{
    (void)state;
    EXPECT("{\"id\":\"a\",\"url\":\"https://x.example/1\",\"site\":"
           "\"x.example\",\"title\":\" T \",\"lang\":\"en\",\"published\":"
           "\"2009-11-30T01:54:00Z\",\"fetched\":1259546040,\"text\":\"one\"}\n"
           "{\"id\":7,\"text\":\"two\"}\n",
           "1:0 a|https://x.example/1|x.example|T|en|2009-11-30T01:54:00Z|"
           "2009-11-30T01:54:00Z|one\n"
           "2:153 7|-|-|-|-|||two\n");
    EXPECT("\xEF\xBB\xBF\r\n{\"text\":\"a\"}\r\n\r\n  {\"text\":\"b\"} \r\n",
           "2:5 -|-|-|-|-|||a\n4:23 -|-|-|-|-|||b\n");
    EXPECT("", "");
    EXPECT("{\"text\":\"no end of line\"}", "1:0 -|-|-|-|-|||no end of line\n");
}

/* Where records begin and end, and where reading goes on behind broken ones. */
static void test_reader_json_records(void **state)
{
    (void)state;
#define A "{\"id\":\"a\",\"text\":\"x\"}"
#define B "{\"id\":\"b\",\"text\":\"{\\\"}]\\\\\"}"
#define C "{\"id\":\"c\",\"text\":\"z\",\"n\":{\"m\":[1,{}]}}"
    EXPECT_IDS(A "\n" B "\n" C, "a b c ");
    EXPECT_IDS(A B C, "a b c ");
    EXPECT_IDS(A " " B "," C "\n" A, "a b c a ");
    EXPECT_IDS("[" A "," B "," C "]", "a b c ");
    EXPECT_IDS("[\n" A ",\n" B ",\n" C "\n]\n", "a b c ");
    EXPECT_IDS("[" A "]\n[" B "]\n" C, "a b c ");
    EXPECT_IDS("[]", "");
    EXPECT_IDS("[\n]\n", "");
    EXPECT_IDS("{\n  \"id\":\n\"a\",\n\"text\": \"x\"\n}\n{\n\"id\":\"b\",\n"
               "\"text\": \"y\"}",
               "a b ");
    EXPECT_IDS("[{\n\"id\":\"a\",\"text\":\"x\"\n}, {\n\"id\":\"b\",\"text\":"
               "\"y\"\n}]",
               "a b ");
    /* lines cut off */
    EXPECT_IDS(A "\n{\"id\":\"q\",\"text\":\"cut\n" C, "a c broken JSON:1@2 ");
    EXPECT_IDS(A "\n{\"id\":\"q\",\"te\n" C, "a c broken JSON:1@2 ");
    EXPECT_IDS(A "\n{\"id\":\"q\",\n" C, "a c broken JSON:1@3 ");
    EXPECT_IDS(A "\n{\"id\":\n" C "\n" A, "a c a broken JSON:1@4 ");
    EXPECT_IDS(A "\n{\"id\":\n" C, "a c file ends inside a record:1@2 ");
    EXPECT_IDS(A "\n{\n" C "\n" B, "a c b broken JSON:1@3 ");
    EXPECT_IDS(A "\n{\"id\":[1,2\n" C "\n" B, "a c b broken JSON:1@3 ");
    EXPECT_IDS(A "\n" C "\n{\"id\":\"q\",\"text\":\"end of fi",
               "a c file ends inside a record:1@3 ");
    EXPECT_IDS(A "\n{\"id\":\"q\"", "a file ends inside a record:1@2 ");
    /* bad in themselves */
    EXPECT_IDS(A "\n{\"id\" \"q\"}\n" C, "a c broken JSON:1@2 ");
    EXPECT_IDS(A "\n{\"id\":q}\n" C, "a c broken JSON:1@2 ");
    EXPECT_IDS(A "{\"id\":q}" C "\n" B, "a c b broken JSON:1@1 ");
    EXPECT_IDS("[" A ",{\"id\":q}," C "]", "a c broken JSON:1@1 ");
    EXPECT_IDS(A "\n{\"id\":\"q\"]}\n" C, "a c broken JSON:1@2 ");
    EXPECT_IDS(A "\nsome words\n" C "\n\"s\"\n17\n[1]\n",
               "a c not a JSON object:4@2 ");
    EXPECT_IDS("[" A ", 17, \"s\", null, [1,[2]], " C "]",
               "a c not a JSON object:4@1 ");
    /* a broken pretty record is one reject, whatever its lines look like */
    EXPECT_IDS("{\n  \"id\": \"q\",\n  \"x\": {\n    \"y\": 1\n  },\n  "
               "\"text\": \"cut\n  {\n  }\n}\n" C "\n" A,
               "c a broken JSON:1@6 ");
    EXPECT_IDS("[\n  {\n    \"id\": \"q\" \"x\",\n    \"n\": {\n    }\n  },\n  "
               "{\n    \"id\": \"c\",\n    \"text\": \"z\"\n  }\n]\n",
               "c broken JSON:1@3 ");
    /* an array that is not closed */
    EXPECT_IDS("[" A "," B, "a b file ends inside a record:1@1 ");
    EXPECT_IDS("[\n" A ",\n{\"id\":\"q\"", "a file ends inside a record:2@3 ");
    /* a file cut at its front */
    EXPECT_IDS("ing on\"}\n" A "\n" B, "a b not a JSON object:1@1 ");
}

static void test_reader_json_bytes(void **state)
{
    (void)state;
    /* raw and escaped NULs, escapes, half pairs, bytes that are not UTF-8 */
    EXPECT("{\"text\":\"a\0b\\u0000c\"}", "1:0 -|-|-|-|-|||a b c\n");
    EXPECT("{\"text\":\"\\ud83d\\ude00\"}",
           "1:0 -|-|-|-|-|||\xF0\x9F\x98\x80\n");
    EXPECT("{\"text\":\"a\\ud83d b\\udc00\"}",
           "1:0 -|-|-|-|-|||a\xEF\xBF\xBD b\xEF\xBF\xBD\n");
    EXPECT("{\"text\":\"caf\xE9 \xFF\xC3\"}",
           "1:0 -|-|-|-|-|||caf\xE9 \xFF\xC3\n");
    EXPECT("{\"text\":\"tab\there\\n\\\"q\\\" \\\\\"}",
           "1:0 -|-|-|-|-|||tab\there\n\"q\" \\\n");
    EXPECT("{\"text\":\"n\",\"score\":NaN,\"x\":[1e5,-0.5,true,null]}",
           "1:0 -|-|-|-|-|||n\n");
}

static void test_reader_json_text(void **state)
{
    (void)state;
    EXPECT("{\"text\":[\"one\",\"two\",null,\"\",\"three\"]}",
           "1:0 -|-|-|-|-|||one\ntwo\nthree\n");
    EXPECT("{\"body\":{\"summary\":[\"s\"],\"sections\":[{\"headline\":[\"h\"],"
           "\"paragraphs\":[\"p\",\"q\"]},{\"headline\":[],\"paragraphs\":"
           "[\"r\"]}]}}",
           "1:0 -|-|-|-|-|||s\nh\np\nq\nr\n");
    EXPECT("{\"text\":17}\n{\"text\":{\"a\":1}}\n{\"text\":[1]}\n"
           "{\"text\":true}\n",
           "! text is not a string 1:0\n! text is not a string 2:12\n"
           "! text is not a string 3:29\n! text is not a string 4:42\n");
    EXPECT("{\"id\":\"x\"}\n{\"text\":null}\n{}\n",
           "! no text 1:0\n! no text 2:11\n! no text 3:25\n");
    EXPECT("{\"text\":\"\"}\n{\"text\":\" \\n\\t\"}\n{\"text\":[]}\n",
           "! empty text 1:0\n! empty text 2:12\n! empty text 3:29\n");
    /* the next name where the better one is of no use */
    EXPECT("{\"text\":\"\",\"content\":\"c\"}\n{\"body\":{},\"content\":\"d\"}",
           "1:0 -|-|-|-|-|||c\n2:26 -|-|-|-|-|||d\n");
}

static void test_reader_json_times(void **state)
{
    (void)state;
#define T(value) "{\"text\":\"t\",\"published\":" value "}"
#define WANT "1:0 -|-|-|-|-|2009-11-30T01:54:00Z||t\n"
    EXPECT(T("1259546040"), WANT);
    EXPECT(T("1259546040000"), WANT);
    EXPECT(T("1259546040.5"), WANT);
    EXPECT(T("\"1259546040\""), WANT);
    EXPECT(T("\"Mon, 30 Nov 2009 01:54:00 GMT\""), WANT);
    EXPECT(T("{\"$date\":\"2009-11-30T01:54:00Z\"}"), WANT);
    EXPECT(T("null"), "1:0 -|-|-|-|-|||t\n");
    EXPECT(T("\"None\""), "1:0 -|-|-|-|-|||t\n");
    EXPECT(T("\"\""), "1:0 -|-|-|-|-|||t\n");
    EXPECT(T("\"soon\""), "1:0 -|-|-|-|-|||t\n! time not understood 1:0\n");
    EXPECT(T("\"03/04/2009\""), "1:0 -|-|-|-|-|||t\n! ambiguous date 1:0\n");
    EXPECT(T("[1]"), "1:0 -|-|-|-|-|||t\n! field of the wrong type 1:0\n");
    EXPECT("{\"text\":\"t\",\"published\":\"soon\",\"date\":\"2009-11-30\"}",
           "1:0 -|-|-|-|-|2009-11-30T00:00:00Z||t\n");
    EXPECT("{\"text\":\"t\",\"title\":[],\"id\":1.5,\"lang\":{}}",
           "1:0 -|-|-|-|-|||t\n! field of the wrong type 1:0\n"
           "! field of the wrong type 1:0\n! field of the wrong type 1:0\n");
}

static void test_reader_json_sites(void **state)
{
    (void)state;
    EXPECT("{\"text\":\"t\",\"site\":\"The Times\",\"hostname\":\"t.example\"}",
           "1:0 -|-|t.example|-|-|||t\n");
    EXPECT("{\"text\":\"t\",\"source\":\"wire.example\"}",
           "1:0 -|-|wire.example|-|-|||t\n");
    EXPECT("{\"text\":\"t\",\"source\":\"Wire News\"}", "1:0 -|-|-|-|-|||t\n");
    /* with a URL the source is an agency more often than the carrier */
    EXPECT("{\"text\":\"t\",\"source\":\"wire.example\",\"url\":"
           "\"http://p.example/1\"}",
           "1:0 -|http://p.example/1|-|-|-|||t\n");
    EXPECT("{\"text\":\"t\",\"source\":\"http://p.example/1\","
           "\"source-hostname\":\"The Paper\",\"hostname\":\"p.example\"}",
           "1:0 -|http://p.example/1|p.example|-|-|||t\n");
}

/* One record as each of these tools writes it, with invented content. */
static void test_reader_json_tools(void **state)
{
    (void)state;
    EXPECT("{\"authors\":[],\"date_download\":null,\"date_modify\":\"None\","
           "\"date_publish\":\"2017-07-17 17:03:00\",\"description\":\"d\","
           "\"filename\":\"f.json\",\"image_url\":null,\"language\":\"en\","
           "\"localpath\":null,\"source_domain\":\"www.p.example\",\"maintext\""
           ":\"m\",\"title\":\"T\",\"title_page\":null,\"title_rss\":null,"
           "\"url\":\"https://www.p.example/a\"}",
           "1:0 -|https://www.p.example/a|www.p.example|T|en|"
           "2017-07-17T17:03:00Z||m\n");
    EXPECT("{\"title\":\"T\",\"author\":null,\"hostname\":\"p.example\","
           "\"date\":\"2024-03-05\",\"fingerprint\":\"f0f0\",\"id\":null,"
           "\"license\":null,\"comments\":\"\",\"raw_text\":\"raw\",\"text\":"
           "\"x\",\"language\":\"de\",\"filedate\":\"2024-03-06\",\"source\":"
           "\"https://p.example/a\",\"source-hostname\":\"Paper\",\"excerpt\":"
           "\"e\"}",
           "1:0 -|https://p.example/a|p.example|T|de|2024-03-05T00:00:00Z|"
           "2024-03-06T00:00:00Z|x\n");
    EXPECT("{\"title\":\"T\",\"plaintext\":\"p\",\"authors\":[\"A\"],"
           "\"publishing_date\":\"2024-03-05 10:00:00+01:00\",\"topics\":[],"
           "\"html\":{\"requested_url\":\"https://p.example/a\","
           "\"crawl_date\":\"2024-03-05 12:00:00\"},\"lang\":\"en\"}",
           "1:0 -|https://p.example/a|-|T|en|2024-03-05T09:00:00Z|"
           "2024-03-05T12:00:00Z|p\n");
    EXPECT("{\"content\":\"c\",\"warc_headers\":{\"warc-record-id\":\"<urn:1>\""
           ",\"warc-date\":\"2021-09-16T12:00:00Z\",\"warc-target-uri\":"
           "\"http://p.example/a\"},\"metadata\":{\"identification\":{"
           "\"label\":\"fr\",\"prob\":0.9}}}",
           "1:0 <urn:1>|http://p.example/a|-|-|fr||2021-09-16T12:00:00Z|c\n");
    EXPECT("{\"url\":\"http://p.example/a\",\"date_download\":"
           "\"2023-01-01T00:00:00Z\",\"digest\":\"sha1:X\",\"source_domain\":"
           "\"p.example\",\"title\":\"T\",\"raw_content\":\"r\",\"language\":"
           "\"it\"}",
           "1:0 -|http://p.example/a|p.example|T|it||2023-01-01T00:00:00Z|r\n");
    EXPECT("{\"source\":{\"id\":null,\"name\":\"Paper\"},\"author\":\"A\","
           "\"title\":\"T\",\"url\":\"https://p.example/a\",\"publishedAt\":"
           "\"2024-03-05T10:00:00Z\",\"content\":\"c\"}",
           "1:0 -|https://p.example/a|-|T|-|2024-03-05T10:00:00Z||c\n");
    EXPECT("{\"@type\":\"NewsArticle\",\"headline\":\"T\",\"articleBody\":\"b\""
           ",\"datePublished\":\"2024-03-05T10:00:00Z\",\"inLanguage\":\"es\","
           "\"mainEntityOfPage\":{\"@id\":\"https://p.example/a\"}}",
           "1:0 -|https://p.example/a|-|T|es|2024-03-05T10:00:00Z||b\n");
    EXPECT("{\"text\":\"t\",\"meta.url\":\"https://p.example/a\"}\n"
           "{\"text\":\"t\",\"meta\":{\"url\":\"https://p.example/b\"}}",
           "1:0 -|https://p.example/a|-|-|-|||t\n"
           "2:46 -|https://p.example/b|-|-|-|||t\n");
}

static void test_reader_json_mapped(void **state)
{
    static const char line[] =
        "{\"text\":\"no\",\"lead\":\"yes\",\"m\":{\"h\":\"Any Name\"}}";
    struct fields f;
    struct reader_options o = {0};
    struct dump d;
    char why[100];
    (void)state;
    assert_int_equal(fields_init(&f), 0);
    assert_int_equal(fields_parse(&f, "text=lead,site=m.h", why, sizeof why),
                     0);
    o.fields = &f;
    d = read_bytes(line, sizeof line - 1, &o);
    assert_string_equal(d.s, "1:0 -|-|Any Name|-|-|||yes\n");
    free(d.s);
    fields_release(&f);
}

/* Many objects within each other end a record and nothing else. */
static void test_reader_json_deep(void **state)
{
    size_t n = 300000;
    char *s = malloc(n + 200);
    struct dump d;
    (void)state;
    assert_non_null(s);
    for (int multi = 0; multi < 2; multi++) {
        size_t len = (size_t)sprintf(s, "{\"text\":\"a\"}\n{\"x\":");
        memset(s + len, '[', n);
        len += n;
        if (!multi)
            s[len++] = '\n';
        len += (size_t)sprintf(
            s + len, "%s", multi ? "\n{\"text\":\"b\"}" : "{\"text\":\"b\"}\n");
        d = read_bytes(s, len, NULL);
        assert_int_equal(d.records, 2);
        assert_non_null(strstr(d.s, "! nested too deep 2:"));
        free(d.s);
    }
    /* each of these lines opens two more brackets: no line is looked at more
     * often than the depth allows */
    for (size_t i = 0; i + 6 < n; i += 6)
        memcpy(s + i, "{\"a\":\n", 6);
    d = read_bytes(s, n / 6 * 6, NULL);
    assert_int_equal(d.records, 0);
    free(d.s);
    free(s);
}

/* A limit on records: longer ones are passed over, whatever their shape. */
static void test_reader_json_too_long(void **state)
{
    static const char *const ends[] = {"\"}\n", "\"\n}\n", "\"\n\n",
                                       "\"}{\"text\":\"s\"}\n"};
    struct reader_options o = {.max_record = 1000};
    size_t n = 3000000;
    char *s = malloc(n + 100);
    (void)state;
    assert_non_null(s);
    for (size_t k = 0; k < 4; k++) {
        struct dump d;
        size_t len = (size_t)sprintf(s, "{\"text\":\"a\"}\n{\"text\":\"");
        memset(s + len, 'x', n);
        len += n;
        len += (size_t)sprintf(s + len, "%s", ends[k]);
        len += (size_t)sprintf(s + len, "{\"text\":\"b\"}\n");
        d = read_bytes(s, len, &o);
        assert_non_null(strstr(d.s, "! record too long 2:13\n"));
        assert_non_null(strstr(d.s, "|a\n"));
        assert_true(k == 2 || strstr(d.s, "|b\n"));
        free(d.s);
    }
    free(s);
}

static void test_reader_json_long_line(void **state)
{
    size_t n = 50 << 20;
    struct reader_options o = {.max_record = 64 << 20};
    char *s = malloc(n + 100);
    struct reader *r;
    struct batch b;
    size_t len;
    (void)state;
    assert_non_null(s);
    len = (size_t)sprintf(s, "{\"text\":\"");
    memset(s + len, 'x', n);
    len += n;
    len += (size_t)sprintf(s + len, "\"}\n{\"text\":\"b\"}\n");
    batch_init(&b);
    assert_int_equal(reader_open_memory(&r, "m", s, len, &o), 0);
    assert_int_equal(reader_next(r, &b, 10, 1 << 20), READER_MORE);
    assert_int_equal(b.n, 1);
    assert_int_equal(b.records[0].article.text_len, n);
    assert_int_equal(reader_next(r, &b, 10, 1 << 20), READER_MORE);
    assert_int_equal(b.n, 1);
    assert_int_equal(b.records[0].line, 2);
    assert_int_equal(reader_next(r, &b, 10, 1 << 20), READER_END);
    batch_release(&b);
    reader_close(r);
    free(s);
}

/* An array on one line, longer than is looked ahead, with broken records. */
static void test_reader_json_long_array(void **state)
{
    struct packed p = {0};
    struct reader *r;
    struct dump d;
    (void)state;
    pack_plain(&p, "[", 1);
    for (int i = 0; i < 100000; i++)
        pack_plain(&p, A "," B ",{\"id\":q},", sizeof A + sizeof B + 9);
    pack_plain(&p, C ",17,\"s\",[1,[{}]]," A "]", sizeof C + sizeof A + 16);
    assert_int_equal(reader_open_memory(&r, "m", p.bytes, p.len, NULL), 0);
    d = drain(r, 1000, 1 << 20);
    assert_int_equal(d.records, 200002);
    assert_int_equal(reader_count(r, REJECT_NOT_OBJECT), 3);
    assert_int_equal(reader_count(r, REJECT_SYNTAX), 100000);
    assert_int_equal(reader_rejected(r), 100003);
    reader_close(r);
    free(d.s);
    packed_release(&p);
}

/* ---- plain text --------------------------------------------------------- */

static void test_reader_plain(void **state)
{
    (void)state;
    EXPECT("Ferry lost in fog\n\nFerry lost i\n\nNovember 30, 2009 01:54\n"
           "1 minute read.\n\nThe ferry.\nJuly 21, 2018\n",
           "1:0 m|-|-|Ferry lost in fog|-|2009-11-30T01:54:00Z||\nFerry lost "
           "i\n\nNovember 30, 2009 01:54\n1 minute read.\n\nThe ferry.\nJuly "
           "21, 2018\n\n");
    EXPECT("\xEF\xBB\xBF\r\n Head \r\nPublished: 30. November 2009\r\nText",
           "1:0 m|-|-|Head|-|2009-11-30T00:00:00Z||Published: 30. November "
           "2009\r\nText\n");
    EXPECT("Only one line", "1:0 m|-|-|-|-|||Only one line\n");
    EXPECT(" \n\n", "! empty text 1:0\n");
    EXPECT("Head\n1\n2\n3\n4\n5\n6\n7\n8\n2009-11-30\n",
           "1:0 m|-|-|Head|-|||1\n2\n3\n4\n5\n6\n7\n8\n2009-11-30\n\n");
    EXPECT("[Photo] Head\ntext { here }",
           "1:0 m|-|-|[Photo] Head|-|||text { here }\n");
    EXPECT("{braces} in a head\ntext",
           "1:0 m|-|-|{braces} in a head|-|||text\n");
    EXPECT("A\0B\nC\0D\n", "1:0 m|-|-|A B|-|||C D\n\n");
    EXPECT("\x7F"
           "ELF\1\2\3\4\5\6\0\0\0",
           "! not text 0:0\n");
}

static void test_reader_plain_limits(void **state)
{
    struct reader_options o = {.max_record = 100};
    char s[2000];
    struct dump d;
    (void)state;
    memset(s, 'a', sizeof s);
    s[500] = '\n';
    d = read_bytes(s, sizeof s, &o);
    assert_string_equal(d.s, "! record too long 1:0\n");
    free(d.s);
    d = read_bytes(s, sizeof s, NULL); /* the first line is no headline */
    assert_non_null(strstr(d.s, "1:0 m|-|-|-|-|||aaaa"));
    free(d.s);
}

/* ---- all of it ---------------------------------------------------------- */

/* Lines of every kind, whole and broken, n of them. */
static struct packed mixture(int n)
{
    static const char *const lines[] = {
        A "\n",
        B "\r\n",
        C "\n",
        "\n",
        "{\n\"id\":\"p\",\n\"text\":\"pretty\"\n}\n",
        "{\"id\":\"q\",\"text\":\"cut\n",
        "{\"id\":\"q\",\n",
        "{\"id\":q}\n",
        "words\n",
        "{\"a\":q\n",
        "{\"a\":[1 2\n",
        "{'id':'s','text':'}'}\n",
        A B "\n",
        "{\"id\":\"n\"}\n",
        "{\"text\":\"\xFF\\u0000\",\"published\":\"x\"}\n"};
    struct packed p = {0};
    uint64_t seed = 3;
    pack_plain(&p, A "\n", sizeof A);
    for (int i = 0; i < n; i++) {
        const char *line;
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        line = lines[(seed >> 40) % (sizeof lines / sizeof *lines)];
        pack_plain(&p, line, strlen(line));
    }
    return p;
}

static void test_reader_any_batch(void **state)
{
    struct packed p = mixture(3000);
    struct dump want = read_bytes(p.bytes, p.len, NULL);
    (void)state;
    assert_true(want.records > 1000);
    for (size_t records = 1; records < 5000; records *= 7) {
        struct reader *r;
        struct dump d;
        assert_int_equal(reader_open_memory(&r, "m", p.bytes, p.len, NULL), 0);
        d = drain(r, records, records * 10);
        assert_string_equal(d.s, want.s);
        free(d.s);
        reader_close(r);
    }
    free(want.s);
    packed_release(&p);
}

/* The bytes through a pipe, a few at a time and with pauses, so that records
 * are met in pieces. */
static struct dump read_pieces(const struct packed *p,
                               const struct reader_options *options)
{
    char dir[] = "/tmp/wireprint-test-XXXXXX", path[64];
    const char *paths[] = {path};
    struct reader *r;
    struct dump d;
    pid_t child;
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/m", dir);
    assert_int_equal(mkfifo(path, 0600), 0);
    child = fork();
    if (!child) {
        int fd = open(path, O_WRONLY);
        for (size_t at = 0, step = 1, n; at < p->len; at += n) {
            n = p->len - at < step ? p->len - at : step;
            if (write(fd, p->bytes + at, n) != (ssize_t)n)
                _exit(1);
            step = step % 31 + 1;
            if (step % 4 == 0)
                nanosleep(&(struct timespec){0, 20000}, NULL);
        }
        _exit(0);
    }
    assert_int_equal(reader_open(&r, paths, 1, options), 0);
    d = drain(r, 100, 1 << 20);
    waitpid(child, NULL, 0);
    reader_close(r);
    unlink(path);
    rmdir(dir);
    return d;
}

static void test_reader_pieces(void **state)
{
    static const uint64_t limits[] = {0, 22, 40};
    struct packed p = mixture(800);
    (void)state;
    for (int i = 0; i < 3; i++) {
        struct reader_options o = {.max_record = limits[i]};
        struct dump want = read_bytes(p.bytes, p.len, &o);
        struct dump d = read_pieces(&p, &o);
        assert_true(want.records > 100);
        assert_string_equal(d.s, want.s);
        free(d.s);
        free(want.s);
    }
    packed_release(&p);
}

static void *read_mixture(void *arg)
{
    const struct packed *p = arg;
    struct dump *d = malloc(sizeof *d);
    assert_non_null(d);
    *d = read_bytes(p->bytes, p->len, NULL);
    return d;
}

/* Readers share nothing: two at once give what one gives. The thread
 * sanitizer sees the rest. */
static void test_reader_threads(void **state)
{
    struct packed p = mixture(3000);
    struct dump want = read_bytes(p.bytes, p.len, NULL);
    pthread_t threads[2];
    void *d;
    (void)state;
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, read_mixture, &p),
                         0);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(pthread_join(threads[i], &d), 0);
        assert_string_equal(((struct dump *)d)->s, want.s);
        free(((struct dump *)d)->s);
        free(d);
    }
    free(want.s);
    packed_release(&p);
}

static void test_reader_packed(void **state)
{
    struct packed p = mixture(3000), gz = {0}, zst = {0};
    struct dump want = read_bytes(p.bytes, p.len, NULL), d;
    (void)state;
    for (size_t at = 0; at < p.len; at += 5000) {
        size_t n = p.len - at < 5000 ? p.len - at : 5000;
        pack_gzip(&gz, p.bytes + at, n);
        pack_zstd(&zst, p.bytes + at, n);
    }
    d = read_bytes(gz.bytes, gz.len, NULL);
    assert_string_equal(d.s, want.s);
    free(d.s);
    d = read_bytes(zst.bytes, zst.len, NULL);
    assert_string_equal(d.s, want.s);
    free(d.s);
    d = read_bytes(gz.bytes, gz.len - 10, NULL); /* cut off */
    assert_true(d.records > 1000);
    assert_non_null(strstr(d.s, "! damaged or cut off packed data"));
    assert_null(strstr(d.s, "! file ends inside a record"));
    free(d.s);
    free(want.s);
    packed_release(&p);
    packed_release(&gz);
    packed_release(&zst);
}

static void test_reader_strict(void **state)
{
    static const char s[] = A "\n" C "\nwords\n" B "\n";
    struct reader_options o = {.strict = 1};
    struct reader *r;
    struct batch b;
    (void)state;
    batch_init(&b);
    assert_int_equal(reader_open_memory(&r, "m", s, sizeof s - 1, &o), 0);
    assert_int_equal(reader_next(r, &b, 100, 1 << 20), READER_STRICT);
    assert_int_equal(b.n, 2);
    assert_non_null(reader_first(r));
    assert_int_equal(reader_first(r)->line, 3);
    assert_int_equal(reader_first(r)->reason, REJECT_NOT_OBJECT);
    assert_int_equal(reader_rejected(r), 1);
    batch_release(&b);
    batch_release(NULL);
    reader_close(r);
    reader_close(NULL);
}

static void put(const char *dir, const char *name, const char *text)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    write_file(path, text, strlen(text));
}

static void test_reader_directories(void **state)
{
    char dir[] = "/tmp/wireprint-test-XXXXXX", path[128], command[128];
    const char *paths[] = {dir, path};
    struct reader *r;
    struct batch b;
    uint64_t done, total;
    (void)state;
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/b", dir);
    assert_int_equal(mkdir(path, 0700), 0);
    put(path, "2.jsonl", A "\n");
    put(path, "1.txt", "Head\nText\n");
    put(path, ".hidden", A "\n");
    snprintf(path, sizeof path, "%s/b/loop", dir);
    assert_int_equal(symlink("..", path), 0);
    snprintf(path, sizeof path, "%s/dead", dir);
    assert_int_equal(symlink("nowhere", path), 0);
    put(dir, "a.json", "[" B "]");
    put(dir, "empty", "");
    snprintf(path, sizeof path, "%s/missing", dir);
    batch_init(&b);
    assert_int_equal(reader_open(&r, paths, 2, NULL), 0);
    assert_int_equal(reader_next(r, &b, 100, 1 << 20), READER_MORE);
    assert_int_equal(b.n, 3);
    assert_string_equal(b.records[0].article.id, "b");
    assert_non_null(strstr(b.records[1].article.id, "/b/1.txt"));
    assert_string_equal(b.records[2].article.id, "a");
    assert_string_equal(b.records[1].file, b.records[1].article.id);
    assert_int_equal(reader_next(r, &b, 100, 1 << 20), READER_END);
    assert_int_equal(reader_count(r, REJECT_FILE), 2);
    assert_int_equal(reader_files_failed(r), 2);
    assert_int_equal(reader_files(r), 6);
    assert_non_null(strstr(reader_place(r, REJECT_FILE, 0)->file, "/dead"));
    reader_progress(r, &done, &total);
    assert_int_equal(done, total);
    assert_int_equal(done, sizeof A + sizeof B + 1 + 10);
    batch_release(&b);
    reader_close(r);
    snprintf(command, sizeof command, "rm -r '%s'", dir);
    assert_int_equal(system(command), 0);
}

/* ---- json_split against a naive model ----------------------------------- */

static void test_json_split_pieces(void **state)
{
    static const char *const texts[] = {A,
                                        B,
                                        C,
                                        "{\"a\":[{},[],\"\\\\\"]}x",
                                        "{\"a\":\"b\nc\"}",
                                        "{\"a\" {}}",
                                        "{]",
                                        "[1,2,{\"x\":[3]}] ",
                                        "{\"a\\\n\"}"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        size_t len = strlen(texts[i]), used, want_used;
        struct json_split sp;
        enum json_split_result want;
        json_split_init(&sp);
        want = json_split_feed(&sp, texts[i], len, &want_used);
        for (size_t step = 1; step < len; step++) {
            enum json_split_result got = JSON_MORE;
            size_t at = 0;
            json_split_init(&sp);
            while (got == JSON_MORE && at < len) {
                size_t n = len - at < step ? len - at : step;
                got = json_split_feed(&sp, texts[i] + at, n, &used);
                at += used;
            }
            assert_int_equal(got, want);
            assert_int_equal(at, want_used);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reader_json_lines),
        cmocka_unit_test(test_reader_json_records),
        cmocka_unit_test(test_reader_json_bytes),
        cmocka_unit_test(test_reader_json_text),
        cmocka_unit_test(test_reader_json_times),
        cmocka_unit_test(test_reader_json_sites),
        cmocka_unit_test(test_reader_json_tools),
        cmocka_unit_test(test_reader_json_mapped),
        cmocka_unit_test(test_reader_json_deep),
        cmocka_unit_test(test_reader_json_too_long),
        cmocka_unit_test(test_reader_json_long_line),
        cmocka_unit_test(test_reader_json_long_array),
        cmocka_unit_test(test_reader_plain),
        cmocka_unit_test(test_reader_plain_limits),
        cmocka_unit_test(test_reader_any_batch),
        cmocka_unit_test(test_reader_pieces),
        cmocka_unit_test(test_reader_threads),
        cmocka_unit_test(test_reader_packed),
        cmocka_unit_test(test_reader_strict),
        cmocka_unit_test(test_reader_directories),
        cmocka_unit_test(test_json_split_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
