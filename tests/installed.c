/*
 * A program as a user of the library writes it: only installed headers, only
 * pkg-config's flags. Given the version that pkg-config names.
 */
#include <stdio.h>
#include <string.h>
#include <wireprint/store.h>
#include <wireprint/text.h>
#include <wireprint/version.h>

int main(int argc, char **argv)
{
    static const char words[] = "Two papers, one story";
    struct text t;
    struct store *s;
    int bad;

    text_init(&t);
    bad = text_fold(&t, words, strlen(words)) || t.n != 4;
    text_release(&t);
    bad |= store_open(&s, ":memory:", NULL) != STORE_OK;
    store_close(s);
    bad |= argc != 2 || strcmp(argv[1], WIREPRINT_VERSION);
    if (bad)
        fprintf(stderr, "the installed library does not work\n");
    return bad;
}
