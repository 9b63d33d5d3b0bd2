#include "cli/agency_known.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cli/options.h"
#include "cli/session.h"
#include "shingle/agency.h"
#include "store/track.h"

/* Ids that are told, and the room for one: those of agency.h and those that a
 * table had before. */
#define CLOSE 3
#define ID_MAX 64
/* Names are longer than what typing_distance() takes. */
#define WORDS_MAX 61

struct search {
    char wanted[WORDS_MAX];
    int found;
    unsigned most; /* letters typed otherwise */
    char id[CLOSE][ID_MAX];
    unsigned distance[CLOSE]; /* least first */
    size_t n;
};

static void lower(const char *s, char out[WORDS_MAX])
{
    size_t n = 0;
    for (; *s && n < WORDS_MAX - 1; s++)
        out[n++] = (char)(*s >= 'A' && *s <= 'Z' ? *s - 'A' + 'a' : *s);
    out[n] = 0;
}

static unsigned distance(const struct search *x, const char *to)
{
    char words[WORDS_MAX];
    lower(to, words);
    return typing_distance(x->wanted, words, x->most);
}

/* Keeps the closest; of as many letters those that are listed first, which are
 * of most copies. */
static int look(void *arg, const struct agency_row *row)
{
    struct search *x = arg;
    unsigned d = distance(x, row->agency), by_name = distance(x, row->name);
    size_t at = x->n;
    if (!d) {
        x->found = 1;
        return 1;
    }
    d = by_name < d ? by_name : d;
    while (at && x->distance[at - 1] > d)
        at--;
    if (d > x->most || at == CLOSE || strlen(row->agency) >= ID_MAX)
        return 0;
    if (x->n < CLOSE)
        x->n++;
    for (size_t i = x->n - 1; i > at; i--) {
        x->distance[i] = x->distance[i - 1];
        memcpy(x->id[i], x->id[i - 1], ID_MAX);
    }
    x->distance[at] = d;
    strcpy(x->id[at], row->agency);
    return 0;
}

static int say(const struct search *x, const char *id)
{
    char close[CLOSE * (ID_MAX + 8)] = "";
    size_t n = 0;
    for (size_t i = 0; i < x->n; i++)
        n += (size_t)snprintf(close + n, sizeof close - n, "%s'%s'",
                              !i              ? ""
                              : i + 1 == x->n ? " or "
                                              : ", ",
                              x->id[i]);
    if (n)
        complain("there is no agency '%s'; did you mean %s?", id, close);
    else
        complain("there is no agency '%s'; 'wireprint agencies --all' lists "
                 "them",
                 id);
    return EXIT_MISUSE;
}

/* Asks the database, which counts what each agency moved: only for names that
 * the table has not. */
static int search(struct store *s, const char *id, int believe)
{
    struct search x = {.most = strlen(id) < 4 ? 1 : 2};
    int code;
    lower(id, x.wanted);
    code = store_agencies(s, STORE_NO_TIME, STORE_NO_TIME, 1, look, &x);
    if (code && code != STORE_STOPPED) {
        complain("%s", store_errmsg(s));
        return EXIT_FAILED;
    }
    return x.found && believe ? EXIT_DONE : say(&x, id);
}

int agency_known(struct store *s, const char *id)
{
    struct agency_error err;
    struct agency_table *t = NULL;
    char *text = NULL;
    size_t len;
    int found = !id;
    if (!found && !store_get_agencies(s, &text, &len))
        t = agency_table_new(text, len, &err);
    for (size_t i = 0; t && !found && i < agency_count(t); i++)
        found = !strcasecmp(agency_at(t, (int)i)->id, id);
    agency_table_free(t);
    free(text);
    return found ? EXIT_DONE : search(s, id, 1);
}

int agency_unknown(struct store *s, const char *id)
{
    return search(s, id, 0);
}
