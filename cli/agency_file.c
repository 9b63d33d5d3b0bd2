#include "cli/agency_file.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/input.h"
#include "cli/session.h"
#include "shingle/agency.h"
#include "store/track.h"

/* The built-in table has 30 kB; what is much longer is another file. */
#define FILE_MOST ((size_t)16 << 20)

/* Takes in what the input has. 0, or -1 with a message. */
static int slurp(struct agency_file *f, struct input *in)
{
    size_t cap = 0, got = 1;
    while (got) {
        if (f->len == cap) {
            cap = cap ? 2 * cap : 1 << 16;
            char *more = cap > 2 * FILE_MOST ? NULL : realloc(f->text, cap);
            if (!more) {
                complain("%s: %s", input_name(in),
                         cap > 2 * FILE_MOST ? "too long for a table of "
                                               "agencies"
                                             : "out of memory");
                return -1;
            }
            f->text = more;
        }
        if (input_read(in, f->text + f->len, cap - f->len, &got)) {
            complain("%s: %s", input_name(in), input_errmsg(in));
            return -1;
        }
        f->len += got;
    }
    return 0;
}

static int check(const struct agency_file *f, const char *path)
{
    struct agency_error err;
    struct agency_table *t = agency_table_new(f->text, f->len, &err);
    agency_table_free(t);
    if (t)
        return EXIT_DONE;
    if (!err.line) {
        complain("out of memory");
        return EXIT_FAILED;
    }
    complain("%s:%zu: %s", path, err.line, err.message);
    return EXIT_MISUSE;
}

int agency_file_read(struct agency_file *f, const char *path)
{
    struct input *in;
    int rc;
    memset(f, 0, sizeof *f);
    rc = input_open(&in, path);
    if (rc && in)
        complain("%s: %s", path, input_errmsg(in));
    else if (rc)
        complain("out of memory");
    else
        rc = slurp(f, in);
    input_close(in);
    return rc ? EXIT_FAILED : check(f, path);
}

int agency_file_give(const struct agency_file *f, struct store *s, int *changed)
{
    char *text, why[128] = "";
    size_t len;
    uint64_t line = 0;
    int code = store_get_agencies(s, &text, &len);
    int same = len == f->len && (!len || !memcmp(text, f->text, len));
    free(text);
    if (changed)
        *changed = !same;
    if (code || same)
        return code;
    return store_set_agencies(s, f->text, f->len, &line, why, sizeof why);
}

void agency_file_release(struct agency_file *f)
{
    free(f->text);
    memset(f, 0, sizeof *f);
}
