#include "store/track_note.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *change_name(enum change_kind k)
{
    static const char *const name[] = {"number", "words", "in", "out"};
    return (unsigned)k < sizeof name / sizeof *name ? name[k] : "words";
}

/* ---- reading ------------------------------------------------------------- */

/* Ends the field at *p, which goes on to the next; NULL where there is none
 * before the line ends. */
static char *next_field(char **p, char end)
{
    char *field = *p, *stop = strchr(field, end);
    if (!stop || memchr(field, '\n', (size_t)(stop - field)))
        return NULL;
    *stop = '\0';
    *p = stop + 1;
    return field;
}

static int read_count(char **p, char end, uint64_t *out)
{
    char *field = next_field(p, end), *stop;
    if (!field || *field < '0' || *field > '9')
        return -1;
    *out = strtoull(field, &stop, 10);
    return *stop ? -1 : 0;
}

static int read_change(char **p, struct change *c)
{
    char *kind = next_field(p, '\t');
    char *before = kind ? next_field(p, '\t') : NULL;
    char *after = before ? next_field(p, '\n') : NULL;
    if (!after)
        return -1;
    for (int k = CHANGE_NUMBER; k <= CHANGE_OUT; k++)
        if (!strcmp(kind, change_name((enum change_kind)k))) {
            *c = (struct change){(enum change_kind)k, before, after};
            return 0;
        }
    return -1;
}

int track_note_read(struct track_note *n, const void *blob, size_t size)
{
    memset(n, 0, sizeof *n);
    if (!(n->memory = malloc(size + 1)))
        return -2;
    if (size)
        memcpy(n->memory, blob, size);
    n->memory[size] = '\0';
    char *p = n->memory;
    if (strlen(p) != size || read_count(&p, '\t', &n->numbers) ||
        read_count(&p, '\t', &n->words) || read_count(&p, '\t', &n->in) ||
        read_count(&p, '\n', &n->out) || !(n->marker = next_field(&p, '\t')) ||
        !(n->marked_in = next_field(&p, '\n')))
        return -1;
    if (!*n->marker)
        n->marker = n->marked_in = NULL;
    while (*p) {
        if (n->n == NOTE_CHANGES || read_change(&p, &n->change[n->n]))
            return -1;
        n->n++;
    }
    return 0;
}

void track_note_release(struct track_note *n)
{
    if (!n)
        return;
    free(n->memory);
    n->memory = NULL;
}

/* ---- writing ------------------------------------------------------------- */

void track_bytes_add(struct track_bytes *b, const char *bytes, size_t n)
{
    if (b->failed)
        return;
    if (b->n + n + 1 > b->cap) {
        size_t cap = (b->n + n + 1) * 2;
        char *more = realloc(b->at, cap);
        if (!more) {
            b->failed = 1;
            return;
        }
        b->at = more;
        b->cap = cap;
    }
    if (n)
        memcpy(b->at + b->n, bytes, n);
    b->n += n;
    b->at[b->n] = '\0';
}

void track_bytes_words(struct track_bytes *b, const char *bytes, size_t n)
{
    size_t from = b->n, room = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)bytes[i];
        /* A cut falls before a lead byte: no character is halved. */
        if (room >= NOTE_WORDS && (c & 0xc0) != 0x80)
            break;
        if (c > ' ' && c != 0x7f)
            track_bytes_add(b, bytes + i, 1);
        else if (b->n > from && b->at[b->n - 1] != ' ')
            track_bytes_add(b, " ", 1);
        room = b->n - from;
    }
    if (!b->failed && b->n > from && b->at[b->n - 1] == ' ')
        b->at[--b->n] = '\0';
}

void track_note_head(struct track_bytes *b, const struct track_note *n)
{
    char counts[96];
    int len =
        snprintf(counts, sizeof counts, "%llu\t%llu\t%llu\t%llu\n",
                 (unsigned long long)n->numbers, (unsigned long long)n->words,
                 (unsigned long long)n->in, (unsigned long long)n->out);
    track_bytes_add(b, counts, (size_t)len);
    if (n->marker)
        track_bytes_words(b, n->marker, strlen(n->marker));
    track_bytes_add(b, "\t", 1);
    if (n->marked_in)
        track_bytes_words(b, n->marked_in, strlen(n->marked_in));
    track_bytes_add(b, "\n", 1);
}

void track_note_change(struct track_bytes *b, enum change_kind kind,
                       const char *before, size_t nbefore, const char *after,
                       size_t nafter)
{
    const char *name = change_name(kind);
    track_bytes_add(b, name, strlen(name));
    track_bytes_add(b, "\t", 1);
    track_bytes_words(b, before, nbefore);
    track_bytes_add(b, "\t", 1);
    track_bytes_words(b, after, nafter);
    track_bytes_add(b, "\n", 1);
}
