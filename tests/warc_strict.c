/*
 * Checks a WARC archive strictly, for shell tests: prints the number of its
 * records, or what is wrong with it and exits with 1.
 *
 *     warc_strict FILE
 */
#include "tests/archive.h"

int main(int argc, char **argv)
{
    struct packed p = {0};
    char why[400];
    FILE *f = argc == 2 ? fopen(argv[1], "rb") : NULL;
    size_t got;
    long n;
    if (!f) {
        fprintf(stderr, "usage: warc_strict FILE, which can be read\n");
        return 2;
    }
    while ((got = fread(packed_room(&p, 1 << 20), 1, 1 << 20, f)))
        p.len += got;
    fclose(f);
    n = archive_check(p.bytes, p.len, why, sizeof why);
    packed_release(&p);
    if (n < 0) {
        fprintf(stderr, "%s: %s\n", argv[1], why);
        return 1;
    }
    printf("%ld\n", n);
    return 0;
}
