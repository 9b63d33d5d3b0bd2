/*
 * places: under which name and where each record of a run was read, by its
 * number, for lists that come to speak of it much later. It lies on disk and
 * takes no memory.
 *
 *     struct places p;
 *     struct place where;
 *     if (!places_open(&p) && !places_put(&p, record) &&
 *         !places_get(&p, 1, &where))
 *         printf("%s:%llu\n", where.file, (unsigned long long)where.line);
 *     places_close(&p);
 */
#ifndef WIREPRINT_PLACES_H
#define WIREPRINT_PLACES_H

#include "cli/reader.h"
#include "cli/scratch.h"

struct places {
    struct scratch entries, names;
    uint64_t n;
    const char **files;
    size_t nfiles, files_cap;
    char *name; /* of the last one asked for */
    size_t name_cap;
};

struct place {
    const char *name; /* its id, else its URL, else file and line; lives until
                         the next call */
    const char *file;
    uint64_t line, byte;
};

/* 0, or -1 with a message, as in all of these. */
int places_open(struct places *p);

/* Records are numbered from 1 in the order they are put. record->file must
 * live as long as p. */
int places_put(struct places *p, const struct record *record);

int places_get(struct places *p, uint64_t number, struct place *out);

/* Also for one that is all zero. */
void places_close(struct places *p);

/* The name of a record: NULL where it has neither id nor URL. */
const char *record_name(const struct record *record);

#endif
