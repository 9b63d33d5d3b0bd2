/* The names of an article's facts, the mapping, and what is a host. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "cli/fields.h"

/* The best name found for each field, as "field:rest:rank;...". */
struct seen {
    char text[400];
};

static void see(void *arg, const struct field_name *name, const char *rest)
{
    struct seen *s = arg;
    size_t n = strlen(s->text);
    snprintf(s->text + n, sizeof s->text - n, "%s:%s:%d;",
             field_label((enum field)name->field), rest, name->rank);
}

static const char *find(const struct fields *f, const char *key, struct seen *s)
{
    s->text[0] = 0;
    fields_find(f, key, see, s);
    return s->text;
}

static void test_fields_defaults(void **state)
{
    struct fields f;
    struct seen s;
    (void)state;
    assert_int_equal(fields_init(&f), FIELDS_OK);
    assert_string_equal(find(&f, "maintext", &s), "text::0;");
    assert_string_equal(find(&f, "text", &s), "text::1;");
    assert_string_equal(find(&f, "id", &s), "id::0;url::33;");
    assert_string_equal(find(&f, "nothing", &s), "");
    assert_string_equal(find(&f, "", &s), "");
    assert_non_null(strstr(find(&f, "html", &s), "url:requested_url:"));
    assert_non_null(strstr(find(&f, "html", &s), "fetched:crawl_date:"));
    assert_non_null(strstr(find(&f, "meta.url", &s), "url::"));
    assert_non_null(strstr(find(&f, "meta", &s), "url:url:"));
    /* hashes of the text would make all the copies one article */
    assert_string_equal(find(&f, "digest", &s), "");
    assert_string_equal(find(&f, "fingerprint", &s), "");
    fields_release(&f);
    fields_release(&f);
    fields_release(NULL);
}

/* Each default name is found, under its own field, and no field has more
 * names than a bit set of them holds. */
static void test_fields_all_defaults_found(void **state)
{
    struct fields f;
    (void)state;
    assert_int_equal(fields_init(&f), FIELDS_OK);
    for (int field = 0; field < FIELD_COUNT; field++) {
        const char *p = fields_names((enum field)field);
        int rank = 0;
        while (*p) {
            char name[64], want[64];
            struct seen s;
            size_t len = strcspn(p, " ");
            int mark = strchr("?!~=", *p) != NULL;
            snprintf(name, sizeof name, "%.*s", (int)len - mark, p + mark);
            snprintf(want, sizeof want, "%s::%d;",
                     field_label((enum field)field), rank);
            assert_non_null(strstr(find(&f, name, &s), want));
            rank++;
            p += len;
            p += strspn(p, " ");
        }
        assert_in_range(rank, 1, FIELDS_MAX);
    }
    fields_release(&f);
}

static void test_fields_parse(void **state)
{
    struct fields f;
    struct seen s;
    char why[256] = "";
    (void)state;
    assert_int_equal(fields_init(&f), FIELDS_OK);
    assert_int_equal(
        fields_parse(&f, "text=body,site=meta.host,text=lead", why, sizeof why),
        FIELDS_OK);
    assert_string_equal(find(&f, "body", &s), "text::0;");
    assert_string_equal(find(&f, "lead", &s), "text::1;");
    assert_string_equal(find(&f, "text", &s), "");
    assert_non_null(strstr(find(&f, "meta", &s), "site:host:0;"));
    assert_string_equal(find(&f, "meta.host", &s), "site::0;");
    assert_string_equal(find(&f, "lang", &s), "lang::0;");
    assert_int_equal(fields_parse(&f, "text=~odd name", why, sizeof why),
                     FIELDS_OK);
    assert_string_equal(find(&f, "~odd name", &s), "text::0;");
    fields_release(&f);
}

static void test_fields_parse_refused(void **state)
{
    static const char *const bad[] = {"body=text", "=x",      "",  "text",
                                      "text=",     "text=a,", "a", "text=,",
                                      ",text=a",   "Text=a"};
    struct fields f;
    struct seen s;
    char why[256];
    (void)state;
    assert_int_equal(fields_init(&f), FIELDS_OK);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        why[0] = 0;
        assert_int_equal(fields_parse(&f, bad[i], why, sizeof why),
                         FIELDS_UNKNOWN);
        assert_true(strlen(why) > 10);
        assert_string_equal(find(&f, "maintext", &s), "text::0;");
    }
    assert_int_equal(fields_parse(&f, "body=text", why, sizeof why),
                     FIELDS_UNKNOWN);
    for (int i = 0; i < FIELD_COUNT; i++)
        assert_non_null(strstr(why, field_label((enum field)i)));
    assert_non_null(strstr(why, "'body'"));
    fields_release(&f);
}

static void test_fields_parse_many(void **state)
{
    struct fields f;
    char spec[2000] = "", why[256];
    (void)state;
    assert_int_equal(fields_init(&f), FIELDS_OK);
    for (int i = 0; i < FIELDS_MAX; i++)
        snprintf(spec + strlen(spec), 32, "%sid=n%d.x", i ? "," : "", i);
    assert_int_equal(fields_parse(&f, spec, why, sizeof why), FIELDS_OK);
    strcat(spec, ",id=one.more");
    assert_int_equal(fields_parse(&f, spec, why, sizeof why), FIELDS_UNKNOWN);
    fields_release(&f);
}

static void test_fields_is_host(void **state)
{
    static const char *const hosts[] = {
        "example.com",        "www.example.co.uk",
        "a.b-c.example",      "xn--e1afmkfd.xn--p1ai",
        "4.example.org",      "https://example.com/a?b=c",
        "http://example.com", "\xD0\xBF\xD1\x80.\xD1\x80\xD1\x84"};
    static const char *const others[] = {"",
                                         "The Times",
                                         "Reuters",
                                         "localhost",
                                         "U.S.",
                                         "a..b.com",
                                         ".com",
                                         "example.com/a",
                                         "192.168.0.1",
                                         "St. Louis",
                                         "v1.2",
                                         "user@example.com",
                                         "://example.com",
                                         "http://"};
    (void)state;
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++)
        assert_true(fields_is_host(hosts[i], strlen(hosts[i])));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(fields_is_host(others[i], strlen(others[i])));
    assert_true(fields_is_url("https://example.com/x", 21));
    assert_false(fields_is_url("example.com/x", 13));
    assert_false(fields_is_url("see https://example.com", 23));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields_defaults),
        cmocka_unit_test(test_fields_all_defaults_found),
        cmocka_unit_test(test_fields_parse),
        cmocka_unit_test(test_fields_parse_refused),
        cmocka_unit_test(test_fields_parse_many),
        cmocka_unit_test(test_fields_is_host),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
