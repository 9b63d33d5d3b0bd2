/* licensed: the list of customers out of a file, and the lines it refuses. */
#include "cli/licensed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "cli/session.h"
#include "tests/trial.h"

static struct trial trial;
static struct store *store;

static int set_up(void **state)
{
    (void)state;
    trial_init(&trial);
    store = trial_open(&trial, NULL);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    trial_close(store);
    trial_release(&trial);
    return 0;
}

/* Loads a list of these bytes; *said is what it complained of. */
static int load(struct licensed *l, const char *bytes, size_t n, char *said,
                size_t size)
{
    char path[200];
    FILE *f, *err = tmpfile();
    int code, old = dup(2);

    snprintf(path, sizeof path, "%s/list", trial.dir);
    assert_non_null(err);
    assert_non_null(f = fopen(path, "wb"));
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
    fflush(stderr);
    assert_true(old >= 0 && dup2(fileno(err), 2) == 2);
    *l = (struct licensed){0};
    code = licensed_load(l, store, path);
    fflush(stderr);
    assert_int_equal(dup2(old, 2), 2);
    close(old);
    rewind(err);
    said[fread(said, 1, size - 1, err)] = '\0';
    fclose(err);
    remove(path);
    return code;
}

static void test_licensed_lines(void **state)
{
    static const struct {
        const char *text, *lines;
    } list[] = {
        {"alder.example\n", "alder.example,"},
        {"\xef\xbb\xbf"
         "alder.example\n",
         "alder.example,"},
        {"\xef\xbb\xbf# all\r\nAP\twww.Alder.example\r\n",
         "ap\talder.example,"},
        {"https://alder.example/about # ours", "alder.example,"},
        {"news.alder.example", "alder.example,news.alder.example,"},
        /* Two spellings of one site. */
        {"m\u00fcnchen.example\n", "m\u00fcnchen.example,"},
        {"xn--mnchen-3ya.example\n", "m\u00fcnchen.example,"},
        {"http://www.M\u00dcNCHEN.example/x\n", "m\u00fcnchen.example,"},
        {"ap\txn--80ak6aa92e.example\n", "ap\txn--80ak6aa92e.example,"},
        /* Addresses. */
        {"192.0.2.7\n", "192.0.2.7,"},
        {"http://192.0.2.7:8080/x\n", "192.0.2.7,"},
        {"2001:DB8::7\n", "2001:db8::7,"},
        {"ap\t[2001:db8::7]\n", "ap\t2001:db8::7,"},
        /* Under suffixes of two labels, and of a script. */
        {"herald.co.uk\n", "herald.co.uk,"},
        {"b.\u516c\u53f8.\u9999\u6e2f\n", "b.\u516c\u53f8.\u9999\u6e2f,"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        struct licensed l;
        char said[400], lines[400] = "";
        int code = load(&l, list[i].text, strlen(list[i].text), said, 400);

        for (size_t k = 0; k < l.n; k++) {
            strcat(lines, l.line[k]);
            strcat(lines, ",");
        }
        if (code || *said || strcmp(lines, list[i].lines) != 0)
            fail_msg("'%s': %d, '%s', %s", list[i].text, code, lines, said);
        licensed_release(&l);
    }
}

static void test_licensed_bad_lines(void **state)
{
    static const struct {
        const char *text, *line, *what;
    } list[] = {
        {"alder.example\n\nco.uk\n", "list:3:", "public suffix"},
        {"ap\tcom\n", "list:1:", "no site"},
        {"http://com/\n", "list:1:", "public suffix"},
        {"github.io\n", "list:1:", "public suffix"},
        {"\u516c\u53f8.\u9999\u6e2f\n", "list:1:", "public suffix"},
        {"xn--55qx5d.xn--j6w193g\n", "list:1:", "public suffix"},
        {"The Times\n", "list:1:", "no site"},
        {"a.example\nM\xfcnchen.example\n", "list:2:", "not UTF-8"},
        {"# caf\xe9\na.example\n", "list:1:", "not UTF-8"},
        {"\xff\xfe"
         "a.example\n",
         "list:1:", "not UTF-8"},
        {"a.example\n\xef\xbb\xbf"
         "b c.example\n",
         "list:2:", "no site"},
        {"192.0.2.777\n", "list:1:", "no site"},
        {"192.0.2\n", "list:1:", "no site"},
        {"2001:db8:::7\n", "list:1:", "no site"},
        {"http:///x\n", "list:1:", "no host name"},
        {"tribble\tx.example\n", "list:1:", "no agency"},
        {"\xef\xbb\xbf# none\n", "list:", "names no site"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        struct licensed l;
        char said[400];
        int code = load(&l, list[i].text, strlen(list[i].text), said, 400);

        if (code != EXIT_MISUSE || !strstr(said, list[i].line) ||
            !strstr(said, list[i].what))
            fail_msg("'%s': %d, %s", list[i].text, code, said);
        licensed_release(&l);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_licensed_lines),
        cmocka_unit_test(test_licensed_bad_lines),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
