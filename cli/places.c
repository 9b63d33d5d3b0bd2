#include "cli/places.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/session.h"

struct entry {
    uint64_t line, byte, name;
    uint32_t file, name_len;
};

const char *record_name(const struct record *record)
{
    const struct article *a = &record->article;
    if (a->id && *a->id)
        return a->id;
    return a->url && *a->url ? a->url : NULL;
}

int places_open(struct places *p)
{
    memset(p, 0, sizeof *p);
    if (scratch_open(&p->entries))
        return -1;
    return scratch_open(&p->names);
}

/* Records come file by file: only the last one is looked at. */
static int file_number(struct places *p, const char *file, uint32_t *out)
{
    if (!p->nfiles || p->files[p->nfiles - 1] != file) {
        if (p->nfiles == p->files_cap) {
            size_t cap = 2 * p->files_cap + 8;
            const char **more = realloc(p->files, cap * sizeof *more);
            if (!more) {
                complain("out of memory");
                return -1;
            }
            p->files = more;
            p->files_cap = cap;
        }
        p->files[p->nfiles++] = file;
    }
    *out = (uint32_t)(p->nfiles - 1);
    return 0;
}

int places_put(struct places *p, const struct record *record)
{
    const char *name = record_name(record);
    size_t len = name ? strlen(name) : 0;
    struct entry e = {.line = record->line,
                      .byte = record->byte,
                      .name = scratch_end(&p->names),
                      .name_len = (uint32_t)len};
    if (file_number(p, record->file, &e.file) ||
        scratch_append(&p->names, name, len) ||
        scratch_append(&p->entries, &e, sizeof e))
        return -1;
    p->n++;
    return 0;
}

static int make_room(struct places *p, size_t n)
{
    char *more;
    if (n <= p->name_cap)
        return 0;
    if (!(more = realloc(p->name, n))) {
        complain("out of memory");
        return -1;
    }
    p->name = more;
    p->name_cap = n;
    return 0;
}

int places_get(struct places *p, uint64_t number, struct place *out)
{
    struct entry e;
    const char *file;
    if (scratch_read(&p->entries, (number - 1) * sizeof e, &e, sizeof e))
        return -1;
    file = p->files[e.file];
    *out = (struct place){.file = file, .line = e.line, .byte = e.byte};
    if (make_room(p, e.name_len + strlen(file) + 32) ||
        scratch_read(&p->names, e.name, p->name, e.name_len))
        return -1;
    p->name[e.name_len] = '\0';
    if (!e.name_len)
        snprintf(p->name, p->name_cap, "%s:%" PRIu64, file,
                 e.line ? e.line : e.byte);
    out->name = p->name;
    return 0;
}

void places_close(struct places *p)
{
    scratch_close(&p->entries);
    scratch_close(&p->names);
    free(p->files);
    free(p->name);
    memset(p, 0, sizeof *p);
}
